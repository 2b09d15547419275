"""Draws the directory of learning that others offer: a plain list, which a small script lets readers narrow."""

from docutils import nodes
from sphinx.application import Sphinx

from course.catalogue import Offer
from course.site.library import FromCatalogue

TIMES = {"a day or less": 8, "up to a week": 40, "longer": None}  # the most hours of each; None has no end


def setup(app: Sphinx) -> None:
    app.add_directive("opportunities", OpportunitiesDirective)
    app.add_directive("report-counts", ReportCounts)


class OpportunitiesDirective(FromCatalogue):
    """``opportunities``: every offer, with filters by role, kind, time, cost and entry rule."""

    def run(self) -> list[nodes.Node]:
        offers = self.course.opportunities.offers if self.course.opportunities else []
        filters = {
            "role": ("For", sorted({role for offer in offers for role in offer.roles})),
            "kind": ("Kind", sorted({offer.kind for offer in offers})),
            "time": ("Time", [name for name in (*TIMES, "not stated") if name in map(time, offers)]),
            "cost": ("Cost", sorted({offer.cost for offer in offers})),
            "entry": ("Entry", sorted({offer.entry for offer in offers})),
        }
        return self.write("opportunities.md", offers=offers, filters=filters, time=time)


class ReportCounts(FromCatalogue):
    """``report-counts``: what the report counted, with shares computed here."""

    def run(self) -> list[nodes.Node]:
        held = self.course.opportunities
        return self.write("report_counts.md", report=held.report) if held and held.report else []


def time(offer: Offer) -> str:
    """Return how long an offer takes, in the words of the filter."""
    if offer.hours is None:
        return "not stated"
    return next(name for name, most in TIMES.items() if most is None or offer.hours <= most)
