"""The set former: what a member of staff does with it, button by button, and the plan of a meeting."""

import base64
import io
import re

import pandas as pd
import pytest

from improve.people import set_former
from improve.people.desk import Desk
from improve.people.timer import clock_html, turns


def file_in(html):
    return base64.b64decode(re.search(r"base64,([\w+/=]+)", html)[1]).decode()


@pytest.fixture
def tool():
    return set_former()


def test_invented_people_become_sets_with_their_mix_beside_random_ones(tool):
    assert tool.sets.result.layout.display == "none"
    tool.sets.example.click()
    assert tool.sets.result.layout.display is None
    assert "26 people in 4 sets of 6 or 7" in tool.sets.said.value
    assert "No other sets of these sizes can score more" in tool.sets.said.value
    assert "Of 1,000 random ones" in tool.sets.stage.words
    assert tool.sets.drawn.value.count("<section") == 4


def test_moving_somebody_shows_the_price_and_can_be_undone(tool):
    tool.sets.example.click()
    was = tool.desk.sets.people["set"].tolist()
    tool.sets.move.click()
    assert "Choose whom" in tool.sets.price.value
    tool.sets.who.value = 0
    tool.sets.to.value = 2
    tool.sets.move.click()
    assert "Person 1 is in set 2 now. Pairs who differ, in points of a hundred" in tool.sets.price.value
    tool.sets.undo.click()
    assert tool.desk.sets.people["set"].tolist() == was


def test_two_people_can_change_places(tool):
    tool.sets.example.click()
    people = tool.desk.sets.people
    other = int(people.index[people["set"] != people.loc[0, "set"]][0])
    tool.sets.who.value, tool.sets.other.value = 0, other
    tool.sets.move.click()
    assert tool.desk.sets.people.loc[0, "set"] == people.loc[other, "set"]
    assert "have changed places" in tool.sets.price.value


def test_the_file_taken_away_holds_everybody_once_and_runs_no_formula(tool):
    rows = "\n".join(f"P{n},nurse,acute" for n in range(11))
    tool.sets.table.load(f"person,role,sector\n=1+1,doctor,GP\n{rows}\n", "")
    taken = pd.read_csv(io.StringIO(file_in(tool.sets.taken.value)))
    assert len(taken) == 12
    assert "'=1+1" in taken["person"].tolist()


def test_a_table_that_cannot_be_read_is_refused_and_shows_no_old_sets(tool):
    tool.sets.example.click()
    tool.sets.table.paste.value = "role,sector\nnurse,\n"
    tool.sets.table.button.click()
    assert "Row 2, column “sector”" in tool.sets.table.found.value
    assert 'role="alert"' in tool.sets.table.found.value
    assert tool.sets.result.layout.display == "none"


def test_what_was_typed_is_never_run(tool):
    rows = "\n".join(f"<script>{n}</script>,<b>nurse</b>,acute" for n in range(10))
    tool.sets.table.load(f"person,role,sector\n{rows}\n", "")
    assert "<script" not in tool.sets.drawn.value
    assert "<b>nurse" not in tool.sets.drawn.value


def test_people_of_one_team_are_kept_apart_where_that_is_possible():
    desk = Desk()
    desk.read("role,sector,team\n" + "nurse,acute,red\nnurse,acute,blue\n" * 2 + "doctor,GP,\n" * 8)
    desk.form()
    assert desk.kept_apart() == []
    desk.read("role,sector,team\n" + "nurse,acute,red\n" * 5 + "doctor,GP,\n" * 7)
    desk.form()
    assert len(desk.kept_apart()) == 2


def test_people_who_are_all_alike_are_told_that_nothing_was_won():
    desk = Desk()
    desk.read("role,sector\n" + "nurse,acute\n" * 12)
    desk.form()
    assert "nothing was won" in desk.compared()


def test_mentors_are_matched_and_the_unmatched_are_said_first(tool):
    tool.which.value = "Match mentors"
    assert tool.sets.panel.layout.display == "none"
    tool.mentors.example.click()
    said = tool.mentors.said.value
    assert re.search(r"\d+ of 30 learners have no mentor", said)
    assert "The matching is stable" in said
    assert "hours a month" in said
    before = file_in(tool.mentors.taken.value)
    tool.mentors.weights["learners"]["skills"].value = 0
    assert file_in(tool.mentors.taken.value) != before
    assert "Without a mentor" in tool.mentors.listed.value


def test_a_meeting_adds_up_and_says_who_waits(tool):
    tool.meeting.each.value = 40
    assert "3 people have a turn. 3 will have their turn next time." in tool.meeting.shown.value
    tool.meeting.minutes.value, tool.meeting.each.value = 90, 0
    tool.meeting.people.value = 7
    assert "A turn needs 15 at least" in tool.meeting.shown.value


@pytest.mark.parametrize("people", [4, 5, 6, 7])
@pytest.mark.parametrize("minutes", [150, 180, 240])
def test_every_plan_of_a_meeting_has_no_gap_and_ends_on_time(people, minutes):
    plan, takers = turns(people, minutes)
    assert takers == people
    end = 0
    for part in plan:
        assert part.start == end
        assert part.minutes > 0
        end += part.minutes
    assert end == minutes
    assert sum("break" in part.what for part in plan) == 1


def test_the_clock_names_no_other_machine():
    html = clock_html(turns(5, 150)[0])
    assert "http" not in html
    assert html.count("<li>") == len(turns(5, 150)[0])
