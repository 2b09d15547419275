"""Runs the code cells of a plan in order, in plain Python, and returns what each of them shows as HTML."""

import ast
import contextlib
import io
import os
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from course.site import figures
from improve.interact.output import figure_bundle, is_chart, is_figure

OPTION = re.compile(r"^:[\w-]+:.*$", re.M)
# a wide table scrolls by itself, and whoever uses no mouse must be able to reach it
SCROLLS = '<div class="table-scroll" tabindex="0" role="group" aria-label="Table">'
STYLE = re.compile(r"<style.*?</style>", re.S)


class CellError(ValueError):
    """A cell that cannot run or cannot be shown on paper."""


def run(sources: list[str], folder: Path) -> list[str]:
    """Return the HTML that each cell shows; the cells share one memory and stand in ``folder``.

    Raises
    ------
    CellError
        With the number of the cell, if one fails or shows something that paper cannot.
    """
    shown: list[str] = []
    memory: dict = {"__name__": "workshop", "display": lambda *things: shown.extend(map(html, things))}
    found = []
    with _standing_in(folder):
        for number, source in enumerate(sources, start=1):
            shown.clear()
            printed = io.StringIO()
            try:
                with contextlib.redirect_stdout(printed):
                    last = _run(source, memory, folder / f"workshop.md, cell {number}")
                    shown.append(html(last))
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                raise CellError(f"{folder / 'workshop.md'}: code cell {number} fails: {reason}") from error
            if printed.getvalue():
                shown.insert(0, f"<pre>{escape(printed.getvalue())}</pre>")
            found.append("\n".join(filter(None, shown)))
    return found


def _table(found: str) -> str:
    found = STYLE.sub("", found)
    return f"{SCROLLS}{found}</div>" if "<table" in found else found


def html(thing: object) -> str:
    """Return one result as HTML: a chart with its reading, a figure, a table, or text."""
    if thing is None:
        return ""
    if is_chart(thing):
        reading = thing.reading_html() if hasattr(thing, "reading_html") else ""
        return html(thing.figure()) + reading
    if is_figure(thing):
        figure = figure_bundle(thing)[figures.MIME]
        fault = figures.unreadable(figure)
        if fault:
            raise CellError(f"a figure {fault}")
        return figures.markup(figure)
    if hasattr(thing, "_repr_html_"):
        return _table(thing._repr_html_() or "")
    if hasattr(thing, "_repr_mimebundle_"):
        raise CellError("it shows a panel with buttons, which paper cannot; show a chart or a table")
    return f"<pre>{escape(str(thing))}</pre>"


def _run(source: str, memory: dict, name: Path) -> object:
    tree = ast.parse(OPTION.sub("", source))
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, str(name), "exec"), memory)
    return eval(compile(ast.Expression(last.value), str(name), "eval"), memory) if last else None


@contextlib.contextmanager
def _standing_in(folder: Path) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
