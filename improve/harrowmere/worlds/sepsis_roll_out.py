"""Late antibiotics for suspected sepsis on 24 wards, as a pathway is rolled out step by step on a falling tide."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import making

NAME = "sepsis_roll_out"
WARDS, MONTHS = 24, 30
FIRST_STARTS = (7, 10, 13, 16, 19, 22)  # four wards start in each of these months
LATE_AT_START = 0.36  # share of cases with first antibiotic later than an hour, month 1, average ward
MONTHLY_RATIO = 0.985
STEP_RATIO = 0.90
CASES = 60  # mean a ward and month
BETWEEN_WARDS = 0.10  # SD of a ward's own level, log scale
APPROACHED = 32
REACH, REACH_SD = 0.68, 0.07
WRONG_DENOMINATOR_WARDS = 2


def sepsis_roll_out(seed: int | None = None, *, null: bool = False, table: str | None = None) -> pd.DataFrame:
    """Suspected sepsis cases and late first antibiotics by ward and month; reach and adoption files beside it.

    Parameters
    ----------
    seed : int, optional
        Left out, the documented seed.
    null : bool
        True: the pathway does nothing and all wards report reach alike. The background fall of 1.5% a month
        stays, because it is what a before–after comparison mistakes for an effect.
    table : {"months", "reach", "adoption"}
        Ward months; patients reached by ward in month 30; the 32 wards that were approached.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> len(sepsis_roll_out()), len(sepsis_roll_out(table="adoption"))
    (720, 32)
    """
    seed, table = making.seed_for(NAME, seed), making.table_for(NAME, table)
    make = {"months": _months, "reach": _reach, "adoption": _adoption}[table]
    return making.labelled(make(seed, null), NAME, seed, null, table)


def _starts(seed: int) -> np.ndarray:
    """Return the month in which each ward starts; the order is drawn by lot."""
    return making.streams(seed, 4)[0].permutation(np.repeat(FIRST_STARTS, WARDS // len(FIRST_STARTS)))


def _months(seed: int, null: bool) -> pd.DataFrame:
    rng, month, start = making.streams(seed, 4)[1], np.arange(1, MONTHS + 1), _starts(seed)
    using = month >= start[:, None]
    level = LATE_AT_START * np.exp(rng.normal(-(BETWEEN_WARDS**2) / 2, BETWEEN_WARDS, WARDS))[:, None]
    chance = level * MONTHLY_RATIO ** (month - 1) * np.where(using & (not null), STEP_RATIO, 1.0)
    cases = rng.poisson(CASES, (WARDS, MONTHS))
    return pd.DataFrame(
        {
            "ward": np.repeat(making.codes("W", WARDS), MONTHS),
            "date": np.tile(making.months(MONTHS), WARDS),
            "start": np.repeat(making.months(MONTHS)[start - 1], MONTHS),
            "using": using.ravel(),
            "cases": cases.ravel(),
            "late": rng.binomial(cases, np.minimum(chance, 1.0)).ravel(),
        }
    )


def _reach(seed: int, null: bool) -> pd.DataFrame:
    """Everybody eligible should be the denominator; two wards leave out as ineligible all whom they missed."""
    rng = making.streams(seed, 4)[2]
    eligible = rng.poisson(CASES, WARDS) + 1
    reached = rng.binomial(eligible, rng.normal(REACH, REACH_SD, WARDS).clip(0.3, 0.95))
    excluded = np.zeros(WARDS, dtype=int)
    wrong = rng.choice(np.flatnonzero(reached < eligible), WRONG_DENOMINATOR_WARDS, replace=False)
    if not null:
        excluded[wrong] = (eligible - reached)[wrong]
    return pd.DataFrame(
        {
            "ward": making.codes("W", WARDS),
            "patients": eligible,
            "excluded_by_ward": excluded,
            "counted_as_eligible": eligible - excluded,
            "reached": reached,
            "reach_reported": (100 * reached / (eligible - excluded).clip(1)).round(1),
        }
    )


def _adoption(seed: int, null: bool) -> pd.DataFrame:
    """Of 32 wards approached 24 joined; better-staffed wards joined more readily."""
    rng = making.streams(seed, 4)[3]
    staffed = rng.normal(88, 6, APPROACHED).clip(65, 100)
    pull = 0 if null else (staffed - 88) / 6
    joins = np.zeros(APPROACHED, dtype=bool)
    joins[np.argsort(pull + rng.gumbel(size=APPROACHED))[-WARDS:]] = True
    ward = np.full(APPROACHED, "", dtype=object)
    ward[joins] = making.codes("W", WARDS)
    staff = rng.integers(18, 46, APPROACHED)
    return pd.DataFrame(
        {
            "approached": making.codes("A", APPROACHED),
            "ward": ward,
            "joined": joins,
            "posts_filled": staffed.round(1),
            "staff": staff,
            "staff_trained": np.where(joins, rng.binomial(staff, 0.6), 0),
        }
    )


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    return sepsis_roll_out(seed, null=null, table=table)


def planted(seed=None) -> making.Planted:
    seed = making.seed_for(NAME, seed)
    reach = _reach(seed, False)
    wrong = reach.loc[reach["excluded_by_ward"] > 0, "ward"].tolist()
    true_reach = 100 * reach["reached"].sum() / reach["patients"].sum()
    return making.Planted(
        words=(
            f"Late antibiotics fall by {1 - MONTHLY_RATIO:.1%} a month on every ward, with or without the pathway. "
            f"When a ward starts, they drop at once to {STEP_RATIO} of what they would have been; the slope stays "
            "as it was.",
            "With no effect at all, the background fall alone makes twelve months look 16.6% better than the twelve "
            "before. A before–after comparison gives the pathway that credit too.",
            f"Wards start in the order of a lot, four at a time, in months {', '.join(map(str, FIRST_STARTS))}.",
            f"{' and '.join(wrong)} report 100% reach because they left out, as ineligible, the patients they had "
            f"missed. Over all patients the reach is {true_reach:.0f}%. Wards with more of their posts filled were "
            "readier to join, so the 24 are not the 32.",
        ),
        values={
            "monthly_ratio": MONTHLY_RATIO,
            "step_ratio": STEP_RATIO,
            "slope_change": 1.0,
            "starts": FIRST_STARTS,
            "wrong_denominator_wards": wrong,
        },
        key=pd.DataFrame({"ward": making.codes("W", WARDS), "start_month": _starts(seed)}),
    )
