"""What every generator of Harrowmere shares: how it starts from a seed and how it labels what it made."""

from __future__ import annotations

from dataclasses import dataclass, field
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd

from . import catalogue

FIRST_MONTH = "2031-01-01"  # Harrowmere's calendar lies ahead, so that nobody takes its months for real ones


@dataclass(frozen=True)
class Planted:
    """What a generator put into its data: in words, in numbers, and (where the seed decides) as a key."""

    words: tuple[str, ...]
    values: dict[str, Any]
    key: pd.DataFrame | None = field(default=None, compare=False)


def seed_for(name: str, seed: int | None) -> int:
    """Return the seed to use: the one given, or the documented one."""
    if seed is None:
        return catalogue.describe(name)["seed"]
    if isinstance(seed, bool) or not isinstance(seed, Integral) or seed < 0:
        raise ValueError(f"A seed is a whole number from 0 up, and this is {seed!r}.")
    return int(seed)


def streams(seed: int, count: int) -> list[np.random.Generator]:
    """Return independent random generators, so that changing one part of a world leaves the others alone."""
    return [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(count)]


def table_for(name: str, table: str | None) -> str:
    """Return the table asked for, or the first; refuse one that is not there."""
    tables = catalogue.describe(name)["tables"]
    if table is None:
        return next(iter(tables))
    if table not in tables:
        raise KeyError(f"{name} has no table {table!r}. It has: {', '.join(tables)}.")
    return table


def labelled(frame: pd.DataFrame, name: str, seed: int, null: bool, table: str | None = None) -> pd.DataFrame:
    """Return the frame with the labels that say what it is and that it is invented."""
    about = catalogue.describe(name)
    table = table_for(name, table)
    frame.attrs = {
        "title": about["tables"][table]["title"],
        "source": about["source"],
        "seed": seed,
        "note": about["note"],
        "dataset": name,
        "table": table,
        "null": null,
    }
    return frame


def months(count: int) -> pd.DatetimeIndex:
    """Return the first days of so many months of Harrowmere's calendar."""
    return pd.date_range(FIRST_MONTH, periods=count, freq="MS")


def codes(letter: str, count: int) -> list[str]:
    """Return codes such as H01, H02 …, all of one width.

    Examples
    --------
    >>> codes("H", 3)
    ['H01', 'H02', 'H03']
    """
    width = max(2, len(str(count)))
    return [f"{letter}{i:0{width}d}" for i in range(1, count + 1)]
