"""The first step of the studio: bring figures, see what was found in them, say which column is which."""

from __future__ import annotations

from collections.abc import Callable

from improve.data import (
    DataProblem,
    Roles,
    find_table,
    guess_roles,
    is_zip_of_files,
    read_sheets,
    read_table,
)
from improve.data.tables import WITHHELD

from . import pieces
from .boards import frames_of

NO_PATIENT_DATA = """<div class="care"><p><strong>No patient data.</strong> Bring counts for whole weeks or months, never
rows about people. That means no names, no NHS or hospital numbers, no dates of birth, no postcodes, and no note that tells
one person's story. A small count can point at a person too: when you take your chart away, you can hide counts under 5.</p>
<p>Your file is read by the computer that runs this page. It is not stored there and goes nowhere else. If that computer is
not yours (Binder, a shared server), bring nothing that may not leave your organisation.</p></div>"""

EXAMPLE = """Falls on the wards of Harrowmere (invented)

Month,Falls,Bed days,Comments
Jan-24,41,6120,
Feb-24,38,5790,
Mar-24,45,6200,
Apr-24,36,5980,
May-24,43,6110,
Jun-24,40,5890,
Jul-24,47,6050,
Aug-24,39,6090,
Sep-24,42,5940,
Oct-24,37,6180,
Nov-24,44,6010,
Dec-24,41,6230,
Jan-25,46,6260,Beds moved to the new wing
Feb-25,34,5710,
Mar-25,35,6190,
Apr-25,29,5960,Rounds every two hours begin
May-25,32,6080,
Jun-25,27,5900,
Jul-25,31,6070,
Aug-25,26,6110,
Sep-25,30,5930,
Oct-25,28,6150,
Nov-25,25,5990,
Dec-25,31,6240,
Total,847,145130,
"""

ASK = "Choose a sheet …"
ALL_SHEETS = "All of them, as a board"
NONE = "none"


class DataPanel:
    """Upload, paste, sheet and column choices. Calls `on_frame(frame)`, `on_many(frames)` or `on_nothing()`."""

    def __init__(self, on_frame: Callable, on_many: Callable, on_nothing: Callable) -> None:
        import ipywidgets

        self._on_frame, self._on_many, self._on_nothing = on_frame, on_many, on_nothing
        self._sheets, self._table, self._files, self._quiet = (), None, {}, False
        self.upload = ipywidgets.FileUpload(
            accept=".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.xlsb,.ods,.zip",
            multiple=True,
            description="Choose a file, several, or a zipped folder",
            tooltip="CSV or a workbook; counts only, no patient data",
            button_style="primary",
        )
        self.paste = ipywidgets.Textarea(
            description="Or paste cells copied from a spreadsheet",
            placeholder="date\tvalue",
            layout={"width": "min(100%, 46rem)"},
        )
        self.read = ipywidgets.Button(description="Read what I pasted")
        self.example = ipywidgets.Button(description="Try an invented example")
        self.sheet = pieces.choice("Which sheet?", [ASK])
        self.found = ipywidgets.HTML()
        self.date = pieces.choice("Dates", [NONE])
        self.value = pieces.choice("What is charted", [NONE])
        self.denominator = pieces.choice("Out of (denominator)", [NONE])
        self.note = pieces.choice("Notes", [NONE])
        self.withheld = pieces.choice(
            "Figures such as <5 or *", {"stop and tell me": "refuse", "leave them as gaps": "gap"}
        )
        self.to_board = ipywidgets.Button(description="Show all on a board")
        self.columns = ipywidgets.VBox(
            [
                ipywidgets.HTML(
                    '<p class="quiet">Which column is which? Change it where the guess is wrong.</p>'
                ),
                pieces.row(self.date, self.value, self.denominator, self.note),
            ]
        )
        self.panel = ipywidgets.VBox(
            [
                ipywidgets.HTML(f"<h2>1. Your figures</h2>{NO_PATIENT_DATA}"),
                pieces.row(self.upload, self.example),
                self.paste,
                self.read,
                self.sheet,
                self.found,
                self.withheld,
                self.columns,
                self.to_board,
            ]
        )
        self._listen()
        self._hide_choices()

    def _listen(self) -> None:
        self.upload.observe(self._uploaded, names="value")
        self.read.on_click(lambda _: self.load({"pasted cells": self.paste.value}))
        self.example.on_click(lambda _: self.load({"falls (invented).csv": EXAMPLE}))
        self.sheet.observe(self._sheet_chosen, names="value")
        self.to_board.on_click(lambda _: self._board())
        for control in (self.date, self.value, self.denominator, self.note, self.withheld):
            control.observe(self._columns_chosen, names="value")

    def _hide_choices(self) -> None:
        for control in (self.sheet, self.columns, self.withheld, self.to_board):
            pieces.show(control, False)

    def _uploaded(self, change) -> None:
        files = {file["name"]: bytes(file["content"]) for file in change["new"]}
        if files:
            self.load(files)

    def load(self, files: dict[str, bytes | str]) -> None:
        """Read files by name: one gives a chart, several or a zipped folder a board."""
        self._hide_choices()
        self._files, self._table = files, None
        self._quiet, self.withheld.value = True, "refuse"
        self._quiet = False
        self.found.value = pieces.words("Reading …", role="status")
        name, content = next(iter(files.items()))
        if len(files) > 1 or (isinstance(content, bytes) and is_zip_of_files(content)):
            self._board()
            return
        try:
            self._sheets = read_sheets(content, name)
        except DataProblem as problem:
            self._refuse(problem)
            return
        if len(self._sheets) == 1:
            self._use(self._sheets[0])
            return
        self._ask_for_sheet()

    def _ask_for_sheet(self) -> None:
        self._quiet = True
        self.sheet.options = [ASK, *[sheet.name for sheet in self._sheets], ALL_SHEETS]
        self.sheet.value = ASK
        self._quiet = False
        pieces.show(self.sheet, True)
        self.found.value = pieces.words(
            f"The workbook has {len(self._sheets)} sheets with something in them. Which one should be charted?",
            role="status",
        )
        self._on_nothing()

    def _sheet_chosen(self, change) -> None:
        if self._quiet or change["new"] == ASK:
            return
        if change["new"] == ALL_SHEETS:
            self._board()
            return
        self._use(next(sheet for sheet in self._sheets if sheet.name == change["new"]))

    def _use(self, sheet) -> None:
        """Find the table in a sheet, guess its columns, and chart it."""
        try:
            self._table = find_table(sheet)
            roles = guess_roles(self._table)
        except DataProblem as problem:
            self._refuse(problem)
            return
        self._offer(roles)
        self._chart(roles)

    def _offer(self, roles: Roles) -> None:
        self._quiet = True
        headings = list(self._table.headings)
        self.date.options, self.date.value = headings, roles.date
        self.value.options = [*headings, NONE] if roles.value else [NONE, *headings]
        self.value.value = roles.value or NONE
        for control, guess in ((self.denominator, roles.denominator), (self.note, roles.note)):
            control.options, control.value = [NONE, *headings], guess or NONE
        self._quiet = False
        pieces.show(self.columns, len(headings) > 1)
        several = bool(roles.group) or (len(roles.values) > 1 and not roles.denominator)
        pieces.show(self.to_board, several)
        pieces.show(self.withheld, self._has_withheld(roles))

    def _has_withheld(self, roles: Roles) -> bool:
        return any(
            WITHHELD.fullmatch(cell.strip())
            for name in (roles.value, roles.denominator)
            if name
            for cell in self._table.column(self._table.headings.index(name), 5000)
        )

    def _columns_chosen(self, _) -> None:
        if self._quiet or self._table is None:
            return
        chosen = {
            name: None if getattr(self, name).value == NONE else getattr(self, name).value
            for name in ("value", "denominator", "note")
        }
        self._chart(Roles(date=self.date.value, **chosen))

    def _chart(self, roles: Roles) -> None:
        if roles.group:
            for control in (self.columns, self.to_board):
                pieces.show(control, False)
            self.found.value = pieces.words(
                f"Several series stand below one another, named in “{roles.group}”. They are shown on a board.",
                role="status",
            )
            self._board()
            return
        try:
            frame = read_table(self._table, roles, withheld=self.withheld.value)
        except DataProblem as problem:
            self._refuse(problem)
            return
        self.found.value = (
            '<div role="status"><p><strong>What was found</strong></p>'
            + pieces.bullets(frame.attrs["found"])
            + "</div>"
        )
        self._on_frame(frame)

    def _board(self) -> None:
        files = self._files
        try:
            frames = frames_of(files, withheld=self.withheld.value)
        except DataProblem as problem:
            self._refuse(problem)
            return
        self.found.value = pieces.words(
            f"{len(frames)} series were found. The board below has them all.", role="status"
        )
        self._on_many(frames)

    def _refuse(self, problem: DataProblem) -> None:
        self.found.value = pieces.words(str(problem), role="alert", kind="wrong")
        self._on_nothing()
