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

from course.grading import frames

MOST_BYTES = 16 * 2**20  # of one message
MOST_DEPTH = 40
MOST_ITEMS = 1_000_000  # in one value, counted over all its parts

_as_json = json.JSONEncoder(
    allow_nan=False, separators=(",", ":")
).encode  # made once, for thousands of messages


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

    def array(some):
        return _encode_array(some, inner)

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
    # before Python's own dates: pandas' are of their kind
    if form := frames.encode(value, kind, inner, array):
        return form
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
        return array(value)
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
        return ["la", _encode_array(np.array(value), None)]  # which has no parts
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


def _encode_array(array, inner):
    array = np.asarray(array)
    if array.dtype.kind in "mM":
        flat = ["i8", [_digits(int(n)) for n in array.astype("int64").ravel()]]
    elif array.dtype.kind in "biufc":
        flat = ["raw", np.ascontiguousarray(array).tobytes().hex()]
    elif array.dtype.kind in "UO" or array.dtype.kind == "T":
        flat = ["items", [inner(item) for item in array.ravel().tolist()]]
    else:
        raise NotPlain(f"an array of {array.dtype} is not plain data")
    return ["A", array.dtype.str if array.dtype.kind not in "T" else "O", list(array.shape), flat]


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

    def array(dtype, shape, flat):
        return _decode_array(text(dtype), shape, flat, inner, number, left)

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
            return list(array(dtype, [size], flat))
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
            return array(dtype, shape, flat)
        case str(), _ if mark in frames.MARKS:
            return frames.decode(mark, rest, inner, array, text)
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


# ---------------------------------------------------------------- the channel


class Stream:
    """A socket that is read in large parts, since most messages come in one."""

    def __init__(self, channel):
        self.channel, self._ahead = channel, bytearray()

    def exactly(self, size: int) -> bytearray:
        """Return as many bytes as asked for; `EOFError` when the other side has gone before they came."""
        while len(self._ahead) < size:
            part = self._read(1 << 16)
            if not part:
                raise EOFError("the other side has gone")
            self._ahead += part
        found = self._ahead[:size]
        del self._ahead[:size]
        return found

    def _read(self, most: int) -> bytes:
        return self.channel.recv(most)

    def sendall(self, data: bytes) -> None:
        """Write everything."""
        self.channel.sendall(data)


def send(channel, message) -> None:
    """Write one message to a stream or a socket: its length in four bytes, then JSON."""
    data = _as_json(message).encode("ascii")
    if len(data) > MOST_BYTES:
        raise NotPlain("there is too much of it")
    channel.sendall(len(data).to_bytes(4, "big") + data)


def receive(stream: Stream):
    """Read one message; `EOFError` when the other side has gone, `BadMessage` when it is no message."""
    size = int.from_bytes(stream.exactly(4), "big")
    if size > MOST_BYTES:
        raise BadMessage("a message that is too large")
    try:
        return json.loads(stream.exactly(size).decode("ascii"))
    except (ValueError, RecursionError):
        raise BadMessage("a message that cannot be read") from None
