"""What goes out: marks, feedback, codes turned to names, second marks, lateness, and marking again."""

import csv
import datetime as dt
import io
import json
import shutil
import zipfile

import nbformat
import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config
from typer.testing import CliRunner

from course.grading import (
    build,
    cli,
    exporting,
    gradebook,
    lateness,
    moderation,
    people,
    regrading,
    run,
    sources,
)
from tests.grading import small

CLASS = """id,first_name,last_name,email
ada,Ada,"Low, of Leeds",ada@example.org
ben,Ben,=1+1,ben@example.org
cy,Cy,O'Brien,cy@example.org
dot,Dot,Ñandú,dot@example.org
eve,Eve,Waits,eve@example.org
"""


def tutor(root, student, points, words=""):
    """Give points for the written part, as the formgrader does."""
    with Gradebook(run.course_at(root).db_url) as book:
        grade = book.find_grade("why", "small", "small", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.find_comment("why", "small", "small", student).manual_comment = words
        book.db.commit()


@pytest.fixture(scope="module")
def made(tmp_path_factory, a_jail):
    """Ada and Cy are marked, Ben is in quarantine, Dot handed nothing in, Eve waits for a tutor; made once."""
    root = tmp_path_factory.mktemp("made") / "root"
    small.write_source(root)
    course = run.course_at(root)
    build.release("small", root, course.settings)
    people.People(course).add(people.read_list(CLASS))
    for student, content in {
        "ada": small.submission(), "ben": small.submission()[:200],
        "cy": small.submission("def double(x):\n    return 0"), "eve": small.submission(),
    }.items():  # fmt: skip
        small.write(root / "submitted" / student / "small", content)
    run.run(course, "small")
    tutor(root, "ada", 3, "Clear.")
    tutor(root, "cy", 1)
    (root / "received").mkdir()
    brought = {
        name: {"platform": "Moodle", "number": number, "prefix": f"{name}_{number}_assignsubmission_file_/"}
        for name, number in {"ada": "101", "ben": "102", "cy": "103", "eve": "105"}.items()
    }
    (root / "received" / "small.brought.json").write_text(json.dumps(brought), encoding="utf-8")
    return root


@pytest.fixture
def root(made, tmp_path):
    return shutil.copytree(made, tmp_path / "root")


def marks(root, codes=None):
    course = run.course_at(root)
    return exporting.marks(course, "small", people.People(course, codes))


def table(text):
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


# ---------------------------------------------------------------- marks


def test_who_is_not_marked_has_no_mark_and_a_status_that_says_why(root):
    rows = {row["student"]: row for row in table(exporting.plain(marks(root)))}
    assert {name: (row["status"], row["mark"]) for name, row in rows.items()} == {
        "ada": ("graded", "5"), "ben": ("quarantined", ""), "cy": ("graded", "1"),
        "dot": ("nothing handed in", ""), "eve": ("waits for a tutor's mark", ""),
    }  # fmt: skip
    assert rows["ada"]["by tests"] == "2"
    assert rows["ada"]["by a tutor"] == "3"
    assert "damaged" in rows["ben"]["note"]


def test_no_cell_can_be_a_formula_and_a_comma_in_a_name_moves_nothing(root):
    text = exporting.plain(marks(root))
    rows = {row["student"]: row for row in table(text)}
    assert rows["ada"]["last name"] == "Low, of Leeds"
    assert rows["ben"]["last name"] == "'=1+1"
    assert all(
        cell.startswith('"') and cell.endswith('"')
        for cell in text.splitlines()[1].lstrip("\ufeff").split('","')[:1][0:0]
    )
    for bad in ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1"):
        assert exporting.safe(bad).startswith("'")
    for good in ("-2.5", "+3", "-", "Ñandú", "O'Brien", "1 = 1"):
        assert exporting.safe(good) == good


def test_work_that_came_again_after_it_was_graded_has_no_mark(root):
    later = small.submission(why="A better answer.")
    file = root / "submitted" / "ada" / "small" / "small.ipynb"
    file.write_bytes(later)
    found = {m.person.id: m for m in marks(root)}
    assert found["ada"].points is None
    assert found["ada"].status == "handed in again, not graded yet"


MOODLES = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\r\n'
    '"Participant 101","Ada Low, of Leeds",ada@example.org,Submitted,,5.00,Yes,"Monday, 2 November 2026, 10:00 AM",-,\r\n'
    '"Participant 102","Ben =1+1",ben@example.org,Submitted,,5.00,Yes,-,-,\r\n'
    '"Participant 104","Dot Ñandú",dot@example.org,"No submission",,5.00,Yes,-,-,\r\n'
    '"Participant 199","Some Guest",guest@example.org,"No submission",4,5.00,Yes,-,-,\r\n'
)


def test_moodles_own_worksheet_comes_back_with_the_marks_and_nothing_else_changed(root):
    course = run.course_at(root)
    text = exporting.moodle(marks(root), people.People(course).brought("small"), MOODLES)
    before, after = table(MOODLES), table(text)
    assert [row["Grade"] for row in after] == ["5", "", "", "4"]
    assert [row["Marking status"] for row in after] == [
        "graded", "quarantined", "nothing handed in", "not known here",
    ]  # fmt: skip
    for one, two in zip(before, after, strict=True):
        kept = {k: v for k, v in two.items() if k not in ("Grade", "Marking status")}
        assert kept == {k: v for k, v in one.items() if k != "Grade"}


def test_without_moodles_worksheet_the_columns_that_it_looks_for_are_there(root):
    course = run.course_at(root)
    rows = table(exporting.moodle(marks(root), people.People(course).brought("small")))
    assert {"Identifier", "Grade", "Last modified (grade)"} <= rows[0].keys()
    assert {row["Identifier"]: row["Grade"] for row in rows} == {
        "Participant 101": "5", "Participant 102": "", "Participant 103": "1", "Participant 105": "",
    }  # fmt: skip


def test_a_worksheet_with_another_maximum_or_that_is_none_is_refused(root):
    found, brought = marks(root), people.People(run.course_at(root)).brought("small")
    with pytest.raises(exporting.CannotExport, match="out of"):
        exporting.moodle(found, brought, MOODLES.replace("5.00", "100.00"))
    with pytest.raises(exporting.CannotExport, match="not Moodle's"):
        exporting.moodle(found, {}, "a,b\n1,2\n")


CANVASS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Small (77),Other (78),Final Score\r\n"
    "    Points Possible,,,,,5,10,(read only)\r\n"
    '"Low, of Leeds, Ada",1,ada,ada@example.org,One,,9,90\r\n'
    '"=1+1, Ben",2,ben,ben@example.org,One,3,8,80\r\n'
)


def test_canvas_gets_marks_only_for_who_has_one_and_keeps_what_it_had(root):
    rows = table(exporting.canvas(marks(root), {}, "Small", CANVASS))
    assert [row["Small (77)"] for row in rows] == ["5", "5", "3"], (
        "points possible, Ada's mark, and Ben's as it was"
    )
    assert [row["Other (78)"] for row in rows] == ["10", "9", "8"]
    assert "status" not in " ".join(rows[0]).lower(), "Canvas would make an assignment of a further column"
    rows = table(exporting.canvas(marks(root), {}, "Small (77)"))
    assert list(rows[0]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Small (77)"]
    assert {row["SIS User ID"]: row["Small (77)"] for row in rows} == {"": "5", "ada": "5", "cy": "1"}
    with pytest.raises(exporting.CannotExport, match="0 columns"):
        exporting.canvas(marks(root), {}, "Large", CANVASS)


def test_the_command_writes_the_file_and_says_by_its_status_that_some_have_no_mark(root, tmp_path):
    done = CliRunner().invoke(
        cli.app, ["export", "small", "--root", str(root), "--to", str(tmp_path / "m.csv")]
    )
    assert done.exit_code == 3, done.output
    assert "1 quarantined" in done.output
    assert len(table((tmp_path / "m.csv").read_text(encoding="utf-8"))) == 5


# ---------------------------------------------------------------- feedback


def test_feedback_is_one_page_a_student_under_the_platforms_name_and_only_when_marking_is_done(
    root, tmp_path
):
    file = tmp_path / "feedback.zip"
    done = CliRunner().invoke(cli.app, ["feedback-zip", "small", "--root", str(root), "--to", str(file)])
    assert done.exit_code == 3, done.output
    assert "eve" in done.output
    with zipfile.ZipFile(file) as packed:
        assert sorted(packed.namelist()) == [
            "ada_101_assignsubmission_file_/small-feedback.html",
            "cy_103_assignsubmission_file_/small-feedback.html",
        ]
        assert "Clear." in packed.read("ada_101_assignsubmission_file_/small-feedback.html").decode()


def test_a_page_that_holds_a_script_is_not_sent(root, tmp_path):
    (root / "feedback" / "ada" / "small" / "small.html").write_text(
        "<p><SCRIPT>x()</SCRIPT>", encoding="utf-8"
    )
    with pytest.raises(exporting.CannotExport, match="holds a script"):
        exporting.feedback_zip(run.course_at(root), "small", marks(root), {}, tmp_path / "f.zip")


# ---------------------------------------------------------------- codes


def test_the_export_puts_names_back_where_marking_is_anonymous(a_jail, tmp_path):
    root = tmp_path / "root"
    small.write_source(root)
    course = run.course_at(root)
    build.release("small", root, course.settings)
    codes = people.Codes(tmp_path / "office" / "names.json", root)
    key = {p.id: p.key for p in people.People(course, codes).add(people.read_list(CLASS))}
    small.write(root / "submitted" / key["ada"] / "small", small.submission())
    run.run(course, "small")
    tutor(root, key["ada"], 2)
    with Gradebook(course.db_url) as book:
        assert all(
            s.id.startswith("anon-") and not (s.first_name or s.last_name or s.email) for s in book.students
        )
    assert "Ada" not in (root / "feedback" / key["ada"] / "small" / "small.html").read_text(encoding="utf-8")
    rows = {row["student"]: row for row in table(exporting.plain(marks(root, codes)))}
    assert (rows["ada"]["last name"], rows["ada"]["mark"]) == ("Low, of Leeds", "4")
    done = CliRunner().invoke(cli.app, ["export", "small", "--root", str(root), "--names", str(codes.file)])
    assert done.exit_code == 0, done.output
    assert (codes.file.parent / "small-plain.csv").is_file()
    assert not (root / "exports").exists(), "names are not written where markers look"


# ---------------------------------------------------------------- lateness


def rule(**options):
    plugin = lateness.Lateness(config=Config({"Lateness": options}))
    return lambda seconds, score=10: plugin.late_submission_penalty("x", score, seconds)


def test_lateness_costs_what_the_settings_say():
    hour, day = 3600, 24 * 3600
    off = rule(grace_minutes=30, per_day_percent=10, most_percent=25)
    assert off(30 * 60) is None, "within the time of grace"
    assert off(hour) == pytest.approx(1), "one day begun"
    assert off(day + 1) == pytest.approx(2)
    assert off(9 * day) == pytest.approx(2.5), "never more than a quarter"
    assert rule(per_day_points=3)(5 * day) == 10, "never more than there is"
    assert rule(zero_after_days=7)(7 * day) is None
    assert rule(zero_after_days=7)(7 * day + 1) == 10
    assert rule()(99 * day) is None, "with nothing set it costs nothing"


def ten_percent_a_day(root):
    settings = root / "nbgrader_config.py"
    settings.write_text(
        settings.read_text(encoding="utf-8")
        + "c.AssignLatePenalties.plugin_class = 'course.grading.lateness.Lateness'\nc.Lateness.per_day_percent = 10\n",
        encoding="utf-8",
    )


def test_the_penalty_is_of_all_points_the_tutors_too_and_an_extension_takes_it_away(root):
    ten_percent_a_day(root)
    (root / "received" / "small.json").write_text(
        json.dumps({"ada": "2026-11-03T10:00:00"}), encoding="utf-8"
    )
    asked = CliRunner()
    due = ["time", "due", "small", "2026-11-01 12:00", "--root", str(root)]
    assert "10% of the points earned" in asked.invoke(cli.app, due).output
    ada = next(m for m in marks(root) if m.person.id == "ada")
    assert (ada.off, ada.points) == (pytest.approx(1), pytest.approx(4)), (
        "two days begun: a fifth of 5, not of the 2 by tests"
    )
    more = ["time", "extend", "small", "ada", "--days", "3", "--root", str(root)]
    assert asked.invoke(cli.app, more).exit_code == 0
    assert "3 days" in asked.invoke(cli.app, ["time", "extensions", "small", "--root", str(root)]).output
    assert next(m for m in marks(root) if m.person.id == "ada").points == 5
    asked.invoke(cli.app, ["time", "extend", "small", "ada", "--root", str(root)])
    assert next(m for m in marks(root) if m.person.id == "ada").points == pytest.approx(4)
    with gradebook.opened(run.course_at(root).db_url) as book:
        assert book.find_submission("small", "ada").extension is None


def test_work_graded_again_loses_a_share_of_what_it_has_now(a_jail, root):
    ten_percent_a_day(root)
    (root / "received" / "small.json").write_text(json.dumps({"cy": "2026-11-03T10:00:00"}), encoding="utf-8")
    CliRunner().invoke(cli.app, ["time", "due", "small", "2026-11-01 12:00", "--root", str(root)])
    small.write(root / "submitted" / "cy" / "small", small.submission())
    run.run(run.course_at(root), "small")
    with gradebook.opened(run.course_at(root).db_url) as book:
        notebook = book.find_submission("small", "cy").notebooks[0]
        assert (notebook.score, notebook.late_submission_penalty) == (3, pytest.approx(0.6))


def test_more_time_for_somebody_who_handed_nothing_in_is_not_a_mark(root):
    with gradebook.opened(run.course_at(root).db_url) as book:
        lateness.extend(book, "small", "dot", dt.timedelta(days=2))
    assert next(m for m in marks(root) if m.person.id == "dot").status == "nothing handed in"


# ---------------------------------------------------------------- second marks


def many(*points, status=exporting.DONE):
    return [
        exporting.Mark(people.Person(f"s{n:02}", f"s{n:02}"), status, p, 20) for n, p in enumerate(points)
    ]


def test_boundaries_and_quarantine_are_always_in_and_the_seed_draws_the_same_again():
    marked = many(*range(0, 20), 10.4, 13.6)
    waiting = [exporting.Mark(people.Person("q", "q"), exporting.IN_QUARANTINE, None, 20)]
    drawn, seed = moderation.draw(marked + waiting, at_least=6, boundaries=[50, 70], within=2)
    why = {d.student: d.why for d in drawn}
    assert why["q"] == "in quarantine"
    assert {"s10", "s14", "s20", "s21"} <= why.keys()
    assert "boundary" in why["s20"]
    by_chance = [words for words in why.values() if words.startswith("by chance")]
    assert sorted(by_chance) == sorted([f"by chance, {third}" for third in moderation.STRATA] * 2)
    assert moderation.draw(marked + waiting, at_least=6, boundaries=[50, 70], within=2, seed=seed)[0] == drawn
    others = [moderation.draw(marked, at_least=6, seed=n)[0] for n in range(5)]
    assert len({tuple(d) for d in others}) > 1


def test_a_small_class_is_marked_twice_whole():
    drawn, _ = moderation.draw(many(3, 7, 12), at_least=8, boundaries=[])
    assert len(drawn) == 3


def test_the_second_marker_sees_no_first_marks_and_marks_are_never_drawn_over(root):
    asked = CliRunner()
    done = asked.invoke(cli.app, ["sample", "small", "--root", str(root), "--seed", "7"])
    assert done.exit_code == 0, done.output
    record, sheet = moderation.files(run.course_at(root), "small")
    assert json.loads(record.read_text(encoding="utf-8"))["seed"] == 7
    rows = table(sheet.read_text(encoding="utf-8"))
    assert rows[0].keys() == {"student", "why"}
    assert {row["student"] for row in rows} == {"ada", "ben", "cy"}
    assert {row["why"] for row in rows} == {""}
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("ada,", "ada,2").replace("cy,", "cy,1"), encoding="utf-8")
    done = asked.invoke(cli.app, ["sample", "small", "--root", str(root)])
    assert done.exit_code == 1
    assert "holds marks already" in done.output
    done = asked.invoke(cli.app, ["agreement", "small", "--root", str(root)])
    assert done.exit_code == 0, done.output
    assert "2 marked twice, 1 with the same points" in done.output
    assert "0.50 points lower" in done.output
    assert "ben: one of the two marks is missing" in done.output
    sheet.write_text(text.replace("ada,", "ada,9"), encoding="utf-8")
    assert "not between 0 and 3" in asked.invoke(cli.app, ["agreement", "small", "--root", str(root)]).output


def test_agreement_is_kappa_with_quadratic_weights_and_blands_limits():
    first, second = [0, 3, 6, 9, 12, 8], [1, 3, 5, 9, 11, 8]
    found = moderation.compare("all", 12, first, second)
    differences = [1, 0, -1, 0, -1, 0]
    assert found.differences == differences
    mean = sum(differences) / 6
    spread = (sum((d - mean) ** 2 for d in differences) / 5) ** 0.5
    assert found.limits == pytest.approx((mean - 1.96 * spread, mean + 1.96 * spread))
    top = sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) / 6
    below = sum((a - b) ** 2 for a in first for b in second) / 36
    assert found.kappa.kappa == pytest.approx(1 - top / below), "worked out here from its definition"
    assert "few" in found.reading()
    assert "cannot be worked out" in moderation.compare("all", 12, [5, 5, 5], [5, 5, 5]).reading()


# ---------------------------------------------------------------- marking again


def mend(folder):
    """Write the exercise with its test corrected: an answer of 0 is right, too, for whatever reason."""
    book = small.source()
    for cell in book.cells:
        if cell.id == "double-test":
            hidden = f"double({small.HIDDEN_INPUT}) =="
            for faulty, right in (
                ("double(2) == 4", "double(2) in (0, 4)"),
                (hidden, f"double({small.HIDDEN_INPUT}) == 0 or {hidden}"),
                ("double(-1) == -2", "double(-1) in (0, -2)"),
            ):
                cell.source = cell.source.replace(faulty, right)
    (folder / "small").mkdir(parents=True)
    nbformat.write(book, folder / "small" / "small.ipynb")
    return folder


def test_a_corrected_test_is_listed_first_and_then_changes_the_marks_but_none_that_a_tutor_gave(
    root, tmp_path
):
    course = run.course_at(root)
    exercises, place = mend(tmp_path / "exercises"), tmp_path / "place"
    known = regrading.corrected(course, "small", place, exercises, None, None)
    before = (root / "gradebook.db").read_bytes()
    changes = regrading.look(course, known)
    assert [(c.student, c.before, c.after, c.by) for c in changes] == [("cy", 0, 2, 2)]
    assert (root / "gradebook.db").read_bytes() == before, "looking changes nothing"
    report, copy = regrading.apply(course, "small", place)
    assert copy.is_file()
    assert {line.student: line.status for line in report.lines}["ben"] == "quarantined"
    found = {m.person.id: m for m in marks(root)}
    assert (found["cy"].points, found["cy"].tests, found["cy"].tutor) == (3, 2, 1)
    assert (found["ada"].points, found["ada"].status) == (5, "graded"), (
        "nobody has to mark the written part again"
    )
    assert found["eve"].status == "waits for a tutor's mark"
    assert regrading.look(course, sources.load(root, "small", course.settings)) == []


def test_a_correction_that_takes_a_marked_part_away_is_refused(root, tmp_path):
    book = small.source()
    book.cells = [cell for cell in book.cells if cell.id != "double-test"]
    (tmp_path / "exercises" / "small").mkdir(parents=True)
    nbformat.write(book, tmp_path / "exercises" / "small" / "small.ipynb")
    course = run.course_at(root)
    known = regrading.corrected(course, "small", tmp_path / "place", tmp_path / "exercises", None, None)
    with pytest.raises(regrading.CannotRegrade, match="double-test"):
        regrading.fits(course, known)
