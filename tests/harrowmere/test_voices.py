"""The written voices hold what their key says, and the panel leaves out those with another first wish."""

import numpy as np
import pandas as pd
import pytest

from improve import harrowmere
from improve.harrowmere.worlds import voices as world

from .chance import seeds, share_is


@pytest.fixture(scope="module")
def both():
    return harrowmere.load("voices").merge(harrowmere.load("voices", table="key"), on="excerpt")


def kappa(one, other):
    """Cohen's kappa of two yes-or-no codings."""
    agree = (one == other).mean()
    chance = one.mean() * other.mean() + (1 - one.mean()) * (1 - other.mean())
    return (agree - chance) / (1 - chance)


def test_there_are_sixty_excerpts_five_from_each_of_twelve_sites(both):
    assert len(both) == 60
    assert both["text"].nunique() == 60
    assert both.groupby("site").size().eq(5).all()
    assert both.groupby("site")["construct"].nunique().eq(5).all()
    assert both["text"].str.split().str.len().between(15, 60).all()


def test_every_theme_is_backed_by_different_people_and_time_is_the_main_one(both):
    for theme in world.THEMES:
        assert both.loc[both["theme"] == theme, "person"].nunique() >= 4
    assert both.loc[both["theme"] != "", "theme"].mode().tolist() == ["time"]


def test_one_case_contradicts_the_main_theme(both):
    deviant = both[both["deviant"]]
    assert len(deviant) == 1
    assert "we do have the time" in deviant["text"].item()


def test_the_coders_differ_on_blame_and_on_nothing_else(both):
    for theme in world.THEMES:
        one, other = (both[coder] == theme for coder in ("coder_1", "coder_2"))
        if theme == "blame":
            assert kappa(one, other) < 0.5
            assert other.sum() < one.sum() / 2
        else:
            assert kappa(one, other) > 0.65, theme
    assert (both["coder_1"] == both["theme"]).mean() > 0.9


def test_three_constructs_tell_high_from_low_sites_and_two_do_not(both):
    rated = both.merge(harrowmere.load("voices", table="sites"), on="site")
    means = rated.pivot_table(index="construct", columns="uptake", values="rating")
    gap = means["high"] - means["low"]
    assert (gap[list(world.DISTINGUISH)] > 2).all()
    assert (gap[list(world.DO_NOT)].abs() < 0.4).all()
    assert (means.loc[list(world.DO_NOT)].abs() > 1.3).all().all(), "they look important everywhere"


def test_constructs_are_named_as_in_2022(both):
    assert set(both["construct"]) == {*world.DISTINGUISH, *world.DO_NOT}
    old = {"leadership engagement", "patient needs and resources"}
    assert not old & set(both["construct"])


def test_the_excerpts_do_not_give_away_their_key():
    assert not any("key" in column for column in harrowmere.load("voices"))


def test_feelings_are_there_for_patients_and_carers_only(both):
    users = both["role"].isin(["patient", "carer"])
    assert both.loc[users, "feeling"].notna().all()
    assert both.loc[users, "stage"].ne("").all()
    assert both.loc[~users, "feeling"].isna().all()


def test_the_panel_leaves_out_three_groups_and_their_first_wish():
    panel = harrowmere.load("voices", table="panel")
    assert len(panel) == 14
    absent = {name for name, _, members, _ in world.GROUPS if members == 0}
    assert absent == {
        "carers under 50",
        "English is not their first language",
        "people with a learning disability",
    }
    assert not absent & set(panel["group"])
    assert "getting an appointment" not in panel["priority"].value_counts().head(3).index


def test_the_survey_has_the_stated_groups_and_wishes(master):
    users = pd.concat([world._users(seed) for seed in seeds(master, "voices users", 12)])
    for name, share, _, want in world.GROUPS:
        group = users[users["group"] == name]
        share_is(len(group), len(users), share, why=f"group {name}")
        share_is((group["priority"] == want).sum(), len(group), world.FIRST, why=f"first wish of {name}")
        share_is((group["priority"] == "food").sum(), len(group), world.REST, why=f"another wish of {name}")
    assert users["priority"].isin(world.PRIORITIES).all()


def test_words_have_no_null_variant():
    with pytest.raises(ValueError, match="no null"):
        harrowmere.load("voices", null=True)


def test_all_ages_of_user_are_counted_once():
    assert np.isclose(sum(share for _, share, _, _ in world.GROUPS), 1.0)
