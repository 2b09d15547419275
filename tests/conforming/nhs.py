"""Recipes for NHSRplotthedots cases: XmR charts with the NHS rules, told in that package's words."""

import numpy as np
import pandas as pd

from improve import charts

SETTINGS = {"improvement_direction", "rebase", "fix_after_n_points", "target", "screen_outliers"}
OPTIONS = SETTINGS | {"facet_field", "value_field", "date_field"}
NOT_COMPARED = {"trajectory"}
BETTER = {"increase": "higher", "decrease": "lower", "neutral": "neither"}
LABELS = {
    "beyond above": "Above UCL",
    "beyond below": "Below LCL",
    "trend rising": "7 Point Trend (Increasing)",
    "trend falling": "7 Point Trend (Decreasing)",
    "zone above": "2 in 3 Above CL",
    "zone below": "2 in 3 Below CL",
    "shift above": "7 Points Above CL",
    "shift below": "7 Points Below CL",
    "": "Common Cause",
}
SHORT = 13  # the tool warns of fewer than 13 points, whatever its message says


def tolerance(chart: str) -> float:
    """One part in 10^9 for every chart."""
    return 1e-9


def compute(chart: str, options: dict, data: dict) -> dict:
    """Recompute one case, facet by facet."""
    frame = pd.DataFrame(
        {"date": data[_key(data, options, "date")], "value": data[_key(data, options, "value")]}
    )
    frame["value"] = frame["value"].astype(float)
    facet = _facet_key(data, options)
    frame["facet"] = [str(name) for name in data[facet]] if facet else "no facet"
    outputs, summaries = [], []
    for name in sorted(frame["facet"].unique()):
        rows = frame[frame["facet"] == name]
        output, summary = _one_facet(rows, name, options, bool(facet))
        outputs.append(output)
        summaries += summary
    joined = {key: [value for output in outputs for value in output[key]] for key in outputs[0]}
    return {"output": joined, "summary": summaries}


def _key(data, options, what) -> str:
    wanted = options.get(f"{what}_field", what)
    return wanted if wanted in data else {"date": "x", "value": "y"}[what]


def _facet_key(data, options) -> str | None:
    if options.get("facet_field") in data:
        return options["facet_field"]
    known = {_key(data, options, "date"), _key(data, options, "value")}
    spare = [key for key in data if key not in known and isinstance(data[key], list) and len(data[key])]
    return spare[0] if spare else None


def _one_facet(rows, name, options, faceted: bool):
    rebase = _for_facet(options.get("rebase"), name)
    target = _for_facet(options.get("target"), name)
    direction = options.get("improvement_direction", "increase")
    chart = charts.i_chart(
        rows.assign(date=pd.to_datetime(rows["date"])),
        rules="nhs-2023",
        screen=bool(options.get("screen_outliers", True)),
        phases=_phase_starts(rows, rebase),
        baseline=options.get("fix_after_n_points"),
        target=None if target is None else float(np.ravel(target)[0]),
        better=BETTER[direction],
        missing="refuse",
    )
    table = chart.table
    near = ((table["value"] > table["upper2"]) | (table["value"] < table["lower2"])) & ~table["beyond"]
    known = table["upper"].notna()
    sizes = table.groupby("phase")["value"].transform("size")
    types = [charts.point_type(label, BETTER[direction]) for label in table["signal_type"]]
    dated = rows["date"].astype(str).sort_values().tolist()
    output = {
        "date": dated,
        "facet": [name] * len(table),
        "rebase_group": (table["phase"] - 1 + _first_is_rebased(rows, rebase)).tolist(),
        "value": _plain(table["value"]),
        "mean": _plain(table["centre"]),
        "lpl": _plain(table["lower"]),
        "upl": _plain(table["upper"]),
        "outside_limits": [
            bool(flag) if ok else None for flag, ok in zip(table["beyond"], known, strict=True)
        ],
        "relative_to_mean": table["side"].tolist(),
        "close_to_limits": [bool(flag) if ok else None for flag, ok in zip(near, known, strict=True)],
        "special_cause_type": [LABELS[label] for label in table["signal_type"]],
        "special_cause_flag": (table["signal_type"] != "").tolist(),
        "point_type": types,
        "short_group_warning": (sizes < SHORT).tolist(),
        "target": [chart.target] * len(table),
    }
    return output, _summary(chart, types, name, faceted, rows, rebase)


def _for_facet(choice, name):
    return choice.get(name) if isinstance(choice, dict) else choice


def _phase_starts(rows, rebase):
    """Keep the rebase dates that start a phase: those of a point that has points before it."""
    dates = pd.to_datetime(rows["date"])
    starts = [pd.Timestamp(date) for date in np.ravel(rebase)] if rebase is not None else []
    return [date for date in starts if (dates == date).any() and date > dates.min()] or None


def _first_is_rebased(rows, rebase) -> int:
    """Return 1 where the first point is a rebase date: the tool then numbers phases from 1."""
    dates = pd.to_datetime(rows["date"])
    return int(rebase is not None and dates.min() in pd.to_datetime(np.ravel(rebase)))


def _summary(chart, types, name, faceted, rows, rebase) -> list[dict]:
    summary = []
    last_phase = chart.series.n_phases
    for phase in range(1, last_phase + 1):
        here = np.flatnonzero(chart.table["phase"] == phase)
        part = [types[i] for i in here]
        first = chart.table.iloc[here[0]]
        row = {"f": name} if faceted else {}
        row |= {
            "rebase_group": phase - 1 + _first_is_rebased(rows, rebase),
            "mean_col": first["centre"],
            "lpl": first["lower"],
            "upl": first["upper"],
            "n": len(here),
            "common_cause": int(np.sum(chart.table["signal_type"].to_numpy()[here] == "")),
            "special_cause_improvement": part.count("special_cause_improvement"),
            "special_cause_concern": part.count("special_cause_concern"),
            "variation_type": part[-1],
        }
        row["assurance_type"] = charts.assurance_type(chart) if phase == last_phase else None
        summary.append(row)
    return summary


def _plain(values) -> list:
    return [None if np.isnan(value) else float(value) for value in values]
