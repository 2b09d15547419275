"""The data of a chart as CSV, safe to open in a spreadsheet; and a chart with its small numbers hidden."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import numpy as np
import pandas as pd

SMALL = 5  # counts below this may point at a person
COUNT_KINDS = {"p", "pp", "u", "up", "c"}

# What a spreadsheet takes for the start of a formula, also where a file with commas is opened by semicolons.
_LIVE = re.compile(r"""(^|[;,|\t\r\n])(["'\s]*)([=+\-@\uff1d\uff0b\uff0d\uff20])""")

COLUMNS = (
    "date", "measure", "count", "denominator", "plotted", "unit", "centre", "lower limit", "upper limit", "phase",
    "sets the lines", "left out", "signal", "why", "note",
)  # fmt: skip


def safe_cell(text) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe stands before what could start one.

    Examples
    --------
    >>> safe_cell("=HYPERLINK(1)"), safe_cell("\\t@SUM(A1)"), safe_cell("Ward 4")
    ("'=HYPERLINK(1)", "'@SUM(A1)", 'Ward 4')
    """
    line = " ".join(str(text).replace("\x00", " ").split())
    return _LIVE.sub(r"\1\2'\3", line)


def rows_of_csv(header: tuple[str, ...], rows) -> str:
    """Write rows as CSV for a spreadsheet: numbers stay numbers, text is made safe; starts with a byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _cell(value) -> str | float | int:
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return (
            int(value) if float(value).is_integer() and abs(value) < 1e15 else float(f"{float(value):.10g}")
        )
    return safe_cell(value)


def to_csv(chart) -> str:
    """Return the points of a chart with lines, signals and notes as CSV.

    Of a chart from `without_small_numbers`, hidden figures are written as "<5".

    Examples
    --------
    >>> from improve.charts import run_chart
    >>> print(to_csv(run_chart([3, 1, 4], measure="=1+1")).splitlines()[1][:12])
    1,'=1+1,3,,3
    """
    return rows_of_csv(COLUMNS, data_rows(chart))


def data_rows(chart):
    """Yield the rows of the data table of a chart, in the order of `COLUMNS`."""
    table, series = chart.table, chart.series
    hidden = hidden_points(chart)
    partner = chart.extra.get("partner", np.zeros(len(table), dtype=bool))
    notes: dict[int, list[str]] = {}
    for when, text in chart.notes:
        at = min(int(series.x.searchsorted(when)), len(table) - 1)
        notes.setdefault(at, []).append(text)
    none = [None] * len(table)
    column = {name: table[name].tolist() for name in table}
    lower, upper, types = (column.get(name, none) for name in ("lower", "upper", "signal_type"))
    counts, denominators = series.value.tolist(), series.denominator.tolist()
    small = f"<{SMALL}"
    for i, when in enumerate(column["date"]):
        count = ("hidden" if partner[i] else small) if hidden[i] else counts[i]
        yield (
            _day(when),
            chart.measure,
            count,
            small if hidden[i] and denominators[i] < SMALL else denominators[i],
            None if hidden[i] else column["value"][i],
            chart.unit,
            column["centre"][i],
            lower[i],
            upper[i],
            column["phase"][i],
            column["in_baseline"][i] and not column["excluded"][i],
            column["excluded"][i],
            column["signal"][i],
            _why(column["signal"][i], types[i], column["in_shift"][i]),
            "; ".join(notes.get(i, [])) or None,
        )


def _day(when) -> str | int | float:
    if isinstance(when, pd.Timestamp):
        return when.strftime("%Y-%m-%d") if when == when.normalize() else when.strftime("%Y-%m-%d %H:%M")
    return when


def _why(signal: bool, kind: str | None, in_shift: bool) -> str | None:
    if not signal:
        return None
    return kind or ("part of a run" if in_shift else "part of a trend or crossing pattern")


# Small numbers -----------------------------------------------------------------------------------------


def holds_counts(chart) -> bool:
    """Tell whether the values behind a chart are counts, which may be small enough to point at a person."""
    if chart.kind in COUNT_KINDS:
        return True
    if chart.kind not in ("run", "i") or (chart.unit.startswith("%") and not chart.series.has_denominator):
        return False
    value = chart.series.value[~np.isnan(chart.series.value)]
    return bool(len(value)) and bool((value == np.round(value)).all() and (value >= 0).all())


def hidden_points(chart) -> np.ndarray:
    """Return which points of a chart were hidden by `without_small_numbers`."""
    return np.asarray(chart.extra.get("hidden", np.zeros(len(chart.table), dtype=bool)))


def without_small_numbers(chart):
    """Return the chart with counts under five taken out of everything that can be exported.

    The lines stay as they were worked out from all figures. Where only one count would be hidden, the next
    smallest is hidden too, so that it cannot be worked back from a total.

    Examples
    --------
    >>> from improve.charts import c_chart
    >>> shown = without_small_numbers(c_chart([9, 3, 8, 12, 2, 7, 9, 8, 11, 10]))
    >>> shown.table["value"].isna().sum(), "<5" in to_csv(shown)
    (np.int64(2), True)
    """
    if not holds_counts(chart):
        return chart
    series = chart.series
    hide = series.value < SMALL
    with np.errstate(invalid="ignore"):
        hide |= series.denominator < SMALL
    partner = np.zeros_like(hide)
    if hide.sum() == 1 and (~hide & ~np.isnan(series.value)).any():
        rest = np.where(hide | np.isnan(series.value), np.inf, series.value)
        partner[int(rest.argmin())] = True
    hide = hide | partner
    if not hide.any():
        return chart
    table = chart.table.copy()
    table.loc[hide, "value"] = np.nan
    if "below" in table:
        table.loc[hide, "below"] = np.nan
    blank = np.where(hide, np.nan, series.value), np.where(hide, np.nan, series.y)
    series = replace(series, value=blank[0], y=blank[1])
    extra = {**chart.extra, "hidden": hide, "partner": partner, "hidden_note": hidden_words(hide, partner)}
    return replace(chart, table=table, series=series, extra=extra)


def hidden_words(hide: np.ndarray, partner: np.ndarray) -> str:
    """Say what was hidden and what that does to the lines."""
    counts = int(hide.sum() - partner.sum())
    first = "1 count under 5 is" if counts == 1 else f"{counts} counts under 5 are"
    more = (
        " One more count is hidden with it, so that it cannot be worked out from a total."
        if partner.any()
        else ""
    )
    return (
        f"{first} hidden: written as <{SMALL} in the data and left out of the drawing.{more} The lines and the signals "
        "were worked out from all the figures, so they may let a reader guess at hidden counts. Before you publish, ask "
        "the information team of your organisation."
    )
