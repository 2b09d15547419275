"""Drawing a chart: grey for common cause, accent and another shape for a signal, words beside their lines."""

from html import escape
from textwrap import wrap

import numpy as np
import pandas as pd

from .. import palette as colours
from . import labels, thin, words
from .series import date_words

PLOT_HEIGHT = 300
LEFT, RIGHT, BOTTOM = 46, 66, 44
MOST_NAMED = 6  # runs or trends named on the figure; the reading counts the rest
TITLE_WIDTH = 40  # characters of a title in a line on a phone


def draw(chart, theme: str = "light"):
    """Return the Plotly figure of a chart over time.

    Only scatter traces are used, so that a page needs only Plotly's basic bundle. Backgrounds are
    transparent.
    """
    import plotly.graph_objects as go

    ink = colours.palette(theme)
    frame = Frame(chart, ink)
    traces = [*frame.limit_lines(), *frame.level_lines(), *frame.joining_lines(), *frame.points()]
    return go.Figure(data=traces, layout=frame.layout())


class Frame:
    """The parts of one figure, worked out from a chart and a palette."""

    def __init__(self, chart, ink):
        self.chart, self.ink = chart, ink
        self.table = chart.table
        self.y = chart.table["value"].to_numpy()
        self.x = _axis_values(chart.series.x)
        self.decimals = words.decimals_for(self.y)
        self.drawn = thin.drawn(self.y, chart.table["signal"].to_numpy())
        self.low, self.high, self.from_zero = axis_range(chart)
        if chart.signal or chart.series.n_phases > 1:
            self.high += (self.high - self.low) * labels.LINE / PLOT_HEIGHT  # room for words above the data
        self.x_low, self.x_high = _padded(chart.series.x)
        notes = [(self._fraction(when), text) for when, text in chart.notes]
        self.numbered = len(notes) > labels.MOST_NOTES
        shown = [(where, str(i) if self.numbered else text) for i, (where, text) in enumerate(notes, start=1)]
        self.notes, self.note_room = labels.place_notes(shown)
        self.heading = _heading(chart)
        self.key = self._key() if self.numbered else []
        self.top = 12 + 19 * len(self.heading) + self.note_room + 10
        self.axis_room = BOTTOM if chart.series.dated else BOTTOM + labels.LINE
        self.bottom = self.axis_room + (0 if self.from_zero else labels.LINE) + labels.LINE * len(self.key)

    # Traces ---------------------------------------------------------------------------------------------

    def joining_lines(self) -> list[dict]:
        """The line through the points, broken at gaps; for a CUSUM also the lower sum."""
        style = {"mode": "lines", "line": {"color": self.ink.line, "width": 1.5}, "hoverinfo": "skip"}
        x = [self.x[i] for i in self.drawn]
        lines = [self._trace(x, self.y[self.drawn], name="values", **style)]
        if "below" in self.table:
            lines.append(
                self._trace(x, self.table["below"].to_numpy()[self.drawn], name="lower sum", **style)
            )
        return lines

    def level_lines(self) -> list[dict]:
        """Centre lines (solid where fixed, dashed where carried on) and the target."""
        lines = []
        for phase in range(1, self.chart.series.n_phases + 1):
            here = np.flatnonzero((self.table["phase"] == phase).to_numpy())
            base = here[self.table["in_baseline"].to_numpy()[here]]
            colour = self._centre_colour(phase)
            later = here[here >= base[-1]] if len(base) else here
            if len(base) < len(here):
                lines.append(self._level(base[[0, -1]], colour, "solid"))
                lines.append(self._level(later[[0, -1]], colour, "dash"))
            else:
                lines.append(self._level(here[[0, -1]], colour, "solid"))
        if self.chart.target is not None:
            ends = [self.x_low, self.x_high]
            target = {"color": self.ink.warm, "width": 1.5, "dash": "dot"}
            lines.append(
                self._trace(
                    ends, [self.chart.target] * 2, mode="lines", line=target, name="target", hoverinfo="skip"
                )
            )
        return lines

    def limit_lines(self) -> list[dict]:
        """Limits as quiet lines, in steps where they follow the denominators; none on a run chart."""
        if "upper" not in self.table:
            return []
        lines = []
        for phase in range(1, self.chart.series.n_phases + 1):
            rows = self.drawn[(self.table["phase"] == phase).to_numpy()[self.drawn]]
            for name in ("lower", "upper"):
                levels = self.table[name].to_numpy()[rows]
                varied = np.ptp(levels[~np.isnan(levels)]) > 0 if (~np.isnan(levels)).any() else False
                line = {"color": self.ink.line, "width": 1, "shape": "hvh" if varied else "linear"}
                x = [self.x[i] for i in rows]
                lines.append(
                    self._trace(x, levels, mode="lines", line=line, name=f"{name} limit", hoverinfo="skip")
                )
        return lines

    def _level(self, rows, colour, dash) -> dict:
        centre = self.table["centre"].to_numpy()[rows]
        line = {"color": colour, "width": 1.5, "dash": dash}
        return self._trace(
            [self.x[i] for i in rows],
            centre,
            mode="lines",
            line=line,
            name=self.chart.centre_name,
            hoverinfo="skip",
        )

    def _centre_colour(self, phase: int) -> str:
        found = self.chart.signals[phase - 1]
        wavy = found.enough and (found.few_crossings or found.many_crossings)
        return self.ink.accent if wavy else self.ink.quiet

    def points(self) -> list[dict]:
        """The points, one trace for each way of marking them."""
        size = 7 if len(self.y) <= 60 else 5
        accent, quiet = {"color": self.ink.accent}, {"color": self.ink.quiet}
        styles = {
            "points": {"symbol": "circle", "size": size, "color": self.ink.line},
            "in a signal run": {"symbol": "diamond", "size": size + 3, **accent},
            "in a signal trend": {"symbol": "triangle-up", "size": size + 3, **accent},
            "part of a pattern": {"symbol": "cross", "size": size + 2, **accent},
            "beyond the limits": {"symbol": "square", "size": size + 4, **accent},
            "not counted": {"symbol": "x-thin-open", "size": size + 2, **quiet},
        }
        made = []
        for name, levels, mark in self._marks():
            rows = self.drawn[mark[self.drawn]]
            if len(rows):
                made.append(self._points(rows, name, styles[name], levels))
        return made

    def _marks(self) -> list[tuple]:
        """Sort the points by how they are marked: name, heights and which points."""
        known = ~np.isnan(self.y)
        out = self.table["excluded"].to_numpy() & known
        signal = self.table["signal"].to_numpy() & known & ~out
        if "below" in self.table:  # a CUSUM: two sums, each with its own points beyond the interval
            low = self.table["below"].to_numpy()
            high = signal & (self.y > self.table["upper"].to_numpy())
            under = signal & (low < self.table["lower"].to_numpy())
            return [
                ("points", self.y, known & ~high & ~out),
                ("beyond the limits", self.y, high),
                ("beyond the limits", low, under),
            ]
        beyond = signal & self._marked("beyond")
        shift = signal & self._marked("in_shift") & ~beyond
        trend = signal & self._marked("in_trend") & ~beyond & ~shift
        return [
            ("points", self.y, known & ~signal & ~out),
            ("in a signal run", self.y, shift),
            ("in a signal trend", self.y, trend),
            ("part of a pattern", self.y, signal & ~beyond & ~shift & ~trend),
            ("beyond the limits", self.y, beyond),
            ("not counted", self.y, out),
        ]

    def _marked(self, name: str) -> np.ndarray:
        return self.table[name].to_numpy() if name in self.table else np.zeros(len(self.y), dtype=bool)

    def _points(self, rows, name, marker, levels) -> dict:
        return self._trace(
            [self.x[i] for i in rows],
            levels[rows],
            mode="markers",
            cliponaxis=False,
            marker=marker,
            name=name,
            text=[escape(self._hover(i, name, levels[i])) for i in rows],
            hovertemplate="%{text}<extra></extra>",
        )

    def _hover(self, i: int, name: str, level: float) -> str:
        series = self.chart.series
        when = date_words(series.x[i], series.x[:100] if series.dated else None)
        text = f"{when}: {words.number(level, self.decimals, '' if self.chart.kind == 'cusum' else self.chart.unit)}"
        if not np.isnan(series.denominator[i]):
            text += f" ({series.value[i]:,g} of {series.denominator[i]:,g})"
        return text if name == "points" else f"{text}, {name}"

    def _trace(self, x, y, **more) -> dict:
        values = [None if np.isnan(v) else float(v) for v in y]
        return {
            "type": "scatter",
            "x": list(x),
            "y": values,
            "showlegend": False,
            "connectgaps": False,
            **more,
        }

    # Layout ---------------------------------------------------------------------------------------------

    def layout(self) -> dict:
        """Axes, words and margins."""
        quiet = {"size": 12, "color": self.ink.quiet}
        axis = {
            "showgrid": False,
            "zeroline": False,
            "tickfont": quiet,
            "linecolor": self.ink.faint,
            "showline": True,
        }
        return {
            "template": "none",
            "height": self.top + PLOT_HEIGHT + self.bottom,
            "margin": {"l": self.left(), "r": RIGHT, "t": self.top, "b": self.bottom},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": colours.FONT, "size": 13, "color": self.ink.ink},
            "hovermode": "closest",
            "dragmode": False,
            "xaxis": {**axis, "range": [self.x_low, self.x_high], **self._x_ticks()},
            "yaxis": {
                **axis,
                "range": [self.low, self.high],
                "nticks": 6,
                "showgrid": True,
                "gridcolor": self.ink.faint,
                "showline": False,
                "separatethousands": True,
                "exponentformat": "none",
            },
            "shapes": self._stems() + self._splits(),
            "annotations": [
                *self._heading_words(),
                *self._note_words(),
                *self._level_words(),
                *self._inside_words(),
                *self._foot_words(),
            ],
            "meta": {"alt": self.chart.alt, "reading": self.chart.reading()},
        }

    def left(self) -> int:
        """Room for the longest tick label."""
        longest = max(
            len(f"{edge:,.{words.decimals_for([self.low, self.high])}f}") for edge in (self.low, self.high)
        )
        return max(LEFT, 14 + 8 * min(longest, 9))

    def _x_ticks(self) -> dict:
        if self.chart.series.dated:
            return {"type": "date", "nticks": 6, "tickangle": 0}
        title = {"text": "point, in time order", "standoff": 6, "font": {"size": 12, "color": self.ink.quiet}}
        step = {"dtick": 1} if len(self.x) <= 12 else {"nticks": 8}
        return {"type": "linear", "tickformat": "~g", "title": title, **step}

    def _heading_words(self) -> list[dict]:
        lines = [_text(line, bold=bold) for line, bold in self.heading]
        return [
            self._words(
                "<br>".join(lines),
                xref="paper",
                x=0,
                xshift=-self.left() + 6,
                xanchor="left",
                yref="paper",
                y=1,
                yshift=self.note_room + 10,
                yanchor="bottom",
                align="left",
                size=13.5,
                color=self.ink.ink,
            )
        ]

    def _note_words(self) -> list[dict]:
        return [
            self._words(
                "<br>".join(_text(line) for line in note.lines),
                xref="paper",
                x=note.where,
                xanchor=note.anchor,
                xshift=3 if note.anchor == "left" else -3,
                yref="paper",
                y=1,
                yshift=note.above,
                yanchor="bottom",
                align=note.anchor,
            )
            for note in self.notes
        ]

    def _stems(self) -> list[dict]:
        """Thin lines from each note down to the axis."""
        return [
            {
                "type": "line",
                "xref": "paper",
                "x0": note.where,
                "x1": note.where,
                "yref": "paper",
                "y0": 0,
                "y1": 1 + (note.above + labels.LINE * len(note.lines)) / PLOT_HEIGHT,
                "line": {"color": self.ink.line, "width": 1},
                "layer": "below",
            }
            for note in self.notes
        ]

    def _splits(self) -> list[dict]:
        """A dotted line where a new phase starts."""
        starts = np.flatnonzero(np.diff(self.chart.series.phase)) + 1
        line = {"color": self.ink.line, "width": 1, "dash": "dot"}
        x = self.chart.series.x
        between = [self._fraction(x[i - 1] + (x[i] - x[i - 1]) / 2) for i in starts]
        return [
            {
                "type": "line",
                "xref": "paper",
                "x0": f,
                "x1": f,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": line,
            }
            for f in between
        ]

    def _level_words(self) -> list[dict]:
        """Names and values of the lines that reach the right edge, in the margin beside them."""
        centre = self._centre_of(self.chart.series.n_phases)
        right = []
        if not np.isnan(centre):
            name = (
                "baseline<br>" if self.chart.centre_from == "baseline" else ""
            ) + self.chart.centre_name.replace("centre line", "centre<br>line")
            colour = self._centre_colour(self.chart.series.n_phases)
            right.append((centre, f"{name}<br>{self._short(centre)}", colour))
        if self.chart.target is not None:
            right.append((self.chart.target, f"target<br>{self._short(self.chart.target)}", self.ink.warm))
        for name in ("lower", "upper"):
            levels = self.table[name].dropna() if name in self.table else []
            if len(levels):
                right.append((levels.iloc[-1], f"limit<br>{self._short(levels.iloc[-1])}", self.ink.quiet))
        wishes = [self._pixels(level) for level, _, _ in right]
        least = 2.5 * labels.LINE if self.chart.centre_from == "baseline" else 2.1 * labels.LINE
        places = labels.spread_labels(wishes, least)
        return [
            self._words(
                text,
                xref="paper",
                x=1,
                xanchor="left",
                xshift=5,
                y=level,
                yshift=place - wish,
                yanchor="middle",
                align="left",
                color=colour,
            )
            for (level, text, colour), wish, place in zip(right, wishes, places, strict=True)
        ]

    def _centre_of(self, phase: int) -> float:
        return self.table["centre"][self.table["phase"] == phase].iloc[0]

    def _pixels(self, level) -> float:
        """Height above the axis in pixels."""
        return PLOT_HEIGHT * (level - self.low) / (self.high - self.low)

    def _short(self, level: float) -> str:
        unit = "%" if self.chart.unit.startswith("%") else ""
        return words.number(level, self.decimals, unit)

    def _inside_words(self) -> list[dict]:
        """Words inside the plot, each put where it meets neither the data nor other words."""
        data, lines, said, made = self._path(), self._lines_taken(), [], []
        for rows, text, wish, colour in self._wanted_inside():
            width = len(text) * labels.CHARACTER
            ends = [labels.PHONE_PLOT * self._fraction(self.chart.series.x[i]) for i in (rows[0], rows[-1])]
            middle = sum(ends) / 2
            left = min(max(middle - width / 2, 2), max(labels.PHONE_PLOT - width, 2))
            height = self._height_of_words(left, left + width, wish, data, lines, said)
            said.append(
                labels.Box(left - 4, left + width + 4, height - labels.LINE / 2, height + labels.LINE / 2)
            )
            anchor = "left" if left <= 2 else "right" if left + width >= labels.PHONE_PLOT - 1 else "center"
            x = {"left": left, "right": left + width, "center": middle}[anchor] / labels.PHONE_PLOT
            made.append(
                self._words(
                    text,
                    xref="paper",
                    x=x,
                    xanchor=anchor,
                    yref="paper",
                    y=height / PLOT_HEIGHT,
                    yanchor="middle",
                    color=colour,
                )
            )
        return made

    def _height_of_words(self, left, right, wish, data, lines, said) -> float:
        """Find a free height, giving up first the lines, then the data; words never cover words."""
        for taken in (data + lines + said, data + said, said):
            height = labels.free_height(left, right, wish, taken, labels.LINE, PLOT_HEIGHT)
            if height is not None:
                return height
        return min(max(wish, labels.LINE), PLOT_HEIGHT - labels.LINE)

    def _wanted_inside(self) -> list[tuple]:
        """The words wanted inside the plot: rows they belong to, text, wished-for height, colour."""
        wanted = []
        for run in thin.longest(words.shift_stretches(self.chart), MOST_NAMED):
            up = self.table["side"].iloc[run[0]] > 0
            edge = np.nanmax(self.y[run]) if up else np.nanmin(self.y[run])
            text = f"{len(run)} in a row {'above' if up else 'below'}"
            wanted.append((run, text, self._pixels(edge) + (14 if up else -14), self.ink.accent))
        for part in thin.longest(words.trend_stretches(self.chart), MOST_NAMED):
            text = f"{len(part)} in a row {'rising' if self.y[part[-1]] > self.y[part[0]] else 'falling'}"
            wanted.append((part, text, self._pixels(np.nanmin(self.y[part])) - 14, self.ink.accent))
        for phase in range(1, self.chart.series.n_phases):
            rows = np.flatnonzero((self.table["phase"] == phase).to_numpy())
            centre = self._centre_of(phase)
            if not np.isnan(centre):
                text = f"{self.chart.centre_name} {self._short(centre)}"
                wanted.append((rows, text, PLOT_HEIGHT - 8, self._centre_colour(phase)))
        return wanted

    def _path(self) -> list:
        """What the points and the line between them cover on a phone, in pixels."""
        x = [labels.PHONE_PLOT * self._fraction(self.chart.series.x[i]) for i in self.drawn]
        y = self._pixels(self.y[self.drawn])
        boxes = [labels.Box(a - 5, a + 5, b - 5, b + 5) for a, b in zip(x, y, strict=True) if not np.isnan(b)]
        for i in np.flatnonzero(~np.isnan(y[1:]) & ~np.isnan(y[:-1])):
            low, high = sorted((y[i], y[i + 1]))
            boxes.append(labels.Box(x[i], x[i + 1], low - 1, high + 1))
        return boxes

    def _lines_taken(self) -> list:
        """Centre lines, target, stems and splits: words inside the plot keep clear of them."""
        taken = []
        for phase in range(1, self.chart.series.n_phases + 1):
            rows = np.flatnonzero((self.table["phase"] == phase).to_numpy())
            height = self._pixels(self._centre_of(phase))
            edges = [labels.PHONE_PLOT * self._fraction(self.chart.series.x[i]) for i in (rows[0], rows[-1])]
            taken.append(labels.Box(*edges, height - 2, height + 2))
        if self.chart.target is not None:
            height = self._pixels(self.chart.target)
            taken.append(labels.Box(0, labels.PHONE_PLOT, height - 2, height + 2))
        for stem in self._stems() + self._splits():
            x = labels.PHONE_PLOT * stem["x0"]
            taken.append(labels.Box(x - 2, x + 2, 0, PLOT_HEIGHT))
        return [box for box in taken if not np.isnan(box.bottom)]

    def _foot_words(self) -> list[dict]:
        lines = [] if self.from_zero else ["The axis does not start at 0."]
        lines += self.key
        if not lines:
            return []
        return [
            self._words(
                "<br>".join(_text(line) for line in lines),
                xref="paper",
                x=0,
                xanchor="left",
                xshift=-self.left() + 6,
                yref="paper",
                y=0,
                yshift=-self.axis_room + 12,
                yanchor="top",
                align="left",
            )
        ]

    def _key(self) -> list[str]:
        lines = []
        for i, (_, text) in enumerate(self.chart.notes, start=1):
            lines += wrap(f"{i}. {text}", 50)
        return lines

    def _words(self, text, *, size=12, color=None, **place) -> dict:
        font = {"size": size, "color": color or self.ink.quiet}
        return {"text": text, "showarrow": False, "font": font, "borderpad": 0, **place}

    def _fraction(self, when) -> float:
        low, high = _padded(self.chart.series.x)
        if self.chart.series.dated:
            low, high = pd.Timestamp(low), pd.Timestamp(high)
        return float((when - low) / (high - low))


def _text(line: str, bold: bool = False) -> str:
    """Make a learner's words harmless in Plotly's small HTML."""
    safe = escape(line, quote=False)
    return f"<b>{safe}</b>" if bold else safe


def _heading(chart) -> list[tuple[str, bool]]:
    """The lines above the plot: the title in bold, then what the vertical axis measures, in its unit."""
    axis = chart.measure + (f" ({chart.unit})" if chart.unit else "")
    axis = axis[:1].upper() + axis[1:]
    lines = [(line, True) for line in wrap(chart.title or "", TITLE_WIDTH)]
    return lines + [(line, False) for line in wrap(axis, TITLE_WIDTH + 4)]


def axis_range(chart) -> tuple[float, float, bool]:
    """Choose the vertical range: from 0 where the values come near enough to it for that to be readable.

    Returns
    -------
    low, high : float
    from_zero : bool
        False where the axis is cut, which the figure then says.
    """
    columns = ("value", "centre", "lower", "upper", "below")
    levels = [chart.table[name] for name in columns if name in chart.table]
    if chart.target is not None:
        levels.append(pd.Series([chart.target]))
    values = pd.concat(levels).dropna().to_numpy()
    if len(values) == 0:
        return 0.0, 1.0, True
    low, high = values.min(), values.max()
    if low >= 0 and high - low >= high / 3:
        return 0.0, float(high * 1.08) or 1.0, True
    pad = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    ceiling = 100.0 if chart.unit.startswith("%") and high <= 100 else np.inf
    floor = 0.0 if low >= 0 else -np.inf
    low = max(low - pad, floor)
    return float(low), float(min(high + pad, ceiling + (pad / 4))), bool(low <= 0 <= high)


def _axis_values(x) -> list:
    """Return the horizontal values as plain strings or numbers, ready for JSON."""
    if isinstance(x, pd.DatetimeIndex):
        return np.datetime_as_string(x.to_numpy(), unit="s").tolist()
    return [value.item() if hasattr(value, "item") else value for value in x]


def _padded(x) -> tuple:
    """Return the horizontal range with a little room at both ends."""
    low, high = x[0], x[-1]
    if isinstance(x, pd.DatetimeIndex):
        pad = (high - low) * 0.03 if high > low else pd.Timedelta(days=1)
        return (low - pad).isoformat(), (high + pad).isoformat()
    pad = (high - low) * 0.03 or 1
    return float(low - pad), float(high + pad)
