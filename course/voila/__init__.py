"""Serves a notebook with Voila: code hidden, code tasks left out, idle kernels stopped, this machine only."""

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

LARGEST_UPLOAD = 100 * 1024 * 1024  # bytes: 30 MB of file grow on their way
IDLE_SECONDS = 1200  # a learner who went for a coffee keeps their kernel; one who went home does not


def command(notebook: Path, port: int) -> list[str]:
    """Return the command line that serves ``notebook`` on 127.0.0.1."""
    return [
        sys.executable,
        "-m",
        "voila",
        str(notebook),
        "--no-browser",
        f"--port={port}",
        "--Voila.ip=127.0.0.1",
        "--Voila.port_retries=0",  # never another port than the one that was printed
        "--template=course",
        "--strip_sources=True",
        "--TagRemovePreprocessor.remove_cell_tags=code-task",
        f"--MappingKernelManager.cull_idle_timeout={IDLE_SECONDS}",
        "--MappingKernelManager.cull_interval=60",
        # Jupyter closes the connection without a word at 10 MB; a learner's spreadsheet may be larger
        f"--Voila.tornado_settings={{'websocket_max_message_size': {LARGEST_UPLOAD}}}",
    ]


def environment() -> dict[str, str]:
    """Return this process's environment with the place where Voila finds the course's template."""
    return {**os.environ, "JUPYTER_PATH": str(files("course.voila") / "templates")}


def serve(notebook: Path, port: int) -> int:
    """Serve until interrupted; return Voila's exit code."""
    print(
        f"{notebook.parent.name} is at http://127.0.0.1:{port}/ once Voila has started (Ctrl-C stops it)",
        flush=True,
    )
    try:
        return subprocess.run(command(notebook, port), cwd=notebook.parent, env=environment()).returncode
    except KeyboardInterrupt:
        return 0
