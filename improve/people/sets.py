"""Action learning sets of five to seven with the greatest mix of role and sector; the score is open to view.

The score counts pairs. Two people who sit in one set and differ in a trait make one point for that trait, times the
trait's weight. With two traits the best possible score is always reached. With a third trait or more it may not be;
the bound says how far from the best the answer can be at most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from .dealing import deal

SMALLEST, LARGEST, USUAL = 5, 7, 6
MOST_PEOPLE = 2_000
ROUNDS = 200  # of swapping, where there are three traits or more


@dataclass(frozen=True)
class Sets:
    """People in sets, with what the mix is worth.

    Attributes
    ----------
    people : pandas.DataFrame
        One row a person: their traits, and `set`, from 1.
    weights : dict of str to float
        The traits that count, and how much a point for each is worth.
    score : float
        Weighted count of pairs in the same set who differ.
    bound : float
        No sets of these sizes can score more.
    note : str
        What must be said about the sizes; empty where all is well.
    """

    people: pd.DataFrame = field(repr=False)
    weights: Mapping[str, float]
    score: float
    bound: float
    note: str = ""

    @property
    def sizes(self) -> list[int]:
        return self.people["set"].value_counts().sort_index().tolist()

    @property
    def is_best(self) -> bool:
        """Tell whether the score reaches its bound, so that nothing can be better."""
        return self.score >= self.bound - 1e-9

    def mix(self) -> pd.DataFrame:
        """Return, for each set, its size, how many values of each trait it has, and the share of pairs who differ."""
        rows = []
        for number, group in self.people.groupby("set"):
            row = {"set": number, "people": len(group)}
            for trait in self.weights:
                row[f"{trait}s"] = group[trait].nunique()
                row[f"{trait}: pairs who differ"] = _share(_different(group[trait]), len(group))
            rows.append(row)
        return pd.DataFrame(rows).set_index("set")

    def shares(self) -> dict[str, float]:
        """Return, for each trait, the share of all pairs who sit together that differ."""
        return {trait: _share_of_all(self.people, trait) for trait in self.weights}

    def move(self, person: int, to: int) -> Sets:
        """Return the sets after one person (by row) goes to another set. Nobody comes back in exchange.

        Raises
        ------
        ValueError
            When there is no such person or set.
        """
        self._must_hold(person)
        if to not in set(self.people["set"]):
            raise ValueError(f"There is no set {to}.")
        people = self.people.copy()
        people.loc[person, "set"] = to
        return self._with(people)

    def swap(self, one: int, other: int) -> Sets:
        """Return the sets after two people (by row) change places."""
        self._must_hold(one)
        self._must_hold(other)
        people = self.people.copy()
        people.loc[[one, other], "set"] = self.people.loc[[other, one], "set"].to_numpy()
        return self._with(people)

    def _must_hold(self, person) -> None:
        if person not in self.people.index:
            raise ValueError(f"There is nobody in row {person}.")

    def _with(self, people: pd.DataFrame) -> Sets:
        sizes = people["set"].value_counts().sort_index()
        bad = [
            f"Set {number} has {size}." for number, size in sizes.items() if not SMALLEST <= size <= LARGEST
        ]
        bound = best_possible(people, sizes.tolist(), self.weights)
        return replace(
            self, people=people, score=score(people, self.weights), bound=bound, note=" ".join(bad)
        )

    def reading(self) -> str:
        """Return what was made, in words."""
        sizes = self.sizes
        parts = [
            f"{len(self.people)} people in {len(sizes)} set{'s' if len(sizes) > 1 else ''} of {_range(sizes)}."
        ]
        parts += [
            f"Of all pairs who sit together, {share:.0%} differ in {trait}."
            for trait, share in self.shares().items()
            if not np.isnan(share)
        ]
        if self.is_best:
            parts.append("No other sets of these sizes can score more.")
        else:
            parts.append(
                f"The score is {self.score:g}; no sets of these sizes can score more than {self.bound:g}, "
                f"so this is at most {(self.bound - self.score) / self.bound:.1%} below the best."
            )
        return " ".join([*parts, self.note] if self.note else parts)


def form_sets(
    people: pd.DataFrame,
    traits: Mapping[str, float] | Sequence[str] = ("role", "sector"),
    size: int = USUAL,
) -> Sets:
    """Put people into sets of five to seven so that those who sit together differ as much as can be.

    Parameters
    ----------
    people : pandas.DataFrame
        One row a person, with a column for each trait.
    traits : mapping of str to float, or sequence of str
        The columns that count, with the weight of each; a plain sequence weighs all alike.
    size : int
        The size that is wished for, from 5 to 7. Sizes in one answer never differ by more than one.

    Returns
    -------
    Sets

    Raises
    ------
    ValueError
        When a column is not there, a cell is blank, or there are too few or too many people.

    Examples
    --------
    >>> people = pd.DataFrame({"role": list("abcabcabcabc"), "sector": list("xxxxxxyyyyyy")})
    >>> found = form_sets(people)
    >>> found.sizes, found.is_best
    ([6, 6], True)
    """
    weights = dict(traits) if isinstance(traits, Mapping) else dict.fromkeys(traits, 1.0)
    _refuse(people, weights)
    count, note = how_many(len(people), size)
    codes = {trait: pd.factorize(people[trait])[0] for trait in weights}
    order = sorted(weights, key=weights.get, reverse=True)
    nothing = np.zeros(len(people), dtype=int)
    first = codes[order[0]]
    second = codes[order[1]] if len(order) > 1 else nothing
    chosen = deal(first, second, count)
    if len(order) > 2:
        chosen = _improved(
            chosen, [codes[trait] for trait in order], [weights[trait] for trait in order], count
        )
    made = people.reset_index(drop=True).assign(set=_in_order(chosen))
    sizes = np.bincount(chosen).tolist()
    return Sets(made, weights, score(made, weights), best_possible(made, sizes, weights), note)


def how_many(people: int, size: int = USUAL) -> tuple[int, str]:
    """Return how many sets so many people make, and what must be said about it.

    From ten people on, sets of five to seven are always possible. Eight or nine make two sets with four in one or both:
    a set of eight or nine would leave each person too short a turn.

    Examples
    --------
    >>> [how_many(n)[0] for n in (5, 7, 8, 9, 10, 26, 500)]
    [1, 1, 2, 2, 2, 4, 83]
    >>> how_many(8)[1]
    '8 people cannot make sets of 5 to 7: they make two sets of 4. Find two more, or know that one absence leaves three.'
    """
    if not SMALLEST <= size <= LARGEST:
        raise ValueError(f"A set has {SMALLEST} to {LARGEST} people; {size} was asked for.")
    if people < SMALLEST:
        return 1, f"{people} people are fewer than a set of {SMALLEST}."
    if people in (8, 9):
        made = "two sets of 4. Find two more" if people == 8 else "a set of 4 and a set of 5. Find one more"
        return 2, (
            f"{people} people cannot make sets of 5 to 7: they make {made}, or know that one absence leaves three."
        )
    fits = range(-(-people // LARGEST), people // SMALLEST + 1)
    return min(fits, key=lambda count: (abs(people / count - size), count)), ""


def score(people: pd.DataFrame, weights: Mapping[str, float]) -> float:
    """Return the weighted count of pairs who sit together and differ."""
    groups = people.groupby("set")
    return float(
        sum(
            weight * sum(_different(group[trait]) for _, group in groups) for trait, weight in weights.items()
        )
    )


def best_possible(people: pd.DataFrame, sizes: Sequence[int], weights: Mapping[str, float]) -> float:
    """Return a score that no sets of these sizes can pass.

    For each trait by itself: the pairs who share a value are fewest when each value is spread evenly over the sets.
    """
    together = sum(size * (size - 1) // 2 for size in sizes)
    least = {
        trait: sum(_spread(held, len(sizes)) for held in people[trait].value_counts()) for trait in weights
    }
    return float(sum(weight * (together - least[trait]) for trait, weight in weights.items()))


def by_chance(made: Sets, times: int = 1_000, seed: int = 2026) -> np.ndarray:
    """Return the scores of random sets of the same sizes."""
    rng = np.random.default_rng(seed)
    groups = made.people["set"].to_numpy() - 1
    together = sum(size * (size - 1) // 2 for size in made.sizes)
    total = np.zeros(times)
    for trait, weight in made.weights.items():
        codes = pd.factorize(made.people[trait])[0]
        wide = codes.max() + 1
        for time in range(times):
            counts = np.bincount(rng.permutation(groups) * wide + codes)
            total[time] += weight * (together - (counts * (counts - 1) // 2).sum())
        rng = np.random.default_rng(
            seed
        )  # the same shuffles for each trait: one random answer, scored on all
    return total


def invented_people(count: int = 26, seed: int = 8) -> pd.DataFrame:
    """Return invented people from Harrowmere, with the roles and sectors that such programmes tend to attract.

    Examples
    --------
    >>> invented_people(3).columns.tolist()
    ['person', 'role', 'sector']
    """
    rng = np.random.default_rng(seed)
    roles = [
        "nurse",
        "doctor",
        "manager",
        "allied health professional",
        "service user",
        "analyst",
        "support worker",
    ]
    sectors = ["acute hospital", "general practice", "mental health", "social care", "ambulance"]
    return pd.DataFrame(
        {
            "person": [f"Person {number}" for number in range(1, count + 1)],
            "role": rng.choice(roles, count, p=[0.32, 0.17, 0.18, 0.14, 0.06, 0.06, 0.07]),
            "sector": rng.choice(sectors, count, p=[0.45, 0.2, 0.15, 0.13, 0.07]),
        }
    )


def _refuse(people: pd.DataFrame, weights: Mapping[str, float]) -> None:
    if not 2 <= len(people) <= MOST_PEOPLE:
        raise ValueError(f"There are {len(people):,} people; sets can be made of 2 to {MOST_PEOPLE:,}.")
    if not weights:
        raise ValueError("Name at least one trait that counts.")
    for trait, weight in weights.items():
        if trait not in people:
            raise ValueError(f"There is no column “{trait}”.")
        if not weight >= 0:
            raise ValueError(f"The weight of “{trait}” is {weight!r}; it is a number that is not below zero.")
        if people[trait].isna().any() or (people[trait].astype(str).str.strip() == "").any():
            raise ValueError(f"A cell in “{trait}” is blank. Write “not given” where nothing is known.")


def _different(values: pd.Series) -> int:
    counts = values.value_counts()
    return int(len(values) * (len(values) - 1) // 2 - (counts * (counts - 1) // 2).sum())


def _share(different: int, size: int) -> float:
    return different / (size * (size - 1) / 2) if size > 1 else float("nan")


def _share_of_all(people: pd.DataFrame, trait: str) -> float:
    groups = [group for _, group in people.groupby("set")]
    pairs = sum(len(group) * (len(group) - 1) / 2 for group in groups)
    return sum(_different(group[trait]) for group in groups) / pairs if pairs else float("nan")


def _spread(held: int, sets: int) -> int:
    """Pairs that share a value when those who hold it are spread evenly."""
    each, over = divmod(int(held), sets)
    return over * (each + 1) * each // 2 + (sets - over) * each * (each - 1) // 2


def _in_order(chosen: np.ndarray) -> np.ndarray:
    """Number the sets from 1, the set of the first person first."""
    return pd.factorize(chosen)[0] + 1


def _range(sizes: Sequence[int]) -> str:
    low, high = min(sizes), max(sizes)
    return str(low) if low == high else f"{low} or {high}"


def _improved(chosen: np.ndarray, codes: list[np.ndarray], weights: list[float], sets: int) -> np.ndarray:
    """Let pairs of people change places while that brings points. The two heaviest traits start out perfect."""
    chosen = chosen.copy()
    everyone = np.arange(len(chosen))
    tables = [np.zeros((sets, code.max() + 1), dtype=int) for code in codes]
    for table, code in zip(tables, codes, strict=True):
        np.add.at(table, (chosen, code), 1)
    for _ in range(ROUNDS):
        gained = False
        for person in everyone:
            here = chosen[person]
            gain = np.zeros(len(chosen))
            for table, code, weight in zip(tables, codes, weights, strict=True):
                mine, theirs = code[person], code
                alike_before = table[here, mine] - 1 + table[chosen, theirs] - 1
                alike_after = table[chosen, mine] + table[here, theirs]
                gain += weight * np.where(mine == theirs, 0, alike_before - alike_after)
            gain[chosen == here] = 0
            other = int(gain.argmax())
            if gain[other] > 1e-9:
                for table, code in zip(tables, codes, strict=True):
                    there = chosen[other]
                    table[here, code[person]] -= 1
                    table[there, code[person]] += 1
                    table[there, code[other]] -= 1
                    table[here, code[other]] += 1
                chosen[person], chosen[other] = chosen[other], here
                gained = True
        if not gained:
            break
    return chosen
