"""The notebooks on coaching run untouched, their checks know right from known slips, and what is said is computed.

The right answers are worked out here from the conversations, never copied from the seals in checks.py.
"""

import ast
import json
import re

import numpy as np
import pandas as pd
import pytest
from nbclient import NotebookClient

from improve.people import CODES, talk_measures
from improve.qualitative import cohen_kappa
from tests.practice import Practice, checked_ids, printed, tags_of

PRACTICE = Practice("people/coaching-and-action-learning")
CHECKS = PRACTICE.checks
NOTEBOOKS = ("practice.ipynb", "extension.ipynb")
OUTCOMES = {"contrast", "conduct", "ask", "sets", "choose", "mentor"}
TALKS = pd.read_csv(PRACTICE.path / "conversations.csv")
COACH = TALKS[TALKS["speaker"] == "coach"]
CHOICES = {
    "contrast/which": "b",
    "contrast/manager": "c",
    "ask/open": "b",
    "ask/silence": "b",
    "conduct/order": "c",
    "conduct/letters": "b",
    "sets/turn": "b",
    "sets/nine": "c",
    "sets/claim": "b",
    "choose/agree": "b",
    "choose/high": "b",
    "choose/style": "b",
    "mentor/evidence": "c",
    "mentor/places": "b",
}
FUNCTIONS = [id for id, step in CHECKS.items() if hasattr(step, "against")]
SLIPS = [(id, slip) for id in FUNCTIONS for slip in CHECKS[id].wrong]

PLAY = """
import json

said = {}
bench.compare()
said["blank"] = bench.said.words
for number in (2, 7):
    bench.which.value = number
    for at, box in bench.boxes.items():
        box.value = COACH.loc[at, "coder_a"]
bench.compare()
said["like A"], said["coded"] = bench.said.words, len(bench.pairs())
for at in list(bench.codes):
    bench.codes[at] = "open"
bench.compare()
said["all open"] = bench.said.words
JOURNAL.notes["bench"] = "20:open 99999:x 22:leading"
bench.restore("restored")
said["restored"] = bench.codes.get(22)
mend.ask()
said["mend, blank"] = mend.said.words
for name, text in {
    "no question": "Tell me.", "advice": "Have you thought of a list?", "closed": "Is it the form?",
    "two": "What is it? And who?", "why": "Why is it late?", "open": "What happens to a letter then?",
}.items():
    mend.text.value = text
    mend.ask()
    said["mend, " + name] = mend.said.words
said["rounds"] = rounds.said.words
rounds.text.value = "GROW, 9, 12"
rounds.count()
said["rounds, wrong"] = rounds.said.words
rounds.text.value = "GROW, 60, 6" + chr(10) + "CLEAR, 60, 54"
rounds.count()
said["rounds, apart"] = rounds.said.words
print("SAID" + json.dumps(said))
"""


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    return {name: PRACTICE.run(name, tmp_path_factory.mktemp(name.split(".")[0])) for name in NOTEBOOKS}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    folder = tmp_path_factory.mktemp("play")
    notebook = PRACTICE.read("practice.ipynb")
    notebook.cells = [cell for cell in notebook.cells if "code-task" not in tags_of(cell)]
    notebook.cells.append(
        type(notebook.cells[0])(cell_type="code", source=PLAY, metadata={}, outputs=[], id="play")
    )
    notebook.cells[-1]["execution_count"] = None
    (folder / "conversations.csv").write_bytes((PRACTICE.path / "conversations.csv").read_bytes())
    (folder / "checks.py").write_bytes((PRACTICE.path / "checks.py").read_bytes())
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return json.loads(printed(notebook).split("SAID")[1])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_with_every_blank_left_blank_each_check_says_not_tried_yet(untouched, name):
    asked = [id for source in PRACTICE.code_of(name) for id in re.findall(r'check\("([\w/-]+)", ', source)]
    told = printed(untouched[name])
    assert asked
    for id in asked:
        assert f"{id}: not tried yet" in told
    assert "not yet." not in told


def test_every_guess_and_every_control_has_words(tmp_path):
    for name in NOTEBOOKS:
        _, words = PRACTICE.run_by_a_busy_learner(name, tmp_path / name)
        assert len(words) >= 10
        for cell, text in words:
            assert text.strip(), cell
            assert "cannot be shown" not in text, (cell, text)


def test_each_outcome_is_practised_in_the_part_without_code():
    asked = [id for source in PRACTICE.code_of("practice.ipynb", ["code-task"]) for id in checked_ids(source)]
    assert {id.split("/")[0] for id in asked} == OUTCOMES


def test_the_minutes_of_the_sections_add_up_to_the_doses():
    cells = [cell.source for cell in PRACTICE.read("practice.ipynb").cells]
    minutes = [int(m[1]) for m in (re.match(r"## \d+\. .*\((\d+) minutes?\)", text) for text in cells) if m]
    assert len(minutes) == 16
    assert (sum(minutes[:11]), sum(minutes)) == (45, 100)
    cells = [cell.source for cell in PRACTICE.read("extension.ipynb").cells]
    minutes = [int(m[1]) for m in (re.match(r"## \d+\. .*\((\d+) minutes?\)", text) for text in cells) if m]
    assert sum(minutes) == 180


# ---- the bench, the mending and the rounds ----------------------------------------


def test_the_bench_compares_with_both_coders_and_the_consensus(said):
    assert said["blank"].startswith("Not tried yet")
    assert said["coded"] == 15
    assert "You and coder A agree on 100% of 15 units" in said["like A"]
    rows = COACH[COACH["conversation"].isin([2, 7])]
    for name, column in (("coder B", "coder_b"), ("the consensus", "consensus")):
        kappa = cohen_kappa(rows["coder_a"], rows[column], labels=list(CODES)).kappa
        line = next(line for line in said["like A"].splitlines() if line.startswith(f"You and {name}"))
        assert f"Kappa is {kappa:.2f} (95% interval" in line
    assert "call-back system" in said["like A"]
    assert "one code to every turn" in said["all open"]
    assert said["restored"] == "leading"


def test_the_checker_of_questions_sees_form_and_says_so(said):
    assert said["mend, blank"].startswith("Not tried yet")
    assert "question mark" in said["mend, no question"]
    assert "advice inside" in said["mend, advice"]
    assert "Yes or no" in said["mend, closed"]
    assert "two questions" in said["mend, two"]
    assert "blame" in said["mend, why"]
    assert "No checker can see" in said["mend, open"]


def test_the_rounds_say_when_they_cannot_tell_models_apart(said):
    assert "cannot tell the models apart" in said["rounds"]
    assert "cannot be more than questions" in said["rounds, wrong"]
    assert "before you believe a difference" in said["rounds, apart"]


# ---- the checks ----------------------------------------


def test_each_check_is_tested_here():
    assert set(CHOICES) | set(FUNCTIONS) | {"ask/rate", "ask/coding"} == set(CHECKS)


@pytest.mark.parametrize("id", CHOICES)
def test_the_right_option_passes_and_each_other_has_its_own_diagnosis(id):
    step = CHECKS[id]
    assert step.judge(CHOICES[id]).passed
    others = [key for key in step.options if key != CHOICES[id]]
    messages = [PRACTICE.message_of(id, key) for key in others]
    assert len(set(messages)) == len(others) == len(step.wrong)


def test_the_open_rate_of_conversation_4_and_its_slips():
    codes = COACH.loc[COACH["conversation"] == 4, "consensus"]
    asked = codes.isin(["open", "closed", "leading"]).sum()
    step, opened = CHECKS["ask/rate"], (codes == "open").sum()
    assert step.judge(100 * opened / asked).passed
    slips = (100 * opened / len(codes), 100 * (codes == "advice").mean(), 100 * opened / 2)
    assert len({PRACTICE.message_of("ask/rate", slip) for slip in slips}) == 3


@pytest.mark.parametrize("id", FUNCTIONS)
def test_the_reference_passes_its_own_check(id):
    assert CHECKS[id].judge(CHECKS[id].against).passed


@pytest.mark.parametrize(("id", "slip"), SLIPS, ids=lambda part: str(part))
def test_wrong_code_gets_its_own_diagnosis(id, slip):
    version, diagnosis = CHECKS[id].wrong[slip]
    assert diagnosis in PRACTICE.message_of(id, version)


@pytest.mark.parametrize(
    ("pairs", "status", "says"),
    [
        ([], "not tried", ""),
        ([("", "open")] * 20, "not tried", ""),
        ([("open", "open")] * 5, "not yet", "Code 12 at least"),
        ([("open", "open")] * 15, "not yet", "one code to every turn"),
        ([("open", "closed")] * 8 + [("closed", "open")] * 8, "not yet", "most often you said"),
        ([("open", "open")] * 8 + [("advice", "advice")] * 6, "passed", "you part: nowhere"),
        (
            [("open", "open")] * 9 + [("closed", "closed")] * 6 + [("open", "leading")] * 2,
            "passed",
            "said open where",
        ),
    ],
)
def test_the_learners_coding_is_judged_by_how_far_it_agrees(pairs, status, says):
    feedback = CHECKS["ask/coding"].judge(pairs)
    assert feedback.status == status
    assert says in feedback.message


def test_no_answer_stands_in_readable_form_in_the_checks_file():
    tree = ast.parse((PRACTICE.path / "checks.py").read_text(encoding="utf-8"))
    sealed = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "answer"]
    assert len(sealed) == len(CHOICES) + 1
    assert all(re.fullmatch(r"[\w-]{16}\.[\w-]{24}", node.value) for node in sealed)


# ---- the conversations, and what the pages say of them ----------------------------------------


def test_twelve_conversations_are_whole_and_every_coachs_turn_is_coded_three_times():
    assert TALKS["conversation"].nunique() == 12
    assert COACH[["coder_a", "coder_b", "consensus"]].isin(list(CODES)).all().all()
    assert (
        TALKS.loc[TALKS["speaker"] == "coachee", ["coder_a", "coder_b", "consensus", "stage"]]
        .isna()
        .all()
        .all()
    )
    settled = (COACH["consensus"] == COACH["coder_a"]) | (COACH["consensus"] == COACH["coder_b"])
    assert settled.all(), "the consensus is what one of the two said"
    assert (
        TALKS.groupby("conversation")["turn"].apply(list).map(lambda t: t == list(range(1, len(t) + 1)))
    ).all()


def test_one_coach_gives_advice_in_seven_of_ten_turns_and_no_other_comes_near():
    measures = talk_measures(TALKS)
    assert measures.loc[4, "advice"] == pytest.approx(0.7)
    assert measures.drop(4)["advice"].max() < 0.3
    assert measures.drop(4)["talk"].max() < 0.55 < measures.loc[4, "talk"]


def test_the_quizs_kappa_is_that_of_four_conversations():
    rows = COACH[COACH["conversation"].isin([1, 2, 7, 9])]
    found = cohen_kappa(rows["coder_a"], rows["coder_b"])
    quiz = (PRACTICE.path / "quiz.yml").read_text(encoding="utf-8")
    assert f"Two people coded {found.n} turns. Kappa is {found.kappa:.2f}" in quiz
    assert f"from {found.low:.2f} to {found.high:.2f}" in quiz


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks_import_only_improve_and_what_comes_with_it(name):
    imported = set()
    for source in PRACTICE.code_of(name):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module.split(".")[0])
    assert imported <= {
        "improve",
        "numpy",
        "pandas",
        "plotly",
        "ipywidgets",
        "html",
        "textwrap",
        "math",
        "re",
    }


def test_the_two_days_of_the_coach_programme_add_up():
    text = (PRACTICE.path / "workshop.md").read_text(encoding="utf-8")
    table = text[text.index("**Two days for new coaches.**") : text.index("In week 4 each pair")]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.splitlines()
        if line.startswith("|")
    ]
    body = [row for row in rows if row[2].isdigit()]
    total = next(row for row in rows if row[0] == "**sum**")
    for column in (2, 4):
        assert sum(int(row[column]) for row in body) == int(total[column].strip("*"))


def test_what_is_said_of_few_counts_in_the_workshop_and_the_marking_notes_is_right():
    from scipy.stats import binom

    share = binom(8, 0.6)
    k = np.arange(9)
    both = share.pmf(k)[:, None] * share.pmf(k)[None, :]
    apart = 100 * both[np.abs(k[:, None] - k[None, :]) >= 2].sum()
    text = (PRACTICE.path / "workshop.md").read_text(encoding="utf-8")
    assert f"in {apart:.0f} of 100 pairs" in text
    assert f"So {100 * (share.cdf(7) - share.cdf(2)):.0f} of 100 rounds give 3 to 7" in text
    notes = PRACTICE.path.parents[2] / "exercises" / "coaching-and-action-learning" / "marking.md"
    assert f"in {apart:.0f} of 100 pairs" in notes.read_text(encoding="utf-8")
