"""The studio in a real browser, against a real Voila, by keyboard alone: upload, overrule, mark, take away."""

import io
import zipfile
from datetime import date

import pytest

from course import voila
from tests.servers import free_port, serving

from .workbooks import Page, workbook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPT = "<script>window.ran = true</script><img src=x onerror='window.ran = true'>"
FALLS = [41, 38, 45, 36, 43, 40, 47, 39, 42, 37, 44, 41, 46, 34, 35, 29, 32, 27, 31, 26]
MONTHS = [date(2024 + m // 12, m % 12 + 1, 1) for m in range(20)]


def falls() -> bytes:
    """A workbook with a script in a heading and in a note, and a formula in another note."""
    notes = {3: SCRIPT, 9: "=HYPERLINK(0)"}
    rows = [
        [day, count, 6000 + 10 * i, notes.get(i)]
        for i, (day, count) in enumerate(zip(MONTHS, FALLS, strict=True))
    ]
    return workbook({
        "About": Page([["Made by the ward"]]),
        "Figures": Page([["Falls 2024"], [], ["Month", f"Falls {SCRIPT}", "Bed days", "Comments"], *rows,
                         ["Total", sum(FALLS)]]),
    })  # fmt: skip


@pytest.fixture(scope="module")
def address(root):
    folder = root / "modules/measurement/process-behaviour-charts"
    port = free_port()
    where = f"http://127.0.0.1:{port}/"
    with serving(voila.command(folder / "app.ipynb", port), where, folder, **voila.environment()):
        yield where


@pytest.fixture(scope="module")
def opened(browser, address):
    """The studio in a window 1280 wide, with the hosts it asked."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(CATCH)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(address, timeout=120_000)
    page.get_by_role("button", name="Try an invented example").wait_for(timeout=120_000)
    yield page
    page.close()


FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels && at.labels.length ? at.labels[0].innerText : '';
  return (label || at.innerText || at.title || '').trim();
}"""


def tab_to(page, name: str) -> None:
    """Press Tab until the control of that name has the focus, from wherever the focus is."""
    seen = []
    for _ in range(150):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if seen[-1].startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached by Tab; these can: {list(dict.fromkeys(seen))}")


def choose(page, name: str, option: str) -> None:
    """Choose an option of a dropdown by its first letters."""
    tab_to(page, name)
    page.keyboard.type(option, delay=20)


# Chromium under Playwright does not report every file chooser that a page opens, on the plainest page either. So the
# page's own request for one is caught, and the file is given to the control that asked.
CATCH = """
const click = HTMLInputElement.prototype.click;
HTMLInputElement.prototype.click = function () {
  if (this.type !== 'file') return click.call(this);
  this.style.display = 'none';
  document.body.append(this);
  window.asking = this;
};"""


def upload(page, name: str, content: bytes, kind: str = "application/octet-stream") -> None:
    """Choose a file by keyboard."""
    tab_to(page, "Choose a file")
    page.evaluate("window.asking = null")
    page.keyboard.press("Enter")
    asking = page.wait_for_function("window.asking").as_element()
    asking.set_input_files({"name": name, "mimeType": kind, "buffer": content})


def shown(page, text: str, timeout: int = 60_000) -> None:
    page.get_by_text(text).first.wait_for(timeout=timeout)


def taken(page, name: str) -> bytes:
    """What is saved when a link or button is pressed."""
    tab_to(page, name)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    return download.value.path().read_bytes()


def test_upload_overrule_mark_and_take_away_by_keyboard(opened, browser, tmp_path):
    page = opened
    upload(page, "falls.xlsx", falls())
    shown(page, "Which one should be charted?")
    choose(page, "Which sheet?", "Fig")
    shown(page, "Proposed: u chart.")
    shown(page, "Row 24 (“Total”) was left out")

    choose(page, "Chart", "Ind")
    shown(page, "You chose: Individuals (XmR) chart (proposed was: u chart)")

    tab_to(page, "Add a mark")
    page.keyboard.press("Enter")
    tab_to(page, "Date of mark 1")
    page.keyboard.type("2025-01-01")
    choose(page, "Kind", "new")
    tab_to(page, "Words")
    page.keyboard.type("rounds every two hours")
    page.keyboard.press("Enter")
    shown(page, "It was split into 2 phases")

    choose(page, "Reading for", "a")
    shown(page, "Asking why one point is higher or lower")

    page.wait_for_timeout(500)  # the links are renewed just after the words

    report = tmp_path / "report.html"
    report.write_bytes(taken(page, "Report (HTML"))
    assert taken(page, "Drawing (SVG)").startswith(b"<svg")
    picture = taken(page, "Picture (PNG)")
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == 1800  # pixels wide: twice the drawing, for print
    data = taken(page, "Data with limits").decode("utf-8-sig")
    assert "'=HYPERLINK(0)" in data
    assert len(data.strip().splitlines()) == 21

    reader = browser.new_page()
    asked = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(report.as_uri())
    assert reader.evaluate("window.ran") is None
    assert "<script>window.ran" in reader.locator("body").inner_text()
    assert "rounds every two hours" in reader.locator("body").inner_text()
    assert asked == [report.as_uri()]
    reader.close()
    assert page.evaluate("window.ran") is None


def test_the_studio_asks_no_other_host_and_says_no_patient_data(opened):
    here = "/".join(opened.url.split("/")[:3])
    local = (here, "data:", "blob:", here.replace("http", "ws"))
    assert [url for url in opened.asked if not url.startswith(local)] == []
    assert opened.get_by_text("No patient data.").first.is_visible()


def test_a_zipped_folder_becomes_a_board(opened):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, last in (("Falls", 95), ("Ulcers", 31)):
            lines = [f"{day},{count}" for day, count in zip(MONTHS, [*FALLS[:-1], last], strict=True)]
            archive.writestr(f"{name}.csv", "date,value\n" + "\n".join(lines))
    upload(opened, "indicators.zip", out.getvalue())
    shown(opened, "2 indicators")
    choose(opened, "Better, where", "lower")
    shown(opened, "A signal in the direction that is worse")
    names = opened.locator(".studio .board h3").all_inner_texts()
    assert names == ["Falls", "Ulcers"]
    page = taken(opened, "Board page").decode()
    assert "A signal in the direction that is worse" in page


# Made inside the page: handing 30 MB through Playwright takes longer than everything that is tested here.
MILLION = """(input) => {
  const lines = ['date,harm,words of no use'];
  for (let i = 0; i < 1000000; i++) {
    lines.push(new Date(1609459200000 + 86400000 * (i % 1400)).toISOString().slice(0, 10) + ',1,about twenty letters');
  }
  const file = new File([lines.join('\\n')], 'incidents.csv', {type: 'text/csv'});
  const carried = new DataTransfer();
  carried.items.add(file);
  input.files = carried.files;
  input.dispatchEvent(new Event('change', {bubbles: true}));
  return file.size;
}"""


def test_thirty_megabytes_and_a_million_rows_are_answered(opened):
    tab_to(opened, "Choose a file")
    opened.evaluate("window.asking = null")
    opened.keyboard.press("Enter")
    asking = opened.wait_for_function("window.asking").as_element()
    assert asking.evaluate(MILLION) > 30_000_000
    shown(opened, "1,000,000 rows and 1,400 different dates", 120_000)


def test_on_a_phone_nothing_is_wider_than_the_screen(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address, timeout=120_000)
    page.get_by_role("button", name="Try an invented example").wait_for(timeout=120_000)
    tab_to(page, "Try an invented example")
    page.keyboard.press("Enter")
    shown(page, "Proposed: u chart.")
    page.locator(".studio figure .narrow svg").wait_for()
    tab_to(page, "Add a mark")
    page.keyboard.press("Enter")
    tab_to(page, "Date of mark 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = """() => [...document.querySelectorAll('.studio *')].filter(e => !e.closest('.scroll, svg, details'))
        .filter(e => e.getBoundingClientRect().right > 391).map(e => e.className || e.tagName)"""
    assert page.evaluate(wide) == []
    page.close()
