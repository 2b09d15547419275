"""Changes made to every page: no script from another host, a footer that says version, date and where to report."""

import pydata_sphinx_theme
from sphinx.application import Sphinx

from course.site.publication import built_on, templates

# Jupyter Book brings these along; the course uses none of them and some would ask another host.
UNWANTED = (
    "sphinx-thebe",
    "thebe",
    "togglebutton",
    "copybutton",
    "clipboard",
    "toggleHint",
    "toggleOpen",
    "://",
)
FOR_SEARCH = ("documentation_options", "DOCUMENTATION_OPTIONS", "doctools", "sphinx_highlight")
FOR_TABS = ("design-tabs",)


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", without_thebe)
    # late: what other extensions add must be there to be taken out
    app.connect("html-page-context", tidy, priority=900)


def without_thebe(app: Sphinx) -> None:
    """Unhook the live-code service that Jupyter Book brings: the course does not use it, and it marks every page."""
    for listeners in app.events.listeners.values():
        listeners[:] = [one for one in listeners if one.handler.__module__ != "sphinx_thebe"]


def tidy(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Take out what is not wanted; put in what the footer says."""
    if pagename.endswith("/sheet"):
        app.add_css_file("sheet.css", priority=800)
    unwanted = UNWANTED
    if pagename != "search":
        unwanted += FOR_SEARCH
    if "sd-tab-set" not in context.get("body", ""):
        unwanted += FOR_TABS
    for kind in ("script_files", "css_files"):
        context[kind] = [item for item in context[kind] if not any(word in said(item) for word in unwanted)]
    context["theme_of_this_build"] = pydata_sphinx_theme.__version__
    footer = templates.get_template("footer.html")
    context["theme_extra_footer"] = footer.render(settings=app.settings, page=pagename, built_on=built_on())


def said(item) -> str:
    """Return the address of a script or stylesheet, or the script itself if it stands in the page."""
    return f"{item} {getattr(item, 'attributes', {}).get('body', '')}"
