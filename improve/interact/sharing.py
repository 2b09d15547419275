"""Makes widgets that share their layouts and styles.

Every ipywidgets widget brings a Layout and a Style of its own: two more models that a page must fetch before it
can show anything, one at a time. A notebook with forty panels asks for several hundred of them, and on a busy
server Voila gives up ("model not found"). Widgets that look alike can share one.
"""

from __future__ import annotations

from functools import cache
from typing import Any


def made(
    kind: type, *args: Any, layout: dict[str, str] | None = None, whole_label: bool = False, **fields: Any
) -> Any:
    """Return a widget of this kind with a shared layout and a shared style.

    Parameters
    ----------
    kind : type
        An ipywidgets class.
    layout : dict of str, optional
        Layout fields; widgets that ask for the same ones share one object. Never change a shared layout afterwards.
    whole_label : bool
        Show the whole of the description; ipywidgets cuts it off at a fixed width otherwise.
    """
    shared = {"layout": _layout(tuple(sorted((layout or {}).items())))}
    style = kind.class_traits().get("style")
    if style is not None:
        shared["style"] = _style(style.klass, whole_label)
    return kind(*args, **shared, **fields)


@cache
def _layout(fields: tuple[tuple[str, str], ...]) -> Any:
    import ipywidgets

    return ipywidgets.Layout(**dict(fields))


@cache
def _style(kind: type, whole_label: bool) -> Any:
    return kind(description_width="initial") if whole_label else kind()
