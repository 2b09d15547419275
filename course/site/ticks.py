"""Puts "I have done this" at the foot of a bite, a lesson and a workshop; the box is kept in the reader's browser only."""

from sphinx.application import Sphinx

from course.site.find import DOSES
from course.site.library import lasting
from course.site.publication import templates

ON_PAGE = {"bite": ("bite",), "lesson": ("foundation", "practitioner", "expert"), "workshop": ("workshop",)}
SCRIPT = "record.js"


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add)


def add(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Add the boxes below what the author wrote."""
    folder, _, page = pagename.rpartition("/")
    module = app.course.modules.get(folder.removeprefix("modules/"))
    if module is None or page not in ON_PAGE or "body" not in context:
        return
    doses = [(dose, DOSES[dose], module.doses.of(dose)) for dose in ON_PAGE[page]]
    html = templates.get_template("ticks.html").render(
        module=module,
        doses=[(dose, name, lasting(count)) for dose, name, count in doses if count],
        top="../" * pagename.count("/"),
    )
    context["body"] += html
    app.add_js_file(SCRIPT, loading_method="defer")
