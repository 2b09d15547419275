"""Stands in, in our process, for what a student's process holds: a test calls and reads it as if it were here.

What comes back is data of our own exact types, or another stand-in. A stand-in can do nothing but ask the jail, and
every question has a time limit. An exception of the student's arrives as one of Python's own with plain words.
"""

import builtins
import contextlib
import socket

from course.grading import clock, jail, values
from course.grading.limits import Limits

MOST_LOOPED = 10_000  # items that a test may draw from a generator


class Stopped(Exception):
    """The jail is gone. ``why`` is one of time (one cell), clock (the notebook's), machine (too busy), ended, nonsense."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


class AnswerError(Exception):
    """A student's function failed in a way that Python has no plain name for."""


class TooSlow(AnswerError):
    """A call took longer than a cell may."""


class Learner:
    """The line to one student's process, in its own jail, from birth to death.

    Parameters
    ----------
    nursery : socket.socket
        Where warm processes are asked for.
    limits : Limits
        What the process may use.
    """

    def __init__(self, nursery: socket.socket, limits: Limits, **for_tests):
        self.limits = limits
        self.jail = jail.Jail(limits)
        ours, theirs = socket.socketpair()
        self.line = clock.Line(ours, limits)
        order = {"pid": self.jail.pid, "limits": limits.plain(), **for_tests}
        socket.send_fds(nursery, [values.json.dumps(order).encode()], [theirs.fileno()])
        theirs.close()
        ready = self._exchange(None)  # until it has moved in, no clock of the student's runs
        if "broken" in ready:
            self.end()
            raise jail.NoJail(str(ready["broken"])[:500])
        self.line.begin_notebook()

    def begin_cell(self) -> None:
        """Start the clock of one cell: what it calls counts together."""
        self.line.begin_cell()

    def ask(self, **order) -> dict:
        """Send one order and return the answer; `Stopped` when the jail had to be killed, or has ended itself."""
        if self.jail is None:
            raise Stopped("ended")
        if self.line.cell_is_over():
            return {"error": ["OutOfTime", ""]}
        return self._exchange(order)

    def _exchange(self, order: dict | None) -> dict:
        try:
            with self.line.waiting():
                if order is not None:
                    values.send(self.line, order)
                answer = values.receive(self.line)
        except clock.Late as late:
            self.end()
            raise Stopped(late.why) from None
        except (EOFError, ConnectionError):
            self.end()
            raise Stopped("ended") from None
        except values.BadMessage:
            self.end()
            raise Stopped("nonsense") from None
        if type(answer) is not dict:
            self.end()
            raise Stopped("nonsense")
        return answer

    def value(self, **order):
        """Send one order that gives a value; a student's exception is raised here, in plain words."""
        answer = self.ask(**order)
        if "error" in answer:
            raise as_exception(answer["error"], self.limits)
        return self.decode(answer.get("value"))

    def decode(self, form):
        try:
            return values.decode(form, self._held)
        except values.BadMessage:
            self.end()
            raise Stopped("nonsense") from None

    def encode(self, value):
        def keep(thing):
            if isinstance(thing, Thing):
                return ["held", object.__getattribute__(thing, "_number"), "", ""]
            raise values.NotPlain(f"a test can hand over data only, and a {type(thing).__name__} is none")

        return values.encode(value, keep)

    def _held(self, number, kind, about):
        return (Function if kind == "function" else Thing)(self, number, about)

    def look(self, names: list[str]) -> dict:
        """Return what the student's process knows under these names."""
        found = self.ask(do="look", names=names).get("found", {})
        if type(found) is not dict:
            raise Stopped("nonsense")
        return {name: self.decode(form) for name, form in found.items() if name in names}

    def end(self) -> None:
        """Kill the jail and everything in it."""
        with contextlib.suppress(OSError):
            self.line.close()
        if self.jail is not None:
            self.jail.end()
            self.jail = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


class Thing:
    """An object that lives in a student's process."""

    __slots__ = ("_about", "_learner", "_number")

    def __init__(self, learner, number, about):
        object.__setattr__(self, "_learner", learner)
        object.__setattr__(self, "_number", number)
        object.__setattr__(self, "_about", about)

    def _ask(self, do, **order):
        return object.__getattribute__(self, "_learner").value(do=do, held=self._number, **order)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self._ask("attribute", attribute=name)

    def __setattr__(self, name, value):
        raise TypeError("a test cannot change what a learner made")

    def __getitem__(self, key):
        return self._ask("item", key=self._learner.encode(key))

    def __len__(self):
        length = self._ask("length")
        if type(length) is not int:
            raise AnswerError("its length is no number")
        return length

    def __iter__(self):
        items = self._ask("items", most=MOST_LOOPED)
        if type(items) is not list or len(items) > MOST_LOOPED:
            raise AnswerError(f"there are more than {MOST_LOOPED} items in it")
        return iter(items)

    def __bool__(self):
        return True

    def __str__(self):
        text = self._ask("text")
        return text if type(text) is str else "?"

    def __repr__(self):
        return f"<{self._about.partition('|')[0]} of the learner's>"


class Function(Thing):
    """A function (or a class) of a student's: it is called in the jail."""

    __slots__ = ()

    @property
    def __name__(self):
        return self._about.partition("|")[2]

    def __call__(self, *args, **named):
        learner = self._learner
        return self._ask(
            "call",
            args=[learner.encode(part) for part in args],
            named={name: learner.encode(part) for name, part in named.items()},
        )


def as_exception(error, limits: Limits) -> Exception:
    """Turn what the jail says about an exception into one of Python's own, with the same words."""
    match error:
        case [str(name), str(words), *rest]:
            pass
        case _:
            return AnswerError("it failed")
    if name == "OutOfTime":
        return TooSlow(f"it took longer than {limits.cell_seconds:g} s, and was stopped")
    if name == "NotPlain":
        return AnswerError(f"it gave something that is not plain data: {words[:300]}")
    kind = getattr(builtins, rest[0], None) if rest and type(rest[0]) is str else None
    words = words[:2_000]
    if name == "MemoryError":
        words = f"it asked for more memory than the {limits.memory_mb} MB that an answer may use"
    good = isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, StopIteration)
    try:
        made = kind(words) if good else AnswerError(f"{name[:100]}: {words}")
    except TypeError:
        made = ValueError(words) if issubclass(kind, ValueError) else AnswerError(f"{name[:100]}: {words}")
    made.of_the_learners = name[:100]
    return made
