"""What is asked of a pack: how long, in which mode, for how many people, when. Bad answers get a clear sentence."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from course.packs.plan import GROUP_SIZE, Bring, Plan
from course.workshop import LENGTHS, Block, form

MODES = {
    "room": "in one room",
    "online": "online",
    "hybrid": "in a room and online at once",
    "no-tech": "with no laptops and no wifi",
}
FEWEST, MOST = 4, 400
WRITTEN_FOR = range(12, 61)  # people that the plans are written for
GROUPS_FOR_A_STEWARD = 8


class OrderError(ValueError):
    """Something that was asked for cannot be had; the message says what can."""


@dataclass(frozen=True)
class Order:
    length: int = 60
    mode: str = "room"
    people: int = 24
    start: datetime | None = None
    site: str = ""

    def __post_init__(self):
        if self.length not in LENGTHS:
            raise OrderError(f"A length of {self.length} minutes is not made. Choose 30, 60 or 120.")
        if self.mode not in MODES:
            raise OrderError(f"There is no mode “{self.mode}”. Choose room, online, hybrid or no-tech.")
        if not FEWEST <= self.people <= MOST:
            raise OrderError(
                f"{self.people} people: a workshop needs {FEWEST} or more, and beyond {MOST} it is another kind of event. "
                "The plans are written for 12 to 60."
            )
        if self.site and not re.match(r"https?://\S+$", self.site):
            raise OrderError(f"“{self.site}” is no address of a site; it begins with https://")

    @property
    def named(self) -> str:
        """Say the order in words."""
        return f"{self.length} minutes, {MODES[self.mode]}"

    @property
    def groups(self) -> int:
        return -(-self.people // GROUP_SIZE)

    @property
    def stewards(self) -> int:
        """How many breakout stewards move between the groups."""
        return -(-self.groups // GROUPS_FOR_A_STEWARD)


def when(day: str | None, hour: str | None) -> datetime | None:
    """Read a date and a time of day as people type them.

    Raises
    ------
    OrderError
        If one of them cannot be read, or a time is given without a date.
    """
    if hour and not day:
        raise OrderError("A time needs a date beside it: --date 2027-02-03 --time 10:00.")
    if not day:
        return None
    try:
        read = date.fromisoformat(day)
    except ValueError:
        raise OrderError(f"“{day}” is no date. Write it as 2027-02-03 (year-month-day).") from None
    try:
        clock = time.fromisoformat(hour or "10:00")
    except ValueError:
        raise OrderError(f"“{hour}” is no time of day. Write it as 09:30 or 14:00.") from None
    return datetime.combine(read, clock.replace(tzinfo=None))


def said(moment: datetime) -> str:
    """Write a moment as an invitation does.

    >>> said(datetime(2027, 2, 3, 10, 0))
    'Wednesday 3 February 2027, 10:00'
    """
    return f"{moment:%A} {moment.day} {moment:%B %Y}, {moment:%H:%M}"


@dataclass(frozen=True)
class Copies:
    """How often a handout is printed, and what for."""

    number: int
    title: str
    count: int
    whom: str


def copies(plan: Plan, people: int) -> list[Copies]:
    """Return the copies of each handout for so many people."""
    lines = {n: line for line in plan.bring if line.size for n in line.handouts}
    return [
        Copies(number, title, lines[number].sets(people), shared(lines[number]))
        for number, title in sorted(plan.handouts.items())
        if number in lines
    ]


def shared(line: Bring) -> str:
    """Say for whom a set is.

    >>> shared(Bring("each group", 4, [])), shared(Bring("each person", 1, []))
    ('each group of 4', 'each person')
    """
    return (
        line.whom
        if line.size in (None, 1) or line.whom in ("each pair", "each trio")
        else f"{line.whom} of {line.size}"
    )


def minute_of(plan: Plan, blocks: list[Block]):
    """Return a function that moves a minute of the hour to where it falls in a form (to the whole minute)."""
    here = {block.activity.title: block for block in blocks}

    def moved(minute: int) -> int:
        reached = 0
        for block in form(plan.activities, 60):
            there = here.get(block.activity.title)
            if there and block.start <= minute < block.end:
                return there.start + round((minute - block.start) * there.minutes / block.minutes)
            if there and minute >= block.end:
                reached = there.end
        return reached

    return moved
