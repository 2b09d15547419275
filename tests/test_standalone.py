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
# One process loads the libraries; each notebook then has a child and a shell of its own, as it would have a kernel. Kernels
# run every notebook in other tests (nbval, the pages); this one asks only whether the folder is whole.
RUN = """
import os, sys
import jupytext
import pandas, plotly.express, ipywidgets
from IPython.core.interactiveshell import InteractiveShell

failed = []
for name in sys.argv[1:]:
    sys.stdout.flush()
    if child := os.fork():
        if os.waitpid(child, 0)[1]:
            failed.append(name)
        continue
    shell = InteractiveShell.instance()
    for cell in jupytext.read(name).cells:
        if cell.cell_type == "code":
            done = shell.run_cell(cell.source, store_history=False)
            if not done.success and "raises-exception" not in cell.metadata.get("tags", []):
                os._exit(1)
    os._exit(0)
sys.exit(", ".join(failed) or None)
"""


def run(folder: Path, notebooks: list[Path], library: Path | None = None) -> None:
    """Run notebooks in their own folder, with ``improve`` from ``library`` if that is given."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(library) if library else "",
        "IPYTHONDIR": str(folder / ".ipython"),
    }
    command = [sys.executable, "-c", RUN, *(notebook.name for notebook in notebooks)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, f"{done.stderr[-500:]}\n{done.stdout[-2000:]}"


def runnable(folder: Path) -> list[Path]:
    pages = [path for path in folder.glob("*.md") if is_notebook(path)]
    return sorted([*folder.glob("*.ipynb"), *pages])


@pytest.mark.parametrize("key", MODULES)
def test_a_module_runs_alone_in_an_empty_folder(key, tmp_path):
    folder = tmp_path / MODULES[key].id
    shutil.copytree(
        MODULES[key].folder, folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    )
    run(folder, runnable(folder))


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
    run(folder, [folder / "practice.ipynb"], library)


def test_the_wheel_holds_the_learners_library_and_nothing_of_the_production_line(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.startswith("improve/charts/") for name in names)
    assert any(name.endswith("datapackage.json") for name in names)
    assert not any(name.startswith(("course", "tests", "grading")) for name in names)


def test_the_same_module_gives_the_same_zip(wheel, tmp_path):
    module = MODULES["measurement/run-charts"]
    first = downloads.module_zip(module, wheel, tmp_path).read_bytes()
    assert downloads.module_zip(module, wheel, tmp_path).read_bytes() == first
