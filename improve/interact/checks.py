"""Making checks: `value` for a number or a word, `choice` for one of several options, `function` for code.

A module keeps its checks in a file `checks.py` beside its notebooks, as a list named `checks`. None of them
ever prints a solution.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .answers import alike
from .function_checks import EXAMPLES, FunctionCheck
from .sealed_checks import ChoiceCheck, ValueCheck


def value(
    id: str,
    *,
    answer: str,
    places: int | None = None,
    wrong: Mapping[str, str] | None = None,
    hint: str = "",
    question: str = "",
    unit: str = "",
) -> ValueCheck:
    """Make a check of a number or a word.

    Parameters
    ----------
    id : str
        "outcome/step".
    answer : str
        The sealed answer, from `seal(number, places)` or `seal("word")`.
    places : int, optional
        Decimal places to which the answer was sealed; left out for a word.
    wrong : mapping of str to str, optional
        Sealed wrong answers (sealed to the same places) and what to say to each.
    hint : str
        What to say to any other wrong answer.
    question, unit : str
        Shown with the input box; with unit "%" an answer such as "15.7%" is read as 15.7.

    Examples
    --------
    >>> from improve.interact import seal
    >>> wrong = {seal(12.1, 1): "That is the mean."}
    >>> step = value("plot/median", answer=seal(10.4, 1), places=1, wrong=wrong)
    >>> print(step.judge(10.43))
    plot/median: right. This is practice, not a mark.
    >>> print(step.judge(12.1).message)
    That is the mean. Answers are compared to 1 decimal place.
    >>> print(step.judge(...))
    plot/median: not tried yet. This is practice, not a mark.
    """
    return ValueCheck(id, answer, places, dict(wrong or {}), hint, question, unit)


def choice(
    id: str,
    *,
    answer: str,
    options: Mapping[str, str] | Sequence[str],
    wrong: Mapping[str, str] | None = None,
    hint: str = "",
    question: str = "",
) -> ChoiceCheck:
    """Make a check with options to choose from.

    Parameters
    ----------
    id : str
        "outcome/step".
    answer : str
        The sealed key of the right option, from `seal("b")`.
    options : mapping of str to str, or sequence of str
        Key and text of each option; a plain sequence has keys and texts the same.
    wrong : mapping of str to str, optional
        Sealed keys of wrong options and what to say to each.
    hint, question : str
        As in `value`.
    """
    named = dict(options) if isinstance(options, Mapping) else {text: text for text in options}
    return ChoiceCheck(id, answer, named, dict(wrong or {}), hint, question)


def function(
    id: str,
    *,
    against: Callable,
    examples: Callable | Mapping[str, Callable],
    wrong: Mapping[str, tuple[Callable, str]] | None = None,
    hint: str = "",
    question: str = "",
    same: Callable[[Any, Any], bool] | None = None,
    n: int = EXAMPLES,
    seed: int | None = None,
) -> FunctionCheck:
    """Make a check of a function: it must agree with a reference on fresh random examples.

    Parameters
    ----------
    id : str
        "outcome/step".
    against : callable
        The reference. It may be a function of `improve` itself; its text is never shown.
    examples : callable, or mapping of str to callable
        Takes a `numpy.random.Generator`, returns the arguments of one example (a tuple; anything else is the
        only argument). With a mapping each kind of example is named and counted on its own.
    wrong : mapping of str to (callable, str), optional
        Known wrong versions, each with what to say when the learner's function behaves just like it.
    hint, question : str
        As in `value`.
    same : callable, optional
        `same(expected, got)`; by default numbers agree within rounding error, arrays and lists item by item.
    n : int
        Random examples of each kind.
    seed : int, optional
        Fixes the examples, for tests.

    Examples
    --------
    >>> from statistics import mean, median
    >>> step = function(
    ...     "apply/median",
    ...     against=median,
    ...     examples=lambda rng: rng.integers(0, 100, 7).tolist(),
    ...     wrong={"mean": (mean, "That behaves like the mean.")},
    ... )
    >>> step.judge(lambda values: sorted(values)[3]).passed
    True
    >>> "behaves like the mean" in step.judge(lambda values: sum(values) / len(values)).text
    True
    """
    kinds = dict(examples) if isinstance(examples, Mapping) else {"": examples}
    return FunctionCheck(id, against, kinds, dict(wrong or {}), hint, question, same or alike, n, seed)
