"""What the set former does, without a screen: tables in, sets and matches out, files to take away."""

from __future__ import annotations

import pandas as pd

from .matching import Matching, invented_mentoring, match_mentors
from .scoring import LEARNER_WEIGHTS, MENTOR_WEIGHTS
from .sets import USUAL, Sets, by_chance, form_sets, invented_people
from .tables import read_people

APART = 3.0  # points for a pair of one team who are kept apart; a role or a sector counts one
RANDOM = 1_000


class Desk:
    """One person's work with the set former; every method returns words or tables, and stores nothing."""

    def __init__(self) -> None:
        self.people: pd.DataFrame | None = None
        self.sets: Sets | None = None
        self.formed: Sets | None = None  # as the computer formed them, before anybody was moved by hand
        self.random = None
        self.learners: pd.DataFrame | None = None
        self.mentors: pd.DataFrame | None = None
        self.matching: Matching | None = None

    # Sets -----------------------------------------------------------------------------------------------

    def read(self, content: bytes | str, name: str = "") -> list[str]:
        """Read a table of people and return what was found. Refuses with a DataProblem."""
        self.people = self.sets = self.formed = None
        self.people = read_people(content, "people", name)
        return self.people.attrs["found"]

    def try_invented(self, count: int = 26) -> list[str]:
        """Take invented people."""
        self.people = invented_people(count)
        return [f"{count} invented people from Harrowmere."]

    def form(self, size: int = USUAL) -> Sets:
        """Form sets of the people read, and a thousand random ones to compare with."""
        weights = {"role": 1.0, "sector": 1.0}
        if "team" in self.people and self.people["team"].ne("").any():
            # a blank team is nobody's team: give each such person one of their own
            alone = [f"no team {row}" for row in range(len(self.people))]
            people = self.people.assign(team=self.people["team"].where(self.people["team"].ne(""), alone))
            weights["team"] = APART
        else:
            people = self.people
        self.sets = self.formed = form_sets(people, weights, size)
        self.random = by_chance(self.sets, RANDOM)
        return self.sets

    def compared(self) -> str:
        """Return how the sets stand beside a thousand random ones, in words."""
        random, score = self.random, self.formed.score
        if random.max() == 0 or random.max() == random.min() == score:
            return "All ways of sharing these people out are equally mixed, so nothing was won."
        as_good = int((random >= score - 1e-9).sum())
        some = "none" if as_good == 0 else f"{as_good:,}"
        return (
            f"These sets score {score:g} points. Of {RANDOM:,} random ones with the same sizes, {some} scored as "
            f"many; on average they scored {random.mean():.0f}, and the middle 90 in 100 "
            f"from {_at(random, 5):g} to {_at(random, 95):g}."
        )

    def move(self, row: int, to: int) -> str:
        """Move one person by hand and return the price in words."""
        before = self.sets
        self.sets = before.move(row, to)
        return self._price(before, f"{self._label(row)} is in set {to} now.")

    def swap(self, one: int, other: int) -> str:
        """Let two people change places and return the price in words."""
        before = self.sets
        self.sets = before.swap(one, other)
        return self._price(before, f"{self._label(one)} and {self._label(other)} have changed places.")

    def undo_all(self) -> str:
        """Go back to the sets as they were formed."""
        self.sets = self.formed
        return "The sets are as they were formed."

    def kept_apart(self) -> list[str]:
        """Return who sits with somebody of their own team after all."""
        if self.sets is None or "team" not in self.sets.weights:
            return []
        groups = self.sets.people.groupby(["set", "team"])["person"].agg(list)
        return [
            f"Set {where[0]}: {', '.join(map(str, who))}" for where, who in groups.items() if len(who) > 1
        ]

    def sets_csv(self) -> str:
        """Return who sits where, as CSV."""
        columns = [name for name in ("set", "person", "role", "sector") if name in self.sets.people]
        return _csv(self.sets.people.sort_values("set", kind="stable")[columns])

    def _label(self, row: int) -> str:
        return str(self.sets.people.loc[row, "person"])

    def _price(self, before: Sets, done: str) -> str:
        # A move changes how many pairs sit together at all, so shares are compared, not points.
        changes = [
            f"{trait} {100 * (share - before.shares()[trait]):+.1f}"
            for trait, share in self.sets.shares().items()
        ]
        said = [done, f"Pairs who differ, in points of a hundred: {', '.join(changes)}."]
        if self.sets.note:
            said.append(f"{self.sets.note} A set works with 5 to 7.")
        return " ".join(said)

    # Mentors --------------------------------------------------------------------------------------------

    def read_mentoring(self, content: bytes | str, kind: str, name: str = "") -> list[str]:
        """Read a table of learners or of mentors. Refuses with a DataProblem."""
        setattr(self, kind, None)
        self.matching = None
        table = read_people(content, kind, name)
        setattr(self, kind, table)
        return table.attrs["found"]

    def try_invented_mentoring(self) -> list[str]:
        """Take invented learners and mentors."""
        self.learners, self.mentors = invented_mentoring()
        return [
            f"{len(self.learners)} invented learners and {len(self.mentors)} invented mentors from Harrowmere."
        ]

    def match(self, learner_weights=None, mentor_weights=None, lottery: int = 1) -> Matching:
        """Match the learners and the mentors read."""
        self.matching = match_mentors(
            self.learners,
            self.mentors,
            learner_weights or LEARNER_WEIGHTS,
            mentor_weights or MENTOR_WEIGHTS,
            lottery,
        )
        return self.matching

    def time_asked(self) -> str:
        """Return what the matching asks of the mentors each month."""
        hours = self.mentors.set_index("person")["hours"]
        wanted = self.learners.set_index("person")["hours"]
        pairs = self.matching.pairs
        given = sum(min(hours[pair.mentor], wanted[pair.learner]) for pair in pairs.itertuples())
        return (
            f"Together this asks about {given:g} hours a month of {pairs['mentor'].nunique()} mentors, before they prepare "
            "or travel. Ask their employers for that time before you tell anybody a name."
        )

    def pairs_csv(self) -> str:
        """Return who mentors whom, and who has no mentor, as CSV."""
        left = self.matching.unmatched.rename(columns={"why": "note"})
        return _csv(pd.concat([self.matching.pairs, left], ignore_index=True))


def _at(scores, share: float) -> float:
    import numpy as np

    return float(np.percentile(scores, share))


def _csv(table: pd.DataFrame) -> str:
    """A spreadsheet would run a cell that begins with a sign as a formula, so it is given a quotation mark."""
    safe = table.map(
        lambda cell: f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell
    )
    return safe.to_csv(index=False)
