"""Every colour the course uses, in one place: charts read it, and the site's stylesheet is made from it.

Each name has a light and a dark value. The pairs were chosen to hold a contrast of at least 4.5 to 1 for text
(3 to 1 for lines and markers) on their paper, to stay apart for colour-blind readers, and to stay apart in
grey print: a signal is darker than common cause, and charts never rely on colour alone.

>>> LIGHT.accent
'#0f6b66'
>>> css_variables("dark").splitlines()[0]
'--ink: #e6ebef;'
"""

import json
import os
from dataclasses import dataclass, fields, replace

# whoever publishes an edition of the course in other colours gives them here, as JSON: {"light": {"accent": "#123456"}}
VARIABLE = "IMPROVE_COLOURS"


@dataclass(frozen=True)
class Palette:
    """One set of colours; every value is a six-digit hexadecimal colour."""

    ink: str  # text
    quiet: str  # secondary text, labels
    line: str  # common-cause points, rules, quiet lines
    faint: str  # grid lines, borders
    paper: str  # background
    wash: str  # background of a panel
    accent: str  # signals, links: the one accent
    on_accent: str  # text on the accent
    warm: str  # the second voice where a page truly needs one: targets, warnings


HOUSE = {
    "light": Palette(
        ink="#22303c",
        quiet="#5b6670",
        line="#8a949c",
        faint="#dfe3e6",
        paper="#ffffff",
        wash="#f5f7f8",
        accent="#0f6b66",
        on_accent="#ffffff",
        warm="#8f4a00",
    ),
    "dark": Palette(
        ink="#e6ebef",
        quiet="#a9b4bd",
        line="#84909a",
        faint="#34414c",
        paper="#16202a",
        wash="#1e2a35",
        accent="#5cc8bf",
        on_accent="#16202a",
        warm="#f0b26b",
    ),
}

_OWN = json.loads(os.environ.get(VARIABLE, "{}"))
PALETTES = {theme: replace(house, **_OWN.get(theme, {})) for theme, house in HOUSE.items()}
LIGHT, DARK = PALETTES["light"], PALETTES["dark"]

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'


def palette(theme: str = "light") -> Palette:
    """Return the light or the dark palette.

    Raises
    ------
    ValueError
        If `theme` is neither "light" nor "dark".

    Examples
    --------
    >>> palette("dark").accent
    '#5cc8bf'
    """
    if theme not in PALETTES:
        raise ValueError(f"There is no theme {theme!r}. Use 'light' or 'dark'.")
    return PALETTES[theme]


def css_variables(theme: str = "light") -> str:
    """Return the palette as CSS custom properties, one a line (`--on-accent: #ffffff;`)."""
    colours = palette(theme)
    return "\n".join(f"--{f.name.replace('_', '-')}: {getattr(colours, f.name)};" for f in fields(colours))


def dark_from_light() -> dict[str, str]:
    """Map each light colour to its dark partner, for a page that re-colours a chart drawn in light."""
    return {getattr(LIGHT, f.name): getattr(DARK, f.name) for f in fields(Palette)}
