"""The panels without a browser: every part draws, every answer lands in the project, and what was typed stays text."""

import json
from datetime import date

import ipywidgets
import pytest

from improve.project import Project, example, save
from improve.workbook import Desk, look, ward
from improve.workbook.bench import Workbook
from improve.workbook.fields import field
from improve.workbook.parts.telling import project_link
from improve.workbook.shelf import Shelf

SCRIPT = "<script>window.ran = 1</script>"


def everything(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from everything(child)


def labelled(widget, start):
    return next(found for found in everything(widget) if getattr(found, "description", "").startswith(start))


@pytest.mark.parametrize("project", [Project(), example()], ids=["empty", "full"])
def test_every_part_draws(project):
    book = Workbook(project)
    for name in book._parts:
        book.go(name)
        assert f": {name}</h2>" in book._heading.value
        assert len(list(everything(book.panel))) > 30


def test_every_control_has_a_prompt():
    book = Workbook(example())
    for name in book._parts:
        book.go(name)
        for widget in everything(book._columns):
            if isinstance(
                widget, ipywidgets.Text | ipywidgets.Textarea | ipywidgets.Dropdown | ipywidgets.DatePicker
            ):
                assert widget.description, name


def test_an_answer_lands_in_the_project_and_the_review_follows():
    book = Workbook()
    book.go("Aim")
    labelled(book._columns, "What is to get better?").value = "falls"
    assert book.desk.project.charter.aim.what == "falls"
    assert "does not say how much" in book._findings.value
    labelled(book._columns, "How much").value = "20"
    labelled(book._columns, "By when?").value = date(2026, 6, 30)
    assert book.desk.project.charter.aim.by_when == date(2026, 6, 30)
    assert "to 20 by 30 June 2026" in book._drawings["beside"].value


def test_what_cannot_stand_is_said_below_the_box_and_goes_when_it_is_put_right():
    desk = Desk()
    from improve.project.theory import Aim

    box = field(desk, ("charter", "aim"), Aim, "target")
    control, below = box.children
    control.value = "lots"
    assert "a number in digits" in below.value
    assert desk.project.charter.aim.target is None
    control.value = "80 %"
    assert below.value == ""
    assert desk.project.charter.aim.target == 80


def test_a_new_name_shows_in_the_menus_of_the_same_part_and_choices_stay():
    book = Workbook(example())
    book.go("Tests")
    opener = next(
        found for found in everything(book._columns) if getattr(found, "description", "") == "Open cycle 2"
    )
    opener.click()
    menu = labelled(book._columns, "Which change idea")
    before = menu.value
    assert before == "cue"
    book.desk.put(("driver_diagram", "change_ideas", "cue", "name"), "A printed cup")
    assert ("1. A printed cup", "cue") in menu.options
    assert menu.value == before


def test_text_is_escaped_wherever_it_is_shown():
    document = json.loads(save(example()).replace("Ward 7", SCRIPT))
    for part in (
        document["measures"],
        document["pdsa"],
        document["driver_diagram"]["primary"],
        document["data"],
    ):
        part[0]["name" if "name" in part[0] else "title"] = SCRIPT
    book = Workbook(Project.model_validate(document))
    for name in book._parts:
        book.go(name)
        for widget in everything(book.panel):
            if isinstance(widget, ipywidgets.HTML):
                assert SCRIPT not in widget.value, name


def test_the_link_holds_the_project_as_it_stands():
    import base64

    desk = Desk(Project(title='A "title" <b>'))
    link = project_link(desk)
    assert base64.b64decode(link.split("base64,")[1].split('"')[0]).decode() == desk.text
    assert 'download="a-title-b.json"' in link


def test_findings_are_folded_after_the_first_four():
    from improve.project import review

    found = review(
        Project(measures=[{"id": "m", "name": "x"}], charter={"aim": {"statement": "Raise awareness."}})
    )
    assert len(found) > 4
    assert f"{len(found) - 4} more" in look.findings(found)


def told(book):
    """Everything that the part says, as HTML."""
    return " ".join(found.value for found in everything(book._columns) if isinstance(found, ipywidgets.HTML))


def test_after_24_weeks_what_was_planted_is_shown_to_those_who_give_a_reading_first():
    book = Workbook(ward.wait(ward.start(Project()), 24)[0])
    book.go("Tests")
    see = labelled(book._columns, "See what was planted")
    see.click()
    assert "Idea A adds 12" not in told(book)
    assert "Write your reading first" in told(book)
    reading = "Nothing was tried here, so nothing can have changed: all of it is chance."
    labelled(book._columns, "What did each idea do").value = reading
    see.click()
    assert "Idea A adds 12" in told(book)


def test_a_case_that_may_name_somebody_waits_until_a_person_has_looked():
    story = {"what_did_not_work": "Reminders at handover.", "learned": "Ask about NHS number 943 476 5919."}
    book = Workbook(Project(title="Falls", story=story))
    book.go("Share")
    assert "-case.yml" not in told(book)
    labelled(book._columns, "I have looked at every text").value = True
    assert "-case.yml" in told(book)


class TestTheShelf:
    """What Python does with what the script in the page says."""

    def handed(self, shelf):
        return shelf._out.value

    def test_nothing_is_handed_over_before_the_browser_has_told_what_it_holds(self):
        desk = Desk()
        shelf = Shelf(desk)
        assert self.handed(shelf) == ""
        shelf.hear(json.dumps({"found": None}))
        assert self.handed(shelf) == ""
        desk.put(("title",), "Falls")
        assert "data-text=" in self.handed(shelf)

    def test_kept_is_said_only_when_the_browser_has_read_the_last_text_back(self):
        desk = Desk()
        shelf = Shelf(desk)
        shelf.hear(json.dumps({"found": None}))
        desk.put(("title",), "Falls")
        desk.put(("title",), "Falls on Ward 7")
        shelf.hear(json.dumps({"kept": 1, "at": "10:00"}))
        assert not shelf.kept
        shelf.hear(json.dumps({"kept": 2, "at": "10:01"}))
        assert shelf.kept
        assert "Kept in this browser at 10:01" in shelf._words.value

    def test_what_the_browser_held_is_opened(self):
        desk = Desk()
        Shelf(desk).hear(json.dumps({"found": save(example())}))
        assert desk.project == example()

    def test_a_damaged_copy_is_refused_with_the_reason_kept_and_can_be_recovered(self):
        desk = Desk()
        shelf = Shelf(desk)
        shelf.hear(json.dumps({"found": save(example())[:3000]}))
        assert desk.empty
        assert "damaged or cut short" in shelf.said.value
        assert self.handed(shelf) == ""
        shelf._recover.click()
        assert desk.project.charter.aim.target == 80

    def test_a_browser_that_keeps_nothing_is_told_plainly(self):
        shelf = Shelf(Desk())
        shelf.hear(json.dumps({"refused": True}))
        assert "is lost when this page closes" in shelf._words.value

    def test_work_begun_before_the_browser_answered_is_kept_and_not_overwritten(self):
        desk = Desk()
        shelf = Shelf(desk)
        desk.put(("title",), "Falls")
        shelf.hear(json.dumps({"found": None}))
        assert "Falls" in self.handed(shelf)

    def test_work_begun_before_an_older_copy_came_back_is_one_undo_away(self):
        desk = Desk()
        shelf = Shelf(desk)
        desk.put(("title",), "Typed very quickly")
        shelf.hear(json.dumps({"found": save(example())}))
        assert desk.project == example()
        desk.undo()
        assert desk.project.title == "Typed very quickly"

    def test_a_page_drawn_anew_gets_the_project_again_and_not_the_other_way_round(self):
        desk = Desk()
        shelf = Shelf(desk)
        shelf.hear(json.dumps({"found": None, "count": 1}))
        desk.put(("title",), "Falls")
        shelf.hear(json.dumps({"found": save(example()), "count": 2}))
        assert desk.project.title == "Falls"

    def test_another_tab_that_keeps_its_work_is_told(self):
        shelf = Shelf(Desk())
        shelf.hear(json.dumps({"elsewhere": True}))
        assert "open in another tab" in shelf.said.value

    @pytest.mark.parametrize(
        "said", ["", "{", "[]", "3", '{"kept": "x"}', '{"found": 3}', '{"at": "<script>"}']
    )
    def test_anything_else_in_the_box_changes_nothing(self, said):
        desk = Desk()
        shelf = Shelf(desk)
        shelf.hear(said)
        assert desk.empty
        assert not shelf.kept
