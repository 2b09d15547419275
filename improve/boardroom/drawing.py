"""Two pictures for a board: many small charts on one sheet, and months that pass or miss a target by chance."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd

from improve.charts import Chart
from improve.palette import FONT, LIGHT

from .pack import chart, colour_changes


def many_small(months: pd.DataFrame, names: Sequence[str], title: str) -> Any:
    """Draw some indicators of a pack one under another, each with mean, limits and target; no signal is marked."""
    import plotly.graph_objects as go

    drawn = [chart(months, name) for name in names]
    notes = [months.loc[months["indicator"] == name, "note"].tolist() for name in names]
    told = [_reading(name, *both) for name, *both in zip(names, drawn, notes, strict=True)]
    words = "Line: mean (solid), limits from all 36 months (dashed), target (dotted). " + "\n\n".join(told)
    layout = {
        "title": {
            "text": f"<b>{'<br>'.join(wrap(title, 38))}</b>",
            "x": 0,
            "xanchor": "left",
            "font": {"size": 15},
        },
        "template": "simple_white",
        "height": 80 + 140 * len(names),
        "margin": {"l": 50, "r": 15, "t": 80, "b": 30},
        "font": {"color": LIGHT.ink, "family": FONT, "size": 11},
        "showlegend": False,
        "dragmode": False,
        "meta": {"alt": f"{title}. {' '.join(told)}", "reading": words},
        "annotations": [],
    }
    traces = []
    for row, name in enumerate(names):
        axis = "" if row == 0 else str(row + 1)
        bottom, top = _room(row, len(names))
        layout[f"xaxis{axis}"] = {
            "anchor": f"y{axis}", "domain": [0, 1], "fixedrange": True, "dtick": 12, "showgrid": False,
        }  # fmt: skip
        layout[f"yaxis{axis}"] = {
            "anchor": f"x{axis}",
            "domain": [bottom, top],
            "fixedrange": True,
            "nticks": 4,
        }
        layout["annotations"].append({
            "text": name, "font": {"size": 12}, "showarrow": False, "x": 0, "xanchor": "left", "xref": "paper",
            "y": top, "yanchor": "bottom", "yref": "paper",
        })  # fmt: skip
        where = {"type": "scatter", "xaxis": f"x{axis}", "yaxis": f"y{axis}"}
        traces += [where | trace for trace in _small(drawn[row], notes[row])]
    # plotly makes a figure that is handed over whole in half the time of one that is built step by step
    return go.Figure({"data": traces, "layout": layout})


def _room(row: int, rows: int) -> tuple[float, float]:
    """Return bottom and top of one of some charts on a sheet, as shares of its height."""
    gap = 0.32 / rows
    height = (1 - gap * (rows - 1)) / rows
    bottom = (rows - 1 - row) * (height + gap)
    return bottom, bottom + height


def _small(drawn: Chart, notes: Sequence[str]) -> list[dict]:
    """Return the lines of one small chart."""
    points = drawn.table
    centre, lower, upper = points[["centre", "lower", "upper"]].iloc[0]
    x = list(range(1, len(points) + 1))
    traces = [
        {
            "x": x, "y": points["value"].tolist(), "mode": "lines+markers",
            "line": {"color": LIGHT.line, "width": 1}, "marker": {"color": LIGHT.ink, "size": 4},
            "hovertemplate": "month %{x}: %{y}<extra></extra>",
        }
    ]  # fmt: skip
    for level, dash, colour in (
        (centre, "solid", LIGHT.quiet),
        (lower, "dash", LIGHT.quiet),
        (upper, "dash", LIGHT.quiet),
        (drawn.target, "dot", LIGHT.warm),
    ):
        line = {"color": colour, "width": 1.2, "dash": dash}
        traces.append(
            {"x": [1, len(x)], "y": [level, level], "mode": "lines", "line": line, "hoverinfo": "skip"}
        )
    for at, said in ((n, said) for n, said in enumerate(notes, start=1) if said):
        traces.append({
            "x": [at, at], "y": [upper, lower], "mode": "lines+text",
            "text": [f"month {at}: {said.removesuffix(' this month')}", ""], "textposition": "bottom center",
            "textfont": {"size": 11, "color": LIGHT.warm},
            "line": {"color": LIGHT.warm, "width": 1, "dash": "dot"}, "hoverinfo": "skip",
        })  # fmt: skip
    return traces


def _reading(name: str, drawn: Chart, notes: Sequence[str]) -> str:
    """Say in words what one small chart shows."""
    points = drawn.table
    note = "".join(f" Month {n} has a note: {said}." for n, said in enumerate(notes, start=1) if said)
    return (
        f"{name}: first year on average {points['value'][:12].mean():.2f}, second {points['value'][12:24].mean():.2f},"
        f" third {points['value'][24:].mean():.2f}; limits {points['lower'].iloc[0]:.2f} to"
        f" {points['upper'].iloc[0]:.2f}; target {drawn.target:g}.{note}"
    )


def traffic_lights(sds: float, deal: int, months: int = 24) -> Any:
    """Draw a stable measure against a target, met and missed told apart by shape, and count the changes of colour."""
    import plotly.graph_objects as go

    values = np.random.default_rng(deal).normal(size=months)
    met = values >= -sds
    changes = int((met[1:] != met[:-1]).sum())
    x = np.arange(1, months + 1)
    figure = go.Figure()
    figure.add_scatter(
        x=x.tolist(), y=values.round(2).tolist(), mode="lines", line={"color": LIGHT.line, "width": 1},
        hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    for name, chosen, symbol, colour in (
        ("met", met, "circle-open", LIGHT.ink),
        ("missed", ~met, "x", LIGHT.warm),
    ):
        figure.add_scatter(
            x=x[chosen].tolist(), y=values[chosen].round(2).tolist(), mode="markers", name=name,
            marker={"symbol": symbol, "size": 9, "color": colour},
        )  # fmt: skip
    figure.add_scatter(
        x=[1, months], y=[-sds, -sds], mode="lines", name="target", line={"color": LIGHT.warm, "dash": "dot"}
    )
    words = (
        f"Nothing changes in these {months} months. The target is missed in {int((~met).sum())} of them, and the colour"
        f" changes {changes} time{'' if changes == 1 else 's'}. Over very many such deals it changes"
        f" {colour_changes(sds, months):.1f} times on average."
    )
    title = f"Target {sds:g} SD below the mean, higher is better (invented)"
    return figure.update_layout(
        title={
            "text": f"<b>{'<br>'.join(wrap(title, 38))}</b>",
            "x": 0,
            "xanchor": "left",
            "font": {"size": 15},
        },
        template="simple_white",
        height=340,
        margin={"l": 50, "r": 15, "t": 60, "b": 80},
        font={"color": LIGHT.ink, "family": FONT},
        dragmode=False,
        legend={"orientation": "h", "y": -0.25, "x": 0},
        xaxis={"title": "month", "fixedrange": True},
        yaxis={"title": "SDs from the mean", "fixedrange": True, "range": [-3.6, 3.6]},
        meta={"alt": f"{title}. {words}", "reading": words},
    )
