"""Watches the machine while a case is graded: a listening port, files, processes, memory."""

import contextlib
import ctypes
import hashlib
import os
import re
import socket
import threading
import time
from pathlib import Path

BROWSER = ("chrom", "node")  # ours: it looks at the pages


class Listener:
    """Listens on a loopback port and remembers whatever comes."""

    def __enter__(self):
        self.heard = b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def _listen(self):
        with contextlib.suppress(OSError):
            while True:
                line, _ = self.socket.accept()
                self.heard += b"somebody called: "
                line.settimeout(1)
                with contextlib.suppress(OSError), line:
                    self.heard += line.recv(10_000)

    def __exit__(self, *_):
        self.socket.close()


def hashes(folder: Path) -> dict[str, str]:
    """Return what every file and link below a folder holds."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = "-> " + os.readlink(path)
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def adopt_orphans() -> None:
    """Become the parent of every orphan among our descendants, so that none can hide from `descendants`."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def descendants(of: int | None = None) -> list[int]:
    """Return the processes that came from us and are alive."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError, ValueError):
                _, name, rest = re.split(r"[()]", Path(f"/proc/{entry}/stat").read_text(), maxsplit=2)
                fields = rest.split(")")[-1].split()
                if fields[0] != "Z" and not name.startswith(BROWSER):
                    parents[int(entry)] = int(fields[1])
    found, look = [], [of or os.getpid()]
    while look:
        parent = look.pop()
        born = [pid for pid, its in parents.items() if its == parent]
        found += born
        look += born
    return found


def still_alive(known: set[int], seconds: float = 15) -> list[int]:
    """Return new descendants that do not end within some seconds."""
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        left = [pid for pid in descendants() if pid not in known]
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG) if left else None
        if not left:
            return []
        time.sleep(0.05)
    return left


class Memory:
    """Takes the largest sum of memory of our descendants, each page counted once."""

    def __enter__(self):
        self.most, self._stop = 0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()
        return self

    def _look(self):
        while not self._stop.wait(1):
            total = 0
            for pid in descendants():
                with contextlib.suppress(OSError, ValueError, IndexError):
                    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
                    total += int(text.split("Pss:")[1].split()[0]) * 1024
            self.most = max(self.most, total)

    def __exit__(self, *_):
        self._stop.set()
        self.thread.join()
