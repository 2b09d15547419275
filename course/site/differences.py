"""Stores many things that are nearly alike as one of them whole and, for each, what differs from it.

A difference is a whole number, which names a value in the pool, or an object that says where to go on: from each key (in
a list, each place) to the difference there. None takes a key away; "length" sets a list's length. Values that several
states share stand in the pool once. Text should come as a list of sentences: nearly alike readings share most of theirs.
`book/_static/explore.js` walks the same way in the browser.

>>> pool, (difference,) = pack({"y": [1, 2, 3], "name": "a"}, [{"y": [1, 2, 9], "name": "a"}])
>>> pool, difference
([9], {'y': {2: 0}})
>>> unpack({"y": [1, 2, 3], "name": "a"}, difference, pool)
{'y': [1, 2, 9], 'name': 'a'}
"""

import json
from typing import Any

LONG = 30  # characters of a value that is worth looking for in the pool by itself


def compact(thing: Any) -> str:
    """Return JSON without spaces, safe inside a script element, which a "<" in a text could end early."""
    return json.dumps(thing, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")


def pack(first: Any, others: list) -> tuple[list, list]:
    """Return the pool and, for each of the others, its difference from the first."""
    pool: dict[str, int] = {}
    differences = [_difference(first, other, pool) for other in others]
    return [json.loads(text) for text in pool], differences


def unpack(first: Any, difference: Any, pool: list) -> Any:
    """Return what `pack` was given."""
    if isinstance(difference, int):
        return pool[difference]
    copy = dict(enumerate(first)) if isinstance(first, list) else dict(first)
    length = len(copy)
    for key, inner in difference.items():
        if key == "length" and isinstance(first, list):
            length = inner
            continue
        key = int(key) if isinstance(first, list) else key
        if inner is None:
            del copy[key]
        else:
            copy[key] = unpack(copy.get(key), inner, pool)
    return [copy[place] for place in range(length)] if isinstance(first, list) else copy


def _difference(first: Any, other: Any, pool: dict[str, int]) -> Any:
    if type(first) is not type(other) or not isinstance(first, dict | list):
        return _pooled(other, pool)
    if isinstance(first, list):
        found = {"length": len(other)} if len(first) != len(other) else {}
        inner = {place: (a, b) for place, (a, b) in enumerate(zip(first, other, strict=False)) if a != b}
        extra = dict(enumerate(other[len(first) :], len(first)))
        # a list of numbers or short words that differs in most places is shorter written out
        if 2 * (len(inner) + len(extra)) > len(other) and all(len(str(b)) < LONG for b in other):
            return _pooled(other, pool)
    else:
        found = {key: None for key in first if key not in other}
        inner = {key: (first[key], other[key]) for key in other if key in first and first[key] != other[key]}
        extra = {key: other[key] for key in other if key not in first}
    found |= {key: _difference(a, b, pool) for key, (a, b) in inner.items()}
    return found | {key: _pooled(b, pool) for key, b in extra.items()}


def _pooled(thing: Any, pool: dict[str, int]) -> int:
    return pool.setdefault(json.dumps(thing, ensure_ascii=False), len(pool))
