"""The dose planner: people are conserved, more capacity never helps fewer, and the county's example comes out."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course import catalogue
from improve.dosing import COUNTY, DOSES, DosingError, Offer, Role, figure, reading, replace, simulate
from improve.dosing_panel import Planner


@st.composite
def roles(draw):
    steps = sorted((draw(st.integers(0, 60)) for _ in range(5)), reverse=True)
    return Role("invented", *steps)


SHARE = st.floats(0, 1)
OFFERS = st.builds(
    Offer,
    roles=st.lists(roles(), min_size=1, max_size=3).map(tuple),
    months=st.integers(1, 12),
    facilitators=st.integers(0, 10),
    hours=st.floats(0, 40),
    take_up=SHARE,
    attendance=SHARE,
    leave=SHARE,
    facilitators_leave=SHARE,
    foundation_cost=st.floats(0.1, 20),
    practitioner_cost=st.floats(0.1, 40),
    expert_cost=st.floats(0.1, 80),
    expert_hours=st.floats(0, 8),
)
CALM = {"leave": 0, "facilitators_leave": 0, "take_up": 1, "attendance": 1, "expert_hours": 0}


@settings(max_examples=60, deadline=None)
@given(OFFERS)
def test_everybody_is_somewhere_and_nobody_is_counted_twice(offer):
    result = simulate(offer, runs=4)
    heads = [role.heads for role in offer.roles]
    assert (result.here >= 0).all()
    assert (result.here.sum(axis=3) == heads).all()
    # who has a deeper dose has the ones before it, and nobody goes further than their role was meant to
    assert (np.diff(result.at_least, axis=2) <= 0).all()
    deep = result.here[..., ::-1].cumsum(axis=-1)[..., ::-1][..., 1:]
    assert (deep <= [role.wanted for role in offer.roles]).all()
    # ever reached: never falls, and holds all who are there
    assert (np.diff(result.ever, axis=1) >= 0).all()
    assert (result.ever >= result.at_least).all()
    assert (np.diff(result.facilitators, axis=1) <= 0).all()


@settings(max_examples=40, deadline=None)
@given(OFFERS, st.integers(1, 20))
def test_with_no_other_luck_more_facilitators_never_reach_fewer(offer, more):
    calm = replace(offer, **CALM)
    few = simulate(calm, runs=1).at_least
    many = simulate(replace(calm, facilitators=calm.facilitators + more), runs=1).at_least
    assert (many >= few).all()


def test_with_luck_more_facilitators_reach_more_on_the_whole():
    means = [simulate(replace(COUNTY, facilitators=n)).at_least[:, -1].mean(axis=0) for n in (1, 3, 6, 12)]
    for fewer, more in itertools.pairwise(means):
        assert (more >= fewer - 1).all()  # the bite needs no facilitator: its means differ by luck alone
        assert more[2] > fewer[2]


@settings(max_examples=30, deadline=None)
@given(OFFERS)
def test_no_more_hours_are_used_than_facilitators_have(offer):
    offer = replace(offer, expert_hours=0)
    result = simulate(offer, runs=3)
    costs = np.array([offer.foundation_cost, offer.practitioner_cost, offer.expert_cost])
    used = result.ever[:, -1, 1:] @ costs
    given_out = result.facilitators[:, 1:].sum(axis=1) * offer.hours
    assert (used <= given_out + 1e-6 * (1 + given_out)).all()


def test_the_county_example_is_a_thousand_three_hundred_eighty_and_twelve():
    assert COUNTY.heads == 1000
    assert COUNTY.wanted().tolist() == [1000, 300, 80, 12]
    enough = replace(COUNTY, **CALM, facilitators=500, months=4)
    assert simulate(enough, runs=2).at_least[:, -1].tolist() == [[1000, 300, 80, 12]] * 2


def test_the_hours_of_a_learner_are_those_of_the_county_s_pathway(root):
    course = catalogue.load(root)
    steps = course.pathways["county-offer"].steps
    assert [course.minutes_of(step) for step in steps] == pytest.approx(
        [60 * hours for hours in COUNTY.learner_hours], rel=0.1
    )


def test_with_turnover_training_everybody_is_not_having_everybody_trained():
    result = simulate(COUNTY)
    assert np.median(result.ever[:, -1, 0]) > 1000
    assert np.median(result.at_least[:, -1, 0]) < 950
    assert result.chance(1000) == 0
    assert result.chance(0) == 1


def test_nobody_to_teach_means_that_nobody_learns_beyond_the_bite():
    result = simulate(replace(COUNTY, facilitators=0), runs=20)
    assert result.at_least[:, -1, 0].min() > 0
    assert result.at_least[:, -1, 1:].max() == 0


def test_the_same_seed_gives_the_same_runs():
    assert (simulate(COUNTY, runs=5).here == simulate(COUNTY, runs=5).here).all()
    assert (simulate(COUNTY, runs=5).here != simulate(COUNTY, runs=5, seed=8).here).any()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: Role("Nurses", 100, 120), "no number may be larger than the one before it"),
        (lambda: Role("Nurses", 100, 50, -1), "Nurses: 100, 50, -1"),
        (lambda: replace(COUNTY, roles=()), "There is no role"),
        (lambda: replace(COUNTY, months=0), "plan for 1 to"),
        (lambda: replace(COUNTY, leave=12), "it is a share, from 0 to 1"),
        (lambda: replace(COUNTY, expert_cost=0), "nothing is taught in no time"),
        (lambda: replace(COUNTY, split=(0.9, 0.9, 0)), "together at most 1"),
        (lambda: replace(COUNTY, facilitators=-1), "cannot be fewer than none"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_what_would_do(wrong, says):
    with pytest.raises(DosingError, match=says):
        wrong()


def test_the_chart_says_in_words_what_it_shows_and_the_table_agrees():
    result = simulate(COUNTY)
    table = result.by_month()
    assert len(table) == COUNTY.months + 1
    for dose in DOSES:
        drawn = figure(result, dose)
        middle = int(table[f"{dose}, middle"].iloc[-1])
        assert drawn.layout.meta["reading"] == reading(result, dose)
        assert f"{middle:,} in the middle run" in reading(result, dose)
        assert "no forecast" in reading(result, dose)
        assert list(drawn.data[2].y)[-1] == middle
        assert drawn.layout.meta["alt"]
    assert result.by_role().loc["Support staff", "expert"] == "0 of 0"


def test_the_panel_plays_what_is_typed_and_names_the_line_that_is_wrong():
    panel = Planner()
    assert "1,000 are wanted" in panel.said.value
    panel.table.value = "Porters, 40, 40, 6"
    assert panel.result.offer.wanted().tolist() == [40, 6, 0, 0]
    assert "6 are wanted" in panel.said.value
    assert "Practitioner" not in panel.said.value
    panel.boxes["leave"].value = "a lot"
    assert panel.result is None
    assert "“People who leave in a year (%)” needs a number" in panel.said.value
    panel.boxes["leave"].value = "5"
    panel.table.value = "Porters, 40, 60"
    assert "no number may be larger than the one before it" in panel.said.value
    panel.table.value = "<b>Porters</b>, forty"
    assert "Line 1: “forty” is no whole number" in panel.said.value


def test_the_planner_is_an_app_whose_notebook_runs(root):
    notebook = catalogue.find(root, "dose-planner")
    assert notebook == root / "apps" / "dose-planner.ipynb"
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), {})
    assert catalogue.find(root, "../apps/dose-planner") is None
