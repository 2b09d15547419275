"""The rubric of the written part: its lines as cells that a tutor marks one by one, and words that exercises share."""

import html
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.nbgraderformat.v3 import MetadataValidatorV3

from course.grading import build, feedback, moderation, practice, rubric, run
from improve.interact.finding import load_checks

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = sorted(path.parent.name for path in (ROOT / "exercises").glob("*/answers.py"))
COMMON = ["Link to a real situation", "Use of the module's ideas", "Honesty about evidence", "Next step"]


def exercise(name):
    folder = ROOT / "exercises" / name
    book = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))
    return book, (folder / "marking.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXERCISES)
def test_learners_and_markers_have_the_same_four_lines_of_three_points(name):
    found = rubric.criteria(*exercise(name))
    assert len(found) == 4
    assert {criterion.points for criterion in found} == {3}
    assert {len(criterion.signs) for criterion in found} == {3}


@pytest.mark.parametrize("name", EXERCISES)
def test_each_line_becomes_a_task_that_nbgrader_accepts_and_the_points_stay_the_same(name):
    book, notes = exercise(name)
    made = nbformat.from_dict(rubric.split(book, notes))
    MetadataValidatorV3().validate_nb(made)
    nbformat.validate(made)
    tasks = [c for c in made.cells if c.metadata.get("nbgrader", {}).get("task")]
    assert [c.metadata.nbgrader.points for c in tasks] == [3, 3, 3, 3]
    points = [
        sum(c["metadata"].get("nbgrader", {}).get("points", 0) for c in b["cells"]) for b in (book, made)
    ]
    assert points[0] == points[1]


def test_a_rubric_whose_two_tables_differ_is_refused():
    book, notes = exercise("run-charts")
    with pytest.raises(rubric.NoRubric, match="must be the same"):
        rubric.split(book, notes.replace("| Next step |", "| Last step |"))


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_says_the_same_about_help_by_ai_and_it_costs_no_points(name):
    shared = " ".join((ROOT / "exercises" / "ai-use.md").read_text(encoding="utf-8").split())
    book, _ = exercise(name)
    texts = [" ".join("".join(c["source"]).split()) for c in book["cells"] if c["cell_type"] == "markdown"]
    part = next(
        re.search(r"## Part (\d+)\..*\(12 points\)", text)[1] for text in texts if "(12 points)" in text
    )
    assert sum(shared.replace("{part}", part) in text for text in texts) == 1
    assert all("help" not in criterion.name.lower() for criterion in rubric.criteria(*exercise(name)))


@pytest.fixture(scope="module")
def root(tmp_path_factory, a_jail):
    """Run charts, built by criterion, with one full answer and one that left the written part blank."""
    place = tmp_path_factory.mktemp("rubric") / "root"
    place.mkdir()
    (place / "nbgrader_config.py").write_bytes((ROOT / "grading" / "nbgrader_config.py").read_bytes())
    course = run.course_at(place)
    build.build_source("run-charts", place, by_criterion=True)
    build.release("run-charts", place, course.settings)
    released = json.loads((place / "release" / "run-charts" / "run-charts.ipynb").read_text(encoding="utf-8"))
    for student in ("wrote", "left"):
        for cell in released["cells"]:
            if student == "wrote" and cell["id"] == "my-reading":
                cell["source"] = "The share rose. This chart cannot show why."
            elif cell["id"] == "my-reading":
                cell["source"] = "### My answer\n\n*Not tried yet*"
        folder = place / "submitted" / student / "run-charts"
        folder.mkdir(parents=True)
        (folder / "run-charts.ipynb").write_text(json.dumps(released), encoding="utf-8")
    run.run(course, "run-charts")
    return place


def test_learners_see_what_earns_points_and_not_what_markers_look_for(root):
    text = (root / "release" / "run-charts" / "run-charts.ipynb").read_text(encoding="utf-8")
    assert "states uncertainty and what would change the view" in text
    assert "MARK SCHEME" not in text
    assert "Hospitals are busy" not in text
    for page in (root / "feedback").rglob("*.html"):
        assert "Hospitals are busy" not in page.read_text(encoding="utf-8")
    autograded = root / "autograded" / "wrote" / "run-charts" / "run-charts.ipynb"
    assert "Hospitals are busy" in autograded.read_text(encoding="utf-8"), (
        "the marker sees it in the formgrader"
    )


def test_a_blank_answer_has_none_of_the_points_and_a_written_one_waits_for_each_line(root):
    with Gradebook(run.course_at(root).db_url) as book:
        by = {
            s.student.id: {
                g.cell.name: (g.score, g.needs_manual_grade) for n in s.notebooks for g in n.grades
            }
            for s in book.assignment_submissions("run-charts")
        }
    names = [f"my-reading--{n}" for n in ("link-to-a-real-situation", "use-of-the-module-s-ideas")]
    assert [by["wrote"][name] for name in names] == [(0, True), (0, True)]
    assert [by["left"][name] for name in names] == [(0, False), (0, False)]
    assert by["wrote"]["my-reading"] == (0, False), "no points of its own, so nothing to wait for"


def test_feedback_shows_each_line_with_its_points_and_words(root):
    course = run.course_at(root)
    with Gradebook(course.db_url) as book:
        grade = book.find_grade("my-reading--next-step", "run-charts", "run-charts", "wrote")
        grade.manual_score, grade.needs_manual_grade = 2, False
        comment = book.find_comment("my-reading--next-step", "run-charts", "run-charts", "wrote")
        comment.manual_comment = "Who does it, and by when?"
        book.db.commit()
        page = feedback.write(book, root, "run-charts", "run-charts", "wrote").read_text(encoding="utf-8")
    assert '<td>my reading: next step</td><td class="n">2 of 3</td>' in page
    assert "<strong>2 of 3</strong>" in page
    assert "Who does it, and by when?" in page
    assert "0 of 0" not in page
    assert [name for name, _ in moderation.parts(course, "run-charts")] == sorted(
        f"my-reading--{slug}"
        for slug in (
            "honesty-about-evidence",
            "link-to-a-real-situation",
            "next-step",
            "use-of-the-module-s-ideas",
        )
    )


def test_a_failed_test_says_what_the_modules_own_check_says_to_the_usual_mistakes(root):
    page = (root / "feedback" / "left" / "run-charts" / "run-charts.html").read_text(encoding="utf-8")
    step = load_checks(ROOT / "modules" / "measurement" / "run-charts" / "checks.py")[
        "apply/longest-run-code"
    ]
    diagnoses = [words for _, words in step.wrong.values()]
    assert len(diagnoses) > 3
    for words in diagnoses:
        assert html.escape(words) in page
    assert "Not yet." in page
    assert "This is practice, not a mark" not in page


def test_every_check_that_a_test_cell_names_is_there():
    named = 0
    for name in EXERCISES:
        for cell in exercise(name)[0]["cells"]:
            if "improve" in cell["metadata"]:
                named += 1
                assert practice.for_test(cell["metadata"]) is not None, cell["id"]
    assert named >= 30, "the code steps of every module's assignment"
    assert practice.for_test({"improve": {"module": "no-such", "check": "a/b"}}) is None
    assert practice.for_test({}) is None
