"""Double marking: who is marked twice, drawn so that anybody can draw it again, and how far two markers agree."""

import csv
import datetime as dt
import io
import json
import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, stdev

from course.grading import gradebook, notebook
from course.grading.exporting import IN_QUARANTINE, Mark, safe
from course.grading.run import Course
from improve.qualitative import Agreement, cohen_kappa

STRATA = ("lower third", "middle third", "upper third")


class CannotModerate(Exception):
    """There is nothing to draw from or to compare; the words say why."""


@dataclass(frozen=True)
class Drawn:
    """One student of the sample, and why they are in it."""

    student: str
    why: str


def draw(
    marks: Sequence[Mark],
    *,
    share: float = 0.1,
    at_least: int = 8,
    boundaries: Sequence[float] = (50, 70),
    within: float = 2,
    seed: int | None = None,
) -> tuple[list[Drawn], int]:
    """Draw a sample for double marking.

    Everybody in quarantine, everybody marked by hand after it, and everybody within a few points of a boundary is in. The
    rest is drawn by chance, as many from each third of the marks as their number asks for.

    Parameters
    ----------
    marks : sequence of Mark
        From `exporting.marks`.
    share : float
        Of the marked work, drawn by chance on top of those who are in anyway.
    at_least : int
        The least number drawn by chance (all, where there are fewer).
    boundaries : sequence of float
        In percent of the full marks.
    within : float
        In percent of the full marks.
    seed : int, optional
        Of the draw; a new one without it.

    Returns
    -------
    list of Drawn, int
        And the seed, with which the same draw can be made again.
    """
    import numpy as np

    seed = secrets.randbelow(2**31) if seed is None else seed
    chosen = {m.person.key: "in quarantine" for m in marks if m.status == IN_QUARANTINE}
    marked = sorted((m for m in marks if m.points is not None), key=lambda m: (m.points, m.person.key))
    for m in marked:
        percent = 100 * m.points / m.most if m.most else 0
        near = [b for b in boundaries if abs(percent - b) <= within + 1e-9]
        if near:
            chosen[m.person.key] = f"within {within:g}% of the boundary {near[0]:g}%"
        elif m.by_hand:
            chosen[m.person.key] = "marked by hand after quarantine"
    rng = np.random.default_rng(seed)
    rest = [m.person.key for m in marked if m.person.key not in chosen]
    number = min(len(rest), max(at_least, math.ceil(share * len(marked))))
    thirds = (
        [part.tolist() for part in np.array_split(np.array(rest, dtype=object), 3)] if rest else [[], [], []]
    )
    want = _apportioned([len(part) for part in thirds], number)
    for name, part, many in zip(STRATA, thirds, want, strict=True):
        for at in sorted(rng.choice(len(part), size=many, replace=False)) if many else []:
            chosen[part[at]] = f"by chance, {name}"
    return [Drawn(key, why) for key, why in sorted(chosen.items())], seed


def _apportioned(sizes: list[int], number: int) -> list[int]:
    """Share a number out in proportion, none more than there are; what is left goes to the largest remainders."""
    total = sum(sizes)
    if not total:
        return [0] * len(sizes)
    exact = [number * size / total for size in sizes]
    want = [min(int(part), size) for part, size in zip(exact, sizes, strict=True)]
    order = sorted(range(len(sizes)), key=lambda i: (want[i] - exact[i], i))
    while sum(want) < number:
        for i in order:
            if want[i] < sizes[i] and sum(want) < number:
                want[i] += 1
    return want


def parts(course: Course, assignment: str) -> list[tuple[str, float]]:
    """Name the parts that are marked by hand, with their points, in the order of the notebook."""
    with gradebook.opened(course.db_url, course.course_id) as book:
        known = book.find_assignment(assignment)
        cells = [
            c
            for n in known.notebooks
            for c in [*n.grade_cells, *n.task_cells]
            if c.cell_type != "code" and c.max_score
        ]
        return sorted(((c.name, float(c.max_score)) for c in cells), key=lambda part: part[0])


def files(course: Course, assignment: str) -> tuple[Path, Path]:
    """Return where the record of the draw is, and the sheet for the second marker."""
    folder = course.root / "moderation"
    return folder / f"{assignment}.json", folder / f"{assignment}-second-marks.csv"


def write(course: Course, assignment: str, drawn: list[Drawn], about: dict) -> tuple[Path, Path]:
    """Write the record and an empty sheet for the second marker, which shows none of the first marker's marks."""
    record, sheet = files(course, assignment)
    if sheet.is_file() and any(any(row[1:]) for row in _rows(sheet.read_text(encoding="utf-8-sig"))[1:]):
        raise CannotModerate(f"{sheet} holds marks already. Move it away first, if you mean to draw again.")
    names = [name for name, _ in parts(course, assignment)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(
        [["student", *names], *([safe(d.student), *[""] * len(names)] for d in drawn)]
    )
    content = {
        "assignment": assignment, "drawn": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), **about,
        "students": [{"student": d.student, "why": d.why} for d in drawn],
    }  # fmt: skip
    notebook.write(record, json.dumps(content, indent=1, ensure_ascii=False) + "\n", 0o600)
    notebook.write(sheet, "\ufeff" + out.getvalue(), 0o600)
    return record, sheet


def _rows(text: str) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(text)) if any(part.strip() for part in row)]


# ---------------------------------------------------------------- how far they agree


@dataclass(frozen=True)
class Compared:
    """Two markers' points for one part, or for all parts together."""

    part: str
    most: float
    first: tuple[float, ...]
    second: tuple[float, ...]
    kappa: Agreement

    @property
    def differences(self) -> list[float]:
        """The second marker's points less the first's."""
        return [b - a for a, b in zip(self.first, self.second, strict=True)]

    @property
    def mean(self) -> float:
        """The mean difference: above 0, the second marker is the more generous."""
        return mean(self.differences)

    @property
    def limits(self) -> tuple[float, float] | None:
        """Between these, about 95 of 100 differences lie, if they scatter evenly; None for fewer than three."""
        if len(self.first) < 3:
            return None
        half = 1.96 * stdev(self.differences)
        return self.mean - half, self.mean + half

    def reading(self) -> str:
        """Return the result in words, with what it cannot tell."""
        n, same = len(self.first), sum(abs(d) < 1e-9 for d in self.differences)
        far = max(abs(d) for d in self.differences)
        words = [
            f"{self.part}: {n} marked twice, {same} with the same points; furthest apart {far:g} of {self.most:g}."
        ]
        direction = "higher" if self.mean > 0 else "lower"
        if abs(self.mean) < 0.005:
            words.append("On average neither marker is higher.")
        else:
            words.append(f"On average the second marker is {abs(self.mean):.2f} points {direction}.")
        if self.limits:
            low, high = self.limits
            words.append(f"About 95 of 100 differences lie between {low:+.1f} and {high:+.1f} points.")
        if math.isnan(self.kappa.kappa):
            words.append("Kappa cannot be worked out: both gave everybody the same points.")
        else:
            k = self.kappa
            words.append(f"Weighted kappa is {k.kappa:.2f} (95% interval {k.low:.2f} to {k.high:.2f}).")
        if n < 30:
            words.append(f"{n} are few: take these figures as a reason to talk, not as a proof.")
        return " ".join(words)


CAUTION = (
    "The sample was not drawn by chance alone: work near a boundary and in quarantine is always in it. So these figures "
    "speak of this sample, not of the whole class. Kappa also falls when all work is about equally good, although nobody "
    "marks worse. Talk about the widest differences first; neither marker's points are the truth."
)


def compare(part: str, most: float, first: Sequence[float], second: Sequence[float]) -> Compared:
    """Compare two markers' points of the same work, in the same order; kappa's weights are quadratic."""
    step = 1.0 if all(float(x).is_integer() for x in [*first, *second, most]) else 0.5
    if not all((x / step).is_integer() for x in map(float, [*first, *second, most])):
        labels = sorted({*map(float, first), *map(float, second)})
    else:
        labels = [n * step for n in range(round(most / step) + 1)]
    kappa = cohen_kappa(list(map(float, first)), list(map(float, second)), labels, "quadratic")
    return Compared(part, most, tuple(map(float, first)), tuple(map(float, second)), kappa)


def agreement(course: Course, assignment: str) -> tuple[list[Compared], list[str]]:
    """Compare the second marker's sheet with the gradebook: part by part, and together.

    Returns
    -------
    list of Compared, list of str
        And what could not be compared, in words.
    """
    _, sheet = files(course, assignment)
    if not sheet.is_file():
        raise CannotModerate(f"There is no {sheet}. Run: course grading sample {assignment}")
    rows = _rows(sheet.read_text(encoding="utf-8-sig"))
    known = dict(parts(course, assignment))
    names = [head.strip() for head in rows[0][1:]]
    strange = [name for name in names if name not in known]
    if strange:
        raise CannotModerate(f"The sheet has a column that is no part of {assignment}: {', '.join(strange)}.")
    pairs: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    together, left_out = [], []
    with gradebook.opened(course.db_url, course.course_id) as book:
        first = {
            s.student.id: {g.cell.name: g.manual_score for n in s.notebooks for g in n.grades}
            for s in book.assignment_submissions(assignment)
        }
    for row in rows[1:]:
        student = row[0].strip().removeprefix("'")
        given = {
            name: _points(text, known[name], student, name)
            for name, text in zip(names, row[1:], strict=False)
        }
        theirs = first.get(student, {})
        both = [name for name in names if given.get(name) is not None and theirs.get(name) is not None]
        for name in both:
            pairs[name].append((theirs[name], given[name]))
        if len(both) == len(names):
            together.append((sum(theirs[n] for n in names), sum(given[n] for n in names)))
        else:
            missing = [n for n in names if n not in both]
            left_out.append(f"{student}: one of the two marks is missing for {', '.join(missing)}")
    found = [compare(name, known[name], *zip(*pairs[name], strict=True)) for name in names if pairs[name]]
    if len(names) > 1 and together:
        found.append(
            compare("all parts together", sum(known[n] for n in names), *zip(*together, strict=True))
        )
    if not found:
        raise CannotModerate("Nobody has a mark from both markers yet.")
    return found, left_out


def _points(text: str, most: float, student: str, part: str) -> float | None:
    if not text.strip():
        return None
    try:
        points = float(text.strip().replace(",", "."))
    except ValueError:
        raise CannotModerate(f"“{text.strip()[:40]}” is no number ({student}, {part}).") from None
    if not 0 <= points <= most:
        raise CannotModerate(f"{points:g} is not between 0 and {most:g} ({student}, {part}).")
    return points
