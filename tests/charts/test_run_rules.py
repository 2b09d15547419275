"""The run rules: reference tables, awkward points, properties, and the false-alarm rates that are taught."""

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from improve.charts import RULE_SETS, apply_rules, chance, rules

from .conftest import REFERENCE

whole = st.integers(-50, 50)
series = st.lists(whole, min_size=1, max_size=40)
several = st.integers(2, 30).flatmap(
    lambda n: st.lists(
        st.lists(st.one_of(whole, st.just(float("nan"))), min_size=n, max_size=n), min_size=1, max_size=5
    )
)


def test_the_limits_agree_with_the_published_table_for_1_to_200_points():
    with open(REFERENCE / "anhoej_critical_values_n1_200.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    n = np.array([int(row["n_useful"]) for row in rows])
    assert rules.longest_run_limit(n).tolist() == [int(row["longest_run_max"]) for row in rows]
    assert rules.crossings_limit(n).tolist() == [int(row["crossings_min"]) for row in rows]


@pytest.mark.parametrize("n", [1, 2, 11, 500, 2000, 2001, 2002, 10_000, 100_001])
def test_the_crossings_limit_is_the_binomial_quantile_of_scipy(n):
    from scipy.stats import binom

    assert rules.crossings_limit(n) == max(binom.ppf(0.05, n - 1, 0.5), 0)


def test_too_few_and_too_many_runs_leave_two_and_a_half_per_cent_in_each_tail():
    generator = np.random.default_rng(7)
    for n in (12, 20, 24, 30):
        order = generator.permuted(np.tile(np.repeat([-1, 1], n // 2), (40_000, 1)), axis=1)
        runs = rules.crossings(order, 0) + 1
        fewest, most = rules.runs_limits(n)
        assert np.mean(runs < fewest) <= 0.028
        assert np.mean(runs <= fewest) > 0.022
        assert np.mean(runs > most) <= 0.028
        assert np.mean(runs >= most) > 0.022


def test_fewer_than_ten_useful_points_have_no_runs_limits():
    fewest, most = rules.runs_limits([0, 5, 9])
    assert fewest.tolist() == [0, 0, 0]
    assert most.tolist() == [0, 5, 9]


def test_a_point_on_the_median_counts_for_neither_side():
    assert rules.sides([3, 5, 7], 5).tolist() == [-1, 0, 1]
    assert rules.useful([3, 5, 5, 7], 5) == 2
    assert rules.longest_run([6, 5, 7, 5, 8, 1], 5) == 3
    assert rules.crossings([6, 5, 7, 5, 1], 5) == 1


def test_a_point_on_the_line_breaks_a_run_in_the_nhs_rules():
    y = [6, 7, 8, 5, 9, 9, 9, 9]
    assert rules.longest_run(y, 5, on_line="break") == 4
    assert apply_rules(y, 5, "nhs").longest_run == 4
    assert apply_rules(y, 5, "perla").longest_run == 7


def test_a_missing_value_is_left_out_of_a_run_whatever_the_rule_set():
    y = [6, 7, 8, float("nan"), 9, 9, 9]
    for name in RULE_SETS:
        assert apply_rules(y, 5, name).longest_run == 6, name


def test_a_gap_breaks_a_trend_even_where_ties_do_not():
    assert rules.longest_trend([1, 2, 3, float("nan"), 4, 5], ties="skip") == 3
    assert rules.longest_trend([1, 2, 2, 3, 4], ties="skip") == 4
    assert rules.longest_trend([1, 2, 2, 3, 4], ties="break") == 3


def test_a_trend_counts_points_and_not_steps():
    assert rules.longest_trend([1, 2, 3, 4, 5]) == 5
    assert rules.longest_trend([5, 5, 5]) == 0
    assert rules.longest_trend([4]) == 0
    assert rules.longest_trend([]) == 0


def test_the_mean_of_equal_values_leaves_every_point_on_the_line():
    y = np.full(15, 0.1)
    assert rules.useful(y, y.mean()) == 0


def test_each_set_fires_at_its_own_length():
    for name, length in (("perla", 6), ("nhs", 7)):
        tail = [1, 9] * 5
        assert not apply_rules([*tail, *[9.5] * (length - 2)], 5, name).shift, name
        assert apply_rules([*tail, *[9.5] * (length - 1)], 5, name).shift, (
            name
        )  # the tail ends above the line


def test_lengths_are_parameters_and_the_label_says_so():
    eight = RULE_SETS["nhs"].with_lengths(shift=8)
    y = [1, 9] * 5 + [9.5] * 6
    assert apply_rules(y, 5, "nhs").shift
    assert not apply_rules(y, 5, eight).shift
    assert eight.label == "Making Data Count rules with a shift of 8"
    with pytest.raises(ValueError, match="whole number of 2 or more"):
        eight.with_lengths(trend=1)


def test_an_unknown_rule_set_is_refused_with_the_names_that_exist():
    with pytest.raises(ValueError, match="'anhoej', 'perla', 'nhs'"):
        apply_rules([1, 2], 1, "whatever")


@given(series, st.integers(-50, 50))
def test_reversing_a_series_keeps_longest_run_crossings_and_trend(y, centre):
    for function in (rules.longest_run, rules.crossings, rules.useful):
        assert function(y, centre) == function(y[::-1], centre)
    for ties in ("skip", "break"):
        assert rules.longest_trend(y, ties) == rules.longest_trend(y[::-1], ties)


@given(series, st.integers(-100, 100), st.integers(1, 9))
def test_limits_and_counts_follow_the_data_when_they_are_shifted_and_scaled(y, shift, scale):
    moved = [scale * value + shift for value in y]
    for name in RULE_SETS:
        before, after = apply_rules(y, np.median(y), name), apply_rules(moved, np.median(moved), name)
        for count in (
            "n_useful",
            "longest_run",
            "longest_run_max",
            "n_crossings",
            "n_crossings_min",
            "longest_trend",
        ):
            assert getattr(before, count) == getattr(after, count), (name, count)


@given(series)
def test_turning_a_series_upside_down_changes_no_count(y):
    for name in RULE_SETS:
        up, down = apply_rules(y, np.median(y), name), apply_rules([-v for v in y], -np.median(y), name)
        assert up.signal == down.signal
        assert up.longest_run == down.longest_run


@given(several)
def test_many_series_at_once_give_what_one_at_a_time_gives(rows):
    table = np.array(rows, dtype=float)
    for name in RULE_SETS:
        together = apply_rules(table, 0, name)
        for i, row in enumerate(table):
            alone = apply_rules(row, 0, name)
            for field in vars(alone):
                np.testing.assert_array_equal(
                    getattr(together, field)[i], getattr(alone, field), err_msg=f"{name} {field}"
                )


@given(st.lists(st.sampled_from([-1, 0, 1]), max_size=30), st.booleans())
def test_run_lengths_agree_with_a_plain_loop(signs, zero_breaks):
    expected = _run_lengths_by_loop(signs, zero_breaks)
    breaks = np.array(signs) == 0 if zero_breaks else None
    assert rules.run_lengths(np.array(signs, dtype=int), breaks).tolist() == expected


def _run_lengths_by_loop(signs, zero_breaks):
    lengths, run, sign = [0] * len(signs), [], 0
    for i, value in enumerate([*signs, 2]):
        ends = (value == 0 and zero_breaks) or (value != 0 and value != sign)
        if ends:
            for j in run:
                lengths[j] = len(run)
            run, sign = [], value
        if value in (-1, 1):
            run.append(i)
    return lengths


APPENDIX_A_OWN_MEDIAN = {
    12: {6: 1.2},
    20: {6: 10.8, 7: 3.3, 8: 0.8},
    24: {6: 15.7, 7: 5.5, 8: 1.7},
    36: {6: 30.3, 7: 13.2, 8: 5.4, 9: 1.9},
    60: {6: 53.2, 7: 27.9, 8: 13.4, 9: 5.9},
}
APPENDIX_A_FIXED_LINE = {
    12: {6: 12.2, 7: 5.4, 8: 2.4},
    24: {6: 28.8, 7: 14.6, 8: 7.0},
    36: {6: 42.2, 7: 22.6, 8: 11.5},
}


@pytest.mark.parametrize(
    ("line", "table"), [("own", APPENDIX_A_OWN_MEDIAN), ("fixed", APPENDIX_A_FIXED_LINE)]
)
def test_the_false_alarm_rates_that_the_course_teaches_are_the_exact_ones(line, table):
    for n, rates in table.items():
        for length, percent in rates.items():
            assert 100 * chance.chance_of_run(length, n, line) == pytest.approx(percent, abs=0.45), (
                n,
                length,
            )


def test_simulation_gives_the_rates_of_the_noise_machine():
    generator = np.random.default_rng(1847)
    halves = generator.permuted(np.tile(np.repeat([-1.0, 1.0], 12), (40_000, 1)), axis=1)
    coins = generator.choice([-1.0, 1.0], size=(40_000, 24))
    noise = generator.normal(size=(40_000, 24))
    for y, expected in ((halves, {6: 15.7, 7: 5.5, 8: 1.7}), (coins, {6: 28.8, 7: 14.6, 8: 7.0})):
        longest = rules.longest_run(y, 0)
        for length, percent in expected.items():
            assert 100 * np.mean(longest >= length) == pytest.approx(percent, abs=0.7)
    trends = rules.longest_trend(noise)
    for length, percent in {5: 25.5, 6: 4.3, 7: 0.6}.items():
        assert 100 * np.mean(trends >= length) == pytest.approx(percent, abs=0.8)


@settings(max_examples=40)
@given(st.integers(2, 12), st.sampled_from(["own", "fixed"]))
def test_the_exact_false_alarm_rate_agrees_with_listing_every_arrangement(n, line):
    every = np.array(np.meshgrid(*[[-1, 1]] * n)).reshape(n, -1).T
    if line == "own":
        every = every[(every == 1).sum(axis=1) == n // 2]
    fires = apply_rules(every, 0, "anhoej").signal
    assert chance.false_alarm(RULE_SETS["anhoej"], n, line) == pytest.approx(fires.mean())


def test_a_false_alarm_rate_is_given_only_where_it_can_be_counted():
    assert chance.false_alarm(RULE_SETS["perla"], 24) is None
    assert chance.false_alarm(RULE_SETS["nhs"], 24) is None
    assert chance.false_alarm(RULE_SETS["anhoej"], 100_000) is None
    assert chance.false_alarm(RULE_SETS["anhoej"], 0) is None
