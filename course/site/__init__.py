"""The Sphinx extension that turns module folders into the site: each neighbour file adds one thing."""

from sphinx.application import Sphinx

from course.site import (
    activity,
    chrome,
    dictionary,
    execution,
    figures,
    header,
    mathematics,
    page,
    publication,
    quiz,
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
        header,
        quiz,
        activity,
        dictionary,
    ):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
