"""Bring a project file of an earlier version forward, one version at a time, losing nothing.

Version 1 was the first form of the file: the aim was one sentence with a deadline, drivers were nested in one
another, a measure had its definition in one text, an adaptation had one “why” and no nature. Version 2 links
parts by ids, so that a change idea can serve two drivers, takes an operational definition apart, and holds the
eight aspects of FRAME.
"""

from collections.abc import Callable
from typing import Any

from .model import VERSION

Document = dict[str, Any]


def brought_forward(document: Document) -> tuple[Document, list[str]]:
    """Return the document in the form of the newest version, and a sentence for each version passed.

    Examples
    --------
    >>> new, notes = brought_forward({"version": 1, "aim": "Fewer falls.", "deadline": "2026-03-31"})
    >>> new["charter"]
    {'aim': {'statement': 'Fewer falls.', 'by_when': '2026-03-31'}}
    >>> notes
    ['This file was saved by version 1 and was brought forward to version 2.']
    """
    notes = []
    while (version := document.get("version")) in STEPS:
        document = STEPS[version](dict(document))
        document["version"] = version + 1
        notes.append(
            f"This file was saved by version {version} and was brought forward to version {version + 1}."
        )
    return document, notes


def _from_1_to_2(old: Document) -> Document:
    new: Document = {name: old.pop(name) for name in ("format", "version", "title") if name in old}
    aim: Document = {}
    _move(old, "aim", aim, "statement", str)
    _move(old, "deadline", aim, "by_when", str)
    if aim:
        new["charter"] = {"aim": aim}
    if isinstance(old.get("drivers"), list):
        new["driver_diagram"] = _unnested(old.pop("drivers"))
    if isinstance(old.get("measures"), list):
        new["measures"] = [_measure(measure) for measure in old.pop("measures")]
    if isinstance(old.get("data"), dict):
        new["data"] = [_series(id, rows) for id, rows in old.pop("data").items()]
    if isinstance(old.get("pdsa"), list):
        new["pdsa"] = _chain(old.pop("pdsa"))
    if isinstance(old.get("adaptations"), list):
        new["adaptations"] = [_adaptation(adaptation) for adaptation in old.pop("adaptations")]
    if isinstance(old.get("team"), list):
        new["people"] = {"roles": [{"role": role, "part": "team"} for role in old.pop("team")]}
    story: Document = {}
    _move(old, "reflection", story, "reflection", str)
    if story:
        new["story"] = story
    return {**{name: value for name, value in old.items() if name not in new}, **new}


STEPS: dict[Any, Callable[[Document], Document]] = {1: _from_1_to_2}
assert set(STEPS) == set(range(1, VERSION))


def _move(old: Document, name: str, new: Document, new_name: str, kind: type | tuple) -> None:
    """Move a field where it holds what it should; otherwise leave it to be kept aside."""
    if isinstance(old.get(name), kind):
        new[new_name] = old.pop(name)


def _unnested(drivers: list) -> Document:
    """Turn drivers within drivers into three lists that are linked by ids."""
    diagram: Document = {"primary": [], "secondary": [], "change_ideas": []}
    for driver in drivers:
        if not isinstance(driver, dict):
            diagram["primary"].append(driver)
            continue
        primary = {**driver, "id": f"p{len(diagram['primary']) + 1}"}
        seconds = primary.pop("secondary") if isinstance(primary.get("secondary"), list) else []
        diagram["primary"].append(primary)
        for second in seconds:
            _add_secondary(diagram, second, primary["id"])
    return diagram


def _add_secondary(diagram: Document, second: Any, primary: str) -> None:
    if not isinstance(second, dict):
        diagram["secondary"].append(second)
        return
    second = {**second, "id": f"s{len(diagram['secondary']) + 1}", "primary": [primary]}
    ideas = second.pop("ideas") if isinstance(second.get("ideas"), list) else []
    diagram["secondary"].append(second)
    for idea in ideas:
        number = len(diagram["change_ideas"]) + 1
        diagram["change_ideas"].append({"id": f"idea{number}", "name": idea, "drivers": [second["id"]]})


def _measure(measure: Any) -> Any:
    if not isinstance(measure, dict):
        return measure
    new = dict(measure)
    _move(measure, "type", new, "kind", str)
    new.pop("type", None) if "kind" in new else None
    if isinstance(new.get("definition"), str):
        new["definition"] = {"counted": new["definition"]}
    return new


def _series(id: str, rows: Any) -> Any:
    if not isinstance(rows, list):
        return {"id": id, "measure": id, "points": rows}
    names = ("date", "value", "denominator", "note")
    points = [
        dict(zip(names, row, strict=False)) if isinstance(row, list) and len(row) <= 4 else row
        for row in rows
    ]
    return {"id": id, "measure": id, "points": points}


def _chain(log: list) -> list:
    """Link each cycle to the one before it: the log of version 1 was one chain."""
    cycles: list = []
    for number, cycle in enumerate(log, start=1):
        new = _cycle(cycle, number)
        before = cycles[-1] if cycles else None
        if isinstance(new, dict) and isinstance(before, dict) and isinstance(before["id"], str):
            new.setdefault("follows", before["id"])
        cycles.append(new)
    return cycles


def _cycle(cycle: Any, number: int) -> Any:
    if not isinstance(cycle, dict):
        return cycle
    new = {"id": f"cycle{number}", **cycle}
    for old_name, new_name in {
        "do": "done",
        "study": "result",
        "act": "decision",
        "date": "started_on",
    }.items():
        _move(new, old_name, new, new_name, str)
    if new.get("decision") == "abort":  # version 1 said abort where the field says abandon
        new["decision"] = "abandon"
    return new


def _adaptation(adaptation: Any) -> Any:
    if not isinstance(adaptation, dict):
        return adaptation
    new = dict(adaptation)
    for name, words in {
        "planned": ("unplanned", "planned"),
        "fidelity": ("inconsistent", "consistent"),
    }.items():
        if isinstance(new.get(name), bool):
            new[name] = words[new[name]]
    _move(new, "what", new, "description", str)
    _move(new, "why", new, "goal", str)
    return new
