"""Copies what a learner may have, and nothing else, from `exercises/` into nbgrader's `source` folder.

nbgrader copies every file that it finds in `source` into what learners receive. So the folder is built from a
white list: the notebook that bears the name of its folder, and the files that `handout.txt` beside it names,
one a line. Marking notes stay behind.

    python grading/sources.py run-charts
"""

import shutil
import sys
from pathlib import Path

EXERCISES = Path(__file__).resolve().parent.parent / "exercises"


def white_list(exercise: Path) -> list[str]:
    """Name the files of one exercise that learners receive."""
    notebook = f"{exercise.name}.ipynb"
    listed = exercise / "handout.txt"
    extra = listed.read_text(encoding="utf-8").split("\n") if listed.exists() else []
    names = [notebook, *(name.strip() for name in extra if name.strip())]
    for name in names:
        file = exercise / name
        if Path(name).name != name or file.is_symlink() or not file.is_file():
            raise FileNotFoundError(f"{exercise.name}: “{name}” is not a plain file in {exercise}")
    return names


def build_source(module: str, course_root: Path, exercises: Path = EXERCISES) -> Path:
    """Make `source/<module>` afresh in the course root, from the white list alone."""
    names = white_list(exercises / module)
    target = course_root / "source" / module
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in names:
        shutil.copyfile(exercises / module / name, target / name)
    return target


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    built = build_source(sys.argv[1], Path(__file__).resolve().parent)
    print(f"{built}: {', '.join(sorted(file.name for file in built.iterdir()))}")
