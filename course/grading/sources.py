"""Reads an assignment's source once, and says for each cell what the grader needs to know: the plan."""

import json
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from traitlets.config import Config

from course.grading import rebuild

MOST_HANDOUT = 8 * 2**20


class NotReady(Exception):
    """The assignment cannot be graded yet; the words say what to do."""


@dataclass(frozen=True)
class Assignment:
    """An assignment as plain data, so that it can be sent to another machine."""

    name: str
    notebook: str
    plan: list
    files: dict  # what learners were given beside the notebook: name -> hexadecimal bytes
    metadata: dict

    @property
    def points(self) -> dict[str, float]:
        """The points of each cell that is marked, by name."""
        return {cell["name"]: cell["points"] for cell in self.plan if cell["points"] is not None}


def load(root: Path, name: str, settings: Config | None = None, db_url: str | None = None) -> Assignment:
    """Read ``source/<name>`` of a grading root and check that it is what learners were given.

    Parameters
    ----------
    root : Path
        The nbgrader course root.
    name : str
        The assignment.
    settings : Config, optional
        nbgrader's settings (stubs, delimiters).
    db_url : str, optional
        The gradebook that knows the assignment; its copy of each cell must be the source's.
    """
    folder = root / "source" / name
    notebooks = sorted(file for file in folder.glob("*.ipynb") if file.is_file())
    if not notebooks:
        raise NotReady(f"There is no notebook in {folder}. Run: course grading build {name}")
    if len(notebooks) > 1:
        raise NotReady(f"{folder} holds {len(notebooks)} notebooks; the safe grader takes one an assignment.")
    file = notebooks[0]
    plan, metadata = read_plan(nbformat.read(file, as_version=4), settings)
    if db_url:
        _agree(plan, db_url, name, file.stem)
    files = {}
    for extra in sorted(folder.iterdir()):
        if extra.is_file() and not extra.is_symlink() and extra.suffix != ".ipynb":
            if extra.stat().st_size > MOST_HANDOUT:
                raise NotReady(f"{extra.name} is larger than {MOST_HANDOUT >> 20} MB.")
            files[extra.name] = extra.read_bytes().hex()
    return Assignment(name=name, notebook=file.stem, plan=plan, files=files, metadata=metadata)


def read_plan(source: nbformat.NotebookNode, settings: Config | None = None) -> tuple[list[dict], dict]:
    """Return the plan of a source notebook, and the metadata that its rebuilt copies will have."""
    settings = settings or Config()
    cleared, _ = ClearSolutions(config=settings).preprocess(nbformat.from_dict(source), {})
    saved = [(cell.source, dict(cell.metadata)) for cell in cleared.cells]
    for step in (ClearHiddenTests(config=settings), ClearMarkScheme(config=settings)):
        cleared, _ = step.preprocess(cleared, {})
    plan = []
    for position, (original, released) in enumerate(zip(source.cells, cleared.cells, strict=True)):
        text, _ = saved[position]
        about = dict(original.metadata.get("nbgrader", {}))
        kept = nbformat.from_dict({**original, "source": text})
        role = "ours"
        if about.get("solution"):
            role = "answer"
        elif about.get("grade") and original.cell_type == "code":
            role = "test"
        marked = about.get("grade") or about.get("task")
        imports = rebuild.imports_of(original.source) if original.cell_type == "code" else ""
        answers = role == "answer" and original.cell_type == "code"
        plan.append({
            "id": original.get("id") or f"cell-{position}",
            "type": original.cell_type,
            "role": role,
            "grade_id": about.get("grade_id"),
            "name": about.get("grade_id") or original.get("id") or f"cell-{position}",
            "source": text,
            "released": released.source,
            "metadata": json.loads(json.dumps(original.metadata)),
            "points": float(about.get("points", 0)) if marked else None,
            "checksum": utils.compute_checksum(kept) if about.get("grade_id") else None,
            "by_hand": bool(marked and role != "test"),
            "task": bool(about.get("task")),
            "names": sorted(rebuild.assigned(original.source, imports=False)) if answers else [],
            "stub_names": sorted(rebuild.assigned(released.source, imports=False)) if answers else [],
            "imports": imports if role == "answer" else "",
        })  # fmt: skip
    metadata = json.loads(json.dumps(source.metadata))
    metadata.setdefault("kernelspec", {"display_name": "Python 3", "language": "python", "name": "python3"})
    return plan, metadata


def _agree(plan: list[dict], db_url: str, name: str, notebook: str) -> None:
    """Refuse a source that was changed after it was handed out: its marks would belong to other tests."""
    with Gradebook(db_url) as gradebook:
        try:
            known = {cell.name: cell for cell in gradebook.find_notebook(notebook, name).source_cells}
        except Exception:
            raise NotReady(
                f"The gradebook does not know “{name}”. Run: course grading build {name}"
            ) from None
        for cell in plan:
            if cell["grade_id"] and cell["grade_id"] not in known:
                raise NotReady(
                    f"The cell “{cell['grade_id']}” is in the source, not in the gradebook. Run: course grading build {name}"
                )
            if cell["grade_id"]:
                cell["checksum"] = known[cell["grade_id"]].checksum
                if (
                    cell["role"] == "test"
                    and known[cell["grade_id"]].source.strip() != cell["source"].strip()
                ):
                    raise NotReady(
                        f"The test “{cell['grade_id']}” was changed after the assignment was built. "
                        f"Run: course grading build {name}"
                    )
