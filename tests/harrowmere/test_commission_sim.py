"""Real quality follows support and breadth; pressure buys polish, a spike inside the target, and missing patients."""

import numpy as np
import pytest

from improve import harrowmere

from .chance import mean_is, seeds, share_is

RUNS = 150
HARSH = {"measures": 1, "hard": True, "penalty": 10}
KIND = {"measures": 4, "support": 6}
READING = "Scores rise fast once the penalty comes in, but complex patients vanish and waits pile up just inside the limit."


def played(master, name, contract, quarters=6, null=False):
    """Run one contract for some quarters in many worlds; return the worlds' tables of score and real quality."""
    found = []
    for seed in seeds(master, f"commission {name}", RUNS):
        one = harrowmere.commission_sim(seed, null=null)
        for _ in range(quarters):
            one.run(**contract)
        found.append(one)
    return found


def by_quarter(worlds):
    """Return score and real quality, shape (runs, quarters, providers)."""
    tables = [one.reveal(tutor=True).key for one in worlds]
    return [
        np.array([table[name].to_numpy().reshape(-1, 6) for table in tables]) for name in ("score", "real")
    ]


@pytest.mark.parametrize(
    ("name", "contract", "a_quarter"),
    [
        ("kind", KIND, 2.0),
        ("support with one measure", {"measures": 1, "support": 10}, 0.0),
        ("breadth with little support", {"measures": 6, "support": 3}, 0.0),
        ("nothing asked", {}, 0.0),
        ("harsh", HARSH, -1.5),
    ],
)
def test_real_quality_rises_only_with_enough_support_and_several_measures(master, name, contract, a_quarter):
    real = by_quarter(played(master, name, contract))[1]
    mean_is((real[:, -1] - real[:, 0]).mean(axis=1) / 5, a_quarter, slack=0.02, why=name)


def test_under_pressure_the_score_parts_from_the_truth(master):
    score, real = by_quarter(played(master, "parting", HARSH))
    gap = (score - real).mean(axis=2)
    for quarter in range(6):
        mean_is(
            gap[:, quarter], 14 * (1 - 0.5 ** (quarter + 1)), slack=0.03, why=f"gap in quarter {quarter + 1}"
        )


def just_inside(waits, target=240.0):
    """Return how many waits lie in the last ten minutes inside the target, and in the ten before those."""
    return (waits >= target - 10.1).sum() - (waits >= target).sum(), (waits >= target - 20.1).sum() - (
        waits >= target - 10.1
    ).sum()


@pytest.mark.parametrize(
    ("name", "contract", "spike"),
    [
        ("hard and harsh", HARSH, True),
        ("no cliff", {**HARSH, "hard": False}, False),
        ("no penalty", {"hard": True}, False),
    ],
)
def test_only_a_hard_target_with_a_penalty_makes_a_spike_just_inside_it(master, name, contract, spike):
    waits = np.concatenate(
        [one.waits["wait"].to_numpy() for one in played(master, name, contract, quarters=1)]
    )
    inside, before = just_inside(waits)
    from scipy.stats import norm

    cuts = norm.cdf((np.array([219.9, 229.9, 240, 270]) - 205) / 60)
    plain = np.diff(cuts)
    moved = 0.8 * plain[2] if spike else 0.0
    share_is(inside, waits.size, plain[1] + moved, slack=0.001, why=f"{name}: just inside")
    share_is(before, waits.size, plain[0], slack=0.001, why=f"{name}: ten minutes before")
    assert (inside > 2 * before) == spike


@pytest.mark.parametrize(("penalty", "measures", "share"), [(10, 1, 0.15), (0, 1, 0.30), (10, 5, 0.27)])
def test_pressure_turns_complex_patients_away(master, penalty, measures, share):
    worlds = played(
        master, f"complex {penalty} {measures}", {"penalty": penalty, "measures": measures}, quarters=1
    )
    hits = sum(one.reports["complex"].sum() for one in worlds)
    share_is(hits, RUNS * 6 * 200, share, why=f"penalty {penalty}, {measures} measures")


def test_with_nothing_planted_contracts_change_nothing(master):
    worlds = played(master, "null", HARSH, null=True)
    score, real = by_quarter(worlds)
    assert (real == real[:, :1]).all(), "null, real quality stays where it was"
    mean_is((score - real).mean(axis=(1, 2)), 0.0, slack=0.02, why="null, score is the truth")
    hits = sum(one.reports["complex"].sum() for one in worlds)
    share_is(hits, RUNS * 6 * 6 * 200, 0.30, why="null, complex patients")
    inside, before = just_inside(np.concatenate([one.waits["wait"].to_numpy() for one in worlds]))
    assert inside < before


def test_real_quality_stays_hidden_until_a_reading_is_given():
    one = harrowmere.commission_sim()
    one.run(**HARSH)
    assert "real" not in one.reports
    assert one.reveal().key is None
    assert one.reveal("it rose").key is None
    assert list(one.reveal(READING).key) == ["quarter", "provider", "score", "real"]


def test_providers_answer_in_words_and_twelve_quarters_are_the_end():
    one = harrowmere.commission_sim()
    assert "clock" in " ".join(one.run(**HARSH))
    assert "support" in " ".join(one.run(measures=1, support=8))
    assert "more than one number" in " ".join(one.run(**KIND))
    for _ in range(9):
        one.run()
    assert one.over
    assert "over" in one.run()[0]
    assert len(one.reports) == 72


@pytest.mark.parametrize(
    "contract", [{"penalty": 11}, {"support": -1}, {"measures": 0}, {"measures": 2.5}, {"gifts": 1}]
)
def test_a_contract_that_cannot_be_is_refused(contract):
    with pytest.raises(ValueError, match=r"run from|counted|contract has no"):
        harrowmere.commission_sim().run(**contract)


def test_the_same_moves_give_the_same_world():
    one, other = harrowmere.commission_sim(5), harrowmere.commission_sim(5)
    for contract in (HARSH, KIND, {}):
        one.run(**contract)
        other.run(**contract)
    assert one.reports.equals(other.reports)
    assert one.record() == other.record()
