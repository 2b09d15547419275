"""The pieces that every part of the workbook is put together from: words, buttons, rows, lists of entries, uploads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import look
from .desk import Desk
from .making import made


def html(content: str = "") -> Any:
    import ipywidgets

    return made(ipywidgets.HTML, content)


def words(*sentences: str, kind: str = "") -> Any:
    """Return paragraphs."""
    return html("".join(look.paragraph(sentence, kind) for sentence in sentences))


def heading(text: str, level: int = 3, *, focus: bool = False) -> Any:
    """Return a heading; with `focus` the keyboard goes on from here."""
    return html(f"<h{level}{look.focus() if focus else ''}>{look.escape(text)}</h{level}>")


def column(*children: Any, kind: str = "") -> Any:
    return _box(children, kind)


def row(*children: Any) -> Any:
    """Return things side by side that wrap on a narrow screen."""
    return _box(children, "wb-row")


def _box(children: tuple, kind: str) -> Any:
    import ipywidgets

    box = made(ipywidgets.Box, list(children)) if kind == "wb-row" else made(ipywidgets.VBox, list(children))
    for name in kind.split():
        box.add_class(name)
    return box


def button(text: str, press: Callable[[], None], *, main: bool = False) -> Any:
    import ipywidgets

    control = made(ipywidgets.Button, description=text, tooltip=text)
    control.on_click(lambda _: press())
    if main:
        control.add_class("wb-main")
    return control


def upload(text: str, accept: str, chosen: Callable[[str, bytes], None]) -> Any:
    """Return a button that opens a file; `chosen` gets its name and content, also when it is the same file again."""
    import ipywidgets

    control = made(ipywidgets.FileUpload, accept=accept, multiple=False, description=text, tooltip=text)

    def given(change: Any) -> None:
        files = list(change["new"])
        if not files:
            return
        control.value = ()
        chosen(str(files[0]["name"]), bytes(files[0]["content"]))

    control.observe(given, names="value")
    return control


def entries(
    desk: Desk,
    place: tuple,
    kind: str,
    stem: str,
    one: str,
    draw: Callable[[str], Any],
    *,
    most: int = 100,
    new: dict[str, Any] | None = None,
) -> Any:
    """Return the entries of a list, each with its fields and ways to move or remove it, and a button for a new one.

    Parameters
    ----------
    desk : Desk
    place : tuple
        Where the list lies.
    kind : str
        What `Project.named` calls its entries, so that links to a removed one go too.
    stem : str
        The start of a new entry's id.
    one : str
        What one entry is called, such as "primary driver".
    draw : callable
        Given an entry's id, returns its fields.
    new : dict, optional
        What a new entry holds.
    """
    listed = desk.get(place)
    said = html()

    def act(problem: str) -> None:
        said.value = look.wrong(problem)

    boxes = []
    for at, entry in enumerate(listed, start=1):
        id = entry["id"]
        named = f"{one} {at}"
        tools = [button(f"Remove {named}", lambda id=id: act(desk.remove((*place, id), kind)))]
        if at > 1:
            tools.insert(0, button(f"Move {named} up", lambda id=id: act(desk.move((*place, id), -1))))
        title = heading(f"{one[:1].upper()}{one[1:]} {at}", focus=desk.fresh == id)
        boxes.append(column(title, draw(id), row(*tools), kind="wb-entry"))
    full = len(listed) >= most
    add = button(f"Add a {one}", lambda: act(desk.add(place, stem, **(new or {}))[1]))
    add.disabled = full
    return column(*boxes, row(add), said)
