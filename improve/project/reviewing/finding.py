"""One finding: where, what, why it matters, what to do."""

from dataclasses import dataclass

from ..places import in_words


@dataclass(frozen=True)
class Finding:
    """Something in a project that could be stronger.

    Attributes
    ----------
    name : str
        A short name of the check, the same for every project.
    place : tuple
        Where in the document, such as ("pdsa", 1, "prediction").
    what : str
        What was found.
    why : str
        Why it matters.
    do : str
        What to do.
    misconception : str
        The number of the usual error in the course's list, such as "E59"; empty where there is none.
    """

    name: str
    place: tuple
    what: str
    why: str
    do: str
    misconception: str = ""

    @property
    def part(self) -> str:
        """The part of the project, such as "pdsa"."""
        return str(self.place[0])

    @property
    def where(self) -> str:
        """Where it is, in words."""
        words = in_words(self.place)
        return words.replace("“", "").replace("”", "")

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.why} {self.do}"


def called(thing) -> str:
    """Return what a reader would call a thing of the project: its name in quotation marks, or its id."""
    name = getattr(thing, "name", "") or getattr(thing, "title", "") or thing.id
    return f"“{name[:77]}…”" if len(name) > 80 else f"“{name}”"


def listed(words) -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> listed(["who", "when", "where"])
    'who, when and where'
    """
    words = list(words)
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
