"""The workshop plan can be run from the page alone: its hour adds up, and what is said is whole and true."""

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from markdown_it import MarkdownIt

from improve.charts import RULE_SETS, apply_rules, rules, run_chart
from improve.charts.chance import chance_of_run
from improve.data import england_emergency, semmelweis_monthly

MODULES = Path(__file__).resolve().parent.parent / "modules"
PLANS = sorted(MODULES.glob("*/*/workshop.md"))
RUN_CHARTS = MODULES / "measurement" / "run-charts"
FIELDS = {"minutes", "purpose", "materials", "say", "listen_for", "wrong_answers", "when_late"}


def activities(path):
    """Title, fields and body of every timed activity on the page."""
    found = []
    for token in MarkdownIt().parse(path.read_text(encoding="utf-8")):
        if token.type == "fence" and token.info.startswith("{activity}"):
            _, fields, body = token.content.split("---\n", 2)
            found.append((token.info.removeprefix("{activity}").strip(), yaml.safe_load(fields), body))
    return found


EVERY_ACTIVITY = [
    pytest.param(*activity, id=f"{path.parent.name}: {activity[0]}")
    for path in PLANS
    for activity in activities(path)
]


def paragraphs(markdown):
    """The paragraphs of a text, as plain words on one line each."""
    return [
        re.sub(r"[*_`]", "", inline.content.replace("\n", " "))
        for inline in MarkdownIt().parse(markdown)
        if inline.type == "inline"
    ]


def spoken_in_steps(body):
    """What is said in the course of an activity stands in quotation blocks."""
    said, inside = [], 0
    for token in MarkdownIt().parse(body):
        inside += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if inside and token.type == "inline":
            said.append(token.content)
    return said


def is_whole_sentences(text):
    """Each sentence begins as a sentence does, has several words, and ends with a stop."""
    sentences = re.split(r"(?<=[.?])\s+", text.replace("*", "").strip())
    return all(re.match(r"[A-Z“]", s) and re.search(r"[.?]”?$", s) and len(s.split()) >= 2 for s in sentences)


def test_there_is_a_plan_to_test():
    assert RUN_CHARTS / "workshop.md" in PLANS


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
def test_the_minutes_of_the_hour_add_up_to_sixty(path):
    assert sum(fields["minutes"] for _, fields, _ in activities(path)) == 60


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
def test_a_guest_can_run_one_activity_of_twenty_to_twenty_five_minutes(path):
    for_guests = [fields["minutes"] for _, fields, _ in activities(path) if fields.get("guest")]
    assert len(for_guests) == 1
    assert 20 <= for_guests[0] <= 25


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
def test_the_clock_times_in_the_steps_fit_the_activity_that_they_stand_in(path):
    start = 0
    for title, fields, body in activities(path):
        clock = [(int(a), int(b)) for a, b in re.findall(r"\*\*(\d+)–(\d+)[.:*]", body)]
        assert clock, f"{title}: no step has a time"
        assert clock[0][0] == start, title
        assert all(before[1] == here[0] for before, here in pairwise(clock)), title
        start += fields["minutes"]
        assert clock[-1][1] == start, title


@pytest.mark.parametrize(("title", "fields", "body"), EVERY_ACTIVITY)
def test_each_activity_has_every_field(title, fields, body):
    assert FIELDS <= set(fields) <= FIELDS | {"guest"}
    assert all(str(fields[name]).strip() for name in FIELDS)
    assert body.strip()


@pytest.mark.parametrize(("title", "fields", "body"), EVERY_ACTIVITY)
def test_what_is_said_is_whole_sentences(title, fields, body):
    said = [*paragraphs(fields["say"]), *spoken_in_steps(body)]
    assert said
    for text in said:
        assert is_whole_sentences(text), text


@pytest.mark.parametrize(
    "fragment", ["Welcome, aim, rules of the room", "plot the digits.", "Poll 1: vote", "Go."]
)
def test_a_fragment_is_not_taken_for_a_sentence(fragment):
    assert not is_whole_sentences(fragment)


@pytest.mark.parametrize(("title", "fields", "body"), EVERY_ACTIVITY)
def test_each_likely_wrong_answer_has_its_own_reply(title, fields, body):
    replies = re.findall(r"Reply: \"(.+?)\"\s*$", fields["wrong_answers"], flags=re.M)
    answers = [line for line in fields["wrong_answers"].splitlines() if line.startswith("- ")]
    assert len(replies) == len(answers) == len(set(replies)) >= 2


def test_roles_forms_and_what_must_stay_are_on_the_page():
    text = (RUN_CHARTS / "workshop.md").read_text(encoding="utf-8")
    for needed in (
        "## At a glance",
        "### Who does what",
        "## The day before",
        "## What may be adapted, and what must not",
        "## Afterwards",
        "## One page for a guest",
        "**Two hours.**",
        "**Without laptop",
        "**Online.**",
        "**Both at once.**",
        "**Poll 1.**",
        "**Poll 2.**",
        "Poll 3**",
    ):
        assert needed in text, needed
    for role in ("Host", "Producer", "Chat steward", "Breakout steward"):
        assert f"| **{role}** |" in text


# ---------------------------------------------------------------- the numbers that hosts will say aloud


def given(letter, points=24):
    return pd.read_csv(RUN_CHARTS / "workshop-charts.csv")[f"chart_{letter}"].to_list()[:points]


def found(values, name="anhoej"):
    return apply_rules(values, np.median(values), name)


def spoken_truth():
    _, _, body = next(a for a in activities(RUN_CHARTS / "workshop.md") if a[1].get("guest"))
    said = [text.replace("*", "") for text in spoken_in_steps(body)]
    return {text[6]: text for text in said if text.startswith("Chart ")}


def test_charts_a_and_b_are_the_real_figures():
    vienna, england = semmelweis_monthly().set_index("date"), england_emergency().set_index("date")
    two_years = vienna.loc["1846-01":"1847-12"]
    assert (100 * two_years["deaths"] / two_years["births"]).round(1).tolist() == given("a")
    assert (100 * england["over_4h_all"] / england["attendances_all"]).round(1).tolist()[:24] == given("b")
    assert "is real" in spoken_truth()["A"]
    assert "is real" in spoken_truth()["B"]


def test_charts_c_and_d_are_said_to_be_invented():
    assert "is invented" in spoken_truth()["C"]
    assert "is invented" in spoken_truth()["D"]


def test_what_is_said_of_chart_a_is_what_the_rules_find():
    assert "five times where at least eight" in spoken_truth()["A"]
    assert (found(given("a")).n_crossings, found(given("a")).n_crossings_min) == (5, 8)
    assert all(value < 5.5 for value in given("a")[11:15]), "months 12 to 15: the first fall, before washing"


def test_what_is_said_of_chart_b_is_what_the_rules_find():
    assert "seven crossings where at least eight" in spoken_truth()["B"]
    assert (found(given("b")).n_crossings, found(given("b")).n_crossings_min) == (7, 8)


def test_what_is_said_of_chart_c_is_what_the_rules_find():
    values = given("c")
    assert "Six points rise in a row" in spoken_truth()["C"]
    assert all(np.diff(values[13:19]) > 0)
    assert found(values, "perla").trend
    assert not found(values).signal


def test_what_is_said_of_chart_d_is_what_the_rules_find():
    assert "thirteen useful points" in spoken_truth()["D"]
    assert "the limit is eight" in spoken_truth()["D"]
    assert not any(found(given("d"), name).signal for name in RULE_SETS)
    later = run_chart(given("d", 32), baseline=20).signals[0]
    assert (later.longest_run, later.longest_run_max, later.shift) == (13, 8, True)


def test_the_practice_chart_gives_the_numbers_in_the_plan_and_in_the_wrong_answers():
    page = (RUN_CHARTS / "workshop.md").read_text(encoding="utf-8")
    values = np.array(yaml.safe_load(re.search(r"^practice = (\[.*\])$", page, flags=re.M).group(1)))
    right = found(values)
    assert (right.n_useful, right.longest_run, right.n_crossings) == (16, 6, 6)
    assert (right.longest_run_max, right.n_crossings_min, right.signal) == (7, 4, False)
    assert found(values, "perla").signal
    assert np.flatnonzero(values == 12).tolist() == [3, 14], "months 4 and 15 lie on the median"
    assert rules.longest_run(values, 12, on_line="break") == 4, "the wrong answer 4"
    assert rules.longest_run(np.where(values == 12, 11, values), 12) == 7, "the wrong answer 7"


def test_what_is_said_of_tosses_is_what_chance_gives():
    assert round(1 / chance_of_run(7, 20, line="fixed")) == 9, "about one person in nine has seven or more"
    assert round(100 * chance_of_run(6, 20, line="fixed")) == 24
    assert round(100 * chance_of_run(6, 20, line="own")) == 11
    noise = np.random.default_rng(1).normal(size=(20_000, 24))
    assert np.mean(rules.longest_trend(noise) >= 5) == pytest.approx(0.255, abs=0.015), (
        "about a quarter of charts"
    )


def test_the_slips_hold_sixty_rows_of_twenty_digits():
    slips = pd.read_csv(RUN_CHARTS / "workshop-digits.csv", index_col="slip")
    assert slips.shape == (60, 20)
    assert set(np.unique(slips)) == set(range(10))
    six_or_more = np.mean(rules.longest_run(slips.to_numpy(), 4.5) >= 6)
    assert six_or_more == pytest.approx(chance_of_run(6, 20, line="fixed"), abs=0.17), (
        "no slips picked for effect"
    )
