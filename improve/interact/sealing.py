"""Sealed answers: a check can tell whether an answer is right without holding the answer in readable form.

A sealed answer is a salted scrypt hash of the answer as rounded text. It keeps a curious eye from reading
the answer in `checks.py`. It does not stop a program that tries every likely number; practice needs no more.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
import os
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

# About 45 ms for each try on a 2026 laptop: not felt by a learner, slow for a program that guesses.
COST = 2**14
SALT_BYTES = 12
HASH_BYTES = 18
MOST_PLACES = 12
FLOAT_SLACK = 1e-9  # relative; two ways of computing the same number differ by less than this
ROOMY = Context(prec=400)  # room for every digit of the largest float


def seal(answer: Any, places: int | None = None) -> str:
    """Seal an answer, for an author to paste into `checks.py`.

    Parameters
    ----------
    answer : float, int or str
        The right answer, or a known wrong one. Text is compared without regard to case and spaces.
    places : int, optional
        Decimal places to which a number is compared. Required for a number, left out for text.

    Returns
    -------
    str
        The sealed answer. Each call uses a new salt, so the same answer never seals to the same text twice.
        A number that lies on a rounding boundary (0.125 to two places) is sealed in both its roundings.

    Raises
    ------
    ValueError
        When the number is not finite or `places` does not fit the kind of answer.

    Examples
    --------
    >>> sealed = seal(15.7, places=1)
    >>> opens(sealed, number_keys(15.66, places=1))
    True
    >>> opens(sealed, number_keys(15.64, places=1))
    False
    """
    if isinstance(answer, str):
        if places is not None:
            raise ValueError("Leave out `places` when the answer is text.")
        keys = [text_key(answer)]
    else:
        if places is None:
            raise ValueError("Say to how many decimal places the number is compared: seal(15.7, places=1).")
        keys = number_keys(float(answer), places)
    return "+".join(_seal_one(key) for key in keys)


def opens(sealed: str, keys: list[str]) -> bool:
    """Tell whether any of the keys is the sealed answer."""
    return any(_opens_one(part, key) for part in sealed.split("+") for key in keys)


def number_keys(number: float, places: int) -> list[str]:
    """Return the number as rounded text: one text, or two when it lies on a rounding boundary.

    Rounding half up and rounding half to even (as Python and numpy do) part company only on a boundary, and
    floating point can land a hair to either side of one, so both neighbours count there.

    Examples
    --------
    >>> number_keys(10.52, places=1)
    ['10.5']
    >>> number_keys(0.125, places=2)
    ['0.12', '0.13']
    >>> number_keys(-0.0, places=0)
    ['0']
    """
    if not isinstance(places, int) or not 0 <= places <= MOST_PLACES:
        raise ValueError(f"`places` is a whole number from 0 to {MOST_PLACES}.")
    if not math.isfinite(number):
        raise ValueError("Only a finite number can be an answer.")
    slack = abs(number) * FLOAT_SLACK
    return sorted({_rounded(number - slack, places), _rounded(number + slack, places)})


def text_key(text: str) -> str:
    """Return text as it is compared: lower case, single spaces, no full stop at the end."""
    return " ".join(text.casefold().split()).rstrip(".")


def _rounded(number: float, places: int) -> str:
    step = Decimal(1).scaleb(-places)
    digits = Decimal(repr(number))
    rounded = digits.quantize(step, rounding=ROUND_HALF_UP, context=ROOMY)
    return format(abs(rounded) if rounded == 0 else rounded, "f")


def _hash(key: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        key.encode("utf-8", "replace"), salt=salt, n=COST, r=8, p=1, maxmem=2**26, dklen=HASH_BYTES
    )


def _seal_one(key: str) -> str:
    salt = os.urandom(SALT_BYTES)
    return f"{_text(salt)}.{_text(_hash(key, salt))}"


def _opens_one(sealed: str, key: str) -> bool:
    salt, _, digest = sealed.partition(".")
    try:
        expected = base64.urlsafe_b64decode(digest)
        return hmac.compare_digest(expected, _hash(key, base64.urlsafe_b64decode(salt)))
    except ValueError:
        raise ValueError("A sealed answer is damaged. Make it again with seal(...).") from None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii")
