"""Whoever slips in a manifest is told its file, its line and the cure."""

import re
from pathlib import Path

import pytest

from course import catalogue
from course.yaml_lines import ManifestError
from tests.catalogue.trees import small

MODULE = "modules/people/listening/module.yml"
QUIZ = "modules/people/listening/quiz.yml"
HOUR = "modules/people/listening/workshop.md"
PLAN = "modules/modules.yml"
ROUTE = "book/pathways/short.md"
CASE = "book/cases/quiet.md"
CARDS = "book/reading-cards.yml"
OFFERS = "book/opportunities.yml"
OWED = "book/promises.yml"

# (file, what stands there, what a slip makes of it, words on the line that is told, words of the fault and its cure)
SPOILED = [
    (MODULE, "promise: ", "promis: ", "promis:", ["promis", "Did you mean promise?"]),
    (MODULE, "bite: 8", "bite: eight", "bite: eight", ["doses.bite", "integer"]),
    (MODULE, "foundation: 45", "foundation: 400", "foundation: 400", ["less than or equal to 60"]),
    (MODULE, "builds_on: []", "builds_on: [people/lisening]", "lisening", ["Did you mean people/listening?"]),
    (MODULE, "builds_on: []", "builds_on: [people/listening]", "builds_on", ["runs in a ring"]),
    (MODULE, "- id: limit", "- id: apply", "id: apply", ["a second “apply”", "its own id"]),
    (MODULE, "reviewed: ", "reviewed: 2026-02-30 #", "2026-02-30", ["day is out of range"]),
    (MODULE, "ends: [quality]", "ends: [qualty]", "qualty", ["'quality', 'safety'"]),
    (MODULE, "strand: people", "strand: spread", "strand: spread", ["it stands in people/listening"]),
    (MODULE, 'title: "', 'title: "" "', 'title: "" "', ["not YAML", "quotes"]),
    (MODULE, "serves: [R05]", "serves: [R05]\nserves: [R06]", "serves: [R06]", ["a second time"]),
    (QUIZ, "outcome: apply", "outcome: aply", "outcome: aply", ["Did you mean apply?"]),
    (QUIZ, "right: true", "right: false", "- id: recognise-it", ["exactly one option"]),
    (QUIZ, "- id: apply-it", "- id: recognise-it", "recognise-it", ["two questions", "its own id"]),
    (HOUR, "minutes: 23", "minutes: 24", "{activity} Welcome", ["take 61 minutes", "minutes: line"]),
    (HOUR, "in_30: 15", "in_30: 14", "{activity} Welcome", ["take 29 minutes", "in_30: line"]),
    (HOUR, "in_120: 50", "in_120: 40", "{activity} Welcome", ["take 110 minutes", "in_120: line"]),
    (HOUR, "purpose: People say", "purpos: People say", "purpos", ["Did you mean purpose?"]),
    (PLAN, "bite: 8", "bite: 80", "minutes:", ["each dose must be longer"]),
    (ROUTE, "{module: people/asking, dose: bite}", "{module: people/ask, dose: bite}", "people/ask,",
     ["Did you mean people/asking?"]),
    (ROUTE, "dose: bite", "dose: nibble", "nibble", ["'bite', 'foundation'"]),
    (ROUTE, "{module: people/asking, dose: bite}", "{module: roles/induction, dose: expert}", "dose: expert",
     ["It has: bite, foundation, workshop"]),
    (ROUTE, "minutes: 130", "minutes: 300", "minutes: 300", ["the steps take 128 minutes", "Change a step or the claim"]),
    (ROUTE, "day: 7", "day: -7", "title: A short way", ["put the steps in order"]),
    (ROUTE, "  left_out: Everything else.\n", "", "title: A short way", ["left_out: is missing", "leaves out, and why"]),
    (ROUTE, "minutes: 15", "dose: bite", "Talk about it", ["an activity has no dose"]),
    (ROUTE, "pathway:", "pathways:", "pathways:", ["“pathway:” in the front matter"]),
    (CASE, "  did_not_work: not reported\n", "", "title: The quiet ward", ["did_not_work: is missing", "not reported"]),
    (CASE, "[Somebody2019]", "[Sombody2019]", "Sombody2019", ["Did you mean Somebody2019?"]),
    (CASE, "source: the source document", "source: hearsay", "hearsay", ["not in book/references.bib"]),
    (CASE, "confidence: S", "confidence: sure", "sure", ["'S', 'C', 'K' or 'doc'"]),
    (CASE, "[people/listening]", "[people/hearing]", "hearing", ["people/hearing is not in modules/modules.yml"]),
    (CARDS, "source: Somebody2019", "source: Nobody", "Nobody", ["not in book/references.bib"]),
    (CARDS, "    change_my_mind: A trial that finds nothing.\n", "", "id: somebody", ["change_my_mind: is missing"]),
    (OFFERS, "cost: free", "cost: cheap", "cheap", ["'free', 'paid' or 'unknown'"]),
    (OFFERS, "- id: fellowship", "- id: evening-class", "evening-class", ["a second “evening-class”"]),
    (OWED, "    cannot: A course cannot appoint anybody.\n", "", "id: R02", ["names no artefact", "not_yet: or cannot:"]),
    (OWED, "[book/cases/quiet.md]", "[book/cases/loud.md]", "loud", ["there is no book/cases/loud.md", "Mend the path"]),
    (OWED, "#a-short-way", "#a-long-way", "a-long-way", ["no heading or label “a-long-way”"]),
    (OWED, "source: DPIC", "source: NHS", "NHS", ["'REP', 'DPIC'"]),
    ("book/strands/people.md", "{id: people}", "{id: spread}", "id: spread", ["the page people.md says strand spread"]),
]  # fmt: skip


@pytest.fixture
def course(tmp_path) -> Path:
    return small(tmp_path / "course")


def test_the_small_course_has_no_faults(course):
    assert len(catalogue.load(course).modules) == 2


@pytest.mark.parametrize(
    ("name", "old", "new", "there", "says"),
    SPOILED,
    ids=[f"{Path(name).name}:{(new or old).strip()[:28]}" for name, old, new, *_ in SPOILED],
)
def test_a_fault_is_named_with_its_file_its_line_and_its_cure(course, name, old, new, there, says):
    path = course / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ManifestError) as caught:
        catalogue.load(course)
    told = [fault for fault in caught.value.problems if all(words in fault for words in says)]
    assert told, caught.value.problems
    file, line = re.match(r"(\S+), line (\d+):", told[0]).groups()
    assert Path(file) == path
    assert there in path.read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_a_file_that_is_not_text_is_named_with_its_line(course):
    path = course / CARDS
    path.write_bytes(path.read_bytes().replace(b"On listening", b"On listening \xe9"))
    with pytest.raises(ManifestError, match=r"reading-cards\.yml, line 3: this is not UTF-8 text\. Save"):
        catalogue.load(course)


@pytest.mark.parametrize("text", ["", "just words\n", "cards: &all [*all]\n", "\tcards: []\n"])
def test_a_file_without_fields_is_named(course, text):
    (course / CARDS).write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError, match=r"reading-cards\.yml, line 1: "):
        catalogue.load(course)


def test_faults_in_many_files_are_told_in_one_go(course):
    slips = [
        (MODULE, "promise:", "promis:"),
        (CASE, "confidence: S", "confidence: x"),
        (OWED, "id: R01", "id: 1"),
    ]
    for name, old, new in slips:
        path = course / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ManifestError) as caught:
        catalogue.load(course)
    assert all(any(name in fault for fault in caught.value.problems) for name in (MODULE, CASE, OWED))


def test_an_outcome_without_a_question_is_told_with_the_line_of_the_outcome(course):
    path = course / QUIZ
    path.write_text(
        path.read_text(encoding="utf-8").replace("outcome: limit", "outcome: apply"), encoding="utf-8"
    )
    with pytest.raises(
        ManifestError, match=r"outcome “limit” has no question\. Write one.*module\.yml, line \d+"
    ):
        catalogue.load(course)


def test_a_ring_of_two_modules_is_told(course):
    for name, other in [("listening", "asking"), ("asking", "listening")]:
        path = course / f"modules/people/{name}/module.yml"
        text = path.read_text(encoding="utf-8").replace("builds_on: []", f"builds_on: [people/{other}]")
        path.write_text(text, encoding="utf-8")
    ring = r"runs in a ring: people/(asking|listening) builds on people/(?!\1)\w+ builds on people/\1\."
    with pytest.raises(ManifestError, match=ring):
        catalogue.load(course)


def test_a_course_without_a_library_is_in_order(tmp_path):
    course = small(tmp_path / "course")
    for path in (course / "book").rglob("*"):
        if path.is_file():
            path.unlink()
    assert catalogue.load(course).pathways == {}
