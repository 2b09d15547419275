"""S-curves fitted to early counts: the curve that fits best, and all the others that fit nearly as well.

A curve has two numbers that give its shape, and a ceiling. With counts of new adopters taken as Poisson, the best
ceiling for a shape is all adopters so far, divided by the share that the shape says should have come by now. So
only the two numbers need a search, and a grid that is laid finer twice is enough: nothing is needed but numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

ONE_IN_TWENTY = 3.841  # chi-squared, one degree of freedom: shapes beyond this fit clearly worse
GRID = 60


def bass_share(t, p: float, q: float) -> np.ndarray:
    """Return the share that has adopted by time `t` in the Bass model.

    Parameters
    ----------
    t : array_like
        Time since the start, 0 or more.
    p, q : float
        Pull from outside (advice, visits, advertising) and pull from those who have adopted, a unit of time.

    References
    ----------
    Bass FM (1969). A new product growth for model consumer durables. Management Science 15:215–227.

    Examples
    --------
    >>> bass_share([0, 10, 1000], 0.02, 0.4).round(3).tolist()
    [0.0, 0.758, 1.0]
    """
    fall = np.exp(-(np.asarray(p) + q) * np.asarray(t, dtype=float))
    return (1 - fall) / (1 + np.asarray(q) / p * fall)


def logistic_share(t, rate: float, middle: float) -> np.ndarray:
    """Return the share by time `t` on a logistic curve that starts from nothing at time 0.

    Examples
    --------
    >>> round(float(logistic_share(10, 0.5, 10)), 2)
    0.5
    """
    rate = np.asarray(rate, dtype=float)
    start, share = (
        0.5 + np.tanh(rate * (when - middle) / 2) / 2 for when in (0.0, np.asarray(t, dtype=float))
    )
    return np.clip((share - start) / np.maximum(1 - start, 1e-300), 0, 1)


SHAPES: dict[str, tuple[Callable, tuple[float, float], tuple[float, float]]] = {
    "bass": (bass_share, (1e-5, 0.5), (1e-4, 2.0)),
    "logistic": (logistic_share, (0.01, 3.0), (0.5, 300.0)),
}


@dataclass(frozen=True)
class Fit:
    """A curve fitted to early counts, with the shapes and ceilings that fit nearly as well.

    Attributes
    ----------
    shape : str
        "bass" or "logistic".
    first, second : float
        p and q, or rate and middle.
    ceiling : float
        The best ceiling; `low` and `high` are the ends of those that fit nearly as well (95%).
    open_ended : bool
        True: the highest ceiling lies at the edge of what was searched, so that there is no upper end to speak of.
    """

    shape: str
    first: float
    second: float
    ceiling: float
    low: float
    high: float
    open_ended: bool
    others: np.ndarray  # rows of first, second, ceiling: shapes that fit nearly as well

    def adopters(self, t) -> np.ndarray:
        """Return adopters by time `t` on the best curve."""
        return self.ceiling * SHAPES[self.shape][0](t, self.first, self.second)

    def band(self, t) -> tuple[np.ndarray, np.ndarray]:
        """Return the lowest and highest number by time `t` among the shapes that fit nearly as well."""
        t = np.asarray(t, dtype=float)
        share = SHAPES[self.shape][0](t[None, :], self.others[:, :1], self.others[:, 1:2])
        all_curves = self.others[:, 2:] * share
        return all_curves.min(axis=0), all_curves.max(axis=0)


def adopters_each_period(when, periods: int) -> np.ndarray:
    """Count new adopters in each period from the periods of adoption (missing: not yet).

    Examples
    --------
    >>> adopters_each_period([1, 3, 3, None, 9], periods=4).tolist()
    [1, 0, 2, 0]
    """
    weeks = pd.Series(list(when), dtype="Float64").fillna(0).to_numpy(dtype=int)
    return np.bincount(weeks[(weeks > 0) & (weeks <= periods)], minlength=periods + 1)[1:]


def fit_curve(counts: Sequence[int], shape: str = "bass", most: float | None = None) -> Fit:
    """Fit a Bass or logistic curve to counts of new adopters, and find what else fits nearly as well.

    Parameters
    ----------
    counts : sequence of int
        New adopters in each period, from the first.
    shape : {"bass", "logistic"}
    most : float, optional
        A ceiling that is known from elsewhere, such as the number of sites that exist. Shapes that ask for more are
        left out. It says more than the curve does.

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        For fewer than four periods, fewer than five adopters, or a `most` below those who have adopted already.

    Notes
    -----
    The region holds the ceilings that a likelihood ratio test at 5% would keep (profile likelihood, one degree of
    freedom). It takes the shape of the curve as given. If the shape is wrong the region is too narrow.

    Examples
    --------
    >>> early = np.random.default_rng(1).poisson(100 * np.diff(bass_share(range(9), 0.02, 0.4)))
    >>> fit = fit_curve(early)
    >>> fit.low < 100 < fit.high
    True
    """
    new = np.asarray(counts, dtype=float)
    if shape not in SHAPES:
        raise ValueError(f"The shape is one of {', '.join(SHAPES)}, not {shape!r}.")
    if len(new) < 4 or new.sum() < 5:
        raise ValueError(
            "A curve needs at least four periods and five adopters; even that is far too little."
        )
    if most is not None and most < new.sum():
        raise ValueError(f"{new.sum():.0f} have adopted already, so the ceiling cannot be {most:g}.")
    share, *edges = SHAPES[shape]
    first, second, ceiling, worse = _search(new, share, edges, most)
    near, best = worse <= ONE_IN_TWENTY, worse.argmin()
    others = np.column_stack([first[near], second[near], ceiling[near]])
    low, high = _ends(new.sum(), others, worse[near], share(len(new), others[:, 0], others[:, 1]), most)
    return Fit(
        shape,
        float(first[best]),
        float(second[best]),
        float(ceiling[best]),
        low,
        high,
        bool(most is None and high > 50 * new.sum()),
        others,
    )


def _search(new, share, edges, most):
    """Look over a coarse grid, then a finer one around what fits; return shapes, ceilings and how much worse."""
    for _ in range(3):
        axes = [np.geomspace(low, high, GRID) for low, high in edges]
        first, second = (grid.ravel() for grid in np.meshgrid(*axes, indexing="ij"))
        ceiling, fit = _profile(new, share, first, second, most)
        worse = 2 * (fit.max() - fit)
        near = worse <= 3 * ONE_IN_TWENTY
        edges = [_around(axis, values[near]) for axis, values in zip(axes, (first, second), strict=True)]
    return first, second, ceiling, worse


def _profile(new, share, first, second, most):
    """Return the best ceiling for each shape and its log-likelihood, but for a constant."""
    reached = share(np.arange(len(new) + 1)[None, :], first[:, None], second[:, None])
    each, total = np.diff(reached, axis=1), reached[:, -1]
    usable = total > 1e-9
    total = np.where(usable, total, 1)
    ceiling = np.minimum(new.sum() / total, np.inf if most is None else most)
    expected = ceiling[:, None] * np.clip(each, 1e-300, None)
    fit = (new * np.log(expected)).sum(axis=1) - ceiling * total
    return ceiling, np.where(usable, fit, -np.inf)


def _ends(so_far, others, worse, total, most) -> tuple[float, float]:
    """Return the lowest and highest ceiling that fit nearly as well.

    A shape that fits less well has less room left for its ceiling. The room is that of a Poisson count on the scale
    of square roots. Nobody who has adopted can be taken away, so the lowest is never below those so far.
    """
    room = np.sqrt(np.clip(ONE_IN_TWENTY - worse, 0, None)) / 2
    middle = np.sqrt(others[:, 2] * total)
    low = (np.clip(middle - room, 0, None) ** 2 / total).min()
    high = ((middle + room) ** 2 / total).max()
    return float(max(low, so_far)), float(high if most is None else min(high, most))


def _around(axis: np.ndarray, values: np.ndarray) -> tuple[float, float]:
    """Return the edges of the next grid: one step beyond what fits, inside the old edges."""
    step = axis[1] / axis[0]
    return max(axis[0], values.min() / step), min(axis[-1], values.max() * step)
