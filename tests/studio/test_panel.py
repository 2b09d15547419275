"""The studio's panel without a browser: what a learner does, and what stands on the page after it."""

import base64
import re

import pytest

from improve.studio import studio
from improve.studio.panel_data import EXAMPLE

from .workbooks import Page, workbook

COUNTS = "month,falls\n" + "\n".join(f"2024-{m:02}-01,{4 + 3 * (m % 4)}" for m in range(1, 13))


@pytest.fixture
def panel():
    return studio()


def links(panel) -> dict[str, str]:
    """What each link saves, by the end of its file name."""
    found = re.findall(r'download="[^"]*\.(\w+)" href="data:[^;]+;base64,([^"]*)"', panel.taken.value)
    return {end: base64.b64decode(content).decode("utf-8-sig") for end, content in found}


def test_it_opens_with_the_warning_and_without_a_chart(panel):
    assert panel.chart is None
    assert panel.one.layout.display == "none"
    assert "No patient data." in panel.data.panel.children[0].value


def test_the_example_gives_a_chart_a_reading_and_three_files(panel):
    panel.data.example.click()
    assert panel.chart.kind == "u"
    assert "Total" in panel.data.found.value
    assert "What it shows" in links(panel)["html"]
    assert links(panel)["svg"].startswith("<svg")
    assert len(links(panel)["csv"].splitlines()) == 25
    assert "invented" in EXAMPLE


def test_pasted_cells_are_read(panel):
    panel.data.paste.value = COUNTS.replace(",", "\t")
    panel.data.read.click()
    assert len(panel.chart.table) == 12


def test_overruling_says_what_the_choice_assumes_and_goes_on_record(panel):
    panel.data.load({"falls.csv": COUNTS})
    panel.choices.kind.value = "run"
    assert "You chose: Run chart" in panel.choices.why.value
    assert "chosen by hand in place of the proposed" in links(panel)["html"]
    assert "western-electric" not in [name for _, name in panel.choices.rules.options]


def test_two_sheets_are_asked_about_and_one_is_charted(panel):
    rows = [line.split(",") for line in COUNTS.splitlines()]
    content = workbook({"Ward 4": Page(rows), "Ward 5": Page(rows)})
    panel.data.load({"falls.xlsx": content})
    assert panel.chart is None
    assert "2 sheets" in panel.data.found.value
    panel.data.sheet.value = "Ward 5"
    assert len(panel.chart.table) == 12
    panel.data.load({"falls.xlsx": content})
    panel.data.sheet.value = "All of them, as a board"
    assert [row.name for row in panel.board.rows] == ["falls, Ward 4", "falls, Ward 5"]


def test_a_refused_file_leaves_no_chart_of_the_one_before(panel):
    panel.data.load({"falls.csv": COUNTS})
    panel.data.load({"falls.csv": COUNTS.replace("2024-05-01,7", "2024-05-01,oops")})
    assert panel.chart is None
    assert "“oops”" in panel.data.found.value
    assert panel.one.layout.display == "none"


def test_withheld_figures_stop_until_they_are_left_as_gaps(panel):
    panel.data.load({"falls.csv": COUNTS.replace("2024-05-01,7", "2024-05-01,<5")})
    assert "withheld" in panel.data.found.value
    assert panel.data.withheld.layout.display is None
    panel.data.withheld.value = "gap"
    assert panel.chart.table["value"].isna().sum() == 1


def test_another_column_can_be_charted(panel):
    panel.data.load({"two.csv": "month,a,b\n2024-01-01,1,10\n2024-02-01,2,20\n2024-03-01,3,30\n"})
    assert panel.chart.table["value"].tolist() == [1, 2, 3]
    panel.data.value.value = "b"
    assert panel.chart.table["value"].tolist() == [10, 20, 30]
    panel.data.to_board.click()
    assert [row.name for row in panel.board.rows] == ["a", "b"]
    panel.many.one.value = "b"
    assert panel.chart.table["value"].tolist() == [10, 20, 30]


def test_an_unfinished_mark_says_what_it_lacks_and_draws_nothing(panel):
    panel.data.load({"falls.csv": COUNTS})
    panel.marks.add_row("2024-06-01", "phase")
    assert "the reason goes on record" in panel.marks.said.value
    assert panel.chart.series.n_phases == 1
    panel.marks.rows[0][2].value = "rounds began"
    assert panel.chart.series.n_phases == 2
    assert panel.marks.said.value == ""


def test_a_mark_outside_the_figures_is_answered_with_a_sentence(panel):
    panel.data.load({"falls.csv": COUNTS})
    panel.marks.add_row("2031-06-01", "note", "much later")
    assert "lies outside the data" in panel.drawn.value
    assert panel.taken.value == ""


def test_a_target_that_is_no_number_is_answered_with_a_sentence(panel):
    panel.data.load({"falls.csv": COUNTS})
    panel.choices.target.value = "low"
    assert "The target “low” is not a number" in panel.drawn.value
    panel.choices.target.value = "6.5"
    assert panel.chart.target == 6.5


def test_small_counts_are_hidden_in_every_file_when_asked(panel):
    panel.data.load({"falls.csv": COUNTS})
    assert ",4,," in links(panel)["csv"]
    panel.small.value = True
    assert "&lt;5" in links(panel)["html"]
    assert ",<5,," in links(panel)["csv"]
    assert ",4,," not in links(panel)["csv"]
    assert "3 counts under 5 are hidden" in panel.taken.value


def test_nothing_typed_becomes_part_of_the_page(panel):
    script = "<img src=x onerror=alert(1)>"
    panel.data.load({"falls.csv": COUNTS.replace("falls", script)})
    panel.choices.title.value = script
    panel.marks.add_row("2024-06-01", "note", script)
    shown = (panel.data.found, panel.drawn, panel.said, panel.taken, panel.choices.why, panel.marks.said)
    assert all("<img" not in html.value for html in shown)
