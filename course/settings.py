"""Where the course lives and what it is called: from ``edition.yml``, ``_config.yml`` and a publishing runner."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlparse

import yaml

from course import edition

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Where the course lives. ``site_path`` is the path under which the site is served, ``/`` on this machine."""

    title: str
    version: str
    repository: str
    branch: str
    site_path: str
    edition: edition.Edition

    def binder(self, path: str, app: bool = False) -> str:
        """Return the address that opens a file of the repository in Binder: in JupyterLab, or as an app in Voila."""
        opener = "voila/render" if app else "lab/tree"
        slug = urlparse(self.repository).path.strip("/")
        return f"https://mybinder.org/v2/gh/{slug}/{self.branch}?urlpath={quote(f'{opener}/{path}', safe='')}"

    def in_browser(self, module: str, notebook: str) -> str | None:
        """Return the address that opens a module's notebook with a kernel in the browser, if this edition has one."""
        if not self.edition.lite:
            return None
        return f"{self.edition.lite.rstrip('/')}/lab/index.html?path={quote(f'{module}/{notebook}')}"

    def report(self, page: str) -> str:
        """Return the address of a new issue that names ``page``."""
        return f"{self.repository}/issues/new?title={quote(f'Error on page: {page}')}"


def load(root: Path = ROOT) -> Settings:
    """Read the settings.

    On a publishing runner that says which repository it works for (``GITHUB_REPOSITORY``), a copy of the course
    names itself and not the original, with nothing to edit.
    """
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = edition.load(root)
    repository, site_path = (own.repository or config["repository"]["url"]).rstrip("/"), "/"
    if slug := os.environ.get("GITHUB_REPOSITORY"):
        repository = f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{slug}"
        site_path = f"/{slug.partition('/')[2]}/"
    return Settings(
        title=own.title,
        version=project["version"],
        repository=repository,
        branch=own.branch or config["repository"]["branch"],
        site_path=os.environ.get("SITE_PATH", site_path),
        edition=own,
    )
