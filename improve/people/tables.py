"""Read a table of people, of mentors or of learners; refuse by row and column what cannot be told.

The contract: a first row of headings, one row a person. `TABLES` says which columns, and what they may be called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from improve.data import DataProblem, Problem, Sheet, read_sheets
from improve.data.columns import _plain
from improve.data.number_cells import parse_number
from improve.data.problems import of_row, of_the_file, shorten
from improve.data.roles import IDENTIFYING, _is_nhs_number

from .sets import MOST_PEOPLE

MOST_PLACES = 20
MOST_HOURS = 40
PERSON = ("person", "name", "label", "code", "initials", "learner", "mentor", "id")
TEAM = ("team", "keep apart", "line manager", "manager", "department")


@dataclass(frozen=True)
class Column:
    """One column of a table: what it may be called, what it holds, and whether it must be there."""

    names: tuple[str, ...]
    holds: str  # word, words, hours or places
    needed: bool = True
    says: str = ""


_SKILLS = Column(("skills", "skill", "skills wanted", "wants", "skills offered"), "words", says="parted by ;")
_SETTINGS = Column(("settings", "setting", "sectors", "sector"), "words", says="parted by ;")
_LANGUAGES = Column(("languages", "language"), "words", says="parted by ;, the first one first")
_HOURS = Column(("hours", "hours a month", "hours per month"), "hours", says="a month, for each learner")
_LABEL = Column(PERSON, "word", needed=False, says="your own label: a number or initials")
_TEAM = Column(TEAM, "word", needed=False, says="two people of one team are kept apart")

TABLES: Mapping[str, Mapping[str, Column]] = {
    "people": {
        "person": _LABEL,
        "role": Column(("role", "profession", "job", "staff group"), "word"),
        "sector": Column(("sector", "setting", "organisation type", "service"), "word"),
        "team": _TEAM,
    },
    "learners": {"person": _LABEL, "skills": _SKILLS, "settings": _SETTINGS, "hours": _HOURS, "languages": _LANGUAGES,
                 "team": _TEAM},
    "mentors": {"person": _LABEL, "skills": _SKILLS, "settings": _SETTINGS, "hours": _HOURS, "languages": _LANGUAGES,
                "places": Column(("places", "capacity", "learners"), "places", says="the most learners at once"),
                "team": _TEAM},
}  # fmt: skip


def read_people(content: bytes | str, kind: str = "people", name: str = "") -> pd.DataFrame:
    """Read a table of people from a file or from pasted cells.

    Parameters
    ----------
    content : bytes or str
        A CSV file, a workbook of which the first sheet is read, or cells copied from a spreadsheet.
    kind : {"people", "learners", "mentors"}
    name : str
        The file's name, for words.

    Returns
    -------
    pandas.DataFrame
        The columns of `TABLES[kind]` (a column that is not needed only where the table has it; `person` always).
        `attrs["found"]` lists in plain sentences what was read and what was assumed.

    Raises
    ------
    DataProblem
        When a heading or a cell cannot be told; each by row and column.

    Examples
    --------
    >>> read_people("role,sector\\nnurse,acute\\nNurse,social care\\n")["role"].tolist()
    ['nurse', 'nurse']
    >>> try:
    ...     read_people("role,sector\\nnurse,\\n")
    ... except DataProblem as problem:
    ...     print(problem)
    Row 2, column “sector”: nothing stands here. Write “not given” where nothing is known.
    """
    sheets = read_sheets(content, name)
    sheet = sheets[0]
    top, headings = _headings(sheet)
    position = _columns(headings, TABLES[kind], top + 1)
    _refuse_what_identifies(sheet, headings, top)
    numbered = [
        (number, row)
        for number, row in enumerate(sheet.cells[top + 1 :], start=top + 2)
        if any(c.strip() for c in row)
    ]
    if not numbered:
        raise of_the_file("There are headings and no rows under them.", "Add a row for each person.")
    if len(numbered) > MOST_PEOPLE:
        raise of_the_file(f"There are {len(numbered):,} rows.", f"Bring {MOST_PEOPLE:,} at most.")
    table = _read_rows(numbered, position, headings, TABLES[kind])
    unused = [shorten(text) for at, text in enumerate(headings) if text and at not in position.values()]
    found = [*sheet.found, f"{len(table):,} people were read."]
    found += [
        f"“{headings[at]}” was read as {part}."
        for part, at in position.items()
        if _plain(headings[at]) != part
    ]
    if len(sheets) > 1:
        found.append(f"There are {len(sheets)} sheets; the first, “{sheet.name}”, was read.")
    if "person" not in position:
        found.append("There is no column of labels, so people are numbered by their place in the table.")
    if unused:
        found.append(f"Not used, and not kept: {', '.join(unused)}.")
    table.attrs["found"] = found
    return table


def _headings(sheet: Sheet) -> tuple[int, list[str]]:
    filled = (number for number, row in enumerate(sheet.cells) if any(cell.strip() for cell in row))
    top = next(filled, None)
    if top is None:
        raise of_the_file("There is nothing in it.", "It needs a row of headings, and a row for each person.")
    return top, [cell.strip() for cell in sheet.cells[top]]


def _columns(headings: list[str], columns: Mapping[str, Column], row: int) -> dict[str, int]:
    """Return where each column stands; its own name wins where several would do."""
    position: dict[str, int] = {}
    for part, column in columns.items():
        named = [at for at, text in enumerate(headings) if _plain(text) in column.names]
        plain = [at for at in named if _plain(headings[at]) == part]
        candidates = [at for at in plain or named if at not in position.values()]
        if len(candidates) > 1:
            both = " and ".join(f"“{shorten(headings[at])}”" for at in candidates[:3])
            raise of_row(
                row, f"more than one column could hold the {part}: {both}.", f"Name just one “{part}”."
            )
        if candidates:
            position[part] = candidates[0]
        elif column.needed:
            there = ", ".join(f"“{shorten(text)}”" for text in headings[:10] if text)
            raise of_row(
                row, f"no column is called {part}; the headings are {there}.", f"Name the column “{part}”."
            )
    return position


def _refuse_what_identifies(sheet: Sheet, headings: list[str], top: int) -> None:
    cure = "Take that column out. A number or initials are enough to tell people apart."
    for at, heading in enumerate(headings):
        if IDENTIFYING.search(_plain(heading)):
            raise DataProblem(
                Problem(None, heading, "", "this is more than is needed. Nothing was kept.", cure)
            )
        for number, row in enumerate(sheet.cells[top + 1 :], start=top + 2):
            cell = row[at].strip() if at < len(row) else ""
            digits = re.sub(r"[ -]", "", cell)
            if "@" in cell or (re.fullmatch(r"\d{10}", digits) and _is_nhs_number(digits)):
                what = "this looks like an e-mail address" if "@" in cell else "this looks like an NHS number"
                raise DataProblem(Problem(number, heading or None, "", f"{what}. Nothing was kept.", cure))


def _read_rows(numbered, position, headings, columns) -> pd.DataFrame:
    problems: list[Problem] = []
    rows, spelled, seen = [], {}, {}
    for count, (number, cells) in enumerate(numbered, start=1):
        row: dict = {} if "person" in position else {"person": f"Person {count}"}
        for part, at in position.items():
            text = " ".join(cells[at].split()) if at < len(cells) else ""
            column = columns[part]
            value, why = _value(text, column, spelled.setdefault(part, {}))
            if why and (text or column.needed or part == "person"):
                problems.append(Problem(number, headings[at], shorten(text), *why))
            row[part] = value
        label = str(row["person"]).casefold()
        if label and label in seen:
            why = (f"row {seen[label]:,} has the same label.", "Give each person a label of their own.")
            problems.append(Problem(number, headings[position["person"]], shorten(row["person"]), *why))
        seen.setdefault(label, number)
        rows.append(row)
    if problems:
        raise DataProblem(problems)
    return pd.DataFrame(rows)


BLANK = ("nothing stands here.", "Write “not given” where nothing is known.")


def _value(text: str, column: Column, spelled: dict[str, str]):
    """Return what a cell holds, or why it cannot be told. Spellings that differ in capitals alone are one."""
    if column.holds == "word":
        return (spelled.setdefault(text.casefold(), text), None) if text else ("", BLANK)
    if column.holds == "words":
        words = [part.strip() for part in re.split(r"[;|/]", text) if part.strip()]
        read = tuple(dict.fromkeys(spelled.setdefault(word.casefold(), word).casefold() for word in words))
        return (read, None) if read else ((), BLANK)
    number = parse_number(text)
    if column.holds == "hours":
        if number is None or not 0 < number <= MOST_HOURS:
            return 0.0, (
                "this is not a number of hours a month.",
                f"Write a number above 0, up to {MOST_HOURS}.",
            )
        return float(number), None
    if number is None or number != int(number) or not 0 <= number <= MOST_PLACES:
        return 0, ("this is not a number of places.", f"Write a whole number from 0 to {MOST_PLACES}.")
    return int(number), None
