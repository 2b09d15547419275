"""What a published site needs beside its pages: scripts, colours, downloads, a 404 page, its version and date."""

from datetime import date
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from sphinx.application import Sphinx

from course import catalogue, downloads, frontend, settings
from course.site import chrome
from improve import palette

COLOURS = f"""\
:root {{
{palette.css_variables("light")}
--face: {palette.FONT};
}}
html[data-theme="dark"] {{
{palette.css_variables("dark")}
}}
"""

templates = Environment(
    loader=FileSystemLoader(str(files("course.site") / "templates")),
    autoescape=select_autoescape(),
    trim_blocks=True,
)


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", gather)
    app.connect("build-finished", finish)


def gather(app: Sphinx) -> None:
    """Read the catalogue once for this build; bring scripts and colours to where pages load them from."""
    root = Path(app.srcdir)
    app.course = catalogue.load(root)
    app.settings = settings.load(root)
    static = root / "_build" / "static"
    frontend.vendor(root, static / "vendor")
    (static / "palette.css").write_text(COLOURS + chrome.icons(), encoding="utf-8")
    (static / "house-data.js").write_text(frontend.house_data(root), encoding="utf-8")
    # given here and not in _config.yml: Jupyter Book would load every script it finds there a second time
    app.config.html_static_path += [str(root / "book" / "_static"), str(static)]
    app.add_css_file("palette.css", priority=600)
    app.add_css_file("house.css", priority=700)
    app.add_js_file("house-data.js", loading_method="defer", priority=400)
    app.add_js_file("house.js", loading_method="defer")


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Add what is not a page."""
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    folder = site / "downloads"
    folder.mkdir(exist_ok=True)
    wheel = downloads.improve_wheel(Path(app.srcdir), folder)
    for module in app.course.modules.values():
        downloads.module_zip(module, wheel, folder)
    from course.packs import shelf  # here, because packs draw their figures as pages do

    shelf.fill(app.course, folder)
    for name in ("404.html", "offline.html"):
        page = templates.get_template(name).render(settings=app.settings, colours=COLOURS)
        (site / name).write_text(page, encoding="utf-8")
    (site / ".nojekyll").touch()  # the static host must serve folders that begin with an underscore


def built_on() -> str:
    """Return today's date as a reader writes it."""
    today = date.today()
    return f"{today.day} {today:%B %Y}"
