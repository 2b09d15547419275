"""From any file a spreadsheet can save, or cells pasted from one, to sheets: named grids of text.

Nothing is interpreted here. What is hidden in the spreadsheet, merged or shown as a percentage is noted, since
a grid of text can no longer show it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from . import workbook_xml
from .files import MOST_ROWS, SAVE_AS_CSV, read_rows
from .problems import DataProblem, of_the_file, shorten

LARGEST_UPLOAD = 60_000_000  # bytes of one file
LARGEST_UNPACKED = 800_000_000  # bytes; a million rows of a few columns are about 150 million
MOST_FILES = 300  # files of one folder or zip
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXTS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Sheet:
    """One sheet as text; `cells[0]` is row 1, blank rows included, so that row numbers agree.

    Attributes
    ----------
    name : str
        Name of the sheet, or of the file where it has no sheets.
    cells : list of list of str
    delimiter : str
        What parted the columns in a text file; a tab for a workbook.
    found : tuple of str
        What the reader of the file should know.
    hidden : frozenset of int
        Columns hidden in the spreadsheet, counted from 0.
    merged : tuple of (row, column, row, column)
        First and last cell of each merged range, counted from 0.
    true_dates : frozenset of (row, column)
        Cells that the spreadsheet itself understood as dates; only kept for the first columns that hold any.
    """

    name: str
    cells: list[list[str]] = field(repr=False)
    delimiter: str = "\t"
    found: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    true_dates: frozenset[tuple[int, int]] = field(default=frozenset(), repr=False)


def read_sheets(content: bytes | str, name: str = "") -> tuple[Sheet, ...]:
    """Read the sheets of a workbook, or the one table of a text file or of pasted cells.

    Parameters
    ----------
    content : bytes or str
        What is in the file, or the pasted text.
    name : str
        The file's name, for words; what kind of file it is, is read from its content.

    Returns
    -------
    tuple of Sheet
        The visible sheets with anything in them.

    Raises
    ------
    DataProblem
        When the file is of another kind, too large, empty, locked or damaged.

    Examples
    --------
    >>> read_sheets("month\\tfalls\\nJan 2024\\t12\\n")[0].cells[1]
    ['Jan 2024', '12']
    """
    if len(content) > LARGEST_UPLOAD:
        raise of_the_file(
            f"The file is larger than {LARGEST_UPLOAD // 1_000_000} megabytes.",
            "Keep the columns that the chart needs, or add the records up by week or month first.",
        )
    stem = name.rsplit("/", 1)[-1]
    if isinstance(content, bytes) and content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _of_workbook(content, stem)
    text = content if isinstance(content, bytes) else content.encode("utf-8")
    if not text.strip():
        raise of_the_file(
            "There is nothing in it.", "It needs headings, such as date and value, and a row for each date."
        )
    rows = read_rows(text, largest=LARGEST_UPLOAD)
    return (Sheet(stem or "pasted cells", rows.cells, rows.delimiter, tuple(rows.found)),)


def is_zip_of_files(content: bytes) -> bool:
    """Tell a zipped folder from a workbook (which is a zip too)."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return False
    return not names & {"[Content_Types].xml", "mimetype", "xl/workbook.xml"}


def unzip(content: bytes) -> dict[str, bytes]:
    """Return the files of a zipped folder that can hold figures, by name; nothing is written to disk.

    Raises
    ------
    DataProblem
        When the zip is damaged, locked or far too large, or holds no such file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            wanted = [info for info in archive.infolist() if _wanted(info.filename)]
            _refuse_bombs(wanted)
            files = {info.filename: archive.read(info) for info in wanted}
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, NotImplementedError):
        raise of_the_file(
            "The zip file cannot be opened: it is damaged or locked with a password.",
            "Zip the folder again, without a password.",
        ) from None
    if not files:
        raise of_the_file(
            "There is no CSV file or workbook in this zip file.",
            "Put the files of the indicators in a folder and zip that.",
        )
    return files


def _wanted(name: str) -> bool:
    base = name.rsplit("/", 1)[-1]
    return (
        base.lower().endswith(SPREADSHEETS + TEXTS)
        and not base.startswith((".", "~$"))
        and base == base.strip()
    )


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise of_the_file(f"The zip file holds more than {MOST_FILES} files.", "Send part of them.")
    if sum(info.file_size for info in entries) > LARGEST_UNPACKED:
        raise of_the_file(
            "Unpacked, this file is too large to be read here.",
            "Keep the columns that the chart needs, or add the records up by week or month first.",
        )


def _of_workbook(content: bytes, stem: str) -> tuple[Sheet, ...]:
    """Read each visible sheet of a workbook in which anything stands."""
    if content.startswith(b"PK"):
        _check_archive(content)
    try:
        import python_calamine
    except ImportError:
        raise of_the_file(
            "Workbooks cannot be read here: the package python-calamine is missing.", SAVE_AS_CSV
        ) from None
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        away = [sheet.name for sheet in book.sheets_metadata if sheet.name not in shown]
        marks = workbook_xml.marks(content)
        sheets = [_of_sheet(book.get_sheet_by_name(name), marks.get(name)) for name in shown]
    except python_calamine.PasswordError:
        raise of_the_file("The workbook is locked with a password.", "Save a copy without one.") from None
    except DataProblem:
        raise
    except Exception as error:  # a damaged workbook fails in many ways; its owner gets one sentence
        raise of_the_file(
            f"The workbook cannot be read; it may be damaged ({shorten(str(error)) or type(error).__name__}).",
            f"Open it in the spreadsheet and save it again. {SAVE_AS_CSV}",
        ) from None
    filled = tuple(sheet for sheet in sheets if any(cell.strip() for row in sheet.cells for cell in row))
    if not filled:
        raise of_the_file(
            "The workbook is empty.", "It needs headings, date and value, and a row for each date."
        )
    return tuple(_told(sheet, away) for sheet in filled)


def _told(sheet: Sheet, away: list[str]) -> Sheet:
    if not away:
        return sheet
    names = ", ".join(f"“{shorten(name)}”" for name in away[:5])
    found = (f"Hidden sheets and chart sheets were passed over: {names}.", *sheet.found)
    return Sheet(**{**vars(sheet), "found": found})


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            _refuse_bombs([info for info in archive.infolist() if info.filename.startswith("xl/worksheets")])
            if sum(info.file_size for info in archive.infolist()) > LARGEST_UNPACKED:
                raise of_the_file("Unpacked, this workbook is too large to be read here.", SAVE_AS_CSV)
    except zipfile.BadZipFile:
        raise of_the_file(
            "The workbook is damaged or was not copied whole.", "Save it again, or copy it again."
        ) from None
    if "word/document.xml" in names:
        raise of_the_file("This is a Word document, not a spreadsheet.", "Copy its table and paste it here.")


def _of_sheet(sheet, marks: workbook_xml.Marks | None) -> Sheet:
    """Turn the cells of one sheet into text."""
    if sheet.total_height > MOST_ROWS:
        raise of_the_file(
            f"There are more than {MOST_ROWS:,} rows.", "Add the records up by week or month first."
        )
    marks = marks or workbook_xml.Marks()
    cells, dates = [], set()
    write = _writer(marks)
    for number, row in enumerate(sheet.to_python(skip_empty_area=False)):
        if number < 3000:  # a mixture of true dates and text shows early; a million places are not kept
            dates |= {(number, i) for i, cell in enumerate(row) if hasattr(cell, "year")}
        cells.append([write(number, i, cell) for i, cell in enumerate(row)])
    while cells and not any(cells[-1]):
        cells.pop()
    found = []
    if marks.hidden_rows:
        rows = "1 row is" if marks.hidden_rows == 1 else f"{marks.hidden_rows:,} rows are"
        found.append(
            f"{rows} hidden in the spreadsheet, perhaps by a filter. Hidden rows are read like the others: "
            "delete them if they do not belong."
        )
    merged = tuple((a, b, c, d) for (a, b), (c, d) in (sheet.merged_cell_ranges or ()))
    return Sheet(sheet.name, cells, "\t", tuple(found), marks.hidden_columns, merged, frozenset(dates))


def _writer(marks: workbook_xml.Marks) -> Callable:
    """Return the function that writes one cell as text, as its owner sees it."""
    percentages, errors = marks.percentages, marks.errors

    def write(row: int, column: int, cell) -> str:
        if isinstance(cell, str):
            return cell or errors.get((row, column), "")
        if isinstance(cell, bool):
            return str(cell).upper()
        if isinstance(cell, float | int):
            if (row, column) in percentages:
                return f"{round(cell * 100, 10):.12g}%"
            return str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else repr(float(cell))
        if hasattr(cell, "hour") and hasattr(cell, "year"):
            return (
                cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else str(cell)[:19]
            )
        return "" if cell is None else str(cell)

    return write
