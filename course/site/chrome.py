"""Mends what the theme leaves hard to use without sight or a mouse, and brings its icons along as one small stylesheet."""

import re
from html import escape, unescape
from importlib.resources import files
from pathlib import Path
from textwrap import shorten
from urllib.parse import quote

from sphinx.application import Sphinx

FOLDER = files("course.site")

FIRST_WORDS = re.compile(r"<article.*?<p(?:\s[^>]*)?>(.{60,}?)</p>", re.DOTALL)

MARK = "<!-- mended -->\n"

# (what the theme, pandas or the bibliography writes, what a screen reader can use)
MENDED = (
    (
        r'<summary><span class="toctree-toggle"',
        '<summary aria-label="Show its pages"><span class="toctree-toggle"',
    ),
    (r'<div id="pst-primary-sidebar"', '<div id="pst-primary-sidebar" role="region" aria-label="Course"'),
    (
        r'<div id="pst-secondary-sidebar"',
        '<div id="pst-secondary-sidebar" role="region" aria-label="On this page"',
    ),
    (r'title="Toggle primary sidebar"', 'aria-label="Show or hide the list of pages"'),
    (r'title="Toggle secondary sidebar"', 'aria-label="Show or hide what is on this page"'),
    (r'<th( class="[^"]*")?>(<p></p>)?</th>', "<td></td>"),
    (r'<summary aria-label="Toggle hidden content">', "<summary>"),
    # no script may hold back the page
    (r'<script src="([^"]*sphinx-book-theme\.js[^"]*)">', r'<script defer src="\1">'),
    (r' role="doc-biblioentry"', ""),
    (r'<div role="list" class="citation-list">', '<div class="citation-list">'),
)


def setup(app: Sphinx) -> None:
    app.connect("config-inited", use_templates)
    app.connect("build-finished", mend)


def use_templates(app: Sphinx, config) -> None:
    """Let the course's versions of a few theme templates stand before the theme's."""
    config.templates_path = [
        *config.templates_path,
        str(FOLDER / "theme"),
        str(FOLDER / "theme" / "components"),
    ]


def icons() -> str:
    """Return a stylesheet with every icon inside it, so that an icon is neither a request nor a font."""
    found = sorted(Path(str(FOLDER / "icons")).glob("*.svg"))
    names = [
        f'--icon-{path.stem}: url("data:image/svg+xml,{quote(path.read_text().strip())}");' for path in found
    ]
    rules = [f".fa-{path.stem}, .part.{path.stem} {{ --icon: var(--icon-{path.stem}); }}" for path in found]
    return "\n".join([":root {", *names, "}", *rules, ""])


def mend(app: Sphinx, exception: Exception | None) -> None:
    """Mend every page that was written."""
    if exception or app.builder.format != "html":
        return
    for page in Path(app.outdir).rglob("*.html"):
        text = mended = page.read_text(encoding="utf-8")
        if MARK in text:
            continue  # kept from an earlier build, mended then
        for written, usable in MENDED:
            mended = re.sub(written, usable, mended)
        page.write_text(described(mended) + MARK, encoding="utf-8")


def described(text: str) -> str:
    """Return a page with its first sentences as its description, for those who find it through a search engine."""
    paragraph = FIRST_WORDS.search(text)
    if not paragraph or '<meta name="description"' in text:
        return text
    words = " ".join(unescape(re.sub(r"<[^>]+>", "", paragraph[1])).split())
    description = shorten(words, 160, placeholder=" …")
    return text.replace("</title>", f'</title>\n<meta name="description" content="{escape(description)}">', 1)
