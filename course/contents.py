"""Writes ``_toc.yml``, the book's order of pages, from the catalogue and from what stands in ``book/``."""

from pathlib import Path

from course.catalogue import Catalogue

HEADER = "# Derived from modules/ and book/ by `make toc`: do not edit.\n"
MODULE_PAGES = ("bite", "workshop", "sheet")

# Pages by name where their order matters; a page of book/ that is named nowhere here joins the library at its end.
FIRST = ("find", "map", "pathways", "retrieval")
LIBRARY = ("cases", "reading", "opportunities", "your-own-data", "harrowmere", "glossary", "references")
ABOUT = ("promises",)


def table_of_contents(catalogue: Catalogue) -> str:
    """Return the text of ``_toc.yml``."""
    book = Book(catalogue)
    lines = ["format: jb-book", "root: index", "parts:"]
    lines += part("Start here", [line for name in FIRST for line in book.chapter(name)])
    for name, strand in catalogue.strands.items():
        lines += part(strand.title, _strand(catalogue, name))
    library = [line for name in (*LIBRARY, *book.others()) for line in book.chapter(name)]
    lines += part("The library", library)
    lines += part(
        "For those who teach and publish", [line for name in book.guides() for line in book.chapter(name)]
    )
    lines += part("About the course", [line for name in ABOUT for line in book.chapter(name)])
    return HEADER + "\n".join(lines) + "\n"


def write(catalogue: Catalogue) -> Path:
    """Write the file and return its path."""
    path = catalogue.root / "_toc.yml"
    text = table_of_contents(catalogue)
    if (
        not path.is_file() or path.read_text(encoding="utf-8") != text
    ):  # its time is left alone if nothing changed
        path.write_text(text, encoding="utf-8")
    return path


class Book:
    """The pages of ``book/``, each with the pages of its folder, if it has one, below it."""

    def __init__(self, catalogue: Catalogue):
        self.folder = catalogue.root / "book"
        self.below = {"pathways": catalogue.pathways, "cases": catalogue.cases}
        self.names = sorted(page.stem for page in self.folder.glob("*.md"))

    def chapter(self, name: str) -> list[str]:
        if name not in self.names:
            return []
        stems = self.below.get(name) or sorted(page.stem for page in (self.folder / name).glob("*.md"))
        return chapter(f"book/{name}", [f"book/{name}/{stem}" for stem in stems])

    def guides(self) -> list[str]:
        return [name for name in self.names if name.startswith("for-")]

    def others(self) -> list[str]:
        placed = {*FIRST, *LIBRARY, *ABOUT, *self.guides()}
        return [name for name in self.names if name not in placed]


def part(caption: str, chapters: list[str]) -> list[str]:
    """Return a part with its chapters; nothing where there are none."""
    return [f"  - caption: {caption}", "    chapters:", *chapters] if chapters else []


def chapter(page: str, sections: list[str]) -> list[str]:
    """Return a chapter and the pages below it."""
    below = (
        ["        sections:", *(f"          - file: {section}" for section in sections)] if sections else []
    )
    return [f"      - file: {page}", *below]


def _strand(catalogue: Catalogue, name: str) -> list[str]:
    strand = catalogue.strands[name]
    lines = chapter(f"book/strands/{name}", []) if name in catalogue.strand_pages else []
    for module in strand.modules:
        base = f"modules/{name}/{module.id}"
        if f"{name}/{module.id}" in catalogue.modules:
            lines += chapter(f"{base}/lesson", [f"{base}/{page}" for page in MODULE_PAGES])
    return lines
