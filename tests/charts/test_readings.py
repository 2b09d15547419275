"""Readings say what a chart shows and no more: they must not claim from noise, and must not name a cause."""

import re

import numpy as np
import pytest

from improve.charts import run_chart

AUDIENCES = ("team", "board", "analyst")
CLAIM = re.compile(r"a change is the likely reason|was not steady\.|more than chance", re.IGNORECASE)
CAUSE = re.compile(r"\b(because|caused|thanks to|due to|led to|worked|improved|proves)\b", re.IGNORECASE)


def claims(chart) -> bool:
    found = {
        bool(CLAIM.search(chart.reading(audience).replace("baseline was not steady", "")))
        for audience in AUDIENCES
    }
    assert len(found) == 1, "audiences must not be told different things"
    return found.pop()


def test_noise_gets_no_claim_from_the_rules_that_found_nothing():
    generator = np.random.default_rng(5)
    quiet = [run_chart(generator.normal(50, 5, 24).round(1)) for _ in range(40)]
    assert not any(claims(chart) for chart in quiet if not chart.signals[0].runs_signal)
    assert (
        sum(claims(chart) for chart in quiet) <= 6
    )  # about 3 in 100 are false alarms, which the reading states


@pytest.mark.parametrize("values", [[1, 1, 1, 9, 9, 9], [1, 2, 3, 4, 5, 6, 7, 8], [9] * 4 + [1] * 4])
def test_a_short_series_is_called_too_short_and_nothing_more(values):
    chart = run_chart(values, rules="nhs", centre=0)  # eight points above the line would fire the shift rule
    assert not chart.signal
    assert not claims(chart)
    for audience in AUDIENCES:
        assert "too short" in chart.reading(audience).lower()
    assert not chart.table["signal"].any()


def test_one_outlier_is_left_to_judgement():
    values = [50, 52, 49, 51, 48, 53, 50, 49, 52, 48, 51, 50, 95, 49, 52, 51, 48, 50, 53, 49, 51, 48, 52, 49]
    chart = run_chart(values)
    assert not claims(chart)
    assert "single unusual point" in chart.reading("team")


def test_a_late_change_with_too_few_points_is_named_and_not_claimed():
    values = [50, 52, 49, 51, 48, 53, 50, 49, 52, 48, 51, 50, 53, 49, 52, 51, 48, 50, 53, 49, 30, 31, 29, 30]
    chart = run_chart(values, baseline=18)
    assert not claims(chart)
    assert "The latest 5 points lie below the median. That is too few" in chart.reading("team")
    assert "need 8 in a row" in chart.reading("analyst")


def test_a_change_in_semmelweis_is_claimed_and_no_cause_is(semmelweis):
    chart = run_chart(
        semmelweis,
        "deaths",
        "date",
        "births",
        per=100,
        baseline="1847-06-01",
        notes={"1847-05-15": "chlorine washing begins"},
        measure="maternal deaths",
        unit="% of births",
    )
    assert claims(chart)
    for audience in AUDIENCES:
        text = chart.reading(audience)
        assert "From June 1847 to March 1849, 22 points in a row lie below the median" in text
        assert not CAUSE.search(text)
        assert "chlorine" not in text
        assert "baseline was not steady itself" in text
    assert "cannot say why" in chart.reading("team")
    assert "not what it did" in chart.reading("team")
    assert "Before crediting or blaming anything" in chart.reading("board")


def test_phases_are_read_one_by_one_and_the_split_is_called_a_choice(semmelweis):
    chart = run_chart(semmelweis, "deaths", "date", "births", per=100, phases=["1847-06-01"])
    text = chart.reading()
    assert "Phase 1 (January 1841 to May 1847):" in text
    assert "split was a choice" in text
    assert "does not test whether the phases differ" in text


def test_a_split_before_a_few_points_claims_nothing_about_the_new_phase():
    values = [50, 52, 49, 51, 48, 53, 50, 49, 52, 48, 51, 50, 20, 21, 19, 20]
    chart = run_chart(values, phases=[12])
    assert not claims(chart)
    assert "Phase 2 (points 13 to 16): too short" in chart.reading()


def test_only_crossings_are_called_waves_and_not_a_change():
    values = [*[9, 8, 9, 9, 8, 7] * 2, *[1] * 0]
    waves = np.tile(np.repeat([9, 1], 5), 3)
    chart = run_chart(list(waves) + values[:0])
    assert chart.signals[0].few_crossings
    assert not chart.signals[0].shift
    assert "the process was not steady" in chart.reading()
    assert "a change is the likely reason" not in chart.reading()


def test_the_rule_set_is_named_and_others_are_said_to_differ():
    for name, label in (("anhoej", "Anhøj"), ("perla", "Perla"), ("nhs", "Making Data Count")):
        chart = run_chart(list(range(6)) * 4, rules=name)
        for audience in AUDIENCES:
            assert label in chart.reading(audience)
        assert "can disagree" in chart.reading("team")


def test_a_false_alarm_rate_is_stated_only_where_it_is_known():
    values = [1, 9, 2, 8, 3, 7, 4, 6] * 3
    assert "in about 3 charts in 100" in run_chart(values).reading()
    assert "rule of 7 on one side alone" in run_chart(values, rules="nhs").reading()
    assert "in 100" not in run_chart(values, baseline=12).reading()
    assert "in 100" not in run_chart(values, phases=[12]).reading()
    assert "7 charts in 100" in run_chart(values, centre=5).reading()


def test_a_constant_series_is_not_called_short():
    text = run_chart([7] * 20).reading()
    assert "The rules cannot read this" in text
    assert "too short" not in text.lower()


def test_nothing_to_show_is_said():
    assert (
        run_chart([None, None]).reading()
        == "There are no values to show for values, so this chart says nothing yet."
    )


def test_a_target_is_said_to_play_no_part():
    assert "plays no part in the rules" in run_chart([1, 2, 3], target=2).reading()


def test_excluded_points_and_gaps_are_mentioned():
    text = run_chart([1, None, 3, 4, 5], exclude=[4]).reading()
    assert "1 missing and left as a gap" in text
    assert "1 point shown but not counted" in text
