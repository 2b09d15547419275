"""Copies what a learner may have, and nothing else, from `exercises/` into nbgrader's `source` folder.

nbgrader copies every file that it finds in `source` into what learners receive. So the folder is built from a
white list: the notebook that bears the name of its folder, and the files that `handout.txt` beside it names,
one a line. Marking notes stay behind. `course grading build` does this and the release in one step.

    python grading/sources.py run-charts
"""

import sys
from pathlib import Path

from course.grading.build import EXERCISES, build_source, white_list

__all__ = ["EXERCISES", "build_source", "white_list"]

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    built = build_source(sys.argv[1], Path(__file__).resolve().parent)
    print(f"{built}: {', '.join(sorted(file.name for file in built.iterdir()))}")
