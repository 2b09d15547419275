"""The unit of work: an assignment and some submissions in, outcomes out. All of it plain data, on this machine or another.

``grade_batch`` needs no course folder and no gradebook. Whoever runs it (this process, or a Dask worker) starts one
marker, a process without rights, and hands it the files one by one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from course.grading import jail
from course.grading.limits import Limits


@dataclass(frozen=True)
class Submission:
    """What one student handed in: the bytes of the notebook file, read by ``intake``."""

    student: str
    content: bytes


def grade_batch(assignment: dict, submissions: list[dict], limits: dict | None = None) -> list[dict]:
    """Grade some submissions of one assignment.

    Parameters
    ----------
    assignment : dict
        `sources.Assignment` as a dictionary (``dataclasses.asdict``).
    submissions : list of dict
        Each with ``student`` and ``content`` (hexadecimal bytes of the notebook file).
    limits : dict, optional
        `Limits` as a dictionary.

    Returns
    -------
    list of dict
        One outcome for each: ``student``, ``status`` ("ok" or "quarantine"), ``reason``, ``warnings``, ``cells``,
        ``tests`` and ``seconds``.
    """
    return list(grade_each(assignment, submissions, Limits(**(limits or {}))))


def grade_each(assignment: dict, submissions: Iterable[dict], limits: Limits) -> Iterator[dict]:
    """Grade submissions with one marker, giving each outcome as it is ready."""
    with Marker(assignment, limits) as marker:
        for submission in submissions:
            yield marker.grade(submission)


class Marker:
    """A marker process, and the line to it. A marker that dies is started again; its submission is quarantined."""

    def __init__(self, assignment: dict, limits: Limits):
        self.assignment, self.limits = assignment, limits
        self.process = None
        self.start()

    def start(self) -> None:
        jail.check_quickly()
        self.process = subprocess.Popen(
            [*jail.way_in(jail.needed()), sys.executable, "-I", "-m", "course.grading.marker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if os.environ.get("COURSE_GRADING_QUIET") else None,
            env=jail.ENVIRONMENT,
            cwd="/",
        )
        plan = self.assignment["plan"]
        self._send(
            {
                "do": "assignment",
                "plan": plan,
                "files": self.assignment["files"],
                "limits": asdict(self.limits),
            }
        )
        if not self.process.stdout.readline():
            self.close()
            raise jail.NoJail("The marker's process could not start; what it wrote above says why.")

    def _send(self, order: dict) -> None:
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()

    def grade(self, submission: dict) -> dict:
        """Return the outcome of one submission."""
        student = submission["student"]
        try:
            self._send({"do": "grade", "id": student, "content": submission["content"]})
            line = self.process.stdout.readline()
            outcome = json.loads(line)
        except (BrokenPipeError, ValueError):
            self.close()
            self.start()
            return {
                "student": student,
                "status": "quarantine",
                "reason": "The marker ended on this notebook.",
            }
        outcome["student"] = outcome.pop("id")
        if outcome["status"] == "no jail":
            raise jail.NoJail(outcome["reason"])
        return outcome

    def close(self) -> None:
        """End the marker, and so its nursery and any jail."""
        self.process.stdin.close()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
