"""Six parts of care around preterm birth in twelve units: each part done or not, and all six together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import making

NAME = "perinatal_bundle"
UNITS, MONTHS, CHANGE = 12, 24, 13
ELEMENTS = {
    "right_place": 0.98,
    "steroids": 0.95,
    "magnesium": 0.91,
    "cord": 0.88,
    "warm": 0.86,
    "early_milk": 0.71,
}
IMPROVED = {"warm": 0.93, "early_milk": 0.90}
DETERIORATED = {"magnesium": 0.72, "cord": 0.74}
FATES = ("improves",) * 2 + ("deteriorates",) + ("stable",) * 9


def all_or_none(changes: dict[str, float] | None = None) -> float:
    """Return the chance that every part is done, the parts being done independently.

    Examples
    --------
    >>> [round(100 * all_or_none(c), 1) for c in ({}, IMPROVED, DETERIORATED)]
    [45.5, 62.4, 30.3]
    """
    return float(np.prod(list({**ELEMENTS, **(changes or {})}.values())))


def perinatal_bundle(seed: int | None = None, *, null: bool = False) -> pd.DataFrame:
    """Eligible babies, those with each part of the bundle, and those with all six, by unit and month.

    Parameters
    ----------
    seed : int, optional
        Left out, the documented seed.
    null : bool
        True: no unit changes.

    Returns
    -------
    pandas.DataFrame
        288 rows: `unit`, `date`, `eligible`, one column for each part, `all_six`.

    Examples
    --------
    >>> perinatal_bundle().shape
    (288, 10)
    """
    seed = making.seed_for(NAME, seed)
    fates_rng, size_rng, care_rng = making.streams(seed, 3)
    chance = _chances(fates_rng.permutation(FATES), null)
    eligible = size_rng.poisson(size_rng.uniform(12, 32, UNITS)[:, None], (UNITS, MONTHS))
    done = _done(care_rng, eligible, chance)
    frame = pd.DataFrame(
        {
            "unit": np.repeat(making.codes("U", UNITS), MONTHS),
            "date": np.tile(making.months(MONTHS), UNITS),
            "eligible": eligible.ravel(),
        }
    )
    for number, name in enumerate([*ELEMENTS, "all_six"]):
        frame[name] = done[number].ravel()
    return making.labelled(frame, NAME, seed, null)


def _chances(fates, null: bool) -> np.ndarray:
    """Return the chance of each part, shape (parts, units, months)."""
    chance = np.empty((len(ELEMENTS), UNITS, MONTHS))
    chance[:] = np.array(list(ELEMENTS.values()))[:, None, None]
    changes = {"improves": IMPROVED, "deteriorates": DETERIORATED, "stable": {}}
    for unit, fate in enumerate(fates):
        for name, new in ({} if null else changes[fate]).items():
            chance[list(ELEMENTS).index(name), unit, CHANGE - 1 :] = new
    return chance


def _done(rng: np.random.Generator, eligible: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Draw each baby's parts and count them: each part, then all of them; shape (parts + 1, units, months)."""
    cell = np.repeat(np.arange(eligible.size), eligible.ravel())
    got = rng.random((len(ELEMENTS), cell.size)) < chance.reshape(len(ELEMENTS), -1)[:, cell]
    counted = [np.bincount(cell, row, eligible.size) for row in (*got, got.all(axis=0))]
    return np.array(counted, dtype=int).reshape(-1, *eligible.shape)


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    making.table_for(NAME, table)
    return perinatal_bundle(seed, null=null)


def planted(seed=None) -> making.Planted:
    fates = making.streams(making.seed_for(NAME, seed), 3)[0].permutation(FATES)
    key = pd.DataFrame({"unit": making.codes("U", UNITS), "fate": fates})
    named = {fate: ", ".join(key.loc[key["fate"] == fate, "unit"]) for fate in ("improves", "deteriorates")}
    return making.Planted(
        words=(
            "In every stable unit, in every month, the six parts are done with the same reliability: "
            + ", ".join(f"{name} {value:.0%}" for name, value in ELEMENTS.items())
            + f". They are independent, so all six are done for {all_or_none():.1%}. Differences between stable "
            "units are chance: a league table of them ranks luck.",
            f"From month {CHANGE}, {named['improves']} improve in two parts and reach {all_or_none(IMPROVED):.1%} for "
            f"all six; {named['deteriorates']} deteriorates in two parts, to {all_or_none(DETERIORATED):.1%}.",
            "Units differ in size, and size has nothing to do with care.",
        ),
        values={
            "elements": dict(ELEMENTS),
            "all_six": all_or_none(),
            "all_six_improved": all_or_none(IMPROVED),
            "all_six_deteriorated": all_or_none(DETERIORATED),
            "change_month": CHANGE,
        },
        key=key,
    )
