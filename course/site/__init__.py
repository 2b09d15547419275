"""The Sphinx extension that turns module folders into the site: each neighbour file adds one thing."""

from sphinx.application import Sphinx

from course import settings
from course.edition import dress

dress(settings.ROOT)  # first: whatever draws takes its colours when it is imported

from course.site import (  # noqa: E402
    activity,
    cards,
    cases,
    chrome,
    dictionary,
    edition,
    execution,
    explorations,
    figures,
    find,
    header,
    library,
    mathematics,
    module_map,
    offline,
    opportunities,
    page,
    pathway,
    predictions,
    promises,
    publication,
    quiz,
    retrieval,
    safety,
    searching,
    strands,
    styles,
    ticks,
)


def setup(app: Sphinx) -> dict:
    # Jupyter Book exits 0 on warnings. A page with a warning is a page with a fault: stop at the first.
    app.warningiserror = True
    for part in (
        execution,
        publication,
        page,
        chrome,
        mathematics,
        figures,
        explorations,
        predictions,
        header,
        quiz,
        retrieval,
        activity,
        dictionary,
        edition,
        library,
        pathway,
        strands,
        cases,
        cards,
        opportunities,
        promises,
        find,
        module_map,
        searching,
        ticks,
        styles,
        safety,
        offline,
    ):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
