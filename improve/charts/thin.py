"""Choosing which points of a very long series to draw: never which to test.

A screen has about a thousand columns of pixels. From each of so many stretches of the series the first, last, lowest
and highest points are kept, so that the drawn line covers the same pixels as the whole one.
"""

import numpy as np

MOST_DRAWN = 2000  # up to so many points everything is drawn
STRETCHES = 400
MOST_MARKED = 1500  # marked points kept besides


def drawn(y, marked) -> np.ndarray:
    """Return the positions of the points to draw, in order.

    Parameters
    ----------
    y : ndarray of float, shape (n,)
    marked : ndarray of bool, shape (n,)
        Points worth keeping for themselves, such as signals.

    Examples
    --------
    >>> len(drawn(np.zeros(100), np.zeros(100, dtype=bool)))
    100
    >>> len(drawn(np.arange(100_000.0), np.zeros(100_000, dtype=bool))) < 2000
    True
    """
    n = len(y)
    if n <= MOST_DRAWN:
        return np.arange(n)
    keep = [np.flatnonzero(np.isnan(y))[:STRETCHES]]
    for part in np.array_split(np.arange(n), STRETCHES):
        values = y[part]
        if not np.isnan(values).all():
            keep.append(part[[0, np.nanargmin(values), np.nanargmax(values), -1]])
    signals = np.flatnonzero(marked)
    keep.append(signals[:: max(1, len(signals) // MOST_MARKED)])
    return np.unique(np.concatenate(keep))


def longest(stretches, most: int) -> list:
    """Return the longest stretches, at most so many, in time order."""
    chosen = sorted(stretches, key=len, reverse=True)[:most]
    return sorted(chosen, key=lambda stretch: stretch[0])
