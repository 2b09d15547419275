"""Lets the search page know other names for what is asked, and put the modules that answer above the pages that match."""

from sphinx.application import Sphinx

from course.site.find import DATA

SCRIPTS = (DATA, "words.js", "searching.js")


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_scripts)


def add_scripts(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if pagename == "search":
        for name in SCRIPTS:
            app.add_js_file(name, loading_method="defer")
