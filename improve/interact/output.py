"""Showing things: one place that turns a result into something JupyterLab, Notebook and Voila can all draw.

A figure goes out as data (`application/vnd.plotly.v1+json`), never as a page with plotly.js inside it or with
an address to fetch it from: that keeps a notebook small and lets it work where content networks are blocked.
Panels set the `outputs` of an Output widget in one assignment, so a new figure takes the old one's place.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from html import escape
from typing import Any

from .sharing import made

FIGURE = "application/vnd.plotly.v1+json"
LONGEST_ERROR = 300

# ipywidgets cuts a label off at a fixed width unless it is told to show the whole of it
LABELLED = {"whole_label": True, "layout": {"width": "auto", "max_width": "40rem"}}

# ipywidgets gives every option one line's height, so a long one would lie over the next, on a phone above all
WRAPPED_OPTIONS = """<style>
.widget-radio { height: auto !important; }
.widget-radio-box label { height: auto !important; line-height: 1.35 !important; white-space: normal;
  padding: 3px 0 3px 24px; position: relative; }
.widget-radio-box label input { position: absolute; left: 0; top: 0.35em; }
</style>"""


def figure_data(figure: Any) -> dict[str, Any]:
    """Return a Plotly figure as plain data."""
    import plotly.io

    return dict(plotly.io.renderers["plotly_mimetype"].to_mimebundle(figure.to_dict()))[FIGURE]


def figure_bundle(figure: Any) -> dict[str, Any]:
    """Return a Plotly figure as data, with its description as the plain-text form."""
    return {FIGURE: figure_data(figure), "text/plain": words_with(figure).get("alt") or "A chart."}


def words_with(figure: Any) -> dict[str, str]:
    """Return the `alt` and `reading` texts that a figure carries in its `layout.meta`."""
    meta = figure.layout.meta
    if not isinstance(meta, dict):
        return {}
    return {name: meta[name] for name in ("alt", "reading") if isinstance(meta.get(name), str)}


def sentence(error: BaseException) -> str:
    """Say an error in one or a few plain sentences, with no trace of the code behind it."""
    text = " ".join(str(error).split())
    if len(text) > LONGEST_ERROR:
        text = text[: LONGEST_ERROR - 1] + "…"
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def paragraphs(text: str, *, role: str = "") -> str:
    """Return text as escaped HTML; with the role "status" or "alert" a screen reader announces it."""
    blocks = [block for block in text.split("\n\n") if block.strip()]
    inside = "".join(
        f'<p style="margin: 0.4em 0; line-height: 1.5">{escape(block).replace(chr(10), "<br>")}</p>'
        for block in blocks
    )
    live = {"status": ' role="status" aria-live="polite"', "alert": ' role="alert" aria-live="assertive"'}
    return f"<div{live.get(role, '')}>{inside}</div>"


def is_figure(result: Any) -> bool:
    """Tell a Plotly figure from anything else without importing plotly."""
    return hasattr(result, "to_plotly_json") and hasattr(result, "layout")


def is_chart(result: Any) -> bool:
    """Tell one of our charts: it can draw itself and say what it shows."""
    return callable(getattr(result, "figure", None)) and callable(getattr(result, "reading", None))


class Stage:
    """A place in a panel that shows one result at a time: a figure, its reading under it, or a sentence.

    `words` holds the text that is showing now, for tests and for readers without a screen.
    """

    def __init__(self) -> None:
        import ipywidgets

        self.output = ipywidgets.Output()
        self.reading = made(ipywidgets.HTML)
        self.box = ipywidgets.VBox([self.output, self.reading])
        self.words = ""

    def show(self, make: Callable[[], Any]) -> None:
        """Call `make` and show what it returns in place of what was there, or its error as a sentence."""
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                outputs, words, more = _rendered(make())
        except Exception as error:  # whatever went wrong, a learner gets a sentence and never a traceback
            self.clear()
            self._say(_what_went_wrong(error), role="alert")
            return
        if printed.getvalue():
            outputs = [{"output_type": "stream", "name": "stdout", "text": printed.getvalue()}, *outputs]
        self.output.outputs = tuple(outputs)
        self._say(words, more=more)

    def clear(self) -> None:
        """Show nothing: a figure left standing beside an error would mislead."""
        self.output.outputs = ()
        self._say("")

    def _say(self, words: str, *, role: str = "status", more: str = "") -> None:
        self.words = words
        self.reading.value = (paragraphs(words, role=role) if words else "") + more


def _what_went_wrong(error: Exception) -> str:
    # A ValueError raised by our own functions is already a sentence written for the reader.
    text = str(error) if isinstance(error, ValueError) and str(error).strip() else sentence(error)
    return f"This cannot be shown. {text}"


def _rendered(result: Any) -> tuple[list[dict], str, str]:
    """Return the outputs, the words under them and further HTML for any result."""
    if result is None:
        return [], "", ""
    if isinstance(result, str):
        return [], result, ""
    if is_chart(result):
        figure = result.figure()
        return (
            [_display(figure_bundle(figure))],
            str(result.reading()),
            _description(words_with(figure).get("alt")),
        )
    if is_figure(result):
        words = words_with(result)
        return [_display(figure_bundle(result))], words.get("reading", ""), _description(words.get("alt"))
    return [_display(_bundle_of_anything(result))], "", ""


def _display(bundle: dict[str, Any]) -> dict[str, Any]:
    return {"output_type": "display_data", "data": bundle, "metadata": {}}


def _description(alt: str | None) -> str:
    if not alt:
        return ""
    return f"<details><summary>Describe this chart in words</summary><p>{escape(alt)}</p></details>"


def _bundle_of_anything(result: Any) -> dict[str, Any]:
    from IPython.core.interactiveshell import InteractiveShell

    if InteractiveShell.initialized():
        data, _ = InteractiveShell.instance().display_formatter.format(result)
        if data:
            return data
    return {"text/plain": repr(result)}
