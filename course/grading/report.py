"""Says what happened to every student: a table to read, and the same as JSON."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from course.grading import notebook

GRADED, QUARANTINED, ABSENT = "graded", "quarantined", "nothing handed in"


@dataclass
class Line:
    """One student. ``score`` is None unless it was graded: a missing mark is not 0."""

    student: str
    status: str
    score: float | None = None
    max_score: float | None = None
    waiting: bool = False
    reason: str = ""
    warnings: list[str] = field(default_factory=list)
    new: bool = True  # graded in this run, not in one before it


@dataclass
class Report:
    """All students of one assignment."""

    assignment: str
    lines: list[Line]

    @property
    def quarantined(self) -> list[Line]:
        """The students whom a tutor has to look at."""
        return [line for line in self.lines if line.status == QUARANTINED]

    def show(self, console: Console) -> None:
        """Print the table and what a tutor has to do."""
        table = Table("student", "what happened", "points", "to know", title=f"{self.assignment}")
        for line in self.lines:
            points = "" if line.score is None else f"{line.score:g} of {line.max_score:g}"
            happened = line.status + (
                ", a written part waits" if line.waiting and line.status == GRADED else ""
            )
            if line.status == GRADED and not line.new:
                happened += " (before)"
            notes = " ".join(filter(None, [line.reason, *line.warnings]))
            table.add_row(escape(line.student), happened, points, escape(notes))
        console.print(table)
        counts = {
            kind: sum(line.status == kind for line in self.lines) for kind in (GRADED, QUARANTINED, ABSENT)
        }
        console.print(
            ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "Nobody is there yet."
        )
        if self.quarantined:
            console.print(
                "Nobody in quarantine has a mark yet: mark these by hand, or ask for the file again."
            )

    def write(self, root: Path) -> Path:
        """Write the report as JSON into ``reports/``."""
        file = root / "reports" / f"{self.assignment}.json"
        content = {"assignment": self.assignment, "students": [asdict(line) for line in self.lines]}
        notebook.write(file, json.dumps(content, indent=1, ensure_ascii=False) + "\n", 0o600)
        return file
