"""The programme adds nine points to a tide of three, contagion is mostly visits, and the worst come half-way back."""

import numpy as np
import pandas as pd
import pytest

from improve import harrowmere
from improve.harrowmere.worlds import af_practices as world

from .chance import mean_is, seeds, share_is

RUNS = 200


def drawn(master, null):
    worlds = []
    for seed in seeds(master, f"af_practices {null}", RUNS):
        visits = world._visits(seed, null)
        weeks = world._weeks(seed, null)
        audits = world._audits(seed, null)
        worlds.append((seed, visits, weeks, audits))
    return worlds


@pytest.fixture(scope="module")
def real(master):
    return drawn(master, null=False)


@pytest.fixture(scope="module")
def nulls(master):
    return drawn(master, null=True)


def rises(visits, weeks, odd=None):
    """Return the rise from week 1 to week 36 in points, averaged over practices: early adopters, and never."""
    share = 100 * (weeks["treated"] / weeks["register"]).to_numpy().reshape(85, 36)
    rise = share[:, 35] - share[:, 0]
    adopted = visits["adopted_week"].fillna(99).to_numpy(dtype=int)
    never = adopted == 99
    if odd is not None:
        never[odd] = False
    return rise[(adopted > 1) & (adopted <= 32)].mean(), rise[never].mean()


def odd_practice(seed, visits):
    adopted = visits["adopted_week"].fillna(37).to_numpy(dtype=int)
    return world._odd_practice(world.making.streams(seed, 4)[3], adopted)


def test_adopters_rise_by_nine_points_beside_three_everywhere(real):
    pairs = [rises(visits, weeks, odd_practice(seed, visits)) for seed, visits, weeks, _ in real]
    adopters, never = np.array(pairs).T
    mean_is(never, 3.0, why="secular rise")
    mean_is(adopters, 12.0, why="adopters: tide and programme")
    mean_is(adopters - never, 9.0, why="difference in differences")


def weekly_choices(visits):
    """Return practice weeks still at risk: adopted now or not, visited or not, share of neighbours before."""
    adopted = visits["adopted_week"].fillna(99).to_numpy(dtype=int)
    visit, place = visits["visit_week"].to_numpy(), pd.factorize(visits["locality"])[0]
    rows = []
    for week in range(1, 37):
        has = adopted < week
        share = (np.bincount(place, has, 9)[place] - has) / (np.bincount(place)[place] - 1)
        fresh = visit < week
        rows.append(np.column_stack([adopted == week, fresh, share])[~has])
    return np.concatenate(rows)


def slope(choices):
    """Return how much more likely adoption is when all neighbours have adopted than when none has."""
    now, share = choices[:, 0], choices[:, 2]
    return np.cov(now, share)[0, 1] / share.var(ddof=1)


def test_contagion_is_mostly_the_visiting_round(real):
    """Points a week, all neighbours against none: without regard to visits, and among the visited alone."""
    crude, within = [], []
    for _, visits, _, _ in real:
        choices = weekly_choices(visits)
        crude.append(slope(choices))
        within.append(slope(choices[choices[:, 1] == 1]))
    mean_is(crude, 0.0788, slack=0.003, why="apparent contagion")
    mean_is(within, 0.007, slack=0.006, why="contagion among the visited")


def test_a_visit_brings_five_in_a_hundred_a_week_from_then_on(real):
    choices = np.concatenate([weekly_choices(visits) for _, visits, _, _ in real])
    fresh = choices[choices[:, 1] == 1]
    expected = 0.002 + 0.05 + 0.01 * fresh[:, 2].mean()
    share_is(fresh[:, 0].sum(), len(fresh), expected, why="hazard after a visit")


def test_one_practice_that_did_not_adopt_recodes_its_register(real):
    for seed, visits, weeks, _ in real[:50]:
        register = weeks["register"].to_numpy().reshape(85, 36)
        moved = np.flatnonzero((np.diff(register, axis=1) != 0).any(axis=1))
        assert moved.tolist() == [odd_practice(seed, visits)]
        assert np.flatnonzero(np.diff(register[moved[0]])).tolist() == [18]
        assert visits["adopted_week"].isna()[moved[0]]
        assert (weeks["treated"] <= weeks["register"]).all()


def test_registers_run_from_40_to_400(real):
    sizes = np.concatenate([weeks["register"].to_numpy().reshape(85, 36)[:, 0] for _, _, weeks, _ in real])
    assert 40 <= sizes.min() < 45
    assert 390 < sizes.max() <= 400


def audited(worlds):
    return np.array([audits["treated"].to_numpy().reshape(85, 2) for *_, audits in worlds])


def test_the_worst_ten_come_half_way_back_with_nothing_done(real):
    first, second = np.moveaxis(audited(real) / 40, 2, 0)
    worst = np.argsort(first, axis=1)[:, :10]
    gap = (np.take_along_axis(first, worst, 1) - first.mean(axis=1, keepdims=True)).mean(axis=1)
    left = (np.take_along_axis(second, worst, 1) - second.mean(axis=1, keepdims=True)).mean(axis=1)
    mean_is(left - 0.5 * gap, 0.0, slack=0.004, why="regression to the mean")
    spread = first.var(axis=1, ddof=1)
    mean_is(spread, 2 * 0.6 * 0.4 / 40, slack=0.0004, why="true and chance variance are equal")


def test_about_four_of_85_stable_practices_lie_beyond_two_standard_errors(nulls):
    """Week 1 of the null variant, against the average of all, limits at two binomial standard errors."""
    outside = 0
    for _, _, weeks, _ in nulls:
        start = weeks[weeks["week"] == 1]
        average = start["treated"].sum() / start["register"].sum()
        error = np.sqrt(average * (1 - average) / start["register"])
        outside += ((start["treated"] / start["register"] - average).abs() > 2 * error).sum()
    share_is(outside, 85 * RUNS, 0.0455, slack=0.004, why="beyond two standard errors")


def test_with_nothing_planted_nobody_rises_and_no_register_moves(nulls):
    pairs = np.array([rises(visits, weeks) for _, visits, weeks, _ in nulls])
    mean_is(pairs[:, 0], 0.0, slack=1e-9, why="null, adopters")
    mean_is(pairs[:, 1], 0.0, slack=1e-9, why="null, others")
    for _, _, weeks, _ in nulls[:20]:
        assert (np.diff(weeks["register"].to_numpy().reshape(85, 36), axis=1) == 0).all()


def test_with_nothing_planted_there_is_no_contagion_and_no_call_after_a_visit(nulls):
    crude = [slope(weekly_choices(visits)) for _, visits, _, _ in nulls]
    mean_is(crude, 0.0, slack=0.0045, why="null, contagion")
    choices = np.concatenate([weekly_choices(visits) for _, visits, _, _ in nulls])
    for fresh in (0, 1):
        part = choices[choices[:, 1] == fresh]
        share_is(part[:, 0].sum(), len(part), world.HAZARD_NULL, why=f"null, hazard, visited {fresh}")


def test_with_nothing_planted_audits_differ_by_chance_alone(nulls):
    both = audited(nulls)
    share_is(both.sum(), 40 * both.size, 0.60, why="null, audits")
    mean_is(both[:, :, 0].var(axis=1, ddof=1), 40 * 0.6 * 0.4, why="null, variance between practices")


def test_prices_are_marked_as_invented():
    costs = harrowmere.load("af_practices", table="costs")
    assert costs.attrs["source"] == "invented"
    assert (costs["price"] > 0).all()
