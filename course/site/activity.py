"""Draws the timed activities of a workshop plan, each with its place in the hour, and above them the run sheet."""

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
    "online": "Online",
    "hybrid": "In a room and online at once",
    "no_tech": "No laptops and no wifi",
    "screen": "On the slide",
}
BEFORE = ("purpose", "materials", "say")


def setup(app: Sphinx) -> None:
    app.add_directive("activity", ActivityDirective)
    app.add_directive("run-sheet", RunSheet)
    app.connect("html-page-context", bring_clock)


def bring_clock(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Bring the running clock to workshop plans, and to no other page."""
    if pagename.startswith("modules/") and pagename.endswith("/workshop"):
        app.add_js_file("clock.js", loading_method="defer")
        app.add_css_file("clock.css", priority=800)


def plan(directive: SphinxDirective) -> list[workshop.Activity]:
    """Return the activities of the page that the directive stands on."""
    return workshop.activities(Path(directive.env.doc2path(directive.env.docname)))


class ActivityDirective(SphinxDirective):
    """``activity``: fields in a YAML block, then what the facilitator does. The fields are read by course.workshop."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        activity = next(a for a in plan(self) if a.title == self.arguments[0])
        box = nodes.container(classes=["activity", *(["guest"] if activity.guest else [])])
        place = (
            f"{activity.clock} min" if activity.minutes else f"{activity.in_120} min, in the two hours only"
        )
        name = nodes.make_id(activity.title)
        box += nodes.rubric("", f"{place} · {activity.title}", ids=[name], **{"heading-level": 3})
        fields = ("say",) if activity.title == workshop.BREAK else FIELDS
        for field in fields:
            if field in BEFORE:
                box += self._field(field, getattr(activity, field))
        box += self._parsed(activity.body, "steps")
        for field in fields:
            if field not in BEFORE and getattr(activity, field):
                box += self._field(field, getattr(activity, field))
        return [box]

    def _field(self, name: str, text: str) -> nodes.container:
        field = self._parsed(text, "field", name.replace("_", "-"))
        field.insert(0, nodes.paragraph("", "", nodes.strong("", FIELDS[name])))
        return field

    def _parsed(self, text: str, *classes: str) -> nodes.container:
        box = nodes.container(classes=list(classes))
        self.state.nested_parse(StringList(text.strip().splitlines(), source=""), self.content_offset, box)
        return box


class RunSheet(SphinxDirective):
    """``run-sheet``: the hour on one small table, the three lengths beside each other, and the packs to take away."""

    def run(self) -> list[nodes.Node]:
        activities = plan(self)
        module = self.env.app.course.module_at(Path(self.env.doc2path(self.env.docname)).parent)
        sheet = templates.get_template("run_sheet.html").render(
            blocks=workshop.form(activities, workshop.WRITTEN), linked=True, make_id=nodes.make_id
        )
        more = templates.get_template("workshop_forms.html").render(
            activities=activities,
            lengths=workshop.LENGTHS,
            archive=workshop.archive(module.id),
            top="../" * self.env.docname.count("/"),
        )
        return [nodes.raw("", sheet + more, format="html")]
