"""Carries plain data between a student's process and ours: as JSON, with exact types, and never as a pickle.

Whoever decodes trusts nothing about the sender. Each value that comes out is one of ours, of exactly the type named:
no subclass, no method of the sender's. Whatever has no plain form is not sent; the sender keeps it and names it by a
number (see ``proxies``).
"""

import datetime as dt
import decimal
import fractions
import json
import math

import numpy as np
import pandas as pd

MOST_BYTES = 16 * 2**20  # of one message
MOST_DEPTH = 40
MOST_ITEMS = 1_000_000  # in one value, counted over all its parts


class NotPlain(Exception):
    """A value that cannot cross as data."""


class BadMessage(Exception):
    """What came from the other side is not a message of ours."""


# ---------------------------------------------------------------- out


def encode(value, keep=None, _depth=0):
    """Return ``value`` in a form that ``json.dumps`` takes.

    Parameters
    ----------
    value : object
        What is to cross.
    keep : callable, optional
        Called with anything that has no plain form; returns the number by which the other side may ask for it.
        Without it such a thing raises `NotPlain`.
    """
    if _depth > MOST_DEPTH:
        raise NotPlain("it is nested too deeply")
    if value is None or value is True or value is False:
        return value
    kind = type(value)
    # most values are numbers, texts and lists of them; below they would be asked for much later
    if kind is float:
        return ["f", repr(value)]
    if kind is int:
        return ["i", _digits(value)]
    if kind is str and value.isascii():
        return ["s", value]
    if kind is list:
        return _encode_list(value, keep, _depth)

    def inner(part):
        return encode(part, keep, _depth + 1)

    if issubclass(kind, str):
        return ["s", str.__str__(value).encode("utf-8", "replace").decode("utf-8")]
    if issubclass(kind, np.generic):
        return _encode_scalar(kind, value, keep)
    if issubclass(kind, int):
        return ["i", _digits(int(value))]
    if issubclass(kind, float):
        return ["f", float.__repr__(float(value))]
    if issubclass(kind, complex):
        return ["c", repr(value.real), repr(value.imag)]
    if issubclass(kind, bytes | bytearray):
        return ["b", bytes(value).hex()]
    for mark, plain in (("l", list), ("t", tuple), ("S", set), ("F", frozenset)):
        if issubclass(kind, plain):
            return [mark, [inner(part) for part in plain.__iter__(value)]]
    if kind in (type({}.keys()), type({}.values()), type({}.items())):
        return ["l", [inner(part) for part in value]]
    if issubclass(kind, dict):
        return ["d", [[inner(k), inner(v)] for k, v in dict.items(value)]]
    if kind is range:
        return ["r", *(_digits(n) for n in (value.start, value.stop, value.step))]
    if kind is slice:
        return ["sl", *(inner(n) for n in (value.start, value.stop, value.step))]
    if value is pd.NaT:
        return ["NaT"]
    if value is pd.NA:
        return ["NA"]
    if issubclass(kind, pd.Timestamp):
        return ["T", value.isoformat()]
    if issubclass(kind, pd.Timedelta):
        return ["D", _digits(value.value)]
    if issubclass(kind, pd.Period):
        return ["P", str(value), value.freqstr]
    if issubclass(kind, dt.datetime):
        return ["dt", value.isoformat()]
    if issubclass(kind, dt.date):
        return ["da", value.isoformat()]
    if issubclass(kind, dt.time):
        return ["ti", value.isoformat()]
    if issubclass(kind, dt.timedelta):
        return ["td", value.days, value.seconds, value.microseconds]
    if issubclass(kind, decimal.Decimal):
        return ["dec", str(value)]
    if issubclass(kind, fractions.Fraction):
        return ["fr", _digits(value.numerator), _digits(value.denominator)]
    if issubclass(kind, np.ndarray):
        return _encode_array(value, keep, _depth)
    if issubclass(kind, pd.Index):
        return ["X", _encode_column(value, keep, _depth), inner(value.name)]
    if issubclass(kind, pd.Series):
        return ["Se", _encode_column(value.array, keep, _depth), inner(value.index), inner(value.name)]
    if issubclass(kind, pd.DataFrame):
        columns = [_encode_column(value.iloc[:, i].array, keep, _depth) for i in range(value.shape[1])]
        return ["DF", columns, inner(value.columns), inner(value.index)]
    if keep is None:
        raise NotPlain(f"a {kind.__name__} is not plain data")
    return keep(value)


def _encode_list(value: list, keep, depth):
    kinds = set(map(type, value))  # a list of numbers says once what it holds
    if kinds == {float}:
        return ["lf", list(map(repr, value))]
    if kinds == {int}:
        return ["li", list(map(_digits, value))]
    if kinds in ({np.float64}, {np.int64}, {np.bool_}):
        return ["la", _encode_array(np.array(value), keep, depth)]
    return ["l", [encode(part, keep, depth + 1) for part in value]]


def _digits(number: int) -> str:
    text = hex(number)
    if len(text) > 5_000:
        raise NotPlain("the number is too large")
    return text


def _encode_scalar(kind, value, keep):
    if kind in (np.datetime64, np.timedelta64):
        return ["np", value.dtype.str, _digits(int(value.astype("int64")))]
    if kind is np.str_:
        return ["s", str(value)]
    if kind.__module__ == "numpy" and value.dtype.kind in "biufc":
        return ["np", value.dtype.str, encode(value.item(), keep)]
    raise NotPlain(f"a {kind.__name__} is not plain data")


def _encode_array(array, keep, depth):
    array = np.asarray(array)
    if array.dtype.kind in "mM":
        flat = ["i8", [_digits(int(n)) for n in array.astype("int64").ravel()]]
    elif array.dtype.kind in "biufc":
        flat = ["raw", np.ascontiguousarray(array).tobytes().hex()]
    elif array.dtype.kind in "UO" or array.dtype.kind == "T":
        flat = ["items", [encode(item, keep, depth + 1) for item in array.ravel().tolist()]]
    else:
        raise NotPlain(f"an array of {array.dtype} is not plain data")
    return ["A", array.dtype.str if array.dtype.kind not in "T" else "O", list(array.shape), flat]


def _encode_column(array, keep, depth):
    """Return one column: its pandas type by name where it is one of pandas' own, and its values."""
    dtype = array.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in "biufcmM":
        return ["numpy", _encode_array(np.asarray(array), keep, depth)]
    if isinstance(array, pd.MultiIndex):
        names = [encode(name, keep, depth + 1) for name in array.names]
        return ["multi", [encode(item, keep, depth + 1) for item in array.tolist()], names]
    if isinstance(dtype, pd.CategoricalDtype):
        values = array.categories if hasattr(array, "categories") else pd.Categorical(array).categories
        codes = np.asarray(pd.Categorical(array).codes)
        return [
            "categories",
            _encode_array(codes, keep, depth),
            encode(values, keep, depth + 1),
            bool(dtype.ordered),
        ]
    items = [encode(item, keep, depth + 1) for item in list(array)]
    return ["items", str(dtype), items]


# ---------------------------------------------------------------- in


def decode(form, held=None):
    """Return the value that ``form`` stands for, made of our own types only.

    Parameters
    ----------
    form : object
        What ``json.loads`` gave.
    held : callable, optional
        Called with the number and the kind of a thing that the sender keeps. Without it such a thing is refused.
    """
    try:
        return _decode(form, held, 0, [MOST_ITEMS])
    except BadMessage:
        raise
    except Exception as wrong:
        raise BadMessage(f"a value that is not one ({type(wrong).__name__})") from None


def _decode(form, held, depth, left):
    if form is None or form is True or form is False:
        return form
    left[0] -= 1
    if depth > MOST_DEPTH + 5 or left[0] < 0:
        raise BadMessage("a value that is too large")
    if type(form) is not list or not form or type(form[0]) is not str:
        raise BadMessage("a value without a type")
    if len(form) == 2 and type(form[1]) is str:  # the commonest first
        if form[0] == "f":
            return float(form[1])
        if form[0] == "s":
            return form[1]
    mark, *rest = form

    def inner(part):
        return _decode(part, held, depth + 1, left)

    def text(part):
        if type(part) is not str:
            raise BadMessage("a text that is none")
        return part

    def number(part):
        if len(text(part)) > 5_000:
            raise BadMessage("a number that is too large")
        return int(part, 16)

    def real(part):
        return float(text(part))

    match mark, rest:
        case "i", [t]:
            return number(t)
        case "c", [a, b]:
            return complex(real(a), real(b))
        case "b", [t]:
            return bytes.fromhex(text(t))
        case "l", [parts]:
            return [inner(part) for part in parts]
        case "la", [["A", dtype, [size], flat]]:
            return list(_decode_array(text(dtype), [size], flat, inner, number, left))
        case "lf" | "li", [list(parts)]:
            left[0] -= len(parts)
            if left[0] < 0:
                raise BadMessage("a value that is too large")
            return list(map(real if mark == "lf" else number, parts))
        case "t", [parts]:
            return tuple(inner(part) for part in parts)
        case "S", [parts]:
            return {inner(part) for part in parts}
        case "F", [parts]:
            return frozenset(inner(part) for part in parts)
        case "d", [pairs]:
            return {inner(k): inner(v) for k, v in pairs}
        case "r", [a, b, c]:
            return range(number(a), number(b), number(c))
        case "sl", [a, b, c]:
            return slice(inner(a), inner(b), inner(c))
        case "NaT", []:
            return pd.NaT
        case "NA", []:
            return pd.NA
        case "T", [t]:
            return pd.Timestamp(text(t))
        case "D", [t]:
            return pd.Timedelta(number(t), unit="ns")
        case "P", [t, freq]:
            return pd.Period(text(t), freq=text(freq))
        case "dt", [t]:
            return dt.datetime.fromisoformat(text(t))
        case "da", [t]:
            return dt.date.fromisoformat(text(t))
        case "ti", [t]:
            return dt.time.fromisoformat(text(t))
        case "td", [a, b, c]:
            return dt.timedelta(days=int(a), seconds=int(b), microseconds=int(c))
        case "dec", [t]:
            return decimal.Decimal(text(t))
        case "fr", [a, b]:
            return fractions.Fraction(number(a), number(b))
        case "np", [dtype, part]:
            return _decode_scalar(text(dtype), part, inner, number)
        case "A", [dtype, shape, flat]:
            return _decode_array(text(dtype), shape, flat, inner, number, left)
        case "X", [column, name]:
            return pd.Index(_decode_column(column, inner, number, left), name=inner(name))
        case "Se", [column, index, name]:
            return pd.Series(
                _decode_column(column, inner, number, left), index=inner(index), name=inner(name)
            )
        case "DF", [columns, names, index]:
            names, index = inner(names), inner(index)
            parts = {i: _decode_column(c, inner, number, left) for i, c in enumerate(columns)}
            frame = pd.DataFrame({i: pd.Series(part, index=index) for i, part in parts.items()}, index=index)
            frame.columns = names
            return frame
        case "held", [key, kind, about] if held is not None and type(key) is int:
            return held(key, text(kind)[:200], text(about)[:2_000])
    raise BadMessage("a value of no known type")


SAFE_KINDS = "biufc"


def _dtype(text):
    dtype = np.dtype(text)
    if dtype.hasobject or dtype.fields or dtype.subdtype:
        raise BadMessage("an array of a type that does not cross")
    return dtype


def _decode_scalar(dtype, part, inner, number):
    dtype = _dtype(dtype)
    if dtype.kind in "mM":
        return np.int64(number(part)).astype(dtype)
    if dtype.kind not in SAFE_KINDS:
        raise BadMessage("a number of no known type")
    return dtype.type(inner(part))


def _decode_array(dtype, shape, flat, inner, number, left):
    if type(shape) is not list or any(type(n) is not int or n < 0 for n in shape) or len(shape) > 8:
        raise BadMessage("an array without a shape")
    size = math.prod(shape)
    left[0] -= size
    if left[0] < 0:
        raise BadMessage("a value that is too large")
    how, data = flat
    if how == "raw":
        wanted = _dtype(dtype)
        if wanted.kind not in SAFE_KINDS:
            raise BadMessage("an array of a type that does not cross")
        array = np.frombuffer(bytes.fromhex(data), dtype=wanted).copy()
    elif how == "i8":
        array = np.array([number(n) for n in data], dtype="int64").astype(_dtype(dtype))
    elif how == "items":
        items = [inner(item) for item in data]
        array = np.empty(len(items), dtype=object)
        array[:] = items
        if np.dtype(dtype).kind == "U" and all(type(item) is str for item in items):
            array = array.astype(str)
    else:
        raise BadMessage("an array of no known form")
    return array.reshape(shape)


def _decode_column(column, inner, number, left):
    match column:
        case ["numpy", ["A", dtype, shape, flat]]:
            return _decode_array(dtype, shape, flat, inner, number, left)
        case ["multi", items, names]:
            return pd.MultiIndex.from_tuples(
                [inner(item) for item in items], names=[inner(name) for name in names]
            )
        case ["categories", ["A", dtype, shape, flat], values, ordered]:
            codes = _decode_array(dtype, shape, flat, inner, number, left)
            return pd.Categorical.from_codes(codes, inner(values), ordered=bool(ordered))
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
    raise BadMessage("a column of no known form")


# ---------------------------------------------------------------- the channel


class Stream:
    """A socket that is read in large parts, since most messages come in one."""

    def __init__(self, channel):
        self.channel, self._ahead = channel, b""

    def recv(self, most: int) -> bytes:
        """Return some bytes that have come; none when the other side has gone."""
        if not self._ahead:
            self._ahead = self._read(max(most, 1 << 16))
        part, self._ahead = self._ahead[:most], self._ahead[most:]
        return part

    def _read(self, most: int) -> bytes:
        return self.channel.recv(most)

    def sendall(self, data: bytes) -> None:
        """Write everything."""
        self.channel.sendall(data)


def send(channel, message) -> None:
    """Write one message: its length in four bytes, then JSON."""
    data = json.dumps(message, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")
    if len(data) > MOST_BYTES:
        raise NotPlain("there is too much of it")
    channel.sendall(len(data).to_bytes(4, "big") + data)


def receive(channel):
    """Read one message; `EOFError` when the other side has gone, `BadMessage` when it is no message."""
    size = int.from_bytes(_exactly(channel, 4), "big")
    if size > MOST_BYTES:
        raise BadMessage("a message that is too large")
    try:
        return json.loads(_exactly(channel, size))
    except (ValueError, RecursionError):
        raise BadMessage("a message that cannot be read") from None


def _exactly(channel, size):
    parts, missing = [], size
    while missing:
        part = channel.recv(min(missing, 1 << 20))
        if not part:
            raise EOFError("the other side has gone")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
