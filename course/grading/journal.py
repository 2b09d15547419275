"""Remembers what has been graded, line by line on disk, so that a run that was killed goes on where it stopped."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path


class Busy(Exception):
    """Another run is at work in the same folder."""


class Journal:
    """One assignment's record: the last line of a student counts."""

    def __init__(self, root: Path, assignment: str):
        self.file = root / ".grader" / f"{assignment}.jsonl"

    def read(self) -> dict[str, dict]:
        """Return what is known, by student. A line that was cut off by a crash is as if it had not been written."""
        known = {}
        if self.file.is_file():
            for line in self.file.read_text(encoding="utf-8").splitlines():
                with contextlib.suppress(ValueError):
                    entry = json.loads(line)
                    known[entry["student"]] = entry
        return known

    def add(self, entry: dict) -> None:
        """Write one line, down to the disk."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("ab+") as out:
            cut_off = out.tell() and (out.seek(-1, os.SEEK_END), out.read(1))[1] != b"\n"
            out.write((b"\n" if cut_off else b"") + json.dumps(entry).encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep any other run out; the lock goes when the process goes, however it ends."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.with_name("lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy("Another run is at work in this folder. Wait for it to end.") from None
            yield
