"""From a file of any kind to rows of text, or to a sentence that says what the file is instead."""

from __future__ import annotations

import csv
import io
import os
import re
from dataclasses import dataclass
from typing import Any

from .problems import DataProblem, Problem, of_the_file

LARGEST = 20_000_000  # bytes; 100,000 rows of dates and values are about 2 million
MOST_ROWS = 1_048_576  # what a spreadsheet holds

SAVE_AS_CSV = "Open it in the spreadsheet, choose File, Save as, and the type “CSV UTF-8”."
KINDS = (
    (b"PK\x03\x04", "This is a spreadsheet workbook (or another zip file), not a CSV file.", SAVE_AS_CSV),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook, not a CSV file.", SAVE_AS_CSV),
    (
        b"%PDF",
        "This is a PDF document, not a CSV file.",
        "Ask for the figures as a spreadsheet or a CSV file.",
    ),
    (b"\x89PNG", "This is a picture, not a CSV file.", "Ask for the figures as a spreadsheet or a CSV file."),
    (b"\x1f\x8b", "This file is compressed, not a CSV file.", "Unpack it first."),
)


@dataclass(frozen=True)
class Rows:
    """The rows of a file as text, and what had to be assumed to read them.

    `cells[0]` is row 1 of the spreadsheet; blank rows are there too, so that row numbers agree.
    """

    cells: list[list[str]]
    delimiter: str
    found: list[str]


def read_rows(source: Any, largest: int | None = None) -> Rows:
    """Read rows of text from a path, an open file, bytes, or text of at most so many bytes.

    Raises
    ------
    DataProblem
        When there is no such file, it is empty or not text, or its quotation marks do not pair.
    """
    text, found = _as_text(source, largest or LARGEST)
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise of_the_file("This is not a text file.", SAVE_AS_CSV)
    delimiter = _delimiter(text)
    if delimiter != ",":
        name = "semicolons" if delimiter == ";" else "tabs"
        found = [*found, f"The columns are parted by {name}."]
    cells = _split(text, delimiter)
    if not any(cell.strip() for row in cells for cell in row):
        raise of_the_file("The file is empty.", "It needs headings, date and value, and a row for each date.")
    return Rows(cells, delimiter, found)


def _as_text(source: Any, largest: int) -> tuple[str, list[str]]:
    if isinstance(source, str) and (not source or "\n" in source or "\r" in source):
        return _checked_size(source, largest), []
    if isinstance(source, str | os.PathLike):
        return _decode(_read_path(source, largest))
    if isinstance(source, bytes | bytearray | memoryview):
        return _decode(bytes(_checked_size(source, largest)))
    if hasattr(source, "read"):
        content = _read_open(source, largest)
        return (content, []) if isinstance(content, str) else _decode(content)
    raise of_the_file(f"A {type(source).__name__} is not a file.", "Give the name of a CSV file.")


def _checked_size(content: Any, largest: int) -> Any:
    size = content.nbytes if isinstance(content, memoryview) else len(content)
    if size > largest:
        raise of_the_file(
            f"The file is larger than {largest // 1_000_000} megabytes.",
            "Keep the date and value columns only, or add the records up by week or month first.",
        )
    return content


def _read_path(path: Any, largest: int) -> bytes:
    name = str(path)
    try:
        with open(path, "rb") as file:
            return _checked_size(file.read(largest + 1), largest)
    except FileNotFoundError:
        problem = Problem(
            None, None, name, f"There is no file “{_tail(name)}” here.", "Check its name and folder."
        )
    except (OSError, ValueError) as error:
        if isinstance(error, DataProblem):
            raise
        reason = getattr(error, "strerror", None) or "its name is not one that a file can have"
        problem = Problem(
            None, None, name, f"The file “{_tail(name)}” cannot be opened: {reason.lower()}.", ""
        )
    raise DataProblem(problem)


def _tail(name: str) -> str:
    from .problems import shorten

    return shorten(os.path.basename(name) or name)


def _read_open(file: Any, largest: int) -> str | bytes:
    try:
        content = file.read(largest + 1)
    except Exception as error:  # whatever kind of object this is, its owner gets a sentence
        raise of_the_file(f"The file cannot be read: {type(error).__name__}.", SAVE_AS_CSV) from None
    if not isinstance(content, str | bytes | bytearray):
        raise of_the_file(
            "This gives neither text nor bytes when it is read.", "Give the name of a CSV file."
        )
    return _checked_size(content if isinstance(content, str) else bytes(content), largest)


def _decode(raw: bytes) -> tuple[str, list[str]]:
    for signature, message, cure in KINDS:
        if raw.startswith(signature):
            raise of_the_file(message, cure)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(raw, "utf-16"), ["The file is in UTF-16, as Excel's “Unicode text”."]
    if b"\x00" in raw:
        raise of_the_file("This is not a text file.", SAVE_AS_CSV)
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _decoded(raw, "cp1252"), ["Letters were read as Windows-1252, as older Excel saves them."]


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise of_the_file(
            "This is not a text file, or its letters are in a code that is not known.", SAVE_AS_CSV
        ) from None


def _delimiter(text: str) -> str:
    """Return the mark found on the most of the first lines; headings alone may hold a stray comma."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines]
    return max("\t;,", key=lambda mark: sum(mark in line for line in bare))


def _split(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise of_the_file(
                    f"There are more than {MOST_ROWS:,} rows.", "Add the records up by week or month first."
                )
    except csv.Error as error:
        raise DataProblem(_split_problem(len(rows) + 1, str(error))) from None
    return rows


def _split_problem(row: int, error: str) -> Problem:
    if "field larger" in error:
        return Problem(row, None, "", "a cell here is far too long to be a figure or a note.", "Shorten it.")
    return Problem(
        row,
        None,
        "",
        "a quotation mark here is never closed, or closes in the middle of a cell.",
        "Look for a single double-quote mark in this row and remove it.",
    )
