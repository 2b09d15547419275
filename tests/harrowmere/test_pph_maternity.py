"""The recorded rate follows the counting, the bundle is real and mostly invisible, and nothing else is there."""

import numpy as np
import pytest

from improve import harrowmere
from improve.charts import rules

from .chance import mean_is, reference_slack, seeds, share_is, share_is_at_most

RUNS = 1000
REFERENCE_RUNS = 200_000


def drawn(master, null):
    tables = [
        harrowmere.pph_maternity(seed, null=null) for seed in seeds(master, f"pph_maternity {null}", RUNS)
    ]
    return {
        name: np.array([table[name] for table in tables]) for name in ("births", "losses_1500", "weighed")
    }


@pytest.fixture(scope="module")
def units(master):
    return drawn(master, null=False)


@pytest.fixture(scope="module")
def nulls(master):
    return drawn(master, null=True)


def run_on_one_side(rate, line, side, length=8):
    """Tell for each series whether it holds a run of `length` on one side; points on the line are skipped."""
    sign = rules.sides(rate, line)
    return (np.where(sign == side, rules.positions_in_runs(sign), 0).max(axis=1) >= length).sum()


def rates(drawn):
    return drawn["losses_1500"] / drawn["births"]


def old_median(rate):
    return np.median(rate[:, :18], axis=1, keepdims=True)


def test_births_are_420_a_month(units):
    mean_is(units["births"].mean(axis=1), 420, why="births a month")


@pytest.mark.parametrize(("months", "rate"), [((1, 18), 0.02), ((25, 26), 0.033), ((27, 36), 0.033 * 0.85)])
def test_each_stretch_has_its_recorded_rate(units, months, rate):
    stretch = slice(months[0] - 1, months[1])
    share_is(
        units["losses_1500"][:, stretch].sum(),
        units["births"][:, stretch].sum(),
        rate,
        why=f"months {months}",
    )


def test_the_recorded_rate_rises_in_a_straight_line_as_weighing_spreads(units):
    for step, month in enumerate(range(19, 25), start=1):
        losses, births = units["losses_1500"][:, month - 1].sum(), units["births"][:, month - 1].sum()
        share_is(losses, births, 0.02 + 0.013 * step / 6, why=f"month {month}")


@pytest.mark.parametrize(("months", "share"), [((1, 18), 0.52), ((24, 36), 0.88)])
def test_weighing_goes_from_52_to_88_per_cent(units, months, share):
    stretch = slice(months[0] - 1, months[1])
    share_is(units["weighed"][:, stretch].sum(), units["births"][:, stretch].sum(), share, why="weighed")


@pytest.mark.parametrize(("last", "expected"), [(36, 0.7235), (30, 0.5987)])
def test_a_run_of_eight_above_the_old_median_shows_in_about_seven_of_ten(units, last, expected):
    """Median of months 1 to 18, points on it skipped; the run must end by the month given."""
    rate = rates(units)
    hits = run_on_one_side(rate[:, 18:last], old_median(rate), side=1)
    share_is(hits, RUNS, expected, reference_slack(expected, REFERENCE_RUNS), why=f"run by month {last}")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("fixed at 3.3%", 0.1358),
        ("median of months 24 to 26", 0.2247),
        ("mean of months 24 to 26", 0.2169),
        ("median of months 19 to 26", 0.0468),
    ],
)
def test_how_often_the_bundle_shows_depends_on_the_line(units, line, expected):
    """A run of eight below the line within months 27 to 36, points on it skipped."""
    rate = rates(units)
    where = {
        "fixed at 3.3%": 0.033,
        "median of months 24 to 26": np.median(rate[:, 23:26], axis=1, keepdims=True),
        "mean of months 24 to 26": rate[:, 23:26].mean(axis=1, keepdims=True),
        "median of months 19 to 26": np.median(rate[:, 18:26], axis=1, keepdims=True),
    }[line]
    hits = run_on_one_side(rate[:, 26:], where, side=-1)
    share_is(hits, RUNS, expected, reference_slack(expected, REFERENCE_RUNS), why=f"bundle, {line}")


def test_with_nothing_planted_the_rate_is_the_same_in_every_stretch(nulls):
    for start in range(0, 36, 6):
        losses, births = (
            nulls["losses_1500"][:, start : start + 6].sum(),
            nulls["births"][:, start : start + 6].sum(),
        )
        share_is(losses, births, 0.02, why=f"null, months {start + 1} to {start + 6}")


def test_with_nothing_planted_a_run_is_no_commoner_than_the_rule_s_false_alarms(nulls, master):
    """The same rule on plain noise: 18 values fix the median, 18 follow."""
    noise = np.random.default_rng(master).standard_normal((100_000, 36))
    alarm = run_on_one_side(noise[:, 18:], old_median(noise), side=1) / 100_000
    rate = rates(nulls)
    hits = run_on_one_side(rate[:, 18:], old_median(rate), side=1)
    most = alarm + reference_slack(alarm, 100_000)
    share_is_at_most(hits, RUNS, most, why="null, run of eight above")
