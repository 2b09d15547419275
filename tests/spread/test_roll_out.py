"""The roll-out planner: what a plan does without luck can be worked out by hand, and luck behaves as it should."""

import csv
import io
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from improve.spread import Plan, PlanProblem, afford, loosened, planner, reading, simulate
from improve.spread.drawing import alt, figure, svg
from improve.spread.exporting import report_html, to_csv
from improve.spread.roll_out import CHANGES, what_binds
from improve.spread.words import NOT_A_PROMISE, month_after

STEADY = {"drop_out": 0, "stop_yearly": 0, "leave_yearly": 0}


def by_hand(plan):
    """Sites live each month when every site needs the same whole number of months and nobody is lost."""
    opens, left, live, counts = plan.wave_months, {}, 0, [plan.live_now]
    waiting = list(range(plan.to_start))
    for month in range(plan.months):
        for site in list(waiting):
            if opens[site] <= month and len(left) < plan.capacity:
                left[site] = plan.typical
                waiting.remove(site)
        left = {site: months - 1 for site, months in left.items()}
        live += sum(months <= 0 for months in left.values())
        left = {site: months for site, months in left.items() if months > 0}
        counts.append(plan.live_now + live)
    return counts


@settings(max_examples=60, deadline=None)
@given(
    target=st.integers(1, 40), live_now=st.integers(0, 10), waves=st.integers(1, 6), between=st.integers(0, 6),
    facilitators=st.integers(0, 6), sites_each=st.integers(1, 4), typical=st.integers(1, 9), months=st.integers(3, 40),
)  # fmt: skip
def test_without_luck_a_plan_does_what_it_does_by_hand(typical, **numbers):
    plan = Plan(**numbers, typical=typical, slow=typical, **STEADY)
    assert simulate(plan, runs=2).live.tolist() == [by_hand(plan)] * 2


plans = st.builds(
    Plan,
    target=st.integers(1, 60), live_now=st.integers(0, 20), invited=st.integers(0, 60), months=st.integers(3, 48),
    waves=st.integers(1, 6), between=st.integers(0, 6), facilitators=st.integers(0, 10), sites_each=st.integers(1, 5),
    typical=st.floats(0.5, 10), slow=st.floats(10, 20), drop_out=st.floats(0, 0.5), stop_yearly=st.floats(0, 0.5),
    leave_yearly=st.floats(0, 0.5), replace=st.integers(0, 8),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(plans)
def test_no_run_has_more_sites_than_there_are_and_chances_are_shares(plan):
    result = simulate(plan, runs=12)
    assert result.live.min() >= 0
    assert result.live.max() <= plan.live_now + plan.to_start
    assert result.live.shape == (12, plan.months + 1)
    assert 0 <= result.chance <= 1
    assert (np.diff(result.band(10, 50, 90), axis=0) >= 0).all()


@settings(max_examples=25, deadline=None)
@given(plans)
def test_every_plan_has_a_reading_a_table_and_a_drawing(plan):
    result = simulate(plan, runs=10)
    said = reading(result, what_binds(plan, runs=10))
    assert said[-1] == NOT_A_PROMISE
    assert svg(result).count("<svg") == 1
    assert len(to_csv(result).splitlines()) > plan.months + 2


def test_the_same_seed_gives_the_same_futures():
    assert np.array_equal(simulate(Plan()).live, simulate(Plan()).live)
    assert not np.array_equal(simulate(Plan()).live, simulate(Plan(), seed=8).live)


def test_a_larger_plan_begins_with_the_luck_of_the_smaller_one():
    small, large = Plan(invited=10, waves=1, facilitators=30), Plan(invited=25, waves=1, facilitators=30)
    quiet = {"leave_yearly": 0, "stop_yearly": 0}
    first, more = (simulate(replace(plan, **quiet)).live for plan in (small, large))
    assert (more >= first).all()


def test_sites_that_give_up_are_about_as_many_as_the_plan_says():
    plan = Plan(
        invited=40, waves=1, facilitators=40, months=120, drop_out=0.25, stop_yearly=0, leave_yearly=0
    )
    assert simulate(plan, runs=300).live[:, -1].mean() == pytest.approx(30, abs=0.7)


def test_live_sites_stop_at_the_yearly_rate():
    plan = Plan(live_now=100, target=100, invited=1, facilitators=0, months=12, stop_yearly=0.2)
    assert simulate(plan, runs=400).live[:, -1].mean() == pytest.approx(80, abs=0.8)


def test_inviting_just_as_many_as_are_wanted_almost_never_reaches_the_target():
    plan = Plan(facilitators=7, sites_each=3)
    assert simulate(plan).chance < 0.01
    name, chance, _ = what_binds(plan)[0]
    assert name == "sites asked"
    assert chance > 0.9


def test_what_binds_is_what_was_made_to_bind():
    roomy = {"facilitators": 40, "sites_each": 5, "waves": 1, "months": 60, "invited": 60}
    assert what_binds(Plan(**(roomy | {"facilitators": 1, "sites_each": 2})))[0][0] == "capacity"
    assert what_binds(Plan(**(roomy | {"months": 5, "stop_yearly": 0})))[0][0] == "time"
    free = Plan(**(roomy | STEADY), target=44)
    assert "Nothing in the plan binds" in reading(simulate(free), [("time", 1.0, 60.0)])[1]


def test_each_constraint_that_is_loosened_has_words():
    assert set(loosened(Plan())) == set(CHANGES)


def test_the_documents_own_money_divides_as_the_lesson_says():
    assert 3_500_000 / 7 == 500_000
    assert round(3_500_000 / 44, -2) == 79_500
    assert afford(500_000, months=30, facilitator_year=60_000, site_grant=20_000, sites=6) == 2
    assert afford(100_000, months=30, facilitator_year=60_000, site_grant=20_000, sites=6) == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"target": 0}, "from 1 to 500"),
        ({"slow": 2}, "cannot need less"),
        ({"waves": 1.5}, "a whole number"),
        ({"drop_out": 1.5}, "from 0 to 0.95"),
        ({"facilitators": "many"}, "'many'"),
    ],
)
def test_a_plan_that_makes_no_sense_is_told_why(change, says):
    with pytest.raises(PlanProblem, match=says):
        Plan(**change)


def test_months_are_named():
    assert month_after(date(2027, 11, 1), 2) == "January 2028"


def test_the_csv_opens_in_a_spreadsheet_and_holds_the_guesses():
    rows = list(csv.reader(io.StringIO(to_csv(simulate(Plan(months=6), runs=20)).lstrip("\ufeff"))))
    assert rows[1][:3] == ["0", "April 2027", "44"]
    assert ["months until the date", "6"] in rows


def test_the_page_opens_offline_and_says_that_it_is_not_a_promise():
    result = simulate(Plan(months=6), runs=20)
    page = report_html(result, what_binds(result.plan, 20), title="Plan <b>")
    assert "A plan is not a promise" in page
    assert "Plan &lt;b&gt;" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_the_figure_carries_its_words():
    result = simulate(Plan(), runs=30)
    meta = figure(result).layout.meta
    assert meta["alt"] == alt(result)
    assert "eight runs in ten" in meta["reading"]


def test_the_panel_draws_what_is_typed_and_explains_what_it_cannot():
    panel = planner()
    assert "fewer than 1 run in 100" in panel.said.value
    panel.boxes["invited"].value = "60"
    assert panel.result.plan.invited == 60
    assert panel.result.chance > 0.5
    panel.boxes["target"].value = "<script>"
    assert panel.result is None
    assert "needs a number" in panel.drawn.value
    assert "<script>" not in panel.drawn.value
    panel.boxes["target"].value = "44"
    panel.boxes["start"].value = "next spring"
    assert "Write it as 2027-04" in panel.drawn.value
    panel.boxes["start"].value = "2028-01"
    assert "July 2030" in panel.said.value
    assert "roll-out-plan.csv" in panel.taken.value
