"""Networks, curves and visits: what is claimed of them, worked out another way."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import curve_fit
from scipy.stats import multinomial

from improve.harrowmere import af_practices
from improve.harrowmere.worlds import adopter_net
from improve.spread import (
    FEATURES,
    WAYS,
    adopters_each_period,
    bass_share,
    fit_curve,
    health_check,
    live,
    logistic_share,
    pooled_ratio,
    rate_ratio,
    reach,
    reach_curves,
    weeks_at_risk,
)
from improve.spread.contagion import networks

# ---- networks


def by_hand(matrix, first, needs, keeps, support, steps):
    """The same story told person by person."""
    has, counts = set(first), [len(set(first))]
    for step in range(1, steps + 1):
        met = {i: sum(j in has for j in np.flatnonzero(matrix[i])) for i in range(len(matrix))}
        after = {i for i in met if met[i] >= (keeps if i in has else needs)}
        has = after | (set(first) if step <= support else set())
        counts.append(len(has))
    return counts


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 50), st.integers(1, 5), st.integers(0, 4), st.integers(0, 6), st.sampled_from(WAYS))
def test_taking_up_and_dropping_is_the_same_person_by_person(seed, needs, keeps, support, way):
    rng = np.random.default_rng(seed)
    matrix = adopter_net.network(rng)
    first = [int(person) for person in adopter_net.starters(matrix, way, rng)]
    got = live(matrix, first, needs=needs, keeps=keeps, support=support, steps=9)
    assert got.tolist() == by_hand(matrix, first, needs, keeps, support, 9)


def test_if_nobody_ever_drops_it_the_two_simulations_agree():
    rng = np.random.default_rng(3)
    for matrix in networks(10):
        first = adopter_net.starters(matrix, "random", rng)
        kept = live(matrix, first, needs=2, keeps=0, steps=12)
        assert kept.tolist() == adopter_net.spread(matrix, first, rng, needs=2, steps=12).tolist()


@pytest.mark.parametrize(
    ("needs", "said"),
    [(1, (90, 86, 93, 57)), (2, (92, 82, 53, 52)), (3, (7, 6, 5, 10))],
)
def test_the_reach_of_each_way_to_start_is_what_the_course_says(needs, said):
    found = [100 * reach(way, needs=needs) for way in WAYS]
    assert found == pytest.approx(said, abs=3)


def test_the_same_question_gets_the_same_answer_and_another_seed_another():
    assert np.array_equal(reach_curves(count=8), reach_curves(count=8))
    assert not np.array_equal(reach_curves(count=8), reach_curves(count=8, seed=1))


def test_a_network_that_was_drawn_cannot_be_changed_by_a_reader():
    with pytest.raises(ValueError, match="read-only"):
        networks(1)[0][0, 1] = True


# ---- curves


@settings(max_examples=60, deadline=None)
@given(st.floats(0.001, 0.2), st.floats(0.01, 1.5))
def test_the_bass_curve_obeys_its_own_equation(p, q):
    t, h = np.linspace(0.5, 20, 40), 1e-5
    share = bass_share(t, p, q)
    slope = (bass_share(t + h, p, q) - bass_share(t - h, p, q)) / (2 * h)
    assert slope == pytest.approx((p + q * share) * (1 - share), abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.floats(0.02, 3), st.floats(0.5, 200))
def test_a_logistic_curve_starts_at_nothing_and_only_rises(rate, middle):
    share = logistic_share(np.arange(40), rate, middle)
    assert share[0] == 0
    assert (np.diff(share) >= 0).all()
    assert share.max() <= 1


def test_a_long_series_gives_back_the_curve_that_made_it():
    exact = 1_000 * np.diff(bass_share(range(41), 0.01, 0.3))
    fit = fit_curve(exact)
    assert (fit.first, fit.second, fit.ceiling) == pytest.approx((0.01, 0.3, 1_000), rel=0.02)


def test_the_fit_agrees_with_least_squares_where_there_is_plenty_of_data():
    counts = np.random.default_rng(4).poisson(5_000 * np.diff(bass_share(range(31), 0.01, 0.3)))
    (p, q, m), _ = curve_fit(
        lambda t, p, q, m: m * (bass_share(t + 1, p, q) - bass_share(t, p, q)), np.arange(30), counts,
        p0=(0.02, 0.2, 4_000),
    )  # fmt: skip
    fit = fit_curve(counts)
    assert (fit.first, fit.second, fit.ceiling) == pytest.approx((p, q, m), rel=0.06)


@pytest.mark.parametrize("periods", [10, 14, 20])
def test_the_range_of_ceilings_holds_the_true_one_about_as_often_as_it_says(periods):
    share = np.diff(bass_share(range(periods + 1), 0.01, 0.3))
    held = []
    for counts in multinomial(100, [*share, 1 - share.sum()]).rvs(150, random_state=5):
        fit = fit_curve(counts[:-1])
        held.append(fit.low <= 100 <= fit.high)
    assert np.mean(held) > 0.9


def test_before_the_bend_the_upper_end_is_open_and_a_known_number_of_sites_closes_it():
    counts = np.random.default_rng(1).poisson(100 * np.diff(bass_share(range(9), 0.01, 0.3)))
    assert fit_curve(counts).open_ended
    known = fit_curve(counts, most=120)
    assert not known.open_ended
    assert known.high <= 120


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=6, max_size=24), st.sampled_from(["bass", "logistic"]))
def test_any_counts_get_a_range_around_the_best_and_never_below_those_so_far(counts, shape):
    if sum(counts) < 5:
        with pytest.raises(ValueError, match="five adopters"):
            fit_curve(counts, shape)
        return
    fit = fit_curve(counts, shape)
    assert sum(counts) <= fit.low * 1.0001
    assert fit.low <= fit.ceiling * 1.0001
    assert fit.ceiling <= fit.high * 1.0001
    low, high = fit.band(np.arange(len(counts) + 1))
    best = fit.adopters(np.arange(len(counts) + 1))
    assert (low <= best + 1e-6).all()
    assert (best <= high + 1e-6).all()


def test_faults_are_said_in_sentences():
    with pytest.raises(ValueError, match="cannot be 8"):
        fit_curve([3, 3, 3, 3], most=8)
    with pytest.raises(ValueError, match="bass, logistic"):
        fit_curve([3, 3, 3, 3], "gompertz")


# ---- visits


@pytest.fixture(scope="module")
def table():
    return weeks_at_risk(af_practices(table="visits"))


def test_every_practice_is_at_risk_until_it_adopts(table):
    visits = af_practices(table="visits")
    weeks = visits["adopted_week"].fillna(36).sum()
    assert len(table) == weeks
    assert table["adopted"].sum() == visits["adopted_week"].notna().sum() == 57
    assert adopters_each_period(visits["adopted_week"], 36).sum() == 57


def test_apparent_contagion_goes_when_visited_are_compared_with_visited(table):
    exposed = table["neighbours"] > 0
    crude, within = rate_ratio(table, exposed), pooled_ratio(table, exposed, "visited")
    assert crude == pytest.approx((3.95, 2.13, 7.34), abs=0.01)
    assert within == pytest.approx((0.66, 0.36, 1.19), abs=0.01)


def test_the_crude_ratio_is_that_of_the_two_rates(table):
    exposed = table["neighbours"] > 0
    rates = table.groupby(exposed)["adopted"].mean()
    assert rate_ratio(table, exposed)[0] == pytest.approx(rates[True] / rates[False])


def test_nobody_adopting_on_one_side_gives_no_ratio():
    frame = pd.DataFrame({"adopted": [False, False, True]})
    assert np.isnan(rate_ratio(frame, [True, True, False])).all()


# ---- the network's health


def test_disagreement_comes_before_agreement_and_there_is_no_total():
    said = {key: [3, 3] for key in FEATURES} | {"critical mass": [0, 3], "community building": [1, 1]}
    found = health_check(said)
    assert found.index[:2].tolist() == ["critical mass", "community building"]
    assert list(found.columns) == ["lowest", "middle", "highest", "talk about"]
    with pytest.raises(ValueError, match="No answer for: common purpose"):
        health_check({name: [1] for name in list(FEATURES)[1:]})
    with pytest.raises(ValueError, match="0, 1, 2 or 3"):
        health_check({key: [4] for key in FEATURES})
