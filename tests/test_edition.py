"""An edition for another place: one file changes its name, whom to ask, where to go on and its colours, and nothing else."""

import os
import shutil
import subprocess
import sys

import pytest

from course import catalogue, edition, settings
from course.site import header
from course.yaml_lines import ManifestError
from improve import palette

OTHER = """\
title: Better Together in Harrowshire
author: The Harrowshire improvement team
published_by: Harrowshire Care Alliance (invented)
welcome: This edition is for **everybody** who gives or receives care in Harrowshire, an invented county.
contact:
  name: The Harrowshire team
  email: improve@harrowshire.example
  says: Somebody answers within two working days.
priorities:
  - {title: Fewer falls, what: Half as many falls with injury in our care homes.}
colours:
  accent: {light: "#7a1f5c", dark: "#f2a7d8"}
signposts:
  - {name: The academy, url: "https://academy.harrowshire.example/", what: Workshops near you., checked: 2026-11-01}
repository: https://example.org/harrowshire/course
"""
PAGE = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
---
# {{ course_title }}

```{edition} welcome
```
```{edition} contact
```
```{edition} priorities
```
```{edition} signposts
```
```{code-cell} python
from improve.charts import run_chart
run_chart([5, 7, 6, 9, 8, 7, 6, 8, 9, 7, 8, 6], title="Invented falls", measure="falls")
```
"""
CONFIGURATION = """
extensions = ["myst_nb", "sphinxcontrib.bibtex", "course.site"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
exclude_patterns = ["frontend", "improve", "modules", "_build"]
html_theme = "sphinx_book_theme"
myst_enable_extensions = ["dollarmath", "substitution"]
bibtex_bibfiles = []
"""


@pytest.fixture
def other(tmp_path):
    file = tmp_path / "harrowshire.yml"
    file.write_text(OTHER, encoding="utf-8")
    return file


@pytest.fixture
def small(tmp_path, root):
    """A book of one page that shows all that an edition says, and a chart."""
    book = tmp_path / "book"
    (book / "modules").mkdir(parents=True)
    for name in ("_config.yml", "pyproject.toml", "LICENSE", "requirements.txt", "edition.yml"):
        shutil.copy(root / name, book)
    shutil.copy(root / "modules" / "modules.yml", book / "modules")
    for name in ("improve", "frontend"):
        (book / name).symlink_to(root / name)
    (book / "index.md").write_text(PAGE, encoding="utf-8")
    (book / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    return book


def build(book, **variables) -> subprocess.CompletedProcess:
    environment = {k: v for k, v in os.environ.items() if k not in ("EDITION", "GITHUB_REPOSITORY")}
    command = [sys.executable, "-m", "sphinx", "-b", "html", ".", "_build/html"]
    return subprocess.run(command, cwd=book, capture_output=True, text=True, env={**environment, **variables})


def text_of(book) -> str:
    site = book / "_build" / "html"
    files = [site / "index.html", site / "404.html", site / "_static" / "palette.css"]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_a_second_edition_has_its_own_name_contact_signposts_and_colours_and_not_the_first_ones(small, other):
    done = build(small)
    assert done.returncode == 0, done.stderr[-3000:]
    first = text_of(small)
    assert "<h1>Better Care, Made Routine" in first
    assert "https://q.health.org.uk/" in first
    assert palette.HOUSE["light"].accent in first

    done = build(small, EDITION=str(other))
    assert done.returncode == 0, done.stderr[-3000:]
    second = text_of(small)
    for said in (
        "<h1>Better Together in Harrowshire",
        "Harrowshire</title>",
        "<strong>everybody</strong>",
        "Published by Harrowshire Care Alliance",
        "mailto:improve@harrowshire.example",
        "Half as many falls with injury",
        "https://academy.harrowshire.example/",
        "Looked at on 1 November 2026",
        "https://example.org/harrowshire/course/issues/new",
        "--accent: #7a1f5c",
        "--accent: #f2a7d8",
        "--on-accent: #16202a",
    ):
        assert said in second, said
    # the licence asks for the credit; that is the one place where the first edition may still be named
    assert second.replace("Made from Better Care, Made Routine.", "").count("Better Care") == 0
    for gone in ("https://q.health.org.uk/", "better-care-made-routine", palette.HOUSE["light"].accent):
        assert gone not in second, gone


def test_the_front_page_and_the_guides_use_what_an_edition_says(root):
    def says(page):
        return (root / page).read_text(encoding="utf-8")

    assert says("index.md").startswith("# {{ course_title }}")
    assert "```{edition} welcome" in says("index.md")
    assert "```{edition} contact" in says("index.md")
    assert "```{edition} signposts" in says("book/signposts.md")
    assert "```{edition} priorities" in says("book/signposts.md")
    assert "```{edition} contact" in says("book/for-providers.md")


def test_the_course_s_own_edition_can_be_read_and_names_what_it_shows(root):
    own = edition.load(root)
    assert own.is_original
    assert own.colours.changes() == {}
    assert len({post.url for post in own.signposts}) == len(own.signposts) > 5
    assert settings.load(root).title == own.title


def test_a_copy_without_the_file_is_the_plain_course(tmp_path):
    assert edition.load(tmp_path) == edition.Edition()


def test_the_settings_are_the_edition_s(other, root, monkeypatch):
    monkeypatch.setenv("EDITION", str(other))
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    said = settings.load(root)
    assert said.title == "Better Together in Harrowshire"
    assert said.report("x").startswith("https://example.org/harrowshire/course/")
    assert said.branch == "main"


def test_a_kernel_in_the_browser_is_offered_where_the_edition_has_one(other, root, monkeypatch):
    course = catalogue.load(root)
    module = course.modules["measurement/run-charts"]
    monkeypatch.setenv("EDITION", str(other))
    assert "in this browser" not in header.head(course, module, settings.load(root), "")
    other.write_text(f"{OTHER}lite: https://notebooks.example.org/\n", encoding="utf-8")
    drawn = header.head(course, module, settings.load(root), "")
    assert 'href="https://notebooks.example.org/lab/index.html?path=run-charts/practice.ipynb"' in drawn


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (
            'light: "#7a1f5c"',
            'light: "#ffcc00"',
            11,
            "#ffcc00 on #f5f7f8 has a contrast of 1.4 to 1, and text needs 4.5",
        ),
        ('dark: "#f2a7d8"', 'dark: "#303040"', 11, "would do"),
        ('light: "#7a1f5c"', 'light: "plum"', 12, "six small hexadecimal digits"),
        ("contact:", "contract:", 5, "Did you mean contact?"),
        ("https://academy", "academy", 14, "write it from https:// on"),
        ("email: improve@", "email: improve at ", 7, "email"),
        ("title: Better Together in Harrowshire", "title: ''", 1, "title"),
        ("priorities:", "facts:", 9, "not a field that is known here"),
    ],
)
def test_what_an_edition_cannot_say_is_told_with_its_line_and_the_cure(
    other, monkeypatch, old, new, line, says
):
    monkeypatch.setenv("EDITION", str(other))
    assert old in OTHER
    other.write_text(OTHER.replace(old, new), encoding="utf-8")
    with pytest.raises(ManifestError) as fault:
        edition.load(other.parent)
    assert f"line {line}:" in str(fault.value)
    assert says in str(fault.value)


def test_an_edition_that_is_named_and_is_not_there_stops_the_build(small, tmp_path):
    done = build(small, EDITION=str(tmp_path / "nowhere.yml"))
    assert done.returncode != 0
    assert "nowhere.yml is missing" in done.stderr


def test_the_shade_that_an_error_offers_can_be_read():
    for colour in ("#ffcc00", "#00ff88", "#ff0000", "#808080"):
        for theme, house in palette.HOUSE.items():
            shade = edition.readable(colour, theme)
            assert min(edition.contrast(shade, back) for back in (house.paper, house.wash)) >= edition.TEXT


def test_an_edition_cannot_touch_facts_or_the_panels_that_say_how_sure_we_are():
    fields = set(edition.Edition.model_fields)
    assert fields == {"title", "author", "published_by", "place", "welcome", "contact", "priorities", "signposts",
                      "colours", "repository", "branch", "lite"}  # fmt: skip
