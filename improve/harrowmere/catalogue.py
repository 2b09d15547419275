"""What each dataset of Harrowmere holds: read from `datapackage.json`, the one place where it is written."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any

HERE = files(__package__)


def datasets() -> list[str]:
    """Return the names of the datasets and simulators, in the order of the catalogue.

    Examples
    --------
    >>> len(datasets()), datasets()[0]
    (14, 'falls_carehomes')
    """
    return list(_by_name())


def describe(name: str) -> dict[str, Any]:
    """Return what a reader must know about a dataset, without giving away what was planted in it.

    Parameters
    ----------
    name : str
        One of `datasets()`.

    Returns
    -------
    dict
        `title`, `kind` ("dataset" or "simulator"), `source` ("invented"), `seed` (the default), `modules` that
        use it, `note` (a plain-language data note), `null` (what `null=True` leaves out) and `tables`: each
        with a `title` and `fields` (name, type, unit, description). The first table is what `load` gives.

    Raises
    ------
    KeyError
        When there is no dataset of that name; the message lists those there are.

    Examples
    --------
    >>> about = describe("pph_maternity")
    >>> about["source"], about["tables"]["months"]["fields"][1]["unit"]
    ('invented', 'births')
    """
    if name not in _by_name():
        raise KeyError(f"Harrowmere has no dataset {name!r}. It has: {', '.join(_by_name())}.")
    return deepcopy(_by_name()[name])


def dictionary() -> list[dict[str, Any]]:
    """Return the data dictionary: one row for each field of each table of each dataset.

    Returns
    -------
    list of dict
        Keys: dataset, dataset_title, kind, modules, table, table_title, field, type, unit, description.

    Examples
    --------
    >>> row = dictionary()[0]
    >>> row["dataset"], row["table"], row["field"]
    ('falls_carehomes', 'months', 'home')
    """
    return [
        {
            "dataset": name,
            "dataset_title": about["title"],
            "kind": about["kind"],
            "modules": about["modules"],
            "table": table,
            "table_title": part["title"],
            "field": field["name"],
            "type": field["type"],
            "unit": field["unit"],
            "description": field["description"],
        }
        for name, about in _by_name().items()
        for table, part in about["tables"].items()
        for field in part["fields"]
    ]


def first_table(name: str) -> str:
    """Return the name of the table that `load` gives when none is asked for."""
    return next(iter(describe(name)["tables"]))


@cache
def _by_name() -> dict[str, dict[str, Any]]:
    package = json.loads((HERE / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: {**resource, "source": package["source"]} for resource in package["resources"]}
