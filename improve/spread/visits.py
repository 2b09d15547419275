"""Catching it from the neighbours, or from the visitor: adoption rates with and without a look at the visits."""

from __future__ import annotations

import numpy as np
import pandas as pd


def weeks_at_risk(visits: pd.DataFrame, weeks: int = 36) -> pd.DataFrame:
    """Lay out each week in which a practice had not yet adopted, and whether it did.

    Parameters
    ----------
    visits : DataFrame
        One row for each practice: `practice`, `locality`, `visit_week`, `adopted_week` (missing: never).
    weeks : int

    Returns
    -------
    DataFrame
        `practice`, `week`, `visited` (before this week), `neighbours` (share of the other practices of the
        locality that had it before this week), `adopted` (in this week).

    Examples
    --------
    >>> two = pd.DataFrame({"practice": ["A", "B"], "locality": ["L", "L"], "visit_week": [1, 1],
    ...                     "adopted_week": [2, 3]})
    >>> weeks_at_risk(two, 3)[["practice", "week", "visited", "neighbours", "adopted"]].values.tolist()[-1]
    ['B', 3, True, 1.0, True]
    """
    when = visits["adopted_week"].astype("Float64").fillna(np.inf).to_numpy(dtype=float)
    place, visit = visits["locality"].to_numpy(), visits["visit_week"].to_numpy()
    same = (place[:, None] == place[None, :]) & ~np.eye(len(place), dtype=bool)
    rows = []
    for week in range(1, weeks + 1):
        had = when < week
        share = (same & had).sum(axis=1) / np.maximum(same.sum(axis=1), 1)
        rows.append(
            pd.DataFrame(
                {
                    "practice": visits["practice"],
                    "week": week,
                    "visited": visit < week,
                    "neighbours": share,
                    "adopted": when == week,
                }
            )[~had]
        )
    return pd.concat(rows, ignore_index=True)


def rate_ratio(table: pd.DataFrame, exposed) -> tuple[float, float, float]:
    """Return how many times as often the exposed adopt, with 95% limits, without regard to anything else.

    Examples
    --------
    >>> table = pd.DataFrame({"adopted": [True] * 10 + [False] * 90 + [True] * 5 + [False] * 95})
    >>> ratio, low, high = rate_ratio(table, np.arange(200) < 100)
    >>> round(ratio, 1), low < 1 < high
    (2.0, True)
    """
    return pooled_ratio(table.assign(stratum=0), exposed, "stratum")


def pooled_ratio(table: pd.DataFrame, exposed, within: str) -> tuple[float, float, float]:
    """Return the same ratio within the groups of another column, pooled over them.

    Like is compared with like: visited with visited, unvisited with unvisited.

    Parameters
    ----------
    table : DataFrame
        As from `weeks_at_risk`.
    exposed : array_like of bool
        Which rows are exposed.
    within : str
        The column that makes the groups.

    Returns
    -------
    (float, float, float)
        Ratio, lower and upper limit; nan where nobody adopted on one side.

    References
    ----------
    Greenland S, Robins JM (1985). Estimation of a common effect parameter from sparse follow-up data. Biometrics
    41:55–68. The Mantel–Haenszel rate ratio and its variance.
    """
    exposed = np.asarray(exposed, dtype=bool)
    adopted, groups = table["adopted"].to_numpy(dtype=bool), table[within].to_numpy()
    above = below = spread = 0.0
    for group in np.unique(groups):
        here = groups == group
        time1, time0 = (here & exposed).sum(), (here & ~exposed).sum()
        time = time1 + time0
        cases1, cases0 = (here & exposed & adopted).sum(), (here & ~exposed & adopted).sum()
        above += cases1 * time0 / time
        below += cases0 * time1 / time
        spread += (cases1 + cases0) * time1 * time0 / time**2
    if not above or not below:
        return float("nan"), float("nan"), float("nan")
    ratio, error = above / below, np.sqrt(spread / (above * below))
    return float(ratio), float(ratio * np.exp(-1.96 * error)), float(ratio * np.exp(1.96 * error))
