"""Waits in a page whose content security policy forbids what Playwright's own wait_for_function evaluates."""

from playwright.sync_api import Error, Page

PAUSE = 50  # milliseconds


def until(page: Page, condition: str, arg=None, seconds: float = 30):
    """Return what ``condition`` gives in the page as soon as it is true; the page may load again meanwhile."""
    for _ in range(int(seconds * 1000 / PAUSE)):
        try:
            if found := page.evaluate(condition, arg):
                return found
        except Error as error:
            if "Execution context was destroyed" not in str(error):
                raise
        page.wait_for_timeout(PAUSE)
    raise AssertionError(f"not true within {seconds} seconds: {condition}")
