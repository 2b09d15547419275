"""Panels in pages: what a reader moves, guesses, hears and prints, each state as a kernel would have given it."""

import json
import re
from html import unescape
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

from course.site import explorations, figures
from course.site.differences import unpack
from improve.interact import Journal, predict
from tests.conftest import ROOT
from tests.site.test_pages import AXE_RULES, DESKTOP, SMALL, axe, visit  # noqa: F401  axe is a fixture
from tests.site.test_strict import build, cell
from tests.site.waiting import until

LESSON, BITE = "modules/measurement/run-charts/lesson.html", "modules/measurement/run-charts/bite.html"
PANEL = re.compile(r'<div class="explore">.*?class="explore-data">(.*?)</script>', re.DOTALL)
FIGURE = re.compile(r'class="chart-data">(.*?)</script>', re.DOTALL)
SOURCES = sorted(
    str(path.relative_to(ROOT))
    for folder in ("modules", "book")
    for path in (ROOT / folder).rglob("*.md")
    if re.search(r"^(\w+ = |display\()?explore\(", path.read_text(encoding="utf-8"), re.MULTILINE)
)
MOST_OF_THE_SCRIPT = 8_192


def in_page(html: str) -> list[list[dict]]:
    """Return the states of each panel in a page, put together again."""
    panels = []
    for match in PANEL.finditer(html):
        data = json.loads(match.group(1))
        figure = FIGURE.search(match.group(0))
        first = data["first"] | ({"figure": json.loads(figure.group(1))} if figure else {})
        panels.append([unpack(first, difference, data["pool"]) for difference in data["states"]])
    return panels


# ---- the states are those of a kernel -----------------------------------------------------------------------------

RECORD = """
import improve.interact.exploring as _exploring

class _Recorded(_exploring.Exploration):
    def __init__(self, function, controls):
        super().__init__(function, controls)
        self.controls = controls
        _live.append(self)

_live, _exploring.Exploration = [], _Recorded
"""
WALK = """
import itertools as _itertools, json as _json
from improve.interact.pages import settings_of as _settings_of

_found = []
for _panel in _live:
    _names = [control.name for control in _panel.controls]
    _found.append([])
    for _values in _itertools.product(*([value for _, value in _settings_of(c)] for c in _panel.controls)):
        _panel.set(**dict(zip(_names, _values)))
        _outputs = _panel._stage.output.outputs
        _found[-1].append([_outputs[0]["data"] if _outputs else None, _panel.text])
with open({file!r}, "w") as _file:
    _json.dump(_found, _file)
"""


def live(source: Path, tmp_path: Path) -> list[list[dict]]:
    """Return the states of each panel as widgets in a fresh kernel give them, in the form in which a page stores them."""
    notebook = jupytext.read(source)
    file = tmp_path / "states.json"
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    new = nbformat.v4.new_code_cell
    notebook.cells = [new(RECORD), *cells, new(WALK.replace("{file!r}", repr(str(file))))]
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": source.parent}}
    ).execute()
    return [[as_stored(*state) for state in panel] for panel in json.loads(file.read_text())]


def as_stored(data: dict | None, words: str) -> dict:
    state = {"reading": words}
    if data is not None:
        figure = data[figures.MIME]
        layout = {name: part for name, part in figure["layout"].items() if name not in ("template", "meta")}
        state |= {"figure": {"data": figure["data"], "layout": layout}, "alt": data["text/plain"]}
    return explorations.stored(state)


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_every_state_in_a_page_is_what_a_fresh_kernel_gives(source, site, tmp_path):
    built = in_page((site / source).with_suffix(".html").read_text(encoding="utf-8"))
    assert built
    assert built == live(ROOT / source, tmp_path)


def test_every_page_with_controls_is_among_those_compared(site):
    with_controls = {p for p in site.rglob("*.html") if 'class="explore"' in p.read_text(encoding="utf-8")}
    assert {str(page.relative_to(site).with_suffix(".md")) for page in with_controls} == set(SOURCES)


def test_every_lesson_and_every_bite_has_something_to_move_or_to_guess(site):
    for page in [*site.rglob("lesson.html"), *site.rglob("bite.html")]:
        html = page.read_text(encoding="utf-8")
        assert 'class="explore"' in html or 'class="predict"' in html, page


def test_the_script_is_small_and_only_on_pages_that_need_it(site):
    assert (site / "_static" / "explore.js").stat().st_size < MOST_OF_THE_SCRIPT
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        needed = 'class="explore"' in html or 'class="predict"' in html
        assert ("explore.js" in html) == needed, page


# ---- a page that asks too much is not built -----------------------------------------------------------------------

IMPORTS = (
    "import numpy as np\nimport plotly.graph_objects as go\nfrom improve.interact import explore, predict\n"
)
WORDS = "{'meta': {'alt': 'Points.', 'reading': 'They scatter.'}}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("came out differently", "explore(lambda n: f'{np.random.random()}', n=(0, 4))"),
        (
            "bytes, compressed, with its 60 states. The most is 40,000",
            "def noise(n):\n    y = np.random.default_rng(n).normal(size=200)\n"
            f"    return go.Figure(go.Scatter(y=y), {WORDS})\nexplore(noise, n=(1, 60))",
        ),
        (
            "cannot draw: heatmap",
            f"predict('x', '?', choices=['a', 'b'], reveal=lambda: go.Figure(go.Heatmap(z=[[1]]), {WORDS}))",
        ),
    ],
)
def test_the_build_stops_and_says_why(fault, code, tmp_path, root):
    done = build(tmp_path, root, cell(IMPORTS + code))
    assert done.returncode != 0
    assert fault in done.stderr + done.stdout


# ---- in a browser -------------------------------------------------------------------------------------------------


@pytest.fixture
def lesson(address, browser):
    page, faults = visit(browser, address, LESSON, viewport=DESKTOP)
    panel = page.locator(".explore").first
    panel.scroll_into_view_if_needed()
    panel.locator(".main-svg path.point").first.wait_for(state="attached", timeout=15_000)
    yield page
    page.context.close()
    assert not faults


def state_of(page, number=0) -> dict:
    """Return the figure, the texts and the table that a panel shows now."""
    return page.evaluate(
        """(number) => {
            const panel = document.querySelectorAll('.explore')[number];
            return {
                figure: JSON.parse(panel.querySelector('.chart-data').textContent),
                drawn: panel.querySelector('.chart-plot').data?.map((trace) => [...trace.y]),
                alt: panel.querySelector('figure.chart').getAttribute('aria-label'),
                reading: [...panel.querySelectorAll('.explore-reading p')].map((p) => p.textContent).join('\\n\\n'),
                said: panel.querySelector('.explore-said').textContent,
                rows: panel.querySelectorAll('.chart-table tbody tr').length,
            }}""",
        number,
    )


def settled(page):
    """Wait until what is spoken is what stands there: keys that come slowly let an earlier state be spoken first."""
    until(
        page,
        """() => {
            const read = [...document.querySelectorAll('.explore')[0].querySelectorAll('.explore-reading p')];
            const said = document.querySelector('.explore .explore-said').textContent;
            return said !== '' && said === read.map((p) => p.textContent).join('\\n\\n');
        }""",
    )


@pytest.mark.browser
@pytest.mark.parametrize("source", SOURCES)
def test_the_browser_puts_every_state_together_as_python_does(source, site, address, browser):
    name = str(Path(source).with_suffix(".html"))
    page, faults = visit(browser, address, name)
    found = page.evaluate(
        """() => [...document.querySelectorAll('.explore')].map((panel) =>
            JSON.parse(panel.querySelector('.explore-data').textContent).states.map((_, number) => panel.state(number)))"""
    )
    page.context.close()
    assert found == in_page((site / name).read_text(encoding="utf-8"))
    assert not faults


@pytest.mark.browser
def test_a_slider_and_a_menu_are_moved_by_keyboard_and_the_reading_is_spoken_once_they_rest(lesson, site):
    states = in_page((site / LESSON).read_text(encoding="utf-8"))[0]
    slider, menu = lesson.get_by_role("slider", name="deal"), lesson.get_by_role("combobox", name="rules")
    assert slider.get_attribute("aria-valuetext") == "1"
    assert state_of(lesson)["said"] == ""
    slider.focus()
    lesson.keyboard.press("ArrowRight")
    lesson.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "3"
    assert lesson.locator(".explore-value").first.text_content() == "3"
    for name in ("months", "rules"):
        lesson.keyboard.press("Tab")
        assert lesson.evaluate("document.activeElement.closest('label').textContent").startswith(name)
    lesson.keyboard.press("ArrowDown")
    assert menu.input_value() == "Perla"
    settled(lesson)
    # third deal, second length, second rule set: the last control turns fastest
    expected, shown = states[2 * 9 + 1 * 3 + 1], state_of(lesson)
    assert shown["figure"] == expected["figure"]
    assert [len(y) for y in shown["drawn"]] == [len(trace["y"]) for trace in expected["figure"]["data"]]
    assert shown["alt"] == " ".join(expected["alt"])
    assert shown["reading"] == shown["said"] == " ".join(expected["reading"])
    assert shown["rows"] == len(expected["table"]["rows"])


@pytest.mark.browser
def test_quick_movements_do_not_queue_up_the_last_one_is_drawn(lesson, site):
    states = in_page((site / LESSON).read_text(encoding="utf-8"))[0]
    lesson.evaluate(
        """() => {
            window.drawings = 0;
            const react = Plotly.react;
            Plotly.react = (...what) => { window.drawings += 1; return react(...what); };
            const slider = document.querySelector('.explore input[type=range]');
            for (let turn = 0; turn < 40; turn += 1) {
              slider.value = turn % 12;
              slider.dispatchEvent(new Event('input', { bubbles: true }));
            }
            slider.value = 11;
            slider.dispatchEvent(new Event('input', { bubbles: true }));
        }"""
    )
    settled(lesson)
    assert lesson.evaluate("window.drawings") <= 3
    assert state_of(lesson)["figure"] == states[11 * 9 + 1 * 3 + 0]["figure"]


@pytest.mark.browser
def test_the_dark_page_draws_the_state_that_is_showing_in_dark_colours(lesson):
    from improve.palette import DARK, LIGHT

    lesson.get_by_role("slider", name="deal").press("End")
    settled(lesson)
    shown = state_of(lesson)["drawn"]
    lesson.evaluate("document.documentElement.dataset.theme = 'dark'")
    traces = "JSON.stringify(document.querySelector('.explore .chart-plot').data)"
    until(lesson, f"(dark) => {traces}.includes(dark)", arg=DARK.line)
    assert LIGHT.line not in lesson.evaluate(traces)
    assert state_of(lesson)["drawn"] == shown


@pytest.mark.browser
def test_on_paper_stands_the_state_that_is_showing_with_its_reading(lesson):
    lesson.get_by_role("slider", name="deal").press("End")
    settled(lesson)
    lesson.emulate_media(media="print")
    panel = lesson.locator(".explore").first
    assert panel.locator(".explore-where").inner_text() == "Shown for: deal 12; months 24; rules Anhøj."
    assert panel.locator(".explore-reading").is_visible()
    assert panel.locator(".main-svg path.point").first.is_visible()
    assert not panel.locator("input").first.is_visible()


@pytest.mark.browser
def test_from_a_folder_without_a_network_everything_works(site, browser):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((site / LESSON).as_uri())
    page.get_by_role("slider", name="deal").press("End")
    settled(page)
    page.locator(".explore .main-svg path.point").first.wait_for(state="attached", timeout=15_000)
    form = page.locator("form.predict").first
    form.locator("label").first.click()
    form.get_by_role("button").click()
    assert form.locator(".predict-reveal").is_visible()
    context.close()


@pytest.mark.browser
def test_without_scripts_one_state_and_a_folded_reveal_are_there(address, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address + LESSON)
    panel, form = page.locator(".explore").first, page.locator("form.predict").first
    assert "These controls need scripts" in panel.inner_text()
    assert "Shown for: deal 1; months 24; rules Anhøj." in panel.inner_text()
    assert panel.locator(".explore-reading").is_visible()
    assert not panel.locator("input").first.is_visible()
    assert not form.get_by_role("button").first.is_visible()
    assert not form.locator(".predict-reveal").is_visible()
    form.locator("summary").first.click()
    assert "About 1 month in 5. A computer dealt" in form.locator(".predict-reveal").inner_text()
    page.context.close()


# ---- a guess ------------------------------------------------------------------------------------------------------

REVEALED = "A computer dealt two million months"


def asked(address, browser, name=LESSON, context=None):
    page = (context or browser.new_context(viewport=SMALL)).new_page()
    page.goto(address + name)
    return page, page.locator("form.predict").first


@pytest.mark.browser
def test_the_reveal_is_nowhere_on_the_page_until_a_guess_is_committed(site, address, browser):
    page, form = asked(address, browser)
    assert REVEALED not in page.evaluate("document.body.innerText")
    assert REVEALED not in page.locator("body").aria_snapshot()
    assert page.locator(".predict-reveal").count() == 0
    form.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert form.locator(".predict-said").inner_text() == "Your guess: Almost never."
    assert REVEALED in form.locator(".predict-result").inner_text()
    assert REVEALED in page.locator("body").aria_snapshot()
    assert page.evaluate("document.activeElement.className") == "predict-result"
    assert form.get_by_role("radio").first.is_disabled()
    page.context.close()


def test_the_search_of_the_site_does_not_know_the_reveal(site):
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").rstrip(";\n").removesuffix(")"))
    lesson = index["docnames"].index(LESSON.removesuffix(".html"))

    def knows(word):
        places = index["terms"].get(word, [])
        return lesson in (places if isinstance(places, list) else [places])

    assert knows("month")  # a word of the question
    assert not knows("million")  # a word of the reveal alone


@pytest.mark.browser
def test_a_guess_is_remembered_in_this_browser_for_this_module_until_it_is_made_afresh(address, browser):
    page, form = asked(address, browser)
    form.locator("label").nth(1).click()
    form.get_by_role("button").click()
    page.reload()
    assert form.locator(".predict-said").inner_text() == "Your guess: About 1 month in 20."
    assert REVEALED in form.inner_text()
    keys = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('predict'))")
    assert keys == ["predict /modules/measurement/run-charts/rise-of-12"]
    form.get_by_role("button", name="Guess afresh").click()
    assert REVEALED not in page.evaluate("document.body.innerText")
    page.reload()
    assert not form.get_by_role("radio").nth(1).is_checked()
    assert not form.get_by_role("radio").nth(1).is_disabled()
    page.context.close()


@pytest.mark.browser
def test_a_browser_that_keeps_nothing_still_takes_a_guess(address, browser):
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page, form = asked(address, browser, context=context)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    form.locator("label").first.click()
    form.get_by_role("button").click()
    assert REVEALED in form.inner_text()
    assert not faults
    context.close()


UNFIT = [
    "",
    "...",
    "…",
    "many",
    "-1",
    "25",
    "1,2345",
    "1,23",
    "12e99",
    "0x10",
    "Infinity",
    "1 2",
    "--3",
    "%",
    ".",
]
FIT = ["0", "24", " 9 ", "9.5", ".5", "9%", "+9", "1e1", "7."]


def said_in_a_notebook(guess: str) -> tuple[str, str | None]:
    live = predict("n", "?", between=(0, 24), reveal=lambda: "", journal=Journal()).commit(guess)
    return live.text.strip(), live.guess


@pytest.mark.browser
def test_a_guess_is_taken_or_asked_again_in_the_words_of_the_notebook(address, browser):
    page, form = asked(address, browser, BITE)
    for guess in UNFIT:
        form.get_by_role("textbox").fill(guess)
        page.keyboard.press("Enter")
        assert (form.locator(".predict-said").inner_text(), None) == said_in_a_notebook(guess), guess
        assert not form.locator(".predict-result").is_visible()
    for guess in FIT:
        form.get_by_role("textbox").fill(guess)
        page.keyboard.press("Enter")
        said, kept = said_in_a_notebook(guess)
        assert form.locator(".predict-said").inner_text() == said
        assert form.get_by_role("textbox").input_value() == kept
        page.reload()
        assert form.get_by_role("textbox").input_value() == kept
        form.get_by_role("button", name="Guess afresh").click()
    page.context.close()


@pytest.mark.browser
def test_a_figure_that_is_revealed_is_drawn_with_its_words(address, browser):
    page, form = asked(address, browser, BITE)
    form.get_by_role("textbox").fill("9")
    form.get_by_role("button").click()
    form.locator(".main-svg path.point").first.wait_for(state="attached", timeout=15_000)
    assert "of the 24 months are that high or higher" in form.inner_text()
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", [LESSON, BITE])
def test_moved_and_committed_panels_are_accessible_and_fit_a_phone(name, address, browser, axe):  # noqa: F811
    page, faults = visit(browser, address, name, viewport=SMALL)
    for slider in page.locator(".explore input[type=range]").all():
        slider.press("End")
    for form in page.locator("form.predict").all():
        if form.get_by_role("textbox").count():
            form.get_by_role("textbox").fill("9")
        else:
            form.locator("label").first.click()
        for target in form.locator("label, fieldset button, input[type=text]").all():
            assert target.bounding_box()["height"] >= 44
        form.get_by_role("button").click()
    for target in page.locator(".explore label, .explore select, .explore input[type=range]").all():
        assert target.bounding_box()["height"] >= 44
    page.wait_for_timeout(800)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    page.evaluate(axe + "; window.PANELS = [...document.querySelectorAll('.explore, form.predict')]")
    for size in (SMALL, DESKTOP):
        for theme in ("light", "dark"):
            page.set_viewport_size(size)
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
            page.wait_for_timeout(300)
            found = page.evaluate("(rules) => axe.run({ include: PANELS }, { runOnly: rules })", AXE_RULES)
            faults += [(theme, v["id"], v["nodes"][0]["html"][:160]) for v in found["violations"]]
    page.context.close()
    assert not faults


def test_the_page_holds_the_reveal_once_and_out_of_sight(site):
    html = (site / LESSON).read_text(encoding="utf-8")
    assert html.count(REVEALED) == 1
    kept = re.findall(r"<noscript>(.*?)</noscript>", html, re.DOTALL)
    assert any(REVEALED in unescape(part) for part in kept)
