"""What work that comes late costs, by the course's settings, through nbgrader's own door for such rules."""

import datetime as dt
import math
from zoneinfo import ZoneInfo

from nbgrader.api import Gradebook
from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Float
from traitlets.config import Config

DAY = 24 * 3600


class Lateness(BasePlugin):
    """So much off for each day begun, after a time of grace, up to a most.

    In ``nbgrader_config.py``:  ``c.Lateness.per_day_percent = 10``  and the like. With nothing set, lateness costs nothing.
    """

    grace_minutes = Float(0, min=0, help="Work that comes within this time costs nothing.").tag(config=True)
    per_day_percent = Float(0, min=0, max=100, help="Percent of the points earned, for each day begun.").tag(
        config=True
    )
    per_day_points = Float(0, min=0, help="Points, for each day begun; added to the percentage.").tag(
        config=True
    )
    most_percent = Float(100, min=0, max=100, help="No more than this percentage of the points earned.").tag(
        config=True
    )
    zero_after_days = Float(0, min=0, help="Later than so many days: no points at all. 0: never.").tag(
        config=True
    )

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the points to take off, None for nothing; nbgrader calls this."""
        late = total_seconds_late
        if late <= self.grace_minutes * 60:
            return None
        if self.zero_after_days and late > self.zero_after_days * DAY:
            return score
        days = math.ceil(late / DAY)
        off = days * (self.per_day_percent / 100 * score + self.per_day_points)
        return min(off, self.most_percent / 100 * score, score) or None

    def in_words(self) -> str:
        """Return the rule in plain words, for a tutor and for a class."""
        costs = [f"{self.per_day_percent:g}% of the points earned"] * bool(self.per_day_percent)
        costs += [f"{self.per_day_points:g} points"] * bool(self.per_day_points)
        if not costs and not self.zero_after_days:
            return "Late work loses nothing."
        words = (
            [f"For each day begun after the due time, {' and '.join(costs)} are taken off."] if costs else []
        )
        if costs and self.most_percent < 100:
            words.append(f"Never more than {self.most_percent:g}% of the points earned.")
        if self.zero_after_days:
            words.append(f"After {self.zero_after_days:g} days there are no points.")
        if self.grace_minutes:
            words.append(
                f"The first {self.grace_minutes:g} minutes are free; after them the time counts from the due time."
            )
        return " ".join(words)


def rule(settings: Config) -> AssignLatePenalties:
    """Return nbgrader's own step with the plugin that the settings name."""
    step = AssignLatePenalties(config=settings)
    step.init_plugin()
    return step


def settle(
    gradebook: Gradebook, assignment: str, settings: Config, received: dict[str, str] | None = None
) -> dict:
    """Work out every penalty anew, from the points of now; return what changed: student -> (before, after).

    nbgrader works it out when the tests have run, before a tutor marks the written part; so a percentage would be one of too
    few points. An extension, a due time, a rule or a time of receipt (``received``: student -> UTC) that was changed later
    counts from here on, too.
    """
    step = rule(settings)
    changed = {}
    for submission in gradebook.assignment_submissions(assignment):
        when = (received or {}).get(submission.student.id)
        if when:
            submission.timestamp = dt.datetime.fromisoformat(when)
        for book in submission.notebooks:
            before = book.late_submission_penalty
            after = None
            if submission.total_seconds_late > 0:
                after = step.plugin_inst.late_submission_penalty(
                    submission.student.id, book.score, submission.total_seconds_late
                )
                after = step._check_late_penalty(book, after) if after is not None else None
            if (before or 0) != (after or 0):
                changed[submission.student.id] = (before or 0, after or 0)
            book.late_submission_penalty = after
    gradebook.db.commit()
    return changed


def set_due(gradebook: Gradebook, assignment: str, when: str | None) -> None:
    """Set when an assignment is due (UTC, as `importing.moment` gives it), or that it never is."""
    known = gradebook.find_assignment(assignment)
    known.duedate = dt.datetime.fromisoformat(when) if when else None
    gradebook.db.commit()


def extensions(gradebook: Gradebook, assignment: str) -> list[tuple[str, dt.timedelta, dt.datetime | None]]:
    """Return who has more time: student, how much, and until when."""
    return [
        (s.student.id, s.extension, s.duedate if s.assignment.duedate else None)
        for s in gradebook.assignment_submissions(assignment)
        if s.extension
    ]


def extend(gradebook: Gradebook, assignment: str, student: str, more: dt.timedelta) -> None:
    """Give a student more time, in nbgrader's own field; no time takes it away. It replaces what was given before."""
    gradebook.update_or_create_submission(assignment, student)
    gradebook.grant_extension(assignment, student, minutes=more.total_seconds() / 60)


def local(when: dt.datetime | None, zone: ZoneInfo) -> str:
    """Return a time of the gradebook (UTC, with no zone) as people in the zone say it."""
    if when is None:
        return "no due time"
    return when.replace(tzinfo=dt.UTC).astimezone(zone).strftime("%A %-d %B %Y, %H:%M")
