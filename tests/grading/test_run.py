"""A run from end to end: stock nbgrader's marks, manual marks kept, everybody named, a killed run that goes on."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from course.grading import build, cli, rebuild, run, sources
from tests.grading import small
from tests.grading.classes import EXERCISES, class_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(tmp_path):
    """A grading root with the small assignment, released."""
    place = tmp_path / "root"
    small.write_source(place)
    build.release("small", place, run.course_at(place).settings)
    return place


def hand_in(root, **by_student):
    for student, content in by_student.items():
        small.write(root / "submitted" / student / "small", content)


def marks(root, student, name="small"):
    with Gradebook(run.course_at(root).db_url) as book:
        submission = book.find_submission(name, student)
        return {
            g.cell.name: (g.auto_score, g.manual_score, g.needs_manual_grade)
            for n in submission.notebooks
            for g in n.grades
        }


def test_everybody_is_named_and_a_damaged_file_stops_nobody(a_jail, root):
    hand_in(
        root,
        ada=small.submission(),
        ben=small.submission()[:200],
        cy=small.submission("def double(x):\n  return 0"),
    )
    with Gradebook(run.course_at(root).db_url) as book:
        book.update_or_create_student("dot")
    report = run.run(run.course_at(root), "small")
    assert [(line.student, line.status, line.score) for line in report.lines] == [
        ("ada", "graded", 2), ("ben", "quarantined", None), ("cy", "graded", 0), ("dot", "nothing handed in", None),
    ]  # fmt: skip
    assert "damaged at byte" in report.quarantined[0].reason
    assert marks(root, "ada") == {"double-test": (2, None, False), "why": (None, None, True)}
    assert marks(root, "ben") == {"double-test": (None, None, True), "why": (None, None, True)}
    written = json.loads((root / "reports" / "small.json").read_text(encoding="utf-8"))
    assert [line["student"] for line in written["students"]] == ["ada", "ben", "cy", "dot"]
    for student in ("ada", "ben", "cy"):
        nbformat.validate(
            nbformat.read(root / "autograded" / student / "small" / "small.ipynb", as_version=4)
        )
        assert (root / "feedback" / student / "small" / "small.html").is_file()


def test_a_second_run_grades_nobody_again_and_a_changed_file_once_with_the_tutors_mark_kept(a_jail, root):
    hand_in(root, ada=small.submission(), ben=small.submission())
    course = run.course_at(root)
    run.run(course, "small")
    with Gradebook(course.db_url) as book:
        grade = book.find_grade("why", "small", "small", "ada")
        grade.manual_score, grade.needs_manual_grade = 3, False
        book.db.commit()

    def nobody(*_):
        raise AssertionError("somebody was graded again")

    assert [line.new for line in run.run(course, "small", grade=nobody).lines] == [False, False]
    hand_in(root, ada=small.submission(why="Another reason."))
    report = run.run(course, "small")
    assert [line.new for line in report.lines] == [True, False]
    assert marks(root, "ada")["why"] == (None, 3, True), (
        "the mark stays, and waits for another look, as in nbgrader"
    )


def test_a_dry_run_writes_nothing(root):
    hand_in(root, ada=small.submission())
    before = sorted(str(path) for path in root.rglob("*") if ".grader" not in str(path))
    report = run.run(run.course_at(root), "small", dry_run=True)
    assert [line.status for line in report.lines] == ["would be graded"]
    assert sorted(str(path) for path in root.rglob("*") if ".grader" not in str(path)) == before


def test_the_command_ends_with_a_number_that_means_something(a_jail, root):
    hand_in(root, ada=small.submission())
    words = ["run", "small", "--root", str(root), "--workers", "1"]
    assert CliRunner().invoke(cli.app, words).exit_code == cli.DONE
    hand_in(root, ben=b"no notebook")
    assert CliRunner().invoke(cli.app, words).exit_code == cli.TO_LOOK_AT
    assert CliRunner().invoke(cli.app, ["run", "missing", "--root", str(root)]).exit_code == cli.FAULT


def test_pages_of_feedback_can_be_left_for_later(a_jail, root):
    hand_in(root, ada=small.submission())
    page = root / "feedback" / "ada" / "small" / "small.html"
    words = ["small", "--root", str(root)]
    assert CliRunner().invoke(cli.app, ["run", *words, "--no-feedback"]).exit_code == cli.DONE
    assert marks(root, "ada")["double-test"] == (2, None, False)
    assert not page.exists()
    assert CliRunner().invoke(cli.app, ["feedback", *words]).exit_code == cli.DONE
    assert "2 of 2" in page.read_text(encoding="utf-8")


def test_a_source_changed_after_it_was_handed_out_is_not_graded(root):
    file = root / "source" / "small" / "small.ipynb"
    file.write_text(file.read_text(encoding="utf-8").replace("Twice two is four.", "Else."), encoding="utf-8")
    hand_in(root, ada=small.submission())
    with pytest.raises(sources.NotReady, match="changed after"):
        run.run(run.course_at(root), "small")


# ---------------------------------------------------------------- killed, and started again


def test_a_run_that_is_killed_at_ten_random_moments_loses_nothing_and_doubles_nothing(a_jail, root):
    students = [f"s{number:02}" for number in range(80)]
    hand_in(root, **{student: small.submission() for student in students})
    command = [sys.executable, "-m", "course.grading", "run", "small", "--root", str(root), "--workers", "1"]
    dice, environment = random.Random(7), {**os.environ, "PYTHONPATH": str(ROOT)}
    journal = root / ".grader" / "small.jsonl"

    def written() -> int:
        return len(journal.read_text().splitlines()) if journal.exists() else 0

    cut_at = set()
    for number in range(10):
        before = written()
        running = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, env=environment, start_new_session=True
        )
        while number % 2 and written() == before and running.poll() is None:
            time.sleep(0.01)  # every other one is killed while it starts, the rest while it writes
        time.sleep(dice.uniform(0, 0.5) if number % 2 else dice.uniform(0.5, 4))
        running.send_signal(signal.SIGKILL)
        running.wait()
        cut_at.add(written())
    assert len(cut_at - {0, len(students)}) >= 4, "it was killed in the middle of its work, again and again"
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
    named = [json.loads(line)["student"] for line in journal.read_text().splitlines()]
    assert sorted(named) == students, "each once"
    with Gradebook(run.course_at(root).db_url) as book:
        assert sorted(s.student.id for s in book.assignment_submissions("small")) == students
        assert {s.score for s in book.assignment_submissions("small")} == {2}


def test_a_line_of_the_journal_that_was_cut_off_counts_as_not_written(tmp_path):
    from course.grading.journal import Journal

    journal = Journal(tmp_path, "small")
    journal.add({"student": "ada", "line": {}})
    with journal.file.open("a") as file:
        file.write('{"student": "be')
    journal.add({"student": "cy", "line": {}})
    assert set(journal.read()) == {"ada", "cy"}


# ---------------------------------------------------------------- the marks of stock nbgrader


@pytest.mark.slow
@pytest.mark.parametrize("name", EXERCISES)
def test_honest_work_has_the_marks_that_stock_nbgrader_gives(a_jail, tmp_path, name):
    root = tmp_path / "ours"
    root.mkdir()
    shutil.copyfile(ROOT / "grading" / "nbgrader_config.py", root / "nbgrader_config.py")
    build.build_source(name, root)
    build.release(name, root, run.course_at(root).settings)
    class_of(name, root, 4)
    stock = tmp_path / "stock"
    shutil.copytree(root, stock)
    report = run.run(run.course_at(root), name)
    assert not report.quarantined
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", name], cwd=stock, capture_output=True, text=True, timeout=300,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    for line in report.lines:
        ours, theirs = marks(root, line.student, name), marks(stock, line.student, name)
        assert ours == theirs, line.student


def test_hidden_parts_are_found_as_nbgrader_finds_them():
    from nbgrader.preprocessors import ClearHiddenTests

    for name in EXERCISES:
        book = nbformat.read(ROOT / "exercises" / name / f"{name}.ipynb", as_version=4)
        cleared, _ = ClearHiddenTests().preprocess(nbformat.from_dict(book), {})
        assert [rebuild.without_hidden(cell.source) for cell in book.cells] == [
            cell.source for cell in cleared.cells
        ]
