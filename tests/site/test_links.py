"""Every link that stays in the site leads somewhere; links that leave it are tried by `make links`, not here."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup


@pytest.fixture(scope="module")
def read(site: Path) -> dict[Path, BeautifulSoup]:
    found = [path for path in site.rglob("*.html") if "_static" not in path.relative_to(site).parts]
    return {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in found}


def addresses(page: BeautifulSoup):
    for element in page.select("[href], [src]"):
        yield element.get("href") or element.get("src") or ""


def test_every_link_inside_the_site_leads_to_a_file_and_to_a_place_in_it(site, read):
    places = {path: {element["id"] for element in page.select("[id]")} for path, page in read.items()}
    broken = []
    for path, page in read.items():
        for address in addresses(page):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            if path.name == "404.html" and parts.path.startswith(
                "/"
            ):  # it stands at any depth, so it starts at the root
                target = site / unquote(parts.path).lstrip("/")
            else:
                target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                broken.append((path.relative_to(site), address, "no such file"))
            elif parts.fragment and target in places and unquote(parts.fragment) not in places[target]:
                broken.append((path.relative_to(site), address, "no such place on the page"))
    assert not broken


def test_no_page_is_an_island(site, read):
    linked = {
        (path.parent / unquote(urlsplit(address).path)).resolve()
        for path, page in read.items()
        for address in addresses(page)
        if not urlsplit(address).scheme and urlsplit(address).path
    }
    alone = {
        path.relative_to(site)
        for path in read
        if path not in linked and path.name not in ("404.html", "index.html", "offline.html")
    }
    assert not alone
