"""The commands say what they found, to people and to machines, and their exit codes mean something."""

import json
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest
from typer.testing import CliRunner

from course.cli import app
from tests.catalogue.trees import plan_only, small

COMMANDS = (["check"], ["list"], ["pathway"], ["new", "module"], ["toc"], ["serve"], ["app"])

MODULE_KEYS = {
    "key", "id", "strand", "code", "title", "ready", "minutes", "promise", "outcomes", "audiences",
    "builds_on", "pairs_with", "words", "serves", "reviewed", "page",
}  # fmt: skip
PATHWAY_KEYS = {
    "id", "title", "for", "aim", "credits", "repeats", "minutes", "modules", "steps", "left_out", "page",
}  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    return small(tmp_path_factory.mktemp("small") / "course")


def run(*words, root=None):
    return CliRunner().invoke(app, [*map(str, words), *(["--root", str(root)] if root else [])])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_command_explains_itself(command):
    told = run(*command, "--help")
    assert told.exit_code == 0
    assert "Usage" in told.output


def test_a_course_in_order_is_said_to_be_so(course):
    told = run("check", root=course)
    assert told.exit_code == 0
    assert "2 of 28 modules ready, 1 pathways, 1 cases, 4 promises: no faults" in " ".join(
        told.output.split()
    )
    assert json.loads(run("check", "--json", root=course).stdout) == {"faults": []}


def test_faults_go_to_people_and_to_machines_with_exit_code_one(tmp_path):
    root = small(tmp_path / "course")
    manifest = root / "modules/people/asking/module.yml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("bite: 8", "bite: 80"), encoding="utf-8")
    told = run("check", root=root)
    assert told.exit_code == 1
    assert "doses.bite" in told.stderr
    machine = run("check", "--json", root=root)
    assert machine.exit_code == 1
    assert "doses.bite" in json.loads(machine.stdout)["faults"][0]


def test_a_fault_in_a_workshop_that_only_its_pack_would_meet_is_told_too(tmp_path):
    root = small(tmp_path / "course")
    plan = root / "modules/people/asking/workshop.md"
    plan.write_text(plan.read_text(encoding="utf-8").replace("**5–8.**", "**5–7.**"), encoding="utf-8")
    told = run("check", root=root)
    assert told.exit_code == 1
    assert "The problem" in told.stderr


def test_modules_are_listed_with_keys_that_stay(course):
    rows = json.loads(run("list", "--json", root=course).stdout)
    assert len(rows) == 28
    assert all(set(row) == MODULE_KEYS for row in rows)
    assert [row["key"] for row in rows if row["ready"]] == ["people/asking", "people/listening"]
    planned = next(row for row in rows if row["key"] == "measurement/economics")
    assert planned["minutes"] == {"bite": 8, "foundation": 45, "practitioner": 120, "expert": 420}
    assert planned["page"] is None


def test_a_list_can_be_narrowed(course):
    assert len(json.loads(run("list", "--ready", "--json", root=course).stdout)) == 2
    assert len(json.loads(run("list", "--planned", "--json", root=course).stdout)) == 26
    assert len(json.loads(run("list", "--strand", "people", "--json", root=course).stdout)) == 5
    assert "to come" in run("list", "--planned", root=course).output
    unknown = run("list", "--strand", "peple", root=course)
    assert unknown.exit_code == 2
    assert "no strand “peple”" in unknown.stderr


def test_a_pathway_adds_up_for_people_and_for_machines(course):
    row = json.loads(run("pathway", "short", "--json", root=course).stdout)
    assert set(row) == PATHWAY_KEYS
    assert row["minutes"] == 45 + 15 + 8 + 60 == sum(step["minutes"] for step in row["steps"])
    assert "128 minutes" in run("pathway", "short", root=course).output
    assert [r["id"] for r in json.loads(run("pathway", "--json", root=course).stdout)] == ["short"]
    assert run("pathway", "long", root=course).exit_code == 2


def test_a_calendar_file_starts_when_the_reader_says(course, tmp_path):
    file = tmp_path / "short.ics"
    assert run("pathway", "short", "--ics", file, "--start", "2027-03-01", root=course).exit_code == 0
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert [str(event.decoded("dtstart")) for event in events] == ["2027-03-01", "2027-03-08"]
    assert str(events[0]["summary"]) == "Week 1: Listen (60 minutes)"
    assert "Talk about it, 15 minutes" in events[0]["description"]
    assert run("pathway", "--ics", file, root=course).exit_code == 2


def test_a_new_module_passes_every_check_and_its_notebooks_run(tmp_path):
    root = tmp_path / "course"
    plan_only(root)
    made = run("new", "module", "people/negotiation", "--title", 'Asking: “a lot”, or "less"', root=root)
    assert made.exit_code == 0, made.output
    assert run("check", root=root).exit_code == 0, run("check", root=root).output
    row = json.loads(run("list", "--ready", "--json", root=root).stdout)[0]
    assert (row["title"], row["code"]) == ('Asking: “a lot”, or "less"', "p4")
    folder = root / "modules/people/negotiation"
    told = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert "{{" not in told
    assert told.count("skeleton") >= 9
    nbval = [sys.executable, "-m", "pytest", "--nbval-lax", "-q", "-n", "0", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*nbval, "practice.ipynb", "extension.ipynb"], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize(
    ("key", "says"),
    [("people/listening", "is there already"), ("peple/new", "no strand"), ("people/My Module", "no id")],
)
def test_a_module_that_cannot_be_begun_is_refused_with_the_cure(course, key, says):
    told = run("new", "module", key, "--title", "A title", root=course)
    assert told.exit_code == 2
    assert says in told.stderr
