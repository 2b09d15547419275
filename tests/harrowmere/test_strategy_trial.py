"""Three arms drawn by lot gain one, five and nine points; experts agree little."""

import numpy as np
import pytest
from scipy import stats

from improve import harrowmere
from improve.harrowmere.worlds import strategy_trial as world

from .chance import mean_is, seeds, share_is, share_is_at_most

RUNS = 300


def drawn(master, null):
    """Return practices' shares before and after by arm, shape (runs, arms, practices, 2)."""
    trials = []
    for seed in seeds(master, f"strategy_trial {null}", RUNS):
        table = harrowmere.strategy_trial(seed, null=null)
        before = (table["treated_before"] / table["patients_before"]).to_numpy()
        after = (table["treated_after"] / table["patients_after"]).to_numpy()
        arm = table["arm"].to_numpy()
        trials.append([np.column_stack([before, after])[arm == name] for name in world.ARMS])
    return np.array(trials)


@pytest.fixture(scope="module")
def trials(master):
    return drawn(master, null=False)


@pytest.fixture(scope="module")
def nulls(master):
    return drawn(master, null=True)


def gains(trials):
    return 100 * (trials[..., 1] - trials[..., 0])


@pytest.mark.parametrize(("number", "points"), [(0, 1), (1, 5), (2, 9)])
def test_each_arm_gains_what_was_planted(trials, number, points):
    mean_is(gains(trials)[:, number].mean(axis=1), points, slack=0.01, why=world.ARMS[number])


def test_arms_differ_at_the_start_by_chance_alone(trials):
    start = 100 * trials[..., 0].mean(axis=2)
    mean_is(start[:, 1] - start[:, 0], 0.0, why="start, feedback less control")
    mean_is(start[:, 2] - start[:, 0], 0.0, why="start, outreach less control")
    p = stats.ttest_ind(trials[:, 2, :, 0], trials[:, 0, :, 0], axis=1).pvalue
    share_is(np.sum(p < 0.05), RUNS, 0.05, slack=0.004, why="arms that differ at the start")


def p_values(trials, arm):
    """Test the arm against control with the practice as the unit: the analysis that respects clusters."""
    gain = gains(trials)
    return stats.ttest_ind(gain[:, arm], gain[:, 0], axis=1).pvalue


def test_counting_practices_finds_outreach_nearly_always_and_feedback_often(trials):
    share_is((p_values(trials, 2) < 0.05).sum(), RUNS, 0.9405, slack=0.018, why="power, outreach")
    share_is((p_values(trials, 1) < 0.05).sum(), RUNS, 0.435, slack=0.036, why="power, feedback")


def test_with_nothing_planted_every_arm_gains_one_point_and_tests_err_as_stated(nulls):
    for number, name in enumerate(world.ARMS):
        mean_is(gains(nulls)[:, number].mean(axis=1), 1.0, slack=0.01, why=f"null, {name}")
    for arm in (1, 2):
        share_is_at_most((p_values(nulls, arm) < 0.05).sum(), RUNS, 0.055, why=f"null, arm {arm}")


def test_experts_endorse_about_three_pairings_in_ten_and_agree_on_few(master):
    shares = []
    for seed in seeds(master, "endorsements", RUNS):
        table = harrowmere.strategy_trial(seed, table="endorsements")
        shares.append(table["endorsed"].to_numpy() / table["experts"].to_numpy())
    shares = np.array(shares)
    a, b = world.AGREEMENT
    mean_is(shares.mean(axis=1), a / (a + b), why="endorsed")
    most = stats.betabinom.sf(20, world.EXPERTS, a, b)  # more than half of the experts
    share_is((shares > 0.5).sum(), shares.size, most, why="pairings that most experts endorse")
    assert most < 0.15
