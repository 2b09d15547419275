"""A module's folder or a page of the library is all it takes: nothing else has to be edited."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from course import calendar, catalogue, contents, settings
from course.catalogue.artefacts import anchors, find_artefact, state
from course.cli import app
from course.yaml_lines import ManifestError
from tests.catalogue.trees import small


@pytest.fixture
def course(tmp_path) -> Path:
    return small(tmp_path / "course")


def test_a_module_copied_under_a_new_id_appears_everywhere(course):
    shutil.copytree(
        settings.ROOT / "modules/measurement/run-charts", course / "modules/measurement/my-charts"
    )
    manifest = course / "modules/measurement/my-charts/module.yml"
    text = re.sub(r"^id: .*$", "id: my-charts", manifest.read_text(encoding="utf-8"), flags=re.MULTILINE)
    manifest.write_text(text, encoding="utf-8")
    found = catalogue.load(course)
    assert (
        found.module_keys().index("measurement/my-charts")
        == found.module_keys().index("measurement/economics") + 1
    )
    assert found.title_of("measurement/my-charts") == "Run charts: seeing change over time"
    toc = contents.table_of_contents(found)
    for page in ("lesson", "bite", "workshop", "sheet"):
        assert f"modules/measurement/my-charts/{page}\n" in toc
    listed = CliRunner().invoke(app, ["list", "--json", "--ready", "--root", str(course)])
    assert "measurement/my-charts" in {row["key"] for row in json.loads(listed.stdout)}


def test_a_module_in_a_strand_that_is_not_planned_is_told(course):
    shutil.copytree(course / "modules/people/asking", course / "modules/peple/asking")
    manifest = course / "modules/peple/asking/module.yml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("strand: people", "strand: peple"), encoding="utf-8"
    )
    with pytest.raises(ManifestError, match=r"no strand “peple”\. Did you mean people\?"):
        catalogue.load(course)


def test_a_pathway_and_a_case_appear_in_the_contents(course):
    for old, new in [("pathways/short", "pathways/shorter"), ("cases/quiet", "cases/loud")]:
        shutil.copy(course / f"book/{old}.md", course / f"book/{new}.md")
        (course / f"book/{old.partition('/')[0]}.md").write_text("# Index\n", encoding="utf-8")
    toc = contents.table_of_contents(catalogue.load(course))
    assert (
        toc.index("file: book/pathways\n") < toc.index("book/pathways/shorter") < toc.index("book/cases/loud")
    )


def test_pages_have_their_order_and_none_is_forgotten(course):
    for name in ("find", "pathways", "glossary", "something-new", "for-tutors", "promises"):
        (course / f"book/{name}.md").write_text("# Page\n", encoding="utf-8")
    toc = contents.table_of_contents(catalogue.load(course))
    order = ["book/find", "book/pathways", "book/strands/people", "people/listening/lesson", "book/glossary",
             "book/something-new", "book/for-tutors", "book/promises"]  # fmt: skip
    places = [toc.index(f"{page}\n") for page in order]
    assert places == sorted(places)


def test_the_contents_are_left_alone_when_nothing_changed(course):
    path = contents.write(catalogue.load(course))
    before = path.stat().st_mtime_ns
    contents.write(catalogue.load(course))
    assert path.stat().st_mtime_ns == before


def test_the_site_is_never_built_from_old_contents(root):
    planned = subprocess.run(
        ["make", "-n", "site"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    assert planned.index("course toc") < planned.index("jupyter-book build")


def test_the_plan_has_the_hours_that_it_states(root):
    # 42 hours at the practitioner dose for the 21 core modules, and 88 of extensions
    plan = [
        module.minutes
        for name, strand in catalogue.load(root).strands.items()
        for module in strand.modules
        if name != "roles" and re.fullmatch(r"[fmxips]\d", module.code)
    ]
    planned = [minutes for minutes in plan if minutes.expert][:21]
    assert sum(minutes.practitioner for minutes in planned) == 42 * 60
    assert sum(minutes.expert - minutes.practitioner for minutes in planned) == 88 * 60


def test_a_promise_is_as_kept_as_what_keeps_it(course):
    found = catalogue.load(course)
    states = {name: state(found, promise) for name, promise in found.promises.items()}
    assert states == {"R01": "kept", "R02": "cannot", "D01": "not yet", "S01": "in part"}


def test_an_artefact_outside_the_course_keeps_nothing(course):
    found = catalogue.load(course)
    assert find_artefact(found, "../course/modules").fault
    assert find_artefact(found, "/etc/hosts").fault


def test_headings_labels_and_functions_can_be_named(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("(my-label)=\n# What *this* is, and isn't\n\n## A {term}`run`\n", encoding="utf-8")
    assert {"my-label", "what-this-is-and-isn-t", "a-run"} <= anchors(page)
    code = tmp_path / "code.py"
    code.write_text("def draw():\n    pass\n", encoding="utf-8")
    assert anchors(code) == {"draw"}


def test_a_calendar_file_is_the_same_each_time_and_begins_on_a_monday(course):
    found = catalogue.load(course)
    route = found.pathways["short"]
    assert calendar.file(found, route) == calendar.file(found, route)
    assert calendar.STARTS.weekday() == 0
    assert b"DTSTART;VALUE=DATE:20270104" in calendar.file(found, route)
