"""Reads a series of workshops from its pathway: which session takes which modules, on which day after the first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from course.catalogue import Catalogue, Pathway
from course.catalogue.pathways import Step, Take
from course.packs.order import OrderError

BETWEEN = timedelta(minutes=15)  # between two sessions of one day


@dataclass(frozen=True)
class Sitting:
    """One session: its place in the series, the modules whose workshops it holds, and what goes beside them."""

    label: str
    title: str
    day: int | None
    modules: list[str]
    beside: list[str]
    product: str
    notes: str
    minutes: int | None = None  # of a day that is more than its workshop; None: as long as the workshop

    @property
    def folder(self) -> str:
        words = "".join(c if c.isalnum() else "-" for c in self.label.lower())
        return "-".join(part for part in words.split("-") if part)


@dataclass(frozen=True)
class Series:
    id: str
    title: str
    aim: str
    sittings: list[Sitting]


def read(course: Catalogue, name: str) -> Series:
    """Return a series by its pathway's id.

    Raises
    ------
    OrderError
        If there is no such pathway, or none of its steps takes a workshop.
    """
    pathway = course.pathways.get(name)
    if not pathway or name not in names(course):
        raise OrderError(f"There is no series “{name}”. There are: {', '.join(names(course)) or 'none yet'}.")
    taken: set[str] = set()
    sittings = []
    for step, day in zip(pathway.steps, pathway.days, strict=True):
        modules = [m for m in _workshops(pathway, step) if m not in taken]
        taken.update(modules)
        beside = [_said(course, take) for take in step.takes if take.module not in modules]
        minutes = None if held(pathway) else course.minutes_of(step)
        texts = (step.product or "", step.notes or "")
        sittings.append(Sitting(step.label, step.title, day, modules, beside, *texts, minutes))
    return Series(pathway.id, pathway.title, pathway.aim, sittings)


def names(course: Catalogue) -> list[str]:
    """Return the pathways that a team can run as a series: most steps take a workshop, or they are days together."""
    return sorted(n for n, p in course.pathways.items() if held(p) or p.repeats == "daily")


def held(pathway: Pathway) -> bool:
    """Tell whether a pathway is a series of workshops."""
    with_one = [step for step in pathway.steps if any(take.dose == "workshop" for take in step.takes)]
    return 2 * len(with_one) > len(pathway.steps)


def starts(series: Series, first: datetime | None, minutes: int) -> list[datetime | None]:
    """Return when each session begins: on its day, one after the other if several share it."""
    found: list[datetime | None] = []
    for n, sitting in enumerate(series.sittings):
        before = found[-1] if n and series.sittings[n - 1].day == sitting.day else None
        if first is None or sitting.day is None:
            found.append(None)
        elif before:
            took = series.sittings[n - 1].minutes or minutes
            found.append(before + timedelta(minutes=took) + BETWEEN)
        else:
            found.append(first + timedelta(days=sitting.day))
    return found


def _workshops(pathway: Pathway, step: Step) -> list[str]:
    """Return the modules of a step whose workshop is held: those that say so, or on days together all but bites."""
    wanted = {"workshop"} if held(pathway) else {"workshop", "foundation", "practitioner", "expert"}
    return list(dict.fromkeys(take.module for take in step.takes if take.module and take.dose in wanted))


def _said(course: Catalogue, take: Take) -> str:
    return take.activity or f"{course.title_of(take.module)} ({take.part or take.dose})"
