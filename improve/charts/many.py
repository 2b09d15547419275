"""Many series at once: a long table with a grouping column gives one result row for each series, in one pass.

All series are laid side by side in one two-dimensional array, and limits and rules are worked out for all of
them together: there is no loop over series.
"""

import numpy as np
import pandas as pd

from . import limits, rules, zones
from .build import zone_marks
from .chart import ENOUGH
from .rulesets import apply_rules, rule_set

CHARTS = ("run", "i", "c", "p", "pp", "u", "up", "g")


def many_charts(
    data,
    group="group",
    value="value",
    date="date",
    denominator=None,
    *,
    chart="i",
    rules="anhoej",
    screen=False,
    better="neither",
    target=None,
    per=1,
) -> pd.DataFrame:
    """Test many series in one vectorised pass.

    Parameters
    ----------
    data : DataFrame
        Long form: one row for each series and date.
    group, value, date, denominator : str
        Names of columns.
    chart : {"run", "i", "c", "p", "pp", "u", "up", "g"}
    rules : str or RuleSet
    screen : bool
        Screen moving ranges once, where the chart uses them.
    better : {"higher", "lower", "neither"}
        Which direction is an improvement.
    target : float, optional
    per : float
        Multiplier of the plotted value.

    Returns
    -------
    DataFrame
        One row for each series, in order of attention asked for: group, n, n_useful, centre, lower, upper (of
        the last point), last, n_beyond, shift, trend, few_crossings, many_crossings, pattern, enough, signal,
        and the NHS verdicts variation and assurance, with attention.

    Raises
    ------
    ValueError
        If a column is missing, a date comes twice in a series, or a name is not known.

    Examples
    --------
    >>> a, b = [5, 6, 7] * 4, [5, 6, 7] * 3 + [5, 6, 30]
    >>> long = pd.DataFrame({"group": ["A"] * 12 + ["B"] * 12, "date": [*range(12)] * 2, "value": a + b})
    >>> many_charts(long, rules="nhs")[["group", "n_beyond"]].to_numpy().tolist()
    [['B', 1], ['A', 0]]
    """
    chosen = rule_set(rules)
    if chart not in CHARTS:
        raise ValueError(f"chart={chart!r} is not known here. Use one of {', '.join(map(repr, CHARTS))}.")
    if chart == "run" and chosen.needs_limits:
        raise ValueError(f"The {chosen.label} need limits, and a run chart has none.")
    names, y, n = wide(data, group, value, date, denominator)
    raw = y if denominator is None else np.divide(y, n, out=np.full(y.shape, np.nan), where=n > 0)
    lines = _lines(chart, raw, n, screen)
    found = examine_many(raw, lines, chosen, limited=chart != "run")
    return _table(names, raw * per, lines, found, per, better, target)


def wide(data, group, value, date, denominator=None):
    """Lay the series of a long table side by side: names, values and denominators.

    Each series keeps its own dates: the first column holds every series' first point, and so on. A row without a
    value stays a gap; shorter series end in gaps.

    Returns
    -------
    names : ndarray, shape (series,)
    y, n : ndarray, shape (series, points)

    Raises
    ------
    ValueError
        If a column is missing or a date comes twice in a series.
    """
    for column in (group, value, date, denominator):
        if column is not None and column not in data.columns:
            raise ValueError(
                f"There is no column {column!r}. The columns are: {', '.join(map(str, data.columns))}."
            )
    data = data.sort_values([group, date], kind="stable")
    twice = data.duplicated([group, date])
    if twice.any():
        first = data[twice].iloc[0]
        raise ValueError(f"{first[group]!r} has the date {first[date]} twice. Give each date one value.")
    row, names = pd.factorize(data[group])
    column = data.groupby(group, sort=False).cumcount().to_numpy()
    shape = (len(names), int(column.max()) + 1 if len(column) else 0)
    y, n = np.full(shape, np.nan), np.full(shape, np.nan)
    y[row, column] = data[value].to_numpy(dtype=float)
    if denominator is not None:
        n[row, column] = data[denominator].to_numpy(dtype=float)
    return np.asarray(names), y, n


def _lines(chart, y, n, screen) -> limits.Limits:
    if chart == "run":
        centre = np.broadcast_to(limits._median(y, ~np.isnan(y))[:, None], y.shape)
        none = np.full(y.shape, np.nan)
        return limits.Limits(centre, none, none, none, none)
    if chart == "i":
        return limits.individuals(y, screen=screen)
    if chart == "c":
        return limits.counts(y)
    if chart == "g":
        return limits.cases_between(y)
    make = limits.proportions if chart in ("p", "pp") else limits.rates
    return make(y, n, prime=chart in ("pp", "up"), screen=screen)


def examine_many(y, lines, chosen, *, limited: bool = True) -> dict[str, np.ndarray]:
    """Apply a rule set to every row of a two-dimensional array at once; marks and counts by name.

    Gaps inside a series are left where they are: they are skipped by run rules and end zone patterns.
    """
    found = apply_rules(y, lines.centre, chosen)
    none = np.zeros(y.shape, dtype=bool)
    beyond = zones.beyond(y, lines) if limited else none
    pattern = zone_marks(y, lines, chosen)[0] if limited else none
    return {
        "test": found,
        "beyond": beyond,
        "pattern": pattern,
        "side": rules.sides(y, lines.centre),
        "rising": _rising(y, found.in_trend),
    }


def _rising(y, in_trend) -> np.ndarray:
    """Mark the points of a trend that rise; at a turn the later trend counts."""
    step = rules.steps(y)
    pad = np.zeros_like(step[:, :1])
    following = np.concatenate([in_trend[:, 1:], pad.astype(bool)], axis=1) & in_trend
    return np.where(following, np.concatenate([step, pad], axis=1), np.concatenate([pad, step], axis=1)) > 0


def _table(names, y, lines, found, per, better, target) -> pd.DataFrame:
    known = ~np.isnan(y)
    last = np.maximum(y.shape[1] - 1 - known[:, ::-1].argmax(axis=1), 0)
    at_last = np.arange(len(y)), last
    test = found["test"]
    n_beyond, pattern = found["beyond"].sum(axis=1), found["pattern"].any(axis=1)
    enough = known.sum(axis=1) >= ENOUGH
    table = pd.DataFrame(
        {
            "group": names,
            "n": known.sum(axis=1),
            "n_useful": test.n_useful,
            "centre": lines.centre[at_last] * per,
            "lower": lines.lower[at_last] * per,
            "upper": lines.upper[at_last] * per,
            "last": y[at_last],
            "longest_run": test.longest_run,
            "n_crossings": test.n_crossings,
            "n_beyond": n_beyond,
            "shift": test.shift,
            "trend": test.trend,
            "few_crossings": test.few_crossings,
            "many_crossings": test.many_crossings,
            "pattern": pattern,
            "enough": enough,
            "signal": enough & (test.signal | pattern | (n_beyond > 0)),
        }
    )
    table["variation"] = _variation(found, at_last, better)
    table["assurance"] = _assurance(table, better, target)
    table["attention"] = _attention(table)
    return table.sort_values(["attention", "signal"], ascending=False, kind="stable", ignore_index=True)


def _variation(found, at_last, better) -> np.ndarray:
    """Name the last point of each series, by the first rule that holds: limits, trend, pattern, shift."""
    up = np.where(found["test"].in_trend & ~found["beyond"], found["rising"], found["side"] > 0)[at_last]
    marked = (found["beyond"] | found["pattern"] | found["test"].in_trend | found["test"].in_shift)[at_last]
    if better == "neither":
        special = np.where(up, "special_cause_neutral_high", "special_cause_neutral_low")
    else:
        good = up == (better == "higher")
        special = np.where(good, "special_cause_improvement", "special_cause_concern")
    return np.where(marked, special, "common_cause")


def _assurance(table, better, target) -> np.ndarray:
    if target is None or better == "neither":
        return np.full(len(table), None, dtype=object)
    over, under = target > table["upper"], target < table["lower"]
    high, low = (
        ("consistent_fail", "consistent_pass")
        if better == "higher"
        else ("consistent_pass", "consistent_fail")
    )
    return np.where(over, high, np.where(under, low, "inconsistent")).astype(object)


def _attention(table) -> np.ndarray:
    """As `Verdict.attention`: 0 (none) to 5."""
    by_variation = {"special_cause_concern": 3, "special_cause_improvement": 1, "common_cause": 0}
    variation = table["variation"].map(by_variation).fillna(2).to_numpy(dtype=int)
    assurance = (
        table["assurance"].map({"consistent_fail": 2, "inconsistent": 1}).fillna(0).to_numpy(dtype=int)
    )
    return variation + assurance
