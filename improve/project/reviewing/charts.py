"""Do the choices behind a chart let it answer the question, and do the words say no more than it shows?"""

import re
from collections.abc import Iterator
from datetime import date

from ..charting import redraw
from ..dates import long_date
from ..measuring import ChartChoices
from ..model import Project
from ..problems import ProjectProblem
from .finding import Finding, called

_CAUSE = re.compile(
    r"\b(prov\w+|caused|because of our|thanks to|due to our|as a result of|shows that (the|our) \w+ (worked|works))\b",
    re.IGNORECASE,
)
_NO_EFFECT = re.compile(
    r"\b(no effect|did not work|does not work|made no difference|no impact|ineffective)\b", re.IGNORECASE
)
SHORT = 10  # points: a baseline below this makes a shaky centre line


def chart_findings(project: Project) -> Iterator[Finding]:
    """Yield what could be stronger in the charts."""
    for at, choices in enumerate(project.charts):
        place = ("charts", at)
        try:
            chart = redraw(project, choices.id)
        except ProjectProblem as problem:
            yield Finding(
                "chart cannot be drawn", place, str(problem), "A chart that cannot be drawn again cannot be checked.",
                "Put right what the sentence says, and look at the chart again.",
            )  # fmt: skip
            continue
        yield from _baseline(project, choices, chart, place)
        yield from _choices(choices, chart, place)
        yield from _conclusion(choices, chart, place)


def change_began(project: Project, choices: ChartChoices) -> date | None:
    """Return when the change that a chart is to test began, as far as the project says."""
    if choices.change_began:
        return choices.change_began
    adopted = [cycle.ended_on or cycle.started_on for cycle in project.pdsa if cycle.decision == "adopt"]
    started = [cycle.started_on for cycle in project.pdsa if cycle.started_on]
    return min([day for day in adopted if day], default=min(started, default=None))


def _baseline(project: Project, choices: ChartChoices, chart, place: tuple) -> Iterator[Finding]:
    began = change_began(project, choices)
    days = [when.date() for when in chart.table["date"]]
    if began is None or not days[0] < began <= days[-1] or choices.centre is not None:
        return
    if any(choices.phases):
        return  # each phase has a median of its own, and the reader sees both
    inside = [
        day for day, used in zip(days, chart.table["in_baseline"], strict=True) if used and day >= began
    ]
    if not chart.series.has_baseline:
        yield Finding(
            "change in its own baseline", place,
            f"The median of {called(choices)} is made of all points, before and after the change of {long_date(began)}.",
            "A change that worked pulls such a median towards itself and so hides part of itself.",
            f"Fix the median on the points before {long_date(began)}, and read the later points against it.",
            "E30",
        )  # fmt: skip
    elif inside:
        count = f"{len(inside)} point{'s' * (len(inside) != 1)}"
        yield Finding(
            "change in its own baseline", place,
            f"The baseline of {called(choices)} holds {count} from after the change began ({long_date(began)}).",
            "The change is then compared with itself, and a real effect can stay hidden.",
            f"End the baseline before {long_date(began)}.",
            "E10",
        )  # fmt: skip
    before = sum(day < began for day in days)
    if before < SHORT:
        yield Finding(
            "short baseline", place, f"There are {before} points before the change of {long_date(began)}.",
            "The median of a short baseline is itself a matter of chance.",
            "Say that it is provisional. Next time start measuring earlier; old records may hold more.",
            "E09",
        )  # fmt: skip


def _choices(choices: ChartChoices, chart, place: tuple) -> Iterator[Finding]:
    if not choices.notes and not any(note for _, note in chart.notes):
        yield Finding(
            "no dates of change", place, f"{called(choices)} does not say what happened when.",
            "A reader cannot connect a shift with anything if the chart does not carry the dates.",
            "Add a short note at each change, also changes in how you measure.",
            "E28",
        )  # fmt: skip
    if len(choices.phases) > 2:
        yield Finding(
            "many phases", place, f"{called(choices)} starts a new median {len(choices.phases)} times.",
            "If the line moves whenever the points do, no point is ever unusual.",
            "Start a new phase only where a shift has lasted, is explained and is meant to stay.",
            "E11",
        )  # fmt: skip
    explained = {note.date for note in choices.notes}
    silent = [day for day in choices.exclude if day not in explained]
    if silent:
        yield Finding(
            "left out in silence", place,
            f"{called(choices)} leaves out {len(silent)} point{'s' * (len(silent) != 1)} without a note why.",
            "Readers will wonder which points you left out of the next chart.",
            "Add a note at each such date that says why, or count the point.",
            "E12",
        )  # fmt: skip
    if choices.centre is not None and choices.centre == choices.target:
        yield Finding(
            "target as centre line", place, f"The centre line of {called(choices)} is its target.",
            "What you want and what the process does are two different lines.",
            "Let the centre line be the median of the data and draw the target beside it.",
            "E24",
        )  # fmt: skip


def _conclusion(choices: ChartChoices, chart, place: tuple) -> Iterator[Finding]:
    if cause := _CAUSE.search(choices.conclusion):
        yield Finding(
            "cause claimed", (*place, "conclusion"), f"“{cause[0]}” says more than a chart can show.",
            "A signal shows that something changed. What changed it needs other evidence: timing, mechanism, comparison.",
            "Write what fits: “the shift began after …”. Then say what else happened at that time.",
            "E22",
        )  # fmt: skip
    if _NO_EFFECT.search(choices.conclusion) and not chart.signal:
        yield Finding(
            "no signal is not no effect", (*place, "conclusion"), "No signal is read as no effect.",
            "With few points or small samples a chart often misses a real change.",
            "Write “no change that this chart could show”, and say how large a change it could have shown.",
            "E23",
        )  # fmt: skip
