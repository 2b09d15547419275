"""The kinds of field in a project file: a line, words, a day, a number, an id; each cleaned and checked.

Whatever is refused is refused in a sentence that a person who never saw JSON can act on. Text is kept as text:
control characters go, HTML stays exactly as it was typed and is escaped wherever it is drawn.
"""

import math
import re
from datetime import date, datetime
from numbers import Real
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

LONGEST_LINE = 300  # characters in a name or a title
LONGEST_TEXT = 5_000  # characters in a paragraph: about two pages
LONGEST_ID = 60
FIRST_YEAR, LAST_YEAR = 1700, 2200
LARGEST_NUMBER = 1e12

# Characters that no file format here can carry: controls, halves of surrogate pairs, non-characters.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def clean(text: str) -> str:
    """Return text without characters that cannot be saved, its lines ended in one way.

    Examples
    --------
    >>> clean("two\\r\\nlines\\x00 ")
    'two\\nlines'
    """
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)).strip()


def clean_line(text: str) -> str:
    """Return text on one line."""
    return " ".join(clean(text).split())


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"This should be words, and it holds {kind_of(value)}.")
    return clean(value)


def _as_line(value: Any) -> str:
    return clean_line(_as_text(value))


def _as_day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"There is no such day as “{value}”.") from None
    if not isinstance(value, date):
        raise ValueError(f"{_echo(value)} is not a date. Write dates as 2026-03-31.")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(
            f"The year {value.year} cannot be right. Dates run from {FIRST_YEAR} to {LAST_YEAR}."
        )
    return value


def _as_number(value: Any) -> float | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ValueError(f"{_echo(value)} is not a number.")
    number = float(value)
    if not math.isfinite(number) or abs(number) > LARGEST_NUMBER:
        raise ValueError("This number is too large to be a measurement.")
    return number


def _as_whole(value: Any) -> int | None:
    number = _as_number(value)
    if number is None:
        return None
    if number != int(number) or number < 1:
        raise ValueError(f"{_echo(value)} is not possible here. Give a whole number of 1 or more.")
    return int(number)


def _whole_if_whole(number: float | None) -> float | int | None:
    """Write 11.0 as 11: a file is read by people too."""
    return int(number) if number is not None and number == int(number) else number


def kind_of(value: Any) -> str:
    """Say what kind of thing a value from a JSON file is."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, Real):
        return "a number"
    if isinstance(value, str):
        return "words"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "a group of named fields"
    return "nothing" if value is None else "something else"


def _echo(value: Any) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return kind_of(value).capitalize()
    text = clean_line(str(value))
    return f"“{text[:39]}…”" if len(text) > 40 else f"“{text}”"


Line = Annotated[str, BeforeValidator(_as_line), Field(max_length=LONGEST_LINE)]
Words = Annotated[str, BeforeValidator(_as_text), Field(max_length=LONGEST_TEXT)]
Id = Annotated[str, BeforeValidator(_as_line), Field(min_length=1, max_length=LONGEST_ID)]
Link = Annotated[str, BeforeValidator(_as_line), Field(max_length=LONGEST_ID)]
Day = Annotated[date | None, BeforeValidator(_as_day)]
Number = Annotated[float | None, BeforeValidator(_as_number), PlainSerializer(_whole_if_whole)]
Multiplier = Annotated[
    Annotated[float, Field(gt=0)] | None, BeforeValidator(_as_number), PlainSerializer(_whole_if_whole)
]
Count = Annotated[Annotated[int, Field(ge=1)] | None, BeforeValidator(_as_whole)]
Length = Annotated[Annotated[int, Field(ge=2)] | None, BeforeValidator(_as_whole)]


class Part(BaseModel):
    """What all parts of a project have in common: unchangeable, and closed to fields nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def ask(prompt: str, **more: Any) -> Any:
    """Return a field that may be left out, with the prompt that a form shows for it."""
    return Field(default="", description=prompt, **more)


def ask_day(prompt: str) -> Any:
    """Return a date that may be left out."""
    return Field(default=None, description=prompt)


def ask_number(prompt: str) -> Any:
    """Return a number that may be left out."""
    return Field(default=None, description=prompt)


def ask_list(prompt: str, most: int) -> Any:
    """Return a list of at most so many entries, empty to begin with."""
    return Field(default=(), description=prompt, max_length=most)


def choose(prompt: str) -> Any:
    """Return a choice from a list that may be left open."""
    return Field(default=None, description=prompt)
