"""Draws what this course owes: each promise of the sources with where it is kept, that it is not here yet, or cannot be."""

from collections import Counter
from html import escape

from docutils import nodes
from sphinx.application import Sphinx

from course.catalogue.artefacts import Artefact, find_artefact, state
from course.catalogue.promises import SOURCES
from course.site.library import FromCatalogue

STATES = {
    "kept": "Kept",
    "in part": "Kept in part",
    "not yet": "Not here yet",
    "cannot": "A course package cannot do this",
}


def setup(app: Sphinx) -> None:
    app.add_directive("promises", Promises)


class Promises(FromCatalogue):
    """``promises``: every row, by source, with its state in words; the counts are computed."""

    def run(self) -> list[nodes.Node]:
        rows = [(promise, state(self.course, promise)) for promise in self.course.promises.values()]
        by_source = {
            title: [(promise, is_) for promise, is_ in rows if promise.source == source]
            for source, title in SOURCES.items()
        }
        return self.write(
            "promises.md",
            by_source={title: found for title, found in by_source.items() if found},
            counts=Counter(is_ for _, is_ in rows),
            total=len(rows),
            states=STATES,
            artefact=lambda name: self.link(find_artefact(self.course, name)),
        )

    def link(self, found: Artefact) -> str:
        """Return an artefact as a link to its page on the site, or to the file in the repository."""
        if found.module:
            return self.entry(found.module)
        settings, path = self.env.app.settings, found.path.rstrip("/")
        page = path.removesuffix(".md")
        if page in self.env.found_docs:
            # as HTML: a heading's own id is no target that MyST knows
            url = f"{self.top}{page}.html" + (f"#{nodes.make_id(found.anchor)}" if found.anchor else "")
        else:
            kind = "tree" if (self.course.root / path).is_dir() else "blob"
            url = f"{settings.repository}/{kind}/{settings.branch}/{path}"
        return f'<a href="{escape(url)}"><code>{escape(found.name)}</code></a>'
