"""Is the driver diagram a theory that can be tested: every driver with an idea, every idea with a measure?"""

import re
from collections import Counter
from collections.abc import Iterator

from ..links import dangling, dangling_in_words
from ..model import Project
from ..theory import ChangeIdea
from .finding import Finding, called

_ACTION = re.compile(
    r"^(train|teach|educate|introduce|implement|develop|create|design|launch|hold|run|send|produce|write|buy|recruit|"
    r"roll out|set up|put up|organise|deliver|install|purchase|appoint|audit)\b",
    re.IGNORECASE,
)
_TRAINING = re.compile(
    r"\b(train\w*|teach\w*|educat\w*|e-?learning|workshops?|study days?|lectures?|refreshers?)\b",
    re.IGNORECASE,
)
_REMINDER = re.compile(
    r"\b(posters?|leaflets?|e-?mails?|newsletters?|remind\w*|screensavers?|bulletins?|awareness)\b",
    re.IGNORECASE,
)
_WEAK_KINDS = ("training or education", "poster or reminder", "policy or guideline")


def weak(idea: ChangeIdea) -> bool:
    """True where an idea asks people to know, remember or try harder, and changes nothing around them."""
    if idea.kind:
        return idea.kind in _WEAK_KINDS
    return bool(_TRAINING.search(idea.name) or _REMINDER.search(idea.name))


def driver_findings(project: Project) -> Iterator[Finding]:
    """Yield gaps in the driver diagram, and links of the project that lead nowhere."""
    diagram = project.driver_diagram
    if diagram.primary or diagram.secondary or diagram.change_ideas:
        yield from _drivers(project)
        yield from _ideas(project)
        yield from _causes(project)
    elif project.pdsa:
        yield Finding(
            "no theory", ("driver_diagram",), "There are tests and no driver diagram.",
            "Without a theory of what moves the aim, a test that fails teaches little, and one that works cannot "
            "be explained to anybody else.",
            "Write down two or three things that must change for the aim to be met, and hang your ideas on them.",
            "E60",
        )  # fmt: skip
    for link, words in zip(dangling(project), dangling_in_words(project), strict=True):
        yield Finding(
            "link to nothing", link.place, words.split(": ", 1)[1],
            "A link that leads nowhere usually means that something was deleted or renamed.",
            "Choose what it should lead to, or take the link out.",
        )  # fmt: skip


def _drivers(project: Project) -> Iterator[Finding]:
    diagram = project.driver_diagram
    served = {id for idea in diagram.change_ideas for id in idea.drivers}
    reached = served | {id for second in diagram.secondary if second.id in served for id in second.primary}
    parents = {id for second in diagram.secondary for id in second.primary}
    for row, drivers in (("primary", diagram.primary), ("secondary", diagram.secondary)):
        for at, driver in enumerate(drivers):
            place = ("driver_diagram", row, at)
            covered_below = (
                row == "primary" and driver.id in parents
            )  # the finding then stands at the secondary driver
            if driver.id not in reached and not covered_below:
                yield Finding(
                    "driver without idea", place, f"Nobody has a change idea for {called(driver)} yet.",
                    "A driver that nothing is done about will not move, and the aim may hang on it.",
                    "Ask the people who do this work, patients among them, for one thing to try; or say why it must wait.",
                    "E60",
                )  # fmt: skip
            elif not _measured(driver, diagram):
                yield Finding(
                    "driver without measure", place, f"Nothing measures {called(driver)}.",
                    "If the aim is not met you will not know whether this driver did not move, or moved and did not matter.",
                    "Add one small process measure, and link it.",
                    "E60",
                )  # fmt: skip
            if _ACTION.match(driver.name):
                yield Finding(
                    "driver is an action", place, f"{called(driver)} is something to do, not something that drives the aim.",
                    "A diagram of actions is a to-do list: it does not say why they should work, so it cannot be tested.",
                    "Ask “so that what would be different?” The answer is the driver; this is a change idea.",
                    "E60",
                )  # fmt: skip
            if row == "secondary" and not driver.primary:
                yield Finding(
                    "driver adrift", place, f"{called(driver)} is not linked to a primary driver.",
                    "The diagram then does not say how it should help.",
                    "Link it to the primary driver that it moves, or take it out.",
                    "E60",
                )  # fmt: skip


def _measured(driver, diagram) -> bool:
    """True where a driver has a measure of its own, or something that is meant to move it has one."""
    movers = [second for second in diagram.secondary if driver.id in second.primary]
    movers += [idea for idea in diagram.change_ideas if driver.id in idea.drivers]
    return bool(driver.measures) or any(_measured(mover, diagram) for mover in movers)


def _ideas(project: Project) -> Iterator[Finding]:
    ideas = project.driver_diagram.change_ideas
    for at, idea in enumerate(ideas):
        place = ("driver_diagram", "change_ideas", at)
        if not idea.drivers:
            yield Finding(
                "idea adrift", place, f"{called(idea)} is not linked to a driver.",
                "Nobody can say then what it is meant to move, or learn from it if it does not.",
                "Link it to a driver. If none fits, either the idea or the theory needs a second look.",
                "E60",
            )  # fmt: skip
        if not idea.measures:
            yield Finding(
                "idea without measure", place, f"Nothing would show whether {called(idea)} was done and worked.",
                "An idea that was not carried out and one that does not work look the same from afar.",
                "Link a measure, even a tally for one week.",
                "E34",
            )  # fmt: skip
    if ideas and all(weak(idea) for idea in ideas):
        kinds = Counter(
            "training" if _TRAINING.search(idea.name + " " + (idea.kind or "")) else "telling"
            for idea in ideas
        )
        what = "training or teaching" if set(kinds) == {"training"} else "training, reminders or rules"
        yield Finding(
            "only weak ideas", ("driver_diagram", "change_ideas"), f"All change ideas are {what}.",
            "They ask people to know or remember more and leave the work as it is. Alone they tend to do little, and "
            "staff leave.",
            "Keep one if you like, and add an idea that makes the right thing easier: a default, a layout, a step "
            "taken out, a job given to a role.",
            "E62",
        )  # fmt: skip


def _causes(project: Project) -> Iterator[Finding]:
    diagram = project.driver_diagram
    if len(diagram.primary) == 1 and (diagram.secondary or diagram.change_ideas):
        yield Finding(
            "one cause", ("driver_diagram", "primary"), "There is one primary driver.",
            "Problems in care rarely have one root cause; a diagram with one driver often repeats the solution.",
            "Ask what else must be true for the aim to be met: people, tools, tasks, places, time.",
            "E61",
        )  # fmt: skip
