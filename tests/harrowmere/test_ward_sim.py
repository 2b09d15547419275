"""The ward's ideas do what was planted, twenty checks tell as much as they can, and the ward remembers and answers."""

import json

import numpy as np
import pytest

from improve import harrowmere
from improve.charts import rules
from improve.harrowmere.worlds import ward_sim as world
from improve.harrowmere.worlds.ward_ideas import FIRST_PREDICT

from .chance import mean_is, reference_slack, seeds, share_is, share_is_at_most

SERIES = 30_000
REFERENCE_SERIES = 200_000
WARDS = 250


def longest_above(done, baseline=12, on_line="skip"):
    """The longest run above the baseline median among the weeks after it."""
    line = np.median(done[:, :baseline], axis=1, keepdims=True)
    sign = rules.sides(done[:, baseline:], line)
    breaks = None if on_line == "skip" else sign == 0
    return np.where(sign == 1, rules.positions_in_runs(sign, breaks), 0).max(axis=1)


@pytest.mark.parametrize("chance", [0.55, 0.61, 0.67, 0.75])
def test_what_twenty_checks_a_week_can_tell(master, chance):
    """Twelve weeks fix the median; a run above it within 12 or 24 weeks. Points on the median skipped, or breaking."""
    expected = {  # (on the line, weeks, length): by simulation of 200,000 series for each chance
        0.55: {
            ("skip", 12, 8): 0.0345,
            ("break", 12, 8): 0.0225,
            ("skip", 12, 6): 0.1017,
            ("skip", 24, 8): 0.0903,
        },
        0.61: {
            ("skip", 12, 8): 0.1902,
            ("break", 12, 8): 0.1326,
            ("skip", 12, 6): 0.3730,
            ("skip", 24, 8): 0.3951,
        },
        0.67: {
            ("skip", 12, 8): 0.5220,
            ("break", 12, 8): 0.4095,
            ("skip", 12, 6): 0.7381,
            ("skip", 24, 8): 0.8000,
        },
        0.75: {
            ("skip", 12, 8): 0.8934,
            ("break", 12, 8): 0.8216,
            ("skip", 12, 6): 0.9740,
            ("skip", 24, 8): 0.9908,
        },
    }[chance]
    rng = np.random.default_rng([master, round(100 * chance)])
    before, after = world.checks_done(rng, 0.55, 12, SERIES), world.checks_done(rng, chance, 24, SERIES)
    for (on_line, weeks, length), share in expected.items():
        done = np.concatenate([before, after[:, :weeks]], axis=1)
        hits = (longest_above(done, on_line=on_line) >= length).sum()
        slack = reference_slack(share, REFERENCE_SERIES)
        share_is(hits, SERIES, share, slack, why=f"{chance}, {on_line}, {weeks} weeks, run of {length}")


def played(master, name, *moves, null=False, count=WARDS):
    """Play the same moves on many wards; return each ward's weeks of checks done, shape (wards, weeks)."""
    done = []
    for seed in seeds(master, f"ward_sim {name}", count):
        ward = world.ward_sim(seed, null=null)
        for idea, weeks in moves:
            if idea:
                ward.test(idea, "I expect a change", weeks=weeks, scale="ward", asked=True)
                ward.decide("adopt")
            else:
                ward.wait(weeks)
        done.append([row["done"] for row in ward._rows])
    return np.array(done)


def share_done(done, weeks, expected, why):
    part = done[:, weeks]
    share_is(part.sum(), 20 * part.size, expected, why=why)


@pytest.mark.parametrize(("idea", "points"), [("A", 12), ("B", 0), ("C", -5), ("D", 0)])
def test_each_idea_does_what_was_planted_and_the_baseline_is_55(master, idea, points):
    done = played(master, idea, (idea, 12))
    share_done(done, slice(0, 12), 0.55, "baseline")
    share_done(done, slice(12, 24), 0.55 + points / 100, f"idea {idea}")


def test_d_adds_six_points_only_where_a_is_in_place(master):
    done = played(master, "A then D", ("A", 6), ("D", 12))
    share_done(done, slice(18, 30), 0.55 + 0.12 + 0.06, "A and D")


def test_a_shows_as_a_run_of_eight_in_about_half_of_all_wards(master):
    done = played(master, "power", ("A", 12), count=600)
    share_is((longest_above(done) >= 8).sum(), 600, 0.522, 0.006, why="A on the ward")


def test_with_nothing_planted_no_idea_moves_the_ward(master):
    done = played(master, "null", ("A", 6), ("D", 6), ("C", 6), null=True)
    share_done(done, slice(12, 30), 0.55, "null ward")
    share_is_at_most(
        (longest_above(done[:, :24]) >= 8).sum(), WARDS, 0.0345 + 0.002, why="null ward, run of eight"
    )


def test_weeks_do_not_hang_together(master):
    done = played(master, "correlation", (None, 24), count=200)
    scores = (done - 11) / np.sqrt(20 * 0.55 * 0.45)
    mean_is((scores[:, 1:] * scores[:, :-1]).mean(axis=1), 0.0, why="lag-one correlation")


def test_a_test_in_a_bay_touches_a_quarter_of_the_checks(master):
    inside, outside = [], []
    for seed in seeds(master, "ward_sim bay", WARDS):
        ward = world.ward_sim(seed)
        ward.test("A", "up", weeks=4, scale="bay", asked=True)
        weeks = ward.weeks.tail(4)
        assert weeks["checks_in_test"].tolist() == [5, 5, 5, 5]
        inside.append((weeks["value_in_test"] * 5 / 100).sum())
        outside.append(weeks["done"].sum() - inside[-1])
    share_is(round(sum(inside)), 20 * WARDS, 0.67, why="inside the bay")
    share_is(round(sum(outside)), 60 * WARDS, 0.55, why="outside the bay")


def test_in_the_lite_ward_the_cupboard_saves_eleven_minutes_and_hurrying_none(master):
    saved = {"cupboard": [], "hurry": []}
    for seed in seeds(master, "ward_sim lite", 150):
        for idea, minutes in saved.items():
            ward = world.ward_sim(seed, lite=True)
            ward.test(idea, "less", weeks=8, scale="ward", asked=True)
            value = ward.weeks["value"]
            minutes.append(value[:12].mean() - value[12:].mean())
    mean_is(saved["cupboard"], 11.0, why="cupboard")
    mean_is(saved["hurry"], 0.0, why="hurrying")


@pytest.mark.parametrize("blank", ["", "   ", None, ...])
def test_without_a_prediction_nothing_is_run(blank):
    ward = harrowmere.ward_sim()
    reply = ward.test("A", blank)
    assert reply.words == (FIRST_PREDICT,)
    assert reply.cycle is None
    assert ward.week == 0
    assert ward.goodwill == 100
    assert ward.log.empty


def test_the_log_is_a_pdsa_record_with_its_prediction():
    ward = harrowmere.ward_sim()
    ward.test("A", "up 10 points", weeks=3, scale="bay", asked=True, why="the chart is to hand")
    ward.decide("adapt", "too few checks to tell")
    row = ward.log.iloc[0]
    assert (row["prediction"], row["why"], row["decision"]) == (
        "up 10 points",
        "the chart is to hand",
        "adapt",
    )
    assert (row["first_week"], row["last_week"], row["learned"]) == (1, 3, "too few checks to tell")
    assert ward.in_place == {}


def test_one_test_at_a_time():
    ward = harrowmere.ward_sim()
    ward.test("A", "up")
    assert ward.test("B", "up").cycle is None
    assert len(ward.log) == 1


def test_not_asking_costs_twice_the_goodwill():
    asked, not_asked = harrowmere.ward_sim(), harrowmere.ward_sim()
    asked.test("A", "up", weeks=1, scale="ward", asked=True)
    not_asked.test("A", "up", weeks=1, scale="ward", asked=False)
    assert (100 - not_asked.goodwill + 1) == pytest.approx(2 * (100 - asked.goodwill + 1))


def test_a_tired_ward_takes_on_nothing_new_until_quiet_weeks_have_passed():
    ward = harrowmere.ward_sim()
    for idea in ("C", "A", "B", "D"):
        ward.test(idea, "up", weeks=1, scale="ward", asked=False)
        ward.decide("adopt")
    assert ward.goodwill < 25
    assert ward.test("B", "up").cycle is None
    ward.wait(15)
    assert ward.test("B", "up").cycle is not None


def test_telling_people_what_was_learned_gives_a_little_goodwill_back():
    silent, telling = harrowmere.ward_sim(), harrowmere.ward_sim()
    for ward, words in ((silent, ""), (telling, "it did nothing; we stop")):
        ward.test("B", "up", weeks=1, scale="ward", asked=True)
        ward.decide("abandon", words)
    assert telling.goodwill > silent.goodwill


def test_the_game_ends_after_24_weeks():
    ward = harrowmere.ward_sim()
    ward.wait(30)
    assert ward.week == 24
    assert ward.over
    assert ward.test("A", "up").cycle is None
    assert len(ward.weeks) == 36


def test_adopting_again_and_stopping_leave_the_ward_as_it_should_be():
    ward = harrowmere.ward_sim()
    ward.test("A", "up", weeks=1, scale="half", asked=True)
    assert ward.in_place == {"A": 0.5}
    ward.decide("adopt")
    assert ward.in_place == {"A": 1.0}
    ward.test("A", "the same", weeks=1, scale="bay", asked=True)
    ward.decide("abandon")
    assert ward.in_place == {"A": 1.0}, "abandoning a new test of it leaves what was adopted before"
    ward.stop("A")
    assert ward.in_place == {}


def test_a_ward_comes_back_from_its_record_as_it_was():
    ward = harrowmere.ward_sim(9)
    ward.test("A", 65, weeks=3, scale="bay", asked=True)
    ward.decide("adopt", "promising")
    ward.wait(2)
    ward.test("D", "up", weeks=2)
    again = world.WardSim.from_record(json.loads(json.dumps(ward.record())))
    assert again.weeks.equals(ward.weeks)
    assert again.log.equals(ward.log)
    assert again.goodwill == ward.goodwill
    assert again.record() == ward.record()


@pytest.mark.parametrize(
    "record",
    [None, {}, {"world": "clinic_flow"}, {"world": "ward_sim", "seed": 1, "moves": [{"move": "fly"}]}],
)
def test_a_record_of_something_else_is_refused(record):
    with pytest.raises(ValueError, match="record"):
        world.WardSim.from_record(record)


@pytest.mark.parametrize(
    "plan",
    [{"idea": "Z"}, {"idea": "A", "scale": "city"}, {"idea": "A", "weeks": 0}, {"idea": "A", "weeks": 1.5}],
)
def test_a_plan_that_cannot_be_is_refused_with_what_there_is(plan):
    with pytest.raises(ValueError, match=r"There are|one of|whole number"):
        harrowmere.ward_sim().test(prediction="up", **plan)


def test_the_same_seed_brings_the_same_luck_whatever_is_tried():
    quiet, busy = harrowmere.ward_sim(3), harrowmere.ward_sim(3)
    quiet.wait(4)
    busy.test("B", "up", weeks=4, scale="ward")
    assert quiet.weeks["done"].tolist() == busy.weeks["done"].tolist()
