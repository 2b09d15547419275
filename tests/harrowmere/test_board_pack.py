"""Six of twenty indicators have a story; the others are noise that changes colour and trips rules as noise does."""

import numpy as np
import pytest

from improve import harrowmere
from improve.charts import rules
from improve.harrowmere.worlds import board_pack as world

from .chance import mean_is, seeds, share_is, share_is_at_most

RUNS = 200


def drawn(master, null):
    worlds = []
    for seed in seeds(master, f"board_pack {null}", RUNS):
        pack = harrowmere.board_pack(seed, null=null)
        worlds.append((world._key(seed), pack["value"].to_numpy().reshape(20, 36), pack))
    return worlds


@pytest.fixture(scope="module")
def packs(master):
    return drawn(master, null=False)


@pytest.fixture(scope="module")
def nulls(master):
    return drawn(master, null=True)


MEAN = np.array([row[2] for row in world.INDICATORS])[:, None]
SD = np.array([row[3] for row in world.INDICATORS])[:, None]
SIDE = np.array([1 if row[4] == "high" else -1 for row in world.INDICATORS])


def scores(worlds):
    """Values in SDs from their planted mean, shape (runs, indicators, months)."""
    return (np.array([values for _, values, _ in worlds]) - MEAN) / SD


def fates(worlds):
    return np.array([key["fate"] for key, _, _ in worlds])


def months_changed(worlds):
    return np.array([key["month"].fillna(99).to_numpy(dtype=int) for key, _, _ in worlds])


def test_fourteen_are_stable_and_six_have_a_story(packs):
    for key, _, _ in packs[:30]:
        counted = key["fate"].value_counts().to_dict()
        assert counted == {
            "stable": 14,
            "improves": 2,
            "deteriorates": 2,
            "definition changes": 1,
            "seasonal": 1,
        }
        assert key.loc[0, "fate"] == "stable"


@pytest.mark.parametrize(("fate", "size"), [("improves", 1.5), ("deteriorates", -1.5)])
def test_true_changes_are_steps_of_one_and_a_half_sds_the_right_way(packs, fate, size):
    better = scores(packs) * SIDE[:, None]
    chosen = fates(packs) == fate
    month = months_changed(packs)[chosen]
    late = np.arange(1, 37) >= month[:, None]
    part = better[chosen]
    mean_is(np.where(late, part, 0).sum(axis=1) / late.sum(axis=1), size, slack=0.005, why=f"{fate}, after")
    mean_is(
        np.where(late, 0, part).sum(axis=1) / (~late).sum(axis=1), 0.0, slack=0.005, why=f"{fate}, before"
    )


def test_the_definition_changes_by_three_sds_in_the_month_of_the_note(packs):
    steps = []
    for key, values, pack in packs:
        row = int(np.flatnonzero(key["fate"] == "definition changes")[0])
        month = int(key.loc[row, "month"])
        noted = np.flatnonzero(pack["note"].to_numpy() != "")
        assert noted.tolist() == [36 * row + month - 1]
        z = ((values - MEAN) / SD)[row]
        steps.append((z[month - 1 :].mean() - z[: month - 1].mean()) * (1 if key.loc[row, "up"] else -1))
    mean_is(steps, 3.0, slack=0.005, why="definition")


def test_the_season_has_its_top_in_january(packs):
    z = scores(packs)[fates(packs) == "seasonal"]
    wave = 1.5 * np.cos(2 * np.pi * np.arange(36) / 12)
    mean_is((z * wave).mean(axis=1) / (wave**2).mean(), 1.0, slack=0.005, why="season")
    mean_is((z - wave).mean(axis=1), 0.0, slack=0.005, why="season, level")


def test_stable_indicators_have_their_mean_and_spread_and_no_memory(packs):
    z = scores(packs)[:, 1:][fates(packs)[:, 1:] == "stable"]
    mean_is(z.mean(axis=1), 0.0, slack=0.003, why="stable mean")
    mean_is(z.var(axis=1, ddof=1), 1.0, slack=0.006, why="stable spread")
    mean_is((z[:, 1:] * z[:, :-1]).mean(axis=1), 0.0, slack=0.003, why="stable, lag one")


def flips(worlds, months=24):
    met = np.array([pack["status"].eq("met").to_numpy().reshape(20, 36)[:, :months] for *_, pack in worlds])
    return (met[:, :, 1:] != met[:, :, :-1]).sum(axis=2)


@pytest.mark.parametrize(("sds", "expected"), [(0.0, 11.5), (0.5, 9.81), (1.0, 6.14), (2.0, 1.02)])
def test_a_stable_measure_changes_colour_as_often_as_its_target_is_near(nulls, sds, expected):
    """First 24 months, so 23 chances to change; exact expectation 23 x 2p(1 - p) for independent normal months.

    The first indicator varies a little more than its SD (counting on top), so it is left out. Values are rounded to
    two decimals; with SDs of 0.15 and more that moves the expectation by at most 0.2.
    """
    chosen = np.array([key["target_sds"].to_numpy() == sds for key, _, _ in nulls])
    chosen[:, 0] = False
    mean_is(flips(nulls)[chosen], expected, slack=0.2, why=f"changes of colour, target {sds} SDs away")


def xmr_flags(values):
    """The four usual rules on XmR charts with the mean as centre line and no moving range left out.

    Outside the limits; seven in a row on one side (a point on the mean ends the run); seven rising or falling;
    two of three beyond two thirds of the way to the same limit, points outside the limits not counted.
    """
    centre = values.mean(axis=-1, keepdims=True)
    sigma = np.abs(np.diff(values, axis=-1)).mean(axis=-1, keepdims=True) / 1.128
    z = (values - centre) / sigma
    outside = np.abs(z) > 3
    third = [(side * z > 2) & ~outside for side in (1, -1)]
    near = [t[..., :-2].astype(int) + t[..., 1:-1] + t[..., 2:] >= 2 for t in third]
    return {
        "outside": outside.any(axis=-1),
        "shift": rules.longest_run(values, centre, on_line="break") >= 7,
        "trend": rules.longest_trend(values) >= 7,
        "two of three": (near[0] | near[1]).any(axis=-1),
    }


@pytest.mark.parametrize(
    ("rule", "expected"), [("outside", 0.060), ("shift", 0.085), ("trend", 0.006), ("two of three", 0.036)]
)
def test_each_rule_fires_on_stable_indicators_as_often_as_it_does_on_noise(nulls, rule, expected):
    values = np.array([v[1:, :24] for _, v, _ in nulls]).reshape(-1, 24)
    flags = xmr_flags(values)[rule]
    share_is(flags.sum(), flags.size, expected, slack=0.004, why=rule)


def test_of_twenty_stable_indicators_about_three_signal_something(nulls):
    """24 months, four rules, no screening: 16 in a hundred charts."""
    flags = np.any(
        list(xmr_flags(np.array([v[1:, :24] for _, v, _ in nulls]).reshape(-1, 24)).values()), axis=0
    )
    share_is(flags.sum(), flags.size, 0.161, slack=0.006, why="any of four rules")


def test_with_nothing_planted_every_indicator_stays_where_it_is(nulls):
    z = scores(nulls)[:, 1:]
    change = (z[:, :, 22:].mean(axis=2) - z[:, :, :18].mean(axis=2)) / np.sqrt(1 / 14 + 1 / 18)
    share_is_at_most((np.abs(change) > 1.96).sum(), change.size, 0.0525, why="null, indicators that moved")
    assert all((pack["note"] == "").all() for *_, pack in nulls)


def test_an_indicator_that_varies_by_8_per_cent_swings_by_more_than_ten_in_38_of_100_months(nulls):
    values = np.array([v[1] for _, v, _ in nulls])
    swing = np.abs(np.diff(values, axis=1)) / values[:, :-1] > 0.10
    mean_is(swing.mean(axis=1), 0.377, slack=0.008, why="swings over 10%")


def test_four_hour_waiting_is_overdispersed_for_a_p_chart(nulls):
    """15,000 patients at 85% with 1 point of ordinary SD: about 40% of months outside three-sigma p limits."""
    shares, spread = [], []
    for *_, pack in nulls:
        rows = pack[pack["indicator"] == world.INDICATORS[0][0]]
        seen, all_of_them = rows["numerator"].astype(float), rows["denominator"].astype(float)
        average = seen.sum() / all_of_them.sum()
        z = (seen / all_of_them - average) / np.sqrt(average * (1 - average) / all_of_them)
        shares.append((z.abs() > 3).mean())
        spread.append(z.diff().abs().mean() / 1.128)
    mean_is(shares, 0.395, slack=0.015, why="outside p-chart limits")
    mean_is(spread, 3.57, slack=0.06, why="sigma-z")
