"""The desk: changes are checked, can be undone, and leave no link to what is gone; files come in or are refused."""

import pytest

from improve.project import Project, example, save
from improve.workbook import Desk
from improve.workbook.desk import SHAPE, VALUE


@pytest.fixture
def desk():
    return Desk(example())


def test_a_change_is_heard_once_with_its_kind(desk):
    heard = []
    desk.listen(heard.append)
    desk.put(("title",), "Another title")
    desk.add(("measures",), "measure", name="Falls")
    assert heard == [VALUE, SHAPE]


def test_the_same_value_again_is_no_change(desk):
    heard = []
    desk.listen(heard.append)
    assert desk.put(("title",), desk.project.title) == ""
    assert heard == []
    assert not desk.can_undo


def test_what_cannot_stand_is_refused_in_words_and_changes_nothing(desk):
    before = desk.project
    assert "is not a date" in desk.put(("charter", "aim", "by_when"), "in spring")
    assert desk.project == before


def test_an_entry_is_found_by_its_id_at_any_depth(desk):
    assert desk.put(("measures", "reach", "definition", "how_often"), "every day") == ""
    assert desk.project.find("measures", "reach").definition.how_often == "every day"


def test_undo_goes_back_one_change_at_a_time(desk):
    desk.put(("title",), "one")
    desk.put(("title",), "two")
    desk.undo()
    assert desk.project.title == "one"
    desk.undo()
    assert desk.project == example()


def test_removing_a_driver_removes_the_links_to_it(desk):
    assert any("own" in driver.primary for driver in desk.project.driver_diagram.secondary)
    desk.remove(("driver_diagram", "primary", "own"), "drivers")
    assert not any("own" in driver.primary for driver in desk.project.driver_diagram.secondary)


def test_removing_a_measure_removes_it_from_aim_drivers_figures_and_cycles_but_keeps_the_figures(desk):
    figures = len(desk.project.data)
    desk.remove(("measures", "reach"), "measures")
    assert "reach" not in save(desk.project).replace("reach-", "").split('"')
    assert desk.project.charter.aim.measure == ""
    assert len(desk.project.data) == figures


def test_an_entry_moves_up_and_never_beyond_the_end(desk):
    ids = [driver.id for driver in desk.project.driver_diagram.primary]
    desk.move(("driver_diagram", "primary", ids[1]), -1)
    assert [driver.id for driver in desk.project.driver_diagram.primary] == [ids[1], ids[0], *ids[2:]]
    desk.move(("driver_diagram", "primary", ids[1]), -1)
    assert desk.project.driver_diagram.primary[0].id == ids[1]


def test_a_file_takes_the_place_of_what_was_there_and_undo_brings_that_back(desk):
    answer = desk.open(save(Project(title="Falls on Ward 7")).encode())
    assert answer.opened
    assert answer.words == ("“Falls on Ward 7” is open.",)
    desk.undo()
    assert desk.project == example()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"[1, 2, 3]",
        b'{"a": 1}',
        b"PK\x03\x04 a spreadsheet",
        b"<script>alert(1)</script>",
    ],
)
def test_a_file_of_another_kind_is_refused_in_sentences_and_changes_nothing(desk, content):
    answer = desk.open(content)
    assert not answer.opened
    assert all(sentence[-1] in ".?:" and "Error" not in sentence for sentence in answer.words)
    assert desk.project == example()


def test_a_file_of_fifty_megabytes_is_refused_at_once(desk):
    answer = desk.open(b"{" + b" " * 50_000_000)
    assert not answer.opened
    assert "MB" in answer.words[0]


def test_a_damaged_file_is_refused_and_then_recovered_with_notes():
    text = save(example())
    desk = Desk()
    refused = desk.open(text[: len(text) // 2])
    assert not refused.opened
    assert refused.recoverable
    assert desk.empty
    recovered = desk.recover(text[: len(text) // 2])
    assert recovered.opened
    assert len(recovered.words) > 1
    assert desk.project.charter.aim.target == 80


def test_text_is_never_taken_for_the_name_of_a_file(desk, tmp_path):
    path = tmp_path / "project.json"
    path.write_text(save(Project(title="Not yours")))
    assert not desk.open(str(path)).opened
    assert not desk.recover(str(path)).opened


def test_clearing_leaves_no_way_back(desk):
    desk.put(("title",), "one")
    desk.clear()
    assert desk.empty
    assert not desk.can_undo
