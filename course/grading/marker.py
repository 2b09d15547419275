"""The process that grades: started apart, without rights, it forks one examiner for each submission.

    python -I -m course.grading.marker 3 4 5 6

Started by ``batch``, here for two markers: orders come in by 3 and 5, results go out by 4 and 6.

Order of birth: this process loads the libraries; its first child, the nursery, is born before any test is known; then the
other markers; then the assignment arrives; then each submission gets an examiner of its own, killed if it does not answer
in time.
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time

from course.grading import clock, examine, jail, worker
from course.grading.limits import Limits


def main() -> None:
    """Load the libraries, start a nursery, and serve each line in a process of its own."""
    jail.drop_root()
    handles = [int(word) for word in sys.argv[1:]]
    lines = list(zip(handles[::2], handles[1::2], strict=True))
    for handle in handles:
        os.set_inheritable(handle, False)
    worker.load_libraries()
    _, nursery = start_nursery()
    mine, born = lines[0], []
    for line in lines[1:]:
        if (pid := os.fork()) == 0:
            mine, born = line, []
            break
        born.append(pid)
    for handle in set(handles) - set(mine):  # else nobody would hear that another marker has ended
        os.close(handle)
    serve(nursery, *mine)
    nursery.close()  # it ends when no marker holds its socket any more
    for pid in born:
        os.waitpid(pid, 0)


def serve(nursery: socket.socket, orders: int, results: int) -> None:
    """Obey one order after the other until the other side hangs up."""
    with tempfile.TemporaryDirectory(prefix="marker-") as folder:
        os.chdir(folder)
        marker = Marker(nursery, os.fdopen(results, "wb"))
        with os.fdopen(orders, "rb") as to_do, contextlib.suppress(BrokenPipeError):  # whoever asked has gone
            for line in to_do:
                marker.obey(json.loads(line))


def start_nursery() -> tuple[int, socket.socket]:
    """Start the nursery, one for all markers; when nobody holds our end of the socket, it goes."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid == 0:
        os.setsid()
        here.close()
        os.closerange(3, there.fileno())
        os.closerange(there.fileno() + 1, 1024)
        worker.nursery(there)
    there.close()
    return pid, here


class Marker:
    """Knows the assignment, and has each submission examined in a child of its own."""

    def __init__(self, nursery: socket.socket, results):
        self.nursery, self.results = nursery, results
        self.ours = None

    def obey(self, order: dict) -> None:
        if order["do"] == "assignment":
            self.files, self.limits = order["files"], order["limits"]
            for name, content in self.files.items():
                with open(name, "wb") as file:
                    file.write(bytes.fromhex(content))
            self.ours = examine.Ours(order["plan"])
            self.ours.prepare()
            gc.collect()
            gc.freeze()
            self.tell({"ready": True})
            return
        outcome = self.grade(bytes.fromhex(order["content"]))
        self.tell({"id": order["id"], **outcome})

    def tell(self, what: dict) -> None:
        self.results.write(json.dumps(what).encode() + b"\n")
        self.results.flush()

    def grade(self, content: bytes) -> dict:
        """Return the outcome of one submission: its status, cells, and each test's verdict."""
        began = time.monotonic()
        order = {"content": content, "limits": self.limits, "files": self.files}
        shown = self.in_a_child(order, hidden=False)
        if shown["status"] == "ok":
            hidden = {c["name"] for c in self.ours.plan if c["role"] == "test" and has_hidden(c["source"])}
            needed = {name for name in hidden if shown["tests"].get(name, {}).get("held")}
            if needed:
                slow = {name for name, verdict in shown["tests"].items() if verdict.get("slow")}
                order["tests"] = needed | (self.ours.preparing - slow)
                judged = self.in_a_child(order, hidden=True)
                if judged["status"] != "ok":
                    keep = {"warnings": shown["warnings"], "cells": shown["cells"], "tests": {}}
                    return {
                        **keep,
                        "status": judged["status"],
                        "reason": judged["reason"],
                        "seconds": _since(began),
                    }
                for name in needed:
                    verdict = judged["tests"][name]
                    # Words and values of the second jail stay here: they may hold what is hidden.
                    kept = {"held": verdict["held"], "score": verdict["score"], "line": verdict.get("line")}
                    said = hint_in(verdict["said"], self._source(name)) if not verdict["held"] else ""
                    shown["tests"][name] = {**kept, "said": said, "hidden": True}
        return {**shown, "seconds": _since(began)}

    def _source(self, name: str) -> str:
        return next(cell["source"] for cell in self.ours.plan if cell["name"] == name)

    def in_a_child(self, order: dict, hidden: bool) -> dict:
        """Examine in a child; once again if the machine was too busy, and then say so. That is never a mark."""
        outcome = self._in_a_child(order, hidden)
        if outcome["status"] == "again":
            outcome = self._in_a_child(order, hidden)
        return {**outcome, "status": "quarantine"} if outcome["status"] == "again" else outcome

    def _in_a_child(self, order: dict, hidden: bool) -> dict:
        """Examine in a fork of this process, and kill it if it does not come to an end."""
        limits = Limits(**self.limits)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(reading)
                os.setsid()
                outcome = examine.main_examine(order, self.ours, self.nursery, hidden)
                with contextlib.suppress(BrokenPipeError), os.fdopen(writing, "wb") as out:
                    out.write(json.dumps(outcome).encode())
            finally:
                os._exit(0)  # whatever happens, this child never becomes a second marker
        os.close(writing)
        over = (
            time.monotonic()
            + limits.notebook_seconds * limits.patience
            + clock.START
            + examine.EXAMINER_SECONDS
        )
        parts = []
        try:
            while (left := over - time.monotonic()) > 0:
                if select.select([reading], [], [], left)[0]:
                    part = os.read(reading, 1 << 20)
                    if not part:
                        break
                    parts.append(part)
            else:
                return {"status": "quarantine", "reason": "Checking what the answers gave took too long."}
        finally:
            os.close(reading)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        try:
            return json.loads(b"".join(parts))
        except ValueError:
            reason = "Checking what the answers gave took more memory than there is, or ended the examiner."
            return {"status": "quarantine", "reason": reason}


def has_hidden(source: str) -> bool:
    return examine.rebuild.without_hidden(source) != source


def hint_in(said: str, source: str) -> str:
    """Return the hint that the author wrote for learners, if the message ends in one: words that start with “Hint: ”.

    The rest of a hidden test's message is withheld, since it may hold inputs, or what a student's code made of them. So
    the hint must be, word for word, a text that stands in the test.
    """
    import ast

    with contextlib.suppress(SyntaxError):
        for node in ast.walk(ast.parse(source)):
            text = (
                node.value.strip() if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            )
            if text.startswith("Hint: ") and text in said:
                return text
    return ""


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)


if __name__ == "__main__":
    main()
