"""Every page as a reader meets it: in a real browser, on a phone, from this host alone."""

import re
from pathlib import Path

import pytest

from course import catalogue, contents, frontend, settings
from tests.site.waiting import until

SMALL, DESKTOP = {"width": 320, "height": 740}, {"width": 1280, "height": 900}
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Rows of data and drawn charts come from one template each; the first of a page stand for the others, which axe would
# take a minute over on a long lesson.
FEWER = """() => {
  document.querySelectorAll('.chart-table tbody tr:nth-child(n+3)').forEach((row) => row.remove());
  document.querySelectorAll('figure.chart .chart-table').forEach((table, n) => { table.open = n < 2; });
  [...document.querySelectorAll('figure.chart .chart-plot')].slice(2).forEach((plot) => plot.replaceChildren());
}"""
# All rules at each size; what depends on the colours alone once more in the other theme.
AXE = """async ([rules, again]) => {
  const options = again
    ? { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, resultTypes: ['violations'] }
    : { runOnly: rules, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] };
  const found = await axe.run(document, options);
  return found.violations.map((one) => [one.id, one.nodes[0].html.slice(0, 160)]);
}"""
LOOKS = ((SMALL, "light", False), (SMALL, "dark", True), (DESKTOP, "dark", False), (DESKTOP, "light", True))
# bytes as a host sends them, requests: for a page of words, one with charts, one with panels. The page that searches
# loads the index of every word of the course, which is what it is for.
BUDGETS = {"text": 120_000, "chart": 500_000, "explore": 600_000, "search": 300_000}
MOST_REQUESTS = 25
CONTENTS = contents.table_of_contents(catalogue.load(settings.ROOT))
PAGES = sorted(
    [f"{name}.html" for name in re.findall(r"(?:file|root): (\S+)", CONTENTS)]
    + ["404.html", "genindex.html", "offline.html", "search.html"]
)
TRACE = ".main-svg path.js-line, .main-svg path.point, .main-svg .trace path"
HAS_POINTS = """(figure) => JSON.parse(figure.querySelector('.chart-data').textContent).data.some(
  (trace) => trace.y && (trace.y.bdata || trace.y.some((value) => value !== null)))"""
LESSON = "modules/measurement/run-charts/lesson.html"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def axe(root) -> str:
    return (frontend.packages(root) / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def pages(site: Path) -> list[str]:
    return sorted(str(path.relative_to(site)) for path in site.rglob("*.html") if "_static" not in path.parts)


def visit(browser, address: str, name: str, **options):
    """Open a page, scroll it to the end, and return it with what went wrong."""
    # what is kept for reading offline has tests of its own, and would blur what a page itself loads
    page = browser.new_context(service_workers="block", **options).new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else faults.append(r.url)
    )
    page.on("response", lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.loaded = []
    page.on("requestfinished", lambda request: page.loaded.append(request))
    page.goto(address + name, wait_until="load")
    page.evaluate("for (const f of document.querySelectorAll('figure.chart')) f.scrollIntoView()")
    return page, faults


def overweight(page, name: str) -> list[str]:
    """Return what a page loads beyond its budget, all its charts drawn."""
    kind = (
        "explore"
        if page.locator(".explore").count()
        else "chart"
        if page.locator("figure.chart").count()
        else "text"
    )
    kind = "search" if name == "search.html" else kind
    sizes = [request.sizes() for request in page.loaded if request.url.startswith("http")]
    weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    found = [f"{weight:,} bytes; a {kind} page may have {BUDGETS[kind]:,}"] if weight > BUDGETS[kind] else []
    return found + ([f"{len(sizes)} requests"] if len(sizes) > MOST_REQUESTS else [])


def draw_all(page) -> int:
    """Unfold what waits for a guess, bring each chart into view, wait for its lines, return how many there are."""
    page.evaluate("document.querySelectorAll('article details').forEach((folded) => { folded.open = true })")
    charts = page.locator("figure.chart")
    for chart in charts.all():
        chart.scroll_into_view_if_needed()
        # a grid to draw on by hand has no points: there the grid itself must show
        shape = TRACE if chart.evaluate(HAS_POINTS) else ".main-svg .gridlayer path"
        chart.locator(shape).first.wait_for(state="attached", timeout=15_000)
    return charts.count()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_fits_a_phone_asks_no_other_host_and_is_accessible(name, address, browser, axe):
    """One load of each page, on a phone; then size and theme are switched in place."""
    page, faults = visit(browser, address, name, viewport=SMALL)
    draw_all(page)
    page.wait_for_load_state("networkidle")
    faults += overweight(page, name)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > SMALL["width"]:
        faults.append(f"{width} pixels wide: {widest(page)}")
    page.evaluate(FEWER)
    page.evaluate(
        "scrollTo(0, 0)"
    )  # away from the end, where the button that leads back up lies over the page
    page.evaluate(axe)
    for size, theme, again in LOOKS:
        page.set_viewport_size(size)
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
        page.wait_for_timeout(300)
        faults += [(size["width"], theme, *found) for found in page.evaluate(AXE, [AXE_RULES, again])]
    page.context.close()
    assert not faults


# one page of each kind: the front page, a lesson with panels, a plan for hosts, words alone, a pathway, the search
KINDS = [
    "index.html",
    LESSON,
    "modules/measurement/run-charts/workshop.html",
    "modules/measurement/run-charts/sheet.html",
    "book/pathways/induction.html",
    "book/retrieval.html",
    "search.html",
]
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  window.walked ??= [];
  const again = window.walked.at(-1) !== at && window.walked.includes(at); // a date has three stops
  window.walked.push(at);
  const style = getComputedStyle(at);
  const rings = [at, at.closest('label'), at.parentElement, ...at.children].filter(Boolean)
    .map((one) => getComputedStyle(one))
    .some((one) => (one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 1) || one.boxShadow !== 'none');
  // what marks a fold in the list of pages is the arrow inside its summary
  const seen = style.visibility !== 'hidden' && [at, ...at.children].some((one) => one.getBoundingClientRect().height > 0);
  return { again, rings, seen, html: at.outerHTML.slice(0, 120) };
}"""
# radio buttons of one name are one stop, which arrow keys move within
WALKABLE = """() => {
  const group = (one) => one.type === 'radio' && window.walked.some((other) =>
    other.type === 'radio' && other.name === one.name && other.form === one.form);
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.closest('dialog:not([open]), [inert]'))
    .filter((one) => !window.walked.includes(one) && !group(one))
    .map((one) => one.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("name", KINDS)
def test_a_keyboard_reaches_everything_sees_where_it_is_and_gets_out_again(name, address, browser):
    page, faults = visit(browser, address, name, viewport=DESKTOP)
    for _ in range(600):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or stop["again"]:
            break
        if not stop["rings"] or not stop["seen"]:
            faults.append(("no visible focus", stop["html"]))
    faults += page.evaluate(WALKABLE)
    page.context.close()
    assert not faults


def test_the_list_of_pages_is_whole(site):
    assert set(PAGES) == set(pages(site))


def widest(page) -> str:
    """Return the first element that sticks out, to say what to mend."""
    return page.evaluate(
        """() => [...document.querySelectorAll('main *')]
            .filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 120))[0]"""
    )


def test_the_lesson_draws_every_chart_and_says_each_in_words(address, browser):
    page, faults = visit(browser, address, LESSON)
    assert draw_all(page) >= 5
    for chart in page.locator("figure.chart").all():
        assert len(chart.get_attribute("aria-label")) > 60
        assert chart.locator("table tbody tr").count() >= 5
    assert not faults
    page.context.close()


def test_a_reveal_stays_folded_until_the_reader_asks_for_it(address, browser):
    page, _ = visit(browser, address, LESSON)
    fold = page.locator("details.hide", has=page.locator("figure.chart")).first
    chart = fold.locator("figure.chart")
    assert not chart.is_visible()
    fold.locator("summary").first.click()
    chart.locator(".main-svg path.point").first.wait_for(state="attached", timeout=15_000)
    assert chart.is_visible()
    page.context.close()


def test_a_dark_page_redraws_its_charts_in_dark_colours(address, browser):
    from improve.palette import DARK, LIGHT

    page, _ = visit(browser, address, LESSON)
    draw_all(page)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    until(
        page,
        "(dark) => document.querySelector('figure.chart .chart-plot').data.some("
        "(trace) => JSON.stringify(trace).includes(dark))",
        arg=DARK.line,
    )
    assert not page.evaluate(
        "(light) => JSON.stringify(document.querySelector('figure.chart .chart-plot').data).includes(light)",
        LIGHT.line,
    )
    page.context.close()


def test_a_question_is_answered_by_keyboard_and_explains_the_answer_chosen(address, browser):
    page, _ = visit(browser, address, LESSON)
    question = page.locator("form.question").first
    options = question.locator("input[type=radio]")
    explained = question.locator(".answers li")
    seen = set()
    for number in range(options.count()):
        options.nth(number).focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Check my answer"
        page.keyboard.press("Enter")
        feedback = question.locator(".feedback").inner_text()
        right = explained.nth(number).get_attribute("data-right") == "yes"
        assert feedback.startswith("✓ Right." if right else "✗ Not this one.")
        seen.add(feedback)
    assert len(seen) == options.count()
    page.context.close()


def test_an_unanswered_question_asks_for_an_answer(address, browser):
    page, _ = visit(browser, address, LESSON)
    question = page.locator("form.question").first
    question.locator("button").click()
    assert question.locator(".feedback").inner_text() == "Choose an answer first."
    page.context.close()


def test_without_scripts_tables_and_explanations_can_still_be_read(address, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address + LESSON)
    page.locator("form.question summary").first.click()
    assert page.locator("form.question .because").first.is_visible()
    page.locator(".chart-table summary").first.click()
    assert page.locator(".chart-table td").first.is_visible()
    assert not page.locator("form.question button").first.is_visible()
    page.context.close()


def test_the_site_works_under_a_sub_path(site, browser, tmp_path):
    from course import serve

    (tmp_path / "a-course").symlink_to(site)
    with serve.served(tmp_path) as top:
        below = f"{top}a-course/"
        page, faults = visit(browser, below, LESSON)
        draw_all(page)
        page.get_by_role("link", name="Run it as a workshop").click()
        assert page.url.startswith(below)
        assert page.locator("article h1").count() == 1
        assert not faults
        page.context.close()


def test_the_header_gives_outcomes_minutes_and_buttons(site, address, browser):
    page, _ = visit(browser, address, LESSON)
    header = page.locator(".module-header")
    assert header.locator("ol li").count() == 5
    assert "45 minutes" in header.inner_text()
    assert (
        header.get_by_role("link", name="Open the practice notebook in Binder")
        .get_attribute("href")
        .startswith("https://mybinder.org/v2/gh/")
    )
    with page.expect_download() as download:
        header.get_by_role("link", name="Download the module to run anywhere").click()
    assert download.value.suggested_filename == "run-charts.zip"
    page.context.close()


def test_an_address_that_does_not_exist_gets_a_page_that_leads_home(address, browser):
    page = browser.new_context().new_page()
    response = page.goto(address + "modules/no/such/page.html")
    assert response.status == 404
    page.get_by_role("link", name="Start from the front page").click()
    assert "Better Care" in page.locator("article h1").inner_text()
    page.context.close()


def test_each_page_says_its_version_and_where_to_report_an_error(site):
    for name in pages(site):
        if name in ("404.html", "offline.html"):
            continue
        text = (site / name).read_text(encoding="utf-8")
        assert "Report an error on this page" in text, name
        assert "Version 0.1.0" in text, name
