"""Reads YAML, alone or as a page's front matter, into a pydantic model; a fault is told with file, line and cure."""

from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from yaml.constructor import ConstructorError, SafeConstructor

M = TypeVar("M", bound=BaseModel)

TEXT = "tag:yaml.org,2002:str"
RULE = "---"  # the line before and after a page's front matter


# libyaml reads a course of hundreds of modules in a second or two; the pure Python reader would take ten times as long
class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """The safe loader, quicker to see what a scalar is: most are text, and field names come again and again."""

    seen: dict[str, str] = {}  # the tags of short plain scalars, which do not depend on where they stand

    def resolve(self, kind, value, implicit):
        if kind is not yaml.ScalarNode:
            return super().resolve(kind, value, implicit)
        if not implicit[0] or value[:1] not in self.yaml_implicit_resolvers:
            return TEXT
        tag = self.seen.get(value)
        if tag is None:
            tag = super().resolve(kind, value, implicit)
            if len(value) < 16:
                self.seen[value] = tag
        return tag

    def descend_resolver(self, *_):
        """Nothing here depends on the path to a node."""

    ascend_resolver = descend_resolver


class ManifestError(ValueError):
    """One or more faults in files that authors write; ``problems`` holds one sentence for each."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


def read(path: Path, model: type[M], key: str | None = None, **extra) -> M:
    """Return the file, or what stands under ``key`` in a page's front matter, as a ``model``.

    ``extra`` adds fields that the file does not hold itself (where it stands, say).

    Raises
    ------
    ManifestError
        If the file is missing, is not YAML, or does not fit the model.
    """
    if not path.is_file():
        raise ManifestError([f"{path} is missing. Every module needs it: see CONTRIBUTING.md."])
    tree, content = _parts(path, key)
    if not isinstance(content, dict):
        held = f"“{key}:” in the front matter" if key else "the file"
        line = tree.start_mark.line + 1 if tree else 1
        raise ManifestError([f"{path}, line {line}: {held} holds no fields. Write 'name: value' lines."])
    return fit(content, model, path, tree, **extra)


def fit(content: dict, model: type[M], path: Path, tree: yaml.Node, part: str = "", **extra) -> M:
    """Return fields as a ``model``; ``part`` says in a fault which part of the file they come from.

    Raises
    ------
    ManifestError
        If they do not fit.
    """
    try:
        return model.model_validate({**content, **extra})
    except ValidationError as error:
        problems = [_sentence(path, tree, model, part, fault) for fault in error.errors()]
        raise ManifestError(problems) from None


def field(path: Path, name: str) -> object:
    """Return one top-level field of a file as it stands, or None if it is not there or cannot be read."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader)
    except yaml.YAMLError:
        return None
    return content.get(name) if isinstance(content, dict) else None


def where(path: Path, *place: str | int, key: str | None = None) -> str:
    """Return ``path, line N`` for a place in a file that could be read, to begin a fault's sentence with.

    The file is read a second time, which only a fault asks for.
    """
    tree, _ = _parts(path, key)
    return f"{path}, line {line_of(tree, list(place))}"


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


def parse(text: str, path: Path) -> tuple[yaml.Node | None, Any]:
    """Return a YAML text as nodes, which know their lines, and as plain data; ``path`` is named in a fault.

    Raises
    ------
    ManifestError
        If it is not YAML, or names one field twice.
    """
    try:
        tree = yaml.compose(text, Loader)
        return tree, None if tree is None else _plain(tree)
    except RecursionError:
        raise ManifestError(
            [f"{path}, line 1: a part of it contains itself. Take the & and * signs out."]
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        reason = getattr(error, "problem", None) or error
        raise ManifestError(
            [f"{path}, line {line}: this is not YAML ({reason}). Look at quotes, colons and indents there."]
        ) from None


def front_matter(text: str) -> str:
    """Return a page's front matter with as many empty lines before it as keep its line numbers."""
    lines = text.split("\n")
    if lines[0].rstrip() != RULE:
        return ""
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == RULE), len(lines))
    return "\n".join(["", *lines[1:end]])


def _parts(path: Path, key: str | None) -> tuple[yaml.Node | None, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ManifestError(
            [f"{path}, line {line}: this is not UTF-8 text. Save the file as UTF-8."]
        ) from None
    tree, content = parse(front_matter(text) if key else text, path)
    if key is None or not isinstance(content, dict):
        return tree, content
    return next((value for name, value in tree.value if name.value == key), tree), content.get(key)


def _plain(node: yaml.Node) -> Any:
    """Return plain data from nodes: what PyYAML's constructor does, several times as fast, and no name twice."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag == TEXT:
            return node.value
        make = SafeConstructor.yaml_constructors.get(node.tag)
        if make is None:
            raise ConstructorError(None, None, f"the tag {node.tag} is not used here", node.start_mark)
        try:
            return make(_scalars, node)
        except ValueError as error:  # 2026-02-30 has the form of a date
            raise ConstructorError(None, None, f"{node.value}: {error}", node.start_mark) from None
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    found = {}
    for name, value in node.value:
        label = _plain(name)
        if not isinstance(label, str | int | float | bool):
            raise ConstructorError(None, None, "a field's name must be a word", name.start_mark)
        if label in found:
            raise ConstructorError(None, None, f"“{label}” stands here a second time", name.start_mark)
        found[label] = _plain(value)
    return found


_scalars = SafeConstructor()


def _sentence(path: Path, tree: yaml.Node, model: type[BaseModel], part: str, fault: dict) -> str:
    place = [part for part in fault["loc"] if not str(part).startswith("function-")]
    shown = ".".join(str(part + 1 if isinstance(part, int) else part) for part in place) or "the file"
    holder, hint = _held(model, place)
    if fault["type"] == "missing":
        what = f"is missing. {hint or f'Add a line “{place[-1]}: …”'}."
    elif fault["type"] == "extra_forbidden":
        near = get_close_matches(str(place[-1]), holder, 1)
        cure = f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(holder)}."
        what = f"is not a field that is known here; is it a spelling slip? {cure}"
    else:
        what = fault["msg"].removeprefix("Value error, ") + (f". {hint}." if hint else "")
    return f"{path}, line {line_of(tree, place)}: {part}{shown}: {what}"


def _held(model: type[BaseModel], place: list) -> tuple[list[str], str | None]:
    """Return the names of the fields beside the one at ``place``, and what the model says to write there."""
    names: list[str] = []
    hint = None
    for part in place:
        if isinstance(part, int) or model is None:
            continue
        fields = {info.alias or name: info for name, info in model.model_fields.items()}
        names = [name for name, info in fields.items() if info.is_required() or info.default is None]
        if part not in fields:
            continue
        hint = fields[part].description
        model = _inner(fields[part].annotation)
    return names, hint


def _inner(annotation) -> type[BaseModel] | None:
    """Return the model inside ``list[Model]``, ``Model | None`` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _inner(part))), None)
