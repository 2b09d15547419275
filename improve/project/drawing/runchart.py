"""A run chart as plain SVG, for exports that must be read and printed with no script at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from improve.palette import LIGHT

from ..dates import short_date
from .svg import NARROW, Drawing, Sheet, text_width, wrap

if TYPE_CHECKING:
    from improve.charts import Chart

SMALL = 12
WIDE_WIDTH = 720


def draw_chart(chart: Chart, notes: int = 12) -> Drawing:
    """Draw a run chart as SVG.

    Parameters
    ----------
    chart : improve.charts.Chart
    notes : int
        How many notes are written out below it; the words hold all of them.

    Returns
    -------
    Drawing
        Points of a signal are diamonds, filled and in the accent colour; points not counted are crosses.

    Examples
    --------
    >>> from improve.charts import run_chart
    >>> drawing = draw_chart(run_chart([12, 15, 11, 14], measure="falls"))
    >>> drawing.title
    'Run chart of falls'
    """
    title = chart.title or f"Run chart of {chart.measure}"
    key = "chart-" + "".join(c if c.isalnum() and c.isascii() else "-" for c in title.lower())[:40]
    wide = _Plot(chart, WIDE_WIDTH, 330, notes).svg(title, f"{key}-wide")
    narrow = _Plot(chart, NARROW, 290, notes).svg(title, f"{key}-narrow")
    return Drawing(wide, narrow, title, chart.alt)


class _Plot:
    """The scales of one drawing, and the strokes that use them."""

    def __init__(self, chart: Chart, width: float, height: float, notes: int) -> None:
        self.chart, self.table, self.most = chart, chart.table, notes
        self.sheet = Sheet(width)
        self.top, self.bottom = 72.0, height - 40.0
        self.ticks = _round_ticks(self._levels())
        self.labels = [f"{tick:g}" for tick in self.ticks]
        self.left = 8 + max(text_width(label, SMALL) for label in self.labels)
        self.right = width - 12
        self.height = height

    def _levels(self) -> np.ndarray:
        levels = np.concatenate([self.table["value"], self.table["centre"], [self.chart.target or np.nan]])
        known = levels[np.isfinite(levels.astype(float))].astype(float)
        return known if len(known) else np.array([0.0, 1.0])

    def x(self, position: float) -> float:
        n = max(len(self.table) - 1, 1)
        return self.left + 8 + (self.right - self.left - 16) * position / n

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (self.bottom - self.top) * (value - low) / (high - low)

    def svg(self, title: str, key: str) -> str:
        self._title(title)
        self._axes()
        self._notes()
        self._lines()
        self._points()
        foot = self._key_to_notes()
        return self.sheet.svg(self.height + foot, title, self.chart.alt.replace("\n", " "), key)

    def _title(self, title: str) -> None:
        unit = f" ({self.chart.unit})" if self.chart.unit else ""
        room = self.sheet.width - 8
        self.sheet.words(wrap(title, room, 14, bold=True, most=1), 4, 0, bold=True)
        self.sheet.words(
            wrap(f"{self.chart.measure}{unit}", room, SMALL, most=1), 4, 19, size=SMALL, fill=LIGHT.quiet
        )

    def _axes(self) -> None:
        for tick, label in zip(self.ticks, self.labels, strict=True):
            y = self.y(tick)
            self.sheet.line([(self.left, y), (self.right, y)], stroke=LIGHT.faint, line=1)
            self.sheet.words([label], self.left - 4, y - 9, size=SMALL, fill=LIGHT.quiet, anchor="end")
        n = len(self.table)
        wanted = max(2, int((self.right - self.left) // 130))
        for position in sorted({round(p) for p in np.linspace(0, n - 1, min(wanted, n))}):
            anchor = (
                "start" if position == 0 and n > 1 else "end" if position == n - 1 and n > 1 else "middle"
            )
            text = self._when(position)
            self.sheet.line([(self.x(position), self.bottom), (self.x(position), self.bottom + 4)], line=1)
            self.sheet.words(
                [text], self.x(position), self.bottom + 6, size=SMALL, fill=LIGHT.quiet, anchor=anchor
            )

    def _when(self, position: int) -> str:
        when = self.table["date"].iloc[position]
        return short_date(when.date()) if hasattr(when, "date") else f"{when:g}"

    def _lines(self) -> None:
        values = self.table["value"].to_numpy(float)
        for start, end in _stretches(~np.isnan(values)):
            if end - start > 1:
                path = [(self.x(p), self.y(values[p])) for p in range(start, end)]
                self.sheet.line(path, stroke=LIGHT.line, line=1.6)
        centre = self.table["centre"].to_numpy(float)
        for phase in self.table["phase"].unique():
            at = np.flatnonzero((self.table["phase"] == phase).to_numpy() & ~np.isnan(centre))
            if len(at):
                self._centre(at, centre[at[0]])
        if self.chart.target is not None:
            y = self.y(self.chart.target)
            self.sheet.line([(self.left, y), (self.right, y)], stroke=LIGHT.warm, dashed=True)
            self.sheet.words(
                [f"target {self.chart.target:g}"], self.left + 4, y - 1, size=SMALL, fill=LIGHT.warm
            )

    def _centre(self, at: np.ndarray, level: float) -> None:
        y, start, end = self.y(level), self.x(at[0]) - 6, self.x(at[-1]) + 6
        self.sheet.line([(start, y), (end, y)], stroke=LIGHT.ink, line=1.4)
        label = f"{self.chart.centre_name} {level:.3g}"
        if text_width(label, SMALL) < end - start + 20:
            last = self.table["value"].to_numpy(float)[at][-len(at) // 3 :]
            above = np.sum(last > level) <= np.sum(last < level)  # where fewer points stand in the way
            self.sheet.words([label], end, y - 17 if above else y + 1, size=SMALL, anchor="end")

    def _points(self) -> None:
        rows = zip(self.table["value"], self.table["signal"], self.table["excluded"], strict=True)
        for position, (value, signal, excluded) in enumerate(rows):
            if np.isnan(value):
                continue
            x, y = self.x(position), self.y(value)
            if excluded:
                self.sheet.line([(x - 4, y - 4), (x + 4, y + 4)], stroke=LIGHT.ink, line=1.6)
                self.sheet.line([(x - 4, y + 4), (x + 4, y - 4)], stroke=LIGHT.ink, line=1.6)
            elif signal:
                corners = [(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)]
                self.sheet.shape(corners, fill=LIGHT.accent, stroke=LIGHT.paper)
            else:
                self.sheet.dot(x, y, 3.4, fill=LIGHT.line, stroke=LIGHT.paper)

    def _notes(self) -> None:
        """Mark each note on the time axis by a number; its words stand below the chart."""
        for number, (when, _) in enumerate(self.chart.notes, start=1):
            x = self._place_of(when)
            self.sheet.line([(x, self.top - 16), (x, self.bottom)], stroke=LIGHT.quiet, line=1, dashed=True)
            self.sheet.dot(x, self.top - 20, 8, fill=LIGHT.ink)
            self.sheet.words(
                [str(number)], x, self.top - 28, size=SMALL - 1, bold=True, fill=LIGHT.paper, anchor="middle"
            )

    def _place_of(self, when) -> float:
        dates = self.table["date"]
        position = int(np.searchsorted(dates.to_numpy(), np.array(when, dtype=dates.to_numpy().dtype)))
        if position == 0 or dates.iloc[min(position, len(dates) - 1)] == when:
            return self.x(position)
        before, after = dates.iloc[position - 1], dates.iloc[position]
        return self.x(position - 1 + (when - before) / (after - before))

    def _key_to_notes(self) -> float:
        """Write the notes below the chart; return the height they took."""
        y, told = self.height - 12, self.chart.notes
        lines = [f"{number}. {text}" for number, (_, text) in enumerate(told[: self.most], start=1)]
        if len(told) > self.most:
            lines.append(f"… and {len(told) - self.most} more.")
        for line in lines:
            y += self.sheet.words(wrap(line, self.sheet.width - 8, SMALL, most=2), 4, y, size=SMALL) + 2
        return y - self.height + 12 if lines else 0


def _stretches(known: np.ndarray) -> list[tuple[int, int]]:
    """Return the first and one-past-last positions of each stretch without a gap."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _round_ticks(levels: np.ndarray) -> list[float]:
    """Return four to seven round numbers that hold all levels.

    They begin at nought, so that noise does not look like news, unless the values then would lie in one thin band.
    """
    low, high = float(levels.min()), float(levels.max())
    if low > 0 and high - low > 0.15 * high:
        low = 0.0
    if high == low:
        low, high = low - 1, high + 1
    rough = (high - low) / 4
    power = 10 ** np.floor(np.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough * 0.999)
    first, last = np.floor(low / step), np.ceil(high / step)
    return [float(round(step * k, 10)) for k in np.arange(first, last + 1)]
