"""Puts ready packs into the site's downloads: each module's workshop in its forms, and each series as the hour in a room."""

from pathlib import Path

from course import workshop
from course.catalogue import Catalogue
from course.packs import parcel, series
from course.packs.order import Order
from course.packs.source import Source


def fill(course: Catalogue, folder: Path) -> list[Path]:
    """Write the zips and return their paths; PDFs are left to ``course workshop``, since they need Chromium."""
    sources = {key: Source(module, course.root, trust_build=True) for key, module in course.modules.items()}
    made = []
    for key, source in sources.items():
        made.append(folder / workshop.archive(course.modules[key].id))
        parcel.in_all_forms(course, key, source).into_zip(made[-1])
    for name in ready(course):
        made.append(folder / workshop.archive(name))
        parcel.of_series(course, series.read(course, name), Order(), printed=False, sources=sources).into_zip(
            made[-1]
        )
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
