"""Are measures defined so that two people would count the same, and can the figures carry what is read from them?"""

import re
from collections.abc import Iterator
from statistics import median

from ..model import Project
from .finding import Finding, called, listed

_RATE = re.compile(r"%|per ?cent|percentage|rate|proportion|\bper\b", re.IGNORECASE)
_REPORTS = re.compile(
    r"\b(incident report\w*|incident system|datix|reported incidents|LFPSE)\b", re.IGNORECASE
)
_ROLLING = re.compile(r"\b(rolling|moving average|cumulative|year[- ]to[- ]date|ytd)\b", re.IGNORECASE)
ENOUGH = 10  # points before a run chart is read by rules
SMALL = 10  # a denominator below this makes a percentage jump


def measure_findings(project: Project) -> Iterator[Finding]:
    """Yield what could be stronger in the measures."""
    measures = project.measures
    for at, measure in enumerate(measures):
        yield from _definition(at, measure)
        if _REPORTS.search(" ".join([measure.definition.source, measure.name])):
            yield Finding(
                "reports as events", ("measures", at, "definition", "source"),
                f"{called(measure)} counts incident reports.",
                "Reports follow how safe it feels to report. They may rise when care gets better.",
                "Say so beside the chart, or count the events themselves in a small sample.",
                "E32",
            )  # fmt: skip
    kinds = {measure.kind for measure in measures}
    if measures and "balancing" not in kinds:
        yield Finding(
            "no balancing measure", ("measures",), "There is no balancing measure.",
            "Every change costs time or moves a problem somewhere else. Without a balancing measure you will hear of "
            "it last.",
            "Ask who could be worse off if this works: add one measure of that.",
            "E34",
        )  # fmt: skip
    if "outcome" in kinds and "process" not in kinds:
        yield Finding(
            "no process measure", ("measures",), "There is no process measure.",
            "Outcomes move late. A process measure tells within days whether the change is happening at all.",
            "Add a measure of whether the change was done.",
            "E34",
        )  # fmt: skip
    if "process" in kinds and "outcome" not in kinds:
        yield Finding(
            "no outcome measure", ("measures",), "There is no outcome measure.",
            "A change can be carried out perfectly and help nobody.",
            "Add one measure that a patient would care about.",
            "E34",
        )  # fmt: skip


def _definition(at: int, measure) -> Iterator[Finding]:
    definition = measure.definition
    place = ("measures", at, "definition")
    wanted = {
        "what exactly is counted": definition.counted,
        "who or what is included": definition.included or definition.out_of,
        "where the figures come from": definition.source,
        "how often": definition.how_often,
    }
    missing = [words for words, text in wanted.items() if not text]
    if len(missing) == len(wanted):
        yield Finding(
            "no operational definition", place, f"{called(measure)} has no operational definition.",
            "Two people would count differently, and a new colleague would seem to change the care.",
            "Write what counts as yes and what as no, for whom, from which source, how often. Then let two people "
            "count the same ten cases.",
        )  # fmt: skip
    elif missing:
        yield Finding(
            "definition with gaps", place, f"The definition of {called(measure)} does not say {listed(missing)}.",
            "What is left open gets filled differently by each person who counts.",
            "Fill the gaps, then let two people count the same ten cases.",
        )  # fmt: skip
    if _RATE.search(measure.unit) and not definition.out_of:
        yield Finding(
            "no denominator", (*place, "out_of"), f"{called(measure)} is a share or a rate, and it does not say of what.",
            "The same count can be good or bad news, depending on what it is out of.",
            "Name the denominator, and keep the counts beside the percentage.",
            "E31",
        )  # fmt: skip


def data_findings(project: Project) -> Iterator[Finding]:
    """Yield what could be stronger in the figures."""
    for at, series in enumerate(project.data):
        place = ("data", at)
        known = [point for point in series.points if point.value is not None]
        if 0 < len(known) < ENOUGH:
            yield Finding(
                "few points", place, f"{called(series)} has {len(known)} figures.",
                "With so few, run rules can hardly tell a change from chance.",
                "Measure more often rather than longer: weekly or daily small samples make a chart sooner.",
                "E09",
            )  # fmt: skip
        below = [point.denominator for point in known if point.denominator]
        if below and median(below) < SMALL:
            yield Finding(
                "small denominators", place,
                f"The figures in {called(series)} are mostly out of fewer than {SMALL}.",
                "Each single case then moves the percentage by more than ten points.",
                "Show the counts, put weeks together, or chart the time between events.",
                "E31",
            )  # fmt: skip
        if not series.source:
            yield Finding(
                "no source", place, f"{called(series)} does not say where the figures come from.",
                "In a year nobody will know which report, which date or which filter it was.",
                "Write the source and the day you took the figures from it.",
            )  # fmt: skip
        measure = project.find("measures", series.measure)
        if _ROLLING.search(f"{series.name} {measure.name if measure else ''}"):
            yield Finding(
                "rolling figures", place, f"{called(series)} seems to be rolling or cumulative.",
                "Each point then holds most of the one before it, so long runs come by themselves.",
                "Chart the figure of each week or month by itself.",
                "E18",
            )  # fmt: skip
