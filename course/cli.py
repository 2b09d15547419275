"""The ``course`` command: each verb makes or checks one product."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich import print as say
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from course import calendar, catalogue, contents, listing, new_module, serve, settings, voila
from course.grading import cli as grading_cli
from course.packs import cli as packs_cli
from course.packs import faults as packs_faults
from course.yaml_lines import ManifestError

app = typer.Typer(
    no_args_is_help=True, help="The production line of the course.", pretty_exceptions_enable=False
)

Root = Annotated[Path, typer.Option(help="The course's own folder.")]
Json = Annotated[bool, typer.Option("--json", help="Plain data for machines in place of words.")]

new = typer.Typer(no_args_is_help=True, help="Begin something new: a module's folder.")
app.add_typer(new, name="new")
# whoever makes another product registers its commands here
packs_cli.register(app)  # workshop, workshop-results
grading_cli.register(app)  # grading …, doctor


def _load(root: Path) -> catalogue.Catalogue:
    try:
        return catalogue.load(root)
    except ManifestError as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        raise typer.Exit(1) from None


def _built(folder: Path) -> None:
    if not (folder / "index.html").is_file():
        typer.echo(f"{folder} holds no built site. Run: make site", err=True)
        raise typer.Exit(1)


@app.command()
def check(root: Root = settings.ROOT, as_json: Json = False) -> None:
    """Check all that authors write; exit 1 with a sentence for each fault: its file, its line, its cure."""
    try:
        found = catalogue.load(root)
        problems = [f for m in found.modules.values() for f in packs_faults.faults(m.folder / "workshop.md")]
    except ManifestError as error:
        problems = error.problems
    if as_json:
        typer.echo(json.dumps({"faults": problems}, indent=1, ensure_ascii=False))
    else:
        for problem in problems:
            typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)
    if not as_json:
        held = f"{len(found.pathways)} pathways, {len(found.cases)} cases, {len(found.promises)} promises"
        say(f"{len(found.modules)} of {len(found.module_keys())} modules ready, {held}: no faults.")


@new.command("module")
def begin_module(
    key: Annotated[str, typer.Argument(help="Where it goes: strand/id, such as people/negotiation.")],
    title: Annotated[str, typer.Option(help="Its title, as readers will see it.")],
    root: Root = settings.ROOT,
) -> None:
    """Write a module's folder: a skeleton that passes `course check`, and says what goes where."""
    try:
        folder = new_module.make(_load(root), key, title)
    except new_module.NewModuleError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    say(f"wrote {folder.relative_to(root)}: {len(list(folder.iterdir()))} files, all to be rewritten")
    say("Next: read CONTRIBUTING.md, write module.yml first, and look at it with `make serve`.")


@app.command("list")
def list_modules(
    ready: Annotated[bool, typer.Option("--ready", help="Only what can be opened today.")] = False,
    planned: Annotated[bool, typer.Option("--planned", help="Only what is still to come.")] = False,
    strand: Annotated[str | None, typer.Option(help="One strand only, such as measurement.")] = None,
    as_json: Json = False,
    root: Root = settings.ROOT,
) -> None:
    """List the modules, ready and planned, with the minutes of each dose."""
    found = _load(root)
    if strand is not None and strand not in found.strands:
        typer.echo(f"There is no strand “{strand}”. Known are: {', '.join(found.strands)}.", err=True)
        raise typer.Exit(2)
    rows = [listing.module(found, key) for key in found.module_keys()]
    rows = [
        row
        for row in rows
        if (strand is None or row["strand"] == strand) and (ready == planned or row["ready"] == ready)
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    table = Table("Module", "Title", "Ready", "Bite", "Foundation", "Practitioner", "MSc", box=None)
    for row in rows:
        minutes = row["minutes"] or {}
        doses = [str(minutes.get(d) or "–") for d in ("bite", "foundation", "practitioner", "expert")]
        table.add_row(row["key"], escape(row["title"]), "yes" if row["ready"] else "to come", *doses)
    Console(width=None if Console().is_terminal else 140).print(table)


@app.command("pathway")
def show_pathway(
    name: Annotated[str | None, typer.Argument(help="A pathway's id; none lists them all.")] = None,
    as_json: Json = False,
    ics: Annotated[Path | None, typer.Option(help="Write its steps into a calendar file.")] = None,
    start: Annotated[
        datetime | None,
        typer.Option(help=f"The day it starts; {calendar.STARTS} unless you say.", formats=["%Y-%m-%d"]),
    ] = None,
    root: Root = settings.ROOT,
) -> None:
    """Show a pathway with its steps and minutes, or list them all; write its calendar file."""
    found = _load(root)
    if name is not None and name not in found.pathways:
        typer.echo(
            f"There is no pathway “{name}”. Known are: {', '.join(found.pathways) or 'none'}.", err=True
        )
        raise typer.Exit(2)
    if name is None:
        if ics is not None:
            typer.echo("Name the pathway whose calendar file you want.", err=True)
            raise typer.Exit(2)
        rows = [listing.pathway(found, route) for route in found.pathways.values()]
        if as_json:
            typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
            return
        for row in rows:
            ready = sum(module["ready"] for module in row["modules"])
            say(
                f"[bold]{row['id']}[/bold]  {escape(row['title'])}: {row['minutes']} minutes, "
                f"{ready} of {len(row['modules'])} modules ready"
            )
        return
    route = found.pathways[name]
    if ics is not None:
        if not calendar.has_dates(route):
            typer.echo(f"{name} has no days: its readers set the pace. There is no calendar file.", err=True)
            raise typer.Exit(1)
        day = start.date() if start else calendar.STARTS
        ics.write_bytes(calendar.file(found, route, day))
        typer.echo(f"wrote {ics}, from {calendar.in_words(day)}", err=True)
    row = listing.pathway(found, route)
    if as_json:
        typer.echo(json.dumps(row, indent=1, ensure_ascii=False))
    elif ics is None:
        say(f"[bold]{escape(row['title'])}[/bold]: {row['minutes']} minutes. {escape(row['aim'])}")
        for step in row["steps"]:
            say(f"\n[bold]{escape(step['label'])}[/bold] {escape(step['title'])}, {step['minutes']} minutes")
            for take in step["takes"]:
                what = take["activity"] or f"{take['module']}, {take['part'] or take['dose']}"
                say(f"  {escape(what)}: {take['minutes']}" + ("" if take["ready"] else " (still to come)"))
        say(f"\nLeft out: {escape(row['left_out'].strip())}")


@app.command()
def toc(root: Root = settings.ROOT) -> None:
    """Rebuild _toc.yml from the modules."""
    say(f"wrote {contents.write(_load(root)).name}")


@app.command("serve")
def serve_site(
    folder: Annotated[Path, typer.Argument(help="The built site.")] = settings.ROOT / "_build" / "html",
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8000,
) -> None:
    """Serve the built site on this machine only, until Ctrl-C."""
    _built(folder)
    serve.run(folder, port)


@app.command()
def sheets(
    folder: Annotated[Path, typer.Argument(help="The built site.")] = settings.ROOT / "_build" / "html",
    root: Root = settings.ROOT,
) -> None:
    """Print every module's one-page sheet as PDF, with Debian's Chromium."""
    from course import sheets as printed

    _built(folder)
    files, problems = printed.write(_load(root), folder)
    for path in files:
        typer.echo(path)
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)


@app.command("app")
def serve_app(
    name: Annotated[
        str, typer.Argument(help="A tool's name, or a module's id: its practice notebook.")
    ] = "run-charts",
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8866,
    root: Root = settings.ROOT,
) -> None:
    """Serve a tool or a practice notebook as an app, its code hidden, until Ctrl-C."""
    notebook = catalogue.find(root, name)
    if notebook is None:
        typer.echo(
            f"There is no app “{name}”. Give a module's id, or the app: that its module.yml names.", err=True
        )
        raise typer.Exit(1)
    raise typer.Exit(voila.serve(notebook, port))


@app.command("lite")
def build_lite(
    pyodide: Annotated[str, typer.Option(help="A full Pyodide release: address, archive or folder.")] = "",
    out: Annotated[Path, typer.Option(help="Where the static files go.")] = settings.ROOT / "_build" / "lite",
    root: Root = settings.ROOT,
) -> None:
    """Build the notebooks that run in a reader's own browser (JupyterLite)."""
    from course import lite  # nbformat is slow to load, and no other command needs it

    try:
        notes = lite.build(_load(root), pyodide, out)
    except lite.LiteError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    for note in notes:
        typer.echo(note, err=True)
    say(f"wrote {out}. To try it here: course serve {out}")
    say(lite.HOST)


if __name__ == "__main__":
    app()
