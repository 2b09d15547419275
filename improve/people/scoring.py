"""How well a mentor suits a learner and a learner a mentor: four things, each worth stated points."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

# Points of 100. A learner asks first for skills; a mentor asks first for skills too, and for hours that can be kept.
LEARNER_WEIGHTS = MappingProxyType({"skills": 50, "setting": 20, "hours": 20, "language": 10})
MENTOR_WEIGHTS = MappingProxyType({"skills": 40, "setting": 20, "hours": 30, "language": 10})


def pair_scores(
    learners: pd.DataFrame,
    mentors: pd.DataFrame,
    learner_weights: Mapping[str, float] = LEARNER_WEIGHTS,
    mentor_weights: Mapping[str, float] = MENTOR_WEIGHTS,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Score every learner with every mentor, from both sides.

    Parameters
    ----------
    learners, mentors : pandas.DataFrame
        `skills`, `settings` and `languages` hold tuples of words (a learner's skills are those that are wanted);
        `hours` a number: hours a month, wanted or offered to each learner. `team`, where there is one: two people
        of one team are never matched, so that nobody is mentored by their own manager.
    learner_weights, mentor_weights : mapping of str to float
        What each of the four things is worth.

    Returns
    -------
    by_learner, by_mentor : numpy.ndarray
        Points; rows learners, columns mentors.
    possible : numpy.ndarray of bool
        They share a language, the mentor has one wanted skill or more, and they are not of one team.

    Notes
    -----
    Skills: for the learner, the share of wanted skills that the mentor has; for the mentor, the share of their skills
    that is wanted. Setting: whether they share one. Hours: what is offered over what is wanted, at most 1.
    Language: whether the other speaks the one that is named first.
    """
    skills = _shared(learners["skills"], mentors["skills"])
    wanted = np.maximum(learners["skills"].map(len).to_numpy(float), 1)[:, None]
    offered = np.maximum(mentors["skills"].map(len).to_numpy(float), 1)[None, :]
    settings = _shared(learners["settings"], mentors["settings"]) > 0
    hours = np.minimum(
        mentors["hours"].to_numpy(float)[None, :] / learners["hours"].to_numpy(float)[:, None], 1
    )
    common = _shared(learners["languages"], mentors["languages"]) > 0
    first_of_learner = _shared(learners["languages"].map(lambda all: all[:1]), mentors["languages"]) > 0
    first_of_mentor = _shared(learners["languages"], mentors["languages"].map(lambda all: all[:1])) > 0
    by_learner = _add({"skills": skills / wanted, "setting": settings, "hours": hours, "language": first_of_learner},
                      learner_weights)  # fmt: skip
    by_mentor = _add({"skills": skills / offered, "setting": settings, "hours": hours, "language": first_of_mentor},
                     mentor_weights)  # fmt: skip
    return by_learner, by_mentor, common & (skills > 0) & ~_one_team(learners, mentors)


def _add(parts: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> np.ndarray:
    if set(weights) != set(parts):
        raise ValueError(f"The weights name {', '.join(parts)}, and nothing else.")
    return sum(weights[name] * part for name, part in parts.items())


def _shared(one: pd.Series, other: pd.Series) -> np.ndarray:
    """How many words two people have in common."""
    words = sorted({word for column in (one, other) for all in column for word in all})
    place = {word: number for number, word in enumerate(words)}
    return _ticked(one, place) @ _ticked(other, place).T


def _ticked(column: pd.Series, place: Mapping[str, int]) -> np.ndarray:
    table = np.zeros((len(column), len(place)))
    for row, words in enumerate(column):
        table[row, [place[word] for word in words]] = 1
    return table


def _one_team(learners: pd.DataFrame, mentors: pd.DataFrame) -> np.ndarray:
    if "team" not in learners or "team" not in mentors:
        return np.zeros((len(learners), len(mentors)), dtype=bool)
    mine, theirs = learners["team"].to_numpy(object)[:, None], mentors["team"].to_numpy(object)[None, :]
    return (mine == theirs) & (mine != "")
