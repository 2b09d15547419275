"""The practice notebook as an app: Voila really started, a control really moved, the chart really changed."""

import pytest

from course import voila
from tests.servers import free_port, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def app(browser, root):
    """The opened app and the hosts it asked."""
    folder = root / "modules/measurement/run-charts"
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    with serving(voila.command(folder / "practice.ipynb", port), address, folder, **voila.environment()):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(address, timeout=120_000)
        page.locator(".main-svg path.point").first.wait_for(state="attached", timeout=120_000)
        yield page
        page.close()


DRAWN = "(slider) => slider.closest('.widget-vbox').querySelector('.js-plotly-plot .main-svg')?.outerHTML"


def test_moving_a_control_changes_the_chart(app):
    for slider in app.get_by_role("slider").all():
        slider.scroll_into_view_if_needed()
        before = app.evaluate(DRAWN, slider.element_handle())
        slider.focus()
        for _ in range(3):
            app.keyboard.press("ArrowRight")
        for _ in range(120):
            after = app.evaluate(DRAWN, slider.element_handle())
            if after and after != before:
                break
            app.wait_for_timeout(500)
        assert after
        assert after != before


def test_no_code_is_shown_and_code_tasks_are_left_out(app):
    text = app.locator("body").inner_text()
    assert "import improve" not in text
    assert "from improve" not in text
    assert app.locator(".jp-InputArea-editor:visible").count() == 0


def test_the_app_asks_no_other_host(app):
    address = "/".join(app.url.split("/")[:3])
    assert [
        url
        for url in app.asked
        if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))
    ] == []
