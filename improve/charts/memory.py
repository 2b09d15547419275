"""Charts with a memory: EWMA and CUSUM gather small evidence over many points, so as to find small shifts."""

from dataclasses import replace

import numpy as np

from . import limits
from .build import control_chart
from .chart import Chart


def ewma_chart(
    data,
    value="value",
    date="date",
    denominator=None,
    *,
    weight=0.2,
    width=3.0,
    sigma=None,
    screen=False,
    **choices,
) -> Chart:
    """Make an EWMA chart: a moving average in which each older value counts for less.

    Parameters
    ----------
    data, value, date, denominator
        As for `run_chart`.
    weight : float
        Weight of the newest value (lambda), above 0 and at most 1.
    width : float
        Limits in standard errors.
    sigma : float, optional
        Standard deviation of single values; from mean moving ranges where it is not given.
    screen : bool
        Leave unusually long moving ranges out of sigma, once.
    **choices
        See `improve.charts.build.control_chart`.

    Raises
    ------
    ValueError
        If the weight is outside (0, 1], or the data cannot make a chart.

    Notes
    -----
    Run rules are not applied: smoothed values carry over from one point to the next.

    References
    ----------
    Roberts SW (1959). Control chart tests based on geometric moving averages. Technometrics 1:239–250.

    Examples
    --------
    >>> ewma_chart([12.0, 8, 10, 11, 9], centre=10, sigma=1).table["value"].round(2).tolist()
    [10.4, 9.92, 9.94, 10.15, 9.92]
    """

    def lines(part):
        line, spread = _level(part, sigma, screen)
        return limits.ewma(part.y, line, spread, weight=weight, width=width)

    settings = {
        "weight of the newest value": f"{weight:g}",
        "width of limits in standard errors": f"{width:g}",
    }
    return control_chart("ewma", data, lines, value, date, denominator, settings=settings, **choices)


def cusum_chart(
    data,
    value="value",
    date="date",
    denominator=None,
    *,
    shift=1.0,
    interval=5.0,
    head_start=0.0,
    sigma=None,
    screen=False,
    **choices,
) -> Chart:
    """Make a tabular CUSUM chart: sums of how far values lie above and below the centre, in standard errors.

    Parameters
    ----------
    shift : float
        Shift to detect, in standard errors.
    interval : float
        Decision interval: a sum beyond it is a signal.
    head_start : float
        Where both sums start; above 0 for a fast initial response.
    sigma, screen
        As for `ewma_chart`.

    Raises
    ------
    ValueError
        If the interval is not above 0 or the head start is not below it.

    Notes
    -----
    The table holds the upper sum as `value` and the lower sum as `below`.

    References
    ----------
    Page ES (1954). Continuous inspection schemes. Biometrika 41:100–115.

    Examples
    --------
    >>> cusum_chart([11.0, 12, 10], centre=10, sigma=1).table[["value", "below"]].to_numpy().tolist()
    [[0.5, 0.0], [2.0, 0.0], [1.5, 0.0]]
    """
    if not interval > 0:
        raise ValueError(f"interval={interval!r} is not possible: give a number above 0, such as 5.")
    if not 0 <= head_start < interval:
        raise ValueError(
            f"head_start={head_start!r} is not possible: give a number from 0 to below the interval."
        )
    below = {}

    def lines(part):
        line, spread = _level(part, sigma, screen)
        above, below[part.rows[0]] = limits.cusum(part.y, line, spread, shift=shift, head_start=head_start)
        zero = np.zeros(len(part.y))
        return above, limits.Limits(zero, zero - interval, zero + interval, zero, zero)

    settings = {
        "shift to detect": f"{shift:g}",
        "decision interval": f"{interval:g}",
        "head start": f"{head_start:g}",
    }
    per = choices.pop("per", 1)
    if per != 1:
        raise ValueError("A CUSUM is in standard errors, so per= has no meaning for it.")
    choices.setdefault("unit", "cumulative sum in standard errors")
    chart = control_chart("cusum", data, lines, value, date, denominator, settings=settings, **choices)
    return _with_lower_sum(chart, np.concatenate([below[start] for start in sorted(below)]), interval)


def _level(part, sigma, screen):
    """Return the centre line and the standard deviation of single values."""
    flat = limits.individuals(part.y, part.use, screen=screen, centre=part.centre, factor=3 / limits.D2)
    return flat.centre, flat.sigma if sigma is None else np.full(len(part.y), float(sigma))


def _with_lower_sum(chart, below, interval) -> Chart:
    """Add the lower sum to the table, and mark the points at which it passes the interval."""
    table = chart.table.assign(below=below)
    low = (below < -interval) & ~np.isnan(below)
    table["beyond"] |= low
    table.loc[low & (table["signal_type"] == ""), "signal_type"] = "beyond below"
    signals = []
    for phase in chart.signals:
        here = (table["phase"] == phase.phase).to_numpy()
        signals.append(replace(phase, n_beyond=int(table["beyond"][here].sum())))
        table.loc[here, "signal"] = table["beyond"][here] & phase.enough
    return replace(chart, table=table, signals=tuple(signals))
