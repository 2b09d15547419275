"""The record of a chart: every choice that shaped it, in an order an auditor can follow."""

import numpy as np

from . import words
from .kinds import KINDS
from .series import date_words


def record(chart) -> list[dict]:
    """List the choices made, each as {"choice": what was chosen, "value": how}."""
    series, table = chart.series, chart.table
    rows = [
        ("chart", KINDS[chart.kind].title),
        ("measure", chart.measure + (f" ({chart.unit})" if chart.unit else "")),
        ("points", f"{len(table)} rows, {int(table['value'].isna().sum())} without a value"),
        ("multiplier", f"{series.per:g}"),
        ("rule set", f"{chart.rules.label} ({chart.rules.source}): {chart.rules.in_words()}"),
        ("centre line", _centre(chart)),
        ("phases", _phases(chart)),
        ("excluded", _excluded(chart)),
        ("target", "none" if chart.target is None else words.value_words(chart, chart.target)),
    ]
    rows += [(name, _plain(value)) for name, value in chart.extra.get("settings", {}).items()]
    if "better" in chart.extra:
        rows.append(("better direction", chart.extra["better"]))
    rows += [("new phase", _reason(chart, when, why)) for when, why in series.reasons]
    rows += [("data", sentence) for sentence in series.said]
    rows += [("doubt", sentence) for sentence in chart.extra.get("doubts", ())]
    rows += [("note", f"{date_words(when)}: {text}") for when, text in chart.notes]
    return [{"choice": choice, "value": value} for choice, value in rows]


def _centre(chart) -> str:
    baseline = np.flatnonzero(chart.series.in_baseline)
    return {
        "own": f"{chart.centre_name} of all counted points",
        "phases": f"{chart.centre_name} of each phase",
        "fixed": "set by hand",
        "baseline": f"{chart.centre_name} of {len(baseline)} baseline points, "
        f"{words.stretch(chart, baseline)}",
    }[chart.centre_from]


def _plain(value) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _reason(chart, when, why) -> str:
    start = words.place(chart, int(chart.series.x.get_loc(when)))
    return f"from {start}: {why or 'no reason given'}"


def _phases(chart) -> str:
    if chart.series.n_phases == 1:
        return "one"
    starts = np.flatnonzero(np.diff(chart.series.phase)) + 1
    return f"{chart.series.n_phases}, starting anew at " + words.listed(words.place(chart, s) for s in starts)


def _excluded(chart) -> str:
    out = np.flatnonzero(chart.series.excluded)
    return words.listed(words.place(chart, position) for position in out) if len(out) else "none"
