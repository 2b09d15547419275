"""Six providers under contract: what is counted, what is punished and what is supported, and what becomes of care."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .. import making

NAME = "commission_sim"
PROVIDERS, QUARTERS, PATIENTS = 6, 12, 200  # patients sampled a provider and quarter
START, BETWEEN = 60.0, 5.0  # real quality, 0 to 100
NOISE = 1.5  # SD of a reported score
SUPPORT_FLOOR, MEASURES_NEEDED, GAIN = 4.0, 3, 2.0  # points a quarter, where both conditions hold
NEGLECT = 1.5  # points a quarter lost where all effort goes to one counted thing
POLISH = 14.0  # points by which a score can part from the truth
LEARNING = 0.5  # how fast providers learn to polish, or stop
COMPLEX, SKIMMED = (
    0.30,
    0.5,
)  # share of patients with complex needs; the part of it that full pressure turns away
WAIT_MEAN, WAIT_SD = 205.0, 60.0  # minutes
RESCUED, JUST_OVER, JUST_INSIDE = 0.8, 30.0, 10.0


@dataclass(frozen=True)
class Contract:
    """What the commissioner asks for. Penalty and support run from 0 to 10."""

    measures: int = 1
    target: float = 240.0  # minutes
    hard: bool = True  # a cliff edge at the target; False: payment follows the average
    penalty: float = 0.0
    support: float = 0.0

    @property
    def pressure(self) -> float:
        return self.penalty / 10

    @property
    def focus(self) -> float:
        """How far effort moves to what is counted: the less, the more things count."""
        return self.pressure / self.measures

    @property
    def learns(self) -> bool:
        """Whether care really improves: enough support, and the measure one of several."""
        return self.support >= SUPPORT_FLOOR and self.measures >= MEASURES_NEEDED


class CommissionSim:
    """A commissioner's twelve quarters. Real quality is hidden until `reveal`; `commission_sim(seed)` starts one."""

    def __init__(self, seed: int, null: bool = False):
        self.seed, self.null = seed, null
        self.quarter = 0
        self.moves: list[dict] = []
        self._real = np.random.default_rng([seed, 0]).normal(START, BETWEEN, PROVIDERS)
        self._polish = 0.0
        self._quarters: list[dict[str, np.ndarray]] = []

    @property
    def over(self) -> bool:
        return self.quarter >= QUARTERS

    @property
    def reports(self) -> pd.DataFrame:
        """What providers have reported so far: one row for each provider and quarter."""
        frame = self._by_provider("score", "patients", "within_target", "complex")
        return making.labelled(frame, NAME, self.seed, self.null)

    @property
    def waits(self) -> pd.DataFrame:
        """The waits behind the reports, patient by patient, as recorded."""
        waits = [one["waits"] for one in self._quarters]
        providers = np.repeat(making.codes("V", PROVIDERS), PATIENTS)
        frame = pd.DataFrame(
            {
                "quarter": np.repeat(np.arange(1, len(waits) + 1), PROVIDERS * PATIENTS),
                "provider": np.tile(providers, len(waits)),
                "wait": np.array(waits, dtype=float).ravel().round(1),
            }
        )
        return making.labelled(frame, NAME, self.seed, self.null, "waits")

    def _by_provider(self, *names: str) -> pd.DataFrame:
        """Return one row for each quarter and provider, with these columns."""
        quarters = len(self._quarters)
        frame = pd.DataFrame(
            {
                "quarter": np.repeat(np.arange(1, quarters + 1), PROVIDERS),
                "provider": making.codes("V", PROVIDERS) * quarters,
            }
        )
        return frame.assign(**{name: np.ravel([one[name] for one in self._quarters]) for name in names})

    def run(self, **contract) -> tuple[str, ...]:
        """Set the contract for one quarter, let it pass, and hear what the providers say.

        Parameters
        ----------
        measures : int
            How many things are counted, from 1 to 8.
        target : float
            Minutes within which a patient should be seen.
        hard : bool
            Whether there is a cliff edge at the target.
        penalty, support : float
            From 0 to 10.

        Raises
        ------
        ValueError
            When a part of the contract is not known or out of range.
        """
        asked = _checked(contract)
        if self.over:
            return ("The twelve quarters are over. Say what you see: reveal(reading).",)
        self.quarter += 1
        rng = np.random.default_rng([self.seed, self.quarter])
        if not self.null:
            self._real = np.clip(self._real + GAIN * asked.learns - NEGLECT * asked.focus, 0, 100)
            self._polish += LEARNING * (asked.focus - self._polish)
        waits = _waits(rng, asked, self.null)
        complex_share = COMPLEX * (1 - (0 if self.null else SKIMMED * asked.focus))
        self._quarters.append(
            {
                "score": (self._real + POLISH * self._polish + rng.normal(0, NOISE, PROVIDERS)).round(1),
                "patients": np.full(PROVIDERS, PATIENTS),
                "within_target": (waits < asked.target).sum(axis=1),
                "complex": rng.binomial(PATIENTS, complex_share, PROVIDERS),
                "real": self._real.round(1),
                "waits": waits,
            }
        )
        self.moves.append({"move": "run", **contract})
        return ("They sent their return.",) if self.null else tuple(_answers(asked))

    def reveal(self, reading: str | None = None, *, tutor: bool = False):
        """Show real quality beside the reported score, once you have said what you think happened.

        Returns
        -------
        Truth
            Its `key` is a DataFrame with `real` beside `score` for each provider and quarter.
        """
        from ..truths import truth

        opened = truth(NAME, reading, tutor=tutor)
        if opened.unlocked and self._quarters:
            opened = replace(opened, key=self._by_provider("score", "real"))
        return opened

    def record(self) -> dict:
        """Return everything needed to come back to this moment, as plain data for a file."""
        return {
            "world": NAME,
            "seed": self.seed,
            "null": self.null,
            "moves": [dict(move) for move in self.moves],
        }


def _checked(contract: dict) -> Contract:
    unknown = [name for name in contract if name not in Contract.__dataclass_fields__]
    if unknown:
        raise ValueError(
            f"A contract has no {unknown[0]!r}. It has: {', '.join(Contract.__dataclass_fields__)}."
        )
    asked = Contract(**contract)
    if not (0 <= asked.penalty <= 10 and 0 <= asked.support <= 10 and asked.target > 0):
        raise ValueError("Penalty and support run from 0 to 10, and the target is more than 0 minutes.")
    if asked.measures not in range(1, 9):
        raise ValueError(f"Between 1 and 8 things can be counted, not {asked.measures!r}.")
    return asked


def _waits(rng: np.random.Generator, asked: Contract, null: bool) -> np.ndarray:
    """Draw waits as recorded: a cliff edge moves those just over it to just inside, on paper."""
    waits = np.maximum(rng.normal(WAIT_MEAN, WAIT_SD, (PROVIDERS, PATIENTS)), 5.0)
    just_over = (waits >= asked.target) & (waits < asked.target + JUST_OVER)
    moved = just_over & (rng.random(waits.shape) < RESCUED * asked.pressure * (asked.hard and not null))
    inside = asked.target - JUST_INSIDE * rng.random(waits.shape) - 0.1
    return np.where(moved, inside, waits)


def _answers(asked: Contract) -> list[str]:
    says = []
    if asked.focus >= 0.4:
        says.append("A provider: our best people are on the number now. Something else will have to wait.")
        says.append("A nurse: the complicated ones seem to be sent elsewhere.")
    if asked.hard and asked.pressure >= 0.4:
        says.append("A coordinator: from ten minutes before the limit nobody looks up from the clock.")
    if asked.support and not asked.learns:
        says.append("A provider: thank you for the support. It has gone where the rest of the effort goes.")
    if asked.learns:
        says.append("A team: we have time to test things, and we look at more than one number.")
    return says or ["A provider: thank you for your letter. We carry on as before."]


def commission_sim(seed: int | None = None, *, null: bool = False) -> CommissionSim:
    """Start twelve quarters as a commissioner of six providers.

    Parameters
    ----------
    seed : int, optional
        Left out, the documented seed.
    null : bool
        True: providers do not respond to contracts at all.

    Returns
    -------
    CommissionSim
        `run(measures=, target=, hard=, penalty=, support=)`, `reports`, `waits`, `reveal(reading)`.

    Examples
    --------
    >>> world = commission_sim()
    >>> words = world.run(measures=1, hard=True, penalty=8)
    >>> len(world.reports), world.quarter
    (6, 1)
    """
    return CommissionSim(making.seed_for(NAME, seed), bool(null))


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    """Return four quiet quarters and eight under one hard target with a heavy penalty, for `load`."""
    wanted = making.table_for(NAME, table)
    world = commission_sim(seed, null=null)
    for quarter in range(QUARTERS):
        world.run(**({} if quarter < 4 else {"measures": 1, "hard": True, "penalty": 8}))
    return world.reports if wanted == "quarters" else world.waits


def planted(seed=None) -> making.Planted:
    return making.Planted(
        words=(
            f"Real quality rises, by {GAIN:.0f} points a quarter, only while support is at least {SUPPORT_FLOOR:.0f} and "
            f"the measure is one of {MEASURES_NEEDED} or more. Neither alone does anything.",
            f"A penalty moves effort to what is counted. At full penalty on one measure real quality falls by {NEGLECT} "
            f"points a quarter while the reported score parts from it by up to {POLISH:.0f} points.",
            f"A hard target puts a spike just inside it: up to {RESCUED:.0%} of waits less than {JUST_OVER:.0f} minutes "
            f"over are recorded in its last {JUST_INSIDE:.0f} minutes. No patient is seen sooner.",
            f"Under full pressure {SKIMMED:.0%} of patients with complex needs are no longer taken.",
        ),
        values={
            "support_floor": SUPPORT_FLOOR,
            "measures_needed": MEASURES_NEEDED,
            "gain": GAIN,
            "neglect": NEGLECT,
            "polish": POLISH,
            "skimmed": SKIMMED,
            "rescued": RESCUED,
        },
    )
