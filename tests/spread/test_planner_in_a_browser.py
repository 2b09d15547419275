"""The roll-out planner in a real browser, against a real Voila, by keyboard alone: type, read, take away."""

import csv
import io

import pytest

from course import voila
from tests.servers import free_port, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READY = "fewer than 1 run in 100"


@pytest.fixture(scope="module")
def address(root):
    folder = root / "modules/spread/adoption-and-scale"
    port = free_port()
    where = f"http://127.0.0.1:{port}/"
    with serving(voila.command(folder / "app.ipynb", port), where, folder, **voila.environment()):
        yield where


@pytest.fixture(scope="module")
def opened(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(address, timeout=120_000)
    shown(page, READY)
    yield page
    page.close()


def shown(page, text, timeout=120_000):
    page.get_by_text(text).first.wait_for(timeout=timeout)


FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels && at.labels.length ? at.labels[0].innerText : '';
  return (label || at.innerText || at.title || '').trim();
}"""


def tab_to(page, name):
    """Press Tab until the control of that name has the focus."""
    seen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if seen[-1].startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached by Tab; these can: {list(dict.fromkeys(seen))}")


def enter(page, name, text):
    tab_to(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def taken(page, name):
    tab_to(page, name)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    return download.value.path().read_bytes()


def test_no_code_is_shown_and_no_other_host_is_asked(opened):
    assert "import" not in opened.locator("body").inner_text()
    here = "/".join(opened.url.split("/")[:3])
    local = (here, "data:", "blob:", here.replace("http", "ws"))
    assert [url for url in opened.asked if not url.startswith(local)] == []


def test_a_plan_is_typed_read_and_taken_away_by_keyboard(opened):
    before = opened.locator(".studio figure .wide svg").get_attribute("aria-label")
    enter(opened, "New sites that will start", "60")
    shown(opened, "about 84 runs in 100")
    assert opened.locator(".studio figure .wide svg").get_attribute("aria-label") != before
    assert opened.get_by_text("A plan is not a promise").last.is_visible()
    rows = list(csv.reader(io.StringIO(taken(opened, "Numbers by month").decode("utf-8-sig"))))
    assert rows[31][0] == "30"
    assert ["sites that will be invited", "60"] in rows
    page = taken(opened, "Page with chart").decode()
    assert "about 84 runs in 100" in page
    assert "A plan is not a promise" in page
    assert taken(opened, "Drawing (SVG)").startswith(b"<svg")
    assert taken(opened, "Picture (PNG)").startswith(b"\x89PNG")


def test_a_slip_is_explained_where_the_chart_was(opened):
    enter(opened, "Sites that each can help", "<img src=x onerror='window.ran = true'>")
    shown(opened, "This plan cannot be drawn")
    assert opened.evaluate("window.ran") is None
    enter(opened, "Sites that each can help", "3")
    shown(opened, "about 84 runs in 100")


def test_on_a_phone_nothing_is_wider_than_the_screen(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address, timeout=120_000)
    shown(page, READY)
    page.locator(".studio figure .narrow svg").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = """() => [...document.querySelectorAll('.studio *')].filter(e => !e.closest('.scroll, svg, details'))
        .filter(e => e.getBoundingClientRect().right > 391).map(e => e.className || e.tagName)"""
    assert page.evaluate(wide) == []
    page.close()
