"""``course grading``: builds assignments, grades them safely, and says what the jail needs."""

import gc
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from course import settings

app = typer.Typer(no_args_is_help=True, help="Marks that can be trusted: build, grade, feedback, doctor.")
DONE, FAULT, TO_LOOK_AT, NO_JAIL = 0, 1, 3, 4

Root = Annotated[Path, typer.Option("--root", help="The nbgrader course root.")]
Name = Annotated[str, typer.Argument(help="The assignment.")]
Db = Annotated[
    str | None,
    typer.Option(
        "--db",
        envvar="COURSE_GRADEBOOK",
        help="The gradebook: a database address, as SQLAlchemy writes it.",
        show_envvar=True,
    ),
]
HERE = settings.ROOT / "grading"


def register(course: typer.Typer) -> None:
    """Put ``grading …`` and ``doctor`` into the course's own command."""
    course.add_typer(app, name="grading")
    course.command("doctor")(doctor_)


def _stop(words: object, code: int = FAULT):
    typer.echo(str(words), err=True)
    raise typer.Exit(code)


@app.command("run")
def run_(
    assignment: Name,
    root: Root = HERE,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Markers at work at the same time.")] = 2,
    scheduler: Annotated[
        str | None,
        typer.Option(help="Hand the work to this Dask scheduler (tls://… or tcp://…) in place of --workers."),
    ] = None,
    db: Db = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what was graded.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    student: Annotated[list[str] | None, typer.Option(help="Only this student; may be given again.")] = None,
    trust_timestamps: Annotated[
        bool,
        typer.Option(help="Believe each timestamp.txt: only where nbgrader's exchange collected the work."),
    ] = False,
    pages: Annotated[
        bool,
        typer.Option(
            "--feedback/--no-feedback",
            help="Draw pages of feedback now; “course grading feedback” draws them later.",
        ),
    ] = True,
    cell_seconds: Annotated[float, typer.Option(help="What one cell, or one test, may take.")] = 20,
    notebook_seconds: Annotated[float, typer.Option(help="What one notebook may take.")] = 45,
    memory_mb: Annotated[int, typer.Option(help="Memory that the answers may use.")] = 768,
) -> None:
    """Grade an assignment: answers in a jail, tests outside it, marks in nbgrader's gradebook.

    It may be stopped at any moment; the same command goes on. Exit status: 0 when every submission was graded, 3 when
    some are in quarantine and need a tutor, 4 when there is no jail on this machine, 1 for any other fault.
    """
    # What the libraries bring stays: to look at all of it again after every 700 new things is a tenth of the time.
    gc.set_threshold(50_000)
    from course.grading import batch, journal, run, scheduling, sources
    from course.grading.limits import Limits

    gc.freeze()
    if scheduler and scheduling.open_to_others(scheduler):
        typer.echo(scheduling.OPEN, err=True)
    console = Console()
    limits = Limits(cell_seconds=cell_seconds, notebook_seconds=notebook_seconds, memory_mb=memory_mb)
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("grading", total=None)
        try:
            report = run.run(
                run.course_at(root, db),
                assignment,
                limits=limits,
                grade=scheduling.scheduler(scheduler) if scheduler else run.workers(workers),
                force=force,
                dry_run=dry_run,
                students=student,
                trust_files=trust_timestamps,
                pages=pages,
                progress=lambda who, done, of: bar.update(task, completed=done, total=of),
            )
        except batch.jail.NoJail as missing:
            bar.stop()
            _stop(f"No jail, no grading. {missing}\nRun: course grading doctor", NO_JAIL)
        except (sources.NotReady, journal.Busy, scheduling.Unreachable, scheduling.Differs) as fault:
            bar.stop()
            _stop(fault)
    report.show(console)
    if report.quarantined:
        raise typer.Exit(TO_LOOK_AT)


@app.command("build")
def build_(
    assignment: Annotated[str | None, typer.Argument(help="The assignment; without it, all.")] = None,
    root: Root = HERE,
    overlay: Annotated[
        Path | None,
        typer.Option(
            envvar="COURSE_EXERCISES_OVERLAY", help="A private folder of exercises; its own come first."
        ),
    ] = None,
    cohort_secret_file: Annotated[
        Path | None,
        typer.Option(
            envvar="COURSE_COHORT_SECRET_FILE",
            help="A file with this cohort's secret, outside the repository.",
        ),
    ] = None,
    one_mark: Annotated[
        bool,
        typer.Option(
            "--one-mark", help="One mark for the written part, not one for each line of its rubric."
        ),
    ] = False,
    db: Db = None,
) -> None:
    """Make source and release of an assignment from the exercises, by white list, through nbgrader.

    Exit status 1, and nothing released, if a solution, a hidden test or a mark scheme is in what learners would receive.
    """
    from course.grading import build, run

    course = run.course_at(root, db)
    if overlay and not overlay.is_dir():
        _stop(f"There is no folder {overlay}.")
    secret = None
    if cohort_secret_file:
        if not cohort_secret_file.is_file():
            _stop(f"There is no file {cohort_secret_file}.")
        secret = cohort_secret_file.read_text(encoding="utf-8")
    for name in [assignment] if assignment else build.names(overlay=overlay):
        try:
            theirs = secret if assignment or build.has_cohort(name, overlay=overlay) else None
            build.build_source(name, course.root, overlay=overlay, secret=theirs, by_criterion=not one_mark)
            made = build.release(name, course.root, course.settings)
        except (build.Leak, build.CannotBuild, FileNotFoundError) as fault:
            _stop(fault)
        typer.echo(f"{made}: {', '.join(sorted(file.name for file in made.iterdir()))}")


@app.command("doctor")
def doctor_() -> None:
    """Say what the jail needs on this machine, and how to get what is missing. Exit status 4 when there is no jail."""
    from course.grading import doctor

    found = doctor.look()
    for finding in found:
        typer.echo(
            f"{'yes' if finding.good else 'NO ':3}  {finding.what}{': ' if finding.words else ''}{finding.words}"
        )
    if not found[-1].good or not all(finding.good for finding in found[:3]):
        _stop("Without a jail there is no grading.", NO_JAIL)
    typer.echo("Work can be graded on this machine.")


@app.command("feedback")
def feedback_(assignment: Name, root: Root = HERE, db: Db = None) -> None:
    """Write every student's page of feedback anew, with the tutor's marks and comments of now."""
    from course.grading import feedback, gradebook, run, sources

    course = run.course_at(root, db)
    try:
        known = sources.load(course.root, assignment, course.settings)
    except sources.NotReady as fault:
        _stop(fault)
    with gradebook.opened(course.db_url, course.course_id) as book:
        written = [
            feedback.write(book, course.root, assignment, known.notebook, submission.student.id)
            for submission in book.assignment_submissions(assignment)
        ]
    typer.echo(f"{sum(file is not None for file in written)} pages in {course.root / 'feedback'}")


from course.grading import office  # noqa: E402, F401  (its commands join ours)
