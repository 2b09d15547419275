"""How a chart with limits is built: read the series, set lines phase by phase, apply a rule set."""

from dataclasses import dataclass

import numpy as np

from . import guards, rules, zones
from .chart import ENOUGH, Chart, RunSignals, point_table
from .kinds import KINDS
from .limits import Limits
from .rulesets import RuleSet, apply_rules, rule_set
from .series import Series, read_series

BETTER = ("higher", "lower", "neither")


@dataclass(frozen=True)
class LimitSignals(RunSignals):
    """What was found in one phase of a chart with limits: run rules, points beyond limits, zone patterns."""

    n_beyond: int = 0
    patterns: tuple = ()
    n_values: int = 0

    @property
    def enough(self) -> bool:
        """True where there are enough values for the limits to be more than a first trial."""
        return self.n_values >= ENOUGH

    @property
    def runs_signal(self) -> bool:
        """True where a run rule fired, however short the phase."""
        return self.shift or self.trend or self.few_crossings or self.many_crossings

    @property
    def signal(self) -> bool:
        """True where any rule fired and the phase is long enough to say so."""
        return self.enough and (self.runs_signal or self.n_beyond > 0 or bool(self.patterns))


@dataclass(frozen=True)
class Part:
    """One phase as a function that sets lines sees it: values before `per`, denominators, points to use."""

    y: np.ndarray
    n: np.ndarray
    use: np.ndarray
    centre: np.ndarray | None
    rows: np.ndarray


def control_chart(
    kind,
    data,
    lines,
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
    better="neither",
    exclude=None,
    notes=None,
    title=None,
    measure=None,
    unit=None,
    missing="gap",
    settings=None,
) -> Chart:
    """Build a chart with limits from a function that sets them.

    Parameters
    ----------
    kind : str
        A key of `improve.charts.kinds.KINDS`.
    data, value, date, denominator, per, baseline, phases, target, exclude, notes, title, measure, unit
        As for `run_chart`.
    lines : callable
        ``lines(part)`` takes a `Part` and returns the plotted values and their `Limits`, before `per`.
    rules : str or RuleSet
        A rule set: "anhoej", "nhs", "nhs-2023", "western-electric", "nelson", "perla".
    centre : float, optional
        A centre line known beforehand, in the unit of the figure. The variation still comes from the data.
    better : {"higher", "lower", "neither"}
        Which direction is an improvement, for verdicts.
    missing : {"gap", "refuse"}
        Leave gaps where values are missing, or refuse such data as the NHS R package does.
    settings : dict, optional
        Settings of the chart itself, such as screening, for the record.

    Raises
    ------
    ValueError
        If the data or the choices cannot make a chart; the message says what, where, and the cure.
    """
    if better not in BETTER:
        raise ValueError(f"better={better!r} is not known. Use 'higher', 'lower' or 'neither'.")
    if missing not in ("gap", "refuse"):
        raise ValueError(f"missing={missing!r} is not known. Use 'gap' or 'refuse'.")
    chosen = rule_set(rules)
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
    if missing == "refuse" and np.isnan(series.y).any():
        raise ValueError("Some values are missing. Fill them in, or allow gaps with missing='gap'.")
    for name, line in (("centre", centre), ("target", target)):
        if line is not None and (isinstance(line, str) or not np.isfinite(line)):
            raise ValueError(f"{name}={line!r} is not a number that can be drawn.")
    plotted, all_lines = _lines_by_phase(series, lines, centre, per)
    signals, table = _test_by_phase(series, plotted, all_lines, chosen, KINDS[kind].runs)
    chart = Chart(
        kind=kind,
        series=series,
        table=table,
        signals=signals,
        rules=chosen,
        centre_name=KINDS[kind].centre if centre is None else "centre line",
        centre_from=_centre_from(series, centre),
        target=None if target is None else float(target),
        title=title,
        extra={"better": better, "settings": settings or {}, "lines": all_lines},
    )
    return guards.with_doubts(chart)


def _centre_from(series: Series, centre) -> str:
    if centre is not None:
        return "fixed"
    if series.has_baseline:
        return "baseline"
    return "phases" if series.n_phases > 1 else "own"


def _lines_by_phase(series: Series, lines, centre, per) -> tuple[np.ndarray, Limits]:
    """Set the lines of each phase from its own points, and join the phases."""
    raw = series.y / per if not series.has_denominator else _ratio(series)
    use = series.in_baseline & ~series.excluded
    plotted = np.full(len(raw), np.nan)
    joined = {
        name: np.full(len(raw), np.nan) for name in ("centre", "lower", "upper", "lower2", "upper2", "sigma")
    }
    for phase in range(1, series.n_phases + 1):
        here = np.flatnonzero(series.phase == phase)
        given = None if centre is None else np.full(len(here), centre / per)
        y, found = lines(Part(raw[here], series.denominator[here], use[here], given, here))
        plotted[here] = y * per
        for name, line in joined.items():
            if getattr(found, name) is None:
                joined[name] = None
            elif line is not None:
                line[here] = getattr(found, name) * per
    return plotted, Limits(**joined)


def _ratio(series: Series) -> np.ndarray:
    bottom = np.where(series.denominator > 0, series.denominator, np.nan)
    return series.value / bottom


def _test_by_phase(series: Series, y, lines: Limits, chosen: RuleSet, runs: bool):
    """Apply the rules to each phase by itself; return signals by phase, and the table of points."""
    n = len(y)
    marks = {
        name: np.zeros(n, dtype=bool) for name in ("beyond", "in_shift", "in_trend", "in_zone", "signal")
    }
    kinds = np.full(n, "", dtype=object)
    signals = []
    for phase in range(1, series.n_phases + 1):
        here = np.flatnonzero(series.phase == phase)
        part = Limits(**{name: None if line is None else line[here] for name, line in vars(lines).items()})
        result, found, labels = examine(y[here], part, series.excluded[here], chosen, runs, phase)
        for name, mark in found.items():
            marks[name][here] = mark
        marks["signal"][here] = (labels != "") & result.enough
        kinds[here] = labels
        signals.append(result)
    tested = np.where(series.excluded, np.nan, y)
    table = point_table(
        series,
        lines.centre,
        marks["in_shift"],
        marks["in_trend"],
        marks["signal"],
        rules.sides(tested, lines.centre),
    )
    table["value"] = y
    table["lower"], table["upper"] = lines.lower, lines.upper
    table["lower2"], table["upper2"] = lines.lower2, lines.upper2
    table["beyond"], table["in_zone"], table["signal_type"] = marks["beyond"], marks["in_zone"], kinds
    return tuple(signals), table


def examine(y, lines: Limits, excluded, chosen: RuleSet, runs: bool = True, phase: int = 1):
    """Test the points of one phase: LimitSignals, marks by name, and a label for each point."""
    tested = np.where(excluded, np.nan, y)
    found = apply_rules(tested, lines.centre, chosen)
    beyond = zones.beyond(y, lines)
    zone, patterns = zone_marks(tested, lines, chosen) if runs else (np.zeros(len(y), dtype=bool), ())
    in_shift, in_trend = found.in_shift & runs, found.in_trend & runs
    result = LimitSignals(
        phase=phase,
        n_obs=int((~np.asarray(excluded)).sum()),
        n_useful=int(found.n_useful),
        longest_run=int(found.longest_run),
        longest_run_max=int(found.longest_run_max),
        n_crossings=int(found.n_crossings),
        n_crossings_min=int(found.n_crossings_min),
        n_crossings_max=int(found.n_crossings_max),
        longest_trend=int(found.longest_trend),
        shift=bool(found.shift and runs),
        trend=bool(found.trend and runs),
        few_crossings=bool(found.few_crossings and runs),
        many_crossings=bool(found.many_crossings and runs),
        n_beyond=int(beyond.sum()),
        patterns=patterns,
        n_values=int((~np.isnan(tested)).sum()),
    )
    marks = {"beyond": beyond, "in_shift": in_shift, "in_trend": in_trend, "in_zone": zone}
    return result, marks, point_labels(y, lines.centre, marks)


def zone_marks(y, lines: Limits, chosen: RuleSet) -> tuple[np.ndarray, tuple]:
    """Mark points by the zone rules of a set, and name the rules that fired."""
    none = np.zeros(np.shape(y), dtype=bool)
    if chosen.two_in_three:
        near = (y > lines.upper2) | (y < lines.lower2)
        if chosen.two_in_three == "between":
            near &= ~zones.beyond(y, lines)
        hits = {"two in three": zones.two_in_three_same_side(near, rules.sides(y, lines.centre))}
    elif chosen.zones == "western-electric":
        found = zones.western_electric(y, zones.zscores(y, lines))
        hits = {"two in three": found["rule2"], "four in five": found["rule3"]}
    elif chosen.zones == "nelson":
        found = zones.nelson(y, zones.zscores(y, lines))
        names = ("two in three", "four in five", "alternating", "hugging the centre", "mixture")
        hits = dict(zip(names, (found[f"rule{i}"] for i in (5, 6, 4, 7, 8)), strict=True))
    else:
        return none, ()
    marked = none
    for mark in hits.values():
        marked = marked | mark
    return marked, tuple(name for name, mark in hits.items() if mark.any())


def point_labels(y, centre, marks) -> np.ndarray:
    """Label each point by the first rule that holds: beyond a limit, then trend, then zone, then shift.

    A point in two trends at once (a peak or a trough) takes the direction of the one that follows.
    """
    side = np.sign(np.asarray(y, dtype=float) - centre)
    above = np.where(side > 0, "above", "below")
    step = np.sign(np.diff(y))
    trend = marks["in_trend"]
    following = np.append(trend[1:], False) & trend
    way = np.where(following, np.append(step, 0), np.insert(step, 0, 0))
    labels = np.full(len(y), "", dtype=object)
    for name, words in (
        ("in_shift", "shift "),
        ("in_zone", "zone "),
        ("in_trend", "trend "),
        ("beyond", "beyond "),
    ):
        mark = marks[name]
        words_here = np.where(way > 0, "rising", "falling") if name == "in_trend" else above
        labels[mark] = [words + str(word) for word in words_here[mark]]
    return labels
