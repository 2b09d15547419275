"""The unit of work: an assignment and some submissions in, outcomes out. All of it plain data, on this machine or another.

``grade_batch`` needs no course folder and no gradebook. Whoever runs it (this process, or a Dask worker) starts one
marker, a process without rights, and hands it the files one by one.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import BinaryIO

from course.grading import jail, rebuild
from course.grading.limits import Limits


@dataclass(frozen=True)
class Submission:
    """What one student handed in: the bytes of the notebook file, read by ``intake``."""

    student: str
    content: bytes

    def plain(self) -> dict:
        """Return it in a form that JSON takes: the bytes as hexadecimal digits, twice as long, so only on the way."""
        return {"student": self.student, "content": self.content.hex()}

    @classmethod
    def of(cls, plain: dict) -> "Submission":
        """Return what ``plain`` made a form of."""
        return cls(plain["student"], bytes.fromhex(plain["content"]))


def grade_batch(
    assignment: dict, submissions: Iterable[Submission], limits: dict | None = None
) -> list[dict]:
    """Grade some submissions of one assignment.

    Parameters
    ----------
    assignment : dict
        `sources.Assignment` as a dictionary (``dataclasses.asdict``).
    submissions : iterable of Submission
        The files that were handed in.
    limits : dict, optional
        `Limits` as a dictionary.

    Returns
    -------
    list of dict
        One outcome for each: ``student``, ``status`` ("ok" or "quarantine"), ``reason``, ``warnings``, ``cells``,
        ``tests`` and ``seconds``.
    """
    with Marker(assignment, Limits(**(limits or {}))) as marker:
        return [marker.grade(submission) for submission in submissions]


Line = tuple[BinaryIO, BinaryIO]  # where orders to one marker are written, and its results are read


def launch(number: int, assignment: dict) -> tuple[subprocess.Popen, list[Line]]:
    """Start markers that share what an assignment imports, and return their first process and a line to each.

    Raises
    ------
    NoJail
        If no jail can be made on this machine.
    """
    jail.check_quickly()
    orders, results = [os.pipe() for _ in range(number)], [os.pipe() for _ in range(number)]
    theirs = [
        handle for (read, _), (_, write) in zip(orders, results, strict=True) for handle in (read, write)
    ]
    words = [
        "-I",
        "-m",
        "course.grading.marker",
        *map(str, theirs),
        "--",
        *rebuild.libraries(assignment["plan"]),
    ]
    process = subprocess.Popen(
        [*jail.way_in(jail.needed()), sys.executable, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if os.environ.get("COURSE_GRADING_QUIET") else None,
        pass_fds=theirs,
        env=jail.ENVIRONMENT,
        cwd="/",
        start_new_session=True,  # one group, to be ended together
    )
    for handle in theirs:
        os.close(handle)
    lines = [
        (os.fdopen(write, "wb"), os.fdopen(read, "rb"))
        for (_, write), (read, _) in zip(orders, results, strict=True)
    ]
    return process, lines


@contextmanager
def launched(number: int, assignment: dict) -> Iterator[list[Line]]:
    """Start some markers together, and end them all."""
    process, lines = launch(number, assignment)
    try:
        yield lines
    finally:
        end(process, lines)


def end(process: subprocess.Popen, lines: list[Line]) -> None:
    """Hang up, and kill markers that do not end by that; with them go their nursery, and any jail."""
    for orders, _ in lines:
        with suppress(BrokenPipeError):  # what was not sent any more is of no use
            orders.close()
    try:
        process.wait(2)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for _, results in lines:  # last: a thread that still reads one hears of the end first
        results.close()


class Marker:
    """One marker process. One that dies is started again, apart; its submission is quarantined.

    Parameters
    ----------
    assignment : dict
        See `grade_batch`.
    limits : Limits
        What one submission may use.
    line : Line, optional
        The line to a marker of `launched`; without it a process is started for this one alone.
    """

    def __init__(self, assignment: dict, limits: Limits, line: Line | None = None):
        self.assignment, self.limits = assignment, limits
        self.process = None
        self.start(line)

    def start(self, line: Line | None = None) -> None:
        if line is None:
            self.process, [line] = launch(1, self.assignment)
        self.orders, self.results = line
        order = {"do": "assignment", "plan": self.assignment["plan"], "files": self.assignment["files"]}
        try:
            self._send({**order, "limits": asdict(self.limits)})
            ready = self.results.readline()
        except BrokenPipeError:
            ready = b""
        if not ready:
            self.close()
            raise jail.NoJail("The marker's process could not start; what it wrote above says why.")

    def _send(self, order: dict) -> None:
        self.orders.write(json.dumps(order).encode() + b"\n")
        self.orders.flush()

    def grade(self, submission: Submission) -> dict:
        """Return the outcome of one submission."""
        try:
            self._send({"do": "grade", **submission.plain()})
            outcome = json.loads(self.results.readline())
        except (BrokenPipeError, ValueError):
            self.close()
            self.start()
            return {
                "student": submission.student,
                "status": "quarantine",
                "reason": "The marker ended on this notebook.",
            }
        if outcome["status"] == "no jail":
            raise jail.NoJail(outcome["reason"])
        return outcome

    def close(self) -> None:
        """End the marker if it is one apart; those that were launched together end with `launched`."""
        if self.process:
            end(self.process, [(self.orders, self.results)])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
