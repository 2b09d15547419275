"""What a module's own checks say about the usual mistakes, for feedback on a test that asks for the same step."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course import settings
from improve.interact.finding import ChecksProblem, load_checks


@dataclass(frozen=True)
class Practice:
    """A step that can be practised with feedback at once, and what its check says to each mistake it knows."""

    module: str
    check: str
    mistakes: tuple[str, ...]


def for_test(metadata: dict, modules: Path | None = None) -> Practice | None:
    """Return where the step of a test cell can be practised.

    The cell names it in its metadata: ``"improve": {"module": "run-charts", "check": "apply/longest-run-code"}``. None
    when it names nothing, or nothing that is there.
    """
    about = metadata.get("improve") or {}
    module, check = about.get("module"), about.get("check")
    if not module or not check:
        return None
    step = _checks(modules or settings.ROOT / "modules", module).get(check)
    if step is None:
        return None
    said = [entry[1] if isinstance(entry, tuple) else entry for entry in getattr(step, "wrong", {}).values()]
    return Practice(module, check, tuple(dict.fromkeys(filter(None, said))))


@cache
def _checks(modules: Path, module: str) -> dict:
    for file in modules.glob(f"*/{module}/checks.py"):
        try:
            return load_checks(file)
        except ChecksProblem:
            return {}
    return {}
