"""The rubric of a written part as nbgrader's task cells: each criterion is marked by itself, and stands in the feedback.

No words of a rubric are kept here. What earns points is read from the table in the exercise that learners see; what a marker
should look for, from the table in ``marking.md`` beside it.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

BETWEEN = "--"  # the answer's name, this, the criterion's name
BEGIN, END = "### BEGIN MARK SCHEME", "### END MARK SCHEME"


class NoRubric(Exception):
    """The tables do not fit; the words say how."""


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric."""

    name: str
    earns: tuple[str, ...]  # what earns 0, 1, 2, 3 points, as learners read it
    signs: tuple[str, ...] = ()  # what earns 1, 2, 3 in this exercise, for markers only

    @property
    def points(self) -> int:
        """The most that it gives."""
        return len(self.earns) - 1


def answer_of(name: str) -> str | None:
    """Return the answer to which a criterion's cell belongs; None for any other cell."""
    return name.rpartition(BETWEEN)[0] or None


def table(text: str, head: list[str]) -> dict[str, tuple[str, ...]]:
    """Return the rows of the first table with this heading: what stands first in each, and the rest."""
    lines = [
        [part.strip() for part in line.strip().strip("|").split("|")]
        for line in text.split("\n")
        if "|" in line
    ]
    for at, parts in enumerate(lines):
        if parts[-len(head) :] == head and not "".join(parts[: -len(head)]):
            found = {}
            for row in lines[at + 2 :]:
                if len(row) != len(head) + 1:
                    break
                found[re.sub(r"\*\*|\(.*?\)", "", row[0]).strip()] = tuple(row[1:])
            return found
    return {}


def _tables(notebook: dict, notes: str) -> tuple[dict, dict]:
    words = "\n\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown")
    return table(words, ["0", "1", "2", "3"]), table(notes, ["1", "2", "3"])


def criteria(notebook: dict, notes: str) -> list[Criterion]:
    """Read an exercise's rubric from its notebook and its marking notes."""
    asked, signs = _tables(notebook, notes)
    if set(asked) != set(signs) or not asked:
        raise NoRubric(
            f"The notebook's rubric has the lines {', '.join(asked) or 'none'}; the marking notes have "
            f"{', '.join(signs) or 'none'}. They must be the same."
        )
    return [Criterion(name, earns, signs[name]) for name, earns in asked.items()]


def split(notebook: dict, notes: str) -> dict:
    """Return the notebook with a task cell for each criterion behind the written answer, which itself gives no points."""
    if not _tables(notebook, notes)[0] and not _tables(notebook, notes)[1]:
        return notebook  # marked by other means than a rubric
    found = criteria(notebook, notes)
    most = sum(criterion.points for criterion in found)
    cells = []
    for cell in notebook["cells"]:
        cells.append(cell)
        about = cell["metadata"].get("nbgrader", {})
        written = about.get("grade") and about.get("solution") and cell["cell_type"] == "markdown"
        if not written or about["points"] != most:
            continue
        cells[-1] = {**cell, "metadata": {**cell["metadata"], "nbgrader": {**about, "points": 0}}}
        cells += [_cell(about["grade_id"], criterion) for criterion in found]
    if len(cells) != len(notebook["cells"]) + len(found):
        raise NoRubric(f"There should be one written answer of {most} points.")
    return {**notebook, "cells": cells}


def _cell(answer: str, criterion: Criterion) -> dict:
    plain = unicodedata.normalize("NFKD", criterion.name).encode("ascii", "ignore").decode().lower()
    name = f"{answer}{BETWEEN}{re.sub(r'[^a-z0-9]+', '-', plain).strip('-')}"[:64].rstrip("-")
    lines = [
        f"**{criterion.name}**: {criterion.points} points, given by your tutor", "",
        "| points | what earns them |", "| --- | --- |",
        *(f"| {points} | {words} |" for points, words in enumerate(criterion.earns)), "",
        BEGIN, "", "For the marker: signs of it in this exercise. The marking notes say more.", "",
        "| points | look for |", "| --- | --- |",
        *(f"| {points} | {words} |" for points, words in enumerate(criterion.signs, start=1)), "", END,
    ]  # fmt: skip
    return {
        "cell_type": "markdown",
        "id": name,
        "metadata": {
            "nbgrader": {
                "grade": False, "grade_id": name, "locked": False, "points": criterion.points,
                "schema_version": 3, "solution": False, "task": True,
            }
        },
        "source": "\n".join(lines).splitlines(keepends=True),
    }  # fmt: skip


def without_scheme(text: str) -> str:
    """Return a task's words as learners may see them."""
    return re.sub(rf"\n*{BEGIN}.*?{END}\n*", "\n", text, flags=re.S)


def put_into(file: Path, notes: Path) -> None:
    """Split the written part of a notebook file in place."""
    made = split(json.loads(file.read_text(encoding="utf-8")), notes.read_text(encoding="utf-8"))
    file.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def is_in(file: Path) -> bool:
    """Whether a source notebook was built with its rubric as cells."""
    if not file.is_file():
        return False
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return any(BETWEEN in c["metadata"].get("nbgrader", {}).get("grade_id", "") for c in cells)
