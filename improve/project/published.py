"""The published JSON Schema of the project file, made from the model; `python -m improve.project` writes it anew."""

import json
from pathlib import Path
from typing import Any

from .model import FORMAT, VERSION, Project

PUBLISHED = Path(__file__).with_name("project.schema.json")


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the newest version of the project file.

    Examples
    --------
    >>> schema()["properties"]["version"]["const"]
    2
    """
    made = Project.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": f"{FORMAT}, version {VERSION}",
        "description": "An improvement project: every part is optional. Texts are text, never HTML.",
        "required": ["format", "version"],
    }


def schema_text() -> str:
    """Return the schema as it is published."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
