"""Centre lines and limits of control charts: plain numpy over the last axis, one series or thousands at once.

Common arguments
----------------
y : array_like, shape (..., n)
    Plotted values, NaN where missing.
use : array_like of bool, shape (..., n), optional
    Points that fix the centre line and the limits (baseline points that are not excluded). All by default.
centre : float or array_like, optional
    A centre line known beforehand.
screen : bool
    Leave out, once, moving ranges at or above 3.267 times their mean before averaging them again (Nelson
    1982).

Every function returns a `Limits` whose arrays have the shape of `y`.

Missing values are never bridged: the two moving ranges beside a gap are dropped. Excluded points are
different: they are taken out first, and ranges are taken over what is left.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import erf, exp, lgamma, pi, sqrt

import numpy as np

D2 = 1.128  # mean range of two independent normal values, in standard deviations, as tables print it
D4 = 3.267  # upper limit for a moving range of two, in mean moving ranges
XMR = 2.66  # three standard deviations in mean moving ranges, as textbooks print 3 / 1.128
NELSON_T = 3.6  # power that makes a time between events nearly normal


@dataclass(frozen=True)
class Limits:
    """Lines of a control chart: centre, three-sigma limits and two-sigma lines, one value a point.

    `sigma` is kept where the lines are even about the centre (before any cut at 0 or 1), and None where they
    are not.
    """

    centre: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    lower2: np.ndarray
    upper2: np.ndarray
    sigma: np.ndarray | None = None


def around(centre, sigma, floor=None, ceiling=None) -> Limits:
    """Set limits two and three sigma around a centre line, cut off where values are impossible."""
    centre, sigma = np.broadcast_arrays(np.asarray(centre, dtype=float), np.asarray(sigma, dtype=float))
    lines = [centre + k * sigma for k in (-3, 3, -2, 2)]
    lines = [np.where(np.isfinite(line), line, np.nan) for line in lines]
    lines = [np.clip(line, floor, ceiling) if (floor, ceiling) != (None, None) else line for line in lines]
    return Limits(np.array(centre), *lines, sigma=np.array(sigma))


def moving_ranges(y, use=None) -> np.ndarray:
    """Return absolute differences between neighbours in use; NaN beside a gap and at the end.

    Examples
    --------
    >>> moving_ranges([3, 5, float("nan"), 4, 4]).tolist()
    [2.0, nan, nan, 0.0]
    """
    y, use = _as_used(y, use)
    if not use.all():
        order = np.argsort(~use, axis=-1, kind="stable")  # points in use first, in their old order
        y = np.take_along_axis(np.where(use, y, np.nan), order, axis=-1)
    return np.abs(np.diff(y, axis=-1))


def mean_moving_range(ranges, screen: bool = False) -> np.ndarray:
    """Average the moving ranges, where asked after screening out unusually long ones once.

    Examples
    --------
    >>> float(mean_moving_range([2.0, 4.0])), float(mean_moving_range([1.0] * 9 + [31.0], screen=True))
    (3.0, 1.0)
    """
    ranges = np.asarray(ranges, dtype=float)
    mean = _mean(ranges, ~np.isnan(ranges))
    if not screen:
        return mean
    with np.errstate(invalid="ignore"):
        return _mean(ranges, ranges < D4 * mean[..., None])


def individuals(y, use=None, *, screen: bool = False, centre=None, factor: float = XMR) -> Limits:
    """Limits of an individuals (XmR, I) chart: mean plus and minus 2.66 mean moving ranges.

    Parameters
    ----------
    factor : float
        Three sigma in mean moving ranges: 2.66 in print, 3 / 1.128 or 3 / 1.128379 in some software.

    Raises
    ------
    ValueError
        If `factor` is not above 0.

    Notes
    -----
    The ordinary standard deviation is no stand-in: it swells with every shift and trend and hides them.

    References
    ----------
    Nelson LS (1982). Control charts for individual measurements. Journal of Quality Technology 14:172–173.
    Montgomery DC (2013). Introduction to Statistical Quality Control, 7th ed., section 6.4.

    Examples
    --------
    >>> lines = individuals([4, 6, 5, 7, 6])
    >>> round(float(lines.centre[0]), 2), round(float(lines.upper[0]), 2)
    (5.6, 9.59)
    """
    if not factor > 0:
        raise ValueError(f"factor={factor!r} is not possible: give a number above 0, such as 2.66.")
    y, use = _as_used(y, use)
    line = _centre(centre, _mean(y, use), y.shape)
    amr = mean_moving_range(moving_ranges(y, use), screen)
    return around(line, (factor / 3 * amr)[..., None])


def ranges_chart(y, use=None, *, centre=None) -> tuple[np.ndarray, Limits]:
    """Return moving ranges placed at the later point of each pair, and the limits of their chart.

    Examples
    --------
    >>> ranges, lines = ranges_chart([4, 6, 5])
    >>> ranges.tolist(), round(float(lines.upper[0]), 4)
    ([nan, 2.0, 1.0], 4.9005)
    """
    y, use = _as_used(y, use)
    ranges = np.concatenate([np.full_like(y[..., :1], np.nan), np.abs(np.diff(y, axis=-1))], axis=-1)
    line = _centre(centre, _mean(ranges, use), y.shape)
    zero = np.zeros_like(line)
    return ranges, Limits(line, zero, D4 * line, zero, D4 * 2 / 3 * line)


def weighted_individuals(y, n, use=None, *, screen: bool = False, centre=None) -> Limits:
    """Limits of an I′ chart: means of subgroups of varied size n, with variation from point to point.

    References
    ----------
    Taylor W (2017). Normalized individuals (I_N) chart. Taylor Enterprises.
    """
    y, use = _as_used(y, use)
    n = np.broadcast_to(np.asarray(n, dtype=float), y.shape)
    line = _centre(centre, _ratio(y * n, n, use & ~np.isnan(y)), y.shape)
    order = np.argsort(~use, axis=-1, kind="stable")
    kept, sizes = (np.take_along_axis(np.where(use, values, np.nan), order, axis=-1) for values in (y, n))
    spread = np.abs(np.diff(kept, axis=-1)) / np.sqrt(1 / sizes[..., 1:] + 1 / sizes[..., :-1]) * sqrt(pi / 2)
    mean = _mean(spread, ~np.isnan(spread))
    if screen:
        with np.errstate(invalid="ignore"):
            mean = _mean(spread, spread < 3.2665 * mean[..., None])
    with np.errstate(divide="ignore"):
        return around(line, mean[..., None] / np.sqrt(n))


def counts(y, use=None, *, centre=None) -> Limits:
    """Limits of a c chart: mean count plus and minus three of its square roots, not below 0.

    References
    ----------
    Montgomery DC (2013). Introduction to Statistical Quality Control, 7th ed., section 7.3.

    Examples
    --------
    >>> float(counts([4, 5, 3, 4]).upper[0])
    10.0
    """
    y, use = _as_used(y, use)
    line = _centre(centre, _mean(y, use), y.shape)
    return around(line, np.sqrt(line), floor=0)


def proportions(y, n, use=None, *, prime: bool = False, screen: bool = False, centre=None) -> Limits:
    """Limits of a p chart, or with `prime` of Laney's p′ chart; `y` holds proportions, `n` denominators.

    References
    ----------
    Montgomery DC (2013). Introduction to Statistical Quality Control, 7th ed., section 7.2.
    Laney DB (2002). Improved control charts for attributes. Quality Engineering 14:531–537.

    Examples
    --------
    >>> lines = proportions([0.1, 0.2], [100, 100])
    >>> round(float(lines.centre[0]), 2), round(float(lines.upper[0]), 4)
    (0.15, 0.2571)
    """
    y, n, use, line = _rate_line(y, n, use, centre)
    with np.errstate(divide="ignore", invalid="ignore"):
        sigma = np.sqrt(line * (1 - line) / n)
    return _attribute_limits(y, line, sigma, use, prime, screen, ceiling=1)


def rates(y, n, use=None, *, prime: bool = False, screen: bool = False, centre=None) -> Limits:
    """Limits of a u chart, or with `prime` of Laney's u′ chart; `y` holds events per unit of `n`.

    References
    ----------
    Montgomery DC (2013). Introduction to Statistical Quality Control, 7th ed., section 7.3.
    Laney DB (2002). Improved control charts for attributes. Quality Engineering 14:531–537.

    Examples
    --------
    >>> lines = rates([0.02, 0.04], [100, 100])
    >>> round(float(lines.centre[0]), 2), round(float(lines.upper[0]), 4)
    (0.03, 0.082)
    """
    y, n, use, line = _rate_line(y, n, use, centre)
    with np.errstate(divide="ignore", invalid="ignore"):
        sigma = np.sqrt(line / n)
    return _attribute_limits(y, line, sigma, use, prime, screen, ceiling=None)


def sigma_z(y, line, sigma, use=None, screen: bool = False) -> np.ndarray:
    """Return Laney's sigma_z: how many times wider the points vary than their denominators alone explain.

    Above 1 the data are overdispersed, below 1 underdispersed.

    Examples
    --------
    >>> round(float(sigma_z([0.1, 0.2, 0.1, 0.2], 0.15, 0.05)), 3)
    1.773
    """
    y, use = _as_used(y, use)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (y - line) / sigma
    return mean_moving_range(moving_ranges(z, use), screen) / D2


def _rate_line(y, n, use, centre):
    y, use = _as_used(y, use)
    n = np.broadcast_to(np.asarray(n, dtype=float), y.shape)
    line = _centre(centre, _ratio(y * n, n, use & ~np.isnan(y)), y.shape)
    return y, n, use, line


def _attribute_limits(y, line, sigma, use, prime, screen, ceiling) -> Limits:
    if prime:
        sigma = sigma * sigma_z(y, line, sigma, use, screen)[..., None]
    return around(line, sigma, floor=0, ceiling=ceiling)


def times_between(y, use=None, *, screen: bool = False, centre=None, factor: float = XMR) -> Limits:
    """Limits of a t chart (time between rare events): an individuals chart of y to the power 1 / 3.6.

    Raises
    ------
    ValueError
        If a time is 0 or less.

    References
    ----------
    Nelson LS (1994). A control chart for parts-per-million nonconforming items. Journal of Quality Technology
    26:239–240.

    Examples
    --------
    >>> lines = times_between([10.0, 30, 5, 60, 20])
    >>> round(float(lines.centre[0]), 1), round(float(lines.lower[0]), 1)
    (19.7, 0.0)
    """
    y, use = _as_used(y, use)
    if (y <= 0).any():
        raise ValueError("A time between events must be above 0. For cases between events use a g chart.")
    line = None if centre is None else np.asarray(centre, dtype=float) ** (1 / NELSON_T)
    flat = individuals(y ** (1 / NELSON_T), use, screen=screen, centre=line, factor=factor)
    lines = (flat.centre, flat.lower, flat.upper, flat.lower2, flat.upper2)
    return Limits(*(np.maximum(line, 0) ** NELSON_T for line in lines))


def cases_between(y, use=None, *, centre=None) -> Limits:
    """Limits of a g chart (cases between rare events): limits from the mean, median as the line to run along.

    References
    ----------
    Benneyan JC (2001). Number-between g-type statistical quality control charts for monitoring adverse
    events. Health Care Management Science 4:305–318.
    Provost LP, Murray SK (2011). The Health Care Data Guide. Jossey-Bass.

    Examples
    --------
    >>> lines = cases_between([3, 9, 0, 12, 6])
    >>> float(lines.centre[0]), round(float(lines.upper[0]), 2)
    (6.0, 25.44)
    """
    y, use = _as_used(y, use)
    mean = _centre(centre, _mean(y, use), y.shape)
    lines = around(mean, np.sqrt(mean * (mean + 1)), floor=0)
    middle = 0.693 * mean if centre is not None else np.broadcast_to(_median(y, use)[..., None], y.shape)
    return Limits(np.array(middle), lines.lower, lines.upper, lines.lower2, lines.upper2)


def subgroup_means(means, deviations, sizes, use=None, *, centre=None) -> Limits:
    """Limits of an x-bar chart from subgroup means, standard deviations and sizes.

    Notes
    -----
    With equal sizes the mean standard deviation is used, with varied sizes the pooled one; both with A3.

    References
    ----------
    Montgomery DC (2013). Introduction to Statistical Quality Control, 7th ed., section 6.3.
    """
    means, use = _as_used(means, use)
    sizes = np.broadcast_to(np.asarray(sizes, dtype=float), means.shape)
    line = _centre(centre, _ratio(means * sizes, sizes, use & ~np.isnan(means)), means.shape)
    spread = _within(np.asarray(deviations, dtype=float), sizes, use)[..., None]
    return around(line, spread / (c4(sizes) * np.sqrt(np.where(sizes > 1, sizes, np.nan))))


def subgroup_deviations(deviations, sizes, use=None, *, centre=None) -> Limits:
    """Limits of an s chart from subgroup standard deviations and sizes (B3 and B4).

    References
    ----------
    Montgomery DC (2013). Introduction to Statistical Quality Control, 7th ed., section 6.3.
    """
    deviations, use = _as_used(deviations, use)
    sizes = np.broadcast_to(np.asarray(sizes, dtype=float), deviations.shape)
    line = _centre(centre, _within(deviations, sizes, use), deviations.shape)
    shape = c4(sizes)
    return around(line, line * np.sqrt(1 - shape**2) / shape, floor=0)


def _within(deviations, sizes, use) -> np.ndarray:
    """Return the within-subgroup standard deviation: the mean, or the pooled one where sizes vary."""
    known = use & ~np.isnan(deviations)
    pooled = np.sqrt(_ratio((sizes - 1) * deviations**2, sizes - 1, known))
    varied = np.ptp(sizes, axis=-1) > 0
    return np.where(varied, pooled, _mean(deviations, known))


def ewma(y, centre, sigma, *, weight: float = 0.2, width: float = 3.0, sizes=1) -> tuple[np.ndarray, Limits]:
    """Return the exponentially weighted moving average and its widening limits.

    Parameters
    ----------
    weight : float
        Weight of the newest value, above 0 and at most 1.
    width : float
        Limits in standard errors.
    sizes : int or array_like
        Values behind each point.

    Raises
    ------
    ValueError
        If the weight is outside (0, 1].

    Notes
    -----
    A missing value leaves the average where it was; the point itself stays blank.

    References
    ----------
    Roberts SW (1959). Control chart tests based on geometric moving averages. Technometrics 1:239–250.

    Examples
    --------
    >>> smooth, lines = ewma([12.0, 8], centre=10, sigma=1)
    >>> smooth.round(2).tolist(), lines.upper.round(2).tolist()
    ([10.4, 9.92], [10.6, 10.77])
    """
    if not 0 < weight <= 1:
        raise ValueError(f"weight={weight!r} is not possible: give a number above 0 and at most 1.")
    y = np.asarray(y, dtype=float)
    centre, sigma = (np.asarray(value, dtype=float) for value in (centre, sigma))
    smooth = np.full(y.shape, np.nan)
    level = np.broadcast_to(centre[..., 0] if centre.ndim else centre, y.shape[:-1]).astype(float)
    for i in range(y.shape[-1]):
        known = ~np.isnan(y[..., i])
        level = np.where(known, weight * y[..., i] + (1 - weight) * level, level)
        smooth[..., i] = np.where(known, level, np.nan)
    steps = np.arange(1, y.shape[-1] + 1)
    error = np.sqrt(sigma**2 / sizes * weight / (2 - weight) * (1 - (1 - weight) ** (2 * steps)))
    line = np.broadcast_to(centre, y.shape)
    near = 2 / 3 * width
    return smooth, Limits(
        np.array(line), line - width * error, line + width * error, line - near * error, line + near * error
    )


def cusum(
    y, centre, sigma, *, shift: float = 1.0, head_start: float = 0.0, sizes=1
) -> tuple[np.ndarray, np.ndarray]:
    """Return the tabular CUSUM above and below, in standard errors; the lower sum is 0 or negative.

    Parameters
    ----------
    shift : float
        Shift to detect, in standard errors; half of it is the allowance.
    head_start : float
        Where both sums start, in standard errors.

    Notes
    -----
    A missing value leaves the sums where they were; the point itself stays blank.

    References
    ----------
    Page ES (1954). Continuous inspection schemes. Biometrika 41:100–115.

    Examples
    --------
    >>> above, below = cusum([11.0, 12, 10], centre=10, sigma=1)
    >>> above.tolist(), below.tolist()
    ([0.5, 2.0, 1.5], [0.0, 0.0, 0.0])
    """
    y = np.asarray(y, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (y - centre) / (sigma / np.sqrt(sizes))
    above, below = np.full(y.shape, np.nan), np.full(y.shape, np.nan)
    high = low = np.full(y.shape[:-1], float(head_start))
    for i in range(y.shape[-1]):
        known = ~np.isnan(z[..., i])
        high = np.where(known, np.maximum(0, high + z[..., i] - shift / 2), high)
        low = np.where(known, np.maximum(0, low - z[..., i] - shift / 2), low)
        above[..., i], below[..., i] = np.where(known, high, np.nan), np.where(known, -low + 0.0, np.nan)
    return above, below


# Constants -------------------------------------------------------------------------------------------------


def c4(n) -> np.ndarray:
    """Return c4: mean sample standard deviation of n normal values, in population ones (NaN for n < 2).

    Examples
    --------
    >>> round(float(c4(4)), 6)
    0.921318
    """
    n = np.asarray(n, dtype=float)
    distinct, back = np.unique(n, return_inverse=True)
    return np.array([_c4(value) for value in distinct])[back].reshape(n.shape)


def _c4(n: float) -> float:
    return sqrt(2 / (n - 1)) * exp(lgamma(n / 2) - lgamma((n - 1) / 2)) if n > 1 else np.nan


@lru_cache(maxsize=64)
def d2_d3(n: int) -> tuple[float, float]:
    """Return d2 and d3: mean and standard deviation of the range of n independent standard normal values.

    Notes
    -----
    Found by numerical integration of the range's distribution.

    References
    ----------
    Tippett LHC (1925). On the extreme individuals and the range of samples. Biometrika 17:364–387.

    Examples
    --------
    >>> [round(value, 4) for value in d2_d3(4)]
    [2.0588, 0.8798]
    """
    if n < 2:
        raise ValueError(f"A range needs two values or more, not {n}.")
    grid = np.linspace(-8, 8, 1601)
    step = grid[1] - grid[0]
    below = np.array([0.5 * (1 + erf(x / sqrt(2))) for x in grid])
    one_sided = 1 - below**n - (1 - below) ** n
    mean = one_sided.sum() * step
    low, high = below[:, None], below[None, :]
    joint = 1 - high**n - (1 - low) ** n + np.clip(high - low, 0, None) ** n
    square = 2 * (np.triu(joint, 1).sum() + np.trace(joint) / 2) * step**2
    return float(mean), float(sqrt(square - mean**2))


# Small helpers ---------------------------------------------------------------------------------------------


def _as_used(y, use) -> tuple[np.ndarray, np.ndarray]:
    y = np.asarray(y, dtype=float)
    use = (
        np.ones(y.shape, dtype=bool) if use is None else np.broadcast_to(np.asarray(use, dtype=bool), y.shape)
    )
    return y, use


def _centre(given, found, shape) -> np.ndarray:
    line = np.asarray(found)[..., None] if given is None else np.asarray(given, dtype=float)
    return np.array(np.broadcast_to(line, shape))


def _mean(values, mask) -> np.ndarray:
    """Average the masked values along the last axis; NaN where there are none."""
    mask = mask & ~np.isnan(values)
    number = mask.sum(axis=-1)
    total = np.where(mask, values, 0.0).sum(axis=-1)
    return np.divide(total, number, out=np.full(np.shape(total), np.nan), where=number > 0)


def _ratio(top, bottom, mask) -> np.ndarray:
    """Divide the sum of the masked tops by the sum of the masked bottoms; NaN where that is not possible."""
    over = np.where(mask, top, 0.0).sum(axis=-1)
    under = np.where(mask, bottom, 0.0).sum(axis=-1)
    return np.divide(over, under, out=np.full(np.shape(over), np.nan), where=under > 0)


def _median(values, mask) -> np.ndarray:
    """Return the median of the masked values along the last axis; NaN where there are none."""
    kept = np.sort(np.where(mask, values, np.nan), axis=-1)  # NaN sorts to the end
    number = (~np.isnan(kept)).sum(axis=-1, keepdims=True)
    low = np.take_along_axis(kept, np.maximum((number - 1) // 2, 0), axis=-1)
    high = np.take_along_axis(kept, np.minimum(number // 2, kept.shape[-1] - 1), axis=-1)
    return ((low + high) / 2)[..., 0]
