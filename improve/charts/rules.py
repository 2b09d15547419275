"""Run rules: tests for non-random patterns around a centre line, on one series or on thousands at once.

Every function works over the last axis, so `y` may be one series of shape (n,) or many of shape (..., n).

How the awkward cases are treated, in one place:

* A point **on the centre line** is on neither side. Most rule sets skip it; the NHS set lets it end a run.
* A **missing value** (NaN) is on no side and is left out of runs, as in qicharts2. It ends a trend: nobody
  knows where the missing point lay.
* **Ties** (equal neighbours) either end a trend (NHS, Nelson) or are skipped (Perla). The rule set says
  which.
* Lengths count points, not steps: six points in a row rising are five rises.
"""

from functools import lru_cache
from math import comb

import numpy as np

ON_LINE = 1e-13  # relative: rounding of a mean, a rate or a power must not push a point off its own line


def sides(y, centre) -> np.ndarray:
    """Say on which side of the centre line each point lies.

    Parameters
    ----------
    y : array_like, shape (..., n)
        Values; NaN where missing.
    centre : float or array_like
        Centre line: one number, one for each series (shape (..., 1)) or one for each point.

    Returns
    -------
    ndarray of int8, shape (..., n)
        1 above, -1 below, 0 on the line (within rounding) or missing.

    Examples
    --------
    >>> sides([4, 5, 7, float("nan")], 5).tolist()
    [-1, 0, 1, 0]
    """
    y, centre = np.broadcast_arrays(np.asarray(y, dtype=float), np.asarray(centre, dtype=float))
    gap = y - centre
    on_line = ~(np.abs(gap) > ON_LINE * np.maximum(np.abs(y), np.abs(centre)))  # NaN counts as "on the line"
    return np.where(on_line, 0, np.sign(np.where(on_line, 0, gap))).astype(np.int8)


def useful(y, centre) -> np.ndarray:
    """Count the useful observations: values that are not missing and not on the centre line.

    Examples
    --------
    >>> int(useful([4, 5, 7, float("nan")], 5))
    2
    """
    return np.count_nonzero(sides(y, centre), axis=-1)


def positions_in_runs(sign, breaks=None) -> np.ndarray:
    """Number each non-zero element within its run of equal signs: 1, 2, 3 …; zeros get 0.

    Zeros are skipped: they neither count nor end a run, unless `breaks` (bool, same shape) marks them.
    """
    sign = np.asarray(sign)
    counted = sign != 0
    if sign.shape[-1] == 0:
        return np.zeros(sign.shape, dtype=int)
    index = np.arange(sign.shape[-1])
    before = _last_index(counted, index)
    sign_before = np.where(before >= 0, np.take_along_axis(sign, np.maximum(before, 0), axis=-1), 0)
    starts = counted & (sign_before != sign)
    if breaks is not None:
        starts |= counted & (_last_index(np.asarray(breaks), index) > before)
    order = np.cumsum(counted, axis=-1)
    first = np.maximum.accumulate(np.where(starts, order, 0), axis=-1)
    return np.where(counted, order - first + 1, 0)


def _last_index(mark, index) -> np.ndarray:
    """Return, for each place, the index of the last marked place before it; -1 where there is none."""
    last = np.maximum.accumulate(np.where(mark, index, -1), axis=-1)
    return np.concatenate([np.full_like(last[..., :1], -1), last[..., :-1]], axis=-1)


def run_lengths(sign, breaks=None) -> np.ndarray:
    """Give each non-zero element the length of the run it belongs to; zeros get 0.

    Examples
    --------
    >>> run_lengths(np.array([1, 1, 0, 1, -1])).tolist()
    [3, 3, 0, 3, 1]
    """
    sign = np.asarray(sign)
    forward = positions_in_runs(sign, breaks)
    turned = None if breaks is None else np.asarray(breaks)[..., ::-1]
    backward = positions_in_runs(sign[..., ::-1], turned)[..., ::-1]
    return np.where(forward > 0, forward + backward - 1, 0)


def longest_run(y, centre, on_line: str = "skip") -> np.ndarray:
    """Find the longest run of points on one side of the centre line.

    Parameters
    ----------
    y, centre
        As in `sides`.
    on_line : {"skip", "break"}
        Whether a point on the line is skipped (Perla, Anhøj) or ends the run (NHS, Nelson).

    Returns
    -------
    ndarray of int, shape (...)

    Examples
    --------
    >>> int(longest_run([6, 7, 5, 8, 1], 5)), int(longest_run([6, 7, 5, 8, 1], 5, on_line="break"))
    (3, 2)
    """
    return _longest(positions_in_runs(*_run_input(y, centre, on_line)))


def _run_input(y, centre, on_line: str):
    sign = sides(y, centre)
    if on_line == "skip":
        return sign, None
    return sign, (sign == 0) & ~np.isnan(np.broadcast_to(np.asarray(y, dtype=float), sign.shape))


def _longest(positions) -> np.ndarray:
    return positions.max(axis=-1, initial=0)


def crossings(y, centre) -> np.ndarray:
    """Count how often the line joining the useful points crosses the centre line.

    Examples
    --------
    >>> int(crossings([6, 5, 7, 1, 8], 5))
    2
    """
    starts = positions_in_runs(sides(y, centre)) == 1
    return np.maximum(np.count_nonzero(starts, axis=-1) - 1, 0)


def steps(y) -> np.ndarray:
    """Return the direction of each step: 1 up, -1 down, 0 level or not known (shape (..., n-1))."""
    y = np.asarray(y, dtype=float)
    return np.nan_to_num(np.sign(np.diff(y, axis=-1))).astype(np.int8)


def trend_lengths(y, ties: str = "break") -> np.ndarray:
    """Give each point the length, in points, of the longest trend it belongs to (0 where it is in none).

    Parameters
    ----------
    y : array_like, shape (..., n)
    ties : {"break", "skip"}
        Whether equal neighbours end a trend, or are skipped: then the tied point is not counted and the trend
        goes on. A missing value always ends a trend.

    Examples
    --------
    >>> trend_lengths([1, 2, 2, 3], ties="skip").tolist()
    [3, 3, 3, 3]
    >>> trend_lengths([1, 2, 2, 3], ties="break").tolist()
    [2, 2, 2, 2]
    """
    y = np.asarray(y, dtype=float)
    if y.shape[-1] < 2:
        return np.zeros(y.shape, dtype=int)
    lengths = run_lengths(*_trend_input(y, ties))
    points = np.where(lengths > 0, lengths + 1, 0)
    none = np.zeros_like(points[..., :1])
    return np.maximum(np.concatenate([points, none], axis=-1), np.concatenate([none, points], axis=-1))


def _trend_input(y, ties: str):
    direction = steps(y)
    if ties == "break":
        return direction, direction == 0
    return direction, np.isnan(np.diff(y, axis=-1))


def longest_trend(y, ties: str = "break") -> np.ndarray:
    """Find the longest run of points each higher (or each lower) than the one before, counted in points.

    Examples
    --------
    >>> int(longest_trend([3, 1, 2, 3, 4, 0]))
    4
    """
    y = np.asarray(y, dtype=float)
    if y.shape[-1] < 2:
        return np.zeros(y.shape[:-1], dtype=int)
    longest = _longest(positions_in_runs(*_trend_input(y, ties)))
    return np.where(longest > 0, longest + 1, 0)


def longest_run_limit(n) -> np.ndarray:
    """Return the longest run that chance would usually give: a signal is a run strictly longer.

    Parameters
    ----------
    n : int or array_like of int
        Useful observations.

    Returns
    -------
    ndarray of int
        round(log2(n)) + 3; 0 where n is 0.

    Notes
    -----
    The limit is a prediction limit for the longest run in n fair coin tosses, found by Schilling and put to
    use for run charts by Anhøj.

    References
    ----------
    Anhøj J, Olesen AV (2014). Run charts revisited. PLoS ONE 9:e113825.
    Schilling MF (2012). The surprising predictability of long runs. Mathematics Magazine 85:141–149.

    Examples
    --------
    >>> int(longest_run_limit(24))
    8
    """
    n = np.asarray(n)
    return np.where(n > 0, np.rint(np.log2(np.maximum(n, 1))) + 3, 0).astype(int)


def crossings_limit(n) -> np.ndarray:
    """Return the fewest crossings that chance would usually give: a signal is strictly fewer.

    Parameters
    ----------
    n : int or array_like of int
        Useful observations.

    Returns
    -------
    ndarray of int
        The 5th percentile of a binomial distribution with n - 1 trials and probability one half.

    References
    ----------
    Chen Z (2010). A note on the runs test. Model Assisted Statistics and Applications 5:73–77.
    Anhøj J, Olesen AV (2014). Run charts revisited. PLoS ONE 9:e113825.

    Examples
    --------
    >>> crossings_limit([20, 24, 30]).tolist()
    [6, 8, 10]
    """
    return _for_each_n(lambda count: _half_binomial_quantile(max(count - 1, 0)), n)


def _for_each_n(function, n) -> np.ndarray:
    """Apply a cached scalar function to an array of counts, calling it once for each distinct count."""
    n = np.asarray(n, dtype=int)
    distinct, back = np.unique(n, return_inverse=True)
    return np.array([function(int(k)) for k in distinct], dtype=int)[back].reshape(n.shape)


@lru_cache(maxsize=4096)
def _half_binomial_quantile(trials: int) -> int:
    """Return the smallest k with P(X <= k) >= 1/20, X binomial(trials, 1/2), in whole numbers, so exactly."""
    if trials > 2000:
        return _half_binomial_quantile_large(trials)
    total, term, k = 0, 1, 0
    while True:
        total += term
        if 20 * total >= 1 << trials:
            return k
        term = term * (trials - k) // (k + 1)
        k += 1


def _half_binomial_quantile_large(trials: int) -> int:
    """As above for long series, adding probabilities on the log scale (whole numbers would grow too long)."""
    k = np.arange(1, trials + 1)
    log_terms = np.concatenate([[0.0], np.cumsum(np.log((trials - k + 1) / k))]) - trials * np.log(2)
    return int(np.searchsorted(np.cumsum(np.exp(log_terms)), 0.05))


def runs_limits(n) -> tuple[np.ndarray, np.ndarray]:
    """Return the fewest and the most runs that chance would usually give among n useful observations.

    Parameters
    ----------
    n : int or array_like of int
        Useful observations.

    Returns
    -------
    fewest, most : ndarray of int
        Fewer runs than `fewest` are too few; more than `most` are too many. Below 10 useful observations
        there is no limit: `fewest` is 0 and `most` is n.

    Notes
    -----
    Computed from the exact distribution of the number of runs when half the points lie on each side, 2.5 per
    cent in each tail. Perla and colleagues print a table of this kind after Swed and Eisenhart; for some n a
    printed table can differ from these values by one run, because of how "critical value" is read.

    References
    ----------
    Swed FS, Eisenhart C (1943). Tables for testing randomness of grouping in a sequence of alternatives.
    Annals of Mathematical Statistics 14:66–87.
    Perla RJ, Provost LP, Murray SK (2011). The run chart. BMJ Quality & Safety 20:46–51.

    Examples
    --------
    >>> [int(limit) for limit in runs_limits(24)]
    [8, 18]
    """
    return _for_each_n(lambda k: _runs_limits(k)[0], n), _for_each_n(lambda k: _runs_limits(k)[1], n)


@lru_cache(maxsize=4096)
def _runs_limits(n: int) -> tuple[int, int]:
    if n < 10:
        return 0, n
    low, high = n // 2, n - n // 2
    if n > 1000:  # the distribution is normal to well within one run here
        mean = 2 * low * high / n + 1
        spread = (2 * low * high * (2 * low * high - n) / (n * n * (n - 1))) ** 0.5
        return int(np.ceil(mean - 1.96 * spread)), int(np.floor(mean + 1.96 * spread))
    ways = [_arrangements_with_runs(low, high, runs) for runs in range(n + 1)]
    tail = comb(n, low)  # compare 40 x tail count with all arrangements: 2.5 per cent, exactly
    fewest = next(r for r in range(n + 1) if 40 * sum(ways[: r + 1]) > tail)
    most = next(r for r in range(n, -1, -1) if 40 * sum(ways[r:]) > tail)
    return fewest, most


def _arrangements_with_runs(low: int, high: int, runs: int) -> int:
    """Count the arrangements of `low` points below and `high` above that have exactly so many runs."""
    if runs < 2:
        return 0
    half, odd = divmod(runs, 2)
    if odd:
        return comb(low - 1, half) * comb(high - 1, half - 1) + comb(low - 1, half - 1) * comb(high - 1, half)
    return 2 * comb(low - 1, half - 1) * comb(high - 1, half - 1)
