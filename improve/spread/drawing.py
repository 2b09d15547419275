"""The chart of a plan: sites live by month with bands, as a Plotly figure for pages and as SVG for paper."""

from __future__ import annotations

from html import escape

import numpy as np

from improve.palette import FONT, LIGHT

from .roll_out import Result
from .words import month_after, share_in_words

WIDE, NARROW = (760, 340), (360, 300)


def alt(result: Result) -> str:
    """Describe the chart in words."""
    plan = result.plan
    low, middle, high = result.band(10, 50, 90).astype(int)
    steps = sorted({round(plan.months * part) for part in (0, 0.25, 0.5, 0.75, 1)})
    said = "; ".join(f"month {m}: {middle[m]} ({low[m]} to {high[m]})" for m in steps)
    return f"Sites live by month, the middle run and the range of eight runs in ten. {said}. Target {plan.target}."


def figure(result: Result, title: str = "Sites live, many runs of one plan"):
    """Return the chart of a plan as a Plotly figure that carries its description and its reading."""
    import plotly.graph_objects as go

    plan = result.plan
    month = list(range(int(plan.months) + 1))
    low, quarter, middle, three, high = result.band(10, 25, 50, 75, 90).astype(int).tolist()
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "x": month}
    wide, narrow = "rgba(15,107,102,0.15)", "rgba(15,107,102,0.30)"
    drawn = go.Figure(
        [
            go.Scatter(y=low, name="one run in ten is below", **edge),
            go.Scatter(y=high, name="one run in ten is above", fill="tonexty", fillcolor=wide, **edge),
            go.Scatter(y=quarter, name="a quarter is below", **edge),
            go.Scatter(y=three, name="a quarter is above", fill="tonexty", fillcolor=narrow, **edge),
            go.Scatter(x=month, y=middle, name="middle run", line={"color": LIGHT.accent, "width": 3}),
        ]
    )
    drawn.add_hline(
        plan.target, line={"color": LIGHT.warm, "dash": "dash"}, annotation_text=f"target {plan.target}"
    )
    said = (
        f"By {month_after(plan.start, int(plan.months))}: middle run {middle[-1]} sites, eight runs in ten from {low[-1]} "
        f"to {high[-1]}. {share_in_words(result.chance).capitalize()} reach {plan.target}."
    )
    return drawn.update_layout(
        title={"text": f"<b>{title}</b>", "x": 0, "xanchor": "left", "font": {"size": 15}},
        template="simple_white", height=340, showlegend=False, dragmode=False,
        margin={"l": 50, "r": 15, "t": 60, "b": 45}, font={"color": LIGHT.ink, "family": FONT},
        xaxis_title="Months from the start", yaxis_title="Sites live",
        yaxis={"range": [0, max(max(high), plan.target) * 1.12 + 1]},
        meta={"alt": alt(result), "reading": said},
    )  # fmt: skip


def svg(result: Result, size: tuple[int, int] = WIDE) -> str:
    """Return the chart of a plan as an SVG drawing with a description.

    Examples
    --------
    >>> from .plan import Plan
    >>> from .roll_out import simulate
    >>> svg(simulate(Plan(), runs=20))[:4]
    '<svg'
    """
    plan = result.plan
    width, height = size
    left, right, top, bottom = 46, 12, 30, 44
    months = int(plan.months)
    bands = result.band(10, 25, 50, 75, 90)
    most = max(float(bands.max()), plan.target) * 1.08 + 1

    def x(month):
        return left + (width - left - right) * np.asarray(month) / months

    def y(sites):
        return height - bottom - (height - top - bottom) * np.asarray(sites) / most

    def line(row):
        return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x(range(months + 1)), y(row), strict=True))

    def area(lower, upper, opacity):
        points = f"{line(lower)} " + " ".join(line(upper).split()[::-1])
        return f'<polygon points="{points}" fill="{LIGHT.accent}" fill-opacity="{opacity}"/>'

    ticks = sorted({round(months * part / 5) for part in range(6)})
    step = max(1, round(most / 5))
    parts = [
        area(bands[0], bands[4], 0.16),
        area(bands[1], bands[3], 0.3),
        *(f'<line x1="{left}" x2="{width - right}" y1="{y(v):.1f}" y2="{y(v):.1f}" stroke="{LIGHT.faint}"/>'
          f'<text x="{left - 6}" y="{y(v) + 4:.1f}" text-anchor="end">{v}</text>' for v in range(0, int(most), step)),
        *(f'<text x="{x(m):.1f}" y="{height - bottom + 18}" text-anchor="middle">{m}</text>' for m in ticks),
        f'<line x1="{left}" x2="{width - right}" y1="{y(plan.target):.1f}" y2="{y(plan.target):.1f}" '
        f'stroke="{LIGHT.warm}" stroke-width="2" stroke-dasharray="7 5"/>',
        f'<text x="{left + 6}" y="{y(plan.target) - 6:.1f}" fill="{LIGHT.warm}">target {plan.target}</text>',
        f'<polyline points="{line(bands[2])}" fill="none" stroke="{LIGHT.accent}" stroke-width="3"/>',
        f'<text x="{left}" y="16">Sites live</text>',
        f'<text x="{width - right}" y="{height - 6}" text-anchor="end">months from {plan.start:%B %Y}</text>',
    ]  # fmt: skip
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(alt(result), quote=True)}" font-family="{escape(FONT, quote=True)}" font-size="13" '
        f'fill="{LIGHT.ink}"><rect width="{width}" height="{height}" fill="{LIGHT.paper}"/>{"".join(parts)}</svg>'
    )
