"""Assertions about random numbers whose risk of a false failure is known, added up and kept under a limit.

Every assertion here may fail for a correct generator with a chance of at most RISK. The whole folder may make so
many that the sum stays under LIMIT, one run in ten thousand; `test_budget.py` adds them up. README.md has the
calculation.
"""

from __future__ import annotations

import math
import zlib

import numpy as np
from scipy import stats

RISK = 2e-7  # of one assertion, both sides together
LIMIT = 1e-4  # of the whole folder
CUT = 6.0  # standard errors, for means: see README.md
FEWEST = 150  # values behind a mean, for the cut to hold
REFERENCE_ERRORS = 4.5  # standard errors of a reference that was itself simulated

spent: list[str] = []


def seeds(master: int, name: str, count: int) -> list[int]:
    """Return fresh seeds for one dataset from the run's master seed."""
    return np.random.SeedSequence([master, zlib.crc32(name.encode())]).generate_state(count).tolist()


def share_is(hits, trials, expected: float, slack: float = 0.0, why: str = "") -> None:
    """Assert that a count of independent hits fits a chance within `slack` of the expected one (exact binomial)."""
    spent.append(why)
    hits, trials = int(hits), int(trials)
    low, high = max(expected - slack, 0.0), min(expected + slack, 1.0)
    too_many = stats.binom.sf(hits - 1, trials, high)
    too_few = stats.binom.cdf(hits, trials, low)
    assert min(too_many, too_few) > RISK / 2, (
        f"{why}: {hits} of {trials} is {hits / trials:.4f}; expected {expected:.4f} ± {slack:.4f}"
    )


def share_is_at_most(hits, trials, most: float, why: str = "") -> None:
    """Assert that hits are no commoner than `most` (exact binomial, one side)."""
    spent.append(why)
    hits, trials = int(hits), int(trials)
    assert stats.binom.sf(hits - 1, trials, most) > RISK, (
        f"{why}: {hits} of {trials} is {hits / trials:.4f}; expected at most {most:.4f}"
    )


def rate_is(events, exposure, expected: float, why: str = "") -> None:
    """Assert that a count of independent events fits a rate (exact Poisson)."""
    spent.append(why)
    mean = exposure * expected
    tail = min(stats.poisson.sf(int(events) - 1, mean), stats.poisson.cdf(int(events), mean))
    assert tail > RISK / 2, f"{why}: {events} events, expected {mean:.1f}"


def mean_is(values, expected: float, slack: float = 0.0, why: str = "") -> None:
    """Assert that a mean of independent values lies within CUT standard errors of expected ± slack."""
    spent.append(why)
    values = np.asarray(values, dtype=float)
    assert values.size >= FEWEST, f"{why}: {values.size} values are too few for the cut of {CUT}"
    error = values.std(ddof=1) / math.sqrt(values.size)
    away = abs(values.mean() - expected) - slack
    assert away <= CUT * error, (
        f"{why}: mean {values.mean():.5f} ± {error:.5f}; expected {expected:.5f} ± {slack:.5f}"
    )


def reference_slack(share: float, trials: int) -> float:
    """Return how far a share that was found in a reference run of so many trials may itself be off."""
    return REFERENCE_ERRORS * math.sqrt(share * (1 - share) / trials)
