"""The parts of the workbook, in the order of a project: each is a function from a desk to a panel."""

from dataclasses import dataclass
from typing import Any

from improve.project import Project
from improve.project.reviewing import Finding

from ..desk import Desk


@dataclass(frozen=True)
class Panel:
    """What a part shows.

    Attributes
    ----------
    form : widget
        What is filled in.
    reviewed : tuple of str
        The parts of the project whose findings stand beside it.
    drawing : callable or None
        Given the project, returns HTML that follows each change.
    place : str
        Where the drawing stands: "above", "beside" or "below" the form.
    """

    form: Any
    reviewed: tuple[str, ...] = ()
    drawing: Any = None
    place: str = "below"


def found_in(project: Project, reviewed: tuple[str, ...]) -> list[Finding]:
    """Return the findings on some parts of a project, in the order of a review."""
    from improve.project import review

    return [finding for finding in review(project) if finding.part in reviewed] if reviewed else []


__all__ = ["Desk", "Panel", "found_in"]
