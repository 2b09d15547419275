"""Bringing people together: action learning sets with the greatest mix, and mentors matched to learners.

>>> found = form_sets(invented_people(26))
>>> found.sizes, found.is_best
([7, 6, 7, 6], True)
"""

from .matching import (
    Matching,
    blocking_pairs,
    invented_mentoring,
    match_mentors,
    preference_lists,
    preference_ranks,
    stable_matching,
)
from .scoring import LEARNER_WEIGHTS, MENTOR_WEIGHTS, pair_scores
from .sets import Sets, by_chance, form_sets, how_many, invented_people
from .talk import CODES, talk_measures
from .timer import Part, clock_html, turns

__all__ = [
    "CODES",
    "LEARNER_WEIGHTS",
    "MENTOR_WEIGHTS",
    "Matching",
    "Part",
    "Sets",
    "blocking_pairs",
    "by_chance",
    "clock_html",
    "form_sets",
    "how_many",
    "invented_mentoring",
    "invented_people",
    "match_mentors",
    "pair_scores",
    "preference_lists",
    "preference_ranks",
    "set_former",
    "stable_matching",
    "talk_measures",
    "turns",
]


def set_former():
    """Return the panel that forms sets and matches mentors, to stand as the last expression of a cell."""
    from .panel import SetFormer

    return SetFormer()
