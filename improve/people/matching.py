"""Match learners to mentors so that no learner and mentor would both rather have each other (Gale and Shapley)."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from .scoring import LEARNER_WEIGHTS, MENTOR_WEIGHTS, pair_scores

NOBODY = -1


@dataclass(frozen=True)
class Matching:
    """Who mentors whom.

    Attributes
    ----------
    pairs : pandas.DataFrame
        Learner, mentor, the points from both sides, and how high the mentor stood on the learner's list.
    unmatched : pandas.DataFrame
        Learners without a mentor, and why.
    mentors : pandas.DataFrame
        Each mentor's places, how many are taken, and how many are left.
    stable : bool
        Whether a search through every learner and mentor found no two who would both rather have each other.
    lottery : int
        The seed by which equal points were put in order.
    """

    pairs: pd.DataFrame = field(repr=False)
    unmatched: pd.DataFrame = field(repr=False)
    mentors: pd.DataFrame = field(repr=False)
    stable: bool
    lottery: int

    def reading(self) -> str:
        """Return what was found, in words, the unmatched first."""
        learners = len(self.pairs) + len(self.unmatched)
        places, taken = int(self.mentors["places"].sum()), int(self.mentors["taken"].sum())
        left = len(self.unmatched)
        said = (
            f"{left} of {learners} learners have no mentor."
            if left
            else f"All {learners} learners have a mentor."
        )
        parts = [said, f"{taken} of {places} places are taken."]
        if len(self.pairs):
            first = int((self.pairs["choice"] == 1).sum())
            parts.append(f"{first} of {len(self.pairs)} have the mentor at the top of their list.")
        if self.stable:
            parts.append("The matching is stable: no learner and mentor would both rather have each other.")
        return " ".join(parts)


def match_mentors(
    learners: pd.DataFrame,
    mentors: pd.DataFrame,
    learner_weights: Mapping[str, float] = LEARNER_WEIGHTS,
    mentor_weights: Mapping[str, float] = MENTOR_WEIGHTS,
    lottery: int = 1,
) -> Matching:
    """Match learners to mentors with places, by points that each side gives the other.

    Parameters
    ----------
    learners, mentors : pandas.DataFrame
        As for `pair_scores`, with a column `person`; mentors also `places`, the most learners that each will take.
    learner_weights, mentor_weights : mapping of str to float
        What skills, setting, hours and language are worth to each side.
    lottery : int
        Puts equal points in order; say it beside the result.

    Returns
    -------
    Matching

    Notes
    -----
    Learners propose, so of all stable matchings each learner gets the best mentor that any of them would give.
    Whoever is left without a mentor is left without one in every stable matching (for the lists as drawn).

    References
    ----------
    Gale D, Shapley LS (1962). College admissions and the stability of marriage. Am Math Mon 69:9-15.
    Roth AE (1986). On the allocation of residents to rural hospitals. Econometrica 54:425-427.

    Examples
    --------
    >>> found = match_mentors(*invented_mentoring(12, 5))
    >>> found.stable, len(found.pairs) + len(found.unmatched)
    (True, 12)
    """
    by_learner, by_mentor, possible = pair_scores(learners, mentors, learner_weights, mentor_weights)
    rng = np.random.default_rng(lottery)
    likes = preference_lists(by_learner, possible, rng.random(possible.shape))
    ranks = preference_ranks(by_mentor.T, possible.T, rng.random(possible.T.shape))
    places = mentors["places"].to_numpy(int)
    chosen = stable_matching(likes, ranks, places)
    taken = np.bincount(chosen[chosen >= 0], minlength=len(mentors))
    return Matching(
        pairs=_pairs(learners, mentors, chosen, likes, by_learner, by_mentor),
        unmatched=_unmatched(learners, chosen, likes),
        mentors=pd.DataFrame(
            {"person": mentors["person"].to_numpy(), "places": places, "taken": taken, "left": places - taken}
        ),
        stable=not blocking_pairs(chosen, likes, ranks, places),
        lottery=lottery,
    )


def stable_matching(
    likes: Sequence[Sequence[int]], ranks: Sequence[Mapping[int, int]], places: Sequence[int]
) -> np.ndarray:
    """Return the mentor of each learner, or -1: the stable matching that is best for every learner.

    Parameters
    ----------
    likes : sequence of sequence of int
        Each learner's mentors, best first; one who is not named is not acceptable.
    ranks : sequence of mapping of int to int
        For each mentor, the rank of each acceptable learner; the lowest is the best.
    places : sequence of int
        How many learners each mentor takes.

    Examples
    --------
    >>> stable_matching([[0, 1], [0, 1]], [{0: 2, 1: 1}, {0: 1, 1: 2}], [1, 1]).tolist()
    [1, 0]
    """
    chosen = np.full(len(likes), NOBODY)
    held: list[list[tuple[int, int]]] = [[] for _ in places]  # the worst of those held comes first
    next_one = [0] * len(likes)
    free = deque(range(len(likes)))
    while free:
        learner = free.popleft()
        if next_one[learner] == len(likes[learner]):
            continue
        mentor = likes[learner][next_one[learner]]
        next_one[learner] += 1
        if learner not in ranks[mentor] or not places[mentor]:
            free.appendleft(learner)
            continue
        heapq.heappush(held[mentor], (-ranks[mentor][learner], learner))
        chosen[learner] = mentor
        if len(held[mentor]) > places[mentor]:
            _, turned_away = heapq.heappop(held[mentor])
            chosen[turned_away] = NOBODY
            free.appendleft(turned_away)
    return chosen


def blocking_pairs(
    chosen: Sequence[int],
    likes: Sequence[Sequence[int]],
    ranks: Sequence[Mapping[int, int]],
    places: Sequence[int],
) -> list[tuple[int, int]]:
    """Return the learners and mentors who would both rather have each other; a stable matching has none."""
    held: list[list[int]] = [[] for _ in places]
    for learner, mentor in enumerate(chosen):
        if mentor != NOBODY:
            held[mentor].append(ranks[mentor][learner])
    worst = [max(at) if at else -1 for at in held]
    found = []
    for learner, listed in enumerate(likes):
        for mentor in listed:
            if mentor == chosen[learner]:
                break
            if learner not in ranks[mentor] or not places[mentor]:
                continue
            if len(held[mentor]) < places[mentor] or ranks[mentor][learner] < worst[mentor]:
                found.append((learner, mentor))
    return found


def invented_mentoring(
    learners: int = 30, mentors: int = 12, seed: int = 13
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return invented learners and mentors from Harrowmere."""
    rng = np.random.default_rng(seed)
    skills = [
        "aims and tests",
        "charts over time",
        "coproduction",
        "human factors",
        "evaluation",
        "spread",
        "coaching",
    ]
    settings = ["acute hospital", "general practice", "mental health", "social care"]
    others = ["Polish", "Urdu", "Welsh", "British Sign Language"]

    def some(words, least, most):
        return tuple(
            str(word) for word in rng.choice(words, int(rng.integers(least, most + 1)), replace=False)
        )

    def languages():
        more = some(others, 1, 1) if rng.random() < 0.25 else ()
        return ("English", *more) if rng.random() < 0.95 else more or ("Urdu",)

    def person(kind, number, least, most, hours):
        return {
            "person": f"{kind} {number}", "skills": some(skills, least, most), "settings": some(settings, 1, 2),
            "hours": float(rng.choice(hours)), "languages": languages(), "team": f"team {rng.integers(1, 40)}",
        }  # fmt: skip

    wanted = pd.DataFrame([person("Learner", n, 1, 3, [1, 1, 2, 3]) for n in range(1, learners + 1)])
    offered = pd.DataFrame([person("Mentor", n, 2, 4, [1, 1, 2]) for n in range(1, mentors + 1)])
    return wanted, offered.assign(places=rng.choice([1, 2, 2, 3, 4], mentors))


def preference_lists(points: np.ndarray, possible: np.ndarray, lot: np.ndarray) -> list[list[int]]:
    """Return each row's columns in order, most points first, equal points by lot; only those that are possible."""
    order = np.lexsort((lot, -np.round(points, 9)))
    return [[int(at) for at in row if possible[number, at]] for number, row in enumerate(order)]


def preference_ranks(points: np.ndarray, possible: np.ndarray, lot: np.ndarray) -> list[dict[int, int]]:
    """Return, for each row, the rank of each possible column: 0 is the best."""
    return [{at: rank for rank, at in enumerate(row)} for row in preference_lists(points, possible, lot)]


def _pairs(learners, mentors, chosen, likes, by_learner, by_mentor) -> pd.DataFrame:
    rows = [
        {
            "learner": learners["person"].iloc[learner],
            "mentor": mentors["person"].iloc[mentor],
            "choice": likes[learner].index(mentor) + 1,
            "learner's points": round(by_learner[learner, mentor], 1),
            "mentor's points": round(by_mentor[learner, mentor], 1),
        }
        for learner, mentor in enumerate(chosen)
        if mentor != NOBODY
    ]
    return pd.DataFrame(rows, columns=["learner", "mentor", "choice", "learner's points", "mentor's points"])


def _unmatched(learners, chosen, likes) -> pd.DataFrame:
    rows = [
        {
            "learner": learners["person"].iloc[learner],
            "why": "no mentor shares a language and has a skill that is wanted, outside the learner's own team"
            if not likes[learner]
            else f"the {len(likes[learner])} who could help are full with learners who suit them better",
        }
        for learner, mentor in enumerate(chosen)
        if mentor == NOBODY
    ]
    return pd.DataFrame(rows, columns=["learner", "why"])
