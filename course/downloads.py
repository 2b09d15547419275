"""Packs a module into one zip that runs anywhere: its notebooks and data, the ``improve`` wheel, three lines to start."""

import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

from course.catalogue import Module
from course.fingerprint import fingerprint, make_if_changed

WHEEL = ("improve/**/*", "pyproject.toml", "LICENSE")  # what the library's wheel is made from
TO_WORK_WITH = ("*.ipynb", "checks.py", "sheet.md", "*.csv", "*.json")
STARTED = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: the same content gives the same bytes

README = """{title}

Windows:        py -m pip install {wheel} jupyterlab   then   py -m jupyter lab practice.ipynb
Mac and Linux:  python3 -m pip install {wheel} jupyterlab   then   python3 -m jupyter lab practice.ipynb
Python 3.11 or newer is needed. Words CC BY 4.0, code BSD-3-Clause; the data say their own licence.
"""


def module_zip(module: Module, wheel: Path, into: Path) -> Path:
    """Write ``<module>.zip`` into a folder and return its path."""
    target = into / f"{module.id}.zip"
    files = sorted({path for pattern in TO_WORK_WITH for path in module.folder.glob(pattern)})
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, f"{module.id}/README.txt", README.format(title=module.title, wheel=wheel.name).encode())
        for path in [*files, wheel]:
            _add(archive, f"{module.id}/{path.name}", path.read_bytes())
    return target


def improve_wheel(root: Path, into: Path) -> Path:
    """Build a wheel that holds ``improve`` alone, from the project's own metadata, and return its path.

    Learners get the library without the production line; its dependencies stand in one place, ``pyproject.toml``.

    Raises
    ------
    RuntimeError
        If the wheel cannot be built.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wheel = into / f"improve_for_care-{project['version']}-py3-none-any.whl"
    make_if_changed(root, wheel, fingerprint(root, WHEEL), lambda: _build_wheel(root, project, into))
    return wheel


def _build_wheel(root: Path, project: dict, into: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        shutil.copytree(root / "improve", source / "improve", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copyfile(root / "LICENSE", source / "LICENSE")
        (source / "pyproject.toml").write_text(_metadata(project), encoding="utf-8")
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into.resolve())]
        done = subprocess.run(command, cwd=source, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the improve wheel could not be built:\n{done.stdout}{done.stderr}")


def _metadata(project: dict) -> str:
    needs = "\n".join(f'    "{requirement}",' for requirement in project["dependencies"])
    return f"""[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "improve-for-care"
version = "{project["version"]}"
description = "Charts, data and interaction for improvement and implementation science in health and care"
license = "BSD-3-Clause"
requires-python = "{project["requires-python"]}"
dependencies = [
{needs}
]

[tool.hatch.build.targets.wheel]
packages = ["improve"]
"""


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, STARTED), content, zipfile.ZIP_DEFLATED)
