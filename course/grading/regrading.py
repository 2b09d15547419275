"""Marks again after a test was found faulty: first a list of whose marks would change, then, when told to, the change."""

import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy.engine import make_url

from course.grading import batch, build, gradebook, intake, lateness, notebook, rubric, sources
from course.grading import run as running
from course.grading.limits import Limits
from course.grading.run import Course, Grade


class CannotRegrade(Exception):
    """The corrected exercise does not fit the marks that exist; the words say why."""


@dataclass(frozen=True)
class Change:
    """What would change for one student."""

    student: str
    before: float | None  # by tests, together; None: in quarantine
    after: float | None
    tests: dict[str, tuple[float | None, float | None]] = field(default_factory=dict)
    words: str = ""

    @property
    def by(self) -> float:
        """How many points more, or fewer."""
        return (self.after or 0) - (self.before or 0)


def corrected(
    course: Course, name: str, place: Path, exercises: Path, overlay: Path | None, secret: str | None
) -> sources.Assignment:
    """Make the corrected assignment in another folder, with this class's own numbers, and read it."""
    old = course.root / "source" / name / f"{name}.ipynb"
    build.build_source(name, place, exercises, overlay, secret, by_criterion=rubric.is_in(old))
    new = place / "source" / name / f"{name}.ipynb"
    if secret is None and old.is_file():
        _keep_cohort(old, new)
    return sources.load(place, name, course.settings)


def _keep_cohort(old: Path, new: Path) -> None:
    line = re.compile(r"^COHORT = \d+", re.M)
    number = next((m.group() for m in map(line.search, _locked(old)) if m), None)
    if number is None or number == "COHORT = 0":
        return
    book = json.loads(new.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == build.COHORT_CELL:
            cell["source"] = line.sub(number, "".join(cell["source"])).splitlines(keepends=True)
    new.write_text(json.dumps(book, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _locked(file: Path) -> list[str]:
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return [
        "".join(c["source"])
        for c in cells
        if c["metadata"].get("nbgrader", {}).get("grade_id") == build.COHORT_CELL
    ]


def fits(course: Course, assignment: sources.Assignment) -> None:
    """Refuse a correction that takes parts away or renames them: their marks would be lost."""
    with gradebook.opened(course.db_url, course.course_id) as book:
        known = {
            c.name
            for n in book.find_assignment(assignment.name).notebooks
            for c in [*n.grade_cells, *n.task_cells]
        }
    now = set(assignment.points)
    if known - now:
        raise CannotRegrade(
            f"The corrected exercise has no part {', '.join(sorted(known - now))}, which has marks. "
            "Keep the cell, and let its test hold for everybody, if it should no longer count."
        )


def look(
    course: Course,
    assignment: sources.Assignment,
    *,
    limits: Limits | None = None,
    grade: Grade | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Change]:
    """Grade everybody's work with the corrected tests, write nothing, and return whose points would change."""
    limits = limits or Limits()
    marks = [text for cell in assignment.plan for text in (cell["grade_id"], cell["id"]) if text]
    todo, found = [], []
    for student in intake.students(course.submitted, assignment.name):
        taken = intake.take(
            course.submitted, student, assignment.name, assignment.notebook, marks, limits.notebook_mb << 20
        )
        if taken.content is not None:
            todo.append(batch.Submission(student, taken.content))
    if not todo:
        return []
    with gradebook.opened(course.db_url, course.course_id) as book:
        now = {
            s.student.id: {g.cell.name: g for n in s.notebooks for g in n.grades}
            for s in book.assignment_submissions(assignment.name)
        }
        outcomes = (grade or running.workers(2))(asdict(assignment), todo, limits)
        for number, outcome in enumerate(outcomes, start=1):
            change = _change(assignment, now.get(outcome["student"], {}), outcome)
            if change is not None:
                found.append(change)
            if progress:
                progress(number, len(todo))
    return sorted(found, key=lambda change: (-abs(change.by), change.student))


def _change(assignment: sources.Assignment, now: dict, outcome: dict) -> Change | None:
    names = [
        cell["name"] for cell in assignment.plan if cell["role"] == "test" and cell["points"] is not None
    ]
    before = {name: now[name].auto_score if name in now else None for name in names}
    after = dict.fromkeys(names)
    if outcome["status"] == "ok":
        after = {name: float(outcome["tests"][name]["score"]) for name in names}
    tests = {name: (before[name], after[name]) for name in names if before[name] != after[name]}
    if not tests:
        return None
    by_hand = [name for name in tests if name in now and now[name].manual_score is not None]
    words = f"A tutor changed {', '.join(by_hand)} by hand: that stays." if by_hand else ""
    if outcome["status"] != "ok":
        words = f"In quarantine now: {outcome.get('reason', '')} {words}".strip()
    return Change(outcome["student"], _sum(before), _sum(after), tests, words)


def _sum(points: dict[str, float | None]) -> float | None:
    known = [value for value in points.values() if value is not None]
    return sum(known) if known else None


def apply(
    course: Course,
    name: str,
    place: Path,
    *,
    limits: Limits | None = None,
    grade: Grade | None = None,
    progress: Callable[[str, int, int], None] | None = None,
):
    """Put the corrected assignment in place and grade everybody by it; marks given by hand stay as they are.

    ``place`` is where `corrected` made it. A copy of the gradebook is kept first, where it is a file.

    Returns
    -------
    Report, Path or None
        What happened to each student, and the copy.
    """
    copy = keep_copy(course, name)
    settled = _settled(course, name)
    target = course.root / "source" / name
    aside = Path(tempfile.mkdtemp(prefix="regrade-", dir=_grader(course)))
    shutil.copytree(target, aside / name)
    shutil.copytree(place / "source" / name, target, dirs_exist_ok=True)
    try:
        build.release(name, course.root, course.settings)
    except Exception:
        shutil.rmtree(target)
        shutil.copytree(aside / name, target)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    report = running.run(course, name, limits=limits, grade=grade, force=True, progress=progress)
    with gradebook.opened(course.db_url, course.course_id) as book:
        for submission in book.assignment_submissions(name):
            for grade_ in (g for n in submission.notebooks for g in n.grades):
                if (submission.student.id, grade_.cell.name) in settled and grade_.manual_score is not None:
                    grade_.needs_manual_grade = False
        book.db.commit()
        lateness.settle(book, name, course.settings)
    return report, copy


def _settled(course: Course, name: str) -> set[tuple[str, str]]:
    """Return the marks by hand that a tutor has settled: the work did not change, so nobody has to look again."""
    with gradebook.opened(course.db_url, course.course_id) as book:
        return {
            (s.student.id, g.cell.name)
            for s in book.assignment_submissions(name)
            for n in s.notebooks
            for g in n.grades
            if g.manual_score is not None and not g.needs_manual_grade and g.cell_type != "code"
        }


def _grader(course: Course) -> Path:
    folder = course.root / ".grader"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def keep_copy(course: Course, name: str) -> Path | None:
    """Copy a gradebook that is a file, whole, as SQLite itself does it."""
    url = make_url(course.db_url)
    if url.get_backend_name() != "sqlite" or not url.database or not Path(url.database).is_file():
        return None
    number = 1
    while (copy := _grader(course) / f"gradebook-before-{name}-{number}.db").exists():
        number += 1
    with closing(sqlite3.connect(url.database)) as here, closing(sqlite3.connect(copy)) as there:
        here.backup(there)
    copy.chmod(0o600)
    return copy


def write(course: Course, name: str, changes: list[Change], applied: bool) -> Path:
    """Write the list to ``reports/``, for the record."""
    file = course.root / "reports" / f"{name}-regrade.json"
    content = {"assignment": name, "applied": applied, "changes": [asdict(c) | {"by": c.by} for c in changes]}
    notebook.write(file, json.dumps(content, indent=1, ensure_ascii=False) + "\n", 0o600)
    return file
