"""explore(): turn the arguments of a function into controls and show what it returns as they move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .controls import STEPS, Control, read_controls
from .output import Stage
from .pages import PagePanel, building, explored
from .sharing import made


def explore(function: Callable[..., Any], **controls: Any) -> Exploration | PagePanel:
    """Show a function's result with a control for each argument.

    Parameters
    ----------
    function : callable
        Takes the controls by name; returns a Chart, a Plotly figure or text. A default value of an argument
        is where its control starts.
    **controls
        `(low, high)` or `(low, high, step)` makes a slider, a list a menu, True or False a tick box.
        In a page: three at the most, a slider with a step unless both ends are whole, 300 states in all.

    Returns
    -------
    Exploration
        Shows itself as the last expression of a cell; `.set(name=value)` does what moving a control does.
        In a page that is being built, a PagePanel: every state, computed beforehand.

    Raises
    ------
    ValueError
        When a control is none of these, or the function does not take it; in a page also when a state has no
        words or changes from one call to the next, or there are too many.

    Examples
    --------
    >>> double = explore(lambda n: f"Twice {n} is {2 * n}.", n=(0, 10))
    >>> double.text
    'Twice 5 is 10.'
    >>> double.set(n=8).text
    'Twice 8 is 16.'
    """
    read = read_controls(function, controls)
    return explored(function, read) if building() else Exploration(function, read)


class Exploration:
    """Controls, and under them the figure and its reading for where they stand.

    Attributes
    ----------
    text : str
        The words that are showing now.
    """

    def __init__(self, function: Callable[..., Any], controls: list[Control]) -> None:
        import ipywidgets

        self._function = function
        self._controls = {control.name: _widget(control) for control in controls}
        self._stage = Stage()
        for widget in self._controls.values():
            widget.observe(lambda _: self._draw(), names="value")
        self.panel = ipywidgets.VBox([ipywidgets.VBox(list(self._controls.values())), self._stage.box])
        self._draw()

    @property
    def text(self) -> str:
        return self._stage.words

    @property
    def values(self) -> dict[str, Any]:
        """Return where each control stands."""
        return {name: control.value for name, control in self._controls.items()}

    def set(self, **values: Any) -> Exploration:
        """Move controls to new values, as a reader would."""
        for name, value in values.items():
            if name not in self._controls:
                raise ValueError(
                    f"There is no control “{name}”. The controls are: {', '.join(self._controls)}."
                )
            self._controls[name].value = value
        return self

    def _draw(self) -> None:
        self._stage.show(lambda: self._function(**self.values))

    def __repr__(self) -> str:
        return f"Exploration({self.values})"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.panel._repr_mimebundle_(**kwargs)


def _widget(control: Control) -> Any:
    import ipywidgets

    if control.kind == "tick":
        return made(ipywidgets.Checkbox, value=control.start, indent=False, description=control.label)
    if control.kind == "menu":
        return made(
            ipywidgets.Dropdown,
            options=list(control.options),
            value=control.start,
            description=control.label,
            whole_label=True,
        )
    kind = ipywidgets.IntSlider if control.whole else ipywidgets.FloatSlider
    step = control.step or (control.high - control.low) / STEPS
    # Drawing waits until the slider is let go: a figure for each pixel passed would queue up.
    return made(
        kind, value=control.start, min=control.low, max=control.high, step=step, continuous_update=False,
        readout=True, description=control.label, whole_label=True, layout={"width": "min(100%, 32rem)"},
    )  # fmt: skip
