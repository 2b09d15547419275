"""Grades one submission: its cells run in a jail, the tests run here, and what comes out is plain data.

A submission is run twice where the assignment has hidden tests. In the first jail no hidden test is ever called, so
what it prints, and what a visible test says, may be shown to the learner. The second jail sees hidden inputs, so nothing
that comes out of it is shown: only whether each test held. The two jails share nothing.
"""

import ast
import builtins
import contextlib
import io
import resource
import signal
import socket
import sys
import warnings

from course.grading import clean, jail, proxies, rebuild
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
            names |= loaded(cell["source"])
    needed: set[int] = set()
    for _ in plan:  # what a needed cell uses is needed, too
        before = len(needed)
        for position, cell in enumerate(plan):
            if position in needed or cell["role"] != "ours" or cell["type"] != "code":
                continue
            defined = rebuild.assigned(cell["source"])
            if defined & names or not (defined or only_shows(cell["source"])):
                needed.add(position)
                names |= loaded(cell["source"])
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
            mentioned |= loaded(cell["source"])
    return found


def loaded(source: str) -> set[str]:
    """Return every name that a cell mentions."""
    try:
        tree = ast.parse(rebuild.plain_python(source))
    except SyntaxError:
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def run_ours(source: str, space: dict, result: bool = False):
    """Run a cell of ours; an error ends this cell only. With ``result`` errors are raised, and the last value given."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        try:
            tree = ast.parse(rebuild.plain_python(source))
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, "<test>", "exec"), space)
            return eval(compile(ast.Expression(last.value), "<test>", "eval"), space) if last else None
        except proxies.Stopped:
            raise
        except Exception:
            if result:
                raise


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


def examine(order: dict, ours: Ours, nursery: socket.socket, hidden: bool) -> dict:
    """Rebuild and run one submission.

    Parameters
    ----------
    order : dict
        ``content`` (the file, bytes), ``limits``, ``files`` (handouts) and, for the second run, ``tests``: the names
        of those that are still to be run.
    ours : Ours
        Our side, with the cells before the first answer already run.
    nursery : socket.socket
        Where jails get their process from.
    hidden : bool
        Whether the hidden parts of tests are run.
    """
    limits = Limits(**order["limits"])
    try:
        rebuilt = rebuild.rebuild(rebuild.read(order["content"]), ours.plan)
    except rebuild.Unreadable as reason:
        return {"status": "quarantine", "reason": str(reason)}
    guard(limits)
    run = Run(order, ours, nursery, hidden, limits, rebuilt)
    try:
        run.through()
    except proxies.Stopped as stopped:
        return {
            "status": "again" if stopped.why in AGAIN else "quarantine",
            "reason": run.why(stopped.why), "warnings": rebuilt.warnings, "cells": run.unrun(), "tests": {},
        }  # fmt: skip
    finally:
        run.end()
    made = {"status": "ok", "warnings": rebuilt.warnings, "cells": run.made, "tests": run.tests}
    if run.slept and not all(verdict["held"] for verdict in run.tests.values()):
        # It may have waited for something that works elsewhere, or the machine was slow: that is no ground for a 0.
        made |= {"status": "quarantine", "reason": run.why("slept"), "tests": {}}
    return made


class Run:
    """One pass through a rebuilt notebook."""

    def __init__(self, order, ours, nursery, hidden, limits, rebuilt):
        self.order, self.ours, self.nursery, self.hidden = order, ours, nursery, hidden
        self.limits, self.cells = limits, rebuilt.cells
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

    def through(self) -> None:
        """Run every cell and every test, in order."""
        self._begin()
        still_to_run = set(self.order.get("tests", ()))
        for number, cell in enumerate(self.cells):
            plan = self.ours.plan[cell["plan"]] if "plan" in cell else None
            if cell["role"] == "test":
                if not self.hidden or plan["name"] in still_to_run:
                    self._test(number, plan)
                    still_to_run.discard(plan["name"])
                if self.hidden and not still_to_run:
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
        answer = self.learner.ask(do="run", source=source, quiet=self.hidden)
        self._note_sleep()
        outputs = answer.get("outputs") if type(answer.get("outputs")) is list else []
        if answer.get("dropped"):
            text = f"[Output longer than {self.limits.output_kb} kB: the rest is not shown.]\n"
            outputs.append({"output_type": "stream", "name": "stdout", "text": text})
        if answer.get("error"):
            name, words = self._error(answer["error"])
            outputs.append({"output_type": "error", "ename": name, "evalue": words})
        return [] if self.hidden else self._cleaned(outputs)

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
        source = plan["source"] if self.hidden else rebuild.without_hidden(plan["source"])
        if not self.hidden and not source.strip():
            self.tests[plan["name"]] = {"held": True, "score": plan["points"], "said": ""}
            return
        self.doing = f"in the test “{plan['name']}”"
        self.learner.begin_cell()
        signal.setitimer(signal.ITIMER_PROF, TEST_SECONDS, 0.5)
        try:
            self._fetch(source)
            value = run_ours(source, self.ours.space, result=True)
            self.tests[plan["name"]] = {"held": True, "score": partial(value, plan["points"]), "said": ""}
        except proxies.Stopped as stopped:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self.tests[plan["name"]] = {
                "held": False,
                "score": 0,
                "said": self.why(stopped.why),
                "slow": True,
            }
            self._begin_again(number, stopped)
        except Exception as failed:
            verdict = {"held": False, "score": 0, "said": in_words(failed), "line": line_of(failed)}
            self.tests[plan["name"]] = {**verdict, "slow": isinstance(failed, proxies.TooSlow | TestTime)}
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self._note_sleep()

    def _begin_again(self, number: int, stopped: proxies.Stopped) -> None:
        """After a test had to be ended by force: the cells so far run again in a new jail, so that the rest is tested."""
        self.restarts += 1
        if stopped.why in ("clock", *AGAIN) or self.restarts > MOST_RESTARTS:
            raise stopped
        used = self.learner.line.notebook
        self._begin()
        self.learner.line.notebook = used  # the notebook's clock goes on
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


def main_examine(order: dict, ours: Ours, nursery: socket.socket, hidden: bool) -> dict:
    """`examine`, and never an exception: what is our own fault is said, too."""
    try:
        return examine(order, ours, nursery, hidden)
    except jail.NoJail as missing:
        return {"status": "no jail", "reason": str(missing)}
    except MemoryError:
        return {"status": "quarantine", "reason": "The file needs more memory to read than a notebook may."}
    except BaseException as failed:
        words = f"{type(failed).__name__}: {failed}"
        print(words, file=sys.stderr)
        return {
            "status": "quarantine",
            "reason": f"The grader itself failed on this notebook ({words[:300]}).",
        }
