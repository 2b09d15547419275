"""Numbers, dates and spans of points put into words, the same way in every reading, label and alt text."""

from math import ceil, log10

import numpy as np

from .series import date_words


def decimals_for(values) -> int:
    """Choose how many decimals show the differences between values, and no more.

    Examples
    --------
    >>> decimals_for([0.0123, 0.0341]), decimals_for([85.2, 95.1]), decimals_for([3, 4, 4])
    (4, 1, 0)
    """
    values = np.asarray(values, dtype=float)
    values = values[np.isfinite(values)]
    if len(values) == 0:
        return 0
    spread = np.ptp(values) or np.abs(values).max() or 1.0
    wanted = int(np.clip(ceil(log10(50 / spread)), 0, 6))
    for fewer in range(wanted):
        if np.allclose(values, np.round(values, fewer), rtol=0, atol=1e-9 * spread):
            return fewer
    return wanted


def number(value: float, decimals: int, unit: str = "") -> str:
    """Write a number with thousands commas, at most so many decimals, and its unit.

    Examples
    --------
    >>> number(10.526, 1, "%"), number(36.5, 0), number(1200.0, 0, "visits")
    ('10.5%', '36.5', '1,200 visits')
    """
    if decimals == 0 and abs(value) < 1000 and value != round(value):
        decimals = 1  # the median of whole numbers may be a half
    text = f"{value:,.0f}" if value == round(value) else f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.replace("-", "")  # not "-0.0"
    if unit.startswith("%"):
        return text + unit
    return f"{text} {unit}" if unit else text


def count(n: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> count(1, "point"), count(22, "point"), count(0, "crossing")
    ('1 point', '22 points', 'no crossings')
    """
    return f"{'no' if n == 0 else format(n, ',')} {one if n == 1 else many or one + 's'}"


def listed(items) -> str:
    """Join words as a reader would: "a, b and c"."""
    items = [str(item) for item in items]
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def place(chart, position: int) -> str:
    """Name the date (or number) of one point."""
    x = chart.series.x
    return date_words(x[position], x if chart.series.dated else None)


def stretch(chart, positions) -> str:
    """Name the stretch from the first to the last of some points."""
    first, last = place(chart, positions[0]), place(chart, positions[-1])
    if first != last and not chart.series.dated:
        return f"points {first.removeprefix('point ')} to {last.removeprefix('point ')}"
    return first if first == last else f"{first} to {last}"


def value_words(chart, value: float) -> str:
    """Write a value in the chart's own precision and unit."""
    unit = "" if chart.kind == "cusum" else chart.unit
    return number(value, decimals_for(chart.table["value"]), unit)


def stretches(mark) -> list[np.ndarray]:
    """Cut the marked points into stretches of neighbours."""
    positions = np.flatnonzero(mark)
    if len(positions) == 0:
        return []
    return np.split(positions, np.flatnonzero(np.diff(positions) > 1) + 1)


def shift_stretches(chart) -> list[np.ndarray]:
    """Return the points of each signal run; points on the line or missing inside a run are skipped over."""
    table = chart.table
    side = table["side"].to_numpy()
    marked = (table["in_shift"] & table["signal"]).to_numpy()
    found = []
    for phase in range(1, chart.series.n_phases + 1):
        useful = np.flatnonzero((table["phase"] == phase).to_numpy() & (side != 0))
        if not len(useful):
            continue
        label = np.where(marked[useful], side[useful], 0)
        cuts = np.flatnonzero(np.diff(label)) + 1
        found += [useful[part] for part in np.split(np.arange(len(useful)), cuts) if label[part[0]] != 0]
    return found


def trend_stretches(chart) -> list[np.ndarray]:
    """Return the points of each signal trend, one stretch for each direction."""
    table = chart.table
    y = table["value"].to_numpy()
    found = []
    for part in stretches((table["in_trend"] & table["signal"]).to_numpy()):
        up = np.sign(np.diff(y[part]))
        moving = np.flatnonzero(up)
        turns = moving[1:][np.diff(up[moving]) != 0]
        start = 0
        for turn in turns:
            found.append(part[start : turn + 1])
            start = turn
        found.append(part[start:])
    needed = chart.rules.trend or 2
    return [part for part in found if len(part) >= needed]


def beyond_points(chart) -> np.ndarray:
    """Return the positions of points beyond the limits that the chart stands by; none on a run chart."""
    if "beyond" not in chart.table:
        return np.array([], dtype=int)
    return np.flatnonzero((chart.table["beyond"] & chart.table["signal"]).to_numpy())


def places(chart, positions, most: int = 4) -> str:
    """Name the dates of some points, the first few where there are many."""
    named = [place(chart, position) for position in positions[:most]]
    rest = len(positions) - len(named)
    return listed(named) if rest <= 0 else f"{', '.join(named)} and {rest} more"


def limits_in_words(chart, rows) -> list[str]:
    """Say where the limits of a phase lie, or that they vary with the denominators."""
    if "upper" not in chart.table or chart.table["upper"].iloc[rows].isna().all():
        return []
    lower, upper = (chart.table[name].iloc[rows].dropna() for name in ("lower", "upper"))
    if np.isclose(upper.min(), upper.max()) and np.isclose(lower.min(), lower.max()):
        return [f"Limits {value_words(chart, lower.iloc[0])} and {value_words(chart, upper.iloc[0])}."]
    return [
        f"Limits that follow the denominators, lower {value_words(chart, lower.min())} to "
        f"{value_words(chart, lower.max())}, upper {value_words(chart, upper.min())} to "
        f"{value_words(chart, upper.max())}."
    ]
