"""The process that grades: started apart, without rights, it forks one examiner for each submission.

    python -I -m course.grading.marker 3 4 5 6 -- numpy pandas

Started by ``batch``, here for two markers and an assignment that imports numpy and pandas: orders come in by 3 and 5,
results go out by 4 and 6.

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
from typing import BinaryIO

from course.grading import clock, examine, hidden, jail, worker
from course.grading.limits import Limits


def main() -> None:
    """Load the libraries, start a nursery, and serve each line in a process of its own."""
    jail.drop_root()
    between = sys.argv.index("--")
    handles, libraries = [int(word) for word in sys.argv[1:between]], sys.argv[between + 1 :]
    lines = list(zip(handles[::2], handles[1::2], strict=True))
    for handle in handles:
        os.set_inheritable(handle, False)
    gc.disable()  # imports leave no garbage, and it would be looked for hundreds of times
    worker.load_libraries(libraries)
    gc.enable()
    jail.command(Limits(), 0, None)  # works out the rooms, once for all jails
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
        self.tell({"student": order["student"], **outcome})

    def tell(self, what: dict) -> None:
        _tell(self.results, what)

    def grade(self, content: bytes) -> dict:
        """Return the outcome of one submission: its status, cells, and each test's verdict."""
        began = time.monotonic()
        order = {"content": content, "limits": self.limits, "files": self.files}
        shown, judged = self.in_a_child(order)
        if shown["status"] == "ok":
            needed = {name for name in self.ours.with_hidden if shown["tests"][name]["held"]}
            if not needed <= set(judged or ()):
                slow = {name for name, verdict in shown["tests"].items() if verdict.get("slow")}
                order["tests"] = needed | (self.ours.preparing - slow)
                second, _ = self.in_a_child(order)
                if second["status"] != "ok":
                    shown |= {"status": second["status"], "reason": second["reason"], "tests": {}}
                    return {**shown, "seconds": _since(began)}
                judged = second["tests"]
            for name in needed:
                verdict = judged[name]
                # Words and values that came after the hidden tests stay here: they may hold what is hidden.
                kept = {"held": verdict["held"], "score": verdict["score"], "line": verdict.get("line")}
                source = self.ours.with_hidden[name]
                said = hidden.hint_in(verdict["said"], source) if not verdict["held"] else ""
                shown["tests"][name] = {**kept, "said": said, "hidden": True}
        return {**shown, "seconds": _since(began)}

    def in_a_child(self, order: dict) -> tuple[dict, dict | None]:
        """Examine in a child; once again if the machine was too busy, and then say so. That is never a mark.

        Returns
        -------
        tuple
            The outcome, and the verdicts of hidden parts, where they could be given in the same run.
        """
        outcome, judged = self._in_a_child(order)
        if outcome["status"] == "again":
            outcome, judged = self._in_a_child(order)
        return ({**outcome, "status": "quarantine"} if outcome["status"] == "again" else outcome), judged

    def _in_a_child(self, order: dict) -> tuple[dict, dict | None]:
        """Examine in a fork of this process, and kill it if it does not come to an end."""
        limits = Limits(**self.limits)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(reading)
                os.setsid()
                with os.fdopen(writing, "wb") as out:
                    examine.main_examine(order, self.ours, self.nursery, lambda what: _tell(out, what))
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
        finally:
            os.close(reading)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        return _told(b"".join(parts), in_time=left > 0)


def _tell(out: BinaryIO, what: dict) -> None:
    out.write(json.dumps(what).encode() + b"\n")
    out.flush()


def _told(lines: bytes, in_time: bool) -> tuple[dict, dict | None]:
    """Read what an examiner told, whole lines only: an outcome, and perhaps verdicts of hidden parts."""
    found = [json.loads(line) for line in lines.split(b"\n")[:-1] if line]
    if not found:
        reason = (
            "Checking what the answers gave took more memory than there is, or ended the examiner."
            if in_time
            else "Checking what the answers gave took too long."
        )
        return {"status": "quarantine", "reason": reason}, None
    return found[0], found[1].get("judged") if len(found) > 1 else None


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)


if __name__ == "__main__":
    main()
