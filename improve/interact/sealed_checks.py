"""Checks of a number, a word or a choice, against an answer that is sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .answers import is_blank, read_number
from .feedback import NOT_TRIED, NOT_YET, PASSED, Feedback, join
from .sealing import number_keys, opens, text_key


@dataclass(frozen=True)
class ValueCheck:
    """A number, or a word, compared with a sealed answer."""

    id: str
    answer: str
    places: int | None
    wrong: Mapping[str, str]
    hint: str
    question: str
    unit: str

    def judge(self, answer: Any) -> Feedback:
        if is_blank(answer):
            return Feedback(self.id, NOT_TRIED, "")
        keys, problem = self._keys(answer)
        if problem:
            return Feedback(self.id, NOT_YET, problem)
        if opens(self.answer, keys):
            return Feedback(self.id, PASSED, "")
        compared = f"Answers are compared to {_places(self.places)}." if self.places is not None else ""
        return Feedback(self.id, NOT_YET, join(_diagnosis(self.wrong, keys) or self.hint, compared))

    def _keys(self, answer: Any) -> tuple[list[str], str]:
        if self.places is None:
            if not isinstance(answer, str):
                return [], "The answer is a word or a few words, in quotation marks."
            return [text_key(answer)], ""
        number, problem = read_number(answer, self.unit)
        return ([], problem) if problem else (number_keys(number, self.places), "")


@dataclass(frozen=True)
class ChoiceCheck:
    """One of several options, compared with a sealed key."""

    id: str
    answer: str
    options: Mapping[str, str]
    wrong: Mapping[str, str]
    hint: str
    question: str

    def judge(self, answer: Any) -> Feedback:
        if is_blank(answer):
            return Feedback(self.id, NOT_TRIED, "")
        key = self._key(answer)
        if key is None:
            return Feedback(self.id, NOT_YET, f"Choose one of these: {', '.join(self.options)}.")
        if opens(self.answer, [text_key(key)]):
            return Feedback(self.id, PASSED, "")
        return Feedback(self.id, NOT_YET, _diagnosis(self.wrong, [text_key(key)]) or self.hint)

    def _key(self, answer: Any) -> str | None:
        """Find the option meant, by its key or by its whole text."""
        said = text_key(str(answer))
        for key, text in self.options.items():
            if said in (text_key(key), text_key(text)):
                return key
        return None


def _diagnosis(wrong: Mapping[str, str], keys: list[str]) -> str:
    return next((text for sealed, text in wrong.items() if opens(sealed, keys)), "")


def _places(places: int) -> str:
    if places == 0:
        return "the nearest whole number"
    return "1 decimal place" if places == 1 else f"{places} decimal places"
