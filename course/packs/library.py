"""Turns the keys that a plan cites into names and years, and lists the sources at the foot of a page."""

from functools import lru_cache
from html import escape
from pathlib import Path

from pybtex.backends.html import Backend
from pybtex.database import BibliographyData, Entry, parse_file
from pybtex.style.formatting.plain import Style


@lru_cache(maxsize=2)
def entries(path: Path) -> BibliographyData:
    """Return the book's references, read once."""
    return parse_file(str(path), bib_format="bibtex")


class Library:
    """What one page has cited so far."""

    def __init__(self, path: Path):
        self.path = path
        self.cited: list[str] = []

    def cite(self, key: str, in_brackets: bool) -> str:
        """Return “Name and Name (year)”, or the same in brackets, and remember the source."""
        known = entries(self.path).entries
        if key not in known:
            raise KeyError(f"{key} is not in references.bib")
        if key not in self.cited:
            self.cited.append(key)
        names, year = _names(known[key]), known[key].fields.get("year", "no date")
        return escape(f"({names} {year})" if in_brackets else f"{names} ({year})")

    def listed(self) -> str:
        """Return the sources as an HTML list; nothing if none was cited."""
        if not self.cited:
            return ""
        items = "".join(f"<li>{_formatted(self.path, key)}</li>" for key in sorted(self.cited))
        return f'<section class="sources"><h2>Sources</h2><ul>{items}</ul></section>'


@lru_cache(maxsize=1_000)
def _formatted(path: Path, key: str) -> str:
    # Style() looks its parts up among everything that is installed, which is slow: once for each source is enough
    found = next(iter(Style().format_bibliography(entries(path), [key])))
    return found.text.render(Backend("utf-8"))


def _names(entry: Entry) -> str:
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    last = [" ".join(person.last_names).strip("{}") for person in people]
    if len(last) > 2:
        return f"{last[0]} and others"
    return " and ".join(last) or entry.fields.get("organization", entry.fields.get("title", "")).strip("{}")
