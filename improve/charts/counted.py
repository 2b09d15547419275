"""Charts of counted events: c, u and p, and Laney's u′ and p′ where denominators explain too little."""

from . import limits
from .build import control_chart
from .chart import Chart


def c_chart(data, value="value", date="date", **choices) -> Chart:
    """Make a c chart: counts of events where the opportunity for them stays the same.

    Raises
    ------
    ValueError
        If a count is negative.

    Examples
    --------
    >>> c_chart([2, 0, 1, 3, 0, 0, 2, 1, 4, 0]).table["upper"].iloc[0].round(2)
    np.float64(4.72)
    """

    def lines(part):
        _refuse_negative(part.y)
        return part.y, limits.counts(part.y, part.use, centre=part.centre)

    return control_chart("c", data, lines, value, date, **choices)


def u_chart(
    data, value="value", date="date", denominator="n", *, prime=False, screen=False, **choices
) -> Chart:
    """Make a u chart (events per exposure), or with `prime` a u′ chart.

    Parameters
    ----------
    prime : bool
        Widen the limits by sigma_z, the variation between points beyond what their denominators explain
        (Laney 2002).
    screen : bool
        Leave unusually long moving ranges out of sigma_z, once.

    Raises
    ------
    ValueError
        If a count is negative.

    Examples
    --------
    >>> import pandas as pd
    >>> falls = pd.DataFrame({"value": [3, 1, 4], "n": [412, 388, 405]})
    >>> u_chart(falls, date=None, per=1000).table["centre"].round(2).iloc[0]
    np.float64(6.64)
    """

    def lines(part):
        _refuse_negative(part.y)
        return part.y, limits.rates(part.y, part.n, part.use, prime=prime, screen=screen, centre=part.centre)

    kind = "up" if prime else "u"
    return control_chart(
        kind, data, lines, value, date, denominator, settings=_settings(prime, screen), **choices
    )


def p_chart(
    data, value="value", date="date", denominator="n", *, prime=False, screen=False, **choices
) -> Chart:
    """Make a p chart (proportion of cases with a feature), or with `prime` a p′ chart.

    Parameters
    ----------
    prime, screen
        As for `u_chart`.

    Raises
    ------
    ValueError
        If a count is negative or larger than its denominator.

    Examples
    --------
    >>> import pandas as pd
    >>> seen = pd.DataFrame({"value": [45, 48, 40], "n": [50, 50, 50]})
    >>> p_chart(seen, date=None, per=100).table["centre"].round(1).iloc[0]
    np.float64(88.7)
    """

    def lines(part):
        _refuse_negative(part.y)
        if (part.y > 1).any():
            raise ValueError(
                "A count is larger than its denominator, so this is no proportion. For events per exposure "
                "use u_chart."
            )
        return part.y, limits.proportions(
            part.y, part.n, part.use, prime=prime, screen=screen, centre=part.centre
        )

    kind = "pp" if prime else "p"
    return control_chart(
        kind, data, lines, value, date, denominator, settings=_settings(prime, screen), **choices
    )


def _settings(prime, screen) -> dict:
    return {"ranges of sigma_z screened": screen} if prime else {}


def _refuse_negative(y) -> None:
    if (y < 0).any():
        raise ValueError("A count is negative. Counts are 0 or more; for other measures use i_chart.")
