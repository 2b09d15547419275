"""The laws of the house, each held by a check."""

import ast
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

NOTEBOOKS = ("modules", "exercises", "apps")


def notebooks(root: Path) -> list[Path]:
    found = [path for folder in NOTEBOOKS for path in (root / folder).rglob("*.ipynb")]
    return [path for path in found if ".ipynb_checkpoints" not in path.parts]


def code_of(path: Path) -> list[str]:
    """Return the code cells of a notebook or of a MyST page."""
    if path.suffix == ".ipynb":
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    import jupytext

    return [cell.source for cell in jupytext.read(path).cells if cell.cell_type == "code"]


def imported(code: str) -> set[str]:
    plain = "\n".join(line for line in code.splitlines() if not line.lstrip().startswith(("%", "!")))
    names = set()
    for node in ast.walk(ast.parse(plain)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_of_our_packages_notebooks_and_pages_import_only_improve(root):
    ours = {"course", "grading", "tests"}
    for path in [*notebooks(root), *(root / "modules").rglob("*.md")]:
        for code in code_of(path):
            assert not imported(code) & ours, path


def test_committed_notebooks_hold_no_outputs_and_have_stable_ids(root):
    for path in notebooks(root):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        ids = [cell["id"] for cell in cells]
        assert len(set(ids)) == len(ids), path
        for cell in cells:
            assert not cell.get("outputs"), path
            assert not cell.get("execution_count"), path


def test_improve_never_imports_the_production_line(root):
    lint = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=root, capture_output=True, text=True
    )
    assert lint.returncode == 0, lint.stdout


def test_improve_loads_plotting_and_widgets_only_when_they_are_used(root):
    code = "import sys, improve.charts, improve.data, improve.interact; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"plotly", "ipywidgets", "IPython", "scipy", "statsmodels"} & set(loaded)


@pytest.mark.parametrize(
    "command", [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["codespell"]]
)
def test_style_and_spelling(command, root):
    tool = Path(sys.executable).with_name(command[0])
    done = subprocess.run([str(tool), *command[1:]], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def pins(path: Path) -> dict[str, set[str]]:
    """Return each locked name with its version or versions (one for each range of Pythons)."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", " ")):
            requirement = Requirement(line)
            found.setdefault(requirement.name.lower(), set()).add(
                str(requirement.specifier).removeprefix("==")
            )
    return found


def test_the_locks_hold_what_the_project_asks_for(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    learner, developer = pins(root / "requirements.txt"), pins(root / "requirements-dev.txt")
    for wanted, locked in [
        (project["dependencies"] + extras["lab"], learner),
        (project["dependencies"] + [text for extra in extras.values() for text in extra], developer),
    ]:
        for text in wanted:
            requirement = Requirement(text)
            versions = locked.get(requirement.name.lower(), set())
            assert versions, f"{requirement.name} is not locked; run: make lock"
            assert all(requirement.specifier.contains(v) for v in versions), f"{requirement}; run: make lock"


def test_the_developers_lock_agrees_with_the_learners(root):
    learner, developer = pins(root / "requirements.txt"), pins(root / "requirements-dev.txt")
    assert all(developer.get(name) == versions for name, versions in learner.items()), "run: make lock"


def test_a_learner_does_not_install_the_production_line(root):
    heavy = {"sphinx", "nbgrader", "jupyter-book", "playwright", "pytest", "scipy"}
    assert not heavy & set(pins(root / "requirements.txt"))


def test_no_text_is_unfinished(root):
    marks = ("TO" + "DO", "FIX" + "ME", "lorem " + "ipsum", "coming " + "soon")
    folders = ("improve", "course", "modules", "exercises", "book", "grading")
    for folder in folders:
        for path in (root / folder).rglob("*"):
            if path.suffix in {".py", ".md", ".yml", ".ipynb", ".html", ".css", ".js"}:
                text = path.read_text(encoding="utf-8")
                assert not any(mark in text for mark in marks), path
