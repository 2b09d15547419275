"""Each part has its reliability, all six multiply, three units change and nine do not."""

import numpy as np
import pytest

from improve import harrowmere
from improve.harrowmere.worlds import perinatal_bundle as world

from .chance import mean_is, seeds, share_is, share_is_at_most

RUNS = 250


def drawn(master, null):
    """Return counts of shape (runs, units, months, columns) and each unit's fate."""
    counts, fates = [], []
    for seed in seeds(master, f"perinatal_bundle {null}", RUNS):
        table = harrowmere.perinatal_bundle(seed, null=null)
        counts.append(table[["eligible", *world.ELEMENTS, "all_six"]].to_numpy().reshape(12, 24, -1))
        fates.append(world.making.streams(seed, 3)[0].permutation(world.FATES))
    return np.array(counts), np.array(fates)


@pytest.fixture(scope="module")
def units(master):
    return drawn(master, null=False)


@pytest.fixture(scope="module")
def nulls(master):
    return drawn(master, null=True)


def check(counts, chosen, months, column, expected, why):
    part = counts[:, :, months][chosen]
    share_is(part[..., column].sum(), part[..., 0].sum(), expected, why=why)


EARLY, LATE = slice(0, 12), slice(12, 24)


@pytest.mark.parametrize("number", range(6))
def test_every_part_has_its_reliability_in_every_stable_unit(units, number):
    counts, fates = units
    name, reliability = list(world.ELEMENTS.items())[number]
    check(counts, fates == "stable", slice(0, 24), number + 1, reliability, name)


def test_all_six_are_done_for_about_45_per_cent(units):
    counts, fates = units
    assert world.all_or_none() == pytest.approx(0.4552, abs=0.0001)
    check(counts, fates == "stable", slice(0, 24), 7, world.all_or_none(), "all six")


@pytest.mark.parametrize(("fate", "expected"), [("improves", 0.62402), ("deteriorates", 0.30288)])
def test_changing_units_change_in_month_13_and_not_before(units, fate, expected):
    counts, fates = units
    check(counts, fates == fate, EARLY, 7, 0.45523, f"{fate}, before")
    check(counts, fates == fate, LATE, 7, expected, f"{fate}, after")


def test_two_units_improve_one_deteriorates_and_any_unit_may_be_the_one(units):
    fates = units[1]
    assert ((fates == "improves").sum(axis=1) == 2).all()
    assert ((fates == "deteriorates").sum(axis=1) == 1).all()
    for unit in range(12):
        share_is((fates[:, unit] == "deteriorates").sum(), RUNS, 1 / 12, why=f"unit {unit} deteriorates")


def change_score(counts):
    """Return each unit's change in all six from the first year to the second, in standard errors."""
    early, late = counts[:, :, EARLY].sum(axis=2), counts[:, :, LATE].sum(axis=2)
    n = np.stack([early[..., 0], late[..., 0]])
    done = np.stack([early[..., 7], late[..., 7]])
    pooled = done.sum(axis=0) / n.sum(axis=0)
    return (done[1] / n[1] - done[0] / n[0]) / np.sqrt(pooled * (1 - pooled) * (1 / n[0] + 1 / n[1]))


def test_a_year_against_a_year_finds_nearly_every_change(units):
    counts, fates = units
    score = change_score(counts)
    share_is((score[fates == "improves"] > 1.96).sum(), 2 * RUNS, 0.953, slack=0.018, why="improvement found")
    share_is(
        (score[fates == "deteriorates"] < -1.96).sum(), RUNS, 0.925, slack=0.031, why="deterioration found"
    )


def test_stable_units_and_null_worlds_change_no_more_often_than_chance(units, nulls):
    counts, fates = units
    stable = change_score(counts)[fates == "stable"]
    share_is_at_most((np.abs(stable) > 1.96).sum(), stable.size, 0.057, why="stable units flagged")
    score = change_score(nulls[0])
    share_is_at_most((np.abs(score) > 1.96).sum(), score.size, 0.057, why="null units flagged")
    mean_is(score.mean(axis=1), 0.0, why="null, mean change")


def test_parts_are_independent(nulls):
    counts = nulls[0]
    share_is(
        counts[..., 7].sum(), counts[..., 0].sum(), world.all_or_none(), why="null, all six is the product"
    )
