"""Takes three invented students through a whole nbgrader course, and checks every mark on the way.

The course is built in a temporary folder, so nothing in this one changes:

    python grading/demo.py                  the round trip, then the marks as a small table
    python grading/demo.py --keep FOLDER    the same, and FOLDER (new or empty) holds all that nbgrader wrote
"""

import argparse
import contextlib
import csv
import html
import os
import re
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import nbformat
from jupyter_core.application import NoStart
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderApp
from sources import EXERCISES, build_source
from sqlalchemy.exc import SAWarning

from course.grading import feedback, jail, run

HERE = Path(__file__).resolve().parent
MODULE = COURSE_NOTEBOOK = "run-charts"
WRITTEN = "my-reading"  # the cell that a tutor marks

# What the student in the middle writes: each answer holds a mistake that people do make, or is right.
PARTLY_RIGHT = {
    "useful-points": """
def useful_points(values):
    return sum(side != 0 for side in sides(values))
""",
    "longest-run": """
def longest_run(values):  # a point on the median ends the run
    longest = current = previous = 0
    for side in sides(values):
        current = 0 if side == 0 else current + 1 if side == previous else 1
        previous = side
        longest = max(longest, current)
    return longest
""",
    "crossings": """
def crossings(values):  # a step on to the median counts as a crossing
    every_side = sides(values)
    return int((every_side[1:] != every_side[:-1]).sum())
""",
    "signals": """
def signals(n_useful, longest, n_crossings):  # the limits of 24 points, whatever the number of points
    return longest > 8, n_crossings < 8
""",
    WRITTEN: "Admissions are going up in England because patients are sicker. The run is above the median. "
    "We should look into it. This chart cannot show everything.",
}

# By student: the points that the tests should give, the tutor's points and words for the written part.
EXPECTED_TESTS = {
    "right": {"useful-points": 2, "longest-run": 2, "crossings": 2, "signals": 2, "false-alarms": 2},
    "partly": {"useful-points": 2, "longest-run": 1, "crossings": 1, "signals": 1, "false-alarms": 0},
    "blank": {"useful-points": 0, "longest-run": 0, "crossings": 0, "signals": 0, "false-alarms": 0},
}
TUTOR = {
    "right": (11, "Clear, and honest about winter. What will you do if the hospital's own line is flat?"),
    "partly": (3, "You read the direction well. It rose, but the chart does not say why."),
}
NAMES = {"right": ("Rosa", "Rightly"), "partly": ("Parveen", "Halfway"), "blank": ("Bo", "Blank")}  # invented
POINTS = 22


class DemoFailed(Exception):
    """Something in the round trip was not as it should be."""


def expect(got, wanted, what):
    if got != wanted:
        raise DemoFailed(f"{what}: expected {wanted}, found {got}")


def nbgrader(folder: Path, *words: str):
    """Run one nbgrader command, as typed in `folder`, in this process: it saves two seconds each time."""
    print(f"  {folder.name}$ nbgrader {' '.join(words)}")
    app = NbGraderApp.instance()
    try:
        with contextlib.chdir(folder):
            app.initialize([*words, "--log-level=ERROR"])
            with contextlib.suppress(
                NoStart
            ):  # the outer command's way to say that its sub-command did the work
                app.start()
    except SystemExit as stopped:
        if stopped.code:
            raise DemoFailed(f"nbgrader {' '.join(words)} stopped with code {stopped.code}") from stopped
    finally:
        app.reset()


# ---------------------------------------------------------------- the course and its students


def lay_out(workspace: Path) -> Path:
    """A course root with this folder's settings, an exchange, and nobody else's configuration."""
    course = workspace / "course"
    exchange = workspace / "exchange"
    course.mkdir()
    exchange.mkdir()
    exchange.chmod(0o777)
    shutil.copyfile(HERE / "nbgrader_config.py", course / "nbgrader_config.py")
    for variable in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        folder = workspace / "jupyter" / variable.lower()
        folder.mkdir(parents=True)
        os.environ[variable] = str(folder)
    os.environ["COURSE_EXCHANGE"] = str(exchange)
    beside_python = os.path.dirname(sys.executable)  # nbgrader calls `alembic` by its name
    os.environ["PATH"] = beside_python + os.pathsep + os.environ.get("PATH", "")
    return course


def student_folder(workspace: Path, student: str) -> Path:
    """A student's own folder, which knows the course's name, the exchange and what was handed in."""
    folder = workspace / student
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        'c.CourseDirectory.course_id = "better-care"\n'
        f"c.CourseDirectory.student_id = {student!r}\n"
        f"c.Exchange.root = {os.environ['COURSE_EXCHANGE']!r}\n"
        f"c.Exchange.cache = {str(folder / 'cache')!r}\n",
        encoding="utf-8",
    )
    return folder


def answers_of(student: str) -> dict[str, str]:
    """The text that a student writes into each cell, by the cell's grade_id."""
    if student == "partly":
        return PARTLY_RIGHT
    if student == "right":
        source = nbformat.read(EXERCISES / MODULE / f"{COURSE_NOTEBOOK}.ipynb", as_version=4)
        return {
            cell.metadata.nbgrader.grade_id: re.sub(
                r"^ *### (BEGIN|END) SOLUTION\n?", "", cell.source, flags=re.M
            )
            for cell in source.cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        }
    return {}


def fill_in(notebook: Path, answers: dict[str, str]):
    """Write answers into the notebook that the student fetched, and nothing else."""
    nb = nbformat.read(notebook, as_version=4)
    for cell in nb.cells:
        answer = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if answer is not None:
            cell.source = answer.strip("\n")
    nbformat.write(nb, notebook)


# ---------------------------------------------------------------- the steps of the runbook


def hand_out(course: Path):
    build_source(MODULE, course)
    class_list = ["id,first_name,last_name", *(",".join((who, *name)) for who, name in NAMES.items())]
    (course / "students.csv").write_text("\n".join(class_list) + "\n", encoding="utf-8")
    nbgrader(course, "generate_assignment", MODULE)
    expect_nothing_secret(course / "release" / MODULE)
    nbgrader(course, "db", "student", "import", "students.csv")
    nbgrader(course, "release_assignment", MODULE)


def expect_nothing_secret(release: Path):
    """The released folder holds the notebook alone, with no solution and no hidden test in it."""
    expect(sorted(file.name for file in release.iterdir()), [f"{COURSE_NOTEBOOK}.ipynb"], "files released")
    text = (release / f"{COURSE_NOTEBOOK}.ipynb").read_text(encoding="utf-8")
    for secret in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME"):
        expect(secret in text, False, f"“{secret}” in what is released")
    released = {cell.id: cell.source for cell in nbformat.reads(text, as_version=4).cells}
    source = nbformat.read(EXERCISES / MODULE / f"{COURSE_NOTEBOOK}.ipynb", as_version=4)
    for cell in source.cells:
        for line in secret_lines(cell.source):
            expect(line in released[cell.id].split("\n"), False, f"“{line.strip()}” in what is released")


def secret_lines(text: str) -> list[str]:
    """The lines of a source cell that stand only in a solution or in a hidden test."""
    hidden, shown, inside = [], [], False
    for line in text.split("\n"):
        if "### BEGIN" in line:
            inside = True
        elif "### END" in line:
            inside = False
        elif line.strip():
            (hidden if inside else shown).append(line)
    return [line for line in hidden if line not in shown]


def hand_in(workspace: Path, student: str):
    folder = student_folder(workspace, student)
    nbgrader(folder, "fetch_assignment", MODULE)
    fill_in(folder / MODULE / f"{COURSE_NOTEBOOK}.ipynb", answers_of(student))
    nbgrader(folder, "submit", MODULE)


def mark_by_hand(gradebook: Gradebook, student: str, points: int, words: str):
    """What the tutor does in the formgrader: points and a comment for the written part."""
    written = gradebook.find_grade(WRITTEN, COURSE_NOTEBOOK, MODULE, student)
    written.manual_score = points
    written.needs_manual_grade = False
    gradebook.find_comment(WRITTEN, COURSE_NOTEBOOK, MODULE, student).manual_comment = words
    gradebook.db.commit()


def waiting_for_a_mark(gradebook: Gradebook) -> set[str]:
    """The students whose written part still waits for the tutor; an export gives it 0 and does not say so."""
    return {
        submission.student.id
        for submission in gradebook.assignment_submissions(MODULE)
        if submission.needs_manual_grade
    }


def points_by_part(gradebook: Gradebook, student: str) -> dict[str, float]:
    """The points of the tests, added up over the cells of each part, and those of the written answer."""
    submitted = gradebook.find_submission_notebook(COURSE_NOTEBOOK, MODULE, student)
    totals: dict[str, float] = {}
    parts = [*EXPECTED_TESTS["right"], WRITTEN]
    for grade in submitted.grades:
        part = next(part for part in parts if grade.cell.name.startswith(part))
        totals[part] = totals.get(part, 0) + grade.score
    return totals


def run_the_tests(course: Path):
    """The course's own grader, in a jail. These students are invented, so without a jail nbgrader's may run."""
    try:
        jail.check()
    except jail.NoJail as missing:
        print(
            f"  No jail here ({missing}), so stock nbgrader runs these invented answers. Never do so with real ones."
        )
        nbgrader(course, "autograde", MODULE)
        return
    print(f"  {course.name}$ course grading run {MODULE}")
    report = run.run(run.course_at(course), MODULE, grade=run.workers(1), trust_files=True)
    expect([line.student for line in report.lines], sorted(NAMES), "students in the report")
    expect(report.quarantined, [], "students in quarantine")


# ---------------------------------------------------------------- the round trip


def round_trip(workspace: Path):
    course = lay_out(workspace)
    db = f"sqlite:///{course / 'gradebook.db'}"

    print("Hand out")
    hand_out(course)
    print("Three students fetch, answer and submit")
    for student in NAMES:
        hand_in(workspace, student)
    print("Collect and run the tests")
    one_account_plays_all_three = "--ExchangeCollect.check_owner=False"
    nbgrader(course, "collect", MODULE, one_account_plays_all_three)
    run_the_tests(course)

    with Gradebook(db, "better-care") as gradebook:
        expect(waiting_for_a_mark(gradebook), {"right", "partly"}, "written parts that wait for the tutor")
        print("The tutor marks two written parts; the third was left as it was handed out, and is 0")
        for student, (points, words) in TUTOR.items():
            mark_by_hand(gradebook, student, points, words)
        expect(waiting_for_a_mark(gradebook), set(), "written parts that wait for the tutor, after marking")

    print("Feedback and export")
    print(f"  {course.name}$ course grading feedback {MODULE}")
    with Gradebook(db, "better-care") as gradebook:
        for student in NAMES:
            feedback.write(gradebook, course, MODULE, COURSE_NOTEBOOK, student)
    nbgrader(course, "release_feedback", MODULE)
    for student in NAMES:
        nbgrader(workspace / student, "fetch_feedback", MODULE)
    nbgrader(course, "export", "--to", "grades.csv")

    with Gradebook(db, "better-care") as gradebook:
        check_marks(gradebook)
        check_export(gradebook, course / "grades.csv")
        check_feedback(workspace)
        print_marks(gradebook)


def check_marks(gradebook: Gradebook):
    for student in NAMES:
        written, _ = TUTOR.get(student, (0, ""))
        wanted = {**EXPECTED_TESTS[student], WRITTEN: written}
        expect(points_by_part(gradebook, student), wanted, f"points of “{student}”")
        submission = gradebook.find_submission(MODULE, student)
        expect(submission.score, sum(wanted.values()), f"total of “{student}”")
        expect(submission.max_score, POINTS, "points of the assignment")


def check_export(gradebook: Gradebook, exported: Path):
    """Every number in the CSV file is the gradebook's own."""
    with exported.open(encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    expect(set(rows), set(NAMES), "students in the export")
    for student, row in rows.items():
        submission = gradebook.find_submission(MODULE, student)
        expect((row["first_name"], row["last_name"]), NAMES[student], f"name of “{student}” in the export")
        expect(float(row["score"]), submission.score, f"score of “{student}” in the export")
        expect(float(row["raw_score"]), submission.score, f"raw score of “{student}” in the export")
        expect(float(row["max_score"]), submission.max_score, f"highest score of “{student}” in the export")


def check_feedback(workspace: Path):
    """Each student finds one page, with the tutor's words where there are any."""
    for student in NAMES:
        pages = list((workspace / student / MODULE / "feedback").rglob("*.html"))
        expect(len(pages), 1, f"feedback pages of “{student}”")
        page = pages[0].read_text(encoding="utf-8")
        _, words = TUTOR.get(student, (0, "Not tried yet"))
        expect(html.escape(words) in page or words in page, True, f"“{words}” in the feedback of “{student}”")


def print_marks(gradebook: Gradebook):
    print(f"\n{'student':<10}{'tests / 10':>12}{'written / 12':>14}{'total / 22':>12}")
    for student in NAMES:
        parts = points_by_part(gradebook, student)
        written = parts.pop(WRITTEN)
        print(f"{student:<10}{sum(parts.values()):>12g}{written:>14g}{sum(parts.values()) + written:>12g}")
    print("\nEvery mark is as expected, and the export equals the gradebook.")


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--keep", metavar="FOLDER", type=Path, help="a new or empty folder for what nbgrader writes"
    )
    keep = parser.parse_args(arguments).keep
    warnings.simplefilter(
        "ignore", SAWarning
    )  # nbgrader's own, about the order in which it fills its database
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        if any(keep.iterdir()):
            parser.error(f"{keep} is not empty")
    try:
        if keep is not None:
            round_trip(keep.resolve())
        else:
            with tempfile.TemporaryDirectory(prefix="grade-demo-") as workspace:
                round_trip(Path(workspace).resolve())
    except DemoFailed as failed:
        print(f"\nThe demonstration failed. {failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
