"""What these tests share: the modules that are ready, and the packs made from each of them once."""

import functools

import pytest

from course import catalogue, settings
from course.packs import pack, parcel
from course.packs.order import Order, when
from course.packs.source import Source

COURSE = catalogue.load(settings.ROOT)
KEYS = sorted(COURSE.modules)
FORMS = [(60, "room"), (30, "room"), (120, "online"), (60, "hybrid"), (60, "no-tech")]


@functools.cache
def source(key: str) -> Source:
    return Source(COURSE.modules[key], COURSE.root)


@functools.cache
def made(key: str, length: int = 60, mode: str = "room", people: int = 24) -> dict[str, bytes]:
    """The files of one pack, dated so that every product is in it."""
    return pack.make(source(key), Order(length, mode, people, when("2027-02-03", "10:00")))


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Three packs of one module on disk, to open in a browser without a server."""
    place = tmp_path_factory.mktemp("packs")
    for length, mode in [(60, "room"), (30, "room"), (60, "no-tech")]:
        order = Order(length, mode, 24, when("2027-02-03", "10:00"))
        parcel.of_modules(COURSE, ["measurement/run-charts"], order, printed=False).into(
            place / f"{length}-{mode}"
        )
    return place
