"""What stands in the columns: cells become dates and numbers, or problems with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from .columns import Layout
from .date_cells import DateRead, long_date, parse_date, why_not_a_date
from .files import Rows
from .number_cells import is_missing, parse_number, why_not_a_number
from .problems import Problem, Why, shorten


@dataclass(frozen=True)
class Contents:
    """The filled rows of a file, as text.

    Attributes
    ----------
    rows : list of int
        Spreadsheet number of each row.
    texts : dict of str to list of str
        For each role ("date", "value", "denominator", "note") the cells of its column.
    heading : dict of str to str
        For each role the heading of its column.
    delimiter : str
        What parts the columns.
    """

    rows: list[int]
    texts: dict[str, list[str]]
    heading: dict[str, str]
    delimiter: str

    def refuse(self, i: int, role: str, why: Why) -> Problem:
        """Return a problem with one cell."""
        return Problem(self.rows[i], self.heading[role], shorten(self.texts[role][i]), why.message, why.cure)


def cut(rows: Rows, layout: Layout) -> tuple[Contents, list[Problem]]:
    """Keep the rows with something in the columns used; rows with too many cells are problems."""
    numbers: list[int] = []
    texts: dict[str, list[str]] = {role: [] for role in layout.position}
    problems = []
    for number, row in enumerate(rows.cells[layout.first_row :], layout.first_row + 1):
        if len(row) > layout.width and any(cell.strip() for cell in row[layout.width :]):
            problems.append(_too_wide(number, row, layout.width))
            continue
        cells = {role: row[i] if i < len(row) else "" for role, i in layout.position.items()}
        if any(map(str.strip, cells.values())):
            numbers.append(number)
            for role, cell in cells.items():
                texts[role].append(cell)
    return Contents(numbers, texts, layout.heading, rows.delimiter), problems


def _too_wide(number: int, row: list[str], width: int) -> Problem:
    return Problem(
        number,
        None,
        "",
        f"there are {len(row)} cells here and {width} columns.",
        "Is there a comma inside a number or a note? Put that cell in double quotation marks.",
    )


def read_dates(contents: Contents) -> tuple[list[DateRead], list[Problem]]:
    """Return the dates of all rows, or the problems with them; each date may stand only once."""
    texts = contents.texts["date"]
    known = {text: parse_date(text) for text in set(texts)}
    dates, problems = [], []
    first: dict = {}
    for i, text in enumerate(texts):
        date = known[text]
        if date is None:
            why = (
                why_not_a_date(text)
                if text.strip()
                else Why("there is no date here.", "Give every row a date.")
            )
            problems.append(contents.refuse(i, "date", why))
            continue
        before = first.setdefault(date.when, i)
        if before != i:
            problems.append(contents.refuse(i, "date", _twice(date, contents.rows[before])))
        dates.append(date)
    return dates, problems


def _twice(date: DateRead, row: int) -> Why:
    return Why(
        f"{long_date(date.when)} is already in row {row:,}.",
        "Keep one row for each date: add the two together, or remove the copy.",
    )


def read_numbers(contents: Contents, role: str) -> tuple[np.ndarray, list[Problem]]:
    """Return the numbers of a column, NaN where a cell is blank, and the problems with them."""
    texts = contents.texts[role]
    known = {text: parse_number(text) for text in set(texts)}
    numbers = np.array([np.nan if known[text] is None else known[text] for text in texts], dtype=float)
    problems = [
        contents.refuse(i, role, why_not_a_number(text))
        for i, text in enumerate(texts)
        if known[text] is None and not is_missing(text)
    ]
    for rule in (_below_zero, _mixed_units, _decimal_or_thousands):
        problems += rule(contents, role, numbers)
    return numbers, problems


def _below_zero(contents: Contents, role: str, numbers: np.ndarray) -> list[Problem]:
    if role != "denominator":
        return []
    why = Why("a denominator cannot be below 0.", "It counts everything that was looked at.")
    return [contents.refuse(int(i), role, why) for i in np.flatnonzero(numbers < 0)]


def _mixed_units(contents: Contents, role: str, numbers: np.ndarray) -> list[Problem]:
    """Refuse % signs on some figures and not on others, and percentages where counts are needed."""
    figures = np.flatnonzero(~np.isnan(numbers)).tolist()
    signed = [i for i in figures if contents.texts[role][i].strip().endswith("%")]
    if not signed:
        return []
    if "denominator" in contents.texts:
        why = Why(
            "this is a percentage, and there is a denominator column too.",
            "Give counts with their denominators, or percentages and no denominators.",
        )
        return [contents.refuse(signed[0], role, why)]
    if len(signed) == len(figures):
        return []
    plain = sorted(set(figures) - set(signed))
    odd = signed[0] if len(signed) <= len(plain) else plain[0]
    why = Why(
        "some figures in this column have a % sign and others have none.", "Write them all in the same way."
    )
    return [contents.refuse(odd, role, why)]


_ONE_COMMA = re.compile(r"[^,.]*,\d{3}%?\s*")
_ONE_POINT = re.compile(r"\s*[+-]?[1-9]\d{0,2}\.\d{3}%?\s*")


def _decimal_or_thousands(contents: Contents, role: str, numbers: np.ndarray) -> list[Problem]:
    """Refuse 1,234 in a file parted by semicolons: where such files come from, it often means 1.234.

    The same holds for 1.234, unless another figure in the column shows that the point is a decimal point.
    """
    if contents.delimiter != ";":
        return []
    figures = [(i, contents.texts[role][i]) for i in np.flatnonzero(~np.isnan(numbers)).tolist()]
    commas = [i for i, text in figures if _ONE_COMMA.fullmatch(text)]
    pointed = [(i, text) for i, text in figures if "." in text]
    points = [i for i, _ in pointed] if all(_ONE_POINT.fullmatch(text) for _, text in pointed) else []
    why = Why(
        "this may have a decimal in it or thousands; in a file parted by semicolons that cannot be told.",
        "Save the file with commas between the columns and points for decimals.",
    )
    return [contents.refuse(i, role, why) for i in sorted({*commas, *points})]
