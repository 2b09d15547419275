"""How often would stable data set off a run rule? Counted exactly, not simulated.

Two cases can be counted. When a series is judged against **its own median**, half the points are above and
half below, and every order is equally likely. When it is judged against **a fixed line** that truly is its
median, each point is a fair coin toss. Any other case (a frozen baseline, a trend rule, several sets
together) needs a simulation, and the functions here return None.
"""

from functools import lru_cache
from math import comb

from . import rules
from .rulesets import RuleSet

LONGEST_COUNTED = 400  # above this many points the counts grow long and nobody needs them


def chance_of_run(length: int, n: int, line: str = "own") -> float:
    """Return the chance that stable data hold a run of `length` points or more on one side of the line.

    Parameters
    ----------
    length : int
        Points in the run.
    n : int
        Useful observations.
    line : {"own", "fixed"}
        Judged against their own median, or against a fixed line that is the true median.

    Returns
    -------
    float

    Notes
    -----
    Arrangements without a long run are counted as pairs of compositions (ways to cut each side's points into
    runs no longer than allowed) by inclusion and exclusion.

    References
    ----------
    Riordan J (1958). An Introduction to Combinatorial Analysis. Wiley, chapter 6.

    Examples
    --------
    >>> [round(100 * chance_of_run(k, 24), 1) for k in (6, 7, 8)]
    [15.7, 5.5, 1.7]
    >>> [round(100 * chance_of_run(k, 24, line="fixed"), 1) for k in (6, 7, 8)]
    [28.8, 14.4, 6.9]
    """
    return _chance(n, length - 1, 0, line)


def false_alarm(chosen: RuleSet, n: int, line: str = "own") -> float | None:
    """Return the chance that a rule set fires on n useful points of stable data; None where it is not known.

    Only sets without a trend rule and without a runs table can be counted.

    Examples
    --------
    >>> from improve.charts import RULE_SETS
    >>> false_alarm(RULE_SETS["nhs"], 24) is None
    True
    """
    if chosen.trend or chosen.crossings == "runs table" or not 0 < n <= LONGEST_COUNTED:
        return None
    longest = int(rules.longest_run_limit(n)) if chosen.shift is None else chosen.shift - 1
    fewest = int(rules.crossings_limit(n)) if chosen.crossings == "anhoej" else 0
    return _chance(n, longest, fewest, line)


@lru_cache(maxsize=512)
def _chance(n: int, longest: int, fewest_crossings: int, line: str) -> float:
    """Return the chance of a longer run, or of fewer crossings, among n useful points."""
    if n <= 0:
        return 0.0
    above = [n // 2] if line == "own" else range(n + 1)
    quiet = sum(_quiet_arrangements(a, n - a, longest, fewest_crossings) for a in above)
    every = comb(n, n // 2) if line == "own" else 2**n
    return 1 - quiet / every


def _quiet_arrangements(above: int, below: int, longest: int, fewest_crossings: int) -> int:
    """Count the orders of the points in which no run is too long and crossings are not too few."""
    total = 0
    for runs in range(fewest_crossings + 1, above + below + 1):
        half, odd = divmod(runs, 2)
        if odd:
            total += _cuts(above, half + 1, longest) * _cuts(below, half, longest)
            total += _cuts(above, half, longest) * _cuts(below, half + 1, longest)
        else:
            total += 2 * _cuts(above, half, longest) * _cuts(below, half, longest)
    return total


@lru_cache(maxsize=65536)
def _cuts(points: int, pieces: int, longest: int) -> int:
    """Count the ways to cut a row of points into so many pieces, none empty and none longer than allowed."""
    if pieces == 0:
        return int(points == 0)
    return sum(
        (-1) ** j * comb(pieces, j) * comb(points - j * longest - 1, pieces - 1)
        for j in range(pieces + 1)
        if points - j * longest >= 1
    )
