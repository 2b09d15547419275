"""Draws a strand: its modules in reading order, ready or still to come, with what each promises and takes."""

from docutils import nodes
from sphinx.application import Sphinx

from course.site.library import FromCatalogue


def setup(app: Sphinx) -> None:
    app.add_directive("strand-modules", StrandModules)


class StrandModules(FromCatalogue):
    """``strand-modules``: the modules of the page's own strand, or of the one that is named."""

    def run(self) -> list[nodes.Node]:
        strand = self.one_of(self.course.strands)
        name = next(name for name, one in self.course.strands.items() if one is strand)
        return self.write("strand.md", keys=[f"{name}/{module.id}" for module in strand.modules])
