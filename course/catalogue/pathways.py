"""A pathway as data: steps in order, what each takes, what it leaves out and what it is said to take in all."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from course.catalogue.plain import Dose, Key, Minutes, Plain, Slug, Words

DAYS_BETWEEN = {"once": 0, "daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 28}


class Take(Plain):
    """One thing to do in a step: a module at a dose, a named part of a module, or an activity of its own."""

    module: Key | None = None
    dose: Dose | None = None
    part: Words | None = None
    activity: Words | None = None
    minutes: Minutes | None = None

    @model_validator(mode="after")
    def one_thing_and_its_minutes(self):
        if bool(self.module) == bool(self.activity):
            raise ValueError("give either module: and dose:, or activity: and minutes:")
        if self.module and not self.dose:
            raise ValueError("a module needs its dose: bite, foundation, practitioner, expert or workshop")
        if self.activity and (self.dose or self.part):
            raise ValueError("an activity has no dose and no part; it has minutes:")
        if (self.activity or self.part) and not self.minutes:
            raise ValueError("an activity, or a part of a module, needs its minutes:")
        if self.module and self.minutes and not self.part:
            raise ValueError("the module knows its own minutes; say which part: takes these")
        return self


class Step(Plain):
    label: Words
    title: Words
    day: int | None = None  # counted from the start; what comes before the start is negative
    takes: Annotated[list[Take], Field(min_length=1)]
    product: Words | None = None
    notes: Words | None = None


class Claim(Plain):
    """What the whole is said to take, and how far the sum of its steps may differ from that."""

    minutes: Minutes
    tolerance: Annotated[int, Field(ge=0)] = 0


class Pathway(Plain):
    """A route through the course: the front matter of ``book/pathways/<id>.md``."""

    page: Path
    id: Slug
    title: Words
    audience: Annotated[list[Words], Field(alias="for", min_length=1, description="Say who it is for")]
    aim: Words
    credits: Minutes | None = None
    repeats: Annotated[
        Literal["once", "daily", "weekly", "fortnightly", "monthly", "none"],
        Field(description="Say how often a step comes: once, daily, weekly, fortnightly, monthly, none"),
    ]
    steps: Annotated[list[Step], Field(min_length=1)]
    claims: Claim | None = None
    left_out: Annotated[Words, Field(description="Say what this route leaves out, and why")]
    order: int = 50  # its place in lists: small numbers first, equal ones by title

    @model_validator(mode="after")
    def days_run_forward(self):
        days = [day for day in self.days if day is not None]
        if days != sorted(days):
            raise ValueError("a step's day: comes before that of the step above it; put the steps in order")
        return self

    @property
    def days(self) -> list[int | None]:
        """The day of each step, counted from the start; None throughout where the reader sets the pace."""
        between = DAYS_BETWEEN.get(self.repeats)
        if between is None:
            return [step.day for step in self.steps]
        return [n * between if step.day is None else step.day for n, step in enumerate(self.steps)]
