"""Waits for something on a page that forbids eval: Playwright's own wait_for_function needs it, evaluate does not."""

from playwright.sync_api import Page

PAUSE = 100  # milliseconds between two looks


def until(page: Page, condition: str, arg=None, seconds: float = 30):
    """Return what ``condition`` gives in the page as soon as it is true."""
    for _ in range(int(seconds * 1000 / PAUSE)):
        if found := page.evaluate(condition, arg):
            return found
        page.wait_for_timeout(PAUSE)
    raise AssertionError(f"not true within {seconds} seconds: {condition}")
