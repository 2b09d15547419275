"""Every assignment: what is handed out, accepted and marked; and one round trip through nbgrader."""

import csv
import importlib.util
import io
import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from filelock import FileLock
from nbgrader.nbgraderformat import ValidationError
from nbgrader.nbgraderformat.v3 import MetadataValidatorV3
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions
from traitlets.config import Config

from improve.charts import RULE_SETS, g_chart, i_chart, mr_chart, p_chart, zones
from improve.harrowmere import pph_maternity

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = ROOT / "exercises"
ASSIGNMENTS = sorted(path.parent.name for path in EXERCISES.glob("*/answers.py"))
each_assignment = pytest.mark.parametrize("assignment", ASSIGNMENTS)


def source_of(assignment):
    return EXERCISES / assignment / f"{assignment}.ipynb"


@cache
def cells(assignment):
    return nbformat.read(source_of(assignment), as_version=4).cells


def graded(cell):
    return cell.metadata.get("nbgrader", {})


def test_cells(assignment):
    """Points by the name of each cell that a machine marks."""
    written = answers(assignment).WRITTEN
    points = {graded(c)["grade_id"]: graded(c)["points"] for c in cells(assignment) if graded(c).get("grade")}
    return {name: value for name, value in points.items() if name != written}


test_cells.__test__ = False  # a helper, not a test


def load(path):
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}".replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def answers(assignment):
    """The assignment's `answers.py`: what its tests must accept and catch."""
    return load(EXERCISES / assignment / "answers.py")


# ---------------------------------------------------------------- the source notebooks


def test_each_assignment_has_a_notebook_marking_notes_and_answers_to_try_it_on():
    folders = {path.parent.name for path in EXERCISES.glob("*/*.ipynb")}
    assert {"run-charts", "process-behaviour-charts"} <= folders
    assert folders == set(ASSIGNMENTS), "answers.py is missing, or stands alone"
    for name in folders:
        assert {f"{name}.ipynb", "marking.md"} <= {file.name for file in (EXERCISES / name).iterdir()}


@each_assignment
def test_the_source_has_metadata_that_nbgrader_accepts(assignment):
    MetadataValidatorV3().validate_nb(nbformat.read(source_of(assignment), as_version=4))


@each_assignment
def test_nbgraders_validator_refuses_a_source_with_a_grade_id_used_twice(assignment):
    broken = nbformat.read(source_of(assignment), as_version=4)
    tests = [cell for cell in broken.cells if graded(cell).get("grade")]
    tests[0].metadata.nbgrader.grade_id = tests[1].metadata.nbgrader.grade_id
    with pytest.raises(ValidationError):
        MetadataValidatorV3().validate_nb(broken)


@each_assignment
def test_the_source_holds_no_output_and_no_unknown_metadata(assignment):
    allowed = {"schema_version", "grade", "grade_id", "locked", "solution", "task", "points"}
    for cell in cells(assignment):
        assert not cell.get("outputs"), f"{cell.id} has outputs"
        assert cell.get("execution_count") is None, f"{cell.id} has been run"
        assert set(graded(cell)) <= allowed, f"{cell.id} has keys that nbgrader does not know"


@each_assignment
def test_tests_give_one_point_each_and_the_tutor_gives_twelve(assignment):
    known = answers(assignment)
    written = next(c for c in cells(assignment) if graded(c).get("grade_id") == known.WRITTEN)
    assert graded(written)["points"] == 12
    assert written.cell_type == "markdown"
    points = test_cells(assignment)
    assert set(points.values()) == {1}, "partial credit: every test cell is worth one point"
    assert sum(points.values()) == known.POINTS


@each_assignment
def test_the_tutors_guide_names_the_assignment_and_its_points(assignment):
    guide = (ROOT / "grading" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(rf"^\| `{assignment}` \| (\d+) \| (\d+) \|", guide, flags=re.M)
    assert rows == [(str(answers(assignment).POINTS), "12")]


@each_assignment
def test_the_table_of_points_in_the_text_adds_up_to_what_nbgrader_gives(assignment):
    text = next(c.source for c in cells(assignment) if c.id == "what-is-asked")
    rows = [int(n) for n in re.findall(r"^\| \d \|.*?\| (\d+) \|", text, flags=re.M)]
    total = int(re.search(r"\*\*(\d+)\*\*", text).group(1))
    assert sum(rows) == total == sum(graded(c).get("points", 0) for c in cells(assignment))


@each_assignment
def test_the_points_in_the_heading_of_each_part_are_those_of_its_tests(assignment):
    by_heading = {}
    for cell in cells(assignment):
        if cell.cell_type == "markdown" and (
            heading := re.match(r"## Part .*\((\d+) points?\)", cell.source)
        ):
            by_heading[heading.group()] = [int(heading.group(1)), 0]
        elif by_heading and graded(cell).get("grade"):
            by_heading[list(by_heading)[-1]][1] += graded(cell)["points"]
    assert len(by_heading) >= 5
    assert all(promised == given for promised, given in by_heading.values()), by_heading


@each_assignment
def test_the_notebook_imports_only_what_learners_have(assignment):
    code = "\n".join(c.source for c in cells(assignment) if c.cell_type == "code")
    rooms = {match.split(".")[0] for match in re.findall(r"^(?:from|import) ([\w.]+)", code, flags=re.M)}
    assert rooms <= {"improve", "numpy", "pandas", "itertools", "math", "warnings"}


@each_assignment
def test_the_tutor_finds_the_rubric_and_examples_in_the_marking_notes(assignment):
    notes = (EXERCISES / assignment / "marking.md").read_text(encoding="utf-8")
    asked = "\n".join(c.source for c in cells(assignment) if c.cell_type == "markdown")
    for criterion in (
        "Link to a real situation",
        "Use of the module's ideas",
        "Honesty about evidence",
        "Next step",
    ):
        assert criterion in notes
        assert criterion in asked
    for given, marks in re.findall(r"\*\*(\d+) of 12\*\* \(([\d, ]+)\)", notes):
        assert sum(map(int, marks.split(","))) == int(given)


# ---------------------------------------------------------------- what the tests accept and refuse


def part_of(assignment, grade_id):
    """The names of all cells in the same part of the notebook (from one heading to the next)."""
    part = set()
    for cell in cells(assignment):
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            if grade_id in part:
                break
            part = set()
        part.add(graded(cell).get("grade_id"))
    return part


def attempt(source, space):
    """Run a cell as nbgrader does: what it prints is not shown, and an error stops this cell only."""
    try:
        with redirect_stdout(io.StringIO()):
            exec(source, space)
    except Exception as failure:
        return failure
    return None


def points_for(assignment, ours=None, only=None):
    """The points by test cell when these answers stand in place of ours, and what each failed test says.

    `only` names the test cells to run; with nothing, all of them are run.
    """
    space, points, said = {}, {}, {}
    for cell in cells(assignment):
        about = graded(cell)
        name = about.get("grade_id")
        is_test = about.get("grade", False)
        if cell.cell_type != "code" or name in answers(assignment).NOT_TESTED:
            continue
        if is_test and only is not None and name not in only:
            continue
        failure = attempt((ours or {}).get(name, cell.source), space)
        assert failure is None or not about.get("locked") or is_test, f"{name} does not run: {failure}"
        if is_test:
            points[name] = about["points"] if failure is None else 0
            said[name] = str(failure or "")
    return points, said


@each_assignment
def test_our_own_answers_earn_every_point(assignment):
    points, said = points_for(assignment)
    assert points == test_cells(assignment), said


@each_assignment
def test_quite_different_answers_that_are_right_earn_every_point(assignment):
    another = answers(assignment).ANOTHER_WAY
    to_write = {graded(c)["grade_id"] for c in cells(assignment) if graded(c).get("solution")}
    untested = answers(assignment).NOT_TESTED | {answers(assignment).WRITTEN}
    assert set(another) == to_write - untested, "one for each answer that is tested"
    points, said = points_for(assignment, another)
    assert points == test_cells(assignment), said


@pytest.mark.parametrize(
    ("assignment", "mistake"),
    [
        pytest.param(assignment, mistake, id=f"{assignment}: {mistake}")
        for assignment in ASSIGNMENTS
        for mistake in answers(assignment).WRONG
    ],
)
def test_a_known_wrong_answer_loses_its_own_points_and_is_told_why(assignment, mistake):
    answer, text, loses, hint = answers(assignment).WRONG[mistake]
    points, said = points_for(assignment, {answer: text}, only=part_of(assignment, answer))
    assert {name for name, value in points.items() if value == 0} == loses, said
    assert any(hint in message for message in said.values()), said


@each_assignment
def test_every_test_cell_is_lost_by_some_known_mistake(assignment):
    lost = set().union(*(loses for _, _, loses, _ in answers(assignment).WRONG.values()))
    assert lost == set(test_cells(assignment))


@each_assignment
def test_an_answer_left_as_it_was_handed_out_earns_nothing(assignment):
    blank = {graded(c).get("grade_id"): c.source for c in released(assignment).cells}
    for answer, (_, _, loses, _) in {entry[0]: entry for entry in answers(assignment).WRONG.values()}.items():
        assert "Not tried yet" in blank[answer]
        points, _ = points_for(assignment, {answer: blank[answer]}, only=loses)
        assert set(points.values()) == {0}, answer


# ---------------------------------------------------------------- what learners receive


@cache
def released(assignment):
    """The notebook as nbgrader hands it out, with the settings of this course."""
    settings = Config()
    exec((ROOT / "grading" / "nbgrader_config.py").read_text(encoding="utf-8"), {
        "get_config": lambda: settings, "__file__": str(ROOT / "grading" / "nbgrader_config.py"),
    })  # fmt: skip
    nb = nbformat.read(source_of(assignment), as_version=4)
    for step in (ClearSolutions(config=settings), ClearHiddenTests(config=settings)):
        nb, _ = step.preprocess(nb, {})
    return nb


@each_assignment
def test_no_solution_and_no_hidden_test_is_handed_out(assignment):
    source = "\n".join(c.source for c in cells(assignment))
    given = "\n".join(c.source for c in released(assignment).cells)
    for secret in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", *answers(assignment).SECRETS):
        assert secret in source, f"this test looks for “{secret}”, which has gone"
        assert secret not in given
    assert given.count("Not tried yet") >= len(answers(assignment).ANOTHER_WAY) + 2


@each_assignment
def test_every_cell_that_is_handed_out_is_python_and_every_test_can_be_seen_in_part(assignment):
    for cell in released(assignment).cells:
        if cell.cell_type == "code":
            compile(cell.source, cell.id, "exec")
        if cell.cell_type == "code" and graded(cell).get("grade"):
            assert re.search(r"^(expect\w*\(|    ?expect|assert|for )", cell.source, flags=re.M), (
                f"{cell.id} shows a learner no test"
            )


# ---------------------------------------------------------------- run charts: what its hidden tests see


def test_a_wrong_longest_run_costs_nothing_in_the_parts_before_and_after_it():
    wrong = {"longest-run": "def longest_run(values): return 0"}
    others = {"useful-points-ties", "crossings-ties", "signals-at-24", "signals-at-other-lengths"}
    points, _ = points_for("run-charts", wrong, only=others)
    assert points == dict.fromkeys(others, 1)


def test_the_hidden_tests_see_forty_series_with_points_on_the_median():
    on_the_median = 0
    for seed in range(40):
        rng = np.random.default_rng(2_000 + seed)
        series = rng.integers(0, 7, rng.integers(12, 37))
        on_the_median += np.median(series) in series
    hidden = [c.source for c in cells("run-charts") if graded(c).get("grade_id") == "longest-run-ties"]
    assert "range(40)" in hidden[0]
    assert "2_000 + seed" in hidden[0]
    assert on_the_median >= 30


# ---------------------------------------------------------------- process behaviour charts: one definition


@pytest.fixture(scope="module")
def our_answers():
    """The functions of our own answers, as a learner would have them."""
    space = {}
    for cell in cells("process-behaviour-charts"):
        about = graded(cell)
        if about.get("grade_id") == "set-up" or (about.get("solution") and cell.source.startswith("def ")):
            exec(cell.source, space)
    return space


def test_the_limits_that_learners_work_out_are_those_of_the_library(our_answers):
    rng = np.random.default_rng(5)
    values = rng.normal(40, 6, 24)
    values[7] = np.nan
    individuals, ranges = i_chart(values).table, mr_chart(values).table
    lines = individuals["centre"].iloc[0], individuals["lower"].iloc[0], individuals["upper"].iloc[0]
    assert our_answers["xmr_limits"](values) == pytest.approx([*lines, ranges["upper"].iloc[-1]], rel=1e-9)

    sizes = rng.integers(400, 900, 24)
    counts = rng.binomial(sizes, rng.normal(0.2, 0.03, 24))
    table = p_chart(pd.DataFrame({"value": counts, "n": sizes}), date=None, prime=True).table
    centre, _, lower, upper = our_answers["p_prime"](counts, sizes)
    assert centre == pytest.approx(table["centre"].iloc[0])
    assert lower == pytest.approx(table["lower"].to_numpy())
    assert upper == pytest.approx(table["upper"].to_numpy())

    between = (rng.geometric(1 / 30, 15) - 1).tolist()
    table = g_chart(between).table
    assert our_answers["g_limits"](between) == pytest.approx(
        [table["centre"].iloc[0], table["upper"].iloc[0]]
    )


def test_the_flags_that_learners_find_are_those_of_the_librarys_nhs_rules(our_answers):
    nhs = RULE_SETS["nhs"]
    assert (nhs.shift, nhs.trend, nhs.on_line, nhs.ties, nhs.two_in_three) == (
        7,
        7,
        "break",
        "break",
        "beyond",
    )
    found = {"shift": 0, "trend": 0, "two": 0}
    for seed in range(200):
        z = np.random.default_rng(seed).normal(0.5, 1.2, 30).round(1)
        if seed % 3 == 0:
            z[5:13] = np.sort(z[5:13])
        side = np.sign(z).astype(int)
        shift = np.flatnonzero(zones.members(zones.long_run(side, 7), 7)).tolist()
        trend = np.flatnonzero(zones.members(zones.long_trend(z, 7), 7)).tolist()
        two = np.flatnonzero(zones.two_in_three_same_side(np.abs(z) > 2, side)).tolist()
        assert our_answers["in_shift"](z) == shift
        assert our_answers["in_trend"](z) == trend
        assert our_answers["two_of_three"](z) == two
        found = {
            "shift": found["shift"] + bool(shift),
            "trend": found["trend"] + bool(trend),
            "two": found["two"] + bool(two),
        }
    assert min(found.values()) >= 20, found


def test_the_facts_in_the_marking_notes_and_the_model_page_are_those_of_the_series(our_answers):
    unit = pph_maternity(seed=40)
    first = unit.iloc[:18]
    assert round(our_answers["p_prime"](first["losses_1500"], first["births"])[1], 2) == 1.30
    series = {"value": "losses_1500", "denominator": "births", "per": 100}
    t = p_chart(unit, baseline=18, rules="nhs", **series).table
    assert round(t["centre"].iloc[0], 2) == 2.13
    assert [round(t["lower"].min(), 2), round(t["lower"].max(), 2)] == [0, 0.12]
    assert [round(t["upper"].min(), 2), round(t["upper"].max(), 2)] == [4.15, 4.38]
    assert t.index[t["in_shift"]].tolist() == list(range(20, 29)), "September 2032 to May 2033"
    assert t.index[t["signal"]].tolist() == [*range(20, 29), 30, 32]
    assert not t["beyond"].any()
    assert (round(t["value"].iloc[24], 2), round(t["upper"].iloc[24], 2)) == (4.22, 4.23)

    wider = p_chart(unit, baseline=18, rules="nhs", prime=True, **series).table
    assert wider.index[wider["signal"]].tolist() == list(range(20, 29))
    new_phase = p_chart(unit, phases=["2032-07-01"], rules="nhs", **series).table
    assert new_phase["centre"].round(2).unique().tolist() == [2.13, 2.94]
    assert not new_phase["signal"].any()
    whole = p_chart(unit, rules="nhs", **series).table
    assert round(whole["centre"].iloc[0], 2) == 2.54
    assert whole.index[whole["in_shift"]].tolist() == list(range(22, 29))
    for name in ("perla", "nelson"):
        trend = p_chart(unit, baseline=18, rules=name, **series).table["in_trend"]
        assert trend.index[trend].tolist() == list(range(19, 25)), "August 2032 to January 2033"

    def together(first, last):
        months = unit.iloc[first:last]
        return (
            months["losses_1500"].sum(),
            months["births"].sum(),
            months["weighed"].sum() / months["births"].sum(),
        )

    assert together(0, 18)[:2] == (160, 7_499)
    assert together(24, 36)[:2] == (157, 5_010)
    assert (together(24, 26)[:2], together(26, 36)[:2]) == ((30, 802), (127, 4_208))
    assert [round(100 * together(*months)[2]) for months in ((0, 18), (24, 36))] == [52, 88]
    assert round(100 * 63 / 2_462, 2) == 2.56
    assert together(18, 24)[:2] == (63, 2_462)


def test_the_choices_of_part_5_follow_from_the_facts_that_are_shown():
    space = {}
    for cell in cells("process-behaviour-charts"):
        if graded(cell).get("grade_id") in ("set-up", "facts"):
            exec(cell.source, space)
    assert space["sigma_z"](space["losses"], space["births"]) < 1.3
    assert space["sigma_z"](space["over_four"], space["attendances"]) > 2
    assert space["ward_days"].max() / space["ward_days"].min() > 1.4
    assert space["unit_days"].max() / space["unit_days"].min() < 1.15


# ---------------------------------------------------------------- what is copied for learners


def load_sources():
    return load(ROOT / "grading" / "sources.py")


@each_assignment
def test_only_the_notebook_is_copied_and_marking_notes_and_answers_stay_behind(assignment, tmp_path):
    built = load_sources().build_source(assignment, tmp_path)
    assert [file.name for file in built.iterdir()] == [f"{assignment}.ipynb"]
    assert {"marking.md", "answers.py"} <= {file.name for file in (EXERCISES / assignment).iterdir()}


def test_a_file_is_handed_out_only_when_it_is_named(tmp_path):
    exercise = tmp_path / "exercises" / "falls"
    exercise.mkdir(parents=True)
    for name in ("falls.ipynb", "falls.csv", "answers.csv"):
        (exercise / name).write_text("x", encoding="utf-8")
    (exercise / "handout.txt").write_text("falls.csv\n", encoding="utf-8")
    built = load_sources().build_source("falls", tmp_path / "course", tmp_path / "exercises")
    assert sorted(file.name for file in built.iterdir()) == ["falls.csv", "falls.ipynb"]


@pytest.mark.parametrize("named", ["missing.csv", "../secret.csv", "link.csv"])
def test_a_named_file_that_is_not_a_plain_file_of_the_exercise_is_refused(tmp_path, named):
    exercise = tmp_path / "exercises" / "falls"
    exercise.mkdir(parents=True)
    (exercise / "falls.ipynb").write_text("x", encoding="utf-8")
    secret = tmp_path / "exercises" / "secret.csv"
    secret.write_text("x", encoding="utf-8")
    (exercise / "link.csv").symlink_to(secret)
    (exercise / "handout.txt").write_text(f"{named}\n", encoding="utf-8")
    with pytest.raises(FileNotFoundError, match=re.escape(named)):
        load_sources().build_source("falls", tmp_path / "course", tmp_path / "exercises")


# ---------------------------------------------------------------- the round trip, with nbgrader itself


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """What `grading/demo.py` printed, and the folder that it kept; run once, however many workers there are."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    kept, printed = shared / "grade-demo", shared / "grade-demo.txt"
    with FileLock(str(printed) + ".lock"):
        if not printed.exists():
            command = [sys.executable, ROOT / "grading" / "demo.py", "--keep", kept]
            done = subprocess.run(command, capture_output=True, text=True, timeout=300)
            assert done.returncode == 0, done.stdout + done.stderr
            printed.write_text(done.stdout, encoding="utf-8")
    return printed.read_text(encoding="utf-8"), kept


def test_the_demonstration_leaves_the_tutors_own_folder_alone(demonstration):
    ours = {"README.md", "__pycache__", "demo.py", "nbgrader_config.py", "sources.py"}
    made_by_nbgrader = {
        "source",
        "release",
        "submitted",
        "autograded",
        "feedback",
        "gradebook.db",
        "grades.csv",
    }
    _, kept = demonstration
    assert made_by_nbgrader <= {file.name for file in (kept / "course").iterdir()}
    began = (kept / "course" / "nbgrader_config.py").stat().st_mtime
    others = [file for file in (ROOT / "grading").iterdir() if file.name not in ours]
    assert [file.name for file in others if file.stat().st_mtime >= began] == []


def kept_notebook(kept, folder):
    return nbformat.read(kept / "course" / folder / "run-charts" / "run-charts.ipynb", as_version=4)


def test_the_demonstration_prints_the_three_marks(demonstration):
    printed, _ = demonstration
    marks = {words[0]: words[1:] for words in map(str.split, printed.splitlines()) if words}
    assert marks["right"] == ["10", "11", "21"]
    assert marks["partly"] == ["5", "3", "8"]
    assert marks["blank"] == ["0", "0", "0"]


def test_the_exported_file_holds_the_same_totals(demonstration):
    _, kept = demonstration
    with (kept / "course" / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["student_id"]: float(row["score"]) for row in rows} == {"right": 21, "partly": 8, "blank": 0}
    assert {float(row["max_score"]) for row in rows} == {22}


def test_what_learners_receive_holds_no_solution_and_no_hidden_test(demonstration):
    _, kept = demonstration
    files = [file for file in (kept / "course" / "release").rglob("*") if file.is_file()]
    assert [file.name for file in files] == ["run-charts.ipynb"]
    text = files[0].read_text(encoding="utf-8")
    for secret in ("BEGIN SOLUTION", "HIDDEN TESTS", *answers("run-charts").SECRETS):
        assert secret not in text
    assert text.count("Not tried yet") >= 7


def test_nbgrader_finds_no_test_changed_in_what_learners_handed_in(demonstration):
    _, kept = demonstration
    release = kept_notebook(kept, "release")
    assert [c.source for c in release.cells if c.cell_type == "code"] == [
        c.source for c in released("run-charts").cells if c.cell_type == "code"
    ], "the tests above see what nbgrader's command hands out"
    blank = kept_notebook(kept, "submitted/blank")
    assert [cell.source for cell in blank.cells] == [cell.source for cell in release.cells]


def test_the_answers_and_the_chart_run_without_an_error_for_the_student_who_is_right(demonstration):
    _, kept = demonstration
    outputs = [
        (c.id, out) for c in kept_notebook(kept, "autograded/right").cells for out in c.get("outputs", [])
    ]
    assert [cell_id for cell_id, out in outputs if out.output_type == "error"] == []


def test_each_student_finds_their_own_page_of_feedback(demonstration):
    _, kept = demonstration
    for student, words in {"right": "honest about winter", "partly": "You read the direction well"}.items():
        pages = list((kept / student / "run-charts" / "feedback").rglob("*.html"))
        assert len(pages) == 1
        assert words in pages[0].read_text(encoding="utf-8")


def test_a_download_from_a_learning_platform_is_collected_by_student(demonstration, tmp_path):
    _, kept = demonstration
    handed_in = kept / "right" / "run-charts" / "run-charts.ipynb"
    archive = tmp_path / "downloaded" / "run-charts" / "archive"
    archive.mkdir(parents=True)
    for name in ("ada_run-charts.ipynb", "Ben Low_10023_assignsubmission_file_run-charts.ipynb"):
        (archive / name).write_bytes(handed_in.read_bytes())
    (tmp_path / "nbgrader_config.py").write_bytes((ROOT / "grading" / "nbgrader_config.py").read_bytes())
    command = [sys.executable, "-m", "nbgrader", "zip_collect", "run-charts"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    assert {folder.name for folder in (tmp_path / "submitted").iterdir()} == {"ada", "Ben Low"}
