"""Reads the timed activities out of a module's workshop plan, so that its minutes add up by machine."""

from pathlib import Path
from typing import Annotated

import yaml
from markdown_it import MarkdownIt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course.yaml_lines import ManifestError

Words = Annotated[str, Field(min_length=1)]


class Activity(BaseModel):
    """One timed block of a workshop. Every field is Markdown; ``start`` is minutes after the hour begins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Words
    start: int
    minutes: Annotated[int, Field(gt=0)]
    purpose: Words
    materials: Words
    say: Words
    listen_for: Words
    wrong_answers: Words
    when_late: Words
    guest: bool = False

    @property
    def end(self) -> int:
        return self.start + self.minutes

    @property
    def clock(self) -> str:
        return f"{self.start}–{self.end}"


def activities(path: Path) -> list[Activity]:
    """Return the activities of a ``workshop.md`` in order, each with its start.

    Raises
    ------
    ManifestError
        If an activity lacks a field or names one that is not known.
    """
    found: list[Activity] = []
    problems: list[str] = []
    for fence in MarkdownIt().parse(path.read_text(encoding="utf-8")):
        if fence.type != "fence" or not fence.info.startswith("{activity}"):
            continue
        title = fence.info.removeprefix("{activity}").strip()
        start = found[-1].end if found else 0
        try:
            found.append(Activity(title=title, start=start, **options(fence.content)))
        except (ValidationError, yaml.YAMLError, TypeError) as error:
            problems.append(f"{path}, line {fence.map[0] + 1}: activity “{title}”: {_short(error)}")
    if problems:
        raise ManifestError(problems)
    return found


def options(content: str) -> dict:
    """Return the YAML block between the two ``---`` lines that open a directive's content."""
    _, _, rest = content.partition("---\n")
    block, _, _ = rest.partition("\n---")
    return yaml.safe_load(block) or {}


def _short(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
    return str(error)
