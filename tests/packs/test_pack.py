"""A pack holds everything that a team needs, keeps the truth from participants, and asks no other host."""

import csv
import io
import itertools
import re
import time
from html.parser import HTMLParser

import icalendar
import pytest

from course.packs import pack
from course.packs.order import Order, copies
from course.packs.words import plain
from course.workshop import form

from .conftest import COURSE, FORMS, KEYS, made, source

EVERY = {
    "index.html", "facilitator.html", "run-sheet.html", "run-sheet.csv", "participants.html", "handouts.html",
    "role-cards.html", "polls.html", "polls.txt", "team.html", "truth.html", "guest.html", "feedback.html",
    "entry.html", "entry.csv", "workshop.ics",
}  # fmt: skip
each_module = pytest.mark.parametrize("key", KEYS)
each_form = pytest.mark.parametrize(("length", "mode"), FORMS)


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found += [(tag, value) for name, value in attrs if name in ("href", "src") and value]


def words(files, name):
    return plain(re.sub(r"(?s)<script.*?</script>|<style.*?</style>", "", files[name].decode()))


@each_module
@each_form
def test_a_pack_holds_everything(key, length, mode):
    files = made(key, length, mode)
    assert set(files) >= EVERY
    assert ("slides.html" in files) != ("flipchart.html" in files)
    assert ("flipchart.html" in files) == (mode == "no-tech")


@each_module
@each_form
def test_every_link_of_a_pack_leads_into_the_pack_and_no_script_comes_from_elsewhere(key, length, mode):
    files = made(key, length, mode) | pack.assets(COURSE.root)
    for name in [name for name in files if name.endswith(".html")]:
        for tag, target in Links(files[name].decode()).found:
            if "://" in target:
                assert tag == "a", f"{name} asks {target}"
            elif not target.startswith(("#", "mailto:")):
                assert target in files, f"{name} leads to {target}"


@each_module
@each_form
def test_participants_get_nothing_of_the_truth(key, length, mode):
    files, plan = made(key, length, mode), source(key).plan
    theirs = words(files, "participants.html") + words(files, "handouts.html")
    secret = [t for t in plan.sections if t.startswith("The truth")] + ["One page for a guest"]
    secret = " ".join(plan.section(title) for title in secret)
    said = [a.listen_for + a.wrong_answers + a.body for a in plan.activities]
    sentences = re.split(r"(?<=[.?!])\s+|\n\n", re.sub(r"[*_`>]", "", " ".join([secret, *said])))
    sentences = {" ".join(s.split()) for s in sentences if len(s.split()) >= 6 and "{" not in s}
    assert len(sentences) > 20
    own = re.sub(r"[*_`>]", "", " ".join(plan.section(f"Handout {n}.") for n in plan.handouts))
    own = " ".join(own.split())  # what a handout says itself is no secret
    assert [s for s in sentences if s in theirs and s not in own] == []
    hosts = words(files, "truth.html") + words(files, "facilitator.html")
    assert sum(s in hosts for s in sentences) > 20, "the search would find them"


@each_module
def test_the_charts_of_the_truth_are_not_in_the_handouts(key):
    files = made(key)
    alts = {}
    for name in ("truth.html", "handouts.html"):
        alts[name] = set(re.findall(r'aria-label="([^"]+)"', files[name].decode())) - {"Table"}
    assert not alts["truth.html"] & alts["handouts.html"]


@each_module
@each_form
def test_the_run_sheet_accounts_for_every_half_minute(key, length, mode):
    rows = list(csv.DictReader(io.StringIO(made(key, length, mode)["run-sheet.csv"].decode("utf-8-sig"))))
    minutes = [(float(row["from minute"]), float(row["to minute"])) for row in rows]
    assert minutes[0][0] == 0
    assert all(a[1] == b[0] for a, b in itertools.pairwise(minutes))
    assert minutes[-1][1] == length
    assert rows[0]["from"] == "10:00"
    assert all(row["what happens"].strip() for row in rows)


@each_module
def test_the_facilitators_plan_says_everything_that_is_written(key):
    page = words(made(key), "facilitator.html")
    for block in form(source(key).plan.activities, 60):
        for text in (block.activity.say, block.activity.listen_for):
            for sentence in re.split(r"(?<=[.?])\s+", re.sub(r"[*`]", "", text)):
                assert plain(sentence)[:60] in page, sentence


@each_module
def test_what_may_be_adapted_and_what_must_not_travels_with_each_pack(key):
    for name in ("index.html", "facilitator.html"):
        page = words(made(key), name)
        assert "Change freely:" in page
        assert "Keep as it is:" in page


@each_module
def test_a_shorter_form_says_what_it_leaves_out_and_marks_times_of_the_hour(key):
    files = made(key, 30)
    page = words(files, "facilitator.html")
    assert "This is the form of 30 minutes" in page
    here = {block.activity.title for block in form(source(key).plan.activities, 30)}
    left_out = [a.title for a in source(key).plan.activities if a.title not in here and a.minutes]
    assert ("Left out:" in page) == bool(left_out)
    assert all(plain(title) in page for title in left_out)
    assert plain(source(key).plan.paragraph("Half an hour", "Other forms")).replace("*", "")[:60] in page
    assert "<mark>" in files["facilitator.html"].decode()
    assert "<mark>" not in made(key)["facilitator.html"].decode()


@pytest.mark.parametrize(
    ("mode", "field", "named"), [("online", "online", "Online"), ("no-tech", "no_tech", "No laptops")]
)
@each_module
def test_each_mode_says_at_its_block_what_changes(key, mode, field, named):
    page = words(made(key, 120 if mode == "online" else 60, mode), "facilitator.html")
    texts = [
        getattr(a, field)
        for a in source(key).plan.activities
        if getattr(a, field) and (mode == "online" or a.minutes)
    ]
    assert texts
    for text in texts:
        assert plain(text.replace("*", ""))[:50] in page
    assert named in page


@each_module
def test_every_role_of_the_plan_has_its_card(key):
    page = words(made(key), "role-cards.html")
    for role in source(key).plan.roles:
        assert role.name in page
        assert plain(role.during)[:40] in page


@each_module
def test_polls_can_be_pasted(key):
    text = made(key)["polls.txt"].decode()
    for poll in source(key).plan.polls:
        assert poll.question.replace("*", "") in text
        for option in poll.options:
            assert option.replace("*", "") in text


@each_module
def test_slides_show_every_block_every_poll_and_charts(key):
    page = made(key)["slides.html"].decode()
    plan = source(key).plan
    assert page.count('data-kind="poll"') == len(plan.polls)
    for block in form(plan.activities, 60):
        assert block.activity.title.split("?")[0] in plain(page)


@pytest.mark.parametrize("people", [12, 24, 61])
def test_copies_groups_and_stewards_follow_the_number_of_people(people):
    found = {c.number: c for c in copies(source("measurement/process-behaviour-charts").plan, people)}
    assert found[1].count == people
    assert found[2].count == -(-people // 6), "one for each table of six"
    assert found[3].count == -(-people // 4)
    assert Order(people=people).groups == -(-people // 4)
    assert f"for {people} people" in words(
        made("measurement/process-behaviour-charts", people=people), "index.html"
    )


def test_slides_of_run_charts_hold_its_charts():
    page = made("measurement/run-charts")["slides.html"].decode()
    assert page.count('data-kind="chart"') == 10
    assert page.count('class="chart"') == 10


def test_the_calendar_file_holds_the_hour_and_a_reminder():
    calendar = icalendar.Calendar.from_ical(made("measurement/run-charts")["workshop.ics"])
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2027-02-03T10:00:00"
    assert (event["DTEND"].dt - event["DTSTART"].dt).seconds == 3600
    assert len(calendar.walk("VALARM")) == 1


def test_the_feedback_page_says_what_100_per_cent_positive_can_tell():
    page = words(made("measurement/run-charts"), "feedback.html")
    assert "If 10 answer and all 10 are pleased" in page
    assert "it is 42% known to be pleased" in page
    assert "up to 26 in 100" in page
    assert round(100 * (1 - 0.05 ** (1 / 10))) == 26


def test_a_pack_without_a_date_says_that_it_has_no_calendar_file():
    files = pack.make(source("measurement/run-charts"), Order())
    assert "workshop.ics" not in files
    assert "there is no calendar file" in words(files, "index.html")


def test_a_further_form_of_a_workshop_takes_less_than_a_second():
    made("measurement/run-charts")
    begin = time.perf_counter()
    pack.make(source("measurement/run-charts"), Order(60, "hybrid", 40))
    assert time.perf_counter() - begin < 1
