"""Look for things that may identify a patient. It finds some slips; only a person can find the others."""

import re
from collections.abc import Iterator
from typing import Any

from ..model import Project
from .finding import Finding

_TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_BORN = re.compile(r"\b(date of birth|d\.?o\.?b\.?|born on)\b\W{0,4}\d", re.IGNORECASE)
_TITLED = re.compile(r"\b(Mr|Mrs|Ms|Miss)\.? [A-Z][a-z]+\b|\b(?i:patient|resident) [A-Z][a-z]+ [A-Z][a-z]+\b")
_HOSPITAL_NUMBER = re.compile(r"\b(hospital|NHS|MRN|CHI) (number|no\.?)\s*:?\s*\w*\d{4}", re.IGNORECASE)


def privacy_findings(project: Project) -> Iterator[Finding]:
    """Yield places where a text may identify a patient."""
    for place, text in texts(project.model_dump(exclude={"format", "version"}), ()):
        found = _found(text)
        if found:
            yield Finding(
                "may identify a person", place, f"This text may hold {found}.",
                "The file travels: to a memory stick, a colleague, a case library.",
                "Take it out. Use a role or a made-up label, and never a detail by which a neighbour would know them.",
                "E114",
            )  # fmt: skip


def texts(value: Any, place: tuple) -> Iterator[tuple[tuple, str]]:
    """Yield every text of a document with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from texts(item, (*place, name))
    elif isinstance(value, list | tuple):
        for at, item in enumerate(value):
            yield from texts(item, (*place, at))


def _found(text: str) -> str:
    if any(is_nhs_number(match[0]) for match in _TEN_DIGITS.finditer(text)) or _HOSPITAL_NUMBER.search(text):
        return "an NHS or hospital number"
    if _BORN.search(text):
        return "a date of birth"
    return "a person's name" if _TITLED.search(text) else ""


def is_nhs_number(text: str) -> bool:
    """True where ten digits carry the check digit of an NHS number (weights 10 to 2, modulus 11).

    Examples
    --------
    >>> is_nhs_number("999 000 0018"), is_nhs_number("999 000 0000")
    (True, False)
    """
    digits = [int(sign) for sign in text if sign.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = 11 - total % 11
    return (0 if check == 11 else check) == digits[9]
