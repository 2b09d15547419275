"""Drawing a funnel plot: quiet limits, grey units, named accent squares beyond the outer limits."""

from html import escape
from textwrap import wrap

import numpy as np

from .. import palette as colours

POINTS = 120  # sizes at which the funnel's edges are worked out


def draw(funnel, theme: str = "light"):
    """Return the Plotly figure of a funnel plot, from scatter traces only."""
    import plotly.graph_objects as go

    ink = colours.palette(theme)
    return go.Figure(data=[*_edges(funnel, ink), *_units(funnel, ink)], layout=_layout(funnel, ink))


def _edges(funnel, ink) -> list[dict]:
    table = funnel.table
    low, high = table["denominator"].min() * 0.7, table["denominator"].max() * 1.05
    sizes = np.unique(np.round(np.geomspace(max(low, 1), high, POINTS)))
    limits = funnel.limits_at(sizes)
    traces = []
    for name, line in limits.items():
        dash = "dot" if "95" in name else "solid"
        style = {"color": ink.line, "width": 1, "dash": dash}
        traces.append(_line(sizes, line, style, name.replace("lower", "lower ").replace("upper", "upper ")))
    ends = [float(sizes[0]), float(sizes[-1])]
    traces.append(_line(ends, [funnel.target] * 2, {"color": ink.quiet, "width": 1.5}, "centre"))
    return traces


def _line(x, y, style, name) -> dict:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [float(v) for v in x],
        "y": [float(v) for v in y],
        "line": style,
        "name": name,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _units(funnel, ink) -> list[dict]:
    marks = {
        "inside": {"symbol": "circle", "size": 8, "color": ink.line},
        "beyond 95%": {"symbol": "diamond", "size": 10, "color": ink.quiet},
        "beyond 99.8%": {"symbol": "square", "size": 11, "color": ink.accent},
    }
    traces = []
    for place, marker in marks.items():
        rows = funnel.table[funnel.table["place"] == place]
        if rows.empty:
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text" if place == "beyond 99.8%" else "markers",
                "x": rows["denominator"].tolist(),
                "y": rows["value"].tolist(),
                "marker": marker,
                "name": place,
                "showlegend": False,
                "cliponaxis": False,
                "text": [escape(name) for name in rows["unit"]],
                "textposition": "middle right",
                "textfont": {"size": 12, "color": ink.accent},
                "hovertemplate": "%{text}: %{y:.4g} (%{x:,})<extra></extra>",
            }
        )
    return traces


def _layout(funnel, ink) -> dict:
    quiet = {"size": 12, "color": ink.quiet}
    measure = funnel.measure + (f" ({funnel.unit})" if funnel.unit else "")
    lines = [f"<b>{escape(line, quote=False)}</b>" for line in wrap(funnel.title or "", 40)]
    lines += [escape(line, quote=False) for line in wrap(measure[:1].upper() + measure[1:], 44)]
    top = 24 + 19 * len(lines)
    axis = {
        "showgrid": False,
        "zeroline": False,
        "tickfont": quiet,
        "exponentformat": "none",
        "separatethousands": True,
    }
    heading = {
        "text": "<br>".join(lines),
        "showarrow": False,
        "xref": "paper",
        "x": 0,
        "xshift": -44,
        "xanchor": "left",
        "yref": "paper",
        "y": 1,
        "yshift": 12,
        "yanchor": "bottom",
        "align": "left",
        "font": {"size": 13.5, "color": ink.ink},
    }
    return {
        "template": "none",
        "height": top + 360,
        "margin": {"l": 50, "r": 66, "t": top, "b": 58},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": colours.FONT, "size": 13, "color": ink.ink},
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {**axis, "title": {"text": escape(funnel.size, quote=False), "font": quiet}, "showline": True,
                  "linecolor": ink.faint, "nticks": 6},
        "yaxis": {**axis, "showgrid": True, "gridcolor": ink.faint, "range": _range(funnel), "nticks": 6},
        "annotations": [heading, *_names_of_lines(funnel, ink)],
        "meta": {"alt": funnel.alt, "reading": funnel.reading()},
    }  # fmt: skip


def _names_of_lines(funnel, ink) -> list[dict]:
    """Name the lines at the right edge, where the funnel is narrow, pushed apart where they would collide."""
    from .labels import spread_labels

    last = funnel.limits_at([funnel.table["denominator"].max() * 1.05])
    low, high = _range(funnel)
    named = [("99.8%", last["upper998"][0]), ("95%", last["upper95"][0]), ("centre", funnel.target)]
    named += [("95%", last["lower95"][0]), ("99.8%", last["lower998"][0])]
    wishes = [302 * (level - low) / (high - low) for _, level in named]
    font = {"size": 12, "color": ink.quiet}
    return [
        {"text": text, "showarrow": False, "xref": "paper", "x": 1, "xanchor": "left", "xshift": 4, "y":
        level,
         "yshift": place - wish, "font": font}
        for (text, level), wish, place in zip(named, wishes, spread_labels(wishes, 14), strict=True)
    ]  # fmt: skip


def _range(funnel) -> list[float]:
    """Show every unit, and as much of the funnel as is useful."""
    table = funnel.table
    high = max(table["value"].max(), min(table["upper998"].max(), 3 * funnel.target)) * 1.08
    return [0.0, float(high)]
