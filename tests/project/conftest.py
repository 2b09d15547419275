"""What the tests of the project file share."""

import copy
import json

import pytest

from improve.project import Project, example, save

HOSTILE = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>\"'&lt;]]>--><svg onload=alert(1)>"


@pytest.fixture(scope="session")
def whole() -> Project:
    """The example that is shipped: every part filled in."""
    return example()


@pytest.fixture
def document(whole) -> dict:
    """The example as plain values, to be damaged."""
    return copy.deepcopy(json.loads(save(whole)))


def leaves(value, place=()):
    """Yield every plain value of a document with its place."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, (*place, name))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from leaves(item, (*place, at))
    else:
        yield place, value


def with_texts(project: Project, text: str) -> Project:
    """Return the project with `text` in every field that takes free text; ids, links and choices stay."""

    def filled(value, field=None):
        if isinstance(value, dict):
            return {name: filled(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [filled(item, field) for item in value]
        keep = field in KEPT or not isinstance(value, str) or is_date(value)
        return value if keep else text

    return Project.model_validate(filled(project.model_dump(mode="json")))


KEPT = {
    "format", "id", "measure", "measures", "drivers", "primary", "to", "data", "change_idea", "follows", "addresses",
    "kind", "shows", "better", "rules", "decision", "domain", "effect", "barrier", "part", "interest", "influence",
    "when", "planned", "what", "fidelity",
}  # fmt: skip


def is_date(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()
