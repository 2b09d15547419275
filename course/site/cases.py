"""Draws cases: the table of facts of one, each figure with its source, and the list of all."""

from docutils import nodes
from sphinx.application import Sphinx

from course.site.library import FromCatalogue

CONFIDENCE = {
    "S": "seen at its source",
    "C": "computed for this course",
    "K": "general knowledge, not looked up",
    "doc": "as the source document states it",
}


def setup(app: Sphinx) -> None:
    app.add_directive("case-facts", CaseFacts)
    app.add_directive("case-list", CaseList)


class CaseFacts(FromCatalogue):
    """``case-facts``: where and when, figures with sources, what worked, what did not, limits."""

    def run(self) -> list[nodes.Node]:
        return self.write("case.md", case=self.one_of(self.course.cases), confidence=CONFIDENCE)


class CaseList(FromCatalogue):
    """``case-list``: every case, with whether it says what did not work."""

    def run(self) -> list[nodes.Node]:
        return self.write("cases.md", cases=self.course.cases.values())
