"""Writes small .xlsx workbooks, spoiled on request: merged cells, hidden columns and rows, percentages, formulas."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date
from html import escape

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)


@dataclass(frozen=True)
class Percent:
    """A number shown as a percentage: 0.95 as 95%."""

    value: float


@dataclass(frozen=True)
class Formula:
    """A formula, with the result that the spreadsheet stored (None where a program wrote the file)."""

    text: str
    result: float | None = None


@dataclass(frozen=True)
class Page:
    """One sheet to write."""

    rows: list
    merged: tuple = ()
    hidden_columns: tuple = ()
    hidden_rows: tuple = ()
    hidden: bool = field(default=False)


def letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def workbook(pages) -> bytes:
    """Return an .xlsx file of sheets by name (or of one sheet's rows)."""
    if isinstance(pages, list):
        pages = {"Sheet1": Page(pages)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr("xl/styles.xml", STYLES)
        sheets = links = ""
        for number, (name, page) in enumerate(pages.items(), 1):
            state = ' state="hidden"' if page.hidden else ""
            sheets += f'<sheet name="{escape(name)}" sheetId="{number}"{state} r:id="r{number}"/>'
            links += f'<Relationship Id="r{number}" Type="{RELATIONS}/worksheet" Target="worksheets/s{number}.xml"/>'
            archive.writestr(f"xl/worksheets/s{number}.xml", sheet(page))
        links += f'<Relationship Id="rs" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>',
        )
    return out.getvalue()


def sheet(page: Page) -> str:
    columns = "".join(f'<col min="{c + 1}" max="{c + 1}" width="9" hidden="1"/>' for c in page.hidden_columns)
    rows = []
    for r, row in enumerate(page.rows):
        hidden = ' hidden="1"' if r in page.hidden_rows else ""
        rows.append(f'<row r="{r + 1}"{hidden}>{"".join(cell(r, c, v) for c, v in enumerate(row))}</row>')
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in page.merged)
    return (
        f'<worksheet xmlns="{MAIN}">{f"<cols>{columns}</cols>" if columns else ""}<sheetData>{"".join(rows)}</sheetData>'
        f"{f'<mergeCells>{merged}</mergeCells>' if merged else ''}</worksheet>"
    )


def cell(row: int, column: int, value) -> str:
    place = f"{letters(column)}{row + 1}"
    if value is None or value == "":
        return ""
    if isinstance(value, Percent):
        return f'<c r="{place}" s="2"><v>{value.value!r}</v></c>'
    if isinstance(value, Formula):
        stored = "" if value.result is None else f"<v>{value.result!r}</v>"
        return f'<c r="{place}"><f>{escape(value.text)}</f>{stored}</c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    if str(value).startswith("#"):
        return f'<c r="{place}" t="e"><v>{escape(value)}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
