"""Draws the reading cards: what a source claims, how it knows, and what would change our mind."""

from docutils import nodes
from sphinx.application import Sphinx

from course.site.library import FromCatalogue


def setup(app: Sphinx) -> None:
    app.add_directive("reading-cards", ReadingCards)


class ReadingCards(FromCatalogue):
    """``reading-cards``: all of them, in the order of their file."""

    def run(self) -> list[nodes.Node]:
        return self.write("cards.md", cards=self.course.cards.values())
