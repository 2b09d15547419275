"""What a learner may hand in: blanks, numbers written in many ways, and results of any kind to compare."""

from __future__ import annotations

import math
from typing import Any


def is_blank(answer: Any) -> bool:
    """Tell an answer that has not been given: `...`, None, empty text or an empty list."""
    if answer is None or answer is ...:
        return True
    if isinstance(answer, str):
        return answer.strip() in ("", "...", "…")
    return isinstance(answer, list | tuple | dict | set) and not answer


def read_number(answer: Any, unit: str = "") -> tuple[float, str]:
    """Return an answer as a number, or a sentence that says why it is not one."""
    if isinstance(answer, str):
        return _number_in_text(answer, unit)
    if type(answer).__name__ in ("bool", "bool_"):
        return math.nan, "This step asks for a number, and your answer is True or False."
    try:
        if hasattr(answer, "item"):  # a numpy number, or an array or Series that holds just one
            return read_number(answer.item(), unit)
        if isinstance(answer, complex):
            raise TypeError
        number = float(answer)
    except OverflowError:
        return math.nan, "Your answer is far too large to be right."
    except Exception:  # anything at all may be passed in as an answer
        return math.nan, f"This step asks for one number, and your answer is {_kind(answer)}."
    return _finite(number)


def _number_in_text(text: str, unit: str) -> tuple[float, str]:
    from improve.data.number_cells import parse_number

    bare = text.strip()
    if unit and bare.casefold().endswith(unit.casefold()):
        bare = bare[: -len(unit)]
    number = parse_number(bare)
    if number is None:
        return math.nan, f"This step asks for a number in digits, and your answer is {short(text)}."
    return _finite(number)


def _finite(number: float) -> tuple[float, str]:
    if math.isnan(number):
        return number, "Your answer is NaN, not a number: a missing value may have got into the sum."
    if math.isinf(number):
        return number, "Your answer is infinite: something may have been divided by zero."
    return number, ""


def alike(expected: Any, got: Any) -> bool:
    """Tell whether two results are the same, within rounding error and whatever holds them."""
    expected, got = _plain(expected), _plain(got)
    if isinstance(expected, bool) or isinstance(got, bool):
        return type(expected) is type(got) and expected == got
    if isinstance(expected, int | float) and isinstance(got, int | float):
        if math.isnan(expected) or math.isnan(got):
            return math.isnan(expected) and math.isnan(got)
        return math.isclose(expected, got, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(expected, list) and isinstance(got, list):
        return len(expected) == len(got) and all(map(alike, expected, got))
    if isinstance(expected, dict) and isinstance(got, dict):
        return expected.keys() == got.keys() and all(alike(expected[key], got[key]) for key in expected)
    return type(expected) is type(got) and bool(expected == got)


def _plain(result: Any) -> Any:
    """Return numpy and pandas holders as plain Python ones; tuples as lists."""
    if hasattr(result, "columns") and hasattr(result, "to_dict"):
        return result.to_dict("list")
    if hasattr(result, "tolist"):
        return result.tolist()
    return list(result) if isinstance(result, tuple) else result


def short(thing: Any, length: int = 100) -> str:
    """Show a value on one line and not too long, whatever it is."""
    try:
        text = " ".join(repr(_plain(thing)).split())
    except Exception:
        return _kind(thing)
    return text if len(text) <= length else text[: length - 1] + "…"


def _kind(thing: Any) -> str:
    return f"a {type(thing).__name__}"
