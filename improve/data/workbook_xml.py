"""What a workbook says beside its values: what is hidden, cells shown as percentages, errors of formulas."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

LARGEST_LOOKED_AT = 150_000_000  # bytes of one sheet; beyond that only its columns are looked at
BUILT_IN_PERCENT = {9, 10}  # number formats "0%" and "0.00%"

_SHEET = re.compile(rb"<sheet\b[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_FORMAT = re.compile(rb"<numFmt\b[^>]*>")
_COLUMN = re.compile(rb"<col\b[^>]*>")
_ERROR = re.compile(rb"<c\b([^>]*\bt=\"e\"[^>]*)>(?:<f[^>]*/>|<f\b.*?</f>)?<v>([^<]*)</v>", re.DOTALL)
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_HIDDEN_ROW = re.compile(rb"<row\b[^>]*\bhidden=\"(?:1|true)\"")


@dataclass(frozen=True)
class Marks:
    """What one sheet says beside its values; rows and columns are counted from 0."""

    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: int = 0
    percentages: frozenset[tuple[int, int]] = frozenset()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def marks(content: bytes) -> dict[str, Marks]:
    """Return the marks of each sheet of an .xlsx workbook by name; nothing for other kinds of workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                return {}
            percent = _percent_styles(archive)
            return {name: _of(archive, path, percent) for name, path in _paths(archive).items()}
    except (zipfile.BadZipFile, KeyError, ValueError):
        return {}


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\b" + name + rb"=[\"']([^\"']*)[\"']", tag)
    return _unescaped(found[1].decode("utf-8", "replace")) if found else ""


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def _paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return where each sheet lies in the archive, by its name."""
    relations = archive.read("xl/_rels/workbook.xml.rels")
    where = {_attribute(tag, b"Id"): _attribute(tag, b"Target") for tag in _RELATION.findall(relations)}
    sheets = _SHEET.findall(archive.read("xl/workbook.xml"))
    paths = {_attribute(tag, b"name"): where.get(_attribute(tag, b"r:id"), "") for tag in sheets}
    known = set(archive.namelist())
    full = {name: path.lstrip("/") if path.startswith("/") else f"xl/{path}" for name, path in paths.items()}
    return {name: path for name, path in full.items() if path in known}


def _percent_styles(archive: zipfile.ZipFile) -> set[str]:
    """Return the style numbers whose cells are shown as percentages."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    styles = archive.read("xl/styles.xml")
    ours = {
        int(_attribute(tag, b"numFmtId") or -1)
        for tag in _FORMAT.findall(styles)
        if "%" in _attribute(tag, b"formatCode")
    }
    block = re.search(rb"<cellXfs\b.*?</cellXfs>", styles, re.DOTALL)
    formats = re.findall(rb"<xf\b[^>]*>", block[0]) if block else []
    percent = BUILT_IN_PERCENT | ours
    return {str(i) for i, tag in enumerate(formats) if int(_attribute(tag, b"numFmtId") or 0) in percent}


def _of(archive: zipfile.ZipFile, path: str, percent: set[str]) -> Marks:
    size = archive.getinfo(path).file_size
    with archive.open(path) as file:
        text = file.read(size if size <= LARGEST_LOOKED_AT else 200_000)
    hidden = frozenset(
        column
        for tag in _COLUMN.findall(text[:200_000])
        if _attribute(tag, b"hidden") in ("1", "true")
        for column in range(int(_attribute(tag, b"min")) - 1, min(int(_attribute(tag, b"max")), 200))
    )
    cells: set[tuple[int, int]] = set()
    if percent:
        style = "|".join(map(re.escape, sorted(percent))).encode()
        tags = re.findall(rb"<c\b[^>]*\bs=\"(?:" + style + rb")\"[^>]*>", text)
        cells = {place for place in map(_place, tags) if place}
    errors = {_place(tag): _unescaped(said.decode("utf-8", "replace")) for tag, said in _ERROR.findall(text)}
    return Marks(hidden, len(_HIDDEN_ROW.findall(text)), frozenset(cells), errors)


def _place(tag: bytes) -> tuple[int, int] | None:
    """Return the row and column of a cell, counted from 0."""
    found = _PLACE.fullmatch(_attribute(tag, b"r"))
    return (int(found[2]) - 1, _column(found[1])) if found else None


def _column(letters: str) -> int:
    """Return the number of a column from its letters, counted from 0.

    Examples
    --------
    >>> _column("A"), _column("AA")
    (0, 26)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1
