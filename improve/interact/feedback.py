"""Feedback: what is said about one answer, and that it is practice."""

from __future__ import annotations

from dataclasses import dataclass

PASSED, NOT_YET, NOT_TRIED = "passed", "not yet", "not tried"
PRACTICE = "This is practice, not a mark."
OPENINGS = {PASSED: "Right.", NOT_YET: "Not yet.", NOT_TRIED: "Not tried yet."}


@dataclass(frozen=True)
class Feedback:
    """The answer to an answer.

    Attributes
    ----------
    id : str
        Which check.
    status : str
        "passed", "not yet" or "not tried".
    message : str
        What passed, and what to look at again.
    """

    id: str
    status: str
    message: str

    @property
    def passed(self) -> bool:
        return self.status == PASSED

    @property
    def text(self) -> str:
        """Return the whole feedback as it is printed."""
        return f"{self.id}: {self.words[0].lower()}{self.words[1:]}"

    @property
    def words(self) -> str:
        """Return the feedback for a panel, where the question stands beside it and needs no name."""
        return join(self.verdict, PRACTICE)

    @property
    def verdict(self) -> str:
        """Return how it stands and why, in the words that practice and the feedback on assignments share."""
        return join(OPENINGS[self.status], self.message)

    def __str__(self) -> str:
        return self.text

    def _ipython_display_(self) -> None:
        """Show nothing: `check` has printed the text already, wherever in a cell it stands."""


def join(*parts: str) -> str:
    """Put sentences together, leaving out the empty ones."""
    return " ".join(part for part in parts if part)
