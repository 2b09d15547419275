"""Puts a Plotly figure on a page as data, beside its text alternative and a table; one script draws it when it is seen."""

from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx.application import Sphinx

from course.site.differences import compact
from course.site.publication import templates

MIME = "application/vnd.plotly.v1+json"
DRAWABLE = {"scatter", "bar", "pie"}  # what the basic bundle can draw


def setup(app: Sphinx) -> None:
    """Nothing to add: myst-nb finds the renderer by its entry point."""


class PlotlyRenderer(MimeRenderPlugin):
    """Renders a figure for built pages. The build fails on a figure that a reader could not see or hear."""

    mime_priority_overrides = (("html", MIME, 0), ("dirhtml", MIME, 0))

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        if inline or data.mime_type != MIME:
            return None
        figure = data.content
        fault = unreadable(figure)
        if fault:
            renderer.logger.warning(f"a figure {fault}", subtype="figure", line=data.line)
            return []
        return [nodes.raw("", markup(figure), format="html")]


def unreadable(figure: dict) -> str | None:
    """Return what is wrong with a figure, or nothing."""
    kinds = {trace.get("type", "scatter") for trace in figure["data"]}
    if not figure["layout"].get("meta", {}).get("alt"):
        return "has no text alternative: put one into layout.meta['alt'] (a Chart's figure() does)"
    if kinds - DRAWABLE:
        return f"has traces that the site's Plotly bundle cannot draw: {', '.join(sorted(kinds - DRAWABLE))}"
    return None


def markup(figure: dict) -> str:
    """Return the HTML of a figure: a place to draw in, its data, its table."""
    layout = figure["layout"]
    slim = {
        "data": figure["data"],
        "layout": {k: v for k, v in layout.items() if k not in ("template", "meta")},
    }
    return templates.get_template("figure.html").render(
        alt=layout["meta"]["alt"],
        height=layout.get("height", 420),
        data=compact(lean(slim)),
        **table(figure),
    )


def table(figure: dict) -> dict:
    """Return the drawn values as ``columns`` and ``rows``: one row for each place on the x axis."""
    named = [trace for trace in figure["data"] if trace.get("name") and values(trace.get("x"))]
    columns = list(dict.fromkeys(trace["name"] for trace in named))
    # a level line has places of its own, at the edges of the picture; only places with a point are rows
    points = {x for trace in named if "markers" in trace.get("mode", "markers") for x in values(trace["x"])}
    rows: dict = {}
    for trace in named:
        for x, y in zip(values(trace["x"]), values(trace["y"]), strict=True):
            if y is not None and (x in points or not points):
                rows.setdefault(x, {})[trace["name"]] = y
    first = figure["layout"].get("xaxis", {}).get("title", {}).get("text") or "Place"
    body = [[show(x), *(show(rows[x].get(name)) for name in columns)] for x in sorted(rows, key=sort_key)]
    return {"columns": [first, *columns], "rows": body}


def values(array) -> list:
    """Return a figure's array as a list; Plotly writes large ones as base64."""
    if isinstance(array, dict):
        import base64

        import numpy as np

        flat = np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"])
        return [None if value != value else value for value in flat.tolist()]
    return list(array or [])


def sort_key(x):
    return (isinstance(x, str), x)


def show(value) -> str:
    """Return a value as a reader writes it: no more than four figures, a date without its empty hours."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
    if isinstance(value, int):
        return f"{value:,}"
    return day(str(value))


def day(text: str) -> str:
    """Return a date without its empty hours."""
    return text.removesuffix(".000000000").removesuffix("T00:00:00")


def lean(part):
    """Return a figure, or a part of it, in as few characters as show the same picture."""
    if isinstance(part, dict):
        if "bdata" in part and "shape" not in part:
            return lean(values(part))
        return {name: lean(inner) for name, inner in part.items()}
    if isinstance(part, list):
        return [lean(inner) for inner in part]
    if isinstance(part, float):
        short = float(f"{part:.6g}")  # a phone shows 400 dots from side to side
        return int(short) if short == int(short) else short
    return day(part) if isinstance(part, str) else part
