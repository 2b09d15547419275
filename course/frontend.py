"""Brings the site's scripts from npm, pinned by ``frontend/package-lock.json``, so that no page asks another host."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from improve import palette

PLOTLY = "plotly.js-basic-dist-min/plotly-basic.min.js"
# what a page may load: path below node_modules -> name in the site's vendor folder (licence files travel along)
VENDORED = {
    PLOTLY: "plotly-basic.min.js",
    "plotly.js-basic-dist-min/LICENSE": "plotly-LICENSE.txt",
}


def packages(root: Path) -> Path:
    """Return ``node_modules``, installed from the lock if it is not there or is older than the lock.

    Raises
    ------
    RuntimeError
        If npm cannot install them.
    """
    folder = root / "frontend"
    modules = folder / "node_modules"
    installed = modules / ".package-lock.json"
    lock = folder / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return modules
    command = [program("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(
            f"npm could not install the site's scripts (frontend/package-lock.json):\n{done.stderr}"
        )
    installed.touch()
    return modules


def program(name: str) -> str:
    """Return where ``node`` or ``npm`` is: in the virtual environment, or else where the system finds it."""
    here = Path(sys.executable).with_name(name)
    return str(here) if here.exists() else name


def vendor(root: Path, into: Path) -> None:
    """Copy what pages load into the folder ``into``."""
    modules = packages(root)
    into.mkdir(parents=True, exist_ok=True)
    for source, name in VENDORED.items():
        shutil.copyfile(modules / source, into / name)


def house_data(root: Path) -> str:
    """Return the script that tells house.js the dark partner of each light colour, and where to find Plotly."""
    digest = hashlib.sha256((packages(root) / PLOTLY).read_bytes()).hexdigest()[:12]
    data = {
        "darkFromLight": palette.dark_from_light(),
        "plotlyAt": f"vendor/{VENDORED[PLOTLY]}?v={digest}",  # a new Plotly must have a new address
    }
    return f"Object.assign(window, {json.dumps(data)});\n"
