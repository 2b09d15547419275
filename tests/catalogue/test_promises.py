"""What the five documents ask for: every row is there, once, and says where it stands; what is claimed can be opened."""

from pathlib import Path

import pytest

from course import catalogue
from course.catalogue.artefacts import find_artefact, state

ROOT = Path(__file__).resolve().parent.parent.parent
COURSE = catalogue.load(ROOT)
# how many things each document asks for, as its rows are lettered: 137 in all
ASKED = {"R": 17, "W": 9, "RF": 21, "D": 25, "A": 30, "Q": 14, "S": 21}
SOURCE = {"R": "REP", "W": "REP", "RF": "REP", "D": "DPIC", "A": "WEA", "Q": "Q", "S": "SOM"}
IDS = [f"{letters}{n:02d}" for letters, count in ASKED.items() for n in range(1, count + 1)]


def test_every_thing_asked_for_has_one_row_in_its_order():
    assert len(IDS) == 137
    assert list(COURSE.promises) == IDS


def test_each_row_names_the_document_that_asks_for_it():
    wrong = [name for name, row in COURSE.promises.items() if row.source != SOURCE[name.rstrip("0123456789")]]
    assert wrong == []


def test_what_is_said_to_keep_a_promise_can_be_opened_or_is_a_module_of_the_plan():
    faults = {name: [a.fault for a in (find_artefact(COURSE, k) for k in row.kept_by) if a.fault]
              for name, row in COURSE.promises.items()}  # fmt: skip
    assert {name: found for name, found in faults.items() if found} == {}


def test_no_row_stands_on_modules_to_come_and_says_kept():
    for name, row in COURSE.promises.items():
        to_come = [key for key in row.kept_by if key in COURSE.module_keys() and key not in COURSE.modules]
        if to_come:
            assert state(COURSE, row) in ("in part", "not yet"), name


@pytest.mark.parametrize("name", ["R13", "R15", "R16", "RF10", "W08", "R07", "R09"])
def test_what_no_course_package_can_do_is_said(name):
    assert COURSE.promises[name].cannot


def test_the_words_are_our_own_and_no_two_rows_say_the_same():
    texts = [row.what for row in COURSE.promises.values()]
    assert len(set(texts)) == len(texts)
    assert min(len(text.split()) for text in texts) >= 3
