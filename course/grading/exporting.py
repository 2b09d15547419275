"""Sends marks and feedback out: a mark is a number only when it is one, and no cell of a sheet can be a formula."""

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import MissingEntry

from course.grading import gradebook, intake, lateness, platforms
from course.grading.journal import Journal
from course.grading.people import People, Person, folded
from course.grading.report import QUARANTINED
from course.grading.run import Course

DONE, WAITING, IN_QUARANTINE = "graded", "waits for a tutor's mark", "quarantined"
UNGRADED, NOTHING = "handed in, not graded yet", "nothing handed in"
AGAIN = "handed in again, not graded yet"
PLAIN_COLUMNS = [
    "student", "first name", "last name", "email", "status", "mark", "out of", "by tests", "by a tutor",
    "taken off for lateness", "received (UTC)", "note",
]  # fmt: skip


class CannotExport(Exception):
    """The marks cannot be written in the form that was asked for; the words say why."""


@dataclass(frozen=True)
class Mark:
    """One student's mark. ``points`` is None unless the status is `DONE`: what is not marked is not 0."""

    person: Person
    status: str
    points: float | None = None
    most: float = 0
    tests: float | None = None
    tutor: float | None = None
    off: float = 0
    received: str = ""
    note: str = ""
    by_hand: bool = False  # it was in quarantine, and a tutor gave the points


def marks(course: Course, assignment: str, people: People) -> list[Mark]:
    """Return everybody's mark, in the order of their names; penalties for lateness are worked out anew."""
    reports = Journal(course.root, assignment).read()
    handed_in = set(intake.students(course.submitted, assignment))
    file = course.root / "received" / f"{assignment}.json"
    times = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    everybody = people.by_key()
    found = []
    with gradebook.opened(course.db_url, course.course_id) as book:
        try:
            most = float(book.find_assignment(assignment).max_score)
        except MissingEntry:
            raise CannotExport(
                f"The gradebook does not know “{assignment}”. Run: course grading build {assignment}"
            ) from None
        lateness.settle(book, assignment, course.settings, times)
        submissions = {s.student.id: s for s in book.assignment_submissions(assignment)}
        for key in everybody.keys() | handed_in | submissions.keys():
            person = everybody.get(key) or Person(key, key)
            line = reports.get(key, {}).get("line")
            mark = _mark(person, submissions.get(key), line, key in handed_in, most, times.get(key, ""))
            if mark.points is not None and _newer(course, assignment, key):
                mark = Mark(
                    person,
                    AGAIN,
                    most=most,
                    received=mark.received,
                    note=f"Run: course grading run {assignment}",
                )
            found.append(mark)
    return sorted(found, key=lambda m: (folded(m.person.last), folded(m.person.first), m.person.id))


def _newer(course: Course, assignment: str, key: str) -> bool:
    """Whether a notebook came after the marks were made."""
    marked = list((course.root / "autograded" / key / assignment).glob("*.ipynb"))
    came = list((course.submitted / key / assignment).glob("*.ipynb"))
    return bool(marked and came) and max(map(_when, came)) > max(map(_when, marked))


def _when(file: Path) -> float:
    return file.lstat().st_mtime


def _mark(person, submission, line, handed_in, most, when) -> Mark:
    grades = [grade for book in submission.notebooks for grade in book.grades] if submission else []
    if line is None and not any(g.auto_score is not None or g.manual_score is not None for g in grades):
        return Mark(person, UNGRADED if handed_in else NOTHING, most=most, received=when)
    line = line or {"reason": "", "warnings": [], "status": ""}  # stock nbgrader graded it
    note = " ".join(filter(None, [line["reason"], *line["warnings"]]))
    if submission is None:
        return Mark(
            person,
            UNGRADED,
            most=most,
            received=when,
            note="The gradebook lost it: grade again with --force.",
        )
    if submission.needs_manual_grade:
        status = IN_QUARANTINE if line["status"] == QUARANTINED else WAITING
        return Mark(person, status, most=most, received=when, note=note)
    tests = sum(grade.score for grade in grades if grade.cell_type == "code")
    total, off = float(submission.score), float(submission.late_submission_penalty or 0)
    return Mark(
        person,
        DONE,
        max(0.0, total - off),
        most,
        tests,
        total - tests,
        off,
        when,
        note,
        line["status"] == QUARANTINED,
    )


# ---------------------------------------------------------------- sheets


def safe(text: object) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before what begins like one."""
    words = "" if text is None else str(text)
    risky = len(words) > 1 and re.match(r"\s*[=+\-@＝＋－＠\t\r|]", words)
    return "'" + words if risky and not _number(words) else words


def _number(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d+(\.\d+)?", text))


def figure(number: float | None) -> str:
    """Return points as in a sheet: two places at most, and nothing for no mark."""
    return "" if number is None else f"{round(number, 2):g}"


def _sheet(rows: list[list], bom: bool = True) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        [[safe(c) for c in row] for row in rows]
    )
    return ("\ufeff" if bom else "") + out.getvalue()


def plain(found: list[Mark]) -> str:
    """Return all that is known, with a status for everybody."""
    rows = [PLAIN_COLUMNS]
    for m in found:
        p = m.person
        rows.append([
            p.id, p.first, p.last, p.email, m.status, figure(m.points), figure(m.most), figure(m.tests),
            figure(m.tutor), figure(m.off) if m.off else "", m.received, m.note,
        ])  # fmt: skip
    return _sheet(rows)


MOODLE_COLUMNS = [
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Grade can be changed",
    "Last modified (submission)", "Last modified (grade)", "Feedback comments",
]  # fmt: skip
OUR_COLUMN = "Marking status"  # Moodle passes over columns that it does not know


def moodle(found: list[Mark], brought: dict[str, dict], worksheet: str | None = None) -> str:
    """Return Moodle's grading worksheet with the marks in it, and a last column that says what is not marked yet.

    Parameters
    ----------
    found : list of Mark
        From `marks`.
    brought : dict
        What `People.brought` knows: the number that Moodle gave each participant of this assignment.
    worksheet : str, optional
        The text of the worksheet as Moodle gave it: all its columns stay as they are, but for the marks.
    """
    numbers = [about["number"] for about in brought.values()]  # a group's number is no participant's
    by_number = {
        brought[m.person.key]["number"]: m
        for m in found
        if m.person.key in brought and numbers.count(brought[m.person.key]["number"]) == 1
    }
    if worksheet is None:
        rows = [[*MOODLE_COLUMNS, OUR_COLUMN]]
        for number, m in sorted(by_number.items(), key=lambda pair: pair[0]):
            rows.append([
                f"Participant {number}", m.person.name, m.person.email, "", figure(m.points), figure(m.most), "Yes",
                "", "", "", m.status,
            ])  # fmt: skip
        return _sheet(rows, bom=False)
    rows = list(csv.reader(io.StringIO(worksheet.lstrip("\ufeff"))))
    heads = rows[0] if rows else []
    if not {"Identifier", "Grade", "Last modified (grade)"} <= set(heads):
        raise CannotExport(
            "This is not Moodle's grading worksheet: it needs the columns Identifier, Grade and Last modified (grade). "
            "In Moodle switch on “Offline grading worksheet”, then “Download grading worksheet”, in English."
        )
    at, grade = heads.index("Identifier"), heads.index("Grade")
    most = heads.index("Maximum grade") if "Maximum grade" in heads else None
    kept = [[*heads, OUR_COLUMN]]
    for row in rows[1:]:
        if len(row) != len(heads):
            continue
        number = re.sub(r"\D", "", row[at])
        m = by_number.get(number)
        if m is None or _another(m.person, dict(zip(heads, row, strict=True))):
            m = _by_name(found, row, heads)
        if m is not None and m.points is not None:
            if most is not None and _number(row[most]) and float(row[most]) != m.most:
                raise CannotExport(
                    f"In Moodle the assignment is out of {row[most]}, here out of {m.most:g}. Set one of them."
                )
            row[grade] = figure(m.points)
        kept.append([*row, m.status if m else "not known here"])
    return _sheet(kept, bom=False)


def _another(person: Person, cells: dict[str, str]) -> bool:
    """Whether a line of the worksheet is plainly about another person: both emails are known, and nothing is the same."""
    mail, name = cells.get("Email address", "").casefold(), cells.get("Full name", "")
    same = mail == person.email.casefold() or folded(name) == folded(person.name)
    return bool(mail and person.email) and not same


def _by_name(found: list[Mark], row: list[str], heads: list[str]) -> Mark | None:
    cells = dict(zip(heads, row, strict=True))
    mail = cells.get("Email address", "").casefold()
    same = [
        m
        for m in found
        if cells.get("ID number", "") == m.person.id or (mail and mail == m.person.email.casefold())
    ]
    same = same or [m for m in found if folded(cells.get("Full name", "")) == folded(m.person.name)]
    return same[0] if len(same) == 1 else None


def canvas(
    found: list[Mark], brought: dict[str, dict], column: str, gradebook_file: str | None = None
) -> str:
    """Return a file for Canvas's gradebook import. Only students with a mark are changed by it.

    There is no column for the status: Canvas would make a new assignment of it. The plain form beside it has one.

    Parameters
    ----------
    found, brought
        As for `moodle`.
    column : str
        The assignment's column as in a gradebook that was exported: its title, best with its number, ``Run charts (1234)``.
    gradebook_file : str, optional
        The text of the gradebook as Canvas exported it; only this column is changed, and only for who has a mark.
    """
    if gradebook_file is None:
        rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", column]]
        rows.append(["    Points Possible", "", "", "", "", figure(found[0].most if found else 0)])
        for m in found:
            if m.points is None:
                continue
            came = brought.get(m.person.key, {})
            number = came.get("number", "") if came.get("platform") == platforms.CANVAS else m.person.platform
            name = ", ".join(filter(None, (m.person.last, m.person.first))) or m.person.id
            rows.append([name, number, m.person.id, "", "", figure(m.points)])
        return _sheet(rows, bom=False)
    rows = list(csv.reader(io.StringIO(gradebook_file.lstrip("\ufeff"))))
    heads = rows[0] if rows else []
    if heads[:2] != ["Student", "ID"] or "Section" not in heads:
        raise CannotExport("This is no gradebook from Canvas: it has no columns Student, ID and Section.")
    titled = [
        n
        for n, head in enumerate(heads)
        if head == column or re.fullmatch(re.escape(column) + r" \(\d+\)", head)
    ]
    if len(titled) != 1:
        raise CannotExport(
            f"The gradebook has {len(titled)} columns “{column}”. Give one of its headings with --column."
        )
    at, kept = titled[0], [heads]
    came = {m: brought.get(m.person.key, {}) for m in found}
    by_number = {about["number"]: m for m, about in came.items() if about.get("platform") == platforms.CANVAS}
    by_number |= {m.person.platform: m for m in found if m.person.platform}
    by_id = {m.person.id: m for m in found}
    names = {"SIS User ID", "SIS Login ID"}
    for row in rows[1:]:
        about = dict(zip(heads, row, strict=False))
        if len(row) == len(heads) and about.get("ID"):
            ids = [about[name] for name in names if about.get(name)]
            m = by_number.get(about["ID"]) or next((by_id[id] for id in ids if id in by_id), None)
            if m is not None and m.points is not None:
                row[at] = figure(m.points)
        kept.append(row)
    return _sheet(kept, bom=False)


# ---------------------------------------------------------------- feedback


def feedback_zip(
    course: Course, assignment: str, found: list[Mark], brought: dict[str, dict], file: Path
) -> list[Mark]:
    """Pack each student's page of feedback, one file each, under the name by which the platform finds them.

    Returns
    -------
    list of Mark
        Whose page is in it. Nobody's page is, whose work a tutor has still to mark.
    """
    packed, taken = [], set()
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as out:
        for m in found:
            pages = sorted((course.root / "feedback" / m.person.key / assignment).glob("*.html"))
            if m.points is None or not pages:
                continue
            content = pages[0].read_text(encoding="utf-8")
            if re.search(r"<script|\son\w+\s*=|javascript:", content, re.I) and _has_script(content):
                raise CannotExport(
                    f"The page of {m.person.id} holds a script. Run: course grading feedback {assignment}"
                )
            prefix = brought.get(m.person.key, {}).get("prefix") or _plain_prefix(m.person)
            name = f"{prefix}{assignment}-feedback.html"
            if name in taken:  # one prefix for a whole group
                name = f"{_plain_prefix(m.person)}{assignment}-feedback.html"
            taken.add(name)
            out.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content)
            packed.append(m)
    beside.replace(file)
    return packed


def _plain_prefix(person: Person) -> str:
    return re.sub(r"[^\w.@-]+", "-", person.id, flags=re.ASCII).strip("-.") + "_"


def _has_script(content: str) -> bool:
    """Whether a page really holds a script, and not only words about one."""
    from html.parser import HTMLParser

    found = []

    class Looker(HTMLParser):
        def handle_starttag(self, tag, attributes):
            bad = [
                n
                for n, v in attributes
                if n.startswith("on") or (v or "").strip().lower().startswith("javascript:")
            ]
            found.extend([tag] if tag in ("script", "iframe", "object", "embed") else bad)

    Looker().feed(content)
    return bool(found)
