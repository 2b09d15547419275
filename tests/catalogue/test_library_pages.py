"""The pages of the library as readers use them: with scripts, and without."""

import datetime
import re

import icalendar
import pytest

from course import calendar, catalogue, settings
from course.catalogue.artefacts import state
from course.site.promises import STATES
from tests.site.waiting import until

pytestmark = pytest.mark.browser
COURSE = catalogue.load(settings.ROOT)
OFFERS = "book/opportunities.html"


def opened(browser, url, **options):
    page = browser.new_context(**options).new_page()
    page.goto(url, wait_until="load")
    return page


def test_the_directory_is_a_plain_list_without_scripts(address, browser):
    page = opened(browser, address + OFFERS, java_script_enabled=False)
    offers = page.locator(".offers > li")
    assert offers.count() == len(COURSE.opportunities.offers)
    assert all(offer.is_visible() for offer in offers.all())
    assert not page.locator("form.filters").is_visible()
    page.context.close()


def test_choosing_narrows_the_directory_and_says_how_many_are_left(address, browser):
    page = opened(browser, address + OFFERS)
    everything = len(COURSE.opportunities.offers)
    kind = COURSE.opportunities.offers[0].kind
    wanted = [offer.id for offer in COURSE.opportunities.offers if offer.kind == kind]
    page.get_by_label("Kind").select_option(kind)
    shown = page.locator(".offers > li:visible")
    assert [offer.get_attribute("id") for offer in shown.all()] == wanted
    said = page.locator(".filters-said")
    assert said.get_attribute("aria-live") == "polite"
    assert said.inner_text() == f"{len(wanted)} of {everything} offers shown."
    page.get_by_role("button", name="Show all").click()
    until(
        page,
        "(all) => document.querySelectorAll('.offers > li:not([hidden])').length === all",
        arg=everything,
    )
    page.context.close()


def test_each_role_of_the_directory_finds_the_offers_for_it(address, browser):
    page = opened(browser, address + OFFERS)
    for role in {role for offer in COURSE.opportunities.offers for role in offer.roles}:
        page.get_by_label("For", exact=True).select_option(role)
        wanted = sum(role in offer.roles for offer in COURSE.opportunities.offers)
        assert page.locator(".offers > li:visible").count() == wanted
    page.context.close()


def dated() -> str:
    return next(name for name, route in COURSE.pathways.items() if calendar.has_dates(route))


def test_a_pathway_page_adds_up_and_says_what_is_ready(address, browser):
    for name, route in COURSE.pathways.items():
        page = opened(browser, f"{address}book/pathways/{name}.html", java_script_enabled=False)
        assert page.locator("ol.steps > li").count() == len(route.steps)
        ready = [key for key in COURSE.modules_in(route) if key in COURSE.modules]
        coming = [key for key in COURSE.modules_in(route) if key not in COURSE.modules]
        links = page.locator("ol.steps a").evaluate_all("(links) => links.map((link) => link.href)")
        assert all(any(f"modules/{key}/" in link for link in links) for key in ready)
        assert bool(page.locator("ol.steps .coming").count()) == bool(coming)
        page.context.close()


def test_the_calendar_file_starts_on_the_day_that_the_reader_chooses(address, browser):
    page = opened(browser, f"{address}book/pathways/{dated()}.html", accept_downloads=True)
    start = page.get_by_label("I start on")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", start.input_value())
    start.fill("2028-02-28")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Make my calendar file").click()
    route = COURSE.pathways[dated()]
    moved = icalendar.Calendar.from_ical(waiting.value.path().read_bytes()).walk("VEVENT")
    first = datetime.date(2028, 2, 28)
    days = [day for day in route.days if day is not None]
    assert [(event.decoded("dtstart") - first).days for event in moved] == days
    assert [(event.decoded("dtend") - event.decoded("dtstart")).days for event in moved] == [1] * len(days)
    assert "Nothing was sent anywhere" in page.locator(".calendar-said").inner_text()
    page.context.close()


def test_without_scripts_the_calendar_file_is_there_and_says_when_it_starts(address, browser, site):
    page = opened(browser, f"{address}book/pathways/{dated()}.html", java_script_enabled=False)
    assert calendar.in_words(calendar.STARTS) in page.locator("form.calendar").inner_text()
    assert not page.get_by_label("I start on").is_visible()
    file = site / "downloads" / "pathways" / f"{dated()}.ics"
    assert file.read_bytes() == calendar.file(COURSE, COURSE.pathways[dated()])
    page.context.close()


def test_every_promise_is_on_its_page_with_its_state_in_words(address, browser):
    page = opened(browser, address + "book/promises.html", java_script_enabled=False)
    assert page.locator(".promises > li").count() == len(COURSE.promises)
    for promise in COURSE.promises.values():
        row = page.locator(f"#{promise.id.lower()}").inner_text()
        assert row.startswith(f"{promise.id}. {STATES[state(COURSE, promise)]}.")
    page.context.close()
