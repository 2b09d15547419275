"""Writes the autograded notebook as nbgrader's formgrader expects it: our cells, the student's words, safe outputs."""

import json
import os
from pathlib import Path

from course.grading import clean


def autograded(plan: list[dict], metadata: dict, outcome: dict) -> dict:
    """Return the notebook of one outcome, as a dictionary in nbformat 4.5."""
    cells = []
    if outcome["status"] != "ok":
        cells.append(_text("quarantined", f"**Not graded by machine.** {clean.markdown(outcome['reason'])}"))
    found = outcome.get("cells") or [{"plan": position, "role": c["role"]} for position, c in enumerate(plan)]
    for number, cell in enumerate(found):
        ours = plan[cell["plan"]] if "plan" in cell else None
        text = cell["text"] if "text" in cell else ours["source" if for_markers(ours) else "released"]
        kind = ours["type"] if ours else cell["type"]
        made = {
            "cell_type": kind,
            "id": ours["id"] if ours else f"extra-{number}",
            "metadata": _metadata(ours) if ours else {},
            "source": text if kind == "code" or "text" not in cell else clean.markdown(text),
        }
        if kind == "code":
            made["execution_count"] = None
            made["outputs"] = (
                verdict(outcome, ours) if ours and ours["role"] == "test" else cell.get("outputs", [])
            )
        cells.append(made)
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def for_markers(ours: dict) -> bool:
    """Whether a cell of ours stands whole in the autograded notebook, with what learners do not see."""
    return ours["role"] == "test" or bool(ours["task"])


def verdict(outcome: dict, ours: dict) -> list[dict]:
    """Return what a test cell shows: nothing when it held, else the words that may be shown."""
    found = outcome.get("tests", {}).get(ours["name"])
    if found is None or found["held"]:
        return []
    words = shown(found)
    if found.get("hidden") and found.get("line"):
        words += f" (line {found['line']} of the test)"
    return [{"output_type": "error", "ename": "Test", "evalue": words, "traceback": [words]}]


def shown(found: dict) -> str:
    """Return the words about a failed test that a learner may see."""
    if found.get("hidden"):
        return f"The checks that are shown held, and a further check did not. {found['said']}".strip()
    return clean.plain(found["said"])[:2_000]


def _metadata(ours: dict) -> dict:
    kept = {key: value for key, value in ours["metadata"].items() if key != "nbgrader"}
    about = dict(ours["metadata"].get("nbgrader", {}))
    if about:
        about |= {"checksum": ours["checksum"], "cell_type": ours["type"]}
        if ours["points"] is not None:
            about["points"] = ours["points"]
        kept["nbgrader"] = about
    return kept


def _text(name: str, text: str) -> dict:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}


def write(file: Path, content: str | bytes, mode: int = 0o644) -> None:
    """Write a file whole or not at all: under another name first, then renamed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode), "wb") as out:
        out.write(data)
    os.chmod(beside, mode)
    os.replace(beside, file)


def write_notebook(file: Path, notebook: dict) -> None:
    """Write a notebook, read-only as nbgrader leaves it; on one line, since nobody compares versions of it."""
    write(file, json.dumps(notebook, ensure_ascii=False) + "\n", 0o444)
