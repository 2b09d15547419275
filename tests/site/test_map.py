"""The map of modules, drawn and in words, and a sidebar in which no two entries say the same."""

import re

import pytest

from course import catalogue, settings
from course.site import module_map
from tests.catalogue.trees import large

COURSE = catalogue.load(settings.ROOT)
MAP = "book/map.html"


@pytest.fixture
def page(address, browser):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address + MAP)
    yield page
    page.context.close()


@pytest.mark.browser
def test_the_table_says_what_the_drawing_shows(page):
    helps, pairs = module_map.relations(COURSE)
    assert page.locator(".map .arcs path.helps").count() == len(helps) > 0
    assert page.locator(".map .arcs path.pairs").count() == len(pairs) > 0
    rows = page.locator(".map-table tbody tr").all()
    assert len(rows) == len(COURSE.module_keys())
    for key, row in zip(COURSE.module_keys(), rows, strict=True):
        title, ready, before, beside = (cell.inner_text() for cell in row.locator("th, td").all())
        assert title == COURSE.title_of(key)
        assert ready == ("ready" if key in COURSE.modules else "still to come")
        for a, b in helps:
            assert (COURSE.title_of(a) in before) or b != key
        for pair in pairs:
            if key in pair:
                assert COURSE.title_of(next(other for other in pair if other != key)) in beside


@pytest.mark.browser
def test_kinds_of_line_and_of_module_differ_by_more_than_colour(page):
    dash = "(path) => getComputedStyle(path).strokeDasharray"
    assert page.locator(".arcs path.helps").first.evaluate(dash) == "none"
    assert page.locator(".arcs path.pairs").first.evaluate(dash) != "none"
    assert page.locator(".arcs path.helps").first.get_attribute("marker-end")
    for module in page.locator(".map-scroll .map-module").all():
        ready = module.evaluate("(element) => element.tagName") == "a"
        assert module.locator("circle" if ready else "rect").count() == 1
        assert ready != ("still to come" in module.text_content())


@pytest.mark.browser
def test_the_keyboard_goes_through_the_ready_modules_in_reading_order_and_lights_their_lines(page):
    page.locator(".map-scroll").focus()
    for key in [key for key in COURSE.module_keys() if key in COURSE.modules]:
        page.keyboard.press("Tab")
        assert f"modules/{key}/lesson.html" in page.evaluate("document.activeElement.getAttribute('href')")
        own = page.locator(f".arcs .of-{key.replace('/', '-')}")
        if own.count():
            assert own.first.evaluate("(path) => getComputedStyle(path).strokeWidth") == "3px"


@pytest.mark.browser
def test_no_text_of_the_map_is_cut_off(page):
    outside = page.evaluate(
        """() => {
        const edge = document.querySelector('.map-scroll svg').getBoundingClientRect();
        const out = (box) => box.right > edge.right + 1 || box.left < edge.left - 1 || box.bottom > edge.bottom + 1;
        const texts = [...document.querySelectorAll('.map-scroll text')];
        return texts.filter((text) => out(text.getBoundingClientRect())).map((text) => text.textContent);
    }"""
    )
    assert outside == []


def test_five_hundred_modules_can_be_drawn(tmp_path):
    course = large(tmp_path / "course", 500)
    html = module_map.drawn(catalogue.load(course), "../")
    assert html.count('class="map-module') == len(catalogue.load(course).module_keys())


@pytest.mark.browser
def test_no_strand_in_the_sidebar_has_a_first_page_of_its_own_name(page):
    captions = page.locator(".bd-links p.caption").all_inner_texts()
    entries = page.locator(".bd-links li.toctree-l1 > a").all_text_contents()
    assert {strand.title for strand in COURSE.strands.values()} <= set(captions)
    assert not set(captions) & {entry.strip() for entry in entries}
    assert len(entries) == len(set(entries))
    assert not [entry for entry in entries if re.search(r": overview$", entry)]
