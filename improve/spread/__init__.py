"""Spread: how a practice travels through a network, how curves mislead, and what a roll-out can promise.

Everything is a model: its assumptions are arguments, so that they can be changed and seen to matter.

>>> plan = Plan(target=44, facilitators=7)
>>> 0 <= simulate(plan, runs=50).chance <= 1
True
"""

from .contagion import WAYS, live, reach, reach_curves
from .curves import Fit, adopters_each_period, bass_share, fit_curve, logistic_share
from .network_check import FEATURES, health_check
from .plan import Plan, PlanProblem
from .roll_out import Result, afford, loosened, simulate
from .visits import pooled_ratio, rate_ratio, weeks_at_risk
from .words import reading

__all__ = [
    "FEATURES",
    "WAYS",
    "Fit",
    "Plan",
    "PlanProblem",
    "Result",
    "adopters_each_period",
    "afford",
    "bass_share",
    "fit_curve",
    "health_check",
    "live",
    "logistic_share",
    "loosened",
    "planner",
    "pooled_ratio",
    "rate_ratio",
    "reach",
    "reach_curves",
    "reading",
    "simulate",
    "weeks_at_risk",
]


def planner():
    """Return the panel of the roll-out planner, to stand as the last expression of a cell."""
    from .panel import Planner

    return Planner()
