"""What a simulated plan says, in plain sentences: the chance, the likely range, what binds, and what it cannot say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .roll_out import CHANGES, RUNS, SEED, Result, simulate, what_binds

NOT_A_PROMISE = (
    "A plan is not a promise. The numbers come from the guesses that were put in and from a simple model: sites do not "
    "influence each other, everyone who was invited is willing, and going live is not the same as patients being better off."
)


def month_after(start: date, months: int) -> str:
    """Return the month that lies so many months after the start, as people say it.

    Examples
    --------
    >>> month_after(date(2027, 4, 1), 30)
    'October 2029'
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return f"{date(year, month + 1, 1):%B %Y}"


def share_in_words(share: float) -> str:
    """Say a chance as so many in a hundred, without false certainty.

    Examples
    --------
    >>> share_in_words(0.0), share_in_words(0.374), share_in_words(1)
    ('fewer than 1 run in 100', 'about 37 runs in 100', 'more than 99 runs in 100')
    """
    if share < 0.005:
        return "fewer than 1 run in 100"
    if share > 0.995:
        return "more than 99 runs in 100"
    return f"about {round(100 * share)} runs in 100"


def gain(sites: float) -> str:
    """Write a gain or a loss of sites with its sign.

    Examples
    --------
    >>> gain(-0.02), gain(3.14)
    ('0.0', '+3.1')
    """
    return "0.0" if abs(sites) < 0.05 else f"{sites:+.1f}"


def reading(result: Result, binds=None) -> list[str]:
    """Return the plain reading of a simulated plan, a paragraph each.

    Parameters
    ----------
    result : Result
    binds : list, optional
        From `what_binds`; worked out when it is left out.
    """
    plan = result.plan
    by = month_after(plan.start, int(plan.months))
    low, middle, high = result.band(10, 50, 90)[:, -1].astype(int)
    said = [
        f"{plan.target} sites live by {by}: {share_in_words(result.chance)} get there. "
        f"In the middle run {middle} sites are live then; in eight runs of ten it is between {low} and {high}."
    ]
    if late := _when(result):
        said.append(late)
    binds = what_binds(plan, len(result.live)) if binds is None else binds
    said.append(_binding(result, binds))
    if result.waiting.max():
        worst = int(result.waiting.mean(axis=0).argmax())
        if result.waiting[:, worst].mean() >= 1:
            said.append(
                f"Sites that are ready will wait for somebody to have time for them: on average "
                f"{result.waiting[:, worst].mean():.0f} of them in month {worst}. Enthusiasm does not keep."
            )
    said.append(NOT_A_PROMISE)
    return said


def _when(result: Result) -> str:
    """Say by when half of the runs, and nine in ten, have the target, if that is not by the date."""
    if result.chance >= 0.9:
        return ""
    plan = result.plan
    longer = simulate(replace(plan, months=min(2 * plan.months, 120)), len(result.live), SEED)
    if longer.chances.max() < 0.5:
        return (
            "Even in twice the time fewer than half of the runs reach it: it is not a matter of waiting, since sites are "
            "lost as others are won, or too few were asked."
        )
    month = int((longer.chances >= 0.5).argmax())
    return f"Half of the runs have the target by {month_after(plan.start, month)}."


def _binding(result: Result, binds) -> str:
    """Say which loosening would help most, and that none helps where that is so."""
    now = float(result.live[:, -1].mean())
    name, chance, sites = binds[0]
    if sites - now < 0.5:
        return "Nothing in the plan binds: no single change that we tried would bring even one site more."
    second = next((row for row in binds[1:] if row[2] - now >= 0.5), None)
    more = f" Next comes {second[0]} ({CHANGES[second[0]]}): {second[2] - now:.1f} more." if second else ""
    return (
        f"What binds most: {name}. With {CHANGES[name]} there would be {sites - now:.1f} more sites by the date, "
        f"on average, and {share_in_words(chance)} would reach the target.{more}"
    )


__all__ = ["NOT_A_PROMISE", "RUNS", "month_after", "reading", "share_in_words"]
