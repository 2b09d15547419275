"""The notebooks on aims, theory and small tests run untouched, and their checks know right answers from known slips.

The right answers are worked out here from the data, never copied from the seals in checks.py.
"""

import ast
import base64
import json
import re
import shutil
from functools import cache
from math import comb
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from improve.charts import rules
from improve.harrowmere import ward_sim
from improve.interact import load_checks
from improve.project import load
from tests.practice import checked_ids

MODULE = Path(__file__).parents[1] / "modules" / "methods" / "model-for-improvement"
NOTEBOOKS = ("practice.ipynb", "extension.ipynb")
OUTCOMES = {"aim", "theory", "plan", "run", "stop"}
CHECKS = load_checks(MODULE / "checks.py")
RECORDS = CHECKS["plan/records"]


def tags_of(cell):
    return set(cell.metadata.get("tags", []))


def read(name):
    return nbformat.read(MODULE / name, as_version=4)


def code_of(name, leave_out=()):
    cells = [cell for cell in read(name).cells if cell.cell_type == "code"]
    return [cell.source for cell in cells if not set(leave_out) & tags_of(cell)]


def source_of(id):
    return next(cell.source for cell in read("practice.ipynb").cells if cell["id"] == id)


def run(name, folder, leave_out=(), and_then=""):
    """Run a notebook in a copy of its folder, as a learner who fills in nothing; return it with its outputs."""
    copy = folder / "model-for-improvement"
    shutil.copytree(MODULE, copy)
    notebook = nbformat.read(copy / name, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if not set(leave_out) & tags_of(cell)]
    if and_then:
        notebook.cells.append(nbformat.v4.new_code_cell(and_then))
    return NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(copy)}}
    ).execute()


def printed(notebook):
    outputs = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
    return "".join(out.text for out in outputs if out.output_type == "stream" and out.name == "stdout")


# ---- the figures, worked out anew ----------------------------------------

BASE = 0.55


@cache
def caught(truth, checks=20, weeks=12, length=8, on_line="skip", baseline=12, wards=60_000):
    """Percentage of wards with a long enough run above the baseline median, counted week by week."""
    rng = np.random.default_rng([int(100 * truth), checks, weeks])
    old, new = rng.binomial(checks, BASE, (wards, baseline)), rng.binomial(checks, truth, (wards, weeks))
    line = np.median(old, axis=1)
    current = longest = np.zeros(wards, dtype=int)
    for week in new.T:
        on = current if on_line == "skip" else 0
        current = np.where(week > line, current + 1, np.where(week == line, on, 0))
        longest = np.maximum(longest, current)
    return 100 * np.mean(longest >= length)


@cache
def median_delay(truth, wards=40_000, weeks=104):
    rng = np.random.default_rng(7)
    old, new = rng.binomial(20, BASE, (wards, 12)), rng.binomial(20, truth, (wards, weeks))
    line = np.median(old, axis=1)
    current, first = np.zeros(wards, dtype=int), np.full(wards, weeks + 1)
    for number, week in enumerate(new.T, start=1):
        current = np.where(week > line, current + 1, np.where(week == line, current, 0))
        first = np.where((current >= 8) & (first > weeks), number, first)
    return float(np.median(first))


def chances(n, p):
    return np.array([comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)])


def chance_miss(n, p=0.67):
    return 100 * float(np.abs(np.arange(n + 1) / n - p) @ chances(n, p))


def exact_interval(k, n):
    """The exact limits by a fine grid: another way than halving."""
    grid = np.linspace(0, 1, 200_001)
    at_most = sum(comb(n, i) * grid**i * (1 - grid) ** (n - i) for i in range(k + 1))
    fewer = at_most - comb(n, k) * grid**k * (1 - grid) ** (n - k)
    return float(grid[1 - fewer < 0.025][-1]), float(grid[at_most > 0.025][-1])


def best_weeks(checks_a_week):
    belief = {0.12: 0.2, 0.0: 0.4, -0.05: 0.4}
    worth = []
    for weeks in range(24):
        n = weeks * checks_a_week
        gain = sum(share * effect * chances(n, BASE + effect) for effect, share in belief.items())
        before = n * sum(effect * share for effect, share in belief.items())
        worth.append(before + 20 * (24 - weeks) * np.maximum(gain, 0).sum())
    return int(np.argmax(worth))


def launched(asked, learned=""):
    ward = ward_sim(seed=5)
    for idea in "ABC":
        ward.test(idea, prediction="better", weeks=1, scale="ward", asked=asked)
        ward.decide("adopt", learned=learned)
    ward.wait(1)
    return ward.goodwill


def value_answers():
    """For each check of a number: the right answer, and the slips with what was done wrong."""
    share, n, z = 3 / 72, 72, 1.96
    wald = share + z * (share * (1 - share) / n) ** 0.5
    middle = share + z**2 / (2 * n)
    wilson = (middle + z * (share * (1 - share) / n + z**2 / (4 * n**2)) ** 0.5) / (1 + z**2 / n)
    low, high = exact_interval(3, 72)
    return {
        "theory/gaps": (2, {"ideas without measure": 3, "ideas adrift": 1, "all drivers": 4, "none": 0}),
        "run/power-61": (
            caught(0.61),
            {
                "on the line ends it": caught(0.61, on_line="break"),
                "missed": 100 - caught(0.61),
                "24 weeks": caught(0.61, weeks=24),
                "run of six": caught(0.61, length=6),
                "a share": caught(0.61) / 100,
            },
        ),
        "run/power-67": (
            caught(0.67),
            {
                "on the line ends it": caught(0.67, on_line="break"),
                "missed": 100 - caught(0.67),
                "24 weeks": caught(0.67, weeks=24),
                "run of six": caught(0.67, length=6),
                "to 75%": caught(0.75),
                "60 checks": caught(0.67, checks=60),
                "a share": caught(0.67) / 100,
            },
        ),
        "run/false-alarm": (
            caught(0.55),
            {
                "on the line ends it": caught(0.55, on_line="break"),
                "24 weeks": caught(0.55, weeks=24),
                "run of six": caught(0.55, length=6),
                "quiet": 100 - caught(0.55),
                "a share": caught(0.55) / 100,
            },
        ),
        "run/checks-needed": (
            next(checks for checks in (20, 30, 40, 60, 80, 100) if caught(0.67, checks=checks) >= 80),
            {"nearly": 40, "more than needed": 80, "still more": 100, "as now": 20, "too few": 30},
        ),
        "run/delay": (
            median_delay(0.67),
            {"to 61%": median_delay(0.61), "the least, or to 75%": median_delay(0.75)},
        ),
        "plan/chance-error": (
            chance_miss(40),
            {
                "10 checks": chance_miss(10),
                "standard deviation": 100 * (0.67 * 0.33 / 40) ** 0.5,
                "a share": chance_miss(40) / 100,
                "240 checks": chance_miss(240),
            },
        ),
        "plan/four-features": (
            100 * high,
            {
                "Wald": 100 * wald,
                "Wilson": 100 * wilson,
                "lower": 100 * low,
                "estimate": 100 * share,
                "a share": high,
            },
        ),
        "plan/best-weeks": (best_weeks(10), {"bay": best_weeks(5), "ward": best_weeks(20), "none": 0}),
        "stop/goodwill": (
            launched(False),
            {
                "asked": launched(True),
                "nothing back": 100 - 2 * (12 + 8 + 15),
                "told": launched(False, "x y"),
            },
        ),
    }


VALUES = value_answers()
CHOICES = {
    "aim/missing": "d",
    "aim/activity": "c",
    "aim/harm": "c",
    "theory/action": "c",
    "theory/weak": "b",
    "theory/cause": "d",
    "plan/prediction": "d",
    "plan/size": "a",
    "plan/pdsa": "b",
    "run/cycle-1": "b",
    "run/cycle-2": "c",
    "run/cycle-3": "a",
    "run/cycle-4": "b",
    "run/silence": "c",
    "stop/when": "b",
    "stop/reason": "d",
    "stop/sentence": "b",
    "stop/cost": "b",
}
# Which of the five features each record has: chain, prediction, small, over time, written up.
KEY = {
    "1": "", "2": "cpstw", "3": "cstw", "4": "pw", "5": "st", "6": "cpsw",
    "7": "w", "8": "ptw", "9": "cst", "10": "psw", "11": "cptw", "12": "t",
}  # fmt: skip


# ---- a learner's code, right and wrong ----------------------------------------


def my_gaps(drivers, ideas):
    left = list(drivers)
    for linked in ideas.values():
        for driver in linked:
            if driver in left:
                left.remove(driver)
    return left


def my_error(predicted, observed):
    return float(np.mean(np.abs(np.array(predicted) - np.array(observed))))


def my_at_least(k, n, chance):
    return float(chances(n, chance)[k:].sum())


def my_power(truth, checks, weeks):
    rng = np.random.default_rng()
    old, new = rng.binomial(checks, BASE, (20_000, 12)), rng.binomial(checks, truth, (20_000, weeks))
    line = np.median(old, axis=1, keepdims=True)
    return 100 * np.mean(((rules.run_lengths(rules.sides(new, line)) >= 8) & (new > line)).any(axis=1))


def my_stop_week(done, checks, weeks, needed):
    for week in range(1, len(done) + 1):
        if sum(done[:week]) + checks * (weeks - week) < needed:
            return week
    return 0


def my_plan(ward):
    for idea in "ABC":
        reply = ward.test(idea, prediction="65%", weeks=4, scale="bay", asked=True)
        works = reply.cycle.observed > reply.cycle.before + 5
        ward.decide("adopt" if works else "abandon", learned="told at the huddle")
    ward.wait(4)


def plan_with(decide="by what is seen", learned="told", scale="bay", asked=True, prediction="65%"):
    """A plan with one thing wrong."""

    def plan(ward):
        for idea in "ABCD":
            reply = ward.test(idea, prediction=prediction, weeks=2, scale=scale, asked=asked)
            if reply.cycle is None:
                return
            works = reply.cycle.observed > reply.cycle.before
            decision = ("adopt" if works else "abandon") if decide == "by what is seen" else decide
            if decision:
                ward.decide(decision, learned=learned)

    return plan


AIM = {
    "what": "pain assessed within an hour",
    "for_whom": "people admitted to Ward 4",
    "baseline": 55,
    "target": 75,
    "by_when": "2026-09-30",
    "measure": "hour",
}


def aim_without(*names, **changes):
    return {name: value for name, value in (AIM | changes).items() if name not in names}


RIGHT_CODE = {
    "aim/as-data": AIM,
    "theory/gaps-code": my_gaps,
    "plan/error-code": my_error,
    "plan/exact-code": exact_interval,
    "run/at-least-code": my_at_least,
    "run/power-code": my_power,
    "stop/rule-code": my_stop_week,
    "stop/plan-code": my_plan,
}
MADE_WRONG = {
    "aim/as-data": {
        "a sentence": "Improve pain care",
        "not a day": aim_without(by_when="in spring"),
        "nothing to see": aim_without("what"),
        "awareness": aim_without(what="raise awareness of pain"),
        "soft": aim_without("target", what="promote good pain care"),
        "nobody": aim_without("for_whom"),
        "no number": aim_without("target"),
        "no baseline": aim_without("baseline"),
        "no change": aim_without(target=55),
        "no day": aim_without("by_when"),
        "no measure": aim_without("measure"),
    },
    "stop/plan-code": {
        "not a plan": 7,
        "an error": lambda ward: ward.test("Z"),
        "no prediction": plan_with(prediction=""),
        "undecided": plan_with(decide=""),
        "nobody told": plan_with(learned=""),
        "adopts all": plan_with(decide="adopt"),
        "never looks": plan_with(decide="abandon"),
        "tired": plan_with(scale="ward", asked=False),
    },
}
MADE_SLIPS = [(id, slip, wrong) for id, slips in MADE_WRONG.items() for slip, wrong in slips.items()]
FUNCTION_SLIPS = [
    (id, slip) for id, step in CHECKS.items() if hasattr(step, "against") for slip in step.wrong
]


def message_of(id, answer):
    feedback = CHECKS[id].judge(answer)
    assert not feedback.passed, f"{id} lets a wrong answer pass"
    return feedback.message


# ---- the notebooks ----------------------------------------

PLAY = """
import json

said = {}
game.number.value, game.why.value, game.asked.value = "", "it is to hand", True
game.test()
said["blank"] = game.said.words
game.number.value = "lots"
game.test()
said["lots"] = game.said.words
game.number.value = "65"
game.test()
said["cycles"], said["undecided"] = len(game.ward.log), game.deciding.layout.display
game.learned.value = "it is used"
game.decide("adapt")
for _ in range(12):
    game.rest()
said["over"], said["log"], said["goodwill"] = game.said.words, game.log.value, game.goodwill.value
game.reading.value = "too short"
game.reveal()
said["locked"] = game.said.words
game.reading.value = "I think that A helps a lot, B nothing, C may do harm, and D needs A before it."
game.reveal()
said["truth"] = game.said.words
aim_bench.ask()
said["aim, blank"] = aim_bench.said.words
aim_bench.boxes["what"].value = "raise awareness of sepsis"
aim_bench.ask()
said["aim, poor"] = aim_bench.said.words
mended = ("antibiotics in an hour", "people in our department", "48", "80", "31 May 2027", "all cases, weekly")
for name, text in zip(aim_bench.boxes, mended, strict=True):
    aim_bench.boxes[name].value = text
aim_bench.ask()
said["aim, mended"] = aim_bench.said.words
mender.draw()
said["drawn"] = mender.said.words
mender.idea.value, mender.measure.value = "Lifts shared with the village bus", "people who used it, each week"
mender.draw()
said["mended"] = mender.said.words
records.compare()
said["record"], said["score"] = records.said.words, records.score.words
own.make()
said["own"], said["link"] = own.said.words, own.link.value
own.boxes["now"].value = "many"
own.make()
said["own, wrong"], said["no link"] = own.said.words, own.link.value
said["machine"] = power_machine(truth=55)
print("SAID" + json.dumps(said))
"""


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    return {name: run(name, tmp_path_factory.mktemp(name.removesuffix(".ipynb"))) for name in NOTEBOOKS}


@pytest.fixture(scope="module")
def without_code(tmp_path_factory):
    folder = tmp_path_factory.mktemp("no-code")
    return run("practice.ipynb", folder, leave_out=["code-task"], and_then=PLAY)


@pytest.fixture(scope="module")
def said(without_code):
    return json.loads(printed(without_code).split("SAID")[1])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_with_every_blank_left_blank_each_check_says_not_tried_yet(untouched, name):
    asked = [id for source in code_of(name) for id in re.findall(r'check\("([\w/-]+)", ', source)]
    said = printed(untouched[name])
    assert asked
    for id in asked:
        assert f"{id}: not tried yet" in said
    assert "not yet." not in said
    assert "right." not in said


def test_the_part_without_code_runs_when_the_code_tasks_are_left_out(without_code):
    sources = [cell.source for cell in without_code.cells]
    assert sum("check(" in source for source in sources) >= 20
    assert not any(re.search(r"=\s*\.\.\.|return \.\.\.", source) for source in sources)
    assert any(source.startswith("keep(") for source in sources[-3:])


def test_the_ward_game_wants_a_number_keeps_a_log_and_opens_the_truth_for_a_reading(said):
    assert "Write a prediction" in said["blank"]
    assert "not a percentage" in said["lots"]
    assert (said["cycles"], said["undecided"]) == (1, "")
    assert "The 24 weeks are over. You ran 1 cycle." in said["over"]
    assert "it is used" in said["log"]
    assert "Goodwill: 100 of 100" in said["goodwill"]
    assert "Idea A adds" not in said["locked"]
    assert "Idea A adds 12 points" in said["truth"]


def test_the_aim_bench_finds_the_fault_and_then_asks_what_a_checker_cannot(said):
    assert said["aim, blank"].startswith("Not tried yet")
    assert "awareness" in said["aim, poor"]
    assert "no date" in said["aim, poor"]
    assert said["aim, mended"].startswith("All five parts are there")


def test_a_mended_theory_has_one_hole_less(said):
    assert said["drawn"].startswith("This is Grace's diagram as it stands.")
    assert "Drivers still without an idea: 1." in said["mended"]


def test_the_records_panel_counts_the_first_judgement(said):
    assert said["record"] == "All five agree with the key."  # nothing was ticked, and record 1 has nothing
    assert "on 1 of 1 records" in said["score"]


def test_the_own_project_becomes_a_file_that_loads_again(said):
    content = re.search(r"base64,([\w+/=]+)", said["link"])[1]
    project, notes = load(base64.b64decode(content))
    assert notes == []
    assert project.invented
    assert project.charter.aim.target == 75
    assert project.pdsa[0].prediction
    assert project.pdsa[0].change_idea == "i1"
    assert "not a number" in said["own, wrong"]
    assert said["no link"] == ""


def test_the_power_machine_states_its_convention(said):
    assert re.search(r"A false alarm comes up in [34] of 100 wards", said["machine"])
    assert "weeks on the median: stepped over" in said["machine"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks_import_only_improve_from_our_packages(name):
    imported = set()
    for source in code_of(name):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module.split(".")[0])
    standard = {"base64", "datetime", "html", "math", "textwrap"}
    assert imported <= {"improve", "numpy", "pandas", "plotly", "ipywidgets"} | standard


def test_the_minutes_of_the_sections_add_up_to_the_doses():
    sections = [
        re.match(r"## \d+\. .*\((\d+) minutes?\)", cell.source) for cell in read("practice.ipynb").cells
    ]
    minutes = [int(section[1]) for section in sections if section]
    assert len(minutes) == 18
    assert (sum(minutes[:12]), sum(minutes)) == (60, 150)


# ---- the checks ----------------------------------------


def test_each_outcome_is_practised_in_the_part_without_code():
    asked = [id for source in code_of("practice.ipynb", ["code-task"]) for id in checked_ids(source)]
    assert {id.split("/")[0] for id in asked} == OUTCOMES


def test_each_check_is_tested_here():
    assert set(VALUES) | set(CHOICES) | set(RIGHT_CODE) | {"plan/records"} == set(CHECKS)


@pytest.mark.parametrize("id", VALUES)
def test_the_right_number_passes(id):
    assert CHECKS[id].judge(VALUES[id][0]).passed


@pytest.mark.parametrize("id", ["run/power-61", "run/power-67", "run/false-alarm"])
def test_a_figure_from_any_twenty_thousand_wards_passes(id):
    share = VALUES[id][0] / 100
    spread = 100 * np.sqrt(share * (1 - share) / 20_000)
    for wobble in (-2 * spread, 2 * spread):
        assert CHECKS[id].judge(VALUES[id][0] + wobble).passed


def test_the_course_s_power_figures_are_accepted():
    for id, figure in {"run/power-61": 18, "run/power-67": 52, "run/false-alarm": 4}.items():
        assert CHECKS[id].judge(figure).passed


@pytest.mark.parametrize("id", VALUES)
def test_a_known_slip_gets_its_own_diagnosis_and_no_diagnosis_is_idle(id):
    diagnoses, reached = set(CHECKS[id].wrong.values()), set()
    for slip, wrong in VALUES[id][1].items():
        message = message_of(id, wrong)
        said = {words for words in diagnoses if message.startswith(words)}
        assert said, f"{id}: {wrong} ({slip}) got only the hint: {message}"
        reached |= said
    assert reached == diagnoses


@pytest.mark.parametrize("id", CHOICES)
def test_the_right_option_passes_and_each_other_has_its_own_diagnosis(id):
    step = CHECKS[id]
    assert step.judge(CHOICES[id]).passed
    others = [key for key in step.options if key != CHOICES[id]]
    messages = [message_of(id, key) for key in others]
    assert len(set(messages)) == len(others) == len(step.wrong)
    assert step.hint not in messages
    for message in messages:
        assert not re.search(rf"\b{step.options[CHOICES[id]].casefold()}\b", message.casefold())


@pytest.mark.parametrize("record", KEY)
def test_a_right_judgement_of_a_record_agrees_and_one_feature_off_is_named(record):
    assert RECORDS.look(record, KEY[record])[0] == 5
    agreed, words = RECORDS.look(record, set(KEY[record]) ^ {"p"})
    assert agreed == 4
    assert "prediction" in words


@pytest.mark.parametrize("letter", "cpstw")
def test_each_feature_has_its_own_words_when_missed_and_when_ticked_in_vain(letter):
    missed, in_vain = RECORDS.look("2", set("cpstw") - {letter})[1], RECORDS.look("1", {letter})[1]
    assert "You left out" in missed
    assert "You ticked" in in_vain
    assert RECORDS.look("1", set("cpstw") - {letter})[0] == 3


def test_the_records_pass_at_eight_in_ten_of_six_or_more():
    six = {record: KEY[record] for record in list(KEY)[:6]}
    assert RECORDS.judge(six).passed
    assert RECORDS.judge(six | {"1": "cp"}).passed
    assert not RECORDS.judge(six | {"1": "cp", "2": "c"}).passed
    assert "at least 6" in RECORDS.judge({"1": ""}).message
    assert not RECORDS.judge("yes").passed


def test_the_records_in_the_notebook_are_those_of_the_key():
    tree = ast.parse(source_of("records"))
    names = {node.targets[0].id: node.value for node in tree.body if isinstance(node, ast.Assign)}
    assert set(ast.literal_eval(names["RECORDS"])) == set(KEY) == set(RECORDS.keys)
    assert "".join(ast.literal_eval(names["FEATURES"])) == "cpstw"


@pytest.mark.parametrize("id", RIGHT_CODE)
def test_right_code_passes(id):
    feedback = CHECKS[id].judge(RIGHT_CODE[id])
    assert feedback.passed, feedback.text


@pytest.mark.parametrize(("id", "slip"), FUNCTION_SLIPS, ids=lambda part: str(part))
def test_wrong_code_gets_its_own_diagnosis(id, slip):
    version, diagnosis = CHECKS[id].wrong[slip]
    assert diagnosis in message_of(id, version)


@pytest.mark.parametrize(
    ("id", "slip", "wrong"), MADE_SLIPS, ids=[f"{id}: {slip}" for id, slip, _ in MADE_SLIPS]
)
def test_a_wrong_aim_or_plan_gets_a_diagnosis(id, slip, wrong):
    assert message_of(id, wrong) in [words for _, words in CHECKS[id].complaints]


@pytest.mark.parametrize("id", MADE_WRONG)
def test_every_complaint_about_what_was_made_is_reached(id):
    reached = [message_of(id, wrong) for wrong in MADE_WRONG[id].values()]
    assert reached == [words for _, words in CHECKS[id].complaints]


def test_no_answer_stands_in_readable_form_in_the_checks_file():
    tree = ast.parse((MODULE / "checks.py").read_text(encoding="utf-8"))
    sealed = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "answer"]
    texts = [part.value for node in sealed for part in ast.walk(node) if isinstance(part, ast.Constant)]
    texts += [*RECORDS.keys.values(), *(seal for near in RECORDS.near.values() for seal in near.values())]
    assert len(sealed) == len(VALUES) + len(CHOICES)
    assert all(re.fullmatch(r"[\w-]{16}\.[\w-]{24}", text) for text in texts)
