"""Starts a real server for a test, waits until it answers, and leaves nothing of it behind."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(
    command: list[str], address: str, cwd: Path, seconds: float = 120, **environment: str
) -> Iterator[None]:
    """Run ``command`` while the block runs, from when ``address`` first answers."""
    process = subprocess.Popen(
        command, cwd=cwd, env={**os.environ, **environment}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(address, process, seconds)
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def wait_for(address: str, process: subprocess.Popen, seconds: float) -> None:
    """Wait until somebody listens. Nothing is asked for: a page of Voila's would run its whole notebook."""
    place = urllib.parse.urlsplit(address)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"the server stopped with exit code {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection((place.hostname, place.port), timeout=5):
            return
        time.sleep(0.3)
    raise AssertionError(f"{address} did not answer within {seconds} seconds")
