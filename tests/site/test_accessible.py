"""Every page by axe: WCAG 2.2 AA and good practice, on a small phone and a desktop, in light and in dark."""

import pytest

from tests.site.test_pages import draw_all, pages, visit

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = ({"width": 320, "height": 740}, {"width": 1280, "height": 900})


@pytest.fixture(scope="module")
def axe(root) -> str:
    from course import frontend

    return (frontend.packages(root) / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def test_axe_finds_nothing_on_any_page(site, address, browser, axe):
    wrong = {}
    for name in pages(site):
        page, _ = visit(browser, address, name)
        draw_all(page)
        page.evaluate(axe)
        for size in SIZES:
            page.set_viewport_size(size)
            for theme in ("light", "dark"):
                page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
                page.wait_for_timeout(150)
                found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)["violations"]
                if found:
                    wrong[name, size["width"], theme] = [
                        (v["id"], v["nodes"][0]["html"][:160]) for v in found
                    ]
        page.context.close()
    assert not wrong
