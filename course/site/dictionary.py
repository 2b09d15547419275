"""Draws the data dictionary of Harrowmere from the metadata that its generators carry."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from course.site.publication import templates
from improve import harrowmere


def setup(app: Sphinx) -> None:
    app.add_directive("data-dictionary", DataDictionary)


class DataDictionary(SphinxDirective):
    """``data-dictionary``: every invented dataset with its note, its seed, its tables and their units."""

    def run(self) -> list[nodes.Node]:
        course = self.env.app.course
        titles = {m.code: m.title for strand in course.strands.values() for m in strand.modules}
        html = templates.get_template("dictionary.html").render(
            datasets=[harrowmere.describe(name) for name in harrowmere.datasets()], titles=titles
        )
        return [nodes.raw("", html, format="html")]
