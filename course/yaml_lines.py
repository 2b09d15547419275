"""Reads a YAML file into a pydantic model; a fault is told with its file, its line and its cure."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)


class ManifestError(ValueError):
    """One or more faults in files that authors write; ``problems`` holds one sentence for each."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


def read(path: Path, model: type[M], **extra) -> M:
    """Return the file as a ``model``.

    ``extra`` adds fields that the file does not hold itself (where it stands, say).

    Raises
    ------
    ManifestError
        If the file is missing, is not YAML, or does not fit the model.
    """
    if not path.is_file():
        raise ManifestError([f"{path} is missing. Every module needs it: see CONTRIBUTING.md."])
    text = path.read_text(encoding="utf-8")
    try:
        tree = yaml.compose(text)
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ManifestError(
            [f"{path}, line {line}: this is not YAML ({getattr(error, 'problem', error)})."]
        ) from None
    if not isinstance(content, dict):
        raise ManifestError([f"{path}, line 1: the file holds no fields. Write 'name: value' lines."])
    try:
        return model.model_validate({**content, **extra})
    except ValidationError as error:
        problems = [_sentence(path, tree, fault) for fault in error.errors()]
        raise ManifestError(problems) from None


def field(path: Path, name: str) -> object:
    """Return one top-level field of a file as it stands, or None if it is not there or cannot be read."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError:
        return None
    return content.get(name) if isinstance(content, dict) else None


def _sentence(path: Path, tree: yaml.Node, fault: dict) -> str:
    place = [part for part in fault["loc"] if not str(part).startswith("function-")]
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in place) or "the file"
    what = {
        "missing": "is missing",
        "extra_forbidden": "is not a field that is known here; is it a spelling slip?",
    }.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    return f"{path}, line {line_of(tree, place)}: {where}: {what}"


def line_of(node: yaml.Node, place: list) -> int:
    """Return the 1-based line on which the nearest existing part of ``place`` stands."""
    line = node.start_mark.line + 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            pairs = {key.value: (key, value) for key, value in node.value}
            if part not in pairs:
                return line
            key, node = pairs[part]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            return line
    return line
