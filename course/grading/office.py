"""The commands of the marks office: class list, work in, time, marks and feedback out, second marks, marking again."""

import csv
import datetime as dt
import io
import tempfile
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from course.grading.cli import HERE, NO_JAIL, TO_LOOK_AT, Db, Name, Root, _stop, app

Names = Annotated[
    Path | None,
    typer.Option(
        "--names",
        envvar="COURSE_NAMES_FILE",
        help="Mark anonymously: the file, outside the grading root, that says who stands behind each code.",
    ),
]
Dry = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Zone = Annotated[str, typer.Option("--zone", help="The time zone of times without one.")]
LONDON = "Europe/London"
time = typer.Typer(no_args_is_help=True, help="When work is due, what lateness costs, and who has more time.")
app.add_typer(time, name="time")


def _people(root: Path, db: str | None, names: Path | None):
    from course.grading import people, run

    course = run.course_at(root, db)
    try:
        return course, people.People(course, people.Codes(names, course.root) if names else None)
    except people.Unclear as wrong:
        _stop(wrong)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        _stop(f"There is no time zone “{name}”. Write it like Europe/London.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as wrong:
        _stop(f"{file} cannot be read: {wrong}. Save it as CSV in UTF-8.")


@app.command("roster")
def roster_(
    file: Annotated[Path, typer.Argument(help="A CSV file with a column id, and names, email, lms_user_id.")],
    root: Root = HERE,
    names: Names = None,
    dry_run: Dry = False,
    db: Db = None,
) -> None:
    """Read the class list into the gradebook. With --names the gradebook gets codes only, and the file the names.

    Exit status 1, and nothing changed, when the list is not clear.
    """
    from course.grading import people

    _, everybody = _people(root, db, names)
    try:
        new = people.read_list(_text(file))
        known = {person.id for person in everybody.all}
        listed = everybody.add(new, dry_run)
    except people.Unclear as wrong:
        _stop(wrong)
    fresh = sum(person.id not in known for person in new)
    would = "would be " if dry_run else ""
    typer.echo(f"{len(listed)} on the list; {fresh} {would}new.")
    if names:
        typer.echo(
            f"The gradebook knows codes only. Who is who is in {names}: keep it safe, and away from markers."
        )


@app.command("import")
def import_(
    assignment: Name,
    archive: Annotated[Path, typer.Argument(help="The zip of all submissions, from Moodle or Canvas.")],
    root: Root = HERE,
    sheet: Annotated[
        Path | None,
        typer.Option(
            help="Moodle's grading worksheet, or a CSV with student and received: who is who, and when."
        ),
    ] = None,
    groups: Annotated[
        Path | None, typer.Option(help="A CSV with group and student, for work of groups.")
    ] = None,
    received: Annotated[
        str | None, typer.Option(help="When all of it came, where the sheet does not say: 2026-11-22 17:00.")
    ] = None,
    add_unknown: Annotated[
        bool, typer.Option("--add-unknown", help="Put whoever is not on the class list into it.")
    ] = False,
    names: Names = None,
    zone: Zone = LONDON,
    dry_run: Dry = False,
    db: Db = None,
) -> None:
    """Take in a zip of submissions from a learning platform.

    Everything is looked at before anything is written. Exit status 0 when all was taken in, 3 when a tutor has to look
    at something, 1 when the zip cannot be used and nothing was written.
    """
    from course.grading import importing, journal, people

    course, everybody = _people(root, db, names)
    where = _zone(zone)
    try:
        known = importing.read_sheet(_text(sheet), where) if sheet else importing.NO_SHEET
        when = importing.moment(received, where) if received else None
        members = _groups(_text(groups)) if groups else None
        with journal.Journal(course.root, assignment).held():
            done = importing.take_in(
                course, assignment, archive, everybody,
                sheet=known, groups=members, received=when, add_unknown=add_unknown, dry_run=dry_run,
            )  # fmt: skip
    except (importing.NotAZip, people.Unclear, journal.Busy, FileNotFoundError) as wrong:
        _stop(wrong)
    table = Table(
        "student", "in the zip", "what happened", "to know", title=f"{assignment}{' (dry run)' * dry_run}"
    )
    for line in done.lines:
        table.add_row(*map(escape, (line.student, line.who, line.status, " ".join(line.words))))
    Console().print(table)
    if not known.times and not received:
        typer.echo(
            "No times of receipt were given, so nobody counts as late. Give --sheet or --received for that."
        )
    if done.to_look_at:
        typer.echo(f"{len(done.to_look_at)} to look at.")
        raise typer.Exit(TO_LOOK_AT)


def _groups(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        low = {(key or "").strip().lower(): (value or "").strip() for key, value in row.items()}
        if not low.get("group") or not low.get("student"):
            _stop("The list of groups needs the columns group and student.")
        found.setdefault(low["group"], []).append(low["student"])
    return found


FORMS = ("plain", "moodle", "canvas")


def _exports(root: Path, names: Path | None) -> Path:
    """Where what goes out is written: with names in it, beside the file of names, and not where markers look."""
    return names.expanduser().resolve().parent if names else root / "exports"


@app.command("export")
def export_(
    assignment: Name,
    root: Root = HERE,
    form: Annotated[str, typer.Option("--for", help="plain, moodle or canvas.")] = "plain",
    to: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
    sheet: Annotated[
        Path | None,
        typer.Option(help="The worksheet from Moodle, or the gradebook from Canvas, to put the marks into."),
    ] = None,
    column: Annotated[
        str | None, typer.Option(help="Canvas: the heading of the assignment's column, Run charts (1234).")
    ] = None,
    names: Names = None,
    db: Db = None,
) -> None:
    """Write the marks as CSV: quoted, safe to open in a spreadsheet, and with a status; what is not marked has no mark.

    Exit status 0 when everybody who handed in has a mark, 3 when some have not, 1 when nothing was written.
    """
    from course.grading import exporting, notebook

    if form not in FORMS:
        _stop(f"--for is one of {', '.join(FORMS)}.")
    course, everybody = _people(root, db, names)
    try:
        found = exporting.marks(course, assignment, everybody)
        brought = everybody.brought(assignment)
        template = _text(sheet) if sheet else None
        if form == "moodle":
            text = exporting.moodle(found, brought, template)
        elif form == "canvas":
            text = exporting.canvas(found, brought, column or assignment, template)
        else:
            text = exporting.plain(found)
    except exporting.CannotExport as wrong:
        _stop(wrong)
    file = to or _exports(course.root, names) / f"{assignment}-{form}.csv"
    notebook.write(file, text, 0o600)
    typer.echo(str(file))
    if form == "canvas":
        beside = file.with_name(f"{assignment}-status.csv")
        notebook.write(beside, exporting.plain(found), 0o600)
        typer.echo(
            f"{beside}: who has no mark yet, and why. Do not import this one: Canvas would make an assignment of it."
        )
    counts = {}
    for mark in found:
        counts[mark.status] = counts.get(mark.status, 0) + 1
    typer.echo(
        ", ".join(f"{number} {status}" for status, number in sorted(counts.items())) or "Nobody is there yet."
    )
    if any(mark.status not in (exporting.DONE, exporting.NOTHING) for mark in found):
        raise typer.Exit(TO_LOOK_AT)


@app.command("feedback-zip")
def feedback_zip_(
    assignment: Name,
    root: Root = HERE,
    to: Annotated[Path | None, typer.Option(help="The zip to write.")] = None,
    names: Names = None,
    db: Db = None,
) -> None:
    """Pack one page of feedback for each student whose marking is done, named as the platform expects it back.

    Exit status 0 when everybody who handed in has a page in it, 3 when some are left out because marking goes on.
    """
    from course.grading import exporting
    from course.grading.cli import feedback_

    feedback_(assignment, root, db)
    course, everybody = _people(root, db, names)
    file = to or _exports(course.root, names) / f"{assignment}-feedback.zip"
    try:
        found = exporting.marks(course, assignment, everybody)
        packed = exporting.feedback_zip(course, assignment, found, everybody.brought(assignment), file)
    except exporting.CannotExport as wrong:
        _stop(wrong)
    typer.echo(f"{file}: {len(packed)} pages")
    left = [m for m in found if m.status != exporting.NOTHING and m not in packed]
    if left:
        typer.echo("Left out: " + "; ".join(f"{m.person.id} ({m.status})" for m in left))
        raise typer.Exit(TO_LOOK_AT)


# ---------------------------------------------------------------- time


@time.command("due")
def due_(
    assignment: Name,
    when: Annotated[
        str | None, typer.Argument(help="2026-12-01 17:00, or “never”; left out, it is said.")
    ] = None,
    root: Root = HERE,
    zone: Zone = LONDON,
    db: Db = None,
) -> None:
    """Set, or say, when an assignment is due, and what lateness costs by the course's settings."""
    from course.grading import gradebook, importing, lateness, run

    course, where = run.course_at(root, db), _zone(zone)
    with gradebook.opened(course.db_url, course.course_id) as book:
        try:
            known = book.find_assignment(assignment)
            if when:
                never = when.strip().lower() == "never"
                lateness.set_due(book, assignment, None if never else importing.moment(when, where))
                lateness.settle(book, assignment, course.settings)
        except gradebook.MissingEntry:
            _stop(f"The gradebook does not know “{assignment}”. Run: course grading build {assignment}")
        except importing.NotAZip as wrong:
            _stop(wrong)
        typer.echo(f"{assignment}: {lateness.local(known.duedate, where)} ({zone})")
    plugin = lateness.rule(course.settings).plugin_inst
    typer.echo(
        plugin.in_words()
        if isinstance(plugin, lateness.Lateness)
        else f"The rule is {type(plugin).__name__}."
    )


@time.command("extend")
def extend_(
    assignment: Name,
    student: Annotated[str, typer.Argument(help="The student, as in the gradebook.")],
    days: Annotated[float, typer.Option(min=0)] = 0,
    hours: Annotated[float, typer.Option(min=0)] = 0,
    root: Root = HERE,
    zone: Zone = LONDON,
    db: Db = None,
) -> None:
    """Give one student more time; it replaces what was given before, and none at all takes it away."""
    from course.grading import gradebook, lateness, run

    course = run.course_at(root, db)
    with gradebook.opened(course.db_url, course.course_id) as book:
        try:
            book.find_assignment(assignment)
            book.find_student(student)
        except gradebook.MissingEntry:
            _stop(f"The gradebook knows no {student}, or no {assignment}. Nothing was changed.")
        lateness.extend(book, assignment, student, dt.timedelta(days=days, hours=hours))
        lateness.settle(book, assignment, course.settings)
        until = lateness.local(book.find_submission(assignment, student).duedate, _zone(zone))
    typer.echo(f"{student}: {assignment} is due {until} ({zone})")


@time.command("extensions")
def extensions_(assignment: Name, root: Root = HERE, zone: Zone = LONDON, db: Db = None) -> None:
    """List who has more time for an assignment."""
    from course.grading import gradebook, lateness, run

    course = run.course_at(root, db)
    with gradebook.opened(course.db_url, course.course_id) as book:
        try:
            found = lateness.extensions(book, assignment)
        except gradebook.MissingEntry:
            _stop(f"The gradebook does not know “{assignment}”.")
    for student, more, until in found:
        typer.echo(f"{student}: {more} more, until {lateness.local(until, _zone(zone))}")
    if not found:
        typer.echo("Nobody has more time.")


# ---------------------------------------------------------------- double marking


@app.command("sample")
def sample_(
    assignment: Name,
    root: Root = HERE,
    share: Annotated[float, typer.Option(min=0, max=1, help="Of the marked work, drawn by chance.")] = 0.1,
    at_least: Annotated[int, typer.Option(min=0, help="The least number drawn by chance.")] = 8,
    boundary: Annotated[list[float] | None, typer.Option(help="In percent; may be given again.")] = None,
    within: Annotated[float, typer.Option(min=0, help="How near a boundary counts, in percent.")] = 2,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Of the draw; without it a new one, which is noted.")
    ] = None,
    names: Names = None,
    dry_run: Dry = False,
    db: Db = None,
) -> None:
    """Draw who is marked twice, note how, and write an empty sheet for the second marker."""
    from course.grading import exporting, moderation

    course, everybody = _people(root, db, names)
    boundaries = boundary or [50.0, 70.0]
    try:
        found = exporting.marks(course, assignment, everybody)
        drawn, seed = moderation.draw(
            found, share=share, at_least=at_least, boundaries=boundaries, within=within, seed=seed
        )
        if not drawn:
            _stop("Nobody has a mark yet, so there is nothing to draw from.")
        for one in drawn:
            typer.echo(f"{one.student}: {one.why}")
        if dry_run:
            return
        about = {
            "seed": seed,
            "share": share,
            "at_least": at_least,
            "boundaries": boundaries,
            "within": within,
        }
        record, sheet = moderation.write(course, assignment, drawn, about)
    except (exporting.CannotExport, moderation.CannotModerate) as wrong:
        _stop(wrong)
    typer.echo(
        f"{len(drawn)} to mark twice, drawn with the seed {seed}. For the second marker: {sheet}. The record: {record}"
    )


@app.command("agreement")
def agreement_(assignment: Name, root: Root = HERE, db: Db = None) -> None:
    """Say how far two markers agree: kappa with its interval, the mean difference and its limits, in words."""
    from course.grading import moderation, run

    try:
        found, left_out = moderation.agreement(run.course_at(root, db), assignment)
    except moderation.CannotModerate as wrong:
        _stop(wrong)
    for compared in found:
        typer.echo(compared.reading() + "\n")
    for words in left_out:
        typer.echo(f"Not compared. {words}.")
    typer.echo(moderation.CAUTION)


# ---------------------------------------------------------------- marking again


@app.command("regrade")
def regrade_(
    assignment: Name,
    root: Root = HERE,
    do: Annotated[
        bool, typer.Option("--apply", help="Change the marks. Without it they are only listed.")
    ] = False,
    overlay: Annotated[
        Path | None, typer.Option(envvar="COURSE_EXERCISES_OVERLAY", help="A private folder of exercises.")
    ] = None,
    cohort_secret_file: Annotated[
        Path | None, typer.Option(envvar="COURSE_COHORT_SECRET_FILE", help="This cohort's secret.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64)] = 2,
    db: Db = None,
) -> None:
    """Correct the exercise first; this lists whose marks change, and by how much. With --apply they do change.

    Marks by hand stay. Exit status 0 when nobody's mark changes, or all was done; 3 when marks would change; 4 without
    a jail.
    """
    from course.grading import batch, build, gradebook, journal, regrading, run, sources

    course = run.course_at(root, db)
    secret = _text(cohort_secret_file) if cohort_secret_file else None
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        try:
            known = regrading.corrected(course, assignment, place, build.EXERCISES, overlay, secret)
            regrading.fits(course, known)
            changes = regrading.look(course, known, grade=run.workers(workers))
            table = Table(
                "student", "by tests before", "after", "change", "parts", "to know", title=assignment
            )
            for c in changes:
                parts = ", ".join(f"{name} {_points(a)} → {_points(b)}" for name, (a, b) in c.tests.items())
                table.add_row(
                    escape(c.student),
                    _points(c.before),
                    _points(c.after),
                    f"{c.by:+g}",
                    parts,
                    escape(c.words),
                )
            Console().print(table)
            up, down = sum(c.by > 0 for c in changes), sum(c.by < 0 for c in changes)
            typer.echo(f"{up} would rise, {down} would fall." if changes else "Nobody's mark changes.")
            copy = None
            if do:
                _, copy = regrading.apply(course, assignment, place, grade=run.workers(workers))
        except batch.jail.NoJail as missing:
            _stop(f"No jail, no grading. {missing}\nRun: course grading doctor", NO_JAIL)
        except (
            regrading.CannotRegrade,
            build.CannotBuild,
            build.Leak,
            sources.NotReady,
            journal.Busy,
        ) as wrong:
            _stop(wrong)
        except gradebook.MissingEntry:
            _stop(f"The gradebook does not know “{assignment}”: there is nothing to regrade.")
    typer.echo(f"The list: {regrading.write(course, assignment, changes, do)}")
    if do:
        typer.echo("Done. Marks by hand stayed." + (f" The gradebook of before: {copy}" if copy else ""))
        typer.echo(f"Now run: course grading feedback {assignment}")
    elif changes:
        typer.echo("Nothing was changed. With --apply it is.")
        raise typer.Exit(TO_LOOK_AT)


def _points(points: float | None) -> str:
    return "none" if points is None else f"{points:g}"
