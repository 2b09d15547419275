"""Puts packs together into one folder or zip: one workshop, several, or a series with its calendar."""

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from course.catalogue import Catalogue
from course.packs import desk, diary, pack, printing
from course.packs.order import Order, OrderError, said
from course.packs.series import Series, Sitting, starts
from course.packs.source import Source

FORMS = ((60, "room"), (60, "online"), (60, "hybrid"), (60, "no-tech"), (30, "room"), (120, "room"))
STARTED = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: the same content gives the same bytes


@dataclass
class Parcel:
    """Files by name, and what the person who asked should be told."""

    files: dict[str, bytes] = field(default_factory=dict)
    to_print: dict[str, str] = field(default_factory=dict)  # page -> PDF
    said: list[str] = field(default_factory=list)

    def add(self, place: str, files: dict[str, bytes]) -> None:
        self.files |= {place + name: content for name, content in files.items()}

    def into(self, folder: Path) -> None:
        """Write the folder, and print its PDFs."""
        for name, content in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        if self.to_print:
            self.said += printing.to_pdf(folder, self.to_print)

    def into_zip(self, target: Path) -> None:
        """Write a zip whose one folder has its name."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory() as place,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            if self.to_print:  # Chromium prints files, not bytes
                folder = Path(place)
                self.into(folder)
                self.files |= {
                    pdf: (folder / pdf).read_bytes()
                    for pdf in self.to_print.values()
                    if (folder / pdf).is_file()
                }
            for name, content in sorted(self.files.items()):
                archive.writestr(
                    zipfile.ZipInfo(f"{target.stem}/{name}", STARTED), content, zipfile.ZIP_DEFLATED
                )


def find(course: Catalogue, name: str) -> str:
    """Return the key of a module that is ready, from its id or its key.

    Raises
    ------
    OrderError
        If it is not ready yet, or not in the plan.
    """
    for strand, content in course.strands.items():
        for planned in content.modules:
            key = f"{strand}/{planned.id}"
            if name in (planned.id, key):
                if key in course.modules:
                    return key
                raise OrderError(
                    f"“{planned.title}” ({key}) is planned and not ready yet, so it has no workshop."
                )
    ready = ", ".join(sorted(module.id for module in course.modules.values()))
    raise OrderError(f"There is no module “{name}”. Ready are: {ready}.")


def of_modules(
    course: Catalogue, keys: list[str], order: Order, printed: bool, sources: dict | None = None
) -> Parcel:
    """Return the packs of one module or several, each in the same form."""
    parcel = Parcel()
    for key in dict.fromkeys(keys):
        place = f"{course.modules[key].id}/" if len(keys) > 1 else ""
        _put(parcel, course, key, order, printed, place, sources)
    if len(keys) > 1:
        listed = [
            {
                "label": "",
                "title": course.modules[k].title,
                "when": "",
                "packs": [_link(course, k, f"{course.modules[k].id}/")],
            }
            for k in dict.fromkeys(keys)
        ]
        parcel.files["index.html"] = _cover(course, order, "Workshops", "", listed)
    return parcel


def of_series(
    course: Catalogue, series: Series, order: Order, printed: bool, sources: dict | None = None
) -> Parcel:
    """Return the packs of a series. A session whose module is not ready yet is named, and holds its place."""
    parcel, listed, sessions = Parcel(), [], []
    for sitting, start in zip(series.sittings, starts(series, order.start, order.length), strict=True):
        links = list(_sitting(parcel, course, sitting, replace(order, start=start), printed, sources))
        listed.append(
            {
                "label": sitting.label,
                "title": sitting.title,
                "when": said(start) if start else "",
                "packs": links,
                "beside": sitting.beside,
                "product": sitting.product,
                "notes": sitting.notes,
            }
        )
        if start:
            sessions.append(_session(course, series, sitting, start, sitting.minutes or order.length))
    parcel.files["index.html"] = _cover(course, order, series.title, series.aim, listed)
    if sessions:
        parcel.files["series.ics"] = diary.calendar(sessions)
    return parcel


def in_all_forms(course: Catalogue, key: str, source: Source) -> Parcel:
    """Return the forms of one workshop that most teams want, in folders that share their scripts and styles."""
    parcel, listed = Parcel(), []
    for length, mode in FORMS:
        order = Order(length, mode)
        place = f"{length}-minutes-{mode}/"
        parcel.add(place, pack.make(source, order, assets_at="../assets/"))
        listed.append(
            {"label": order.named.capitalize(), "title": "", "when": "", "packs": [_link(course, key, place)]}
        )
    parcel.files |= pack.assets(course.root)
    parcel.files["index.html"] = _cover(
        course, Order(), course.modules[key].title, course.modules[key].promise, listed, forms=True
    )
    return parcel


def _sitting(
    parcel: Parcel, course: Catalogue, sitting: Sitting, order: Order, printed: bool, sources: dict | None
) -> Iterator[dict]:
    for key in sitting.modules:
        if key in course.modules:
            place = f"{sitting.folder}-{course.modules[key].id}/"
            _put(parcel, course, key, order, printed, place, sources)
            yield _link(course, key, place)
        else:
            title = _title(course, key)
            parcel.said.append(f"{sitting.label}: “{title}” is not ready yet, so its workshop is missing.")
            yield {"title": title, "href": None}


def _put(
    parcel: Parcel, course: Catalogue, key: str, order: Order, printed: bool, place: str, sources: dict | None
) -> None:
    sources = {} if sources is None else sources
    source = sources.setdefault(key, Source(course.modules[key], course.root))
    files = pack.make(source, order, printed)
    parcel.add(place, files | pack.assets(course.root))
    if printed:
        names = [name for name in pack.PRINTED if name in files]
        parcel.to_print |= {place + name: f"{place}pdf/{name.removesuffix('.html')}.pdf" for name in names}


def _session(
    course: Catalogue, series: Series, sitting: Sitting, start: datetime, minutes: int
) -> diary.Session:
    titles = [
        _title(course, key) + ("" if key in course.modules else " (not ready yet)") for key in sitting.modules
    ]
    return diary.Session(
        f"{series.id}/{sitting.folder}",
        f"{sitting.label}: {sitting.title}",
        start,
        minutes,
        "; ".join([*titles, *sitting.beside]),
    )


def _title(course: Catalogue, key: str) -> str:
    try:
        return course.title_of(key)
    except (KeyError, StopIteration):
        raise OrderError(f"A series names the module {key}, which is not in modules/modules.yml.") from None


def _link(course: Catalogue, key: str, place: str) -> dict:
    return {"title": course.modules[key].title, "href": f"{place}index.html"}


def _cover(
    course: Catalogue, order: Order, title: str, aim: str, listed: list[dict], forms: bool = False
) -> bytes:
    from course import settings

    html = desk.TEMPLATES.get_template("cover.html").render(
        title=title,
        aim=aim,
        order=order,
        listed=listed,
        settings=settings.load(course.root),
        colours=pack.COLOURS,
        forms=forms,
    )
    return html.encode()
