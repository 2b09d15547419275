"""An author who slips is told the file, the line and the cure."""

import shutil
from pathlib import Path

import pytest

from course import catalogue, contents, settings
from course.site.header import minutes
from course.workshop import activities
from course.yaml_lines import ManifestError

MODULE = Path("modules/measurement/run-charts")


@pytest.fixture
def copy(tmp_path, root) -> Path:
    """A course of one module that a test may spoil."""
    shutil.copytree(root / MODULE, tmp_path / MODULE)
    shutil.copy(root / "modules/modules.yml", tmp_path / "modules/modules.yml")
    return tmp_path


def spoil(root: Path, name: str, old: str, new: str) -> None:
    path = root / MODULE / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(root: Path) -> str:
    with pytest.raises(ManifestError) as caught:
        catalogue.load(root)
    return str(caught.value)


def test_the_course_itself_has_no_faults(root):
    assert "measurement/run-charts" in catalogue.load(root).modules


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (
            "module.yml",
            "promise:",
            "promis:",
            ["promise: is missing", "promis: is not a field that is known"],
        ),
        ("module.yml", "bite: 8", "bite: 30", ["doses.bite", "less than or equal to 10"]),
        ("module.yml", "bite: 8", "bite: eight", ["doses.bite", "integer"]),
        ("module.yml", "foundation: 45", "foundation: 45\n  expert2: 1", ["expert2"]),
        (
            "module.yml",
            "measurement/measures-and-sampling",
            "measurement/mesures",
            ["mesures is not in modules"],
        ),
        ("module.yml", "id: run-charts", "id: run-chart", ["it calls itself measurement/run-chart"]),
        ("module.yml", "id: run-charts", "id: [run-charts", ["this is not YAML"]),
        ("quiz.yml", "right: true", "right: false", ["exactly one option must say right: true"]),
        ("quiz.yml", "outcome: apply", "outcome: aply", ["outcome “aply” is not in module.yml"]),
        ("workshop.md", "minutes: 5\n", "minutes: 6\n", ["the activities take 61 minutes"]),
        ("workshop.md", "purpose:", "purpos:", ["purpose: is missing", "Did you mean purpose?"]),
    ],
)
def test_a_spoiled_file_is_named_with_its_cure(copy, name, old, new, says):
    spoil(copy, name, old, new)
    told = faults(copy)
    assert name in told
    for words in says:
        assert words in told


def test_the_line_of_a_fault_is_the_line_in_the_file(copy):
    manifest = copy / MODULE / "module.yml"
    spoil(copy, "module.yml", "bite: 8", "bite: 99")
    line = 1 + next(
        n for n, text in enumerate(manifest.read_text(encoding="utf-8").splitlines()) if "bite: 99" in text
    )
    assert f"module.yml, line {line}:" in faults(copy)


def test_a_missing_file_is_named(copy):
    (copy / MODULE / "sheet.md").unlink()
    assert "sheet.md is missing" in faults(copy)


def test_a_bare_incorrect_explains_nothing(copy):
    quiz = copy / MODULE / "quiz.yml"
    text = quiz.read_text(encoding="utf-8")
    head, _, rest = text.partition("because:")
    quiz.write_text(head + "because: Incorrect.\n" + rest[rest.index("\n      - ") + 1 :], encoding="utf-8")
    assert "explains nothing" in faults(copy)


def test_every_outcome_is_asked_and_every_explanation_is_its_own(root):
    module = catalogue.load(root).modules["measurement/run-charts"]
    said = [option.because for question in module.questions for option in question.options]
    assert len(said) == len(set(said))
    assert {question.outcome for question in module.questions} == {outcome.id for outcome in module.outcomes}
    assert sum("bite" in question.shown for question in module.questions) >= 3


def test_a_second_module_needs_no_change_elsewhere(copy):
    other = copy / "modules/methods/model-for-improvement"
    shutil.copytree(copy / MODULE, other)
    manifest = (other / "module.yml").read_text(encoding="utf-8")
    manifest = manifest.replace("id: run-charts", "id: model-for-improvement").replace(
        "strand: measurement", "strand: methods"
    )
    (other / "module.yml").write_text(manifest, encoding="utf-8")
    found = catalogue.load(copy)
    assert set(found.modules) == {"measurement/run-charts", "methods/model-for-improvement"}
    assert "modules/methods/model-for-improvement/lesson" in contents.table_of_contents(found)


def test_the_committed_table_of_contents_is_fresh(root):
    derived = contents.table_of_contents(catalogue.load(root))
    assert (root / "_toc.yml").read_text(encoding="utf-8") == derived, "run: make toc"


def test_the_hour_adds_up(root):
    hour = activities(root / MODULE / "workshop.md")
    assert hour[0].start == 0
    assert hour[-1].end == 60


@pytest.mark.parametrize(
    ("count", "words"), [(45, "45 minutes"), (60, "1 hour"), (90, "1½ hours"), (100, "100 minutes")]
)
def test_minutes_are_said_as_people_plan_them(count, words):
    assert minutes(count) == words


def test_a_copy_of_the_course_names_itself_when_it_publishes(root, monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "a-trust/our-course")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.example")
    own = settings.load(root)
    assert own.site_path == "/our-course/"
    assert own.report("index").startswith("https://github.example/a-trust/our-course/issues/new?title=")
    assert own.binder("modules/a/practice.ipynb") == (
        "https://mybinder.org/v2/gh/a-trust/our-course/main?urlpath=lab%2Ftree%2Fmodules%2Fa%2Fpractice.ipynb"
    )
