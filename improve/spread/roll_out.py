"""Many futures of one roll-out plan, month by month, and which change to it would help most."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .plan import Plan

RUNS, SEED = 400, 7
MOST_MONTHS = 120
NINE_IN_TEN = 1.2816  # standard normal: nine in ten lie below
WAITING, WORKING, LIVE, LOST = range(4)


@dataclass(frozen=True)
class Result:
    """What became of a plan in many runs.

    Attributes
    ----------
    plan : Plan
    live : ndarray of int, shape (runs, months + 1)
        Sites live at the start and at the end of each month.
    waiting : ndarray, shape (runs, months + 1)
        Invited sites whose wave has come and whom nobody has time for.
    """

    plan: Plan
    live: np.ndarray
    waiting: np.ndarray

    @property
    def chance(self) -> float:
        """Share of runs with the target live at the date."""
        return float(np.mean(self.live[:, -1] >= self.plan.target))

    @property
    def chances(self) -> np.ndarray:
        """Share of runs with the target live at the end of each month."""
        return np.mean(self.live >= self.plan.target, axis=0)

    def band(self, *percents: float) -> np.ndarray:
        """Return percentiles of the sites live, one row for each, one column for each month."""
        return np.percentile(self.live, percents, axis=0, method="nearest")


def simulate(plan: Plan, runs: int = RUNS, seed: int = SEED) -> Result:
    """Play a plan many times, each time with other luck.

    Parameters
    ----------
    plan : Plan
    runs : int
    seed : int
        The same seed gives the same futures; the luck of a site or a facilitator does not change when the plan does.

    Returns
    -------
    Result

    Notes
    -----
    Each month: facilitators leave or come back; sites whose wave has come start as long as there is room; those at
    work go on (more slowly when there are more of them than the facilitators can look after); some drop out half-way;
    those that are done go live; some live sites stop. Time to live is log-normal. A lost site is not asked again.

    Examples
    --------
    >>> quick = Plan(target=10, facilitators=10, drop_out=0, stop_yearly=0, leave_yearly=0, typical=2, slow=2)
    >>> simulate(quick, runs=5).chance
    1.0
    >>> simulate(Plan(target=5, facilitators=0), runs=5).live.max()
    np.int64(0)
    """
    luck = _Luck(plan, runs, seed)
    state = np.full((runs, plan.to_start), WAITING)
    done = np.zeros((runs, plan.to_start))
    old = np.full(runs, plan.live_now)
    back = np.zeros(
        (runs, int(plan.facilitators)), dtype=int
    )  # month from which each facilitator is there again
    opens = np.array(plan.wave_months, dtype=int)
    live, waiting = [old.copy()], [np.zeros(runs, dtype=int)]
    for month in range(int(plan.months)):
        _come_and_go(back, month, plan, luck)
        room = (back <= month).sum(axis=1) * int(plan.sites_each)
        _start(state, room, opens <= month)
        working = state == WORKING
        pace = np.minimum(1.0, room / np.maximum(working.sum(axis=1), 1))
        done += working * pace[:, None]
        state[working & (done >= luck.gives_up)] = LOST
        was_live = state == LIVE
        state[(state == WORKING) & (done >= luck.needs - 1e-9)] = LIVE
        state[was_live & (luck.site(month) < luck.stop)] = LOST
        old = luck.rng_old.binomial(old, 1 - luck.stop)
        live.append(old + (state == LIVE).sum(axis=1))
        waiting.append(((state == WAITING) & (opens <= month)).sum(axis=1))
    return Result(plan, np.array(live).T, np.array(waiting).T)


class _Luck:
    """What chance gives to each site and each facilitator, drawn apart so that one does not shift another."""

    def __init__(self, plan: Plan, runs: int, seed: int) -> None:
        children = np.random.SeedSequence(seed).spawn(5)
        rng_time, rng_drop, rng_site, rng_people, self.rng_old = map(np.random.default_rng, children)
        sites, people, months = plan.to_start, int(plan.facilitators), int(plan.months)
        # One row for each site or person, turned over: a larger plan then begins with the same luck as a smaller one.
        wide = np.log(plan.slow / plan.typical) / NINE_IN_TEN
        self.needs = plan.typical * np.exp(wide * rng_time.standard_normal((sites, runs)).T)
        drops, how_far = rng_drop.random((sites, 2, runs)).transpose(1, 2, 0)
        self.gives_up = np.where(drops < plan.drop_out, how_far * self.needs, np.inf)
        self.stop, self.leave = (
            1 - (1 - share) ** (1 / 12) for share in (plan.stop_yearly, plan.leave_yearly)
        )
        self._site = _of_each_month(rng_site, sites, months, runs)
        self._people = _of_each_month(rng_people, people, months, runs)

    def site(self, month: int) -> np.ndarray:
        return self._site[:, month]

    def people(self, month: int) -> np.ndarray:
        return self._people[:, month]


def _of_each_month(rng: np.random.Generator, rows: int, months: int, runs: int) -> np.ndarray:
    """Return runs by months by rows of even chances; the luck of a row is the same however many months are played."""
    drawn = np.empty((rows, months, runs))
    for row in drawn:
        rng.random(out=row)
        rng.bit_generator.advance((MOST_MONTHS - months) * runs)  # as if these had been drawn, too
    return drawn.T


def _come_and_go(back: np.ndarray, month: int, plan: Plan, luck: _Luck) -> None:
    """Let facilitators who are there leave, in place; each is replaced after some months."""
    leaves = (back <= month) & (luck.people(month) < luck.leave)
    back[leaves] = month + int(plan.replace)


def _start(state: np.ndarray, room: np.ndarray, open_: np.ndarray) -> None:
    """Start waiting sites whose wave has come, first come first served, as long as there is room; in place."""
    free = room - (state == WORKING).sum(axis=1)
    ready = (state == WAITING) & open_
    state[ready & (ready.cumsum(axis=1) <= free[:, None])] = WORKING


CHANGES = {
    "capacity": "twice as many facilitators",
    "sites lost": "no site ever drops out or stops",
    "facilitators lost": "no facilitator ever leaves",
    "time": "six months more",
    "sites asked": "half as many sites again, to allow for losses",
    "waves": "every site may start at once",
}


def loosened(plan: Plan) -> dict[str, Plan]:
    """Return the plan with one constraint loosened at a time, by the name of the constraint."""
    more = {
        "capacity": {"facilitators": min(max(2 * plan.facilitators, 1), 200)},
        "sites lost": {"drop_out": 0, "stop_yearly": 0},
        "facilitators lost": {"leave_yearly": 0},
        "time": {"months": min(plan.months + 6, 120)},
        "sites asked": {"invited": min(-(-3 * plan.to_start // 2), 600)},
        "waves": {"waves": 1},
    }
    return {name: replace(plan, **change) for name, change in more.items()}


def what_binds(plan: Plan, runs: int = RUNS, seed: int = SEED) -> list[tuple[str, float, float]]:
    """Loosen one constraint at a time; return name, chance then, sites live then (mean), the most helpful first."""
    found = []
    for name, other in loosened(plan).items():
        result = simulate(other, runs, seed)
        found.append((name, result.chance, float(result.live[:, -1].mean())))
    return sorted(found, key=lambda row: (-row[2], -row[1]))


def afford(budget: float, months: int, facilitator_year: float, site_grant: float, sites: int) -> int:
    """Return how many facilitators a budget pays for, once each site has had its grant.

    Examples
    --------
    >>> afford(500_000, months=30, facilitator_year=60_000, site_grant=20_000, sites=6)
    2
    """
    left = budget - site_grant * sites
    return max(0, int(left // (facilitator_year * months / 12)))
