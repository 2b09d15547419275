"""Two pictures for a board: many small charts on one sheet, and months that pass or miss a target by chance."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd

from improve.palette import FONT, LIGHT

from .pack import chart, colour_changes


def many_small(months: pd.DataFrame, names: Sequence[str], title: str) -> Any:
    """Draw some indicators of a pack one under another, each with mean, limits and target; no signal is marked."""
    from plotly.subplots import make_subplots

    figure = make_subplots(
        rows=len(names), cols=1, vertical_spacing=0.32 / len(names), subplot_titles=list(names)
    )
    told = []
    for row, name in enumerate(names, start=1):
        drawn = chart(months, name)
        points, x = drawn.table, list(range(1, len(drawn.table) + 1))
        figure.add_scatter(
            x=x,
            y=points["value"].tolist(),
            mode="lines+markers",
            line={"color": LIGHT.line, "width": 1},
            marker={"color": LIGHT.ink, "size": 4},
            hovertemplate="month %{x}: %{y}<extra></extra>",
            row=row,
            col=1,
        )
        for level, dash, colour in (
            (points["centre"].iloc[0], "solid", LIGHT.quiet),
            (points["lower"].iloc[0], "dash", LIGHT.quiet),
            (points["upper"].iloc[0], "dash", LIGHT.quiet),
            (drawn.target, "dot", LIGHT.warm),
        ):
            figure.add_scatter(
                x=[1, len(x)],
                y=[level, level],
                mode="lines",
                line={"color": colour, "width": 1.2, "dash": dash},
                hoverinfo="skip",
                row=row,
                col=1,
            )
        notes = months.loc[months["indicator"] == name, "note"].tolist()
        for at, said in ((n, said) for n, said in enumerate(notes, start=1) if said):
            figure.add_scatter(
                x=[at, at],
                y=[points["upper"].iloc[0], points["lower"].iloc[0]],
                mode="lines+text",
                text=[f"month {at}: {said.removesuffix(' this month')}", ""],
                textposition="bottom center",
                textfont={"size": 11, "color": LIGHT.warm},
                line={"color": LIGHT.warm, "width": 1, "dash": "dot"},
                hoverinfo="skip",
                row=row,
                col=1,
            )
        note = "".join(f" Month {n} has a note: {said}." for n, said in enumerate(notes, start=1) if said)
        told.append(
            f"{name}: first year on average {points['value'][:12].mean():.2f}, second {points['value'][12:24].mean():.2f},"
            f" third {points['value'][24:].mean():.2f}; limits {points['lower'].iloc[0]:.2f} to"
            f" {points['upper'].iloc[0]:.2f}; target {drawn.target:g}.{note}"
        )
    figure.update_annotations(font={"size": 12}, x=0, xanchor="left")
    figure.update_xaxes(fixedrange=True, dtick=12, showgrid=False)
    figure.update_yaxes(fixedrange=True, nticks=4)
    words = "Line: mean (solid), limits from all 36 months (dashed), target (dotted). " + "\n\n".join(told)
    return figure.update_layout(
        title={
            "text": f"<b>{'<br>'.join(wrap(title, 38))}</b>",
            "x": 0,
            "xanchor": "left",
            "font": {"size": 15},
        },
        template="simple_white",
        height=80 + 140 * len(names),
        margin={"l": 50, "r": 15, "t": 80, "b": 30},
        font={"color": LIGHT.ink, "family": FONT, "size": 11},
        showlegend=False,
        dragmode=False,
        meta={"alt": f"{title}. {' '.join(told)}", "reading": words},
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
