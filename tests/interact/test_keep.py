"""Work is taken away whole and comes back whole; a damaged file is refused and changes nothing."""

import base64
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from improve.interact import Journal, JournalProblem, check, keep, note, predict


def download(panel):
    """What the link holds, and its file name."""
    html = panel.panel.children[1].value
    content = re.search(r'href="data:application/json;base64,([^"]+)"', html)[1]
    return base64.b64decode(content), re.search(r'download="([^"]+)"', html)[1]


@pytest.fixture
def worked(module_folder, journal):
    predict("fall", "?", choices=["yes", "no"], reveal=lambda: "", journal=journal).commit("yes")
    note("why", "Why?", journal=journal).write("Because of <b>x</b> & “y”.")
    check("plot/median", 12.1, journal=journal)
    return journal


def test_everything_comes_back(worked):
    content, name = download(keep("Run charts", journal=worked))
    assert name == "run-charts.json"
    fresh = Journal()
    assert keep("x", journal=fresh).bring_back(content) == "Your work is back: 1 guess, 1 note and 1 answer."
    assert (fresh.predictions, fresh.notes, fresh.checks) == (worked.predictions, worked.notes, worked.checks)


def test_two_panels_of_one_name_are_both_up_to_date(worked):
    first, last = keep("x", journal=worked), keep("x", journal=worked)
    note("more", "?", journal=worked).write("written later")
    for panel in (first, last):
        assert b"written later" in download(panel)[0]


def test_the_link_is_always_up_to_date(journal):
    panel = keep("x", journal=journal)
    assert "0 guesses, 0 notes and 0 answers" in panel.panel.children[1].value
    note("why", "?", journal=journal).write("now")
    assert json.loads(download(panel)[0])["notes"] == {"why": "now"}


def test_the_file_says_what_it_is_and_which_version(journal):
    document = json.loads(download(keep("x", journal=journal))[0])
    assert (document["format"], document["version"]) == ("improve-journal", 1)


def test_panels_that_stand_open_are_filled_when_work_comes_back(worked, module_folder):
    content, _ = download(keep("x", journal=worked))
    fresh = Journal()
    guess = predict("fall", "?", choices=["yes", "no"], reveal=lambda: "It fell.", journal=fresh)
    words = note("why", "Why?", journal=fresh)
    question = check("plot/median", journal=fresh)
    keep("x", journal=fresh).bring_back(content)
    assert guess.text == "Your guess: yes.\n\nIt fell."
    assert words.text == "Because of <b>x</b> & “y”."
    assert question.panel.children[1].value == "12.1"
    assert "12.1 (not yet)" in question.text


def test_panels_that_are_opened_later_are_filled_too(worked, module_folder):
    fresh = Journal()
    fresh.restore(worked.to_json())
    assert note("why", "?", journal=fresh).text.startswith("Because")
    assert check("plot/median", journal=fresh).panel.children[1].value == "12.1"


def test_the_upload_button_brings_work_back(worked):
    panel = keep("x", journal=Journal())
    panel._uploaded({"new": ({"name": "a.json", "content": memoryview(worked.to_json().encode())},)})
    assert "Your work is back" in panel.text
    assert "Your work is back" in panel.panel.children[-1].value


def test_the_panel_says_plainly_that_binder_forgets(journal):
    assert "Binder forgets." in keep("x", journal=journal).panel.children[0].value


def test_a_note_written_in_both_places_is_kept_from_both():
    saved, current = Journal(notes={"why": "before"}), Journal(notes={"why": "after"})
    current.restore(saved.to_json())
    assert current.notes["why"] == "before\n\n(written later)\nafter"
    current.restore(saved.to_json())
    assert current.notes["why"] == "before\n\n(written later)\nafter"


def test_the_saved_guess_was_first_and_this_session_s_answer_is_the_newer():
    saved = Journal(predictions={"a": "old"}, checks={"c/d": {"status": "passed", "tries": 2}})
    current = Journal(predictions={"a": "new"}, checks={"c/d": {"status": "not yet", "tries": 1}})
    current.restore(saved.to_json())
    assert current.predictions == {"a": "old"}
    assert current.checks["c/d"]["status"] == "not yet"


def document(**changes):
    return json.dumps({"format": "improve-journal", "version": 1, **changes})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "damaged"),
        (b"{", "damaged"),
        (b"\xff\xfe\x00", "damaged"),
        (b"[" * 100_000, "damaged"),
        (b"[]", "not saved by this course"),
        (b'{"format": "other"}', "not saved by this course"),
        (document(version=2), "newer version"),
        (document(version="1"), "which version"),
        (document(version=True), "which version"),
        (document(predictions=[]), "predictions in this file are damaged"),
        (document(predictions={"a": 1}), "predictions in this file are damaged"),
        (document(notes={"a": "x" * 200_000}), "notes in this file are damaged"),
        (document(checks={"a": "passed"}), "checks in this file are damaged"),
        (document(checks={"a": {"status": "full marks"}}), "checks in this file are damaged"),
        (document(checks={"a": {"status": "passed", "tries": -1}}), "checks in this file are damaged"),
        (document(checks={"a": {"status": "passed", "answer": 3}}), "checks in this file are damaged"),
        (b" " * 3_000_000, "too large"),
    ],
)
def test_a_damaged_file_is_refused_whole_and_in_a_sentence(content, said):
    journal = Journal(notes={"why": "mine"})
    panel = keep("x", journal=journal)
    assert said in panel.bring_back(content)
    assert journal == Journal(notes={"why": "mine"})


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.recursive(st.none() | st.text() | st.integers() | st.floats(), st.lists).map(json.dumps),
    )
)
def test_any_file_is_brought_back_or_refused(content):
    try:
        Journal().restore(content)
    except JournalProblem as refused:
        problem = refused
    else:
        return
    assert str(problem).endswith((".", ".json"))


# Half an emoji, as a browser may send it, is among these characters.
WORDS = st.dictionaries(st.text(), st.text(st.characters(exclude_categories=[])))


@settings(max_examples=50, deadline=None)
@given(WORDS, WORDS)
def test_any_words_survive_the_journey(predictions, notes):
    saved, fresh = Journal(predictions=predictions, notes=notes), Journal()
    fresh.restore(download(keep("x", journal=saved))[0])
    assert fresh == saved
