"""A roll-out plan as plain numbers that staff know or can guess: sites, waves, people, time, losses."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

LIMITS = {
    "live_now": (0, 500, "sites live now"),
    "target": (1, 500, "sites live that you want"),
    "invited": (0, 600, "sites that will be invited"),
    "months": (3, 120, "months until the date"),
    "waves": (1, 24, "waves"),
    "between": (0, 24, "months between waves"),
    "facilitators": (0, 200, "facilitators"),
    "sites_each": (1, 50, "sites that a facilitator can look after at once"),
    "typical": (0.5, 36, "months that a typical site needs"),
    "slow": (0.5, 60, "months that a slow site needs"),
    "drop_out": (0, 0.95, "share of sites that start and never go live"),
    "stop_yearly": (0, 0.95, "share of live sites that stop in a year"),
    "leave_yearly": (0, 0.95, "share of facilitators who leave in a year"),
    "replace": (0, 24, "months until a facilitator who left is replaced"),
}
WHOLE = {
    "live_now",
    "target",
    "invited",
    "months",
    "waves",
    "between",
    "facilitators",
    "sites_each",
    "replace",
}


class PlanProblem(ValueError):
    """A plan that cannot be worked with, in a sentence that says why."""


@dataclass(frozen=True)
class Plan:
    """What a roll-out has and wants.

    Attributes
    ----------
    live_now, target : int
        Sites live at the start, and those wanted by the date (the ones live now included).
    invited : int
        New sites that will start, over all waves. 0: just as many as are missing.
    months : int
        From the start to the date.
    waves, between : int
        In how many waves the invited sites may start, and months from one wave to the next.
    facilitators, sites_each : int
        People who help sites, and how many sites each can look after at once.
    typical, slow : float
        Months with help from start to live: half of all sites need less than `typical`, nine in ten less than `slow`.
    drop_out : float
        Share of the sites that start and stop before they are live.
    stop_yearly : float
        Share of live sites that stop in a year.
    leave_yearly : float
        Share of facilitators who leave in a year; each is replaced after `replace` months.
    start : date

    Examples
    --------
    >>> Plan(target=44).to_start
    44
    >>> Plan(target=10, slow=2)
    Traceback (most recent call last):
    ...
    improve.spread.plan.PlanProblem: A slow site (2 months) cannot need less than a typical one (6 months).
    """

    target: int = 44
    live_now: int = 0
    invited: int = 0
    months: int = 30
    waves: int = 4
    between: int = 4
    facilitators: int = 4
    sites_each: int = 4
    typical: float = 6
    slow: float = 11
    drop_out: float = 0.1
    stop_yearly: float = 0.1
    leave_yearly: float = 0.15
    replace: int = 4
    start: date = date(2027, 4, 1)

    def __post_init__(self) -> None:
        for field in fields(self):
            if field.name in LIMITS:
                self._within(field.name)
        if self.slow < self.typical:
            raise PlanProblem(
                f"A slow site ({self.slow:g} months) cannot need less than a typical one ({self.typical:g} months)."
            )

    def _within(self, name: str) -> None:
        low, high, words = LIMITS[name]
        value = getattr(self, name)
        if not isinstance(value, int | float) or not low <= value <= high:
            raise PlanProblem(f"The number of {words} goes from {low:g} to {high:g}, and this is {value!r}.")
        if name in WHOLE and value != int(value):
            raise PlanProblem(f"The number of {words} is a whole number, and this is {value!r}.")

    @property
    def to_start(self) -> int:
        """New sites that will start, over all waves."""
        return int(self.invited or max(self.target - self.live_now, 0))

    @property
    def capacity(self) -> int:
        """Sites that can be looked after at once when every facilitator is there."""
        return int(self.facilitators * self.sites_each)

    @property
    def wave_months(self) -> list[int]:
        """The month in which each invited site may start, in the order of the waves."""
        return [site * int(self.waves) // self.to_start * int(self.between) for site in range(self.to_start)]
