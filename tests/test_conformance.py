"""The conformance program: every shipped reference case agrees, and a wrong number would be seen."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance import check, check_file, main

CASES = Path(__file__).parent / "reference" / "cases"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.json")), ids=lambda path: path.stem)
def test_every_reference_case_agrees(path):
    ok, line = check_file(path)
    assert ok, line


def test_the_program_prints_a_line_a_case_and_a_count_and_exits_with_0():
    run = subprocess.run(
        [sys.executable, "-m", "tests.conformance", str(CASES)],
        capture_output=True,
        text=True,
        cwd=CASES.parents[2],
        check=False,
    )
    lines = run.stdout.splitlines()
    number = len(list(CASES.glob("*.json")))
    assert run.returncode == 0, run.stderr
    assert lines[-1] == f"{number} agree, 0 disagree"
    assert len(lines) == number + 1


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("q60_p_varied_n", ("output", "ucl")),
        ("n08_outlier_screened", ("output", "lpl")),
        ("k01_ewma_default", ("output", "z")),
        ("f01_funnel_PR", ("output", "LCL99")),
    ],
)
def test_a_number_that_is_off_by_one_part_in_10_000_is_a_disagreement(name, where):
    case = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    part, column = where
    case[part][column][3] *= 1.0001
    differences, _ = check(case)
    assert differences


def test_a_wrong_flag_is_a_disagreement():
    case = json.loads((CASES / "k12_rules_we3.json").read_text(encoding="utf-8"))
    case["output"]["western_electric"]["rule3"] = [7]
    assert check(case)[0]


def test_a_folder_with_a_disagreement_exits_with_1(tmp_path, capsys):
    shutil.copy(CASES / "q01_run_random.json", tmp_path)
    case = json.loads((CASES / "q40_c_zeros.json").read_text(encoding="utf-8"))
    case["output"]["cl"] = [2.0] * len(case["output"]["cl"])
    (tmp_path / "wrong.json").write_text(json.dumps(case), encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 agree, 2 disagree"


def test_an_empty_folder_and_a_missing_one_are_no_success(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    assert main([str(tmp_path / "nowhere")]) == 2
    assert main([]) == 2
    assert "Usage" in capsys.readouterr().out


def test_an_option_that_is_not_known_is_named_and_ignored():
    case = json.loads((CASES / "q01_run_random.json").read_text(encoding="utf-8"))
    case["options"]["x.angle"] = 45
    assert check(case) == ([], ["option 'x_angle' ignored"])


def test_a_case_that_the_tool_refused_agrees_only_if_it_is_refused_here():
    case = json.loads((CASES / "n33_duplicate_dates_error.json").read_text(encoding="utf-8"))
    assert check(case)[0] == []
    case["input"]["date"] = [f"20{i:02d}-01-01" for i in range(len(case["input"]["date"]))]
    assert check(case)[0]


def test_a_tool_that_is_not_known_is_a_disagreement():
    assert check({"tool": "minitab", "chart": "i", "input": {}, "output": {}})[0]
