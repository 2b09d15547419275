"""What the library's pages say by hand agrees with the documents, and with the data beside them."""

import re

import pytest

from course import catalogue

# the counts of the report of 2014, as its summary gives them
REPORT = {
    "London institutions of higher education": 20,
    "institutions included": 21,
    "institutions where no course was found": 9,
    "institutions with courses": 12,
    "university courses found": 49,
    "courses wholly on improvement or innovation": 11,
    "courses with Improvement Science in the title": 1,
    "courses with Implementation Science in the title": 0,
    "courses that require registration with a health professions regulator": 15,
    "short courses found": 19,
    "relevant fellowships found": 11,
    "fellowships open to people without registration": 1,
}
PATHWAYS = [
    "msc",
    "five-sessions",
    "spread-series",
    "coach-programme",
    "mooc",
    "induction",
    "bands-1-4",
    "commissioners",
    "boards",
    "non-clinical-managers",
    "researchers-meet-services",
    "researcher",
    "analyst",
    "patient-partner",
    "county-offer",
]


@pytest.fixture(scope="module")
def course(root):
    return catalogue.load(root)


def test_the_counts_are_those_of_the_report(course):
    counted = {row.what: row.count for row in course.opportunities.report.counts}
    assert {what: counted.get(what) for what in REPORT} == REPORT


def test_the_page_that_computes_with_the_counts_can_read_every_one_of_them(course, root):
    page = (root / "book" / "opportunities-counts.md").read_text(encoding="utf-8")
    pattern = re.search(r"pattern = r'(.+)'", page).group(1)
    data = (root / "book" / "opportunities.yml").read_text(encoding="utf-8")
    read = [(found["what"], int(found["count"])) for found in re.finditer(pattern, data)]
    assert read == [(row.what, row.count) for row in course.opportunities.report.counts]


def test_the_library_holds_the_cases_and_the_sources_that_the_documents_name(course):
    assert len(course.cases) == 8
    assert len(course.cards) == 21


@pytest.mark.parametrize("name", PATHWAYS)
def test_every_pathway_of_the_plan_is_there(course, name):
    assert name in course.pathways


def test_the_hours_in_the_county_page_are_its_tiers_times_their_people(course):
    tiers = course.pathways["county-offer"]
    page = tiers.page.read_text(encoding="utf-8")
    rows = re.findall(r"^\|[^|]+\| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$", page, re.MULTILINE)
    table = [tuple(int(cell.replace(",", "")) for cell in row) for row in rows]
    minutes = [course.minutes_of(step) for step in tiers.steps]
    assert [row[1] for row in table] == minutes
    assert [row[2] for row in table] == [round(people * each / 60) for people, each, _ in table]
