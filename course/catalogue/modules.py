"""A module folder as data: what ``module.yml`` says, with the questions and the workshop that stand beside it."""

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from course import workshop, yaml_lines
from course.catalogue.plain import WORKSHOP_MINUTES, Minutes, Plain, Slug, Words

FILES = (
    "lesson.md",
    "bite.md",
    "practice.ipynb",
    "checks.py",
    "extension.ipynb",
    "quiz.yml",
    "workshop.md",
    "sheet.md",
)


class Outcome(Plain):
    """Something a learner can do at the end, opened by its Bloom verb."""

    id: Slug
    verb: Words
    text: Words


class Taking(Plain):
    """Minutes from the start to the end of each dose; each includes the one before. A short module lacks the longer ones."""

    bite: Minutes
    foundation: Minutes | None = None
    practitioner: Minutes | None = None
    expert: Minutes | None = None

    @model_validator(mode="after")
    def grow(self):
        given = [n for n in (self.bite, self.foundation, self.practitioner, self.expert) if n]
        if sorted(set(given)) != given:
            raise ValueError("each dose must be longer than the one before, since its minutes include it")
        return self

    def of(self, dose: str) -> int | None:
        """Return the minutes of a dose, or None where the module has no such dose."""
        return WORKSHOP_MINUTES if dose == "workshop" else getattr(self, dose)


class Doses(Taking):
    """The doses of a module that is ready, each as long as its readers were promised."""

    bite: Annotated[int, Field(ge=5, le=10)]
    foundation: Annotated[int, Field(ge=25, le=60)]
    practitioner: Annotated[int, Field(ge=60, le=180)] | None = None
    expert: Annotated[int, Field(ge=180)] | None = None


class Option(Plain):
    """An answer that can be chosen; ``because`` explains it to whoever chose it."""

    text: Words
    because: Words
    right: bool = False
    misconception: str | None = None

    @field_validator("because")
    @classmethod
    def explains(cls, words: str) -> str:
        if len(words.split()) < 6:
            raise ValueError(
                f"“{words}” explains nothing; say why this answer is right or wrong in a sentence"
            )
        return words


class Question(Plain):
    id: Slug
    outcome: Slug
    shown: Annotated[list[Literal["page", "bite"]], Field(alias="in", min_length=1)]
    text: Words
    options: Annotated[list[Option], Field(min_length=3, max_length=5)]

    @model_validator(mode="after")
    def one_right_and_each_explained(self):
        if sum(option.right for option in self.options) != 1:
            raise ValueError("exactly one option must say right: true")
        if any(not o.right and not o.misconception for o in self.options):
            raise ValueError("each wrong option must name its misconception")
        if len({option.because for option in self.options}) < len(self.options):
            raise ValueError("two options share one explanation; each needs its own")
        return self


class Quiz(Plain):
    questions: Annotated[list[Question], Field(min_length=1)]


class Vocabulary(Plain):
    """Search words of the two communities, who call one thing by different names."""

    improvement: Annotated[list[Words], Field(min_length=1)]
    implementation: Annotated[list[Words], Field(min_length=1)]


class Module(Plain):
    """A module folder: what ``module.yml`` says, with what stands beside it."""

    folder: Path
    id: Slug
    title: Words
    promise: Words
    strand: Slug
    code: Annotated[str, Field(pattern=r"^[a-z]\d{1,3}$")]
    outcomes: Annotated[list[Outcome], Field(min_length=3)]
    audiences: Annotated[list[Words], Field(min_length=1)]
    doses: Doses
    builds_on: list[str]
    pairs_with: list[str]
    words: Vocabulary
    serves: Annotated[list[Words], Field(min_length=1)]
    ends: Annotated[list[Literal["quality", "safety", "outcomes", "population health"]], Field(min_length=1)]
    reviewed: date
    app: Slug | None = None  # the name of the tool in app.ipynb, where the module teaches one

    @property
    def key(self) -> str:
        return f"{self.strand}/{self.id}"

    @cached_property
    def questions(self) -> list[Question]:
        return yaml_lines.read(self.folder / "quiz.yml", Quiz).questions

    @cached_property
    def activities(self) -> list[workshop.Activity]:
        return workshop.activities(self.folder / "workshop.md")


class Planned(Plain):
    """A module as the plan names it, ready or not. ``minutes`` is what it is meant to take."""

    id: Slug
    code: str
    title: Words
    minutes: Taking | None = None


class Strand(Plain):
    title: Words
    modules: list[Planned] = []


class Plan(Plain):
    strands: dict[Slug, Strand]


class StrandPage(Plain):
    """The front matter of ``book/strands/<strand>.md``."""

    page: Path
    id: Slug
