"""Stylesheets of the studio, with the course's colours and font put before them."""

from importlib.resources import files

from improve.palette import FONT, css_variables


def look(name: str, within: str = ":root") -> str:
    """Return a stylesheet of this package.

    Parameters
    ----------
    name : str
        File name.
    within : str
        The selector that carries the colours.

    Examples
    --------
    >>> "--accent" in look("board.css")
    True
    """
    text = (files(__package__) / name).read_text(encoding="utf-8")
    colours = " ".join(css_variables("light").split("\n"))
    return f"{within} {{ {colours} --font: {FONT}; }}\n{text}"
