"""A step of 0.90 on a tide of 1.5% a month, wards in the order of a lot, and two wards that count themselves to 100%."""

import numpy as np
import pytest

from improve import harrowmere
from improve.harrowmere.worlds import sepsis_roll_out as world

from .chance import mean_is, seeds, share_is, share_is_at_most

RUNS = 200


def drawn(master, null):
    found = []
    for seed in seeds(master, f"sepsis_roll_out {null}", RUNS):
        months = world._months(seed, null)
        found.append(
            (
                seed,
                world._starts(seed),
                *months[["cases", "late"]].to_numpy().reshape(24, 30, 2).transpose(2, 0, 1),
            )
        )
    return found


@pytest.fixture(scope="module")
def wards(master):
    return drawn(master, null=False)


@pytest.fixture(scope="module")
def nulls(master):
    return drawn(master, null=True)


def fitted(starts, cases, late):
    """Fit log share = ward + month trend + step + change of slope, by weighted least squares; return three terms.

    Weights are expected events, so the fit is one step of a Poisson regression, close to it at these counts.
    """
    month = np.arange(1, 31)
    using = (month >= starts[:, None]).astype(float)
    y = np.log((late + 0.5) / cases)
    mean = cases * (late.sum() / cases.sum()) * world.MONTHLY_RATIO ** (month - 15)
    share = (1 - mean / cases) / mean  # variance of a log share
    weight = 1 / share
    terms = np.stack([np.tile(month - 15.0, (24, 1)), using, using * (month - starts[:, None])], axis=2)
    means = (weight[..., None] * terms).sum(axis=1) / weight.sum(axis=1)[:, None]
    x = terms - means[:, None]
    dy = y - ((weight * y).sum(axis=1) / weight.sum(axis=1))[:, None]
    xtx = np.einsum("wtk,wt,wtl->kl", x, weight, x)
    return np.linalg.solve(xtx, np.einsum("wtk,wt,wt->k", x, weight, dy)), np.sqrt(
        np.diag(np.linalg.inv(xtx))
    )


def test_trend_step_and_slope_are_what_was_planted(wards):
    terms = np.array([fitted(*one[1:])[0] for one in wards])
    mean_is(terms[:, 0], np.log(0.985), slack=0.0006, why="monthly trend")
    mean_is(terms[:, 1], np.log(0.90), slack=0.005, why="step")
    mean_is(terms[:, 2], 0.0, slack=0.0006, why="change of slope")


def test_month_one_before_anybody_starts_has_the_stated_level(wards):
    shares = [late[:, 0].sum() / cases[:, 0].sum() for *_, cases, late in wards]
    mean_is(shares, 0.36, why="level in month 1")


def test_the_step_is_found_within_one_roll_out_nearly_always(wards):
    score = np.array([(lambda fit: fit[0][1] / fit[1][1])(fitted(*one[1:])) for one in wards])
    share_is((score < -1.645).sum(), RUNS, 0.981, slack=0.013, why="power for the step")


def test_with_no_effect_a_year_against_a_year_still_looks_16_to_17_per_cent_better(nulls):
    """Months 1 to 12 against 13 to 24, nothing but the background fall."""
    ratio = [
        (late[:, 12:24].sum() / cases[:, 12:24].sum()) / (late[:, :12].sum() / cases[:, :12].sum())
        for *_, cases, late in nulls
    ]
    mean_is(1 - np.array(ratio), 1 - 0.985**12, slack=0.0015, why="before and after with no effect")
    assert pytest.approx(0.166, abs=0.0005) == 1 - 0.985**12


def test_with_nothing_planted_a_step_is_found_no_more_often_than_the_test_errs(nulls):
    fits = [fitted(*one[1:]) for one in nulls]
    score = np.array([terms[1] / errors[1] for terms, errors in fits])
    share_is_at_most((score < -1.645).sum(), RUNS, 0.072, why="null, false alarms at 5%")
    mean_is([terms[1] for terms, _ in fits], 0.0, slack=0.004, why="null, step")
    mean_is(
        [terms[0] for terms, _ in fits], np.log(0.985), slack=0.0006, why="null keeps the background fall"
    )


def test_four_wards_start_in_each_step_and_the_order_is_a_lot(wards):
    starts = np.array([one[1] for one in wards])
    assert all(np.bincount(row)[[7, 10, 13, 16, 19, 22]].tolist() == [4] * 6 for row in starts)
    for ward in range(0, 24, 6):
        share_is((starts[:, ward] == 7).sum(), RUNS, 1 / 6, why=f"ward {ward} starts first")


def test_two_wards_report_100_per_cent_by_leaving_out_whom_they_missed(master):
    reached, patients = 0, 0
    for seed in seeds(master, "sepsis reach", RUNS):
        reach = world._reach(seed, False)
        wrong = reach[reach["excluded_by_ward"] > 0]
        assert len(wrong) == 2
        assert (wrong["reach_reported"] == 100).all()
        assert (reach["counted_as_eligible"] + reach["excluded_by_ward"] == reach["patients"]).all()
        reached, patients = reached + reach["reached"].sum(), patients + reach["patients"].sum()
        assert (world._reach(seed, True)["excluded_by_ward"] == 0).all()
    share_is(reached, patients, 0.68, slack=0.006, why="true reach (wards differ, hence the slack)")


def test_better_staffed_wards_join_more_readily_and_not_in_the_null(master):
    for null, expected in ((False, 6.9), (True, 0.0)):
        gaps = []
        for seed in seeds(master, f"sepsis adoption {null}", RUNS):
            asked = world._adoption(seed, null)
            assert asked["joined"].sum() == 24
            by = asked.groupby("joined")["posts_filled"].mean()
            gaps.append(by[True] - by[False])
        mean_is(gaps, expected, slack=0.3 if not null else 0.0, why=f"posts filled, null {null}")


def test_codes_of_wards_that_joined_are_those_of_the_months():
    adopted = harrowmere.load("sepsis_roll_out", table="adoption")
    months = harrowmere.load("sepsis_roll_out")
    assert set(adopted.loc[adopted["joined"], "ward"]) == set(months["ward"])
