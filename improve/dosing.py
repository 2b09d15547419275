"""How many people an offer can bring how far by a date: headcount by role in, people and hours by dose and month out.

Doses are nested: whoever leads projects has also learned what a member of a team learns. Nobody is counted twice: at any
time each person stands at one dose, the highest that they have reached.

>>> [int(n) for n in COUNTY.wanted()]
[1000, 300, 80, 12]
>>> result = simulate(COUNTY, runs=50)
>>> bool((result.here.sum(axis=(2, 3)) == COUNTY.heads).all())
True
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from improve.palette import FONT, LIGHT

DOSES = ("bite", "foundation", "practitioner", "expert")
RUNS, SEED, MOST_MONTHS = 200, 7, 120
COSTS = ("foundation_cost", "practitioner_cost", "expert_cost")


class DosingError(ValueError):
    """A plan that cannot be: with the number, and what would do."""


@dataclass(frozen=True)
class Role:
    """People of one kind, and how many of them are meant to reach at least each dose."""

    name: str
    heads: int
    bite: int
    foundation: int = 0
    practitioner: int = 0
    expert: int = 0

    def __post_init__(self):
        steps = (self.heads, *self.wanted)
        if min(steps) < 0 or any(deeper > before for before, deeper in pairwise(steps)):
            raise DosingError(
                f"{self.name}: {', '.join(map(str, steps))} for heads, {', '.join(DOSES)}. "
                "Each dose holds those of the deeper ones too, so no number may be larger than the one before it."
            )

    @property
    def wanted(self) -> tuple[int, int, int, int]:
        return self.bite, self.foundation, self.practitioner, self.expert


@dataclass(frozen=True)
class Offer:
    """A plan in numbers that somebody in the county knows or can guess.

    Attributes
    ----------
    roles : tuple of Role
    months : int
        From the start to the date.
    facilitators, hours : float
        How many there are, and the hours that each can give in a month.
    take_up : float
        Share of those who have not yet met the bite who do so in a month: it needs no facilitator.
    attendance : float
        Share of booked places that somebody fills. An empty place has cost its hours.
    leave, facilitators_leave : float
        Share who leave in a year. A post is filled again by somebody who begins at the beginning; a facilitator is not
        replaced.
    *_cost : float
        A facilitator's hours for one person to take that dose. A workshop of an hour for 24 people takes about 8 hours: a
        third of an hour each.
    split : tuple of float
        How the facilitators' hours are shared out among foundation, practitioner and expert.
    expert_hours : float
        The hours a month that a person who has reached the expert dose gives back.
    learner_hours : tuple of float
        What each dose takes of a learner's time, beyond the dose before it.
    """

    roles: tuple[Role, ...]
    months: int = 18
    facilitators: int = 4
    hours: float = 16
    take_up: float = 0.15
    attendance: float = 0.8
    leave: float = 0.12
    facilitators_leave: float = 0.2
    foundation_cost: float = 1.5
    practitioner_cost: float = 5
    expert_cost: float = 12
    split: tuple[float, float, float] = (0.5, 0.35, 0.15)
    expert_hours: float = 2
    learner_hours: tuple[float, float, float, float] = (33 / 60, 2.5, 24.5, 370 / 60)

    def __post_init__(self):
        if not self.roles:
            raise DosingError("There is no role. Give at least one, with its headcount.")
        if not 1 <= self.months <= MOST_MONTHS:
            raise DosingError(f"{self.months} months: plan for 1 to {MOST_MONTHS}.")
        for name in ("take_up", "attendance", "leave", "facilitators_leave"):
            if not 0 <= getattr(self, name) <= 1:
                raise DosingError(f"{name} is {getattr(self, name)}: it is a share, from 0 to 1.")
        for name in COSTS:
            if getattr(self, name) <= 0:
                raise DosingError(
                    f"{name} is {getattr(self, name)}: nothing is taught in no time. Write hours above 0."
                )
        if min(self.facilitators, self.hours, self.expert_hours) < 0:
            raise DosingError("Facilitators and their hours cannot be fewer than none.")
        if min(self.split) < 0 or sum(self.split) > 1 + 1e-9:
            raise DosingError(
                f"split is {self.split}: shares of the hours, none below 0, together at most 1."
            )

    @property
    def heads(self) -> int:
        return sum(role.heads for role in self.roles)

    def wanted(self) -> np.ndarray:
        """Return how many are meant to reach at least each dose."""
        return np.sum([role.wanted for role in self.roles], axis=0)


# The split of the county's example: an example and not a standard. The roles and their numbers are invented.
COUNTY = Offer(
    (
        Role("Nurses and care staff", 560, 560, 150, 36, 5),
        Role("Doctors and other clinicians", 170, 170, 60, 20, 3),
        Role("Managers and board members", 70, 70, 30, 12, 2),
        Role("Support staff", 140, 140, 30, 4, 0),
        Role("Patients and carers", 60, 60, 30, 8, 2),
    )
)


@dataclass(frozen=True)
class Result:
    """What became of an offer in many runs.

    Attributes
    ----------
    offer : Offer
    here : ndarray of int, shape (runs, months + 1, roles, doses + 1)
        People in post, each counted once, at the highest dose that they have reached; the first column is none.
    ever : ndarray of int, shape (runs, months + 1, doses)
        People who ever reached at least that dose, also those who have left since.
    facilitators, spare : ndarray, shape (runs, months + 1) and (runs, months + 1, 3)
        Who is there to teach; hours that nobody was ready for, by dose.
    """

    offer: Offer
    here: np.ndarray
    ever: np.ndarray
    facilitators: np.ndarray
    spare: np.ndarray

    @property
    def at_least(self) -> np.ndarray:
        """People in post at or beyond each dose: shape (runs, months + 1, doses)."""
        return self.here.sum(axis=2)[..., ::-1].cumsum(axis=-1)[..., ::-1][..., 1:]

    def chance(self, target: int, dose: str = "bite") -> float:
        """Return the share of runs in which at least ``target`` people in post have that dose at the date."""
        return float(np.mean(self.at_least[:, -1, DOSES.index(dose)] >= target))

    def by_month(self) -> pd.DataFrame:
        """Return people in post at or beyond each dose: the middle run, and where eight runs of ten lie."""
        low, middle, high = np.percentile(self.at_least, (10, 50, 90), axis=0, method="nearest")
        columns = {
            f"{dose}, {word}": part[:, n].astype(int)
            for n, dose in enumerate(DOSES)
            for word, part in (("middle", middle), ("low", low), ("high", high))
        }
        return pd.DataFrame(columns, index=pd.RangeIndex(len(middle), name="month"))

    def by_role(self) -> pd.DataFrame:
        """Return the middle run at the date, role by role, beside what was wanted."""
        deep = self.here[:, -1, :, ::-1].cumsum(axis=-1)[..., ::-1][..., 1:]
        middle = np.percentile(deep, 50, axis=0, method="nearest").astype(int)
        rows = {
            role.name: [
                role.heads,
                *(f"{got} of {want}" for got, want in zip(middle[n], role.wanted, strict=True)),
            ]
            for n, role in enumerate(self.offer.roles)
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=["heads", *DOSES])

    def learners(self) -> np.ndarray:
        """Return the hours that learners had given by the date, run by run."""
        return self.ever[:, -1] @ np.array(self.offer.learner_hours)


def simulate(offer: Offer, runs: int = RUNS, seed: int = SEED) -> Result:
    """Play an offer many times, each time with other luck.

    Notes
    -----
    Each month some people leave and newcomers take their posts; some facilitators leave; the hours that are left are
    shared out by `split`, and whoever waits for a dose is taken while the hours last; some booked people do not come; some
    of the rest read the bite. Nobody takes two doses in one month. Who waits for the same dose has the same chance of a
    place, whatever the role.

    Examples
    --------
    >>> quiet = replace(COUNTY, leave=0, take_up=1, attendance=1, facilitators_leave=0, facilitators=500, months=4)
    >>> simulate(quiet, runs=3).at_least[:, -1].tolist()
    [[1000, 300, 80, 12], [1000, 300, 80, 12], [1000, 300, 80, 12]]
    """
    rng = np.random.default_rng(seed)
    sizes, owner, aims = _groups(offer)
    people = np.zeros((runs, len(sizes), 5), dtype=np.int64)
    people[:, :, 0] = sizes
    staff = np.full(runs, offer.facilitators)
    ever = np.zeros((runs, 4), dtype=np.int64)
    begun = np.zeros((runs, 3))  # hours given to a place that is not yet paid for in full
    kept = [_kept(offer, people, owner, ever, staff, begun * 0)]
    leave, staff_leave = _monthly(offer.leave), _monthly(offer.facilitators_leave)
    for _ in range(offer.months):
        gone = rng.binomial(people, leave)
        people = people - gone
        people[:, :, 0] += gone.sum(axis=2)
        staff = rng.binomial(staff, 1 - staff_leave)
        given = staff * offer.hours + people[:, :, 4].sum(axis=1) * offer.expert_hours
        spare = np.zeros((runs, 3))
        for dose in (4, 3, 2):  # the deepest first, so that nobody takes two in a month
            tier = dose - 2
            ready = np.where(aims >= dose, people[:, :, dose - 1], 0)
            hours = begun[:, tier] + given * offer.split[tier]
            cost = getattr(offer, COSTS[tier])
            places = np.minimum(np.floor(hours / cost + 1e-9).astype(np.int64), ready.sum(axis=1))
            rest = hours - places * cost
            waiting = ready.sum(axis=1) > places
            begun[:, tier] = np.where(waiting, rest, 0)
            spare[:, tier] = np.where(waiting, 0, rest)
            _move(people, _dealt(rng, ready, rng.binomial(places, offer.attendance)), dose, ever)
        met = rng.binomial(np.where(aims >= 1, people[:, :, 0], 0), offer.take_up)
        _move(people, met, 1, ever)
        kept.append(_kept(offer, people, owner, ever, staff, spare))
    here, reached, there, unused = (np.stack(part, axis=1) for part in zip(*kept, strict=True))
    return Result(offer, here, reached, there, unused)


def figure(result: Result, dose: str = "foundation", target: int | None = None):
    """Draw the people in post at or beyond a dose, month by month, with the range of eight runs of ten."""
    import plotly.graph_objects as go  # only drawing needs it

    table = result.by_month()
    low, middle, high = (table[f"{dose}, {word}"] for word in ("low", "middle", "high"))
    months = list(table.index)
    fig = go.Figure()
    plain = {"mode": "lines", "line": {"width": 0}, "showlegend": False, "hoverinfo": "skip"}
    fig.add_trace(go.Scatter(x=months, y=high.tolist(), name="nine in ten runs lie below", **plain))
    fig.add_trace(
        go.Scatter(
            x=months,
            y=low.tolist(),
            name="one in ten runs lies below",
            fill="tonexty",
            fillcolor=LIGHT.faint,
            **plain,
        )
    )
    fig.add_trace(
        go.Scatter(
            x=months,
            y=middle.tolist(),
            name="middle run",
            mode="lines",
            line={"color": LIGHT.accent, "width": 3},
        )
    )
    want = int(result.offer.wanted()[DOSES.index(dose)]) if target is None else target
    fig.add_trace(
        go.Scatter(
            x=[months[0], months[-1]],
            y=[want, want],
            name=f"wanted: {want:,}",
            mode="lines",
            line={"color": LIGHT.warm, "dash": "dash", "width": 2},
        )
    )
    said = reading(result, dose, want)
    fig.update_layout(
        title=f"People who have reached the {dose} dose, and are still in post",
        xaxis_title="months from the start",
        yaxis_title="people",
        yaxis_rangemode="tozero",
        font_family=FONT,
        paper_bgcolor=LIGHT.paper,
        plot_bgcolor=LIGHT.paper,
        legend={"orientation": "h", "y": -0.25},
        meta={
            "alt": f"A line that rises over {months[-1]} months, with a band around it and the number that is wanted.",
            "reading": said,
        },
    )
    return fig


def reading(result: Result, dose: str = "foundation", target: int | None = None) -> str:
    """Say in words what the runs show: the likely number, the chance, the hours, and what stands in the way."""
    offer, n = result.offer, DOSES.index(dose)
    want = int(offer.wanted()[n]) if target is None else target
    low, middle, high = np.percentile(result.at_least[:, -1, n], (10, 50, 90), method="nearest").astype(int)
    ever = int(np.median(result.ever[:, -1, n]))
    chance = result.chance(want, dose)
    hours = float(np.median(result.learners()))
    words = [
        f"After {offer.months} months, {low:,} to {high:,} people in post have the {dose} dose in eight runs of ten; "
        f"{middle:,} in the middle run.",
        f"{want:,} are wanted: {_likely(chance)}.",
    ]
    if ever > middle:
        words.append(
            f"{ever:,} ever reached it; the others have left. A count of people trained would say {ever:,}."
        )
    words += [
        _binds(result, n),
        f"Learners give about {round(hours, -1):,.0f} hours in all.",
        "It is a picture of the guesses that went in, and no forecast.",
    ]
    return " ".join(words)


def _binds(result: Result, n: int) -> str:
    if n == 0:
        return "The bite needs no facilitator: what holds it back is who opens it, and who leaves."
    unused = result.spare[:, -3:, n - 1].mean()
    if unused > 1:
        return (
            f"Facilitators have about {unused:.0f} hours a month to spare for it at the end: "
            "what holds it back is who is ready and who comes."
        )
    return "Facilitators' hours are used up: more hours, or fewer hours for each person, would help most."


def _likely(chance: float) -> str:
    if chance <= 0.02:
        return "that happens in hardly any run"
    if chance >= 0.98:
        return "that happens in nearly every run"
    return f"that happens in about {round(100 * chance)} of 100 runs"


def _groups(offer: Offer) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return how many people of each role aim at each depth exactly: sizes, whose role, which aim."""
    sizes, owner, aims = [], [], []
    for n, role in enumerate(offer.roles):
        steps = (role.heads, *role.wanted, 0)
        for aim in range(5):
            sizes.append(steps[aim] - steps[aim + 1])
            owner.append(n)
            aims.append(aim)
    return np.array(sizes), np.array(owner), np.array(aims)


def _monthly(yearly: float) -> float:
    """
    >>> round(1 - (1 - _monthly(0.12)) ** 12, 6)
    0.12
    """
    return 1.0 if yearly >= 1 else -math.expm1(math.log1p(-yearly) / 12)


def _dealt(rng: np.random.Generator, ready: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Deal places among groups of people who are ready, everybody with the same chance."""
    dealt = np.zeros_like(ready)
    left, others = places.copy(), ready.sum(axis=1)
    for group in range(ready.shape[1]):
        others = others - ready[:, group]
        dealt[:, group] = rng.hypergeometric(ready[:, group], others, left)
        left = left - dealt[:, group]
    return dealt


def _move(people: np.ndarray, who: np.ndarray, dose: int, ever: np.ndarray) -> None:
    people[:, :, dose - 1] -= who
    people[:, :, dose] += who
    ever[:, dose - 1] += who.sum(axis=1)


def _kept(offer: Offer, people, owner, ever, staff, spare) -> tuple[np.ndarray, ...]:
    here = np.stack([people[:, owner == n].sum(axis=1) for n in range(len(offer.roles))], axis=1)
    return here, ever.copy(), staff.copy(), spare


__all__ = [
    "COUNTY",
    "DOSES",
    "DosingError",
    "Offer",
    "Result",
    "Role",
    "figure",
    "reading",
    "replace",
    "simulate",
]
