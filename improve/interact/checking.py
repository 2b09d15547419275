"""check(): feedback on an answer, at once and in words, as often as a learner likes.

With an answer it prints the feedback. Without one it shows a box to answer in, for readers who see no code.
"""

from __future__ import annotations

from typing import Any

from .answers import is_blank
from .feedback import NOT_TRIED, NOT_YET, Feedback
from .finding import ChecksProblem, find_checks
from .function_checks import FunctionCheck
from .journal import JOURNAL, Journal
from .output import LABELLED, WRAPPED_OPTIONS, paragraphs, sentence
from .sealed_checks import ChoiceCheck
from .sharing import made

_ASK = object()  # stands for "no answer was passed"; None and ... are answers left blank


def check(id: str, answer: Any = _ASK, *, journal: Journal = JOURNAL) -> Feedback | Question | None:
    """Check an answer against the module's `checks.py`, or show a box to answer in.

    Parameters
    ----------
    id : str
        "outcome/step", as in the module's `checks.py`.
    answer : optional
        A number, a word, a choice or a function. Left blank (`...`, None, "") it is "not tried yet".
        Left out altogether, an input box with a button is shown.
    journal : Journal
        Where the try is recorded.

    Returns
    -------
    Feedback, Question or None
        The feedback, which has been printed; or the question to show; or None when the checks cannot be
        found, which has been said in a printed sentence.
    """
    try:
        step = _step(id)
    except ChecksProblem as problem:
        print(problem)
        return None
    if answer is _ASK:
        return Question(step, journal)
    feedback = judge(step, answer, journal)
    print(feedback.text)
    return feedback


def judge(step: Any, answer: Any, journal: Journal) -> Feedback:
    """Judge an answer and record the try; a blank is no try."""
    try:
        feedback = step.judge(answer)
    except Exception as error:  # a fault in checks.py is the author's; a learner gets a sentence all the same
        return Feedback(
            step.id, NOT_YET, f"The check itself failed; the fault is not yours. {sentence(error)}."
        )
    if not is_blank(answer) and feedback.status != NOT_TRIED:
        kept = None if isinstance(step, FunctionCheck) else _as_text(answer)
        journal.answer(step.id, feedback.status, kept)
    return feedback


def _step(id: str) -> Any:
    checks = find_checks()
    if id not in checks:
        raise ChecksProblem(f"There is no check “{id}” here. The checks are: {', '.join(checks)}.")
    return checks[id]


def _as_text(answer: Any) -> str:
    item = answer.item() if hasattr(answer, "item") and getattr(answer, "size", 0) == 1 else answer
    try:
        return str(item)[:200]
    except Exception:
        return f"a {type(answer).__name__}"


class Question:
    """A check as a panel: the question, a box or options, a button, and the feedback under them."""

    def __init__(self, step: Any, journal: Journal) -> None:
        import ipywidgets

        self.step, self._journal = step, journal
        self._feedback = made(ipywidgets.HTML)
        self._input = _input_for(step)
        self.text = ""
        if self._input is None:
            self._say("This step asks for code. Open the notebook in Jupyter to try it.")
            self.panel = ipywidgets.VBox([_label(step), self._feedback])
            return
        button = made(ipywidgets.Button, description="Check", tooltip="Check this answer")
        button.on_click(lambda _: self.answer(self._input.value))
        self.panel = ipywidgets.VBox([_label(step), self._input, button, self._feedback])
        self._restore("restored")
        journal.listen(f"check {step.id}", self._restore)

    def answer(self, answer: Any) -> Feedback:
        """Answer the question, as the button does."""
        feedback = judge(self.step, answer, self._journal)
        self._say(feedback.words)
        return feedback

    def _say(self, text: str) -> None:
        self.text = text
        self._feedback.value = paragraphs(text, role="status")

    def _restore(self, event: str) -> None:
        """Show an answer that was brought back, without judging it again."""
        saved = self._journal.checks.get(self.step.id)
        if event != "restored" or not saved or "answer" not in saved:
            return
        if isinstance(self.step, ChoiceCheck):
            known = [key for key in self.step.options if key == saved["answer"]]
            self._input.value = known[0] if known else None
        else:
            self._input.value = saved["answer"]
        self._say(f"Your answer from before: {saved['answer']} ({saved['status']}).")

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.panel._repr_mimebundle_(**kwargs)


def _label(step: Any) -> Any:
    import ipywidgets

    style = WRAPPED_OPTIONS if isinstance(step, ChoiceCheck) else ""
    return made(ipywidgets.HTML, paragraphs(step.question or step.id) + style)


def _input_for(step: Any) -> Any:
    """Return the widget to answer with, or None where only code can answer."""
    import ipywidgets

    if isinstance(step, FunctionCheck):
        return None
    if isinstance(step, ChoiceCheck):
        options = [(text, key) for key, text in step.options.items()]
        return made(
            ipywidgets.RadioButtons, options=options, value=None, description="Your answer", **LABELLED
        )
    unit = f" ({step.unit})" if getattr(step, "unit", "") else ""
    return made(ipywidgets.Text, description=f"Your answer{unit}", **LABELLED)
