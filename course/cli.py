"""The ``course`` command: each verb makes or checks one product."""

from pathlib import Path
from typing import Annotated

import typer
from rich import print as say

from course import catalogue, contents, serve, settings, voila
from course.yaml_lines import ManifestError

app = typer.Typer(
    no_args_is_help=True, help="The production line of the course.", pretty_exceptions_enable=False
)

Root = Annotated[Path, typer.Option(help="The course's own folder.")]


def _load(root: Path) -> catalogue.Catalogue:
    try:
        return catalogue.load(root)
    except ManifestError as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        raise typer.Exit(1) from None


@app.command()
def check(root: Root = settings.ROOT) -> None:
    """Check every module's files; exit 1 with a sentence for each fault."""
    found = _load(root)
    planned = sum(len(strand.modules) for strand in found.strands.values())
    say(f"{len(found.modules)} of {planned} modules ready, no faults.")


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
    if not (folder / "index.html").is_file():
        typer.echo(f"{folder} holds no built site. Run: make site", err=True)
        raise typer.Exit(1)
    serve.run(folder, port)


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


if __name__ == "__main__":
    app()
