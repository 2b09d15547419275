"""Guess which column holds what from headings and cells; the owner of the figures can overrule the guess."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .columns import ROLE_OF, _plain
from .number_cells import parse_number
from .problems import DataProblem, Problem, of_the_file, shorten
from .tables import Table, _is_date, _is_figure

SAMPLE = 600  # rows looked at
OUT_OF = re.compile(
    r"\b(?:denom\w*|out of|total|all|n|patients?|people|bed ?days?|obds?|occupied|admissions?|attendances?|discharges?|"
    r"births?|deliveries|operations?|procedures?|cases|eligible|sampled?|reviewed|due|population|visits?|contacts?|"
    r"hours?|audited|records?|residents?|referrals?|appointments?|doses|forms|number (?:of|in))\b"
)
GROUP = re.compile(
    r"\b(?:indicator|measure|metric|kpi|ward|site|unit|team|clinic|hospital|practice|home|trust|area|service|"
    r"department|group|name)s?\b"
)
IDENTIFYING = re.compile(
    r"\b(?:nhs ?(?:number|no|num)|chi number|hospital (?:number|no)|mrn|patient (?:name|id|number)|"
    r"(?:sur|fore|first |last |full )names?|date of birth|d\.?o\.?b|post ?codes?|addresses|address|"
    r"e[ -]?mail|phone|telephone|mobile)\b"
)
BETTER_WORDS = {"better", "direction", "good"}


@dataclass(frozen=True)
class Roles:
    """Which column (by heading) holds what.

    Attributes
    ----------
    date : str
    value : str or None
        None where the file is a list of dates of events and nothing else.
    denominator, note, group, target, better : str or None
        `group` names the indicator of each row where several stand below one another.
    values : tuple of str
        Every column that could be the value.
    why : tuple of str
        What was guessed, in sentences.
    """

    date: str
    value: str | None
    denominator: str | None = None
    note: str | None = None
    group: str | None = None
    target: str | None = None
    better: str | None = None
    values: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Column:
    heading: str
    plain: str
    dates: float  # shares of the filled cells
    figures: float
    digits: float
    filled: int
    different: int
    percent: bool
    whole: bool
    hidden: bool
    numbers: tuple


def guess_roles(table: Table) -> Roles:
    """Guess which column holds what.

    Raises
    ------
    DataProblem
        When a column seems to identify people, or there is nothing to chart.

    Examples
    --------
    >>> from .sheets import read_sheets
    >>> from .tables import find_table
    >>> text = "month,falls,bed days\\nJan 2024,3,410\\nFeb 2024,5,402\\n"
    >>> roles = guess_roles(find_table(read_sheets(text)[0]))
    >>> roles.value, roles.denominator
    ('falls', 'bed days')
    """
    refuse_people(table)
    columns = [_look_at(table, i) for i in range(len(table.headings))]
    date = _date(columns)
    rest = [column for column in columns if column is not date and column.filled]
    note = next((c for c in rest if ROLE_OF.get(c.plain) == "note"), None)
    target = next((c for c in rest if c.plain in ("target", "standard", "goal")), None)
    better = next((c for c in rest if c.plain in BETTER_WORDS and c.figures < 0.5), None)
    group = _group(rest, (note, better), table, date)
    taken = (note, target, better, group)
    figures = [c for c in rest if c.figures >= 0.5 and c not in taken]
    shown = [c for c in figures if not c.hidden] or figures
    hidden = [c for c in figures if c.hidden and c not in shown]
    shown = [c for c in shown if c.plain not in ("total", "grand total") or len(shown) <= 2] or shown
    value, denominator, why = _value(shown)
    if hidden:
        names = ", ".join(f"“{c.heading}”" for c in hidden[:4])
        why.append(f"Columns hidden in the spreadsheet were not used: {names}.")
    heading = [None if c is None else c.heading for c in (denominator, note, group, target, better)]
    candidates = tuple(c.heading for c in shown if c is not denominator)
    unused = [
        c for c in rest if c not in (*taken, value, denominator, *hidden) and c.heading not in candidates
    ]
    if unused:
        names = ", ".join(f"“{c.heading}”" for c in unused[:6])
        why.append(f"Not used: {names}{' and others' if len(unused) > 6 else ''}.")
    return Roles(date.heading, value.heading if value else None, *heading, candidates, tuple(why))


def _look_at(table: Table, i: int) -> _Column:
    cells = [cell.strip() for cell in table.column(i, SAMPLE)]
    filled = [cell for cell in cells if cell]
    known = {cell: parse_number(re.sub(r"\s+%$", "%", cell)) for cell in set(filled)}
    numbers = tuple(known[cell] for cell in cells if cell and known[cell] is not None)
    figures = sum(_is_figure(c) for c in filled)
    if not any(any(letter.isdigit() for letter in c) for c in filled):
        figures = 0
    dates = sum(_is_date(cell) for cell in filled)
    figures -= sum(_is_figure(cell) for cell in filled if _is_date(cell))
    if not dates and filled and all(re.fullmatch(r"(?:1[7-9]|20|21)\d\d", cell) for cell in filled):
        dates = len(set(filled)) * 0.9  # years, unless a better column of dates is there
    size = max(len(filled), 1)
    return _Column(
        table.headings[i],
        _plain(table.headings[i]),
        dates / size,
        figures / size,
        sum(any(letter.isdigit() for letter in cell) for cell in filled) / size,
        len(filled),
        len(set(filled)),
        any(cell.endswith("%") for cell in filled),
        all(n == int(n) for n in numbers),
        i in table.hidden,
        numbers,
    )


def _date(columns: list[_Column]) -> _Column:
    named = [c for c in columns if ROLE_OF.get(c.plain) == "date" and c.filled]
    dated = [c for c in columns if c.dates >= 0.3]
    both = [c for c in named if c in dated]
    if not (
        both or dated or named
    ):  # quarters, week numbers: the reader of dates says what is wrong with them
        named = [c for c in columns if c.filled and c.figures < 0.5 and c.digits >= 0.5][:1]
    if both or dated or named:
        return max(both or dated or named, key=lambda c: (c.plain == "date", c.dates))
    raise of_the_file(
        "No dates were found.",
        "Each row needs a date, such as 2024-01-31, 31/01/2024 or Jan 2024, in a column of its own.",
    )


def _group(rest, taken, table: Table, date: _Column) -> _Column | None:
    """Find the column that names the indicator or place of each row, where dates come more than once."""
    days = [cell.strip() for cell in table.column(table.headings.index(date.heading), 5000) if cell.strip()]
    if len(set(days)) == len(days):
        return None
    words = [c for c in rest if c not in taken and c.figures < 0.5 and c.dates < 0.5 and c.filled]
    words = [c for c in words if c.different > 1 and c.different <= 0.5 * c.filled]
    named = [c for c in words if GROUP.search(c.plain)]
    return (named or words or [None])[0]


def _value(shown: list[_Column]) -> tuple[_Column | None, _Column | None, list[str]]:
    """Choose the value and what it is out of."""
    if not shown:
        return None, None, []
    denominators = [c for c in shown if ROLE_OF.get(c.plain) == "denominator"]
    named = [c for c in shown if ROLE_OF.get(c.plain) == "value" and c not in denominators]
    counts = [c for c in shown if c not in denominators and not c.percent]
    plain = [c for c in named if c.plain in ("value", "count", "numerator")]
    why: list[str] = []
    if denominators:
        value = next(iter([c for c in plain + named + counts if not c.percent]), None)
        if value is not None:
            return value, denominators[0], why
    whole = [c for c in counts if c.whole]
    bottom = _bottom(whole) if len(whole) in (2, 3) and len(shown) <= 5 else None
    if bottom is not None:
        top = next(c for c in [*plain, *named, *whole] if c is not bottom and c in whole)
        why.append(
            f"“{bottom.heading}” was taken as what “{top.heading}” is out of. If that is wrong, choose another."
        )
        return top, bottom, why
    value = (plain or named or shown)[0]
    others = [c.heading for c in shown if c is not value]
    if others:
        names = ", ".join(f"“{name}”" for name in others[:6])
        why.append(
            f"“{value.heading}” is charted first. There are also {names}: choose one, or show all on a board."
        )
    return value, None, why


def _bottom(counts: list[_Column]) -> _Column | None:
    """Return which column of counts is the denominator of the others, if one clearly is."""
    largest = max(counts, key=lambda c: sum(c.numbers))
    others = [c for c in counts if c is not largest]
    covers = all(b >= t for other in others for t, b in zip(other.numbers, largest.numbers, strict=False))
    return (
        largest if covers and OUT_OF.search(largest.plain) and max(largest.numbers, default=0) > 0 else None
    )


# People ------------------------------------------------------------------------------------------------

TAKE_OUT = "Take that column out and bring counts for each week or month instead."


def refuse_people(table: Table) -> None:
    """Refuse a table with columns that identify people.

    Raises
    ------
    DataProblem
        When a heading names such a column, or a column holds valid NHS numbers.
    """
    for heading in table.headings:
        if IDENTIFYING.search(_plain(heading)):
            raise DataProblem(
                Problem(None, heading, "", "this seems to identify people. Nothing was kept.", TAKE_OUT)
            )
    for i, heading in enumerate(table.headings):
        digits = [re.sub(r"[ -]", "", cell) for cell in table.column(i, 40)]
        numbers = {cell for cell in digits if re.fullmatch(r"\d{10}", cell) and _is_nhs_number(cell)}
        if len(numbers) >= 3 and len(numbers) >= 0.5 * sum(bool(cell) for cell in digits):
            raise DataProblem(
                Problem(None, heading, "", "these look like NHS numbers. Nothing was kept.", TAKE_OUT)
            )


def _is_nhs_number(digits: str) -> bool:
    """Tell whether the last of ten digits checks the nine before it (modulus 11).

    Examples
    --------
    >>> _is_nhs_number("9434765919"), _is_nhs_number("9434765918")
    (True, False)
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


def heading_of(table: Table, name: str) -> int:
    """Return the position of a column by its heading.

    Raises
    ------
    DataProblem
        When there is none.
    """
    if name not in table.headings:
        known = ", ".join(f"“{shorten(heading)}”" for heading in table.headings[:10])
        raise of_the_file(f"There is no column “{shorten(name)}”.", f"The columns are {known}.")
    return table.headings.index(name)
