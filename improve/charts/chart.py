"""The Chart: data, lines, signals and choices held together; the figure and the reading are views of it."""

from dataclasses import dataclass, field
from html import escape

import numpy as np
import pandas as pd

from .rulesets import RuleSet
from .series import Series

ENOUGH = 10  # useful points: below this, run rules have next to no power and a reading must not lean on them


@dataclass(frozen=True)
class RunSignals:
    """What the run rules found in one phase.

    `shift`, `trend`, `few_crossings` and `many_crossings` are the rules' own answers. `signal` is what the
    chart stands by: some rule fired *and* there were enough useful points to say so.
    """

    phase: int
    n_obs: int
    n_useful: int
    longest_run: int
    longest_run_max: int
    n_crossings: int
    n_crossings_min: int
    n_crossings_max: int
    longest_trend: int
    shift: bool
    trend: bool
    few_crossings: bool
    many_crossings: bool

    @property
    def enough(self) -> bool:
        """True where there are enough useful points to read the chart by rules."""
        return self.n_useful >= ENOUGH

    @property
    def runs_signal(self) -> bool:
        """True where any rule fired, however short the phase."""
        return self.shift or self.trend or self.few_crossings or self.many_crossings

    @property
    def signal(self) -> bool:
        """True where a rule fired and the phase is long enough to say so."""
        return self.enough and self.runs_signal


@dataclass(frozen=True, eq=False, repr=False)
class Chart:
    """A chart of one measure over time.

    Attributes
    ----------
    kind : str
        "run" for a run chart; see `improve.charts.kinds` for the others.
    table : DataFrame
        One row a point, in time order: date, value, denominator, phase, centre, in_baseline, excluded,
        useful, side (1 above the centre line, -1 below, 0 neither) and the columns in_shift, in_trend and
        signal. `value` is the plotted value. With limits also lower, upper, lower2, upper2 (two-sigma lines),
        beyond, in_zone and signal_type.
    signals : tuple of RunSignals
        One for each phase.
    rules : RuleSet
        The rule set that was used.

    In a notebook, a chart as the last expression of a cell shows its figure and its reading.
    """

    kind: str
    series: Series
    table: pd.DataFrame
    signals: tuple
    rules: RuleSet
    centre_name: str
    centre_from: str  # "own", "baseline", "fixed" or "phases"
    target: float | None = None
    title: str | None = None
    extra: dict = field(default_factory=dict)

    @property
    def signal(self) -> bool:
        """True where any phase holds a signal."""
        return any(phase.signal for phase in self.signals)

    @property
    def doubts(self) -> tuple:
        """Reasons to be careful with the chart, as plain sentences; a run chart has none of its own."""
        return self.extra.get("doubts", ())

    def verdict(self):
        """Return the NHS verdicts on variation and assurance; for charts with limits.

        Raises
        ------
        ValueError
            If the chart has no limits.
        """
        from .verdicts import verdict

        return verdict(self)

    @property
    def measure(self) -> str:
        """What is measured."""
        return self.series.measure

    @property
    def unit(self) -> str:
        """The unit of the plotted value; empty where none was given."""
        return self.series.unit

    @property
    def notes(self) -> tuple:
        """The notes, each a date (or number) and a text, in time order."""
        return self.series.notes

    @property
    def alt(self) -> str:
        """A text alternative: the data, the lines and the signals, for a reader who cannot see the figure."""
        from .alt import alt_text

        return alt_text(self)

    def reading(self, audience: str = "team") -> str:
        """Say in plain words what the chart shows, and what it cannot show.

        Parameters
        ----------
        audience : {"team", "board", "analyst"}

        Returns
        -------
        str
            Paragraphs with a blank line between them.

        Raises
        ------
        ValueError
            If there is no such audience.
        """
        from .reading import reading

        return reading(self, audience)

    def record(self) -> list[dict]:
        """List the choices that made this chart, each as {"choice": …, "value": …}, fit for an audit."""
        from .record import record

        return record(self)

    def figure(self, theme: str = "light"):
        """Draw the chart with Plotly; `layout.meta` carries the text alternative and the reading.

        Parameters
        ----------
        theme : {"light", "dark"}

        Returns
        -------
        plotly.graph_objects.Figure
        """
        from .figure import draw

        return draw(self, theme)

    def reading_html(self, audience: str = "team") -> str:
        """Return the reading as HTML paragraphs, everything a learner typed made harmless."""
        return as_html(self.reading(audience))

    def __repr__(self) -> str:
        return self.reading()

    def _ipython_display_(self) -> None:
        show(self.figure())


def show(figure) -> None:
    """Show a figure, and below it the reading that it carries."""
    from IPython.display import display

    reading = figure.layout.meta["reading"]
    display(figure)
    display({"text/html": as_html(reading), "text/plain": reading}, raw=True)


def as_html(reading: str) -> str:
    """Return a reading as HTML paragraphs, everything a learner typed made harmless."""
    return "".join(f'<p class="chart-reading">{escape(text)}</p>' for text in reading.split("\n\n"))


def point_table(series: Series, centre, in_shift, in_trend, signal, side) -> pd.DataFrame:
    """Lay out the columns that every chart over time shares."""
    return pd.DataFrame(
        {
            "date": series.x,
            "value": series.y,
            "denominator": series.denominator,
            "phase": series.phase,
            "centre": centre,
            "in_baseline": series.in_baseline,
            "excluded": series.excluded,
            "useful": np.asarray(side) != 0,
            "side": side,
            "in_shift": in_shift,
            "in_trend": in_trend,
            "signal": signal,
        }
    )
