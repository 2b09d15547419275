"""Doses given on six wards, one row each, with what was going on around the nurse at the time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import making

NAME = "medrounds_work"
WARDS, WEEKS, DOSES, NURSES = 6, 26, 100, 4  # doses a ward and week; nurses a ward
BASE = 0.005  # chance of an error when all is well
TOGETHER = 0.08  # more where a dose is interrupted AND stored beside a look-alike
DIM, SHORT = 0.003, 0.00375  # more in dim light; more when short of staff
INTERRUPTED, DIM_SHARE, SHORT_SHARE = 0.30, 0.25, 0.20
LOOK_ALIKE = (0.05, 0.10, 0.20, 0.25, 0.40, 0.50)  # share of doses, by ward; mean 0.25
TRAINING_WEEK, TRAINING_EFFECT, TRAINING_HALF_LIFE = 14, 0.40, 3.0
SECOND_TRAINING_WEEK = 20
CHANGES = {
    "storage": "keep look-alikes apart",
    "interruptions": "protect the round: one dose in ten is interrupted",
    "light": "mend the lights",
    "staffing": "fill the gaps in the rota",
    "poster": "a poster: take care with medicines",
    "training": "train everybody again in week 20",
}
QUIET = 0.10


def medrounds_work(seed: int | None = None, *, null: bool = False, changes=()) -> pd.DataFrame:
    """Every dose given on six wards in 26 weeks, and whether it went wrong.

    Parameters
    ----------
    seed : int, optional
        Left out, the documented seed.
    null : bool
        True: every dose has the same chance of an error, in every week.
    changes : sequence of str
        Change the work system from the start: "storage", "interruptions", "light", "staffing", "poster",
        "training".

    Returns
    -------
    pandas.DataFrame
        15,600 rows: `week`, `ward`, `nurse`, `interrupted`, `look_alike`, `dim_light`, `short_staffed`, `error`.

    Raises
    ------
    ValueError
        When a change is not known.

    Examples
    --------
    >>> medrounds_work().shape
    (15600, 8)
    """
    unknown = [name for name in changes if name not in CHANGES]
    if unknown:
        raise ValueError(f"There is no change {unknown[0]!r}. There are: {', '.join(CHANGES)}.")
    seed = making.seed_for(NAME, seed)
    ward_rng, work_rng, luck_rng = making.streams(seed, 3)
    rows = WARDS * WEEKS * DOSES
    ward = np.repeat(np.arange(WARDS), WEEKS * DOSES)
    week = np.tile(np.repeat(np.arange(1, WEEKS + 1), DOSES), WARDS)
    look_alike = 0.0 if "storage" in changes else ward_rng.permutation(LOOK_ALIKE)[ward]
    draws = work_rng.random((5, rows))  # drawn whole, so that a change alters only what it changes
    around = {
        "interrupted": draws[0] < (QUIET if "interruptions" in changes else INTERRUPTED),
        "look_alike": draws[1] < look_alike,
        "dim_light": draws[2] < (0.0 if "light" in changes else DIM_SHARE),
        "short_staffed": draws[3] < (0.0 if "staffing" in changes else SHORT_SHARE),
    }
    chance = np.full(rows, average_chance()) if null else _chance(week, around, "training" in changes)
    nurse = ward * NURSES + (draws[4] * NURSES).astype(int)
    frame = pd.DataFrame(
        {
            "week": week,
            "ward": np.array(making.codes("W", WARDS))[ward],
            "nurse": np.array(making.codes("N", WARDS * NURSES))[nurse],
            **around,
            "error": luck_rng.random(rows) < chance,
        }
    )
    return making.labelled(frame, NAME, seed, null)


def average_chance() -> float:
    """Return the average chance of an error, before any training.

    Examples
    --------
    >>> round(average_chance(), 4)
    0.0125
    """
    return BASE + TOGETHER * INTERRUPTED * float(np.mean(LOOK_ALIKE)) + DIM * DIM_SHARE + SHORT * SHORT_SHARE


def training_factor(week, trained=TRAINING_WEEK) -> np.ndarray:
    """Return what training leaves of the errors: 0.6 in its week, half-way back after three weeks.

    Examples
    --------
    >>> training_factor([13, 14, 17, 26]).round(3).tolist()
    [1.0, 0.6, 0.8, 0.975]
    """
    since = np.asarray(week) - trained
    return np.where(since < 0, 1.0, 1 - TRAINING_EFFECT * 0.5 ** (np.maximum(since, 0) / TRAINING_HALF_LIFE))


def _chance(week: np.ndarray, around: dict[str, np.ndarray], again: bool) -> np.ndarray:
    together = around["interrupted"] & around["look_alike"]
    chance = BASE + TOGETHER * together + DIM * around["dim_light"] + SHORT * around["short_staffed"]
    chance = chance * training_factor(week)
    return chance * training_factor(week, SECOND_TRAINING_WEEK) if again else chance


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    making.table_for(NAME, table)
    return medrounds_work(seed, null=null)


def planted(seed=None) -> making.Planted:
    seed = making.seed_for(NAME, seed)
    shares = making.streams(seed, 3)[0].permutation(LOOK_ALIKE)
    share = TOGETHER * INTERRUPTED * float(np.mean(LOOK_ALIKE)) / (average_chance() - BASE)
    return making.Planted(
        words=(
            f"When all is well {BASE:.1%} of doses go wrong. Of the errors above that, {share:.0%} come from one "
            f"meeting of two things: an interruption and look-alike medicines side by side, which together add "
            f"{TOGETHER:.0%}. Either alone adds nothing.",
            f"Dim light adds {DIM:.2%} and being short of staff {SHORT:.2%}. A poster adds and takes nothing.",
            "No nurse is better or worse than another. Nurses differ in their figures because wards differ in how "
            "their medicines are stored.",
            f"Retraining in week {TRAINING_WEEK} took {TRAINING_EFFECT:.0%} of errors away at once, and half of that "
            f"was gone again after {TRAINING_HALF_LIFE:.0f} weeks.",
        ),
        values={
            "base": BASE,
            "together": TOGETHER,
            "dim_light": DIM,
            "short_staffed": SHORT,
            "share_of_excess_from_the_meeting": round(share, 6),
            "training": {
                "week": TRAINING_WEEK,
                "effect": TRAINING_EFFECT,
                "half_life_weeks": TRAINING_HALF_LIFE,
            },
        },
        key=pd.DataFrame({"ward": making.codes("W", WARDS), "look_alike_share": shares}),
    )
