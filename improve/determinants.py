"""What helps or hinders the use of a practice: where it is told of, whether it tells places apart, and how often luck would.

The constructs carry the names of the CFIR as updated in 2022 (Damschroder and others, Implementation Science
17:75); what stands beside each name is our own short wording, and no copy of the framework's definition.
"""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd

from improve.palette import FONT, LIGHT

# The five domains, each with the question that it asks, in our words.
DOMAINS = {
    "innovation": "What is it about the thing itself?",
    "outer setting": "What comes from outside the organisation?",
    "inner setting": "What is it about the place where the thing is used?",
    "individuals": "What is it about the people, in their roles?",
    "implementation process": "What is done, or left undone, to get the thing used?",
}
# The five constructs that the voices of Harrowmere tell of: a short name, the domain, and what to look for.
CONSTRUCTS = {
    "innovation complexity": ("complexity", "innovation", "the thing is long, intricate, or has many steps"),
    "available resources": (
        "resources",
        "inner setting",
        "people, space, equipment or protected time are there, or are not",
    ),
    "mid-level leaders": (
        "leaders",
        "individuals",
        "those who lead a team or service back it, and are present, or are not",
    ),
    "recipient-centeredness": (
        "recipients",
        "inner setting",
        "whether what matters to the person who receives it is asked, and acted on",
    ),
    "performance-measurement pressure": (
        "pressure",
        "outer setting",
        "somebody counts, publishes or inspects it, and asks for the figure",
    ),
}
SHORT = {name: short for name, (short, _, _) in CONSTRUCTS.items()}
# Who could change it.
LEVELS = {
    "team": "people who work together could change it this month",
    "organisation": "it needs somebody who answers for several teams",
    "commissioner": "it needs those who plan and pay for the service",
    "nation": "it needs a national or regional body, or a supplier to all",
}
RATINGS = (-2, -1, 0, 1, 2)  # hinders strongly, hinders, neither or both, helps, helps strongly
FAR = 2  # how many rating points between two halves are called "tells them apart" on these pages


def gaps(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return each construct's mean rating where a change took hold and where it did not, widest gap first.

    Parameters
    ----------
    ratings : pandas.DataFrame
        One row for each rating: `construct`, `rating` (-2 to +2) and `uptake` ("high" or "low").

    Returns
    -------
    pandas.DataFrame
        For each construct: high, low, and gap (high minus low).

    Examples
    --------
    >>> rows = [("space", 2, "high"), ("space", -1, "low"), ("pressure", 1, "high"), ("pressure", 1, "low")]
    >>> gaps(pd.DataFrame(rows, columns=["construct", "rating", "uptake"]))["gap"].to_dict()
    {'space': 3.0, 'pressure': 0.0}
    """
    means = ratings.pivot_table(index="construct", columns="uptake", values="rating", aggfunc="mean")
    found = pd.DataFrame({"high": means["high"], "low": means["low"], "gap": means["high"] - means["low"]})
    order = found["gap"].abs().sort_values(ascending=False, kind="stable").index
    return found.loc[order].rename_axis(columns=None)


def by_luck(sites: int, gap: float = FAR) -> float:
    """Return how often luck alone puts two halves of the sites this far apart on one construct.

    Each site's rating is dealt at random from -2 to +2, all five alike; half of the sites are called high.

    Parameters
    ----------
    sites : int
        How many sites, an even number.
    gap : float
        How many rating points between the two means count as telling the halves apart, in either direction.

    Examples
    --------
    >>> round(by_luck(4), 3), round(by_luck(12), 3)
    (0.224, 0.017)
    """
    if sites < 2 or sites % 2:
        raise ValueError(f"Sites are split into two halves, so their number is even; {sites} is not.")
    half = sites // 2
    sums = np.ones(1)
    for _ in range(sites):  # the difference of two sums is spread like the sum of them all
        sums = np.convolve(sums, np.full(len(RATINGS), 1 / len(RATINGS)))
    points = np.arange(len(sums)) - 2 * sites
    return float(sums[np.abs(points) >= gap * half - 1e-9].sum())


def draw_gaps(table: pd.DataFrame, *, title: str) -> Any:
    """Draw each construct's mean rating where the change took hold and where it did not.

    Parameters
    ----------
    table : pandas.DataFrame
        From `gaps`; a column `high` or `low` that is missing is not drawn.
    title : str
        Above the chart.

    Returns
    -------
    plotly.graph_objects.Figure
        With its description and its reading in ``layout.meta``.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    names = [SHORT.get(name, name) for name in table.index]
    looks = {
        "high": ("took hold", LIGHT.accent, "/", LIGHT.paper),
        "low": ("did not", LIGHT.line, "", LIGHT.paper),
    }
    said = []
    for column, (label, colour, shape, stripe) in looks.items():
        if column not in table:
            continue
        means = table[column]
        figure.add_bar(
            x=means.tolist(),
            y=names,
            orientation="h",
            name=label,
            text=[f"{mean:+.1f}" for mean in means],
            textposition="outside",
            cliponaxis=False,
            marker={"color": colour, "pattern": {"shape": shape, "bgcolor": colour, "fgcolor": stripe}},
        )
        rated = ", ".join(f"{name} {mean:+.1f}" for name, mean in zip(names, means, strict=True))
        said.append(f"Where it {label}: {rated}.")
    words = " ".join([*said, _apart(table)]).replace("Where it took hold", "Where the change took hold")
    return figure.update_layout(
        **_layout(title, 360),
        barmode="group",
        legend={"orientation": "h", "y": -0.3, "yanchor": "top", "x": 0, "traceorder": "normal"},
        xaxis={"title": "hinders −2 … +2 helps", "range": [-2.7, 2.7], "fixedrange": True, "zeroline": True},
        yaxis={"autorange": "reversed", "fixedrange": True},
        meta={"alt": f"{title}. {words}", "reading": words},
    )


def draw_sites(ratings: pd.DataFrame, *, title: str) -> Any:
    """Draw one square for each site and construct, with its rating written in it.

    Parameters
    ----------
    ratings : pandas.DataFrame
        `site`, `construct`, `rating` and `uptake`.
    title : str
        Above the chart.
    """
    import plotly.graph_objects as go

    order = ratings.sort_values(["uptake", "site"])
    names = {site: f"{site} {uptake}" for site, uptake in zip(order["site"], order["uptake"], strict=True)}
    figure = go.Figure()
    signs = (("hinders", LIGHT.warm, order["rating"] < 0), ("helps", LIGHT.accent, order["rating"] >= 0))
    for label, colour, rows in signs:
        part = order[rows]
        figure.add_scatter(
            x=part["construct"].map(SHORT).tolist(),
            y=part["site"].map(names).tolist(),
            mode="markers+text",
            name=label,
            text=[f"{rating:+d}" for rating in part["rating"]],
            textfont={"color": LIGHT.on_accent, "size": 12},
            marker={"symbol": "square", "size": 25, "color": colour, "opacity": 1},
        )
    table = gaps(ratings)
    words = _apart(table)
    return figure.update_layout(
        **_layout(title, 520),
        legend={"orientation": "h", "y": -0.16, "yanchor": "top", "x": 0},
        xaxis={
            "fixedrange": True,
            "showgrid": False,
            "side": "bottom",
            "tickangle": -40,
            "categoryorder": "array",
            "categoryarray": [SHORT[name] for name in table.index],
        },
        yaxis={
            "autorange": "reversed",
            "fixedrange": True,
            "categoryorder": "array",
            "categoryarray": list(names.values()),
        },
        meta={"alt": f"{title}. One square for each site and construct. {words}", "reading": words},
    )


def _apart(table: pd.DataFrame) -> str:
    if "gap" not in table:
        return "With one kind of site only, nothing can be told apart."
    far = table["gap"].abs() >= FAR
    yes = [f"{SHORT.get(name, name)} ({table.loc[name, 'gap']:+.1f})" for name in table.index[far]]
    no = [f"{SHORT.get(name, name)} ({table.loc[name, 'gap']:+.1f})" for name in table.index[~far]]
    told = (
        f"The gap is {FAR} points or more for {', '.join(yes)}." if yes else f"No gap reaches {FAR} points."
    )
    return f"{told} It is smaller for {', '.join(no)}." if no and yes else told


def _layout(title: str, height: int) -> dict[str, Any]:
    return {
        "title": {
            "text": f"<b>{'<br>'.join(wrap(title, 34))}</b>",
            "x": 0,
            "xanchor": "left",
            "font": {"size": 15},
        },
        "template": "simple_white",
        "height": height,
        "margin": {"l": 80, "r": 20, "t": 60, "b": 115},
        "font": {"color": LIGHT.ink, "family": FONT},
        "dragmode": False,
        "showlegend": True,
    }
