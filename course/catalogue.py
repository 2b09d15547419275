"""Reads every module folder once and gives validated, plain objects to whoever produces something from them."""

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from course import workshop, yaml_lines
from course.yaml_lines import ManifestError

Words = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]

WORKSHOP_MINUTES = 60
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


class Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Outcome(Plain):
    """Something a learner can do at the end, opened by its Bloom verb."""

    id: Slug
    verb: Words
    text: Words


class Doses(Plain):
    """Minutes from the start to the end of each dose; each includes the one before."""

    bite: Annotated[int, Field(ge=5, le=10)]
    foundation: Annotated[int, Field(ge=25, le=60)]
    practitioner: Annotated[int, Field(ge=60, le=180)]
    expert: Annotated[int, Field(ge=180)]

    @model_validator(mode="after")
    def grow(self):
        if not self.bite < self.foundation < self.practitioner < self.expert:
            raise ValueError("each dose must be longer than the one before, since its minutes include it")
        return self


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
    code: Annotated[str, Field(pattern=r"^[a-z]\d$")]
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
    id: Slug
    code: str
    title: Words


class Strand(Plain):
    title: Words
    modules: list[Planned]


class Plan(Plain):
    strands: dict[Slug, Strand]


class Catalogue(Plain):
    """All that the course holds: the plan of 26 modules and those that are ready, by ``strand/id``."""

    root: Path
    strands: dict[str, Strand]
    modules: dict[str, Module]

    def title_of(self, key: str) -> str:
        """Return the title of a module, ready or not."""
        strand, _, slug = key.partition("/")
        return next(m.title for m in self.strands[strand].modules if m.id == slug)

    def module_at(self, folder: Path) -> Module:
        """Return the module that lives in ``folder``."""
        return next(m for m in self.modules.values() if m.folder == folder)


def find(root: Path, name: str) -> Path | None:
    """Return the notebook that is served under a name: a module's practice, or the tool it teaches.

    Looks at the one module alone, so that a fault in another does not stand in a learner's way.
    """
    for manifest in (root / "modules").glob("*/*/module.yml"):
        if manifest.parent.name == name:
            return manifest.parent / "practice.ipynb"
        if yaml_lines.field(manifest, "app") == name:
            return manifest.parent / "app.ipynb"
    return None


def load(root: Path) -> Catalogue:
    """Read and cross-check the course below ``root``.

    Raises
    ------
    ManifestError
        With a sentence for each fault: its file, its line and its cure.
    """
    plan = yaml_lines.read(root / "modules" / "modules.yml", Plan)
    problems: list[str] = []
    modules: dict[str, Module] = {}
    for manifest in sorted((root / "modules").glob("*/*/module.yml")):
        try:
            module = yaml_lines.read(manifest, Module, folder=manifest.parent)
            problems += _faults(module, plan.strands)
            modules[module.key] = module
        except ManifestError as error:
            problems += error.problems
    if problems:
        raise ManifestError(problems)
    return Catalogue(root=root, strands=plan.strands, modules=modules)


def _faults(module: Module, strands: dict[str, Strand]) -> list[str]:
    manifest = module.folder / "module.yml"
    found = [
        f"{module.folder / name} is missing. Every module needs it."
        for name in FILES
        if not (module.folder / name).is_file()
    ]
    if module.key != "/".join(module.folder.parts[-2:]):
        found.append(
            f"{manifest}: it calls itself {module.key}, but it stands in {'/'.join(module.folder.parts[-2:])}."
        )
    if bool(module.app) != (module.folder / "app.ipynb").is_file():
        found.append(f"{manifest}: app: and app.ipynb go together; one of them is missing.")
    known = {f"{strand}/{planned.id}" for strand, content in strands.items() for planned in content.modules}
    for key in [module.key, *module.builds_on, *module.pairs_with]:
        if key not in known:
            found.append(
                f"{manifest}: {key} is not in modules/modules.yml. Mend the name or add a line there."
            )
    if found:
        return found
    return found + _quiz_faults(module) + _workshop_faults(module)


def _quiz_faults(module: Module) -> list[str]:
    quiz = module.folder / "quiz.yml"
    outcomes = {outcome.id for outcome in module.outcomes}
    asked = {question.outcome for question in module.questions}
    ids = [question.id for question in module.questions]
    found = [f"{quiz}: outcome “{name}” has no question." for name in sorted(outcomes - asked)]
    found += [f"{quiz}: outcome “{name}” is not in module.yml." for name in sorted(asked - outcomes)]
    found += [
        f"{quiz}: two questions are called “{name}”." for name in sorted({i for i in ids if ids.count(i) > 1})
    ]
    return found


def _workshop_faults(module: Module) -> list[str]:
    minutes = sum(activity.minutes for activity in module.activities)
    if minutes != WORKSHOP_MINUTES:
        return [
            f"{module.folder / 'workshop.md'}: the activities take {minutes} minutes; the plan is for {WORKSHOP_MINUTES}."
        ]
    return []
