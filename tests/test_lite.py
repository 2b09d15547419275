"""A kernel in the browser: JupyterLite is built, opened with no other host to ask, and runs a notebook's first cell."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from course import catalogue, frontend, lite, serve
from course.cli import app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULE = "measurement/run-charts"
KERNEL = ("micropip", "packaging", "ipython", "jedi")  # what JupyterLite's kernel loads before it runs a cell


@pytest.fixture(scope="module")
def release(root, tmp_path_factory) -> Path:
    """The Python that the registries hold for a browser: npm's core and the pure wheels that the kernel needs.

    numpy and pandas for the browser are on neither registry; a publisher gives a full release, which this is not.
    """
    folder = tmp_path_factory.mktemp("pyodide") / "release"
    shutil.copytree(frontend.packages(root) / "pyodide", folder)
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    packages, needed, waiting = lock["packages"], {}, list(KERNEL)
    while waiting:
        name = waiting.pop().replace("_", "-")
        if name not in needed:
            needed[name] = packages[name]
            waiting += packages[name]["depends"]
    wheels = [f"{name}=={package['version']}" for name, package in needed.items()]
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--only-binary=:all:",
        "--python-version",
        "3.14",
    ]
    subprocess.run([*command, "-d", str(folder), *wheels], check=True, capture_output=True)
    for package in needed.values():  # Pyodide packs wheels anew, so the registry's have other sums
        wheel = folder / package["file_name"]
        package["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(root, release, tmp_path_factory) -> tuple[Path, list[str]]:
    course = catalogue.load(root)
    one = course.model_copy(update={"modules": {MODULE: course.modules[MODULE]}})
    into = tmp_path_factory.mktemp("lite") / "lite"
    return into, lite.build(one, str(release), into)


def test_a_publisher_is_told_what_a_release_without_numpy_means(built):
    _, notes = built
    assert "no numpy" in notes[0]
    assert "cannot run" in notes[0]


def test_each_notebook_brings_the_library_and_names_the_browsers_kernel(built):
    into, _ = built
    notebook = json.loads((into / "files" / "run-charts" / "practice.ipynb").read_text(encoding="utf-8"))
    assert "improve-for-care" in "".join(notebook["cells"][0]["source"])
    assert notebook["metadata"]["kernelspec"]["name"] == "python"
    wheels = json.loads((into / "pypi" / "all.json").read_text(encoding="utf-8"))
    assert {"improve-for-care", "plotly", "ipywidgets"} <= set(wheels)


CODE = """import piplite
await piplite.install(['plotly', 'narwhals', 'improve-for-care'], deps=False)
import sys, plotly, improve.palette
print(sys.platform, plotly.__version__)"""


def test_a_notebook_runs_in_the_browser_and_asks_no_other_host(built, browser):
    elsewhere = []
    with serve.served(built[0]) as address:
        page = browser.new_page()
        page.on(
            "request",
            lambda r: None if r.url.startswith((address, "data:", "blob:")) else elsewhere.append(r.url),
        )
        page.goto(f"{address}lab/index.html?path=run-charts/practice.ipynb")
        # who runs a cell before the page knows its kernel is asked which one to take; the status bar names it in time
        page.get_by_text("Python (Pyodide) | Idle").wait_for(timeout=180_000)
        cell = page.locator(".jp-Notebook .jp-CodeCell").first
        cell.locator(".cm-content").click()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(CODE)
        page.keyboard.press("Shift+Enter")
        output = cell.locator(".jp-OutputArea-output").first
        output.wait_for(timeout=180_000)
        said = output.inner_text()
        page.close()
    assert said.startswith("emscripten 7.")
    assert not elsewhere


def test_without_a_release_the_command_says_what_to_give(tmp_path):
    said = CliRunner().invoke(app, ["lite", "--out", str(tmp_path / "lite")])
    assert said.exit_code == 2
    assert "make lite PYODIDE=" in said.stderr
    assert not (tmp_path / "lite").exists()


def test_a_folder_that_is_no_release_is_refused_by_name(tmp_path):
    said = CliRunner().invoke(app, ["lite", "--pyodide", str(tmp_path), "--out", str(tmp_path / "lite")])
    assert said.exit_code == 2
    assert "there is no pyodide.mjs in it" in said.stderr
