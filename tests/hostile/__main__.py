"""Grades every case of a folder and says whether the grader withstood it.

    python -m tests.hostile FOLDER            every case
    python -m tests.hostile FOLDER d01 m0     those whose names begin so

The folder holds ``manifest.json``, ``cases/`` and ``source/``. One line a case; the last line counts; exit status 0 only
if none is wrong.
"""

import os
import sys
import tempfile
from pathlib import Path

from course.grading.jail import NoJail
from tests.hostile import watch
from tests.hostile.browser import Browser
from tests.hostile.case import Course


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0].startswith("-") or not (Path(arguments[0]) / "manifest.json").is_file():
        print(__doc__)
        return 2
    watch.adopt_orphans()
    right = wrong = 0
    with tempfile.TemporaryDirectory(prefix="hostile-") as place, Browser() as browser:
        if not browser.there:
            print("Feedback is not looked at in a browser: chromium is not installed.")
            wrong += bool(os.environ.get("CI"))
        with Course(Path(arguments[0]).resolve(), Path(place)) as course:
            cases = [
                case
                for case in sorted(course.manifest)
                if not arguments[1:] or case.startswith(tuple(arguments[1:]))
            ]
            for case in cases:
                try:
                    finding = course.grade(case, browser)
                except NoJail as missing:
                    print(f"No jail, no grading: {missing}")
                    return 4
                faults = "; ".join(finding.faults)
                print(
                    f"{'wrong' if faults else 'right'}  {case}: {finding.said}{'  BUT ' + faults if faults else ''}",
                    flush=True,
                )
                right, wrong = right + (not faults), wrong + bool(faults)
    print(f"{right} right, {wrong} wrong")
    return 1 if wrong or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
