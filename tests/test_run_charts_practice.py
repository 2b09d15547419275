"""The run chart notebooks run untouched, and their checks know right answers from the slips people make.

The right answers are worked out here from the data, never copied from the seals in checks.py.
"""

import ast
import itertools
import re

import numpy as np
import pytest

from improve.charts import RULE_SETS, rules, run_chart
from improve.charts.chance import chance_of_run
from improve.data import england_emergency, semmelweis_monthly
from tests.practice import Practice, checked_ids, has_number, printed

PRACTICE = Practice("measurement/run-charts")
MODULE, CHECKS, NOTEBOOKS = PRACTICE.path, PRACTICE.checks, ("practice.ipynb", "extension.ipynb")
OUTCOMES = {"plot", "apply", "estimate", "tell", "choose"}
read, code_of, run, message_of = PRACTICE.read, PRACTICE.code_of, PRACTICE.run, PRACTICE.message_of


# ---- the figures, from the data ----------------------------------------

MOVES = [11, 5, 10, 7, 12, 9, 14, 6, 4, 7, 5, 6, np.nan, 3, 5, 8]
DAYS = [12, 9, 11, 8, 9, 10, 10, 11, 12, 13, 11, 12, 10]


def vienna_per_cent():
    table = semmelweis_monthly()
    return (100 * table["deaths"] / table["births"]).set_axis(table["date"]).dropna()


def lag_one(values):
    gap = np.asarray(values) - np.mean(values)
    return float((gap[1:] * gap[:-1]).sum() / (gap**2).sum())


def false_alarm_at_baseline(points, charts=60_000):
    y = np.random.default_rng(points).normal(size=(charts, points + 12))
    line = np.median(y[:, :points], axis=1, keepdims=True)
    return 100 * np.mean(rules.longest_run(y[:, points:], line) >= 8)


def windows_all_below(months=12, middle=np.median):
    per_cent = vienna_per_cent()
    before, after = per_cent[:"1847-04"].to_numpy(), per_cent["1847-06":].to_numpy()
    starts = range(len(before) - months + 1)
    return sum(bool((after < middle(before[i : i + months])).all()) for i in starts)


def own(points, length):
    return 100 * chance_of_run(length, points, "own")


def fixed(points, length):
    return 100 * chance_of_run(length, points, "fixed")


def trend(points, length, charts=40_000):
    y = np.random.default_rng(points).normal(size=(charts, points))
    return 100 * float(np.mean(rules.longest_trend(y) >= length))


def anhoej(points, line):
    """False-alarm rate of Anhøj's two rules together, by simulation."""
    y = np.random.default_rng(points).normal(size=(40_000, points))
    centre = np.median(y, axis=1, keepdims=True) if line == "own" else 0.0
    long = rules.longest_run(y, centre) > rules.longest_run_limit(points)
    return 100 * float(np.mean(long | (rules.crossings(y, centre) < rules.crossings_limit(points))))


def broken_by_the_line(values, line):
    return int(rules.longest_run(np.where(np.isnan(values), line, values), line, on_line="break"))


def as_if_below(values, line):
    """The longest run if a point on the line counted as below it."""
    return int(rules.longest_run(np.where(np.equal(values, line), line - 1, values), line))


def value_answers():
    """For each check of a number: the right answer, and the slips with what was done wrong."""
    known = [value for value in MOVES if not np.isnan(value)]
    line, mean = np.median(known), np.mean(known)
    per_cent = vienna_per_cent()
    before = per_cent[:"1847-04"]
    raw = semmelweis_monthly().set_index("date")[:"1847-04"].dropna()
    around = before["1845-09":"1846-05"]
    useful = int(rules.useful(before, before.median()))
    step_over = int(rules.longest_run(around, before.median()))
    return {
        "plot/median": (
            line,
            {
                "the mean": mean,
                "the gap as a zero": np.median([0 if np.isnan(v) else v for v in MOVES]),
                "the middle in time order": known[len(known) // 2],
                "the middle of the range": (min(known) + max(known)) / 2,
            },
        ),
        "plot/baseline-median": (
            before.median(),
            {
                "all months": per_cent.median(),
                "with May": per_cent[:"1847-05"].median(),
                "the mean": before.mean(),
                "all deaths by all births": 100 * raw["deaths"].sum() / raw["births"].sum(),
                "a share": before.median() / 100,
                "1846 only": before["1846"].median(),
                "deaths": raw["deaths"].median(),
            },
        ),
        "apply/useful": (
            int(rules.useful(MOVES, line)),
            {"line counted": len(known), "gap counted": len(MOVES) - 2, "all": len(MOVES), "on the line": 2},
        ),
        "apply/longest-run": (
            int(rules.longest_run(MOVES, line)),
            {
                "broken by the line": int(rules.longest_run(MOVES, line, on_line="break")),
                "broken by the gap too": broken_by_the_line(MOVES, line),
                "line counted": as_if_below(MOVES, line),
                "around the mean": int(rules.longest_run(MOVES, mean)),
                "every week": len(MOVES[7:15]),
                "steps": int(rules.longest_run(MOVES, line)) - 1,
            },
        ),
        "apply/crossings": (
            int(rules.crossings(MOVES, line)),
            {
                "runs": int(rules.crossings(MOVES, line)) + 1,
                "around the mean": int(rules.crossings(MOVES, mean)),
                "coming and going": int(np.count_nonzero(np.diff(np.sign(np.array(known) - line)))),
            },
        ),
        "apply/trend": (
            int(rules.longest_trend(DAYS, ties="skip")),
            {
                "steps": int(rules.longest_trend(DAYS, ties="skip")) - 1,
                "tie counted": int(rules.longest_trend(DAYS, ties="skip")) + 1,
                "tie ends it": int(rules.longest_trend(DAYS, ties="break")),
                "one too far": int(rules.longest_trend(DAYS, ties="skip")) + 2,
            },
        ),
        "apply/across-the-median": (
            step_over,
            {
                "December ends it": broken_by_the_line(around.to_numpy(), before.median()),
                "up to December": int((around[:"1845-11"] > before.median()).sum()),
                "December counted": len(around),
                "steps": step_over - 1,
                "another run": int(rules.longest_run(before, before.median())),
            },
        ),
        "estimate/run-of-six": (
            own(24, 6),
            {
                "fixed": fixed(24, 6),
                "seven": own(24, 7),
                "exactly": own(24, 6) - own(24, 7),
                "20 points": own(20, 6),
                "36 points": own(36, 6),
                "12 points": own(12, 6),
                "trend": trend(24, 5),
                "without": 100 - own(24, 6),
                "a share": own(24, 6) / 100,
            },
        ),
        "estimate/run-of-seven": (
            own(24, 7),
            {
                "fixed": fixed(24, 7),
                "six": own(24, 6),
                "eight": own(24, 8),
                "20 points": own(20, 7),
                "36 points": own(36, 7),
                "without": 100 - own(24, 7),
                "a share": own(24, 7) / 100,
            },
        ),
        "estimate/run-of-eight": (
            own(24, 8),
            {
                "fixed": fixed(24, 8),
                "seven": own(24, 7),
                "without": 100 - own(24, 8),
                "a share": own(24, 8) / 100,
            },
        ),
        "estimate/fixed-line": (
            fixed(24, 7),
            {
                "own": own(24, 7),
                "six": fixed(24, 6),
                "eight": fixed(24, 8),
                "20 points": fixed(20, 7),
                "36 points": fixed(36, 7),
                "a share": fixed(24, 7) / 100,
            },
        ),
        "estimate/trend-of-five": (
            trend(24, 5),
            {
                "six": trend(24, 6),
                "seven": trend(24, 7),
                "run": own(24, 6),
                "12 points": trend(12, 5),
                "20 points": trend(20, 5),
                "36 points": trend(36, 5),
                "a share": trend(24, 5) / 100,
            },
        ),
        "estimate/trend-of-six": (
            trend(24, 6),
            {
                "five": trend(24, 5),
                "seven": trend(24, 7),
                "run": own(24, 6),
                "36 points": trend(36, 6),
                "20 points, some batches": 3.4,
                "12 points": trend(12, 6),
                "a share": trend(24, 6) / 100,
            },
        ),
        "estimate/baseline-length": (
            next(points for points in (12, 24, 36, 48, 60, 96) if false_alarm_at_baseline(points) <= 4.2),
            {"12": 12, "24": 24, "longer than needed": 48},
        ),
        "estimate/vienna-memory": (
            lag_one(before),
            {
                "of pairs": np.corrcoef(before[1:], before[:-1])[0, 1],
                "all months": lag_one(per_cent),
                "mean kept": float(
                    (before.to_numpy()[1:] * before.to_numpy()[:-1]).sum() / (before**2).sum()
                ),
                "deaths": lag_one(raw["deaths"]),
            },
        ),
        "choose/dashboard": (
            40 * own(24, 6) / 100,
            {
                "seven": 40 * own(24, 7) / 100,
                "fixed": 40 * fixed(24, 6) / 100,
                "none": 0,
                "the rate": own(24, 6),
                "of the points": 24 * own(24, 6) / 100,
                "trend": 40 * trend(24, 5) / 100,
                "eight": 40 * own(24, 8) / 100,
            },
        ),
        "choose/anhoej-limit": (
            int(rules.longest_run_limit(useful)),
            {
                "logarithm alone": round(np.log2(useful)),
                "the signal, or all months": int(rules.longest_run_limit(len(per_cent))),
                "crossings": int(rules.crossings_limit(useful)),
                "24 points": int(rules.longest_run_limit(24)),
                "another set": RULE_SETS["nhs"].shift,
                "n itself": useful,
                "without the three": 5,
            },
        ),
        "choose/board-pack": (
            40 * own(36, 6) / 100,
            {
                "24 points": 40 * own(24, 6) / 100,
                "fixed": 40 * fixed(36, 6) / 100,
                "the rate": own(36, 6),
                "seven": 40 * own(36, 7) / 100,
                "of the points": 36 * own(36, 6) / 100,
            },
        ),
        "choose/board-pack-anhoej": (
            40 * anhoej(36, "own") / 100,
            {
                "fixed": 40 * anhoej(36, "fixed") / 100,
                "the rate": anhoej(36, "own"),
                "24 points": 40 * anhoej(24, "own") / 100,
                "none": 0,
            },
        ),
        "choose/sliding-baseline": (
            windows_all_below(),
            {
                "of means": windows_all_below(middle=np.mean),
                "of 24 months": windows_all_below(24),
                "the failures": 64 - windows_all_below(),
                "with May before": windows_all_below() + 1,
                "with May after": 19,
            },
        ),
    }


VALUES = value_answers()
CHOICES = {
    "plot/order": "b",
    "tell/transition": "c",
    "tell/sentence": "b",
    "choose/season": "b",
    "choose/statement": "b",
}


# ---- a learner's code, right and wrong ----------------------------------------


def my_longest_run(values, centre):
    longest = current = 0
    before = None
    for value in values:
        if np.isnan(value) or value == centre:
            continue
        side = value > centre
        current = current + 1 if side == before else 1
        before = side
        longest = max(longest, current)
    return longest


def my_crossings(values, centre):
    sides = [value > centre for value in values if not np.isnan(value) and value != centre]
    return sum(a != b for a, b in itertools.pairwise(sides))


def my_longest_trend(values):
    kept = [value for value, _ in itertools.groupby(values)]
    longest = current = 1
    rising = None
    for before, now in itertools.pairwise(kept):
        current = current + 1 if (now > before) == rising else 2
        rising = now > before
        longest = max(longest, current)
    return longest


def false_alarm(points, length):
    charts = np.random.default_rng().normal(size=(20_000, points))
    runs = rules.longest_run(charts, np.median(charts, axis=1, keepdims=True))
    return 100 * np.mean(runs >= length)


def chance(n, k):
    without = [1, 2]
    for tosses in range(2, n + 1):
        without.append(2**tosses if tosses < k else sum(without[tosses - k + 1 : tosses]))
    return 1 - without[n] / 2**n


def type_1():
    table = england_emergency()
    return 100 * table["over_4h_type1"] / table["attendances_type1"]


def england_chart(**changes):
    choices = {
        "value": "over_4h_type1",
        "denominator": "attendances_type1",
        "per": 100,
        "rules": "perla",
        "baseline": 12,
    }
    table = england_emergency().head(changes.pop("months", 36))
    return run_chart(table, **(choices | changes))


RIGHT_CODE = {
    "apply/longest-run-code": my_longest_run,
    "apply/crossings-code": my_crossings,
    "apply/trend-code": my_longest_trend,
    "estimate/false-alarm-code": false_alarm,
    "estimate/exact-run": chance,
    "plot/england-chart": england_chart(),
    "tell/notes": {"1847-05-01": "Chlorine washing starts mid-May", "1846-12-01": "Fewer examinations"},
}
MADE_WRONG = {
    "plot/england-chart": {
        "not a chart": 42,
        "too short": england_chart(months=24),
        "counts": england_chart(denominator=None, per=1),
        "shares": england_chart(per=1),
        "all types": england_chart(value="over_4h_all", denominator="attendances_all"),
        "mixed types": england_chart(denominator="attendances_all"),
        "another column": england_chart(value="admissions_type1"),
        "a mean": england_chart(baseline=None, centre=type_1()[:12].mean()),
        "median of all": england_chart(baseline=None),
        "another baseline": england_chart(baseline=24),
        "default rules": england_chart(rules="anhoej"),
        "another set": england_chart(rules="nhs"),
    },
    "tell/notes": {
        "a text": "Chlorine washing starts",
        "no date": {"May": "Chlorine washing starts", "spring": "x"},
        "no words": {"1847-05-01": " "},
        "a cause": {"1847-05-01": "Washing reduced deaths"},
        "another month": {"1847-06-01": "Chlorine washing starts"},
        "too long": {
            "1847-05-01": "Chlorine washing starts for everybody who comes from the dissecting room"
        },
    },
}
MADE_SLIPS = [(id, slip, wrong) for id, slips in MADE_WRONG.items() for slip, wrong in slips.items()]
FUNCTION_SLIPS = [
    (id, slip) for id, step in CHECKS.items() if hasattr(step, "against") for slip in step.wrong
]


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
    notebook = run("practice.ipynb", tmp_path, leave_out=["code-task"])
    sources = [cell.source for cell in notebook.cells]
    assert sum("check(" in source for source in sources) >= 15
    assert not any(re.search(r"=\s*\.\.\.|return \.\.\.", source) for source in sources)
    assert any(source.startswith("keep(") for source in sources[-2:])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks_import_only_improve_from_our_packages(name):
    imported = set()
    for source in code_of(name):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module.split(".")[0])
    assert imported <= {"improve", "numpy", "pandas", "plotly", "ipywidgets", "textwrap"}


def test_the_minutes_of_the_sections_add_up_to_the_doses():
    sections = [
        re.match(r"## \d+\. .*\((\d+) minutes\)", cell.source) for cell in read("practice.ipynb").cells
    ]
    minutes = [int(section[1]) for section in sections if section]
    assert len(minutes) == 14
    assert (sum(minutes[:9]), sum(minutes)) == (45, 90)


# ---- the checks ----------------------------------------


def test_each_outcome_is_practised_in_the_part_without_code():
    asked = [id for source in code_of("practice.ipynb", ["code-task"]) for id in checked_ids(source)]
    # The six questions of the noise machine are asked one by one; each stands in a cell of its own.
    assert {id.split("/")[0] for id in asked} == OUTCOMES


def test_each_check_is_tested_here():
    assert set(VALUES) | set(CHOICES) | set(RIGHT_CODE) == set(CHECKS)


@pytest.mark.parametrize("id", VALUES)
def test_the_right_number_passes(id):
    assert CHECKS[id].judge(VALUES[id][0]).passed


@pytest.mark.parametrize("id", [id for id in VALUES if id.startswith("estimate/run") or "trend-of" in id])
def test_a_rate_from_any_batch_of_ten_thousand_charts_passes(id):
    spread = 100 * np.sqrt(VALUES[id][0] / 100 * (1 - VALUES[id][0] / 100) / 10_000)
    for wobble in (-2 * spread, 2 * spread):
        assert CHECKS[id].judge(VALUES[id][0] + wobble).passed


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
    right, _ = VALUES[id]
    answer = round(right, CHECKS[id].places)
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
        assert step.options[CHOICES[id]].casefold() not in message.casefold()


@pytest.mark.parametrize("id", RIGHT_CODE)
def test_right_code_passes(id):
    feedback = CHECKS[id].judge(RIGHT_CODE[id])
    assert feedback.passed, feedback.text


@pytest.mark.parametrize(("id", "slip"), FUNCTION_SLIPS, ids=lambda part: str(part))
def test_wrong_code_gets_its_own_diagnosis(id, slip):
    version, diagnosis = CHECKS[id].wrong[slip]
    assert diagnosis in message_of(id, version)


@pytest.mark.parametrize(("id", "slip", "wrong"), MADE_SLIPS, ids=lambda part: str(part)[:40])
def test_a_wrong_chart_or_note_gets_a_diagnosis(id, slip, wrong):
    assert message_of(id, wrong) in [words for _, words in CHECKS[id].complaints]


@pytest.mark.parametrize("id", MADE_WRONG)
def test_every_complaint_about_what_was_made_is_reached(id):
    reached = [message_of(id, wrong) for wrong in MADE_WRONG[id].values()]
    assert reached == [words for _, words in CHECKS[id].complaints]


def test_code_feedback_holds_no_code_that_solves_the_task():
    for id in RIGHT_CODE:
        texts = [words for _, words in getattr(CHECKS[id], "complaints", ())]
        texts += [words for _, words in getattr(CHECKS[id], "wrong", {}).values()]
        for text in [*texts, getattr(CHECKS[id], "hint", "")]:
            assert not re.search(r"\bdef |\breturn |\bfor \w+ in ", text), text


def test_no_answer_stands_in_readable_form_in_the_checks_file():
    tree = ast.parse((MODULE / "checks.py").read_text(encoding="utf-8"))
    sealed = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "answer"]
    texts = [part.value for node in sealed for part in ast.walk(node) if isinstance(part, ast.Constant)]
    assert len(sealed) == len(VALUES) + len(CHOICES)
    assert all(re.fullmatch(r"[\w-]{16}\.[\w-]{24}", text) for text in texts)
