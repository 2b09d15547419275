"""Where words go on a figure: notes above the plot and labels beside it, placed so that they do not collide.

Plotly does not know the width of the reader's screen when the figure is made. So places are worked out for a
phone 360 pixels wide, where they are tightest; on a wider screen there is only more room.
"""

from dataclasses import dataclass
from textwrap import wrap

PHONE_PLOT = 250  # pixels left for the plot itself on a 360-pixel phone
CHARACTER = 6.4  # mean width of a character at 12 pixels
LINE = 15  # height of a line of text at 12 pixels
NOTE_WIDTH = 24  # characters in a line of a note
MOST_NOTES = 6  # more notes than this become numbers, with their words below the chart


@dataclass(frozen=True)
class PlacedNote:
    """A note with its place: fraction of the plot's width, lines of text, and pixels above the plot."""

    where: float
    lines: tuple
    anchor: str
    above: int


def place_notes(notes) -> tuple[list[PlacedNote], int]:
    """Stack notes above the plot so that none overlap on a phone.

    Parameters
    ----------
    notes : list of (float, str)
        Fraction of the plot's width (0 to 1) and text, in order from left to right.

    Returns
    -------
    placed : list of PlacedNote
    height : int
        Pixels of room needed above the plot.

    Examples
    --------
    >>> placed, height = place_notes([(0.1, "first"), (0.9, "second")])
    >>> [note.above for note in placed], height
    ([4, 4], 19)
    """
    placed, words_taken, stems = [None] * len(notes), [], []
    for i in _stacking_order(notes):
        where, text = notes[i]
        lines, width, height, anchor = _note_size(where, text)
        stem = where * PHONE_PLOT
        left = stem - (width if anchor == "right" else 0)
        bottom = 4
        for box in sorted(words_taken + stems, key=lambda box: box[3]):
            beside = left >= box[1] + 6 or box[0] >= left + width + 6
            if not beside and bottom < box[3] and box[2] < bottom + height:
                bottom = box[3] + 3
        words_taken.append((left, left + width, bottom, bottom + height))
        stems.append((stem, stem, 0, bottom + height))
        placed[i] = PlacedNote(where, lines, anchor, bottom)
    return placed, max((box[3] for box in words_taken), default=0)


def _note_size(where, text) -> tuple:
    """Return the lines, width and height of a note, and the side of its stem that its words hang from."""
    lines = tuple(wrap(text, NOTE_WIDTH)) or ("",)
    width = max(map(len, lines)) * CHARACTER
    fits_right = where * PHONE_PLOT + width <= PHONE_PLOT + 50  # words may reach into the right margin
    return lines, width, len(lines) * LINE, "left" if fits_right else "right"


def _stacking_order(notes) -> list[int]:
    """Order in which stems stay clear of words: those hanging right from the right end, then the others."""
    hangs = [_note_size(where, text)[3] for where, text in notes]
    rightwards = [i for i in reversed(range(len(notes))) if hangs[i] == "left"]
    return rightwards + [i for i in range(len(notes)) if hangs[i] == "right"]


def spread_labels(heights, least: float) -> list[float]:
    """Push labels apart, keeping their order, until each is at least so far from the next.

    Parameters
    ----------
    heights : list of float
        Wished-for heights in pixels.
    least : float
        Least distance in pixels.

    Examples
    --------
    >>> spread_labels([100, 104], 20)
    [92.0, 112.0]
    >>> spread_labels([10, 100], 20)
    [10.0, 100.0]
    """
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed = [float(heights[i]) for i in order]
    for _ in range(20):
        for i in range(1, len(placed)):
            overlap = least - (placed[i] - placed[i - 1])
            if overlap > 1e-9:
                placed[i - 1] -= overlap / 2
                placed[i] += overlap / 2
    result = [0.0] * len(heights)
    for rank, i in enumerate(order):
        result[i] = placed[rank]
    return result


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels of the plot: left, right, bottom, top."""

    left: float
    right: float
    bottom: float
    top: float

    def meets(self, other: "Box") -> bool:
        """True where the two overlap."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.top <= other.bottom or other.top <= self.bottom)


def free_height(left, right, wish, taken, height: float, tall: float) -> float | None:
    """Find the height nearest to the wish at which a line of text meets nothing that is there already.

    Parameters
    ----------
    left, right : float
        Horizontal extent of the words, in pixels.
    wish : float
        Wished-for height of the middle of the text.
    taken : list of Box
        What to keep clear of: the data, lines and other words.
    height, tall : float
        Height of the text, and of the plot.

    Returns
    -------
    float or None
        Height of the middle of the text; None where nothing is free.

    Examples
    --------
    >>> free_height(0, 50, 100, [Box(0, 60, 90, 120)], 16, 300)
    82.0
    """
    in_the_way = [box for box in taken if box.right > left and box.left < right]
    for distance in range(0, int(tall), 2):
        for middle in (wish + distance, wish - distance):
            text = Box(left, right, middle - height / 2, middle + height / 2)
            if text.bottom >= 2 and text.top <= tall + 2 and not any(text.meets(box) for box in in_the_way):
                return float(middle)
    return None
