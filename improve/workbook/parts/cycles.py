"""Part 7: PDSA cycles with the prediction first, on the ward of Harrowmere or at one's own place, and their ramp."""

from __future__ import annotations

from datetime import date

from improve.project import Project, draw_ramp
from improve.project.learning import Cycle

from .. import look, ward
from ..desk import Desk
from ..fields import form
from ..making import made
from ..pieces import button, column, heading, html, row, words
from . import Panel
from .on_the_ward import on_the_ward

PLAN = [
    "title",
    "change_idea",
    "follows",
    "question",
    "prediction",
    "predicted_on",
    "plan",
    "scale",
    "measures",
]
DO_AND_STUDY = ["started_on", "ended_on", "done", "result", "surprise"]
ACT = ["decision", "why", "next"]
ENDED = {"adopt": "adopted", "adapt": "to be adapted", "abandon": "abandoned", None: "no decision yet"}
PROMPTS = {
    "change_idea": "Which change idea does it test?",
    "follows": "Which cycle does it follow, if any?",
    "measures": "Measures looked at",
}


def cycles(desk: Desk) -> Panel:
    """Return the panel of part 7."""
    game = [heading("The ward"), on_the_ward(desk)] if ward.has_ward(desk.project) else []
    own = "Log of cycles" if game else "Plan, do, study, act"
    return Panel(
        column(
            words(
                "A PDSA cycle is a way to learn: predict, try it small, compare, decide. The prediction comes first, "
                "because afterwards everybody knew."
            ),
            *game,
            heading(own),
            *[_cycle(desk, cycle, number) for number, cycle in enumerate(desk.project.pdsa, start=1)],
            *([] if game else [_new(desk)]),
        ),
        ("pdsa",),
        _ramp,
    )


def _new(desk: Desk):
    """Return the start of a new cycle: it enters the log with its prediction and the day it was made."""
    import ipywidgets

    said = html()
    title = made(
        ipywidgets.Text, description="What would you like to test, in a few words?", continuous_update=False
    )
    prediction = made(
        ipywidgets.Textarea,
        description="What do you expect to happen? Give a number if you can.",
        rows=2,
        continuous_update=False,
    )

    def add() -> None:
        if not prediction.value.strip():
            said.value = look.wrong("Write what you expect first. A wrong prediction teaches more than none.")
            return
        today = date.today().isoformat()
        _, problem = desk.add(
            ("pdsa",), "cycle", title=title.value, prediction=prediction.value, predicted_on=today
        )
        said.value = look.wrong(problem)

    return column(
        heading("A new cycle"),
        column(title, kind="wb-field"),
        column(prediction, kind="wb-field"),
        row(button("Log this prediction", add, main=True)),
        said,
        kind="wb-entry",
    )


def _cycle(desk: Desk, cycle: Cycle, number: int):
    """Return a cycle as one line, or open with all its fields."""
    place, body = ("pdsa", cycle.id), column()

    def fill() -> None:
        said = html()

        def remove() -> None:
            said.value = look.wrong(desk.remove(place, "cycles"))

        body.children = (
            form(desk, place, Cycle, PLAN, **PROMPTS),
            form(desk, place, Cycle, DO_AND_STUDY),
            form(desk, place, Cycle, ACT),
            row(button(f"Remove cycle {number}", remove)),
            said,
        )

    def toggle() -> None:
        if body.children:
            body.children = ()
            opener.description = f"Open cycle {number}"
        else:
            fill()
            opener.description = f"Close cycle {number}"

    opener = button(f"Open cycle {number}", toggle)
    if cycle.decision is None and not ward.has_ward(desk.project):
        toggle()
    told = (
        f"{_sentence(cycle.title or 'No title yet')} Predicted: {_sentence(cycle.prediction or 'nothing')} "
        f"Result: {_sentence(cycle.result or 'not yet')}"
    )
    return column(
        heading(f"Cycle {number}: {ENDED[cycle.decision]}"),
        words(told),
        row(opener),
        body,
        kind="wb-entry",
    )


def _sentence(text: str) -> str:
    return text if text[-1] in ".!?…" else f"{text}."


def _ramp(project: Project) -> str:
    if not project.pdsa:
        return look.paragraph("The cycles are drawn here as a ramp once there is one.", "quiet")
    return draw_ramp(project).html()
