"""Grades every case of a folder and says whether the grader withstood it.

    python -m tests.hostile FOLDER            every case
    python -m tests.hostile FOLDER d01 m0     those whose names begin so

The folder holds ``manifest.json``, ``cases/`` and ``source/``. One line a case; the last line counts; exit status 0 only
if none is wrong.
"""

import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from course.grading.jail import NoJail
from tests.conftest import chromium_path
from tests.hostile.case import Finding
from tests.hostile.one_process import grade, set_up

AT_ONCE = min(os.cpu_count() or 1, 4)


def main(arguments: list[str]) -> int:
    """Grade what the arguments name, and return the exit status."""
    if not arguments or arguments[0].startswith("-") or not (Path(arguments[0]) / "manifest.json").is_file():
        print(__doc__)
        return 2
    folder = Path(arguments[0]).resolve()
    known = sorted(json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    cases = [case for case in known if not arguments[1:] or case.startswith(tuple(arguments[1:]))]
    right = wrong = 0
    if chromium_path() is None:
        print("Feedback is not looked at in a browser: chromium is not installed.")
        wrong += bool(os.environ.get("CI"))
    afresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(AT_ONCE, len(cases)) or 1, afresh, set_up, (str(folder),)) as pool:
        graded = {pool.submit(grade, case): case for case in cases}
        for done in as_completed(graded):
            try:
                finding = done.result()
            except NoJail as missing:
                print(f"No jail, no grading: {missing}")
                pool.shutdown(cancel_futures=True)
                return 4
            except Exception as failed:  # whatever a case does, the others are graded
                finding = Finding(
                    graded[done], "the run itself failed", [f"{type(failed).__name__}: {failed}"]
                )
            faults = "; ".join(finding.faults)
            verdict, but = ("wrong", f"  BUT {faults}") if faults else ("right", "")
            print(f"{verdict}  {finding.case}: {finding.said}{but}", flush=True)
            right, wrong = right + (not faults), wrong + bool(faults)
    print(f"{right} right, {wrong} wrong")
    return 1 if wrong or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
