"""One case: laid out between two honest students, graded, and looked at from all six sides."""

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import time
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from rich.console import Console

from course.grading import batch, build, run, sources
from course.grading.limits import Limits
from tests.hostile import watch

FIRST, LAST = "a_honest", "z_honest"
LIMITS = Limits(cell_seconds=8, notebook_seconds=30)
SECRETS = ("CANARY-", "90417", "90418")
PEER, ENVIRONMENT, NAME = "CANARY-PEER-a0d3", "CANARY-ENV-e811", "CANARY-NAME-19ff"
MOST_MEMORY, MOST_SECONDS, MOST_BYTES = 2 * 2**30, 150, 64 * 2**20
SETTINGS = "c = get_config()\nc.CourseDirectory.course_id = 'hostile'\n"


@dataclass
class Finding:
    """What came of one case; ``faults`` is empty when all was as it should be."""

    case: str
    said: str = ""
    faults: list[str] = field(default_factory=list)


class Course:
    """A grading root, built once from the folder's source and copied for each case."""

    def __init__(self, folder: Path, place: Path):
        self.folder, self.place = folder, place
        self.manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.name = next(path.name for path in sorted((folder / "source").iterdir()) if path.is_dir())
        self.root = place / "root"
        self.home = place / "home"
        self.home.mkdir(parents=True)
        (self.home / "private.txt").write_text("CANARY-HOME-77aa", encoding="utf-8")
        shutil.copytree(folder / "source", self.root / "source")
        (self.root / "nbgrader_config.py").write_text(SETTINGS, encoding="utf-8")
        course = run.course_at(self.root)
        build.release(self.name, self.root, course.settings)
        with Gradebook(course.db_url) as book:
            book.update_or_create_student(NAME)
        self.honest = next((key for key in sorted(self.manifest) if key.startswith("h00")), None)
        self.points = self.manifest[self.honest]["honest_score"]
        self.control: dict[str, str] = {}
        self.listener = watch.Listener()
        self.marker = None

    def __enter__(self):
        """Start what grades: once, for all cases. It knows nothing of the canaries in this process's environment."""
        self.listener.__enter__()
        with self._environment():
            course = run.course_at(self.root)
            assignment = asdict(sources.load(self.root, self.name, course.settings, course.db_url))
            self.marker = batch.Marker(assignment, LIMITS)
        return self

    def __exit__(self, *_):
        self.marker.close()
        self.listener.__exit__()

    def _by_marker(self, assignment, submissions, limits):
        for submission in submissions:
            yield self.marker.grade(submission)

    def lay_out(self, case: str) -> Path:
        """Return a new root with the three students."""
        root = self.place / "cases" / case
        shutil.copytree(self.root, root)
        for student in (FIRST, LAST):
            self._honest(root / "submitted" / student / self.name)
        target = root / "submitted" / case / self.name
        if (self.folder / "cases" / case).is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            # not shutil: it follows or refuses pipes and hard links, and the grader must meet them as they are
            subprocess.run(["cp", "-a", str(self.folder / "cases" / case), str(target)], check=True)
        elif "symlink" in case:
            target.mkdir(parents=True)
            (target / f"{self.name}.ipynb").symlink_to(f"../../../source/{self.name}/{self.name}.ipynb")
        else:
            raise FileNotFoundError(f"There is no folder cases/{case}.")
        return root

    def _honest(self, target: Path) -> None:
        shutil.copytree(self.folder / "cases" / self.honest, target)
        file = target / f"{self.name}.ipynb"
        book = nbformat.read(file, as_version=4)
        essay = [
            c
            for c in book.cells
            if c.cell_type == "markdown" and c.metadata.get("nbgrader", {}).get("solution")
        ]
        for cell in essay:
            cell.source += f" {PEER}"
        nbformat.write(book, file)

    # ------------------------------------------------------------ one case

    def grade(self, case: str, browser=None, **run_with) -> Finding:
        """Grade one case between the two honest students, and look at everything."""
        finding = Finding(case)
        try:
            root = self.lay_out(case)
        except FileNotFoundError as missing:
            finding.faults.append(str(missing))
            return finding
        before = self._outside(root)
        known = set(watch.descendants())
        printed = io.StringIO()
        began = time.monotonic()
        self.listener.heard = b""
        with watch.Memory() as memory, self._environment():
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                report = run.run(
                    run.course_at(root), self.name, limits=LIMITS, **{"grade": self._by_marker, **run_with}
                )
            seconds = time.monotonic() - began
            alive = watch.still_alive(known)
        report.show(Console(file=io.StringIO()))
        lines = {line.student: line for line in report.lines}
        self._first(finding, root, lines)
        self._second(finding, root, lines.get(case))
        self._third(finding, root, printed.getvalue(), self.listener.heard)
        self._fourth(finding, before, self._outside(root), root)
        if alive:
            finding.faults.append(f"{len(alive)} of its processes were alive afterwards")
        if memory.most > MOST_MEMORY:
            finding.faults.append(f"it took {memory.most >> 20} MB")
        if seconds > MOST_SECONDS:
            finding.faults.append(f"it took {seconds:.0f} s")
        self._sixth(finding, root, browser)
        shutil.rmtree(root, ignore_errors=True)
        return finding

    @contextlib.contextmanager
    def _environment(self):
        old = dict(os.environ)
        os.environ.update(CANARY_SECRET=ENVIRONMENT, CANARY_PORT=str(self.listener.port), HOME=str(self.home))
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(old)

    def _outside(self, root: Path) -> dict[str, str]:
        kept = {f"{part}/{name}": value for part in ("source", "submitted", "release")
                for name, value in watch.hashes(root / part).items()}  # fmt: skip
        return kept | {f"HOME/{name}": value for name, value in watch.hashes(self.home).items()}

    # ------------------------------------------------------------ the six checks

    def _first(self, finding, root, lines):
        for student in (FIRST, LAST, finding.case, NAME):
            if student not in lines:
                finding.faults.append(f"the report does not name {student}")
        for student in (FIRST, LAST):
            line = lines.get(student)
            if line is None or line.status != "graded" or self._points(root, student) != self.points:
                finding.faults.append(
                    f"{student} has {line and (line.status, line.score)}, not {self.points}"
                )

    def _points(self, root: Path, student: str) -> float | None:
        with Gradebook(run.course_at(root).db_url) as book:
            submission = book.find_submission(self.name, student)
            scores = [
                g.auto_score for n in submission.notebooks for g in n.grades if g.cell.cell_type == "code"
            ]
            return None if any(score is None for score in scores) else sum(scores)

    def _second(self, finding, root, line):
        wanted = self.manifest[finding.case]
        if line is None:
            return
        finding.said = f"{line.status}" + (f", {line.score:g} points" if line.score is not None else "")
        if line.reason:
            finding.said += f": {line.reason}"
        with Gradebook(run.course_at(root).db_url) as book:
            submission = book.find_submission(self.name, finding.case)
            waits = all(g.needs_manual_grade for n in submission.notebooks for g in n.grades)
            if submission.timestamp and submission.timestamp.year < 2020:
                finding.faults.append("it was believed when it says that it came in")
            comments = [c.comment for n in submission.notebooks for c in n.comments]
        if line.status == "quarantined":
            if len(line.reason.split()) < 5:
                finding.faults.append("it is in quarantine without a reason that a tutor understands")
            if line.score is not None or not waits:
                finding.faults.append("it is in quarantine, and has a mark")
            return
        if wanted["honest_score"] is None:
            finding.faults.append("it cannot be read, and was graded")
        elif self._points(root, finding.case) != wanted["honest_score"]:
            found = self._points(root, finding.case)
            finding.faults.append(f"{found} points and not {wanted['honest_score']}")
        if "No response" in wanted["must"] and "No response." not in comments:
            finding.faults.append("nothing says “No response”")
        if "syntax error" in wanted["must"] and not re.search(
            "syntax ?error", self._feedback(root, finding.case), re.I
        ):
            finding.faults.append("nothing says “syntax error”")

    def _feedback(self, root: Path, student: str) -> str:
        files = sorted((root / "feedback" / student).rglob("*.html"))
        return "\n".join(file.read_text(encoding="utf-8") for file in files)

    def _third(self, finding, root, printed, heard):
        outputs = []
        for file in (root / "autograded" / finding.case).rglob("*.ipynb"):
            outputs += [c.get("outputs", []) for c in json.loads(file.read_text(encoding="utf-8"))["cells"]]
        seen = {
            "its feedback": self._feedback(root, finding.case),
            "its outputs": json.dumps(outputs),
            "what was printed": printed,
            "feedback of others": (self._feedback(root, FIRST) + self._feedback(root, LAST)).replace(
                PEER, ""
            ),
        }
        own = "".join(f.read_bytes().decode("utf-8", "replace") for f in (root / "submitted" / finding.case).rglob("*")
                      if f.is_file() and not f.is_symlink())  # fmt: skip
        for where, text in seen.items():
            for secret in SECRETS:
                found = {
                    hit
                    for hit in re.findall(secret + r"[\w-]*", text)
                    if where != "its feedback" or hit not in own
                }
                if found:
                    finding.faults.append(f"{sorted(found)[0]} is in {where}")
        if heard:
            finding.faults.append(f"the port heard {heard[:60]!r}")

    def _fourth(self, finding, before, after, root):
        changed = sorted(name for name in before | after if before.get(name) != after.get(name))
        if changed:
            finding.faults.append(f"changed: {', '.join(changed[:3])}")
        for student in (FIRST, LAST):
            state = json.dumps([watch.hashes(root / part / student) for part in ("autograded", "feedback")])
            with Gradebook(run.course_at(root).db_url) as book:
                grades = [(g.cell.name, g.auto_score, g.manual_score, g.needs_manual_grade)
                          for n in book.find_submission(self.name, student).notebooks for g in n.grades]  # fmt: skip
            state += str(sorted(grades))
            if self.control.setdefault(student, state) != state:
                finding.faults.append(f"the results of {student} differ from those beside another case")
        written = sum(
            file.stat().st_size for file in root.rglob("*") if file.is_file() and not file.is_symlink()
        )
        if written > MOST_BYTES:
            finding.faults.append(f"{written >> 20} MB were written")

    def _sixth(self, finding, root, browser):
        for student in (finding.case, LAST):
            page = self._feedback(root, student)
            if script := scripts_in(page):
                finding.faults.append(f"the feedback of {student} holds {script}")
            if browser and page and student == finding.case:
                finding.faults += [
                    f"in a browser, of its feedback: {fault}" for fault in browser.faults(page)
                ]
        if browser and browser.there:
            for file in (root / "autograded" / finding.case).rglob("*.ipynb"):
                finding.faults += [f"in a browser, of its notebook: {fault}"
                                   for fault in browser.faults(as_nbgrader_shows(file), ours_runs=True)]  # fmt: skip


def scripts_in(page: str) -> str | None:
    """Return what in a page could run or call out, as a browser would read it; None where there is nothing."""
    found: list[str] = []

    class Look(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag in ("script", "iframe", "object", "embed", "link", "svg", "base", "form"):
                found.append(f"<{tag}>")
            for name, value in attrs:
                scheme = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
                if name.startswith("on") or scheme.startswith(("javascript:", "vbscript:", "data:text")):
                    found.append(f"{name} on <{tag}>")

    Look().feed(page)
    return found[0] if found else None


def as_nbgrader_shows(file: Path) -> str:
    """Return an autograded notebook as HTML, by the converter that nbgrader's formgrader uses."""
    from nbconvert.exporters import HTMLExporter

    html, _ = HTMLExporter(template_name="basic").from_notebook_node(nbformat.read(file, as_version=4))
    return f"<!doctype html><title>notebook</title><body>{html}"
