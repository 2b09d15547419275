"""Write a project as JSON that a person can read and a version system can compare: the same project, the same text."""

import json
from typing import Any

from .model import Project

WIDTH = 110  # a group of plain values that fits in so many characters stands on one line


def to_json(project: Project) -> str:
    """Return the project as JSON text, empty fields left out, in the order of the model.

    Examples
    --------
    >>> print(to_json(Project(title="Falls", measures=[{"id": "falls", "name": "Falls"}])))
    {
      "format": "improve-project",
      "version": 2,
      "title": "Falls",
      "invented": false,
      "measures": [
        {"id": "falls", "name": "Falls"}
      ]
    }
    <BLANKLINE>
    """
    document = project.model_dump(mode="json")
    aside = document.pop("aside")
    document = _filled(document)
    if aside:
        document["aside"] = aside
    return _write(document, 0) + "\n"


def _filled(value: Any) -> Any:
    """Return the value without fields that hold nothing; entries of lists stay, so that places do not move."""
    if isinstance(value, list):
        return [_filled(item) for item in value]
    if not isinstance(value, dict):
        return value
    fields = {name: _filled(item) for name, item in value.items()}
    return {name: item for name, item in fields.items() if item not in (None, "", [], {})}


def _write(value: Any, depth: int) -> str:
    if not isinstance(value, dict | list) or not value:
        return json.dumps(value, ensure_ascii=False)
    items = list(value.values()) if isinstance(value, dict) else value
    if depth and not any(isinstance(item, dict | list) for item in items):
        short = json.dumps(value, ensure_ascii=False)
        if len(short) + 2 * depth <= WIDTH:
            return short
    inner = "  " * (depth + 1)
    if isinstance(value, dict):
        lines = [
            f"{inner}{json.dumps(name, ensure_ascii=False)}: {_write(item, depth + 1)}"
            for name, item in value.items()
        ]
        opening, closing = "{", "}"
    else:
        lines = [inner + _write(item, depth + 1) for item in value]
        opening, closing = "[", "]"
    return f"{opening}\n" + ",\n".join(lines) + "\n" + "  " * depth + closing
