"""The context notebooks run untouched, their checks know right answers from slips, and the pages say what the voices hold.

The right answers are worked out here, never copied from the seals in checks.py.
"""

import ast
import json
import re
import shutil
from math import comb, perm

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbclient import NotebookClient

from improve import determinants as det
from improve.harrowmere import load
from improve.qualitative import cohen_kappa
from tests.practice import Practice, checked_ids, has_number, printed

PRACTICE = Practice("implementation/context")
MODULE, CHECKS, NOTEBOOKS = PRACTICE.path, PRACTICE.checks, ("practice.ipynb", "extension.ipynb")
OUTCOMES = {"separate", "classify", "map", "prioritise", "tailor"}
SAID = (
    load("voices")
    .merge(load("voices", table="key"), on="excerpt")
    .merge(load("voices", table="sites"), on="site")
)
SAID = SAID.merge(pd.read_csv(MODULE / "codings.csv", dtype=str).fillna(""), on="excerpt").set_index(
    "excerpt"
)
BENCH = SAID[SAID["coder_c"] != ""]
NAMES = list(det.CONSTRUCTS)

# ---- the answers ----------------------------------------

CHOICES = {
    "separate/visit": "b",
    "separate/third-day": "a",
    "separate/nine-of-ten": "c",
    "separate/moved-desk": "e",
    "classify/count": "c",
    "classify/steps": "a",
    "classify/not-steps": "b",
    "map/boxes": "a",
    "map/two-names": "c",
    "map/stairs": "d",
    "map/region": "d",
    "map/narrow": "b",
    "prioritise/same-everywhere": "a",
    "prioritise/winners": "c",
    "prioritise/verdict": "b",
    "tailor/try": "c",
    "tailor/seen": "b",
    "tailor/next": "c",
}


def value_answers():
    """For each check of a number: the right answer, and the slips with what was done wrong."""
    means = det.gaps(SAID).loc["available resources"].round(1)
    luck, mixed = 100 * round(det.by_luck(4), 3), _table(74, 10, 10, 6)
    five = det.by_luck(12)
    return {
        "map/kappa": (
            (0.8 - 0.4) / (1 - 0.4),
            {"agreement": 0.8, "not divided": 0.8 - 0.4, "turned round": 0.4 / 0.8},
        ),
        "prioritise/gap": (
            means["high"] - means["low"],
            {"added": means.high + means.low, "no sign": 0.2, "turned": means.low - means.high, "half": 1.6},
        ),
        "prioritise/luck": (
            luck * 40 / 100,
            {"the share": luck, "one": 1, "of ten": luck / 10, "the others": 40 * (1 - luck / 100)},
        ),
        "prioritise/splits": (
            comb(12, 6),
            {"any": 2**12, "ordered": perm(12, 6), "mirrored": comb(12, 6) / 2},
        ),
        "prioritise/five-of-five": (
            100 * (1 - (1 - five) ** 5),
            {"one": 100 * five, "none": 100 * (1 - five) ** 5, "times five": 500 * five},
        ),
        "map/prevalence": (
            mixed.kappa,
            {"agreement": mixed.agreement, "even": (0.8 - 0.5) / 0.5, "luck": mixed.expected},
        ),
    }


def _table(both, first_only, second_only, neither):
    first = ["helps"] * (both + first_only) + ["hinders"] * (second_only + neither)
    second = ["helps"] * both + ["hinders"] * first_only + ["helps"] * second_only + ["hinders"] * neither
    return cohen_kappa(first, second)


VALUES = value_answers()


def my_gap(high, low):
    return sum(high) / len(high) - sum(low) / len(low)


def my_kappa(first, second):
    table = pd.crosstab(pd.Series(first), pd.Series(second), normalize=True)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    luck = sum(rows.get(code, 0) * columns.get(code, 0) for code in {*first, *second})
    same = sum(a == b for a, b in zip(first, second, strict=True)) / len(first)
    return (same - luck) / (1 - luck)


def my_steady(high, low):
    one = [my_gap(high[:n] + high[n + 1 :], low) for n in range(len(high))]
    return min(one + [my_gap(high, low[:n] + low[n + 1 :]) for n in range(len(low))])


def my_shuffled(ratings, high):
    ratings, labels = np.array(ratings, dtype=float), np.array(high)
    masks = [
        np.array([place >> n & 1 for n in range(len(labels))], dtype=bool)
        for place in range(2 ** len(labels))
    ]
    masks = [mask for mask in masks if mask.sum() == labels.sum()]
    widths = [abs(ratings[mask].mean() - ratings[~mask].mean()) for mask in masks]
    return np.mean(np.array(widths) >= abs(ratings[labels].mean() - ratings[~labels].mean()) - 1e-9)


RIGHT_CODE = {
    "prioritise/gap-code": my_gap,
    "prioritise/steady-code": my_steady,
    "map/kappa-code": my_kappa,
    "prioritise/shuffle-code": my_shuffled,
}
SLIPS = [(id, slip) for id, step in CHECKS.items() if hasattr(step, "against") for slip in step.wrong]


# ---- the notebooks ----------------------------------------


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    return {
        name: PRACTICE.run(name, tmp_path_factory.mktemp(name.removesuffix(".ipynb"))) for name in NOTEBOOKS
    }


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_with_every_blank_left_blank_each_check_says_not_tried_yet(untouched, name):
    asked = [id for source in PRACTICE.code_of(name) for id in re.findall(r'check\("([\w/-]+)", ', source)]
    said = printed(untouched[name])
    assert asked
    for id in asked:
        assert f"{id}: not tried yet" in said
    assert "not yet." not in said


def test_the_part_without_code_runs_when_the_code_tasks_are_left_out(tmp_path):
    notebook = PRACTICE.run("practice.ipynb", tmp_path, leave_out=["code-task"])
    sources = [cell.source for cell in notebook.cells]
    assert sum("check(" in source for source in sources) >= 15
    assert not any(re.search(r"=\s*\.\.\.|return \.\.\.", source) for source in sources)
    assert any(source.startswith("keep(") for source in sources[-3:])


def test_every_guess_and_every_control_does_something(tmp_path):
    _, said = PRACTICE.run_by_a_busy_learner("practice.ipynb", tmp_path)
    told = {}
    for cell, words in said:
        told[cell] = told.get(cell, "") + words
    assert "complexity: 8" in told["time-guess"]
    assert "Whom you ask decides what you hear" in told["level-guess"]
    assert "leaders (+3.2)" in told["apart-machine"]
    assert "nothing can be told apart" in told["apart-machine"]
    assert "Of 50 constructs that is about 0.9" in told["luck-machine"]


def test_the_bench_compares_with_both_coders_and_the_consensus_and_keeps_the_codes(tmp_path):
    folder = tmp_path / "context"
    shutil.copytree(MODULE, folder)
    notebook = nbformat.read(folder / "practice.ipynb", as_version=4)
    keep = [cell for cell in notebook.cells if cell.id in ("setup", "bench")]
    operate = """
import json
said = {}
bench.compare(); said["blank"] = bench.words
for excerpt, box in bench.boxes.items(): box.value = SAID.loc[excerpt, "coder_c"]
bench.compare(); said["like C"] = bench.words
kept = JOURNAL.notes["bench"]
for box in bench.boxes.values(): box.value = "available resources"
bench.compare(); said["one code"] = bench.words
JOURNAL.notes["bench"] = kept; bench.restore("restored"); said["restored"] = bench.boxes["E26"].value
print("SAID" + json.dumps(said))
"""
    notebook.cells = [*keep, nbformat.v4.new_code_cell(operate)]
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    said = json.loads(printed(notebook).split("SAID")[1])
    assert said["blank"].startswith("Not tried yet")
    assert "You and coder C agree on 100% of 20 units" in said["like C"]
    for name, column in (("coder D", "coder_d"), ("the consensus", "construct")):
        kappa = cohen_kappa(BENCH["coder_c"], BENCH[column], labels=NAMES).kappa
        line = next(line for line in said["like C"].splitlines() if line.startswith(f"You and {name}"))
        assert f"Kappa is {kappa:.2f} (95% interval" in line
    assert "seven pages" in said["like C"].casefold()
    assert "one code to every voice" in said["one code"]
    assert said["restored"] == "innovation complexity"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks_import_only_improve_from_our_packages(name):
    imported = set()
    for source in PRACTICE.code_of(name):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module.split(".")[0])
    assert imported <= {"improve", "numpy", "pandas", "ipywidgets", "re", "html", "math"}


def test_the_minutes_of_the_sections_add_up_to_the_doses():
    for name, parts in (("practice.ipynb", {9: 50, 12: 120}), ("extension.ipynb", {4: 165})):
        cells = [cell.source for cell in PRACTICE.read(name).cells]
        minutes = [int(m[1]) for m in (re.match(r"## \d+\. .*\((\d+) minutes?", text) for text in cells) if m]
        assert {number: sum(minutes[:number]) for number in parts} == parts
    assert sum(minutes) == 240


# ---- the checks ----------------------------------------


def test_each_outcome_is_practised_in_the_part_without_code():
    asked = [id for source in PRACTICE.code_of("practice.ipynb", ["code-task"]) for id in checked_ids(source)]
    assert {id.split("/")[0] for id in asked} == OUTCOMES


def test_each_check_is_tested_here():
    assert set(VALUES) | set(CHOICES) | set(RIGHT_CODE) | {"map/coding"} == set(CHECKS)


@pytest.mark.parametrize("id", VALUES)
def test_the_right_number_passes(id):
    assert CHECKS[id].judge(VALUES[id][0]).passed


@pytest.mark.parametrize("id", VALUES)
def test_a_known_slip_gets_its_own_diagnosis_and_no_diagnosis_is_idle(id):
    diagnoses, reached = set(CHECKS[id].wrong.values()), set()
    for slip, wrong in VALUES[id][1].items():
        message = PRACTICE.message_of(id, wrong)
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
    messages = [PRACTICE.message_of(id, key) for key in others]
    assert len(set(messages)) == len(others) == len(step.wrong)
    for message in messages:
        assert not re.search(rf"\b{re.escape(step.options[CHOICES[id]].casefold())}\b", message.casefold())


@pytest.mark.parametrize("id", RIGHT_CODE)
def test_right_code_passes(id):
    feedback = CHECKS[id].judge(RIGHT_CODE[id])
    assert feedback.passed, feedback.text


@pytest.mark.parametrize(("id", "slip"), SLIPS, ids=lambda part: str(part))
def test_wrong_code_gets_its_own_diagnosis(id, slip):
    version, diagnosis = CHECKS[id].wrong[slip]
    assert diagnosis in PRACTICE.message_of(id, version)


X, R, L = NAMES[:3]


@pytest.mark.parametrize(
    ("pairs", "status", "says"),
    [
        ([], "not tried", ""),
        ([("", X)] * 20, "not tried", ""),
        ([(X, X)] * 5, "not yet", "Code 12 at least"),
        ([(X, X)] * 15, "not yet", "one code to every voice"),
        ([(X, R)] * 8 + [(R, X)] * 8, "not yet", "most often you said"),
        ([(X, X)] * 8 + [(L, L)] * 6, "passed", "you part: nowhere"),
        (
            [(X, X)] * 9 + [(L, L)] * 6 + [(R, X)] * 2,
            "passed",
            "said resources where the consensus is complexity",
        ),
    ],
)
def test_the_learners_coding_is_judged_by_how_far_it_agrees(pairs, status, says):
    feedback = CHECKS["map/coding"].judge(pairs)
    assert feedback.status == status
    assert says in feedback.message


def test_no_answer_stands_in_readable_form_in_the_checks_file():
    tree = ast.parse((MODULE / "checks.py").read_text(encoding="utf-8"))
    sealed = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "answer"]
    texts = [part.value for node in sealed for part in ast.walk(node) if isinstance(part, ast.Constant)]
    assert len(sealed) == len(VALUES) + len(CHOICES)
    assert all(re.fullmatch(r"[\w-]{16}\.[\w-]{24}", text) for text in texts)


# ---- the codings, and what the pages say of the voices ----------------------------------------


def test_every_voice_has_a_level_and_twenty_have_two_more_coders():
    assert SAID["level"].isin(list(det.LEVELS)).all()
    assert len(SAID) == 60
    assert len(BENCH) == 20
    assert BENCH[["coder_c", "coder_d", "construct"]].isin(NAMES).all().all()
    assert BENCH["construct"].value_counts().eq(4).all()


def test_coder_c_goes_by_the_word_and_coder_d_takes_managers_for_leaders():
    parted = BENCH[BENCH["coder_c"] != BENCH["construct"]]
    assert (parted["coder_c"] == "available resources").mean() >= 0.8
    parted = BENCH[BENCH["coder_d"] != BENCH["construct"]]
    assert (parted["coder_d"] == "mid-level leaders").sum() == 2
    assert (
        parted.loc[parted["coder_d"] == "mid-level leaders", "construct"]
        .eq("performance-measurement pressure")
        .all()
    )


def test_luck_is_as_rare_as_the_pages_say():
    dealt = np.random.default_rng(3).integers(-2, 3, (200_000, 12))
    for sites in (4, 12):
        half = sites // 2
        gap = dealt[:, :half].mean(axis=1) - dealt[:, half:sites].mean(axis=1)
        assert (abs(gap) >= det.FAR - 1e-9).mean() == pytest.approx(det.by_luck(sites), abs=0.004)
    with pytest.raises(ValueError, match="even"):
        det.by_luck(5)


def test_a_chart_of_one_kind_of_ward_says_that_nothing_can_be_told_apart():
    table = det.gaps(SAID)
    assert "nothing can be told apart" in det.draw_gaps(table[["high"]], title="One").layout.meta["reading"]
    words = det.draw_sites(SAID.reset_index(), title="All").layout.meta["reading"]
    assert "leaders (+3.2)" in words
    assert "pressure (+0.0)" in words.split("smaller")[1]


def test_what_hosts_say_aloud_is_what_the_voices_hold():
    page = (MODULE / "workshop.md").read_text(encoding="utf-8")
    time = SAID[SAID["theme"] == "time"]["construct"].value_counts()
    assert time.tolist() == [9, 8, 2]
    assert "Nine of nineteen. Eight mean the form itself, and two mean reporting." in page
    assert (BENCH["coder_c"] == BENCH["coder_d"]).sum() == 11
    assert "without talking agreed on eleven" in page
    levels = SAID["level"].value_counts()
    assert [levels[name] for name in det.LEVELS] == [26, 30, 1, 3]
    assert "Of sixty voices: 26, 30, 1 and 3." in page
