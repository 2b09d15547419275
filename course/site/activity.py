"""Draws the timed activities of a workshop plan, each with its place in the hour, and the run sheet above them."""

from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from course import workshop
from course.site.publication import templates

FIELDS = {
    "purpose": "Purpose",
    "materials": "Materials",
    "say": "Say",
    "listen_for": "Listen for",
    "wrong_answers": "Likely wrong answers",
    "when_late": "When you are late",
}


def setup(app: Sphinx) -> None:
    app.add_directive("activity", ActivityDirective)
    app.add_directive("run-sheet", RunSheet)


def plan(directive: SphinxDirective) -> list[workshop.Activity]:
    """Return the activities of the page that the directive stands on."""
    return workshop.activities(Path(directive.env.doc2path(directive.env.docname)))


class ActivityDirective(SphinxDirective):
    """``activity``: fields in a YAML block, then what the facilitator does."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = dict.fromkeys([*FIELDS, "minutes", "guest"], str)

    def run(self) -> list[nodes.Node]:
        activity = next(a for a in plan(self) if a.title == self.arguments[0])
        box = nodes.container(classes=["activity", *(["guest"] if activity.guest else [])])
        title = f"{activity.clock} min · {activity.title}"
        box += nodes.rubric("", title, ids=[nodes.make_id(activity.title)], **{"heading-level": 3})
        before = ("purpose", "materials", "say")
        for name in before:
            box += self._field(name, getattr(activity, name))
        steps = nodes.container(classes=["steps"])
        self.state.nested_parse(self.content, self.content_offset, steps)
        box += steps
        for name in FIELDS:
            if name not in before:
                box += self._field(name, getattr(activity, name))
        return [box]

    def _field(self, name: str, text: str) -> nodes.container:
        field = nodes.container(classes=["field", name.replace("_", "-")])
        field += nodes.paragraph("", "", nodes.strong("", FIELDS[name]))
        self.state.nested_parse(StringList(text.strip().splitlines(), source=""), self.content_offset, field)
        return field


class RunSheet(SphinxDirective):
    """``run-sheet``: the hour on one small table, from the activities below it."""

    def run(self) -> list[nodes.Node]:
        html = templates.get_template("run_sheet.html").render(activities=plan(self), make_id=nodes.make_id)
        return [nodes.raw("", html, format="html")]
