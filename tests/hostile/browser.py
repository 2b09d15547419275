"""Opens pages in a real browser and says whether anything in them ran or called out."""

import contextlib
from pathlib import Path

from tests.conftest import BROWSER_OPTIONS, chromium_path


class Browser:
    """A browser with no network, or None where there is no Chromium."""

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        self.there = chromium_path() is not None
        if self.there:
            from playwright.sync_api import sync_playwright

            playwright = self.stack.enter_context(sync_playwright())
            self.chromium = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_OPTIONS)
            self.stack.callback(self.chromium.close)
        return self

    def __exit__(self, *_):
        self.stack.close()

    def faults(self, html: str | Path, ours_runs: bool = False) -> list[str]:
        """Load a page and say what it did that a page without script would not.

        A script of a submission would change the title, open a dialog, or ask for something. ``ours_runs`` is for
        nbgrader's own pages, which load scripts of their own: then only the title and dialogs tell.
        """
        if not self.there:
            return []
        found: list[str] = []
        page = self.chromium.new_page()
        page.on("dialog", lambda dialog: (found.append("a dialog opened"), dialog.dismiss()))
        page.route(
            "**/*",
            lambda route: route.abort() if not route.request.url.startswith("data:") else route.continue_(),
        )
        page.on("request", lambda request: None if request.url.startswith(("data:", "about:")) else found.append(
            f"it asked for {request.url[:80]}"))  # fmt: skip
        text = html.read_text(encoding="utf-8") if isinstance(html, Path) else html
        page.set_content(text, wait_until="load")
        before = page.title()
        # An ordinary link to elsewhere may stand in an essay; following it is the reader's choice, and no fault.
        for element in page.query_selector_all("a[href]:not([href^='http']), [onclick], button, details")[
            :20
        ]:
            with contextlib.suppress(Exception):
                element.click(timeout=300, no_wait_after=True)
        page.wait_for_timeout(100)
        if "XSS" in page.title() or "PWN" in page.title() or (not ours_runs and page.title() != before):
            found.append(f"the title became “{page.title()[:40]}”")
        if not ours_runs and page.evaluate("document.scripts.length"):
            found.append("there is a script in it")
        page.close()
        return [fault for fault in found if not ours_runs or not fault.startswith("it asked for")]
