"""A sealed answer opens for the right answer, however it was rounded, and shows nothing of it."""

import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from improve.interact import seal, value
from improve.interact.sealing import number_keys, opens, text_key


def accepts(answer, places, given):
    return value("a/b", answer=seal(answer, places), places=places).judge(given).passed


@pytest.mark.parametrize(
    "given", [10.4, 10.44, 10.35, 10.449, "10.4", " 10.40 ", np.float64(10.4), np.float32(10.4)]
)
def test_an_answer_passes_rounded_or_unrounded(given):
    assert accepts(10.42, 1, given)


@pytest.mark.parametrize("given", [10.34, 10.46, 10, -10.4, "10.5"])
def test_an_answer_outside_the_rounding_does_not_pass(given):
    assert not accepts(10.42, 1, given)


@pytest.mark.parametrize("given", [0.125, 0.12, 0.13, np.round(0.125, 2), round(0.125, 2)])
def test_on_a_boundary_both_ways_of_rounding_pass(given):
    assert accepts(0.125, 2, given)


@pytest.mark.parametrize("given", [0.11, 0.14, 0.1149])
def test_beside_a_boundary_nothing_else_passes(given):
    assert not accepts(0.125, 2, given)


def test_a_sum_that_floats_miss_by_a_hair_passes():
    assert accepts(28.5, 0, 0.285 * 100)
    assert accepts(0.285 * 100, 0, 28.5)
    assert accepts(0.3, 1, 0.1 + 0.2)


@pytest.mark.parametrize(
    "given", [7, 7.0, np.int64(7), np.array([7]), np.array(7), Fraction(7), "7", "+7", 7.4]
)
def test_a_whole_number_passes_in_any_type(given):
    assert accepts(7, 0, given)


def test_minus_zero_is_zero():
    assert accepts(0, 1, -0.0)
    assert accepts(0.0, 1, -0.04)


def test_large_numbers_are_compared_exactly():
    assert accepts(20_042, 0, "20,042")
    assert not accepts(20_042, 0, 20_041)
    assert number_keys(1e300, 2)


@settings(max_examples=100, deadline=None)
@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_a_number_and_its_rounding_always_share_a_key(number, places):
    assert set(number_keys(number, places)) & set(number_keys(round(number, places), places))


@settings(max_examples=100, deadline=None)
@given(st.integers(-10_000, 10_000), st.integers(0, 3))
def test_neighbours_never_share_a_key(n, places):
    step = 10**-places
    assert not set(number_keys(n * step, places)) & set(number_keys((n + 1) * step, places))


def test_the_same_answer_never_seals_to_the_same_text_and_shows_no_answer():
    first, second = seal(10.4, 1), seal(10.4, 1)
    assert first != second
    assert "10.4" not in first


def test_words_are_compared_without_case_spaces_or_full_stop():
    sealed = seal("The  Median")
    assert opens(sealed, [text_key("the median.")])
    assert not opens(sealed, [text_key("the mean")])


def test_trying_one_answer_takes_long_enough_to_slow_a_guesser():
    sealed, key = seal(10.4, 1), number_keys(3, 1)
    began = time.perf_counter()
    opens(sealed, key)
    assert time.perf_counter() - began > 0.005


@pytest.mark.parametrize(
    ("answer", "places"),
    [(float("nan"), 1), (float("inf"), 1), (3.0, None), ("word", 1), (3.0, -1), (3.0, 1.5)],
)
def test_what_cannot_be_sealed_is_refused(answer, places):
    with pytest.raises(ValueError, match=r"\w"):
        seal(answer, places)


def test_a_damaged_seal_says_so():
    with pytest.raises(ValueError, match="damaged"):
        opens("not-a-seal", ["1"])
    with pytest.raises(ValueError, match="damaged"):
        opens("abc.de", ["1"])
