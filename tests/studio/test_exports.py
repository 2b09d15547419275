"""What is taken away: safe in a spreadsheet, harmless in a browser, without small numbers where asked."""

import csv
import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from improve.charts import c_chart, i_chart, p_chart, run_chart, t_chart
from improve.studio import (
    board,
    board_csv,
    board_html,
    report_html,
    sparkline,
    svg,
    to_csv,
    without_small_numbers,
)
from improve.studio.drawing import date_ticks, nice_ticks
from improve.studio.exporting import safe_cell

SCRIPT = "</title></svg><script>window.ran = true</script><img src=x onerror='window.ran = true'>"
LIVE = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", '=HYPERLINK("http://x")', "  =1", "＝1+1",
    "a;=1+1", '"=1+1', "x\t=cmd|' /C calc'!A0", "a,=1",
]  # fmt: skip


def cells_of(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def monthly(values, **more):
    return pd.DataFrame(
        {"date": pd.date_range("2023-01-01", periods=len(values), freq="MS"), "value": values, **more}
    )


VALUES = [6, 8, 7, 9, 5, 8, 12, 7, 6, 9, 8, 7, 25, 8]


@pytest.mark.parametrize("text", LIVE)
def test_no_text_of_a_learner_starts_a_formula(text):
    chart = run_chart(monthly(VALUES), measure=text, unit=text, notes={"2023-05-01": text})
    for row in cells_of(to_csv(chart)):
        for cell in row:
            assert not re.match(r"""\s*["']?\s*[=+@＝＋＠\t\r]""", cell) or cell.lstrip().startswith("'")
            assert not re.search(r"""[;,\t\r\n|]["\s]*[=+@]""", cell)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30))
def test_whatever_is_typed_is_never_live(text):
    cell = safe_cell(text)
    assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")
    assert not {"\n", "\r", "\t"} & set(cell)


def test_numbers_stay_numbers_also_below_zero():
    rows = cells_of(to_csv(i_chart(monthly([-3.5, 2.0, -1.25]))))
    assert [row[4] for row in rows[1:]] == ["-3.5", "2", "-1.25"]


def test_the_data_hold_limits_signals_and_notes():
    chart = i_chart(monthly(VALUES), notes={"2024-01-01": "bus strike"})
    rows = [dict(zip(cells_of(to_csv(chart))[0], row, strict=True)) for row in cells_of(to_csv(chart))[1:]]
    assert rows[12]["date"] == "2024-01-01"
    assert rows[12]["why"] == "beyond above"
    assert rows[12]["note"] == "bus strike"
    assert float(rows[0]["upper limit"]) == pytest.approx(chart.table["upper"].iloc[0])


@pytest.mark.parametrize("text", [SCRIPT, "<b>&amp;\x00\x08\ud800"])
def test_a_drawing_is_sound_xml_whatever_is_typed(text):
    chart = run_chart(monthly(VALUES), title=text, measure=text, unit=text, notes={"2023-05-01": text})
    for drawing in (svg(chart), svg(chart, 380), svg(chart, theme="dark"), sparkline(chart)):
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(drawing).iter()}
        assert tags <= {"svg", "title", "desc", "rect", "path", "text", "g", "circle"}


@pytest.mark.parametrize(
    "chart",
    [
        p_chart(monthly(VALUES, n=np.arange(50, 64)), denominator="n", per=100, target=20, better="lower"),
        i_chart(
            monthly([*VALUES[:5], np.nan, *VALUES[6:]]),
            phases={"2023-08-01": "moved"},
            exclude=["2024-01-01"],
        ),
        t_chart([14, 3, 27, 40, 9, 12]),
        run_chart([4.0]),
    ],
    ids=["p with a target", "gap, phase and a point left out", "t without dates", "one point"],
)
def test_every_point_is_drawn_and_everything_lies_on_the_sheet(chart):
    drawing = ET.fromstring(svg(chart))
    space = "{http://www.w3.org/2000/svg}"
    marks = [
        e
        for e in drawing.iter()
        if e.tag in (f"{space}circle", f"{space}path") and e.find(f"{space}title") is not None
    ]
    assert len(marks) == chart.table["value"].notna().sum()
    width, height = float(drawing.get("width")), float(drawing.get("height"))
    for words in drawing.iter(f"{space}text"):
        assert 0 <= float(words.get("x")) <= width
        assert 0 <= float(words.get("y")) <= height


def test_a_report_asks_nobody_for_anything():
    page = report_html(i_chart(monthly(VALUES), title=SCRIPT), found=[SCRIPT], why=SCRIPT)
    assert "<script" not in page
    assert "<img" not in page
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) <= {"http://www.w3.org/2000/svg"}
    assert "default-src &#x27;none&#x27;" in page


def test_ticks_are_round_and_lie_on_the_calendar():
    assert nice_ticks(3.1, 9.7, 6) == [4.0, 6.0, 8.0]
    months = date_ticks(pd.Timestamp("2023-11-05"), pd.Timestamp("2024-06-01"), 8)
    assert [words[0] for _, words in months] == ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    years = date_ticks(pd.Timestamp("1841-01-01"), pd.Timestamp("1849-03-01"), 5)
    assert [words for _, words in years] == [("1842",), ("1844",), ("1846",), ("1848",)]


# Small numbers


SMALLS = [9, 3, 8, 12, 2, 7, 9, 8, 11, 10, 0, 9]


def test_counts_under_five_appear_nowhere_in_what_is_taken_away():
    shown = without_small_numbers(c_chart(monthly(SMALLS), measure="falls"))
    rows = cells_of(to_csv(shown))
    assert [row[2] for row in rows[1:]] == ["9", "<5", "8", "12", "<5", "7", "9", "8", "11", "10", "<5", "9"]
    assert [row[4] == "" for row in rows[1:]] == [value < 5 for value in SMALLS]
    drawing = ET.fromstring(svg(shown))
    titles = [e.text for e in drawing.iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == 1 + 9  # the drawing's own, and the points that are shown
    page = report_html(shown)
    assert "3 counts under 5 are hidden" in page
    assert '<td class="n">3</td>' not in page
    assert "The lowest value is 7" in shown.alt


def test_one_hidden_count_takes_a_second_with_it():
    shown = without_small_numbers(c_chart(monthly([9, 3, 8, 12, 6, 7, 9, 8, 11, 10])))
    assert [row[2] for row in cells_of(to_csv(shown))[1:]][1:5] == ["<5", "8", "12", "hidden"]


def test_a_rate_of_a_small_count_is_hidden_too():
    chart = p_chart(monthly([9, 3, 8, 2, 7], n=[40, 41, 39, 44, 40]), denominator="n", per=100)
    rows = cells_of(to_csv(without_small_numbers(chart)))
    assert [row[4] for row in rows[1:]] == ["22.5", "", "20.51282051", "", "17.5"]


def test_the_lines_and_signals_stay_as_they_were():
    chart = c_chart(monthly(SMALLS))
    shown = without_small_numbers(chart)
    assert shown.table["centre"].tolist() == chart.table["centre"].tolist()
    assert shown.signals == chart.signals
    assert chart.table["value"].tolist() == SMALLS


def test_what_is_no_count_is_left_alone():
    chart = t_chart([2.5, 14, 3, 27])
    assert without_small_numbers(chart) is chart
    percentages = i_chart(monthly([3.0, 4.0, 2.0]), unit="%")
    assert without_small_numbers(percentages) is percentages


# The board


def frames():
    rng = np.random.default_rng(4)
    calm = monthly(rng.normal(50, 3, 24).round(1))
    worse = monthly([*calm["value"][:23], 90.0])
    short = monthly([5.1, 6.2])
    missed = monthly(rng.normal(50, 3, 24).round(1))
    missed.attrs |= {"target": 90.0, "better": "higher"}
    return {"calm": calm, "worse": worse, "short": short, "missed": missed}


def test_what_needs_attention_comes_first():
    made = board(frames(), better={"worse": "lower"})
    assert [row.name for row in made.ordered("attention")] == ["worse", "missed", "calm", "short"]
    assert [row.name for row in made.ordered("name")] == ["calm", "missed", "short", "worse"]
    assert [row.name for row in made.ordered("given")] == ["calm", "worse", "short", "missed"]


def test_a_board_says_each_verdict_in_words_with_a_symbol():
    page = board_html(board(frames(), better={"worse": "lower"}))
    assert "A signal in the direction that is worse" in page
    assert "<title>signal, worse</title>" in page
    assert "the target will be missed every time" in page
    assert "Too few values for a verdict" in page
    assert (
        "4 indicators: 1 with a signal in the latest point, 2 with ordinary variation, 1 too short to tell."
        in page
    )


def test_an_indicator_that_cannot_be_read_is_on_the_board_with_its_reason():
    from improve.studio import frames_of

    made = board(frames_of({"a.csv": "date,value\n2024-01-01,oops\n2024-02-01,3\n"}))
    assert made.rows[0].chart is None
    assert "“oops”" in board_html(made)


def test_the_verdicts_as_csv_are_safe_too():
    rows = cells_of(board_csv(board({'=HYPERLINK("x")': frames()["calm"]})))
    assert rows[1][0] == '\'=HYPERLINK("x")'


def test_a_zipped_folder_becomes_a_board():
    import zipfile

    from improve.studio import frames_of

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("Falls", "Ulcers"):
            archive.writestr(f"indicators/{name}.csv", "date,value\n2024-01-01,3\n2024-02-01,4\n")
        archive.writestr("__MACOSX/indicators/._Falls.csv", "x")
        archive.writestr("indicators/readme.md", "x")
    assert list(frames_of({"indicators.zip": out.getvalue()})) == ["Falls", "Ulcers"]
