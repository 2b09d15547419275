"""predict(): commit to a guess first, then see what happened, with the guess beside it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from .answers import is_blank, read_number
from .journal import JOURNAL, Journal
from .output import LABELLED, WRAPPED_OPTIONS, Stage, paragraphs
from .pages import PagePanel, building, predicted
from .sharing import made

BLANK = "Make a guess first. A wrong guess teaches as much as a right one."
OUTSIDE = "Guess a number from {low} to {high}."
LABEL = "Your guess, {low} to {high}"
KEPT = "Your guess: {guess}."
FIRST = "Your first guess stands: {guess}."


def predict(
    id: str,
    question: str,
    *,
    choices: Sequence[Any] | None = None,
    between: tuple[float, float] | None = None,
    reveal: Callable[[], Any],
    journal: Journal = JOURNAL,
) -> Prediction | PagePanel:
    """Ask for a guess and only then call `reveal` and show what it returns.

    Parameters
    ----------
    id : str
        Names the prediction in the learner's journal; one name for one question.
    question : str
        What to guess, in a sentence or two.
    choices : sequence, optional
        Options to choose from. Give either these or `between`.
    between : (float, float), optional
        Lowest and highest number that may be guessed, both included.
    reveal : callable
        Takes nothing; returns a Chart, a Plotly figure or text. It is not called before a guess is committed
        (while a page is being built it is, and the page keeps what it returns out of sight).
    journal : Journal
        Where the guess is recorded. The first guess stands, also when the cell is run again.

    Returns
    -------
    Prediction
        Shows itself as the last expression of a cell; `.commit(guess)` does what the button does.
        In a page that is being built, a PagePanel.

    Raises
    ------
    ValueError
        When neither or both of `choices` and `between` are given, or they hold nothing to choose from.

    Examples
    --------
    >>> from improve.interact import Journal
    >>> ask = {"choices": ["yes", "no"], "reveal": lambda: "It rose.", "journal": Journal()}
    >>> guess = predict("fall", "Did it fall?", **ask)
    >>> guess.text
    ''
    >>> guess.commit("yes").text
    'Your guess: yes.\\n\\nIt rose.'
    """
    if (choices is None) == (between is None):
        raise ValueError("Give either `choices` or `between`.")
    if choices is not None and len(choices) < 2:
        raise ValueError("`choices` needs at least two options.")
    if between is not None and not between[0] < between[1]:
        raise ValueError("`between` is (lowest, highest).")
    options = list(map(str, choices or []))
    if building():
        return predicted(id, question, options, between, _sentences(between), reveal)
    return Prediction(id, question, options, between, reveal, journal)


def _sentences(between: tuple[float, float] | None) -> dict[str, str]:
    """Return what is said to a guess, for panels and for pages."""
    said = {"blank": BLANK, "kept": KEPT, "first": FIRST}
    if between is not None:
        low, high = map(_tidy, between)
        said |= {"label": LABEL.format(low=low, high=high), "outside": OUTSIDE.format(low=low, high=high)}
    return said


class Prediction:
    """A question, a way to guess, and after the guess the reveal beside it.

    Attributes
    ----------
    guess : str or None
        The guess that stands.
    text : str
        The words that are showing under the question.
    """

    def __init__(
        self,
        id: str,
        question: str,
        choices: list[str],
        between: tuple[float, float] | None,
        reveal: Callable[[], Any],
        journal: Journal,
    ) -> None:
        import ipywidgets

        self.id, self._choices, self._between = id, choices, between
        self._reveal, self._journal = reveal, journal
        self.guess: str | None = None
        self._input = self._make_input()
        self._button = made(
            ipywidgets.Button,
            description="Commit my guess",
            tooltip="Commit this guess and see what happened",
        )
        self._button.on_click(lambda _: self.commit(self._input.value))
        self._said = made(ipywidgets.HTML)
        self._stage = Stage()
        self._message = ""
        asked = made(ipywidgets.HTML, paragraphs(question) + (WRAPPED_OPTIONS if choices else ""))
        self.panel = ipywidgets.VBox([asked, self._input, self._button, self._said, self._stage.box])
        self._restore("restored")
        journal.listen(f"predict {id}", self._restore)

    @property
    def text(self) -> str:
        return "\n\n".join(part for part in (self._message, self._stage.words) if part)

    def commit(self, guess: Any) -> Prediction:
        """Commit to a guess and show the reveal; a guess that does not fit is asked for again."""
        if self.guess is not None:
            self._say(FIRST.format(guess=self.guess))
            return self
        said, problem = self._read(guess)
        if problem:
            self._say(problem)
            return self
        self._settle(self._journal.predict(self.id, said))
        return self

    def _settle(self, guess: str) -> None:
        """Take a guess as final: close the question, show the guess, then the reveal."""
        self.guess = guess
        self._input.disabled = self._button.disabled = True
        if guess in self._choices or self._between:
            self._input.value = guess
        self._say(KEPT.format(guess=guess))
        self._stage.show(self._reveal)

    def _restore(self, event: str) -> None:
        saved = self._journal.predictions.get(self.id)
        if event == "restored" and saved is not None and saved != self.guess:
            self._settle(saved)

    def _read(self, guess: Any) -> tuple[str, str]:
        """Return the guess as text, or a sentence that says what is missing."""
        if is_blank(guess):
            return "", BLANK
        if self._between is None:
            said = str(guess)
            return said, "" if said in self._choices else f"Choose one of these: {', '.join(self._choices)}."
        number, problem = read_number(guess)
        low, high = self._between
        if problem or not low <= number <= high:
            return "", OUTSIDE.format(low=_tidy(low), high=_tidy(high))
        return _tidy(number), ""

    def _make_input(self) -> Any:
        import ipywidgets

        if self._between is None:
            return made(
                ipywidgets.RadioButtons,
                options=self._choices,
                value=None,
                description="Your guess",
                **LABELLED,
            )
        low, high = map(_tidy, self._between)
        # A slider or a number box would start somewhere, and a starting value pulls guesses towards it.
        return made(
            ipywidgets.Text,
            description=LABEL.format(low=low, high=high),
            placeholder="a number",
            **LABELLED,
        )

    def _say(self, message: str) -> None:
        self._message = message
        self._said.value = paragraphs(message, role="status")

    def __repr__(self) -> str:
        return f"Prediction({self.id!r}, guess={self.guess!r})"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.panel._repr_mimebundle_(**kwargs)


def _tidy(number: float) -> str:
    """Write a number without a trailing .0.

    Examples
    --------
    >>> _tidy(10.0), _tidy(2.5)
    ('10', '2.5')
    """
    number = float(number)
    return str(int(number)) if math.isfinite(number) and number == int(number) else repr(number)
