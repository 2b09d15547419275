"""Half an hour, an hour and two hours come from one plan, and each adds up to the minute."""

import itertools

import pytest

from course.packs.order import minute_of
from course.workshop import BREAK, LENGTHS, form, shared_out

from .conftest import KEYS, source

each_form = pytest.mark.parametrize("length", LENGTHS)
each_module = pytest.mark.parametrize("key", KEYS)


@each_module
@each_form
def test_the_blocks_of_a_form_fill_its_minutes_without_a_gap(key, length):
    blocks = form(source(key).plan.activities, length)
    assert blocks[0].start == 0
    assert all(a.end == b.start for a, b in itertools.pairwise(blocks))
    assert blocks[-1].end == length


@each_module
@each_form
def test_the_steps_of_a_block_fill_its_minutes_without_a_gap(key, length):
    for block in form(source(key).plan.activities, length):
        if block.activity.title == BREAK:
            continue
        assert block.steps[0][0] == block.start
        assert all(a[1] == b[0] for a, b in zip(block.steps, block.steps[1:], strict=False))
        assert block.steps[-1][1] == block.end
        assert min(b - a for a, b in block.steps) >= 0.5


@each_module
def test_in_the_hour_every_step_keeps_the_minutes_that_were_written(key):
    for block in form(source(key).plan.activities, 60):
        assert block.steps == block.activity.steps
        assert block.body == block.activity.body


@each_module
def test_the_two_hours_have_a_break(key):
    pauses = [b.minutes for b in form(source(key).plan.activities, 120) if b.activity.title == BREAK]
    assert max(pauses) >= 5


def test_steps_that_are_squeezed_keep_their_order_and_none_is_lost():
    steps = [(0, 1), (1, 2), (2, 3), (3, 20)]
    assert shared_out(steps, 10, 4) == [(10, 10.5), (10.5, 11), (11, 11.5), (11.5, 14)]


def test_steps_that_are_stretched_have_their_share():
    assert shared_out([(5, 6), (6, 10)], 0, 10) == [(0, 2), (2, 10)]


def test_a_minute_that_a_text_names_moves_with_its_block():
    plan = source("measurement/run-charts").plan
    moved = minute_of(plan, form(plan.activities, 30))
    guest = next(b for b in form(plan.activities, 30) if b.activity.guest)
    assert moved(25) == guest.start
    assert moved(48) == guest.end, "its end, although the block after it is left out"
    assert moved(0) == 0
    assert moved(60) == 30
