"""Load a dataset of Harrowmere by name."""

from __future__ import annotations

from importlib import import_module

import pandas as pd

from . import catalogue


def load(name: str, seed: int | None = None, *, null: bool = False, table: str | None = None) -> pd.DataFrame:
    """Return a dataset as a DataFrame: the same rows for everybody who gives the same seed.

    Parameters
    ----------
    name : str
        One of `datasets()`.
    seed : int, optional
        Where the random numbers start. Left out, it is the dataset's documented seed.
    null : bool
        True gives the same data with nothing planted, to learn what chance alone looks like.
    table : str, optional
        A companion table; `describe(name)["tables"]` lists them. Left out, it is the first one.

    Returns
    -------
    pandas.DataFrame
        With `attrs`: title, source ("invented"), seed, note, dataset, table, null.

    Raises
    ------
    KeyError
        When there is no such dataset or table.
    ValueError
        When the seed is not a whole number from 0 up, or when there is no null variant.

    Examples
    --------
    >>> unit = load("pph_maternity")
    >>> len(unit), unit.attrs["source"]
    (36, 'invented')
    """
    catalogue.describe(name)  # an unknown name is refused here, with the list of known ones
    return import_module(f".worlds.{name}", __package__).table(seed=seed, null=null, table=table)
