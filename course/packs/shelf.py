"""Puts ready packs into the site's downloads: each module's workshop in its forms, and each series as the hour in a room."""

import hashlib
import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from course import settings, workshop
from course.catalogue import Catalogue
from course.fingerprint import fingerprint
from course.packs import parcel, series
from course.packs.order import Order
from course.packs.source import Source
from improve import palette

# what a pack is made from, beside its own module's files: all that is drawn with, and what the edition says
EVERY_PACK = (
    "improve/**/*",
    "course/**/*",
    "modules/*/*/module.yml",
    "book/_static/*",
    "book/pathways/*",
    "book/references.bib",
    "frontend/package-lock.json",
    "pyproject.toml",
    "requirements.txt",
    "*.yml",
)
OF_A_MODULE = ("workshop.md", "*.csv", "*.json", "*.py")


def fill(course: Catalogue, folder: Path) -> list[Path]:
    """Write the zips and return their paths; PDFs are left to ``course workshop``, since they need Chromium.

    A zip that was made from the same files stays: an author who edits one page does not wait for fifty packs.
    """
    sources = {key: Source(module, course.root, trust_build=True) for key, module in course.modules.items()}
    states = {key: fingerprint(module.folder, OF_A_MODULE) for key, module in course.modules.items()}
    said = [settings.load(course.root), os.environ.get(palette.VARIABLE)]
    ground = [fingerprint(course.root, EVERY_PACK), *map(repr, said)]
    record = course.root / "_build" / "packs.json"
    before = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    made, now = [], {name: state for name, state in before.items() if Path(name).is_file()}

    def put(name: str, state: object, make: Callable[[], parcel.Parcel]) -> None:
        made.append(folder / workshop.archive(name))
        name, state = str(made[-1].resolve()), hashlib.sha256(repr([ground, state]).encode()).hexdigest()
        if now.get(name) != state:
            make().into_zip(made[-1])
            now[name] = state

    for key, source in sources.items():
        put(course.modules[key].id, states[key], partial(parcel.in_all_forms, course, key, source))
    for name in ready(course):
        whole = partial(parcel.of_series, order=Order(), printed=False, sources=sources)
        put(name, states, lambda name=name, whole=whole: whole(course, series.read(course, name)))
    record.parent.mkdir(exist_ok=True)
    record.write_text(json.dumps(now), encoding="utf-8")
    return made


def ready(course: Catalogue) -> list[str]:
    """Return the series of which at least one session has a workshop that is ready."""
    return [
        name
        for name in series.names(course)
        if any(
            key in course.modules for sitting in series.read(course, name).sittings for key in sitting.modules
        )
    ]
