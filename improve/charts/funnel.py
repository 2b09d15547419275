"""Funnel plots: fair comparison of units of different size, with limits that widen where units are small."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from . import funnel_limits as exact
from . import words
from .chart import as_html, show

KINDS = ("proportion", "rate", "ratio")
LIMITS = ("lower95", "upper95", "lower998", "upper998")


@dataclass(frozen=True, eq=False, repr=False)
class Funnel:
    """A funnel plot of units.

    Attributes
    ----------
    table : DataFrame
        One row a unit: unit, numerator, denominator, value, expected, excess, z, the limits, and place
        ("inside", "beyond 95%" or "beyond 99.8%").
    target : float
        The centre, in the unit of `value`.
    dispersion : Dispersion
        phi and tau2: how much more units differ than chance alone explains.
    adjusted : bool
        Whether the limits allow for that.
    """

    table: pd.DataFrame
    kind: str
    target: float
    dispersion: exact.Dispersion
    adjusted: bool
    per: float
    measure: str
    unit: str
    size: str
    title: str | None
    choices: dict

    @property
    def alt(self) -> str:
        """A text alternative to the figure."""
        from .funnel_words import alt_text

        return alt_text(self)

    def reading(self, audience: str = "team") -> str:
        """Say in plain words what the plot shows, and what it cannot show ("team", "board" or "analyst")."""
        from .funnel_words import reading

        return reading(self, audience)

    def record(self) -> list[dict]:
        """List the choices that made this plot, each as {"choice": …, "value": …}."""
        return [{"choice": choice, "value": str(value)} for choice, value in self.choices.items()]

    def figure(self, theme: str = "light"):
        """Draw the plot with Plotly; `layout.meta` carries the text alternative and the reading."""
        from .funnel_figure import draw

        return draw(self, theme)

    def reading_html(self, audience: str = "team") -> str:
        """Return the reading as HTML paragraphs, everything a learner typed made harmless."""
        return as_html(self.reading(audience))

    def limits_at(self, sizes) -> dict[str, np.ndarray]:
        """Return the limits for units of other sizes, as for drawing the funnel."""
        tau2 = self.dispersion.tau2 if self.adjusted else 0.0
        return _lines(
            self.kind, np.asarray(sizes, dtype=float), self.target / self.per, tau2, self.adjusted, self.per
        )

    def __repr__(self) -> str:
        return self.reading()

    def _ipython_display_(self) -> None:
        show(self.figure())


def funnel_chart(
    data,
    numerator="numerator",
    denominator="denominator",
    unit="unit",
    *,
    kind="proportion",
    per=1,
    target=None,
    leave_out=(),
    adjust=False,
    trim=0.1,
    title=None,
    measure=None,
    value_unit=None,
    size=None,
) -> Funnel:
    """Make a funnel plot.

    Parameters
    ----------
    data : DataFrame
        One row a unit; rows of the same unit are added up.
    numerator, denominator, unit : str
        Names of columns. For a standardised ratio: observed and expected events.
    kind : {"proportion", "rate", "ratio"}
        Proportion of cases, events per exposure, or standardised ratio (observed / expected).
    per : float
        Multiplier: 100 for per cent or for ratios with 100 as par.
    target : float, optional
        The centre, in the unit of the figure; without it the overall value (1 x `per` for a ratio).
    leave_out : str or list of str
        Units that take no part in the overall value; they are still shown.
    adjust : bool
        Widen the limits by the variance between units (overdispersion).
    trim : float
        Share of units at each end whose scores are pulled in before overdispersion is measured.
    title, measure, value_unit, size : str, optional
        Words: title, what is compared, its unit, and what the size of a unit is.

    Returns
    -------
    Funnel

    Raises
    ------
    ValueError
        If the data cannot make a funnel plot; the message says what, where, and the cure.

    Notes
    -----
    Unadjusted limits are exact: interpolated binomial for proportions, Poisson for rates and ratios. Adjusted
    limits are symmetrical on the arcsine (proportions) or log scale (rates, ratios), widened by tau2.

    References
    ----------
    Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in Medicine
    24:1185–1202.
    Spiegelhalter DJ and others (2012). Statistical methods for healthcare regulation. Journal of the Royal
    Statistical Society A 175:1–47.

    Examples
    --------
    >>> units = pd.DataFrame({"unit": list("ABC"), "numerator": [12, 25, 40], "denominator": [90, 210, 75]})
    >>> funnel_chart(units).table["place"].tolist()
    ['inside', 'beyond 99.8%', 'beyond 99.8%']
    """
    if kind not in KINDS:
        raise ValueError(f"kind={kind!r} is not known. Use 'proportion', 'rate' or 'ratio'.")
    if not per > 0:
        raise ValueError(f"per={per!r} is not possible: give a number above 0.")
    units = _gathered(data, numerator, denominator, unit, kind)
    o, e = units["numerator"].to_numpy(), units["denominator"].to_numpy()
    centre = _centre(units, kind, target, leave_out, per)
    score = exact.scores(
        o, e * (centre if kind == "rate" else 1), "PR" if kind == "proportion" else "SR", "CQC"
    )
    aimed = np.arcsin(np.sqrt(centre)) if kind == "proportion" else 1.0
    found = exact.dispersion((score["y"] - aimed) / score["s"], score["s"], trim=trim)
    lines = _lines(kind, e, centre, found.tau2 if adjust else 0.0, adjust, per)
    expected = centre * e
    spread = np.sqrt(expected * (1 - centre)) if kind == "proportion" else np.sqrt(expected)
    table = units.assign(
        value=per * o / e, expected=expected, excess=o - expected, z=(o - expected) / spread, **lines
    )
    table["place"] = _places(table)
    return Funnel(
        table=table,
        kind=kind,
        target=centre * per,
        dispersion=found,
        adjusted=bool(adjust),
        per=per,
        measure=measure or words.listed([f"{numerator} by {unit}"]),
        unit=value_unit or "",
        size=size or str(denominator).replace("_", " "),
        title=title,
        choices={
            "chart": f"funnel plot of {kind}s",
            "target": f"{centre * per:.6g}" + (" (given)" if target is not None else " (overall value)"),
            "left out of the overall value": words.listed(np.atleast_1d(leave_out)) or "none",
            "limits": "adjusted for overdispersion" if adjust else "exact, chance alone",
            "overdispersion": f"phi {found.phi:.3f}, tau2 {found.tau2:.5g}, {trim:.0%} pulled in at each end",
        },
    )


def _gathered(data, numerator, denominator, unit, kind) -> pd.DataFrame:
    """Add up the rows of each unit, and refuse what makes no sense."""
    for column in (numerator, denominator, unit):
        if column not in data.columns:
            raise ValueError(
                f"There is no column {column!r}. The columns are: {', '.join(map(str, data.columns))}."
            )
    frame = pd.DataFrame({"unit": data[unit].astype(str)})
    for name, column in (("numerator", numerator), ("denominator", denominator)):
        frame[name] = pd.to_numeric(data[column], errors="coerce").to_numpy(dtype=float)
    bad = frame[["numerator", "denominator"]].isna().any(axis=1).to_numpy()
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise ValueError(
            f"Row {row + 1} ({frame['unit'].iloc[row]}) has a blank or a word where a number belongs."
        )
    units = frame.groupby("unit", sort=False, as_index=False).sum()
    if len(units) < 2:
        raise ValueError("A funnel plot compares units, so it needs two or more.")
    for wrong, why in (
        (units["denominator"] <= 0, "a denominator of 0 or less"),
        (units["numerator"] < 0, "a numerator below 0"),
        (
            (units["numerator"] > units["denominator"]) & (kind == "proportion"),
            "more cases than its denominator",
        ),
    ):
        if wrong.any():
            raise ValueError(
                f"The unit {units['unit'][wrong].iloc[0]!r} has {why}. Correct it, or leave the unit out."
            )
    return units


def _centre(units, kind, target, leave_out, per) -> float:
    if target is not None:
        return float(target) / per
    out = [str(name) for name in np.atleast_1d(leave_out)]
    unknown = [name for name in out if name not in set(units["unit"])]
    if unknown:
        raise ValueError(f"There is no unit {unknown[0]!r} to leave out.")
    if kind == "ratio":
        return 1.0
    kept = units[~units["unit"].isin(out)]
    centre = kept["numerator"].sum() / kept["denominator"].sum()
    if centre == 0 or (kind == "proportion" and centre == 1):
        raise ValueError("The overall value is 0 or all, so there is nothing to compare.")
    return float(centre)


def _lines(kind, sizes, centre, tau2, adjust, per) -> dict[str, np.ndarray]:
    if kind == "proportion":
        lines = (
            exact.arcsine_proportion_limits(sizes, centre, tau2)
            if adjust
            else exact.exact_proportion_limits(sizes, centre)
        )
    else:
        expected = sizes * (centre if kind == "rate" else 1)
        level = centre if kind == "rate" else 1.0
        lines = exact.log_ratio_limits(expected, tau2) if adjust else exact.ratio_limits(expected)
        lines = {name: level * line for name, line in lines.items()}
    return {name: per * lines[name] for name in LIMITS}


def _places(table) -> np.ndarray:
    value = table["value"]
    far = (value > table["upper998"]) | (value < table["lower998"])
    near = (value > table["upper95"]) | (value < table["lower95"])
    return np.where(far, "beyond 99.8%", np.where(near, "beyond 95%", "inside"))
