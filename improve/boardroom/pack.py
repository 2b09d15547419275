"""The pack as colours and as charts, and how many explanations each reading of it asks for."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pandas as pd

from improve import harrowmere
from improve.charts import Chart, i_chart

RULES = "nhs"  # Making Data Count, stated wherever a chart of a pack is shown
AMBER = 0.02  # missed by no more than this share of the target
BETTER = {"high": "higher", "low": "lower"}


def pack(seed: int | None = None) -> pd.DataFrame:
    """Return an invented board's pack: twenty indicators over 36 months, with a column `colour`.

    Examples
    --------
    >>> sorted(pack()["colour"].unique())
    ['amber', 'green', 'red']
    """
    months = harrowmere.board_pack(seed)
    return months.assign(colour=colours(months["value"], months["target"], months["good"]))


def colours(value, target, good) -> np.ndarray:
    """Return green (target met), amber (missed by 2% of the target or less) or red for each value.

    Parameters
    ----------
    value, target : array of float
    good : array of str
        "high" or "low": which way is better.

    Examples
    --------
    >>> colours([91, 89, 80], [90, 90, 90], ["high"] * 3).tolist()
    ['green', 'amber', 'red']
    """
    value, target = np.asarray(value, dtype=float), np.asarray(target, dtype=float)
    short = np.where(np.asarray(good) == "high", target - value, value - target)
    return np.select([short <= 0, short <= AMBER * np.abs(target)], ["green", "amber"], "red")


def chart(months: pd.DataFrame, indicator: str, limits_from: int | None = None) -> Chart:
    """Return the process behaviour chart of one indicator.

    Parameters
    ----------
    months : DataFrame
        From `pack`.
    indicator : str
    limits_from : int, optional
        Draw the limits from so many first months. Left out, from all.

    Examples
    --------
    >>> chart(pack(), "Length of stay").signal
    True
    """
    rows = months[months["indicator"] == indicator]
    if rows.empty:
        raise ValueError(f"There is no indicator {indicator!r} in this pack.")
    first = rows.iloc[0]
    noted = rows[rows["note"] != ""]
    return i_chart(
        rows,
        rules=RULES,
        baseline=limits_from,
        target=float(first["target"]),
        better=BETTER[first["good"]],
        title=f"{indicator} (invented)",
        measure=indicator.lower(),
        unit=first["unit"],
        notes={str(row.date.date()): row.note.capitalize() for row in noted.itertuples()},
    )


def asked(months: pd.DataFrame, last: int = 12) -> pd.DataFrame:
    """Count what the colours ask for, by indicator, in the last months.

    A board that wants an explanation for each amber or red month asks for `explanations`; one that speaks of
    turning points sees `changes` between met and missed (among the last months, and into the first of them).

    Returns
    -------
    DataFrame
        `indicator`, `explanations`, `changes`, in the pack's order.
    """
    names = months["indicator"].unique()
    missed = months["status"].eq("missed").to_numpy().reshape(len(names), -1)
    changed = missed[:, 1:] != missed[:, :-1]
    return pd.DataFrame(
        {
            "indicator": names,
            "explanations": missed[:, -last:].sum(axis=1),
            "changes": changed[:, -last:].sum(axis=1),
        }
    )


def table_of(months: pd.DataFrame, last: int = 3) -> pd.DataFrame:
    """Lay out the last months as a board would get them: value and a letter, G, A or R, for the colour."""
    names = months["indicator"].unique()
    said = months["value"].map("{:g}".format) + " " + months["colour"].str[0].str.upper()
    cells = said.to_numpy().reshape(len(names), -1)[:, -last:]
    firsts = months.groupby("indicator", sort=False).first()
    whole = pd.DataFrame(cells, columns=[f"month {37 - last + n}" for n in range(last)])
    whole.insert(
        0, "target", [f"{'≥' if row.good == 'high' else '≤'} {row.target:g}" for row in firsts.itertuples()]
    )
    whole.insert(0, "indicator", names)
    return whole


def colour_changes(sds: float, months: int = 24) -> float:
    """Return how often a stable measure changes between met and missed, on average, by chance alone.

    Parameters
    ----------
    sds : float
        How far the target lies from the mean, in standard deviations.
    months : int

    Notes
    -----
    Each month is met with chance p, independent of the last. Two neighbours differ with chance 2p(1 − p), and there
    are `months` − 1 pairs of neighbours. For months spread as a bell curve.

    Examples
    --------
    >>> [round(colour_changes(sds), 1) for sds in (0, 0.5, 1, 2)]
    [11.5, 9.8, 6.1, 1.0]
    """
    met = NormalDist().cdf(sds)
    return (months - 1) * 2 * met * (1 - met)
