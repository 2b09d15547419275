"""The notebooks of the module for boards: that they run, and that every check knows right from wrong.

The answers here are worked out in the test, or reasoned for choices. None is copied from the seals in checks.py.
"""

import ast
import re
from itertools import pairwise

import numpy as np
import pytest

from improve import boardroom
from improve.harrowmere.worlds import board_pack
from tests.practice import Practice, checked_ids, has_number, printed

PRACTICE = Practice("roles/boards")
MODULE, CHECKS, NOTEBOOKS = PRACTICE.path, PRACTICE.checks, ("practice.ipynb", "extension.ipynb")
OUTCOMES = {"explain", "interpret", "question", "plan", "practise"}
read, code_of, run, message_of = PRACTICE.read, PRACTICE.code_of, PRACTICE.run, PRACTICE.message_of
LESSON, EXERCISE = (
    31,
    108,
)  # the packs of the notebook and of the assignment; the lesson has the documented one


def about_noise(seed):
    truth, asked = boardroom.planted(seed), boardroom.asked(boardroom.pack(seed)).set_index("indicator")
    steady = [name for name, fate in truth.items() if fate == "no change"]
    return int(asked["explanations"].sum()), int(asked.loc[steady, "explanations"].sum())


ASKED, NOISE = about_noise(LESSON)
REAL, FALSE = 6 * 0.80, 14 * 0.155
VALUES = {
    "explain/changes": (
        11 * 2 * 0.8 * 0.2,
        {
            "12 pairs": 12 * 2 * 0.8 * 0.2,
            "one way": 11 * 0.8 * 0.2,
            "misses": 12 * 0.2,
            "pairs missed": 11 * 0.2,
        },
    ),
    "explain/noise": (
        100 * NOISE / ASKED,
        {
            "others": 100 * (ASKED - NOISE) / ASKED,
            "a count": NOISE,
            "upside down": 100 * ASKED / NOISE,
            "items": 70,
        },
    ),
    "interpret/limit": (
        50 + 2.66 * 5,
        {"three": 65, "lower": 50 - 2.66 * 5, "one": 55, "distance": 2.66 * 5},
    ),
    "interpret/expected": (60 * 0.16, {"of 100": 16, "divided": 60 / 16, "none": 0, "months": 24}),
    "interpret/any-of-many": (
        100 * (1 - 0.84**20),
        {"added": 320, "one chart": 16, "none": 100 * 0.84**20},
    ),
    "explain/stable-share": (
        100 * REAL / (REAL + FALSE),
        {"found": 80, "before": 30, "false": 100 * FALSE / (REAL + FALSE)},
    ),
}
CHOICES = {
    "explain/which-flips": "c",
    "explain/always-green": "c",
    "interpret/note": "c",
    "interpret/steady": "b",
    "interpret/lone": "c",
    "question/first": "c",
    "question/season": "a",
    "question/worst": "b",
    "plan/beds": "a",
    "plan/infections": "b",
    "plan/handover": "c",
    "plan/audit": "d",
    "practise/visit": "b",
    "practise/count": "c",
}


# ---- a learner's code ----------------------------------------


def my_colour(value, target, good):
    short = (target - value) * (1 if good == "high" else -1)
    if short <= 0:
        return "green"
    return "amber" if short / target <= 0.02 else "red"


def my_changes(met):
    return int(np.abs(np.diff(np.array(met, dtype=int))).sum())


def my_outside(values):
    steps = [abs(b - a) for a, b in pairwise(values)]
    mean, reach = sum(values) / len(values), 2.66 * sum(steps) / len(steps)
    return [n for n, v in enumerate(values, start=1) if not mean - reach <= v <= mean + reach]


def my_noise(explanations, verdicts):
    steady = [name for name, verdict in verdicts.items() if verdict == "no change"]
    return sum(explanations[name] for name in steady if name in explanations)


RIGHT_CODE = {
    "explain/colour-code": my_colour,
    "explain/changes-code": my_changes,
    "interpret/outside-code": my_outside,
    "practise/noise-code": my_noise,
}
FUNCTION_SLIPS = [
    (id, slip) for id, step in CHECKS.items() if hasattr(step, "against") for slip in step.wrong
]


# ---- the pack and the verdicts ----------------------------------------


def test_the_lessons_pack_asked_for_165_explanations_and_125_were_of_noise():
    assert about_noise(None) == about_noise(20) == (165, 125)
    assert about_noise(EXERCISE) == (171, 128)


def test_each_verdict_is_what_the_pack_says_was_planted():
    for seed in (20, LESSON, EXERCISE):
        fates = board_pack._key(seed).set_index("indicator")["fate"]
        meaning = {
            "stable": "no change",
            "improves": "better",
            "deteriorates": "worse",
            "definition changes": "definition changed",
            "seasonal": "seasonal",
        }
        assert boardroom.planted(seed) == fates.map(meaning).to_dict()


def test_a_score_tells_made_up_from_missed_and_misread():
    truth = boardroom.planted(LESSON)
    assert boardroom.score(truth, LESSON).right == 20
    verdicts = dict(truth)
    steady = next(name for name, fate in truth.items() if fate == "no change")
    better = next(name for name, fate in truth.items() if fate == "better")
    worse = next(name for name, fate in truth.items() if fate == "worse")
    verdicts |= {steady: "better", better: "no change", worse: "seasonal"}
    found = boardroom.score(verdicts, LESSON)
    assert (found.made_up, found.missed, found.misread) == ((steady,), (better,), (worse,))
    assert (found.right, found.asked_by_colour, found.of_noise) == (17, ASKED, NOISE)
    assert steady in found.words
    assert f"{NOISE} of them" in found.words


@pytest.mark.parametrize("wrong", [{"Length of stay": "fine"}, {"Length of the day": "better"}])
def test_a_verdict_or_an_indicator_that_is_not_there_is_refused_in_a_sentence(wrong):
    with pytest.raises(ValueError, match="is no"):
        boardroom.score(wrong)


def test_colours_change_as_often_as_the_sum_says():
    rng = np.random.default_rng(3)
    for sds in (0, 0.5, 1, 2):
        met = rng.normal(size=(40_000, 24)) >= -sds
        assert abs((met[:, 1:] != met[:, :-1]).sum(axis=1).mean() - boardroom.colour_changes(sds)) < 0.06


def test_amber_ends_at_two_per_cent_of_the_target_in_both_directions():
    assert boardroom.colours([98, 97.9], [100, 100], ["high"] * 2).tolist() == ["amber", "red"]
    assert boardroom.colours([102, 102.1], [100, 100], ["low"] * 2).tolist() == ["amber", "red"]


def test_the_desk_keeps_verdicts_and_opens_the_truth_only_when_all_are_given():
    desk = boardroom.VerdictDesk(LESSON)
    truth = boardroom.planted(LESSON)
    desk.give("Vacant posts", "worse")
    assert desk.ask() is None
    assert "19 of 20 have no verdict yet" in desk.text
    for name, verdict in truth.items():
        desk.give(name, verdict)
    assert desk.ask().right == 20
    assert "20 of 20 verdicts agree" in desk.text


def test_a_sheet_of_small_charts_shows_a_note_where_it_was_made():
    figure = boardroom.many_small(boardroom.pack(20), ["Cancelled operations", "Vacant posts"], "A sheet")
    written = [trace.text[0] for trace in figure.data if trace.text]
    assert written == ["month 23: counting rule changed"]
    assert "Month 23 has a note: counting rule changed this month." in figure.layout.meta["reading"]


# ---- the notebooks ----------------------------------------


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    return {name: run(name, tmp_path_factory.mktemp(name.removesuffix(".ipynb"))) for name in NOTEBOOKS}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_with_every_blank_left_blank_each_check_says_not_tried_yet(untouched, name):
    asked = [id for source in code_of(name) for id in re.findall(r'check\("([\w/-]+)", ', source)]
    said = printed(untouched[name])
    assert asked
    for id in asked:
        assert f"{id}: not tried yet" in said
    assert "not yet." not in said
    assert "right." not in said


def test_the_part_without_code_runs_when_the_code_tasks_are_left_out(tmp_path):
    sources = [cell.source for cell in run("practice.ipynb", tmp_path, leave_out=["code-task"]).cells]
    assert sum("check(" in source for source in sources) >= 15
    assert not any(re.search(r"=\s*\.\.\.|return \.\.\.", source) for source in sources)
    assert any(source.startswith("keep(") for source in sources[-3:])


def test_every_guess_and_every_control_does_something(tmp_path):
    _, said = PRACTICE.run_by_a_busy_learner("practice.ipynb", tmp_path)
    told = {}
    for cell, words in said:
        told[cell] = told.get(cell, "") + words
    assert "About 1." in told["flip-guess"]
    assert "Nothing changes in these 24 months" in told["flip-machine"]
    assert "Six: two get better" in told["story-guess"]
    assert f"{ASKED} explanations in a year, {NOISE} of them" in told["noise-guess"]
    assert told["limits-machine"]


def test_the_minutes_of_the_sections_add_up_to_the_doses():
    sections = [
        re.match(r"## \d+\. .*\((\d+) minutes?", cell.source) for cell in read("practice.ipynb").cells
    ]
    minutes = [int(section[1]) for section in sections if section]
    assert len(minutes) == 12
    assert (sum(minutes[:7]), sum(minutes)) == (60, 150)


# ---- the checks ----------------------------------------


def test_each_outcome_is_practised_in_the_part_without_code():
    asked = [id for source in code_of("practice.ipynb", ["code-task"]) for id in checked_ids(source)]
    assert {id.split("/")[0] for id in asked} == OUTCOMES


def test_each_check_is_tested_here():
    assert set(VALUES) | set(CHOICES) | set(RIGHT_CODE) == set(CHECKS)


@pytest.mark.parametrize("id", VALUES)
def test_the_right_number_passes(id):
    assert CHECKS[id].judge(VALUES[id][0]).passed


@pytest.mark.parametrize("id", VALUES)
def test_a_known_slip_gets_its_own_diagnosis_and_no_diagnosis_is_idle(id):
    diagnoses, reached = set(CHECKS[id].wrong.values()), set()
    for slip, wrong in VALUES[id][1].items():
        message = message_of(id, wrong)
        said = {words for words in diagnoses if message.startswith(words)}
        assert said, f"{id}: {wrong} ({slip}) got only the hint: {message}"
        reached |= said
    assert reached == diagnoses


@pytest.mark.parametrize("id", VALUES)
def test_feedback_on_a_number_never_holds_the_solution(id):
    answer = round(VALUES[id][0], CHECKS[id].places)
    for text in [*CHECKS[id].wrong.values(), CHECKS[id].hint]:
        assert not has_number(text, answer), f"{id} gives {answer} away: {text}"


@pytest.mark.parametrize("id", CHOICES)
def test_the_right_option_passes_and_each_other_has_its_own_diagnosis(id):
    step = CHECKS[id]
    assert step.judge(CHOICES[id]).passed
    others = [key for key in step.options if key != CHOICES[id]]
    messages = [message_of(id, key) for key in others]
    assert len(set(messages)) == len(others) == len(step.wrong)
    for message in messages:
        assert not re.search(rf"\b{re.escape(step.options[CHOICES[id]].casefold())}\b", message.casefold())


@pytest.mark.parametrize("id", RIGHT_CODE)
def test_right_code_passes(id):
    feedback = CHECKS[id].judge(RIGHT_CODE[id])
    assert feedback.passed, feedback.text


@pytest.mark.parametrize(("id", "slip"), FUNCTION_SLIPS, ids=lambda part: str(part))
def test_wrong_code_gets_its_own_diagnosis(id, slip):
    version, diagnosis = CHECKS[id].wrong[slip]
    assert diagnosis in message_of(id, version)


def test_no_answer_stands_in_readable_form_in_the_checks_file():
    tree = ast.parse((MODULE / "checks.py").read_text(encoding="utf-8"))
    sealed = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "answer"]
    texts = [part.value for node in sealed for part in ast.walk(node) if isinstance(part, ast.Constant)]
    assert len(sealed) == len(VALUES) + len(CHOICES)
    assert all(re.fullmatch(r"[\w-]{16}\.[\w-]{24}", text) for text in texts)


# ---- the workshop: what hosts will say aloud ----------------------------------------


def test_the_hour_tells_what_the_pack_holds():
    page = (MODULE / "workshop.md").read_text(encoding="utf-8")
    pack, truth = boardroom.pack(20), boardroom.planted(20)
    signals = {name for name in truth if boardroom.chart(pack, name).signal}
    stories = {name for name, fate in truth.items() if fate != "no change"}
    assert len(stories) == 6
    assert len(signals) == 6
    assert signals - stories == {"Emergency patients seen within four hours"}
    assert stories - signals == {"Falls with harm"}
    assert "Of the 165 explanations, 125 were about those" in page
    assert "The charts would have started six conversations" in page
    month_36 = pack.groupby("indicator").tail(1)["colour"].value_counts()
    assert "There are eight. Which would you leave out" in page
    assert month_36["red"] == 8
