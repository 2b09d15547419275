"""A workshop plan can be run from its page alone: the hour adds up, and what is said is whole and true."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from markdown_it import MarkdownIt
from scipy.stats import binom

from course.packs.faults import faults
from course.packs.plan import Plan
from course.workshop import BREAK
from improve.charts import RULE_SETS, apply_rules, i_chart, rules, run_chart
from improve.charts.chance import chance_of_run
from improve.data import england_emergency, semmelweis_monthly

MODULES = Path(__file__).resolve().parent.parent / "modules"
PLANS = sorted(MODULES.glob("*/*/workshop.md"))
RUN_CHARTS = MODULES / "measurement" / "run-charts"
BEHAVIOUR = MODULES / "measurement" / "process-behaviour-charts"
FIELDS = {"minutes", "purpose", "materials", "say", "listen_for", "wrong_answers", "when_late"}
MORE = {"guest", "in_30", "in_120", "outcomes", "online", "hybrid", "no_tech", "screen", "show"}


def activities(path):
    """Title, fields and body of every timed activity on the page."""
    found = []
    for token in MarkdownIt().parse(path.read_text(encoding="utf-8")):
        if token.type == "fence" and token.info.startswith("{activity}"):
            _, fields, body = token.content.split("---\n", 2)
            found.append((token.info.removeprefix("{activity}").strip(), yaml.safe_load(fields), body))
    return found


each_plan = pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
EVERY_ACTIVITY = [
    pytest.param(*activity, id=f"{path.parent.name}: {activity[0]}")
    for path in PLANS
    for activity in activities(path)
    if activity[0] != BREAK
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


def test_there_are_plans_to_test():
    assert {RUN_CHARTS / "workshop.md", BEHAVIOUR / "workshop.md"} <= set(PLANS)


@each_plan
def test_minutes_of_all_three_lengths_steps_polls_materials_and_outcomes_hold(path):
    assert faults(path) == []


@each_plan
def test_a_guest_can_run_one_activity_of_twenty_to_twenty_five_minutes(path):
    for_guests = [fields["minutes"] for _, fields, _ in activities(path) if fields.get("guest")]
    assert len(for_guests) == 1
    assert 20 <= for_guests[0] <= 25


@pytest.mark.parametrize(("title", "fields", "body"), EVERY_ACTIVITY)
def test_each_activity_has_every_field(title, fields, body):
    assert FIELDS <= set(fields) <= FIELDS | MORE
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


@each_plan
def test_roles_forms_and_what_must_stay_are_on_the_page(path):
    text = path.read_text(encoding="utf-8")
    for needed in (
        "## At a glance",
        "### Who does what",
        "## The day before",
        "```{run-sheet}",
        "Ask about access",
        "The truth: for the hosts only",
        "## What may be adapted, and what must not",
        "**Half an hour.**",
        "**Without laptop",
        "**Online.**",
        "**Both at once.**",
        "**Twelve people.**",
        "**Sixty people.**",
        "**If something breaks.**",
        "## Afterwards",
        "## One page for a guest",
    ):
        assert needed in text, needed
    for role in ("Host", "Producer", "Chat steward", "Breakout steward"):
        assert f"| **{role}** |" in text


@each_plan
def test_there_are_three_polls_or_more(path):
    assert len(Plan(path).polls) >= 3


@each_plan
def test_what_changes_in_another_mode_is_said_in_whole_sentences_and_names_no_minute_of_the_hour(path):
    for _, fields, _ in activities(path):
        for mode in {"online", "hybrid", "no_tech"} & set(fields):
            assert is_whole_sentences(fields[mode]), fields[mode]
            assert not re.search(r"\bminute \d", fields[mode]), fields[mode]


@each_plan
def test_each_handout_begins_a_sheet(path):
    text = path.read_text(encoding="utf-8")
    begun = re.findall(r'break-after: page"></div>\n+## Handout (\d)\. ', text)
    assert [int(n) for n in begun] == sorted(Plan(path).handouts)


@each_plan
def test_a_blank_to_write_on_fits_a_phone(path):
    assert max(map(len, re.findall(r"_{3,}", path.read_text(encoding="utf-8")))) <= 24


# ---------------------------------------------------------------- run charts: the numbers that hosts will say aloud


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


def test_the_slips_of_digits_hold_sixty_rows_of_twenty():
    slips = pd.read_csv(RUN_CHARTS / "workshop-digits.csv", index_col="slip")
    assert slips.shape == (60, 20)
    assert set(np.unique(slips)) == set(range(10))
    six_or_more = np.mean(rules.longest_run(slips.to_numpy(), 4.5) >= 6)
    assert six_or_more == pytest.approx(chance_of_run(6, 20, line="fixed"), abs=0.17), (
        "no slips picked for effect"
    )


# ------------------------------------------------- process behaviour charts: the numbers that hosts will say aloud

LETTERS = binom(20, 0.2)  # mistakes among the letters of one day
TWO_DICE = np.convolve(np.full(6, 1 / 6), np.full(6, 1 / 6))  # chances of a need of 2 to 12
DIFFERENCE = np.convolve(TWO_DICE, TWO_DICE[::-1])  # of today's need minus yesterday's, from -10 to 10


def behaviour_text():
    return (BEHAVIOUR / "workshop.md").read_text(encoding="utf-8")


def play(days, games, seed=4):
    """Total misses of both teams, one row for each game."""
    need = np.random.default_rng(seed).integers(1, 7, (games, days + 1, 2)).sum(axis=2)
    return np.abs(need[:, 1:] - 7).sum(axis=1), np.abs(np.diff(need, axis=1)).sum(axis=1)


def test_the_slips_of_letters_are_as_they_were_dealt():
    slips = pd.read_csv(BEHAVIOUR / "workshop-slips.csv", index_col="slip", dtype=str)
    digits = np.array([[list(map(int, day.replace(" ", ""))) for day in row] for row in slips.to_numpy()])
    assert digits.shape == (60, 4, 20), "sixty slips, four days, twenty letters"
    assert np.array_equal(digits, np.random.default_rng(2026).integers(0, 10, (60, 4, 20))), "none was picked"


def test_the_race_slips_are_as_they_were_dealt():
    needs = pd.read_csv(BEHAVIOUR / "workshop-race.csv", index_col="slip").to_numpy()
    assert needs.shape == (20, 21), "twenty slips: the day before, and twenty days"
    assert np.array_equal(needs, np.random.default_rng(2026).integers(1, 7, (20, 21, 2)).sum(axis=2))


def test_what_is_said_of_letters_is_what_chance_gives():
    text = behaviour_text()
    limit = LETTERS.mean() + 3 * LETTERS.std()
    assert "four mistakes in twenty letters" in text
    assert LETTERS.mean() == 4
    assert "nine and a bit" in text
    assert 9 < limit < 9.5
    assert LETTERS.mean() - 3 * LETTERS.std() < 0, "no lower limit"
    assert "about three days in a thousand" in text
    assert round(1_000 * LETTERS.sf(limit)) == 3
    assert "more than 99 in 100" in text
    assert LETTERS.cdf(limit) > 0.99
    assert "10 red beads a day, and limits at about 1.5 and 18.5" in text
    beads = binom(50, 0.2)
    assert [round(beads.mean() + k * beads.std(), 1) for k in (-3, 0, 3)] == [1.5, 10, 18.5]


def test_what_is_said_of_praise_and_blame_is_what_chance_gives():
    text = behaviour_text()
    k = np.arange(21)
    after_blame, after_praise = (k >= 6) * LETTERS.pmf(k), (k <= 2) * LETTERS.pmf(k)
    fewer = np.sum(after_blame * LETTERS.cdf(k - 1)) / after_blame.sum()
    same = np.sum(after_blame * LETTERS.pmf(k)) / after_blame.sum()
    more = np.sum(after_praise * LETTERS.sf(k)) / after_praise.sum()
    assert (round(100 * fewer), round(100 * same), round(100 * (1 - fewer - same))) == (86, 8, 6)
    assert "86 have fewer on day two, 8 the same and 6 more" in text
    assert round(100 * more) == 84
    assert "84 have more on day two" in text
    assert round(100 * (1 - LETTERS.cdf(9) ** 240)) == 46
    assert "in nearly half of all rooms" in text


def test_taking_one_kind_of_mistake_away_helps_as_many_as_is_said():
    no_one = binom(20, 0.1).pmf(0)
    assert binom(20, 0.1).mean() == 2
    assert (round(100 * (1 - no_one)), round(100 * no_one)) == (88, 12)
    assert "about 88 have fewer than before, and about 12 had no 1 to lose" in behaviour_text()


def test_what_is_said_of_the_race_is_what_the_dice_give():
    text, miss = behaviour_text(), np.arange(-5, 6)
    swing = np.arange(-10, 11)
    assert round(20 * np.sum(TWO_DICE * np.abs(miss))) == 39
    assert round(20 * np.sum(DIFFERENCE * np.abs(swing))) == 55
    assert "about 39 visits in twenty days, and Adjust by about 55" in text
    variance, doubled = np.sum(TWO_DICE * miss**2), np.sum(DIFFERENCE * swing**2)
    assert doubled == pytest.approx(2 * variance)
    assert (round(variance**0.5, 2), round(doubled**0.5, 2)) == (2.42, 3.42)
    assert "Leave alone can never miss by more than five" in text
    assert abs(miss).max() == 5
    assert "on about one day in nine" in text
    assert round(1 / DIFFERENCE[np.abs(swing) > 5].sum()) == 9


def test_about_one_group_in_forty_sees_adjust_do_as_well_and_a_room_of_ten_groups_never():
    leave, adjust = play(days=20, games=40_000)
    assert "about one group in forty" in behaviour_text()
    assert 1 / 50 < np.mean(adjust <= leave) < 1 / 35
    rooms = leave.reshape(-1, 10).sum(axis=1), adjust.reshape(-1, 10).sum(axis=1)
    assert np.mean(rooms[1] <= rooms[0]) < 0.001


def test_the_replies_about_other_ways_to_adjust_are_right():
    """The spread of the miss, against leaving alone, when the plan moves by half, or only after big misses."""
    need = np.random.default_rng(9).integers(1, 7, (400, 1_000, 2)).sum(axis=2)
    plans = {
        "half": lambda plan, miss: plan + miss / 2,
        "big": lambda plan, miss: np.where(np.abs(miss) >= 4, plan + miss, plan),
    }
    spread = {}
    for name, move in plans.items():
        plan, misses = np.full(400, 7.0), []
        for today in need.T:
            misses.append(today - plan)
            plan = move(plan, misses[-1])
        spread[name] = np.std(misses[50:]) / np.std(need)
    text = behaviour_text()
    assert "1.15 times as large, in place of 1.41" in text
    assert spread["half"] == pytest.approx(1.15, abs=0.01)
    assert "misses of four or more it comes out as bad as adjusting every day" in text
    assert spread["big"] == pytest.approx(1.41, abs=0.03)


def test_the_numbers_for_a_county_that_really_changed_are_right():
    variance = 35 / 6
    sizes = [(variance + 3**2) ** 0.5, (2 * variance) ** 0.5, variance**0.5]
    assert [f"{size:.2f}" for size in sizes] == ["3.85", "3.42", "2.42"]
    assert "misses by 3.85 from then (root mean square), following misses by 3.42" in behaviour_text()
    assert "made once, by 2.42" in behaviour_text()


def test_following_wins_where_neighbouring_days_are_alike_by_more_than_one_half():
    assert "a correlation above one half" in behaviour_text()
    rng = np.random.default_rng(3)
    for correlation, follows in ((0.3, False), (0.7, True)):
        days = np.zeros((2_000, 60))
        days[:, 0] = rng.normal(size=2_000)
        for i in range(1, 60):
            days[:, i] = correlation * days[:, i - 1] + (1 - correlation**2) ** 0.5 * rng.normal(size=2_000)
        assert (np.diff(days, axis=1).std() < days.std()) == follows


def test_the_example_of_how_the_sheet_is_filled_in_adds_up():
    need = yaml.safe_load(re.search(r"^example = (\[.*?\])", behaviour_text(), flags=re.M).group(1))
    sums = [np.abs(np.array(need[1:]) - 7), np.abs(np.diff(need))]
    said = "Leave alone has missed by {} + {} + {} = {}, and Adjust by {} + {} + {} = {}."
    assert said.format(*sums[0], sums[0].sum(), *sums[1], sums[1].sum()) in behaviour_text()


def test_the_limits_worked_out_by_hand_are_those_of_the_library():
    values = yaml.safe_load(re.search(r"^by_hand = (\[.*?\])$", behaviour_text(), flags=re.M).group(1))
    assert (len(values), sum(values), np.abs(np.diff(values)).sum()) == (12, 120, 33)
    table = i_chart(values).table
    assert [round(table[line].iloc[0], 1) for line in ("lower", "centre", "upper")] == [2.0, 10.0, 18.0]
    assert not table["beyond"].any()
    assert "that is 2.0 and 18.0. No value lies outside." in behaviour_text()
