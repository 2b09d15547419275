"""Twenty indicators for a board over three years: mostly noise, and a few things worth a conversation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import making

NAME = "board_pack"
MONTHS = 36
# name, unit, mean, month-to-month SD, which way is good. The first is a share of very many patients: its
# ordinary variation is far wider than counting alone would give. The second varies by 8% of its mean.
INDICATORS = (
    ("Emergency patients seen within four hours", "% of patients", 85.0, 1.0, "high"),
    ("Complaints received", "complaints", 50.0, 4.0, "low"),
    ("Falls with harm", "per 1,000 bed-days", 1.9, 0.20, "low"),
    ("Pressure ulcers that began here", "per 1,000 bed-days", 1.2, 0.15, "low"),
    ("Cancelled operations", "% of operations", 4.2, 0.50, "low"),
    ("Staff sickness", "% of days", 4.8, 0.30, "low"),
    ("Vacant posts", "% of posts", 9.0, 0.60, "low"),
    ("Appraisals done", "% of staff", 82.0, 2.50, "high"),
    ("Statutory training up to date", "% of staff", 88.0, 1.80, "high"),
    ("Patients who would recommend us", "% of replies", 92.0, 1.50, "high"),
    ("Cancer referrals seen in two weeks", "% of referrals", 90.0, 2.20, "high"),
    ("Diagnostic tests within six weeks", "% of tests", 87.0, 2.80, "high"),
    ("Readmissions within 30 days", "% of discharges", 11.0, 0.70, "low"),
    ("Length of stay", "days", 6.1, 0.25, "low"),
    ("Letters sent within seven days", "% of letters", 76.0, 3.50, "high"),
    ("Calls answered within a minute", "% of calls", 71.0, 4.00, "high"),
    ("Hand hygiene observed", "% of moments", 89.0, 2.00, "high"),
    ("Missed appointments", "% of appointments", 7.4, 0.50, "low"),
    ("Agency spending", "% of pay bill", 5.5, 0.45, "low"),
    ("Community reviews on time", "% of reviews", 79.0, 2.60, "high"),
)
FATES = ("improves",) * 2 + ("deteriorates",) * 2 + ("definition changes", "seasonal") + ("stable",) * 13
STEP, DEFINITION_STEP, SEASON = 1.5, 3.0, 1.5  # in SDs
CHANGE_MONTHS = (19, 25)
TARGETS = (0.0, 0.5, 1.0, 2.0)  # SDs from the mean, on the good side
PATIENTS = 15_000  # emergency patients a month
NOTE = "counting rule changed this month"


def board_pack(seed: int | None = None, *, null: bool = False) -> pd.DataFrame:
    """Twenty indicators by month, each with its target and whether it was met.

    Parameters
    ----------
    seed : int, optional
        Left out, the documented seed.
    null : bool
        True: all twenty are stable.

    Returns
    -------
    pandas.DataFrame
        720 rows: `indicator`, `unit`, `good` (which way), `date`, `value`, `target`, `status`, `numerator` and
        `denominator` (for the first indicator only), `note`.

    Examples
    --------
    >>> pack = board_pack()
    >>> pack["indicator"].nunique(), sorted(pack["status"].unique())
    (20, ['met', 'missed'])
    """
    seed = making.seed_for(NAME, seed)
    key, rng = _key(seed), making.streams(seed, 2)[1]
    frame = pd.DataFrame(INDICATORS, columns=["indicator", "unit", "mean", "sd", "good"])
    side = np.where(frame["good"] == "high", 1.0, -1.0)
    scores = rng.standard_normal((len(frame), MONTHS))
    if not null:
        scores = scores + _planted_scores(key, side)
    value = frame["mean"].to_numpy()[:, None] + frame["sd"].to_numpy()[:, None] * scores
    target = (frame["mean"] + side * key["target_sds"].to_numpy() * frame["sd"]).to_numpy()
    patients = rng.integers(round(0.97 * PATIENTS), round(1.03 * PATIENTS) + 1, MONTHS)
    seen = rng.binomial(patients, value[0].clip(0, 100) / 100)
    value[0] = 100 * seen / patients

    frame = frame.drop(columns=["mean", "sd"]).loc[lambda f: f.index.repeat(MONTHS)].reset_index(drop=True)
    frame["date"] = np.tile(making.months(MONTHS), len(INDICATORS))
    frame["value"] = value.ravel().round(2)
    frame["target"] = np.repeat(target, MONTHS).round(2)
    met = np.where(
        frame["good"] == "high", frame["value"] >= frame["target"], frame["value"] <= frame["target"]
    )
    frame["status"] = np.where(met, "met", "missed")
    frame["numerator"] = pd.array([*seen, *[None] * (len(frame) - MONTHS)], dtype="Int64")
    frame["denominator"] = pd.array([*patients, *[None] * (len(frame) - MONTHS)], dtype="Int64")
    frame["note"] = "" if null else _notes(key)
    return making.labelled(frame, NAME, seed, null)


def _key(seed: int) -> pd.DataFrame:
    """Draw what happens to each indicator; the first is always stable."""
    rng = making.streams(seed, 2)[0]
    fate = np.array(["stable", *rng.permutation(FATES)])
    month = rng.integers(CHANGE_MONTHS[0], CHANGE_MONTHS[1] + 1, len(INDICATORS))
    steps = np.isin(fate, ("improves", "deteriorates", "definition changes"))
    return pd.DataFrame(
        {
            "indicator": [row[0] for row in INDICATORS],
            "fate": fate,
            "month": pd.array(
                [int(m) if s else None for m, s in zip(month, steps, strict=True)], dtype="Int64"
            ),
            "target_sds": rng.permutation(np.resize(TARGETS, len(INDICATORS))),
            "up": rng.random(len(INDICATORS)) < 0.5,
        }
    )


def _planted_scores(key: pd.DataFrame, side: np.ndarray) -> np.ndarray:
    """Return what is planted, in SDs; shape (indicators, months)."""
    month = np.arange(1, MONTHS + 1)
    after = month >= key["month"].fillna(MONTHS + 1).to_numpy(dtype=int)[:, None]
    height = {"improves": STEP * side, "deteriorates": -STEP * side}
    height["definition changes"] = np.where(key["up"], DEFINITION_STEP, -DEFINITION_STEP)
    total = sum(after * (np.where(key["fate"] == fate, size, 0.0))[:, None] for fate, size in height.items())
    wave = SEASON * np.cos(2 * np.pi * (month - 1) / 12)  # highest in January
    return total + np.where(key["fate"] == "seasonal", 1.0, 0.0)[:, None] * wave


def _notes(key: pd.DataFrame) -> np.ndarray:
    notes = np.full((len(key), MONTHS), "", dtype=object)
    for number, row in key[key["fate"] == "definition changes"].iterrows():
        notes[number, row["month"] - 1] = NOTE
    return notes.ravel()


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    making.table_for(NAME, table)
    return board_pack(seed, null=null)


def planted(seed=None) -> making.Planted:
    key = _key(making.seed_for(NAME, seed)).drop(columns="up")
    lines = [
        f"{row.indicator}: {row.fate}" + ("." if pd.isna(row.month) else f" from month {row.month}.")
        for row in key[key["fate"] != "stable"].itertuples()
    ]
    return making.Planted(
        words=(
            "Fourteen of the twenty indicators are stable: nothing happened in three years, whatever the colours say. "
            f"The six others: {' '.join(lines)}",
            f"Improvements and deteriorations are steps of {STEP} SDs of the month-to-month variation, the change of "
            f"definition a step of {DEFINITION_STEP:.0f} SDs (of no meaning for care), the season a wave of {SEASON} SDs "
            "with its top in January.",
            "Targets lie 0, 0.5, 1 or 2 SDs from the mean on the good side. A stable measure whose target is half an "
            "SD away changes between met and missed about ten times in 24 months.",
            "Four-hour waiting counts 15,000 patients a month and varies by about a point from month to month, more than "
            "counting alone would give, so an ordinary p-chart calls about 40% of its months signals.",
        ),
        values={
            "step_sds": STEP,
            "definition_step_sds": DEFINITION_STEP,
            "season_sds": SEASON,
            "fates": dict(zip(key["indicator"], key["fate"], strict=True)),
        },
        key=key,
    )
