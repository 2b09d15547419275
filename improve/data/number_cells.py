"""Numbers in cells: what counts as a number, and why anything else does not."""

from __future__ import annotations

import math
import re

from .date_cells import parse_date
from .problems import FORMULA, Why

LONGEST = 80  # characters; no figure needs more
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)  # nearly every cell
_NUMBER = re.compile(
    r"""[+-]?
    (?: \d{1,3}(?:,\d{3})+ | \d{1,3}(?:[ \u00a0\u202f]\d{3})+ | \d+ )?   # 1,234  1 234  1234
    (?: (?<=\d)\. | \.\d+ )?                                            # a decimal point
    (?: [eE][+-]?\d{1,3} )?  %?""",
    re.ASCII | re.VERBOSE,
)
_GROUPS = re.compile(r"[, \u00a0\u202f]")
MISSING = {
    "",
    "n/a",
    "#n/a",
    "na",
    "nan",
    "<na>",
    "null",
    "missing",
    "no data",
    "not available",
    "not recorded",
}


def is_missing(text: str) -> bool:
    """Tell whether a cell says that there is no figure."""
    return text.strip().casefold() in MISSING


def parse_number(text: str) -> float | None:
    """Return the number that a cell holds, or None.

    Examples
    --------
    >>> parse_number("1,234.5"), parse_number("95%"), parse_number("-3")
    (1234.5, 95.0, -3.0)
    >>> parse_number("1,23") is None and parse_number("twelve") is None and parse_number("") is None
    True
    """
    if len(text) > LONGEST:
        return None
    bare = text.strip()
    if _PLAIN.fullmatch(bare):
        return float(bare)
    bare = bare.replace("−", "-")
    if not _NUMBER.fullmatch(bare) or not any(c in "0123456789" for c in bare):
        return None
    try:
        number = float(_GROUPS.sub("", bare).rstrip("%"))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


_NOT_A_NUMBER = (
    (r"[=@].*|\+[A-Za-z(].*", FORMULA),
    (
        r"#+",
        Why(
            "the column was too narrow when it was saved, so the figure is lost.",
            "Widen the column and save again.",
        ),
    ),
    (
        r"#[A-Z0-9/!?]+.*",
        Why(
            "this is a spreadsheet's error message.",
            "Mend the formula, or leave the cell blank if there is no figure.",
        ),
    ),
    (
        r"[<>≤≥~].*|\*+|c\.? ?\d.*|(?:less|fewer|more) than .*",
        Why(
            "the exact figure is withheld or rounded here, often because it is small.",
            "Ask for the figure, or leave the cell blank. A blank is shown as a gap, "
            "so a chart with many blanks says little about small counts.",
        ),
    ),
    (
        r"[-–—.]+|none|nil|zero|nothing",
        Why(
            "this may mean none, or not known.",
            "Write 0 if nothing happened; leave the cell blank if it is not known.",
        ),
    ),
    (
        r"[+-]?inf(?:inity)?|[+-]?∞|[+-]?\d+(?:\.\d*)?e\+?\d{3,}|\d{60,}.*",
        Why(
            "this is not a number of a size that can be charted.",
            "Check the sum behind it; was something divided by 0?",
        ),
    ),
    (
        r"[+-]?\d+(?:[.\s]\d{3})*,\d+%?",
        Why(
            "the comma stands where it neither parts thousands nor can be read as a decimal point.",
            "Write a decimal with a point (3.5) and thousands as 1,234 or 1234.",
        ),
    ),
)
_NUMBER_REASONS = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), why) for pattern, why in _NOT_A_NUMBER
)


def why_not_a_number(text: str) -> Why:
    """Return why a cell is not read as a number, for the person who made the file."""
    bare = text[:1000].strip()
    for pattern, why in _NUMBER_REASONS:
        if pattern.fullmatch(bare):
            return why
    if parse_date(bare) is not None:
        return Why(
            "this is a second date in the same row; a number is needed here.", "Give each row one date."
        )
    return Why("this is not a number.", "Write it in digits, or leave the cell blank if there is no figure.")
