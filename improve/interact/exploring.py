"""explore(): turn the arguments of a function into controls and show what it returns as they move."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from .output import Stage
from .sharing import made

STEPS = 50  # of a slider between two numbers that are not both whole


def explore(function: Callable[..., Any], **controls: Any) -> Exploration:
    """Show a function's result with a control for each argument.

    Parameters
    ----------
    function : callable
        Takes the controls by name; returns a Chart, a Plotly figure or text. A default value of an argument
        is where its control starts.
    **controls
        `(low, high)` or `(low, high, step)` makes a slider, a list a menu, True or False a tick box.

    Returns
    -------
    Exploration
        Shows itself as the last expression of a cell; `.set(name=value)` does what moving a control does.

    Raises
    ------
    ValueError
        When a control is none of these, or the function does not take it.

    Examples
    --------
    >>> double = explore(lambda n: f"Twice {n} is {2 * n}.", n=(0, 10))
    >>> double.text
    'Twice 5 is 10.'
    >>> double.set(n=8).text
    'Twice 8 is 16.'
    """
    if not controls:
        raise ValueError("explore() needs at least one control, such as n=(5, 60).")
    try:
        inspect.signature(function).bind_partial(**controls)
    except TypeError as error:
        raise ValueError(f"The function and its controls do not match: {error}.") from None
    defaults = _defaults(function)
    return Exploration(function, {name: _widget(name, spec, defaults) for name, spec in controls.items()})


class Exploration:
    """Controls, and under them the figure and its reading for where they stand.

    Attributes
    ----------
    text : str
        The words that are showing now.
    """

    def __init__(self, function: Callable[..., Any], controls: dict[str, Any]) -> None:
        import ipywidgets

        self._function, self._controls = function, controls
        self._stage = Stage()
        for control in controls.values():
            control.observe(lambda _: self._draw(), names="value")
        self.panel = ipywidgets.VBox([ipywidgets.VBox(list(controls.values())), self._stage.box])
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


def _defaults(function: Callable[..., Any]) -> dict[str, Any]:
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not inspect.Parameter.empty}


def _widget(name: str, spec: Any, defaults: dict[str, Any]) -> Any:
    import ipywidgets

    label = {"description": name.replace("_", " "), "whole_label": True}
    if isinstance(spec, bool):
        return made(
            ipywidgets.Checkbox,
            value=bool(defaults.get(name, spec)),
            indent=False,
            description=label["description"],
        )
    if isinstance(spec, list) and spec:
        menu = made(ipywidgets.Dropdown, options=spec, **label)
        if name in defaults and defaults[name] in [value for _, value in menu._options_full]:
            menu.value = defaults[name]
        return menu
    if isinstance(spec, tuple) and len(spec) in (2, 3) and all(_is_number(part) for part in spec):
        return _slider(name, spec, defaults.get(name), label)
    raise ValueError(
        f"The control “{name}” is {spec!r}. A control is (low, high), (low, high, step), a list or True."
    )


def _slider(name: str, spec: tuple, start: Any, label: dict[str, Any]) -> Any:
    import ipywidgets

    low, high = spec[:2]
    if not low < high or (len(spec) == 3 and spec[2] <= 0):
        raise ValueError(f"The control “{name}” is {spec!r}: low must be below high, and a step above zero.")
    whole = all(isinstance(part, int) for part in spec)
    step = spec[2] if len(spec) == 3 else (1 if whole else (high - low) / STEPS)
    if not _is_number(start) or not low <= start <= high:
        start = low + step * round((high - low) / 2 / step)
        start = min(start, high)
    kind = ipywidgets.IntSlider if whole and isinstance(start, int) else ipywidgets.FloatSlider
    # Drawing waits until the slider is let go: a figure for each pixel passed would queue up.
    return made(
        kind, value=start, min=low, max=high, step=step, continuous_update=False, readout=True,
        layout={"width": "min(100%, 32rem)"}, **label,
    )  # fmt: skip


def _is_number(part: Any) -> bool:
    return isinstance(part, int | float) and not isinstance(part, bool)
