"""What is wrong with a file, said so that the person who made it can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

SHOWN = 10  # problems named one by one before the rest are counted
LONGEST_VALUE = 40  # characters of a cell that are echoed


class Why(NamedTuple):
    """Why a cell was refused, and what to do."""

    message: str
    cure: str


FORMULA = Why(
    "this is a formula, and a CSV file carries no results with it.",
    "In the spreadsheet, copy the column, choose Paste special, Values, and save again.",
)


@dataclass(frozen=True)
class Problem:
    """One thing that cannot be read, where it stands, and what to do about it.

    Attributes
    ----------
    row : int or None
        Row as a spreadsheet numbers it: the header is row 1. None when the whole file is meant.
    column : str or None
        Heading of the column, or its letter where there is no heading.
    value : str
        What stands there, shortened and safe to print.
    message : str
        What is wrong, in a sentence.
    cure : str
        What to do, in a sentence.
    """

    row: int | None
    column: str | None
    value: str
    message: str
    cure: str

    def __str__(self) -> str:
        place = []
        if self.row is not None:
            place.append(f"Row {self.row:,}")
        if self.column is not None:
            place.append(f"column “{self.column}”" if place else f"Column “{self.column}”")
        if place and self.value:
            place.append(f"holds “{self.value}”")
        opening = f"{', '.join(place)}: " if place else ""
        return " ".join(part for part in (opening + self.message, self.cure) if part)


class DataProblem(ValueError):
    """A file that cannot be read as dates and values. Its text is one or more plain sentences.

    Attributes
    ----------
    problems : list of Problem
        All of them; the text names the first ten and counts the rest.
    """

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__(self._text())

    def _text(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        lines = [f"This file has {len(self.problems):,} problems to put right."]
        lines += [f"• {problem}" for problem in self.problems[:SHOWN]]
        more = len(self.problems) - SHOWN
        if more > 0:
            lines.append(f"• … and {more:,} more.")
        return "\n".join(lines)

    def __reduce__(self) -> tuple:
        return type(self), (self.problems,)

    def _render_traceback_(self) -> list[str]:
        """Show the sentences alone in a notebook: where in our code they were raised helps nobody."""
        return [str(self)]


def of_the_file(message: str, cure: str = "") -> DataProblem:
    """Return a problem of the file as a whole."""
    return DataProblem(Problem(None, None, "", message, cure))


def of_row(row: int, message: str, cure: str) -> DataProblem:
    """Return a problem of one row as a whole."""
    return DataProblem(Problem(row, None, "", message, cure))


def shorten(text: str, length: int = LONGEST_VALUE) -> str:
    """Return text on one line, printable and not too long.

    Examples
    --------
    >>> shorten("a\\x07b\\nc")
    'a b c'
    >>> len(shorten("x" * 1000))
    40
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * length]).split())
    cut = len(line) > length or len(text) > 4 * length
    return line[: length - 1] + "…" if cut else line
