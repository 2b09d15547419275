"""Prints a pack's pages to PDF with Debian's Chromium, where it is installed; without it the pages print from a browser."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "No PDFs were made, because Chromium is not installed here (Debian: apt-get install chromium). "
    "Every page of the pack prints from any browser."
)
PATIENCE = 60  # seconds for one page


def chromium() -> str | None:
    """Return where Chromium is, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def to_pdf(folder: Path, pages: dict[str, str]) -> list[str]:
    """Print pages of a folder, each to the name beside it; return a sentence for each that could not be printed."""
    program = chromium()
    if not program:
        return [MISSING]
    with ThreadPoolExecutor(2) as at_once:
        done = at_once.map(lambda item: _print(program, folder / item[0], folder / item[1]), pages.items())
        return [sentence for sentence in done if sentence]


def _print(program: str, page: Path, target: Path) -> str | None:
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [
        program,
        "--headless",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--no-pdf-header-footer",
        "--virtual-time-budget=20000",
        f"--print-to-pdf={target}",
        page.resolve().as_uri(),
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.insert(1, "--no-sandbox")  # Chromium refuses to run as root with it
    try:
        subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return f"{page.name} took more than {PATIENCE} seconds to print, so it has no PDF. Print it from a browser."
    return None if target.is_file() else f"{page.name} could not be printed. Print it from a browser."
