"""Pictures of what people were put into: the sets as cards, and their score beside a thousand random ones."""

from __future__ import annotations

from html import escape

import numpy as np

from improve.palette import FONT, LIGHT

from .sets import Sets


def beside_random(scores: np.ndarray, ours: float, words: str):
    """Return a Plotly figure: bars of random scores, and a mark where these sets stand."""
    import plotly.graph_objects as go

    bins = min(24, max(6, len(np.unique(scores))))
    heights, edges = np.histogram(scores, bins=bins)
    middles = (edges[:-1] + edges[1:]) / 2
    bars = go.Bar(
        x=middles, y=heights, width=np.diff(edges) * 0.92, name="random sets", marker={"color": LIGHT.line}
    )
    mark = go.Scatter(
        x=[ours],
        y=[0],
        mode="markers+text",
        text=["these sets"],
        textposition="top left",
        name="these sets",
        marker={
            "symbol": "diamond",
            "size": 15,
            "color": LIGHT.accent,
            "line": {"color": LIGHT.ink, "width": 1},
        },
        cliponaxis=False,
    )
    return go.Figure([bars, mark]).update_layout(
        template="simple_white",
        height=320,
        showlegend=False,
        margin={"l": 50, "r": 20, "t": 20, "b": 50},
        xaxis_title="Points for mix",
        yaxis_title="Random answers",
        dragmode=False,
        font={"color": LIGHT.ink, "family": FONT},
        meta={"alt": f"Bars: points of random sets. A diamond: these sets. {words}", "reading": words},
    )


def cards(made: Sets) -> str:
    """Return the sets as cards that wrap on a phone, each with its people and how mixed it is."""
    columns = [name for name in ("role", "sector") if name in made.people]
    label = "person" if "person" in made.people else None
    shown = []
    for number, group in made.people.groupby("set"):
        people = "".join(
            f"<li>{escape(str(row[label])) if label else f'row {place + 1}'}: "
            f"{escape(', '.join(str(row[name]) for name in columns))}</li>"
            for place, row in group.iterrows()
        )
        mixed = " · ".join(f"{group[name].nunique()} {name}s" for name in columns)
        shown.append(
            f'<section style="flex:1 1 16rem;border:1px solid {LIGHT.faint};border-radius:6px;padding:.3rem .9rem">'
            f'<h3 style="margin:.3rem 0">Set {number} <small>({len(group)} people · {mixed})</small></h3>'
            f'<ul style="margin:.2rem 0;padding-left:1.1rem">{people}</ul></section>'
        )
    return f'<div style="display:flex;flex-wrap:wrap;gap:.6rem">{"".join(shown)}</div>'
