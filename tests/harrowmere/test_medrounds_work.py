"""Errors come from interruption meeting look-alike storage, not from the person; training fades."""

import numpy as np
import pandas as pd
import pytest

from improve import harrowmere
from improve.harrowmere.worlds import medrounds_work as world

from .chance import mean_is, seeds, share_is

RUNS = 150
AROUND = ["interrupted", "look_alike", "dim_light", "short_staffed"]


def drawn(master, null, changes=(), runs=RUNS):
    """Pool many worlds: doses and errors by week and by what was around."""
    pooled = None
    for seed in seeds(master, f"medrounds_work {null} {changes}", runs):
        doses = harrowmere.medrounds_work(seed, null=null, changes=changes)
        cell = doses["week"] * 16 + sum(doses[name] * 2**power for power, name in enumerate(AROUND))
        counts = np.array([np.bincount(cell, minlength=27 * 16), np.bincount(cell, doses["error"], 27 * 16)])
        pooled = counts if pooled is None else pooled + counts
    bits = np.arange(27 * 16) % 16
    table = pd.DataFrame({"week": np.arange(27 * 16) // 16, "doses": pooled[0], "errors": pooled[1]})
    for power, name in enumerate(AROUND):
        table[name] = bits // 2**power % 2 == 1
    return table[table["week"] > 0]


@pytest.fixture(scope="module")
def doses(master):
    return drawn(master, null=False)


@pytest.fixture(scope="module")
def nulls(master):
    return drawn(master, null=True, runs=60)


def total(table):
    return table["errors"].sum(), table["doses"].sum()


@pytest.mark.parametrize(
    ("interrupted", "look_alike", "expected"),
    [(False, False, 0.005), (True, False, 0.005), (False, True, 0.005), (True, True, 0.085)],
)
def test_only_the_meeting_of_interruption_and_look_alikes_makes_errors(
    doses, interrupted, look_alike, expected
):
    """Before training, in good light, with enough staff."""
    part = doses[(doses["week"] < 14) & ~doses["dim_light"] & ~doses["short_staffed"]]
    part = part[(part["interrupted"] == interrupted) & (part["look_alike"] == look_alike)]
    share_is(*total(part), expected, why=f"interrupted {interrupted}, look-alike {look_alike}")


@pytest.mark.parametrize(("name", "more"), [("dim_light", 0.003), ("short_staffed", 0.00375)])
def test_light_and_staffing_add_a_little(doses, name, more):
    other = {"dim_light": "short_staffed", "short_staffed": "dim_light"}[name]
    part = doses[
        (doses["week"] < 14) & doses[name] & ~doses[other] & ~(doses["interrupted"] & doses["look_alike"])
    ]
    share_is(*total(part), 0.005 + more, why=name)


def test_four_fifths_of_the_excess_come_from_the_meeting(doses):
    assert world.TOGETHER * 0.3 * 0.25 / (world.average_chance() - world.BASE) == pytest.approx(0.8)
    share_is(*total(doses[doses["week"] < 14]), 0.0125, why="before training")


@pytest.mark.parametrize("weeks", [(14, 14), (15, 16), (17, 17), (18, 20), (21, 26)])
def test_training_helps_at_once_and_half_of_it_is_gone_in_three_weeks(doses, weeks):
    part = doses[doses["week"].between(*weeks)]
    expected = world.average_chance() * world.training_factor(np.arange(weeks[0], weeks[1] + 1)).mean()
    share_is(*total(part), expected, why=f"weeks {weeks}")
    assert world.training_factor(17) == pytest.approx(1 - 0.4 / 2)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("storage", 0.0065),
        ("interruptions", 0.0085),
        ("light", 0.01175),
        ("staffing", 0.01175),
        ("poster", 0.0125),
    ],
)
def test_each_change_of_the_work_system_does_what_it_should(master, change, expected):
    part = drawn(master, null=False, changes=(change,), runs=20)
    share_is(*total(part[part["week"] < 14]), expected, why=f"change {change}")


@pytest.fixture(scope="module")
def nurses(master):
    """Doses, errors (wards x nurses) and share of look-alikes (wards) in many worlds."""
    worlds = []
    for seed in seeds(master, "nurses", RUNS):
        table = harrowmere.medrounds_work(seed)
        nurse = pd.factorize(table["nurse"], sort=True)[0]  # four to a ward, in order
        doses = np.bincount(nurse, minlength=24).reshape(6, 4)
        errors = np.bincount(nurse, table["error"], minlength=24).reshape(6, 4)
        alike = np.bincount(nurse, table["look_alike"], minlength=24).reshape(6, 4).sum(axis=1)
        worlds.append((doses, errors, alike / doses.sum(axis=1)))
    return worlds


def test_the_person_has_no_part_once_the_ward_is_known(nurses):
    """Variance between the four nurses of a ward, over what chance alone gives, is one."""
    ratios = []
    for doses, errors, _ in nurses:
        share = errors.sum(axis=1, keepdims=True) / doses.sum(axis=1, keepdims=True)
        chance_alone = doses * share * (1 - share)
        ratios.append((((errors - doses * share) ** 2) / chance_alone).sum() / (3 * 6))
    mean_is(ratios, 1.0, slack=0.02, why="spread between nurses")


def test_wards_look_different_because_of_their_cupboards(nurses):
    slopes = [np.polyfit(alike, errors.sum(1) / doses.sum(1), 1)[0] for doses, errors, alike in nurses]
    lasting = world.training_factor(np.arange(1, 27)).mean()
    mean_is(slopes, 0.08 * 0.3 * lasting, slack=0.0005, why="error by share of look-alikes")


def test_with_nothing_planted_every_dose_has_the_same_chance(nulls):
    for name in AROUND:
        for value in (False, True):
            share_is(*total(nulls[nulls[name] == value]), world.average_chance(), why=f"null, {name} {value}")
    for first in (1, 14, 20):
        part = nulls[nulls["week"].between(first, first + 5)]
        share_is(*total(part), world.average_chance(), why=f"null, weeks from {first}")
    meeting = nulls[nulls["interrupted"] & nulls["look_alike"]]
    share_is(*total(meeting), world.average_chance(), why="null, the meeting")
