"""The small parts that the studio's panels are made of: words, controls, download links and their look."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

from .drawing import plain
from .dress import look

LOOK = f"<style>{look('studio.css', '.studio')}{look('board.css', '.studio')}</style>"

# Draws the SVG of the link before it on a canvas and saves that: nothing is asked of any other machine.
# window.URL, since URL alone means the page's own address inside a handler.
PICTURE = (
    "(function(b){var a=b.parentNode.querySelector('a[data-drawing]'),i=new Image();"
    "i.onload=function(){var c=document.createElement('canvas');c.width=2*i.naturalWidth;c.height=2*i.naturalHeight;"
    "var g=c.getContext('2d');g.fillStyle='#ffffff';g.fillRect(0,0,c.width,c.height);"
    "g.drawImage(i,0,0,c.width,c.height);c.toBlob(function(x){var l=document.createElement('a');"
    "l.href=window.URL.createObjectURL(x);l.download=b.dataset.file;document.body.appendChild(l);l.click();l.remove()},"
    "'image/png')};i.src=a.href})(this)"
)


def words(text: str, *, role: str = "", kind: str = "") -> str:
    """Return a paragraph of escaped text; with a role a screen reader announces it."""
    if not text:
        return ""
    live = {"status": ' role="status"', "alert": ' role="alert"'}.get(role, "")
    dressed = f' class="{kind}"' if kind else ""
    return f"<div{dressed}{live}><p>{plain(text)}</p></div>"


def bullets(lines: Iterable[str]) -> str:
    """Return sentences as a list."""
    items = "".join(f"<li>{plain(line)}</li>" for line in lines)
    return f'<ul class="plain">{items}</ul>' if items else ""


def link(label: str, file: str, kind: str, content: str, more: str = "") -> str:
    """Return a link that saves content as a file; the content is in the link itself."""
    data = base64.b64encode(content.encode("utf-8")).decode("ascii")
    return f'<a download="{plain(file)}" href="data:{kind};base64,{data}" {more}>{plain(label)}</a>'


def picture_button(label: str, file: str) -> str:
    """Return the button that saves the drawing of the link before it as PNG."""
    return (
        f'<button type="button" data-file="{plain(file)}" onclick="{plain(PICTURE)}">{plain(label)}</button>'
    )


def file_stem(text: str) -> str:
    """Return a name that every computer takes as a file's.

    Examples
    --------
    >>> file_stem("Falls: ../ward 4?")
    'falls-ward-4'
    """
    return re.sub(r"[^a-z0-9]+", "-", str(text).lower()).strip("-")[:60] or "chart"


def choice(label: str, options, value=None, width: str = "17rem"):
    """Return a dropdown with its label above it."""
    import ipywidgets

    chosen = {} if value is None else {"value": value}
    return ipywidgets.Dropdown(description=label, options=options, layout=_wide(width), **chosen)


def text_box(label: str, hint: str = "", width: str = "17rem"):
    """Return a text box with its label above it, that speaks up when the reader leaves it or presses Enter."""
    import ipywidgets

    return ipywidgets.Text(description=label, placeholder=hint, continuous_update=False, layout=_wide(width))


def row(*children):
    """Return controls side by side, that wrap on a phone."""
    import ipywidgets

    box = ipywidgets.HBox(children)
    box.add_class("side-by-side")
    return box


def show(widget, wanted: bool) -> None:
    """Show a control or take it away, from the keyboard's path too."""
    widget.layout.display = None if wanted else "none"


def _wide(width: str) -> dict:
    return {"width": f"min(100%, {width})"}
