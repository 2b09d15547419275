"""Charts for rare events: t for the time between them, g for the number of cases between them."""

from . import limits
from .build import control_chart
from .chart import Chart


def t_chart(data, value="value", date="date", *, screen=False, factor=limits.XMR, **choices) -> Chart:
    """Make a t chart: the time since the event before, for each event.

    Times are raised to the power 1 / 3.6, charted as individuals, and brought back (Nelson 1994).

    Raises
    ------
    ValueError
        If a time is 0 or less.

    Examples
    --------
    >>> t_chart([14, 3, 27, 40, 9]).table["lower"].iloc[0].round(2)
    np.float64(0.0)
    """

    def lines(part):
        return part.y, limits.times_between(
            part.y, part.use, screen=screen, centre=part.centre, factor=factor
        )

    settings = {"moving ranges screened": screen, "transformation": "y to the power 1 / 3.6"}
    return control_chart("t", data, lines, value, date, settings=settings, **choices)


def g_chart(data, value="value", date="date", **choices) -> Chart:
    """Make a g chart: the number of cases since the event before, for each event.

    Raises
    ------
    ValueError
        If a count is negative.

    Examples
    --------
    >>> float(g_chart([34, 12, 0, 58, 20]).table["centre"].iloc[0])
    20.0
    """

    def lines(part):
        if (part.y < 0).any():
            raise ValueError("A count of cases between events is negative. Counts are 0 or more.")
        return part.y, limits.cases_between(part.y, part.use, centre=part.centre)

    return control_chart("g", data, lines, value, date, **choices)
