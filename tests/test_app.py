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
    with serving(voila.command(folder / "practice.ipynb", port), address, folder):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(address, timeout=120_000)
        page.locator(".main-svg path.point").first.wait_for(state="attached", timeout=120_000)
        yield page
        page.close()


def test_moving_a_control_changes_the_chart(app):
    slider = app.get_by_role("slider").first
    slider.scroll_into_view_if_needed()
    panel = app.locator(".improve-explore").filter(has=slider).first
    before = panel.inner_html()
    slider.focus()
    for _ in range(3):
        app.keyboard.press("ArrowRight")
    app.wait_for_function(
        "([before]) => [...document.querySelectorAll('.improve-explore')][0].innerHTML !== before "
        "&& document.querySelector('.improve-explore .main-svg path.point')",
        arg=[before],
        timeout=60_000,
    )


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
