"""Widgets that share one Layout and one Style of each kind: the stylesheet dresses them, and a part opens faster.

A widget's Layout and Style are objects that travel to the browser and stay there after it is closed.
"""

from __future__ import annotations

from functools import cache
from typing import Any


def made(kind: type, *values: Any, **settings: Any) -> Any:
    """Return a widget of a kind.

    Examples
    --------
    >>> import ipywidgets
    >>> one, other = made(ipywidgets.Text, description="One"), made(ipywidgets.Text, description="Other")
    >>> one.layout is other.layout, one.style is other.style
    (True, True)
    """
    style = _style(kind)
    return kind(*values, layout=_layout(), **({"style": style} if style else {}), **settings)


@cache
def _layout() -> Any:
    import ipywidgets

    return ipywidgets.Layout()


@cache
def _style(kind: type) -> Any:
    trait = kind.class_traits().get("style")
    return kind().style if trait is not None else None
