"""How far a practice travels along ties: one contact or two, kept or dropped, over many networks at once.

The networks, the ways to choose starters and the rule of spread are those of `improve.harrowmere`'s
``adopter_net``; here they are only repeated, so that a picture shows what usually happens and how much it varies.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from improve.harrowmere.worlds import adopter_net
from improve.harrowmere.worlds.adopter_net import CHANCE, REWIRED, STARTERS, STEPS, WAYS

__all__ = ["WAYS", "live", "reach", "reach_curves"]
PEOPLE = adopter_net.PEOPLE


@lru_cache(maxsize=16)
def networks(count: int, rewired: float = REWIRED, seed: int = 0) -> tuple[np.ndarray, ...]:
    """Draw many networks, the same for everybody who asks with the same seed."""
    rng = np.random.default_rng([seed, 120])
    drawn = tuple(adopter_net.network(rng, rewired) for _ in range(count))
    for matrix in drawn:
        matrix.flags.writeable = False
    return drawn


def reach_curves(
    way: str = "random",
    *,
    needs: int = 1,
    chance: float = CHANCE,
    starters: int = STARTERS,
    steps: int = STEPS,
    rewired: float = REWIRED,
    count: int = 300,
    seed: int = 0,
) -> np.ndarray:
    """Return the share of people who have it after each step, one row for each network.

    Parameters
    ----------
    way : {"well-connected", "random", "spread evenly", "cluster"}
        Who starts.
    needs : int
        1: each contact who has it converts with probability `chance` a step. 2 or more: so many contacts convince,
        for certain, and `chance` plays no part.
    chance : float
    starters, steps : int
    rewired : float
        Share of ties that lead somewhere else than to a near neighbour.
    count : int
        Networks.
    seed : int

    Returns
    -------
    ndarray, shape (count, steps + 1)

    Notes
    -----
    With six starters and twelve steps, 300 networks of 120 people with six ties each and one tie in ten rewired
    give, for `needs=2`, about 92% (well-connected), 82% (random) and 52 to 54% (cluster, spread evenly).

    Examples
    --------
    >>> curves = reach_curves("cluster", needs=3, count=20)
    >>> curves.shape, bool((np.diff(curves) >= 0).all())
    ((20, 13), True)
    """
    rng = np.random.default_rng([seed, needs, WAYS.index(way) if way in WAYS else 99])
    rows = []
    for matrix in networks(count, rewired, seed):
        first = adopter_net.starters(matrix, way, rng, starters)
        rows.append(adopter_net.spread(matrix, first, rng, needs=needs, chance=chance, steps=steps))
    return np.array(rows) / PEOPLE


def reach(way: str = "random", **assumptions) -> float:
    """Return the mean share of people reached at the last step; arguments as in `reach_curves`.

    Examples
    --------
    >>> reach("random", needs=3, count=40) < 0.15
    True
    """
    return float(reach_curves(way, **assumptions)[:, -1].mean())


def live(
    matrix: np.ndarray, first, *, needs: int = 2, keeps: int = 1, support: int = 6, steps: int = 18
) -> np.ndarray:
    """Let people take a practice up, and drop it again when too few around them have it.

    Parameters
    ----------
    matrix : ndarray of bool, shape (n, n)
        Who is tied to whom.
    first : array_like of int
        Those who start, because somebody asked, trained or told them to.
    needs : int
        Contacts with it that convince a person to take it up.
    keeps : int
        Contacts with it that a person needs so as not to drop it. 0: nobody ever drops it.
    support : int
        Steps for which those who started are supported, and keep it whatever others do.
    steps : int

    Returns
    -------
    ndarray of int, shape (steps + 1,)
        How many have it: at the start, then after each step.

    Examples
    --------
    Six close neighbours hold on to each other; six scattered ones, once support ends, stop.

    >>> ring = adopter_net.network(np.random.default_rng(0), rewired=0.0)
    >>> live(ring, range(6), needs=4, keeps=2)[-1], live(ring, range(0, 120, 20), needs=4, keeps=2)[-1]
    (np.int64(6), np.int64(0))
    """
    has = np.zeros(len(matrix), dtype=bool)
    has[np.asarray(list(first), dtype=int)] = True
    started, counts = has.copy(), [has.sum()]
    for step in range(1, steps + 1):
        met = matrix[:, has].sum(axis=1)
        has = (has & (met >= keeps)) | (~has & (met >= needs))
        if step <= support:
            has |= started
        counts.append(has.sum())
    return np.array(counts)
