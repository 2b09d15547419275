"""Blood loss after birth, month by month, in one maternity unit that begins to weigh what it used to guess."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import making

NAME = "pph_maternity"
MONTHS = 36
BIRTHS = 420  # mean a month
TRUE_RATE = 0.033
SEEN_BY_EYE = 0.020  # recorded rate while loss was guessed
WEIGHED = (0.52, 0.88)  # share of births with loss weighed, before and after
LAST_OLD_MONTH, LAST_RISING_MONTH = 18, 24
BUNDLE_MONTH = 27
BUNDLE_RATIO = 0.85


def chances(null: bool = False) -> pd.DataFrame:
    """Return what holds in each month: true and recorded chance of a large loss, and the share weighed.

    Examples
    --------
    >>> chances().loc[[0, 20, 25, 26], "recorded"].round(4).tolist()
    [0.02, 0.0265, 0.033, 0.028]
    """
    month = np.arange(1, MONTHS + 1)
    way = np.clip((month - LAST_OLD_MONTH) / (LAST_RISING_MONTH - LAST_OLD_MONTH), 0, 1)
    bundle = np.where(month >= BUNDLE_MONTH, BUNDLE_RATIO, 1.0)
    if null:
        way, bundle = np.zeros(MONTHS), np.ones(MONTHS)
    recorded = (SEEN_BY_EYE + way * (TRUE_RATE - SEEN_BY_EYE)) * bundle
    return pd.DataFrame(
        {
            "true": TRUE_RATE * bundle,
            "recorded": recorded,
            "weighed": WEIGHED[0] + way * (WEIGHED[1] - WEIGHED[0]),
        }
    )


def pph_maternity(seed: int | None = None, *, null: bool = False) -> pd.DataFrame:
    """Births, recorded losses of 1,500 ml or more, and births with the loss weighed, for 36 months.

    Parameters
    ----------
    seed : int, optional
        Left out, the documented seed, which was chosen to show what most seeds show: a run of eight after
        weighing, and none after the bundle.
    null : bool
        True: loss is guessed by eye throughout and there is no bundle.

    Returns
    -------
    pandas.DataFrame
        36 rows: `date`, `births`, `losses_1500` (recorded), `weighed`. The step in `weighed` is a clue; a page
        that wants the learner to find it out drops the column first.

    Examples
    --------
    >>> pph_maternity().columns.tolist()
    ['date', 'births', 'losses_1500', 'weighed']
    """
    seed = making.seed_for(NAME, seed)
    rng, what = np.random.default_rng(seed), chances(null)
    births = rng.poisson(BIRTHS, MONTHS)
    frame = pd.DataFrame(
        {
            "date": making.months(MONTHS),
            "births": births,
            "losses_1500": rng.binomial(births, what["recorded"]),
            "weighed": rng.binomial(births, what["weighed"]),
        }
    )
    return making.labelled(frame, NAME, seed, null)


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    making.table_for(NAME, table)
    return pph_maternity(seed, null=null)


def planted(seed=None) -> making.Planted:
    bundle_rate = TRUE_RATE * BUNDLE_RATIO
    return making.Planted(
        words=(
            f"The true rate of losses of 1,500 ml or more is {TRUE_RATE:.1%} of births in every month up to month "
            f"{BUNDLE_MONTH - 1}. Nothing happened to care before then.",
            f"What changed is the counting. While loss was guessed by eye, {SEEN_BY_EYE:.1%} was recorded. Through "
            f"months {LAST_OLD_MONTH + 1} to {LAST_RISING_MONTH} weighing went from {WEIGHED[0]:.0%} to "
            f"{WEIGHED[1]:.0%} of births, and the recorded rate rose in a straight line to {TRUE_RATE:.1%}.",
            f"A bundle from month {BUNDLE_MONTH} on truly cuts the risk by {1 - BUNDLE_RATIO:.0%}, to "
            f"{bundle_rate:.2%}. Ten months are too few to see that: see the last paragraph.",
            "Of 100 such units, about 72 show a run of eight or more months above the median of months 1 to 18 "
            "(points on the median skipped), 60 of them by month 30. The bundle shows a run of eight below the line "
            "within its ten months in about 14 of 100 against a fixed line at 3.3%, 22 against the median of months "
            "24 to 26, and 5 against the median of months 19 to 26: the choice of line decides.",
        ),
        values={
            "true_rate": TRUE_RATE,
            "recorded_by_eye": SEEN_BY_EYE,
            "weighing_months": (LAST_OLD_MONTH + 1, LAST_RISING_MONTH),
            "weighed_share": WEIGHED,
            "bundle_month": BUNDLE_MONTH,
            "bundle_ratio": BUNDLE_RATIO,
        },
    )
