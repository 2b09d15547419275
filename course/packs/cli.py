"""The ``course workshop`` command: everything that a team takes into the room, in one folder or zip."""

from pathlib import Path
from typing import Annotated

import typer
from rich import print as say

from course import catalogue, settings
from course.packs import entry, printing, series
from course.packs.order import Order, OrderError, when
from course.yaml_lines import ManifestError


def workshop(
    modules: Annotated[list[str] | None, typer.Argument(help="Modules, by id: run-charts.")] = None,
    out: Annotated[Path | None, typer.Option(help="A new folder for the pack (or its zip's name).")] = None,
    length: Annotated[int, typer.Option(help="Minutes: 30, 60 or 120.")] = 60,
    mode: Annotated[str, typer.Option(help="room, online, hybrid or no-tech.")] = "room",
    date: Annotated[str | None, typer.Option(help="The day, as 2027-02-03; of a series, its first.")] = None,
    time: Annotated[str | None, typer.Option(help="When it begins, as 10:00.")] = None,
    people: Annotated[int, typer.Option(help="How many people are expected.")] = 24,
    zipped: Annotated[bool, typer.Option("--zip", help="Write one zip in place of a folder.")] = False,
    series_id: Annotated[
        str | None, typer.Option("--series", help="A pathway's id, such as five-sessions.")
    ] = None,
    pdf: Annotated[bool, typer.Option(help="Print PDFs, where Chromium is installed.")] = True,
    site: Annotated[str, typer.Option(help="The address of your site, for links to lessons.")] = "",
    root: Annotated[Path, typer.Option(help="The course's own folder.")] = settings.ROOT,
) -> None:
    """Make the pack of a workshop: plan, run sheet with a clock, handouts, slides, cards, polls, forms, calendar."""
    # it loads what draws the charts of notebooks, which no other command needs
    from course.packs import parcel

    try:
        order = Order(length, mode, people, when(date, time), site.rstrip("/") + "/" if site else "")
        target = _target(out, zipped)
        course = catalogue.load(root)
        printed = pdf and printing.chromium() is not None
        if series_id and modules:
            raise OrderError("Give modules or --series, not both.")
        if series_id:
            made = parcel.of_series(course, series.read(course, series_id), order, printed)
        elif modules:
            made = parcel.of_modules(course, [parcel.find(course, name) for name in modules], order, printed)
        else:
            ready = ", ".join(sorted(module.id for module in course.modules.values()))
            raise OrderError(f"Which workshop? Name one or more modules: {ready}. Or give --series.")
        made.into_zip(target) if zipped else made.into(target)
    except (OrderError, ManifestError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    if pdf and not printed:
        made.said.append(printing.MISSING)
    for sentence in made.said:
        typer.echo(sentence)
    say(f"Made {target}. " + ("" if zipped else f"Open {target / 'index.html'} in a browser."))


def results(sheet: Annotated[Path, typer.Argument(help="A filled entry sheet, CSV or XLSX.")]) -> None:
    """Read a filled entry sheet back: polls with their numbers, cards, true minutes beside the planned ones."""
    try:
        found = entry.read(sheet)
    except (OSError, ValueError) as error:
        typer.echo(f"{sheet} is not there." if isinstance(error, FileNotFoundError) else str(error), err=True)
        raise typer.Exit(1) from None
    for sentence in entry.told(found):
        typer.echo(sentence)


def register(app: typer.Typer) -> None:
    """Add both verbs to the ``course`` command."""
    app.command("workshop")(workshop)
    app.command("workshop-results")(results)


def _target(out: Path | None, zipped: bool) -> Path:
    if out is None:
        raise OrderError("Where to? Give --out FOLDER: a new folder, or with --zip the zip's name.")
    target = out.with_name(out.name.removesuffix(".zip") + ".zip") if zipped else out
    if target.is_file() if zipped else target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise OrderError(
            f"{target} is already there. Name a new one, so that nothing old is mixed into the pack."
        )
    return target
