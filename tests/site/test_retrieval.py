"""The retrieval deck as a learner uses it over three months, and the same questions in Anki."""

import json
import sqlite3
import zipfile
from datetime import datetime

import pytest

from course import catalogue, flashcards
from tests.site.waiting import until

PAGE = "book/retrieval.html"
KEY = "better-care-deck"
START = datetime(2026, 3, 2, 9)


@pytest.fixture
def deck(address, browser):
    page = browser.new_context().new_page()
    page.clock.install(time=START)
    page.goto(address + PAGE)
    yield page
    page.context.close()


def status(page) -> str:
    return page.locator(".deck-status").inner_text()


def days_later(page, days: int) -> None:
    page.clock.set_fixed_time(datetime.fromtimestamp(START.timestamp() + days * 86_400))
    page.reload()


def choose(page, module="run-charts"):
    page.locator(f"#deck-{module} .deck-choice input").check()


def answer(page, right: bool) -> str:
    """Ask for what is due, answer it by keyboard, and return what the page says."""
    page.locator(".deck-next").click()
    name = page.evaluate("document.activeElement.name")
    form = page.locator(f"form#{name}")
    place = form.locator(f".answers li[data-right={'yes' if right else 'no'}]").first
    number = place.evaluate("(item) => [...item.parentElement.children].indexOf(item)")
    form.locator("input").nth(number).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    return form.locator(".feedback").inner_text()


@pytest.mark.browser
def test_questions_come_back_after_2_7_30_and_90_days(deck):
    assert "empty" in status(deck)
    choose(deck)
    assert "Nothing to answer today" in status(deck)
    assert not deck.locator(".deck-next").is_visible()
    day = 0
    for gap, following in ((2, "7 days"), (7, "30 days"), (30, "90 days"), (90, "leaves the deck")):
        days_later(deck, day + gap - 1)
        assert "Nothing to answer today" in status(deck)
        day += gap
        days_later(deck, day)
        while deck.locator(".deck-next").is_visible():
            assert following in answer(deck, right=True)
    assert "of them finished" in status(deck)


@pytest.mark.browser
def test_a_wrong_answer_starts_again_and_only_the_first_answer_counts(deck):
    choose(deck)
    days_later(deck, 9)
    assert "comes back in 2 days" in answer(deck, right=False)
    form = deck.locator("form.question", has=deck.locator(".feedback:not(:empty)")).first
    form.locator("button").click()
    kept = json.loads(deck.evaluate(f"localStorage.getItem('{KEY}')"))
    assert sorted({card["step"] for card in kept.values()}) == [0]
    assert {card["due"] for card in kept.values()} == {"2026-03-04", "2026-03-13"}


@pytest.mark.browser
def test_a_deck_travels_as_a_file_and_a_wrong_file_changes_nothing(deck, tmp_path):
    choose(deck)
    with deck.expect_download() as saved:
        deck.locator(".deck-save").click()
    saved.value.save_as(tmp_path / "my-deck.json")
    before = status(deck)
    (tmp_path / "other.json").write_text('{"project": 1}')
    deck.locator(".deck-load input").set_input_files(tmp_path / "other.json")
    deck.get_by_text("Nothing was changed").wait_for()
    deck.on("dialog", lambda dialog: dialog.accept())
    deck.locator(".deck-forget").click()
    assert "empty" in status(deck)
    deck.locator(".deck-load input").set_input_files(tmp_path / "my-deck.json")
    deck.get_by_text("Your deck is back").wait_for()
    assert before in status(deck)


@pytest.mark.browser
def test_a_damaged_memory_is_read_as_an_empty_deck(deck):
    for damaged in (
        "not json",
        '{"run-charts/x": 3}',
        '{"measurement/run-charts/on-the-median": {"step": 99}}',
        "null",
    ):
        deck.evaluate("(text) => localStorage.setItem('better-care-deck', text)", damaged)
        deck.reload()
        choose(deck)
        assert "in your deck" in status(deck)


@pytest.mark.browser
def test_what_two_open_pages_of_the_deck_choose_is_kept_by_both(deck):
    other = deck.context.new_page()
    other.goto(deck.url)
    choose(deck)
    until(other, "document.querySelector('#deck-run-charts .deck-choice input').checked")
    choose(other, "context")
    until(deck, "document.querySelector('#deck-context .deck-choice input').checked")
    assert status(deck) == status(other)


@pytest.mark.browser
def test_a_browser_that_keeps_nothing_says_so(address, browser):
    page = browser.new_context().new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked') } })"
    )
    page.goto(address + PAGE)
    choose(page)
    assert "save your deck as a file" in status(page)
    page.context.close()


@pytest.mark.browser
def test_without_scripts_every_question_can_be_read(address, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address + PAGE)
    assert "scripts, which are off" in status(page)
    section = page.locator("#deck-run-charts")
    section.locator(".deck-questions > summary").click()
    section.locator(".answers summary").first.click()
    assert section.locator(".because").first.is_visible()
    page.context.close()


def notes(path) -> dict[str, tuple[str, int]]:
    """Return each note of an Anki package by its identity: its fields and its kind."""
    with zipfile.ZipFile(path) as package:
        package.extract("collection.anki2", path.parent)
    with sqlite3.connect(path.parent / "collection.anki2") as connection:
        return {
            guid: (fields, kind)
            for guid, fields, kind in connection.execute("select guid, flds, mid from notes")
        }


def test_anki_meets_the_same_cards_in_every_edition(root, tmp_path):
    course = catalogue.load(root)
    (tmp_path / "second").mkdir()
    first = notes(flashcards.write(course, tmp_path / "first")[-1])
    again = notes(flashcards.write(course, tmp_path / "second")[-1])
    assert first == again
    assert len(first) == sum(len(flashcards.questions(module)) for module in course.modules.values())
    assert len({flashcards.number(key) for key in course.modules}) == len(course.modules)


def test_a_card_asks_before_it_tells_and_explains_each_wrong_answer(root):
    module = catalogue.load(root).modules["measurement/run-charts"]
    for question in flashcards.questions(module):
        asked, options, answer, explained, source = flashcards.note(module, question).fields
        assert asked not in explained
        assert options.count("<li>") == len(question.options)
        assert explained.count("<li>") == len(question.options) - 1
        assert answer
        assert source == module.title
