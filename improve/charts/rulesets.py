"""Named rule sets: which run rules go together, with which lengths, and who proposed them.

Runs of 6, 7, 8 and 9 are different rules with different false-alarm rates. So a chart always says which set
it used, and lengths are parameters:

>>> rule_set("nhs").shift
7
>>> rule_set("nhs").with_lengths(shift=8).label
'Making Data Count rules with a shift of 8'
"""

from dataclasses import dataclass, replace

import numpy as np

from . import rules


@dataclass(frozen=True)
class RuleSet:
    """A set of run rules that are meant to be used together.

    Attributes
    ----------
    name, label, source : str
        The short name, the name in words, and where the set was published.
    shift : int or None
        Points in a row on one side that make a signal. None: the Anhøj limit, which grows with the useful
        points.
    on_line : {"skip", "break"}
        Whether a point on the centre line is skipped or ends a run.
    trend : int or None
        Points in a row each higher (or lower) than the last that make a signal. None: no trend rule.
    ties : {"skip", "break"}
        Whether equal neighbours are skipped or end a trend.
    crossings : {"anhoej", "runs table", None}
        Which limits, if any, are set on the number of crossings of the centre line.
    two_in_three : {"between", "beyond", None}
        The NHS rule on charts with limits: points between two and three sigma, or every point beyond two
        sigma.
    zones : {"western-electric", "nelson", None}
        Rules on zones one and two sigma wide, on charts with limits.
    """

    name: str
    label: str
    source: str
    shift: int | None = None
    on_line: str = "skip"
    trend: int | None = None
    ties: str = "break"
    crossings: str | None = None
    two_in_three: str | None = None
    zones: str | None = None

    @property
    def needs_limits(self) -> bool:
        """True where the set makes sense only on a chart with limits."""
        return self.zones is not None

    def with_lengths(self, shift: int | None = None, trend: int | None = None) -> "RuleSet":
        """Return the same set with other lengths; the label says so."""
        changes, words = {}, []
        for name, length in (("shift", shift), ("trend", trend)):
            if length is None:
                continue
            if int(length) != length or length < 2:
                raise ValueError(f"A {name} of {length!r} is not possible: give a whole number of 2 or more.")
            changes[name] = int(length)
            words.append(f"a {name} of {int(length)}")
        label = f"{self.label} with {' and '.join(words)}" if words else self.label
        return replace(self, label=label, **changes)

    def in_words(self) -> str:
        """Say in one phrase what counts as a signal."""
        parts = []
        if self.shift is None:
            parts.append("a run longer than round(log2 n) + 3 useful points")
        else:
            parts.append(f"{self.shift} or more points in a row on one side of the centre line")
        if self.trend:
            parts.append(f"{self.trend} or more points in a row all rising or all falling")
        if self.crossings == "anhoej":
            parts.append("fewer crossings of the centre line than chance would give")
        if self.crossings == "runs table":
            parts.append("too few or too many runs for chance")
        if self.two_in_three:
            near = "between two and three sigma" if self.two_in_three == "between" else "beyond two sigma"
            parts.append(f"on charts with limits, two of three points {near} with all three on one side")
        if self.zones == "western-electric":
            parts.append("two of three points beyond two sigma on one side; four of five beyond one sigma")
        if self.zones == "nelson":
            parts.append(
                "two of three points beyond two sigma on one side; four of five beyond one sigma; fourteen "
                "points "
                "alternating; fifteen within one sigma; eight beyond one sigma on both sides"
            )
        return "; ".join(parts)


RULE_SETS = {
    "anhoej": RuleSet(
        name="anhoej",
        label="Anhøj rules",
        source="Anhøj & Olesen 2014, PLoS ONE 9:e113825",
        crossings="anhoej",
    ),
    "perla": RuleSet(
        name="perla",
        label="Perla rules",
        source="Perla, Provost & Murray 2011, BMJ Quality & Safety 20:46–51",
        shift=6,
        trend=5,
        ties="skip",
        crossings="runs table",
    ),
    "nhs": RuleSet(
        name="nhs",
        label="Making Data Count rules",
        source="NHS England, Making Data Count",
        shift=7,
        on_line="break",
        trend=7,
        two_in_three="beyond",
    ),
    "nhs-2023": RuleSet(
        name="nhs-2023",
        label="Making Data Count rules as before late 2023",
        source="NHS England, Making Data Count; NHSRplotthedots 0.2.2",
        shift=7,
        on_line="break",
        trend=7,
        two_in_three="between",
    ),
    "western-electric": RuleSet(
        name="western-electric",
        label="Western Electric rules",
        source="Western Electric 1956, Statistical Quality Control Handbook",
        shift=8,
        on_line="break",
        zones="western-electric",
    ),
    "nelson": RuleSet(
        name="nelson",
        label="Nelson rules",
        source="Nelson 1984, Journal of Quality Technology 16:237–239",
        shift=9,
        on_line="break",
        trend=6,
        zones="nelson",
    ),
}


def rule_set(rules_or_name) -> RuleSet:
    """Return a rule set from its name, or the set itself.

    Raises
    ------
    ValueError
        If there is no set of that name.
    """
    if isinstance(rules_or_name, RuleSet):
        return rules_or_name
    if rules_or_name not in RULE_SETS:
        known = ", ".join(repr(name) for name in RULE_SETS)
        raise ValueError(f"There is no rule set {rules_or_name!r}. Use one of {known}, or a RuleSet.")
    return RULE_SETS[rules_or_name]


@dataclass(frozen=True)
class RunTest:
    """What the run rules found, for one series or for many: every array has one value a series.

    `in_shift` and `in_trend` have one value a point: True where the point is part of a signal.
    """

    n_useful: np.ndarray
    longest_run: np.ndarray
    longest_run_max: np.ndarray
    n_crossings: np.ndarray
    n_crossings_min: np.ndarray
    n_crossings_max: np.ndarray
    longest_trend: np.ndarray
    shift: np.ndarray
    trend: np.ndarray
    few_crossings: np.ndarray
    many_crossings: np.ndarray
    in_shift: np.ndarray
    in_trend: np.ndarray

    @property
    def signal(self) -> np.ndarray:
        """True where any rule of the set fired."""
        return self.shift | self.trend | self.few_crossings | self.many_crossings


def apply_rules(y, centre, rules_or_name="anhoej") -> RunTest:
    """Test one series, or many at once, by the rules of a set.

    Parameters
    ----------
    y : array_like, shape (..., n)
        Values; NaN where missing.
    centre : float or array_like
        Centre line, as in `rules.sides`.
    rules_or_name : str or RuleSet

    Returns
    -------
    RunTest

    Examples
    --------
    >>> test = apply_rules([[1, 9, 2, 8, 3, 7], [1, 2, 3, 7, 8, 9]], 5, "nhs")
    >>> test.longest_run.tolist(), test.n_crossings.tolist()
    ([1, 3], [5, 1])
    """
    chosen = rule_set(rules_or_name)
    y = np.asarray(y, dtype=float)
    sign, breaks = rules._run_input(y, centre, chosen.on_line)
    runs = rules.run_lengths(sign, breaks)
    n_useful = np.count_nonzero(sign, axis=-1)
    longest_run = runs.max(axis=-1, initial=0)
    longest_max = rules.longest_run_limit(n_useful) if chosen.shift is None else chosen.shift - 1
    longest_max = np.broadcast_to(longest_max, n_useful.shape)
    n_crossings = rules.crossings(y, centre)
    fewest, most = _crossing_limits(chosen, n_useful)
    trends = rules.trend_lengths(y, chosen.ties)
    in_trend = trends >= chosen.trend if chosen.trend else np.zeros(y.shape, dtype=bool)
    in_shift = runs > longest_max[..., None]
    return RunTest(
        n_useful=n_useful,
        longest_run=longest_run,
        longest_run_max=longest_max,
        n_crossings=n_crossings,
        n_crossings_min=fewest,
        n_crossings_max=most,
        longest_trend=trends.max(axis=-1, initial=0),
        shift=in_shift.any(axis=-1),
        trend=in_trend.any(axis=-1),
        few_crossings=n_crossings < fewest,
        many_crossings=n_crossings > most,
        in_shift=in_shift,
        in_trend=in_trend,
    )


def _crossing_limits(chosen: RuleSet, n_useful) -> tuple[np.ndarray, np.ndarray]:
    """Return the fewest and the most crossings that raise no signal."""
    most_possible = np.maximum(n_useful - 1, 0)
    if chosen.crossings == "anhoej":
        return rules.crossings_limit(n_useful), most_possible
    if chosen.crossings == "runs table":
        fewest, most = rules.runs_limits(n_useful)
        return np.maximum(fewest - 1, 0), np.minimum(np.maximum(most - 1, 0), most_possible)
    return np.zeros_like(n_useful), most_possible
