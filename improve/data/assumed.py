"""What was taken for granted in reading a file, said in sentences so that its owner can object."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from .contents import Contents
from .date_cells import DateRead, long_date
from .number_cells import parse_number

ROWS_NAMED = 5


def what_was_assumed(contents: Contents, dates: list[DateRead], numbers: dict[str, np.ndarray]) -> list[str]:
    """Return the sentences, the plainest first."""
    return [
        _span(dates),
        *_about_dates(contents, dates),
        *_about_figures(contents, numbers),
        *_gaps(contents, numbers),
    ]


def _span(dates: list[DateRead]) -> str:
    days = [date.when for date in dates]
    if len(days) == 1:
        return f"One row was read, for {long_date(days[0])}."
    return f"{len(days):,} rows were read, from {long_date(min(days))} to {long_date(max(days))}."


def _about_dates(contents: Contents, dates: list[DateRead]) -> Iterator[str]:
    styles = {date.style for date in dates}
    if "figures" in styles:
        yield from _day_first(contents, dates)
    if any(date.short_year for date in dates):
        yield "Years written with two figures were read as 1969 to 2068."
    if "month" in styles:
        yield "Dates that name only a month stand on its first day."
    if "year" in styles:
        yield "Dates that name only a year stand on 1 January."
    if any(later.when < earlier.when for earlier, later in pairwise(dates)):
        yield "The rows were not in order of date and have been sorted."


def _day_first(contents: Contents, dates: list[DateRead]) -> Iterator[str]:
    """Say how a date in figures was read, and warn where month first would have been possible throughout."""
    written = zip(contents.texts["date"], dates, strict=True)
    figures = [(text.strip(), date.when) for text, date in written if date.style == "figures"]
    unsure = [(text, when) for text, when in figures if when.day <= 12 and when.day != when.month]
    if not unsure:
        return
    text, when = unsure[0]
    yield f"Dates in figures were read day first: {text} is {long_date(when)}."
    if all(when.day <= 12 for _, when in figures):
        yield "Every one of them could also be read month first: check that day first is what you meant."


def _about_figures(contents: Contents, numbers: dict[str, np.ndarray]) -> Iterator[str]:
    texts = [text.strip() for role in numbers for text in contents.texts[role]]
    parted = next((text for text in texts if "," in text), None)
    if parted is not None:
        yield f"Commas in figures part thousands: {parted} was read as {parse_number(parted):.12g}."
    if any(text.endswith("%") for text in texts):
        yield "Figures with a % sign were read as percentages: 95% is 95."


def _gaps(contents: Contents, numbers: dict[str, np.ndarray]) -> Iterator[str]:
    for role, values in numbers.items():
        rows = [contents.rows[i] for i in np.flatnonzero(np.isnan(values))]
        if len(rows) == 1:
            yield f"1 {role} is missing (row {rows[0]:,}) and is kept as a gap."
        elif rows:
            shown = ", ".join(f"{row:,}" for row in rows[:ROWS_NAMED])
            others = " and others" if len(rows) > ROWS_NAMED else ""
            yield f"{len(rows):,} {role}s are missing (rows {shown}{others}) and are kept as gaps."
