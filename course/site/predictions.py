"""Turns predict() in a page into a question whose reveal is out of sight, and out of the site's search, until a guess."""

from docutils import nodes
from markupsafe import Markup
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx.application import Sphinx

from course.site import explorations, figures
from course.site.publication import templates
from improve.interact.pages import PREDICT


class unsearched(nodes.General, nodes.Element):
    """HTML whose words the site's search must not find."""


def setup(app: Sphinx) -> None:
    app.add_node(
        unsearched, html=(lambda writer, node: writer.body.append(node["html"]), lambda writer, node: None)
    )


class PredictRenderer(MimeRenderPlugin):
    """Renders predict() for built pages. The build fails on a reveal that a reader could not see or hear."""

    mime_priority_overrides = (("html", PREDICT, 0), ("dirhtml", PREDICT, 0))

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        if inline or data.mime_type != PREDICT:
            return None
        shown = data.content["reveal"]
        fault = figures.unreadable(explorations.whole(shown)) if "figure" in shown else None
        if fault:
            renderer.logger.warning(
                f"a predict() has a figure that {fault}", subtype="predict", line=data.line
            )
            return []
        question, reveal = markup(data.content)
        return [
            nodes.raw("", question, format="html"),
            unsearched(html=reveal),
            nodes.raw("", "</form>", format="html"),
        ]


def markup(content: dict) -> tuple[str, str]:
    """Return the HTML of the question, its form left open, and that of the reveal."""
    shown = content["reveal"]
    reveal = templates.get_template("reveal.html").render(
        drawn=Markup(figures.markup(explorations.whole(shown)) if "figure" in shown else ""),
        table=Markup(shown.get("html", "")),
        reading=[part for part in shown["reading"].split("\n\n") if part],
    )
    return templates.get_template("predict.html").render(**content), reveal
