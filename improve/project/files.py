"""Load, recover and save the project file: refuse what is damaged with the reason, and never lose what can be read."""

import contextlib
import os
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from .links import dangling_in_words
from .model import FORMAT, VERSION, Project
from .parsing import LARGEST_FILE, parse, refuse_by_size
from .places import in_words
from .problems import ProjectProblem, shortened
from .repairing import Repair, repaired, wrong_in_words
from .versions import STEPS, brought_forward
from .writing import to_json

Source = str | bytes | os.PathLike


def load(source: Source) -> tuple[Project, list[str]]:
    """Read a project file.

    Parameters
    ----------
    source : path, bytes or str
        The file's name, what is in it as bytes, or its text (text begins with a brace, a name does not).

    Returns
    -------
    Project
    list of str
        Plain sentences on what is worth knowing: a version brought forward, fields kept aside, links that lead
        nowhere. Empty for a file as `save` wrote it.

    Raises
    ------
    ProjectProblem
        When the file is damaged, too large, saved by a newer version, or another kind of file.
        `.reasons` holds the sentences; where `.recoverable` is true, `recover` reads what it can.

    Examples
    --------
    >>> project, notes = load('{"format": "improve-project", "version": 2, "title": "Falls on Ward 7"}')
    >>> project.title, notes
    ('Falls on Ward 7', [])
    >>> load('{"format": "improve-project", "version": 2, "title": "Falls on W')
    Traceback (most recent call last):
        ...
    improve.project.problems.ProjectProblem: The file is damaged or cut short in line 1. What stands before that \
place was read.
    Nothing was changed. What can be read of the file can be recovered, and the rest kept aside.
    """
    project, notes, damage = _read(source)
    if damage:
        raise ProjectProblem(damage, recoverable=True)
    return project, notes


def recover(source: Source) -> tuple[Project, list[str]]:
    """Read whatever can be read of a damaged project file.

    Parameters
    ----------
    source : path, bytes or str
        As for `load`.

    Returns
    -------
    Project
        What could be read; what could not be placed is in `project.aside`.
    list of str
        Plain sentences: what was wrong and what was done, then what `load` would say.

    Raises
    ------
    ProjectProblem
        When nothing can be read, or the file was saved by a newer version.

    Examples
    --------
    >>> project, notes = recover('{"format": "improve-project", "version": 2, "title": "Falls", "measures": [{"id": "fa')
    >>> project.title, notes
    ('Falls', ['The file is damaged or cut short in line 1. What stands before that place was read.', \
'Measures, entry 1: there is no id here. This one is now “measure-2”.'])
    """
    project, notes, damage = _read(source)
    return project, shortened([*damage, *notes], 40)


def _read(source: Source) -> tuple[Project, list[str], list[str]]:
    parsed = parse(_content(source))
    document, damage = parsed.document, list(parsed.damage)
    damage += _check_kind(document)
    damage += _check_version(document)
    document, notes = brought_forward(document)
    project, repair = repaired({**document, "format": FORMAT, "version": VERSION})
    project = _with_aside(project, parsed.aside)
    damage += repair.damage
    notes += _said_once(repair)
    return project, notes + shortened(dangling_in_words(project)), damage


def _content(source: Source) -> bytes | str:
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source)
    if isinstance(source, str) and ("\n" in source or source.lstrip("\ufeff \t").startswith(("{", "["))):
        return source
    if isinstance(source, str) and not source.strip():
        raise ProjectProblem("There is nothing here to read. Give the name of a project file.")
    try:
        path = Path(source)
        refuse_by_size(path.stat().st_size)
        return path.read_bytes()
    except (OSError, ValueError, TypeError) as refusal:
        if isinstance(refusal, ProjectProblem):
            raise
        shown = os.path.basename(str(source))[:60]
        raise ProjectProblem(
            f"There is no file “{shown}” that can be opened. Check its name and folder."
        ) from None


def _check_kind(document: dict[str, Any]) -> list[str]:
    """Refuse a file that is no project; say so where the mark of a project file is missing."""
    if document.get("format") == FORMAT:
        return []
    if not set(document) & (set(Project.model_fields) - {"format", "version", "title", "aside", "data"}):
        raise ProjectProblem(
            "This is not a project file of this course: it does not say so, and it holds none of the parts of a project."
        )
    return ["The file does not say that it is a project file, but it holds parts of one."]


def _check_version(document: dict[str, Any]) -> list[str]:
    """Refuse a newer version; take a file that names no version for one of the newest."""
    version = document.get("version")
    if isinstance(version, int | float) and not isinstance(version, bool):
        if version > VERSION:
            raise ProjectProblem(
                f"This file was saved by a newer version of the course (file version {version:g}; this is version "
                f"{VERSION}). Open it there, or update the course. Reading it here could lose what is new in it."
            )
        if version in STEPS or version == VERSION:
            document["version"] = int(version)
            return []
    document["version"] = VERSION
    return [f"The file does not say which version it is. It was read as version {VERSION}."]


def _with_aside(project: Project, more: dict[str, Any]) -> Project:
    if not more:
        return project
    return project.model_copy(update={"aside": {**project.aside, **more}})


def _said_once(repair: Repair) -> list[str]:
    return shortened(repair.notes)


def save(project: Project, path: str | os.PathLike | None = None) -> str:
    """Return the project as JSON text, and write it to a file where a path is given.

    The same project always gives the same text. A file is replaced only when the whole of the new one is
    written, so that a full disk or a lost connection does not cost the old one.

    Raises
    ------
    ProjectProblem
        When the project has grown beyond what can be loaded again, or the file cannot be written.

    Examples
    --------
    >>> load(save(Project(title="Falls")))[0] == Project(title="Falls")
    True
    """
    text = to_json(project)
    size = len(text.encode())
    if size > LARGEST_FILE:
        raise ProjectProblem(
            f"The project has grown to {size / 1e6:.1f} MB, and a file of more than {LARGEST_FILE / 1e6:.0f} MB is not "
            "loaded again. Take out old series, or what is kept aside."
        )
    if path is not None:
        _replace(Path(path), text)
    return text


def _replace(path: Path, text: str) -> None:
    """Write beside the old file first; opened in the plain way, so that colleagues may read it as any other file."""
    beside = path.with_name(f".saving-{os.getpid()}-{path.name}")
    try:
        try:
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
    except OSError as refusal:
        why = (refusal.strerror or "no reason was given").lower()
        raise ProjectProblem(
            f"The project could not be saved as “{path.name}”: {why}. Save it elsewhere."
        ) from None


def change(project: Project, **parts: Any) -> Project:
    """Return the project with some parts changed, checked as a file would be.

    Parameters
    ----------
    project : Project
    **parts
        New contents by the name of the part, as plain values: `pdsa=[...]`, `charter={...}`, `title="..."`.

    Raises
    ------
    ProjectProblem
        When something in the new contents cannot stand; the sentences say what and where.

    Examples
    --------
    >>> project = change(Project(title="Falls"), charter={"aim": {"by_when": "2026-03-31"}})
    >>> project.charter.aim.by_when
    datetime.date(2026, 3, 31)
    >>> change(project, charter={"aim": {"by_when": "next spring"}})
    Traceback (most recent call last):
        ...
    improve.project.problems.ProjectProblem: Charter, aim, “by when”: “next spring” is not a date. Write dates as \
2026-03-31.
    """
    document = {**project.model_dump(), **parts}
    try:
        return Project.model_validate(document)
    except ValidationError as refusal:
        faults = refusal.errors(include_url=False)
        raise ProjectProblem([_sentence(fault) for fault in faults]) from None


def _sentence(fault: Any) -> str:
    where = in_words(fault["loc"])
    if fault["type"] == "missing":
        return f"{in_words(fault['loc'][:-1])}: there is no {fault['loc'][-1]} here."
    if fault["type"] == "extra_forbidden":
        return f"{where}: there is no such field."
    said = wrong_in_words(fault, fault["input"])
    return f"{where}: {said}"
