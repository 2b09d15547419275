"""What assessed exercises use: data that differ by cohort, and a chart as plain data.

Both work alike in a learner's notebook, under stock nbgrader, and in the course's own grader, where a test does not hold
the learner's objects but only what they say about themselves.
"""

import hashlib
import json

import numpy as np


def cohort_rng(cohort: int, part: str) -> np.random.Generator:
    """Return the random numbers of one part of an exercise, for one cohort.

    An exercise has a read-only cell named ``cohort`` with the line ``COHORT = 0``. When a tutor builds the assignment
    with a cohort's secret, another number stands there, so data and right answers differ from those of other years.

    Parameters
    ----------
    cohort : int
        The number in the cell.
    part : str
        A name, so that parts do not share their numbers.

    Examples
    --------
    >>> int(cohort_rng(0, "waits").integers(100)) == int(cohort_rng(0, "waits").integers(100))
    True
    """
    return np.random.default_rng([cohort, int.from_bytes(hashlib.sha256(part.encode()).digest()[:8], "big")])


def figure_data(figure) -> dict:
    """Return a Plotly figure, or a `Chart`, as plain data: ``data`` (its traces) and ``layout``.

    A test then looks at ``figure_data(fig)["data"][0]["y"]`` and never at the object, which may live elsewhere.
    """
    if not hasattr(figure, "to_json"):
        figure = figure.figure()
    return json.loads(figure.to_json())
