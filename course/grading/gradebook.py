"""Writes outcomes into nbgrader's gradebook: its own API, one writer, the marks that nbgrader itself would write."""

import datetime as dt
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from nbformat import NotebookNode
from nbgrader.api import Assignment, BaseCell, Gradebook, Notebook, SubmittedAssignment
from nbgrader.api import MissingEntry as MissingEntry  # for whoever asks a gradebook
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import compute_checksum
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from course.grading import rubric


@contextmanager
def opened(db_url: str, course_id: str = "default_course") -> Iterator[Gradebook]:
    """Open a gradebook (SQLite, or PostgreSQL by its address) and close it again."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", SAWarning
        )  # nbgrader's own, about the order in which it fills its database
        with Gradebook(db_url, course_id) as gradebook:
            yield gradebook


@contextmanager
def as_one(gradebook: Gradebook) -> Iterator[None]:
    """Save as one what nbgrader saves step by step: whoever stops in between finds all of a student's marks, or none."""
    gradebook.db.commit = gradebook.db.flush
    try:
        yield
    except BaseException:
        gradebook.db.rollback()
        raise
    finally:
        del gradebook.db.commit  # the session's own stands behind it
    gradebook.db.commit()


def names_of_cells(gradebook: Gradebook, assignment: str, notebook: str) -> dict[str, str]:
    """Return the name of each cell of a notebook by its id: one question, where ``grade.cell.name`` asks for each grade."""
    asked = gradebook.db.query(BaseCell.id, BaseCell.name).join(BaseCell.notebook).join(Notebook.assignment)
    return dict(map(tuple, asked.filter(Notebook.name == notebook, Assignment.name == assignment)))


class Writer:
    """Puts outcomes of one assignment into the gradebook, one after the other."""

    def __init__(
        self, gradebook: Gradebook, assignment: str, notebook: str, plan: list[dict], settings: Config
    ):
        self.gradebook, self.assignment, self.notebook = gradebook, assignment, notebook
        # What learners were given is the same for all of them: it is asked for once, and held here.
        gradebook.db().expire_on_commit = False
        given = gradebook.find_assignment(assignment)
        self.given = [
            given,
            *given.notebooks,
            *(cell for book in given.notebooks for cell in book._base_cells),
        ]
        self.plan = {cell["name"]: (position, cell) for position, cell in enumerate(plan)}
        self.names = names_of_cells(gradebook, assignment, notebook)
        self.late = AssignLatePenalties(config=settings)
        self.late.init_plugin()

    def save(self, student: str, outcome: dict, received: dt.datetime | None) -> dict:
        """Write one student's marks.

        A mark given by hand stays, and waits for the tutor to look again, as with nbgrader's own autograde. A
        submission in quarantine gets no mark at all: each of its cells waits for the tutor.

        Returns
        -------
        dict
            ``score`` and ``max_score`` of the submission, and ``waiting``: whether the tutor still has to mark.
        """
        with as_one(self.gradebook):
            submission = self._save(student, outcome, received)
            sums = (
                SubmittedAssignment.score,
                SubmittedAssignment.max_score,
                SubmittedAssignment.needs_manual_grade,
            )
            score, most, waiting = self.gradebook.db.query(*sums).filter_by(id=submission.id).one()
        return {"score": float(score), "max_score": float(most), "waiting": bool(waiting)}

    def _save(self, student: str, outcome: dict, received: dt.datetime | None) -> SubmittedAssignment:
        self.gradebook.update_or_create_student(student)
        when = {"timestamp": received} if received else {}
        submission = self.gradebook.update_or_create_submission(self.assignment, student, **when)
        book = next(book for book in submission.notebooks if book.name == self.notebook)
        texts = {cell["plan"]: cell for cell in outcome.get("cells", []) if "plan" in cell}
        for grade in book.grades:
            position, cell = self.plan[self.names[grade.cell_id]]
            if outcome["status"] != "ok":
                grade.needs_manual_grade = True
                continue
            grade.auto_score = self._automatic(cell, texts, outcome)
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in book.comments:
            position, cell = self.plan[self.names[comment.cell_id]]
            answered = outcome["status"] != "ok" or cell["task"] or not _unchanged(cell, texts.get(position))
            comment.auto_comment = None if answered else "No response."
        self.gradebook.db.flush()
        self._late(submission, book)
        return submission

    def _automatic(self, cell: dict, texts: dict, outcome: dict) -> float | None:
        if cell["role"] == "test":
            return float(outcome["tests"][cell["name"]]["score"])
        answer = rubric.answer_of(cell["name"]) if cell["task"] else cell["name"]
        position, written = self.plan.get(answer, (None, cell))
        by_criterion = cell is written and not cell["points"]  # the points are given line by line
        if written["role"] == "answer" and (by_criterion or _unchanged(written, texts.get(position))):
            return 0.0
        return None

    def _late(self, submission, book) -> None:
        if book.late_submission_penalty is not None:
            book.late_submission_penalty = None
        if submission.total_seconds_late > 0:
            penalty = self.late.plugin_inst.late_submission_penalty(
                submission.student.id, book.score, submission.total_seconds_late
            )
            if penalty is not None:
                book.late_submission_penalty = self.late._check_late_penalty(book, penalty)


def _unchanged(cell: dict, text: dict | None) -> bool:
    """Whether an answer is as it was handed out, by nbgrader's own checksum."""
    if text is None or text.get("absent"):
        return True
    about = {**cell["metadata"].get("nbgrader", {})}
    node = NotebookNode(
        source=text["text"], cell_type=cell["type"], metadata=NotebookNode(nbgrader=NotebookNode(about))
    )
    return compute_checksum(node) == cell["checksum"]
