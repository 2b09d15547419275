"""Recipes for FunnelPlotR cases: funnel limits and overdispersion, told in that package's words."""

import numpy as np
import pandas as pd

from improve.charts import funnel_limits as funnel

OPTIONS = {
    "data_type",
    "sr_method",
    "limit",
    "draw_unadjusted",
    "draw_adjusted",
    "trim_by",
    "multiplier",
    "highlight",
}
NOT_COMPARED = {"label"}
NAMES = {"lower95": ("LCL95", "ll95"), "upper95": ("UCL95", "ul95"),
         "lower998": ("LCL99", "ll998"), "upper998": ("UCL99", "ul998")}  # fmt: skip


def tolerance(chart: str) -> float:
    """One part in 10^6: the limits come from root finding."""
    return 1e-6


def compute(chart: str, options: dict, data: dict) -> dict:
    """Recompute one case."""
    kind, method = options.get("data_type", chart.split("_")[-1]), options.get("sr_method", "SHMI")
    times = options.get("multiplier", 1)
    units = _units(data, kind == "SR" and method == "SHMI")
    o, e = units["num"].to_numpy(dtype=float), units["den"].to_numpy(dtype=float)
    shmi = kind == "SR" and method == "SHMI"
    score = funnel.scores(o, e, kind, method)
    found = funnel.dispersion(score["z"], score["s"], trim=options.get("trim_by", 0.1), truncate=shmi)
    phi, tau2 = (found.phi, found.tau2) if options.get("draw_adjusted", True) else (0.0, 0.0)
    target = 1.0 if kind == "SR" else o.sum() / e.sum()
    output = {
        "tau2": tau2,
        "phi": phi,
        "denominator": e.tolist(),
        "group": units.index.astype(str).tolist(),
        "numerator": o.tolist(),
        "rr": (o / e).tolist(),
        "target_transformed": score["target"].tolist(),
        "Y": score["y"].tolist(),
        "Uzscore": score["z"].tolist(),
        "Wuzscore": [None if np.isnan(z) else z for z in found.tamed.tolist()],
        "s": _errors(kind, method, e).tolist(),
        **_tamed(score["z"], found, options.get("trim_by", 0.1), shmi),
    }
    plain, wide = _limits(kind, method, e, target, 0.0, False), _limits(kind, method, e, target, tau2, True)
    for name, (column, _) in NAMES.items():
        output[column] = (times * plain[name]).tolist()
        output["OD" + column] = (times * wide[name]).tolist()
    output |= {
        "highlight": ["1" if unit in np.ravel(options.get("highlight", [])) else "0" for unit in units.index]
    }
    output["OD" + "95LCL"], output["OD95UCL"] = output.pop("ODLCL95"), output.pop("ODUCL95")
    output["OD" + "99LCL"], output["OD99UCL"] = output.pop("ODLCL99"), output.pop("ODUCL99")
    output["outlier"] = _outliers(output, times * o / e, options, tau2)
    output["limits_at_denominators"] = _lookup(kind, method, e, target, tau2, times)
    return {"output": output}


def _units(data, rounded: bool) -> pd.DataFrame:
    frame = pd.DataFrame({"num": data["num"], "den": data["den"]}, dtype=float)
    units = frame.groupby(np.array([str(unit) for unit in data["unit"]]), sort=True).sum()
    return units.round({"den": 2}) if rounded else units


def _errors(kind, method, e) -> np.ndarray:
    return np.sqrt(1 / e) if kind == "SR" and method == "SHMI" else 1 / (2 * np.sqrt(e))


def _limits(kind, method, e, target, tau2, adjusted: bool) -> dict:
    if kind == "PR":
        return funnel.arcsine_proportion_limits(e, target, tau2)
    if kind == "RC":
        return funnel.count_ratio_limits(e, target, tau2)
    if not adjusted:
        return funnel.ratio_limits(e, target)
    return funnel.root_ratio_limits(e, tau2) if method == "CQC" else funnel.log_ratio_limits(e, tau2)


def _tamed(z, found, trim, truncated: bool) -> dict:
    if not truncated:
        low, high = np.quantile(z, [trim, 1 - trim])
        return {"winsorised": [int(not low < value < high) for value in z]}
    rank = pd.Series(z).rank(method="average").to_numpy()
    group = np.floor(rank / trim / (len(z) + 1))
    return {
        "rk": rank.tolist(),
        "sp": group.tolist(),
        "truncated": np.isnan(found.tamed).astype(int).tolist(),
    }


def _outliers(output, ratio, options, tau2) -> list[int]:
    level = "95" if options.get("limit", 99) == 95 else "99"
    adjusted = options.get("draw_adjusted", True) and tau2 > 0
    low, high = (f"OD{level}LCL", f"OD{level}UCL") if adjusted else (f"LCL{level}", f"UCL{level}")
    inside = (ratio <= np.array(output[high])) & (ratio >= np.array(output[low]))
    return (~inside).astype(int).tolist()


def _lookup(kind, method, e, target, tau2, times) -> dict:
    at = np.unique(e)
    plain, wide = _limits(kind, method, at, target, 0.0, False), _limits(kind, method, at, target, tau2, True)
    found = {"number.seq": at.tolist(), "s": _errors(kind, method, at).tolist()}
    for name, (_, column) in NAMES.items():
        found[column] = (times * plain[name]).tolist()
        found["od" + column] = (times * wide[name]).tolist()
    return found
