"""Stroke prevention in 85 general practices: a programme, a rising tide, a visiting round and one odd practice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import making

NAME = "af_practices"
PRACTICES, WEEKS, LOCALITIES = 85, 36, 9
REGISTERS = (40, 400)
START_MEAN, START_SD = 0.62, 0.06  # share treated in week 1, between practices
SECULAR = 0.03  # rise everywhere over the 36 weeks
PROGRAMME = 0.09  # further rise in a practice that uses the programme, reached in RAMP weeks
RAMP = 4
LAST_VISIT_WEEK = 28
HAZARD_AFTER_VISIT = 0.05  # each week from the one after the visit on
HAZARD_ALWAYS = 0.002
HAZARD_NULL = 0.025
HAZARD_NEIGHBOURS = 0.01  # more each week when all neighbours have adopted
CODING_WEEK, CODING_DROP = 20, 0.20
AUDIT_SIZE, AUDIT_MEAN = 40, 0.60
AUDIT_SD = (AUDIT_MEAN * (1 - AUDIT_MEAN) / AUDIT_SIZE) ** 0.5  # true spread equal to chance spread
COSTS = (
    ("practice visit by a pharmacist", 310.0, "a visit"),
    ("practice staff time to review a record", 14.5, "a person reviewed"),
    ("anticoagulant and monitoring", 415.0, "a person for a year"),
    ("stroke, health care in the first year", 15_800.0, "a stroke"),
    ("major bleed", 3_900.0, "a bleed"),
    ("programme office", 62_000.0, "36 weeks"),
)


def af_practices(seed: int | None = None, *, null: bool = False, table: str | None = None) -> pd.DataFrame:
    """People with atrial fibrillation on the register and those treated, by practice and week.

    Parameters
    ----------
    seed : int, optional
        Left out, the documented seed.
    null : bool
        True: every practice has the same true share, nothing rises, visits change nothing and nobody recodes.
    table : {"weeks", "visits", "audits", "costs"}
        Practice weeks; the visiting round and the week of adoption; two audits of 40 records with nothing done
        between them; invented prices of 2031.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> [len(af_practices(table=part)) for part in ("weeks", "visits", "audits", "costs")]
    [3060, 85, 170, 6]
    """
    seed, table = making.seed_for(NAME, seed), making.table_for(NAME, table)
    make = {"weeks": _weeks, "visits": _visits, "audits": _audits, "costs": _costs}[table]
    return making.labelled(make(seed, null), NAME, seed, null, table)


def _visits(seed: int, null: bool) -> pd.DataFrame:
    """Visit the localities one after another; a practice may adopt from the week after its visit on."""
    plan_rng, adopt_rng, *_ = making.streams(seed, 4)
    locality = np.sort(np.arange(PRACTICES) % LOCALITIES)
    turn = plan_rng.permutation(LOCALITIES)
    length = LAST_VISIT_WEEK / LOCALITIES
    visit = np.floor(1 + length * (turn[locality] + plan_rng.random(PRACTICES))).astype(int)
    adopted = _adoption_weeks(adopt_rng, locality, visit, null)
    return pd.DataFrame(
        {
            "practice": making.codes("P", PRACTICES),
            "locality": [f"L{number + 1}" for number in locality],
            "visit_week": visit,
            "adopted_week": pd.array([week or None for week in adopted], dtype="Int64"),
        }
    )


def _adoption_weeks(rng, locality: np.ndarray, visit: np.ndarray, null: bool) -> np.ndarray:
    """Draw the week in which each practice adopts; 0 for those that do not."""
    adopted = np.zeros(PRACTICES, dtype=int)
    members = np.bincount(locality) - 1
    for week in range(1, WEEKS + 1):
        has = adopted > 0
        share = (np.bincount(locality, has, LOCALITIES)[locality] - has) / members[locality]
        hazard = HAZARD_ALWAYS + HAZARD_AFTER_VISIT * (week > visit) + HAZARD_NEIGHBOURS * share
        if null:  # as many adopt, but nobody because of a visit or a neighbour
            hazard = np.full(PRACTICES, HAZARD_NULL)
        adopted[~has & (rng.random(PRACTICES) < hazard)] = week
    return adopted


def _weeks(seed: int, null: bool) -> pd.DataFrame:
    people_rng, odd_rng = making.streams(seed, 4)[2:]
    adopted = _visits(seed, null)["adopted_week"].fillna(WEEKS + 1).to_numpy(dtype=int)
    sizes = np.exp(people_rng.uniform(*np.log(REGISTERS), PRACTICES)).round().astype(int)
    register = np.repeat(sizes[:, None], WEEKS, axis=1)
    treated = _treated(people_rng, sizes, _chance(people_rng, adopted, null))
    odd = _odd_practice(odd_rng, adopted)
    if not null:
        untreated = sizes[odd] - treated[odd].max()
        register[odd, CODING_WEEK - 1 :] -= min(round(CODING_DROP * sizes[odd]), untreated)
    return pd.DataFrame(
        {
            "practice": np.repeat(making.codes("P", PRACTICES), WEEKS),
            "week": np.tile(np.arange(1, WEEKS + 1), PRACTICES),
            "phase": np.tile(np.arange(WEEKS) // 12 + 1, PRACTICES),
            "using": (np.arange(1, WEEKS + 1) >= adopted[:, None]).ravel(),
            "register": register.ravel(),
            "treated": treated.ravel(),
        }
    )


def _chance(rng, adopted: np.ndarray, null: bool) -> np.ndarray:
    """Return each practice's true share treated, week by week."""
    start = np.full(PRACTICES, START_MEAN) if null else rng.normal(START_MEAN, START_SD, PRACTICES)
    start = start.clip(START_MEAN - 3 * START_SD, START_MEAN + 3 * START_SD)
    week = np.arange(1, WEEKS + 1)
    tide = SECULAR * (week - 1) / (WEEKS - 1)
    gain = PROGRAMME * np.clip((week - adopted[:, None] + 1) / RAMP, 0, 1)
    return start[:, None] + (np.zeros_like(gain) if null else tide + gain)


def _treated(rng, sizes: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Count those treated: the same people stay on the register, so a practice's weeks hang together."""
    practice = np.repeat(np.arange(len(sizes)), sizes)
    readiness = rng.random(practice.size)
    return np.stack(
        [np.bincount(practice, readiness < weekly[practice]) for weekly in chance.T], axis=1
    ).astype(int)


def _odd_practice(rng, adopted: np.ndarray) -> int:
    """Choose the practice that recodes its register: one that did not adopt."""
    return int(rng.choice(np.flatnonzero(adopted > WEEKS)))


def _audits(seed: int, null: bool) -> pd.DataFrame:
    rng = making.streams(seed, 5)[4]
    chance = (
        np.full(PRACTICES, AUDIT_MEAN)
        if null
        else rng.normal(AUDIT_MEAN, AUDIT_SD, PRACTICES).clip(0.2, 0.95)
    )
    return pd.DataFrame(
        {
            "practice": np.repeat(making.codes("P", PRACTICES), 2),
            "audit": np.tile([1, 2], PRACTICES),
            "records": AUDIT_SIZE,
            "treated": rng.binomial(AUDIT_SIZE, chance[:, None], (PRACTICES, 2)).ravel(),
        }
    )


def _costs(seed: int, null: bool) -> pd.DataFrame:
    return pd.DataFrame(COSTS, columns=["item", "price", "per"]).assign(price_year=2031)


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    return af_practices(seed, null=null, table=table)


def planted(seed=None) -> making.Planted:
    seed = making.seed_for(NAME, seed)
    visits = _visits(seed, False)
    adopted = visits["adopted_week"].fillna(WEEKS + 1).to_numpy(dtype=int)
    odd = _odd_practice(making.streams(seed, 4)[3], adopted)
    key = visits.assign(coding_artefact=np.arange(PRACTICES) == odd)
    return making.Planted(
        words=(
            f"The share treated rises by {100 * SECULAR:.0f} points over the {WEEKS} weeks in every practice, programme "
            f"or not. A practice that takes up the programme gains {100 * PROGRAMME:.0f} points more, within "
            f"{RAMP} weeks, and keeps them. A before–after comparison of adopters credits the programme with both.",
            f"Practices look as if they catch the programme from their neighbours. Nearly all of that is the visiting "
            f"round: once visited, a practice adopts with a chance of about {HAZARD_AFTER_VISIT:.0%} a week, and whole "
            f"localities are visited together. Neighbours who have it add at most {HAZARD_NEIGHBOURS:.0%} a week.",
            f"{key.loc[odd, 'practice']} did nothing for its patients. In week {CODING_WEEK} a change of coding took "
            f"{CODING_DROP:.0%} of its register away, all of them untreated, and its percentage jumped.",
            "In the two audits true differences and chance are equally large and nothing was done between them, so "
            "the worst practices come half-way back to the average by themselves.",
        ),
        values={
            "programme_points": 100 * PROGRAMME,
            "secular_points": 100 * SECULAR,
            "hazard_after_visit": HAZARD_AFTER_VISIT,
            "hazard_neighbours": HAZARD_NEIGHBOURS,
            "coding_practice": key.loc[odd, "practice"],
            "coding_week": CODING_WEEK,
            "audit_reliability": 0.5,
        },
        key=key,
    )
