"""One of the processes that grade cases at the same time: what it starts is its own, so that it can be watched."""

import contextlib
import tempfile
from multiprocessing.util import Finalize
from pathlib import Path

from tests.hostile import watch
from tests.hostile.browser import Browser
from tests.hostile.case import Course, Finding

here: dict = {}  # what one process keeps from case to case: a grading root and a browser


def set_up(folder: str) -> None:
    """Make ready one of the processes that grade cases."""
    stack = contextlib.ExitStack()
    Finalize(None, stack.close, exitpriority=10)
    watch.adopt_orphans()
    place = stack.enter_context(tempfile.TemporaryDirectory(prefix="hostile-"))
    here["browser"] = stack.enter_context(Browser())
    here["course"] = Course(Path(folder), Path(place))
    here["stack"] = stack


def grade(case: str) -> Finding:
    """Grade one case between two honest students."""
    if not here["course"].marker:
        here["stack"].enter_context(here["course"])
    return here["course"].grade(case, here["browser"])
