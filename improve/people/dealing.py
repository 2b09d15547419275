"""Deal people into sets so that every role and every sector is spread as evenly as numbers allow.

Two traits can always be spread perfectly at once. Think of each person as a line from their role to their sector, and
of each set as a colour: a drawing of lines between two columns of points can always be coloured so that no point has
two colours that differ by more than one, and no colour is used two times more than another (de Werra 1971).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np


def deal(first: Sequence[int], second: Sequence[int], sets: int) -> np.ndarray:
    """Return a set for each person: both traits spread evenly, and the sizes of sets no more than one apart.

    Parameters
    ----------
    first, second : sequence of int
        Each person's value of two traits, as numbers.
    sets : int
        How many sets.

    Returns
    -------
    numpy.ndarray
        The number of each person's set, from 0.

    Notes
    -----
    People are dealt round the sets in the order of the first trait. Then any two sets in which a role, a sector or
    the size is uneven are shuffled together and split again, evenly, until none is left. Each such split brings the
    sum of squared counts down, so it ends.

    References
    ----------
    de Werra D (1971). Equitable colorations of graphs. Revue francaise d'informatique et de recherche
    operationnelle 5(R3):3-8.

    Examples
    --------
    >>> deal([0, 0, 1, 1], [0, 1, 0, 1], 2).tolist()
    [1, 0, 0, 1]
    """
    first, second = np.asarray(first), np.asarray(second)
    chosen = np.empty(len(first), dtype=int)
    chosen[np.lexsort((second, first))] = np.arange(len(first)) % sets
    members = [list(np.flatnonzero(chosen == number)) for number in range(sets)]
    counts = [_counts(first, second, group) for group in members]
    changed = set(range(sets))
    while changed:
        again: set[int] = set()
        for a, b in combinations(range(sets), 2):
            if (a in changed or b in changed or a in again or b in again) and _uneven(counts[a], counts[b]):
                members[a], members[b] = split(first, second, members[a] + members[b])
                counts[a] = _counts(first, second, members[a])
                counts[b] = _counts(first, second, members[b])
                again |= {a, b}
        changed = again
    for number, group in enumerate(members):
        chosen[group] = number
    return chosen


def split(first: np.ndarray, second: np.ndarray, people: list[int]) -> tuple[list[int], list[int]]:
    """Split people into two groups in which each trait's counts, and the sizes, differ by one at most.

    People are laid end to end, so that neighbours share a role or a sector by turns. Every other person goes to each
    group. Chains that must end begin at a role or sector held by an odd number of people.
    """
    at = defaultdict(list)  # the people who hold each value of each trait
    for person in people:
        at[0, first[person]].append(person)
        at[1, second[person]].append(person)
    used: set[int] = set()
    halves: tuple[list[int], list[int]] = ([], [])

    def share_out(chain):
        turn = len(halves[0]) > len(halves[1])
        for place, person in enumerate(chain):
            halves[(place + turn) % 2].append(person)

    for start in [point for point, held in at.items() if len(held) % 2]:
        if sum(person not in used for person in at[start]) % 2:  # else a chain has ended here already
            share_out(_chain(at, used, start, first, second))
    for start in at:
        while chain := _chain(at, used, start, first, second):
            share_out(chain)
    return halves


def _chain(at, used, point, first, second) -> list[int]:
    """Walk on from a point along people not yet used, until there is nobody left to go on with."""
    chain: list[int] = []
    while True:
        while at[point] and at[point][-1] in used:
            at[point].pop()
        if not at[point]:
            return chain
        person = at[point].pop()
        used.add(person)
        chain.append(person)
        point = (1, second[person]) if point[0] == 0 else (0, first[person])


def _counts(first, second, group) -> tuple[np.ndarray, np.ndarray, int]:
    return (
        np.bincount(first[group], minlength=first.max() + 1),
        np.bincount(second[group], minlength=second.max() + 1),
        len(group),
    )


def _uneven(a, b) -> bool:
    return (
        abs(a[2] - b[2]) > 1 or bool((np.abs(a[0] - b[0]) > 1).any()) or bool((np.abs(a[1] - b[1]) > 1).any())
    )
