"""The studio proposes the chart that the figures call for, says why, and lets itself be overruled."""

import numpy as np
import pandas as pd
import pytest

from improve.charts.kinds import KINDS
from improve.data import DataProblem, england_emergency, semmelweis_monthly
from improve.studio import ASSUMES, assumes, make_chart, propose, read_marks


def frame(values, denominators=None, *, value="Measure", denominator="Cases", **attrs):
    """Monthly figures with headings, as they come out of a file."""
    table = pd.DataFrame(
        {"date": pd.date_range("2023-01-01", periods=len(values), freq="MS"), "value": values}
    )
    table["value"] = table["value"].astype(float)
    if denominators is not None:
        table["denominator"] = np.asarray(denominators, dtype=float)
    table.attrs["headings"] = {
        "value": value,
        **({"denominator": denominator} if denominators is not None else {}),
    }
    table.attrs |= {"percent": False, "events": False, **attrs}
    return table


def chance(seed=1):
    return np.random.default_rng(seed)


CASES = {
    "few points": (frame([5, 7, 6, 4]), "run"),
    "measured values": (frame(chance().normal(31.5, 4, 24)), "i"),
    "percentages without their counts": (
        frame(chance().integers(80, 99, 24), value="Seen in time %", percent=True),
        "i",
    ),
    "cases out of cases": (frame(chance().binomial(80, 0.7, 24), [80] * 24, denominator="Discharges"), "p"),
    "events over bed days": (
        frame(chance().poisson(4, 24), [600] * 24, value="Falls", denominator="Bed days"),
        "u",
    ),
    "more events than cases": (frame(chance().poisson(60, 24), [40] * 24), "u"),
    "counted events": (frame(chance().poisson(6, 24), value="Complaints"), "c"),
    "counts that wander far": (frame(chance().integers(20, 300, 24), value="Number of calls"), "i"),
    "days between events": (frame(chance().exponential(20, 24) + 0.1, value="Days between falls"), "t"),
    "dates of events": (frame(chance().exponential(20, 24) + 0.1, events=True), "t"),
    "cases between events": (
        frame(chance().geometric(0.02, 24), value="Operations since last infection"),
        "g",
    ),
    "means of groups": (frame(chance().normal(40, 5, 24), [30] * 24), "i"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_chart_that_is_called_for_is_proposed(name):
    figures, kind = CASES[name]
    proposal = propose(figures)
    assert proposal.kind == kind
    assert len(proposal.why) > 80


@pytest.mark.parametrize("name", CASES)
def test_every_alternative_can_be_drawn_and_says_what_it_assumes(name):
    figures, _ = CASES[name]
    proposal = propose(figures)
    for kind, what in proposal.alternatives:
        assert kind != proposal.kind
        assert what == ASSUMES[kind]
        assert make_chart(figures, kind).kind == kind


def test_vienna_before_the_washing_is_overdispersed_and_gets_p_prime():
    births = semmelweis_monthly().dropna(subset=["births"])
    before = births[births["date"] < "1847-06-01"].rename(
        columns={"deaths": "value", "births": "denominator"}
    )
    proposal = propose(before)
    assert proposal.kind == "pp"
    assert "2.0 times as much as chance" in proposal.why


def test_englands_emergency_departments_get_p_prime():
    months = england_emergency().rename(columns={"over_4h_all": "value", "attendances_all": "denominator"})
    assert propose(months).kind == "pp"


def test_many_zeros_bring_the_advice_to_list_the_dates_of_events():
    rare = frame(chance().poisson(0.3, 24), value="Cardiac arrests")
    assert any("list the dates" in words for words in propose(rare).cautions)


def test_an_overruled_proposal_is_answered_with_what_these_figures_say_against_it():
    births = semmelweis_monthly().rename(columns={"deaths": "value", "births": "denominator"})
    assert "vary far more than chance" in assumes(births, "p")
    assert "are first guesses" in assumes(frame([5, 7, 6, 4]), "i")
    assert "denominators differ" in assumes(frame([3, 4, 5], [100, 200, 300]), "c")


def test_a_proportion_reads_in_per_cent_and_a_rate_in_a_multiple_of_ten():
    assert propose(CASES["cases out of cases"][0]).per == 100
    assert propose(CASES["events over bed days"][0]).per == 1000
    chart = make_chart(CASES["events over bed days"][0], "u")
    assert (chart.measure, chart.unit) == ("Falls", "per 1,000 bed days")


def test_no_values_is_a_sentence():
    with pytest.raises(ValueError, match="no values to chart"):
        propose(frame([np.nan, np.nan]))


def test_a_chart_that_needs_a_denominator_says_so():
    with pytest.raises(ValueError, match="needs a denominator"):
        make_chart(frame([1, 2, 3]), "p")


def test_every_kind_offered_has_a_name():
    assert set(ASSUMES) <= set(KINDS)


def test_marks_become_phases_notes_and_points_left_out():
    marks = read_marks([
        ("1 March 2024", "phase", "new beds"), ("2023-05-01", "note", "audit"), ("2023-06", "leave out", ""),
        ("", "note", ""),
    ])  # fmt: skip
    chart = make_chart(CASES["measured values"][0], "i", marks=marks)
    assert chart.series.n_phases == 2
    assert chart.series.reasons[0][1] == "new beds"
    assert [text for _, text in chart.notes] == ["audit"]
    assert chart.table["excluded"].sum() == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("soon", "note", "x"), "not a date"),
        (("2024-01-01", "phase", ""), "reason goes on record"),
        (("2024-01-01", "note", ""), "needs words"),
        (("2024-01-01", "verdict", "x"), "not a kind of mark"),
    ],
)
def test_a_mark_that_says_too_little_is_refused(row, words):
    with pytest.raises(DataProblem, match=words):
        read_marks([row])


def test_two_notes_on_one_day_are_both_kept():
    table = CASES["measured values"][0].assign(note=["from the file"] + [None] * 23)
    table.attrs = CASES["measured values"][0].attrs
    chart = make_chart(table, "i", marks=read_marks([("2023-01-01", "note", "typed")]))
    assert [text for _, text in chart.notes] == ["from the file; typed"]


def test_the_baseline_ends_where_it_is_marked():
    chart = make_chart(CASES["measured values"][0], "i", marks=read_marks([("2024-01-01", "baseline", "")]))
    assert chart.table["in_baseline"].sum() == 12
