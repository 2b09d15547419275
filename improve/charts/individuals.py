"""Charts of single values: individuals (XmR), moving ranges, and I′ for means of groups of varied size."""

from . import limits
from .build import control_chart
from .chart import Chart


def i_chart(
    data, value="value", date="date", denominator=None, *, screen=False, factor=limits.XMR, **choices
) -> Chart:
    """Make an individuals chart (XmR chart, process behaviour chart).

    Parameters
    ----------
    data, value, date, denominator
        As for `run_chart`. With a denominator the rate is charted as a plain value.
    screen : bool
        Leave unusually long moving ranges out of the limits, once (Nelson 1982). The default is not to: R's
        qicharts2 and NHSRplotthedots do, the NHS spreadsheet does not.
    factor : float
        Three sigma in mean moving ranges.
    **choices
        per, rules, baseline, phases, centre, target, better, exclude, notes, title, measure, unit: see
        `improve.charts.build.control_chart`.

    Returns
    -------
    Chart

    Raises
    ------
    ValueError
        If the data or the choices cannot make a chart.

    Notes
    -----
    Limits are mean ± 2.66 × mean moving range.

    References
    ----------
    Nelson LS (1982). Control charts for individual measurements. Journal of Quality Technology 14:172–173.

    Examples
    --------
    >>> chart = i_chart([52, 48, 55, 50, 47, 53, 49, 51, 46, 54, 50, 48, 90, 52, 49, 51])
    >>> int(chart.table["beyond"].sum())
    1
    """

    def lines(part):
        return part.y, limits.individuals(part.y, part.use, screen=screen, centre=part.centre, factor=factor)

    settings = {"moving ranges screened": screen, "three sigma in mean moving ranges": f"{factor:.4g}"}
    return control_chart("i", data, lines, value, date, denominator, settings=settings, **choices)


def mr_chart(data, value="value", date="date", denominator=None, **choices) -> Chart:
    """Make a moving range chart: how much each value differs from the one before.

    Run rules are not applied: neighbouring ranges share a value, so they are not independent.

    Examples
    --------
    >>> mr_chart([4, 6, 5]).table["value"].tolist()
    [nan, 2.0, 1.0]
    """

    def lines(part):
        return limits.ranges_chart(part.y, part.use, centre=part.centre)

    return control_chart("mr", data, lines, value, date, denominator, **choices)


def ip_chart(data, value="value", date="date", denominator="n", *, screen=False, **choices) -> Chart:
    """Make an I′ chart: means (value / denominator) of groups of varied size; limits follow the size.

    Examples
    --------
    >>> import pandas as pd
    >>> groups = pd.DataFrame({"value": [640, 512, 820], "n": [16, 13, 20]})
    >>> ip_chart(groups, date=None).table["value"].round(1).tolist()
    [40.0, 39.4, 41.0]
    """

    def lines(part):
        return part.y, limits.weighted_individuals(
            part.y, part.n, part.use, screen=screen, centre=part.centre
        )

    settings = {"ranges screened": screen}
    return control_chart("ip", data, lines, value, date, denominator, settings=settings, **choices)
