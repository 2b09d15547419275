"""Turns explore() in a page into native controls over all states of its function, each stored as its differences."""

import re
import zlib

from docutils import nodes
from markupsafe import Markup
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.util import logging

from course.site import figures
from course.site.differences import compact, pack
from course.site.publication import templates
from improve.interact.pages import EXPLORE

log = logging.getLogger(__name__)

# Compressed, as a host sends them. A page with Plotly comes to about 515 KB without any, and 600 is the most.
MOST_BYTES = 40_000
MOST_BYTES_OF_A_PAGE = 80_000
BLOCK = re.compile(r'<script type="application/json" class="explore-data">(.*?)</script>', re.DOTALL)
SENTENCES = re.compile(r"(?<=[.;:!?]) ")


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_script)


class ExploreRenderer(MimeRenderPlugin):
    """Renders explore() for built pages. The build fails on a state that a reader could not see or hear."""

    mime_priority_overrides = (("html", EXPLORE, 0), ("dirhtml", EXPLORE, 0))

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        if inline or data.mime_type != EXPLORE:
            return None
        html = markup(data.content)
        fault = unfit(data.content, html)
        if fault:
            renderer.logger.warning(f"an explore() {fault}", subtype="explore", line=data.line)
            return []
        return [nodes.raw("", html, format="html")]


def unfit(content: dict, html: str) -> str | None:
    """Return what is wrong with an exploration, or nothing."""
    for state in content["states"]:
        fault = figures.unreadable(whole(state)) if "figure" in state else None
        if fault:
            return f"has a figure that {fault}"
    size = weight(html)
    if size > MOST_BYTES:
        return (
            f"takes {size:,} bytes, compressed, with its {len(content['states'])} states. The most is {MOST_BYTES:,}: "
            "use fewer states, or fewer points on each"
        )
    return None


def weight(html: str) -> int:
    """Return the bytes, compressed, that the states in some HTML take."""
    return sum(len(zlib.compress(block.encode(), 9)) for block in BLOCK.findall(html))


def add_script(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Load the script of panels on pages that have one; hold such a page to its budget."""
    body = context.get("body", "")
    if 'class="explore"' in body or 'class="predict"' in body:
        app.add_js_file("explore.js", loading_method="defer")
    size = weight(body)
    if size > MOST_BYTES_OF_A_PAGE:
        log.warning(
            "%s: its explore() panels take %d bytes, compressed; the most is %d for one page",
            pagename, size, MOST_BYTES_OF_A_PAGE,
        )  # fmt: skip


def markup(content: dict) -> str:
    """Return the HTML of an exploration: controls, the figure and reading they start at, and all the others as data."""
    controls, states = content["controls"], [stored(state) for state in content["states"]]
    at = start(controls)
    first = states[at]
    pool, differences = pack(first, states)
    shown = content["states"][at]
    figure = figures.markup(whole({**shown, "figure": first["figure"]})) if "figure" in shown else ""
    # the first figure stands in the page already, where its own script finds it
    data = {"first": {k: v for k, v in first.items() if k != "figure"}, "pool": pool, "states": differences}
    return templates.get_template("explore.html").render(
        controls=controls,
        figure=Markup(figure),
        reading=shown["reading"].split("\n\n"),
        data=compact(data),
    )


def start(controls: list[dict]) -> int:
    """Return the number of the state at which the controls start; the last control turns fastest."""
    number = 0
    for control in controls:
        number = number * len(control["options"]) + control["start"]
    return number


def stored(state: dict) -> dict:
    """Return a state as it is stored: texts as sentences, the figure in few digits and with its table."""
    found = {"reading": SENTENCES.split(state["reading"])}
    if "figure" in state:
        figure = figures.lean(state["figure"])
        found |= {"figure": figure, "alt": SENTENCES.split(state["alt"]), "table": figures.table(figure)}
    return found


def whole(state: dict) -> dict:
    """Return a state's figure with its text alternative where `figures` looks for it."""
    figure = state["figure"]
    return {"data": figure["data"], "layout": {**figure["layout"], "meta": {"alt": state["alt"]}}}
