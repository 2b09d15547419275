"""Reads the timed activities out of a module's workshop plan, and times them for half an hour, an hour or two hours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from course import yaml_lines
from course.yaml_lines import ManifestError

Words = Annotated[str, Field(min_length=1)]

WRITTEN = 60  # the length that a plan is written for; the others are derived from it
LENGTHS = (30, WRITTEN, 120)
BREAK = "Break"  # a block of this name needs no purpose, no materials and no replies
IN_A_BREAK = dict.fromkeys(("purpose", "materials", "listen_for", "wrong_answers", "when_late"), "–")
FENCE = re.compile(r"\n {0,3}(`{3,}|~{3,})([^\n]*)")
STEP = re.compile(r"\*\*(\d+)–(\d+)(?=[.:*])")


class Activity(BaseModel):
    """One timed block of a workshop. Texts are Markdown; ``start`` is minutes after the hour begins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Words
    start: int
    minutes: Annotated[int, Field(ge=0)]
    in_30: Annotated[int, Field(gt=0)] | None = None
    in_120: Annotated[int, Field(gt=0)] | None = None
    outcomes: list[str] = []
    purpose: Words
    materials: Words
    say: Words
    listen_for: Words
    wrong_answers: Words
    when_late: Words
    online: Words | None = None
    hybrid: Words | None = None
    no_tech: Words | None = None
    screen: Words | None = None  # what stands on the slide while people work
    show: list[Words] = []  # headings whose charts and tables go on slides after it
    guest: bool = False
    body: str = ""  # what the facilitator does, step by step

    @model_validator(mode="after")
    def whole(self) -> Self:
        if not self.minutes and not self.in_120:
            raise ValueError("minutes: 0 is for a block that only the two hours have; give it in_120")
        return self

    @property
    def end(self) -> int:
        return self.start + self.minutes

    @property
    def clock(self) -> str:
        return f"{self.start}–{self.end}"

    @property
    def steps(self) -> list[tuple[int, int]]:
        """The bounds of its steps as written: minutes of the hour, or of a block that only the long form has."""
        return [(int(a), int(b)) for a, b in STEP.findall(self.body)]

    @property
    def spoken(self) -> str:
        """Everything that the facilitator reads out: what is said first, and the quoted words of the steps."""
        quoted = re.findall(r"^\s*> ?(.*)$", self.body, re.M)
        return " ".join([self.say, *quoted])

    def minutes_in(self, length: int) -> int:
        """Return its minutes in a form; 0 if the form leaves it out."""
        if length == 30:
            return self.in_30 or 0
        if length == 120 and self.in_120 is not None:
            return self.in_120
        return self.minutes


@dataclass(frozen=True)
class Block:
    """An activity in a form: when it starts there, how long it takes, and the bounds of its steps."""

    activity: Activity
    start: int
    minutes: int
    steps: list[tuple[float, float]]

    @property
    def end(self) -> int:
        return self.start + self.minutes

    @property
    def clock(self) -> str:
        return f"{self.start}–{self.end}"

    @property
    def changed(self) -> bool:
        """Whether it is shorter or longer than in the hour (a block that the hour does not have is as written)."""
        return self.activity.minutes not in (0, self.minutes)

    @property
    def when_late(self) -> str:
        """What to leave out when late; nothing in a break, and nothing where a shorter form has left it out already."""
        shorter = self.minutes < self.activity.minutes
        return "" if self.activity.title == BREAK or shorter else self.activity.when_late

    @property
    def body(self) -> str:
        """What the facilitator does, each step with its time in this form."""
        times = iter(self.steps)
        return STEP.sub(lambda _: "**" + "–".join(map(minute, next(times))), self.activity.body)


def form(plan: list[Activity], length: int) -> list[Block]:
    """Return the blocks of a length in order: what is left out is gone, and every step has its share of the minutes."""
    blocks: list[Block] = []
    for activity in plan:
        minutes = activity.minutes_in(length)
        if minutes:
            start = blocks[-1].end if blocks else 0
            blocks.append(Block(activity, start, minutes, shared_out(activity.steps, start, minutes)))
    return blocks


def shared_out(steps: list[tuple[int, int]], start: int, minutes: int) -> list[tuple[float, float]]:
    """Move steps to a new start, and stretch or shrink them to new minutes: to the half minute, and none is lost.

    >>> shared_out([(5, 6), (6, 10), (10, 15)], 20, 5)
    [(20.0, 20.5), (20.5, 22.5), (22.5, 25.0)]
    """
    if not steps:
        return []
    first, last = steps[0][0], steps[-1][1]
    halves, count = 2 * minutes, len(steps)
    edges = [0]
    for number, (_, end) in enumerate(steps, start=1):
        share = round(halves * (end - first) / max(last - first, 1))
        edges.append(min(max(share, edges[-1] + 1), halves - (count - number)))
    return [(start + a / 2, start + b / 2) for a, b in pairwise(edges)]


def minute(value: float) -> str:
    """Write a minute as a plan does.

    >>> minute(25.0), minute(25.5), minute(0.5)
    ('25', '25½', '0½')
    """
    return f"{int(value)}{'½' if value % 1 else ''}"


def activities(path: Path) -> list[Activity]:
    """Return the activities of a ``workshop.md`` in order, each with its start.

    Raises
    ------
    ManifestError
        If an activity lacks a field or names one that is not known.
    """
    found: list[Activity] = []
    problems: list[str] = []
    for line, title, content in fences(path.read_text(encoding="utf-8")):
        before, _, rest = content.partition("---\n")
        block, _, text = rest.partition("\n---")
        # as many empty lines before it as keep the line numbers of the file
        block = "\n" * (line + 1 + before.count("\n")) + block
        start = found[-1].end if found else 0
        given = {"title": title, "start": start, "body": text.strip("\n")}
        try:
            tree, fields = yaml_lines.parse(block, path)
            if not isinstance(fields, dict):
                raise ManifestError(
                    [f"{path}, line {line}: activity “{title}” has no fields between --- lines."]
                )
            if title == BREAK:
                fields = IN_A_BREAK | fields
            found.append(yaml_lines.fit(fields, Activity, path, tree, part=f"activity “{title}”: ", **given))
        except ManifestError as error:
            problems += error.problems
    if problems:
        raise ManifestError(problems)
    return found


def fences(text: str) -> Iterator[tuple[int, str, str]]:
    """Find the ``{activity}`` fences of a page: the line each stands on, its title, its content.

    Only lines that open or close a fence are looked at: a Markdown parser takes twenty times as long.
    """
    opened = None
    text = "\n" + text  # so that every line, also the first, begins after a line's end
    for mark in FENCE.finditer(text):
        if opened is None:
            opened = mark
        elif mark[1].startswith(opened[1]) and not mark[2].strip():
            if opened[2].strip().startswith("{activity}"):
                title = opened[2].strip().removeprefix("{activity}").strip()
                content = text[opened.end() + 1 : mark.start() + 1]
                yield text.count("\n", 0, opened.start()) + 1, title, content
            opened = None


def first_line(path: Path) -> int:
    """Return the line on which the first activity of a plan stands."""
    return next((line for line, _, _ in fences(path.read_text(encoding="utf-8"))), 1)


def archive(what: str) -> str:
    """Return the name of the zip of a module's or a series' packs, by its id.

    >>> archive("run-charts")
    'run-charts-workshop.zip'
    """
    return f"{what}-workshop.zip"
