"""Which column is which: by its heading, or by elimination where only one answer is left."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .date_cells import parse_date
from .files import Rows
from .number_cells import parse_number
from .problems import DataProblem, of_row, of_the_file, shorten

# Headings that are understood. The first of each is the plain one: it wins where several could be meant.
# The published contract, book/your-own-data.md, lists the same names; a test compares the two.
NAMES = {
    "date": (
        "date", "dates", "day", "week", "month", "year", "period", "time",
        "week commencing", "week beginning", "week starting", "week ending",
        "month beginning", "month starting", "month ending",
    ),
    "value": (
        "value", "values", "count", "number", "numerator", "measure", "result", "rate",
        "percent", "percentage", "y",
    ),
    "denominator": ("denominator", "denom", "out of"),
    "note": ("note", "notes", "comment", "comments", "annotation", "annotations"),
}  # fmt: skip
ROLE_OF = {name: role for role, names in NAMES.items() for name in names}
EXAMPLE = "Name them date and value (and, if you have them, denominator and note)."


@dataclass(frozen=True)
class Layout:
    """Where each role's column stands and what it is called, and where the figures start."""

    position: dict[str, int]
    heading: dict[str, str]
    first_row: int  # index into the rows
    width: int
    found: list[str]


def find_columns(rows: Rows) -> Layout:
    """Decide which column holds dates, values, denominators and notes.

    Raises
    ------
    DataProblem
        When that cannot be told for certain.
    """
    top = next(i for i, row in enumerate(rows.cells) if any(cell.strip() for cell in row))
    header = [cell.strip() for cell in rows.cells[top]]
    _refuse_what_is_no_header(header, top, rows)
    if _is_figures(header):
        found = [
            "There is no row of headings, so the first column was taken as dates and the second as values."
        ]
        return Layout({"date": 0, "value": 1}, {"date": "A", "value": "B"}, top, 2, found)
    position, unused = _assign(header, top + 1)
    heading = {role: shorten(header[i]) or _letter(i) for role, i in position.items()}
    found = [f"The dates are in “{heading['date']}” and the values in “{heading['value']}”."]
    if "denominator" in position:
        found.append(f"Each value is out of the denominator in “{heading['denominator']}”.")
    if unused:
        names = ", ".join(f"“{shorten(header[i])}”" for i in unused[:10])
        found.append(f"Not used: {names}{' and others' if len(unused) > 10 else ''}.")
    return Layout(position, heading, top + 1, len(header), found)


def _refuse_what_is_no_header(header: list[str], top: int, rows: Rows) -> None:
    filled = [cell for cell in header if cell]
    if sum(parse_date(cell) is not None for cell in filled) > 1:
        raise of_row(
            top + 1, "there is more than one date in this row.", "Give each row one date and one value."
        )
    if len(filled) == 1:
        raise _alone(filled[0], top, rows)
    if len(filled) > 2 and any(parse_date(c) is not None or parse_number(c) is not None for c in filled):
        raise of_row(
            top + 1, "this row holds figures where headings are needed.", f"Add a first row. {EXAMPLE}"
        )


def _alone(cell: str, top: int, rows: Rows) -> DataProblem:
    """Return what is wrong when just one cell of the first row is filled."""
    if any(sum(bool(cell.strip()) for cell in row) > 1 for row in rows.cells[top + 1 :]):
        return of_row(
            top + 1,
            f"“{shorten(cell)}” stands alone, as a title does.",
            "Remove what stands above the headings, so that the first row is date, value.",
        )
    return of_the_file("There is only one column.", "Two are needed: dates and values.")


def _is_figures(header: list[str]) -> bool:
    """Tell whether two columns start with their first date and value and no headings."""
    filled = [i for i, cell in enumerate(header) if cell]
    if filled not in ([0], [0, 1]):
        return False
    return parse_date(header[0]) is not None or (len(filled) == 2 and parse_number(header[1]) is not None)


def _assign(header: list[str], row: int) -> tuple[dict[str, int], list[int]]:
    """Return the position of each role, and the columns left over."""
    position: dict[str, int] = {}
    for role in NAMES:
        named = [i for i, cell in enumerate(header) if ROLE_OF.get(_plain(cell)) == role]
        plain = [i for i in named if _plain(header[i]) == role]
        candidates = plain or named
        if len(candidates) > 1:
            names = " and ".join(f"“{shorten(header[i])}” ({_letter(i)})" for i in candidates[:4])
            raise of_row(
                row, f"more than one column could hold the {role}: {names}.", f"Name just one “{role}”."
            )
        if candidates:
            position[role] = candidates[0]
    unused = [i for i, cell in enumerate(header) if cell and i not in position.values()]
    wanted = [role for role in ("date", "value") if role not in position]
    if wanted and len(unused) == len(wanted):
        position |= dict(zip(wanted, unused, strict=True))
        unused = []
    elif wanted:
        names = ", ".join(f"“{shorten(cell)}”" for cell in header[:10] if cell)
        missing = " or ".join(wanted)
        raise of_row(row, f"no column is named {missing}; the headings are {names}.", EXAMPLE)
    return position, unused


def _plain(heading: str) -> str:
    """Return a heading as it is compared: lower case, single spaces, without what stands in brackets."""
    bare = re.sub(r"\(.*?\)|\[.*?\]", " ", heading[:200].casefold())
    return " ".join(re.sub(r"[_\-/:%]", " ", bare).split())


def _letter(index: int) -> str:
    """Return the letter over a column in a spreadsheet.

    Examples
    --------
    >>> _letter(0), _letter(25), _letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
