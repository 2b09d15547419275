"""Builds a copy of the practice notebooks that runs in the reader's own browser: JupyterLite, with no server behind it."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlparse

import nbformat

from course.catalogue import Catalogue, Module
from course.downloads import improve_wheel

# what is shown in the browser's Lab; other extensions of this environment are for authors and tutors
EXTENSIONS = (
    "jupyterlab-plotly",
    "@jupyter-widgets/jupyterlab-manager",
    "@jupyterlite/pyodide-kernel-extension",
)
# compiled for the browser, so they come with a Pyodide release
FROM_PYODIDE = ("numpy", "pandas", "pydantic")
# pure Python: the wheels that everyone uses, pinned by requirements.txt; the kernel itself starts with comm
FROM_LOCK = ("comm", "ipywidgets", "narwhals", "plotly", "simpy")
NOTEBOOKS = ("practice.ipynb", "extension.ipynb")
BESIDE = ("checks.py", "*.csv", "*.json")

SETUP = f"""\
# Brings the course's library into this browser, once for each notebook. Nothing that you load or write leaves this machine.
import piplite

try:
    await piplite.install({list(FROM_PYODIDE)})
    await piplite.install({[*FROM_LOCK, "improve-for-care"]}, deps=False)
    print("Ready.")
except Exception as error:
    print("This copy of the course cannot run its notebooks in the browser: a part of Python is missing here.")
    print("Open the notebook in Binder, or download the module and run it on your own machine.")
    print("For whoever published this copy:", error)
"""

HOST = (
    "Put the files on a host, or under a name, of their own: where the course's pages are, their content security policy "
    "would forbid what a kernel in the browser needs."
)

WHERE = (
    "JupyterLite needs a Pyodide release that holds numpy and pandas. Give its address, or a folder or archive on this "
    "machine: make lite PYODIDE=…  (the full release, pyodide-<version>.tar.bz2, not the core one)."
)


class LiteError(ValueError):
    """The browser's notebooks could not be built; the text says why and what to do."""


def build(course: Catalogue, pyodide: str, into: Path) -> list[str]:
    """Build JupyterLite into a folder and return what the publisher should know.

    Parameters
    ----------
    course : Catalogue
        Each of its modules becomes a folder of notebooks.
    pyodide : str
        A Pyodide release: the address of an archive, or an archive or unpacked folder on this machine.
    into : Path
        Where the static files go; replaced if it is there.

    Raises
    ------
    LiteError
        If no release is given, it is not one, or JupyterLite cannot be built.
    """
    if not pyodide:
        raise LiteError(WHERE)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        release, notes = _release(pyodide, work)
        for module in course.modules.values():
            _notebooks(module, work / "contents" / module.id)
        wheels = _wheels(course.root, work / "wheels")
        (work / "jupyter_lite_config.json").write_text(
            json.dumps(_config(work, release, wheels)), encoding="utf-8"
        )
        (work / "jupyter-lite.json").write_text(json.dumps(SAME_HOST), encoding="utf-8")
        command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(work)]
        done = subprocess.run(command, cwd=work, capture_output=True, text=True)
        if done.returncode:
            raise LiteError(f"JupyterLite could not be built:\n{(done.stdout + done.stderr)[-3000:]}")
        shutil.rmtree(into, ignore_errors=True)
        shutil.copytree(work / "site", into)
    return notes


# without this a package that is missing here would be asked for at PyPI
SAME_HOST = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": {"disablePyPIFallback": True}}
    },
}


def _release(pyodide: str, work: Path) -> tuple[dict, list[str]]:
    """Return the release as JupyterLite's settings, with a note if it lacks what the notebooks need."""
    path = Path(pyodide).expanduser().resolve()
    if urlparse(pyodide).scheme in ("http", "https"):
        return {"pyodide_url": pyodide}, []
    if path.suffix == ".bz2" and path.is_file():
        return {"pyodide_url": str(path)}, []
    inner = path / "pyodide" if (path / "pyodide" / "pyodide.mjs").is_file() else path
    if not (inner / "pyodide.mjs").is_file():
        raise LiteError(f"{pyodide} holds no Pyodide release: there is no pyodide.mjs in it. {WHERE}")
    shutil.copytree(inner, work / "static" / "pyodide")  # where JupyterLite looks by itself
    lacking = [name for name in FROM_PYODIDE if not list(inner.glob(f"{name}-*.whl"))]
    if not lacking:
        return {}, []
    return {}, [
        f"This Pyodide release holds no {' and no '.join(lacking)}: the notebooks will open and say that they cannot run."
    ]


def _notebooks(module: Module, into: Path) -> None:
    """Copy a module's notebooks, each opened by the cell that brings the library along."""
    into.mkdir(parents=True)
    for name in NOTEBOOKS:
        notebook = nbformat.read(module.folder / name, as_version=4)
        first = nbformat.v4.new_code_cell(SETUP, id="in-the-browser", metadata={"tags": ["hide-input"]})
        notebook.cells.insert(0, first)
        notebook.metadata["kernelspec"] = {
            "name": "python",
            "display_name": "Python (Pyodide)",
            "language": "python",
        }
        nbformat.write(notebook, into / name)
    for path in (path for pattern in BESIDE for path in module.folder.glob(pattern)):
        shutil.copyfile(path, into / path.name)


def _wheels(root: Path, into: Path) -> list[str]:
    """Return the pure-Python wheels that the notebooks need, the course's own among them."""
    into.mkdir()
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "-d",
        str(into),
    ]
    done = subprocess.run([*command, *_pinned(root)], capture_output=True, text=True)
    if done.returncode:
        raise LiteError(f"the wheels of {', '.join(FROM_LOCK)} could not be fetched:\n{done.stderr[-2000:]}")
    improve_wheel(root, into)
    return [str(path) for path in sorted(into.glob("*.whl"))]


def _pinned(root: Path) -> list[str]:
    lines = (root / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.partition("==")[0] in FROM_LOCK]


def _config(work: Path, release: dict, wheels: list[str]) -> dict:
    extensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    return {
        "LiteBuildConfig": {
            "apps": ["lab"],
            "contents": [str(work / "contents")],
            "federated_extensions": [str(extensions / name) for name in EXTENSIONS],
            "ignore_sys_prefix": True,
            "no_libarchive": True,
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "output_dir": str(work / "site"),
        },
        "PipliteAddon": {"piplite_urls": wheels},
        "PyodideAddon": release,
    }
