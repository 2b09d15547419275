"""Damaged files: each is refused with the reason, and what can be read of it is recovered with a sentence.

What one person meets: a download cut short, an editor that changed quotation marks, a file merged by hand, a file from
a colleague's newer course, a file that is something else altogether.
"""

import contextlib
import copy
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import example as this_one_too
from hypothesis import strategies as st

from improve.project import (
    Project,
    ProjectProblem,
    case_yaml,
    draw_drivers,
    draw_process,
    draw_ramp,
    example,
    load,
    recover,
    report_html,
    review,
    save,
    summary_html,
)
from improve.project.parsing import LARGEST_FILE

from .conftest import HOSTILE, leaves

HEAD = {"format": "improve-project", "version": 2}
OPENING = '{"format": "improve-project", "version": 2, "title": "Falls", '


def text(**parts) -> str:
    return json.dumps({**HEAD, **parts})


# ------------------------------------------------------------------------------------------------ refused for good

REFUSED = {
    "an empty file": (b"", "This file is empty."),
    "only white space": (b" \n\n ", "This file is empty."),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is not a project file"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00", "This is not a project file"),
    "a table": ("date,value\n2025-01-01,3\n", "This is not a project file"),
    "a list": ("[1, 2, 3]", "This is not a project file"),
    "a web page": ("<!doctype html>\n<script>alert(1)</script>", "This is not a project file"),
    "another JSON document": ('{"name": "left-pad", "dependencies": {}}', "it holds none of the parts"),
    "work kept by a notebook": ('{"format": "improve-journal", "version": 1}', "guesses and answers"),
    "a newer version": (text(version=3, title="From the future"), "saved by a newer version"),
    "a much newer version": (text(version=2.5), "file version 2.5; this is version 2"),
    "boxes in boxes": (OPENING + '"story": ' + "[" * 60 + "]" * 60 + "}", "boxes in boxes"),
    "a very deep file": ('{"a":' * 100_000, "This is not a project file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_the_reason_by_load_and_by_recover(name):
    content, reason = REFUSED[name]
    for reader in (load, recover):
        with pytest.raises(ProjectProblem) as problem:
            reader(content)
        assert reason in str(problem.value)
        assert not problem.value.recoverable


def test_fifty_megabytes_are_refused_by_size_before_they_are_read(tmp_path):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    start = time.perf_counter()
    with pytest.raises(ProjectProblem, match="This file is 50 MB"):
        load(path)
    assert time.perf_counter() - start < 0.5
    with pytest.raises(ProjectProblem, match="This file is 50 MB"):
        recover(b"x" * 50_000_000)


# ------------------------------------------------------------------------------------------------ refused, and recovered

MENDED = {
    "text where a list should be": (
        text(measures="falls, injuries"),
        "Measures: this should be a list",
        "falls, injuries",
    ),
    "a list where a group should be": (
        text(charter=["Fewer falls"]),
        "Charter: this should be a group of named fields",
        "Fewer falls",
    ),
    "a number where words should be": (text(title=2025), "should be words, and it holds a number", "2025"),
    "words where a number should be": (
        text(charter={"aim": {"target": "most of them"}}),
        "“most of them” is not a number",
        "most of them",
    ),
    "a number in quotation marks": (
        text(charter={"aim": {"target": "80"}}),
        "“80” is not a number. It was read as “80.0”",
        '"target": 80',
    ),
    "a date of another form": (
        text(charter={"aim": {"by_when": "31/03/2026"}}),
        "is not a date. Write dates as 2026-03-31",
        "31/03/2026",
    ),
    "a day that does not exist": (
        text(charter={"aim": {"by_when": "2026-02-30"}}),
        "There is no such day".lower(),
        "2026-02-30",
    ),
    "a date with a time": (
        text(charter={"aim": {"by_when": "2026-03-31T00:00:00Z"}}),
        "It was read as “2026-03-31”",
        "2026-03-31",
    ),
    "a decision that is none": (
        text(pdsa=[{"id": "a", "decision": "abort"}]),
        "“abort” is not one of the choices",
        "abort",
    ),
    "a decision in capitals": (
        text(pdsa=[{"id": "a", "decision": "ADOPT"}]),
        "It was read as “adopt”",
        '"decision": "adopt"',
    ),
    "the same id twice": (
        text(measures=[{"id": "m", "name": "Falls"}, {"id": "m", "name": "Harm"}]),
        "the id “m” is used twice",
        '"id": "m-2"',
    ),
    "no ids": (text(measures=[{"name": "Falls"}]), "there is no id here", "Falls"),
    "an id that is a list": (
        text(measures=[{"id": ["falls-a"], "name": "Falls"}]),
        "there is no id here",
        "falls-a",
    ),
    "figures without dates": (
        text(data=[{"id": "d", "points": [{"value": 31415}]}]),
        "there is no date here",
        "31415",
    ),
    "figures as text": (
        text(data=[{"id": "d", "points": [{"date": "2025-01-01", "value": "many"}]}]),
        "“many” is not a number",
        "many",
    ),
    "yes for true": (text(invented="yes"), "this should be true or false", "yes"),
    "a text too long": (
        text(charter={"problem": "long " * 2000}),
        "at most 5,000 have room. It was cut here",
        "long long",
    ),
    "too many drivers": (
        text(driver_diagram={"primary": [{"id": f"d{i}"} for i in range(14)]}),
        "there are 14 entries; at most 12",
        "d13",
    ),
    "no version": (
        json.dumps({"format": "improve-project", "title": "Falls"}),
        "does not say which version",
        "Falls",
    ),
    "a version in words": (text(version="two", title="Falls"), "does not say which version", "Falls"),
    "version nought": (text(version=0, title="Falls"), "does not say which version", "Falls"),
    "no mark of a project file": (
        json.dumps({"version": 2, "charter": {"problem": "Falls"}}),
        "does not say that it is a project file",
        "Falls",
    ),
    "a part given twice": (OPENING + '"title": "Second"}', "stands twice", "Second"),
    "not a number": (
        OPENING + '"charter": {"aim": {"target": NaN}}}',
        "is not a number that can be used",
        "Falls",
    ),
    "infinity": (
        OPENING + '"charter": {"aim": {"target": 1e999}}}',
        "is not a number that can be used",
        "Falls",
    ),
    "a number of 5,000 digits": (
        OPENING + '"charter": {"aim": {"target": ' + "9" * 5000 + "}}}",
        "is not a number that can be used",
        "Falls",
    ),
    "letters damaged": (
        text(title="Zoë falls").encode("utf-8").replace(b"Zo", b"Zo\xe9\xff"),
        "Some letters in this file are damaged",
        "falls",
    ),
    "cut short in a text": (
        text(title="Falls", charter={"problem": "Many"})[:-12],
        "damaged or cut short",
        "Falls",
    ),
    "a comma too many": (
        '{"format": "improve-project", "version": 2,\n"title": "Falls",\n"measures": [{"id": "m"},,]}',
        "damaged or cut short in line 3",
        "Falls",
    ),
    "quotation marks changed by an editor": (
        '{"format": "improve-project", "version": 2,\n"title": “Falls”,\n"charter": {"problem": "Many"}\n}',
        "these parts are whole and were read too: charter",
        "Many",
    ),
    "HTML where a list should be": (text(measures=HOSTILE), "this should be a list", "window.hacked"),
}


@pytest.mark.parametrize("name", MENDED)
def test_it_is_refused_by_load_and_recovered_with_a_sentence(name):
    content, sentence, kept = MENDED[name]
    with pytest.raises(ProjectProblem) as problem:
        load(content)
    assert problem.value.recoverable
    project, notes = recover(content)
    assert sentence in "\n".join(notes)
    assert kept in save(project)
    again, quiet = load(save(project))
    assert again == project
    assert not quiet or all("not in the project" in note for note in quiet)


# ------------------------------------------------------------------------------------------------ healthy enough

NOTED = {
    "a field nobody knows": (
        text(title="Falls", colour="red"),
        "Colour: this version does not know this field",
        "red",
    ),
    "a field nobody knows, deep inside": (
        text(pdsa=[{"id": "a", "mood": "bright"}]),
        "PDSA log, entry 1, “mood”",
        "bright",
    ),
    "a link to nothing": (
        text(charter={"aim": {"measure": "gone"}}),
        "links to the measure “gone”, which is not in the project",
        "gone",
    ),
}


@pytest.mark.parametrize("name", NOTED)
def test_it_is_loaded_with_a_note_and_nothing_is_lost(name):
    content, note, kept = NOTED[name]
    project, notes = load(content)
    assert note in "\n".join(notes)
    assert kept in save(project)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_that_editors_use_are_read(encoding, whole):
    assert load(save(whole).encode(encoding))[0] == whole


def test_what_was_kept_aside_is_kept_through_further_saves():
    project, _ = load(text(colour="red"))
    again, notes = load(save(project))
    assert again.aside == {"colour": "red"}
    assert notes == []


def test_there_are_more_than_thirty_damaged_files():
    assert len(REFUSED) + len(MENDED) + len(NOTED) + 1 >= 30


def test_html_in_text_stays_text(whole):
    project, notes = load(text(title=HOSTILE))
    assert project.title == HOSTILE
    assert notes == []


def test_a_refusal_shows_its_sentences_and_no_traceback():
    with pytest.raises(ProjectProblem) as problem:
        load(text(title=1, measures="x"))
    assert problem.value._render_traceback_() == [str(problem.value)]
    assert str(problem.value).startswith("There are 3 things to put right.")


# ------------------------------------------------------------------------------------------------ any bytes at all

QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WHOLE = save(example()).encode()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | st.just("id"), inner, max_size=4)
    ),
    max_leaves=12,
)


def read_or_refused(content) -> Project | None:
    """Load and recover: either gives a project or a refusal in words, and nothing else is ever raised."""
    with contextlib.suppress(ProjectProblem):
        load(content)
    try:
        project, notes = recover(content)
    except ProjectProblem:
        return None
    assert all(isinstance(note, str) and note for note in notes)
    return project


def use(project: Project) -> None:
    """Do everything that can be done with a project: none of it may fail."""
    assert load(save(project))[0] == project
    for drawing in (draw_drivers(project), draw_process(project), draw_ramp(project)):
        assert drawing.svg.startswith("<svg")
    review(project)
    summary_html(project)
    report_html(project)


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes_give_a_project_or_a_refusal(content):
    read_or_refused(content)


@QUICK
@given(st.integers(0, len(WHOLE)))
def test_a_file_cut_short_anywhere_is_read_up_to_the_cut(length):
    project = read_or_refused(WHOLE[:length])
    if length > 400:
        assert project is not None
        assert project.title == "A drink within reach on Ward 7"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_file_with_bytes_changed_is_read_or_refused_and_can_be_used(changes):
    content = bytearray(WHOLE)
    for position, byte in changes:
        content[position] = byte
    project = read_or_refused(bytes(content))
    if project is not None:
        use(project)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted(set(Project.model_fields) - {"format", "version"})), JSON, max_size=4
    ),
    st.sampled_from([1, 2]),
)
def test_parts_of_any_shape_are_recovered_and_can_be_used(parts, version):
    project = read_or_refused(json.dumps({**HEAD, "version": version, **parts}))
    assert project is not None
    use(project)


PLACES = [place for place, _ in leaves(json.loads(WHOLE)) if place[0] not in ("format", "version")]
WORDS = st.text("abcdefgh", min_size=9, max_size=12)
STRANGE = (
    WORDS
    | st.lists(WORDS, max_size=3)
    | st.dictionaries(WORDS, WORDS, max_size=3)
    | st.just({"id": "m"})
    | st.integers(10**7, 10**9)
)


@settings(max_examples=60, deadline=None)
@this_one_too([(("data", 0, "points", 0, "date"), 4, {"aaaaaaaaa": "no date, and a field nobody knows"})])
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.integers(1, 5), STRANGE), min_size=1, max_size=5))
def test_recovering_loses_no_words(changes):
    document = json.loads(WHOLE)
    for place, depth, value in changes:
        put(document, place[:depth], value)
    saved = save(recover(json.dumps(document))[0])
    for place, value in leaves(document):
        assert not isinstance(value, str) or json.dumps(value, ensure_ascii=False)[1:-1] in saved, place


HOLDERS = {place[:depth] for place in PLACES for depth in range(1, len(place) + 1)}
FEW = sorted(
    (place for place in HOLDERS if all(step in (0, 1) for step in place if isinstance(step, int))), key=str
)


@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_nothing_where_something_stood_never_stops_a_recovery(nothing):
    for place in FEW:
        emptied = json.loads(WHOLE)
        put(emptied, place, nothing)
        assert read_or_refused(json.dumps(emptied)) is not None, place


def put(document, place, value) -> None:
    """Put a value at a place, if the place is still there."""
    for step in place[:-1]:
        try:
            document = document[step]
        except (KeyError, IndexError, TypeError):
            return
    last, fits = place[-1], False
    if isinstance(document, dict):
        fits = isinstance(last, str)
    elif isinstance(document, list):
        fits = isinstance(last, int) and last < len(document)
    if fits:
        document[last] = copy.deepcopy(value)


def test_an_exported_case_of_a_recovered_file_is_refused_or_made(whole):
    project, _ = recover(WHOLE[: len(WHOLE) // 2])
    with pytest.raises(ProjectProblem, match="what did not work"):
        case_yaml(project)


def test_the_largest_file_allowed_is_read_in_reasonable_time():
    filler = ",".join(f'"field {i}": "{"x" * 80}"' for i in range(LARGEST_FILE // 110))
    start = time.perf_counter()
    project, notes = load(OPENING + filler + "}")
    assert time.perf_counter() - start < 20
    assert len(project.aside) == LARGEST_FILE // 110
    assert len(notes) < 20
