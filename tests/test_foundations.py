"""The leaky pipe behaves as a pipe must, whatever its steps."""

from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improve import foundations as pipe

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=8)
LEAKY = st.lists(st.floats(0.05, 0.8), min_size=2, max_size=8)


def test_six_steps_of_nine_in_ten_leave_about_half():
    assert round(100 * pipe.through([0.9] * 6)) == 53


@given(SHARES)
def test_nobody_comes_back_once_lost(shares):
    people = pipe.left(shares)
    assert all(later <= earlier for earlier, later in pairwise(people))
    assert 0 <= people[-1] <= min(shares)


@given(SHARES)
def test_the_order_of_the_steps_does_not_change_who_comes_out(shares):
    assert isclose(pipe.through(shares), pipe.through(shares[::-1]), abs_tol=1e-12)


@given(SHARES, st.floats(0, 100))
def test_mending_a_step_never_loses_anybody(shares, points):
    assert all(gain >= -1e-7 for gain in pipe.worth(shares, points))


@given(LEAKY, st.floats(1, 20))
def test_for_equal_points_the_weakest_step_is_worth_most(shares, points):
    gains = pipe.worth(shares, points)
    weakest = min(range(len(shares)), key=lambda n: shares[n])
    assert gains[weakest] >= max(gains) - 1e-6


@given(LEAKY, st.floats(1, 20))
def test_mending_one_step_makes_the_others_worth_more(shares, points):
    before = pipe.worth(shares, points)
    after = pipe.worth(pipe.mended(shares, 0, points), points)
    assert all(later > earlier for earlier, later in zip(before[1:], after[1:], strict=True))


@given(SHARES)
def test_the_product_lies_between_the_bounds(shares):
    least, most = pipe.bounds(shares)
    assert least - 1e-9 <= pipe.through(shares) <= most + 1e-9


def test_a_step_cannot_be_raised_beyond_everybody():
    assert pipe.mended((0.95, 0.5), 0, 20) == (1.0, 0.5)


@pytest.mark.parametrize("wrong", [[1.2], [-0.1], [90], []])
def test_a_share_that_is_none_is_named(wrong):
    with pytest.raises(ValueError, match=r"share|step"):
        pipe.through(wrong)


@pytest.mark.parametrize("step", [-1, 6])
def test_a_step_that_is_not_there_is_named(step):
    with pytest.raises(ValueError, match="no step"):
        pipe.mended([0.9] * 6, step, 10)


@pytest.mark.parametrize("place", pipe.PLACES)
def test_each_place_has_six_steps_and_draws_itself_with_a_reading(place):
    shares = pipe.PLACES[place]
    assert len(shares) == len(pipe.STEPS)
    figure = pipe.draw(shares, pipe.mended(shares, 2, 10), title=place)
    assert {type(trace).__name__ for trace in figure.data} == {"Bar"}
    assert "more." in figure.layout.meta["reading"]
    assert place in figure.layout.meta["alt"]


def test_the_places_have_different_best_steps():
    best = {}
    for place, shares in pipe.PLACES.items():
        gains = pipe.worth(shares, 10)
        best[place] = [n for n, gain in enumerate(gains) if isclose(gain, max(gains), abs_tol=1e-9)]
    assert best == {
        "Six small leaks": [0, 1, 2, 3, 4, 5],
        "One large leak": [2],
        "Hardly anybody has heard": [0],
        "It fades": [5],
    }
