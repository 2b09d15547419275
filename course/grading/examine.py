"""Grades one submission: its cells run in a jail, the tests run here, and what comes out is plain data.

No hidden test is called before all that may be shown to the learner has been taken from the jail and told. From then on
nothing that comes out of it is shown: only whether each test held. So the hidden parts wait until the last cell has run;
then each gets the student's things as they were at its place. Where they are not as they were any more, or where that
cannot be told, the notebook is run once more in a second jail, and each hidden part at its place.
"""

import ast
import builtins
import contextlib
import functools
import io
import resource
import signal
import socket
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType

from course.grading import clean, hidden, jail, proxies, rebuild
from course.grading.limits import Limits

MOST_RESTARTS = 3  # jails for one run, when a test had to be ended by force
TEST_MEMORY_MB = 1024
TEST_SECONDS = 20  # of a processor, for our side of one test
EXAMINER_SECONDS = 120  # of a processor, for our side of one run
AGAIN = ("machine",)  # what stops a run by no fault of the answers


class TestTime(Exception):
    """A test of ours took too long over what it was given."""


# ---------------------------------------------------------------- our side of the notebook


class Ours:
    """The names that our own cells define, and which names a test takes from the student instead."""

    def __init__(self, plan: list[dict]):
        self.plan = plan
        self.space: dict = {"__name__": "__main__", "__builtins__": builtins}
        self.theirs: set[str] = set()  # names that the last cell to define them left to the student
        self.done = 0
        self.last_test = max((i for i, cell in enumerate(plan) if cell["role"] == "test"), default=-1)
        self.needed = needed_by_tests(plan)
        self.preparing = tests_that_prepare(plan)
        self.with_hidden = {
            cell["name"]: cell["source"]
            for cell in plan
            if cell["role"] == "test" and hidden.has_hidden(cell["source"])
        }
        self.reached = {}  # for each hidden part that can wait, the names that it needs, directly or not
        if hidden.can_wait(plan):
            self.reached = {name: names_reached(source, plan) for name, source in self.with_hidden.items()}
        self._compile()

    def _compile(self) -> None:
        """Compile all that will be run: once here, and not by each examiner."""
        for cell in self.plan:
            if cell["type"] == "code" and cell["role"] != "answer":
                parts = {
                    cell["source"],
                    rebuild.without_hidden(cell["source"]),
                    hidden.at_the_end(cell["source"]),
                }
                for part in parts - {None}:
                    with contextlib.suppress(SyntaxError):
                        compiled(part)

    def prepare(self) -> None:
        """Run our own cells up to the first answer: they are the same for everybody."""
        while self.done < len(self.plan) and self.plan[self.done]["role"] == "ours":
            self.step(self.done)
            self.done += 1

    def step(self, position: int) -> None:
        """Go past a cell that is no test: run it if it is ours, note what it leaves to the student if it is an answer."""
        cell = self.plan[position]
        if cell["type"] != "code" or position > self.last_test:
            return
        if cell["role"] == "answer":
            self.theirs |= set(cell["names"])
            run_ours(cell["imports"], self.space)
        elif cell["role"] == "ours":
            defined = rebuild.assigned(cell["source"])
            if position in self.needed:
                with contextlib.suppress(proxies.AnswerError):
                    run_ours(cell["source"], self.space)
            self.theirs -= defined

    def wanted(self, source: str) -> list[str]:
        """Return which of the student's names a test may ask for, in itself or in our functions that it calls."""
        return sorted(self.theirs)


def needed_by_tests(plan: list[dict]) -> set[int]:
    """Return the positions of our own cells that a test depends on; a cell that only shows something is left out."""
    names: set[str] = set()
    for cell in plan:
        if cell["role"] == "test":
            names |= hidden.loaded(cell["source"])
    needed: set[int] = set()
    for _ in plan:  # what a needed cell uses is needed, too
        before = len(needed)
        for position, cell in enumerate(plan):
            if position in needed or cell["role"] != "ours" or cell["type"] != "code":
                continue
            defined = rebuild.assigned(cell["source"])
            if defined & names or not (defined or only_shows(cell["source"])):
                needed.add(position)
                names |= hidden.loaded(cell["source"])
        if len(needed) == before:
            break
    return needed


def only_shows(source: str) -> bool:
    """Whether a cell does no more than show what is there already: it calls nothing and names nothing."""
    tree = ast.parse(rebuild.plain_python(source))
    return all(isinstance(step, ast.Expr) for step in tree.body) and not any(
        isinstance(node, ast.Call | ast.NamedExpr | ast.Await) for node in ast.walk(tree)
    )


def tests_that_prepare(plan: list[dict]) -> set[str]:
    """Return the names of the tests that give a name to something which a later cell mentions: it needs them to be run.

    A test that changes a thing in place, for a later one, is not seen: tests should not do that.
    """
    mentioned: set[str] = set()
    found: set[str] = set()
    for cell in reversed(plan):
        if cell["role"] == "test" and rebuild.assigned(cell["source"]) & mentioned:
            found.add(cell["name"])
        if cell["type"] == "code":
            mentioned |= hidden.loaded(cell["source"])
    return found


def names_reached(source: str, plan: list[dict]) -> set[str]:
    """Return the names that a test mentions, and those that our cells mention which give them to something."""
    names, before = hidden.loaded(source), set()
    while names != before:
        before = set(names)
        for cell in plan:
            if (
                cell["role"] != "answer"
                and cell["type"] == "code"
                and rebuild.assigned(cell["source"]) & names
            ):
                names |= hidden.loaded(cell["source"])
    return names


def run_ours(source: str, space: dict, result: bool = False):
    """Run a cell of ours; an error ends this cell only. With ``result`` errors are raised, and the last value given."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        try:
            body, last = compiled(source)
            exec(body, space)
            return eval(last, space) if last else None
        except proxies.Stopped:
            raise
        except Exception:
            if result:
                raise


@functools.lru_cache(1_000)
def compiled(source: str) -> tuple[CodeType, CodeType | None]:
    """Return a cell of ours as code, and its last expression apart, if it ends in one."""
    tree = ast.parse(rebuild.plain_python(source))
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    return (
        compile(tree, "<test>", "exec"),
        compile(ast.Expression(last.value), "<test>", "eval") if last else None,
    )


def guard(limits: Limits) -> None:
    """Put limits on our own process while it looks at what a student's gave it."""
    most = jail.memory_in_use() + TEST_MEMORY_MB * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**26, 2**26))
    resource.setrlimit(resource.RLIMIT_CPU, (EXAMINER_SECONDS, EXAMINER_SECONDS))

    def late(*_):
        raise TestTime

    signal.signal(signal.SIGPROF, late)


# ---------------------------------------------------------------- one run


def examine(order: dict, ours: Ours, nursery: socket.socket, tell: Callable[[dict], None]) -> None:
    """Rebuild and run one submission, and tell what came out.

    After an outcome of which all may be shown, ``{"judged": verdicts}`` is told, too, if the hidden parts could wait.

    Parameters
    ----------
    order : dict
        ``content`` (the file, bytes), ``limits``, ``files`` (handouts) and, for a second run with hidden parts at
        their places, ``tests``: the names of those that are still to be run.
    ours : Ours
        Our side, with the cells before the first answer already run.
    nursery : socket.socket
        Where jails get their process from.
    tell : callable
        Called with each outcome, plain data. What was told stays so, whatever happens after.
    """
    limits = Limits(**order["limits"])
    try:
        rebuilt = rebuild.rebuild(rebuild.read(order["content"]), ours.plan)
    except rebuild.Unreadable as reason:
        tell({"status": "quarantine", "reason": str(reason)})
        return
    guard(limits)
    run = Run(order, ours, nursery, limits, rebuilt)
    try:
        outcome = run.outcome()
        tell(outcome)
        if outcome["status"] == "ok" and run.waiting:
            with contextlib.suppress(proxies.Stopped):
                tell({"judged": run.judge()})
    finally:
        run.end()


@dataclass(frozen=True)
class Waiting:
    """A hidden part that is to be run later: the jail's number for how things were, and our own names then."""

    plan: dict
    mark: int
    space: dict


class Run:
    """One pass through a rebuilt notebook."""

    def __init__(self, order, ours, nursery, limits, rebuilt):
        self.order, self.ours, self.nursery, self.limits = order, ours, nursery, limits
        self.cells, self.warnings = rebuilt.cells, rebuilt.warnings
        self.second = "tests" in order  # a run of which nothing is shown
        self.waiting: list[Waiting] = []
        self.made: list[dict] = []
        self.tests: dict[str, dict] = {}
        self.restarts = 0
        self.room = 2_000_000  # characters of output in the whole notebook
        self.doing = "starting"
        self.learner = None
        self.slept = ""  # where a cell was stopped that had waited, rather than worked, for most of its time

    def _begin(self) -> None:
        self.learner = proxies.Learner(self.nursery, self.limits)
        if self.order["files"]:
            self.learner.ask(do="files", files=self.order["files"])

    def end(self) -> None:
        """End the jail, if there is one."""
        if self.learner is not None:
            self.learner.end()

    def outcome(self) -> dict:
        """Run the notebook, and return what came out of it."""
        try:
            self.through()
        except proxies.Stopped as stopped:
            status = "again" if stopped.why in AGAIN else "quarantine"
            return {**self._outcome(status, self.unrun()), "reason": self.why(stopped.why), "tests": {}}
        if self.slept and not all(verdict["held"] for verdict in self.tests.values()):
            # It may have waited for something that works elsewhere, or the machine was slow: that is no ground for a 0.
            return {**self._outcome("quarantine", self.made), "reason": self.why("slept"), "tests": {}}
        return self._outcome("ok", self.made)

    def _outcome(self, status: str, cells: list) -> dict:
        return {"status": status, "warnings": self.warnings, "cells": cells, "tests": self.tests}

    def through(self) -> None:
        """Run every cell and every test, in order."""
        self._begin()
        still_to_run = set(self.order.get("tests", ()))
        for number, cell in enumerate(self.cells):
            plan = self.ours.plan[cell["plan"]] if "plan" in cell else None
            if cell["role"] == "test":
                if not self.second or plan["name"] in still_to_run:
                    self._test(number, plan)
                    still_to_run.discard(plan["name"])
                if self.second and not still_to_run:
                    break  # nothing of this run is shown, and nothing more is tested
                self.made.append({"plan": cell["plan"], "outputs": []})
                continue
            if plan and cell["plan"] >= self.ours.done:
                self.learner.begin_cell()
                self._link(cell["plan"])
                self.ours.step(cell["plan"])
            self.made.append({**cell, "outputs": self._run(cell, plan)})

    def _link(self, position: int) -> None:
        """Give our own cell the student's names it needs, so that it may call what they wrote."""
        plan = self.ours.plan[position]
        if plan["role"] == "ours" and position in self.ours.needed and self.ours.theirs:
            self._fetch(plan["source"])

    def _run(self, cell: dict, plan: dict | None) -> list[dict]:
        kind = plan["type"] if plan else cell["type"]
        source = cell["text"] if "text" in cell else plan["source"]
        if kind != "code" or not source.strip() or cell.get("absent"):
            return []
        self.doing = f"in the cell that begins “{source.strip().splitlines()[0][:60]}”"
        self.learner.begin_cell()
        # what the second run shows is seen by nobody, so it is not drawn
        answer = self.learner.ask(do="run", source=source, quiet=self.second)
        self._note_sleep()
        outputs = answer.get("outputs") if type(answer.get("outputs")) is list else []
        if answer.get("dropped"):
            text = f"[Output longer than {self.limits.output_kb} kB: the rest is not shown.]\n"
            outputs.append({"output_type": "stream", "name": "stdout", "text": text})
        if answer.get("error"):
            name, words = self._error(answer["error"])
            outputs.append({"output_type": "error", "ename": name, "evalue": words})
        return [] if self.second else self._cleaned(outputs)

    def _cleaned(self, outputs: list) -> list[dict]:
        signal.setitimer(signal.ITIMER_PROF, 5)
        try:
            kept = clean.outputs(outputs, self.room)
        except TestTime:
            kept = [
                {
                    "output_type": "stream",
                    "name": "stdout",
                    "text": "[Output that could not be made safe in time.]",
                }
            ]
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        self.room -= sum(len(str(output)) for output in kept)
        return kept

    def _error(self, error) -> tuple[str, str]:
        parts = [part if type(part) is str else "" for part in error] if type(error) is list else []
        name, words, _, where = [*parts, "", "", "", ""][:4]
        if name == "OutOfTime":
            name, words = (
                "TimeLimit",
                f"This cell took longer than {self.limits.cell_seconds:g} s and was stopped.",
            )
        elif name == "MemoryError":
            words = (
                f"This cell asked for more memory than the {self.limits.memory_mb} MB that answers may use."
            )
        elif name in ("EOFError", "StdinNotImplementedError"):
            words = "Nobody is there to answer a question (input) while work is marked."
        return name[:200], f"{words[:2_000]} ({where[:300]})" if where else words[:2_000]

    # ------------------------------------------------------------ tests

    def _fetch(self, source: str) -> None:
        wanted = self.ours.wanted(source)
        found = self.learner.look(wanted)
        for name in wanted:
            self.ours.space.pop(name, None)
        self.ours.space.update(found)

    def _test(self, number: int, plan: dict) -> None:
        source = plan["source"] if self.second else rebuild.without_hidden(plan["source"])
        self.doing = f"in the test “{plan['name']}”"
        self.learner.begin_cell()
        try:
            self.tests[plan["name"]] = verdict = self._verdict(source, plan["points"])
            if verdict["held"] and plan["name"] in self.ours.reached and not self.second:
                self._let_wait(plan)
        except proxies.Stopped as stopped:
            said = self.why(stopped.why)
            self.tests[plan["name"]] = {"held": False, "score": 0, "said": said, "slow": True}
            self._begin_again(number, stopped)
        finally:
            self._note_sleep()

    def _verdict(self, source: str, points: float, fetch: bool = True) -> dict:
        """Run a test, or a part of one, and say whether it held."""
        signal.setitimer(signal.ITIMER_PROF, TEST_SECONDS, 0.5)
        try:
            if fetch:
                self._fetch(source)
            value = run_ours(source, self.ours.space, result=True)
            return {"held": True, "score": partial(value, points), "said": ""}
        except proxies.Stopped:
            raise
        except Exception as failed:
            slow = isinstance(failed, proxies.TooSlow | TestTime)
            return {
                "held": False,
                "score": 0,
                "said": in_words(failed),
                "line": line_of(failed),
                "slow": slow,
            }
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    # ------------------------------------------------------------ hidden parts that wait

    def _let_wait(self, plan: dict) -> None:
        """Have the jail remember how the student's things are now, and remember how ours are."""
        names = sorted(self.ours.reached[plan["name"]] & self.ours.theirs)
        mark = self.learner.ask(do="mark", names=names).get("mark")
        self.waiting.append(Waiting(plan, mark, dict(self.ours.space)))

    def judge(self) -> dict | None:
        """Return the verdict of each hidden part that waited; None if one cannot be given in this jail.

        Whatever is unusual is left to the second run, which has all its time before it.
        """
        if self.restarts:
            return None
        verdicts = {}
        for part in self.waiting:
            self.learner.begin_cell()
            if self.slept or self.learner.ask(do="back", mark=part.mark).get("same") is not True:
                return None
            self.ours.space.clear()
            self.ours.space.update(part.space)
            source = hidden.at_the_end(part.plan["source"])
            verdicts[part.plan["name"]] = self._verdict(source, part.plan["points"], fetch=False)
            self._note_sleep()
        return None if self.slept else verdicts

    def _begin_again(self, number: int, stopped: proxies.Stopped) -> None:
        """After a test had to be ended by force: the cells so far run again in a new jail, so that the rest is tested."""
        self.restarts += 1
        if stopped.why in ("clock", *AGAIN) or self.restarts > MOST_RESTARTS:
            raise stopped
        used = self.learner.line.notebook
        self._begin()
        self.learner.line.before = used  # the notebook's clock goes on
        for cell in self.cells[:number]:
            if cell["role"] != "test":
                self._run(cell, self.ours.plan[cell["plan"]] if "plan" in cell else None)

    # ------------------------------------------------------------ what went wrong

    def _note_sleep(self) -> None:
        if self.learner.line.idle and not self.slept:
            self.slept = self.doing

    def why(self, reason: str) -> str:
        """Say in a tutor's words why the jail is gone."""
        return {
            "time": f"It took longer than {self.limits.cell_seconds:g} s and would not stop ({self.doing}).",
            "clock": f"The notebook took longer than {self.limits.notebook_seconds:g} s in all and was stopped "
            f"({self.doing}).",
            "ended": f"The answers ended their own process, or used more than they may ({self.doing}).",
            "machine": f"This machine was too busy to run the notebook ({self.doing}). Run the grader again for this "
            "student when it is less busy.",
            "slept": f"It waited, rather than worked, for {self.limits.cell_seconds:g} s and was stopped "
            f"({self.slept}). Look whether that is the answer's fault, and mark it by hand.",
            "nonsense": f"The answers gave more data than they may, or disturbed the grader ({self.doing}).",
        }[reason]

    def unrun(self) -> list[dict]:
        """Return the cells with what was shown until it stopped."""
        return [*self.made, *({**cell, "outputs": []} for cell in self.cells[len(self.made) :])]


def partial(value, points: float) -> float:
    """Return the points for a test's last value, as nbgrader reads it: a number is a part of the points."""
    if value is None:
        return points
    try:
        number = float(repr(value)) if not isinstance(value, str) else points
    except ValueError:
        return points
    if number > points:
        raise ValueError("the test gave more points than the cell is worth")
    return number if number >= 0 else points


def in_words(failed: Exception) -> str:
    """Return what a failed test says to a learner."""
    if isinstance(failed, TestTime):
        return "What your answer gave was too large to be checked in time."
    if isinstance(failed, MemoryError):
        return "What your answer gave was too large to be checked."
    try:
        words = str(failed)
    except Exception:
        words = ""
    if isinstance(failed, AssertionError):
        return words or "A check did not hold."
    if getattr(failed, "of_the_learners", None):
        return f"Your code stopped with {failed.of_the_learners}: {words}"
    if isinstance(failed, proxies.AnswerError):
        return f"When your code was called, {words}."
    return f"{type(failed).__name__}: {words}"


def line_of(failed: Exception) -> int | None:
    """Return the line of the test at which it failed."""
    step, line = failed.__traceback__, None
    while step is not None:
        if step.tb_frame.f_code.co_filename == "<test>" and step.tb_frame.f_code.co_name == "<module>":
            line = step.tb_lineno
        step = step.tb_next
    return line


def main_examine(order: dict, ours: Ours, nursery: socket.socket, tell: Callable[[dict], None]) -> None:
    """`examine`, and never an exception: what is our own fault is told, too."""
    try:
        examine(order, ours, nursery, tell)
    except BrokenPipeError:
        return  # nobody listens any more
    except jail.NoJail as missing:
        tell({"status": "no jail", "reason": str(missing)})
    except MemoryError:
        tell({"status": "quarantine", "reason": "The file needs more memory to read than a notebook may."})
    except BaseException as failed:
        words = f"{type(failed).__name__}: {failed}"
        print(words, file=sys.stderr)
        tell({
            "status": "quarantine",
            "reason": f"The grader itself failed on this notebook ({words[:300]}).",
        })  # fmt: skip
