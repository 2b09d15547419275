"""What a panel says of itself when its cell runs for a built page: everything it can show, computed beforehand.

A page has no kernel. While one is built, explore() and predict() show no widgets. They compute what a reader
could come to see and hand it to the page as plain data; the page draws it with controls of its own.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import math
import os
from collections.abc import Callable
from typing import Any

from .controls import Control
from .output import figure_data, is_chart, is_figure, words_with

VARIABLE = "IMPROVE_BUILDS_A_PAGE"  # set by whatever runs cells for pages
EXPLORE = "application/vnd.improve.explore+json"
PREDICT = "application/vnd.improve.predict+json"
MOST_CONTROLS = 3
MOST_STATES = 300


def building() -> bool:
    """Tell whether this cell runs for a built page."""
    return os.environ.get(VARIABLE) == "1"


class PagePanel:
    """A panel in a page that is being built: plain data under a MIME type of its own.

    Attributes
    ----------
    text : str
        The words that are showing at first.
    """

    def __init__(self, mime: str, content: dict[str, Any], text: str) -> None:
        self.mime, self.content, self.text = mime, content, text

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {self.mime: self.content, "text/plain": self.text}


def explored(function: Callable[..., Any], controls: list[Control]) -> PagePanel:
    """Compute every state of the controls.

    Raises
    ------
    ValueError
        When there are too many states, one of them cannot be shown, or they differ from one call to the next.
    """
    settings = [settings_of(control) for control in controls]
    _check_size([len(options) for options in settings])
    grid = list(itertools.product(*([value for _, value in options] for options in settings)))

    def state(values: tuple) -> dict[str, Any]:
        arguments = {control.name: value for control, value in zip(controls, values, strict=True)}
        where = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
        return _shown(lambda: function(**arguments), f"The state {where}")

    states = [state(values) for values in grid]
    if len({"figure" in one for one in states}) > 1:
        raise ValueError(
            "Some states of this explore() are figures and some are text. In a page all must be alike."
        )
    for number in {0, len(grid) // 2, len(grid) - 1}:
        if json.dumps(state(grid[number])) != json.dumps(states[number]):
            raise ValueError(
                f"The state {grid[number]!r} came out differently when it was computed again. "
                "A reader must see what was built: start any chance inside the function from a fixed seed."
            )
    described = [
        {
            "name": control.name,
            "label": control.label,
            "kind": control.kind,
            "options": [label for label, _ in options],
            "start": [value for _, value in options].index(control.start),
        }
        for control, options in zip(controls, settings, strict=True)
    ]
    first = grid.index(tuple(control.start for control in controls))
    return PagePanel(EXPLORE, {"controls": described, "states": states}, states[first]["reading"])


def _check_size(counts: list[int]) -> None:
    if len(counts) > MOST_CONTROLS:
        raise ValueError(
            f"This explore() has {len(counts)} controls. In a page the most is {MOST_CONTROLS}: "
            "more are hard to keep in mind, and their states would fill the page."
        )
    if math.prod(counts) > MOST_STATES:
        raise ValueError(
            f"This explore() has {' × '.join(map(str, counts))} = {math.prod(counts)} states. In a page the most is "
            f"{MOST_STATES}: give a slider a longer step, or leave a control out."
        )


def predicted(
    id: str,
    question: str,
    choices: list[str],
    between: tuple | None,
    sentences: dict[str, str],
    reveal: Callable,
) -> PagePanel:
    """Compute what is shown after a guess."""
    content = {"id": id, "question": question, "choices": choices, "between": between, "sentences": sentences}
    content["reveal"] = _shown(reveal, f"The reveal of predict({id!r})", tables=True)
    return PagePanel(PREDICT, content, question)


def settings_of(control: Control) -> list[tuple[str, Any]]:
    """Return each thing that a control can be set to in a page, with its label."""
    if control.kind != "slider":
        return list(control.options)
    if control.step is None:
        raise ValueError(
            f"The control “{control.name}” runs from {control.low} to {control.high} without a step. "
            f"In a page give it one, such as {control.name}=({control.low}, {control.high}, "
            f"{(control.high - control.low) / 10:g})."
        )
    count = int((control.high - control.low) / control.step + 1e-9) + 1
    _check_size([count])
    values = [control.low + number * control.step for number in range(count)]
    if not all(isinstance(value, int) for value in values):
        values = [round(value, 10) for value in values]
    if control.start not in values:
        raise ValueError(
            f"The control “{control.name}” starts at {control.start:g}, which is not on one of its steps: "
            f"{', '.join(f'{value:g}' for value in values[:4])}, …"
        )
    return [(f"{value:g}", value) for value in values]


def _shown(make: Callable[[], Any], what: str, *, tables: bool = False) -> dict[str, Any]:
    """Return what a result shows: its figure with a text alternative, and its words."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            result = make()
    except Exception as error:
        raise ValueError(f"{what} cannot be shown. {type(error).__name__}: {error}") from error
    if isinstance(result, str):
        found: dict[str, Any] = {"reading": result}
    elif is_chart(result) or is_figure(result):
        found = _figure(result, what)
    elif tables and hasattr(result, "to_html"):
        found = {"html": result.to_html(border=0), "reading": ""}
    else:
        raise ValueError(
            f"{what} is a {type(result).__name__}. In a page it must be a Chart, a Plotly figure or text."
        )
    if printed.getvalue().strip():
        found["reading"] = f"{printed.getvalue().strip()}\n\n{found['reading']}".strip()
    if not found["reading"].strip() and "html" not in found:
        raise ValueError(f"{what} has no words: a reader who cannot see it must be told what it shows.")
    return found


def _figure(result: Any, what: str) -> dict[str, Any]:
    figure = result.figure() if is_chart(result) else result
    words = words_with(figure)
    if not words.get("alt") or not (is_chart(result) or words.get("reading")):
        raise ValueError(
            f"{what} is a figure without words. Put them into layout.meta: "
            '{"alt": "what there is to see", "reading": "what it says"}.'
        )
    data = figure_data(figure)
    layout = {name: part for name, part in data["layout"].items() if name not in ("template", "meta")}
    reading = str(result.reading()) if is_chart(result) else words["reading"]
    return {"figure": {"data": data["data"], "layout": layout}, "alt": words["alt"], "reading": reading}
