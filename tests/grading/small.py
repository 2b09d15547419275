"""A small assignment and submissions of it, for tests of the grader."""

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.grading import sources

HIDDEN_INPUT, HIDDEN_ANSWER = 90417, 180834


def cell(text, name=None, kind="code", **about):
    """A cell; with a name it is nbgrader's."""
    made = (new_code_cell if kind == "code" else new_markdown_cell)(text)
    if name:
        made.id = name
        made.metadata.nbgrader = {
            "schema_version": 3, "grade_id": name, "grade": False, "solution": False, "locked": False, "task": False, **about,  # noqa: E501
        }  # fmt: skip
    return made


def source():
    """Doubling a number, and saying why: 2 points by a test with a hidden part, 3 by hand."""
    book = new_notebook(cells=[
        cell("import pandas as pd\ngiven = pd.Series([1, 2, 3])", "given", locked=True),
        cell("def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION", "double", solution=True),
        cell(
            "assert double(2) == 4, 'Twice two is four.'\n### BEGIN HIDDEN TESTS\n"
            f"assert double({HIDDEN_INPUT}) == {HIDDEN_ANSWER}, f'not {{double({HIDDEN_INPUT})}}'\n"
            "assert double(-1) == -2, 'Hint: numbers below zero, too.'\n### END HIDDEN TESTS",
            "double-test", grade=True, locked=True, points=2,
        ),
        cell("Why?\n\n### BEGIN SOLUTION\nBecause.\n### END SOLUTION", "why", "markdown", solution=True, grade=True, points=3),  # noqa: E501
    ])  # fmt: skip
    book.metadata.kernelspec = {"name": "python3", "language": "python", "display_name": "Python 3"}
    return book


def assignment():
    """The assignment as plain data."""
    plan, metadata = sources.read_plan(source())
    return {"name": "small", "notebook": "small", "plan": plan, "files": {}, "metadata": metadata}


GOOD = "def double(x):\n    return 2 * x"


def submission(double=GOOD, why="Because two.", extra=(), before=(), change=None) -> bytes:
    """A notebook that was handed in. ``extra`` cells stand after the answer, ``before`` ones ahead of it."""
    plan = assignment()["plan"]
    cells = []
    for ours in plan:
        text = {"double": double, "why": why}.get(ours["grade_id"], ours["released"])
        if ours["grade_id"] == "double":
            cells += [_plain(text, "code") for text in before]
        cells.append({**_plain(text, ours["type"]), "id": ours["id"], "metadata": ours["metadata"]})
        if ours["grade_id"] == "double":
            cells += [_plain(text, "code") for text in extra]
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    if change:
        change(book)
    return json.dumps(book).encode()


def after_the_tests(double=GOOD, *extra):
    """A submission whose own cells stand at the end, after the tests."""
    return submission(
        double, change=lambda book: book["cells"].extend(_plain(text, "code") for text in extra)
    )


def _plain(text, kind):
    return {"cell_type": kind, "id": f"x{abs(hash(text)) % 10**8}", "metadata": {}, "source": text}


def shown(outcome) -> str:
    """Everything that an outcome lets a learner see."""
    from course.grading import notebook

    book = notebook.autograded(assignment()["plan"], {}, outcome)
    return json.dumps([c.get("outputs", []) for c in book["cells"]])


def write(folder, content: bytes, name="small"):
    """Put a submission where a grading root expects it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.ipynb").write_bytes(content)


def write_source(root):
    """Make a grading root with the small assignment in it."""
    (root / "source" / "small").mkdir(parents=True)
    nbformat.write(source(), root / "source" / "small" / "small.ipynb")
    settings = "c = get_config()\nc.CourseDirectory.course_id = 'small'\n"
    (root / "nbgrader_config.py").write_text(settings, encoding="utf-8")
