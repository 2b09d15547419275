"""Gives every page one stylesheet instead of nine, without the rules and fonts that no page uses."""

import hashlib
import re
import subprocess
import tempfile
from pathlib import Path

from sphinx.application import Sphinx

from course import frontend
from course.fingerprint import make_if_changed

# in the order in which pages load them; a page's own stylesheet (a sheet's, a clock's) stays a file of its own
SHARED = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "mystnb.*.css",
    "sphinx-design.min.css",
    "palette.css",
    "house.css",
)
NAMES = "|".join([*(re.escape(name).replace(r"\*", "[0-9a-f]+") for name in SHARED), r"styles/theme\.css"])
LINK = re.compile(rf'\s*<link [^>]*href="(?P<top>[^"]*_static/)(?:{NAMES})(?:\?[^"]*)?"[^>]*>')
ONE = re.compile(r"_static/course\.[0-9a-f]+\.css")

# brought by the theme and wanted by no page once the stylesheet is made
LEFT_OVER = (
    "vendor/fontawesome/**/*",
    "locales/**/*",
    "scripts/fontawesome*",
    "scripts/bootstrap*",
    "**/*.map",
    "sphinx-thebe.*",
    "copybutton*",
    "clipboard*",
    "togglebutton*",
)
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
FONT = re.compile(r"@font-face\s*\{[^}]*\}")


def setup(app: Sphinx) -> None:
    app.connect("build-finished", finish, priority=800)


def finish(app: Sphinx, exception: Exception | None) -> None:
    if not exception and app.builder.format == "html":
        simplify(Path(app.outdir), Path(app.srcdir))


def simplify(site: Path, root: Path) -> None:
    """Make the stylesheet of a site, let every page load it, and take away what then is not needed."""
    pages = {path: path.read_text(encoding="utf-8") for path in html(site)}
    static = site / "_static"
    sheet = shared_sheet(root, static, words(pages.values(), static))
    name = f"course.{hashlib.sha256(sheet.encode()).hexdigest()[:12]}.css"
    for old in static.glob("course.*.css"):
        old.unlink()
    (static / name).write_text(sheet, encoding="utf-8")
    for path, text in pages.items():
        simple = ONE.sub(f"_static/{name}", with_one_link(text, name))
        if simple != text:
            path.write_text(simple, encoding="utf-8")
    for pattern in LEFT_OVER:
        for path in static.glob(pattern):
            if path.is_file():
                path.unlink()


def html(site: Path) -> list[Path]:
    """Return the pages of a site."""
    return sorted(path for path in site.rglob("*.html") if "_static" not in path.relative_to(site).parts)


def with_one_link(text: str, name: str) -> str:
    """Return a page with one link where it had one for each shared stylesheet."""
    first = LINK.search(text)
    if not first:
        return text
    start, rest = text[: first.start()], text[first.start() :]
    return f'{start}\n<link rel="stylesheet" href="{first["top"]}{name}">{LINK.sub("", rest)}'


def words(pages, static: Path) -> set[str]:
    """Return all that a rule could be about: every word in a tag of a page, and every word of the pages' scripts."""
    found: set[str] = set()
    for text in pages:
        for tag in set(TAG.findall(text)):
            found.update(WORD.findall(tag))
    for script in [*static.glob("*.js"), *(static / "scripts").glob("*theme.js")]:
        found.update(WORD.findall(script.read_text(encoding="utf-8")))
    return found


def shared_sheet(root: Path, static: Path, known: set[str]) -> str:
    """Return what ``purge`` makes of a site's stylesheets; it is made again only if a stylesheet or a word is new."""
    frontend.packages(root)
    sheets = [path for name in SHARED for path in sorted(static.glob(name))]
    made = static.parent.with_name("course.css")
    tools = (Path(__file__), root / "frontend" / "purge.mjs", root / "frontend" / "package-lock.json")
    made_from = [sorted(known), *(path.read_text(encoding="utf-8") for path in (*sheets, *tools))]
    make_if_changed(
        root, made, made_from, lambda: made.write_text(purge(root, sheets, known), encoding="utf-8")
    )
    return made.read_text(encoding="utf-8")


def purge(root: Path, sheets: list[Path], known: set[str]) -> str:
    """Return stylesheets as one, without fonts, and without the rules that are about none of the words."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.write("\n".join(sorted(known)))
        file.flush()
        command = [frontend.program("node"), str(root / "frontend" / "purge.mjs"), file.name]
        command += [str(sheet) for sheet in sheets]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"The pages' stylesheet could not be made:\n{done.stderr}")
    return re.sub(r"\n{2,}", "\n", re.sub(r"/\*.*?\*/", "", FONT.sub("", done.stdout), flags=re.DOTALL))
