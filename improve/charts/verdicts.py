"""Verdicts on two questions of NHS boards: is the latest point a signal, and will the target be met?

Variation looks at the latest point alone: ordinary variation, or a signal for better or worse. Assurance
looks at where the target lies against the limits of the last phase: always met, never met, or met and missed
by chance.

A verdict is a summary of a chart, never a replacement for it.
"""

from dataclasses import dataclass

VARIATION_WORDS = {
    "common_cause": "ordinary variation: nothing in the latest point stands out",
    "special_cause_improvement": "a signal in the direction that is better",
    "special_cause_concern": "a signal in the direction that is worse",
    "special_cause_neutral_high": "a signal upwards, where neither direction is better",
    "special_cause_neutral_low": "a signal downwards, where neither direction is better",
}
ASSURANCE_WORDS = {
    "consistent_pass": "as the process stands, the target will be met every time",
    "consistent_fail": "as the process stands, the target will be missed every time",
    "inconsistent": "the target will be met at some times and missed at others, by chance",
    None: "there is no target, or no direction that is better",
}


@dataclass(frozen=True)
class Verdict:
    """Variation and assurance of one chart, as names, words and small drawn symbols."""

    variation: str
    assurance: str | None

    @property
    def words(self) -> str:
        """Both verdicts in one sentence."""
        return f"{VARIATION_WORDS[self.variation].capitalize()}; {ASSURANCE_WORDS[self.assurance]}."

    @property
    def attention(self) -> int:
        """How much the chart asks for attention, for sorting: 0 (none) to 5."""
        variation = {"special_cause_concern": 3, "special_cause_improvement": 1}.get(self.variation, 0)
        if self.variation.startswith("special_cause_neutral"):
            variation = 2
        return variation + {"consistent_fail": 2, "inconsistent": 1}.get(self.assurance, 0)

    def svg(self, size: int = 44) -> str:
        """Draw both symbols side by side as SVG, told apart by shape and not by colour."""
        from .symbols import draw

        return draw(self.variation, self.assurance, size)


def verdict(chart) -> Verdict:
    """Return the verdict on a chart with limits.

    Raises
    ------
    ValueError
        If the chart has no limits.

    Examples
    --------
    >>> from improve.charts import i_chart
    >>> chart = i_chart([5, 6, 5, 7, 6, 5, 6, 7, 5, 6, 7, 6], rules="nhs", target=12, better="higher")
    >>> verdict(chart).assurance
    'consistent_fail'
    """
    if "signal_type" not in chart.table:
        raise ValueError("A verdict needs a chart with limits, such as i_chart.")
    known = chart.table[chart.table["value"].notna()]
    label = known["signal_type"].iloc[-1] if len(known) else ""
    return Verdict(point_type(label, chart.extra["better"]), assurance_type(chart))


def point_type(label: str, better: str) -> str:
    """Name what a point's label means for a measure that is better "higher", "lower" or "neither".

    Examples
    --------
    >>> point_type("trend falling", "lower"), point_type("beyond above", "lower"), point_type("", "lower")
    ('special_cause_improvement', 'special_cause_concern', 'common_cause')
    """
    if not label:
        return "common_cause"
    up = label.endswith(("above", "rising"))
    if better == "neither":
        return "special_cause_neutral_high" if up else "special_cause_neutral_low"
    return "special_cause_improvement" if up == (better == "higher") else "special_cause_concern"


def assurance_type(chart) -> str | None:
    """Compare the target with the limits at the last point; None without a target or a better direction."""
    better, target = chart.extra["better"], chart.target
    if target is None or better == "neither":
        return None
    last = chart.table.iloc[-1]
    if target > last["upper"]:
        return "consistent_fail" if better == "higher" else "consistent_pass"
    if target < last["lower"]:
        return "consistent_pass" if better == "higher" else "consistent_fail"
    return "inconsistent"
