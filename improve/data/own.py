"""Read a learner's own file: dates and values, or sentences that say by row and column what cannot be read.

The contract is published for learners in book/your-own-data.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .assumed import what_was_assumed
from .columns import find_columns
from .contents import Contents, cut, read_dates, read_numbers
from .files import read_rows
from .problems import DataProblem, of_the_file


def read_csv(source: Any) -> pd.DataFrame:
    """Read dates and values from a CSV file.

    Parameters
    ----------
    source : path, open file, bytes or str
        The file's name, the file itself, what is in it, or text of at least one whole line.

    Returns
    -------
    pandas.DataFrame
        `date` (datetime64), `value` (float, NaN where blank), sorted by date; where the file has them also
        `denominator` (float) and `note` (text, missing where blank). `attrs["found"]` lists in plain
        sentences what was read and what was assumed.

    Raises
    ------
    DataProblem
        When anything cannot be read for certain. No figure is guessed and no row is left out in silence.

    Examples
    --------
    >>> falls = read_csv("month,falls\\nJan 2024,12\\nFeb 2024,\\nMar 2024,9\\n")
    >>> falls["value"].tolist()
    [12.0, nan, 9.0]
    >>> print(falls.attrs["found"][-1])
    1 value is missing (row 3) and is kept as a gap.
    >>> try:
    ...     read_csv("date,falls\\n01/02/2024,twelve\\n")
    ... except DataProblem as problem:
    ...     print(str(problem)[:63])
    Row 2, column “falls”, holds “twelve”: this is not a number. Wr
    """
    rows = read_rows(source)
    layout = find_columns(rows)
    contents, problems = cut(rows, layout)
    if not contents.rows and not problems:
        raise of_the_file("There are headings and no rows under them.", "Add a row for each date.")
    dates, refused = read_dates(contents)
    problems += refused
    numbers = {}
    for role in ("value", "denominator"):
        if role in contents.texts:
            numbers[role], refused = read_numbers(contents, role)
            problems += refused
    if problems:
        raise DataProblem(sorted(problems, key=lambda problem: problem.row or 0))
    if np.isnan(numbers["value"]).all():
        raise of_the_file(
            f"There are no figures in the column “{contents.heading['value']}”.", "Fill in the values."
        )
    table = _table(contents, dates, numbers)
    table.attrs["found"] = [*rows.found, *layout.found, *what_was_assumed(contents, dates, numbers)]
    return table


def _table(contents: Contents, dates: list, numbers: dict[str, np.ndarray]) -> pd.DataFrame:
    columns: dict[str, Any] = {
        "date": np.array([date.when for date in dates], dtype="datetime64[us]"),
        **numbers,
    }
    if "note" in contents.texts:
        columns["note"] = pd.Series([text.strip() or None for text in contents.texts["note"]], dtype=object)
    return pd.DataFrame(columns).sort_values("date", kind="stable", ignore_index=True)
