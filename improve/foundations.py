"""The leaky pipe: how many people a good practice reaches, when some are lost at each step on the way.

The share that comes through is the product of the shares of the steps. So six steps that each work nine times in
ten lose nearly half of the people, and what it is worth to mend one step depends on all the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from textwrap import wrap
from typing import Any

from improve.palette import FONT, LIGHT

STEPS = ("hear of it", "agree with it", "have the means", "do it", "do it right", "keep doing it")

# Four invented places. Each share is of those who came through the step before.
PLACES = {
    "Six small leaks": (0.90, 0.90, 0.90, 0.90, 0.90, 0.90),
    "One large leak": (0.95, 0.95, 0.40, 0.95, 0.90, 0.95),
    "Hardly anybody has heard": (0.35, 0.90, 0.85, 0.90, 0.85, 0.90),
    "It fades": (0.95, 0.90, 0.90, 0.85, 0.85, 0.45),
}


def left(shares: Sequence[float]) -> tuple[float, ...]:
    """Return the share of all people who are still there after each step.

    Parameters
    ----------
    shares : sequence of float
        For each step, the share (0 to 1) who come through, of those who came through the step before.

    Examples
    --------
    >>> [round(share, 2) for share in left((0.9, 0.5, 0.8))]
    [0.9, 0.45, 0.36]
    """
    _see_shares(shares)
    return tuple(prod(shares[: n + 1]) for n in range(len(shares)))


def through(shares: Sequence[float]) -> float:
    """Return the share of all people who come out at the end of the pipe.

    Examples
    --------
    >>> round(through([0.9] * 6), 3)
    0.531
    """
    return left(shares)[-1]


def mended(shares: Sequence[float], step: int, points: float) -> tuple[float, ...]:
    """Return the shares with one step raised by so many percentage points, and never beyond 100%.

    Parameters
    ----------
    shares : sequence of float
        As in `left`.
    step : int
        Which step, counted from 0.
    points : float
        How far it is raised, in percentage points.

    Examples
    --------
    >>> mended((0.9, 0.5), step=1, points=20)
    (0.9, 0.7)
    >>> mended((0.9, 0.5), step=0, points=20)
    (1.0, 0.5)
    """
    _see_shares(shares)
    if not 0 <= step < len(shares):
        raise ValueError(
            f"There is no step {step}; with {len(shares)} steps the last one is {len(shares) - 1}."
        )
    better = list(shares)
    better[step] = min(1.0, round(better[step] + points / 100, 10))
    return tuple(better)


def worth(shares: Sequence[float], points: float) -> tuple[float, ...]:
    """Return, for each step, how many more people of 100 come through if that step alone is raised.

    Examples
    --------
    >>> [round(gain, 1) for gain in worth((0.9, 0.5, 0.9), points=10)]
    [4.5, 8.1, 4.5]
    """
    before = through(shares)
    return tuple(100 * (through(mended(shares, n, points)) - before) for n in range(len(shares)))


def bounds(shares: Sequence[float]) -> tuple[float, float]:
    """Return the least and the most that can come through, when each share was counted on everybody by itself.

    A share "of those who came through the step before" may be multiplied. If each was counted on all people
    apart from the others, then those who are lost may be the same people each time, or others each time.

    Examples
    --------
    >>> [round(share, 2) for share in bounds([0.9] * 6)]
    [0.4, 0.9]
    """
    _see_shares(shares)
    return max(0.0, sum(shares) - (len(shares) - 1)), min(shares)


def draw(
    shares: Sequence[float],
    better: Sequence[float] | None = None,
    *,
    title: str = "Of 100 people, how many are left",
    steps: Sequence[str] = STEPS,
) -> Any:
    """Draw how many of 100 people are left after each step, and beside it after a repair.

    Returns
    -------
    plotly.graph_objects.Figure
        With its description and its reading in ``layout.meta``.

    Examples
    --------
    >>> draw([0.9] * 6).layout.meta["reading"]
    'Of 100 people 53 come through all 6 steps.'
    """
    import plotly.graph_objects as go

    names = ["begin", *steps]
    pipes = [("as it is", shares)] if better is None else [("as it is", shares), ("after the repair", better)]
    figure = go.Figure()
    for number, (name, pipe) in enumerate(pipes):
        people = [100, *(100 * share for share in left(pipe))]
        repaired = number == 1
        figure.add_bar(
            x=people,
            y=names,
            orientation="h",
            name=name,
            text=[f"{value:.0f}" for value in people],
            textposition="outside",
            cliponaxis=False,
            marker={
                "color": LIGHT.accent if repaired else LIGHT.line,
                "pattern": {"shape": "/", "bgcolor": LIGHT.accent, "fgcolor": LIGHT.paper, "fgopacity": 0.35}
                if repaired
                else {},
            },
        )
    words = _reading(shares, better, steps)
    counts = ", ".join(
        f"{name} {value:.0f}" for name, value in zip(steps, (100 * s for s in left(shares)), strict=True)
    )
    return figure.update_layout(
        title={
            "text": f"<b>{'<br>'.join(wrap(title, 34))}</b>",
            "x": 0,
            "xanchor": "left",
            "font": {"size": 15},
        },
        template="simple_white",
        height=330 if better is None else 440,
        margin={"l": 110, "r": 30, "t": 60, "b": 70 if better is None else 95},
        font={"color": LIGHT.ink, "family": FONT},
        barmode="group",
        dragmode=False,
        showlegend=better is not None,
        legend={"orientation": "h", "y": -0.2, "yanchor": "top", "x": 0, "traceorder": "normal"},
        xaxis={"title": "people of 100", "range": [0, 112], "fixedrange": True},
        yaxis={"autorange": "reversed", "fixedrange": True},
        meta={
            "alt": f"{title}. People of 100 left after each step, as it is: {counts}. {words}",
            "reading": words,
        },
    )


def _reading(shares: Sequence[float], better: Sequence[float] | None, steps: Sequence[str]) -> str:
    before = 100 * through(shares)
    if better is None:
        return f"Of 100 people {before:.0f} come through all {len(shares)} steps."
    after = 100 * through(better)
    moved = [
        f"“{step}” goes from {100 * old:.0f}% to {100 * new:.0f}%"
        for step, old, new in zip(steps, shares, better, strict=True)
        if old != new
    ]
    repair = "; ".join(moved) or "nothing is repaired"
    return (
        f"As it is, {before:.1f} of 100 people come through. After the repair ({repair}) it is {after:.1f}:"
        f" {after - before:.1f} more."
    )


def _see_shares(shares: Sequence[float]) -> None:
    if not len(shares):
        raise ValueError("A pipe needs at least one step.")
    for share in shares:
        if not 0 <= share <= 1:
            raise ValueError(f"A share lies between 0 and 1; {share} does not. Write 90% as 0.9.")
