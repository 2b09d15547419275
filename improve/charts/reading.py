"""The reading of a chart over time: what it shows and what it cannot show, in words fit for the reader.

A reading claims a change only where a rule fired on enough useful points. It never names a cause, never makes
anything of one unusual point, and says so when a series is too short.
"""

import numpy as np

from . import chance, reading_limits, thin, words
from .chart import ENOUGH
from .kinds import KINDS
from .rulesets import apply_rules

AUDIENCES = ("team", "board", "analyst")
MOST_NAMED = 3  # runs or trends told one by one; more than that are counted
MANY_ROWS = 4  # a late stretch shorter than this is not worth a sentence
_JUDGEMENT = (
    "Whether a single unusual point matters is a judgement for people who know the work; no rule here "
    "tests it."
)
CANNOT_SAY_WHY = "The chart cannot say why: that takes knowledge of the work, and of what else happened then."


def reading(chart, audience: str = "team") -> str:
    """Return the reading for an audience, as paragraphs with a blank line between."""
    if audience not in AUDIENCES:
        raise ValueError(f"There is no audience {audience!r}. Use one of {words.listed(AUDIENCES)}.")
    if chart.table["value"].isna().all():
        return f"There are no values to show for {chart.measure}, so this chart says nothing yet."
    paragraphs = {"team": _team, "board": _board, "analyst": _analyst}[audience](chart)
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs if sentences)


def _team(chart) -> list[list[str]]:
    shows = [_opening(chart), *_lines(chart), *_verdicts(chart), *_recent(chart), *_target(chart)]
    cannot = [
        *reading_limits.doubts(chart),
        *_limits_of_a_verdict(chart),
        *_limits_of_the_choices(chart),
        _named_rules(chart),
        *_false_alarms(chart),
    ]
    return [shows, cannot]


def _board(chart) -> list[list[str]]:
    if chart.signal:
        ask = (
            "Before crediting or blaming anything, ask what was different at that time, whether the way of "
            "counting changed, and whether the new level has held."
        )
    elif not any(phase.enough for phase in chart.signals):
        ask = "Ask for more points in time before drawing a conclusion."
    else:
        ask = (
            "Asking why one point is higher or lower than the last would be asking about chance. Ask "
            "instead whether "
            "this level is good enough: a steady result can be steadily too low or too high."
        )
    shows = [_subject(chart), *_verdicts(chart), *_target(chart), ask]
    return [shows, [*reading_limits.doubts(chart), *_limits_of_the_choices(chart), _named_rules(chart)]]


def _analyst(chart) -> list[list[str]]:
    numbers = [_numbers(chart, phase) for phase in chart.signals]
    shows = [_opening(chart), *_lines(chart), *numbers, *_verdicts(chart), *_recent(chart)]
    cannot = [
        *reading_limits.doubts(chart),
        f"Rules: {chart.rules.label} ({chart.rules.source}): {chart.rules.in_words()}.",
        "Other rule sets can give another answer on the same data.",
        *_false_alarms(chart),
        "The rules take the points to be independent: with seasons, rolling averages or strong carry-over "
        "from one "
        "point to the next, expect more false alarms.",
        *_limits_of_a_verdict(chart),
        *_limits_of_the_choices(chart),
        *chart.series.said,
    ]
    return [shows, cannot]


# What is on the chart -----------------------------------------------------------------------------------


def _subject(chart) -> str:
    title = KINDS[chart.kind].title
    title = title if title[1:2] in ("W", "U", "′") or " " in title[:2] else title[0].lower() + title[1:]
    return f"This {title} shows {chart.measure}, {words.stretch(chart, np.arange(len(chart.table)))}."


def _opening(chart) -> str:
    known = chart.table["value"].notna()
    missing = int(np.isnan(chart.series.y).sum())
    gap = f", with {missing} missing and left as {'a gap' if missing == 1 else 'gaps'}" if missing else ""
    return f"{_subject(chart)[:-1]}: {words.count(int(known.sum()), 'value')}{gap}."


def _lines(chart) -> list[str]:
    """Say where the centre line and the limits lie."""
    if chart.kind == "cusum":
        return [
            "It adds up, in standard errors, how far values lie above and below the centre; "
            f"a sum beyond {chart.extra['settings']['decision interval']} is a signal."
        ]
    return [
        _centre(chart),
        *(reading_limits.where_limits_lie(chart) if reading_limits.has_limits(chart) else []),
    ]


def _centre(chart) -> str:
    if chart.centre_from == "phases":
        parts = []
        for phase in range(1, chart.series.n_phases + 1):
            rows = _rows(chart, phase)
            centre = chart.table["centre"].iloc[rows[0]]
            if not np.isnan(centre):
                parts.append(f"{words.value_words(chart, centre)} for {words.stretch(chart, rows)}")
        split = f"It was split into {chart.series.n_phases} phases"
        return f"{split}, each with its own {chart.centre_name}: {words.listed(parts)}."
    level = words.value_words(chart, chart.table["centre"].dropna().iloc[0])
    if chart.centre_from == "fixed":
        return f"The centre line was set by hand at {level}."
    if chart.centre_from == "baseline":
        if chart.series.n_phases > 1:
            return f"Each phase has a {chart.centre_name} fixed by its first points."
        base = np.flatnonzero(chart.series.in_baseline)
        return (
            f"The {chart.centre_name}, {level}, was fixed on the baseline of {words.count(_known(chart, base), 'value')}, "
            f"{words.stretch(chart, base)}, and carried on unchanged."
        )
    if chart.centre_name != "median":
        return f"The {chart.centre_name} is {level}."
    return f"The median is {level}: half the values lie at or above it, half at or below."


def _rows(chart, phase: int) -> np.ndarray:
    return np.flatnonzero((chart.table["phase"] == phase).to_numpy())


def _known(chart, rows) -> int:
    return int(chart.table["value"].iloc[rows].notna().sum())


def _target(chart) -> list[str]:
    if chart.target is None:
        return []
    level = words.value_words(chart, chart.target)
    drawn = f"The target of {level} is drawn for comparison; it plays no part in the rules."
    return [drawn, *reading_limits.assurance(chart)]


# What the rules found -----------------------------------------------------------------------------------


def _verdicts(chart) -> list[str]:
    if chart.series.n_phases == 1:
        return _verdict(chart, chart.signals[0], "")
    sentences = []
    for phase in chart.signals:
        span = words.stretch(chart, _rows(chart, phase.phase))
        sentences += _verdict(chart, phase, f"Phase {phase.phase} ({span}): ")
    return sentences


def _verdict(chart, phase, prefix: str) -> list[str]:
    """Say what the rules found in one phase."""
    if reading_limits.has_limits(chart):
        sentences = _verdict_on_limits(chart, phase)
    elif not phase.enough:
        sentences = [_too_short(chart, phase)]
    elif not phase.runs_signal:
        sentences = [
            f"The points move up and down around the {chart.centre_name} with no pattern that these rules "
            "pick out. "
            "Nothing here goes beyond what chance gives in a steady process."
        ]
    else:
        sentences = [*_shift_words(chart, phase), *_trend_words(chart, phase), *_crossing_words(chart, phase)]
        moved = phase.shift or phase.trend
        sentences.append(
            "That is more than chance usually gives: "
            + (reading_limits.LIKELY if moved else "the process was not steady.")
        )
    if prefix:
        sentences[0] = prefix + sentences[0][0].lower() + sentences[0][1:]
    return sentences


def _verdict_on_limits(chart, phase) -> list[str]:
    sentences = reading_limits.verdict(chart, phase)
    if not phase.signal:
        return sentences
    runs = [*_shift_words(chart, phase), *_trend_words(chart, phase), *_crossing_words(chart, phase)]
    return [*sentences, *runs, *reading_limits.patterns(phase), reading_limits.closing(phase)]


def _too_short(chart, phase) -> str:
    rows = _rows(chart, phase.phase)
    if _known(chart, rows) - phase.n_useful >= ENOUGH:
        return (
            f"The rules cannot read this: all but {words.count(phase.n_useful, 'point')} lie exactly on the "
            f"{chart.centre_name}. A finer measure might show more."
        )
    return (
        f"Too short to read by rules: {words.count(phase.n_useful, 'point')} off the {chart.centre_name}, "
        f"where about {ENOUGH} are the least that could tell anything. Keep measuring."
    )


def _shift_words(chart, phase) -> list[str]:
    sentences = []
    runs = _in_phase(chart, phase, words.shift_stretches(chart))
    for run in thin.longest(runs, MOST_NAMED):
        side = "above" if chart.table["side"].iloc[run[0]] > 0 else "below"
        sentences.append(
            f"From {words.stretch(chart, run)}, {len(run)} points in a row lie {side} the "
            f"{chart.centre_name}, where "
            f"{phase.longest_run_max} is the most that these rules put down to chance."
        )
    sentences += _more(runs, "run")
    return sentences


def _trend_words(chart, phase) -> list[str]:
    sentences = []
    parts = _in_phase(chart, phase, words.trend_stretches(chart))
    for part in thin.longest(parts, MOST_NAMED):
        y = chart.table["value"].to_numpy()[part]
        way = "higher" if y[-1] > y[0] else "lower"
        sentences.append(
            f"From {words.stretch(chart, part)}, {len(part)} points in a row are each {way} than the last, "
            f"where {chart.rules.trend} are called a trend."
        )
    sentences += _more(parts, "trend")
    return sentences


def _more(parts, name: str) -> list[str]:
    rest = len(parts) - MOST_NAMED
    return (
        [f"There are {rest:,} more such {name}s." if rest > 1 else f"There is one more such {name}."]
        if rest > 0
        else []
    )


def _in_phase(chart, phase, parts) -> list:
    return [part for part in parts if chart.table["phase"].iloc[part[0]] == phase.phase]


def _crossing_words(chart, phase) -> list[str]:
    if phase.few_crossings:
        return [
            f"The line through the points crosses the {chart.centre_name} {_times(phase.n_crossings)}, "
            "where at "
            f"least {phase.n_crossings_min} crossings would be usual: the values come in long waves or have "
            "moved."
        ]
    if phase.many_crossings:
        return [
            f"The line through the points crosses the {chart.centre_name} {_times(phase.n_crossings)}, where "
            f"{phase.n_crossings_max} is about the most that is usual: such a zigzag often means that two "
            "different "
            "sources were mixed."
        ]
    return []


def _times(n: int) -> str:
    return {0: "not once", 1: "once", 2: "twice"}.get(n, f"{n} times")


def _recent(chart) -> list[str]:
    """Mention a late stretch on one side that is too short to be a signal, and say that it is."""
    phase = chart.signals[-1]
    side = chart.table["side"].to_numpy()[_rows(chart, phase.phase)]
    side = side[side != 0]
    if not phase.enough or len(side) == 0 or not KINDS[chart.kind].runs:
        return []
    turned = np.flatnonzero(side != side[-1])
    length = len(side) - (turned[-1] + 1 if len(turned) else 0)
    if not MANY_ROWS <= length <= phase.longest_run_max:
        return []
    where = "above" if side[-1] > 0 else "below"
    return [
        f"The latest {length} points lie {where} the {chart.centre_name}. That is too few to call anything: "
        "these "
        f"rules need {phase.longest_run_max + 1} in a row. Watch the next points."
    ]


def _numbers(chart, phase) -> str:
    on_line = int(
        (chart.table["value"].notna() & ~chart.table["useful"] & ~chart.table["excluded"])
        .iloc[_rows(chart, phase.phase)]
        .sum()
    )
    name = f"Phase {phase.phase}: " if chart.series.n_phases > 1 else ""
    trend = (
        f"; longest trend {phase.longest_trend} (signal from {chart.rules.trend})"
        if chart.rules.trend
        else ""
    )
    low = f" (lower limit {phase.n_crossings_min})" if chart.rules.crossings else " (no limit in this set)"
    return (
        f"{name}n = {phase.n_obs}, useful {phase.n_useful}, on the line {on_line}; longest run "
        f"{phase.longest_run} "
        f"(upper limit {phase.longest_run_max}); crossings {phase.n_crossings}{low}{trend}."
    )


# What the chart cannot show -----------------------------------------------------------------------------


def _limits_of_a_verdict(chart) -> list[str]:
    sentences = []
    if chart.signal:
        sentences.append(CANNOT_SAY_WHY)
        if chart.notes:
            sentences.append("A note marks when something happened, not what it did.")
    elif any(phase.enough for phase in chart.signals):
        sentences.append(
            "No signal is not proof that nothing changed: a small or recent change may not show yet."
        )
        if chart.kind == "run":
            sentences.append(_JUDGEMENT)
    return sentences


def _limits_of_the_choices(chart) -> list[str]:
    sentences = []
    if chart.series.n_phases > 1:
        sentences.append(
            "Where to split was a choice, and each phase is read by itself: the chart does not test whether "
            "the "
            f"phases differ. A {chart.centre_name} fixed on the first phase would."
        )
    if chart.centre_from == "baseline" and chart.series.n_phases == 1:
        sentences += _baseline_doubts(chart)
    excluded = int(chart.table["excluded"].sum())
    if excluded:
        sentences.append(f"{words.count(excluded, 'point')} shown but not counted, by choice.")
    return sentences


def _baseline_doubts(chart) -> list[str]:
    """Say so when the baseline is short, or was not steady itself."""
    rows = np.flatnonzero(chart.series.in_baseline)
    tested = np.where(chart.series.excluded, np.nan, chart.series.y)[rows]
    found = apply_rules(tested, chart.table["centre"].to_numpy()[rows], chart.rules)
    if found.n_useful < ENOUGH:
        return [
            f"The baseline is short ({words.count(_known(chart, rows), 'value')}), so the median is a rough "
            "guide."
        ]
    if found.signal:
        return [f"The baseline was not steady itself, so its {chart.centre_name} is an uncertain yardstick."]
    return []


def _named_rules(chart) -> str:
    return f"Read with the {chart.rules.label}; other rule sets draw the line elsewhere and can disagree."


def _false_alarms(chart) -> list[str]:
    """State the false-alarm rate where it can be counted: one phase, by its own median or a set line."""
    line = {"own": "own", "fixed": "fixed"}.get(chart.centre_from)
    phase = chart.signals[0]
    if chart.kind != "run" or line is None or len(chart.signals) > 1 or not phase.enough:
        return []
    rate = chance.false_alarm(chart.rules, phase.n_useful, line)
    if rate is not None:
        return [
            f"With {phase.n_useful} useful points, steady data set off these rules {_in_a_hundred(rate)}."
        ]
    if chart.rules.shift and phase.n_useful <= chance.LONGEST_COUNTED:
        rate = chance.chance_of_run(chart.rules.shift, phase.n_useful, line)
        return [
            f"With {phase.n_useful} useful points, the rule of {chart.rules.shift} on one side alone is set "
            "off by "
            f"steady data {_in_a_hundred(rate)}; the other rules add to that."
        ]
    return []


def _in_a_hundred(rate: float) -> str:
    return "in fewer than 1 chart in 100" if rate < 0.01 else f"in about {100 * rate:.0f} charts in 100"
