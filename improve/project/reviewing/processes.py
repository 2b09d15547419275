"""Does the process map show the work as it is done, with its waits?"""

from collections.abc import Iterator

from ..model import Project
from .finding import Finding


def process_findings(project: Project) -> Iterator[Finding]:
    """Yield what could be stronger in the process map."""
    plan = project.process_map
    if len(plan.steps) < 3:
        return
    if plan.shows != "as it should be" and plan.watched_on is None:
        yield Finding(
            "not watched", ("process_map",), "The map does not say when somebody watched the process.",
            "What is drawn in a meeting is work as imagined; work as done differs, and the difference is the lesson.",
            "Walk through it once with a patient or a colleague, correct the map, and note the date.",
            "E63",
        )  # fmt: skip
    if not any(step.wait_before for step in plan.steps):
        yield Finding(
            "no waits", ("process_map",), "No step has a wait before it.",
            "Most of the time in a process is usually waiting, and a map without waits hides it.",
            "Time three real cases from step to step and put the waits in.",
            "E67",
        )  # fmt: skip
    if not any(step.who for step in plan.steps):
        yield Finding(
            "no roles", ("process_map",), "No step says which role does it.",
            "Without roles the map cannot show hand-offs, and those are where things get lost.",
            "Add the role to each step: a role, never a name.",
        )  # fmt: skip
