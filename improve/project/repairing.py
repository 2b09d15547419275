"""Fit a plain document to the model: mend what can be mended, keep the rest aside, and say each thing that was done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from .fields import LONGEST_ID, clean_line, kind_of
from .model import Project
from .places import as_path, in_words

ROUNDS = 8  # each round mends every fault that the model names; faults under faults need another

Place = tuple[Any, ...]


@dataclass
class Repair:
    """A document on its way to being a project.

    Attributes
    ----------
    document : dict
    notes : list of str
        What is worth saying of a healthy file: fields that this version does not know.
    damage : list of str
        What is wrong with the file, and what was done about it.
    aside : dict
        What had no place, by where it stood.
    """

    document: dict[str, Any]
    notes: list[str] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    aside: dict[str, Any] = field(default_factory=dict)

    def keep_aside(self, place: Sequence[Any], value: Any) -> None:
        """Keep a value under the place where it stood."""
        if value in (None, "", [], {}):
            return
        path, number = as_path(place), 2
        while path in self.aside:
            path, number = f"{as_path(place)} ({number})", number + 1
        self.aside[path] = value


def repaired(document: dict[str, Any]) -> tuple[Project, Repair]:
    """Return the project that the document holds, and what was done to make it one.

    Examples
    --------
    >>> project, repair = repaired({"title": "Falls", "measures": "none yet", "colour": "red"})
    >>> project.title, repair.aside
    ('Falls', {'colour': 'red', 'measures/1': 'none yet'})
    >>> repair.notes
    ['Colour: this version does not know this field. It is kept aside in the file.']
    """
    repair = Repair(dict(document))
    former = repair.document.pop("aside", {})
    if isinstance(former, dict):
        repair.aside = dict(former)
    else:
        repair.keep_aside(("aside",), former)
    _give_ids(repair)
    for _ in range(ROUNDS):
        try:
            project = Project.model_validate(repair.document)
        except ValidationError as refusal:
            _mend_all(repair, refusal)
        else:
            return project.model_copy(update={"aside": repair.aside}), repair
    for name in list(repair.document):  # what eight rounds cannot mend is kept aside whole
        try:
            Project.model_validate({name: repair.document[name]})
        except ValidationError:
            repair.keep_aside((name,), repair.document.pop(name))
            repair.damage.append(f"{in_words((name,))}: this could not be read. It is kept aside.")
    return Project.model_validate({**repair.document, "aside": repair.aside}), repair


# ------------------------------------------------------------------------------------------------ ids

_WITH_IDS = {
    "driver": (("driver_diagram", "primary"), ("driver_diagram", "secondary")),
    "idea": (("driver_diagram", "change_ideas"),),
    "step": (("process_map", "steps"),),
    "measure": (("measures",),),
    "series": (("data",),),
    "chart": (("charts",),),
    "cycle": (("pdsa",),),
    "determinant": (("context", "determinants"),),
    "strategy": (("strategies",),),
}


def _give_ids(repair: Repair) -> None:
    """Give an id to everything that needs one and has none, or has one that is taken."""
    for kind, places in _WITH_IDS.items():
        entries = [(place, at, entry) for place in places for at, entry in enumerate(_entries(repair, place))]
        taken: set[str] = set()
        nameless = []
        for place, at, entry in entries:
            if not isinstance(entry, dict):
                continue
            given = entry.get("id")
            id = _readable_id(given)
            if id != given and (len(str(given)) > LONGEST_ID or not id):
                repair.keep_aside((*place, at, "id"), given)
            if id and id not in taken:
                entry["id"] = id
                taken.add(id)
            else:
                nameless.append((place, at, entry, id))
        for place, at, entry, id in nameless:
            entry["id"] = new_id(id or kind, taken)
            taken.add(entry["id"])
            why = f"the id “{id}” is used twice" if id else "there is no id here"
            done = "Links to it lead to the first. " if id else ""
            repair.damage.append(f"{in_words((*place, at))}: {why}. {done}This one is now “{entry['id']}”.")


def _entries(repair: Repair, place: Place) -> list:
    value: Any = repair.document
    for step in place:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, list) else []


def _readable_id(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean_line(str(value))[:LONGEST_ID].strip()


def new_id(stem: str, taken: set[str]) -> str:
    """Return an id that is not taken: the stem and a number.

    Examples
    --------
    >>> new_id("falls", {"falls", "falls-2"})
    'falls-3'
    """
    number = 2
    while (id := f"{stem[: LONGEST_ID - 8]}-{number}") in taken:
        number += 1
    return id


# ------------------------------------------------------------------------------------------------ faults


def _mend_all(repair: Repair, refusal: ValidationError) -> None:
    """Mend each fault, the last in the document first, so that the places of the others do not move."""
    faults = refusal.errors(include_url=False, include_input=False)
    sentences = [
        _mend(repair, tuple(fault["loc"]), fault) for fault in sorted(faults, key=_order, reverse=True)
    ]
    for known, sentence in reversed([pair for pair in sentences if pair]):
        (repair.notes if known else repair.damage).append(sentence)


def _order(fault: Any) -> tuple:
    """Sort by place; where a field is missing it is its whole entry that goes, after all that stands in it."""
    place = fault["loc"][:-1] if fault["type"] == "missing" else fault["loc"]
    return tuple((isinstance(step, str), step) for step in place)


def _mend(repair: Repair, place: Place, fault: Any) -> tuple[bool, str] | None:
    """Mend one fault; return whether a healthy file can hold it, and the sentence to say."""
    holder = _holder(repair.document, place)
    if holder is None:
        return None
    name, where = place[-1], in_words(place)
    if fault["type"] == "missing":
        _take_out(repair, place[:-1])
        return False, f"{in_words(place[:-1])}: there is no {name} here. The entry is kept aside."
    value = holder[name]
    if fault["type"] == "extra_forbidden":
        _take_out(repair, place)
        return True, f"{where}: this version does not know this field. It is kept aside in the file."
    wrong = wrong_in_words(fault, value)
    if fault["type"] == "too_long" and isinstance(value, str):
        limit = fault["ctx"]["max_length"]
        repair.keep_aside(place, value)
        holder[name] = value[: limit - 1].rstrip() + "…"
        return False, f"{where}: {wrong} It was cut here, and the whole is kept aside."
    if fault["type"] == "too_long":
        limit = fault["ctx"]["max_length"]
        repair.keep_aside(place, value[limit:])
        holder[name] = value[:limit]
        return False, f"{where}: {wrong} The first {limit:,} are in place, the others are kept aside."
    if fault["type"] == "tuple_type" and isinstance(value, str | dict) and value:
        holder[name] = [value]
        return False, f"{where}: {wrong} It was read as a list of one."
    changed = _coerced(value, fault)
    if changed is not None:
        holder[name] = changed
        return False, f"{where}: {wrong} It was read as “{clean_line(str(changed))[:60]}”."
    _take_out(repair, place)
    return False, f"{where}: {wrong} It is kept aside."


def _holder(document: Any, place: Place) -> Any:
    """Return the dict or list that holds the last step of a place, or None if it is gone by now."""
    if not place:
        return None
    for step in place[:-1]:
        try:
            document = document[step]
        except (KeyError, IndexError, TypeError):
            return None
    fits = isinstance(document, dict) if isinstance(place[-1], str) else isinstance(document, list)
    return document if fits else None


def _take_out(repair: Repair, place: Place) -> None:
    holder = _holder(repair.document, place)
    if holder is not None:
        repair.keep_aside(place, holder.pop(place[-1]))


def wrong_in_words(fault: Any, value: Any) -> str:
    """Say what is wrong, in a sentence that needs no knowledge of data formats."""
    kind, held = fault["type"], kind_of(value)
    if kind == "value_error":
        text = str(fault["ctx"]["error"])
        return text[0].lower() + text[1:]
    if kind == "too_long" and isinstance(value, str):
        return (
            f"the text is {len(value):,} characters long; at most {fault['ctx']['max_length']:,} have room."
        )
    if kind == "too_long":
        return f"there are {len(value):,} entries; at most {fault['ctx']['max_length']:,} have room."
    if kind == "literal_error":
        shown = f"“{clean_line(str(value))[:40]}”" if isinstance(value, str | int | float) else held
        choices = fault["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        return f"{shown} is not one of the choices ({choices})."
    if kind == "tuple_type":
        return f"this should be a list, and it holds {held}."
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return f"this should be a group of named fields, and it holds {held}."
    if kind == "bool_type":
        return f"this should be true or false, and it holds {held}."
    if kind in ("greater_than", "greater_than_equal"):
        bound = fault["ctx"].get("gt", fault["ctx"].get("ge"))
        return f"{value} is not possible here: it must be {'more than' if 'gt' in fault['ctx'] else 'at least'} {bound:g}."
    return f"{held} cannot stand here."


_NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d+)?")
_DAY_AND_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ].*")


def _coerced(value: Any, fault: Any) -> Any:
    """Return the value as what was meant, where that is plain beyond doubt; otherwise None."""
    said = str(fault.get("ctx", {}).get("error", ""))
    if "should be words" in said and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if "should be words" in said and isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "\n".join(value) or None
    if "not a number" in said and isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value)
    if "not a date" in said and isinstance(value, str) and (match := _DAY_AND_TIME.fullmatch(value.strip())):
        return match[1]
    if fault["type"] == "literal_error" and isinstance(value, str):
        meant = clean_line(value).lower()
        choices = re.findall("'([^']*)'", fault["ctx"]["expected"])
        return meant if meant in choices and meant != value else None
    return None
