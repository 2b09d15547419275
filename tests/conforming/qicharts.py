"""Recipes for qicharts2 cases: its charts, made with improve.charts, told in its words."""

import numpy as np
import pandas as pd

from improve import charts
from improve.charts.subgroups import by_date

# "method" (bestbox, cutbox) is left out on purpose: these experimental rules are judged by the Anhøj rules here
OPTIONS = {"qic_screenedmr", "freeze", "part", "exclude", "cl", "target", "multiply", "y_neg", "agg_fun"}
NOT_COMPARED = {"r_version"}
WITH_DENOMINATOR = {"p", "pp", "u", "up", "ip"}
D2_FACTOR = 3 / 1.128


def tolerance(chart: str) -> float:
    """One part in 10^9 for every chart."""
    return 1e-9


def compute(chart: str, options: dict, data: dict) -> dict:
    """Recompute one case."""
    frame, sizes, n_shown = _frame(chart, options, data)
    made = _chart(chart, options, frame)
    table = made.table
    clip = options.get("y_neg") is False and table["value"].min() >= 0
    shown = table[["lower", "lower2", "upper2", "upper"]] if chart != "run" else _no_limits(table)
    lower, lower2 = (np.maximum(shown[name], 0) if clip else shown[name] for name in ("lower", "lower2"))
    freeze = _freeze(options) or len(table)
    output = {
        "x": _plain(frame["x"].drop_duplicates().sort_values()),
        "part": table["phase"].tolist(),
        "include": (~table["excluded"]).tolist(),
        "baseline": (np.arange(len(table)) < freeze).tolist(),
        "y": _plain(table["value"]),
        "n": n_shown,
        "subgroup_size": sizes,
        "cl": _plain(table["centre"]),
        "lcl": _plain(lower),
        "lcl_95": _plain(lower2),
        "ucl_95": _plain(shown["upper2"]),
        "ucl": _plain(shown["upper"]),
        "sigma_signal": table["beyond"].tolist() if chart != "run" else [False] * len(table),
    }
    return {"output": output, "runs": _runs(chart, made, output["sigma_signal"])}


def _frame(chart, options, data) -> tuple[pd.DataFrame, list, list]:
    """Aggregate rows of the same x as qicharts2 does; return frame, group sizes and shown denominators."""
    y = np.array(data["y"], dtype=float)
    x = data.get("x") or list(range(1, len(y) + 1))
    has_n = "n" in data
    n = np.array(data["n"], dtype=float) if has_n else np.full(len(y), np.nan)
    if has_n:
        known = ~np.isnan(y) & ~np.isnan(n)
        y, n = np.where(known, y, np.nan), np.where(known, n, np.nan)
    rows = pd.DataFrame({"x": x, "y": y, "n": n})
    order = rows["x"].drop_duplicates().sort_values()
    if chart in ("xbar", "s"):
        sizes = by_date(rows, "y", "x")["size"].tolist()
        return rows, sizes, [None] * len(order)
    groups = rows.groupby("x", sort=True)
    how = options.get("agg_fun", "mean")
    if has_n or chart in ("c", "p", "pp", "u", "up"):
        top = groups["y"].sum(min_count=1)
    else:
        top = getattr(groups["y"], {"sd": "std"}.get(how, how))()
    frame = pd.DataFrame({"y": top, "n": groups["n"].sum(min_count=1)}).reset_index()
    if chart == "ip" and not has_n:  # the number of rows behind each mean stands in for a denominator
        size = groups["y"].count().to_numpy(dtype=float)
        frame["y"], frame["n"], has_n = frame["y"] * size, size, True
    shown = [0.0 if has_n and np.isnan(value) else _one(value) for value in frame["n"]]
    return frame, groups["y"].count().tolist(), shown


def _chart(chart, options, frame):
    multiply = options.get("multiply", 1)
    centre = options.get("cl")
    centre = None if centre is None else multiply * np.ravel(centre)[0]
    part = [int(p) for p in np.ravel(options.get("part", [])) if 0 < p < frame["x"].nunique()]
    choices = {
        "per": multiply,
        "phases": sorted(set(part)) or None,
        "baseline": None if centre is not None and chart == "run" else _freeze(options),
        "exclude": [int(i) - 1 for i in np.ravel(options.get("exclude", []))] or None,
        "centre": centre,
        "target": _first(options.get("target")),
    }
    screen = bool(options.get("qic_screenedmr", True))
    has_n = frame["n"].notna().any()
    if chart == "run":
        return charts.run_chart(frame, "y", None, "n" if has_n else None, **choices)
    if chart in ("xbar", "s"):
        make = charts.xbar_chart if chart == "xbar" else charts.s_chart
        return make(frame.rename(columns={"x": "date"}), "y", "date", **choices)
    if chart in ("p", "pp", "u", "up"):
        make = charts.p_chart if chart.startswith("p") else charts.u_chart
        return make(frame, "y", None, "n", prime=chart in ("pp", "up"), screen=screen, **choices)
    if chart == "ip":
        return charts.ip_chart(frame, "y", None, "n", screen=screen, **choices)
    if chart in ("i", "mr"):
        more = {"screen": screen, "factor": D2_FACTOR} if chart == "i" else {}
        make = charts.i_chart if chart == "i" else charts.mr_chart
        return make(frame, "y", None, "n" if has_n else None, **more, **choices)
    if chart == "t":
        return charts.t_chart(frame, "y", None, screen=screen, factor=D2_FACTOR, **choices)
    make = {"c": charts.c_chart, "g": charts.g_chart}[chart]
    return make(frame, "y", None, **choices)


def _runs(chart, made, beyond) -> list[dict]:
    rows = []
    for found in made.signals:
        here = np.flatnonzero(made.table["phase"] == found.phase)
        outside = int(np.sum(np.array(beyond)[here]))
        some = found.n_useful > 0
        rows.append(
            {
                "part": found.phase,
                "n_obs": found.n_obs,
                "n_useful": found.n_useful,
                "longest_run": found.longest_run if some else None,
                "longest_run_max": found.longest_run_max if some else None,
                "n_crossings": found.n_crossings if some else None,
                "n_crossings_min": found.n_crossings_min if some else None,
                "runs_signal": found.runs_signal and chart != "mr",
                "any_sigma_signal": outside > 0,
                "n_sigma_signals": outside,
            }
        )
    return rows


def _no_limits(table) -> pd.DataFrame:
    return pd.DataFrame(np.nan, index=table.index, columns=["lower", "lower2", "upper2", "upper"])


def _freeze(options):
    return int(_first(options["freeze"])) if options.get("freeze") and not options.get("part") else None


def _first(value):
    return None if value is None else np.ravel(value)[0].item()


def _one(value):
    if isinstance(value, str | bool):
        return value
    return None if value is None or np.isnan(value) else value


def _plain(values) -> list:
    return [_one(value) for value in values]
