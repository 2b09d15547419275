"""What the reader marks on a chart: where a phase starts and why, what happened when, what is not counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from improve.data import DataProblem
from improve.data.date_cells import parse_date
from improve.data.problems import Problem, shorten

KINDS_OF_MARK = {
    "note": "note: something happened",
    "phase": "new phase: new lines from here on",
    "baseline": "end of baseline: lines set from the points before",
    "leave out": "show this point, do not count it",
}


@dataclass(frozen=True)
class Marks:
    """Marks on one chart; dates are timestamps."""

    phases: dict = field(default_factory=dict)  # date -> reason
    notes: tuple = ()  # (date, words)
    left_out: tuple = ()
    baseline: pd.Timestamp | None = None


def read_marks(rows: Iterable[tuple[str, str, str]]) -> Marks:
    """Read a table of marks: date, kind and words in each row; blank rows are passed over.

    Parameters
    ----------
    rows : iterable of (date, kind, words)
        `kind` is a key of `KINDS_OF_MARK`. A phase needs words: the reason is part of the record.

    Raises
    ------
    DataProblem
        When a date cannot be read, a phase has no reason, or a note no words.

    Examples
    --------
    >>> read_marks([("1 June 1847", "phase", "washing in full use")]).phases
    {Timestamp('1847-06-01 00:00:00'): 'washing in full use'}
    """
    phases, notes, left_out, baseline = {}, [], [], None
    for number, (date, kind, words) in enumerate(rows, 1):
        words = " ".join(str(words or "").split())
        if not str(date or "").strip() and not words:
            continue
        when = _date(number, date)
        if kind not in KINDS_OF_MARK:
            raise _wrong(
                number, kind, "this is not a kind of mark.", f"Use one of {', '.join(KINDS_OF_MARK)}."
            )
        if kind in ("note", "phase") and not words:
            cure = (
                "Say in a few words what happened."
                if kind == "note"
                else "Say why: the reason goes on record."
            )
            raise _wrong(number, "", f"a {kind} needs words.", cure)
        if kind == "phase":
            phases[when] = words
        elif kind == "note":
            notes.append((when, words))
        elif kind == "leave out":
            left_out.append(when)
            notes += [(when, words)] if words else []
        elif baseline is not None:
            raise _wrong(number, "", "there are two ends of the baseline.", "Keep one of them.")
        else:
            baseline = when
    return Marks(phases, tuple(notes), tuple(left_out), baseline)


def _date(number: int, date) -> pd.Timestamp:
    if isinstance(date, pd.Timestamp):
        return date
    read = parse_date(str(date or ""))
    if read is None:
        raise _wrong(
            number, str(date or ""), "this is not a date that can be read.", "Write it as 2024-01-31."
        )
    return pd.Timestamp(read.when)


def _wrong(number: int, value: str, message: str, cure: str) -> DataProblem:
    return DataProblem(Problem(None, f"mark {number}", shorten(value), message, cure))
