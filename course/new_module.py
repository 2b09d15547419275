"""Writes the folder of a new module: a skeleton that loads and passes every check, and whose words say what goes where."""

import json
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

from course.catalogue import Catalogue

SKELETON = Path(str(files("course") / "skeleton"))


class NewModuleError(ValueError):
    """The folder cannot be made; the message says why and what to do."""


def make(course: Catalogue, key: str, title: str) -> Path:
    """Write ``modules/<strand>/<id>/`` and return the folder.

    Raises
    ------
    NewModuleError
        If the key is not ``strand/id``, the strand is not known, or the folder is there already.
    """
    strand, _, slug = key.partition("/")
    if strand not in course.strands:
        raise NewModuleError(f"There is no strand “{strand}”. Known are: {', '.join(course.strands)}.")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise NewModuleError(f"“{slug}” is no id. Use small letters, digits and hyphens: {strand}/my-module.")
    if not title.strip():
        raise NewModuleError("A module needs a title: --title “What it is about”.")
    folder = course.root / "modules" / strand / slug
    if folder.exists():
        raise NewModuleError(f"{folder} is there already. Choose another id, or edit what it holds.")
    values = {
        "id": slug,
        "title": title.strip(),
        "strand": strand,
        "code": _code(course, key),
        "words": slug.replace("-", " "),
        "today": date.today().isoformat(),
    }
    folder.mkdir(parents=True)
    for source in sorted(SKELETON.iterdir()):
        if source.is_file():
            (folder / source.name).write_text(_filled(source, values), encoding="utf-8")
    return folder


def _code(course: Catalogue, key: str) -> str:
    """Return the code that the plan gives to a module, or the next free one of its strand."""
    strand, _, slug = key.partition("/")
    planned = {module.id: module.code for module in course.strands[strand].modules}
    if slug in planned:
        return planned[slug]
    letter = next(iter(planned.values()), strand)[0]
    taken = {m.code for one in course.strands.values() for m in one.modules}
    return next(code for n in range(1, 1000) if (code := f"{letter}{n}") not in taken)


def _filled(source: Path, values: dict[str, str]) -> str:
    """Return a skeleton file with its names filled in, quoted as the file's own format asks."""
    text = source.read_text(encoding="utf-8")
    for name, value in values.items():
        quoted = json.dumps(value, ensure_ascii=False)[1:-1] if source.suffix in {".ipynb", ".yml"} else value
        text = text.replace(f"{{{{ {name} }}}}", quoted)
    return text
