"""A gradebook in PostgreSQL, Debian's own server, started for the test: the same marks, and nbgrader reads them."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from course.grading import build, cli, run
from tests.grading import small
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture(scope="module")
def database():
    """The address of an empty server on the loopback address. It runs as nobody special, and its folder is thrown away."""
    if not PROGRAMS and not shutil.which("initdb"):
        words = "PostgreSQL is not here, so a gradebook in it is not tested (apt-get install postgresql)"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    programs = PROGRAMS[-1] if PROGRAMS else Path(shutil.which("initdb")).parent
    folder = Path(tempfile.mkdtemp(prefix="gradebook-"))
    password = secrets.token_hex(12)
    (folder / "password").write_text(password, encoding="utf-8")
    anybody = {}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root, and so it should
        for place in (folder, folder / "password"):
            shutil.chown(place, "nobody", "nogroup")
        anybody = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    port = free_port()
    subprocess.run(
        [programs / "initdb", "-D", folder / "data", "-U", "tutor", "-A", "scram-sha-256", "--encoding", "UTF8",
         "--locale", "C", "--no-sync", "--pwfile", folder / "password"],
        check=True, capture_output=True, cwd=folder, env={"PATH": "/usr/bin:/bin"}, **anybody,
    )  # fmt: skip
    server = subprocess.Popen(
        [programs / "postgres", "-D", folder / "data", "-h", "127.0.0.1", "-p", str(port), "-k", "", "-F"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, env={"PATH": "/usr/bin:/bin"}, **anybody,
    )  # fmt: skip
    address = f"postgresql://tutor:{password}@127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/postgres", server)
        yield address
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder)


def _wait_for(address, server, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, "the database server stopped"
        try:
            psycopg.connect(address, connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.2)
    raise AssertionError(f"the database server did not answer within {seconds} seconds")


@pytest.fixture
def gradebook(database):
    """A database of its own for each test."""
    name = f"gradebook_{secrets.token_hex(4)}"
    with psycopg.connect(f"{database}/postgres", autocommit=True) as server:
        server.execute(f"create database {name}")
    return f"{database}/{name}"


def class_of_four(root, db=None):
    small.write_source(root)
    course = run.course_at(root, db)
    build.release("small", root, course.settings)
    for student, content in {
        "ada": small.submission(),
        "ben": small.submission("def double(x):\n    return 0"),
        "cy": small.submission()[:200],
        "zoë": small.submission(why="*Not tried yet*"),
    }.items():
        small.write(root / "submitted" / student / "small", content)
    return course


def everything(course):
    """All that a gradebook says of the class, in words that do not depend on the database."""
    with Gradebook(course.db_url, course.course_id) as book:
        return [
            (s.student.id, grade.cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade,
             s.score, s.max_score)
            for s in sorted(book.assignment_submissions("small"), key=lambda s: s.student.id)
            for notebook in s.notebooks
            for grade in sorted(notebook.grades, key=lambda grade: grade.cell.name)
        ]  # fmt: skip


def test_a_gradebook_in_postgresql_holds_the_marks_that_sqlite_holds(a_jail, tmp_path, gradebook):
    plain, large = class_of_four(tmp_path / "sqlite"), class_of_four(tmp_path / "postgresql", gradebook)
    for course in (plain, large):
        report = run.run(course, "small")
        assert [line.score for line in report.lines] == [2, 0, None, 2]
    assert everything(large) == everything(plain)
    assert len(everything(large)) == 8
    assert not list((tmp_path / "postgresql").glob("*.db")), "nothing went to a file beside it"


def test_marks_given_by_hand_stay_when_the_work_is_graded_again(a_jail, tmp_path, gradebook):
    course = class_of_four(tmp_path / "root", gradebook)
    run.run(course, "small")
    with Gradebook(course.db_url, course.course_id) as book:
        grade = book.find_grade("why", "small", "small", "ada")
        grade.manual_score, grade.needs_manual_grade = 3, False
        book.db.commit()
    run.run(course, "small", force=True, students=["ada"])
    with Gradebook(course.db_url, course.course_id) as book:
        again = book.find_grade("why", "small", "small", "ada")
        assert (again.manual_score, again.needs_manual_grade) == (3, True)


def test_the_command_takes_the_database_from_the_environment_so_that_no_password_is_typed(
    a_jail, tmp_path, gradebook, monkeypatch
):
    course = class_of_four(tmp_path / "root", gradebook)
    monkeypatch.setenv("COURSE_GRADEBOOK", gradebook)
    done = CliRunner().invoke(cli.app, ["run", "small", "--root", str(course.root)])
    assert done.exit_code == cli.TO_LOOK_AT, done.output
    assert {row[0] for row in everything(course)} == {"ada", "ben", "cy", "zoë"}


def test_nbgraders_own_commands_read_what_was_written(a_jail, tmp_path, gradebook):
    course = class_of_four(tmp_path / "root", gradebook)
    run.run(course, "small")
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "export", "--to", "marks.csv", f"--CourseDirectory.db_url={gradebook}"],
        cwd=course.root, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    rows = (course.root / "marks.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 5
    assert any(",ada," in row and ",2.0," in row for row in rows)
