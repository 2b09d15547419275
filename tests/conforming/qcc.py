"""Recipes for qcc cases: EWMA, CUSUM, zone rules, and a second opinion on the common charts."""

import numpy as np

from improve.charts import limits, zones

OPTIONS = {"center", "std_dev", "lambda", "nsigmas", "decision_interval", "se_shift", "head_start", "sizes"}
NOT_COMPARED = {"convention"}
LOOSE = {"xbar.one", "xbar", "R"}  # qcc uses the unrounded d2


def tolerance(chart: str) -> float:
    """One part in 10^9, and 5 in 10^4 where qcc's unrounded d2 makes a difference."""
    return 5e-4 if chart in LOOSE else 1e-9


def compute(chart: str, options: dict, data: dict) -> dict:
    """Recompute one case."""
    values = np.array(data.get("data", data.get("y")), dtype=float)
    sizes = np.array(data.get("sizes", options.get("sizes", np.nan)), dtype=float)
    make = {"rules": _rules, "ewma": _ewma, "cusum": _cusum}.get(chart)
    output = make(values, options) if make else _shewhart(chart, values, sizes, options)
    return {"output": output}


def _rules(y, options) -> dict:
    z = (y - options.get("center", 0)) / options.get("std_dev", 1)
    return {
        name: {rule: (np.flatnonzero(hit) + 1).tolist() for rule, hit in function(y, z).items()}
        for name, function in (("western_electric", zones.western_electric), ("nelson", zones.nelson))
    }


def _groups(values) -> tuple:
    """Return the charted statistics, group sizes, and centre and standard deviation as qcc estimates them."""
    if values.ndim == 1 or values.shape[1] == 1:
        y = values.ravel()
        lines = limits.individuals(y, factor=3 / limits.D2)
        return y, 1, lines.centre[0], lines.sigma[0]
    size = np.sum(~np.isnan(values), axis=1)
    means = np.nanmean(values, axis=1)
    d2 = np.array([limits.d2_d3(int(n))[0] for n in size])
    sigma = np.mean(np.ptp(values, axis=1) / d2)
    return means, size, np.sum(size * means) / size.sum(), sigma


def _ewma(values, options) -> dict:
    y, size, centre, sigma = _groups(values)
    centre, sigma = options.get("center", centre), options.get("std_dev", sigma)
    smooth, lines = limits.ewma(
        y, centre, sigma, weight=options.get("lambda", 0.2), width=options.get("nsigmas", 3), sizes=size
    )
    return {
        "center": centre,
        "std_dev": sigma,
        "z": smooth.tolist(),
        "lcl": lines.lower.tolist(),
        "ucl": lines.upper.tolist(),
        "violations_1based": (np.flatnonzero(zones.beyond(smooth, lines)) + 1).tolist(),
    }


def _cusum(values, options) -> dict:
    y, size, centre, sigma = _groups(values)
    centre, sigma = options.get("center", centre), options.get("std_dev", sigma)
    interval, shift = options.get("decision_interval", 5), options.get("se_shift", 1)
    above, below = limits.cusum(
        y, centre, sigma, shift=shift, head_start=options.get("head_start", 0), sizes=size
    )
    return {
        "center": centre,
        "std_dev": sigma,
        "pos": above.tolist(),
        "neg": below.tolist(),
        "decision_interval": interval,
        "se_shift": shift,
        "violations_lower_1based": (np.flatnonzero(below < -interval) + 1).tolist(),
        "violations_upper_1based": (np.flatnonzero(above > interval) + 1).tolist(),
    }


def _shewhart(chart, values, sizes, options) -> dict:
    if chart in ("p", "u"):
        y = values / sizes
        lines = limits.proportions(y, sizes) if chart == "p" else limits.rates(y, sizes)
        sigma = (lines.sigma * np.sqrt(sizes))[0]
    elif chart == "c":
        y, lines = values, limits.counts(values)
        sigma = lines.sigma[0]
    elif chart == "xbar.one":
        y, lines = values, limits.individuals(values, factor=3 / limits.D2)
        sigma = lines.sigma[0]
    else:
        y, lines, sigma = _subgroups(chart, values)
    same = np.ptp(lines.upper) == 0 if len(lines.upper) else True
    edges = [line[:1] if same else line for line in (lines.lower, lines.upper)]
    return {
        "statistics": y.tolist(),
        "center": lines.centre[0],
        "std_dev": sigma,
        "lcl": edges[0].tolist(),
        "ucl": edges[1].tolist(),
    }


def _subgroups(chart, values):
    size = np.sum(~np.isnan(values), axis=1)
    if chart == "S":
        deviations = np.nanstd(values, axis=1, ddof=1)
        lines = limits.subgroup_deviations(deviations, size)
        return deviations, lines, np.mean(deviations / limits.c4(size))
    ranges = np.ptp(values, axis=1)
    constants = np.array([limits.d2_d3(int(n)) for n in size])
    sigma = np.mean(ranges / constants[:, 0])
    if chart == "R":
        centre = np.sum(size * ranges) / size.sum()
        return ranges, limits.around(np.full(len(size), centre), sigma * constants[:, 1], floor=0), sigma
    means = np.nanmean(values, axis=1)
    centre = np.sum(size * means) / size.sum()
    return means, limits.around(np.full(len(size), centre), sigma / np.sqrt(size)), sigma
