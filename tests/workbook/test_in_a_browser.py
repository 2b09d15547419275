"""The workbook in a real browser on a real Voila: a whole project on Harrowmere, kept, reloaded, taken away, back."""

import json
import os
import re
from pathlib import Path

import pytest

from course import frontend, voila
from improve.project import load
from tests.servers import free_port, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPT = "Pain <script>window.ran = 1</script><img src=x onerror='window.ran = 1'>"


@pytest.fixture(scope="module")
def address(root):
    folder = root / "modules/methods/model-for-improvement"
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    with serving(voila.command(folder / "app.ipynb", port), address, folder, **voila.environment()):
        yield address


@pytest.fixture(scope="module")
def at_work(browser, address):
    """One person's browser, used by the tests of this file in turn."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(20_000)
    page = context.new_page()
    yield Hands(page, address)
    context.close()


class Hands:
    """What a learner does, in words."""

    def __init__(self, page, address):
        self.page, self.address = page, address

    def open(self):
        self.page.goto(self.address, timeout=120_000)
        self.page.get_by_role("button", name="9 Share").wait_for(timeout=90_000)
        self.page.locator(".wb-bar", has_text="in this browser").or_(
            self.page.locator(".wb-bar", has_text="This browser")
        ).first.wait_for()
        return self

    def part(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.get_by_role("heading", name=f"Part {name[0]} of 9").wait_for()

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def fill(self, label, text, at=-1):
        box = self.page.get_by_label(label)
        (box.last if at < 0 else box.nth(at)).fill(text)
        self.page.keyboard.press("Tab")

    def choose(self, label, start, at=-1):
        """Choose the first option that begins so."""
        menu = self.page.get_by_label(label)
        menu = menu.last if at < 0 else menu.nth(at)
        menu.locator("option", has_text=start).first.wait_for(state="attached")
        options = [" ".join(text.split()) for text in menu.locator("option").all_text_contents()]
        menu.select_option(index=next(at for at, text in enumerate(options) if text.startswith(start)))

    def reads(self, words, within=".wb"):
        self.page.locator(within).filter(has_text=words).first.wait_for(timeout=15_000)

    def is_kept(self):
        self.page.wait_for_timeout(400)
        self.reads(re.compile(r"Kept in this browser at \d\d:\d\d"), ".wb-bar")

    def kept(self):
        return self.page.evaluate("localStorage.getItem('improve-project-workbook')")

    def upload(self, content):
        with self.page.expect_file_chooser() as waiting:
            self.page.get_by_role("button", name="Open a project file").click()
        waiting.value.set_files({"name": "project.json", "mimeType": "application/json", "buffer": content})

    def download(self, link, folder):
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=link, exact=True).first.click()
        path = Path(folder) / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def look(self, name):
        """Leave pictures at both widths where LOOK names a folder."""
        folder = os.environ.get("LOOK")
        if not folder:
            return
        before = self.page.viewport_size
        for width, height in ((1280, 2600), (390, 4200)):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_timeout(300)
            self.page.screenshot(path=f"{folder}/{name}-{width}.png")
        self.page.set_viewport_size(before)

    def test_an_idea(self, idea, prediction, scale, weeks, decision, surprise):
        self.choose("Which idea would you test?", idea)
        self.fill("What do you expect to see?", prediction)
        self.choose("How large a test?", scale)
        self.choose("For how many weeks?", weeks)
        self.page.get_by_label("The staff who will do it are asked first").check()
        self.press("Run the test")
        self.fill("What surprised you?", surprise)
        self.choose("Adopt, adapt or abandon?", decision)
        self.fill("Why this decision?", "Because of what we saw and heard.")
        self.fill("What is the next test or step?", "The next idea, small.")
        self.press("Close the cycle")
        self.page.get_by_role("button", name="Run the test").wait_for()


def test_from_nothing_to_a_finished_project_on_harrowmere(at_work, tmp_path):
    hands = at_work.open()
    hands.look("1-start")
    hands.press("Start the ward")
    hands.reads("The ward is ready")

    hands.part("2 Aim")
    hands.fill("What is the problem here", "Pain is assessed within an hour in about half of admissions.")
    hands.fill("What is to get better?", "pain assessed within an hour of admission")
    hands.fill("For whom?", "all new patients")
    hands.fill("Where: which wards", "the ward in Harrowmere")
    hands.choose("Which measure will tell?", "1. Pain")
    hands.fill("The unit of the two numbers", "% of admissions")
    hands.fill("Where are we now?", "fifty-five")
    hands.reads("This should be a number in digits, such as 55.")
    hands.fill("Where are we now?", "55%")
    hands.fill("How much: the number to reach", "75")
    hands.fill("By when?", "2026-06-30")
    hands.reads("from 55% of admissions to 75% of admissions by 30 June 2026")
    hands.look("2-aim")

    hands.part("3 Drivers")
    hands.press("Add a primary driver")
    hands.fill("A part of the system", "The chart is to hand at the right moment")
    hands.press("Add a secondary driver")
    hands.fill("What moves the primary driver?", "What is in the admission pack")
    hands.page.get_by_label("1. The chart is to hand at the right moment").first.check()
    hands.page.locator(".drawing svg title", has_text="Driver").first.wait_for(state="attached")
    for idea in range(4):
        hands.page.get_by_label("2. What is in the admission pack").nth(idea).check()
    hands.look("3-drivers")

    hands.part("4 Process")
    hands.press("Add a step")
    hands.fill("What is done?", "Patient arrives on the ward")
    hands.press("Add a step")
    hands.fill("What is done?", "Nurse opens the admission pack")
    hands.choose("What kind of step?", "End")

    hands.part("5 Measures")
    hands.fill(
        "What exactly is counted", "Admissions with a pain score written within 60 minutes of arrival."
    )
    hands.fill("Out of what", "Admissions checked that week.")
    hands.fill("Who or what is included?", "All new patients on the ward.")

    hands.part("6 Charts")
    hands.reads("12 values")
    assert hands.page.locator(".drawing .wide svg").count() == 1

    hands.part("7 Tests")
    hands.press("Run the test")
    hands.reads("Choose an idea first.")
    hands.test_an_idea(
        "B.", "60% of checks, posters are seen", "One bay", "2", "Abandon", "Nobody had read it."
    )
    hands.test_an_idea("A.", "65% of checks", "Half the ward", "4", "Adopt", "Staff want to keep it.")
    hands.look("7-tests")
    hands.test_an_idea("D.", "70% of checks", "Half the ward", "4", "Adapt", "It went as predicted.")
    hands.choose("Or let some weeks go by", "8")
    hands.press("Wait")
    hands.reads("Week 18 of 24")

    hands.part("6 Charts")
    hands.reads("30 values")
    hands.reads("Idea A adopted on the whole ward; Test 3: idea D, half the ward", ".drawing")
    hands.fill(
        "What you conclude from it",
        "The share rose after the pack was changed; other things may have helped.",
    )
    hands.look("6-charts")

    hands.part("8 Story")
    hands.fill("What did not work?", "The poster in the staff room.")
    hands.fill("What happened, from the start to now?", "We put the chart where it is used.")
    hands.part("9 Share")
    hands.look("9-share")
    hands.is_kept()

    project, notes = load(hands.download("Download my project", tmp_path).read_bytes())
    assert notes == []
    assert [cycle.decision for cycle in project.pdsa] == ["abandon", "adopt", "adapt"]
    assert all(cycle.prediction and cycle.predicted_on < cycle.started_on for cycle in project.pdsa)
    assert len(project.data[0].points) == 30
    assert project.charts[0].change_began.isoformat() == "2026-02-16"
    assert project.driver_diagram.secondary[0].primary == ("driver-1",)
    assert project.charter.aim.target == 75
    assert project.invented
    summary = hands.download("One-page summary", tmp_path).read_text()
    report = hands.download("Report (SQUIRE 2.0)", tmp_path).read_text()
    assert "The poster in the staff room." in hands.download("Case for the library", tmp_path).read_text()
    for page in (summary, report):
        assert "invented data" in page
        assert "<svg" in page
        assert "<script" not in page


def test_a_reload_brings_back_what_was_kept_and_the_ward_goes_on_in_the_same_week(at_work):
    before = at_work.kept()
    at_work.open()
    at_work.reads("This is your work as this browser kept it.")
    at_work.is_kept()
    assert at_work.kept() == before
    at_work.part("7 Tests")
    at_work.reads("Week 18 of 24")
    at_work.choose("Or let some weeks go by", "2")
    at_work.press("Wait")
    at_work.reads("Week 20 of 24")


def test_a_file_comes_back_in_another_browser_and_a_damaged_one_is_refused_in_sentences(
    browser, address, at_work, tmp_path
):
    whole = at_work.download("Download my project", tmp_path).read_bytes()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    hands = Hands(context.new_page(), address).open()
    assert hands.page.evaluate("document.documentElement.scrollWidth") <= 390
    hands.upload(whole[: len(whole) * 2 // 3])
    hands.reads("damaged or cut short")
    hands.look("1-damaged")
    assert hands.kept() is None
    hands.press("Recover what can be read")
    hands.reads("what could be read is open")
    hands.is_kept()
    assert json.loads(hands.kept())["charter"]["aim"]["target"] == 75
    hands.upload(whole)
    hands.reads("is open.")
    hands.is_kept()
    assert hands.kept().encode() == whole
    for part in ("2 Aim", "3 Drivers", "6 Charts", "7 Tests", "9 Share"):
        hands.part(part)
        assert hands.page.evaluate("document.querySelector('.wb').scrollWidth") <= 390
    context.close()


def test_a_script_in_a_title_is_shown_as_text_and_never_runs(at_work):
    at_work.part("1 Start")
    at_work.fill("A short title for your project", SCRIPT)
    at_work.part("3 Drivers")
    at_work.fill("A part of the system", SCRIPT, at=0)
    at_work.part("7 Tests")
    at_work.part("6 Charts")
    at_work.fill("The title.", SCRIPT)
    at_work.is_kept()
    at_work.open()
    at_work.part("9 Share")
    at_work.part("3 Drivers")
    assert json.loads(at_work.kept())["title"] == SCRIPT
    assert at_work.page.evaluate("window.ran === undefined")
    assert at_work.page.locator("img[src=x]").count() == 0


def test_who_stops_typing_without_leaving_the_box_has_it_kept_too(at_work):
    at_work.part("8 Story")
    at_work.page.get_by_label("What worked?").press_sequentially("Asking first.")
    at_work.page.wait_for_function(
        "() => JSON.parse(localStorage.getItem('improve-project-workbook')).story.what_worked === 'Asking first.'",
        timeout=10_000,
    )
    at_work.page.get_by_label("What worked?").press_sequentially(" And listening.")
    assert at_work.page.get_by_label("What worked?").input_value() == "Asking first. And listening."


def test_a_damaged_copy_in_the_browser_is_told_and_not_overwritten(at_work):
    at_work.page.evaluate(
        "localStorage.setItem('improve-project-workbook',"
        " localStorage.getItem('improve-project-workbook').slice(0, 4000))"
    )
    cut = at_work.kept()
    at_work.open()
    at_work.reads("The copy in this browser could not be opened.")
    assert at_work.kept() == cut
    at_work.press("Recover what can be read")
    at_work.is_kept()
    assert json.loads(at_work.kept())["charter"]["aim"]["target"] == 75


def test_everything_in_the_part_can_be_reached_by_keyboard_and_has_a_name(at_work):
    at_work.part("2 Aim")
    at_work.page.get_by_label("By when?").wait_for()
    names = at_work.page.evaluate(
        """() => [...document.querySelectorAll('.wb input, .wb textarea, .wb select')]
          .filter((control) => control.offsetParent && control.type !== 'file')
          .map((control) => control.labels[0]?.textContent.trim() || control.getAttribute('aria-label') || '')"""
    )
    assert len(names) > 10
    assert all(names)
    at_work.page.get_by_role("button", name="8 Story", exact=True).focus()
    at_work.page.keyboard.press("Enter")
    at_work.page.get_by_role("heading", name="Part 8 of 9").wait_for()
    at_work.page.wait_for_timeout(300)
    assert at_work.page.evaluate("document.activeElement.tagName") == "H2"
    at_work.page.keyboard.press("Tab")
    assert at_work.page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_axe_finds_nothing_in_the_parts(at_work, root):
    at_work.page.evaluate((frontend.packages(root) / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    for part in ("1 Start", "2 Aim", "3 Drivers", "6 Charts", "7 Tests", "9 Share"):
        at_work.part(part)
        result = at_work.page.evaluate("axe.run('.wb')")
        assert result["passes"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in result["violations"]] == [], part


def test_leaving_nothing_on_a_shared_computer_empties_the_browser(at_work):
    at_work.part("1 Start")
    at_work.press("Leave nothing on this computer")
    at_work.press("Yes, remove my work from this browser")
    at_work.reads("Nothing of your work is left in this browser.")
    assert at_work.kept() is None
    at_work.open()
    at_work.page.wait_for_timeout(300)
    assert at_work.page.get_by_label("A short title for your project").input_value() == ""
