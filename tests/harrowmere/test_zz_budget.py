"""The last word of the folder: the chance that a correct generator fails this run at all."""

from .chance import LIMIT, RISK, spent


def test_a_correct_generator_fails_the_whole_folder_less_than_once_in_ten_thousand_runs():
    """Run last (files in order of name), so that every assertion made in this process has been counted."""
    print(f"{len(spent)} assertions at {RISK:g} each: at most {len(spent) * RISK:.1e}")
    assert len(spent) * RISK <= LIMIT


def test_the_least_count_of_values_makes_the_cut_safe():
    """Six standard errors, moderate skewness (1.5) and 150 values: the tail stays under the risk of one assertion."""
    from math import exp, sqrt

    from scipy import stats

    normal_tail = 2 * stats.norm.sf(6.0)
    for_skewness = exp(1.5 * 6.0**3 / (6 * sqrt(150)))
    assert normal_tail * for_skewness < RISK
    assert 2 * stats.t.sf(6.0, 149) < RISK
