"""Parts 3 and 4: the driver diagram and the process map, filled in as lists and drawn as you go."""

from __future__ import annotations

from improve.project import Project, draw_drivers, draw_process
from improve.project.theory import Branch, ChangeIdea, PrimaryDriver, ProcessMap, SecondaryDriver, Step

from .. import look
from ..desk import Desk
from ..fields import form
from ..pieces import button, column, entries, heading, html, row, words
from . import Panel


def drivers(desk: Desk) -> Panel:
    """Return the panel of part 3."""
    place = ("driver_diagram",)
    return Panel(
        column(
            words(
                "A driver diagram is a theory: what must change for the aim to be met, and what could be tried. It is "
                "there to be tested, so expect it to change."
            ),
            heading("Primary drivers: the main parts of the system"),
            entries(desk, (*place, "primary"), "drivers", "driver", "primary driver",
                    lambda id: form(desk, (*place, "primary", id), PrimaryDriver, ["name", "measures"],
                                    measures="Measures that follow it"), most=12),
            heading("Secondary drivers: what moves them"),
            entries(desk, (*place, "secondary"), "drivers", "driver", "secondary driver",
                    lambda id: form(desk, (*place, "secondary", id), SecondaryDriver, ["name", "primary", "measures"],
                                    primary="Primary drivers that it moves", measures="Measures that follow it"), most=40),
            heading("Change ideas: what could be tried next week"),
            entries(desk, (*place, "change_ideas"), "change ideas", "idea", "change idea",
                    lambda id: form(desk, (*place, "change_ideas", id), ChangeIdea,
                                    ["name", "drivers", "measures", "kind", "source"],
                                    drivers="Drivers that it is meant to move",
                                    measures="Measures that would show whether it is done and works")),
        ),
        ("driver_diagram",),
        _drawn_drivers,
    )  # fmt: skip


def process(desk: Desk) -> Panel:
    """Return the panel of part 4."""
    place = ("process_map",)

    def step(id: str):
        here = (*place, "steps", id)
        return column(
            form(
                desk,
                here,
                Step,
                ["name", "kind", "who", "minutes", "wait_before", "trouble"],
                kind="What kind of step?",
            ),
            _branches(desk, here),
        )

    return Panel(
        column(
            words(
                "Walk through the process with somebody who does it, and write what is done, not what should be."
            ),
            form(desk, place, ProcessMap, ["name", "shows", "watched_on"]),
            entries(desk, (*place, "steps"), "steps", "step", "step", step, most=60, new={"kind": "step"}),
        ),
        ("process_map",),
        _drawn_process,
    )


def _branches(desk: Desk, step: tuple):
    """Return the ways on from a step, where it is not the next one in the list."""
    said = html()
    branches = desk.get((*step, "branches"))

    def act(problem: str) -> None:
        said.value = look.wrong(problem)

    boxes = [
        column(
            form(desk, (*step, "branches", at), Branch, ["when", "to"], to="Then on to which step?"),
            row(button("Remove this way on", lambda at=at: act(desk.remove((*step, "branches", at))))),
        )
        for at in range(len(branches))
    ]
    add = button(
        "Add another way on from here", lambda: act(desk.append((*step, "branches"), {"when": "", "to": ""}))
    )
    return column(*boxes, *([row(add)] if len(branches) < 6 else []), said)


def _drawn_drivers(project: Project) -> str:
    diagram = project.driver_diagram
    if not (diagram.primary or diagram.secondary or diagram.change_ideas):
        return look.paragraph("The diagram is drawn here once there is a driver or a change idea.", "quiet")
    return draw_drivers(project).html()


def _drawn_process(project: Project) -> str:
    if not project.process_map.steps:
        return look.paragraph("The map is drawn here once there is a step.", "quiet")
    return draw_process(project).html()
