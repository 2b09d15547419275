"""From bytes to a plain JSON document: size, encoding and syntax, and what can be saved of a file cut short."""

import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

from .fields import clean
from .model import FORMAT, Project
from .problems import ProjectProblem

LARGEST_FILE = 5_000_000  # bytes; a long project with years of data is a few hundred thousand
DEEPEST = 40  # brackets within brackets; a project needs about eight

_PARTS = "|".join(sorted(Project.model_fields))
_PART = re.compile(rf'^\s{{0,4}}"({_PARTS})"\s*:\s*', re.MULTILINE)


@dataclass
class Parsed:
    """A JSON document and, in plain sentences, what was wrong with its text."""

    document: dict[str, Any]
    damage: list[str] = field(default_factory=list)
    aside: dict[str, Any] = field(default_factory=dict)


def refuse_by_size(size: int) -> None:
    """Refuse a file by its size, before anything of it is read.

    Raises
    ------
    ProjectProblem
    """
    if size > LARGEST_FILE:
        raise ProjectProblem(
            f"This file is {size / 1e6:,.0f} MB. A project file is at most {LARGEST_FILE / 1e6:.0f} MB, so it was "
            "not opened. If it holds pictures or a row for each patient, it is another kind of file."
        )


def parse(content: bytes | str) -> Parsed:
    """Read bytes or text as a JSON document, mending the text where that can be done.

    Raises
    ------
    ProjectProblem
        When nothing can be read, or too much would have to be.
    """
    refuse_by_size(len(content))
    text, damage = _decoded(content)
    if not text.strip():
        raise ProjectProblem("This file is empty.")
    parsed = _strict(text) or _mended(text)
    parsed.damage[:0] = damage
    if parsed.document.get("format", FORMAT) == "improve-journal":
        raise ProjectProblem(
            "This is the file of your guesses and answers in a notebook, not a project file. Bring it back in the "
            "notebook that gave it to you."
        )
    return parsed


def _decoded(content: bytes | str) -> tuple[str, list[str]]:
    if isinstance(content, str):
        return content.removeprefix("\ufeff"), []
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding), []
    except UnicodeDecodeError:
        damage = "Some letters in this file are damaged. Each is shown as the sign �."
        return content.decode(encoding, errors="replace"), [damage]


class _Reader:
    """The hooks of a JSON reader, and what they met: fields given twice, numbers that are none."""

    def __init__(self) -> None:
        self.parsed = Parsed({})

    def pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name, value in pairs:
            if name in fields:
                self.parsed.damage.append(
                    f"The field “{clean(name)[:40]}” stands twice in one place. The first is used."
                )
                self.parsed.aside[f"{clean(name)} (given again {len(self.parsed.aside) + 1})"] = value
            else:
                fields[name] = value
        return fields

    def number(self, text: str) -> float | None:
        number = float(text)
        if math.isfinite(number):
            return number
        self.parsed.damage.append(f"“{text[:20]}” is not a number that can be used. It was left blank.")
        return None

    def whole(self, text: str) -> int | float | None:
        return int(text) if len(text) < 20 else self.number(text)

    def decoder(self) -> json.JSONDecoder:
        return json.JSONDecoder(
            object_pairs_hook=self.pairs,
            parse_constant=self.number,
            parse_float=self.number,
            parse_int=self.whole,
            strict=False,  # a line break inside a text is a slip, not a ruin
        )


def _strict(text: str) -> Parsed | None:
    """Return the document, or None where the text is not whole JSON."""
    reader = _Reader()
    try:
        value = reader.decoder().decode(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        raise _not_ours()
    return _cleaned(reader.parsed, value)


def _mended(text: str) -> Parsed:
    """Read as far as the text is whole, close what is open, then look for whole parts after the damage."""
    reader = _Reader()
    whole, stopped = _closed(text)
    try:
        value = reader.decoder().decode(whole)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or not value:
        raise _not_ours()
    line = text.count("\n", 0, stopped) + 1
    reader.parsed.damage.append(
        f"The file is damaged or cut short in line {line:,}. What stands before that place was read."
    )
    later = _parts_after(text, stopped, reader, taken=set(value))
    value |= later
    if later:
        names = ", ".join(name.replace("_", " ") for name in later)
        reader.parsed.damage.append(f"After that place these parts are whole and were read too: {names}.")
    return _cleaned(reader.parsed, value)


def _closed(text: str) -> tuple[str, int]:
    """Return the longest opening of the text that can be made whole by closing brackets, and where it ends."""
    stopped = _where_it_breaks(text)
    open_brackets: list[str] = []
    end, closing, in_string, escaped = 0, "", False, False
    for position, sign in enumerate(text[:stopped]):
        if in_string:
            if escaped:
                escaped = False
            elif sign == "\\":
                escaped = True
            elif sign == '"':
                in_string = False
            continue
        if sign == '"':
            in_string = True
        elif sign in "{[":
            open_brackets.append("}" if sign == "{" else "]")
            if len(open_brackets) > DEEPEST:
                break
            end, closing = position + 1, "".join(reversed(open_brackets))
        elif sign in "}]":
            if not open_brackets or open_brackets.pop() != sign:
                break
            end, closing = position + 1, "".join(reversed(open_brackets))
        elif sign == "," and open_brackets:
            end, closing = position, "".join(reversed(open_brackets))
    return text[:end] + closing, end


def _where_it_breaks(text: str) -> int:
    """Return the place at which a JSON reader gives up; the end of the text where it only ran out."""
    try:
        json.JSONDecoder(strict=False).decode(text)
    except json.JSONDecodeError as problem:
        return len(text) if problem.msg.startswith("Unterminated string") else problem.pos
    except (ValueError, RecursionError):
        return len(text)
    return len(text)


def _parts_after(text: str, position: int, reader: _Reader, taken: set[str]) -> dict[str, Any]:
    """Return the whole parts of a project that begin, each on a line of its own, after the damage."""
    found: dict[str, Any] = {}
    for match in _PART.finditer(text, position):
        if match[1] in taken or match[1] in found:
            continue
        try:
            found[match[1]], _ = reader.decoder().raw_decode(text, match.end())
        except (ValueError, RecursionError):
            continue
    return found


def _not_ours() -> ProjectProblem:
    return ProjectProblem(
        "This is not a project file: it is not the JSON document that the course saves. Choose the .json file that "
        "was saved or downloaded as the project."
    )


def _cleaned(parsed: Parsed, value: dict) -> Parsed:
    """Take out of all text what cannot be saved again, and refuse what is nested too deeply to be a project."""
    parsed.document = _tidy(value, 0)
    parsed.aside = _tidy(parsed.aside, 0)
    return parsed


def _tidy(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise ProjectProblem(
            "This file has boxes in boxes to a depth that no project has, so it was not read."
        )
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_tidy(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {clean(name): _tidy(item, depth + 1) for name, item in value.items()}
    return value
