"""The exports: offline, without scripts, with honest gaps; the summary on one page; the case with its disappointments."""

import json
import re
import subprocess
from html.parser import HTMLParser

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from improve.project import (
    Project,
    ProjectProblem,
    case,
    case_yaml,
    caution,
    change,
    load,
    report_html,
    save,
    summary_html,
)
from improve.project.export.squire import SECTIONS
from tests.conftest import BROWSER_OPTIONS, chromium_path

from .conftest import HOSTILE, with_texts

EXPORTS = pytest.mark.parametrize("export", [summary_html, report_html])

SQUIRE = [
    "Title",
    "Abstract",
    "Problem description",
    "Available knowledge",
    "Rationale",
    "Specific aims",
    "Context",
    "Intervention(s)",
    "Study of the intervention(s)",
    "Measures",
    "Analysis",
    "Ethical considerations",
    "Results",
    "Summary",
    "Interpretation",
    "Limitations",
    "Conclusions",
    "Funding",
]


class Page(HTMLParser):
    """What a browser would find: tags, attributes, headings, words."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.headings, self.words, self.open = [], [], [], [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.open.append(tag)

    def handle_data(self, data):
        self.words.append(data)
        if self.open and self.open[-1] in ("h1", "h2", "h3"):
            self.headings.append(data)
            self.open.append("")


@EXPORTS
@pytest.mark.parametrize("text", [None, HOSTILE])
def test_a_page_holds_no_script_and_asks_for_nothing(export, text, whole):
    page = Page(export(with_texts(whole, text) if text else whole))
    assert not {"script", "img", "iframe", "link", "object", "embed", "a", "form"} & set(page.tags)
    for name, value in page.attributes:
        assert not name.startswith("on")
        assert name not in ("href", "src", "srcset", "action", "xlink:href")
        assert "url(" not in (value or "")


@EXPORTS
def test_the_only_address_in_a_page_names_the_svg_language(export, whole):
    assert set(re.findall(r"https?://[^\"' <]+", export(whole))) == {"http://www.w3.org/2000/svg"}


@EXPORTS
def test_a_page_forbids_scripts_and_requests_by_its_own_policy(export):
    assert "default-src &#x27;none&#x27;; style-src &#x27;unsafe-inline&#x27;" in export(Project())


@EXPORTS
def test_practice_on_invented_data_is_marked(export, whole):
    assert caution.INVENTED in export(whole)
    assert caution.INVENTED not in export(Project(title="Falls"))


@EXPORTS
def test_the_reflection_stays_with_its_writer(export, whole):
    assert whole.story.reflection[:30] not in export(whole)


@EXPORTS
def test_an_empty_project_says_what_is_not_recorded(export):
    assert "Not recorded." in export(Project())


def test_the_report_has_the_eighteen_items_of_squire_in_order(whole):
    assert [title for items in SECTIONS.values() for title, _, _ in items] == SQUIRE
    headings = [re.sub(r"^\d+\. ", "", text) for text in Page(report_html(whole)).headings]
    assert [text for text in headings if text in SQUIRE and text != "Results"] == [
        t for t in SQUIRE if t != "Results"
    ]
    assert headings.count("Results") == 2


def test_every_gap_of_an_empty_report_says_what_would_stand_there():
    report = report_html(Project())
    for items in SECTIONS.values():
        for _, prompt, _ in items:
            assert f"Not recorded. {prompt}" in report


def test_a_full_report_has_no_gaps_and_holds_every_text(whole):
    report = " ".join(Page(report_html(whole)).words)
    assert "Not recorded." not in report
    for words in (
        whole.story.limitations,
        whole.pdsa[2].surprise,
        whole.strategies[0].justification,
        whole.adaptations[0].effect,
    ):
        assert words in report


def test_a_chart_that_cannot_be_drawn_says_why_in_the_report():
    project = Project(charts=[{"id": "c", "data": "gone", "title": "Falls"}])
    assert "has no figures" in report_html(project)


def test_the_report_reminds_of_patient_data():
    assert caution.IN_FULL[1] in report_html(Project())


# ------------------------------------------------------------------------------------------------ in a browser


def stuffed(whole) -> Project:
    """Return a project with as much in it as fits, to see whether one page still holds it."""
    text = "Every word that a keen team could find room for, and then some more of them. " * 3
    full = with_texts(whole, text[:250])
    document = full.model_dump(mode="json")
    document["people"]["roles"] *= 10
    document["pdsa"] = [{**document["pdsa"][0], "id": str(at)} for at in range(60)]
    idea = document["driver_diagram"]["change_ideas"][0]
    document["driver_diagram"]["change_ideas"] = [{**idea, "id": str(at)} for at in range(90)]
    return Project.model_validate(document)


@pytest.mark.browser
@pytest.mark.parametrize("name", ["empty", "example", "stuffed"])
def test_the_summary_prints_on_one_page(name, whole, tmp_path):
    if not chromium_path():
        pytest.skip("chromium is not installed (apt-get install chromium)")
    project = {"empty": Project(), "example": whole, "stuffed": stuffed(whole)}[name]
    page, paper = tmp_path / "summary.html", tmp_path / "summary.pdf"
    page.write_text(summary_html(project), encoding="utf-8")
    command = [
        chromium_path(),
        "--headless",
        *BROWSER_OPTIONS,
        "--no-pdf-header-footer",
        f"--print-to-pdf={paper}",
        page.as_uri(),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=60)
    assert len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes())) == 1


@pytest.mark.browser
@pytest.mark.parametrize("export", [summary_html, report_html])
def test_in_a_browser_nothing_runs_nothing_is_asked_for_and_nothing_overflows(
    export, whole, browser, tmp_path
):
    path = tmp_path / "page.html"
    path.write_text(export(with_texts(whole, HOSTILE)), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 800})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(path.as_uri())
    page.wait_for_timeout(300)
    assert asked == [path.as_uri()]
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


# ------------------------------------------------------------------------------------------------ cases


def test_a_case_is_refused_until_it_says_what_did_not_work(whole):
    quiet = change(whole, story={"what_worked": "Everything."})
    with pytest.raises(ProjectProblem, match="A case needs a line on what did not work"):
        case(quiet)
    for too_short in ("", "n/a", "nothing", " - "):
        with pytest.raises(ProjectProblem, match="what did not work"):
            case(change(quiet, story={"what_did_not_work": too_short}))
    assert (
        case(change(quiet, story={"what_did_not_work": "not known yet"}))["what_did_not_work"]
        == "not known yet"
    )


def test_a_case_is_refused_while_it_may_identify_a_person_and_nobody_has_checked(whole):
    named = change(whole, charter={"problem": "Mrs Jones could not reach her drink."})
    with pytest.raises(ProjectProblem, match="a person's name"):
        case(named)
    assert case(named, checked=True)["problem"].startswith("Mrs Jones")


def test_a_case_holds_what_others_look_for_and_no_figures_or_reflection(whole):
    made = case(whole)
    assert made["tests"] == {"cycles": 4, "adopt": 1, "adapt": 2, "abandon": 1}
    assert made["results"][0]["signal"] is True
    assert made["results"][1]["signal"] is False
    text = json.dumps(made, ensure_ascii=False)
    assert whole.story.reflection not in text
    assert "2025-01-06" not in text


def test_the_yaml_of_a_case_says_the_same_as_the_case(whole):
    assert yaml.safe_load(case_yaml(whole)) == case(whole)


@settings(max_examples=80, deadline=None)
@given(st.text(min_size=12, max_size=60), st.text(max_size=30), st.floats(-1e6, 1e6) | st.none())
def test_yaml_holds_any_text_and_number(words, title, number):
    project = change(
        Project(title="A title"),
        story={"what_did_not_work": "Not known yet. " + words, "learned": words},
        context={"setting": title},
        charter={"aim": {"target": number}},
    )
    assert yaml.safe_load(case_yaml(project, checked=True)) == case(project, checked=True)


# ------------------------------------------------------------------------------------------------ sharing


def test_a_file_can_be_exported_loaded_and_exported_again_with_the_same_result(whole):
    again, _ = load(save(whole))
    assert report_html(again) == report_html(whole)
