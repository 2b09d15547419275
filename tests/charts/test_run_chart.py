"""The run chart: agreement with qicharts2, the choices a learner can make, and refusals in plain words."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from improve.charts import run_chart

from .conftest import case

RUN_CASES = ["q01", "q03", "q05", "q06", "q08", "q10", "q13", "q15", "q16", "q92"]
MONTHS = pd.date_range("2024-01-01", periods=12, freq="MS")


def monthly(values, **more) -> pd.DataFrame:
    return pd.DataFrame({"date": MONTHS[: len(values)], "value": values, **more})


@pytest.mark.parametrize("name", RUN_CASES)
def test_a_run_chart_agrees_with_qicharts2(name):
    reference = case(name)
    options, given_data = reference["options"], reference["input"]
    frame = pd.DataFrame({"value": given_data["y"], "n": given_data.get("n", 1)})
    chart = run_chart(
        frame,
        date=None,
        denominator="n" if "n" in given_data else None,
        baseline=options.get("freeze"),
        phases=[options["part"]] if "part" in options else None,
        centre=options.get("cl"),
        target=options.get("target"),
    )
    expected = reference["output"]
    np.testing.assert_allclose(chart.table["value"], np.array(expected["y"], dtype=float), rtol=1e-12)
    np.testing.assert_allclose(chart.table["centre"], np.array(expected["cl"], dtype=float), rtol=1e-12)
    assert chart.table["phase"].tolist() == expected["part"]
    for found, runs in zip(chart.signals, reference["runs"], strict=True):
        for count in (
            "n_obs",
            "n_useful",
            "longest_run",
            "longest_run_max",
            "n_crossings",
            "n_crossings_min",
        ):
            assert getattr(found, count) == runs[count], count
        assert found.runs_signal == runs["runs_signal"]


def test_the_bestbox_case_is_the_only_run_case_not_reproduced():
    assert case("q11")["options"]["method"] == "bestbox"  # experimental rules, which no rule set here offers


def test_a_frozen_baseline_fixes_the_median_by_count_or_by_date():
    frame = monthly([1, 2, 3, 4, 50, 60, 70, 80, 90, 95, 96, 97])
    by_count, by_date = run_chart(frame, baseline=4), run_chart(frame, baseline="2024-05-01")
    assert set(by_count.table["centre"]) == set(by_date.table["centre"]) == {2.5}
    assert by_date.table["in_baseline"].tolist() == [True] * 4 + [False] * 8


def test_a_baseline_count_fixes_the_first_points_of_each_phase():
    chart = run_chart(monthly([1, 1, 9, 9, 9, 9, 20, 20, 30, 30, 30, 30]), phases=[6], baseline=2)
    assert sorted(set(chart.table["centre"])) == [1, 20]


def test_phases_start_at_dates_or_positions_and_have_their_own_median():
    values = [1, 2, 3, 1, 2, 3, 11, 12, 13, 11, 12, 13]
    by_date = run_chart(monthly(values), phases=["2024-07-01"])
    by_position = run_chart(monthly(values), phases=[6])
    assert sorted(set(by_date.table["centre"])) == [2, 12]
    pd.testing.assert_frame_equal(by_date.table, by_position.table)


@given(
    st.lists(st.integers(0, 100), min_size=3, max_size=15),
    st.lists(st.integers(0, 100), min_size=3, max_size=15),
    st.lists(st.integers(0, 100), min_size=3, max_size=15),
)
def test_the_data_of_a_second_phase_never_change_the_first(first, second, other):
    a = run_chart(first + second, phases=[len(first)])
    b = run_chart(first + other, phases=[len(first)])
    assert a.signals[0] == b.signals[0]
    pd.testing.assert_frame_equal(a.table[: len(first)], b.table[: len(first)])


@given(st.lists(st.integers(0, 60), min_size=2, max_size=30), st.integers(-100, 100), st.integers(1, 20))
def test_the_median_shifts_and_scales_with_the_data_and_the_signals_stay(values, shift, scale):
    before, after = run_chart(values), run_chart([scale * value + shift for value in values])
    assert after.table["centre"].iloc[0] == scale * before.table["centre"].iloc[0] + shift
    assert after.signals == before.signals
    assert after.table["signal"].tolist() == before.table["signal"].tolist()


def test_an_excluded_point_is_shown_but_not_counted():
    plain = run_chart(monthly([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 500]))
    chart = run_chart(monthly([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 500]), exclude=["2024-12-01"])
    assert plain.table["centre"].iloc[0] == 6.5
    assert chart.table["centre"].iloc[0] == 6
    assert chart.table["value"].iloc[-1] == 500
    assert chart.table["side"].iloc[-1] == 0
    assert chart.signals[0].n_useful == 10
    assert not chart.table["signal"].iloc[-1]


def test_a_denominator_of_zero_or_none_gives_no_value():
    frame = monthly([1, 2, 3, None], n=[10, 0, None, 10])
    values = run_chart(frame, denominator="n", per=100).table["value"]
    assert values.iloc[0] == 10
    assert values[1:].isna().all()


def test_unsorted_dates_are_sorted_and_the_chart_says_so():
    frame = monthly([1, 2, 3, 4])
    chart = run_chart(frame[::-1])
    pd.testing.assert_frame_equal(chart.table, run_chart(frame).table)
    assert any("sorted by date" in row["value"] for row in chart.record())
    assert "sorted by date" in chart.reading("analyst")


def test_notes_come_from_the_argument_and_from_a_column():
    frame = monthly([1, 2, 3], note=[None, " new rota ", ""])
    chart = run_chart(frame, notes={"2024-01-15": "training"})
    assert [text for _, text in chart.notes] == ["training", "new rota"]


@pytest.mark.parametrize(
    "values",
    [[5], [7] * 15, [None] * 4, [None, 3.0], [0, 0, 0, 0], list(range(3)), np.array([1, 2]), (1.5, 2.5)],
)
def test_small_odd_series_make_a_chart_a_reading_and_a_figure(values):
    chart = run_chart(values)
    assert len(chart.table) == len(values)
    assert not chart.signal
    for audience in ("team", "board", "analyst"):
        assert chart.reading(audience).endswith(".")
    assert chart.figure().layout.meta["alt"] == chart.alt


def test_numbers_along_the_axis_may_be_given_as_a_column():
    frame = pd.DataFrame({"week": [1, 2, 4], "value": [3, 4, 5]})
    assert run_chart(frame, date="week").figure().data[0].x[-1] == 4


def test_a_series_with_dates_as_its_index_keeps_them():
    chart = run_chart(pd.Series([3.0, 4.0], index=MONTHS[:2]))
    assert chart.table["date"].tolist() == list(MONTHS[:2])


def test_dates_written_year_month_day_are_read():
    frame = pd.DataFrame({"date": ["2024-03-01", "2024-04-01"], "value": [1, 2]})
    assert run_chart(frame).table["date"].iloc[0] == pd.Timestamp("2024-03-01")


REFUSALS = [
    (lambda: run_chart([]), "no rows"),
    (lambda: run_chart("12345"), "DataFrame or a plain list"),
    (lambda: run_chart([1, "n/a"]), "Row 2 of the data holds 'n/a'"),
    (lambda: run_chart([1, float("inf")]), "Row 2 of the data holds 'inf'"),
    (lambda: run_chart(monthly([1, 2]), value="deaths"), "no column 'deaths'. The columns are: date, value"),
    (lambda: run_chart(monthly([1, 2]), denominator="n"), "no column 'n'"),
    (lambda: run_chart(monthly([1, 2], n=[5, -5]), denominator="n"), "Row 2 has the denominator -5"),
    (
        lambda: run_chart(pd.concat([monthly([1, 2]), monthly([3])])),
        "1 January 2024 comes 2 times .rows 1 and 3",
    ),
    (
        lambda: run_chart(pd.DataFrame({"date": ["01/02/24", "x"], "value": [1, 2]})),
        "not a date written year-month-day",
    ),
    (lambda: run_chart(pd.DataFrame({"date": [None, MONTHS[0]], "value": [1, 2]})), "Row 1 has no date"),
    (lambda: run_chart([1, 2, 3], rules="nelso"), "no rule set 'nelso'"),
    (lambda: run_chart([1, 2, 3], baseline=0), "1 or more"),
    (lambda: run_chart(monthly([1, 2]), baseline="2023-01-01"), "no points before 1 January 2023"),
    (lambda: run_chart([1, 2, 3], baseline="2023-01-01"), "count points from 0"),
    (lambda: run_chart([None, None, 3], baseline=2), "holds no values"),
    (
        lambda: run_chart(monthly([1, 2, 3]), phases=["2024-02-01"], baseline="2024-03-01"),
        "inside the first phase",
    ),
    (lambda: run_chart([1, 2, 3], phases=[0]), "points before it"),
    (lambda: run_chart([1, 2, 3], phases=[1, 1]), "same point"),
    (lambda: run_chart(monthly([1, 2]), phases=["spring"]), "'spring' is not a date"),
    (lambda: run_chart([1, 2, 3], exclude=[9]), "no point 9"),
    (lambda: run_chart(monthly([1, 2]), exclude="2024-01-09"), "no point dated 9 January 2024"),
    (lambda: run_chart(monthly([1, 2]), notes={"2204-01-09": "x"}), "lies outside the data"),
    (lambda: run_chart([1, 2], centre=1, baseline=1), "not both"),
    (lambda: run_chart([1, 2], target="five"), "target='five' is not a number"),
    (lambda: run_chart([1, 2], centre=float("nan")), "not a number that can be drawn"),
    (lambda: run_chart([1, 2], per=0), "above 0"),
    (lambda: run_chart([1, 2], denominator="n"), "Put both columns in a DataFrame"),
    (lambda: run_chart([1, 2]).reading("minister"), "no audience 'minister'"),
    (lambda: run_chart([1, 2]).figure("sepia"), "no theme 'sepia'"),
]


@pytest.mark.parametrize(("attempt", "sentence"), REFUSALS, ids=[sentence for _, sentence in REFUSALS])
def test_what_cannot_be_drawn_is_refused_in_a_sentence(attempt, sentence):
    with pytest.raises(ValueError, match=sentence):
        attempt()


def test_the_record_lists_every_choice_for_an_audit(semmelweis):
    chart = run_chart(
        semmelweis, "deaths", "date", "births", per=100, baseline="1847-06-01", target=1, exclude=[3]
    )
    said = {row["choice"]: row["value"] for row in chart.record()}
    assert said["rule set"].startswith("Anhøj rules (Anhøj & Olesen 2014")
    assert said["centre line"] == "median of 77 baseline points, January 1841 to May 1847"
    assert said["excluded"] == "April 1841"
    assert said["target"] == "1"
    assert said["multiplier"] == "100"


def test_importing_the_charts_does_not_load_plotly_or_scipy():
    code = "import sys, improve.charts; print(sorted({'plotly', 'scipy', 'ipywidgets', 'IPython'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_phases_are_described_with_their_medians():
    text = run_chart(monthly([1, 2, 3, 1, 2, 3, 11, 12, 13, 11, 12, 13]), phases=["2024-07-01"]).reading()
    assert "2 for January 2024 to June 2024 and 12 for July 2024 to December 2024" in text
