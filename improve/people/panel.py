"""The set former's panel: form sets, match mentors, plan a set's meeting. It shows what the desk does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from improve.data import DataProblem
from improve.interact.output import Stage
from improve.studio import pieces

from . import timer
from .desk import Desk
from .pictures import beside_random, cards
from .scoring import LEARNER_WEIGHTS, MENTOR_WEIGHTS
from .tables import TABLES
from .words import AGREEMENT, HOW_MATCHED, HOW_SCORED, LOG, NO_PATIENTS

MOST_CARDS = 40
CHOSEN = (  # which of the three parts is open must be plain without a shadow
    "<style>.studio .widget-toggle-buttons .jupyter-button.mod-active {background: var(--accent); "
    "color: var(--on-accent); border-color: var(--accent)}</style>"
)
NOBODY_CHOSEN = "nobody"


class SetFormer:
    """The set former as a panel; `desk` holds what was read and made."""

    def __init__(self, desk: Desk | None = None) -> None:
        import ipywidgets

        self.desk = desk or Desk()
        self.sets, self.mentors, self.meeting = SetsPanel(self.desk), MentorsPanel(self.desk), MeetingPanel()
        parts = {"Form sets": self.sets, "Match mentors": self.mentors, "Run a meeting": self.meeting}
        self.which = ipywidgets.ToggleButtons(
            options=list(parts), description="", style={"button_width": "auto"}
        )
        self._parts = parts
        self.which.observe(lambda _: self._show(), names="value")
        self.panel = ipywidgets.VBox(
            [ipywidgets.HTML(pieces.LOOK + CHOSEN), self.which, *[part.panel for part in parts.values()]]
        )
        self.panel.add_class("studio")
        self._show()

    def _show(self) -> None:
        for name, part in self._parts.items():
            pieces.show(part.panel, name == self.which.value)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.panel._repr_mimebundle_(**kwargs)


class TableIn:
    """A way to bring one table: a file, or cells that are pasted."""

    def __init__(self, kind: str, read: Callable, after: Callable) -> None:
        import ipywidgets

        self._read, self._after = read, after
        self.upload = ipywidgets.FileUpload(
            accept=".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods",
            multiple=False,
            description=f"Choose a file of {kind}",
        )
        self.paste = ipywidgets.Textarea(
            description=f"Or paste {kind}, copied from a spreadsheet with its headings",
            placeholder="\t".join(TABLES[kind]),
            layout={"width": "min(100%, 46rem)"},
        )
        self.button = ipywidgets.Button(description="Read what I pasted")
        self.found = ipywidgets.HTML()
        rows = "".join(
            f"<li><b>{name}</b>{'' if column.needed else ' (may be left out)'}"
            f"{f': {column.says}' if column.says else ''}</li>"
            for name, column in TABLES[kind].items()
        )
        contract = ipywidgets.HTML(
            f"<details><summary>What the table of {kind} needs</summary><p>A row of headings, then a row for each person. "
            f"Columns:</p><ul>{rows}</ul></details>"
        )
        self.panel = ipywidgets.VBox([contract, self.upload, self.paste, self.button, self.found])
        self.upload.observe(self._uploaded, names="value")
        self.button.on_click(lambda _: self.load(self.paste.value, ""))

    def _uploaded(self, change) -> None:
        for file in change["new"]:
            self.load(bytes(file["content"]), file["name"])

    def load(self, content: bytes | str, name: str) -> None:
        """Read a table, or say why it cannot be read."""
        try:
            self.say(self._read(content, name))
        except DataProblem as problem:
            self.found.value = pieces.words(str(problem), role="alert", kind="wrong")
        self._after()

    def say(self, found: list[str]) -> None:
        self.found.value = f'<div role="status">{pieces.bullets(found)}</div>'


class SetsPanel:
    """People in; sets, their mix, and what it costs to move somebody."""

    def __init__(self, desk: Desk) -> None:
        import ipywidgets

        self.desk = desk
        self.table = TableIn("people", desk.read, self._form)
        self.example = ipywidgets.Button(description="Try 26 invented people")
        self.example.on_click(lambda _: self._try())
        self.size = pieces.choice("Size that you wish for", [5, 6, 7], 6)
        self.size.observe(lambda _: self._form(), names="value")
        self.said, self.drawn, self.taken = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.HTML()
        self.stage = Stage()
        self.who = pieces.choice("Move", [NOBODY_CHOSEN])
        self.to = pieces.choice("To set", [1])
        self.other = pieces.choice("Or let them change places with", [NOBODY_CHOSEN])
        self.move = ipywidgets.Button(description="Do it, and show the price")
        self.undo = ipywidgets.Button(description="Back to the sets as formed")
        self.price = ipywidgets.HTML()
        self.move.on_click(lambda _: self._move())
        self.undo.on_click(lambda _: self._done(self.desk.undo_all()))
        self.result = ipywidgets.VBox(
            [
                ipywidgets.HTML("<h2>2. The sets</h2>"),
                self.size,
                self.said,
                self.stage.box,
                ipywidgets.HTML(HOW_SCORED),
                self.drawn,
                ipywidgets.HTML(
                    "<h2>3. Move people by hand</h2><p>You know what no table knows: who should not sit with their "
                    "manager, who needs a morning.</p>"
                ),
                pieces.row(self.who, self.to, self.other),
                pieces.row(self.move, self.undo),
                self.price,
                ipywidgets.HTML("<h2>4. Take them away</h2>"),
                self.taken,
            ]
        )
        self.panel = ipywidgets.VBox(
            [
                ipywidgets.HTML(f"<h2>1. Your people</h2>{NO_PATIENTS}"),
                self.example,
                self.table.panel,
                self.result,
            ]
        )
        pieces.show(self.result, False)

    def _try(self) -> None:
        self.table.say(self.desk.try_invented())
        self._form()

    def _form(self) -> None:
        pieces.show(self.result, self.desk.people is not None)
        if self.desk.people is None:
            return
        try:
            self.desk.form(self.size.value)
        except ValueError as problem:
            self.table.found.value = pieces.words(str(problem), role="alert", kind="wrong")
            pieces.show(self.result, False)
            return
        people = self.desk.sets.people
        named = [(f"{row.person}: {row.role}, {row.sector}", row.Index) for row in people.itertuples()]
        self.who.options = self.other.options = [(NOBODY_CHOSEN, -1), *named]
        self.to.options = list(range(1, people["set"].max() + 1))
        self.price.value = ""
        self._tell()
        words = self.desk.compared()
        self.stage.show(lambda: words)  # the words at once: a plotting library takes its time to load
        self.stage.show(lambda: beside_random(self.desk.random, self.desk.formed.score, words))

    def _tell(self) -> None:
        made = self.desk.sets
        apart = self.desk.kept_apart()
        said = pieces.words(made.reading(), role="status", kind="lead")
        if apart:
            said += pieces.words("Some of one team sit together after all:", kind="care") + pieces.bullets(
                apart
            )
        self.said.value = said
        few = len(made.sizes) <= MOST_CARDS
        self.drawn.value = cards(made) if few else pieces.words("There are many sets: see the file below.")
        self.taken.value = (
            f'<div class="take">{pieces.link("Who sits where (CSV)", "sets.csv", "text/csv", self.desk.sets_csv())}</div>'
            '<p class="quiet">Made on this machine; nothing was sent.</p>'
        )

    def _move(self) -> None:
        if self.who.value == -1:
            self.price.value = pieces.words("Choose whom to move.", role="alert")
        elif self.other.value not in (-1, self.who.value):
            self._done(self.desk.swap(self.who.value, self.other.value))
        else:
            self._done(self.desk.move(self.who.value, self.to.value))

    def _done(self, words: str) -> None:
        self.price.value = pieces.words(words, role="status")
        self._tell()


class MentorsPanel:
    """Learners and mentors in; who mentors whom, who is left, and what it asks of mentors."""

    def __init__(self, desk: Desk) -> None:
        import ipywidgets

        self.desk = desk
        self.learners = TableIn(
            "learners", lambda *at: desk.read_mentoring(at[0], "learners", at[1]), self._match
        )
        self.mentors = TableIn(
            "mentors", lambda *at: desk.read_mentoring(at[0], "mentors", at[1]), self._match
        )
        self.example = ipywidgets.Button(description="Try 30 invented learners and 12 mentors")
        self.example.on_click(lambda _: self._try())
        self.weights = {
            side: {name: self._weight(f"{name}, to {side}", points) for name, points in given.items()}
            for side, given in (("learners", LEARNER_WEIGHTS), ("mentors", MENTOR_WEIGHTS))
        }
        self.lottery = ipywidgets.BoundedIntText(value=1, min=0, max=10_000, description="Number of the lot")
        self.lottery.observe(lambda _: self._match(), names="value")
        self.said, self.listed, self.taken = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.HTML()
        sliders = [
            ipywidgets.VBox([ipywidgets.HTML(f"<p><b>What counts for {side}</b></p>"), *controls.values()])
            for side, controls in self.weights.items()
        ]
        self.result = ipywidgets.VBox(
            [
                ipywidgets.HTML("<h2>2. The weights</h2>"),
                pieces.row(*sliders),
                self.lottery,
                ipywidgets.HTML(HOW_MATCHED + "<h2>3. Who mentors whom</h2>"),
                self.said,
                self.listed,
                self.taken,
            ]
        )
        self.panel = ipywidgets.VBox(
            [
                ipywidgets.HTML(f"<h2>1. Learners and mentors</h2>{NO_PATIENTS}"),
                self.example,
                self.learners.panel,
                self.mentors.panel,
                self.result,
            ]
        )
        pieces.show(self.result, False)

    def _weight(self, label: str, points: int):
        menu = pieces.choice(label, list(range(0, 101, 5)), points, width="11rem")
        menu.observe(lambda _: self._match(), names="value")
        return menu

    def _try(self) -> None:
        found = self.desk.try_invented_mentoring()
        self.learners.say(found)
        self.mentors.found.value = ""
        self._match()

    def _match(self) -> None:
        ready = self.desk.learners is not None and self.desk.mentors is not None
        pieces.show(self.result, ready)
        if not ready:
            return
        points = {
            side: {name: c.value for name, c in controls.items()} for side, controls in self.weights.items()
        }
        found = self.desk.match(points["learners"], points["mentors"], self.lottery.value)
        self.said.value = pieces.words(found.reading(), role="status", kind="lead") + pieces.words(
            self.desk.time_asked()
        )
        left = ""
        if len(found.unmatched):
            left = "<p><b>Without a mentor</b></p>" + pieces.bullets(
                f"{row.learner}: {row.why}" for row in found.unmatched.itertuples()
            )
        free = found.mentors[found.mentors["left"] > 0]
        if len(free):
            named = ", ".join(f"{row.person} ({row.left})" for row in free.itertuples())
            left += pieces.words(f"Places that are left: {named}.")
        self.listed.value = (
            left + f'<div class="scroll" tabindex="0">{found.pairs.to_html(index=False, border=0)}</div>'
        )
        link = pieces.link("Who mentors whom (CSV)", "mentors.csv", "text/csv", self.desk.pairs_csv())
        self.taken.value = (
            f'<div class="take">{link}</div><p class="quiet">Made on this machine; nothing was sent.</p>'
        )


class MeetingPanel:
    """A set's meeting: turns, a clock, an agreement and a log to take away."""

    def __init__(self) -> None:
        import ipywidgets

        self.people = pieces.choice("People in the set", [4, 5, 6, 7], 6)
        self.minutes = pieces.choice("Minutes of the meeting", [90, 120, 150, 180, 210, 240], 150)
        self.each = pieces.choice("A turn", {"for everybody": 0, "of 30 minutes": 30, "of 40 minutes": 40}, 0)
        self.shown = ipywidgets.HTML()
        for control in (self.people, self.minutes, self.each):
            control.observe(lambda _: self._tell(), names="value")
        links = "".join(
            pieces.link(label, file, "text/plain", text)
            for label, file, text in (
                ("Set agreement (text)", "set-agreement.txt", AGREEMENT),
                ("Reflection log (CSV)", "reflection-log.csv", LOG),
            )
        )
        self.panel = ipywidgets.VBox(
            [
                ipywidgets.HTML("<h2>A meeting, with a turn for each</h2>"),
                pieces.row(self.people, self.minutes, self.each),
                self.shown,
                ipywidgets.HTML(f'<h2>Before the first meeting</h2><div class="take">{links}</div>'),
            ]
        )
        self._tell()

    def _tell(self) -> None:
        try:
            plan, takers = timer.turns(self.people.value, self.minutes.value, each=self.each.value or None)
        except ValueError as problem:
            self.shown.value = pieces.words(str(problem), role="alert", kind="wrong")
            return
        waiting = self.people.value - takers
        later = "" if not waiting else f" {waiting} will have their turn next time."
        self.shown.value = pieces.words(
            f"{takers} people have a turn.{later}", role="status"
        ) + timer.clock_html(plan)
