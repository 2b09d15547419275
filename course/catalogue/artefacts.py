"""Finds what a promise says that it is kept by: a file, a heading in a page, or a module that is ready or still to come."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from course.catalogue.promises import Promise
from course.catalogue.whole import Catalogue

HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
LABELS = (
    re.compile(r"^\(([^)\n]+)\)=\s*$", re.MULTILINE),
    re.compile(r"^:name:\s*(\S+)\s*$", re.MULTILINE),
    re.compile(r"\bid=[\"']([^\"']+)[\"']"),
    re.compile(r"\{#([\w-]+)"),
)
DEFINED = re.compile(r"^\s*(?:def|class)\s+(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Artefact:
    """What keeps a promise. ``ready`` is False for a module that is still to come, and for what has a ``fault``."""

    name: str
    path: str | None = None  # from the root
    anchor: str | None = None
    module: str | None = None
    ready: bool = False
    fault: str | None = None


def find_artefact(course: Catalogue, name: str) -> Artefact:
    """Return the artefact that ``name`` stands for: a module's key, or a path with an optional ``#anchor``."""
    path, _, anchor = name.partition("#")
    if path in course.module_keys():
        return Artefact(name, f"modules/{path}/lesson.md", anchor or None, path, ready=path in course.modules)
    file = course.root / path
    if Path(path).is_absolute() or ".." in Path(path).parts or not file.exists():
        cure = "Mend the path, or say not_yet: or cannot: instead."
        return Artefact(name, fault=f"there is no {path}. {cure}")
    if anchor and anchor not in anchors(file):
        return Artefact(name, path, fault=f"{path} has no heading or label “{anchor}”. Mend one of them.")
    return Artefact(name, path, anchor or None, ready=True)


def anchors(path: Path) -> set[str]:
    """Return what can follow ``#`` after a path: a page's headings and labels, a Python file's functions and classes."""
    if path.is_dir():
        return set()
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return set(DEFINED.findall(text))
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    from docutils.nodes import make_id  # the names that the site gives to headings

    headings = {make_id(re.sub(r"\{[\w:]+\}|[`*_]", "", found)) for found in HEADING.findall(text)}
    labels = {label for pattern in LABELS for label in pattern.findall(text)}
    return headings | labels | {make_id(label) for label in labels}


def state(course: Catalogue, promise: Promise) -> str:
    """Return how far a promise is kept: ``kept``, ``in part``, ``not yet`` or ``cannot``."""
    found = [find_artefact(course, name) for name in promise.kept_by]
    there = any(artefact.ready for artefact in found)
    wanting = promise.not_yet or promise.cannot or any(not artefact.ready for artefact in found)
    if there:
        return "in part" if wanting else "kept"
    return "cannot" if promise.cannot and not promise.not_yet and not found else "not yet"
