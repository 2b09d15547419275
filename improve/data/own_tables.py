"""Read a learner's own table, spoiled as such tables are, into dates and values; refuse what cannot be told.

`read_csv` keeps a strict contract. Here more is forgiven (titles, totals, footnotes, month-first dates throughout),
and each thing forgiven is said. A figure is still never guessed.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from .assumed import what_was_assumed
from .columns import Layout
from .contents import cut, read_dates, read_numbers
from .date_cells import _FIGURES, parse_date, without_week_words
from .files import Rows
from .number_cells import parse_number
from .own import _table
from .problems import DataProblem, Problem, Why, of_the_file, shorten
from .roles import Roles, guess_roles, heading_of
from .sheets import Sheet
from .tables import WITHHELD, Table, find_table

MOST_POINTS = 20_000  # points of one chart
MOST_SERIES = 200
COUNT_FIRST = (
    "Count them by week or month first (in a spreadsheet: Insert, PivotTable) and bring the table of counts."
)


def read_table(table: Table | Sheet, roles: Roles | None = None, *, withheld: str = "refuse") -> pd.DataFrame:
    """Read one series from a table.

    Parameters
    ----------
    table : Table or Sheet
    roles : Roles, optional
        Which column holds what; by default as `guess_roles` guesses.
    withheld : {"refuse", "gap"}
        What to do with figures such as "<5" or "*".

    Returns
    -------
    pandas.DataFrame
        As `read_csv`. `attrs` also holds "headings" (role to heading), "percent" (values were percentages)
        and "events" (the values are days between the dates of events).

    Raises
    ------
    DataProblem
        When anything cannot be read for certain; the sentences say where and what to do.

    Examples
    --------
    >>> from .sheets import read_sheets
    >>> frame = read_table(read_sheets("Ward 4\\n\\nmonth,falls\\nJan 2024,3\\nFeb 2024,5\\nTotal,8\\n")[0])
    >>> frame["value"].tolist()
    [3.0, 5.0]
    """
    if isinstance(table, Sheet):
        table = find_table(table)
    roles = roles or guess_roles(table)
    if roles.value is None:
        return _events(table, roles)
    used = {
        "date": roles.date, "value": roles.value, "denominator": roles.denominator, "note": roles.note
    }  # fmt: skip
    position = {role: heading_of(table, name) for role, name in used.items() if name}
    if len(set(position.values())) < len(position):
        raise of_the_file("One column was chosen twice.", "Choose another column for one of the two.")
    _refuse_lists_of_cases(table.column(position["date"]))
    cells, said = _prepared(table, position, withheld)
    rows = Rows(cells, table.delimiter, [*table.found, *roles.why])
    headings = {role: table.headings[i] for role, i in position.items()}
    width = len(table.headings) if table.delimiter != "\t" else max(map(len, cells), default=0)
    layout = Layout(position, headings, table.first_row, width, [])
    frame = _strict(rows, layout, said)
    frame.attrs["headings"] = headings
    frame.attrs["percent"] = any(
        row[position["value"]].endswith("%") for row in cells if len(row) > position["value"]
    )
    frame.attrs["events"] = False
    return frame


def _strict(rows: Rows, layout: Layout, said: list[str]) -> pd.DataFrame:
    """Read prepared rows by the strict contract."""
    contents, problems = cut(rows, layout)
    if not contents.rows and not problems:
        raise of_the_file("There are headings and no rows under them.", "Add a row for each date.")
    dates, refused = read_dates(contents)
    problems += refused
    numbers = {}
    for role in ("value", "denominator"):
        if role in contents.texts:
            numbers[role], refused = read_numbers(contents, role)
            problems += refused
    if problems:
        raise DataProblem(sorted(problems, key=lambda problem: problem.row or 0))
    if np.isnan(numbers["value"]).all():
        raise of_the_file(
            f"There are no figures in the column “{contents.heading['value']}”.", "Fill in the values."
        )
    frame = _table(contents, dates, numbers)
    chosen = [
        f"The dates are in “{contents.heading['date']}” and the values in “{contents.heading['value']}”."
    ]
    frame.attrs["found"] = [*rows.found, *chosen, *said, *what_was_assumed(contents, dates, numbers)]
    return frame


def _refuse_lists_of_cases(dates: list[str]) -> None:
    filled = [text.strip() for text in dates if text.strip()]
    different = len(set(filled))
    if len(filled) > 60 and different < 0.5 * len(filled):
        raise of_the_file(
            f"There are {len(filled):,} rows and {different:,} different dates, so a row seems to be one event, "
            "one person or one place, and not one period.",
            COUNT_FIRST,
        )
    if different > MOST_POINTS:
        raise of_the_file(f"There are {different:,} dates, more than one chart can show.", COUNT_FIRST)


# Making the cells plain --------------------------------------------------------------------------------


def _prepared(table: Table, position: dict[str, int], withheld: str) -> tuple[list[list[str]], list[str]]:
    """Return the cells with month-first dates, spaced % signs and withheld figures made plain."""
    said: list[str] = []
    turn = _month_first(table, position["date"], said)
    numbers = [position[role] for role in ("value", "denominator") if role in position]
    cells = [list(row) if any(row) else [] for row in table.cells]
    gaps = 0
    for row in cells[table.first_row :]:
        for i in numbers:
            if i < len(row):
                row[i] = _plain_figure(row[i])
                if withheld == "gap" and WITHHELD.fullmatch(row[i]):
                    row[i], gaps = "", gaps + 1
        if turn and position["date"] < len(row):
            row[position["date"]] = _turned_round(row[position["date"]])
    if gaps:
        left = (
            "1 withheld figure was left as a gap"
            if gaps == 1
            else f"{gaps} withheld figures were left as gaps"
        )
        said.append(f"{left}, as you chose. The chart then says little about small counts.")
    return cells, said


def _plain_figure(text: str) -> str:
    if text.isdecimal():
        return text
    return re.sub(r"\s+%$", "%", text.strip())


def _month_first(table: Table, column: int, said: list[str]) -> bool:
    """Decide whether all dates in figures are month first; refuse a mixture, which nobody can put right alone."""
    day_first = month_first = None
    read_by_sheet = None
    for number in range(table.first_row, len(table.cells)):
        row = table.cells[number]
        text = row[column].strip() if column < len(row) else ""
        if (number, column) in table.true_dates:
            when = parse_date(text)
            if when and when.when.day <= 12 and read_by_sheet is None:
                read_by_sheet = (number, text)
            continue
        found = _FIGURES.fullmatch(without_week_words(text)) if len(text) <= 32 else None
        if not found:
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 and second <= 12 and day_first is None:
            day_first = (number, text)
        if second > 12 and first <= 12 and month_first is None:
            month_first = (number, text)
        if day_first and month_first:
            break
    if month_first is None:
        return False
    if day_first:
        raise DataProblem(
            _mixed(table, column, month_first, f"{day_first[1]} in row {day_first[0] + 1:,} is day first")
        )
    if read_by_sheet:
        why = f"row {read_by_sheet[0] + 1:,} is a date that the spreadsheet understood, perhaps the wrong way round"
        raise DataProblem(_mixed(table, column, month_first, why))
    said.append(
        f"Dates were read month first, as in the United States: {month_first[1]} in row {month_first[0] + 1:,} "
        "can be read in no other way."
    )
    return True


def _mixed(table: Table, column: int, month_first: tuple[int, str], other: str) -> Problem:
    number, text = month_first
    why = Why(
        f"this date is month first, while {other}. Some other dates may then be wrong and nobody can tell which.",
        "Write all the dates as 2024-01-31, from the system that the figures came from.",
    )
    return Problem(number + 1, table.headings[column], shorten(text), why.message, why.cure)


def _turned_round(text: str) -> str:
    found = _FIGURES.fullmatch(without_week_words(text))
    if not found:
        return text
    year = found[4] if len(found[4]) == 4 else str((1900 if int(found[4]) >= 69 else 2000) + int(found[4]))
    return f"{year}-{found[1]:0>2}-{found[3]:0>2}"


# Dates of events ---------------------------------------------------------------------------------------


def _events(table: Table, roles: Roles) -> pd.DataFrame:
    """Turn a list of the dates of events into the days between them."""
    column = heading_of(table, roles.date)
    named = [name for i, name in enumerate(table.headings) if i != column and not name.startswith("column ")]
    empty = [
        name for name in named if not any(cell.strip() for cell in table.column(heading_of(table, name)))
    ]
    if empty:
        raise of_the_file(
            f"There are no figures in the column “{empty[0]}”.",
            "Fill in the values. If formulas stand there, open the file in a spreadsheet and save it again.",
        )
    said: list[str] = []
    turn = _month_first(table, column, said)
    texts = [text.strip() for text in table.column(column) if text.strip()]
    if len(texts) > MOST_POINTS:
        raise of_the_file(f"There are {len(texts):,} dates, more than one chart can show.", COUNT_FIRST)
    reads = {text: parse_date(_turned_round(text) if turn else text) for text in set(texts)}
    days = sorted(reads[text].when for text in texts if reads[text] is not None)
    if len(days) < len(texts):
        bad = next(text for text in texts if reads[text] is None)
        raise DataProblem(
            Problem(
                None,
                roles.date,
                shorten(bad),
                "this is not a date that can be read.",
                "Write it as 2024-01-31.",
            )
        )
    if len(days) < 3:
        raise of_the_file(
            "There is only one column, with one or two dates in it.",
            "Two columns are needed, dates and values; or a list of the dates of at least three events.",
        )
    gaps = [(later - earlier).total_seconds() / 86400 for earlier, later in zip(days, days[1:])]  # noqa: B905, RUF007
    frame = pd.DataFrame(
        {"date": np.array(days[1:], dtype="datetime64[us]"), "value": np.array(gaps, dtype=float)}
    )
    if frame["date"].duplicated().any():
        day = frame["date"][frame["date"].duplicated()].iloc[0]
        raise of_the_file(
            f"Several events are dated {day:%-d %B %Y}.",
            "Give their times of day too, or count events by week or month instead.",
        )
    frame.attrs["found"] = [
        *table.found,
        f"There are dates and no figures, so each of the {len(days):,} rows was taken as one event, and the days "
        "from one event to the next were worked out.",
        *said,
    ]
    frame.attrs |= {
        "headings": {"date": roles.date, "value": "days between events"},
        "percent": False,
        "events": True,
    }
    return frame


# Several series ----------------------------------------------------------------------------------------


def read_all(table: Table | Sheet, *, withheld: str = "refuse") -> dict[str, pd.DataFrame | DataProblem]:
    """Read every series of a table: one for each indicator named in a column, or for each column of figures.

    Returns
    -------
    dict
        A frame as from `read_table` for each name, or the problem that stands in its way. Frames carry
        `attrs["target"]` and `attrs["better"]` where the table has such columns.
    """
    if isinstance(table, Sheet):
        table = find_table(table)
    roles = guess_roles(table)
    if roles.group:
        return _by_group(table, roles, withheld)
    if roles.value is None or roles.denominator or len(roles.values) <= 1:
        return {roles.value or roles.date: _tried(table, roles, withheld)}
    if len(roles.values) > MOST_SERIES:
        raise of_the_file(f"There are more than {MOST_SERIES} columns of figures.", "Bring part of them.")
    return {
        name: _tried(table, Roles(roles.date, name, note=roles.note, values=roles.values), withheld)
        for name in roles.values
    }


def _tried(table: Table, roles: Roles, withheld: str) -> pd.DataFrame | DataProblem:
    try:
        return read_table(table, roles, withheld=withheld)
    except DataProblem as problem:
        return problem


def _by_group(table: Table, roles: Roles, withheld: str) -> dict[str, pd.DataFrame | DataProblem]:
    at = heading_of(table, roles.group)
    groups: dict[str, list[int]] = {}
    for number in range(table.first_row, len(table.cells)):
        row = table.cells[number]
        if any(row):
            groups.setdefault(" ".join(row[at].split()) if at < len(row) else "", []).append(number)
    groups.pop("", None)
    if len(groups) > MOST_SERIES:
        raise of_the_file(
            f"“{roles.group}” holds {len(groups):,} different names, more than a board can show.",
            "Bring part of them.",
        )
    result = {}
    for name, numbers in groups.items():
        wanted = set(numbers)
        lines = [row if i < table.first_row or i in wanted else [] for i, row in enumerate(table.cells)]
        part = Table(**{**vars(table), "cells": lines[: numbers[-1] + 1]})
        frame = _tried(part, Roles(**{**vars(roles), "group": None}), withheld)
        if isinstance(frame, pd.DataFrame):
            frame.attrs |= _wanted(part, roles)
        result[shorten(name, 80)] = frame
    return result


def _wanted(table: Table, roles: Roles) -> dict:
    """Return the target and the better direction given for a series, from its last row that has them."""
    found: dict = {}
    if roles.target:
        numbers = [parse_number(text) for text in table.column(heading_of(table, roles.target))]
        found["target"] = next((n for n in reversed(numbers) if n is not None), None)
    if roles.better:
        texts = [text.strip().casefold() for text in table.column(heading_of(table, roles.better))]
        last = next((text for text in reversed(texts) if text), "")
        found["better"] = {"high": "higher", "up": "higher", "low": "lower", "down": "lower"}.get(last, last)
    return found
