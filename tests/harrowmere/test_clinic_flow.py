"""As much capacity as demand, and queues: half of the wait from the carve-out, a third from late starts."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from improve import harrowmere
from improve.harrowmere.worlds import clinic_flow as world

from .chance import mean_is, rate_is, seeds

DAYS = 150
USUAL = world.Settings()
VARIANTS = {
    "usual": USUAL,
    "pooled": replace(USUAL, carve_out=False),
    "on time": replace(USUAL, latest_start=0.0),
    "both": replace(USUAL, carve_out=False, latest_start=0.0),
}


@pytest.fixture(scope="module")
def days(master):
    """The same days run four times: mean wait of each day, and the patients of the usual ones."""
    waits, usual = {name: [] for name in VARIANTS}, []
    for seed in seeds(master, "clinic_flow", DAYS):
        for name, settings in VARIANTS.items():
            patients = world.a_day(seed, 1, settings)
            waits[name].append(np.mean([row[-1] for row in patients]))
            if name == "usual":
                usual.append(patients)
    return {name: np.array(values) for name, values in waits.items()}, usual


def test_mean_capacity_equals_mean_demand(days):
    assert USUAL.clinicians * 60 / USUAL.consultation == USUAL.arrivals_per_hour
    usual = days[1]
    rate_is(sum(map(len, usual)), DAYS, USUAL.arrivals_per_hour * USUAL.hours, why="patients a day")
    minutes = [np.mean([row[-2] - row[-3] for row in patients]) for patients in usual]
    mean_is(minutes, USUAL.consultation, slack=0.01, why="minutes a consultation")


@pytest.mark.parametrize(("name", "left"), [("pooled", 0.502), ("on time", 0.680), ("both", 0.176)])
def test_what_is_left_of_the_wait_when_a_cause_is_taken_away(days, name, left):
    """Mean over days of (wait without the cause - share left x usual wait), the same days both times.

    Half of the wait goes with the carve-out, a third with late starts, and with both all but a sixth.
    """
    waits = days[0]
    size = 100.0  # minutes, about the usual mean wait; turns a share into minutes
    mean_is((waits[name] - left * waits["usual"]), 0.0, slack=0.025 * size, why=f"wait, {name}")


def test_the_usual_wait_is_long_though_nobody_is_missing(days):
    mean_is(days[0]["usual"], 99.0, slack=6.0, why="usual mean wait, minutes")


def test_with_nothing_planted_taking_causes_away_changes_nothing(master):
    """The null has neither cause; what is left is the wait of random arrivals in a pooled clinic."""
    null = replace(USUAL, **world.NULL)
    first = [
        np.mean([row[-1] for row in world.a_day(seed, 1, null)]) for seed in seeds(master, "null clinic", 150)
    ]
    mean_is(first, 17.0, slack=3.0, why="null wait, minutes")
    same = replace(null, carve_out=False, latest_start=0.0)
    for seed in seeds(master, "null clinic", 3):
        assert world.a_day(seed, 1, same) == world.a_day(seed, 1, null)


def test_without_any_variation_nobody_waits():
    still = replace(USUAL, **world.NULL, random_arrivals=False, consultation_cv=0.0)
    waits = [row[-1] for row in world.a_day(1, 1, still)]
    assert max(waits) == 0.0


def test_little_s_law_holds_day_by_day(days):
    """Area under the number waiting or being seen equals the sum of the times spent: counted two ways."""
    for patients in days[1][:10]:
        arrived, left = np.array([[row[2], row[-2]] for row in patients]).T
        times = np.sort(np.concatenate([arrived, left]))
        inside = np.searchsorted(np.sort(arrived), times[:-1], "right") - np.searchsorted(
            np.sort(left), times[:-1], "right"
        )
        assert (inside * np.diff(times)).sum() == pytest.approx((left - arrived).sum(), rel=1e-6)


def test_times_run_in_order_and_nobody_is_in_two_places(days):
    for patients in days[1][:10]:
        for row in patients:
            assert list(row[2:7]) == sorted(row[2:7])
            assert row[6] <= row[8] + 0.011
        for clinician in range(1, 5):
            spans = sorted((row[8], row[9]) for row in patients if row[7] == clinician)
            assert all(before[1] <= after[0] + 0.011 for before, after in pairwise(spans))
        own = {row[1]: set() for row in patients}
        for row in patients:
            own[row[1]].add(row[7])
        assert all(len(clinicians) == 1 for clinicians in own.values()), (
            "a carve-out ties a stream to a clinician"
        )


@pytest.mark.parametrize(
    ("servers", "waits"),
    [
        (1, (4.0, 5.67, 9.0, 19.0)),
        (3, (1.08, 1.62, 2.72, 6.05)),
        (10, (0.20, 0.35, 0.67, 1.65)),
        (30, (0.03, 0.07, 0.16, 0.47)),
    ],
)
def test_expected_waits_agree_with_the_published_curve(servers, waits):
    """Erlang's C at 80, 85, 90 and 95% load, in service times."""
    assert [round(world.expected_wait(load, servers), 2) for load in (0.80, 0.85, 0.90, 0.95)] == list(waits)
    assert world.expected_wait(0.98) == pytest.approx(49)


@pytest.mark.parametrize("load", [0, 1, 1.2, -1])
def test_a_load_without_an_end_is_refused(load):
    with pytest.raises(ValueError, match="load"):
        world.expected_wait(load)


def test_the_clinic_remembers_its_days_and_changes():
    clinic = harrowmere.clinic_flow(4)
    clinic.run(2)
    words = clinic.change(carve_out=False)
    clinic.run(1)
    assert "diary" in words
    assert clinic.days["carve_out"].tolist() == [True, True, False]
    assert clinic.patients["day"].max() == 3
    assert clinic.record()["moves"] == [
        {"move": "run", "days": 2},
        {"move": "change", "carve_out": False},
        {"move": "run", "days": 1},
    ]
    again = harrowmere.clinic_flow(4)
    again.run(2)
    assert again.days.equals(clinic.days.iloc[:2])


@pytest.mark.parametrize(
    "settings", [{"clinicians": 3}, {"clinicians": 0, "carve_out": False}, {"hours": 0}, {"colour": 1}]
)
def test_a_clinic_that_cannot_be_is_refused(settings):
    with pytest.raises(ValueError, match=r"clinic|clinician|more than 0"):
        harrowmere.clinic_flow(**settings)
