"""Half-lives follow the safeguards, a poster and a lone audit do nothing, and the null holds."""

import itertools

import numpy as np
import pytest

from improve import harrowmere
from improve.harrowmere.worlds import decay as world

from .chance import seeds, share_is, share_is_at_most

RUNS = 60


@pytest.mark.parametrize(
    ("safeguards", "months"),
    [
        ((), 6),
        (("poster",), 6),
        (("audit",), 6),
        (("owner",), 9),
        (("default",), 12),
        (("induction",), 7.2),
        (("review",), 7.5),
        (("audit", "review"), 9),
        (("default", "owner", "review"), 22.5),
    ],
)
def test_adherence_halves_in_the_months_that_the_safeguards_give(master, safeguards, months):
    assert world.half_life(safeguards) == pytest.approx(months)
    done = [
        harrowmere.decay(seed, safeguards=safeguards)["done"].to_numpy().reshape(30, 25)
        for seed in seeds(master, f"decay {safeguards}", 12)
    ]
    for month in (0, 6, 12, 24):
        hits = sum(one[:, month].sum() for one in done)
        share_is(hits, 12 * 900, 0.85 * 0.5 ** (month / months), why=f"{safeguards}, month {month}")


def test_half_lives_run_from_6_to_24_months_and_the_best_three_are_as_stated():
    three = [trio for size in range(4) for trio in itertools.combinations(world.SAFEGUARDS, size)]
    lives = {trio: world.half_life(trio) for trio in three}
    assert (min(lives.values()), max(lives.values())) == (6.0, 22.5)
    assert set(max(lives, key=lives.get)) == {"default", "owner", "review"}


def test_sites_have_none_to_three_safeguards_by_lot(master):
    held, sites = np.zeros(4, dtype=int), 0
    for seed in seeds(master, "decay lot", RUNS):
        table = harrowmere.decay(seed)
        count = table[table["month"] == 0][list(world.SAFEGUARDS)].sum(axis=1)
        held += np.bincount(count, minlength=4)
        sites += 30
    for number, hits in enumerate(held):
        share_is(hits, sites, 0.25, why=f"{number} safeguards")


def test_sites_decay_as_their_own_safeguards_say(master):
    kept = {True: [0, 0.0], False: [0, 0.0]}
    for seed in seeds(master, "decay sites", RUNS):
        table = harrowmere.decay(seed)
        lives = np.repeat(
            [
                world.half_life(np.array(world.SAFEGUARDS)[row])
                for row in table[table["month"] == 0][list(world.SAFEGUARDS)].to_numpy()
            ],
            25,
        )
        expected = 30 * 0.85 * 0.5 ** (table["month"].to_numpy() / lives)
        for default in kept:
            chosen = (table["default"] == default).to_numpy()
            kept[default][0] += table["done"].to_numpy()[chosen].sum()
            kept[default][1] += expected[chosen].sum()
    for default, (done, expected) in kept.items():
        share_is(done, 30 * 25 * 30 * RUNS, expected / (30 * 25 * 30 * RUNS), why=f"default {default}")


def test_with_nothing_planted_adherence_holds_and_a_watch_cries_wolf_as_often_as_it_says(master):
    """The watch: below 17 of 30 in any of 24 months, which for 85% chance alone gives in about one site of 130."""
    from scipy import stats

    worlds = [
        harrowmere.decay(seed, null=True)["done"].to_numpy().reshape(30, 25)
        for seed in seeds(master, "null", RUNS)
    ]
    done = np.array(worlds)
    for month in (0, 12, 24):
        share_is(done[:, :, month].sum(), 900 * RUNS, 0.85, why=f"null, month {month}")
    alarm = 1 - (1 - stats.binom.cdf(16, 30, 0.85)) ** 24
    share_is_at_most((done[:, :, 1:] < 17).any(axis=2).sum(), 30 * RUNS, alarm, why="null, watch")


@pytest.mark.parametrize("safeguards", [("cake",), ("owner", "induction", "review", "default")])
def test_what_cannot_be_bought_is_refused(safeguards):
    with pytest.raises(ValueError, match=r"There are|at most"):
        harrowmere.decay(safeguards=safeguards)
