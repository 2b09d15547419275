"""Dates as a reader says them."""

from datetime import date


def long_date(day: date) -> str:
    """Return a date in words.

    Examples
    --------
    >>> long_date(date(2026, 3, 31))
    '31 March 2026'
    """
    return f"{day.day} {day:%B} {day.year}"


def short_date(day: date) -> str:
    """Return a date in few letters.

    Examples
    --------
    >>> short_date(date(2026, 3, 31))
    '31 Mar 2026'
    """
    return f"{day.day} {day:%b} {day.year}"
