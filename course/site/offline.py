"""Lets the site be installed, and read with no network: a manifest, a list of the build's files, a service worker."""

import functools
import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from posixpath import dirname, join, normpath

from sphinx.application import Sphinx

from course.catalogue import Catalogue, Pathway
from course.site.publication import templates
from course.site.styles import html
from improve import palette

ASSET = re.compile(
    r'<(?:script|img|source)\b[^>]*?\bsrc="([^"#]+)"|<link\b[^>]*?\brel="(?:stylesheet|icon|shortcut icon)"[^>]*>'
)
HREF = re.compile(r'\bhref="([^"#]+)"')
CHART = re.compile(r'class="chart["-]')
PLOTLY = re.compile(r'"plotlyAt": "([^"]+)"')
ALSO_KEPT = ("index.html", "book/glossary.html", "book/references.html", "search.html")


def setup(app: Sphinx) -> None:
    app.add_js_file("offline.js", loading_method="defer", priority=900)
    app.connect("build-finished", finish, priority=900)


def finish(app: Sphinx, exception: Exception | None) -> None:
    if not exception and app.builder.format == "html":
        write(Path(app.outdir), app.settings.title, keepable(Path(app.outdir), app.course))


def write(site: Path, title: str, pathways: Mapping[str, list[str]]) -> str:
    """Write what a browser needs to keep a site, and return the version of what stands there now.

    Parameters
    ----------
    site
        The folder of the built site.
    title
        The name under which a device shows it.
    pathways
        The pages of each pathway that a reader may want to keep as one.
    """
    (site / "manifest.webmanifest").write_text(json.dumps(manifest(title), indent=1), encoding="utf-8")
    pages = {path.relative_to(site).as_posix(): assets(site, path) for path in html(site)}
    keys = sorted({key for found in pages.values() for key in found})
    files = {key: digest(site / key.partition("?")[0]) for key in [*pages, *keys]}
    version = hashlib.sha256(json.dumps([files, pages], sort_keys=True).encode()).hexdigest()[:12]
    number = {key: n for n, key in enumerate(keys)}
    found = {
        "version": version,
        "shell": ["index.html", "offline.html"],
        "files": files,
        "needed": keys,
        "pages": {page: sorted(number[key] for key in found) for page, found in pages.items()},
    }
    (site / "offline.json").write_text(json.dumps(found, separators=(",", ":")), encoding="utf-8")
    (site / "sw.js").write_text(templates.get_template("sw.js").render(version=version), encoding="utf-8")
    weigh = functools.cache(sent)  # most files are on several pathways
    folder = site / "keep"
    folder.mkdir(exist_ok=True)
    for name, wanted in pathways.items():
        every = {key for page in wanted for key in (page, *pages[page])}
        plan = {"pages": wanted, "bytes": sum(weigh(site / key.partition("?")[0]) for key in every)}
        (folder / f"{name}.json").write_text(json.dumps(plan), encoding="utf-8")
    return version


def keepable(site: Path, course: Catalogue) -> dict[str, list[str]]:
    """Return, for each pathway, its page, the pages of its ready modules and those that any reader needs."""
    return {name: pathway_pages(site, course, pathway) for name, pathway in course.pathways.items()}


def pathway_pages(site: Path, course: Catalogue, pathway: Pathway) -> list[str]:
    folders = [site / "modules" / key for key in course.modules_in(pathway) if key in course.modules]
    found = [
        page.relative_to(site).as_posix() for folder in folders for page in sorted(folder.glob("*.html"))
    ]
    pages = [*ALSO_KEPT, f"book/pathways/{pathway.id}.html", *found]
    return [page for page in dict.fromkeys(pages) if (site / page).is_file()]


def assets(site: Path, page: Path) -> list[str]:
    """Return the addresses, below the site's root, of all that a page loads from the site."""
    text = page.read_text(encoding="utf-8")
    here = dirname(page.relative_to(site).as_posix())
    found = []
    for match in ASSET.finditer(text):
        address = match[1] or HREF.search(match[0])[1]
        if "://" not in address and not address.startswith(("data:", "/")):
            found.append(normpath(join(here, address)))
    if CHART.search(text):
        data = (site / "_static" / "house-data.js").read_text(encoding="utf-8")
        found.append(f"_static/{PLOTLY.search(data)[1]}")
    return [key for key in dict.fromkeys(found) if (site / key.partition("?")[0]).is_file()]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def sent(path: Path) -> int:
    """Return the bytes of a file as hosts send it."""
    return len(gzip.compress(path.read_bytes(), 6))


def manifest(title: str) -> dict:
    """Return what a device needs to know to show the site among its apps."""
    sizes = (("app-192", 192, "any"), ("app-512", 512, "any"), ("app-maskable-512", 512, "maskable"))
    return {
        "name": title,
        "short_name": title.partition(",")[0],
        "lang": "en-GB",
        "start_url": "index.html",
        "scope": "./",
        "display": "standalone",
        "theme_color": palette.LIGHT.accent,
        "background_color": palette.LIGHT.paper,
        "icons": [
            {"src": f"_static/icons/{name}.png", "sizes": f"{n}x{n}", "type": "image/png", "purpose": purpose}
            for name, n, purpose in sizes
        ],
    }
