"""A sheet of paper for boxes, lines and words: it wraps, clips and escapes, and knows its own text alternative.

Widths of letters are estimated on the wide side, since a reader's own font is not known here: text may leave a
little room in its box and never runs out of it.
"""

import unicodedata
from dataclasses import dataclass
from html import escape

from improve.palette import FONT, LIGHT

WIDE, NARROW = 960, 360  # units; a unit is a pixel on a screen of that width
SIZE = 14
LEADING = 1.35  # line height, in sizes

_SLIM = set("iljtfI|.,:;'!()[]/ -’‘“”·")
_BROAD = set("mwMW@%—…")


def text_width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Return the estimated width of text, in units.

    Examples
    --------
    >>> text_width("mm") > text_width("ii")
    True
    """
    ems = sum(_letter_width(letter) for letter in text)
    return ems * size * (1.1 if bold else 1.0)


def _letter_width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in _SLIM:
        return 0.39
    if letter in _BROAD:
        return 0.98
    return 0.72 if letter.isupper() else 0.63


def wrap(text: str, width: float, size: float = SIZE, bold: bool = False, most: int = 40) -> list[str]:
    """Break text into lines no wider than `width`; a word too long for a line is broken.

    Parameters
    ----------
    text : str
    width, size : float
        In units.
    bold : bool
    most : int
        Lines to keep; the last one then ends in "…".

    Examples
    --------
    >>> wrap("every patient is offered a drink", 120)
    ['every patient', 'is offered a', 'drink']
    >>> wrap("", 120)
    []
    """
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, width, size, bold):
            longer = f"{lines[-1]} {piece}" if lines else piece
            if lines and text_width(longer, size, bold) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    if len(lines) > most:
        lines = lines[:most]
        while lines[-1] and text_width(lines[-1] + " …", size, bold) > width:
            lines[-1] = lines[-1][:-1].rstrip()
        lines[-1] += " …"
    return lines


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Return the word, cut where it is wider than a line."""
    if text_width(word, size, bold) <= width:
        return [word]
    pieces, piece = [], ""
    for letter in word:
        if piece and text_width(piece + letter, size, bold) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def clip(text: str, length: int) -> str:
    """Return text on one line, at most so many characters, cut between words.

    Examples
    --------
    >>> clip("one two three", 9)
    'one two …'
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + " …"


@dataclass(frozen=True)
class Drawing:
    """A drawing in two widths, with the same in words.

    Attributes
    ----------
    svg : str
        For a screen or paper of ordinary width.
    narrow : str
        For a phone; text has the same size and fewer things stand side by side.
    title : str
        What it is.
    alt : str
        Everything that it shows, in words, one statement a line.

    In a notebook it shows itself.
    """

    svg: str
    narrow: str
    title: str
    alt: str

    def html(self) -> str:
        """Return a figure that shows the fitting width and holds the words below it."""
        words = "".join(f"<li>{escape(line)}</li>" for line in self.alt.split("\n"))
        return (
            f'<figure class="drawing"><div class="wide">{self.svg}</div><div class="narrow">{self.narrow}</div>'
            f"<details><summary>{escape(self.title)}, in words</summary><ul>{words}</ul></details></figure>"
        )

    def _repr_html_(self) -> str:
        return f"<style>{DRAWING_CSS}</style>{self.html()}"


DRAWING_CSS = """
.drawing { margin: 1rem 0; }
.drawing svg { display: block; width: 100%; height: auto; }
.drawing .narrow { display: none; }
@media screen and (max-width: 760px) { .drawing .wide { display: none; } .drawing .narrow { display: block; } }
"""


class Sheet:
    """Collects shapes and becomes one accessible SVG."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.shapes: list[str] = []

    def box(
        self, x, y, w, h, *, fill=LIGHT.paper, stroke=LIGHT.quiet, line=1.2, dashed=False, round=4
    ) -> None:
        """Draw a rectangle."""
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{round}" fill="{fill}" '
            f'stroke="{stroke}" stroke-width="{line}"{dash}/>'
        )

    def words(
        self, lines, x, y, *, size=SIZE, bold=False, fill=LIGHT.ink, anchor="start", italic=False
    ) -> float:
        """Write lines with the top of the first at `y`; return the height they took."""
        weight = ' font-weight="600"' if bold else ""
        style = ' font-style="italic"' if italic else ""
        for number, line in enumerate(lines):
            at = y + size + number * size * LEADING
            self.shapes.append(
                f'<text x="{x:.1f}" y="{at:.1f}" font-size="{size}" fill="{fill}" '
                f'text-anchor="{anchor}"{weight}{style}>{escape(line)}</text>'
            )
        return height_of(lines, size)

    def line(self, points, *, stroke=LIGHT.quiet, line=1.4, dashed=False) -> None:
        """Draw a line through points."""
        path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.shapes.append(f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{line}"{dash}/>')

    def tip(self, x, y, towards: str, *, fill=LIGHT.quiet, size=5) -> None:
        """Draw the head of an arrow whose point is at x, y."""
        dx, dy = {"left": (1, 0), "right": (-1, 0), "up": (0, 1), "down": (0, -1)}[towards]
        base = [
            (x + dx * 1.7 * size + dy * s, y + dy * 1.7 * size + dx * s) for s in (-0.8 * size, 0.8 * size)
        ]
        self.shape([(x, y), *base], fill=fill)

    def shape(self, points, *, fill, stroke="none", line=1) -> None:
        """Draw a filled shape with straight sides."""
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.shapes.append(
            f'<polygon points="{corners}" fill="{fill}" stroke="{stroke}" stroke-width="{line}"/>'
        )

    def dot(self, x, y, radius, *, fill, stroke="none", line=1) -> None:
        """Draw a filled circle."""
        self.shapes.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="{stroke}" stroke-width="{line}"/>'
        )

    def svg(self, height: float, title: str, alt: str, key: str) -> str:
        """Return the SVG; `key` keeps its ids apart from those of other drawings on the page."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:.0f} {height:.0f}" role="img" '
            f'style="max-width:{self.width * 1.15:.0f}px" '
            f'aria-labelledby="{key}-title {key}-desc" font-family="{escape(FONT)}">'
            f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(alt)}</desc>'
            f'<rect width="100%" height="100%" fill="{LIGHT.paper}"/>{"".join(self.shapes)}</svg>'
        )


def height_of(lines, size: float = SIZE) -> float:
    """Return the height of lines of text."""
    return len(lines) * size * LEADING


def sentence(text: str) -> str:
    """Return text that ends as a sentence does."""
    line = " ".join(text.split())
    return line if not line or line[-1] in ".!?…" else line + "."
