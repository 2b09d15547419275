"""The build fails closed: a warning, a failing cell, a chart that nobody could read."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course.site import execution, figures

NEEDED = ("_config.yml", "pyproject.toml", "LICENSE", "requirements.txt")
PAGE = """---
jupytext:
  text_representation: {{extension: .md, format_name: myst}}
kernelspec: {{name: python3, display_name: Python 3}}
---
# A page

{body}
"""
CONFIGURATION = """
extensions = ["myst_nb", "course.site"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
exclude_patterns = ["frontend", "improve", "modules", "_build"]
html_theme = "sphinx_book_theme"
myst_enable_extensions = ["dollarmath"]
"""
CELL = "```{{code-cell}} python\n{code}\n```\n"


def build(tmp_path: Path, root: Path, body: str) -> subprocess.CompletedProcess:
    """Build a book of one page with the course's own extension."""
    for name in NEEDED:
        shutil.copy(root / name, tmp_path / name)
    (tmp_path / "modules").mkdir()
    shutil.copy(root / "modules" / "modules.yml", tmp_path / "modules")
    for name in ("improve", "frontend"):
        (tmp_path / name).symlink_to(root / name)
    (tmp_path / "index.md").write_text(PAGE.format(body=body), encoding="utf-8")
    (tmp_path / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-b", "html", ".", "_build/html"]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)


def cell(code: str) -> str:
    return CELL.format(code=code)


CHART = "import plotly.graph_objects as go\ngo.Figure(go.{kind}, layout={layout})"


@pytest.mark.parametrize(
    ("fault", "body"),
    [
        ("nowhere.md", "[gone](nowhere.md)"),
        ("ZeroDivisionError", cell("1 / 0")),
        ("has no text alternative", cell(CHART.format(kind="Scatter(y=[1, 2])", layout="{}"))),
        (
            "cannot draw: heatmap",
            cell(CHART.format(kind="Heatmap(z=[[1]])", layout="{'meta': {'alt': 'one square'}}")),
        ),
    ],
)
def test_the_build_stops_at_a_fault_and_says_which(fault, body, tmp_path, root):
    done = build(tmp_path, root, body)
    assert done.returncode != 0
    assert fault in done.stderr + done.stdout


def test_a_sound_page_builds_with_its_chart_as_data_and_as_a_table(tmp_path, root):
    chart = CHART.format(
        kind="Scatter(x=[1, 2], y=[3, 4], name='Falls')", layout="{'meta': {'alt': 'Falls rise'}}"
    )
    done = build(tmp_path, root, cell(chart) + "\nand $x^2$\n")
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "_build/html/index.html").read_text(encoding="utf-8")
    assert 'aria-label="Falls rise"' in html
    assert '<th scope="col">Falls</th>' in html
    assert "<math" in html
    assert not re.search(r"<script[^>]+(mathjax|://)", html, re.IGNORECASE)


def test_a_change_in_the_library_changes_the_cache(tmp_path, root):
    (tmp_path / "improve").mkdir()
    before = execution.fingerprint(tmp_path, execution.CODE_STANDS_ON)
    (tmp_path / "improve" / "rules.py").write_text("LONGEST = 8")
    between = execution.fingerprint(tmp_path, execution.CODE_STANDS_ON)
    (tmp_path / "improve" / "rules.py").write_text("LONGEST = 7")
    assert len({before, between, execution.fingerprint(tmp_path, execution.CODE_STANDS_ON)}) == 3


def test_data_in_a_page_cannot_end_the_script_that_carries_it():
    figure = {
        "data": [{"x": [1], "y": [2], "name": "</script><script>alert(1)</script>"}],
        "layout": {"meta": {"alt": 'a "quoted" <alt>'}},
    }
    html = figures.markup(figure)
    assert "<script>alert" not in html
    assert html.count("</script>") == 1
