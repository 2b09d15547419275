"""Makes what learners receive, by white list and nbgrader's own hand, and looks whether a secret slipped out."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import nbformat
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course import settings
from course.grading import rubric

EXERCISES = settings.ROOT / "exercises"
COHORT_CELL = "cohort"
SHORTEST = 8  # characters of a line that is looked for in what is released
DELIMITERS = ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME")


class Leak(Exception):
    """Something that learners must not have is in what they would receive."""


class CannotBuild(Exception):
    """The assignment cannot be built; the words say why."""


def find(name: str, exercises: Path = EXERCISES, overlay: Path | None = None) -> Path:
    """Return the folder of an exercise; a private overlay's comes before the public one of the same name."""
    for place in filter(None, (overlay, exercises)):
        if (place / name / f"{name}.ipynb").is_file():
            return place / name
    raise CannotBuild(f"There is no exercise “{name}”: {exercises / name} holds no {name}.ipynb.")


def names(exercises: Path = EXERCISES, overlay: Path | None = None) -> list[str]:
    """Name every exercise, public and private."""
    places = filter(None, (overlay, exercises))
    return sorted(
        {f.parent.name for place in places for f in place.glob("*/*.ipynb") if f.stem == f.parent.name}
    )


def white_list(exercise: Path) -> list[str]:
    """Name the files of one exercise that learners receive: the notebook, and what ``handout.txt`` names."""
    notebook = f"{exercise.name}.ipynb"
    listed = exercise / "handout.txt"
    extra = listed.read_text(encoding="utf-8").split("\n") if listed.exists() else []
    found = [notebook, *(name.strip() for name in extra if name.strip())]
    for name in found:
        file = exercise / name
        if Path(name).name != name or file.is_symlink() or not file.is_file():
            raise FileNotFoundError(f"{exercise.name}: “{name}” is not a plain file in {exercise}")
    return found


def build_source(
    name: str,
    root: Path,
    exercises: Path = EXERCISES,
    overlay: Path | None = None,
    secret: str | None = None,
    by_criterion: bool = False,
) -> Path:
    """Make ``source/<name>`` afresh in the course root, from the white list alone.

    Parameters
    ----------
    name, root
        The assignment, and the nbgrader course root.
    exercises, overlay : Path
        Where exercises are, and a private folder whose exercises come first.
    secret : str, optional
        A cohort's secret. The number in the exercise's cell ``cohort`` is made from it: the same secret gives the same
        number, and nobody can guess another cohort's.
    by_criterion : bool
        Put each line of the written part's rubric into a cell of its own, which the tutor marks by itself.

    Raises
    ------
    CannotBuild
        When there is no such exercise, or its rubric cannot be read.
    """
    exercise = find(name, exercises, overlay)
    found = white_list(exercise)
    target = root / "source" / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for file in found:
        shutil.copyfile(exercise / file, target / file)
    if secret is not None:
        _set_cohort(target / f"{name}.ipynb", name, secret)
    notes = exercise / "marking.md"
    if by_criterion and notes.is_file():
        try:
            rubric.put_into(target / f"{name}.ipynb", notes)
        except rubric.NoRubric as wrong:
            raise CannotBuild(f"{name}: {wrong}") from None
    return target


def cohort_number(name: str, secret: str) -> int:
    """Return the number of a cohort for one assignment."""
    if len(secret.strip()) < 16:
        raise CannotBuild(
            "The cohort secret is too short: 16 characters or more, as from `openssl rand -hex 16`."
        )
    digest = hashlib.scrypt(secret.strip().encode(), salt=name.encode(), n=2**14, r=8, p=1, dklen=6)
    return int.from_bytes(digest, "big")


def _set_cohort(file: Path, name: str, secret: str) -> None:
    notebook = json.loads(file.read_text(encoding="utf-8"))
    number = cohort_number(name, secret)
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade_id") == COHORT_CELL and about.get("locked"):
            text = "".join(cell["source"])
            changed, times = re.subn(r"^COHORT = \d+", f"COHORT = {number}", text, flags=re.M)
            if times != 1:
                raise CannotBuild(f"{name}: its cell “{COHORT_CELL}” has no line COHORT = and a number.")
            cell["source"] = changed.splitlines(keepends=True)
            file.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            return
    raise CannotBuild(
        f"{name} has no variant by cohort: no locked cell “{COHORT_CELL}”. Build it without a secret."
    )


def has_cohort(name: str, exercises: Path = EXERCISES, overlay: Path | None = None) -> bool:
    """Whether an exercise differs by cohort."""
    notebook = nbformat.read(find(name, exercises, overlay) / f"{name}.ipynb", as_version=4)
    return any(c.metadata.get("nbgrader", {}).get("grade_id") == COHORT_CELL for c in notebook.cells)


def release(name: str, root: Path, config: Config) -> Path:
    """Make ``release/<name>`` with nbgrader's own ``generate_assignment``, and put the assignment into the gradebook.

    Raises
    ------
    Leak
        When a solution, a hidden test or a mark scheme is in it. The folder is then taken away again.
    """
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    result = api.generate_assignment(name, force=True, create=True)
    if not result["success"]:
        words = (result.get("error") or result.get("log") or "").strip().splitlines()
        raise CannotBuild(f"nbgrader could not make {name}: {words[-1] if words else 'it did not say why'}")
    made = root / "release" / name
    leaks = secrets_in(made, root / "source" / name)
    if leaks:
        shutil.rmtree(made)
        raise Leak(
            f"{name} was not released. What learners would have received holds {'; '.join(leaks[:5])}."
        )
    return made


def secrets_in(made: Path, source: Path) -> list[str]:
    """Say which secrets of ``source`` are in the released folder ``made``."""
    found = []
    allowed = {file.name for file in source.iterdir()}
    files = [file for file in made.rglob("*") if file.is_file()]
    found += [f"the file {file.name}, which is not on the list" for file in files if file.name not in allowed]
    for file in files:
        if file.suffix == ".ipynb":
            text = _all_text(json.loads(file.read_text(encoding="utf-8")))
            secret = secret_lines(json.loads((source / file.name).read_text(encoding="utf-8")))
            found += [f"the line “{line}”" for line in secret if line in text]
        else:
            text = file.read_bytes().decode("utf-8", "replace")
        found += [f"the words “{words}”" for words in DELIMITERS if words in text]
    return found


def _all_text(part) -> str:
    """Return every text in a notebook, metadata, outputs and attachments included."""
    if isinstance(part, dict):
        return "\n".join(_all_text("".join(v) if k == "source" else v) for k, v in part.items())
    if isinstance(part, list):
        return "\n".join(map(_all_text, part))
    return str(part)


def secret_lines(source: dict) -> list[str]:
    """Return the lines that stand only in solutions, hidden tests and mark schemes."""
    hidden, shown = [], set()
    for cell in source["cells"]:
        text = "".join(cell["source"])
        about = cell["metadata"].get("nbgrader", {})
        whole = about.get("solution") and "BEGIN SOLUTION" not in text  # nbgrader then replaces all of it
        inside = False
        for line in text.split("\n"):
            if any(f"BEGIN {kind}" in line for kind in ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")):
                inside = True
            elif any(f"END {kind}" in line for kind in ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")):
                inside = False
            elif inside or whole:
                hidden.append(line.strip())
            else:
                shown.add(line.strip())
    everything = "\n".join(shown)
    return [line for line in dict.fromkeys(hidden) if len(line) >= SHORTEST and line not in everything]
