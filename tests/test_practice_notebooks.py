"""What holds for the practice and extension notebooks of every module, so that no module need say it again."""

import re

import nbformat
import pytest

from course import catalogue, settings
from tests.practice import Practice, checked_ids

PRACTICES = {key: Practice(key) for key in catalogue.load(settings.ROOT).modules}
NOTEBOOKS = ("practice.ipynb", "extension.ipynb")
each_module = pytest.mark.parametrize("practice", PRACTICES.values(), ids=PRACTICES)
each_notebook = pytest.mark.parametrize("name", NOTEBOOKS)


@each_module
def test_a_question_box_left_empty_says_not_tried_yet(practice):
    for id, step in practice.checks.items():
        for blank in ("", None, ...):
            assert step.judge(blank).status == "not tried", id


@each_module
@each_notebook
def test_notebooks_hold_no_outputs_and_have_stable_readable_ids(practice, name):
    notebook = practice.read(name)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    ids = [cell["id"] for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9-]+", id) for id in ids)
    assert notebook.metadata.kernelspec.name == "python3"
    nbformat.validate(notebook)


@each_module
@each_notebook
def test_notebooks_are_plain_markdown(practice, name):
    texts = [cell.source for cell in practice.read(name).cells if cell.cell_type == "markdown"]
    assert not any(re.search(r"^:::|^```\{|\{(term|cite|doc|ref)", text, re.MULTILINE) for text in texts)


@each_module
def test_each_check_is_asked_once_and_each_question_has_a_check(practice):
    asked = [id for name in NOTEBOOKS for source in practice.code_of(name) for id in checked_ids(source)]
    assert sorted(asked) == sorted(practice.checks)
