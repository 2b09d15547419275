"""Pages that were opened, or kept on purpose, can be read with no network; an update is whole or it is not there."""

import json
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest
from playwright.sync_api import TimeoutError

from course.settings import ROOT
from course.site import offline, safety
from tests.site.waiting import until

LESSON = "modules/measurement/run-charts/lesson.html"
TRACE = ".main-svg path.js-line, .main-svg path.point, .main-svg .trace path"
FRONT = "index.html"

# asks the page's worker to keep pages, and answers when it has
KEEP = """async (pages) => {
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => (data.kept || data.failed) && done(data);
    active.postMessage({ do: "keep", pages }, [port2]);
  });
}"""
REGISTER = (
    "async () => { await navigator.serviceWorker.register('/sw.js'); await navigator.serviceWorker.ready; }"
)

pytestmark = pytest.mark.browser


@contextmanager
def served(folder):
    """Serve a folder in a process of its own for as long as a test says; then it is killed, connections and all."""
    program = (
        "import sys; from pathlib import Path; from course import serve; serve.run(Path(sys.argv[1]), 0)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        yield re.search(r"http://\S+", process.stdout.readline())[0]
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def copy(site, tmp_path):
    """A copy of the site that a test may change, without the downloads."""
    return shutil.copytree(
        site, tmp_path / "site", ignore=shutil.ignore_patterns("downloads", "_downloads", "_sources")
    )


def pathways_of(site) -> dict[str, list[str]]:
    return {path.stem: json.loads(path.read_text())["pages"] for path in (site / "keep").glob("*.json")}


def first_pathway(site) -> str:
    """Return a pathway that has the lesson on it."""
    return next(name for name, pages in sorted(pathways_of(site).items()) if LESSON in pages)


def test_every_listed_file_is_there_and_has_the_digest_that_is_said(site):
    found = json.loads((site / "offline.json").read_text(encoding="utf-8"))
    for key, digest in found["files"].items():
        assert offline.digest(site / key.partition("?")[0]) == digest, key
    assert found["version"] in (site / "sw.js").read_text(encoding="utf-8")
    lesson = [found["needed"][n] for n in found["pages"][LESSON]]
    assert any("plotly" in key for key in lesson)
    assert any(re.match(r"_static/course\.[0-9a-f]+\.css", key) for key in lesson)


def test_the_manifest_names_icons_that_are_there_in_the_size_that_it_says(site):
    manifest = json.loads((site / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        head = (site / icon["src"]).read_bytes()[:24]
        width, height = (int.from_bytes(head[n : n + 4], "big") for n in (16, 20))
        assert f"{width}x{height}" == icon["sizes"]


def test_a_kept_pathway_is_read_with_its_charts_when_the_server_is_gone(site, browser):
    name = first_pathway(site)
    context = browser.new_context()
    page = context.new_page()
    with served(site) as address:
        page.goto(f"{address}book/pathways/{name}.html")
        button = page.get_by_role("button", name=re.compile("Keep this pathway on this device"))
        button.wait_for()
        assert re.search(r"\d+ KB|\d\.\d MB", button.inner_text())
        button.click()
        page.get_by_text(re.compile(r"Kept: \d+ pages can be read")).wait_for(timeout=60_000)
    for kept in (LESSON, "book/glossary.html", FRONT):
        page.goto(address + kept)
        assert page.locator("article h1").count() == 1, kept
    page.goto(address + LESSON)
    chart = page.locator("figure.chart").first
    page.evaluate("document.querySelectorAll('article details').forEach((folded) => { folded.open = true })")
    chart.scroll_into_view_if_needed()
    chart.locator(TRACE).first.wait_for(state="attached", timeout=15_000)
    page.goto(address + "search.html?q=median")
    page.locator("#search-results li").first.wait_for(timeout=15_000)
    page.goto(address + "book/no-such-page.html")
    assert page.locator("h1").inner_text() == "That page is not on this device"
    context.close()


def test_a_page_that_was_only_opened_is_kept(site, browser):
    context = browser.new_context()
    page = context.new_page()
    with served(site) as address:
        page.goto(address + "book/harrowmere.html")
        title = page.locator("article h1").inner_text()
        # said late on purpose: reading comes first
        until(page, "async () => Boolean(await caches.match('/book/harrowmere.html'))")
    page.reload()
    assert page.locator("article h1").inner_text() == title
    weight = "getComputedStyle(document.querySelector('article h1')).fontWeight"
    assert page.evaluate(weight) == "650"  # the course's own style came with it
    context.close()


def changed(site, pathways) -> str:
    """Make the next version of a site: another text on two pages, another script. Return its version."""
    for name in (FRONT, LESSON):
        path = site / name
        text = re.sub(
            "(<article.*?<h1>)", r"\1New: ", path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL
        )
        path.write_text(re.sub(r"house\.js\?v=\w+", "house.js?v=new", text), encoding="utf-8")
    script = site / "_static" / "house.js"
    script.write_text(script.read_text(encoding="utf-8") + "\nwindow.age = 'new';\n", encoding="utf-8")
    return offline.write(site, "A course", pathways)


def state(page) -> tuple[str, str]:
    """Return the age of a page's text and of the script that runs in it."""
    text = "new" if page.locator("article h1").inner_text().startswith("New: ") else "old"
    return text, page.evaluate("window.age ?? 'old'")


def new_page_at(page, address):
    """Go to a page of the new version, which loads itself again on the way, and return it when it is there.

    On a busy machine a page of headless Chromium has now and then (2 of 345 times) answered its debugger no more after
    that, while another page of the same browser showed the new version: so then, and only then, another one is asked.
    """
    page.goto(address)
    try:
        page.locator("article h1", has_text="New: ").wait_for()
    except TimeoutError:
        if answers(page):
            raise
        page = page.context.new_page()
        page.goto(address)
        page.locator("article h1", has_text="New: ").wait_for()
    return page


def answers(page) -> bool:
    """Whether a page answers at all, whatever it shows."""
    try:
        page.locator("html").wait_for(state="attached", timeout=3_000)
    except TimeoutError:
        return False
    return True


def test_an_update_comes_whole_with_the_pages_that_were_kept(copy, browser):
    pathways = pathways_of(copy)
    context = browser.new_context()
    page = context.new_page()
    with served(copy) as address:
        page.goto(address + FRONT)
        page.evaluate(REGISTER)
        assert page.evaluate(KEEP, [LESSON])["kept"] > 5
        version = changed(copy, pathways)
        page.evaluate("async () => { await (await navigator.serviceWorker.ready).update() }")
        # the new version waits, whole, with the lesson that was kept; the old one still answers
        until(page, "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)")
        names = page.evaluate("caches.keys()")
        assert len(names) == 2
        assert any(name.endswith(version) for name in names)
    # the network goes now: the next page is of the new version throughout
    for name in (LESSON, FRONT):
        page = new_page_at(page, address + name)
        assert state(page) == ("new", "new")
    assert [name.endswith(version) for name in page.evaluate("caches.keys()")] == [True]
    context.close()


def test_a_host_half_way_through_an_update_never_gives_a_mixture(copy, tmp_path, browser):
    pathways = pathways_of(copy)
    context = browser.new_context()
    page = context.new_page()
    with served(copy) as address:
        page.goto(address + FRONT)
        page.evaluate(REGISTER)
        assert page.evaluate(KEEP, [LESSON])["kept"] > 5
        following = shutil.copytree(copy, tmp_path / "next")
        changed(following, pathways)
        # all but the lesson has been sent to the host
        for name in (FRONT, "_static/house.js", "offline.json", "sw.js"):
            shutil.copyfile(following / name, copy / name)
        page.evaluate("async () => { try { await (await navigator.serviceWorker.ready).update() } catch {} }")
        until(
            page,
            """async () => { const found = await navigator.serviceWorker.getRegistration();
            return !found.installing && !found.waiting && (await caches.keys()).length === 1; }""",
        )
        # with the network the front page is the new one, with its own script
        page.goto(address + FRONT)
        assert state(page) == ("new", "new")
    for name in (FRONT, LESSON):
        page.goto(address + name)
        assert state(page) == ("old", "old"), name
    context.close()


def test_a_copy_opened_from_a_folder_draws_charts_explores_and_searches(copy, browser):
    page = browser.new_context().new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((copy / LESSON).as_uri())
    page.evaluate("document.querySelectorAll('article details').forEach((folded) => { folded.open = true })")
    chart = page.locator("figure.chart").first
    chart.scroll_into_view_if_needed()
    chart.locator(TRACE).first.wait_for(state="attached", timeout=15_000)
    panel = page.locator(".explore").first
    control = panel.locator(".explore-controls input, .explore-controls select").first
    control.scroll_into_view_if_needed()
    before = panel.locator(".explore-where").text_content()
    control.focus()
    page.keyboard.press("ArrowRight" if control.get_attribute("type") == "range" else "ArrowDown")
    until(
        page,
        "([panel, before]) => panel.querySelector('.explore-where').textContent !== before",
        arg=[panel.element_handle(), before],
    )
    assert not faults
    # a browser lets no page of a folder read another one, so results are found but come without an excerpt
    page.goto((copy / "search.html").as_uri() + "?q=median")
    page.locator("#search-results li").first.wait_for(timeout=15_000)
    page.context.close()


def test_a_script_that_was_not_there_at_the_build_does_not_run(copy, browser):
    path = copy / FRONT
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("</body>", "<script>window.slipped = 'in'</script></body>"), encoding="utf-8"
    )
    page = browser.new_context(service_workers="block").new_page()
    with served(copy) as address:
        page.goto(address + FRONT)
        assert page.evaluate("window.slipped ?? 'kept out'") == "kept out"
        assert page.evaluate("document.documentElement.dataset.mode") == "auto"  # the page's own script ran
    page.context.close()


def test_the_file_for_hosts_allows_what_each_page_allows(site):
    headers = (site / "_headers").read_text(encoding="utf-8")
    assert "file:" not in headers
    for name in (FRONT, LESSON, "search.html"):
        for source in safety.inline((site / name).read_text(encoding="utf-8")):
            assert source in headers
