"""Takes in a platform's download of all submissions: looks at everything first, then puts each file in its place."""

import contextlib
import csv
import datetime as dt
import hashlib
import io
import json
import os
import re
import shutil
import stat
import tempfile
import unicodedata
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil import parser as dates

from course.grading import notebook, platforms
from course.grading.limits import Limits
from course.grading.people import People, Person, folded, squeezed
from course.grading.run import Course

MOST_ENTRIES = 50_000
MOST_BYTES = 1 << 30  # of all notebooks together, unpacked
LEFT_OUT = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
NEW, REPLACED, SAME, OLDER = "taken in", "replaced", "as before", "older than what is here"
EMPTY, NOBODY, AMBIGUOUS, REFUSED = (
    "no notebook",
    "not on the class list",
    "several could be meant",
    "refused",
)
GOOD = (NEW, REPLACED, SAME)


class NotAZip(Exception):
    """The file cannot be read as a zip at all, or is too large; nothing has been written."""


@dataclass
class Line:
    """What happened to one student's work, or to one file that is nobody's."""

    who: str  # as in the zip
    student: str  # the name in the gradebook, or nothing
    status: str
    words: list[str] = field(default_factory=list)


@dataclass
class Intake:
    """What an import did, or would do."""

    lines: list[Line]
    written: bool

    @property
    def to_look_at(self) -> list[Line]:
        """What a tutor has to see to."""
        return [line for line in self.lines if line.status not in GOOD]


@dataclass(frozen=True)
class _File:
    """One file of the zip that could be a student's work."""

    name: str
    when: tuple
    place: int
    content: bytes


@dataclass
class _Work:
    """All that the zip holds of one owner."""

    named: platforms.Named
    files: list[_File] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def look(archive: Path, limits: Limits | None = None) -> tuple[list[_Work], list[Line]]:
    """Read a zip and sort it by owner, writing nothing.

    No path of the zip is ever used to write. A notebook is read up to the limit of one submission, whatever the zip says
    about its size; anything that is no plain file, or whose path leaves its folder, is refused by name.
    """
    most = (limits or Limits()).notebook_mb << 20
    works: dict[tuple, _Work] = {}
    strangers = []
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(archive) as zipped:
            entries = zipped.infolist()
            if len(entries) > MOST_ENTRIES:
                raise NotAZip(f"The zip holds {len(entries)} files, more than any class hands in.")
            names = Counter(_name(entry) for entry in entries)
            for place, entry in enumerate(entries):
                path = _name(entry)
                if entry.is_dir() or any(part in path for part in LEFT_OUT):
                    continue
                wrong = _wrong(entry, path, names)
                named = platforms.read_name(_inside(path))
                if named is None:
                    strangers.append(Line(_shown(path), "", REFUSED, [wrong or "It has no student's name."]))
                    continue
                work = works.setdefault(named.owner, _Work(named))
                shown = _shown(named.file or path)
                if wrong:
                    work.refused.append(f"“{shown}”: {wrong}")
                elif named.kind != "file" or not named.file.lower().endswith(
                    (".ipynb", ".ipynb.txt", ".ipynb.json")
                ):
                    kind = (
                        ", a zip within the zip: ask for the notebook itself"
                        if shown.lower().endswith(".zip")
                        else ""
                    )
                    work.others.append(f"“{shown}”{kind}")
                else:
                    try:
                        content = _read(zipped, entry, min(most, left))
                    except _TooMuch as much:
                        work.refused.append(f"“{shown}”: {much}")
                        continue
                    left -= len(content)
                    work.files.append(_File(named.file, entry.date_time, place, content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as wrong:
        raise NotAZip(f"{archive.name} cannot be read as a zip: {wrong}. Nothing was taken in.") from None
    return list(works.values()), strangers


class _TooMuch(Exception):
    pass


def _read(zipped: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    try:
        with zipped.open(entry) as packed:
            content = packed.read(most + 1)
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError, NotImplementedError) as wrong:
        raise _TooMuch(f"it is damaged or locked in the zip ({wrong}).") from None
    except Exception as wrong:  # zlib's own errors, of a file that was packed to do harm
        raise _TooMuch(f"it cannot be unpacked ({type(wrong).__name__}).") from None
    if len(content) > most:
        raise _TooMuch(f"it is larger than {max(most >> 20, 1)} MB when unpacked.")
    return content


def _name(entry: zipfile.ZipInfo) -> str:
    name = entry.orig_filename
    if not entry.flag_bits & 0x800:  # not said to be UTF-8, though it often is
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name)


def _inside(path: str) -> str:
    """The path as far as it may be used to find whose it is."""
    return "/".join(part for part in path.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _wrong(entry: zipfile.ZipInfo, path: str, names: Counter) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    parts = path.replace("\\", "/").split("/")
    if ".." in parts or path.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", path) or "\\" in path:
        return "its path leads out of the folder. No platform writes such a name."
    if re.search(r"[\x00-\x1f\x7f]", path):
        return "its name holds characters that no name holds."
    if kind and kind != stat.S_IFREG:
        return "it is a link or no plain file. Links are not followed; ask for the file itself."
    if entry.flag_bits & 1:
        return "it is locked with a password."
    if names[path] > 1:
        return "the zip holds this very name more than once, and nobody can say which is meant."
    return ""


def _shown(name: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "?", name)[:120]


# ---------------------------------------------------------------- whose it is, and when it came


def owners(
    named: platforms.Named, people: list[Person], sheet: "Sheet", groups: dict[str, list[str]]
) -> list[Person]:
    """Return everybody whose work this is: one person, a group's members, or nobody, or more than one by one name."""
    if named.number in sheet.people:
        wanted = sheet.people[named.number]
        found = [p for p in people if _meant(p, wanted)]
        found = found or [
            p for p in people if folded(wanted.get("full name") or wanted.get("student", "")) in _names(p)
        ]
        if found:
            return _with_group(found, people, groups)
    by_number = [p for p in people if p.platform and p.platform == named.number]
    if by_number:
        return _with_group(by_number, people, groups)
    if named.platform == platforms.CANVAS:
        found = [
            p
            for p in people
            if squeezed(p.last + p.first) == named.who or squeezed(p.first + p.last) == named.who
        ]
    else:
        found = [p for p in people if folded(named.who) in _names(p)]
        found = found or [p for p in people if named.platform == platforms.PLAIN and named.who == p.id]
        after = named.who
        while not found and "-" in after:  # `Group 2-Ada Low`; a name may hold a hyphen itself
            after = after.partition("-")[2]
            found = [p for p in people if folded(after) in _names(p)]
    if not found and folded(named.who) in groups:
        return [p for p in people if p.id in groups[folded(named.who)]]
    return _with_group(found, people, groups)


def _names(person: Person) -> set[str]:
    first, last = folded(person.first), folded(person.last)
    return {f"{first} {last}", f"{last} {first}", f"{last}, {first}", folded(person.id)} - {" ", ", "}


def _meant(person: Person, wanted: dict[str, str]) -> bool:
    """Whether a line of the platform's sheet is about this person, by an id or an email."""
    ids = [
        wanted[key]
        for key in ("id number", "username", "sis user id", "sis login id", "id")
        if wanted.get(key)
    ]
    mail = (wanted.get("email address") or wanted.get("email") or "").casefold()
    return person.id in ids or (bool(mail) and mail in (person.email.casefold(), person.id.casefold()))


def _with_group(found: list[Person], people: list[Person], groups: dict[str, list[str]]) -> list[Person]:
    if len(found) != 1:
        return found
    others = {member for members in groups.values() if found[0].id in members for member in members}
    return [*found, *(p for p in people if p.id in others and p.id != found[0].id)]


@dataclass(frozen=True)
class Sheet:
    """What a sheet from the platform says of each person, by the number that stands in the names of files."""

    people: dict[str, dict[str, str]]
    times: dict[str, str]


NO_SHEET = Sheet({}, {})


def read_sheet(text: str, zone: ZoneInfo) -> Sheet:
    """Read Moodle's grading worksheet, or any CSV with ``student`` (or ``id``) and ``received``.

    Times without a zone are taken to be in ``zone``.
    """
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    people, times = {}, {}
    for row in rows:
        low = {
            (key or "").strip().lower(): (value or "").strip()
            for key, value in row.items()
            if isinstance(value, str)
        }
        number = re.sub(r"\D", "", low.get("identifier", "")) or low.get("id") or low.get("student") or ""
        if not number:
            continue
        people[number] = low
        when = low.get("received") or low.get("last modified (submission)") or ""
        if when and when != "-":
            times[number] = moment(when, zone)
    return Sheet(people, times)


def moment(text: str, zone: ZoneInfo) -> str:
    """Return a time in words or figures as UTC, in the form that the grader reads."""
    try:
        when = dates.parse(text, dayfirst=not re.match(r"\d{4}-", text))
    except (ValueError, OverflowError):
        raise NotAZip(f"“{text[:60]}” is no date and time. Write it like 2026-11-22 17:00.") from None
    when = when if when.tzinfo else when.replace(tzinfo=zone)
    return when.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds")


# ---------------------------------------------------------------- which file, and into which folder


def chosen(work: _Work, assignment: str) -> tuple[dict[str, bytes], list[str]]:
    """Return the files to keep of one owner's, by name, and what a tutor should know.

    Of several attempts under the assignment's own name the last in time counts: by the time in the zip, then by the number
    that Canvas adds (``run-charts-2.ipynb``). Files by other names are all kept, and the grader knows the right one by its
    cells, or says that it cannot.
    """
    ours = re.compile(rf"{re.escape(assignment)}(?:[ _]?\((\d+)\)|[-_](\d+))?\.ipynb", re.I)
    attempts = []
    for file in work.files:
        found = ours.fullmatch(Path(file.name).name)
        if found:
            attempts.append((file.when, int(found[1] or found[2] or 0), file.place, file))
    words = [f"Not taken: {text}." for text in work.others] + [f"Refused: {text}" for text in work.refused]
    if attempts:
        *earlier, last = sorted(attempts, key=lambda entry: entry[:3])
        if earlier:
            words.append(f"{len(attempts)} attempts; the last in time counts, “{_shown(last[3].name)}”.")
        return {f"{assignment}.ipynb": last[3].content}, words
    kept: dict[str, bytes] = {}
    for file in work.files:
        name = re.sub(r"[^\w .()-]", "_", Path(file.name).name)[-100:].lstrip(".") or "notebook.ipynb"
        while name in kept:
            name = "_" + name
        kept[name] = file.content
    return kept, words


def take_in(
    course: Course,
    assignment: str,
    archive: Path,
    people: People,
    *,
    sheet: Sheet = NO_SHEET,
    groups: dict[str, list[str]] | None = None,
    received: str | None = None,
    add_unknown: bool = False,
    dry_run: bool = False,
) -> Intake:
    """Take a zip in: each student's work into ``submitted``, each time of receipt into ``received``.

    Parameters
    ----------
    course, assignment, archive
        Where, what for, and the zip.
    people : People
        The class list.
    sheet : Sheet, optional
        The platform's own list of people and times.
    groups : dict, optional
        The ids of each group's members, by the group's name.
    received : str, optional
        One time of receipt for all who have none in the sheet (UTC, as `moment` gives it).
    add_unknown : bool
        Put people who are not on the class list into it, by the platform's number or name.
    dry_run : bool
        Only say what would be done.
    """
    groups = {folded(name): members for name, members in (groups or {}).items()}
    works, lines = look(archive)
    known = people.all
    ready: dict[str, tuple] = {}
    newcomers = []
    claims = defaultdict(list)
    for work in works:
        found = owners(work.named, known, sheet, groups)
        if not found and add_unknown:
            new = _newcomer(work.named, known + newcomers)
            newcomers.append(new)
            found = [new]
        alike = len(found) > 1 and not _one_group(found, groups)
        if not found or alike:
            status, why = (
                (AMBIGUOUS, f"{len(found)} on the class list have this name: give --sheet.") if alike else
                (NOBODY, "Nothing of theirs was taken in. Put them on the class list, or give --sheet or --add-unknown.")
            )  # fmt: skip
            lines.append(Line(_shown(f"{work.named.who} {work.named.number}".strip()), "", status, [why]))
            continue
        for person in found:
            claims[person.id].append(work.named)
            own = len(found) == 1 or person == found[0]
            if person.id in ready and not own:
                continue  # what they handed in themselves comes before what the group did
            ready[person.id] = (person, work, own)
    for person_id, named in claims.items():
        own = {name.owner for name in named}
        if len(own) > 1 and not any(person_id in members for members in groups.values()):
            person = ready.pop(person_id)[0]
            numbers = ", ".join(_shown(f"{name.who} {name.number}".strip()) for name in named)
            lines.append(
                Line(numbers, "", AMBIGUOUS, [f"Two owners in the zip are {person.name}: give --sheet."])
            )
    if newcomers and not dry_run:
        coded = people.add(newcomers)
        by_id = {person.id: person for person in coded}
        ready = {key: (by_id.get(key, person), work, own) for key, (person, work, own) in ready.items()}
    times = _times(course, assignment)
    brought = people.brought(assignment)
    packed = hashlib.sha256(archive.read_bytes()).hexdigest()
    for person, work, own in ready.values():
        number = work.named.number or person.id
        when = sheet.times.get(number) or sheet.times.get(person.id) or received
        line = _place(course, assignment, person, work, when, times.get(person.key), dry_run)
        if work.named.late and not when:
            line.words.append("Canvas says LATE, but not by how much: give --sheet with the times.")
        if not own:
            line.words.append("Handed in by another of the group.")
        lines.append(line)
        if line.status in (NEW, REPLACED, SAME, EMPTY):
            if when:
                times[person.key] = when
            brought[person.key] = {
                "platform": work.named.platform, "number": work.named.number, "prefix": work.named.prefix,
                "who": work.named.who, "late": work.named.late, "zip": packed,
                "taken": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            }  # fmt: skip
    if not dry_run:
        notebook.write(_record(course, assignment), json.dumps(times, indent=1, sort_keys=True) + "\n", 0o600)
        people.note(assignment, brought)
    return Intake(sorted(lines, key=lambda line: (line.status in GOOD, line.student, line.who)), not dry_run)


def _one_group(found: list[Person], groups: dict[str, list[str]]) -> bool:
    return any(all(person.id in members for person in found) for members in groups.values())


def _newcomer(named: platforms.Named, known: list[Person]) -> Person:
    """A person made from a file's name. Two of one name stay two, by the platform's number."""
    id = re.sub(r"[/\\\x00-\x1f]", "_", named.number or named.who).lstrip(".") or "unknown"
    while any(person.id == id for person in known):
        id += "-2"
    return Person(id, id, "", named.who if named.number else "", "", named.number)


def _record(course: Course, assignment: str) -> Path:
    return course.root / "received" / f"{assignment}.json"


def _times(course: Course, assignment: str) -> dict[str, str]:
    file = _record(course, assignment)
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _place(course, assignment, person, work, when, before, dry_run) -> Line:
    """Put one student's files where the grader looks: a whole folder at once, the one it replaces kept."""
    files, words = chosen(work, assignment)
    line = Line(_shown(f"{work.named.who} {work.named.number}".strip()), person.key, NEW, words)
    place = course.submitted / person.key / assignment
    here = _here(place)
    if not files:
        line.status = EMPTY
        if here and "not-taken.txt" not in here:
            line.words.append("What they handed in before stays.")
            return line
        files = {"not-taken.txt": ("No notebook was in what came:\n" + "\n".join(words) + "\n").encode()}
        if here == files:
            return line
    elif here == files:
        line.status = SAME
        return line
    elif here is not None and when and before and when < before:
        line.status = OLDER
        line.words.append(f"It came {when} UTC, and what is here came {before} UTC. Nothing was changed.")
        return line
    elif here is not None:
        line.status = REPLACED
    if dry_run:
        return line
    keep = course.root / ".grader"
    keep.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix="import-", dir=keep))
    try:
        for name, content in files.items():
            notebook.write(new / name, content)
        os.chmod(new, 0o755)
        place.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(place):
            old = course.root / "received" / "replaced" / assignment / person.key
            old.mkdir(parents=True, exist_ok=True)
            os.replace(place, old / f"{len(list(old.iterdir())) + 1}")
        os.replace(new, place)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return line


def _here(place: Path) -> dict[str, bytes] | None:
    if place.is_symlink() or not place.is_dir():
        return None
    return {f.name: f.read_bytes() for f in place.iterdir() if f.is_file() and not f.is_symlink()}
