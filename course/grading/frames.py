"""Carries pandas' tables, columns and dates as ``values`` carries the rest.

pandas is loaded by whoever has such a thing, and not by this module: it takes a third of a second and 25 MB, and many
notebooks have no use for it.
"""

import sys
from collections.abc import Callable

import numpy as np

MARKS = {"NaT", "NA", "T", "D", "P", "X", "Se", "DF"}


def encode(value, kind: type, inner: Callable, array: Callable) -> list | None:
    """Return one of pandas' things in a form that ``json.dumps`` takes; None if it is none of theirs.

    Parameters
    ----------
    value, kind : object, type
        What is to cross, and its type.
    inner, array : callable
        Encode a part, and an array of numpy's.
    """
    if "pandas" not in sys.modules:
        return None
    import pandas as pd

    if value is pd.NaT:
        return ["NaT"]
    if value is pd.NA:
        return ["NA"]
    if issubclass(kind, pd.Timestamp):
        return ["T", value.isoformat()]
    if issubclass(kind, pd.Timedelta):
        return ["D", inner(value.value)]
    if issubclass(kind, pd.Period):
        return ["P", str(value), value.freqstr]
    if issubclass(kind, pd.Index):
        return ["X", _encode_column(value, inner, array), inner(value.name)]
    if issubclass(kind, pd.Series):
        return ["Se", _encode_column(value.array, inner, array), inner(value.index), inner(value.name)]
    if issubclass(kind, pd.DataFrame):
        columns = [_encode_column(value.iloc[:, i].array, inner, array) for i in range(value.shape[1])]
        return ["DF", columns, inner(value.columns), inner(value.index)]
    return None


def _encode_column(column, inner, array):
    """Return one column: its pandas type by name where it is one of pandas' own, and its values."""
    import pandas as pd

    dtype = column.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in "biufcmM":
        return ["numpy", array(column)]
    if isinstance(column, pd.MultiIndex):
        return ["multi", [inner(item) for item in column.tolist()], [inner(name) for name in column.names]]
    if isinstance(dtype, pd.CategoricalDtype):
        values = column.categories if hasattr(column, "categories") else pd.Categorical(column).categories
        return ["categories", array(pd.Categorical(column).codes), inner(values), bool(dtype.ordered)]
    return ["items", str(dtype), [inner(item) for item in list(column)]]


def decode(mark: str, rest: list, inner: Callable, array: Callable, text: Callable):
    """Return what a form of ``encode`` stands for; `ValueError`, or what pandas raises, if it is none.

    Parameters
    ----------
    mark, rest : str, list
        The form.
    inner, array, text : callable
        Decode a part, an array and a text, and raise an error for anything else.
    """
    import pandas as pd

    match mark, rest:
        case "NaT", []:
            return pd.NaT
        case "NA", []:
            return pd.NA
        case "T", [t]:
            return pd.Timestamp(text(t))
        case "D", [t]:
            return pd.Timedelta(inner(t), unit="ns")
        case "P", [t, freq]:
            return pd.Period(text(t), freq=text(freq))
        case "X", [column, name]:
            return pd.Index(_decode_column(column, inner, array), name=inner(name))
        case "Se", [column, index, name]:
            return pd.Series(_decode_column(column, inner, array), index=inner(index), name=inner(name))
        case "DF", [columns, names, index]:
            names, index = inner(names), inner(index)
            parts = {i: _decode_column(column, inner, array) for i, column in enumerate(columns)}
            frame = pd.DataFrame({i: pd.Series(part, index=index) for i, part in parts.items()}, index=index)
            frame.columns = names
            return frame
    raise ValueError("a value of no known type")


def _decode_column(column, inner, array):
    import pandas as pd

    match column:
        case ["numpy", ["A", dtype, shape, flat]]:
            return array(dtype, shape, flat)
        case ["multi", items, names]:
            return pd.MultiIndex.from_tuples(
                [inner(item) for item in items], names=[inner(name) for name in names]
            )
        case ["categories", ["A", dtype, shape, flat], values, ordered]:
            return pd.Categorical.from_codes(array(dtype, shape, flat), inner(values), ordered=bool(ordered))
        case ["items", str(dtype), items]:
            values = [inner(item) for item in items]
            try:
                return (
                    pd.array(values, dtype=dtype)
                    if dtype != "object"
                    else np.array([*values, None], dtype=object)[:-1]
                )
            except (TypeError, ValueError):
                return np.array([*values, None], dtype=object)[:-1]
    raise ValueError("a column of no known form")
