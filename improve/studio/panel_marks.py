"""Marks by a small table: a date, what kind of mark, and words; every part of it by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from improve.charts import Chart
from improve.charts.series import date_words
from improve.data import DataProblem

from . import pieces
from .marks import KINDS_OF_MARK, Marks, read_marks

MOST_DATES = 400  # dates offered in the list; any date may be typed


class MarksPanel:
    """The rows of marks. `marks` holds those that are complete."""

    def __init__(self, on_change: Callable) -> None:
        import ipywidgets

        self._on_change, self._dates, self.rows = on_change, (), []
        self.add = ipywidgets.Button(description="Add a mark")
        self.add.on_click(lambda _: self.add_row())
        self.said = ipywidgets.HTML()
        self.box = ipywidgets.VBox([])
        intro = (
            "<h2>3. Mark what happened</h2><p>A note says what happened and when. A new phase starts new lines: begin one "
            "only where a change has lasted, has a known reason and is meant to stay. The reason goes on record.</p>"
        )
        self.panel = ipywidgets.VBox([ipywidgets.HTML(intro), self.box, self.add, self.said])

    def add_row(self, date: str = "", kind: str = "note", words: str = "") -> None:
        """Add a row to the table."""
        import ipywidgets

        number = len(self.rows) + 1
        controls = (
            ipywidgets.Combobox(
                description=f"Date of mark {number}",
                options=self._dates,
                value=date,
                placeholder="choose or type, such as 2024-03-01",
                continuous_update=False,
                ensure_option=False,
                layout={"width": "min(100%, 17rem)"},
            ),
            pieces.choice("Kind", {words: name for name, words in KINDS_OF_MARK.items()}, kind, "21rem"),
            pieces.text_box("Words", "what happened, or why a new phase", "20rem"),
        )
        controls[2].value = words
        remove = ipywidgets.Button(description="Remove", tooltip=f"Remove mark {number}")
        line = pieces.row(*controls, remove)
        self.rows.append(controls)
        self.box.children = (*self.box.children, line)
        remove.on_click(lambda _: self._remove(controls, line))
        for control in controls:
            control.observe(lambda _: self._on_change(), names="value")
        if date:
            self._on_change()

    def _remove(self, controls, line) -> None:
        self.rows.remove(controls)
        self.box.children = tuple(child for child in self.box.children if child is not line)
        self._on_change()

    def clear(self) -> None:
        """Forget all marks, for other figures."""
        self.rows, self.box.children, self.said.value = [], (), ""

    def offer(self, chart: Chart) -> None:
        """Offer the dates of the chart in the lists of dates."""
        x = chart.series.x
        dates = tuple(date_words(when, x) for when in x[:MOST_DATES])
        if dates != self._dates:
            self._dates = dates
            for date, _, _ in self.rows:
                date.options = dates

    @property
    def marks(self) -> Marks:
        """The marks that are complete; what the others lack is said below the table."""
        complete, lacking = [], []
        for number, row in enumerate(self.rows, 1):
            date, kind, words = (control.value for control in row)
            if not date.strip() and not words.strip():
                continue
            try:
                read_marks([(date, kind, words)])
                complete.append((date, kind, words))
            except DataProblem as problem:
                lacking.append(str(problem).replace("mark 1", f"mark {number}"))
        try:
            found = read_marks(complete)
        except DataProblem as problem:
            lacking.append(str(problem))
            found = Marks()
        self.said.value = pieces.words(" ".join(lacking), role="status", kind="wrong")
        return found
