"""Draws pathways: the steps of one with their minutes and what is ready, and the list of all."""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from course import calendar, workshop
from course.catalogue import Catalogue, Pathway
from course.site.library import FromCatalogue


def setup(app: Sphinx) -> None:
    app.add_directive("pathway", PathwayDirective)
    app.add_directive("pathways", Pathways)
    app.connect("build-finished", write_calendars)


class PathwayDirective(FromCatalogue):
    """``pathway``: the plan of the page's own pathway, or of the one that is named."""

    def run(self) -> list[nodes.Node]:
        from course.packs import shelf  # here, because packs draw their figures as pages do

        pathway = self.one_of(self.course.pathways)
        return self.write(
            "pathway.md",
            pathway=pathway,
            summary=summary(self.course, pathway),
            dated=calendar.has_dates(pathway),
            first_day=calendar.STARTS,
            first_day_in_words=calendar.in_words(calendar.STARTS),
            archive=workshop.archive(pathway.id) if pathway.id in shelf.ready(self.course) else None,
        )


class Pathways(FromCatalogue):
    """``pathways``: every pathway with its minutes and how much of it is ready."""

    def run(self) -> list[nodes.Node]:
        return self.write(
            "pathways.md", rows=[(p, summary(self.course, p)) for p in self.course.pathways.values()]
        )


def summary(course: Catalogue, pathway: Pathway) -> dict:
    """Return what a pathway takes in all, and how many of its modules are ready."""
    modules = course.modules_in(pathway)
    return {
        "minutes": course.minutes_of(pathway),
        "modules": len(modules),
        "ready": sum(key in course.modules for key in modules),
    }


def write_calendars(app: Sphinx, exception: Exception | None) -> None:
    """Put a calendar file for each pathway beside the other downloads."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "downloads" / "pathways"
    folder.mkdir(parents=True, exist_ok=True)
    for pathway in app.course.pathways.values():
        if calendar.has_dates(pathway):
            (folder / f"{pathway.id}.ics").write_bytes(calendar.file(app.course, pathway))
