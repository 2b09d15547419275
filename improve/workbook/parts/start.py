"""Part 1: what this is, no patient data, a file brought back, or a ward in Harrowmere to work on."""

from __future__ import annotations

from typing import Any

from improve.project import Project, ProjectProblem, caution

from .. import look, ward
from ..desk import Desk
from ..fields import field
from ..making import made
from ..pieces import button, column, heading, html, row, upload, words
from . import Panel

WHAT = (
    "One project, from the aim to the report, in nine parts. Fill in what you know, in any order. Each answer is kept "
    "when you leave its box, or rest for two seconds. Download the file when you stop, and bring it back another day."
)

READY = (
    "The ward is ready. Its twelve weeks of figures are in part 6. Write an aim in part 2 and your theory in part 3, "
    "then test ideas in part 7."
)


def start(desk: Desk, shelf: Any) -> Panel:
    """Return the panel of part 1."""
    return Panel(
        column(
            words(WHAT),
            html(look.caution([caution.IN_SHORT])),
            field(desk, (), Project, "title", "A short title for your project"),
            heading("Come back to a project"),
            bring_back(desk),
            heading("No workplace? Work on a ward in Harrowmere"),
            _harrowmere(desk),
            heading("A computer that others use too"),
            _leave(shelf),
        )
    )


def bring_back(desk: Desk) -> Any:
    """Return the way to open a project file: refused with the reason, recovered where it can be."""
    said = html()
    held: list[bytes] = []

    def show(answer) -> None:
        said.value = look.said(answer.words)
        (recover.remove_class if answer.recoverable else recover.add_class)("wb-off")

    def chosen(_: str, content: bytes) -> None:
        held[:] = [content]
        show(desk.open(content))

    recover = button("Recover what can be read", lambda: show(desk.recover(held[0])))
    recover.add_class("wb-off")
    return column(
        words(
            "Choose the file that you downloaded. It takes the place of what is here; Undo brings that back."
        ),
        row(upload("Open a project file", ".json", chosen)),
        said,
        recover,
    )


def _harrowmere(desk: Desk) -> Any:
    import ipywidgets

    said = html()
    if ward.has_ward(desk.project):
        return column(words("A ward goes with this project. Its weeks go by in part 7, Tests."))
    number = made(
        ipywidgets.Text, description="Number of the ward (may be left blank)", continuous_update=False
    )

    def begin() -> None:
        text = number.value.strip()
        if text and not (text.isdecimal() and len(text) <= 9):
            said.value = look.wrong("The number of the ward is a whole number, such as 12.")
            return
        try:
            desk.take(ward.start(desk.project, int(text) if text else None), (READY,))
        except ProjectProblem as problem:
            said.value = look.wrong(str(problem))

    field_box = column(number, kind="wb-field wb-short")
    return column(
        words(
            ward.INTRODUCTION,
            "Two people who give the same number have the same luck, so a group can compare what they did.",
        ),
        field_box,
        row(button("Start the ward", begin, main=True)),
        said,
    )


def _leave(shelf: Any) -> Any:
    said = html()

    def sure() -> None:
        ask.add_class("wb-off")
        confirm.remove_class("wb-off")
        said.value = look.said(
            ["Have you downloaded your project? This empties the workbook, and there is no way back."]
        )

    ask = button("Leave nothing on this computer", sure)
    confirm = button("Yes, remove my work from this browser", shelf.forget)
    confirm.add_class("wb-off")
    return column(
        words(
            "The copy that this browser keeps can be seen by whoever uses the computer after you under the same log-in."
        ),
        row(ask, confirm),
        said,
    )
