"""A desk for twenty verdicts: one chart at a time, one verdict for each, and the score when the learner asks for it."""

from __future__ import annotations

from typing import Any

from improve.interact.output import Stage
from improve.interact.sharing import made

from .judging import VERDICTS, Score, score
from .pack import chart, pack

NOT_YET = "not yet"


class VerdictDesk:
    """Charts of a pack with a verdict for each; shows itself as the last expression of a cell.

    Examples
    --------
    >>> desk = VerdictDesk(seed=31)
    >>> desk.give("Length of stay", "no change").verdicts
    {'Length of stay': 'no change'}
    """

    def __init__(self, seed: int | None = None, limits_from: int | None = None) -> None:
        import ipywidgets

        self.seed, self.limits_from = seed, limits_from
        self.months = pack(seed)
        self.verdicts: dict[str, str] = {}
        names = list(self.months["indicator"].unique())
        self._indicator = made(
            ipywidgets.Dropdown, options=names, value=names[0], description="Indicator", whole_label=True
        )
        self._verdict = made(
            ipywidgets.Dropdown,
            options=[NOT_YET, *VERDICTS],
            value=NOT_YET,
            description="Verdict",
            whole_label=True,
        )
        self._next = made(ipywidgets.Button, description="Next indicator")
        self._ask = made(ipywidgets.Button, description="Score my verdicts")
        self._chart, self._told = Stage(), Stage()
        self._indicator.observe(lambda _: self._turn(), names="value")
        self._verdict.observe(lambda _: self._take(), names="value")
        self._next.on_click(lambda _: self._step())
        self._ask.on_click(lambda _: self.ask())
        row = ipywidgets.Layout(flex_flow="row wrap")
        self.panel = ipywidgets.VBox(
            [
                ipywidgets.HBox([self._indicator, self._verdict], layout=row),
                self._chart.box,
                ipywidgets.HBox([self._next, self._ask], layout=row),
                self._told.box,
            ]
        )
        self._turn()

    @property
    def text(self) -> str:
        """Return the words under the buttons."""
        return self._told.words

    def give(self, indicator: str, verdict: str) -> VerdictDesk:
        """Choose an indicator and give it a verdict, as a reader would."""
        self._indicator.value = indicator
        self._verdict.value = verdict
        return self

    def ask(self) -> Score | None:
        """Show the score, once every indicator has a verdict."""
        left = len(self._indicator.options) - len(self.verdicts)
        if left:
            self._told.show(lambda: f"{left} of 20 have no verdict yet. The truth opens when all have one.")
            return None
        found = score(self.verdicts, self.seed)
        self._told.show(lambda: found.words)
        return found

    def _turn(self) -> None:
        name = self._indicator.value
        self._verdict.value = self.verdicts.get(name, NOT_YET)
        self._chart.show(lambda: chart(self.months, name, self.limits_from))

    def _take(self) -> None:
        if self._verdict.value == NOT_YET:
            self.verdicts.pop(self._indicator.value, None)
        else:
            self.verdicts[self._indicator.value] = self._verdict.value
        self._told.show(lambda: f"{len(self.verdicts)} of {len(self._indicator.options)} verdicts given.")

    def _step(self) -> None:
        names = list(self._indicator.options)
        self._indicator.value = names[(names.index(self._indicator.value) + 1) % len(names)]

    def __repr__(self) -> str:
        return f"VerdictDesk({len(self.verdicts)} of {len(self._indicator.options)} verdicts)"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.panel._repr_mimebundle_(**kwargs)
