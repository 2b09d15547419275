"""Puts ready packs into the site's downloads: each module's workshop in its forms, and each series as the hour in a room."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from course import settings, workshop
from course.catalogue import Catalogue
from course.fingerprint import fingerprint, make_if_changed
from course.packs import parcel, series
from course.packs.order import Order
from course.packs.source import Source

# what a pack is made from, beside its own module's files and the settings: all that it is drawn with
EVERY_PACK = (
    "improve/**/*",
    "course/**/*",
    "modules/*/*/module.yml",
    "book/_static/*",
    "book/pathways/*",
    "book/references.bib",
    "frontend/package-lock.json",
    "requirements.txt",
)
OF_A_MODULE = ("workshop.md", "*.csv", "*.json", "*.py")


def fill(course: Catalogue, folder: Path) -> list[Path]:
    """Write the zips and return their paths; PDFs are left to ``course workshop``, since they need Chromium.

    A zip that was made from the same files stays: an author who edits one page does not wait for fifty packs.
    """
    sources = {key: Source(module, course.root) for key, module in course.modules.items()}
    ground = fingerprint(course.root, EVERY_PACK), settings.load(course.root)
    states = {key: fingerprint(module.folder, OF_A_MODULE) for key, module in course.modules.items()}
    made = []

    def put(name: str, made_from: object, parcel_of: Callable[[], parcel.Parcel]) -> None:
        made.append(zipped := folder / workshop.archive(name))
        make_if_changed(course.root, zipped, (ground, made_from), lambda: parcel_of().into_zip(zipped))

    for key, source in sources.items():
        put(course.modules[key].id, states[key], partial(parcel.in_all_forms, course, key, source))
    for name in ready(course):
        whole = series.read(course, name)
        put(name, states, partial(parcel.of_series, course, whole, Order(), printed=False, sources=sources))
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
