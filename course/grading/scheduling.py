"""Grades on many machines: hands the same batches to a Dask scheduler, and gives back the same outcomes.

Each worker keeps its markers, so that libraries are loaded once and not once a batch. What a worker sends back is plain
data that its own process read from its marker; nothing that a student's process wrote is ever unpickled. A worker that
dies has its batches graded by another. Whatever a batch killed a worker with, it is tried alone before anybody is put
into quarantine.
"""

import contextlib
import hashlib
import ipaddress
import json
import threading
import time
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path

from course.grading import batch
from course.grading.limits import Limits

SIZE = 5  # submissions in a batch: what a worker that dies has to have done again
AHEAD = 3  # batches that wait for each thread of the workers, so that none is idle
PATIENCE = 60.0  # seconds without any worker before a run gives up; the same command goes on later
DIED = "The machine that graded it died each time ({times} times); the notebook may need more memory than there is."
GONE = "The Dask scheduler went away. What was graded is kept: start it, and give the same command again."
OPEN = (
    "Warning: without tls:// the work of your students, and the hidden tests, go over the network unencrypted, and whoever "
    "reaches the scheduler can give orders to your workers. Use tls://, or a network that is yours alone."
)


class Unreachable(Exception):
    """There is nobody to hand work to; the words say what to do."""


class Differs(Exception):
    """A worker grades with other code than we do, so its marks would not be ours."""


# ---------------------------------------------------------------- on a worker

_idle: dict[str, list[batch.Marker]] = {}  # markers that wait for their next batch, by what they grade
_hand = threading.Lock()


def code() -> str:
    """Return a short text that differs wherever the grader's code does."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def grade_there(work: str) -> str:
    """Grade one batch on the worker that this is called on.

    Parameters
    ----------
    work : str
        JSON with ``assignment``, ``submissions`` (each as `batch.Submission.plain` gives it), ``limits`` and ``code``.

    Returns
    -------
    str
        JSON: the outcomes, one for each submission.
    """
    order = json.loads(work)
    if order["code"] != code():
        raise Differs("A worker has another version of the course. Install the same one on every machine.")
    about = json.dumps([order["assignment"], order["limits"]], sort_keys=True)
    marker = _take(about) or batch.Marker(order["assignment"], Limits(**order["limits"]))
    try:
        outcomes = [marker.grade(batch.Submission.of(plain)) for plain in order["submissions"]]
    except BaseException:
        marker.close()
        raise
    _put_back(about, marker)
    return json.dumps(outcomes)


def _take(about: str) -> batch.Marker | None:
    """Take a living marker of this assignment; those of another one are ended: their run is over."""
    with _hand:
        ended = [marker for other in list(_idle) if other != about for marker in _idle.pop(other)]
        waiting = _idle.get(about, [])
        found = None
        while waiting and found is None:
            marker = waiting.pop()
            if marker.process.poll() is None:
                found = marker
            else:
                ended.append(marker)
    for marker in ended:
        with contextlib.suppress(BrokenPipeError):
            marker.close()
    return found


def _put_back(about: str, marker: batch.Marker) -> None:
    with _hand:
        _idle.setdefault(about, []).append(marker)


def end_idle() -> None:
    """End the markers that wait on this worker."""
    with _hand:
        ended = [marker for waiting in _idle.values() for marker in waiting]
        _idle.clear()
    for marker in ended:
        with contextlib.suppress(BrokenPipeError):
            marker.close()


# ---------------------------------------------------------------- where the gradebook is


def open_to_others(address: str) -> bool:
    """Whether work would travel over a network that others may listen to: not encrypted, and not on this machine."""
    parts = urllib.parse.urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme == "tls":
        return False
    with contextlib.suppress(ValueError):
        return not ipaddress.ip_address(parts.hostname or "").is_loopback
    return parts.hostname != "localhost"


def scheduler(address: str, size: int = SIZE, patience: float = PATIENCE):
    """Return a way to grade, as `run.workers` does, with whatever workers a Dask scheduler has.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.5:8786``, or ``tls://…`` with Dask's own settings for certificates.
    size : int
        Submissions in a batch.
    patience : float
        Seconds to wait for a scheduler, and for a worker.
    """

    def grade(assignment: dict, submissions: Iterable[batch.Submission], limits: Limits) -> Iterator[dict]:
        from distributed import Client

        try:
            client = Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError, TypeError) as fault:
            words = (
                f"No Dask scheduler answers at {address}: {fault}. Start one, or grade without --scheduler."
            )
            raise Unreachable(words) from None
        with client:
            try:
                yield from _handed_out(client, assignment, list(submissions), limits, size, patience)
            finally:
                with contextlib.suppress(Exception):  # they end with their workers, if not now
                    client.run(end_idle, on_error="ignore")

    return grade


def _handed_out(client, assignment, submissions, limits, size, patience) -> Iterator[dict]:
    from distributed import wait
    from distributed.client import FutureCancelledError, FuturesCancelledError
    from distributed.scheduler import KilledWorker

    todo = [submissions[start : start + size] for start in range(0, len(submissions), size)][::-1]
    out: dict = {}
    suspects: list[batch.Submission] = []  # their worker died: each is tried again when nobody else is out
    died: dict[str, int] = {}
    seen = time.monotonic()
    ours = code()

    def hand_out(some: list[batch.Submission]) -> None:
        plain = [submission.plain() for submission in some]
        work = {"assignment": assignment, "submissions": plain, "limits": limits.plain(), "code": ours}
        out[client.submit(grade_there, json.dumps(work), pure=False)] = some

    while todo or out or suspects:
        try:
            threads = sum(client.nthreads().values())
        except OSError as lost:
            raise Unreachable(GONE) from lost
        if threads:
            seen = time.monotonic()
        elif time.monotonic() - seen > patience:
            raise Unreachable(
                f"The scheduler has had no worker for {patience:.0f} seconds. Start one: dask worker …"
            )
        while todo and len(out) < max(threads, 1) * AHEAD:
            hand_out(todo.pop())
        if suspects and not out:
            hand_out([suspects.pop()])
        try:
            with client.as_current():
                done = wait(list(out), timeout=2, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            continue
        except FuturesCancelledError as lost:
            raise Unreachable(GONE) from lost
        for future in done:
            some = out.pop(future)
            try:
                yield from json.loads(future.result())
            except FutureCancelledError as lost:
                raise Unreachable(GONE) from lost
            except ModuleNotFoundError as missing:
                raise Differs(
                    f"A worker has not got the course: {missing}. Install it on every machine."
                ) from None
            except KilledWorker:
                for submission in some:
                    student = submission.student
                    died[student] = died.get(student, 0) + 1
                    if died[student] < 2:
                        suspects.append(submission)
                    else:
                        reason = DIED.format(times=died[student])
                        yield {
                            "student": student,
                            "status": "quarantine",
                            "reason": reason,
                            "tests": {},
                            "cells": [],
                        }
