"""A module's folder is whole: copied to an empty place, or downloaded as a zip, everything in it runs."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from course import catalogue, downloads
from course.site.execution import is_notebook

ROOT = Path(__file__).resolve().parent.parent
MODULES = catalogue.load(ROOT).modules
RUN = """
import sys, jupytext, nbclient
notebook = jupytext.read(sys.argv[1])
nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
"""


def run(notebook: Path, library: Path | None = None) -> None:
    """Run a notebook in its own folder, with ``improve`` from ``library`` if that is given."""
    environment = {**os.environ, "PYTHONPATH": str(library) if library else ""}
    command = [sys.executable, "-c", RUN, notebook.name]
    done = subprocess.run(command, cwd=notebook.parent, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, f"{notebook.name}: {done.stderr[-2000:]}"


def runnable(folder: Path) -> list[Path]:
    pages = [path for path in folder.glob("*.md") if is_notebook(path)]
    return sorted([*folder.glob("*.ipynb"), *pages])


@pytest.mark.parametrize("key", MODULES)
def test_a_module_runs_alone_in_an_empty_folder(key, tmp_path):
    folder = tmp_path / MODULES[key].id
    shutil.copytree(
        MODULES[key].folder, folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    )
    for notebook in runnable(folder):
        run(notebook)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return downloads.improve_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.mark.parametrize("key", MODULES)
def test_a_downloaded_module_runs_with_the_wheel_inside_it(key, wheel, tmp_path):
    archive = downloads.module_zip(MODULES[key], wheel, tmp_path)
    with zipfile.ZipFile(archive) as content:
        content.extractall(tmp_path)
    folder = tmp_path / MODULES[key].id
    library = tmp_path / "library"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(library),
    ]
    subprocess.run([*install, str(folder / wheel.name)], check=True, capture_output=True)
    where = [sys.executable, "-c", "import improve; print(improve.__file__)"]
    found = subprocess.run(
        where, cwd=folder, env={**os.environ, "PYTHONPATH": str(library)}, capture_output=True, text=True
    )
    assert found.stdout.startswith(str(library))
    assert wheel.name in (folder / "README.txt").read_text(encoding="utf-8")
    run(folder / "practice.ipynb", library)


def test_the_wheel_holds_the_learners_library_and_nothing_of_the_production_line(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.startswith("improve/charts/") for name in names)
    assert any(name.endswith("datapackage.json") for name in names)
    assert not any(name.startswith(("course", "tests", "grading")) for name in names)


def test_the_same_module_gives_the_same_zip(wheel, tmp_path):
    module = MODULES["measurement/run-charts"]
    first = downloads.module_zip(module, wheel, tmp_path).read_bytes()
    assert downloads.module_zip(module, wheel, tmp_path).read_bytes() == first
