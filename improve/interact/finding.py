"""Finding a module's checks: the file `checks.py` in the working directory, beside the notebook."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from .output import sentence


class ChecksProblem(ValueError):
    """The checks cannot be found or read. Its text is one plain sentence."""


def find_checks(folder: str | Path | None = None) -> dict[str, Any]:
    """Return the checks of the module whose folder is the working directory, by id.

    Raises
    ------
    ChecksProblem
        When there is no `checks.py` there, or it cannot be read.
    """
    path = Path(folder or Path.cwd()) / "checks.py"
    if not path.is_file():
        raise ChecksProblem(
            "There is no file checks.py in this folder, so nothing can be checked. Open the notebook in its "
            "module's folder, where checks.py lies beside it."
        )
    return load_checks(path)


def load_checks(path: str | Path) -> dict[str, Any]:
    """Read a `checks.py` and return its checks by id.

    Raises
    ------
    ChecksProblem
        When the file fails, has no list `checks`, or uses an id twice.
    """
    path = Path(path)
    names: dict[str, Any] = {"__name__": "checks", "__file__": str(path)}
    try:
        # Run as text and not imported: two modules' files never mix, and no cache is left in the folder.
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    except Exception as error:
        raise ChecksProblem(f"checks.py cannot be read. {sentence(error)}.") from error
    checks = names.get("checks")
    if not isinstance(checks, list | tuple):
        raise ChecksProblem("checks.py has no list named `checks`.")
    twice = [id for id, times in Counter(step.id for step in checks).items() if times > 1]
    if twice:
        raise ChecksProblem(f"checks.py uses an id twice: {', '.join(sorted(twice))}.")
    return {step.id: step for step in checks}
