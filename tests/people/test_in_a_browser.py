"""The set former in a real browser on a real Voila: sets formed, somebody moved, mentors matched, a clock started."""

import pytest

from course import voila
from tests.servers import free_port, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def page(browser, root):
    """The opened app, on a phone, with all that it asked for."""
    folder = root / "modules/people/coaching-and-action-learning"
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    with serving(voila.command(folder / "app.ipynb", port), address, folder, **voila.environment()):
        context = browser.new_context(viewport={"width": 390, "height": 844}, accept_downloads=True)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.asked, page.wrong = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.goto(address, timeout=120_000)
        page.get_by_role("button", name="Try 26 invented people").wait_for(timeout=90_000)
        yield page
        context.close()


def reads(page, words):
    page.locator(".studio").get_by_text(words).first.wait_for()


def test_pasted_people_become_sets_and_a_move_has_a_price(page):
    rows = "\n".join(
        f"P{n}\t{'nurse' if n % 3 else 'doctor'}\t{'acute' if n % 2 else 'GP'}" for n in range(13)
    )
    page.get_by_label("Or paste people").fill(f"person\trole\tsector\n{rows}\n")
    page.get_by_role("button", name="Read what I pasted").first.click()
    reads(page, "13 people in 2 sets of 6 or 7.")
    reads(page, "No other sets of these sizes can score more.")
    page.get_by_label("Move", exact=True).select_option(index=1)
    page.get_by_role("button", name="Do it, and show the price").click()
    reads(page, "Pairs who differ, in points of a hundred")


def test_the_file_to_take_away_holds_everybody(page):
    with page.expect_download() as coming:
        page.get_by_role("link", name="Who sits where (CSV)").click()
    text = coming.value.path().read_text(encoding="utf-8")
    assert text.startswith("set,person,role,sector")
    assert sum(line.count(",P") for line in text.splitlines()) == 13


def test_a_table_with_a_blank_is_refused_by_row_and_column(page):
    page.get_by_label("Or paste people").fill("role\tsector\nnurse\t\n")
    page.get_by_role("button", name="Read what I pasted").first.click()
    reads(page, "Row 2, column “sector”: nothing stands here.")


def test_mentors_are_matched_and_the_unmatched_are_named(page):
    page.locator(".studio").get_by_text("Match mentors", exact=True).first.click()
    page.get_by_role("button", name="Try 30 invented learners and 12 mentors").click()
    reads(page, "learners have no mentor.")
    reads(page, "The matching is stable")
    reads(page, "Without a mentor")


def test_the_clock_of_a_meeting_runs_without_a_network(page):
    page.locator(".studio").get_by_text("Run a meeting", exact=True).first.click()
    page.get_by_role("button", name="Start the clock").click()
    page.get_by_role("timer").get_by_text("left: everybody says how they are").wait_for()
    page.get_by_role("button", name="Stop the clock").click()


def test_nothing_is_wider_than_the_phone_and_no_other_host_is_asked(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    address = "/".join(page.url.split("/")[:3])
    ours = (address, "data:", "blob:", address.replace("http", "ws"))
    assert [url for url in page.asked if not url.startswith(ours)] == []
    assert page.wrong == []
