"""A class that handed in honest work of every kind that an exercise's ``answers.py`` knows."""

import importlib.util
import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = sorted(path.parent.name for path in (ROOT / "exercises").glob("*/answers.py"))


def answers_of(name):
    spec = importlib.util.spec_from_file_location(
        f"answers_{name}".replace("-", "_"), ROOT / "exercises" / name / "answers.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def class_of(name, root, size):
    """Hand in honest work of every kind that `answers.py` knows: right, right in another way, blank, each mistake."""
    known = answers_of(name)
    source = nbformat.read(ROOT / "exercises" / name / f"{name}.ipynb", as_version=4)
    right = {c.metadata.nbgrader.grade_id: re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", c.source, flags=re.M)
             for c in source.cells if c.metadata.get("nbgrader", {}).get("solution")}  # fmt: skip
    kinds = [right, {**right, **known.ANOTHER_WAY}, {}]
    kinds += [{**right, answer: text} for answer, text, *_ in known.WRONG.values()]
    for number in range(size):
        book = nbformat.read(root / "release" / name / f"{name}.ipynb", as_version=4)
        for cell in book.cells:
            text = kinds[number % len(kinds)].get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if text is not None:
                cell.source = text.strip("\n")
        folder = root / "submitted" / f"s{number:03}" / name
        folder.mkdir(parents=True)
        nbformat.write(book, folder / f"{name}.ipynb")
