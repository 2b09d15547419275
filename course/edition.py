"""An edition: what a county, a trust or another course may make its own, all of it in one file, ``edition.yml``."""

import colorsys
import importlib
import json
import os
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from course import yaml_lines
from course.catalogue.plain import Plain, Words
from course.yaml_lines import ManifestError
from improve import palette

FILE = "edition.yml"
ORIGINAL = "Better Care, Made Routine"  # the credit that the licence of the words asks for
TEXT = 4.5  # the contrast that WCAG 2.2 asks of text (AA)


def _address(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise ValueError(f"{value} is no address; write it from https:// on")
    return value


Address = Annotated[str, AfterValidator(_address)]
Colour = Annotated[
    str, Field(pattern=r"^#[0-9a-f]{6}$", description="Write six small hexadecimal digits, such as '#0f6b66'")
]


class Contact(Plain):
    """Whom a reader may ask."""

    name: Words
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    phone: Words | None = None
    says: Words | None = Field(None, description="When to write, and how soon somebody answers")


class Priority(Plain):
    """What a system has set out to do, so that projects can serve it."""

    title: Words
    what: Words


class Signpost(Plain):
    """A place to go on to."""

    name: Words
    url: Address
    what: Words
    place: Words | None = None  # a nation or a county, where it serves one alone
    checked: date | None = None  # the day on which somebody opened the address


class Pair(Plain):
    light: Colour
    dark: Colour


class Colours(Plain):
    """The two colours that an edition may choose; the rest is tuned to each other and stays."""

    accent: Pair | None = None
    warm: Pair | None = None

    @model_validator(mode="after")
    def can_be_read(self):
        faults = [
            fault for name in ("accent", "warm") if getattr(self, name) for fault in _unreadable(self, name)
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def changes(self) -> dict[str, dict[str, str]]:
        """Return what changes in the palette, theme by theme."""
        found: dict[str, dict[str, str]] = {}
        for theme in palette.HOUSE:
            own = {name: getattr(pair, theme) for name in ("accent", "warm") if (pair := getattr(self, name))}
            if "accent" in own:
                own["on_accent"] = on(own["accent"])
            if own:
                found[theme] = own
        return found


class Edition(Plain):
    """``edition.yml``. A field that is left out stays as the course has it."""

    title: Words = ORIGINAL
    author: Words = f"The {ORIGINAL} contributors"
    published_by: Words | None = None
    place: Words | None = None
    welcome: Words | None = None
    contact: Contact | None = None
    priorities: list[Priority] = []
    signposts: list[Signpost] = []
    colours: Colours = Colours()
    repository: Address | None = None
    branch: Words | None = None
    lite: Address | None = None

    @property
    def is_original(self) -> bool:
        return self.title == ORIGINAL


def path(root: Path) -> Path:
    """Return the file that speaks for this build: the one that the variable ``EDITION`` names, or the course's own."""
    return Path(os.environ["EDITION"]).resolve() if os.environ.get("EDITION") else root / FILE


def load(root: Path) -> Edition:
    """Return the edition; a copy of the course without the file is the plain course.

    Raises
    ------
    ManifestError
        If the file does not hold what an edition may change: with its line and the cure.
    """
    file = path(root)
    if not file.is_file() and not os.environ.get("EDITION"):
        return Edition()
    return yaml_lines.read(file, Edition)


def dress(root: Path) -> None:
    """Hand the edition's colours to whatever draws: this process, and the kernels that it starts.

    To be called before the drawing parts of ``improve`` are imported: they take their colours when they are.
    """
    try:
        changes = load(root).colours.changes()
    except ManifestError:
        return  # who loads the settings tells it, with its line
    if changes:
        os.environ[palette.VARIABLE] = json.dumps(changes)
        importlib.reload(palette)


def on(colour: str) -> str:
    """Return what can be read on a colour: white or near-black, whichever stands out more.

    >>> on("#0f6b66"), on("#5cc8bf")
    ('#ffffff', '#16202a')
    """
    return max(("#ffffff", palette.HOUSE["dark"].paper), key=lambda text: contrast(text, colour))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2.2: 1 to 21.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, theme: str) -> str:
    """Return the nearest shade of a colour, darker or lighter, that holds as text on a theme's paper and wash.

    >>> contrast(readable("#ffcc00", "light"), "#ffffff") >= 4.5
    True
    """
    hue, light, full = colorsys.rgb_to_hls(*_parts(colour))
    step = -0.01 if theme == "light" else 0.01
    shade = colour
    while 0 <= light <= 1 and min(contrast(shade, back) for back in _backs(theme)) < TEXT:
        light += step
        rgb = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), full)
        shade = "#" + "".join(f"{round(255 * part):02x}" for part in rgb)
    return shade


def _unreadable(colours: Colours, name: str) -> list[str]:
    faults = []
    for theme in palette.HOUSE:
        colour = getattr(getattr(colours, name), theme)
        back = min(_backs(theme), key=lambda back: contrast(colour, back))
        held = contrast(colour, back)
        if held < TEXT:
            faults.append(
                f"{name}, {theme}: {colour} on {back} has a contrast of {held:.1f} to 1, and text needs {TEXT}. "
                f"'{readable(colour, theme)}' would do"
            )
        elif name == "accent" and contrast(colour, on(colour)) < TEXT:
            faults.append(f"{name}, {theme}: neither white nor near-black can be read on {colour}")
    return faults


def _backs(theme: str) -> tuple[str, str]:
    house = palette.HOUSE[theme]
    return house.paper, house.wash


def _parts(colour: str) -> list[float]:
    return [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
