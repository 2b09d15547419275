"""A course of hundreds of modules is read and checked while somebody waits."""

import time

from course import catalogue
from tests.catalogue.trees import large


def test_five_hundred_modules_are_read_and_checked_in_two_seconds(tmp_path):
    root = large(tmp_path / "course", 500)
    before = time.process_time()  # of this process: another test beside it must not spoil the measure
    course = catalogue.load(root)
    took = time.process_time() - before
    assert len(course.modules) == 500
    assert sum(len(module.questions) for module in course.modules.values()) == 500 * 15
    assert sum(activity.minutes for activity in course.modules["people/synthetic-4"].activities) == 60
    assert took < 2, f"{took:.1f} s"
