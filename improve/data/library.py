"""The public series that the course carries, with what a reader must know before using them.

The CSV files and `datapackage.json` beside this module form a Frictionless data package, an open form that
many programs read.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

HERE = files(__package__)


def describe(name: str) -> dict[str, Any]:
    """Return what is known about a series: title, sources, licences, cautions, and each field with its unit.

    Raises
    ------
    KeyError
        When there is no series of that name; the message lists those there are.

    Examples
    --------
    >>> describe("semmelweis_monthly")["schema"]["fields"][1]["unit"]
    'births'
    """
    series = {resource["name"]: resource for resource in _package()["resources"]}
    if name not in series:
        raise KeyError(f"There is no series {name!r}. There are: {', '.join(series)}.")
    return json.loads(json.dumps(series[name]))  # a copy, so that nobody changes the one that is kept


def semmelweis_monthly() -> pd.DataFrame:
    """Births and maternal deaths, first clinic, Vienna General Hospital, January 1841 to March 1849.

    Returns
    -------
    pandas.DataFrame
        99 rows: `date` (first of the month), `births`, `deaths`. December 1841 is missing in the source.

    Notes
    -----
    Chlorine washing began about the middle of May 1847; the day is unknown, so June 1847 is the first full
    month. Monthly births add to less than the yearly table's (2,871 against 3,060 in 1843): never mix the two
    in one rate.

    Examples
    --------
    >>> clinic = semmelweis_monthly()
    >>> before = clinic[clinic["date"] < "1847-06"]
    >>> int(before["births"].sum()), int(before["deaths"].sum())
    (19571, 2060)
    """
    return _load("semmelweis_monthly")


def semmelweis_yearly() -> pd.DataFrame:
    """Births and maternal deaths, both clinics, Vienna General Hospital, 1841 to 1846.

    Returns
    -------
    pandas.DataFrame
        12 rows: `year`, `clinic` (1 doctors and students, 2 midwives), `births`, `deaths`.

    Examples
    --------
    >>> totals = semmelweis_yearly().groupby("clinic")[["births", "deaths"]].sum()
    >>> totals.loc[1].tolist(), totals.loc[2].tolist()
    ([20042, 1989], [17791, 691])
    """
    return _load("semmelweis_yearly")


def england_emergency() -> pd.DataFrame:
    """Emergency departments in England by month, April 2016 to March 2019.

    Returns
    -------
    pandas.DataFrame
        36 rows: `date` (first of the month), and for all departments (`_all`) and major ones (`_type1`)
        attendances, attendances that lasted over four hours, and emergency admissions.

    Examples
    --------
    >>> england = england_emergency()
    >>> share = 100 * england["over_4h_all"].sum() / england["attendances_all"].sum()
    >>> f"{share:.1f}% of attendances lasted over four hours"
    '11.5% of attendances lasted over four hours'
    """
    return _load("england_emergency")


def _load(name: str) -> pd.DataFrame:
    about = describe(name)
    table = pd.read_csv(HERE / about["path"])
    if "date" in table:
        table["date"] = pd.to_datetime(table["date"], format="%Y-%m-%d")
    table.attrs = {
        "title": about["title"],
        "source": "; ".join(source["title"] for source in about["sources"]),
        "licence": "; ".join(licence["title"] for licence in about["licenses"]),
    }
    return table


@cache
def _package() -> dict[str, Any]:
    return json.loads((HERE / "datapackage.json").read_text(encoding="utf-8"))
