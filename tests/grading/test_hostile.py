"""The conformance command itself: it passes what is withstood, and says so when something is not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import variants

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "hostile_cases"


def conformance(folder, *names):
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile", str(folder), *names], cwd=ROOT, capture_output=True, text=True, timeout=1500,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.slow
def test_every_shipped_case_is_withstood(a_jail):
    code, said = conformance(CASES)
    known = len(json.loads((CASES / "manifest.json").read_text(encoding="utf-8")))
    assert (code, said.splitlines()[-1]) == (0, f"{known} right, 0 wrong"), said


# A few of each kind of the other forms; all of them: python -m tests.hostile.variants FOLDER, then the command.
SOME_VARIANTS = (
    "c30",
    "c34",
    "c40",
    "c50",
    "d35",
    "d37",
    "d43",
    "l33",
    "m40",
    "m50",
    "m51",
    "m52",
    "m53",
    "t30",
    "t32",
)


@pytest.mark.slow
def test_the_same_threats_in_other_forms_are_withstood(a_jail, tmp_path):
    names = variants.write(tmp_path)
    known = [name for name in names if name.startswith(SOME_VARIANTS)]
    assert len(known) == len(SOME_VARIANTS)
    code, said = conformance(tmp_path, *SOME_VARIANTS)
    assert (code, said.splitlines()[-1]) == (0, f"{len(known)} right, 0 wrong"), said


@pytest.mark.slow
def test_a_case_that_ends_otherwise_than_its_manifest_says_is_wrong(a_jail, tmp_path):
    for part in ("cases", "source"):
        (tmp_path / part).symlink_to(CASES / part)
    manifest = json.loads((CASES / "manifest.json").read_text(encoding="utf-8"))
    manifest = {
        "h00_honest": manifest["h00_honest"],
        "h02_unanswered": {**manifest["h02_unanswered"], "honest_score": 3},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    code, said = conformance(tmp_path)
    assert (code, said.splitlines()[-1]) == (1, "1 right, 1 wrong"), said
