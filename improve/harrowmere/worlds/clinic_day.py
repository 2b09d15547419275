"""One day of the clinic as discrete events: who comes, who waits for whom, and when the last one leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

STREAMS = ("urgent", "new", "follow-up", "procedure")
COLUMNS = [
    "day",
    "stream",
    "arrived",
    "triage_1_start",
    "triage_1_end",
    "triage_2_start",
    "triage_2_end",
    "clinician",
    "consultation_start",
    "consultation_end",
    "wait",
]


@dataclass(frozen=True)
class Settings:
    """What can be changed in the clinic. Times are minutes."""

    clinicians: int = 4
    arrivals_per_hour: float = 20.0
    consultation: float = 12.0  # mean; 4 clinicians x 5 an hour = 20 an hour, which is the demand
    consultation_cv: float = 0.3  # SD over mean; 0 makes all alike
    carve_out: bool = True  # each stream has its own clinician, who sees nobody else
    latest_start: float = 120.0  # clinicians start between 0 and this late, and stay late by as much
    mix_varies: bool = True  # some days bring more urgent patients, some more follow-ups
    random_arrivals: bool = True  # False: one patient after another at equal distances
    cancelled: float = 0.0  # share of patients who do not come after all
    hours: float = 7.0
    triage: tuple[float, float] = (1.5, 2.0)  # first and second triage, mean minutes, one nurse each


MIX_CONCENTRATION = 5.0  # of a Dirichlet draw round equal shares: how far the mix of a day strays
NULL = {"carve_out": False, "latest_start": 0.0, "mix_varies": False}


def a_day(seed: int, day: int, settings: Settings) -> list[tuple]:
    """Run one day as discrete events and return its patients, in the order of arrival.

    Each cause of variation has a stream of random numbers of its own, so that the same day can be run again with
    one of them taken away.
    """
    import simpy

    arrivals, streams = _arrivals(seed, day, settings)
    luck = [np.random.default_rng([seed, day, part]) for part in range(3, 6)]
    means = (*settings.triage, settings.consultation)
    needs = np.column_stack(
        [
            _durations(rng, mean, settings.consultation_cv, len(arrivals))
            for rng, mean in zip(luck, means, strict=True)
        ]
    ).tolist()
    clinic = simpy.Environment()
    nurses = [simpy.Resource(clinic, 1), simpy.Resource(clinic, 1)]
    pools = [simpy.Store(clinic) for _ in (STREAMS if settings.carve_out else ("all",))]
    late = np.random.default_rng([seed, day, 6]).random(settings.clinicians) * settings.latest_start
    for number, minutes in enumerate(late.tolist()):
        clinic.process(_comes_late(clinic, pools[number % len(pools)], number + 1, minutes))
    rows: list[tuple] = [()] * len(arrivals)
    for number, (at, stream) in enumerate(zip(arrivals, streams, strict=True)):
        pool = pools[stream if settings.carve_out else 0]
        clinic.process(_visit(clinic, rows, number, day, at, stream, nurses, pool, needs[number]))
    clinic.run()
    return rows


def _comes_late(clinic, pool, clinician: int, minutes: float):
    yield clinic.timeout(minutes)
    yield pool.put(clinician)


def _visit(clinic, rows, number, day, at, stream, nurses, pool, needs):
    """One patient's way through: two triage nurses, then a clinician of the right pool."""
    yield clinic.timeout(at)
    times = [at]
    for nurse, minutes in zip(nurses, needs, strict=False):
        with nurse.request() as turn:
            yield turn
            times.append(clinic.now)
            yield clinic.timeout(minutes)
            times.append(clinic.now)
    clinician = yield pool.get()
    starts = clinic.now
    yield clinic.timeout(needs[2])
    ends = clinic.now
    yield pool.put(clinician)
    wait = starts - at - needs[0] - needs[1]
    rounded = [round(time, 2) for time in (*times, starts, ends, wait)]
    rows[number] = (day, STREAMS[stream], *rounded[:5], clinician, *rounded[5:])


def _arrivals(seed: int, day: int, settings: Settings) -> tuple[list[float], list[int]]:
    rng, mix_rng, come_rng = (np.random.default_rng([seed, day, part]) for part in range(3))
    minutes, hourly = 60 * settings.hours, settings.arrivals_per_hour
    if settings.random_arrivals:
        at = np.sort(rng.uniform(0, minutes, rng.poisson(hourly * settings.hours)))
    else:
        at = np.arange(round(hourly * settings.hours)) * 60 / hourly
    mix = np.full(len(STREAMS), 1 / len(STREAMS))
    if settings.mix_varies:
        mix = mix_rng.dirichlet(MIX_CONCENTRATION * len(STREAMS) * mix)
    stream = mix_rng.choice(len(STREAMS), len(at), p=mix)
    comes = come_rng.random(len(at)) >= settings.cancelled
    return at[comes].tolist(), stream[comes].tolist()


def _durations(rng, mean: float, cv: float, count: int) -> np.ndarray:
    if cv == 0 or mean == 0:
        return np.full(count, mean)
    return rng.gamma(1 / cv**2, mean * cv**2, count)
