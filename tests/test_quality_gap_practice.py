"""The quality gap notebooks run untouched, their checks know right answers from slips, and their sources hold.

The right answers are worked out here, never copied from the seals in checks.py.
"""

import ast
import csv
import re

import numpy as np
import pytest

from improve import foundations as pipe
from tests.practice import MODULES, Practice, checked_ids, has_number, printed

PRACTICE = Practice("foundations/quality-gap")
MODULE, CHECKS, NOTEBOOKS = PRACTICE.path, PRACTICE.checks, ("practice.ipynb", "extension.ipynb")
OUTCOMES = {"classify", "distinguish", "explain", "appraise", "formulate"}
read, code_of, run, message_of = PRACTICE.read, PRACTICE.code_of, PRACTICE.run, PRACTICE.message_of


def rows(name):
    with (MODULE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- the figures ----------------------------------------

SIX = (0.80, 0.90, 0.70, 0.95, 0.90, 0.85)
SEPARATE = (0.95, 0.90, 0.90, 0.85, 0.95, 0.80)
PHONE, NO_PHONE = (0.95, 0.90, 0.90, 0.90, 0.85, 0.90), (0.85, 0.80, 0.60, 0.85, 0.80, 0.80)
REASON, OPERATED, BOTH = 15_760, 18_281, 2_144


def best_pair():
    """The most projects about the problem that one word, and two words of the list, can find."""
    words = next(
        [constant.value for constant in ast.walk(node) if isinstance(constant, ast.Constant)]
        for node in ast.parse("\n".join(code_of("practice.ipynb"))).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "WORDS"
    )
    words += ["heartbeat", "stroke", "atrial fibrillation", "adherence"]
    found = {
        word: {
            n
            for n, row in enumerate(rows("projects.csv"))
            if row["about_her_problem"] == "yes" and word in f"{row['title']} {row['what']}".casefold()
        }
        for word in words
    }
    return max(len(hits) for hits in found.values()), max(
        len(a | b) for a in found.values() for b in found.values()
    )


def chance_fold(children=3_000, districts=21):
    counts = np.random.default_rng(4).poisson(14.4 / 1000 * children, (60_000, districts))
    return float(np.median(counts.max(axis=1) / counts.min(axis=1)))


def average_of_the_arrived(years=25):
    """The mean of an exponential time with median 25, given that it ended within 25 years."""
    mean = years / np.log(2)
    return mean - years * np.exp(-years / mean) / (1 - np.exp(-years / mean))


def value_answers():
    """For each check of a number: the right answer, and the slips with what was done wrong."""
    end, mended = pipe.through(SIX), pipe.through(pipe.mended(SIX, 2, 10))
    one_error = 100 * np.sqrt(0.9 * 0.1 / 20)
    relative = np.sqrt(6 * 0.1 / (20 * 0.9))
    first, second = pipe.through(PHONE), pipe.through(NO_PHONE)
    single, double = best_pair()
    return {
        "explain/end": (
            100 * end,
            {
                "average": 100 * np.mean(SIX),
                "losses": 100 * (1 - sum(1 - share for share in SIX)),
                "weakest": 100 * min(SIX),
                "a share": end,
            },
        ),
        "explain/more": (
            100 * (mended - end),
            {
                "the points": 10,
                "new end": 100 * mended,
                "relative": 100 * (mended / end - 1),
                "tenth of 70": 7,
            },
        ),
        "explain/underuse": (
            100 * (REASON - BOTH) / REASON,
            {
                "treated": 100 * BOTH / REASON,
                "of operations": 100 * BOTH / OPERATED,
                "overuse": 100 * (OPERATED - BOTH) / OPERATED,
                "a count": REASON - BOTH,
            },
        ),
        "explain/fold": (
            27.6 / 8.1,
            {
                "difference": 27.6 - 8.1,
                "upside down": 8.1 / 27.6,
                "more": 27.6 / 8.1 - 1,
                "per cent": 2760 / 8.1,
            },
        ),
        "formulate/search": (double, {"one word": single, "a good pair": 3, "all": 6, "hits": 5}),
        "explain/lower-bound": (
            100 * pipe.bounds(SEPARATE)[0],
            {"product": 100 * pipe.through(SEPARATE), "most": 100 * min(SEPARATE), "nobody": 0},
        ),
        "explain/groups": (
            100 * second / first,
            {
                "first step": 100 * NO_PHONE[0] / PHONE[0],
                "second end": 100 * second,
                "upside down": 100 * first / second,
                "difference": 100 * (first - second),
            },
        ),
        "explain/error": (
            100 * 0.9**6 * relative,
            {
                "one step": one_error,
                "end to end": 100 * np.sqrt(0.9**6 * (1 - 0.9**6) / 20),
                "relative": 100 * relative,
                "added": 6 * one_error,
            },
        ),
        "explain/chance-fold": (chance_fold(), {"none": 1.0, "seen": 27.6 / 8.1, "two": 1.2}),
        "appraise/survivors": (
            average_of_the_arrived(),
            {"all": 25 / np.log(2), "median": 25, "half-way": 12.5, "half of all": 12.5 / np.log(2)},
        ),
    }


VALUES = value_answers()
CHOICES = {
    "classify/unread": "b",
    "classify/bus": "a",
    "classify/questions": "d",
    "distinguish/fridges": "b",
    "distinguish/honey": "a",
    "distinguish/wheelchairs": "c",
    "distinguish/dropped": "d",
    "explain/which-step": "d",
    "explain/not-all-underuse": "b",
    "appraise/adults": "c",
    "appraise/challenge": "b",
    "appraise/announced": "a",
    "appraise/website": "e",
    "formulate/missing": "c",
    "formulate/level": "b",
}


# ---- a learner's code ----------------------------------------


def my_end(shares):
    people = 100
    for share in shares:
        people *= share
    return people


def my_best_step(shares, points):
    ends = []
    for n in range(len(shares)):
        tried = list(shares)
        tried[n] = min(1, tried[n] + points / 100)
        ends.append(np.prod(tried))
    return int(np.argmax(ends))


def my_origin(rests_on, link):
    return my_origin(rests_on, rests_on[link]) if rests_on[link] else link


def my_find(texts, words):
    pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    return [text for text in texts if pattern.search(text)]


RIGHT_CODE = {
    "explain/through-code": my_end,
    "explain/best-step-code": my_best_step,
    "appraise/origin-code": my_origin,
    "formulate/search-code": my_find,
}
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
    assert any(source.startswith("keep(") for source in sources[-3:])


def test_every_guess_and_every_control_does_something(tmp_path):
    _, said = PRACTICE.run_by_a_busy_learner("practice.ipynb", tmp_path)
    told = {}
    for cell, words in said:
        told[cell] = told.get(cell, "") + words
    assert "53 come through all 6 steps" in told["six-guess"]
    assert "“keep doing it” goes from 45% to 75%" in told["pipe-machine"]
    assert "About 88 of 100" in told["overuse-guess"]
    assert "f: turns round." in told["seventeen-guess"]
    assert "An origin was not found" in told["thirds-guess"]
    assert "1 about the problem, 5 of 6 missed" in told["search-machine"]
    assert "Of 100 people 59 come through" in told["own-pipe"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks_import_only_improve_from_our_packages(name):
    imported = set()
    for source in code_of(name):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module.split(".")[0])
    assert imported <= {"improve", "numpy", "pandas", "IPython"}


def test_the_minutes_of_the_sections_add_up_to_the_doses():
    sections = [
        re.match(r"## \d+\. .*\((\d+) minutes?", cell.source) for cell in read("practice.ipynb").cells
    ]
    minutes = [int(section[1]) for section in sections if section]
    assert len(minutes) == 13
    assert (sum(minutes[:9]), sum(minutes)) == (45, 90)


# ---- the chains: real sources, and what was done to them ----------------------------------------


def test_every_link_says_where_it_was_seen_and_what_was_changed():
    known = {
        "counts",
        "keeps",
        "changes",
        "drops the doubt",
        "loses the source",
        "turns round",
        "finds nothing",
    }
    links = rows("citation-chains.csv")
    assert {link["chain"] for link in links} == {"17 years", "a third, a third, a third", "60–30–10"}
    assert {link["change"] for link in links} == known
    for link in links:
        assert link["how_seen"], link
        assert link["why"], link
        assert (
            link["address"].startswith("http") or "not seen" in link["how_seen"] or link["kind"] == "search"
        )


def test_a_link_rests_on_a_link_of_its_own_chain_and_no_chain_goes_in_a_circle():
    chains = {}
    for link in rows("citation-chains.csv"):
        chains.setdefault(link["chain"], {})[link["link"]] = link["rests_on"]
    for rests_on in chains.values():
        for link in rests_on:
            assert my_origin(rests_on, link) in rests_on


def test_what_counts_rests_on_nothing_and_what_turns_round_names_a_source():
    for link in rows("citation-chains.csv"):
        if link["change"] in ("counts", "loses the source", "drops the doubt"):
            assert link["rests_on"] == "", link
        if link["change"] in ("turns round", "keeps", "changes"):
            assert link["rests_on"], link


def test_the_lesson_does_not_pass_the_thirds_on_as_a_finding():
    page = (MODULE / "lesson.md").read_text(encoding="utf-8")
    assert "**Origin not found.**" in page
    assert "does not prove that there is none" in page


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


def test_code_feedback_holds_no_code_that_solves_the_task():
    for id in RIGHT_CODE:
        for text in [*(words for _, words in CHECKS[id].wrong.values()), CHECKS[id].hint]:
            assert not re.search(r"\bdef |\breturn |\bfor \w+ in ", text), text


def test_no_answer_stands_in_readable_form_in_the_checks_file():
    tree = ast.parse((MODULE / "checks.py").read_text(encoding="utf-8"))
    sealed = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "answer"]
    texts = [part.value for node in sealed for part in ast.walk(node) if isinstance(part, ast.Constant)]
    assert len(sealed) == len(VALUES) + len(CHOICES)
    assert all(re.fullmatch(r"[\w-]{16}\.[\w-]{24}", text) for text in texts)


# ---- the workshop: the numbers that hosts will say aloud ----------------------------------------


def test_what_is_said_of_the_two_rounds_is_what_the_pipe_gives():
    page = (MODULES / "foundations" / "quality-gap" / "workshop.md").read_text(encoding="utf-8")

    def of_20(*tens):
        return round(20 * pipe.through([ten / 10 for ten in tens]), 1)

    assert "about five of twenty come through" in page
    assert of_20(9, 9, 4, 9, 9, 9) == 4.7
    assert "on the third step it is about eight" in page
    assert of_20(9, 9, 7, 9, 9, 9) == 8.3
    assert "it is between six and seven" in page
    assert of_20(10, 10, 4, 10, 9, 9) == 6.5
    assert "it brings half a person" in page
    assert of_20(10, 9, 4, 9, 9, 9) - 4.7 == pytest.approx(0.5)
    assert "160 people, and the sum will be near 85" in page
    assert round(8 * 20 * 0.9**6) == 85


def test_the_slips_hold_twenty_fair_digits_each():
    slips = rows("workshop-digits.csv")
    digits = [int(slip[f"person_{n}"]) for slip in slips for n in range(1, 21)]
    assert len(slips) == 180
    assert set(digits) == set(range(10))
    assert abs(np.mean(np.array(digits) == 9) - 0.1) < 0.015
