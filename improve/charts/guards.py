"""Guards: when a chart is the wrong chart, or its limits are not worth much, it says so in plain words."""

from dataclasses import replace

import numpy as np

from . import limits
from .chart import ENOUGH

WIDE_SHARE = (
    0.25  # more points than this outside the limits of a p or u chart: chance alone is not the yardstick
)
OVERDISPERSED = 1.5  # sigma_z from which the limits of a p or u chart are clearly too narrow
MANY_ZEROS = 0.5
STABLE_LENGTH = 20  # points needed before carry-over or season is worth measuring


def with_doubts(chart):
    """Return the chart with what there is to doubt about it, as plain sentences under `extra["doubts"]`."""
    return replace(chart, extra={**chart.extra, "doubts": tuple(doubts(chart))})


def doubts(chart) -> list[str]:
    """List the reasons to be careful with a chart with limits."""
    y = chart.table["value"].to_numpy()
    counted = np.where(chart.series.excluded, np.nan, y)
    known = counted[~np.isnan(counted)]
    if not len(known):
        return []
    found = [*_short(chart), *_constant(chart, known), *_zeros(chart, known), *_wide_denominators(chart)]
    if chart.kind in ("i", "run", "p", "pp", "u", "up", "c", "xbar", "ip"):
        found += _carry_over(chart, counted)
    return found


def _short(chart) -> list[str]:
    shortest = min(phase.n_values for phase in chart.signals)
    if shortest < ENOUGH:
        return [
            f"Only {shortest} values set the limits of a phase: take them as a first trial, and expect them "
            "to move."
        ]
    if shortest < 20:
        return [
            f"{shortest} values set the limits: they are still trial limits, and will move as points are "
            "added."
        ]
    return []


def _constant(chart, known) -> list[str]:
    if np.ptp(known) == 0:
        return ["Every value is the same, so there is no variation to set limits from."]
    if chart.kind == "i" and chart.table["upper"].notna().any():
        width = (chart.table["upper"] - chart.table["lower"]).max()
        if width == 0:
            return [
                "Most values do not change at all, so the limits have no width and every other value lies "
                "outside."
            ]
    return []


def _zeros(chart, known) -> list[str]:
    share = np.mean(known == 0)
    if share < MANY_ZEROS or share == 1 or chart.kind in ("t", "g", "mr"):
        return []
    return [
        f"{share:.0%} of the values are 0. Limits mean little here: chart the time or the number of cases "
        "between "
        "events instead (t or g chart)."
    ]


def _wide_denominators(chart) -> list[str]:
    """Say when a p or u chart has limits far narrower than the points vary, and by how much."""
    if chart.kind not in ("p", "u"):
        return []
    spread = overdispersion(chart)
    outside = chart.table["beyond"].sum() / max(chart.table["value"].notna().sum(), 1)
    if spread is None or spread < OVERDISPERSED or outside < WIDE_SHARE:
        return []
    return [
        f"{outside:.0%} of the points lie outside the limits, and the points vary {spread:.1f} times as "
        "much as their "
        f"denominators alone explain. With large denominators ordinary differences between months are "
        "enough for that. "
        f"Use {chart.kind}′ limits, which allow for it ({chart.kind}_chart with prime=True)."
    ]


def overdispersion(chart) -> float | None:
    """Return Laney's sigma_z for the points that set the limits of the first phase, where there is one."""
    here = (chart.series.phase == 1) & chart.series.in_baseline & ~chart.series.excluded
    lines = chart.extra["lines"]
    if lines.sigma is None or here.sum() < 3:
        return None
    value = limits.sigma_z(chart.table["value"].to_numpy()[here], lines.centre[here], lines.sigma[here])
    return float(value) if np.isfinite(value) else None


def _carry_over(chart, counted) -> list[str]:
    """Say when neighbours resemble each other, or points a year apart do, within phases."""
    residual = counted - chart.table["centre"].to_numpy()
    known = ~np.isnan(residual)
    if known.sum() < STABLE_LENGTH:
        return []
    found = []
    near = autocorrelation(residual, 1)
    if near > 2 / np.sqrt(known.sum()) and near >= 0.3:
        found.append(
            f"Neighbouring points resemble each other (correlation {near:.1f}). Limits expect each point to stand "
            "by itself: here they are too narrow and false alarms more common. A shift in level can look like "
            "this too."
        )
    if chart.series.dated and known.sum() >= 36 and _is_monthly(chart.series.x):
        season = autocorrelation(residual, 12)
        if (
            season > 0.4 and season > autocorrelation(residual, 6) + 0.3
        ):  # a year apart alike, half a year apart not
            found.append(
                f"Points a year apart resemble each other (correlation {season:.1f}): this looks seasonal. "
                "Limits that "
                "take no account of the season will flag the season."
            )
    return found


def autocorrelation(values, lag: int) -> float:
    """Return the correlation of a series with itself so many places earlier, using pairs that are both known.

    Examples
    --------
    >>> round(autocorrelation(np.tile([1.0, -1.0], 20), 1), 2)
    -0.97
    """
    values = np.asarray(values, dtype=float)
    values = values - np.nanmean(values)
    total = np.nansum(values**2)
    return float(np.nansum(values[lag:] * values[:-lag]) / total) if total > 0 else 0.0


def _is_monthly(x) -> bool:
    months = x.year * 12 + x.month
    return bool((np.diff(months) == 1).mean() > 0.9)
