"""A plan with a minute missing, a handout forgotten or an outcome misspelt makes no pack, and says why."""

import shutil

import pytest

from course import catalogue, settings
from course.packs import pack
from course.packs.faults import faults
from course.packs.order import Order, OrderError
from course.packs.source import Source
from course.yaml_lines import ManifestError

from .conftest import COURSE, KEYS

MODULE = "modules/measurement/run-charts"


@pytest.fixture
def spoilt(tmp_path):
    """A copy of a module whose plan can be spoilt; returns a function that does it and gives the plan's path."""
    shutil.copytree(settings.ROOT / MODULE, tmp_path / MODULE)

    def spoil(old: str, new: str):
        path = tmp_path / MODULE / "workshop.md"
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return spoil


@pytest.mark.parametrize("key", KEYS)
def test_every_module_that_exists_holds(key):
    assert faults(COURSE.modules[key].folder / "workshop.md") == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("minutes: 23", "minutes: 22", "the activities take 59 minutes; the plan is for 60"),
        ("in_30: 8", "in_30: 7", "the activities take 29 minutes; the plan is for 30"),
        ("in_120: 50", "in_120: 45", "the activities take 115 minutes; the plan is for 120"),
        ("**27–34. One", "**27–33. One", "between minute 33 and minute 34"),
        ("**46–48.", "**46–47.", "its steps run from 25 to 47"),
        ("in_30: 7", "in_30: 2", "6 steps do not fit into 2 minutes"),
        ("````{activity} Break\n", "````{activity} A pause\n", "purpose: is missing"),
        ("**Poll 2.** *How", "**Poll 3.** *How", "the polls are numbered [1, 3, 3"),
        ("; a pencil; two folded", "; Handout 4; two folded", "Handout 4 stands 2 times"),
        ("Handouts 1, 2, 3 and 5;", "Handouts 1, 2 and 5;", "Handout 3 stands 0 times"),
        ("## Handout 5. My", "## Handout 6. My", "Handout 5 is named, but there is no heading"),
        ("workshop-digits.csv>", "workshop-numbers.csv>", "workshop-numbers.csv is offered"),
        ("outcomes: [plot, estimate]", "outcomes: [plot, guess]", "“guess”, which is no outcome"),
        ("show: [Handout 1]", "show: [Handout 9]", "“Handout 9”, but no heading begins so"),
    ],
)
def test_each_fault_is_told_in_a_sentence_with_its_place(spoilt, old, new, says):
    found = faults(spoilt(old, new))
    assert any(says in sentence for sentence in found), found
    assert all("workshop.md, line " in sentence for sentence in found)


def test_words_that_do_not_fit_into_their_minutes_are_a_fault(spoilt):
    path = spoilt("  Welcome to all of you.", "  Welcome to all of you. " + "And we are very glad. " * 120)
    assert any("to read its words aloud takes about" in sentence for sentence in faults(path))


def test_two_hours_without_a_break_are_a_fault(spoilt):
    path = spoilt("in_120: 10\nsay: We stop", "in_120: 2\nsay: We stop")
    assert any("no block called Break" in sentence for sentence in faults(path))


def test_a_pack_with_a_minute_missing_is_not_made(spoilt):
    path = spoilt("minutes: 23", "minutes: 22")
    module = COURSE.modules["measurement/run-charts"].model_copy(update={"folder": path.parent})
    with pytest.raises(OrderError, match="take 59 minutes"):
        pack.make(Source(module, COURSE.root), Order())


def test_the_whole_course_is_not_read_with_a_minute_missing(spoilt, tmp_path):
    spoilt("minutes: 23", "minutes: 22")
    shutil.copy(settings.ROOT / "modules/modules.yml", tmp_path / "modules/modules.yml")
    with pytest.raises(ManifestError, match="take 59 minutes"):
        catalogue.load(tmp_path)


def test_a_cell_that_fails_is_named(spoilt):
    path = spoilt('given = pd.read_csv("workshop-charts.csv"', 'given = pd.read_csv("nowhere.csv"')
    module = COURSE.modules["measurement/run-charts"].model_copy(update={"folder": path.parent})
    with pytest.raises(ValueError, match="code cell 1 fails"):
        pack.make(Source(module, COURSE.root), Order())


def test_what_a_pack_cannot_show_is_named(spoilt):
    path = spoilt("## Handout 5. My number\n", "## Handout 5. My number\n\n```{video} film.mp4\n```\n")
    module = COURSE.modules["measurement/run-charts"].model_copy(update={"folder": path.parent})
    with pytest.raises(OrderError, match="video"):
        pack.make(Source(module, COURSE.root), Order())
