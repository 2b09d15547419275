"""Charts of groups of measurements: x-bar for their means, s for their standard deviations."""

import pandas as pd

from . import limits
from .build import control_chart
from .chart import Chart


def xbar_chart(data, value="value", date="date", **choices) -> Chart:
    """Make an x-bar chart: rows with the same date are one group; its mean is charted.

    Parameters
    ----------
    data : DataFrame
        One row for each measurement.

    Notes
    -----
    Limits come from the variation within groups: the mean standard deviation, or the pooled one where sizes
    vary.

    References
    ----------
    Montgomery DC (2013). Introduction to Statistical Quality Control, 7th ed., section 6.3.

    Examples
    --------
    >>> waits = pd.DataFrame({"date": [1, 1, 1, 2, 2, 2], "value": [40.0, 42, 38, 36, 39, 42]})
    >>> xbar_chart(waits).table["value"].tolist()
    [40.0, 39.0]
    """
    groups = by_date(data, value, date)

    def lines(part):
        sd, size = (groups[name].to_numpy(dtype=float)[part.rows] for name in ("sd", "size"))
        return part.y, limits.subgroup_means(part.y, sd, size, part.use, centre=part.centre)

    return control_chart("xbar", groups, lines, "mean", "date", **_named(choices, f"mean {value}"))


def s_chart(data, value="value", date="date", **choices) -> Chart:
    """Make an s chart: the standard deviation within each group of rows with the same date.

    Examples
    --------
    >>> waits = pd.DataFrame({"date": [1, 1, 1, 2, 2, 2], "value": [40.0, 42, 38, 36, 39, 42]})
    >>> s_chart(waits).table["value"].tolist()
    [2.0, 3.0]
    """
    groups = by_date(data, value, date)

    def lines(part):
        size = groups["size"].to_numpy(dtype=float)[part.rows]
        return part.y, limits.subgroup_deviations(part.y, size, part.use, centre=part.centre)

    return control_chart(
        "s", groups, lines, "sd", "date", **_named(choices, f"standard deviation of {value}")
    )


def by_date(data, value="value", date="date") -> pd.DataFrame:
    """Gather measurements by date: mean, median, sum, sd and size of each group, in time order.

    Raises
    ------
    ValueError
        If a column is missing or a value is not a number.
    """
    for column in (value, date):
        if column not in data.columns:
            raise ValueError(
                f"There is no column {column!r}. The columns are: {', '.join(map(str, data.columns))}."
            )
    try:
        numbers = data[value].astype(float)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"Column {value!r} holds something that is not a number: {problem}.") from problem
    grouped = numbers.groupby(data[date])
    return pd.DataFrame(
        {
            "mean": grouped.mean(),
            "median": grouped.median(),
            "sum": grouped.sum(min_count=1),
            "sd": grouped.std(),
            "size": grouped.count(),
        }
    ).reset_index(names="date")


def _named(choices, name) -> dict:
    return {"measure": name, **choices}
