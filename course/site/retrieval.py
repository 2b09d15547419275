"""Draws the retrieval deck: every bite's questions, to be met again after 2, 7, 30 and 90 days, in this browser only."""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from course import flashcards
from course.site.publication import templates
from course.site.quiz import inline

SCRIPT = "retrieval.js"
PAGE = "book/retrieval"


def setup(app: Sphinx) -> None:
    app.add_directive("retrieval-deck", RetrievalDeck)
    app.connect("html-page-context", add_script)
    app.connect("build-finished", write_decks)


class RetrievalDeck(SphinxDirective):
    """``retrieval-deck``: once, on the deck's own page."""

    def run(self) -> list[nodes.Node]:
        for path in Path(self.env.srcdir).glob("modules/*/*/*.yml"):
            self.env.note_dependency(str(path))
        course = self.env.app.course
        html = templates.get_template("retrieval.html").render(
            modules=[(module, flashcards.questions(module)) for module in course.modules.values()],
            inline=inline,
            top="../" * self.env.docname.count("/"),
        )
        return [nodes.raw("", html, format="html")]


def add_script(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if pagename == PAGE:
        app.add_js_file(SCRIPT, loading_method="defer")


def write_decks(app: Sphinx, exception: Exception | None) -> None:
    """Write the same questions as Anki decks, one for each module and one with all."""
    if not exception and app.builder.format == "html":
        flashcards.write(app.course, Path(app.outdir) / "downloads" / "anki")
