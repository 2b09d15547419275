"""What Binder does: a fresh environment from requirements.txt, postBuild, a Jupyter server, the notebook run to its end."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.servers import free_port, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOTEBOOK = "modules/measurement/run-charts/practice.ipynb"
FILES = (
    "requirements.txt",
    "runtime.txt",
    "postBuild",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "LICENSE-CONTENT",
)


@pytest.fixture(scope="module")
def image(root, tmp_path_factory) -> Path:
    """A copy of the repository's files with an environment of its own, made as Binder makes it."""
    home = tmp_path_factory.mktemp("binder")
    for name in FILES:
        shutil.copy(root / name, home / name)
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for folder in ("improve", "course", "modules"):
        shutil.copytree(root / folder, home / folder, ignore=ignore)
    subprocess.run([sys.executable, "-m", "venv", str(home / "env")], check=True)
    pip = [str(home / "env/bin/python"), "-m", "pip", "install", "--quiet"]
    install = subprocess.run([*pip, "-r", "requirements.txt"], cwd=home, capture_output=True, text=True)
    assert install.returncode == 0, install.stderr
    build = subprocess.run(["./postBuild"], cwd=home, env=inside(home), capture_output=True, text=True)
    assert build.returncode == 0, build.stderr
    return home


def inside(home: Path) -> dict[str, str]:
    """The environment variables of a process in the image; nothing of this checkout on its path."""
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "JUPYTER"))}
    return {**outside, "PATH": f"{home / 'env/bin'}:/usr/bin:/bin", "HOME": str(home)}


def test_the_learners_environment_has_the_library_and_not_the_production_line(image):
    def runs(code: str) -> bool:
        command = [str(image / "env/bin/python"), "-c", code]
        return subprocess.run(command, cwd="/", env=inside(image), capture_output=True).returncode == 0

    assert runs("import improve.charts, improve.data, improve.interact")
    assert not runs("import nbgrader")
    assert not runs("import sphinx")


def test_the_practice_notebook_runs_to_its_end_and_opens_as_an_app(image, browser):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [
        str(image / "env/bin/jupyter"), "lab", "--no-browser", f"--port={port}", "--ip=127.0.0.1", "--allow-root",
        "--IdentityProvider.token=", f"--ServerApp.root_dir={image}",
        "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with serving(command, f"{address}/api", image, **inside(image)):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/lab/tree/{NOTEBOOK}", timeout=120_000)
        page.locator(".jp-Notebook").wait_for(timeout=120_000)
        wait_for_kernel(address)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        cells = wait_for_last_cell(page, image / NOTEBOOK)
        page.goto(f"{address}/voila/render/{NOTEBOOK}", timeout=180_000)
        page.locator(".main-svg path.point").first.wait_for(state="attached", timeout=180_000)
        shown = page.locator("body").inner_text()
        page.close()
    assert "from improve" not in shown
    assert "Practitioner part: the same, in Python" not in shown
    assert "Saving your work" in shown
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert any("application/vnd.plotly.v1+json" in output.get("data", {}) for output in outputs)
    assert any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in outputs)


def wait_for_kernel(address: str) -> None:
    """Wait until the notebook's kernel is ready to run."""
    for _ in range(240):
        kernels = json.load(urllib.request.urlopen(f"{address}/api/kernels"))
        if kernels and kernels[0]["execution_state"] == "idle":
            return
        time.sleep(0.5)
    raise AssertionError("no kernel became ready")


def wait_for_last_cell(page, notebook: Path) -> list[dict]:
    """Save as a learner does until every code cell on disk has run, and return those cells."""
    for _ in range(120):
        page.keyboard.press("Control+s")
        time.sleep(1)
        saved = json.loads(notebook.read_text(encoding="utf-8"))
        cells = [cell for cell in saved["cells"] if cell["cell_type"] == "code" and cell["source"]]
        if all(cell["execution_count"] for cell in cells):
            return cells
    raise AssertionError(f"{sum(not cell['execution_count'] for cell in cells)} cells never ran")
