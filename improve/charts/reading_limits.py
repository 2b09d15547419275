"""What a reading says of a chart with limits: where they lie, what lies beyond them, and what to doubt."""

import numpy as np

from . import verdicts, words
from .chart import ENOUGH

ORDINARY = (
    "Every point lies within the limits and no pattern stands out: ordinary variation. It has causes, many "
    "small ones, "
    "but asking about a single point will not find them."
)
PATTERN_WORDS = {
    "two in three": "two of three neighbouring points lie close to the same limit",
    "four in five": "four of five neighbouring points lie well to one side",
    "alternating": "fourteen points in a row go up and down by turns, which often means two mixed sources",
    "hugging the centre": "fifteen points in a row hug the centre line, which often means mixed groups",
    "mixture": "eight points in a row avoid the middle, which often means two mixed sources",
}


# what a fired run rule lets a careful reader say
LIKELY = (
    "a change is the likely reason; a season, cases carried over, or now and then a false alarm are others."
)


def has_limits(chart) -> bool:
    """True for every chart but a run chart."""
    return "upper" in chart.table


def where_limits_lie(chart) -> list[str]:
    """Say where the limits of the last phase lie."""
    rows = np.flatnonzero((chart.table["phase"] == chart.series.n_phases).to_numpy())
    edges = chart.table[["lower", "upper"]].iloc[rows].dropna()
    if edges.empty:
        return []
    last = edges.iloc[-1]
    low, high = words.value_words(chart, last["lower"]), words.value_words(chart, last["upper"])
    if edges.nunique().max() > 1 and not np.isclose(np.ptp(edges["upper"]), 0):
        return [f"The limits follow the denominators; at the last point they are {low} and {high}."]
    return [f"Ordinary variation runs from about {low} to {high}."]


def verdict(chart, phase) -> list[str]:
    """Say what was found in one phase of a chart with limits."""
    if not phase.enough:
        known = words.count(phase.n_values, "value")
        return [
            f"Too short for limits to say much: {known}, where about {ENOUGH} are the least to begin with. "
            "Keep measuring."
        ]
    if not phase.signal:
        return [ORDINARY]
    return _beyond(chart, phase)


def _beyond(chart, phase) -> list[str]:
    here = (chart.table["phase"] == phase.phase).to_numpy()
    points = [position for position in words.beyond_points(chart) if here[position]]
    if not points:
        return []
    lie = "point lies" if len(points) == 1 else "points lie"
    return [f"{len(points)} {lie} beyond the limits ({words.places(chart, points)})."]


def patterns(phase) -> list[str]:
    """Put the zone patterns that fired into words."""
    return [f"At least once, {PATTERN_WORDS[name]}." for name in phase.patterns]


def closing(phase) -> str:
    """Say what it means that a rule fired."""
    if phase.shift or phase.trend:
        return f"That is more than chance usually gives: {LIKELY}"
    if phase.n_beyond:
        return "Chance seldom does that: ask what was different there."
    return "That is more than chance usually gives: the process was not steady."


def doubts(chart) -> list[str]:
    """Return what the guards found."""
    return list(chart.extra.get("doubts", ()))


def assurance(chart) -> list[str]:
    """Say whether the target will be met, where there is a target and a better direction."""
    if not has_limits(chart) or verdicts.assurance_type(chart) is None or not chart.signals[-1].enough:
        return []
    sentence = verdicts.ASSURANCE_WORDS[verdicts.assurance_type(chart)]
    return [sentence[0].upper() + sentence[1:] + "."]
