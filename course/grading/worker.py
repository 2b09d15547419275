"""Runs in the jail: executes a student's cells and answers questions about what they made. It holds no secret.

Two things live here. The *nursery* is a process that has loaded the libraries and knows nothing else; for each jail it
makes a child that moves in. The *worker* is that child: it runs cells, calls functions, and says what came out, through
one socket. What it says is never trusted on the other side, since the student's code can say anything in its place.
"""

import ast
import builtins
import contextlib
import functools
import gc
import importlib
import io
import os
import signal
import socket
import sys
import traceback
import warnings
from _signal import SIGALRM
from _signal import signal as set_handler

from course.grading import jail, state, values
from course.grading.limits import Limits


class OutOfTime(BaseException):
    """A cell or a call has used its time. Not an `Exception`, so that a learner's ``except Exception`` lets it pass."""


# ---------------------------------------------------------------- the nursery

# The first use of a library loads more of it, and what it remembers makes the second faster: once here is better than
# once in every jail. Each part is for those assignments whose own cells import the library.
WARM_UP = {
    "numpy": ["import numpy as np", "np.random.default_rng(1).normal(size=3)", "np.array([1.0, 2.0]).mean()"],
    "pandas": [
        "import pandas as pd",
        "dated = pd.DataFrame({'date': pd.date_range('2024-01-01', periods=3), 'value': [1.0, 2.0, 3.0]})",
        "dated.groupby('date').sum()",
        "series = pd.Series([3, 1, 2], name='days')",
        "def middle(some):\n    return float(some.median())\nmiddle(series)",
        "series.to_frame()",
        "series",
    ],
    "plotly": [
        "import plotly.express as px, plotly.graph_objects as go",
        "fig = px.line(y=[3, 1, 2])",
        "px.line(x=[1, 2], y=[1, 2]).add_hline(y=1).update_layout(title='x')",
        "go.Figure(go.Scatter(x=[1, 2], y=[1, 2]))",
        "fig",
    ],
    "improve.charts": [
        "from improve.charts import run_chart",
        "chart = run_chart([3, 1, 2] * 4)",
        "chart",
    ],
}


def load_libraries(names: list[str]) -> None:
    """Import, once and for all jails, what an assignment imports; nothing of a learner's has run yet."""
    for name in names:
        # one that is not there is told by the notebook; "improve.charts.run_chart" is no module
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    space = {}
    for source in warm_up():
        exec(source, space)


def warm_up() -> list[str]:
    """Return what is done once with the libraries that are loaded."""
    return [source for library, sources in WARM_UP.items() if library in sys.modules for source in sources]


def nursery(requests: socket.socket) -> None:
    """For each request (a jail's pid, limits, a socket) put a fresh child into that jail. Ends with its parent."""
    os.environ.clear()
    os.environ.update(jail.ENVIRONMENT)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    make_shell()
    jail.measure()
    gc.collect()
    gc.freeze()  # so that children share these pages
    # from here on children leave no zombie, and nobody waits for one
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        data, handles, _, _ = socket.recv_fds(requests, 4096, 1)
        if not data:
            os._exit(0)
        order = values.json.loads(data)
        if os.fork() == 0:
            requests.close()
            _move_in(order, socket.socket(fileno=handles[0]))
        os.close(handles[0])


def _move_in(order: dict, channel: socket.socket) -> None:
    """Join the jail, be born again inside it, lock the door, and serve. Never returns."""
    try:
        limits = Limits(**order["limits"])
        jail.join(order["pid"])
        if inside := os.fork():  # a process that joins a pid namespace stays outside; its child is inside
            channel.close()  # else nobody would hear of the child's end
            # Stays as its parent: the jail is not gone while a zombie is there, and the machine's own process 1 is slow.
            with contextlib.suppress(ChildProcessError):  # no zombie is left where nobody asks for one
                os.waitpid(inside, 0)
            os._exit(0)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()  # kill(0) then reaches nobody else
        _leave_everything_behind(channel)
        if not order.get("unlocked"):  # only a test that proves the lock asks for this
            jail.lock(limits)
        serve(channel, limits)
    except BaseException as failed:
        with contextlib.suppress(Exception):
            values.send(channel, {"broken": f"{type(failed).__name__}: {failed}"})
    finally:
        os._exit(0)


def _leave_everything_behind(channel: socket.socket) -> None:
    """Keep three silent standard files and the channel; close every other handle."""
    nothing = os.open("/dev/null", os.O_RDWR)
    keep = channel.fileno()
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(3, keep)
    os.closerange(keep + 1, 4096)


# ---------------------------------------------------------------- one learner's shell


class Captured(io.TextIOBase):
    """A text stream that remembers its first characters, and how many there were."""

    def __init__(self, outputs, name):
        self.outputs, self.name = outputs, name

    def writable(self):
        return True

    def write(self, text):
        self.outputs.stream(self.name, str(text))
        return len(text)

    def flush(self):
        pass


class Outputs:
    """What one cell shows, up to a number of characters over all its forms."""

    def __init__(self):
        self.begin(0)

    def begin(self, most: int) -> None:
        self.left, self.items, self.dropped = most, [], 0

    def stream(self, name: str, text: str) -> None:
        kept = text[: max(self.left, 0)]
        self.dropped += len(text) - len(kept)
        self.left -= len(kept)
        if not kept:
            return
        last = self.items[-1] if self.items else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += kept
        else:
            self.items.append({"output_type": "stream", "name": name, "text": kept})

    def data(self, kind: str, bundle: dict) -> None:
        kept = {}
        for mime, content in list(bundle.items())[:20]:
            if isinstance(content, bytes):
                content = __import__("base64").b64encode(content).decode("ascii")
            if not isinstance(content, str):
                try:
                    size = len(values.json.dumps(content, default=_plain_number))
                    content = values.json.loads(values.json.dumps(content, default=_plain_number))
                except (TypeError, ValueError):
                    continue
            else:
                size = len(content)
            if size > self.left:
                self.dropped += size
                continue
            self.left -= size
            kept[str(mime)] = content
        if kept:
            self.items.append({"output_type": kind, "data": kept})


def _plain_number(thing):
    if hasattr(thing, "tolist"):
        return thing.tolist()
    return str(thing)


OUTPUTS = Outputs()
SHELL = None


def make_shell() -> None:
    """Make the shell in which cells run: IPython's own, without history, colours or traceback drawing."""
    global SHELL
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Publisher(DisplayPublisher):
        def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **_):
            OUTPUTS.data("display_data", data)

        def clear_output(self, wait=False):
            OUTPUTS.items.clear()

    class Hook(DisplayHook):
        def write_output_prompt(self):
            pass

        def write_format_data(self, format_dict, md_dict=None):
            OUTPUTS.data("execute_result", format_dict)

        def log_output(self, format_dict):
            pass

        def finish_displayhook(self):
            pass

    InteractiveShell.display_pub_class.default_value = Publisher
    InteractiveShell.displayhook_class.default_value = Hook
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "nocolor"
    settings.InteractiveShell.xmode = "Minimal"
    settings.InteractiveShell.cache_size = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the learner's home is not there yet
        SHELL = InteractiveShell.instance(config=settings)
    SHELL.display_pub = Publisher(parent=SHELL)
    SHELL.transform_cell = functools.partial(_as_python, SHELL.transform_cell)
    SHELL.showtraceback = SHELL.showsyntaxerror = lambda *_, **__: None
    # Once here, what most notebooks do takes half the time in every jail.
    known = set(SHELL.user_ns)
    for source in warm_up():
        OUTPUTS.begin(1 << 20)
        SHELL.run_cell(source, store_history=False)
    for name in set(SHELL.user_ns) - known:
        del SHELL.user_ns[name]


def _as_python(transform, source: str) -> str:
    """Return a cell as Python. What is Python already is left as it is: to look for magics in it takes ten times as long."""
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return transform(source)
    return source + "\n"


# ---------------------------------------------------------------- serving


def serve(channel: socket.socket, limits: Limits) -> None:
    """Answer requests until the other side hangs up."""
    held, places = [], state.Places(SHELL.user_ns)
    channel = values.Stream(channel)
    sys.stdout, sys.stderr = Captured(OUTPUTS, "stdout"), Captured(OUTPUTS, "stderr")
    sys.stdin = io.StringIO()  # nobody answers

    def keep(thing):
        held.append(thing)
        kind = "function" if callable(thing) else "object"
        about = f"{type(thing).__name__}|{getattr(thing, '__name__', '')}"
        return ["held", len(held) - 1, kind, about[:500]]

    busy = False

    def alarm(*_):  # the other side says that a cell has had its time
        if busy:
            raise OutOfTime

    values.send(channel, {"ready": True})
    while True:
        # Answers may have put one of their own there. Done a thousand times a notebook, and `signal.signal` is far slower.
        set_handler(SIGALRM, alarm)
        try:
            order = values.receive(channel)
        except EOFError:
            return
        OUTPUTS.begin(limits.output_kb * 1024)
        try:
            busy = True
            try:
                answer = _obey(order, held, keep, places)
            finally:
                busy = False
        except OutOfTime:
            answer = {"error": ["OutOfTime", ""]}
        except values.NotPlain as plain:
            answer = {"error": ["NotPlain", str(plain)]}
        except BaseException as failed:
            answer = {"error": _describe(failed)}
        busy = False
        sys.stdout, sys.stderr = Captured(OUTPUTS, "stdout"), Captured(OUTPUTS, "stderr")
        try:
            values.send(channel, answer)
        except values.NotPlain as plain:
            values.send(channel, {"error": ["NotPlain", str(plain)]})


def _obey(order: dict, held: list, keep, places: state.Places) -> dict:
    space = SHELL.user_ns
    match order["do"]:
        case "files":
            for name, content in order["files"].items():
                with open(name, "wb") as file:
                    file.write(bytes.fromhex(content))
            return {}
        case "run":
            return _run(order["source"], order["quiet"])
        case "look":
            found = {}
            for name in order["names"]:
                if name in space:
                    try:
                        found[name] = values.encode(space[name], keep)
                    except values.NotPlain:
                        found[name] = keep(space[name])
            return {"found": found}
        case "mark":
            return {"mark": places.keep(order["names"])}
        case "back":
            return {"same": places.back(order["mark"])}

    def original(number):
        return held[number]

    thing = held[order["held"]] if "held" in order else space[order["name"]]
    decode = lambda form: values.decode(form, lambda number, *_: original(number))  # noqa: E731
    match order["do"]:
        case "call":
            args = [decode(part) for part in order["args"]]
            named = {name: decode(part) for name, part in order["named"].items()}
            result = thing(*args, **named)
        case "attribute":
            result = getattr(thing, order["attribute"])
        case "item":
            result = thing[decode(order["key"])]
        case "items":
            result = []
            for item in thing:
                result.append(item)
                if len(result) > order["most"]:
                    break
        case "length":
            result = len(thing)
        case "text":
            result = str(thing)
    return {"value": values.encode(result, keep)}


def _run(source: str, quiet: bool) -> dict:
    """Run a cell; when ``quiet``, the value of its last line is worked out and not drawn."""
    result = SHELL.run_cell(source, store_history=False, silent=quiet)
    error = result.error_before_exec or result.error_in_exec
    answer = {"outputs": OUTPUTS.items, "dropped": OUTPUTS.dropped}
    if isinstance(error, OutOfTime):
        answer["error"] = ["OutOfTime", ""]
    elif error is not None:
        answer["error"] = [*_describe(error), _where(error, source)]
    return answer


def _describe(error: BaseException) -> list[str]:
    kinds = [kind.__name__ for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind]
    try:
        words = str(error)
    except BaseException:
        words = ""
    return [type(error).__name__[:200], words[:4_000], kinds[0] if kinds else "Exception"]


def _where(error: BaseException, source: str) -> str:
    """Return the line of the cell in which the error arose, where that can be told."""
    lines = source.split("\n")
    number = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
    if number is None:
        steps = traceback.extract_tb(error.__traceback__)
        numbers = [
            step.lineno
            for step in steps
            if "ipython-input" in step.filename or "/ipykernel_" in step.filename
        ]
        number = numbers[-1] if numbers else None
    if not number or number > len(lines):
        return ""
    return f"line {number}: {lines[number - 1].strip()[:200]}"
