"""Who talks to whom among 120 clinicians, and how a new practice might travel along those ties."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import making

NAME = "adopter_net"
PEOPLE, NEIGHBOURS, REWIRED = 120, 3, 0.10  # three ties to each side
STARTERS, STEPS, CHANCE = 6, 12, 1 / 8
TEAMS = 10
PROFESSIONS = (("nurse", 54), ("doctor", 30), ("therapist", 21), ("pharmacist", 15))
WAYS = ("well-connected", "random", "spread evenly", "cluster")


def adopter_net(seed: int | None = None, *, null: bool = False, table: str | None = None) -> pd.DataFrame:
    """The clinicians, or the ties between them.

    Parameters
    ----------
    seed : int, optional
        Left out, the documented seed.
    null : bool
        True: ties are drawn at random, so there are no close circles and no silos.
    table : {"people", "ties"}
        120 people with profession, team and whether they lead it; or 360 ties (`one`, `other`).

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> len(adopter_net()), len(adopter_net(table="ties"))
    (120, 360)
    """
    seed, table = making.seed_for(NAME, seed), making.table_for(NAME, table)
    tie_rng, people_rng = making.streams(seed, 2)
    matrix, codes = network(tie_rng, 1.0 if null else REWIRED), np.array(making.codes("C", PEOPLE))
    if table == "ties":
        one, other = np.nonzero(np.triu(matrix))
        return making.labelled(
            pd.DataFrame({"one": codes[one], "other": codes[other]}), NAME, seed, null, table
        )
    team = np.arange(PEOPLE) * TEAMS // PEOPLE
    leads = np.zeros(PEOPLE, dtype=bool)
    leads[[people_rng.choice(np.flatnonzero(team == number)) for number in range(TEAMS)]] = True
    people = pd.DataFrame(
        {
            "person": codes,
            "profession": np.repeat([name for name, _ in PROFESSIONS], [count for _, count in PROFESSIONS]),
            "team": [f"T{number + 1:02d}" for number in team],
            "leads_team": leads,
        }
    )
    return making.labelled(people, NAME, seed, null, table)


def network(rng: np.random.Generator, rewired: float = REWIRED) -> np.ndarray:
    """Draw a small world: a ring with three ties to each side, some of which go elsewhere.

    Parameters
    ----------
    rng : numpy.random.Generator
    rewired : float
        Chance that a tie's far end is moved to somebody drawn at random.

    Returns
    -------
    ndarray of bool, shape (120, 120)
        Symmetric, no one tied to themselves, 360 ties.

    References
    ----------
    Watts DJ, Strogatz SH (1998). Collective dynamics of "small-world" networks. Nature 393:440–442.
    """
    ties = np.zeros((PEOPLE, PEOPLE), dtype=bool)
    near = np.arange(PEOPLE)
    for step in range(1, NEIGHBOURS + 1):
        ties[near, (near + step) % PEOPLE] = ties[(near + step) % PEOPLE, near] = True
    for step in range(1, NEIGHBOURS + 1):
        for one in np.flatnonzero(rng.random(PEOPLE) < rewired):
            other = (one + step) % PEOPLE
            free = np.flatnonzero(~ties[one])
            new = rng.choice(free[free != one])
            ties[one, other] = ties[other, one] = False
            ties[one, new] = ties[new, one] = True
    return ties


def matrix_of(ties: pd.DataFrame) -> np.ndarray:
    """Return the table of ties as a matrix of who is tied to whom, in the order of the person codes."""
    index = {code: number for number, code in enumerate(making.codes("C", PEOPLE))}
    one, other = ties["one"].map(index).to_numpy(), ties["other"].map(index).to_numpy()
    matrix = np.zeros((PEOPLE, PEOPLE), dtype=bool)
    matrix[one, other] = matrix[other, one] = True
    return matrix


def starters(matrix: np.ndarray, way: str, rng: np.random.Generator, count: int = STARTERS) -> np.ndarray:
    """Choose who starts: the best connected, people at random, every twentieth on the ring, or one close circle.

    Raises
    ------
    ValueError
        When the way is none of "well-connected", "random", "spread evenly", "cluster".
    """
    if way == "well-connected":
        return np.argsort(-(matrix.sum(axis=1) + 0.5 * rng.random(PEOPLE)))[:count]
    if way == "random":
        return rng.choice(PEOPLE, count, replace=False)
    if way == "spread evenly":
        return (rng.integers(PEOPLE) + np.arange(count) * PEOPLE // count) % PEOPLE
    if way == "cluster":
        return (rng.integers(PEOPLE) + np.arange(count)) % PEOPLE
    raise ValueError(f"Starters are chosen as one of {', '.join(WAYS)}, not {way!r}.")


def spread(
    matrix: np.ndarray,
    first,
    rng: np.random.Generator,
    *,
    needs: int = 1,
    chance: float = CHANCE,
    steps=STEPS,
) -> np.ndarray:
    """Let a practice travel and count those who have it after each step.

    Parameters
    ----------
    matrix : ndarray of bool, shape (n, n)
    first : array_like of int
        Those who start.
    rng : numpy.random.Generator
    needs : int
        1: each tie to someone who has it converts with probability `chance` a step. 2 or more: a person takes it
        up in the step after so many of their ties have it (and `chance` plays no part).
    chance : float
    steps : int or None
        None: until nothing more happens (only where `needs` is 2 or more).

    Returns
    -------
    ndarray of int, shape (steps + 1,)
        How many have it: at the start, then after each step.

    Raises
    ------
    ValueError
        When there is no limit of steps and one tie is enough.

    Examples
    --------
    >>> ring = network(np.random.default_rng(0), rewired=0.0)
    >>> spread(ring, range(6), np.random.default_rng(0), needs=3, steps=3).tolist()
    [6, 8, 10, 12]
    """
    if steps is None and needs < 2:
        raise ValueError("By chance alone there is no end: say how many steps, or let `needs` be 2 or more.")
    has = np.zeros(len(matrix), dtype=bool)
    has[np.asarray(list(first))] = True
    counts = [int(has.sum())]
    while steps is None or len(counts) <= steps:
        met = matrix[:, has].sum(axis=1)
        new = met >= needs if needs > 1 else rng.random(len(matrix)) < 1 - (1 - chance) ** met
        has = has | new
        counts.append(int(has.sum()))
        if steps is None and counts[-1] == counts[-2]:
            break
    return np.array(counts)


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    return adopter_net(seed, null=null, table=table)


def planted(seed=None) -> making.Planted:
    return making.Planted(
        words=(
            f"{PEOPLE} people stand in a ring with three ties to each side; one tie in ten leads elsewhere at random. "
            "Professions and teams are neighbours on the ring, so most ties stay inside them. Team leaders are drawn "
            "by lot within teams: the title says nothing about ties.",
            "If each tie to somebody who has it converts one time in eight at each step, six well-connected starters "
            "reach about 91% in twelve steps, random ones 86%, evenly spread ones 93%, and a close circle 57%.",
            "If a person needs two ties that have it, twelve steps bring well-connected starters to about 92%, random "
            "ones to 83%, and a circle or an even spread to a little over half; with no limit of steps a circle "
            "reaches nearly everybody. If three are needed it stalls at about 10% or below whoever starts.",
            "The rule by which people are convinced decides, and not only who is popular. All of this is a model.",
        ),
        values={
            "people": PEOPLE,
            "ties_each": 2 * NEIGHBOURS,
            "rewired": REWIRED,
            "starters": STARTERS,
            "steps": STEPS,
            "chance": CHANCE,
        },
    )
