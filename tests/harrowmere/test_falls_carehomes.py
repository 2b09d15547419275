"""Injuries fall only where staff stay, reports rise in every adopting home, and bad months go missing."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from improve import harrowmere
from improve.harrowmere.worlds import falls_carehomes as world

from .chance import mean_is, seeds, share_is, share_is_at_most

RUNS = 200


def drawn(master, null):
    """Return the whole truth of many seeds and, beside it, whether the return went missing."""
    tables = []
    for seed in seeds(master, f"falls_carehomes {null}", RUNS):
        sent, whole = world._months(seed, null)
        late = np.tile(np.arange(1, 25) >= 13, 44)
        tables.append(
            pd.DataFrame(
                {
                    "seed": seed,
                    "group": np.select(
                        [~whole["adopter"], whole["turnover"] < 35], ["others", "low"], "high"
                    ),
                    "late": late,
                    "days": whole["occupied_bed_days"],
                    "injuries": whole["injurious_falls"].astype(int),
                    "falls": whole["falls"].astype(int),
                    "missing": sent["falls"].isna(),
                    "bad": whole["bad_month"],
                    "culture": whole["culture"],
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


@pytest.fixture(scope="module")
def homes(master):
    return drawn(master, null=False)


@pytest.fixture(scope="module")
def nulls(master):
    return drawn(master, null=True)


def late_share(frame, group, column, ratio):
    """Return events in the second year, all events, and the share of them that the ratio predicts.

    Given the total in both years, the second year's part is binomial, whatever the homes' own levels.
    """
    sums = frame[frame["group"] == group].groupby("late")[[column, "days"]].sum()
    weight = ratio * sums.loc[True, "days"]
    return sums.loc[True, column], sums[column].sum(), weight / (weight + sums.loc[False, "days"])


@pytest.mark.parametrize(("group", "ratio"), [("low", 0.75), ("high", 1.0), ("others", 1.0)])
def test_falls_with_injury_come_down_only_where_fewer_than_35_per_cent_leave(homes, group, ratio):
    hits, trials, expected = late_share(homes, group, "injuries", ratio)
    share_is(hits, trials, expected, slack=0.0015, why=f"injuries, {group}")


@pytest.mark.parametrize(("group", "ratio"), [("low", 1.3), ("high", 1.3), ("others", 1.0)])
def test_all_recorded_falls_rise_by_30_per_cent_in_every_adopting_home(homes, group, ratio):
    hits, trials, expected = late_share(homes, group, "falls", ratio)
    share_is(hits, trials, expected, slack=0.0015, why=f"falls, {group}")


def test_levels_are_as_stated(homes):
    quiet = homes[~homes["late"]].groupby("seed")[["injuries", "falls", "days"]].sum()
    lift = np.exp(world.BETWEEN_HOMES**2 / 2)
    mean_is(1000 * quiet["injuries"] / quiet["days"], 1.6 * lift, why="injuries per 1,000 bed-days")
    mean_is(1000 * quiet["falls"] / quiet["days"], 7.0 * lift, why="falls per 1,000 bed-days")


def test_eight_per_cent_of_returns_are_missing_and_bad_months_three_times_as_often(homes):
    share_is(homes["missing"].sum(), len(homes), 0.08, why="missing")
    bad = homes["bad"]
    expected = 3 * bad.sum() / (3 * bad.sum() + (~bad).sum())
    share_is(
        homes.loc[bad, "missing"].sum(), homes["missing"].sum(), expected, why="missing among bad months"
    )


def test_culture_rises_by_eight_points_in_adopting_homes_only(homes):
    means = homes.groupby(["seed", "group", "late"])["culture"].mean().unstack()
    gain = (means[True] - means[False]).unstack()
    for group, points in (("low", 8.0), ("high", 8.0), ("others", 0.0)):
        assert np.allclose(gain[group], points), f"culture, {group}"


def test_the_programme_shows_within_one_world_about_three_times_in_four(homes):
    """A one-sided conditional test at 5%, low-turnover adopters against the homes that did not adopt."""
    found = 0
    for _, one in homes.groupby("seed"):
        found += adopters_improve(one, "low") < 0.05
    share_is(found, RUNS, 0.762, slack=0.065, why="power of a fair comparison")


def adopters_improve(one, group):
    """Return the one-sided p-value that the group's injuries fell more than those of the other homes."""
    sums = one.groupby(["group", "late"])[["injuries", "days"]].sum()
    rate = sums["injuries"] / sums["days"]
    change = np.log(rate[group, True] / rate[group, False]) - np.log(
        rate["others", True] / rate["others", False]
    )
    spread = np.sqrt((1 / sums["injuries"][[group, "others"]]).sum())
    return stats.norm.cdf(change / spread)


def test_with_nothing_planted_nothing_changes_in_any_group(nulls):
    for group in ("low", "high", "others"):
        for column in ("injuries", "falls"):
            hits, trials, expected = late_share(nulls, group, column, 1.0)
            share_is(hits, trials, expected, slack=0.0015, why=f"null {column}, {group}")
    share_is(nulls["missing"].sum(), len(nulls), 0.08, why="null, missing")
    bad = nulls["bad"]
    share_is(nulls.loc[bad, "missing"].sum(), bad.sum(), 0.08, why="null, bad months missing")
    assert nulls.groupby(["seed", "group"])["culture"].mean().notna().all()


def test_with_nothing_planted_an_improvement_is_found_no_more_often_than_the_test_errs(nulls):
    found = sum(adopters_improve(one, group) < 0.05 for _, one in nulls.groupby("seed") for group in ("low",))
    share_is_at_most(found, RUNS, 0.07, why="null, false alarms at 5%")


def test_injuries_are_a_part_of_recorded_falls_and_missing_returns_keep_their_bed_days():
    months = harrowmere.load("falls_carehomes")
    there = months.dropna()
    assert (there["injurious_falls"] <= there["falls"]).all()
    assert months["occupied_bed_days"].notna().all()
    assert months.groupby("home").size().eq(24).all()
    adopters = months[months["adopter"]]
    assert adopters["home"].nunique() == 14
    assert adopters.loc[adopters["turnover"] < 35, "home"].nunique() == 9


def test_size_turnover_and_culture_have_nothing_to_do_with_a_home_s_own_level(master):
    found = {"beds": [], "turnover": [], "culture_before": []}
    for seed in seeds(master, "falls_carehomes levels", RUNS):
        homes = world._homes(np.random.default_rng(seed))
        for name, values in found.items():
            values.append(np.corrcoef(homes[name], np.log(homes["level"]))[0, 1])
    for name, values in found.items():
        mean_is(values, 0.0, why=f"level and {name}")
