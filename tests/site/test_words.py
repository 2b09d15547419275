"""Words that a tired person can read, and pictures that say what they show."""

import re
from collections import Counter

import pytest

from course import catalogue, settings
from tests.site.words import alternatives, article, reading_age, running_text

COURSE = catalogue.load(settings.ROOT)
OLDEST = 11  # years; what the course asks of its easiest pages
EASY_MODULES = {"roles/support-workforce", "roles/induction"}
EASY = sorted(
    f"modules/{key}/{page}.html"
    for key in COURSE.modules
    for page in (("bite", "lesson", "sheet") if key in EASY_MODULES else ("bite",))
)
EMPTY_OPENINGS = re.compile(
    r"^(a |an |the )?(image|picture|chart|graph|figure|plot)( of| showing)?\b[^:]{0,12}$", re.I
)


@pytest.mark.parametrize("name", EASY)
def test_an_easy_page_asks_for_no_more_than_an_eleven_year_olds_reading(name, site):
    age = reading_age(running_text(site / name))
    assert age <= OLDEST, f"{name} asks for {age:.1f} years: shorten sentences, choose shorter words"


def test_reading_age_knows_easy_words_from_hard_ones():
    easy = ["We put the dots in a row. Then we draw one line. Half of the dots are on each side."]
    hard = [
        "Implementation determinants necessitate comprehensive organisational contextualisation throughout evaluation."
    ]
    assert reading_age(easy) < 6
    assert reading_age(hard) > 20


def test_every_chart_says_what_it_shows_and_no_two_on_a_page_say_the_same(site):
    for path in sorted(site.rglob("*.html")):
        if "_static" in path.parts or not (page := article(path)) or not page.select("figure.chart, img"):
            continue
        said = alternatives(path)
        for words in said:
            assert len(words) >= 40, (path, words)
            assert not EMPTY_OPENINGS.match(words), (path, words)
            assert words.rstrip().endswith((".", "?")), (path, words)
        twice = [words for words, times in Counter(said).items() if times > 1]
        assert not twice, (path, twice)
