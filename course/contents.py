"""Writes ``_toc.yml``, the book's order of pages, from the catalogue."""

from pathlib import Path

from course.catalogue import Catalogue, Module

HEADER = "# Derived from modules/ by `make toc`: do not edit.\n"
MODULE_PAGES = ("bite", "workshop", "sheet")
BOOK_PAGES = ("your-own-data", "harrowmere", "glossary", "references")


def table_of_contents(catalogue: Catalogue) -> str:
    """Return the text of ``_toc.yml``."""
    lines = ["format: jb-book", "root: index", "parts:"]
    for name, strand in catalogue.strands.items():
        ready = [
            catalogue.modules[f"{name}/{m.id}"]
            for m in strand.modules
            if f"{name}/{m.id}" in catalogue.modules
        ]
        if ready:
            lines += [f"  - caption: {strand.title}", "    chapters:"]
            lines += [line for module in ready for line in _chapter(module)]
    lines += [
        "  - caption: The book",
        "    chapters:",
        *(f"      - file: book/{page}" for page in BOOK_PAGES),
    ]
    return HEADER + "\n".join(lines) + "\n"


def write(catalogue: Catalogue) -> Path:
    """Write the file and return its path."""
    path = catalogue.root / "_toc.yml"
    path.write_text(table_of_contents(catalogue), encoding="utf-8")
    return path


def _chapter(module: Module) -> list[str]:
    base = f"modules/{module.key}"
    sections = [f"          - file: {base}/{page}" for page in MODULE_PAGES]
    return [f"      - file: {base}/lesson", "        sections:", *sections]
