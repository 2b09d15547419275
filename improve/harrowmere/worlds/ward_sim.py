"""A ward that answers back: try change ideas week by week, each with a prediction, while goodwill lasts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import making
from .ward import NAME, WardSim
from .ward_ideas import LITE, WARD

__all__ = ["WardSim", "checks_done", "planted", "table", "ward_sim"]


def ward_sim(seed: int | None = None, *, null: bool = False, lite: bool = False) -> WardSim:
    """Start a ward: 12 weeks of baseline are there, 24 weeks of testing lie ahead.

    Parameters
    ----------
    seed : int, optional
        The ward's luck. The same seed and the same moves give the same weeks.
    null : bool
        True: none of the ideas does anything.
    lite : bool
        True: the smaller world for first sessions, where minutes a shift are counted and two ideas are on offer.

    Returns
    -------
    WardSim

    Examples
    --------
    >>> ward = ward_sim()
    >>> ward.test("A").words[0][:50]
    'Before we start: what do you expect to see, and wh'
    >>> reply = ward.test("A", prediction="up 10 points, since the chart is to hand", weeks=4, asked=True)
    >>> ward.week, len(ward.log)
    (4, 1)
    """
    return WardSim(making.seed_for(NAME, seed), bool(null), LITE if lite else WARD)


def checks_done(rng: np.random.Generator, chance: float, weeks: int, series: int = 1) -> np.ndarray:
    """Draw weekly counts of checks done out of 20, for many wards at once, to see what 20 checks can tell.

    Returns
    -------
    ndarray of int, shape (series, weeks)

    Examples
    --------
    >>> checks_done(np.random.default_rng(1), 0.55, weeks=12, series=3).shape
    (3, 12)
    """
    return rng.binomial(WARD.checks, chance, size=(series, weeks))


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    """Return the baseline weeks, or the example log, for `load`."""
    wanted = making.table_for(NAME, table)
    sim = ward_sim(seed, null=null, lite=wanted == "lite")
    if wanted == "log":
        _example(sim)
        return sim.log
    return sim.weeks


def _example(sim: WardSim) -> None:
    """Play three cycles as somebody might: small, larger, adopted."""
    sim.test("B", "up to 60%", weeks=2, scale="ward", asked=False, why="people forget")
    sim.decide("abandon", "no sign of a change; nobody looks at the poster")
    sim.test("A", "up to 65% in the bay", weeks=4, scale="bay", asked=True, why="the chart is to hand")
    sim.decide("adapt", "promising, five checks a week are too few; try half the ward")
    sim.test("A", "up to 65% in half the ward", weeks=4, scale="half", asked=True, why="as before")
    sim.decide("adopt", "staff want to keep it, and the numbers point the same way")


def planted(seed=None) -> making.Planted:
    ideas = WARD.ideas
    return making.Planted(
        words=(
            f"The ward does {WARD.baseline:.0f}% of its checks at the start. Idea A adds {ideas['A'].effect:.0f} "
            f"points, B does nothing, C takes {-ideas['C'].effect:.0f} away, and D adds {ideas['D'].effect:.0f} but "
            "only where A is in place. Nothing else changes the ward, and its weeks do not hang together.",
            "Goodwill never changes what an idea does; it decides how many ideas you get to try.",
            "Twenty checks a week are few. A rise from 55% to 67% gives a run of eight above the baseline median "
            "within 12 weeks in about 52 of 100 wards (points on the median skipped), and no change at all gives "
            "one in about 4 of 100. So a quiet chart is not proof that an idea does nothing.",
            f"In the lite world the cupboard saves {-LITE.ideas['cupboard'].effect:.0f} minutes a shift, and hurrying "
            "saves none.",
        ),
        values={
            "baseline": WARD.baseline,
            "checks_a_week": WARD.checks,
            "points": {key: idea.effect for key, idea in ideas.items()},
            "needs": {"D": "A"},
            "lite_minutes": {key: idea.effect for key, idea in LITE.ideas.items()},
        },
    )
