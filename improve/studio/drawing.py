"""Draw a Chart as SVG: the same lines, marks and words as its Plotly figure, in one file that opens anywhere."""

from __future__ import annotations

import re
from html import escape, unescape

import numpy as np
import pandas as pd

from improve.charts.figure import PLOT_HEIGHT, RIGHT, Frame
from improve.palette import FONT, LIGHT, palette

WIDE, NARROW = 900, 380
DASHES = {"dash": "7 4", "dot": "2 4"}
_CONTROL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg(chart, width: int = WIDE, theme: str = "light") -> str:
    """Draw a chart as one SVG with its text alternative inside.

    Parameters
    ----------
    chart : Chart
    width : int
        Width in pixels; text keeps its size, so a phone needs a narrower drawing and not a smaller one.
    theme : {"light", "dark"}

    Returns
    -------
    str
        No script, no link and no address but that of the SVG namespace; everything that was typed is escaped.

    Examples
    --------
    >>> from improve.charts import run_chart
    >>> svg(run_chart([3, 1, 4, 1, 5], measure="<script>")).count("<script")
    0
    """
    return _Drawing(chart, width, theme).svg()


def plain(text) -> str:
    """Escape text for XML, without characters that XML does not allow."""
    return escape(_CONTROL.sub(" ", str(text)), quote=True)


class _Drawing:
    """One chart on one sheet: places in pixels worked out from the parts of its figure."""

    def __init__(self, chart, width: int, theme: str) -> None:
        self.chart, self.ink = chart, palette(theme)
        self.frame = Frame(chart, self.ink)
        self.layout = self.frame.layout()
        self.margin = self.layout["margin"]
        self.width, self.height = width, int(self.layout["height"])
        self.plot_width = width - self.margin["l"] - RIGHT
        self.dated = chart.series.dated
        self.x_range = [self._number(edge) for edge in self.layout["xaxis"]["range"]]
        self.y_range = self.layout["yaxis"]["range"]

    def svg(self) -> str:
        parts = [*self._y_axis(), *self._x_axis(), *self._shapes()]
        frame = self.frame
        for trace in (*frame.limit_lines(), *frame.level_lines(), *frame.joining_lines()):
            parts.append(self._line(trace))
        for trace in frame.points():
            parts.append(self._markers(trace))
        parts += [self._words(note) for note in self.layout["annotations"]]
        title = plain(self.chart.title or self.chart.measure)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" font-family="{plain(FONT)}" font-size="12">'
            f"<title>{title}</title><desc>{plain(self.chart.alt)}</desc>"
            f'<rect width="100%" height="100%" fill="{self.ink.paper}"/>{"".join(parts)}</svg>'
        )

    # Places ---------------------------------------------------------------------------------------------

    def _number(self, x) -> float:
        return pd.Timestamp(x).value / 8.64e13 if self.dated else float(x)

    def _x(self, x) -> float:
        low, high = self.x_range
        return self.margin["l"] + self.plot_width * (self._number(x) - low) / (high - low)

    def _y(self, y: float) -> float:
        low, high = self.y_range
        return self.margin["t"] + PLOT_HEIGHT * (high - y) / (high - low)

    # Axes -----------------------------------------------------------------------------------------------

    def _y_axis(self) -> list[str]:
        low, high = self.y_range
        ticks = [tick for tick in nice_ticks(low, high, 6) if low <= tick <= high]
        decimals = max((len(f"{tick:.10g}".partition(".")[2]) for tick in ticks), default=0)
        left, right = self.margin["l"], self.margin["l"] + self.plot_width
        parts = []
        for tick in ticks:
            y = self._y(tick)
            parts.append(f'<path d="M{left} {y:.1f}H{right}" stroke="{self.ink.faint}"/>')
            parts.append(self._text(f"{tick:,.{decimals}f}", left - 6, y + 4, "end"))
        return parts

    def _x_axis(self) -> list[str]:
        base = self.margin["t"] + PLOT_HEIGHT
        left, right = self.margin["l"], self.margin["l"] + self.plot_width
        parts = [f'<path d="M{left} {base}H{right}" stroke="{self.ink.faint}"/>']
        for x, lines in self._x_ticks():
            parts.append(f'<path d="M{x:.1f} {base}v4" stroke="{self.ink.line}"/>')
            parts += [self._text(line, x, base + 17 + 15 * i, "middle") for i, line in enumerate(lines)]
        if not self.dated:
            parts.append(self._text("point, in time order", (left + right) / 2, base + 36, "middle"))
        return parts

    def _x_ticks(self) -> list[tuple[float, tuple[str, ...]]]:
        most = max(2, int(self.plot_width // 75))
        x = self.chart.series.x
        if self.dated:
            return [(self._x(when), words) for when, words in date_ticks(x[0], x[-1], most)]
        ticks = [
            tick for tick in nice_ticks(x[0], x[-1], most) if tick == int(tick) and x[0] <= tick <= x[-1]
        ]
        return [(self._x(tick), (f"{tick:g}",)) for tick in ticks]

    # Marks ----------------------------------------------------------------------------------------------

    def _shapes(self) -> list[str]:
        parts = []
        for shape in self.layout["shapes"]:
            x = self.margin["l"] + self.plot_width * shape["x0"]
            top, base = (self.margin["t"] + PLOT_HEIGHT * (1 - shape[end]) for end in ("y1", "y0"))
            dash = self._dash(shape["line"].get("dash"))
            parts.append(f'<path d="M{x:.1f} {base:.1f}V{top:.1f}" stroke="{shape["line"]["color"]}"{dash}/>')
        return parts

    def _line(self, trace: dict) -> str:
        line = trace["line"]
        pairs = list(zip(trace["x"], trace["y"], strict=True))
        path = self._stepped(pairs) if line.get("shape") == "hvh" else self._straight(pairs)
        if not path:
            return ""
        dash = self._dash(line.get("dash"))
        return f'<path d="{path}" fill="none" stroke="{line["color"]}" stroke-width="{line.get("width", 1)}"{dash}/>'

    def _straight(self, pairs) -> str:
        path, pen = [], "M"
        for x, y in pairs:
            if y is None:
                pen = "M"
                continue
            path.append(f"{pen}{self._x(x):.1f} {self._y(y):.1f}")
            pen = "L"
        return "".join(path)

    def _stepped(self, pairs) -> str:
        """Steps that change half-way between two points."""
        path, before = [], None
        for x, y in pairs:
            if y is None:
                before = None
                continue
            at, height = self._x(x), self._y(y)
            if before is None:
                path.append(f"M{at:.1f} {height:.1f}")
            else:
                path.append(f"H{(before + at) / 2:.1f}V{height:.1f}H{at:.1f}")
            before = at
        return "".join(path)

    def _markers(self, trace: dict) -> str:
        marker = trace["marker"]
        parts = []
        for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True):
            if y is not None:
                parts.append(_marker(marker, self._x(x), self._y(y), plain(unescape(text))))
        return f"<g>{''.join(parts)}</g>"

    def _dash(self, name: str | None) -> str:
        return f' stroke-dasharray="{DASHES[name]}"' if name in DASHES else ""

    # Words ----------------------------------------------------------------------------------------------

    def _words(self, note: dict) -> str:
        lines = note["text"].split("<br>")
        size = note["font"]["size"]
        height = len(lines) * size * 1.3
        y = (
            self.margin["t"] + PLOT_HEIGHT * (1 - note["y"])
            if note.get("yref") == "paper"
            else self._y(note["y"])
        )
        y -= note.get("yshift", 0)
        top = {"bottom": y - height, "middle": y - height / 2, "top": y}[note.get("yanchor", "middle")]
        x = self.margin["l"] + self.plot_width * note["x"] + note.get("xshift", 0)
        anchor = {"left": "start", "right": "end", "center": "middle"}[note.get("xanchor", "center")]
        return "".join(
            self._text(
                unescape(line.removeprefix("<b>").removesuffix("</b>")),
                x,
                top + size * (1.02 + 1.3 * i),
                anchor,
                size,
                note["font"]["color"],
                bold=line.startswith("<b>"),
            )
            for i, line in enumerate(lines)
        )

    def _text(self, text, x, y, anchor, size=12, colour=None, bold=False) -> str:
        weight = ' font-weight="600"' if bold else ""
        return (
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
            f'fill="{colour or self.ink.quiet}" stroke="{self.ink.paper}" stroke-width="3" paint-order="stroke"'
            f"{weight}>{plain(text)}</text>"
        )


def _marker(marker: dict, x: float, y: float, title: str) -> str:
    """Draw one point by its shape."""
    r = marker["size"] / 2
    colour = marker["color"]
    paths = {
        "diamond": f"M{x:.1f} {y - r * 1.2:.1f}l{r * 1.2:.1f} {r * 1.2:.1f}l{-r * 1.2:.1f} {r * 1.2:.1f}"
        f"l{-r * 1.2:.1f} {-r * 1.2:.1f}z",
        "square": f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}z",
        "triangle-up": f"M{x:.1f} {y - r:.1f}l{r:.1f} {1.8 * r:.1f}h{-2 * r:.1f}z",
        "cross": f"M{x - r:.1f} {y - r / 3:.1f}h{r * 2 / 3:.1f}v{-r * 2 / 3:.1f}h{r * 2 / 3:.1f}v{r * 2 / 3:.1f}"
        f"h{r * 2 / 3:.1f}v{r * 2 / 3:.1f}h{-r * 2 / 3:.1f}v{r * 2 / 3:.1f}h{-r * 2 / 3:.1f}v{-r * 2 / 3:.1f}"
        f"h{-r * 2 / 3:.1f}z",
    }
    if marker["symbol"] == "x-thin-open":
        d = f"M{x - r:.1f} {y - r:.1f}l{2 * r} {2 * r}m0 {-2 * r}l{-2 * r} {2 * r}"
        return f'<path d="{d}" stroke="{colour}" stroke-width="1.5"><title>{title}</title></path>'
    if marker["symbol"] in paths:
        return f'<path d="{paths[marker["symbol"]]}" fill="{colour}"><title>{title}</title></path>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" fill="{colour}"><title>{title}</title></circle>'


def nice_ticks(low: float, high: float, most: int) -> list[float]:
    """Return round numbers that cover a range.

    Examples
    --------
    >>> nice_ticks(0, 47, 6)
    [0.0, 10.0, 20.0, 30.0, 40.0]
    """
    spread = (high - low) or 1.0
    power = 10.0 ** np.floor(np.log10(spread / most))
    step = next(power * m for m in (1, 2, 5, 10, 20) if spread / (power * m) <= most)
    first = np.ceil(low / step - 1e-9)
    count = int(np.floor(high / step + 1e-9) - first) + 1
    return [round(float((first + i) * step), 10) + 0.0 for i in range(max(count, 0))]


def date_ticks(first, last, most: int) -> list[tuple[pd.Timestamp, tuple[str, ...]]]:
    """Return dates on the calendar's own steps, each with the lines of its label.

    Examples
    --------
    >>> [words for _, words in date_ticks(pd.Timestamp("2023-01-01"), pd.Timestamp("2024-12-01"), 4)]
    [('Jan', '2023'), ('Jul',), ('Jan', '2024'), ('Jul',)]
    """
    first, last = pd.Timestamp(first), pd.Timestamp(last)
    days = max((last - first).total_seconds() / 86400, 1e-9)
    if days / most <= 12:
        return _day_ticks(first, last, max(1, int(np.ceil(days / most))))
    months = days / 30.44
    step = next((m for m in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600) if months / m <= most), 1200)
    start = pd.Timestamp(first.year if step < 12 else first.year // (step // 12) * (step // 12), 1, 1)
    ticks, year = [], None
    while start <= last:
        if start >= first:
            label = (f"{start.year}",) if step >= 12 else (f"{start:%b}",)
            ticks.append((start, label if step >= 12 or start.year == year else (*label, f"{start.year}")))
            year = start.year
        start += pd.DateOffset(months=step)
    return ticks


def _day_ticks(first, last, step: int):
    start, ticks, year = first.normalize(), [], None
    step = next((s for s in (1, 2, 7, 14) if s >= step), step)
    while start <= last:
        if start >= first.normalize():
            label = (f"{start.day} {start:%b}",)
            ticks.append((max(start, first), label if start.year == year else (*label, f"{start.year}")))
            year = start.year
        start += pd.Timedelta(days=step)
    return ticks


def sparkline(chart, width: int = 280, height: int = 84) -> str:
    """Draw a chart small: the line, the centre, the limits and the signals, with no words but its alternative."""
    table = chart.table
    y = table["value"].to_numpy(dtype=float)
    lines = [table[name].to_numpy(dtype=float) for name in ("centre", "lower", "upper") if name in table]
    levels = np.concatenate([y, *lines])
    levels = levels[np.isfinite(levels)]
    low, high = (levels.min(), levels.max()) if len(levels) else (0.0, 1.0)
    high = high if high > low else low + 1
    near = chart.target is not None and 2 * low - high <= chart.target <= 2 * high - low
    if near:  # a target far away would press the chart into a line; the words say where it lies
        low, high = min(low, chart.target), max(high, chart.target)
    x = 5 + (width - 10) * np.linspace(0, 1, max(len(y), 2))[: len(y)]

    def place(level):
        return 6 + (height - 12) * (high - level) / (high - low)

    parts = []
    for number, line in enumerate(lines):
        colour, dash = (LIGHT.quiet, "") if number == 0 else (LIGHT.line, ' stroke-dasharray="3 3"')
        parts.append(f'<path d="{_path(x, place(line))}" fill="none" stroke="{colour}"{dash}/>')
    if near:
        at = place(chart.target)
        parts.append(f'<path d="M5 {at:.1f}H{width - 5}" stroke="{LIGHT.warm}" stroke-dasharray="2 4"/>')
    parts.append(f'<path d="{_path(x, place(y))}" fill="none" stroke="{LIGHT.line}" stroke-width="1.5"/>')
    signal = table["signal"].to_numpy() & np.isfinite(y)
    plain_marker = {"symbol": "circle", "size": 4, "color": LIGHT.line}
    marked = {"symbol": "diamond", "size": 7, "color": LIGHT.accent}
    for i in np.flatnonzero(np.isfinite(y)):
        if signal[i] or len(y) <= 60:
            parts.append(_marker(marked if signal[i] else plain_marker, x[i], place(y[i]), ""))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><title>{plain(chart.title or chart.measure)}</title><desc>{plain(chart.alt)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _path(x, y) -> str:
    parts, pen = [], "M"
    for a, b in zip(x, y, strict=True):
        if not np.isfinite(b):
            pen = "M"
            continue
        parts.append(f"{pen}{a:.1f} {b:.1f}")
        pen = "L"
    return "".join(parts)
