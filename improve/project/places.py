"""Say in words where in a project something stands: "PDSA log, entry 2, prediction"."""

from collections.abc import Sequence
from typing import Any

PARTS = {
    "driver_diagram": "driver diagram",
    "process_map": "process map",
    "pdsa": "PDSA log",
    "control_plan": "control plan",
    "title": "title of the project",
}

WORDS = {
    "primary": "primary drivers",
    "secondary": "secondary drivers",
    "change_ideas": "change ideas",
    "for_whom": "for whom",
    "by_when": "by when",
}


def in_words(place: Sequence[Any]) -> str:
    """Return a place in words, with a capital.

    Examples
    --------
    >>> in_words(("pdsa", 1, "prediction"))
    'PDSA log, entry 2, “prediction”'
    >>> in_words(("charter", "aim", "by_when"))
    'Charter, aim, “by when”'
    """
    if not place:
        return "The project"
    first = PARTS.get(str(place[0]), str(place[0]).replace("_", " "))
    words = [first]
    for depth, step in enumerate(place[1:], start=1):
        if isinstance(step, int):
            words.append(f"entry {step + 1}")
        else:
            name = WORDS.get(step, step.replace("_", " "))
            words.append(f"“{name}”" if depth == len(place) - 1 else name)
    text = ", ".join(words)
    return text[0].upper() + text[1:]


def as_path(place: Sequence[Any]) -> str:
    """Return a place as a short path, the name under which something is kept aside.

    Examples
    --------
    >>> as_path(("pdsa", 1, "colour"))
    'pdsa/2/colour'
    """
    return "/".join(str(step + 1) if isinstance(step, int) else str(step) for step in place)
