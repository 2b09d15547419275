"""Limits of funnel plots: exact ones from binomial and Poisson distributions, and overdispersion.

Quantiles are found here rather than taken from scipy, so that the library stays light enough for a browser.
"""

from dataclasses import dataclass
from math import lgamma, log
from statistics import NormalDist

import numpy as np

Z95, Z998 = 1.959964, 3.090232  # two-sided 95 and 99.8 per cent, as printed by Spiegelhalter and FunnelPlotR
TAILS = {"95": 0.025, "998": 0.001}


@dataclass(frozen=True)
class Dispersion:
    """How much more units differ than chance alone explains.

    Attributes
    ----------
    phi : float
        Mean squared z-score after taming the extremes; 1 is what chance gives.
    tau2 : float
        Variance between units on the transformed scale; 0 where phi does not exceed what chance gives.
    z : ndarray
        z-score of each unit before adjustment.
    tamed : ndarray
        z-scores after winsorising (NaN where a unit was left out by truncation).
    """

    phi: float
    tau2: float
    z: np.ndarray
    tamed: np.ndarray


def gamma_p(shape, x) -> np.ndarray:
    """Return the regularised lower incomplete gamma function P(shape, x), elementwise.

    Notes
    -----
    A series below shape + 1, a continued fraction above (Lentz's method).

    References
    ----------
    Abramowitz M, Stegun IA (1964). Handbook of Mathematical Functions, sections 6.5.29 and 6.5.31.

    Examples
    --------
    >>> round(float(gamma_p(2.0, 3.0)), 6)
    0.800852
    """
    shape, x = np.broadcast_arrays(np.asarray(shape, dtype=float), np.asarray(x, dtype=float))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        front = np.exp(-x + shape * np.log(np.where(x > 0, x, 1)) - _log_gamma(shape))
        low = x < shape + 1
        result = np.where(low, front * _series(shape, np.where(low, x, 0)), 0.0)
        high = 1 - front * _fraction(shape, np.where(low, 10 * (shape + 1), x))
    return np.where(x <= 0, 0.0, np.where(low, result, high))


def _log_gamma(values) -> np.ndarray:
    return np.vectorize(lgamma, otypes=[float])(values)


def _series(shape, x) -> np.ndarray:
    term = 1 / shape
    total = np.array(term)
    for k in range(1, 2000):
        term = term * x / (shape + k)
        total += term
        if (term <= total * 1e-17).all():
            break
    return total


def _fraction(shape, x) -> np.ndarray:
    tiny = 1e-300
    b = x + 1 - shape
    c = np.full(x.shape, 1 / tiny)
    d = 1 / np.where(b == 0, tiny, b)
    h = np.array(d)
    for k in range(1, 2000):
        a = -k * (k - shape)
        b = b + 2
        d = 1 / _not_zero(a * d + b)
        c = _not_zero(b + a / c)
        h *= d * c
        if (np.abs(d * c - 1) < 4e-16).all():
            break
    return h


def _not_zero(values) -> np.ndarray:
    return np.where(np.abs(values) < 1e-300, 1e-300, values)


def gamma_quantile(p: float, shape) -> np.ndarray:
    """Return the quantile of a gamma distribution with unit scale, elementwise in `shape`.

    Half a chi-squared quantile with 2 x shape degrees of freedom; found by Newton's method, kept inside brackets.

    Examples
    --------
    >>> round(float(gamma_quantile(0.975, 5.0)), 4)
    10.2416
    """
    shape = np.asarray(shape, dtype=float)
    start = 1 - 1 / (9 * shape) + NormalDist().inv_cdf(p) / (3 * np.sqrt(shape))  # Wilson and Hilferty's cube
    low, high = np.zeros(shape.shape), shape + 40 * np.sqrt(shape) + 60
    x = np.clip(shape * start**3, 1e-3 * shape, high)
    for _ in range(100):
        gap = gamma_p(shape, x) - p
        low, high = np.where(gap < 0, x, low), np.where(gap < 0, high, x)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            newton = x - gap / np.exp((shape - 1) * np.log(x) - x - _log_gamma(shape))
        better = np.where((newton > low) & (newton < high), newton, (low + high) / 2)
        done = np.abs(better - x) <= 1e-13 * x
        x = better
        if np.all(done):
            break
    return x


def ratio_limits(expected, target: float = 1.0) -> dict[str, np.ndarray]:
    """Exact Poisson limits for standardised ratios, or for rates with `expected` events at the target.

    Parameters
    ----------
    expected : array_like
        Expected events of each unit, above 0.
    target : float
        The ratio at the centre.

    Returns
    -------
    dict
        lower95, upper95, lower998, upper998.

    References
    ----------
    Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in Medicine
    24:1185–1202.

    Examples
    --------
    >>> {name: round(float(line), 3) for name, line in ratio_limits(28.4).items()}
    {'lower95': 0.667, 'upper95': 1.442, 'lower998': 0.518, 'upper998': 1.727}
    """
    expected = np.asarray(expected, dtype=float)
    lines = {}
    for name, tail in TAILS.items():
        lines[f"lower{name}"] = target * gamma_quantile(tail, expected) / expected
        lines[f"upper{name}"] = target * gamma_quantile(1 - tail, expected + 1) / expected
    return lines


def exact_proportion_limits(n, target: float) -> dict[str, np.ndarray]:
    """Exact binomial limits for proportions, interpolated between whole counts.

    Notes
    -----
    The limit is (r - a) / n, where r is the smallest count whose cumulative probability reaches p, and a
    interpolates between r - 1 and r. Limits are smooth in n only where counts are large.

    References
    ----------
    Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in Medicine
    24:1185–1202, appendix.

    Examples
    --------
    >>> {name: round(float(line[0]), 3) for name, line in exact_proportion_limits([100], 0.1).items()}
    {'lower95': 0.04, 'upper95': 0.158, 'lower998': 0.014, 'upper998': 0.198}
    """
    n = np.atleast_1d(np.asarray(n, dtype=float))
    lines = {f"{side}{name}": np.empty(len(n)) for name in TAILS for side in ("lower", "upper")}
    for i, size in enumerate(n.tolist()):
        total = _binomial_cumulative(round(size), target)
        for name, tail in TAILS.items():
            lines[f"lower{name}"][i] = _interpolated(total, tail) / size
            lines[f"upper{name}"][i] = _interpolated(total, 1 - tail) / size
    return {name: np.clip(line, 0, 1) for name, line in lines.items()}


def _binomial_cumulative(n: int, p: float) -> np.ndarray:
    k = np.arange(n + 1)
    log_terms = lgamma(n + 1) - _log_gamma(k + 1) - _log_gamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p)
    return np.cumsum(np.exp(log_terms))


def _interpolated(total, p: float) -> float:
    r = int(np.searchsorted(total, p))
    if r >= len(total):
        return float(len(total) - 1)
    before = total[r - 1] if r else 0.0
    return r - (total[r] - p) / (total[r] - before)


def arcsine_proportion_limits(n, target: float, tau2: float = 0.0) -> dict[str, np.ndarray]:
    """Limits for proportions on the arcsine square-root scale, widened by the variance between units.

    Examples
    --------
    >>> {name: round(float(line), 3) for name, line in arcsine_proportion_limits(100, 0.1).items()}
    {'lower95': 0.049, 'upper95': 0.166, 'lower998': 0.028, 'upper998': 0.21}
    """
    middle, error = np.arcsin(np.sqrt(target)), np.sqrt(1 / (4 * np.asarray(n, dtype=float)) + tau2)
    return _symmetric(lambda z: np.sin(np.clip(middle + z * error, 0, np.pi / 2)) ** 2)


def log_ratio_limits(expected, tau2: float = 0.0) -> dict[str, np.ndarray]:
    """Limits for standardised ratios on the log scale (the SHMI method), widened by between-unit variance."""
    error = np.sqrt(1 / np.asarray(expected, dtype=float) + tau2)
    return _symmetric(lambda z: np.exp(z * error))


def root_ratio_limits(expected, tau2: float = 0.0) -> dict[str, np.ndarray]:
    """Limits for standardised ratios by the CQC method as FunnelPlotR draws it: linear about 1."""
    error = np.sqrt(1 / (4 * np.asarray(expected, dtype=float)) + tau2)
    return _symmetric(lambda z: 1 + z * error)


def count_ratio_limits(n, target: float, tau2: float = 0.0) -> dict[str, np.ndarray]:
    """Limits for ratios of counts on the log scale, as FunnelPlotR draws them."""
    error = np.sqrt(1 / (4 * np.asarray(n, dtype=float)) + tau2)
    return _symmetric(lambda z: np.exp(np.log(target) + z * error))


def _symmetric(line) -> dict[str, np.ndarray]:
    return {
        "lower95": line(-Z95),
        "upper95": line(Z95),
        "lower998": line(-Z998),
        "upper998": line(Z998),
    }


def scores(numerator, denominator, kind: str, method: str = "SHMI") -> dict[str, np.ndarray]:
    """Transform units so that chance has a known standard error, and score them against the target.

    Parameters
    ----------
    kind : {"PR", "SR", "RC"}
        Proportions, standardised ratios, ratios of counts.
    method : {"SHMI", "CQC"}
        For standardised ratios: logarithm, or square root.

    Returns
    -------
    dict
        y (transformed value), target (transformed), s (standard error), z.

    References
    ----------
    Spiegelhalter DJ and others (2012). Statistical methods for healthcare regulation: rating, screening and
    surveillance. Journal of the Royal Statistical Society A 175:1–47.
    """
    o, e = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    with np.errstate(divide="ignore"):
        if kind == "PR":
            y, target, s = (
                np.arcsin(np.sqrt(o / e)),
                np.arcsin(np.sqrt(o.sum() / e.sum())),
                1 / (2 * np.sqrt(e)),
            )
        elif kind == "RC":
            y, target = np.log((o + 0.5) / (e + 0.5)), np.log(o.sum() / e.sum())
            s = np.sqrt(o / (o + 0.5) ** 2 + e / (e + 0.5) ** 2)
        elif method == "CQC":
            y, target, s = np.sqrt(o / e), 1.0, 1 / (2 * np.sqrt(e))
        else:
            y, target, s = np.log(o / e), 0.0, 1 / np.sqrt(e)
    return {"y": y, "target": np.full(len(y), target), "s": s, "z": (y - target) / s}


def dispersion(z, s, *, trim: float = 0.1, truncate: bool = False) -> Dispersion:
    """Estimate overdispersion from z-scores, after winsorising (or, as SHMI does, leaving out) the extremes.

    Notes
    -----
    tau2 is the moment estimator of DerSimonian and Laird.

    References
    ----------
    DerSimonian R, Laird N (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7:177–188.

    Examples
    --------
    >>> round(dispersion([-3.0, -2, 0, 2, 3], [0.1] * 5, trim=0).phi, 1)
    5.2
    """
    z, s = np.asarray(z, dtype=float), np.asarray(s, dtype=float)
    tamed = _truncated(z, trim) if truncate else np.clip(z, *np.nanquantile(z, [trim, 1 - trim]))
    kept = ~np.isnan(tamed)
    n = int(kept.sum())
    phi = float(np.sum(tamed[kept] ** 2) / n) if n else 0.0
    weight = 1 / s[kept] ** 2
    spare = weight.sum() - (weight**2).sum() / weight.sum() if n else 0.0
    tau2 = max(0.0, (n * phi - (n - 1)) / spare) if n * phi >= n - 1 and spare > 0 else 0.0
    return Dispersion(phi, float(tau2), z, tamed)


def _truncated(z, trim: float) -> np.ndarray:
    """Leave out the outermost groups when ranks are cut into 1 / trim groups."""
    groups = 1 / trim
    rank = np.array([np.sum(z < value) + (np.sum(z == value) + 1) / 2 for value in z])
    group = np.floor(rank * groups / (len(z) + 1))
    return np.where((group > 0) & (group < groups - 1), z, np.nan)
