"""Dates in cells: what counts as a date, and why anything else does not."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from .problems import FORMULA, Why

EARLIEST, LATEST = 1700, 2200  # years; outside them a date is nearly always a slip of the finger
LONGEST = 80  # characters; no way of writing a date needs more, and searching a huge cell could take minutes

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = {name: n for n, full in enumerate(MONTHS, 1) for name in (full, full[:3])} | {"sept": 9}


class DateRead(NamedTuple):
    """A date and how it was written, so that what was assumed can be said."""

    when: datetime
    style: str  # "iso", "figures" (day/month/year), "words", "month" (no day) or "year"
    short_year: bool


_NTH = r"(?:st|nd|rd|th)?"  # codespell:ignore nd
_TIME = re.compile(r"[T\s,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$", re.ASCII)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?:day|nesday|urday)?\.?,?\s+", re.I)
_WEEK_FROM = re.compile(r"^(?:w\s?/?\s?c|w\s?/?\s?b|week (?:commencing|beginning|starting))[.:]?\s+", re.I)
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)
_FIGURES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_DAY_MONTH = re.compile(
    rf"(?:(\d{{1,2}}){_NTH}[\s/-]*(?:of\s+)?)?([a-z]{{3,9}})\.?,?[\s/'’-]*(\d{{4}}|\d{{2}})", re.I | re.A
)
_MONTH_DAY = re.compile(rf"([a-z]{{3,9}})\.?\s*(\d{{1,2}}){_NTH},?\s+(\d{{4}})", re.I | re.A)
_YEAR_MONTH = re.compile(r"(\d{4})[\s/-]*([a-z]{3,9})\.?", re.I | re.A)
_YEAR = re.compile(r"\d{4}", re.ASCII)


def parse_date(text: str) -> DateRead | None:
    """Return the date that a cell holds, day first where it is written in figures, or None.

    Examples
    --------
    >>> parse_date("01/02/2024").when.strftime("%d %B %Y")
    '01 February 2024'
    >>> parse_date("Jan 2024").when.strftime("%Y-%m-%d"), parse_date("2024-01").style
    ('2024-01-01', 'month')
    >>> parse_date("02/13/2024") is None
    True
    """
    if len(text) > LONGEST:
        return None
    bare, clock = _without_time(without_week_words(text))
    if clock is None:
        return None
    parts = _parts(bare)
    if parts is None:
        return None
    year, month, day, style, short_year = parts
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return DateRead(datetime(year, month, day, *clock), style, short_year)
    except ValueError:
        return None


def without_week_words(text: str) -> str:
    """Return a date without the words that it begins a week.

    Examples
    --------
    >>> without_week_words("w/c 01/02/2024")
    '01/02/2024'
    """
    return _WEEK_FROM.sub("", " ".join(text.split()))


def _without_time(bare: str) -> tuple[str, tuple[int, int, int] | None]:
    found = _TIME.search(bare) if ":" in bare else None
    if not found:
        return bare, (0, 0, 0)
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    good = hour < 24 and minute < 60 and second < 60
    return bare[: found.start()], (hour, minute, second) if good else None


def _parts(bare: str) -> tuple[int, int, int, str, bool] | None:
    """Return year, month, day, style and whether the year had two figures."""
    if found := _ISO.fullmatch(bare):
        return int(found[1]), int(found[2]), int(found[3] or 1), "iso" if found[3] else "month", False
    if found := _FIGURES.fullmatch(bare):
        year, short = _year(found[4])
        return year, int(found[3]), int(found[1]), "figures", short
    if _YEAR.fullmatch(bare):
        return int(bare), 1, 1, "year", False
    return _parts_in_words(_WEEKDAY.sub("", bare))


def _parts_in_words(bare: str) -> tuple[int, int, int, str, bool] | None:
    if found := _MONTH_DAY.fullmatch(bare):
        name, day, year, short = found[1], found[2], int(found[3]), False
    elif found := _DAY_MONTH.fullmatch(bare):
        name, day = found[2], found[1]
        year, short = _year(found[3])
        if short and not day and re.fullmatch(r"[a-z]+ \d\d", bare, re.I | re.A):
            return (
                None  # "Jan 24" is the 24th as often as it is 2024; spreadsheets write Jan-24 for the month
            )
    elif found := _YEAR_MONTH.fullmatch(bare):
        name, day, year, short = found[2], None, int(found[1]), False
    else:
        return None
    month = _MONTH.get(name.lower())
    return (year, month, int(day or 1), "words" if day else "month", short) if month else None


def _year(text: str) -> tuple[int, bool]:
    """Read a year; two figures mean 1969 to 2068, as in most software."""
    year = int(text)
    if len(text) == 4:
        return year, False
    return year + (1900 if year >= 69 else 2000), True


_TWO_DATES = re.compile(
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}).*(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
)
_NOT_A_DATE = (
    (r"[=@].*|\+[A-Za-z(].*", FORMULA),
    (
        r"#+",
        Why("the column was too narrow when it was saved, so the date is lost.", "Widen it and save again."),
    ),
    (
        r"(?:grand |sub ?-?)?totals?\b.*|averages?\b.*|mean\b.*|sum\b.*",
        Why("this looks like a row of totals, not a date.", "Remove such rows: each row is one date."),
    ),
    (
        r".*\d{4}-?w\d{1,2}.*|w(?:ee)?k\.? ?\d{1,2}\b.*",
        Why("this is a week number.", "Give the date on which it began."),
    ),
    (
        r"q[1-4]\b.*|.*\bq[1-4]",
        Why("this is a quarter.", "Give the date on which the quarter began, such as 2024-04-01."),
    ),
    (
        r"\d{4}/\d{2,4}|\d{4}-\d{4}|fy.*",
        Why(
            "this may be a financial year or a month.",
            "Write the first day as in 2024-04-01, or the month as 2024-04.",
        ),
    ),
    (
        rf"\d{{1,2}}[\s/-]*[a-z]{{3,9}}|[a-z]{{3,9}}[\s/-]*\d{{1,2}}{_NTH}|\d{{1,2}}[/.]\d{{1,2}}",
        Why("this date has no year.", "Write it with its year, as in 2024-01-31 or 31/01/2024."),
    ),
)
_DATE_REASONS = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), why) for pattern, why in _NOT_A_DATE)
_WRITE_A_DATE = "Write it as 2024-01-31, 31/01/2024, 31 January 2024 or, for a month, 2024-01 or Jan 2024."


def why_not_a_date(text: str) -> Why:
    """Return why a cell is not read as a date, for the person who made the file."""
    bare = " ".join(text[: 2 * LONGEST].split())
    if _TWO_DATES.search(bare):
        return Why(
            "this cell holds two dates.", "Give each row one date, such as the day on which the period began."
        )
    for pattern, why in _DATE_REASONS:
        if pattern.fullmatch(bare):
            return why
    if bare.lower() in _MONTH:
        return Why("this month has no year.", "Write it with its year, as in Jan 2024 or 2024-01.")
    if re.fullmatch(r"\d{5}(?:\.\d+)?", bare, re.ASCII):
        return _excel_serial(float(bare))
    return _impossible(_without_time(bare)[0]) or Why("this is not a date that can be read.", _WRITE_A_DATE)


def _excel_serial(serial: float) -> Why:
    day = datetime(1899, 12, 30) + timedelta(days=int(serial))
    return Why(
        f"this is a spreadsheet's own number for a date ({long_date(day)}, if it is one), not a date.",
        "Format the column as a date in the spreadsheet and save again.",
    )


def _impossible(bare: str) -> Why | None:
    """Say what is wrong with something that has the shape of a date."""
    if found := _FIGURES.fullmatch(bare):
        day, month = int(found[1]), int(found[3])
        if month > 12 and 1 <= day <= 12:
            return Why(
                f"there is no month {month}. Dates are read day first, and this one seems to be month first.",
                "Write all the dates as in 2024-01-31, so that nobody can mistake them.",
            )
    parts = _parts(bare)
    if parts is None:
        return None
    if not EARLIEST <= parts[0] <= LATEST:
        return Why(f"the year {parts[0]} is not between {EARLIEST} and {LATEST}.", "Check the year.")
    return Why("there is no such day in the calendar.", "Check the day, the month and the time.")


def long_date(when: datetime) -> str:
    """Write a date in words.

    Examples
    --------
    >>> long_date(datetime(2024, 4, 3))
    '3 April 2024'
    """
    return f"{when.day} {MONTHS[when.month - 1].capitalize()} {when.year}"
