"""What comes in: zips as Moodle and Canvas name them, whose each file is, when it came, and zips made to do harm."""

import json
import shutil
import zipfile
from zoneinfo import ZoneInfo

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from course.grading import build, cli, importing, people, platforms, run
from tests.grading import small

LONDON = ZoneInfo("Europe/London")
# Invented. A comma, accents, an apostrophe, a hyphen, and two of one name.
CLASS = """id,first_name,last_name,email
al1,Ada,Low,al1@example.org
jsm,"John, Jr",Smith,jsm@example.org
zo,Zoë,O’Brien-Ñandú,zo@example.org
kim1,Kim,Lee,kim1@example.org
kim2,Kim,Lee,kim2@example.org
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A grading root with the small assignment, released, and the class list read in; made once."""
    place = tmp_path_factory.mktemp("made") / "root"
    small.write_source(place)
    course = run.course_at(place)
    build.release("small", place, course.settings)
    people.People(course).add(people.read_list(CLASS))
    return place


@pytest.fixture
def root(made, tmp_path):
    """A copy of it for one test."""
    return shutil.copytree(made, tmp_path / "root")


def pack(file, *entries, **options):
    """Make a zip of (name, content) pairs; a ZipInfo may stand for a name."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in entries:
            out.writestr(name, content)
    return file


def take(root, archive, **options):
    course = run.course_at(root)
    return importing.take_in(course, "small", archive, people.People(course), **options)


def here(root, student):
    folder = root / "submitted" / student / "small"
    return {f.name: f.read_bytes() for f in folder.iterdir()} if folder.is_dir() else None


def times(root):
    return json.loads((root / "received" / "small.json").read_text(encoding="utf-8"))


ONE, TWO = small.submission(why="one"), small.submission(why="two")


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (
            "Ada Low_10023_assignsubmission_file/small.ipynb",
            (platforms.MOODLE, "Ada Low", "10023", "small.ipynb"),
        ),
        (
            "Ada Low_10023_assignsubmission_file_/a/small.ipynb",
            (platforms.MOODLE, "Ada Low", "10023", "a/small.ipynb"),
        ),
        (
            "Ada Low_10023_assignsubmission_file_small.ipynb",
            (platforms.MOODLE, "Ada Low", "10023", "small.ipynb"),
        ),
        (
            "all/Ada Low_1_assignsubmission_file_/small.ipynb",
            (platforms.MOODLE, "Ada Low", "1", "small.ipynb"),
        ),
        ("Participant_77_assignsubmission_file_/x.ipynb", (platforms.MOODLE, "Participant", "77", "x.ipynb")),
        ("lowada_340934_2084_small.ipynb", (platforms.CANVAS, "lowada", "340934", "small.ipynb")),
        ("lowada_LATE_340934_2084_small-2.ipynb", (platforms.CANVAS, "lowada", "340934", "small-2.ipynb")),
        ("anon_aB3dE_2084_small.ipynb", (platforms.CANVAS, "anon_aB3dE", "anon_aB3dE", "small.ipynb")),
        ("ada_run-charts.ipynb", (platforms.PLAIN, "ada", "", "run-charts.ipynb")),
        ("al1/small.ipynb", (platforms.PLAIN, "al1", "", "small.ipynb")),
    ],
)
def test_the_names_that_moodle_and_canvas_give_files_are_read(path, wanted):
    found = platforms.read_name(path)
    assert (found.platform, found.who, found.number, found.file) == wanted
    assert found.late == ("LATE" in path)


def test_a_name_with_a_comma_accents_an_apostrophe_and_a_hyphen_finds_its_owner(root, tmp_path):
    archive = pack(
        tmp_path / "moodle.zip",
        ("John, Jr Smith_3_assignsubmission_file_/small.ipynb", ONE),
        ("Zoe\u0308 O'Brien-N\u0303andu\u0301_4_assignsubmission_file_/small.ipynb", TWO),
        ("Group 2-Ada Low_5_assignsubmission_file_/small.ipynb", ONE),
    )
    done = take(root, archive)
    assert {(line.student, line.status) for line in done.lines} == {
        ("jsm", "taken in"), ("zo", "taken in"), ("al1", "taken in"),
    }  # fmt: skip
    assert here(root, "zo") == {"small.ipynb": TWO}
    assert times(root) == {}, "nobody said when it came, and the student's files are not asked"


def test_canvas_names_are_known_by_their_letters_and_late_without_a_time_is_said(root, tmp_path):
    archive = pack(
        tmp_path / "c.zip", ("lowada_LATE_9_8_small.ipynb", ONE), ("obrienñandúzoë_7_6_small.ipynb", TWO)
    )
    done = take(root, archive)
    by = {line.student: line for line in done.lines}
    assert by.keys() == {"al1", "zo"}
    assert "LATE" in " ".join(by["al1"].words)


def test_two_people_of_one_name_are_told_apart_by_the_sheet_or_not_at_all(root, tmp_path):
    archive = pack(tmp_path / "m.zip", ("Kim Lee_21_assignsubmission_file_/small.ipynb", ONE))
    done = take(root, archive)
    assert [line.status for line in done.lines] == ["several could be meant"]
    assert here(root, "kim1") is here(root, "kim2") is None
    sheet = importing.read_sheet(
        "Identifier,Full name,Email address,Last modified (submission)\n"
        'Participant 21,Kim Lee,kim2@example.org,"Thursday, 5 November 2026, 3:12 PM"\n'
        "Participant 22,Kim Lee,kim1@example.org,-\n",
        LONDON,
    )
    take(root, archive, sheet=sheet)
    assert here(root, "kim2") == {"small.ipynb": ONE}
    assert times(root) == {"kim2": "2026-11-05T15:12:00"}


def test_times_in_summer_are_an_hour_earlier_in_utc():
    assert importing.moment("2026-07-01 17:00", LONDON) == "2026-07-01T16:00:00"
    assert importing.moment("03/04/2026 09:00", LONDON) == "2026-04-03T08:00:00", "the day comes first here"
    assert importing.moment("2026-07-01T17:00:00+02:00", LONDON) == "2026-07-01T15:00:00"


def test_whoever_is_not_on_the_class_list_is_named_and_joins_it_only_when_told(root, tmp_path):
    archive = pack(tmp_path / "m.zip", ("New Person_31_assignsubmission_file_/small.ipynb", ONE))
    assert [line.status for line in take(root, archive).lines] == ["not on the class list"]
    assert not (root / "submitted").exists()
    done = take(root, archive, add_unknown=True)
    assert [(line.student, line.status) for line in done.lines] == [("31", "taken in")]
    with Gradebook(run.course_at(root).db_url) as book:
        assert book.find_student("31").last_name == "New Person"


def test_a_groups_work_reaches_all_its_members_but_not_over_their_own(root, tmp_path):
    archive = pack(
        tmp_path / "m.zip",
        ("Ada Low_1_assignsubmission_file_/small.ipynb", ONE),
        ("Zoë O'Brien-Ñandú_2_assignsubmission_file_/small.ipynb", TWO),
    )
    take(root, archive, groups={"Blue": ["al1", "jsm", "zo"]})
    assert here(root, "jsm") == {"small.ipynb": ONE}
    assert here(root, "zo") == {"small.ipynb": TWO}


# ---------------------------------------------------------------- attempts


def dated(name, *when):
    return zipfile.ZipInfo(name, date_time=(*when, 0, 0, 0)[:6])


def test_of_several_attempts_the_last_in_time_counts_and_it_is_said(root, tmp_path):
    archive = pack(
        tmp_path / "c.zip",
        (dated("lowada_9_3_small-1.ipynb", 2026, 11, 3), TWO),
        (dated("lowada_9_2_small.ipynb", 2026, 11, 1), ONE),
        (dated("smithjohnjr_8_2_small-1.ipynb", 2026, 11, 1), ONE),
        (dated("smithjohnjr_8_3_small-2.ipynb", 2026, 11, 1), TWO),
    )
    done = take(root, archive)
    assert here(root, "al1") == here(root, "jsm") == {"small.ipynb": TWO}
    assert all("2 attempts" in " ".join(line.words) for line in done.lines)


def test_the_same_zip_again_changes_nothing_and_a_newer_file_replaces_the_old_which_is_kept(root, tmp_path):
    name = "Ada Low_1_assignsubmission_file_/small.ipynb"
    first, second = pack(tmp_path / "1.zip", (name, ONE)), pack(tmp_path / "2.zip", (name, TWO))
    take(root, first, received="2026-11-02T10:00:00")
    assert [line.status for line in take(root, first).lines] == ["as before"]
    assert [line.status for line in take(root, second, received="2026-11-03T10:00:00").lines] == ["replaced"]
    assert here(root, "al1") == {"small.ipynb": TWO}
    assert (root / "received/replaced/small/al1/1/small.ipynb").read_bytes() == ONE
    older = take(root, first, received="2026-11-02T10:00:00")
    assert [line.status for line in older.lines] == ["older than what is here"]
    assert here(root, "al1") == {"small.ipynb": TWO}
    assert times(root) == {"al1": "2026-11-03T10:00:00"}


def test_a_students_own_timestamp_is_not_believed_and_not_kept(root, tmp_path):
    folder = "Ada Low_1_assignsubmission_file_/"
    take(
        root,
        pack(tmp_path / "m.zip", (folder + "small.ipynb", ONE), (folder + "timestamp.txt", "2020-01-01")),
    )
    assert here(root, "al1") == {"small.ipynb": ONE}
    assert times(root) == {}


# ---------------------------------------------------------------- harm


def a_link(name):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return entry


BAD = "Ada Low_1_assignsubmission_file_/"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (BAD + "../../../../small.ipynb", ONE, "leads out of the folder"),
        ("/etc/" + BAD + "small.ipynb", ONE, "leads out of the folder"),
        ("C:/" + BAD + "small.ipynb", ONE, "leads out of the folder"),
        (BAD + "..\\..\\small.ipynb", ONE, "leads out of the folder"),
        (a_link(BAD + "small.ipynb"), b"/etc/passwd", "Links are not followed"),
        (BAD + "small.ipynb", b"0" * (21 << 20), "larger than 20 MB"),
        (BAD + "work.zip", ONE, "a zip within the zip"),
        (BAD + "essay.docx", b"words", "essay.docx"),
    ],
)
def test_what_could_do_harm_is_refused_by_name_and_the_next_student_is_taken_in(
    root, tmp_path, name, content, words
):
    before = sorted(p for p in tmp_path.rglob("*") if "root" not in p.parts[len(tmp_path.parts) :][:1])
    archive = pack(
        tmp_path / "bad.zip", (name, content), ("Kim, X_9_assignsubmission_file_/small.ipynb", ONE)
    )
    people.People(run.course_at(root)).add([people.Person("kx", "kx", "Kim,", "X")])
    done = take(root, archive)
    by = {line.student: line for line in done.lines}
    assert by["al1"].status == "no notebook"
    assert words in " ".join(by["al1"].words)
    assert list(here(root, "al1")) == ["not-taken.txt"], (
        "a tutor sees it, and the grader puts it into quarantine"
    )
    assert here(root, "kx") == {"small.ipynb": ONE}
    after = sorted(p for p in tmp_path.rglob("*") if "root" not in p.parts[len(tmp_path.parts) :][:1])
    assert set(after) - set(before) == {archive}, "nothing was written outside the root"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_in_a_zip_is_refused(root, tmp_path):
    done = take(root, pack(tmp_path / "d.zip", (BAD + "small.ipynb", ONE), (BAD + "small.ipynb", TWO)))
    assert "more than once" in " ".join(done.lines[0].words)
    assert "small.ipynb" not in here(root, "al1")


def test_a_zip_that_claims_to_be_small_and_is_not_is_read_only_up_to_the_limit(root, tmp_path):
    archive = pack(tmp_path / "bomb.zip", (BAD + "small.ipynb", b"0" * (64 << 20)))
    raw = bytearray(archive.read_bytes())
    for mark, at in (
        (b"PK\x01\x02", 24),
        (b"PK\x03\x04", 22),
    ):  # the unpacked size, in both places where it stands
        place = raw.index(mark) + at
        raw[place : place + 4] = (100).to_bytes(4, "little")
    archive.write_bytes(raw)
    done = take(root, archive)
    assert done.lines[0].status == "no notebook"


def test_what_is_no_zip_writes_nothing_at_all(root, tmp_path):
    file = tmp_path / "no.zip"
    file.write_bytes(b"PK nothing of the kind")
    before = sorted(root.rglob("*"))
    with pytest.raises(importing.NotAZip, match="Nothing was taken in"):
        take(root, file)
    assert sorted(root.rglob("*")) == before


def test_a_dry_run_writes_nothing(root, tmp_path):
    archive = pack(
        tmp_path / "m.zip", (BAD + "small.ipynb", ONE), ("Who_2_assignsubmission_file_/small.ipynb", ONE)
    )
    before = sorted(root.rglob("*"))
    done = take(root, archive, dry_run=True, add_unknown=True)
    assert {line.status for line in done.lines} == {"taken in"}
    assert sorted(root.rglob("*")) == before


def test_a_file_under_another_name_is_left_to_the_grader_to_know(root, tmp_path):
    take(root, pack(tmp_path / "m.zip", (BAD + "final FINAL.ipynb", ONE)))
    assert here(root, "al1") == {"final FINAL.ipynb": ONE}


# ---------------------------------------------------------------- the class list, codes and the command


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,first_name\na,Ada,Low\n", "quotation marks"),
        ("id\na\na\n", "twice"),
        ("name\nAda\n", "no column"),
        ("id\n../x\n", "cannot name a folder"),
        ("", "empty"),
    ],
)
def test_a_class_list_that_is_not_clear_is_refused_in_words(text, words):
    with pytest.raises(people.Unclear, match=words):
        people.read_list(text)


def test_with_codes_no_name_is_anywhere_in_the_grading_root_and_the_codes_stay(tmp_path):
    root, names = tmp_path / "root", tmp_path / "office" / "names.json"
    small.write_source(root)
    course = run.course_at(root)
    build.release("small", root, course.settings)
    everybody = people.People(course, people.Codes(names, root))
    first = everybody.add(people.read_list(CLASS))
    archive = pack(tmp_path / "m.zip", ("Zoë O'Brien-Ñandú_4_assignsubmission_file_/small.ipynb", TWO))
    again = people.People(course, people.Codes(names, root))
    assert {p.id: p.key for p in again.all} == {p.id: p.key for p in first}
    assert all(person.key.startswith("anon-") for person in first)
    done = importing.take_in(course, "small", archive, again)
    assert done.lines[0].student == {p.id: p.key for p in first}["zo"]
    for file in root.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        for trace in ("Ñandú", "Zoë", "example.org", '"zo"'):
            assert trace not in file.name
            assert trace.encode() not in content, file
    assert names.stat().st_mode & 0o077 == 0
    assert again.brought("small")[done.lines[0].student]["number"] == "4"


def test_names_may_not_lie_where_markers_look(tmp_path):
    with pytest.raises(people.Unclear, match="lies in the grading root"):
        people.Codes(tmp_path / "root" / "names.json", tmp_path / "root")


def test_the_command_says_what_happened_and_its_status_says_whether_a_tutor_must_look(root, tmp_path):
    asked = CliRunner()
    good = pack(tmp_path / "g.zip", (BAD + "small.ipynb", ONE))
    done = asked.invoke(
        cli.app, ["import", "small", str(good), "--root", str(root), "--received", "2026-11-02 10:00"]
    )
    assert done.exit_code == 0, done.output
    assert times(root) == {"al1": "2026-11-02T10:00:00"}
    odd = pack(tmp_path / "o.zip", ("Nobody_2_assignsubmission_file_/small.ipynb", ONE))
    done = asked.invoke(cli.app, ["import", "small", str(odd), "--root", str(root)])
    assert done.exit_code == 3
    assert "No times of receipt" in done.output
    done = asked.invoke(cli.app, ["import", "small", str(tmp_path / "none.zip"), "--root", str(root)])
    assert done.exit_code == 1
