"""A walk-in clinic with as much capacity as demand, on average, and queues all the same: a discrete-event model."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pandas as pd

from .. import making
from .clinic_day import COLUMNS, NULL, STREAMS, Settings, a_day

NAME = "clinic_flow"
DAYS = 60  # three months of weekdays
SAYS = {
    "carve_out": "The diary coordinator: that will take a conversation with each clinician about whose list it is.",
    "latest_start": "A registrar: I come from the ward round. Talk to whoever sets its time.",
    "clinicians": "The manager: each clinician costs money that I would have to find.",
    "arrivals_per_hour": "Reception: we do not choose how many people come through that door.",
}


class ClinicFlow:
    """A clinic that remembers its days. Change a setting, run some days, look; `clinic_flow(seed)` starts one."""

    def __init__(self, seed: int, settings: Settings, null: bool = False):
        self.seed, self.null, self.settings = seed, null, settings
        self._start = {**asdict(settings), "triage": list(settings.triage)}
        self.moves: list[dict] = []
        self._patients: list[tuple] = []
        self._days: list[dict] = []

    @property
    def day(self) -> int:
        """Days that have gone by."""
        return len(self._days)

    @property
    def patients(self) -> pd.DataFrame:
        """One row for each patient: times in minutes after the clinic opens."""
        return making.labelled(pd.DataFrame(self._patients, columns=COLUMNS), NAME, self.seed, self.null)

    @property
    def days(self) -> pd.DataFrame:
        """One row for each day: patients, waits, idle clinicians, and how late the last one went home."""
        columns = [
            "day",
            "patients",
            "mean_wait",
            "longest_wait",
            "idle_minutes",
            "overtime_minutes",
            "carve_out",
        ]
        return making.labelled(pd.DataFrame(self._days, columns=columns), NAME, self.seed, self.null, "days")

    def change(self, **settings) -> str:
        """Change settings from the next day on; the clinic says what people there think of it.

        Raises
        ------
        ValueError
            When a setting is not known or cannot be.
        """
        self.settings = _checked(replace(self.settings, **_known(settings)))
        self.moves.append({"move": "change", **settings})
        return " ".join(SAYS[name] for name in settings if name in SAYS) or "All right. Let us see."

    def run(self, days: int = 5) -> pd.DataFrame:
        """Run some days and return their rows of `days`."""
        first = self.day
        for _ in range(days):
            self._run_a_day()
        self.moves.append({"move": "run", "days": days})
        return self.days.iloc[first:]

    def record(self) -> dict:
        """Return everything needed to come back to this moment, as plain data for a file."""
        moves = [dict(move) for move in self.moves]
        return {"world": NAME, "seed": self.seed, "null": self.null, "settings": self._start, "moves": moves}

    def _run_a_day(self) -> None:
        patients = a_day(self.seed, self.day + 1, self.settings)
        closes = 60 * self.settings.hours
        waits = np.array([row[-1] for row in patients])
        seeing = sum(row[-2] - row[-3] for row in patients)
        last = max((row[-2] for row in patients), default=closes)
        self._patients.extend(patients)
        self._days.append(
            {
                "day": self.day + 1,
                "patients": len(patients),
                "mean_wait": round(float(waits.mean()), 2) if len(waits) else 0.0,
                "longest_wait": round(float(waits.max()), 2) if len(waits) else 0.0,
                "idle_minutes": round(max(self.settings.clinicians * max(last, closes) - seeing, 0.0), 1),
                "overtime_minutes": round(max(last - closes, 0.0), 1),
                "carve_out": self.settings.carve_out,
            }
        )


def _known(settings: dict) -> dict:
    unknown = [name for name in settings if name not in Settings.__dataclass_fields__]
    if unknown:
        raise ValueError(
            f"The clinic has no setting {unknown[0]!r}. It has: {', '.join(Settings.__dataclass_fields__)}."
        )
    return settings


def _checked(settings: Settings) -> Settings:
    if settings.clinicians < (len(STREAMS) if settings.carve_out else 1):
        raise ValueError(
            f"With a carve-out each of the {len(STREAMS)} streams needs a clinician; there are {settings.clinicians}."
        )
    if min(settings.arrivals_per_hour, settings.consultation, settings.hours) <= 0:
        raise ValueError("Arrivals, consultations and hours must be more than 0.")
    if settings.latest_start < 0 or settings.consultation_cv < 0 or not 0 <= settings.cancelled < 1:
        raise ValueError(
            "Lateness and variation cannot be less than 0; the share cancelled is from 0 to below 1."
        )
    return settings


def clinic_flow(seed: int | None = None, *, null: bool = False, **settings) -> ClinicFlow:
    """Start a clinic. Mean capacity equals mean demand: whatever queue there is comes from variation.

    Parameters
    ----------
    seed : int, optional
        Left out, the documented seed. The same seed brings the same patients whatever the settings.
    null : bool
        True: no carve-out, nobody starts late, every day has the same mix. Arrivals stay random.
    **settings
        Any field of `Settings`: clinicians, arrivals_per_hour, consultation, consultation_cv, carve_out,
        latest_start, mix_varies, random_arrivals, cancelled, hours, triage.

    Returns
    -------
    ClinicFlow
        `run(days)`, `change(...)`, `patients`, `days`.

    Examples
    --------
    >>> clinic = clinic_flow()
    >>> before = clinic.run(5)
    >>> words = clinic.change(carve_out=False)
    >>> clinic.run(5)["carve_out"].tolist(), clinic.day
    ([False, False, False, False, False], 10)
    """
    chosen = {**(NULL if null else {}), **_known(settings)}
    return ClinicFlow(making.seed_for(NAME, seed), _checked(Settings(**chosen)), bool(null))


def expected_wait(load: float, servers: int = 1) -> float:
    """Return the average wait, in service times, in an endless queue with random arrivals and services.

    Parameters
    ----------
    load : float
        Demand over capacity, above 0 and below 1.
    servers : int

    Returns
    -------
    float

    Raises
    ------
    ValueError
        When the load is not between 0 and 1: at 1 the wait has no end.

    Notes
    -----
    Erlang's C formula, for arrivals and service times that are exponential, first come first served.

    References
    ----------
    Erlang AK (1917). Solution of some problems in the theory of probabilities of significance in automatic
    telephone exchanges. Elektroteknikeren 13:5–13.

    Examples
    --------
    >>> [round(expected_wait(load), 1) for load in (0.80, 0.90, 0.95)], round(expected_wait(0.9, 10), 2)
    ([4.0, 9.0, 19.0], 0.67)
    """
    if not 0 < load < 1:
        raise ValueError(
            f"The load lies between 0 and 1, and this is {load}. At 1 and above the queue never ends."
        )
    offered, blocked = load * servers, 1.0
    for number in range(1, servers + 1):
        blocked = offered * blocked / (number + offered * blocked)
    waits = blocked / (1 - load * (1 - blocked))
    return waits / (servers * (1 - load))


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    wanted = making.table_for(NAME, table)
    clinic = clinic_flow(seed, null=null)
    clinic.run(DAYS)
    return clinic.patients if wanted == "patients" else clinic.days


def planted(seed=None) -> making.Planted:
    usual = Settings()
    return making.Planted(
        words=(
            f"Mean capacity equals mean demand: {usual.clinicians} clinicians with {60 / usual.consultation:.0f} "
            f"consultations an hour each for {usual.arrivals_per_hour:.0f} arrivals an hour. Nobody is slow and nobody "
            "is missing; the queue is made by variation.",
            "Take the carve-out away alone (any clinician sees anybody) and the mean wait falls by about half. Let "
            "everybody start on time alone and it falls by about a third. Do both and about a sixth is left, which "
            "random arrivals and consultations of different length make. A lost minute of an idle clinician cannot be "
            "given to a patient who waits for another.",
        ),
        values={
            "clinicians": usual.clinicians,
            "arrivals_per_hour": usual.arrivals_per_hour,
            "consultation_minutes": usual.consultation,
            "wait_without_carve_out": 0.5,
            "wait_when_on_time": 0.67,
        },
    )
