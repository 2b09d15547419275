"""A jail for the tests that need one; without it they are skipped, and in CI they fail."""

import os
import signal
from dataclasses import asdict

import pytest

from course.grading import examine, jail, marker, rebuild, worker
from course.grading.limits import Limits
from tests.grading import small

QUICK = Limits(cell_seconds=5, notebook_seconds=30, memory_mb=256)


@pytest.fixture(scope="session")
def a_jail():
    """Whoever asks for this needs a jail on this machine."""
    try:
        jail.check()
    except jail.NoJail as missing:
        words = f"no jail here, so this is not tested: {missing} (see: course doctor)"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)


@pytest.fixture
def grader(a_jail):
    """Grades submissions of the small assignment in this process, so that a test can take a protection away.

    It is a function: the bytes of a notebook in, the outcome out. The warm process is born at the first call, after the
    test has changed what it wants to change.
    """
    started = []

    def grade(content: bytes, limits: Limits = QUICK) -> dict:
        if not started:
            assignment = small.assignment()
            worker.load_libraries(rebuild.libraries(assignment["plan"]))
            pid, nursery = marker.start_nursery()
            made = marker.Marker(nursery, None)
            made.files, made.ours = {}, examine.Ours(assignment["plan"])
            made.ours.prepare()
            started.append((pid, nursery, made))
        made = started[0][2]
        made.limits = asdict(limits)
        return made.grade(content)

    yield grade
    for pid, nursery, _ in started:
        nursery.close()
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
