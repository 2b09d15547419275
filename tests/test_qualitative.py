"""Agreement between two coders: known values, other ways to the same number, and honest intervals."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from improve.qualitative import cohen_kappa, disagreements

CODES = st.sampled_from(["a", "b", "c"])


def from_table(table):
    """Two lists of codes that give this table of counts."""
    cells = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return [i for i, _ in cells], [j for _, j in cells]


def test_a_worked_example_by_hand():
    """20 both yes, 15 both no of 50: agreement 0.70; chance 0.5 x 0.6 + 0.5 x 0.4 = 0.50; kappa 0.40."""
    found = cohen_kappa(*from_table([[20, 5], [10, 15]]))
    assert found.kappa == pytest.approx(0.4)
    assert (found.n, found.agreement, found.expected) == (50, 0.7, 0.5)
    assert found.low < 0.4 < found.high


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CODES, CODES), min_size=1, max_size=40))
def test_kappa_does_not_mind_who_comes_first_or_the_order_of_units_or_of_labels(pairs):
    a, b = zip(*pairs, strict=True)
    there, back = cohen_kappa(a, b), cohen_kappa(b[::-1], a[::-1], labels=["c", "b", "a"])
    if math.isnan(there.kappa):
        assert math.isnan(back.kappa)
        assert len(set(a)) == len(set(b)) == 1
    else:
        assert there.kappa == pytest.approx(back.kappa)
        assert (there.low, there.high) == (pytest.approx(back.low), pytest.approx(back.high))
        assert -1 - 1e-9 <= there.kappa <= 1 + 1e-9
        assert there.low <= there.kappa <= there.high <= 1 + 1e-9


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CODES, CODES), min_size=2, max_size=40), st.sampled_from(["linear", "quadratic"]))
def test_weighted_kappa_is_one_less_the_ratio_of_distances(pairs, weights):
    """The other definition: 1 - (mean distance found) / (mean distance of all pairs of units)."""
    a, b = zip(*pairs, strict=True)
    found = cohen_kappa(a, b, labels=["a", "b", "c"], weights=weights)
    x, y = np.array(["abc".index(c) for c in a]), np.array(["abc".index(c) for c in b])
    power = {"linear": 1, "quadratic": 2}[weights]
    chance = (np.abs(np.subtract.outer(x, y)) ** power).mean()
    if chance == 0:
        assert math.isnan(found.kappa)
    else:
        assert found.kappa == pytest.approx(1 - (np.abs(x - y) ** power).mean() / chance)


@pytest.mark.parametrize("table", [[[20, 5], [10, 15]], [[30, 4, 1], [3, 20, 6], [2, 2, 12]]])
def test_the_standard_error_agrees_with_moving_each_unit_a_little(table):
    """The delta method done by numbers: the spread of kappa's slope in each unit's weight."""
    counts = np.array(table, dtype=float)
    n = counts.sum()

    def kappa(share):
        agreed, chance = np.trace(share), share.sum(axis=1) @ share.sum(axis=0)
        return (agreed - chance) / (1 - chance)

    share, step, slopes = counts / n, 1e-6, np.zeros_like(counts)
    for at in np.ndindex(counts.shape):
        point = np.zeros_like(share)
        point[at] = 1
        slopes[at] = (kappa((1 - step) * share + step * point) - kappa(share)) / step
    error = math.sqrt((share * slopes**2).sum() / n)
    assert cohen_kappa(*from_table(table)).standard_error == pytest.approx(error, rel=1e-3)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    """Two coders, each right nine times in ten, thirty units, four codes: the usual interval would fail this."""
    random, shares = np.random.default_rng(8), np.array([0.4, 0.3, 0.2, 0.1])
    told = 0.1 * np.tile(shares, (4, 1)) + 0.9 * np.eye(4)
    joint = sum(shares[t] * np.outer(told[t], told[t]) for t in range(4))
    chance = joint.sum(axis=1) @ joint.sum(axis=0)
    truth, held = (np.trace(joint) - chance) / (1 - chance), 0
    for _ in range(400):
        found = cohen_kappa(*from_table(random.multinomial(30, joint.ravel()).reshape(4, 4)))
        held += found.low <= truth <= found.high
    assert 0.92 <= held / 400 <= 0.98


def test_full_agreement_on_few_units_is_not_certainty():
    found = cohen_kappa("abab", "abab")
    assert found.kappa == 1
    assert found.high == 1
    assert found.low < 0.3
    assert found.standard_error == 0


def test_one_code_for_everything_gives_no_kappa_and_says_why():
    found = cohen_kappa(["x"] * 5, ["x"] * 5)
    assert math.isnan(found.kappa)
    assert "cannot be worked out" in found.reading()


def test_units_left_uncoded_are_counted_apart():
    found = cohen_kappa(["a", None, "b", ""], ["a", "b", float("nan"), "b"])
    assert (found.n, found.left_out) == (1, 3)
    assert "3 left uncoded" in found.reading()
    assert "nothing to compare" in cohen_kappa([None], ["a"]).reading()


@pytest.mark.parametrize(
    ("a", "b", "given", "says"),
    [
        ("ab", "a", {}, "2 and 1"),
        ("az", "ab", {"labels": ["a", "b"]}, "Not among the codes: z"),
        ("ab", "ab", {"labels": ["a", "a", "b"]}, "twice"),
        ("ab", "ab", {"weights": "cubic"}, "cubic"),
        ("ab", "ab", {"confidence": 95}, "between 0 and 1"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_reason(a, b, given, says):
    with pytest.raises(ValueError, match=says):
        cohen_kappa(a, b, **given)


def test_the_units_to_talk_through_are_listed():
    rows = disagreements(["one", "two", "three"], ["a", "b", None], ["a", "a", "b"])
    assert rows.values.tolist() == [[2, "two", "b", "a"]]
