"""The ward of `ward_sim`: it lives through its weeks, keeps the PDSA log, spends its goodwill and answers back."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from .. import making
from . import ward_ideas as ward
from .ward_ideas import LITE, WARD, Process

NAME = "ward_sim"
BASELINE_WEEKS = 12
GAME_WEEKS = 24
SCALES = {"bay": 0.25, "half": 0.5, "ward": 1.0}
DECISIONS = ("adopt", "adapt", "abandon")
FULL_GOODWILL = 100.0
REFUSES_BELOW = 25.0
NOT_ASKED_FACTOR = 2.0
BACK_EACH_WEEK = 1.0
BACK_FOR_TELLING = 3.0


@dataclass(frozen=True)
class Cycle:
    """One plan–do–study–act cycle, as the ward's log keeps it."""

    number: int
    idea: str
    what: str
    scale: str
    asked: bool
    why: str
    prediction: str
    first_week: int
    last_week: int
    before: float
    observed: float
    decision: str = ""
    learned: str = ""


@dataclass(frozen=True)
class Reply:
    """What the ward says, and the cycle it is about (None when nothing was run)."""

    words: tuple[str, ...]
    cycle: Cycle | None = None

    def __repr__(self) -> str:
        return "\n".join(self.words)


class WardSim:
    """A ward over 24 weeks, after 12 weeks of baseline. It remembers; use `ward_sim(seed)` to start one.

    Attributes
    ----------
    week : int
        Weeks of the game that have gone by, 0 to 24.
    goodwill : float
        0 to 100. Tests and roll-outs take some, twice as much where staff were not asked; quiet weeks and
        telling people what was learned give a little back. Below 25 the ward takes on nothing new.
    """

    def __init__(self, seed: int, null: bool = False, process: Process = WARD):
        self.seed, self.null, self.process = seed, null, process
        self.week, self.goodwill = 0, FULL_GOODWILL
        self.moves: list[dict] = []
        self._cycles: list[Cycle] = []
        self._open: Cycle | None = None
        self._in_place: dict[str, float] = {}  # idea -> share of the ward that has it
        self._rows: list[dict] = []
        rng = np.random.default_rng(seed)
        shape = (BASELINE_WEEKS + GAME_WEEKS, process.checks)
        # Drawn once: the same seed gives the same luck whatever you try, so two plans can be compared fairly.
        self._luck = rng.random(shape) if process.spread == 0 else rng.standard_normal(shape)
        for week in range(1 - BASELINE_WEEKS, 1):
            self._live_through(week)

    @property
    def ideas(self) -> dict[str, str]:
        """The change ideas on offer: letter or word, and what it is."""
        return {key: idea.title for key, idea in self.process.ideas.items()}

    @property
    def in_place(self) -> dict[str, float]:
        """The ideas at work now, and the share of the ward that has them."""
        return dict(self._in_place)

    @property
    def over(self) -> bool:
        return self.week >= GAME_WEEKS

    @property
    def weeks(self) -> pd.DataFrame:
        """Every week so far: the baseline (weeks -11 to 0) and the game (weeks 1 to 24)."""
        frame = pd.DataFrame(self._rows)
        if self.process is LITE:
            frame = frame.drop(columns="done")
        return making.labelled(frame, NAME, self.seed, self.null, "weeks" if self.process is WARD else "lite")

    @property
    def log(self) -> pd.DataFrame:
        """The PDSA log: one row for each cycle, with its prediction."""
        cycles = [*self._cycles, *([self._open] if self._open else [])]
        frame = pd.DataFrame([asdict(cycle) for cycle in cycles], columns=list(Cycle.__dataclass_fields__))
        return making.labelled(frame, NAME, self.seed, self.null, "log")

    def test(
        self, idea: str, prediction="", weeks: int = 2, scale: str = "bay", asked: bool = False, why: str = ""
    ) -> Reply:
        """Test a change idea for some weeks. The ward wants a prediction first.

        Parameters
        ----------
        idea : str
            A key of `ideas`.
        prediction : str or number
            What you expect to see. Blank: nothing is run.
        weeks : int
            How long, from 1 week to what is left.
        scale : {"bay", "half", "ward"}
            How much of the ward: a quarter, a half, all of it.
        asked : bool
            Whether the staff who will do it were asked first.
        why : str
            The thinking behind the prediction.

        Returns
        -------
        Reply

        Raises
        ------
        ValueError
            When there is no such idea or scale, or `weeks` is not a whole number from 1 up.
        """
        self._check_plan(idea, weeks, scale)
        refusal = self._refusal(prediction)
        if refusal:
            return Reply((refusal,))
        weeks = min(int(weeks), GAME_WEEKS - self.week)
        before, kept = self._recent(), self._in_place.get(idea)
        self._spend(self.process.ideas[idea].cost * SCALES[scale], asked)
        self._in_place[idea] = max(SCALES[scale], kept or 0.0)
        first = self.week + 1
        self._run(weeks, idea)
        self._open = Cycle(
            len(self._cycles) + 1,
            idea,
            self.process.ideas[idea].title,
            scale,
            bool(asked),
            str(why).strip(),
            str(prediction).strip(),
            first,
            self.week,
            before,
            self._average(weeks, in_test=True),
        )
        self._kept_before = kept
        self._remember(
            "test",
            idea=idea,
            prediction=str(prediction),
            weeks=weeks,
            scale=scale,
            asked=bool(asked),
            why=str(why),
        )
        return Reply(self._answers(self._open), self._open)

    def decide(self, decision: str, learned: str = "") -> Reply:
        """Close the cycle: adopt (the whole ward has it from now on), adapt (stop, to test anew) or abandon.

        Saying what was learned gives a little goodwill back.

        Raises
        ------
        ValueError
            When the decision is none of the three.
        """
        if decision not in DECISIONS:
            raise ValueError(f"Decide {', '.join(DECISIONS[:2])} or {DECISIONS[2]}, not {decision!r}.")
        if self._open is None:
            return Reply((ward.NOTHING_TO_DECIDE,))
        closed = Cycle(**{**asdict(self._open), "decision": decision, "learned": str(learned).strip()})
        if decision == "adopt":
            self._spend(self.process.ideas[closed.idea].cost * (1 - SCALES[closed.scale]), closed.asked)
            self._in_place[closed.idea] = 1.0
        else:
            self._put_back(closed.idea)
        if closed.learned:
            self.goodwill = min(FULL_GOODWILL, self.goodwill + BACK_FOR_TELLING)
        self._cycles.append(closed)
        self._open = None
        self._remember("decide", decision=decision, learned=learned)
        return Reply(((ward.THANKED,) if closed.learned else ()) + (self._mood(),), closed)

    def stop(self, idea: str) -> Reply:
        """Take an adopted idea out again."""
        self._in_place.pop(idea, None)
        self._remember("stop", idea=idea)
        return Reply((self._mood(),))

    def wait(self, weeks: int = 1) -> Reply:
        """Let some weeks go by with nothing new; goodwill comes back slowly."""
        if self.over:
            return Reply((ward.NO_MORE_WEEKS,))
        weeks = min(int(weeks), GAME_WEEKS - self.week)
        self._run(weeks, "")
        self._remember("wait", weeks=weeks)
        return Reply((self._mood(),))

    def record(self) -> dict:
        """Return everything needed to come back to this moment, as plain data for a file."""
        return {
            "world": NAME,
            "seed": self.seed,
            "null": self.null,
            "lite": self.process is LITE,
            "moves": [dict(move) for move in self.moves],
        }

    @classmethod
    def from_record(cls, record: dict) -> WardSim:
        """Return to the moment that `record` was taken.

        Raises
        ------
        ValueError
            When it is not a record of this ward.
        """
        if not isinstance(record, dict) or record.get("world") != NAME:
            raise ValueError("This is not a record of ward_sim: it needs world, seed and moves.")
        process = LITE if record.get("lite") else WARD
        sim = cls(making.seed_for(NAME, record.get("seed", -1)), bool(record.get("null")), process)
        for move in record.get("moves", []):
            sim._repeat(dict(move))
        return sim

    def _repeat(self, settings: dict) -> None:
        verb = settings.pop("move", None)
        if verb not in ("test", "decide", "stop", "wait"):
            raise ValueError(f"The record holds a move that the ward does not know: {verb!r}.")
        try:
            getattr(self, verb)(**settings)
        except TypeError as problem:
            raise ValueError(f"The record holds a move that cannot be made: {verb} {settings}.") from problem

    def _check_plan(self, idea, weeks, scale) -> None:
        if idea not in self.process.ideas:
            raise ValueError(f"There is no idea {idea!r}. There are: {', '.join(self.process.ideas)}.")
        if scale not in SCALES:
            raise ValueError(f"The size of a test is one of {', '.join(SCALES)}, not {scale!r}.")
        if isinstance(weeks, bool) or weeks != int(weeks) or weeks < 1:
            raise ValueError(f"A test takes a whole number of weeks, 1 or more, not {weeks!r}.")

    def _refusal(self, prediction) -> str:
        if self.over:
            return ward.NO_MORE_WEEKS
        if self._open is not None:
            return ward.DECIDE_FIRST
        if prediction is None or prediction is ... or not str(prediction).strip():
            return ward.FIRST_PREDICT
        return ward.TOO_TIRED if self.goodwill < REFUSES_BELOW else ""

    def _run(self, weeks: int, trying: str) -> None:
        for _ in range(weeks):
            self.week += 1
            self.goodwill = min(FULL_GOODWILL, self.goodwill + BACK_EACH_WEEK)
            self._live_through(self.week, trying)

    def _live_through(self, week: int, trying: str = "") -> None:
        """Measure one week and write the row. A test in a bay covers the first checks of the week."""
        process, luck = self.process, self._luck[week + BASELINE_WEEKS - 1]
        level = process.baseline + self._effects()
        timed, ticked = np.maximum(level + process.spread * luck, 0), 100.0 * (luck < level / 100)
        results = timed if process.spread else ticked
        covered = round(process.checks * self._in_place.get(trying, 0.0))
        self._rows.append(
            {
                "week": week,
                "checks": process.checks,
                "done": int(np.count_nonzero(results)),
                "value": float(results.mean()),
                "checks_in_test": covered,
                "value_in_test": float(results[:covered].mean()) if covered else np.nan,
                "testing": trying,
                "in_place": ", ".join(sorted(set(self._in_place) - {trying})),
                "goodwill": round(self.goodwill, 1),
            }
        )

    def _effects(self) -> np.ndarray:
        """Return what the ideas in place add at each check of the week."""
        total = np.zeros(self.process.checks)
        if self.null:
            return total
        for key, share in self._in_place.items():
            idea = self.process.ideas[key]
            reach = min(share, self._in_place.get(idea.needs, 0.0)) if idea.needs else share
            total[: round(self.process.checks * reach)] += idea.effect
        return total

    def _spend(self, cost: float, asked: bool) -> None:
        self.goodwill = max(0.0, self.goodwill - cost * (1 if asked else NOT_ASKED_FACTOR))

    def _put_back(self, idea: str) -> None:
        if self._kept_before is None:
            self._in_place.pop(idea, None)
        else:
            self._in_place[idea] = self._kept_before

    def _recent(self) -> float:
        return self._average(min(BASELINE_WEEKS, len(self._rows)))

    def _average(self, weeks: int, in_test: bool = False) -> float:
        column = "value_in_test" if in_test else "value"
        return float(np.mean([row[column] for row in self._rows[-weeks:]]))

    def _answers(self, cycle: Cycle) -> tuple[str, ...]:
        unit = self.process.unit if self.process.unit.startswith("%") else f" {self.process.unit}"
        return (
            f"In the test: {cycle.observed:.0f}{unit} over {cycle.last_week - cycle.first_week + 1} weeks "
            f"(the ward in the weeks before: {cycle.before:.0f}). You predicted: {cycle.prediction}",
            ward.DID_IT if self.null else f"“{self.process.ideas[cycle.idea].says}”",
            ward.ASKED if cycle.asked else ward.NOT_ASKED,
            self._mood(),
        )

    def _mood(self) -> str:
        return next(words for least, words in ward.GOODWILL_SAYS if self.goodwill >= least)

    def _remember(self, move: str, **settings) -> None:
        self.moves.append({"move": move, **settings})
