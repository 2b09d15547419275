"""Controls as plain data: what each can be set to, and where it starts; panels and pages draw the same ones."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

STEPS = 50  # of a slider between two numbers that are not both whole


@dataclass(frozen=True)
class Control:
    """One argument of a function that is explored.

    Attributes
    ----------
    kind : str
        "slider", "menu" or "tick".
    options : tuple of (str, object)
        What a menu or a tick box can be set to, each with its label; empty for a slider.
    low, high, step : number
        The range of a slider; a step of None means that the author gave none and it slides freely.
    """

    name: str
    kind: str
    start: Any
    options: tuple[tuple[str, Any], ...] = ()
    low: Any = None
    high: Any = None
    step: Any = None

    @property
    def label(self) -> str:
        return self.name.replace("_", " ")

    @property
    def whole(self) -> bool:
        """True for a slider over whole numbers."""
        return all(isinstance(part, int) for part in (self.low, self.high, self.step, self.start))


def read_controls(function: Callable[..., Any], specs: dict[str, Any]) -> list[Control]:
    """Return the controls that an author asked for, or say in a ValueError what is wrong with them."""
    if not specs:
        raise ValueError("explore() needs at least one control, such as n=(5, 60).")
    try:
        inspect.signature(function).bind_partial(**specs)
    except TypeError as error:
        raise ValueError(f"The function and its controls do not match: {error}.") from None
    parameters = inspect.signature(function).parameters.values()
    defaults = {p.name: p.default for p in parameters if p.default is not inspect.Parameter.empty}
    return [_control(name, spec, defaults) for name, spec in specs.items()]


def _control(name: str, spec: Any, defaults: dict[str, Any]) -> Control:
    if isinstance(spec, bool):
        return Control(name, "tick", bool(defaults.get(name, spec)), (("no", False), ("yes", True)))
    if isinstance(spec, list) and spec:
        return _menu(name, spec, defaults)
    if isinstance(spec, tuple) and len(spec) in (2, 3) and all(map(is_number, spec)):
        return _slider(name, spec, defaults.get(name))
    raise ValueError(
        f"The control “{name}” is {spec!r}. A control is (low, high), (low, high, step), a list or True."
    )


def _menu(name: str, spec: list, defaults: dict[str, Any]) -> Control:
    labelled = all(isinstance(option, tuple | list) and len(option) == 2 for option in spec)
    options = tuple(
        (str(label), value) for label, value in (spec if labelled else zip(spec, spec, strict=True))
    )
    values = [value for _, value in options]
    start = defaults[name] if name in defaults and defaults[name] in values else values[0]
    return Control(name, "menu", start, options)


def _slider(name: str, spec: tuple, start: Any) -> Control:
    low, high = spec[:2]
    if not low < high or (len(spec) == 3 and spec[2] <= 0):
        raise ValueError(f"The control “{name}” is {spec!r}: low must be below high, and a step above zero.")
    whole = all(isinstance(part, int) for part in spec)
    step = spec[2] if len(spec) == 3 else (1 if whole else None)
    if not is_number(start) or not low <= start <= high:
        stride = step or (high - low) / STEPS
        start = min(low + stride * round((high - low) / 2 / stride), high)
    return Control(name, "slider", start, low=low, high=high, step=step)


def is_number(part: Any) -> bool:
    return isinstance(part, int | float) and not isinstance(part, bool)
