"""What is left of a change after the project ends: adherence in thirty sites, with and without safeguards."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import making

NAME = "decay"
SITES, MONTHS, CHECKS = 30, 25, 30  # month 0 is the last month of the project
START = 0.85
HALF_LIFE = 6.0  # months, with no safeguard
LONGER = {"owner": 1.5, "induction": 1.2, "review": 1.25, "default": 2.0, "audit": 1.0, "poster": 1.0}
AUDIT_WITH_REVIEW = 1.2
SAFEGUARDS = tuple(LONGER)
MOST = 3


def half_life(safeguards) -> float:
    """Return the months in which adherence halves, with these safeguards.

    Examples
    --------
    >>> [half_life(s) for s in ([], ["owner"], ["default"], ["audit"], ["audit", "review"])]
    [6.0, 9.0, 12.0, 6.0, 9.0]
    """
    chosen = set(safeguards)
    factor = np.prod([LONGER[name] for name in sorted(chosen)])
    together = AUDIT_WITH_REVIEW if {"audit", "review"} <= chosen else 1.0
    return round(float(HALF_LIFE * factor * together), 6)


def decay(seed: int | None = None, *, null: bool = False, safeguards=None) -> pd.DataFrame:
    """Monthly checks of adherence at thirty sites over the two years after a project.

    Parameters
    ----------
    seed : int, optional
        Left out, the documented seed.
    null : bool
        True: adherence holds at every site.
    safeguards : sequence of str, optional
        Give every site these, three at most: "owner", "induction", "review", "default", "audit", "poster".
        Left out, each site has what it has: none to three, drawn by lot.

    Returns
    -------
    pandas.DataFrame
        750 rows: `site`, `month` (0 to 24), `checks`, `done`, and one column for each safeguard.

    Raises
    ------
    ValueError
        When a safeguard is not known, or there are more than three.

    Examples
    --------
    >>> decay().shape, decay(safeguards=["default", "owner", "review"])["default"].all()
    ((750, 10), np.True_)
    """
    seed = making.seed_for(NAME, seed)
    lot_rng, checks_rng = making.streams(seed, 2)
    has = _drawn(lot_rng) if safeguards is None else _bought(safeguards)
    lives = np.array([half_life(np.array(SAFEGUARDS)[row]) for row in has])
    month = np.arange(MONTHS)
    kept = np.ones((SITES, MONTHS)) if null else 0.5 ** (month / lives[:, None])
    frame = pd.DataFrame(
        {
            "site": np.repeat(making.codes("S", SITES), MONTHS),
            "month": np.tile(month, SITES),
            "checks": CHECKS,
            "done": checks_rng.binomial(CHECKS, START * kept).ravel(),
        }
    )
    for number, name in enumerate(SAFEGUARDS):
        frame[name] = np.repeat(has[:, number], MONTHS)
    return making.labelled(frame, NAME, seed, null)


def _drawn(rng: np.random.Generator) -> np.ndarray:
    """Give each site none to three safeguards by lot; shape (sites, safeguards)."""
    rank = rng.random((SITES, len(SAFEGUARDS))).argsort(axis=1).argsort(axis=1)
    return rank < rng.integers(0, MOST + 1, SITES)[:, None]


def _bought(safeguards) -> np.ndarray:
    chosen = list(dict.fromkeys(safeguards))
    unknown = [name for name in chosen if name not in SAFEGUARDS]
    if unknown:
        raise ValueError(f"There is no safeguard {unknown[0]!r}. There are: {', '.join(SAFEGUARDS)}.")
    if len(chosen) > MOST:
        raise ValueError(f"The money buys {MOST} safeguards at most, and these are {len(chosen)}.")
    return np.tile(np.isin(SAFEGUARDS, chosen), (SITES, 1))


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    making.table_for(NAME, table)
    return decay(seed, null=null)


def planted(seed=None) -> making.Planted:
    has = _drawn(making.streams(making.seed_for(NAME, seed), 2)[0])
    lives = [half_life(np.array(SAFEGUARDS)[row]) for row in has]
    best = ("default", "owner", "review")
    return making.Planted(
        words=(
            f"Adherence starts at {START:.0%} and halves every {HALF_LIFE:.0f} months where nothing holds it.",
            "A default in the system makes the half-life twice as long, a named owner "
            f"{LONGER['owner']} times, a monthly review of the data {LONGER['review']} times and a place in induction "
            f"{LONGER['induction']} times. A poster does nothing. An annual audit does nothing by itself; together "
            f"with the review the two make {LONGER['review'] * AUDIT_WITH_REVIEW:.1f} times.",
            f"Effects multiply. The best three are default, owner and review: {half_life(best)} months.",
        ),
        values={
            "start": START,
            "half_life_months": HALF_LIFE,
            "times": dict(LONGER),
            "audit_with_review": AUDIT_WITH_REVIEW,
            "best_three": best,
        },
        key=pd.DataFrame({"site": making.codes("S", SITES), "half_life_months": lives}),
    )
