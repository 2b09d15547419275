"""Rules on how far points lie from the centre line: beyond the limits, and patterns within the zones.

Everything is measured in sigmas from the centre line (`z`) and works over the last axis of one series or
thousands. A missing value (NaN) is in no zone and ends every pattern. Rules return True at points, never a
single verdict.
"""

import numpy as np

from . import rules


def zscores(y, lines) -> np.ndarray:
    """Return the distance from the centre line in sigmas.

    Where the lines are not even about the centre (t and g charts) each side is measured by its own two-sigma
    line.
    """
    y = np.asarray(y, dtype=float)
    gap = y - lines.centre
    with np.errstate(divide="ignore", invalid="ignore"):
        if lines.sigma is not None:
            return gap / lines.sigma
        above, below = gap / (lines.upper2 - lines.centre) * 2, gap / (lines.centre - lines.lower2) * 2
    return np.where(gap >= 0, above, below)


def beyond(y, lines) -> np.ndarray:
    """Mark the points outside the limits (a point on a limit, within rounding, is inside)."""
    y = np.asarray(y, dtype=float)
    rounding = 10 * rules.ON_LINE * np.abs(y)
    with np.errstate(invalid="ignore"):
        return (y > lines.upper + rounding) | (y < lines.lower - rounding)


def some_of(mark, side, need: int, window: int) -> np.ndarray:
    """Mark points that complete a pattern: `need` of the last `window` marked on one side, itself too.

    Parameters
    ----------
    mark : ndarray of bool, shape (..., n)
        Points beyond some line.
    side : ndarray of int, shape (..., n)
        Side of the centre line, as from `rules.sides`.

    References
    ----------
    Western Electric Company (1956). Statistical Quality Control Handbook.

    Examples
    --------
    >>> some_of(np.array([True, False, True, False]), np.array([1, 1, 1, -1]), need=2, window=3).tolist()
    [False, False, True, False]
    """
    found = np.zeros(np.shape(mark), dtype=bool)
    for way in (1, -1):
        here = mark & (side == way)
        found |= here & (_window_sum(here, window) >= need)
    return found


def two_in_three_same_side(near, side) -> np.ndarray:
    """Mark points of the NHS rule: two of three neighbours near a limit, all three on one side of the centre.

    Only the points that are near a limit themselves are marked.

    References
    ----------
    NHS England, Making Data Count. NHSRplotthedots 0.2.2 (R package).
    """
    found = np.zeros(np.shape(near), dtype=bool)
    for way in (1, -1):
        enough = (_window_sum(near, 3) >= 2) & (_window_sum(side == way, 3) == 3)
        found |= near & _spread_back(enough, 3)
    return found


def members(completing, length: int) -> np.ndarray:
    """Mark every point of the windows whose last points are marked."""
    return _spread_back(completing, length)


def long_run(side, length: int) -> np.ndarray:
    """Mark the points from which a run on one side is at least so long; a point on the line ends it."""
    return rules.positions_in_runs(side, side == 0) >= length


def long_trend(y, length: int) -> np.ndarray:
    """Mark the points at which a steady rise or fall has at least so many points; a tie ends it."""
    step = rules.steps(y)
    steady = rules.positions_in_runs(step, step == 0) >= length - 1
    return (
        np.concatenate([np.zeros_like(steady[..., :1]), steady], axis=-1) if np.shape(y)[-1] > 1 else _none(y)
    )


def alternating(y, length: int = 14) -> np.ndarray:
    """Mark the points at which so many points in a row have gone up and down by turns (Nelson's rule 4).

    Examples
    --------
    >>> alternating([1, 3, 2, 4, 3], length=4).tolist()
    [False, False, False, True, True]
    """
    if np.shape(y)[-1] < 3:
        return _none(y)
    step = rules.steps(y).astype(int)
    turns = (step[..., 1:] * step[..., :-1] < 0).astype(int)
    long = rules.positions_in_runs(turns, turns == 0) >= length - 2
    pad = np.zeros((*np.shape(y)[:-1], 2), dtype=bool)
    return np.concatenate([pad, long], axis=-1)


def hugging(z, length: int = 15) -> np.ndarray:
    """Mark the points at which so many in a row lie within one sigma of the centre (Nelson's rule 7)."""
    with np.errstate(invalid="ignore"):
        inside = (np.abs(z) <= 1).astype(int)
    return rules.positions_in_runs(inside, inside == 0) >= length


def mixture(z, length: int = 8) -> np.ndarray:
    """Mark the points at which so many in a row lie beyond one sigma, some on each side (Nelson's rule 8)."""
    with np.errstate(invalid="ignore"):
        high, low = z > 1, z < -1
    all_out = _window_sum(high | low, length) == length
    return all_out & (_window_sum(high, length) > 0) & (_window_sum(low, length) > 0)


def _window_sum(mark, window: int) -> np.ndarray:
    """Count the marks among the last `window` points at each point; -1 where there are fewer points."""
    total = np.cumsum(np.asarray(mark), axis=-1, dtype=int)
    before = np.zeros_like(total)
    before[..., window:] = total[..., :-window]
    counted = total - before
    counted[..., : window - 1] = -1
    return counted


def _spread_back(mark, window: int) -> np.ndarray:
    """Mark each point that is marked or followed by a mark within the window."""
    spread = np.array(mark)
    for lag in range(1, window):
        spread[..., :-lag] |= mark[..., lag:]
    return spread


def _none(y) -> np.ndarray:
    return np.zeros(np.shape(y), dtype=bool)


def western_electric(y, z) -> dict[str, np.ndarray]:
    """Apply the four Western Electric rules; True at each point that completes a pattern.

    Examples
    --------
    >>> z = [0.5, 2.2, 0.1, 2.4, 3.5]
    >>> {rule: np.flatnonzero(hit).tolist() for rule, hit in western_electric(z, z).items()}
    {'rule1': [4], 'rule2': [3, 4], 'rule3': [], 'rule4': []}
    """
    side = rules.sides(z, 0)
    size = np.abs(np.asarray(z, dtype=float))
    with np.errstate(invalid="ignore"):
        return {
            "rule1": size > 3,
            "rule2": some_of(size > 2, side, 2, 3),
            "rule3": some_of(size > 1, side, 4, 5),
            "rule4": long_run(side, 8),
        }


def nelson(y, z) -> dict[str, np.ndarray]:
    """Apply Nelson's eight rules; True at each point that completes a pattern.

    References
    ----------
    Nelson LS (1984). The Shewhart control chart: tests for special causes. Journal of Quality Technology
    16:237–239.
    """
    first = western_electric(y, z)
    return {
        "rule1": first["rule1"],
        "rule2": long_run(rules.sides(z, 0), 9),
        "rule3": long_trend(y, 6),
        "rule4": alternating(y, 14),
        "rule5": first["rule2"],
        "rule6": first["rule3"],
        "rule7": hugging(z, 15),
        "rule8": mixture(z, 8),
    }
