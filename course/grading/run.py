"""Grades one assignment from end to end: takes in, has graded, writes down. It can be stopped at any moment, and goes on."""

import datetime as dt
import json
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from course.grading import batch, feedback, gradebook, intake, notebook, sources
from course.grading.journal import Journal
from course.grading.limits import Limits
from course.grading.report import ABSENT, GRADED, QUARANTINED, Line, Report

Grade = Callable[[dict, Iterable[batch.Submission], Limits], Iterator[dict]]
VERSION = "2"  # of the way of grading: a new one grades everybody anew


@dataclass(frozen=True)
class Course:
    """A grading root and its settings."""

    root: Path
    settings: Config
    db_url: str
    course_id: str

    @property
    def submitted(self) -> Path:
        """The folder with what was handed in."""
        return self.root / "submitted"


def course_at(root: Path, db_url: str | None = None) -> Course:
    """Read ``nbgrader_config.py`` of a grading root; ``db_url`` overrules the gradebook that it names."""
    root = root.resolve()
    file = root / "nbgrader_config.py"
    settings = Config()
    if file.is_file():
        settings = PyFileConfigLoader(file.name, path=str(root)).load_config()
    settings.CourseDirectory.root = str(root)
    if db_url:
        settings.CourseDirectory.db_url = db_url
    known = CourseDirectory(config=settings)
    beside_python = os.path.dirname(sys.executable)  # nbgrader calls `alembic` by its name
    if beside_python not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = beside_python + os.pathsep + os.environ.get("PATH", "")
    return Course(root, settings, known.db_url, known.course_id)


def workers(number: int) -> Grade:
    """Return a way to grade with some markers on this machine."""

    def grade(assignment: dict, submissions: Iterable[batch.Submission], limits: Limits) -> Iterator[dict]:
        todo: queue.Queue = queue.Queue()
        for submission in submissions:
            todo.put(submission)
        done: queue.Queue = queue.Queue()
        number_here = max(min(number, todo.qsize()), 1)
        stopping = threading.Event()

        def work(line):
            try:
                with batch.Marker(assignment, limits, line) as marker:
                    while not stopping.is_set():
                        done.put(marker.grade(todo.get_nowait()))
            except queue.Empty:
                done.put(None)
            except BaseException as failed:
                done.put(failed)

        with batch.launched(number_here, assignment) as lines:
            threads = [threading.Thread(target=work, args=[line], daemon=True) for line in lines]
            for thread in threads:
                thread.start()
            try:
                while number_here:
                    outcome = done.get()
                    if outcome is None:
                        number_here -= 1
                    elif isinstance(outcome, BaseException):
                        raise outcome
                    else:
                        yield outcome
            finally:
                stopping.set()

    return grade


def received(course: Course, assignment: str, student: str, trust_files: bool) -> dt.datetime | None:
    """Return when a submission came, by the collector's own record.

    ``received/<assignment>.json`` is written by whoever took the submissions in. A ``timestamp.txt`` among a student's
    files is theirs, and is believed only where nbgrader's exchange wrote it (``trust_files``).
    """
    record = course.root / "received" / f"{assignment}.json"
    if record.is_file():
        when = json.loads(record.read_text(encoding="utf-8")).get(student)
        if when:
            return parse_utc(when)
    if trust_files:
        found = intake.note(course.submitted, student, assignment, "timestamp.txt")
        try:
            return parse_utc(found) if found else None
        except (ValueError, OverflowError, AttributeError):
            return None
    return None


def run(
    course: Course,
    name: str,
    *,
    limits: Limits | None = None,
    grade: Grade | None = None,
    force: bool = False,
    dry_run: bool = False,
    students: list[str] | None = None,
    trust_files: bool = False,
    pages: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
) -> Report:
    """Grade all submissions of an assignment that have not been graded as they are.

    Parameters
    ----------
    course : Course
        Where, from `course_at`.
    name : str
        The assignment.
    limits : Limits, optional
        What one submission may use.
    grade : callable, optional
        Who grades: `workers` on this machine, or anything that takes an assignment, submissions and limits, all plain
        data, and gives outcomes in any order.
    force : bool
        Grade again what was graded.
    dry_run : bool
        Only say what would be done.
    students : list of str, optional
        Grade these only.
    trust_files : bool
        See `received`.
    pages : bool
        Draw each student's page of feedback. Without it ``course grading feedback`` draws them later.
    progress : callable, optional
        Called with a student, how many are done, and how many there are.
    """
    limits = limits or Limits()
    journal = Journal(course.root, name)
    with journal.held():
        assignment = sources.load(course.root, name, course.settings, course.db_url)
        return _run(
            course,
            assignment,
            journal,
            limits,
            grade or workers(2),
            force,
            dry_run,
            students,
            trust_files,
            pages,
            progress,
        )


def _run(
    course, assignment, journal, limits, grade, force, dry_run, students, trust_files, pages, progress
) -> Report:
    name = assignment.name
    known = journal.read()
    about = json.dumps([VERSION, assignment.plan, sorted(assignment.files), asdict(limits)], sort_keys=True)
    marks = [text for cell in assignment.plan for text in (cell["grade_id"], cell["id"]) if text]
    lines, todo, prints = {}, [], {}
    warnings: dict[str, tuple] = {}
    for student in intake.students(course.submitted, name):
        taken = intake.take(
            course.submitted, student, name, assignment.notebook, marks, limits.notebook_mb << 20
        )
        prints[student], warnings[student] = taken.fingerprint(about), taken.warnings
        before = known.get(student, {})
        there = (course.root / "autograded" / student / name / f"{assignment.notebook}.ipynb").is_file()
        same = before.get("fingerprint") == prints[student] and there and not force
        if same or (students and student not in students):
            lines[student] = (
                Line(**{**before["line"], "new": False}) if before else Line(student, "not graded yet")
            )
        elif dry_run:
            lines[student] = Line(
                student, "would be graded", reason=taken.reason or "", warnings=list(taken.warnings)
            )
        else:
            todo.append(taken)
    if todo:
        batch.jail.check()  # no jail, no grading: not even of what needs no jail
        with gradebook.opened(course.db_url, course.course_id) as book:
            writer = gradebook.Writer(book, name, assignment.notebook, assignment.plan, course.settings)
            for number, outcome in enumerate(_outcomes(assignment, todo, limits, grade), start=1):
                student = outcome["student"]
                outcome["warnings"] = [*warnings[student], *outcome.get("warnings", [])]
                when = received(course, name, student, trust_files)
                if trust_files:
                    _pass_on(course, name, student)
                line = _write(course, assignment, writer, student, outcome, when)
                if pages:
                    feedback.write(book, course.root, name, assignment.notebook, student)
                journal.add({"student": student, "fingerprint": prints[student], "line": asdict(line)})
                lines[student] = line
                if progress:
                    progress(student, number, len(todo))
    for student in _class_list(course, lines):
        lines[student] = Line(student, ABSENT)
    report = Report(name, [lines[student] for student in sorted(lines)])
    if not dry_run:
        report.write(course.root)
    return report


def _outcomes(assignment, todo, limits, grade) -> Iterator[dict]:
    """Give an outcome for each: at once where there is no file to grade."""
    for taken in todo:
        if taken.content is None:
            yield {
                "student": taken.student,
                "status": "quarantine",
                "reason": taken.reason,
                "tests": {},
                "cells": [],
            }
    files = [batch.Submission(taken.student, taken.content) for taken in todo if taken.content is not None]
    if files:
        yield from grade(asdict(assignment), files, limits)


def _write(course, assignment, writer, student, outcome, when) -> Line:
    """Write one outcome: the notebook, then the marks."""
    name = assignment.name
    made = notebook.autograded(assignment.plan, assignment.metadata, outcome)
    folder = course.root / "autograded" / student / name
    notebook.write_notebook(folder / f"{assignment.notebook}.ipynb", made)
    for file, content in assignment.files.items():
        notebook.write(folder / file, bytes.fromhex(content))
    marks = writer.save(student, outcome, when)
    status = GRADED if outcome["status"] == "ok" else QUARANTINED
    line = Line(student, status, reason=outcome.get("reason") or "", warnings=list(outcome["warnings"]))
    if status == GRADED:
        line = replace(line, **marks)
    return line


def _pass_on(course: Course, name: str, student: str) -> None:
    """Copy what nbgrader's exchange put beside a submission and looks for again when feedback is released."""
    for file in ("timestamp.txt", "submission_secret.txt"):
        text = intake.note(course.submitted, student, name, file)
        for part in ("autograded", "feedback") if text else ():
            notebook.write(course.root / part / student / name / file, text)


def _class_list(course: Course, lines: dict) -> list[str]:
    with gradebook.opened(course.db_url, course.course_id) as book:
        return [student.id for student in book.students if student.id not in lines]
