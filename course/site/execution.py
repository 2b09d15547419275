"""Runs the pages' notebooks in parallel before they are read, and again whenever something under them changed."""

import hashlib
import os
import shutil
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from improve.interact import pages

log = logging.getLogger(__name__)

# A change in any of these can change what a page shows though its own text is the same.
UNDERNEATH = (
    "improve/**/*",
    "course/site/**/*",
    "modules/**/checks.py",
    "modules/**/*.csv",
    "requirements.txt",
)
CELL_SECONDS = 120


def setup(app: Sphinx) -> None:
    # the kernels that the build starts hand over every state of a panel, not a widget
    os.environ[pages.VARIABLE] = "1"
    app.add_config_value("underneath", "", "env")
    app.connect("config-inited", choose_cache, priority=900)
    app.connect("env-before-read-docs", run_notebooks)


def choose_cache(app: Sphinx, config: Config) -> None:
    """Give each state of library, data and lock a cache of its own; jupyter-cache looks at the code alone."""
    root = Path(app.srcdir)
    config.underneath = fingerprint(root)
    caches = root / "_build" / ".jupyter_cache"
    config.nb_execution_cache_path = str(caches / config.underneath)
    for old in caches.glob("*"):
        if old.name != config.underneath:
            shutil.rmtree(old, ignore_errors=True)


def fingerprint(root: Path) -> str:
    """Return a hash of everything that the pages' code stands on."""
    digest = hashlib.sha256()
    for pattern in UNDERNEATH:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def run_notebooks(app: Sphinx, env, docnames: list[str]) -> None:
    """Execute the text notebooks that will be read, on all cores, into the cache that myst-nb reads from."""
    pages = [path for name in docnames if is_notebook(path := Path(env.doc2path(name)))]
    if not pages:
        return
    cache = get_cache(app.config.nb_execution_cache_path)
    for path in pages:
        cache.add_nb_to_project(str(path), read_data={"name": "myst_nb_md", "type": "plugin"})
    log.info("running %d notebooks", len(pages))
    executor = load_executor("local-parallel", cache)
    result = executor.run_and_cache(filter_uris=[str(path) for path in pages], timeout=CELL_SECONDS)
    for uri in [*result.excepted, *result.errored]:
        record = cache.get_project_record(uri)
        log.warning("%s: a cell failed.\n%s", uri, record.traceback or "")


def is_notebook(path: Path) -> bool:
    return path.suffix == ".md" and "```{code-cell}" in path.read_text(encoding="utf-8")
