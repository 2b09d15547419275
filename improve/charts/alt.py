"""The text alternative of a chart: what is drawn, for a reader who cannot see it."""

import numpy as np

from . import thin, words
from .kinds import KINDS

MOST_NAMED = 6  # runs or trends described; the figure names the same ones


def alt_text(chart) -> str:
    """Describe the data, the lines and the marked points in a few sentences."""
    table = chart.table
    known = table["value"].notna().to_numpy()
    name = f"{KINDS[chart.kind].title} of {chart.measure}{_in_unit(chart)}"
    if chart.title:
        name = f"{chart.title}. {name}"
    if not known.any():
        return f"{name}. There are no values to draw."
    parts = [
        f"{name}, {words.stretch(chart, np.arange(len(table)))}: {_counts(known)}.",
        _range(chart, known),
    ]
    parts += _lines(chart)
    parts += _signals(chart)
    if table["excluded"].any():
        parts.append(f"{words.count(int(table['excluded'].sum()), 'point')} shown but not counted.")
    if chart.notes:
        notes = [f"{_when(chart, when)}, {text}" for when, text in chart.notes]
        parts.append(f"Notes: {'; '.join(notes)}.")
    return " ".join(parts)


def _in_unit(chart) -> str:
    return f" ({chart.unit})" if chart.unit else ""


def _counts(known) -> str:
    missing = int((~known).sum())
    return words.count(int(known.sum()), "value") + (f" and {missing} missing" if missing else "")


def _range(chart, known) -> str:
    values = chart.table["value"].to_numpy()
    low, high = np.flatnonzero(known)[[values[known].argmin(), values[known].argmax()]]
    if values[low] == values[high]:
        return f"Every value is {words.value_words(chart, values[low])}."
    return (
        f"The lowest value is {words.value_words(chart, values[low])} ({words.place(chart, low)}), "
        f"the highest {words.value_words(chart, values[high])} ({words.place(chart, high)})."
    )


def _lines(chart) -> list[str]:
    parts = []
    for phase in range(1, chart.series.n_phases + 1):
        rows = np.flatnonzero((chart.table["phase"] == phase).to_numpy())
        centre = chart.table["centre"].iloc[rows[0]]
        if np.isnan(centre):
            continue
        span = f", {words.stretch(chart, rows)}" if chart.series.n_phases > 1 else ""
        parts.append(f"{chart.centre_name.capitalize()} {words.value_words(chart, centre)}{span}.")
        parts += words.limits_in_words(chart, rows)
    if chart.target is not None:
        parts.append(f"Target {words.value_words(chart, chart.target)}.")
    return parts


def _signals(chart) -> list[str]:
    parts = []
    beyond = words.beyond_points(chart)
    if len(beyond):
        parts.append(
            f"Marked: {words.count(len(beyond), 'point')} beyond the limits, {words.places(chart, beyond)}."
        )
    for run in thin.longest(words.shift_stretches(chart), MOST_NAMED):
        side = "above" if chart.table["side"].iloc[run[0]] > 0 else "below"
        parts.append(
            f"Marked: {len(run)} points in a row {side} the {chart.centre_name}, {words.stretch(chart, run)}."
        )
    for part in thin.longest(words.trend_stretches(chart), MOST_NAMED):
        parts.append(f"Marked: a trend of {len(part)} points, {words.stretch(chart, part)}.")
    return parts


def _when(chart, when) -> str:
    from .series import date_words

    return date_words(when, chart.series.x if chart.series.dated else None)
