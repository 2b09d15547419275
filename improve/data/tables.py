"""Find the table inside a sheet: titles above it, headings over several rows, totals and footnotes below it.

Whatever is passed over is said, by row. Nothing is passed over that could be a figure of the series.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .columns import _letter, _plain
from .date_cells import _MONTH as MONTH_NAMES
from .date_cells import parse_date
from .number_cells import is_missing, parse_number
from .problems import of_the_file, shorten
from .sheets import Sheet

LOOKED_AT = 400  # rows from which the shape of a table is told
MOST_COLUMNS = 2000
SHAPE_ROWS = 3000  # rows from which the width of a table is told
HEADING_ROWS = 3
DATES_ACROSS = 3  # so many dates in one row: the dates run across the sheet

TOTALS = re.compile(
    r"(?:grand |sub ?-?)?totals?\b.*|averages?\b.*|mean\b.*|sum\b.*|median\b.*|ytd\b.*|year to date\b.*|overall\b.*",
    re.IGNORECASE | re.DOTALL,
)
_ABOVE = re.compile(  # what may stand above the headings with a figure beside it
    r".*:|targets?\b.*|standard\b.*|goal\b.*|threshold\b.*|plan\b.*|(?:grand |sub ?-?)?totals?\b.*|averages?\b.*|mean\b.*",
    re.IGNORECASE | re.DOTALL,
)
_YEAR = re.compile(r"(?:1[7-9]|20|21)\d\d")
WITHHELD = re.compile(r"[<≤] ?\d+|\*+|(?:less|fewer) than \d+|suppressed|redacted", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """The rows of a table with its headings; what does not belong to it is blank, so row numbers agree.

    Attributes
    ----------
    headings : tuple of str
        One for each column; a column without a heading has its letter.
    cells : list of list of str
        All rows of the sheet.
    first_row : int
        Index of the first row of figures.
    """

    name: str
    headings: tuple[str, ...]
    cells: list[list[str]] = field(repr=False)
    first_row: int
    delimiter: str
    found: tuple[str, ...]
    hidden: frozenset[int] = frozenset()
    true_dates: frozenset[tuple[int, int]] = field(default=frozenset(), repr=False)

    def column(self, i: int, most: int | None = None) -> list[str]:
        """Return the cells of a column below its heading, the first so many of the filled rows."""
        rows = (row for row in self.cells[self.first_row :] if any(row))
        if most is None:
            return [row[i] if i < len(row) else "" for row in rows]
        return [row[i] if i < len(row) else "" for row, _ in zip(rows, range(most), strict=False)]


def find_table(sheet: Sheet) -> Table:
    """Find the table in a sheet.

    Raises
    ------
    DataProblem
        When no dates are found, or the sheet is too wide to be a table of figures.

    Examples
    --------
    >>> sheet = Sheet("falls", [["Falls on ward 4"], [], ["Month", "Falls"], ["Jan 2024", "3"], ["Total", "3"]])
    >>> table = find_table(sheet)
    >>> table.headings, table.first_row
    (('Month', 'Falls'), 3)
    >>> print(*table.found, sep="\\n")
    Row 1 (“Falls on ward 4”) was taken as a title.
    Row 5 (“Total”) was left out: it holds a total or an average, not a date.
    """
    width = max((_width(row) for row in sheet.cells[:SHAPE_ROWS]), default=0)
    if width > MOST_COLUMNS:
        raise of_the_file(f"The sheet has {width:,} columns.", "Keep the columns that the chart needs.")
    sheet = _with_months_joined_to_years(sheet, width)
    across = _row_of_dates(sheet)
    if across is not None:
        return find_table(_turned(sheet, across))
    column = _date_column(sheet.cells, width)
    first = _first_row(sheet.cells, column)
    heads, passed = _heading_rows(sheet, first)
    width = _width_of_headings(sheet, heads, first, width)
    found = [*sheet.found, *_titles(sheet.cells, heads, passed, first)]
    headings = _headings(sheet, heads, width)
    if not heads:
        found.append("There is no row of headings; columns are named by their letters.")
    cells, left_out = _without_what_is_no_data(sheet.cells, first, column, [sheet.cells[i] for i in heads])
    return Table(
        sheet.name,
        headings,
        cells,
        first,
        sheet.delimiter,
        (*found, *left_out),
        sheet.hidden,
        sheet.true_dates,
    )


def _width(row: list[str]) -> int:
    return next((i + 1 for i in range(len(row) - 1, -1, -1) if row[i].strip()), 0)


def _filled(row: list[str]) -> list[int]:
    return [i for i, cell in enumerate(row) if cell.strip()]


def _is_date(text: str, *, year: bool = False) -> bool:
    """Tell whether a cell is a date; a year alone may as well be a count."""
    read = parse_date(text)
    return read is not None and (year or read.style != "year")


# Dates across the sheet --------------------------------------------------------------------------------


def _row_of_dates(sheet: Sheet) -> int | None:
    """Return the row in which the dates stand side by side, if that is how the sheet is laid out."""
    for number, row in enumerate(sheet.cells[:30]):
        filled = [row[i] for i in _filled(row)]
        dates = sum(_is_date(cell) for cell in filled)
        if not dates and len(filled) > DATES_ACROSS:
            years = [int(cell) for cell in filled[1:] if re.fullmatch(r"(?:19|20)\d\d", cell.strip())]
            stepwise = len(years) >= len(filled) - 2 and all(b == a + 1 for a, b in zip(years, years[1:]))  # noqa: B905, RUF007
            dates = len(years) if stepwise else 0
        if dates >= DATES_ACROSS and dates >= 0.7 * (len(filled) - 1):
            return number
        if any(_is_date(row[i]) for i in _filled(row)) and dates < DATES_ACROSS and len(filled) > 1:
            return None  # an ordinary row of figures
    return None


def _turned(sheet: Sheet, top: int) -> Sheet:
    """Exchange rows and columns, so that each indicator's row becomes a column."""
    rows = [row for row in sheet.cells[top:] if any(cell.strip() for cell in row)]
    dates_from = next(i for i, cell in enumerate(rows[0]) if _is_date(cell, year=True))
    wide = max(map(_width, rows))
    names = [
        " ".join(dict.fromkeys(cell.strip() for cell in row[:dates_from] if cell.strip())) for row in rows
    ]
    keep = [i for i, row in enumerate(rows) if i == 0 or any(cell.strip() for cell in row[dates_from:])]
    cells = [["date", *(names[i] or f"row {top + i + 1}" for i in keep[1:])]]
    for column in range(dates_from, wide):
        cells.append([rows[i][column] if column < len(rows[i]) else "" for i in keep])
    found = (
        *sheet.found,
        "The dates run across the sheet, so each of its rows was read as one measure. "
        "Row numbers below count the sheet's columns from the first date on.",
    )
    return replace(sheet, cells=cells, found=found, hidden=frozenset(), merged=(), true_dates=frozenset())


# Years and months in two columns -----------------------------------------------------------------------


def _with_months_joined_to_years(sheet: Sheet, width: int) -> Sheet:
    """Join a column of years (perhaps written once a year) and a column of names of months into dates."""
    rows = range(min(len(sheet.cells), SHAPE_ROWS))
    months = [
        _column_share(sheet, i, rows, lambda text: text.lower().rstrip(".") in MONTH_NAMES)
        for i in range(min(width, 20))
    ]
    years = [
        _column_share(sheet, i, rows, lambda text: _YEAR.fullmatch(text) is not None)
        for i in range(min(width, 20))
    ]
    if max(months, default=0) < 0.6 or max(years, default=0) < 0.6:
        return sheet
    month, year = months.index(max(months)), years.index(max(years))
    cells, last = [], ""
    for row in sheet.cells:
        name, number = (row[i].strip() if i < len(row) else "" for i in (month, year))
        last = number if _YEAR.fullmatch(number) else last
        if name.lower().rstrip(".") in MONTH_NAMES and last:
            row = [*row]
            row[month], row[year] = f"{name} {last}", ""
        cells.append(row)
    found = (*sheet.found, "Years and months stand in two columns; they were read together as dates.")
    return replace(sheet, cells=cells, found=found)


def _column_share(sheet: Sheet, i: int, rows: range, fits) -> float:
    """Return the share of the filled cells of a column, its heading aside, that fit."""
    filled = [
        sheet.cells[n][i].strip() for n in rows if i < len(sheet.cells[n]) and sheet.cells[n][i].strip()
    ][1:]
    return sum(map(fits, filled)) / len(filled) if filled else 0.0


# Where the figures start -------------------------------------------------------------------------------


def _date_column(cells: list[list[str]], width: int) -> int:
    """Return the column with the most dates; years alone count where nothing better is found."""
    rows = cells[:LOOKED_AT]
    known: dict[str, tuple[bool, bool]] = {}
    strong, years = [0] * width, [0] * width
    for row in rows:
        for i in range(min(len(row), width, 60)):
            text = row[i].strip()
            if not text:
                continue
            if text not in known:
                known[text] = (_is_date(text), bool(re.fullmatch(r"(?:1[7-9]|20|21)\d\d", text)))
            strong[i] += known[text][0]
            years[i] += known[text][1]
    if max(strong, default=0) >= 2 or (max(strong, default=0) == 1 and max(years, default=0) < 2):
        return strong.index(max(strong))
    if years and max(years) >= 2:
        return years.index(max(years))
    named = _named_date_column(rows)
    return named if named is not None else 0


def _named_date_column(rows: list[list[str]]) -> int | None:
    from .columns import ROLE_OF

    for row in rows[:20]:
        for i, cell in enumerate(row):
            if ROLE_OF.get(_plain(cell)) == "date":
                return i
    return None


def _first_row(cells: list[list[str]], column: int) -> int:
    """Return the first row of figures: something like a date in the date column and something beside it."""
    for number, row in enumerate(cells):
        text = row[column].strip() if column < len(row) else ""
        if not text:
            continue
        beside = [cell for i, cell in enumerate(row) if i != column and cell.strip()]
        figures = any(_is_figure(cell) and not _YEAR.fullmatch(cell.strip()) for cell in beside)
        if parse_date(text) is not None:
            labelled = any(cell.strip().endswith(":") for cell in beside)  # "Report run: 3 February 2025"
            if figures or not labelled:
                return number
        elif figures and not _ABOVE.fullmatch(text):
            return number
    raise of_the_file(
        "No dates were found.",
        "Each row needs a date, such as 2024-01-31, 31/01/2024 or Jan 2024, in a column of its own.",
    )


def _is_figure(text: str) -> bool:
    bare = text.strip()
    if ":" in bare:  # a time of day
        return False
    return bool(bare) and (
        parse_number(bare) is not None
        or is_missing(bare)
        or WITHHELD.fullmatch(bare) is not None
        or bool(re.fullmatch(r"[-–—.]+|#\S+|[^A-Za-z]*\d+(?:[.,]\d+)* ?%?[^A-Za-z]*", bare))
    )


# Headings ----------------------------------------------------------------------------------------------


def _heading_rows(sheet: Sheet, first: int) -> tuple[list[int], list[int]]:
    """Return the rows that hold headings, and the rows above the figures that hold figures of their own."""
    heads: list[int] = []
    passed: list[int] = []
    for number in range(first - 1, -1, -1):
        row = sheet.cells[number]
        filled = _filled(row)
        if not filled:
            if heads:
                break
            continue
        if any(parse_number(row[i]) is not None and not _YEAR.fullmatch(row[i].strip()) for i in filled):
            if heads:
                break
            passed.append(number)
            continue
        if heads and (len(heads) == HEADING_ROWS or _is_title(sheet, number, filled)):
            break
        heads.insert(0, number)
    return heads, passed


def _width_of_headings(sheet: Sheet, heads: list[int], first: int, width: int) -> int:
    """Return how many columns the headings name; in a text file a few wider rows hold a stray comma."""
    if sheet.delimiter == "\t" or not heads:
        return width
    named = max(_width(sheet.cells[number]) for number in heads)
    rows = [row for row in sheet.cells[first : first + SHAPE_ROWS] if any(row)]
    wider = sum(_width(row) > named for row in rows)
    return named if wider <= 0.5 * len(rows) else width


def _is_title(sheet: Sheet, number: int, filled: list[int]) -> bool:
    """Tell a title from a heading over several columns: it stands alone, at the left or over everything."""
    if len(filled) > 1:
        return len(filled) == 2 and sheet.cells[number][filled[0]].strip().endswith(":")
    if filled[0] == 0:
        return True
    width = max(_width(row) for row in sheet.cells[number : number + 5])
    return any(top == number and right - left + 1 >= width - 1 for top, left, _, right in sheet.merged)


def _titles(cells, heads: list[int], passed: list[int], first: int) -> Iterator[str]:
    for number in range(first):
        filled = _filled(cells[number])
        if not filled or number in heads:
            continue
        name = shorten(cells[number][filled[0]])
        if number in passed:
            yield f"Row {number + 1} (“{name}”) was left out: it stands above the first date."
        else:
            yield f"Row {number + 1} (“{name}”) was taken as a title."


def _headings(sheet: Sheet, heads: list[int], width: int) -> tuple[str, ...]:
    """Join headings over several rows; one that is merged over several columns goes to each of them."""
    lines = []
    for place, number in enumerate(heads):
        row = [*sheet.cells[number], *[""] * width][:width]
        if place < len(heads) - 1:
            row = _spread(row, number, sheet)
        lines.append(row)
    joined = []
    for i in range(width):
        words = list(dict.fromkeys(" ".join(line[i].split()) for line in lines if line[i].strip()))
        joined.append(shorten(" – ".join(words), 80) or (f"column {_letter(i)}"))
    return _each_once(joined)


def _spread(row: list[str], number: int, sheet: Sheet) -> list[str]:
    """Copy the text of a merged cell into the cells it covers; a text file has lost what was merged."""
    row = list(row)
    if sheet.merged:
        for top, left, bottom, right in sheet.merged:
            if top <= number <= bottom:
                text = row[left] if left < len(row) else ""
                row[left : right + 1] = [text] * (min(right, len(row) - 1) - left + 1)
        return row
    last = ""
    for i, cell in enumerate(row):
        last = cell if cell.strip() else last
        row[i] = last
    return row


def _each_once(headings: list[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    result = []
    for i, heading in enumerate(headings):
        seen[heading] = seen.get(heading, 0) + 1
        result.append(heading if seen[heading] == 1 else f"{heading} ({_letter(i)})")
    return tuple(result)


# What stands below and between --------------------------------------------------------------------------


def _without_what_is_no_data(cells, first: int, column: int, heads: list[list[str]]):
    """Blank the rows of totals, repeated headings and footnotes, and say which they were."""
    kept, said = list(cells), []
    last = next((i for i in range(len(cells) - 1, first - 1, -1) if _dated(cells[i], column)), first)
    lines = [[cell.strip() for cell in head if cell.strip()] for head in heads]
    totals = []
    for number in range(first, len(cells)):
        row = cells[number]
        text = row[column].strip() if column < len(row) else ""
        if text and text[0].isdigit():
            continue
        filled = _filled(row)
        if not filled:
            continue
        opening = row[filled[0]].strip()
        if TOTALS.fullmatch(text) or (not text and TOTALS.fullmatch(opening)):
            totals.append((number, opening))
        elif [row[i].strip() for i in filled] in lines:
            said.append(f"Row {number + 1} was left out: it repeats the headings.")
        elif number > last and not any(_is_figure(row[i]) for i in filled) and not text[:1].isdigit():
            said.append(
                f"Row {number + 1} (“{shorten(opening)}”) was left out: it is a note below the table."
            )
        elif number > last and not text and _adds_up(cells, first, number, filled):
            said.append(f"Row {number + 1} was left out: it has no date and holds the sum of the rows above.")
        else:
            continue
        kept[number] = []
    said = [*_said_of_totals(totals), *said]
    for number, _ in totals:
        kept[number] = []
    return kept, said[:12]


def _said_of_totals(totals: list[tuple[int, str]]) -> list[str]:
    if len(totals) > 5:
        return [
            f"{len(totals)} rows of totals or averages were left out, the first in row {totals[0][0] + 1}."
        ]
    return [
        f"Row {number + 1} (“{shorten(opening)}”) was left out: it holds a total or an average, not a date."
        for number, opening in totals
    ]


def _dated(row: list[str], column: int) -> bool:
    return column < len(row) and parse_date(row[column]) is not None


def _adds_up(cells, first: int, number: int, filled: list[int]) -> bool:
    """Tell whether the figures of a row are the sums of the figures above them."""
    for i in filled:
        value = parse_number(cells[number][i])
        if value is None:
            continue
        above = [parse_number(row[i]) for row in cells[first:number] if i < len(row)]
        if abs(sum(x for x in above if x is not None) - value) > 1e-6 * max(1.0, abs(value)):
            return False
    return True
