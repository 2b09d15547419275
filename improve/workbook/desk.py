"""The desk: the one project that is being worked on, every change to it checked, and the way back from each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from improve.project import Project, ProjectProblem, change, load, recover, save

REMEMBERED = 30  # steps back that are kept
VALUE, SHAPE = "value", "shape"  # what listeners hear: a field was filled, or things came and went

# Fields that hold the id of something else, and the kind of thing as `Project.named` calls it.
LINKS = {
    "measure": "measures",
    "measures": "measures",
    "drivers": "drivers",
    "primary": "drivers",
    "change_idea": "change ideas",
    "follows": "cycles",
    "data": "series",
    "to": "steps",
    "addresses": "determinants",
}


@dataclass(frozen=True)
class Answer:
    """What is said after a file was chosen.

    Attributes
    ----------
    words : tuple of str
        Plain sentences.
    opened : bool
        True where the project on the desk is now the one of the file.
    recoverable : bool
        True where `Desk.recover` can read the rest of it.
    """

    words: tuple[str, ...]
    opened: bool = False
    recoverable: bool = False


class Desk:
    """Holds the project and tells those who listen when it changes.

    Examples
    --------
    >>> desk = Desk()
    >>> desk.put(("charter", "aim", "target"), 80)
    ''
    >>> desk.project.charter.aim.target
    80.0
    >>> desk.put(("charter", "aim", "by_when"), "next spring")
    'Charter, aim, “by when”: “next spring” is not a date. Write dates as 2026-03-31.'
    """

    def __init__(self, project: Project | None = None) -> None:
        self.project = project or Project()
        self.notice: tuple[str, ...] = ()  # what the last change has to say
        self.fresh = ""  # the id of the entry that the last change added
        self.menus: list[
            Callable[[], None]
        ] = []  # of the form that is showing: brings the names in its menus up to date
        self._past: list[Project] = []
        self._listeners: list[Callable[[str], None]] = []

    def listen(self, hear: Callable[[str], None]) -> None:
        """Call `hear` with "value" or "shape" after each change."""
        self._listeners.append(hear)

    @property
    def text(self) -> str:
        """The project as the text of its file."""
        return save(self.project)

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def empty(self) -> bool:
        """True where nothing was filled in yet."""
        return self.project == Project()

    def plain(self) -> dict[str, Any]:
        """Return the project as plain lists, dicts, texts and numbers that may be changed."""
        return self.project.model_dump(mode="json")

    def get(self, place: tuple) -> Any:
        """Return the plain value at a place; entries of lists are named by id or by position."""
        return _at(self.plain(), place)

    def put(self, place: tuple, value: Any, how: str = VALUE) -> str:
        """Set the value at a place; return "" or the sentences that say why it cannot stand."""
        document = self.plain()
        holder = _at(document, place[:-1])
        if holder[place[-1]] == value:
            return ""
        holder[place[-1]] = value
        return self._try(document, place[0], how)

    def add(self, place: tuple, stem: str, **values: Any) -> tuple[str, str]:
        """Add an entry with a new id to the list at a place; return its id, and "" or why it cannot stand."""
        document = self.plain()
        id = new_id(self.project, stem)
        _at(document, place).append({"id": id, **values})
        self.fresh = id
        return id, self._try(document, place[0], SHAPE)

    def append(self, place: tuple, values: dict[str, Any]) -> str:
        """Add an entry without an id to the list at a place."""
        document = self.plain()
        _at(document, place).append(values)
        return self._try(document, place[0], SHAPE)

    def remove(self, place: tuple, kind: str = "") -> str:
        """Take an entry out of its list, and every link to it where its kind is given."""
        document = self.plain()
        entries = _at(document, place[:-1])
        gone = entries.pop(_index(entries, place[-1]))
        if kind:
            document = _unlinked(document, kind, gone["id"])
        return self._replace(document, SHAPE, ("Removed. “Undo the last change” brings it back.",))

    def move(self, place: tuple, by: int) -> str:
        """Move an entry up (-1) or down (1) in its list."""
        document = self.plain()
        entries = _at(document, place[:-1])
        here = _index(entries, place[-1])
        there = here + by
        if not 0 <= there < len(entries):
            return ""
        entries[here], entries[there] = entries[there], entries[here]
        return self._try(document, place[0], SHAPE)

    def take(self, project: Project, notice: tuple[str, ...] = ()) -> None:
        """Put another project on the desk, with something to say about it; `undo` brings the former one back."""
        if project != self.project and not self.empty:
            self._past = [*self._past, self.project][-REMEMBERED:]
        self.project, self.notice = project, notice
        self._tell(SHAPE)

    def undo(self) -> None:
        """Go back to before the last change."""
        if self._past:
            self.project = self._past.pop()
            self.notice = ("The last change is undone.",)
            self._tell(SHAPE)

    def clear(self) -> None:
        """Start from nothing, with no way back: for a computer that others use too."""
        self.project, self._past = Project(), []
        self.notice = ("The workbook is empty.",)
        self._tell(SHAPE)

    def open(self, content: bytes | str) -> Answer:
        """Put the project of a file on the desk, or say why it is refused."""
        try:
            project, notes = load(_as_content(content))
        except ProjectProblem as problem:
            return Answer(tuple(str(problem).split("\n")), recoverable=problem.recoverable)
        return self._opened(project, (f"{_called(project)} is open.", *notes))

    def recover(self, content: bytes | str) -> Answer:
        """Put what can be read of a damaged file on the desk, and say what was done."""
        try:
            project, notes = recover(_as_content(content))
        except ProjectProblem as problem:
            return Answer(tuple(problem.reasons))
        words = f"{_called(project)}: what could be read is open. Look through it, and download a new file."
        return self._opened(project, (words, *notes))

    def _opened(self, project: Project, words: tuple[str, ...]) -> Answer:
        self.take(project, words)
        return Answer(words, opened=True)

    def _try(self, document: dict[str, Any], part: str, how: str) -> str:
        return self._replace({part: document[part]}, how)

    def _replace(self, parts: dict[str, Any], how: str, notice: tuple[str, ...] = ()) -> str:
        try:
            project = change(self.project, **parts)
        except ProjectProblem as problem:
            return str(problem)
        self._past = [*self._past, self.project][-REMEMBERED:]
        self.project, self.notice = project, notice
        self._tell(how)
        return ""

    def _tell(self, how: str) -> None:
        if how == VALUE:
            for rename in self.menus:
                rename()
        for hear in self._listeners:
            hear(how)
        self.fresh = ""


def new_id(project: Project, stem: str) -> str:
    """Return an id that nothing in the project has.

    Examples
    --------
    >>> new_id(Project(measures=[{"id": "measure-1"}]), "measure")
    'measure-2'
    """
    used = {thing.id for things in project.named().values() for thing in things}
    number = 1
    while f"{stem}-{number}" in used:
        number += 1
    return f"{stem}-{number}"


def _as_content(content: bytes | str) -> bytes:
    # Always bytes: a text could be taken for the name of a file on this computer.
    return content.encode("utf-8", "surrogatepass") if isinstance(content, str) else bytes(content)


def _called(project: Project) -> str:
    return f"“{project.title}”" if project.title else "The project"


def _at(document: Any, place: tuple) -> Any:
    for key in place:
        document = document[_index(document, key)] if isinstance(document, list) else document[key]
    return document


def _index(entries: list, key: int | str) -> int:
    if isinstance(key, int):
        return key
    return next(at for at, entry in enumerate(entries) if entry["id"] == key)


def _unlinked(value: Any, kind: str, id: str) -> Any:
    """Return plain contents without the links to one thing."""
    if isinstance(value, list):
        return [_unlinked(entry, kind, id) for entry in value]
    if not isinstance(value, dict):
        return value
    return {name: _without(name, entry, kind, id) for name, entry in value.items()}


def _without(name: str, value: Any, kind: str, id: str) -> Any:
    if name == "aside":
        return value
    if LINKS.get(name) == kind:
        if value == id:
            return ""
        if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
            return [entry for entry in value if entry != id]
    return _unlinked(value, kind, id)
