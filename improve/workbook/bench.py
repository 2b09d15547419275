"""The workbook: nine parts one at a time, what a review finds beside each, and a bar that says what is kept where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from improve.project import Project, caution

from . import look
from .desk import SHAPE, Desk
from .parts import Panel, found_in
from .parts.aim import aim
from .parts.cycles import cycles
from .parts.measuring import charts, measures
from .parts.start import start
from .parts.telling import project_link, share, story
from .parts.theory import drivers, process
from .pieces import button, column, html, row
from .shelf import SCRIPT, Shelf

NO_ANSWER = "If nothing answers when you press a button, the server has stopped: reload the page."


class Workbook:
    """The whole workbook; shows itself as the last expression of a cell.

    Attributes
    ----------
    desk : Desk
        The project and its changes.
    shelf : Shelf
        What the browser keeps.
    """

    def __init__(self, project: Project | None = None) -> None:
        self.desk = Desk(project)
        self.shelf = Shelf(self.desk)
        self._parts: dict[str, Callable[[], Panel]] = {
            "Start": lambda: start(self.desk, self.shelf),
            "Aim": lambda: aim(self.desk),
            "Drivers": lambda: drivers(self.desk),
            "Process": lambda: process(self.desk),
            "Measures": lambda: measures(self.desk),
            "Charts": lambda: charts(self.desk),
            "Tests": lambda: cycles(self.desk),
            "Story": lambda: story(self.desk),
            "Share": lambda: share(self.desk),
        }
        self._here, self._panel = "Start", None
        self._steps = {
            name: button(f"{number} {name}", lambda name=name: self.go(name))
            for number, name in enumerate(self._parts, start=1)
        }
        self._link, self._heading, self._notice = html(), html(), html()
        self._findings = html()
        self._drawings = {"above": html(), "beside": html(), "below": html()}
        self._beside = column(self._drawings["beside"], self._findings, kind="wb-beside")
        self._undo = button("Undo the last change", self.desk.undo)
        self._columns = column(kind="wb-columns")
        self._on = button("Next part", self._next)
        bar = column(
            self.shelf.panel,
            row(self._link, self._undo),
            html(look.paragraph(f"{caution.IN_SHORT} {NO_ANSWER}", "quiet")),
            kind="wb-bar",
        )
        nav = row(*self._steps.values())
        nav.add_class("wb-nav")
        self.panel = column(
            bar,
            nav,
            self._heading,
            self._notice,
            self._drawings["above"],
            self._columns,
            self._drawings["below"],
            row(self._on),
            kind="wb",
        )
        self.desk.listen(self._changed)
        self._show("Start")
        self._refresh_bar()

    def go(self, name: str) -> None:
        """Show a part, and let the keyboard go on from its heading."""
        self._show(name, look.focus())

    def _show(self, name: str, focus: str = "") -> None:
        self._here, self._notice.value = name, ""
        for step, press in self._steps.items():
            (press.add_class if step == name else press.remove_class)("wb-here")
        self._draw()
        number = list(self._parts).index(name) + 1
        self._on.disabled = number == len(self._parts)
        self._heading.value = f"<h2{focus}>Part {number} of {len(self._parts)}: {name}</h2>"

    def _next(self) -> None:
        names = list(self._parts)
        self.go(names[min(names.index(self._here) + 1, len(names) - 1)])

    def _draw(self) -> None:
        """Make the part's form anew from the project."""
        former = self._columns.children
        self.desk.menus.clear()
        self._panel = self._parts[self._here]()
        self._columns.children = (self._panel.form, self._beside)
        for child in former[:1]:
            _close(child)
        self._refresh()

    def _refresh(self) -> None:
        """Bring up to date what stands beside and below the form, which keeps its focus."""
        project, panel = self.desk.project, self._panel
        self._findings.value = _looked_over(project, panel.reviewed)
        for place, drawing in self._drawings.items():
            drawing.value = panel.drawing(project) if panel.drawing and panel.place == place else ""

    def _changed(self, how: str) -> None:
        self._notice.value = look.notice(self.desk.notice)
        if how == SHAPE:
            self._draw()
        else:
            self._refresh()
        self._refresh_bar()

    def _refresh_bar(self) -> None:
        self._link.value = project_link(self.desk)
        self._undo.disabled = not self.desk.can_undo

    def _ipython_display_(self) -> None:
        from IPython.display import HTML, display

        display(HTML(f"<style>{look.CSS}</style>{SCRIPT}"))
        display(self.panel)


def _looked_over(project: Project, reviewed: tuple[str, ...]) -> str:
    if not reviewed:
        return ""
    empty = Project()
    anything = any(getattr(project, part) != getattr(empty, part) for part in reviewed)
    return look.findings(found_in(project, reviewed), anything)


def _close(widget: Any) -> None:
    """Let go of a form that is no longer shown, so that an afternoon's work does not fill the memory."""
    for child in getattr(widget, "children", ()):
        _close(child)
    widget.close()
