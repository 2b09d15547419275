"""Limits: constants, properties, gaps, phases, and the known answers that the course teaches."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from improve.charts import funnel_limits, i_chart, limits, p_chart, zones

from .conftest import REFERENCE

numbers = st.lists(st.integers(-50, 50), min_size=4, max_size=30)


def test_the_constants_agree_with_the_reference_table():
    with open(REFERENCE / "constants_n2_50.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert float(limits.c4(int(row["n"]))) == pytest.approx(float(row["c4"]), rel=1e-12)
    for row in rows[:9]:
        d2, d3 = limits.d2_d3(int(row["n"]))
        assert d2 == pytest.approx(float(row["d2"]), rel=1e-6)
        assert d3 == pytest.approx(float(row["d3"]), rel=5e-5)


@given(numbers, st.integers(-100, 100), st.integers(1, 20), st.booleans())
def test_individuals_limits_shift_and_scale_with_the_data(y, shift, scale, screen):
    before = limits.individuals(y, screen=screen)
    after = limits.individuals([scale * value + shift for value in y], screen=screen)
    for name in ("centre", "lower", "upper", "lower2", "upper2"):
        moved = scale * getattr(before, name) + shift
        np.testing.assert_allclose(getattr(after, name), moved, rtol=1e-9, atol=1e-9)


@given(numbers)
def test_individuals_limits_turn_over_with_the_data(y):
    up, down = limits.individuals(y), limits.individuals([-value for value in y])
    np.testing.assert_allclose(down.upper, -up.lower, atol=1e-9)


@given(
    st.lists(
        st.lists(st.one_of(st.integers(0, 9), st.just(float("nan"))), min_size=8, max_size=8),
        min_size=2,
        max_size=4,
    )
)
def test_many_series_at_once_give_the_limits_of_one_at_a_time(rows):
    y, n = np.array(rows, dtype=float), np.full((len(rows), 8), 20.0)
    makers = [
        lambda y, n: limits.individuals(y, screen=True),
        lambda y, n: limits.counts(y),
        lambda y, n: limits.proportions(y / n, n, prime=True),
        lambda y, n: limits.rates(y / n, n),
        lambda y, n: limits.cases_between(y),
        lambda y, n: limits.weighted_individuals(y, n),
    ]
    for make in makers:
        together = make(y, n)
        for i in range(len(y)):
            np.testing.assert_allclose(together.upper[i], make(y[i], n[i]).upper, rtol=1e-12)


def test_a_gap_is_not_bridged_by_a_moving_range():
    assert limits.moving_ranges([1, 2, np.nan, 9, 10]).tolist()[0] == 1
    assert limits.mean_moving_range(limits.moving_ranges([1, 2, np.nan, 9, 10])) == 1


def test_an_excluded_point_is_taken_out_before_ranges_are_taken():
    ranges = limits.moving_ranges([1, 2, 50, 4], [True, True, False, True])
    assert ranges[~np.isnan(ranges)].tolist() == [1, 2]


def test_a_two_sigma_shift_swells_the_ordinary_standard_deviation_and_not_the_moving_range():
    generator = np.random.default_rng(2)
    y = generator.normal(size=(4000, 24)) + np.repeat([0, 2], 12)
    by_ranges = limits.individuals(y, factor=3 / limits.D2).sigma[:, 0]
    assert by_ranges.mean() == pytest.approx(1.04, abs=0.02)
    assert y.std(axis=1, ddof=1).mean() == pytest.approx(1.42, abs=0.02)


def test_no_point_of_ten_can_lie_beyond_three_standard_deviations():
    y = np.array([0.0] * 9 + [1.0])
    assert (y.max() - y.mean()) / y.std(ddof=1) == pytest.approx(9 / np.sqrt(10))
    assert 9 / np.sqrt(10) == pytest.approx(2.85, abs=0.005)


@pytest.mark.parametrize(("n", "percent"), [(12, 2.6), (24, 5.9), (36, 8.9)])
def test_steady_data_leave_xmr_limits_as_often_as_the_course_says(n, percent):
    y = np.random.default_rng(n).normal(size=(20_000, n))
    outside = zones.beyond(y, limits.individuals(y)).any(axis=1)
    assert 100 * outside.mean() == pytest.approx(percent, abs=0.7)


def test_carry_over_makes_false_alarms_common():
    generator = np.random.default_rng(4)
    shocks = generator.normal(size=(8000, 60))
    y = np.zeros_like(shocks)
    for i in range(1, 60):
        y[:, i] = 0.5 * y[:, i - 1] + shocks[:, i]
    y = y[:, 36:]
    assert 100 * zones.beyond(y, limits.individuals(y)).any(axis=1).mean() == pytest.approx(40.5, abs=2)


def test_semmelweis_before_june_1847_is_overdispersed(semmelweis):
    before = semmelweis[semmelweis["date"] < "1847-06-01"].dropna()
    chart = p_chart(before, "deaths", "date", "births")
    rate = before["deaths"] / before["births"]
    lines = limits.proportions(rate, before["births"])
    assert float(limits.sigma_z(rate, lines.centre, lines.sigma)) == pytest.approx(2.03, abs=0.005)
    assert int(chart.table["beyond"].sum()) == 36
    assert chart.table["centre"].iloc[0] == pytest.approx(2060 / 19571)


@pytest.mark.parametrize(("extra", "percent"), [(0.5, 12.5), (1.0, 39.5), (1.5, 56.5)])
def test_large_denominators_put_ordinary_months_outside_p_limits(extra, percent):
    generator = np.random.default_rng(15)
    p = np.clip(0.85 + generator.normal(scale=extra / 100, size=(600, 36)), 0, 1)
    n = np.full(p.shape, 15_000.0)
    y = generator.binomial(15_000, p) / n
    assert 100 * zones.beyond(y, limits.proportions(y, n)).mean() == pytest.approx(percent, abs=1.6)
    assert 100 * zones.beyond(y, limits.proportions(y, n, prime=True)).mean() < 2


@given(numbers, numbers, numbers)
def test_a_second_phase_never_changes_the_limits_of_the_first(first, second, other):
    a, b = (i_chart([*first, *rest], phases=[len(first)]) for rest in (second, other))
    for name in ("centre", "lower", "upper", "signal_type"):
        np.testing.assert_array_equal(a.table[name][: len(first)], b.table[name][: len(first)])


def test_the_gamma_quantile_agrees_with_scipy():
    from scipy.stats import binom, gamma

    shapes = np.array([0.5, 1, 2.5, 9.8, 28.4, 101.2, 1000.0, 50_000.0])
    for p in (0.001, 0.025, 0.5, 0.975, 0.999):
        np.testing.assert_allclose(funnel_limits.gamma_quantile(p, shapes), gamma.ppf(p, shapes), rtol=1e-9)
    exact = funnel_limits.exact_proportion_limits([200], 0.1)
    assert binom.ppf(0.975, 200, 0.1) - 1 <= exact["upper95"][0] * 200 <= binom.ppf(0.975, 200, 0.1)


def test_a_t_chart_refuses_a_time_of_0():
    with pytest.raises(ValueError, match="above 0"):
        limits.times_between([3, 0, 5])


def test_ewma_and_cusum_leave_a_gap_where_a_value_is_missing():
    smooth, _ = limits.ewma([12.0, np.nan, 10], centre=10, sigma=1)
    above, below = limits.cusum([12.0, np.nan, 9], centre=10, sigma=1)
    assert np.isnan(smooth[1])
    assert smooth[2] == pytest.approx(0.2 * 10 + 0.8 * 10.4)
    assert above.tolist()[::2] == [1.5, 0.0]
    assert np.isnan(below[1])
