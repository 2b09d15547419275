"""Figures go into a project from a file and come out as the same chart."""

import doctest
import importlib
import math
import pkgutil

import pandas as pd
import pytest

import improve.project
from improve.charts import RULE_SETS, run_chart
from improve.data import read_csv, semmelweis_monthly
from improve.project import Project, ProjectProblem, change, frame_of, load, redraw, save, series_from

CSV = "date,value,denominator,note\n2025-01-06,3,140,\n2025-01-13,,139,closed\n2025-01-20,5,141,<b>snow</b>\n"


def test_figures_from_a_file_go_into_a_series_with_gaps_and_notes():
    series = series_from(read_csv(CSV), "falls", name="Falls", source="ward book")
    assert [point.value for point in series.points] == [3, None, 5]
    assert [point.note for point in series.points] == ["", "closed", "<b>snow</b>"]


def test_a_frame_comes_back_as_it_went_in():
    frame = read_csv(CSV)
    back = frame_of(series_from(frame, "falls"))
    assert (back["date"] == frame["date"]).all()
    assert back["value"].tolist()[::2] == [3.0, 5.0]
    assert math.isnan(back["value"][1])
    assert back["denominator"].tolist() == frame["denominator"].tolist()


def test_a_frame_without_dates_is_refused_in_words():
    with pytest.raises(ProjectProblem, match="no column “date”"):
        series_from(pd.DataFrame({"value": [1]}), "a")


def test_a_frame_with_more_rows_than_there_is_room_for_is_refused():
    frame = pd.DataFrame({"date": pd.date_range("2015-01-01", periods=2001), "value": 1.0})
    with pytest.raises(ProjectProblem, match="there are 2,001 entries; at most 2,000 have room"):
        series_from(frame, "a")


def test_a_chart_is_drawn_again_from_the_file_exactly():
    deaths = semmelweis_monthly().rename(columns={"deaths": "value", "births": "denominator"})
    choices = {
        "id": "c", "data": "vienna", "per": 100, "baseline_before": "1847-06-01", "rules": "nhs", "shift": 8,
        "notes": [{"date": "1847-05-15", "text": "chlorine washing begins"}], "exclude": ["1847-05-01"], "target": 2,
    }  # fmt: skip
    project = Project(data=[series_from(deaths, "vienna", name="deaths")], charts=[choices])
    chart = redraw(load(save(project))[0], "c")
    direct = run_chart(
        deaths, denominator="denominator", per=100, baseline="1847-06-01", rules=RULE_SETS["nhs"].with_lengths(shift=8),
        notes={"1847-05-15": "chlorine washing begins"}, exclude=["1847-05-01"], target=2, measure="deaths",
    )  # fmt: skip
    pd.testing.assert_frame_equal(chart.table, direct.table)
    assert chart.signals == direct.signals
    assert chart.reading() == direct.reading()


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"data": "gone"}, "there is no series “gone”"),
        ({"notes": [{"date": "1999-01-01", "text": "early"}]}, "lies outside the data"),
        ({"centre": 3, "baseline_points": 2}, "not both"),
        ({"phases": ["2030-01-01"]}, "phase cannot start"),
        ({"exclude": ["2025-01-07"]}, "no point dated"),
    ],
)  # fmt: skip
def test_choices_that_make_no_chart_are_refused_in_words(choices, sentence):
    project = Project(
        data=[series_from(read_csv(CSV), "falls")], charts=[{"id": "c", "data": "falls", **choices}]
    )
    with pytest.raises(ProjectProblem, match=sentence):
        redraw(project, "c")


def test_a_chart_that_is_not_there_is_named():
    with pytest.raises(ProjectProblem, match="no chart “x”"):
        redraw(Project(), "x")


def test_the_same_date_twice_is_refused_in_words():
    points = [{"date": "2025-01-01", "value": 1}, {"date": "2025-01-01", "value": 2}]
    project = change(Project(), data=[{"id": "d", "points": points}], charts=[{"id": "c", "data": "d"}])
    with pytest.raises(ProjectProblem, match="comes 2 times"):
        redraw(project, "c")


def test_every_example_in_the_documentation_is_true():
    for module in pkgutil.walk_packages(improve.project.__path__, "improve.project."):
        if not module.name.endswith("__main__"):
            failed, _ = doctest.testmod(importlib.import_module(module.name))
            assert failed == 0, module.name
