"""Checks of a learner's function: fresh random examples, a reference, and known wrong versions beside it."""

from __future__ import annotations

import contextlib
import copy
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .answers import is_blank, short
from .feedback import NOT_TRIED, NOT_YET, PASSED, Feedback, join
from .output import sentence

EXAMPLES = 30  # random examples tried for each kind of example


@dataclass(frozen=True)
class FunctionCheck:
    """A function, tried on fresh random examples beside a reference and beside known wrong versions."""

    id: str
    against: Callable
    examples: Mapping[str, Callable]
    wrong: Mapping[str, tuple[Callable, str]]
    hint: str
    question: str
    same: Callable[[Any, Any], bool]
    n: int = EXAMPLES
    seed: int | None = None

    def judge(self, answer: Any) -> Feedback:
        if is_blank(answer):
            return Feedback(self.id, NOT_TRIED, "")
        if not callable(answer):
            return Feedback(
                self.id, NOT_YET, "This step asks for a function: pass its name, without brackets."
            )
        trials = [_Trial(kind, arguments, self) for kind, arguments in self._arguments()]
        for trial in trials:
            trial.run(answer)
        if all(trial.blank for trial in trials):
            return Feedback(self.id, NOT_TRIED, "The function gives nothing back so far.")
        failed = [trial for trial in trials if not trial.right]
        if not failed:
            return Feedback(
                self.id, PASSED, f"It agrees on all {len(trials)} random examples{self._kinds()}."
            )
        return Feedback(self.id, NOT_YET, join(self._score(trials), self._why(trials), failed[0].story()))

    def _arguments(self) -> list[tuple[str, tuple]]:
        import numpy as np

        rng = np.random.default_rng(self.seed)
        made = []
        for kind, make in self.examples.items():
            for _ in range(self.n):
                example = make(rng)
                made.append((kind, example if isinstance(example, tuple) else (example,)))
        return made

    def _kinds(self) -> str:
        named = [kind for kind in self.examples if kind]
        return f" ({'; '.join(named)})" if named else ""

    def _score(self, trials: Sequence[_Trial]) -> str:
        right = Counter(trial.kind for trial in trials if trial.right)
        if len(self.examples) == 1:
            return f"It agrees on {sum(right.values())} of {len(trials)} random examples."
        return (
            "It agrees on " + "; ".join(f"{kind}: {right[kind]} of {self.n}" for kind in self.examples) + "."
        )

    def _why(self, trials: Sequence[_Trial]) -> str:
        if any(trial.error for trial in trials):
            return ""
        for version, diagnosis in self.wrong.values():
            if all(trial.matches(version) for trial in trials):
                return diagnosis
        return self.hint


class _Trial:
    """One example: what the reference gives, and what the learner's function gave."""

    def __init__(self, kind: str, arguments: tuple, check: FunctionCheck) -> None:
        self.kind, self.arguments, self._same = kind, arguments, check.same
        self._expected = check.against(*copy.deepcopy(arguments))
        self.got: Any = None
        self.error = ""

    def run(self, function: Callable) -> None:
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # sixty examples would print sixty times
                self.got = function(*copy.deepcopy(self.arguments))
        except NotImplementedError:
            self.got = None
        except (Exception, SystemExit) as error:  # a learner's function may fail in any way at all
            self.error = sentence(error)

    @property
    def blank(self) -> bool:
        return not self.error and (self.got is None or self.got is ...) and self._expected is not None

    @property
    def right(self) -> bool:
        return not self.error and _agree(self._same, self._expected, self.got)

    def matches(self, version: Callable) -> bool:
        """Tell whether a known wrong version gives just what the learner's function gave."""
        try:
            theirs = version(*copy.deepcopy(self.arguments))
        except Exception:
            return False
        return _agree(self._same, theirs, self.got)

    def story(self) -> str:
        given = ", ".join(short(argument) for argument in self.arguments)
        if self.error:
            return f"Given {given}, your function stopped with an error. {self.error}."
        return f"Given {given}, your function gave {short(self.got)}, which is not what is asked for."


def _agree(same: Callable[[Any, Any], bool], expected: Any, got: Any) -> bool:
    try:
        return bool(same(expected, got))
    except Exception:  # comparing with an object of any kind may itself fail; then it is not the same
        return False
