"""The Sphinx extension that turns module folders into the site: each neighbour file adds one thing."""

from sphinx.application import Sphinx

from course.site import (
    activity,
    cards,
    cases,
    chrome,
    dictionary,
    execution,
    explorations,
    figures,
    find,
    header,
    library,
    mathematics,
    module_map,
    opportunities,
    page,
    pathway,
    predictions,
    promises,
    publication,
    quiz,
    retrieval,
    searching,
    strands,
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
    ):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
