"""Draws the head of a module's page from its ``module.yml``: outcomes, minutes, audiences, relations, buttons."""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from course.catalogue import Catalogue, Module
from course.settings import Settings
from course.site.publication import templates

PARTS = {"see-it": "See it", "try-it": "Try it", "check-it": "Check it", "use-it-at-work": "Use it at work"}


def setup(app: Sphinx) -> None:
    app.add_directive("module-header", ModuleHeader)
    app.add_directive("module-list", ModuleList)


def module_of(directive: SphinxDirective) -> Module:
    """Return the module in whose folder the directive's page stands; the page is rebuilt when its files change."""
    folder = Path(directive.env.doc2path(directive.env.docname)).parent
    for name in ("module.yml", "quiz.yml"):
        directive.env.note_dependency(str(folder / name))
    return directive.env.app.course.module_at(folder)


class ModuleHeader(SphinxDirective):
    """``module-header``, once on each lesson page."""

    def run(self) -> list[nodes.Node]:
        app, top = self.env.app, "../" * self.env.docname.count("/")
        return [nodes.raw("", head(app.course, module_of(self), app.settings, top), format="html")]


class ModuleList(SphinxDirective):
    """``module-list``: every module of the plan, ready or still to come, strand by strand."""

    def run(self) -> list[nodes.Node]:
        for manifest in Path(self.env.srcdir).glob("modules/**/module.yml"):
            self.env.note_dependency(str(manifest))
        html = templates.get_template("modules.html").render(
            course=self.env.app.course, top="../" * self.env.docname.count("/")
        )
        return [nodes.raw("", html, format="html")]


def head(course: Catalogue, module: Module, settings: Settings, top: str) -> str:
    """Return the head of a module's page as HTML; ``top`` is the way from the page to the site's root."""
    practice = f"modules/{module.key}/practice.ipynb"
    return templates.get_template("header.html").render(
        module=module,
        parts=PARTS,
        doses=doses(module),
        relations=relations(course, module),
        practice=settings.binder(practice),
        practice_app=settings.binder(practice, app=True),
        in_browser=settings.in_browser(module.id, "practice.ipynb"),
        tool=settings.binder(f"modules/{module.key}/app.ipynb", app=True) if module.app else None,
        top=top,
    )


def doses(module: Module) -> list[tuple[str, str, str]]:
    """Return each dose as (name, minutes in words, what it is)."""
    d = module.doses
    given = [
        ("Bite", d.bite, "one idea, on a phone"),
        ("Foundation", d.foundation, "this page or the notebook, no code"),
        ("Practitioner", d.practitioner, "the notebook, your own data"),
        ("MSc", d.expert, "the extension notebook and reading"),
    ]
    return [(name, minutes(count), what) for name, count, what in given if count]


def minutes(count: int) -> str:
    """Return minutes in the words a reader plans with.

    >>> minutes(45), minutes(90), minutes(270)
    ('45 minutes', '1½ hours', '4½ hours')
    """
    hours, rest = divmod(count, 60)
    if not hours or rest not in (0, 30):
        return f"{count} minutes"
    return f"{hours}{'½' if rest else ''} hour{'s' if count > 60 else ''}"


def relations(course: Catalogue, module: Module) -> list[tuple[str, list[dict]]]:
    """Return what helps before or beside the module; never a condition of entry."""

    def entries(keys: list[str]) -> list[dict]:
        return [{"key": key, "title": course.title_of(key), "ready": key in course.modules} for key in keys]

    return [("Helpful first", entries(module.builds_on)), ("Pairs with", entries(module.pairs_with))]
