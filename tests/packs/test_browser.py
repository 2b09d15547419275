"""A pack opened from its folder: the clock runs, slides draw their charts, nothing is asked of the network."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from course import settings

pytestmark = pytest.mark.browser
MORNING = datetime(2027, 2, 3, 9, 59)
AXE = settings.ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = "{runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'], preload: false}"


@pytest.fixture
def open_page(browser):
    """Return a function that opens a file at a width, and keeps every address that was asked."""
    pages = []

    def open_page(path: Path, width: int = 1280, clock: bool = False):
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.asked, page.errors = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        if clock:
            page.clock.install(time=MORNING)
        page.goto(path.as_uri())
        if clock:
            page.clock.pause_at(
                MORNING + timedelta(minutes=1)
            )  # from here time passes only when a test says so
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()


def text(page, part):
    return page.locator(f".clock-{part}").inner_text()


def test_the_clock_runs_from_a_folder_and_says_what_comes_next(open_page, folder):
    page = open_page(folder / "60-room/run-sheet.html", clock=True)
    assert text(page, "digits") == "5:00"
    assert text(page, "next") == "Next: Twenty tosses, 10 minutes"
    page.get_by_role("button", name="Start the clock").click()
    page.clock.run_for(61_000)
    assert text(page, "digits") == "3:59"
    assert "58:59 to the end" in text(page, "left")
    assert page.locator("tr[aria-current=step]").get_attribute("data-title") == "Welcome"
    assert page.errors == []


def test_the_clock_says_quietly_when_the_hour_is_behind_and_what_to_leave_out(open_page, folder):
    page = open_page(folder / "60-room/run-sheet.html", clock=True)
    page.get_by_role("button", name="Start the clock").click()
    page.clock.run_for(5 * 60_000 + 30_000)
    assert text(page, "digits").startswith("−0:")
    assert text(page, "behind") == "", "half a minute is no news"
    page.clock.run_for(2 * 60_000)
    assert text(page, "behind").startswith(
        "About 2 minutes behind. If you are late: Leave out the talk in pairs."
    )
    page.get_by_role("button", name="Next block").click()
    assert text(page, "now") == "Now: Twenty tosses"
    assert text(page, "behind").startswith("About 2 minutes behind. If you are late: Toss ten times")
    assert text(page, "digits") == "7:30"


def test_the_clock_can_be_paused_and_fills_the_screen(open_page, folder):
    page = open_page(folder / "60-room/run-sheet.html", clock=True)
    page.get_by_role("button", name="Start the clock").click()
    page.clock.run_for(60_000)
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(600_000)
    assert text(page, "digits") == "4:00"
    page.get_by_role("button", name="Only the clock").click()
    size = page.locator(".clock-digits").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size > 300
    page.get_by_role("button", name="From the beginning").click()
    assert text(page, "digits") == "5:00"


def test_in_half_an_hour_the_clock_has_the_minutes_of_that_form(open_page, folder):
    page = open_page(folder / "30-room/run-sheet.html", clock=True)
    assert text(page, "digits") == "2:00"
    assert "30:00 to the end" in text(page, "left")


def test_slides_show_and_draw_their_charts(open_page, folder):
    page = open_page(folder / "60-room/slides.html")
    page.wait_for_function("window.Reveal?.isReady()")
    total = page.evaluate("Reveal.getTotalSlides()")
    charts = 0
    for number in range(total):
        page.evaluate(f"Reveal.slide({number})")
        if page.evaluate("Reveal.getCurrentSlide().dataset.kind") == "chart":
            page.wait_for_function("Reveal.getCurrentSlide().querySelector('.main-svg, table')")
            charts += page.evaluate("Reveal.getCurrentSlide().querySelector('.main-svg')?.clientWidth > 300")
        fits = page.evaluate("Reveal.getCurrentSlide().scrollHeight <= 690")
        assert fits, page.evaluate("Reveal.getCurrentSlide().innerText")
    assert charts >= 8, "the grid, the practice chart, four handed out, four revealed"
    assert page.errors == []


def test_every_chart_of_the_handouts_is_drawn_without_scrolling(open_page, folder):
    page = open_page(folder / "60-room/handouts.html")
    drawn = "[...document.querySelectorAll('figure.chart')].every(f => f.querySelector('.plot-container'))"
    page.wait_for_function(drawn)
    assert page.locator("figure.chart").count() == 6


@pytest.mark.parametrize(
    ("form", "width", "pages"),
    [("60-room", 320, "*.html"), ("60-room", 1280, "*.html"), ("60-no-tech", 320, "flipchart.html")],
)
def test_every_page_is_for_everybody_and_asks_nobody(open_page, folder, form, width, pages):
    for path in sorted((folder / form).glob(pages)):
        page = open_page(path, width)
        page.wait_for_load_state("load")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(f"axe.run(document, {RULES})")["violations"]
        assert [(v["id"], v["nodes"][0]["target"]) for v in found] == [], path.name
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), path.name
        assert [url for url in page.asked if not re.match(r"file:|data:|blob:", url)] == []
        assert page.errors == [], path.name
        page.close()
