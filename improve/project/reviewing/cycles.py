"""Are the PDSA cycles a way of learning: a prediction first, a small test, a look at the difference, a next step?"""

import re
from collections.abc import Iterator

from ..dates import long_date
from ..learning import Cycle
from ..model import Project
from .finding import Finding, called

_EVERYWHERE = re.compile(
    r"\b(all (wards|homes|practices|staff|sites|units|departments)|whole (hospital|trust|system|organisation)|"
    r"trust[- ]wide|hospital[- ]wide|every (ward|home|practice|site)|system[- ]wide|roll[- ]?out)\b",
    re.IGNORECASE,
)


def cycle_findings(project: Project) -> Iterator[Finding]:
    """Yield what could be stronger in the PDSA log."""
    cycles = project.pdsa
    for at, cycle in enumerate(cycles):
        yield from _prediction(at, cycle)
        yield from _learning(at, cycle)
    if len(cycles) == 1:
        yield Finding(
            "single cycle", ("pdsa",), "There is one cycle.",
            "One cycle is a trial. The learning comes from a chain, each test built on the last. Of 73 published "
            "reports that said they used PDSA, fewer than a fifth showed a full chain of cycles.",
            "Plan the next small test from what surprised you in this one.",
            "E58",
        )  # fmt: skip
    if cycles and _EVERYWHERE.search(" ".join([cycles[0].scale, cycles[0].title, cycles[0].plan])):
        yield Finding(
            "first test too large", ("pdsa", 0, "scale"), "The first test is everywhere at once.",
            "A large first test costs goodwill if it fails, and hides which part did.",
            "Try it with one person, one shift, one ward, then grow as your belief in it grows.",
            "E58",
        )  # fmt: skip
    if len(cycles) >= 3 and all(cycle.decision == "adopt" for cycle in cycles):
        yield Finding(
            "all adopted", ("pdsa",), f"All {len(cycles)} cycles end in “adopt”.",
            "Tests that never fail are often too safe to teach, or the failures were not written down.",
            "Test the part you are least sure of next, and log the cycles that went wrong too.",
            "E58",
        )  # fmt: skip


def _prediction(at: int, cycle: Cycle) -> Iterator[Finding]:
    place = ("pdsa", at, "prediction")
    if not cycle.prediction:
        yield Finding(
            "no prediction", place, f"{called(cycle)} has no prediction.",
            "Without one there is nothing to be surprised by, and afterwards everybody knew.",
            "Before the test, write what you expect, with a number. A wrong prediction is worth more than none."
            if not cycle.result else
            "Do not add one now. Leave this one open and write it first for the next test.",
            "E58",
        )  # fmt: skip
        return
    if cycle.predicted_on and cycle.ended_on and cycle.predicted_on > cycle.ended_on:
        yield Finding(
            "prediction after the result", place,
            f"The prediction of {called(cycle)} is dated {long_date(cycle.predicted_on)}, after the result "
            f"({long_date(cycle.ended_on)}).",
            "Once a result is known, we remember having expected it.",
            "Check the dates. If it was written afterwards, say so, and write the next one first.",
            "E58",
        )  # fmt: skip
    elif cycle.predicted_on and cycle.started_on and cycle.predicted_on > cycle.started_on:
        yield Finding(
            "prediction after the start", place,
            f"The prediction of {called(cycle)} was written after the test had begun.",
            "What was seen in the first hours may have shaped it.",
            "Write the prediction before the first case, if it is only by a minute.",
            "E58",
        )  # fmt: skip
    elif cycle.predicted_on is None and (cycle.result or cycle.ended_on):
        yield Finding(
            "prediction without date", place, f"The prediction of {called(cycle)} has no date.",
            "Nobody can tell, you in a year among them, whether it came before the result.",
            "Write the day you made it. If you do not know, leave it open and date the next one.",
            "E58",
        )  # fmt: skip
    if not re.search(
        r"\d|\b(none|all|half|every|no one|nobody|one|two|three|four|five|six|ten)\b",
        cycle.prediction,
        re.IGNORECASE,
    ):
        yield Finding(
            "prediction without number", place, f"The prediction of {called(cycle)} has no number.",
            "“It will get better” fits almost any result.",
            "Guess a number, however rough: “at least 4 of 6”.",
            "E58",
        )  # fmt: skip


def _learning(at: int, cycle: Cycle) -> Iterator[Finding]:
    place, over = ("pdsa", at), bool(cycle.result or cycle.ended_on)
    if cycle.ended_on and not cycle.result:
        yield Finding(
            "no result", (*place, "result"), f"{called(cycle)} has ended and has no result.",
            "What is not written within a day or two is lost.",
            "Write what you saw, with the numbers, also if the test was not done.",
            "E58",
        )  # fmt: skip
    if cycle.result and not cycle.surprise:
        yield Finding(
            "no surprise", (*place, "surprise"), f"{called(cycle)} does not say what was surprising.",
            "The gap between what you predicted and what you saw is where the learning is.",
            "Compare the two in one sentence. “As predicted” is an answer too.",
            "E58",
        )  # fmt: skip
    if over and cycle.decision is None:
        yield Finding(
            "no decision", (*place, "decision"), f"{called(cycle)} has no decision.",
            "A test without a decision tends to drift into practice, or away, unnoticed.",
            "Choose: adopt, adapt or abandon. Abandoning is a result.",
            "E58",
        )  # fmt: skip
    if over and not cycle.next:
        yield Finding(
            "no next step", (*place, "next"), f"{called(cycle)} does not say what is next.",
            "PDSA is a chain; a cycle without a next step is where most chains break.",
            "Write the next test, or that you stop here and why.",
            "E58",
        )  # fmt: skip
    if cycle.ended_on and cycle.started_on and cycle.ended_on < cycle.started_on:
        yield Finding(
            "ended before it began", (*place, "ended_on"), f"{called(cycle)} ends before it starts.",
            "The order of events is what makes a cycle readable.",
            "Check the two dates.",
        )  # fmt: skip
