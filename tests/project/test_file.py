"""A project is saved, loaded, changed and brought forward, and nothing of it is lost on the way."""

import json
import subprocess
import sys

import pytest

from improve.project import Project, ProjectProblem, change, load, recover, save, schema
from improve.project.model import VERSION
from improve.project.published import PUBLISHED, schema_text
from improve.project.versions import STEPS

from .conftest import leaves

VERSION_1 = {
    "format": "improve-project",
    "version": 1,
    "title": "Warm blankets",
    "aim": "Nobody waits in the cold.",
    "deadline": "2026-03-31",
    "drivers": [
        {
            "name": "Blankets are at hand",
            "secondary": [
                {"name": "The cupboard is full", "ideas": ["Fill it at noon", "A mark for the last ten"]},
                {"name": "The cupboard is near", "ideas": ["A shelf in the bay"]},
            ],
        },
        {"name": "Somebody asks", "secondary": [{"name": "It is part of the round"}]},
    ],
    "measures": [
        {
            "id": "cold",
            "name": "Waits in the cold",
            "type": "outcome",
            "definition": "Anyone without a blanket",
        }
    ],
    "data": {"cold": [["2025-01-06", 3, 20], ["2025-01-13", 4, 20, "snow"], ["2025-01-20", None, 20]]},
    "pdsa": [
        {
            "plan": "One bay",
            "prediction": "2 of 6",
            "do": "as planned",
            "study": "3 of 6",
            "act": "adapt",
            "date": "2025-02-03",
        },
        {
            "plan": "Two bays",
            "prediction": "1 of 12",
            "do": "one bay only",
            "study": "1 of 6",
            "act": "abort",
            "date": "2025-02-10",
        },
    ],
    "adaptations": [
        {
            "when": "during implementation",
            "planned": False,
            "who": "porter",
            "what": "A trolley instead of a shelf",
            "level": "one bay",
            "fidelity": True,
            "why": "The wall does not bear a shelf",
        }
    ],
    "team": ["porter", "ward clerk"],
    "reflection": "I asked too late.",
}


def test_a_project_can_start_with_two_lines():
    project, notes = load('{"format": "improve-project", "version": 2,\n"title": "Falls"}')
    assert (project.title, notes) == ("Falls", [])


def test_what_was_saved_is_loaded_again_whole(whole):
    again, notes = load(save(whole))
    assert again == whole
    assert notes == []


def test_the_same_project_gives_the_same_text(whole):
    assert save(whole) == save(load(save(whole))[0])


def test_a_figure_stands_on_one_line_so_that_people_can_read_the_file(whole):
    assert '{"date": "2025-01-06", "value": 11, "denominator": 20}' in save(whole)


def test_empty_fields_are_not_written():
    assert json.loads(save(Project(title="Falls"))) == {
        "format": "improve-project", "version": 2, "title": "Falls", "invented": False,
    }  # fmt: skip


def test_a_file_is_saved_to_a_path_and_loaded_from_it(tmp_path, whole):
    path = tmp_path / "my project.json"
    save(whole, path)
    assert load(path)[0] == load(str(path))[0] == load(path.read_bytes())[0] == whole
    assert [file.name for file in tmp_path.iterdir()] == ["my project.json"]


def test_a_saved_file_may_be_read_by_those_who_may_read_any_other_file(tmp_path, whole):
    save(whole, tmp_path / "project.json")
    (tmp_path / "other.txt").write_text("other")
    assert (tmp_path / "project.json").stat().st_mode == (tmp_path / "other.txt").stat().st_mode


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, whole):
    path = tmp_path / "project.json"
    path.mkdir()
    with pytest.raises(ProjectProblem, match=r"could not be saved as “project\.json”"):
        save(whole, path)
    assert [file.name for file in tmp_path.iterdir()] == ["project.json"]


def test_a_missing_file_is_named_without_its_folder(tmp_path):
    with pytest.raises(ProjectProblem, match=r"There is no file “nowhere\.json”") as problem:
        load(tmp_path / "nowhere.json")
    assert str(tmp_path) not in str(problem.value)


def test_a_project_too_large_to_load_again_is_not_saved():
    long = "x" * 5000
    project = Project(
        adaptations=[{"description": long, "goal": long, "reasons": long, "effect": long}] * 200,
        pdsa=[{"id": str(number), "plan": long} for number in range(200)],
        aside={"more": "x" * 1_000_000},
    )
    with pytest.raises(ProjectProblem, match=r"grown to 6\.0 MB"):
        save(project)


def test_letters_of_every_script_come_back():
    project = Project(title="Gofal Cŵl – 水 – 🙂", charter={"problem": "Zwei\nZeilen"})
    assert load(save(project).encode())[0] == project


def test_changing_a_part_checks_it_and_leaves_the_rest(whole):
    new = change(whole, title="Another title")
    assert new.title == "Another title"
    assert new.pdsa == whole.pdsa


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            {"pdsa": [{"id": "a", "decision": "maybe"}]},
            "PDSA log, entry 1, “decision”: “maybe” is not one of the choices (adopt, adapt, abandon).",
        ),
        ({"charter": {"aim": {"target": "lots"}}}, "Charter, aim, “target”: “lots” is not a number."),
        ({"charter": {"aim": {"by_when": "2025-02-30"}}}, "Charter, aim, “by when”: there is no such day as “2025-02-30”."),
        ({"measures": [{"name": "Falls"}]}, "Measures, entry 1: there is no id here."),
        ({"measures": [{"id": "a"}, {"id": "a"}]}, "The project: two measures share the id “a”. Give each its own."),
        ({"colour": "red"}, "Colour: there is no such field."),
        ({"charts": [{"id": "c", "shift": 1}]}, "Charts, entry 1, “shift”: 1 is not possible here: it must be at least 2."),
        ({"title": "x" * 301}, "Title of the project: the text is 301 characters long; at most 300 have room."),
    ],
)  # fmt: skip
def test_a_change_that_cannot_stand_is_refused_with_the_place(parts, sentence):
    with pytest.raises(ProjectProblem) as problem:
        change(Project(), **parts)
    assert str(problem.value) == sentence


def test_a_project_cannot_be_changed_behind_its_back(whole):
    with pytest.raises(ValueError, match="frozen"):
        whole.title = "other"


# ------------------------------------------------------------------------------------------------ versions


def test_version_1_is_brought_forward_and_says_so():
    project, notes = load(json.dumps(VERSION_1))
    assert notes == ["This file was saved by version 1 and was brought forward to version 2."]
    assert project.version == VERSION
    assert project.charter.aim.statement == "Nobody waits in the cold."
    assert project.charter.aim.by_when.isoformat() == "2026-03-31"


def test_nested_drivers_of_version_1_become_links():
    diagram = load(json.dumps(VERSION_1))[0].driver_diagram
    assert [driver.name for driver in diagram.primary] == ["Blankets are at hand", "Somebody asks"]
    assert [(second.name, second.primary) for second in diagram.secondary] == [
        ("The cupboard is full", ("p1",)), ("The cupboard is near", ("p1",)), ("It is part of the round", ("p2",)),
    ]  # fmt: skip
    assert [(idea.name, idea.drivers) for idea in diagram.change_ideas] == [
        ("Fill it at noon", ("s1",)), ("A mark for the last ten", ("s1",)), ("A shelf in the bay", ("s2",)),
    ]  # fmt: skip


def test_cycles_of_version_1_become_a_chain_and_abort_becomes_abandon():
    first, second = load(json.dumps(VERSION_1))[0].pdsa
    assert (first.decision, second.decision) == ("adapt", "abandon")
    assert (first.follows, second.follows) == ("", first.id)
    assert (second.done, second.result) == ("one bay only", "1 of 6")


def test_figures_of_version_1_become_points():
    (series,) = load(json.dumps(VERSION_1))[0].data
    assert [(point.value, point.denominator, point.note) for point in series.points] == [
        (3, 20, ""),
        (4, 20, "snow"),
        (None, 20, ""),
    ]


def test_an_adaptation_of_version_1_takes_the_words_of_frame():
    (adaptation,) = load(json.dumps(VERSION_1))[0].adaptations
    assert (adaptation.planned, adaptation.fidelity, adaptation.goal) == (
        "unplanned",
        "consistent",
        "The wall does not bear a shelf",
    )


def test_nothing_that_was_written_in_version_1_is_lost():
    text = save(load(json.dumps(VERSION_1))[0])
    for place, value in leaves({name: part for name, part in VERSION_1.items() if name != "version"}):
        if isinstance(value, str) and value != "abort":
            assert value in text, place


@pytest.mark.parametrize(
    "part", ["aim", "deadline", "drivers", "measures", "data", "pdsa", "adaptations", "team", "reflection"]
)
@pytest.mark.parametrize(
    "value",
    [7, "words of no use", ["a list here"], {"a group": "here too"}, [["nested list"]], [{"odd": 1}], None],
)
def test_a_damaged_part_of_version_1_is_recovered_or_kept_aside(part, value):
    text = save(recover(json.dumps({**VERSION_1, part: value}))[0])
    for _, leaf in leaves(value):
        assert leaf is None or str(leaf) in text


def test_there_is_a_way_forward_from_every_version():
    assert set(STEPS) == set(range(1, VERSION))


# ------------------------------------------------------------------------------------------------ the schema


def test_the_published_schema_is_fresh():
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text(), "run: python -m improve.project"


def test_the_example_keeps_the_published_schema(whole):
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(json.loads(save(whole)), schema())


def test_the_schema_refuses_what_the_model_refuses():
    jsonschema = pytest.importorskip("jsonschema")
    for wrong in (
        {"colour": "red"},
        {"pdsa": [{"decision": "adopt"}]},
        {"title": "x" * 301},
        {"measures": "none"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"format": "improve-project", "version": 2, **wrong}, schema())


def test_every_field_that_a_person_fills_has_a_prompt():
    for name, part in schema()["$defs"].items():
        if name in ("JsonValue", "Point", "ChartNote"):
            continue
        for field, about in part["properties"].items():
            plain = "$ref" not in about and "const" not in about and field not in ("id", "kind", "rules")
            assert not plain or about.get("description"), f"{name}.{field}"


def test_pydantic_is_loaded_only_with_the_project():
    code = "import sys, improve, improve.charts, improve.data, improve.interact; print('pydantic' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False"


def test_the_project_loads_no_plotting():
    code = "import sys, improve.project; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"plotly", "ipywidgets", "IPython", "pandas"} & set(loaded)
