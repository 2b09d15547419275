"""Puts into the site what an edition has made its own: its name, whom to ask, what it has set out to do, where to go on."""

import hashlib
from html import escape
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.errors import ConfigError

from course import settings
from course.edition import ORIGINAL, path
from course.site.library import FromCatalogue
from course.yaml_lines import ManifestError

PARTS = ("welcome", "contact", "priorities", "signposts")


def setup(app: Sphinx) -> None:
    app.add_config_value("edition_state", "", "env")
    app.connect("config-inited", take_its_name, priority=800)
    app.connect("html-page-context", sign)
    app.add_directive("edition", EditionPart)


def take_its_name(app: Sphinx, config) -> None:
    """Give the book the edition's name; read every page again when anything in the edition changed."""
    try:
        said = settings.load(app.srcdir)
    except ManifestError as error:
        raise ConfigError(str(error)) from None
    own = said.edition
    config.html_title = config.project = own.title
    config.author = own.author
    config.myst_substitutions = {**getattr(config, "myst_substitutions", {}), "course_title": own.title}
    file = path(app.srcdir)
    config.edition_state = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def sign(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Tell scripts what the course is called: a record of learning that they write names it."""
    name = f'<meta name="application-name" content="{escape(app.settings.title)}">'
    context["metatags"] = context.get("metatags", "") + name


class EditionPart(FromCatalogue):
    """``edition``: one part of the edition's own words; nothing where the edition says nothing."""

    required_arguments = 1
    optional_arguments = 0

    def run(self):
        part = self.arguments[0]
        if part not in PARTS:
            raise self.error(f"an edition has no part “{part}”; it has {', '.join(PARTS)}")
        said = self.env.app.settings
        return self.write(
            "edition.md",
            part=part,
            edition=said.edition,
            original=ORIGINAL,
            report=said.report(self.env.docname),
            mail=lambda address: f"mailto:{quote(address, safe='@')}",
        )
