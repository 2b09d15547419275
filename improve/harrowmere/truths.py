"""The truth about a dataset: it opens to a learner who has first said what they see, and to a tutor at once.

Why a reading first: a guess that you have committed to is what makes the answer stick, and nobody can say
afterwards what they would have seen. The lock is a courtesy to the learner, not a secret: the code is open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from importlib import import_module
from typing import Any

import pandas as pd

from . import catalogue

FEWEST_WORDS = 12
FEWEST_DIFFERENT = 9
WHY = (
    "Say first what you see. A reading that you have committed to makes the answer stick, and after looking "
    "nobody can know what they would have said. Nobody marks it, and being wrong here costs nothing."
)


@dataclass(frozen=True)
class Truth:
    """What was planted, or, while it is locked, what is still needed. As the last line of a cell it shows itself."""

    name: str
    unlocked: bool
    words: tuple[str, ...]
    reading: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    key: pd.DataFrame | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        return "\n\n".join(self._paragraphs())

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(text)}</p>" for text in self._paragraphs())

    def _paragraphs(self) -> list[str]:
        if not self.unlocked:
            return [*self.words]
        yours = [f"You wrote: {self.reading}"] if self.reading else []
        compare = (
            ["Where do the two differ, and what in the data could have told you?"] if self.reading else []
        )
        return [*yours, f"What was planted in {self.name} (invented data):", *self.words, *compare]


def truth(name: str, reading: str | None = None, *, tutor: bool = False, seed: int | None = None) -> Truth:
    """Say what was planted in a dataset, once a reading of it has been given.

    Parameters
    ----------
    name : str
        One of `datasets()`.
    reading : str
        What you see in the data and what you think lies behind it: a sentence or two in your own words, at
        least twelve words. Blank or thin readings open nothing and are told what is missing.
    tutor : bool
        True opens it at once.
    seed : int, optional
        The seed of the data you looked at, where the seed decides which units were changed.

    Returns
    -------
    Truth
        `unlocked`, `words` (sentences), `values` (the planted numbers; empty while locked) and `key` (a
        DataFrame saying which unit got what, where the seed decides; None elsewhere).

    Raises
    ------
    KeyError
        When there is no dataset of that name.

    Examples
    --------
    >>> truth("pph_maternity", reading="It goes up.").unlocked
    False
    >>> mine = "Recorded losses rise after month 20, while nothing was changed in care, so I suspect the counting."
    >>> truth("pph_maternity", reading=mine).values["bundle_ratio"]
    0.85
    """
    about = catalogue.describe(name)
    text = " ".join(reading.split()) if isinstance(reading, str) else ""
    missing = "" if tutor else what_is_missing(text, about["note"])
    if missing:
        return Truth(name, False, (f"The truth about {name} is still closed. {missing}", WHY), text)
    planted = import_module(f".worlds.{name}", __package__).planted(seed)
    return Truth(name, True, planted.words, text, planted.values, planted.key)


def what_is_missing(reading: str, note: str) -> str:
    """Return what keeps a reading from counting as one, in a sentence; empty when it counts.

    Examples
    --------
    >>> what_is_missing("", "")
    'Give your reading: truth(name, reading="I see …").'
    >>> what_is_missing("up " * 20, "")
    'The same few words again and again are not yet a reading. What changes, when, and what might explain it?'
    """
    words = re.findall(r"[^\W_]+", reading.casefold())
    spoken = [word for word in words if re.search(r"[^\W\d]", word)]
    if not words:
        return 'Give your reading: truth(name, reading="I see …").'
    if len(spoken) < FEWEST_WORDS:
        return (
            f"That is {len(spoken)} word{'' if len(spoken) == 1 else 's'}; a reading takes at least "
            f"{FEWEST_WORDS}. What changes, when, and what might explain it?"
        )
    if len(set(spoken)) < FEWEST_DIFFERENT:
        return (
            "The same few words again and again are not yet a reading. "
            "What changes, when, and what might explain it?"
        )
    if " ".join(words) in " ".join(re.findall(r"[^\W_]+", note.casefold())):
        return "Those are the words of the data note. Say in your own words what you see in the figures."
    return ""
