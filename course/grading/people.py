"""Who is who: the class list, its codes where marking is anonymous, and the names a platform gives its files."""

import csv
import io
import json
import re
import secrets
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from course.grading import gradebook, notebook
from course.grading.run import Course

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for another when read aloud
HEADINGS = {  # what a column of a class list may be called, in small letters
    "key": ("id", "student_id", "student id", "sis user id", "username", "id number", "student"),
    "first": ("first_name", "first name", "firstname", "given name"),
    "last": ("last_name", "last name", "lastname", "surname", "family name"),
    "email": ("email", "email address", "e-mail"),
    "platform": ("lms_user_id", "canvas_id", "moodle_id", "platform id"),
}


class Unclear(Exception):
    """A list of people, or a file about them, cannot be used; the words say why."""


@dataclass(frozen=True)
class Person:
    """One student. ``key`` is the name in the gradebook: a code where marking is anonymous, else the student's id."""

    key: str
    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    platform: str = ""

    @property
    def name(self) -> str:
        """The name as people say it, or the id."""
        return " ".join(filter(None, (self.first, self.last))) or self.id


def folded(text: str) -> str:
    """Return a name for comparing: one form of accents, no capitals, one blank between words, one kind of apostrophe."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'").replace("_", " ")
    return " ".join(text.casefold().split())


def squeezed(text: str) -> str:
    """Return a name as Canvas puts it into a file's name: letters and figures only, in small letters."""
    return re.sub(r"\W|_", "", unicodedata.normalize("NFC", text).lower())


def read_list(text: str) -> list[Person]:
    """Read a class list from the text of a CSV file.

    Parameters
    ----------
    text : str
        With a heading; a column ``id`` (or ``username``, ``ID number`` …) and any of first name, last name, email and
        the platform's number of the person. Commas within quotation marks are no trouble.
    """
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    if not rows:
        raise Unclear("The class list is empty.")
    heads = [head.strip().lower() for head in rows[0]]
    where = {
        field: heads.index(name)
        for field, names in HEADINGS.items()
        for name in reversed(names)
        if name in heads
    }
    if "key" not in where:
        raise Unclear(f"The class list has no column “id”. Its columns are: {', '.join(rows[0])[:200]}.")
    found, seen = [], set()
    for number, row in enumerate(rows[1:], start=2):
        if not any(part.strip() for part in row):
            continue
        if len(row) != len(heads):
            raise Unclear(
                f"Line {number} of the class list has {len(row)} columns, and the heading {len(heads)}. "
                "A name with a comma needs quotation marks."
            )
        cells = {field: row[at].strip() for field, at in where.items()}
        key = _checked_id(cells["key"], number)
        if key in seen:
            raise Unclear(f"The id “{key}” is on the class list twice (line {number}).")
        seen.add(key)
        rest = {field: value for field, value in cells.items() if field != "key"}
        found.append(Person(key, key, **rest))
    return found


def _checked_id(text: str, number: int) -> str:
    if not text or text.startswith(".") or re.search(r"[/\\\x00-\x1f]", text) or len(text) > 120:
        raise Unclear(f"Line {number} of the class list has an id that cannot name a folder: “{text[:60]}”.")
    return text


class Codes:
    """Keeps who stands behind each code, in one file outside the grading root, where markers do not look.

    Parameters
    ----------
    file : Path
        Made when the first code is needed, readable by its owner only.
    root : Path
        The grading root, in which the file may not lie.
    """

    def __init__(self, file: Path, root: Path):
        self.file = file.expanduser().resolve()
        if self.file.is_relative_to(root.resolve()):
            raise Unclear(
                f"{self.file} lies in the grading root, where everybody who marks can read it. Keep the names elsewhere."
            )
        self.kept = {"people": {}, "brought": {}}
        if self.file.is_file():
            try:
                self.kept |= json.loads(self.file.read_text(encoding="utf-8"))
            except ValueError as wrong:
                raise Unclear(f"{self.file} cannot be read: {wrong}.") from None

    @property
    def people(self) -> list[Person]:
        """Everybody with a code."""
        return [Person(**about) for about in self.kept["people"].values()]

    def coded(self, person: Person) -> Person:
        """Return a person with their code; the same person always has the same one, which says nothing about them."""
        for code, about in self.kept["people"].items():
            if about["id"] == person.id:
                known = replace(person, key=code)
                self.kept["people"][code] = asdict(known)
                return known
        code = ""
        while not code or code in self.kept["people"]:
            code = "anon-" + "".join(secrets.choice(LETTERS) for _ in range(6))
        known = replace(person, key=code)
        self.kept["people"][code] = asdict(known)
        return known

    def save(self) -> None:
        """Write the file, whole or not at all."""
        notebook.write(self.file, json.dumps(self.kept, indent=1, ensure_ascii=False) + "\n", 0o600)


class People:
    """Everybody in the course, from the gradebook, or from the file of codes where marking is anonymous."""

    def __init__(self, course: Course, codes: Codes | None = None):
        self.course, self.codes = course, codes
        if codes:
            self.all = codes.people
            return
        with gradebook.opened(course.db_url, course.course_id) as book:
            self.all = [
                Person(s.id, s.id, s.first_name or "", s.last_name or "", s.email or "", s.lms_user_id or "")
                for s in book.students
            ]

    def by_key(self) -> dict[str, Person]:
        """Return everybody by the name in the gradebook."""
        return {person.key: person for person in self.all}

    def add(self, new: list[Person], dry_run: bool = False) -> list[Person]:
        """Put people into the gradebook (as codes only, where marking is anonymous), or bring their names up to date."""
        if self.codes:
            new = [self.codes.coded(person) for person in new]
        known = self.by_key()
        if not dry_run:
            if self.codes:
                self.codes.save()
            with gradebook.opened(self.course.db_url, self.course.course_id) as book:
                for person in new:
                    about = {
                        "first_name": person.first, "last_name": person.last,
                        "email": person.email, "lms_user_id": person.platform or None,
                    }  # fmt: skip
                    book.update_or_create_student(person.key, **({} if self.codes else about))
        self.all = list((known | {person.key: person for person in new}).values())
        return new

    def brought(self, assignment: str) -> dict[str, dict]:
        """Return what was noted when each one's work came in: the platform's name for it, and more; by key."""
        if self.codes:
            return dict(self.codes.kept["brought"].get(assignment, {}))
        file = self._note(assignment)
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}

    def note(self, assignment: str, brought: dict[str, dict]) -> None:
        """Keep what was noted: beside the codes where marking is anonymous, else in ``received/``."""
        if self.codes:
            self.codes.kept["brought"][assignment] = brought
            self.codes.save()
            return
        notebook.write(
            self._note(assignment), json.dumps(brought, indent=1, ensure_ascii=False) + "\n", 0o600
        )

    def _note(self, assignment: str) -> Path:
        return self.course.root / "received" / f"{assignment}.brought.json"
