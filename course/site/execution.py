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

from course.fingerprint import fingerprint
from improve import palette
from improve.interact import pages

log = logging.getLogger(__name__)

# A change in any of these can change what a page's code gives though its own text is the same ...
CODE_STANDS_ON = ("improve/**/*", "modules/**/checks.py", "modules/**/*.csv", "requirements.txt")
# ... and in these what the page shows of it; they run no code again, they only read every page again.
PAGES_STAND_ON = (*CODE_STANDS_ON, "course/site/**/*")
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
    config.underneath = fingerprint(root, PAGES_STAND_ON)
    caches = root / "_build" / ".jupyter_cache"
    # an edition in other colours draws other charts: it has a cache of its own beside the first
    state = fingerprint(root, CODE_STANDS_ON)
    cache = caches / "-".join([state, *own_colours()])
    config.nb_execution_cache_path = str(cache)
    for old in caches.glob("*"):
        if not old.name.startswith(state):
            shutil.rmtree(old, ignore_errors=True)


def own_colours() -> list[str]:
    """Return a hash of the edition's colours, if it has any."""
    chosen = os.environ.get(palette.VARIABLE)
    return [hashlib.sha256(chosen.encode()).hexdigest()[:8]] if chosen else []


def run_notebooks(app: Sphinx, env, docnames: list[str]) -> None:
    """Execute the text notebooks that will be read, on all cores, into the cache that myst-nb reads from."""
    pages = [path for name in docnames if is_notebook(path := Path(env.doc2path(name)))]
    if not pages:
        return
    log.info("running %d notebooks", len(pages))
    for uri, traceback in execute(pages, Path(app.config.nb_execution_cache_path)).items():
        log.warning("%s: a cell failed.\n%s", uri, traceback)


def execute(pages: list[Path], folder: Path) -> dict[str, str]:
    """Run pages on all cores into a cache, but for those that are in it; return what went wrong in which."""
    cache = get_cache(str(folder))
    for path in pages:
        cache.add_nb_to_project(str(path), read_data={"name": "myst_nb_md", "type": "plugin"})
    executor = load_executor("local-parallel", cache)
    result = executor.run_and_cache(filter_uris=[str(path) for path in pages], timeout=CELL_SECONDS)
    failed = [*result.excepted, *result.errored]
    return {uri: cache.get_project_record(uri).traceback or "" for uri in failed}


def is_notebook(path: Path) -> bool:
    return path.suffix == ".md" and "```{code-cell}" in path.read_text(encoding="utf-8")
