"""What the library's directives share: Markdown from the catalogue, and pages that are read again when it changes."""

import hashlib
import re
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from jinja2 import Environment, FileSystemLoader
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from course.catalogue import Catalogue
from course.site.header import minutes
from course.site.publication import templates as html_templates

SOURCES = (
    "modules/modules.yml",
    "modules/*/*/module.yml",
    "book/*.yml",
    "book/pathways/*.md",
    "book/cases/*.md",
)
# what every page names by its checksum or is filled into; Sphinx copies none of it while no page is outdated
DRESS = ("book/_static/**/*", "course/site/**/*.*")
DRAWN = re.compile(
    r"^`{3,}\{(module-list|pathways?|strand-modules|case-\w+|reading-cards|opportunities|report-counts|promises|find|module-map)\}",
    re.MULTILINE,
)

# Markdown, so that links, terms and citations work in what authors write, and the site's search finds the words
templates = Environment(loader=FileSystemLoader(html_templates.loader.searchpath), trim_blocks=True)


def setup(app: Sphinx) -> None:
    app.connect("env-get-outdated", outdated)


def outdated(app: Sphinx, env, added: set, changed: set, removed: set) -> list[str]:
    """Return the pages drawn from the catalogue if it changed since they were, and all if what dresses them did."""
    root = Path(app.srcdir)
    before = getattr(env, "catalogue_state", None), getattr(env, "dress_state", None)
    env.catalogue_state, env.dress_state = state(root, SOURCES), state(root, DRESS)
    if env.dress_state != before[1]:
        return list(env.found_docs)
    if env.catalogue_state == before[0]:
        return []
    return [name for name in env.found_docs if DRAWN.search(Path(env.doc2path(name)).read_text("utf-8"))]


def state(root: Path, patterns: tuple[str, ...]) -> str:
    """Return a hash of the files that patterns name, compiled ones aside."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()


class FromCatalogue(SphinxDirective):
    """A directive that writes a part of its page from the catalogue, by the Markdown template of its name."""

    optional_arguments = 1

    @property
    def course(self) -> Catalogue:
        return self.env.app.course

    @property
    def top(self) -> str:
        """The way from this page up to the site's root."""
        return "../" * self.env.docname.count("/")

    def one_of(self, things: dict):
        """Return the thing that the argument names, or the page's own."""
        name = self.arguments[0] if self.arguments else Path(self.env.docname).name
        if name not in things:
            raise self.error(f"there is no “{name}” in the catalogue; is it a spelling slip?")
        return things[name]

    def write(self, template: str, **given) -> list[nodes.Node]:
        """Return the nodes of a filled template."""
        text = templates.get_template(template).render(
            course=self.course,
            top=self.top,
            lasting=lasting,
            entry=self.entry,
            cited=self.cited,
            sentence=sentence,
            **given,
        )
        place = nodes.container(classes=["from-catalogue"])
        source = self.get_source_info()[0]
        self.state.nested_parse(StringList(text.splitlines(), source=source), self.content_offset, place)
        return [place]

    def entry(self, key: str, dose: str = "foundation") -> str:
        """Return a module as Markdown: a link where it is ready, its title and "still to come" where it is not."""
        title = self.course.title_of(key)
        if key in self.course.modules:
            return f"[{title}](/{self.course.page_of(key, dose)}.md)"
        return f'{title} <span class="coming">(still to come)</span>'

    def cited(self, source: str) -> str:
        """Return a source as Markdown: a citation where it is in the bibliography, its own words where it is not."""
        return f"{{cite:t}}`{source}`" if source in self.course.sources else source


def sentence(text: str) -> str:
    """Return words with a capital at their beginning and one mark at their end.

    >>> sentence("listed in the report"), sentence("Is it still there? ")
    ('Listed in the report.', 'Is it still there?')
    """
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", ":")) else ".")


def lasting(count: int) -> str:
    """Return minutes, also many, in the words a reader plans with.

    >>> lasting(45), lasting(90), lasting(200), lasting(1080)
    ('45 minutes', '1½ hours', '3 hours 20 minutes', '18 hours')
    """
    hours, rest = divmod(count, 60)
    if count <= 120 or rest in (0, 30):
        return minutes(count)
    return f"{hours} hours {rest} minute{'s' if rest > 1 else ''}"
