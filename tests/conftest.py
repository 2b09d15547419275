"""What tests share: the built site, a server for it, and Debian's chromium."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from course import serve

ROOT = Path(__file__).resolve().parent.parent
BROWSER_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The site, built strictly once for all workers by the plain command."""
    base = tmp_path_factory.getbasetemp()
    done = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "site-is-built"
    with FileLock(str(done) + ".lock"):
        if not done.exists():
            build = subprocess.run(
                [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "--quiet"],
                cwd=ROOT,
                capture_output=True,
                text=True,
            )
            assert build.returncode == 0, build.stdout[-3000:] + build.stderr[-3000:]
            done.touch()
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
    """The address of the served site, with a slash at the end."""
    with serve.served(site) as where:
        yield where


@functools.cache
def chromium_path() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser():
    """Debian's chromium; without it a test is skipped, and in CI it fails.

    One for each test module: Playwright's event loop must be gone before another module runs notebooks.
    """
    from playwright.sync_api import sync_playwright

    if not chromium_path():
        reason = "chromium is not installed (apt-get install chromium)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_OPTIONS)
        yield chromium
        chromium.close()
