"""Tells, in the jail, whether the things that some of a student's names stand for are as they were.

Names are easy: they are put back to what they named. What can have changed in place is looked at: data, the things that a
function keeps between calls, files, where the generators of random numbers stand, and what counts as an error. Where it
cannot be told, the answer is that it has changed, and the notebook is run anew. What is not looked at is a change that a
later cell makes inside a library, such as another option of pandas.
"""

import hashlib
import io
import os
import pickle
import random
import warnings
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType

import numpy as np

MOST_BYTES = 8 * 2**20  # that are looked at
INDIRECT = {"eval", "exec", "globals", "locals", "vars", "__import__"}  # by these a function reaches any name


class CannotTell(Exception):
    """Something has no form in which it could be compared."""


class _Digest(io.RawIOBase):
    """A file that keeps only a digest of what is written to it."""

    def __init__(self):
        self.hash, self.left = hashlib.blake2b(digest_size=16), MOST_BYTES

    def writable(self):
        return True

    def write(self, data):
        self.left -= len(data)
        if self.left < 0:
            raise CannotTell("there is too much of it")
        self.hash.update(data)
        return len(data)


class _Pickler(pickle.Pickler):
    """Writes data as pickle does, and functions by what they can reach. What it writes is never read."""

    def __init__(self, file, space):
        super().__init__(file, protocol=5)
        self.space, self.functions = space, []

    def persistent_id(self, thing):
        kind = type(thing)
        if kind is FunctionType:
            if thing.__globals__ is self.space:
                self.functions.append(thing)
            return ("function", id(thing))
        if issubclass(kind, ModuleType | BuiltinFunctionType):
            return ("ours", id(thing))
        if issubclass(kind, type):
            if thing.__module__ == "__main__":  # what a class of the student's keeps is not looked at
                raise CannotTell(thing.__name__)
            return ("ours", id(thing))
        return None


class Places:
    """How a student's things were at the places of hidden parts, and whether they still are when one goes back there."""

    def __init__(self, space: dict):
        self.space, self.kept, self.here = space, [], None

    def keep(self, names: list[str]) -> int:
        """Remember what every name names now, and how what ``names`` reach is; return the number of this place."""
        self.kept.append((dict(self.space), names, of(self.space, names)))
        return len(self.kept) - 1

    def back(self, number: int) -> bool:
        """Let every name name what it named; return whether that is as it was, and was left so at the place before."""
        left = self.here is None or _name_the_same(self.space, self.here)
        self.here, names, digest = self.kept[number]
        self.space.clear()
        self.space.update(self.here)
        return left and digest is not None and digest == of(self.space, names)


def _name_the_same(one: dict, other: dict) -> bool:
    return one.keys() == other.keys() and all(one[name] is other[name] for name in one)


def of(space: dict, names: list[str]) -> bytes | None:
    """Return a digest of all that ``names`` reach in ``space``; None where it cannot be told."""
    file = _Digest()
    pickler = _Pickler(file, space)
    try:
        pickler.dump(_around())
        todo, seen = list(names), set()
        while todo:
            name = todo.pop()
            if name in seen or name not in space:
                continue
            seen.add(name)
            pickler.dump((name, space[name]))
            while pickler.functions:
                function = pickler.functions.pop()
                if id(function) not in seen:
                    seen.add(id(function))
                    todo += _names_in(function.__code__)
                    pickler.dump(_kept_by(function))
    except Exception:
        return None
    return file.hash.digest()


def _kept_by(function: FunctionType) -> list:
    cells = [cell.cell_contents for cell in function.__closure__ or ()]
    return [function.__defaults__, function.__kwdefaults__, function.__dict__, cells]


def _names_in(code: CodeType) -> list[str]:
    if INDIRECT & set(code.co_names):
        raise CannotTell("it may reach any name")
    inner = [name for part in code.co_consts if isinstance(part, CodeType) for name in _names_in(part)]
    return [*code.co_names, *inner]


def _around() -> list:
    """Return what a function may depend on without a name of the student's: where it is, chance, and what is an error."""
    chance = [hash(random.getstate()), np.random.get_state()]
    return [os.getcwd(), _files(), dict(os.environ), *chance, np.geterr(), warnings.filters]


def _files() -> list:
    return sorted((e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in os.scandir())
