"""The assignment and its round trip through nbgrader: what is handed out, accepted and marked."""

import csv
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from filelock import FileLock
from nbgrader.nbgraderformat import ValidationError
from nbgrader.nbgraderformat.v3 import MetadataValidatorV3

ROOT = Path(__file__).resolve().parent.parent
EXERCISE = ROOT / "exercises" / "run-charts"
SOURCE = EXERCISE / "run-charts.ipynb"


def cells():
    return nbformat.read(SOURCE, as_version=4).cells


def graded(cell):
    return cell.metadata.get("nbgrader", {})


# ---------------------------------------------------------------- the source notebook


def test_the_source_has_metadata_that_nbgrader_accepts():
    MetadataValidatorV3().validate_nb(nbformat.read(SOURCE, as_version=4))


def test_nbgraders_validator_refuses_a_source_with_a_grade_id_used_twice():
    broken = nbformat.read(SOURCE, as_version=4)
    tests = [cell for cell in broken.cells if graded(cell).get("grade")]
    tests[0].metadata.nbgrader.grade_id = tests[1].metadata.nbgrader.grade_id
    with pytest.raises(ValidationError):
        MetadataValidatorV3().validate_nb(broken)


def test_the_source_holds_no_output_and_no_unknown_metadata():
    allowed = {"schema_version", "grade", "grade_id", "locked", "solution", "task", "points"}
    for cell in cells():
        assert not cell.get("outputs"), f"{cell.id} has outputs"
        assert cell.get("execution_count") is None, f"{cell.id} has been run"
        assert set(graded(cell)) <= allowed, f"{cell.id} has keys that nbgrader does not know"


def test_ten_points_come_from_tests_and_twelve_from_the_tutor():
    points = {graded(c)["grade_id"]: graded(c)["points"] for c in cells() if graded(c).get("grade")}
    assert all(isinstance(value, int) for value in points.values())
    assert points.pop("my-reading") == 12
    assert sum(points.values()) == 10
    assert set(points.values()) == {1}, "partial credit: every test cell is worth one point"


def test_the_table_of_points_in_the_text_adds_up_to_what_nbgrader_gives():
    text = next(c.source for c in cells() if c.id == "what-is-asked")
    rows = [int(n) for n in re.findall(r"^\| [1-6] \|.*?\| (\d+) \|", text, flags=re.M)]
    total = int(re.search(r"\*\*(\d+)\*\*", text).group(1))
    assert sum(rows) == total == sum(graded(c).get("points", 0) for c in cells())


def test_the_notebook_imports_only_what_learners_have():
    code = "\n".join(c.source for c in cells() if c.cell_type == "code")
    rooms = {match.split(".")[0] for match in re.findall(r"^(?:from|import) ([\w.]+)", code, flags=re.M)}
    assert rooms <= {"improve", "numpy", "pandas", "itertools", "math", "warnings"}


# ---------------------------------------------------------------- what the tests accept and refuse

ANOTHER_WAY = {
    "useful-points": """
def useful_points(values):
    s = pd.Series(values, dtype="float64").dropna()
    return (s != s.median()).sum()
""",
    "longest-run": """
def longest_run(values):
    s = pd.Series(values, dtype="float64").dropna()
    above = s[s != s.median()] > s.median()
    return above.groupby((above != above.shift()).cumsum()).size().max() if len(above) else 0
""",
    "crossings": """
def crossings(values):
    v = np.array([x for x in values if x == x], dtype=float)
    away = v[v != np.median(v)] - np.median(v)
    return np.sum(away[:-1] * away[1:] < 0)
""",
    "signals": """
def signals(n_useful, longest, n_crossings):
    limit = np.round(np.log2(n_useful) + 3)
    return [np.bool_(longest > limit), np.less(n_crossings, fewest_crossings(n_useful))]
""",
    "false-alarm-rate": """
def false_alarm_rate(run_length, n_points, n_charts=2_000):
    rng = np.random.default_rng(20)
    order = rng.permuted(np.tile(np.repeat([-1, 1], n_points // 2), (n_charts, 1)), axis=1)
    current = np.ones(n_charts, dtype=int)
    longest = current.copy()
    for i in range(1, n_points):
        current = np.where(order[:, i] == order[:, i - 1], current + 1, 1)
        longest = np.maximum(longest, current)
    return np.mean(longest >= run_length)
""",
}


def points_for(answers=None, tests=""):
    """The points by test cell when these answers stand in place of ours, and what each failed test says.

    `tests` is how the names of the test cells begin; with nothing, all of them are run.
    """
    space, points, said = {}, {}, {}
    for cell in cells():
        about = graded(cell)
        if cell.cell_type != "code" or about.get("grade_id") in ("my-chart", "draw"):
            continue
        source = (answers or {}).get(about.get("grade_id"), cell.source)
        if about.get("grade_id") == "set-up":
            source = source.replace("from improve", "# from improve")  # the tests of the rules need no chart
        if not about.get("grade"):
            exec(source, space)
            continue
        if not about["grade_id"].startswith(tests):
            continue
        try:
            exec(source, space)
            points[about["grade_id"]] = about["points"]
        except Exception as failure:
            points[about["grade_id"]], said[about["grade_id"]] = 0, str(failure)
    return points, said


def test_our_own_answers_earn_every_point():
    points, said = points_for()
    assert sum(points.values()) == 10, said


def test_quite_different_answers_that_are_right_earn_every_point():
    points, said = points_for(ANOTHER_WAY)
    assert sum(points.values()) == 10, said


WRONG = [
    # which answer, its text, the test cells that it loses, a word of the message that helps
    pytest.param(
        "useful-points",
        "def useful_points(values): return int(np.sum(~np.isnan(values)))",
        {"useful-points-simple", "useful-points-ties"},
        "lie on the median",
        id="counts the points on the median as useful",
    ),
    pytest.param(
        "useful-points",
        "def useful_points(values): return int(np.count_nonzero(np.asarray(values) != np.median(values)))",
        {"useful-points-ties"},
        "missing point",
        id="lets a missing point spoil the median",
    ),
    pytest.param(
        "longest-run",
        """
def longest_run(values):
    best = now = last = 0
    for side in sides(values):
        now = 0 if side == 0 else now + 1 if side == last else 1
        last, best = side, max(best, now)
    return best
""",
        {"longest-run-ties"},
        "ends your run",
        id="breaks the run at a point on the median",
    ),
    pytest.param(
        "longest-run",
        """
def longest_run(values):
    best = now = 0
    last = None
    for side in sides(values):
        above = side >= 0
        now = now + 1 if above == last else 1
        last, best = above, max(best, now)
    return best
""",
        {"longest-run-ties"},
        "two runs of 2",
        id="counts a point on the median as above it",
    ),
    pytest.param(
        "longest-run",
        """
def longest_run(values):
    best = now = 0
    useful = [side for side in sides(values) if side]
    for i in range(1, len(useful)):
        now = now + 1 if useful[i] == useful[i - 1] else 0
        best = max(best, now)
    return best
""",
        {"longest-run-simple", "longest-run-ties"},
        "Two points lie below",
        id="counts the steps of a run and not its points",
    ),
    pytest.param(
        "crossings",
        "def crossings(values): s = sides(values); return int((s[1:] != s[:-1]).sum())",
        {"crossings-ties"},
        "touches",
        id="counts a touch as a crossing",
    ),
    pytest.param(
        "crossings",
        "def crossings(values): return len(list(groupby(side for side in sides(values) if side)))",
        {"crossings-simple", "crossings-ties"},
        "passes its median",
        id="counts runs and not crossings",
    ),
    pytest.param(
        "signals",
        "def signals(n, longest, n_crossings): return longest > 8, n_crossings < 8",
        {"signals-at-other-lengths"},
        "log2(12)",
        id="uses the limits of 24 points at every length",
    ),
    pytest.param(
        "signals",
        "def signals(n, longest, k): return longest >= round(math.log2(n) + 3), k <= fewest_crossings(n)",
        {"signals-at-24", "signals-at-other-lengths"},
        "neither rule fires",
        id="fires at the limit and not beyond it",
    ),
    pytest.param(
        "signals",
        "def signals(n, longest, k): return k < fewest_crossings(n), longest > round(math.log2(n) + 3)",
        {"signals-at-24", "signals-at-other-lengths"},
        "unusually long",
        id="gives the two answers in the wrong order",
    ),
    pytest.param(
        "false-alarm-rate",
        """
def false_alarm_rate(run_length, n_points, n_charts=2_000):
    rng = np.random.default_rng(3)
    noise = rng.normal(size=(n_charts, n_points)) > 0
    return np.mean([max(len(list(run)) for _, run in groupby(row)) >= run_length for row in noise])
""",
        {"false-alarms-six-in-24", "false-alarms-elsewhere"},
        "own median",
        id="counts around a line fixed in advance",
    ),
    pytest.param(
        "false-alarm-rate",
        """
def false_alarm_rate(run_length, n_points, n_charts=2_000):
    rng = np.random.default_rng(3)
    return sum(longest_run(rng.normal(size=n_points)) == run_length for _ in range(n_charts)) / n_charts
""",
        {"false-alarms-six-in-24", "false-alarms-elsewhere"},
        "OR MORE",
        id="counts runs of exactly that length",
    ),
    pytest.param(
        "false-alarm-rate",
        """
def false_alarm_rate(run_length, n_points, n_charts=2_000):
    rng = np.random.default_rng(3)
    return 100 * sum(longest_run(rng.normal(size=n_points)) >= run_length for _ in range(n_charts)) / n_charts
""",
        {"false-alarms-six-in-24", "false-alarms-elsewhere"},
        "between 0 and 1",
        id="gives a percentage in place of a share",
    ),
]


@pytest.mark.parametrize(("answer", "text", "loses", "hint"), WRONG)
def test_a_known_wrong_answer_loses_its_own_points_and_is_told_why(answer, text, loses, hint):
    points, said = points_for({answer: text}, tests=answer[:11])
    assert {name for name, value in points.items() if value == 0} == loses
    assert any(hint in message for message in said.values()), said


def test_a_wrong_longest_run_costs_nothing_in_the_parts_before_and_after_it():
    points, _ = points_for({"longest-run": "def longest_run(values): return 0"})
    assert points["useful-points-ties"] == points["crossings-ties"] == points["signals-at-other-lengths"] == 1


def test_the_hidden_tests_see_forty_series_with_points_on_the_median():
    on_the_median = 0
    for seed in range(40):
        rng = np.random.default_rng(2_000 + seed)
        series = rng.integers(0, 7, rng.integers(12, 37))
        on_the_median += np.median(series) in series
    hidden = [c.source for c in cells() if graded(c).get("grade_id") == "longest-run-ties"]
    assert "range(40)" in hidden[0]
    assert "2_000 + seed" in hidden[0]
    assert on_the_median >= 30


# ---------------------------------------------------------------- what is copied for learners


def load_sources():
    spec = importlib.util.spec_from_file_location("grading_sources", ROOT / "grading" / "sources.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_only_the_notebook_is_copied_and_the_marking_notes_stay_behind(tmp_path):
    built = load_sources().build_source("run-charts", tmp_path)
    assert [file.name for file in built.iterdir()] == ["run-charts.ipynb"]
    assert (EXERCISE / "marking.md").exists()


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
    released = files[0].read_text(encoding="utf-8")
    for secret in ("BEGIN SOLUTION", "HIDDEN TESTS", "ended_by_the_median", "exact_shares", "Priya"):
        assert secret in SOURCE.read_text(encoding="utf-8"), f"this test looks for “{secret}”, which has gone"
        assert secret not in released
    assert released.count("Not tried yet") >= 7


def test_nbgrader_finds_no_test_changed_in_what_learners_handed_in(demonstration):
    _, kept = demonstration
    release = kept_notebook(kept, "release")
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
