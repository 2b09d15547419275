"""The run chart: values in time order around their median, and rules for when chance is a poor story."""

import numpy as np

from . import rules as run_rules
from .chart import Chart, RunSignals, point_table
from .rulesets import RuleSet, apply_rules, rule_set
from .series import Series, date_words, read_series


def run_chart(
    data,
    value="value",
    date="date",
    denominator=None,
    *,
    per=1,
    rules="anhoej",
    baseline=None,
    phases=None,
    centre=None,
    target=None,
    exclude=None,
    notes=None,
    title=None,
    measure=None,
    unit=None,
) -> Chart:
    """Make a run chart.

    Parameters
    ----------
    data : DataFrame or sequence of numbers
        One row for each point in time. Blank values are kept as gaps. A column `note` is used where there is
        one.
    value, date, denominator : str
        Names of columns. With a denominator, what is drawn is `per` x value / denominator. `date=None` uses
        the order of the rows.
    per : float
        Multiplier: 100 for per cent, 1000 for a rate per thousand.
    rules : {"anhoej", "perla", "nhs"} or RuleSet
        The rule set; it is named on the chart and in the reading.
    baseline : int or date, optional
        Fix the median on the first so many points (of each phase), or on the points strictly before a date.
    phases : list of dates or of 0-based positions, or dict, optional
        Where new phases start. Each phase has its own median and is tested by itself. A dict {date: "reason"}
        puts the reason on record.
    centre : float, optional
        Set the centre line by hand in place of a median.
    target : float, optional
        A line to compare with. It plays no part in the rules.
    exclude : dates or 0-based positions, optional
        Points that are shown but not counted.
    notes : dict, optional
        What happened when: {date: "text"}.
    title, measure, unit : str, optional
        Words for the figure and the reading.

    Returns
    -------
    Chart

    Raises
    ------
    ValueError
        If the data or the choices cannot make a chart; the message says what, where, and the cure.

    Notes
    -----
    The centre line is the median of the values that are neither missing nor excluded. Points on it count for
    neither side. `improve.charts.rules` says how ties and gaps are treated.

    References
    ----------
    Perla RJ, Provost LP, Murray SK (2011). The run chart. BMJ Quality & Safety 20:46–51.
    Anhøj J, Olesen AV (2014). Run charts revisited. PLoS ONE 9:e113825.

    Examples
    --------
    >>> before, after = [41, 38, 45, 36, 43, 40, 47, 39, 42, 37, 44, 41], [33, 30, 35, 29, 32, 34, 28, 31, 36]
    >>> chart = run_chart(before + after, baseline=12)
    >>> chart.signals[0].longest_run, chart.signals[0].longest_run_max, chart.signal
    (9, 7, True)
    """
    chosen = rule_set(rules)
    if chosen.needs_limits:
        raise ValueError(f"The {chosen.label} need limits, and a run chart has none. Use them on an i_chart.")
    series = read_series(
        data,
        value,
        date,
        denominator,
        per=per,
        baseline=baseline,
        phases=phases,
        exclude=exclude,
        notes=notes,
        measure=measure,
        unit=unit,
    )
    _refuse_contradictions(centre, baseline, target)
    tested = np.where(series.excluded, np.nan, series.y)
    line = medians(series, tested, centre)
    signals, table = rules_by_phase(series, tested, line, chosen)
    return Chart(
        kind="run",
        series=series,
        table=table,
        signals=signals,
        rules=chosen,
        centre_name="median" if centre is None else "centre line",
        centre_from=_centre_from(series, centre),
        target=None if target is None else float(target),
        title=title,
    )


def _refuse_contradictions(centre, baseline, target) -> None:
    if centre is not None and baseline is not None:
        raise ValueError(
            "Give either centre (a line set by hand) or baseline (points that fix it), not both."
        )
    for name, line in (("centre", centre), ("target", target)):
        if line is not None and not np.isfinite(_as_number(line, name)):
            raise ValueError(f"{name}={line!r} is not a number that can be drawn.")


def _as_number(line, name) -> float:
    try:
        return float(line)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"{name}={line!r} is not a number.") from problem


def medians(series: Series, tested, centre=None) -> np.ndarray:
    """Return the centre line at each point: the median of the points that fix it, phase by phase."""
    line = np.full(len(tested), np.nan)
    for phase in range(1, series.n_phases + 1):
        here = series.phase == phase
        if centre is not None:
            line[here] = float(centre)
            continue
        fixing = tested[here & series.in_baseline]
        known = fixing[~np.isnan(fixing)]
        if len(known):
            line[here] = np.median(known)
        elif not np.isnan(tested[here]).all():
            start = date_words(series.x[here][0], series.x if series.dated else None)
            raise ValueError(f"The baseline from {start} on holds no values, so it cannot fix a median.")
    return line


def rules_by_phase(series: Series, tested, line, chosen: RuleSet):
    """Apply the run rules to each phase by itself; return one RunSignals a phase, and the table of points."""
    n = len(tested)
    in_shift, in_trend, signal = (np.zeros(n, dtype=bool) for _ in range(3))
    signals = []
    for phase in range(1, series.n_phases + 1):
        here = np.flatnonzero(series.phase == phase)
        found = apply_rules(tested[here], line[here], chosen)
        result = _phase_signals(phase, int((~series.excluded[here]).sum()), found)
        in_shift[here], in_trend[here] = found.in_shift, found.in_trend
        signal[here] = (found.in_shift | found.in_trend) & result.enough
        signals.append(result)
    side = run_rules.sides(tested, line)
    return tuple(signals), point_table(series, line, in_shift, in_trend, signal, side)


def _phase_signals(phase: int, n_obs: int, found) -> RunSignals:
    return RunSignals(
        phase=phase,
        n_obs=n_obs,
        n_useful=int(found.n_useful),
        longest_run=int(found.longest_run),
        longest_run_max=int(found.longest_run_max),
        n_crossings=int(found.n_crossings),
        n_crossings_min=int(found.n_crossings_min),
        n_crossings_max=int(found.n_crossings_max),
        longest_trend=int(found.longest_trend),
        shift=bool(found.shift),
        trend=bool(found.trend),
        few_crossings=bool(found.few_crossings),
        many_crossings=bool(found.many_crossings),
    )


def _centre_from(series: Series, centre) -> str:
    if centre is not None:
        return "fixed"
    if series.has_baseline:
        return "baseline"
    return "phases" if series.n_phases > 1 else "own"
