"""Follow the links between the parts of a project, and find those that lead nowhere."""

from collections.abc import Iterator
from typing import NamedTuple

from .model import Project
from .places import in_words


class Link(NamedTuple):
    """One link: where it stands, the words of the thing that holds it, and what it should lead to."""

    place: tuple
    holder: str
    kind: str
    id: str


def links(project: Project) -> Iterator[Link]:
    """Yield every link of a project."""
    aim, diagram = project.charter.aim, project.driver_diagram
    yield from _each(("charter", "aim", "measure"), "the aim", "measures", (aim.measure,))
    for at, driver in enumerate(diagram.primary):
        yield from _each(
            ("driver_diagram", "primary", at, "measures"), driver.name, "measures", driver.measures
        )
    for at, driver in enumerate(diagram.secondary):
        place = ("driver_diagram", "secondary", at)
        yield from _each((*place, "primary"), driver.name, "drivers", driver.primary)
        yield from _each((*place, "measures"), driver.name, "measures", driver.measures)
    for at, idea in enumerate(diagram.change_ideas):
        place = ("driver_diagram", "change_ideas", at)
        yield from _each((*place, "drivers"), idea.name, "drivers", idea.drivers)
        yield from _each((*place, "measures"), idea.name, "measures", idea.measures)
    for at, step in enumerate(project.process_map.steps):
        for number, branch in enumerate(step.branches):
            place = ("process_map", "steps", at, "branches", number, "to")
            yield from _each(place, step.name, "steps", (branch.to,))
    yield from _links_of_figures(project)
    yield from _links_of_learning(project)


def _links_of_figures(project: Project) -> Iterator[Link]:
    for at, series in enumerate(project.data):
        yield from _each(("data", at, "measure"), series.name or series.id, "measures", (series.measure,))
    for at, chart in enumerate(project.charts):
        yield from _each(("charts", at, "data"), chart.title or chart.id, "series", (chart.data,))
    yield from _each(
        ("control_plan", "measure"), "the control plan", "measures", (project.control_plan.measure,)
    )


def _links_of_learning(project: Project) -> Iterator[Link]:
    for at, cycle in enumerate(project.pdsa):
        name = cycle.title or cycle.id
        yield from _each(("pdsa", at, "change_idea"), name, "change ideas", (cycle.change_idea,))
        yield from _each(("pdsa", at, "follows"), name, "cycles", (cycle.follows,))
        yield from _each(("pdsa", at, "measures"), name, "measures", cycle.measures)
    for at, strategy in enumerate(project.strategies):
        yield from _each(("strategies", at, "addresses"), strategy.name, "determinants", strategy.addresses)


def _each(place: tuple, holder: str, kind: str, ids) -> Iterator[Link]:
    return (Link(place, holder, kind, id) for id in ids if id)


def dangling(project: Project) -> list[Link]:
    """Return the links that lead to nothing in the project.

    Examples
    --------
    >>> project = Project(charter={"aim": {"measure": "falls"}})
    >>> [link.id for link in dangling(project)]
    ['falls']
    """
    known = {kind: {thing.id for thing in things} for kind, things in project.named().items()}
    return [link for link in links(project) if link.id not in known[link.kind]]


def dangling_in_words(project: Project) -> list[str]:
    """Say of each link that leads nowhere where it stands."""
    one = {"measures": "measure", "drivers": "driver", "steps": "step", "series": "series", "cycles": "cycle"}
    one |= {"change ideas": "change idea", "determinants": "determinant"}
    return [
        f"{in_words(link.place)}: this links to the {one[link.kind]} “{link.id}”, which is not in the project. "
        "The link is kept and not drawn."
        for link in dangling(project)
    ]
