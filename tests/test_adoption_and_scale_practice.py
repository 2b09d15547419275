"""The notebooks on spread and scale run untouched, and their checks know right answers from known slips.

The right answers are worked out here from the data and the models, never copied from the seals in checks.py.
"""

import ast
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest

from improve.harrowmere import adopter_net, af_practices
from improve.harrowmere.worlds.adopter_net import network
from improve.spread import (
    Plan,
    adopters_each_period,
    bass_share,
    fit_curve,
    health_check,
    pooled_ratio,
    reach,
    simulate,
    weeks_at_risk,
)
from improve.spread.roll_out import what_binds
from tests.practice import Practice, has_number, printed, tags_of

PRACTICE = Practice("spread/adoption-and-scale")
CHECKS = PRACTICE.checks
OUTCOMES = {"words", "model", "ready", "routes", "plan", "network"}


# ---- the figures, worked out anew ----------------------------------------


@cache
def monthly(seed, months):
    return tuple(np.random.default_rng(seed).poisson(100 * np.diff(bass_share(range(months + 1), 0.01, 0.3))))


def first_with_an_end():
    adopters = monthly(1, 30)
    return next(n for n in range(6, 31) if not fit_curve(adopters[:n]).open_ended)


def upper_end(weeks, shape="bass"):
    weekly = adopters_each_period(af_practices(table="visits")["adopted_week"], 36)
    return fit_curve(weekly[:weeks], shape).high


def enough_invited():
    return next(
        n for n in range(44, 84, 4) if simulate(Plan(facilitators=7, sites_each=3, invited=n)).chance >= 0.9
    )


def value_answers():
    """For each check of a number: the right answer, and the slips with what was done wrong."""
    even = {needs: 100 * reach("spread evenly", needs=needs) for needs in (1, 2, 3)}
    far = {share: 100 * reach("cluster", needs=2, rewired=share, count=200) for share in (0, 0.1, 0.2, 0.4)}
    open_ends = sum(fit_curve(monthly(seed, 12)).open_ended for seed in range(100))
    ties = adopter_net(table="ties")
    count = pd.concat([ties["one"], ties["other"]]).value_counts()
    return {
        "model/even-two": (
            even[2],
            {
                "one contact": even[1],
                "three": even[3],
                "the others": 100 - even[2],
                "a close group": 100 * reach("cluster", needs=2),
                "at random": 100 * reach("random", needs=2),
            },
        ),
        "model/window": (first_with_an_end(), {"ten": 10, "by luck": 11, "one early": 14, "one late": 16}),
        "model/upper-end": (
            upper_end(20),
            {"so far": 21, "the best": 23, "16 weeks": upper_end(16), "logistic": upper_end(20, "logistic")},
        ),
        "model/rewired": (
            far[0.2] - far[0],
            {"none": far[0], "one in five": far[0.2], "one in ten": far[0.1] - far[0], "two in five": far[0.4] - far[0]},
        ),
        "model/open-ends": (open_ends, {"the rest": 100 - open_ends}),
        "plan/finish": (60 * 0.9, {"given up": 6, "nobody": 60, "and stopped": 60 * 0.9 * 0.9, "wanted": 44}),
        "plan/invite": (enough_invited(), {"nearly": 60, "coin toss": 56, "as wanted": 44, "more": 68}),
        "network/ties": (count.max(), {"average": 6, "fewest": count.min(), "how many": (count == count.max()).sum()}),
    }  # fmt: skip


VALUES = value_answers()
CHOICES = {
    "words/which": "b",
    "words/third": "c",
    "model/best-two": "a",
    "model/push": "b",
    "model/curve-fits": "c",
    "model/visited": "b",
    "ready/weakest": "c",
    "ready/nasss-pump": "a",
    "ready/nasss-frail": "c",
    "ready/nasss-record": "b",
    "ready/no": "b",
    "routes/fit": "c",
    "routes/null": "b",
    "plan/binds": "b",
    "plan/promise": "c",
    "network/first": "b",
}


# ---- a learner's code and plan, right and wrong ----------------------------------------


def my_step(ties, has, needs):
    return np.array(
        [has[i] or sum(has[j] for j in np.flatnonzero(ties[i])) >= needs for i in range(len(has))]
    )


def my_bass(t, p, q):
    """By small steps of the differential equation, in place of the formula: another right way."""
    found = []
    for end in t:
        share, steps = 0.0, 20_000
        for _ in range(steps):
            half = share + end / steps / 2 * (p + q * share) * (1 - share)
            share += end / steps * (p + q * half) * (1 - half)
        found.append(round(share, 7))
    return np.array(found)


def my_ratio(adopted, exposed, visited):
    frame = pd.DataFrame({"adopted": adopted, "visited": visited})
    return pooled_ratio(frame, exposed, "visited")[0]


RIGHT_CODE = {
    "model/step-code": my_step,
    "model/bass-code": lambda t, p, q: (1 - np.exp(-(p + q) * t)) / (1 + q / p * np.exp(-(p + q) * t)),
    "model/ratio-code": my_ratio,
}
FUNCTION_SLIPS = [(id, slip) for id in RIGHT_CODE for slip in CHECKS[id].wrong]
GOOD_PLAN = Plan(target=44, sites_each=3, facilitators=6, invited=60)
BAD_PLANS = {
    "not a plan": {"facilitators": 6},
    "quicker sites": Plan(target=44, sites_each=3, facilitators=6, invited=60, typical=3),
    "too dear": Plan(target=44, sites_each=3, facilitators=9, invited=72),
    "too few": Plan(target=44, sites_each=3, facilitators=6, invited=56),
}


# ---- the notebooks ----------------------------------------


def test_an_untouched_practice_notebook_runs_and_says_not_tried_yet(tmp_path):
    run = PRACTICE.run("practice.ipynb", tmp_path)
    assert printed(run).count("not tried yet") >= 5


def test_without_code_tasks_it_runs_too(tmp_path):
    run = PRACTICE.run("practice.ipynb", tmp_path, leave_out=["code-task"])
    assert not any("my_step" in cell.source for cell in run.cells)


def test_the_reveals_of_a_busy_learner_say_something_in_every_place(tmp_path):
    _, said = PRACTICE.run_by_a_busy_learner("practice.ipynb", tmp_path)
    assert len(said) > 30
    assert all(words.strip() and "cannot be shown" not in words for _, words in said)


def test_the_extension_runs_untouched(tmp_path):
    assert "not tried yet" in printed(PRACTICE.run("extension.ipynb", tmp_path))


def test_the_planner_stands_alone(tmp_path):
    run = PRACTICE.run("app.ipynb", tmp_path)
    assert next(cell for cell in run.cells if cell.cell_type == "code").outputs


def test_the_minutes_add_up_to_those_of_the_module():
    text = "\n".join(
        cell.source for cell in PRACTICE.read("practice.ipynb").cells if cell.cell_type == "markdown"
    )
    table = [int(n) for n in re.findall(r"^\| \d+ \| [^|]+\| (\d+) \|$", text, flags=re.M)]
    headings = [int(n) for n in re.findall(r"^## \d+\. .*\((\d+) minutes\)$", text, flags=re.M)]
    assert sorted(table) == sorted(headings)
    assert sum(headings[:10]) == 50
    assert sum(headings) == 130


def test_the_foundation_part_shows_no_code_task():
    cells = PRACTICE.read("practice.ipynb").cells
    first = next(i for i, cell in enumerate(cells) if cell["id"] == "practitioner")
    assert all("code-task" in tags_of(cell) for cell in cells[first:])
    assert not any("= ..." in cell.source for cell in cells[:first])


# ---- the checks ----------------------------------------


def test_every_outcome_has_a_check():
    assert {id.split("/")[0] for id in CHECKS} == OUTCOMES


def test_every_check_is_tested_here():
    assert set(CHECKS) == {*VALUES, *CHOICES, *RIGHT_CODE, "plan/budget"}


@pytest.mark.parametrize("id", VALUES)
def test_the_right_number_passes(id):
    feedback = CHECKS[id].judge(VALUES[id][0])
    assert feedback.passed, feedback.text


@pytest.mark.parametrize(("id", "slip"), [(id, slip) for id in VALUES for slip in VALUES[id][1]])
def test_a_number_from_a_known_slip_gets_its_own_diagnosis(id, slip):
    message = PRACTICE.message_of(id, VALUES[id][1][slip])
    assert any(words in message for words in CHECKS[id].wrong.values()), message


@pytest.mark.parametrize("id", VALUES)
def test_no_message_gives_the_number_away(id):
    right = round(float(VALUES[id][0]))
    if right < 11:
        return  # such numbers stand in many sentences for other reasons
    texts = [*CHECKS[id].wrong.values(), CHECKS[id].hint]
    assert not any(has_number(text, right) for text in texts)


@pytest.mark.parametrize("id", CHOICES)
def test_each_option_is_judged_and_each_wrong_one_explained(id):
    options = CHECKS[id].options
    for key in options:
        if key == CHOICES[id]:
            assert CHECKS[id].judge(key).passed
        else:
            assert len(PRACTICE.message_of(id, key)) > 30
    assert len(CHECKS[id].wrong) == len(options) - 1


@pytest.mark.parametrize("id", RIGHT_CODE)
def test_right_code_passes(id):
    feedback = CHECKS[id].judge(RIGHT_CODE[id])
    assert feedback.passed, feedback.text


@pytest.mark.parametrize(("id", "slip"), FUNCTION_SLIPS)
def test_wrong_code_gets_its_own_diagnosis(id, slip):
    version, diagnosis = CHECKS[id].wrong[slip]
    assert diagnosis in PRACTICE.message_of(id, version)


def test_the_curve_by_small_steps_is_the_curve_by_formula():
    t = np.array([0.0, 3.0, 11.0, 25.0])
    assert my_bass(t, 0.02, 0.4) == pytest.approx(bass_share(t, 0.02, 0.4), abs=1e-5)


def test_a_plan_within_the_money_passes_and_each_other_is_told_why():
    assert CHECKS["plan/budget"].judge(GOOD_PLAN).passed
    complaints = [words for _, words in CHECKS["plan/budget"].complaints]
    assert [PRACTICE.message_of("plan/budget", plan) for plan in BAD_PLANS.values()] == complaints


def test_the_choices_follow_from_the_models():
    ranked = sorted(
        ("well-connected", "random", "spread evenly", "cluster"), key=lambda way: -reach(way, needs=2)
    )
    assert ranked[0] == "well-connected"
    assert what_binds(Plan(facilitators=3, sites_each=3, invited=60))[0][0] == "capacity"
    rows = weeks_at_risk(af_practices(table="visits"))
    ratio, low, high = pooled_ratio(rows, rows["neighbours"] > 0, "visited")
    assert low < ratio < 1 < high


def test_the_network_of_the_notebook_is_told_to_talk_about_critical_mass():
    source = next(
        cell.source for cell in PRACTICE.read("practice.ipynb").cells if cell["id"] == "network-table"
    )
    answers = next(
        ast.literal_eval(node.value) for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and node.targets[0].id == "answers"
    )  # fmt: skip
    assert health_check(answers).index[0] == "critical mass"


def test_no_answer_stands_in_readable_form_in_the_checks_file():
    tree = ast.parse((PRACTICE.path / "checks.py").read_text(encoding="utf-8"))
    sealed = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "answer"]
    texts = [part.value for node in sealed for part in ast.walk(node) if isinstance(part, ast.Constant)]
    assert len(sealed) == len(VALUES) + len(CHOICES)
    assert all(re.fullmatch(r"[\w-]{16}\.[\w-]{24}(\+[\w-]{16}\.[\w-]{24})*", text) for text in texts)


# ---- what the pages say ----------------------------------------


def page(name):
    return (PRACTICE.path / name).read_text(encoding="utf-8")


def test_what_the_bite_and_the_workshop_say_of_the_ring_is_what_the_ring_gives():
    def after(first, needs, rounds):
        has = set(first)
        for _ in range(rounds):
            has |= {
                seat for seat in range(24)
                if sum((seat + step) % 24 in has for step in (-2, -1, 1, 2)) >= needs
            }  # fmt: skip
        return len(has)

    starts = {"A": (5, 11, 17, 23), "B": (0, 1, 2, 3), "C": (0, 1, 12, 13)}
    assert [after(first, 2, 5) for first in starts.values()] == [4, 14, 24]
    assert [after(first, 3, 50) for first in starts.values()] == [4, 4, 4]
    assert after(starts["B"], 2, 10) == 24 > after(starts["B"], 2, 9)
    assert "Evenly spread: still 4 after five rounds" in page("bite.md")
    assert "4, 14, 24" in page("workshop.md")
    assert "B fills all 24 as well, in ten rounds" in page("workshop.md")


def test_the_documents_money_is_printed_as_the_document_has_it():
    text = page("lesson.md")
    assert "£3.5 million" in text
    assert "£3.5 million ÷ 7 = £500,000" in text
    assert "about £80,000" in text
    assert round(3_500_000 / 44, -4) == 80_000


def test_nobody_is_called_a_laggard_and_no_third_is_repeated_as_a_fact():
    assert "We will call nobody a laggard" in page("lesson.md")
    assert "It names no source" in page("lesson.md")
    assert network(np.random.default_rng(0)).sum() == 720, "six ties each, as the page says"
