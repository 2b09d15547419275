"""Spreadsheets as people really have them: each gives the right chart, or a sentence that says what to fix."""

from datetime import date

import numpy as np
import pytest

from improve.data import DataProblem, find_table, guess_roles, read_all, read_sheets, read_table
from improve.studio import make_chart, propose

from .workbooks import Formula, Page, Percent, workbook

FALLS = [3, 5, 4, 6, 2, 5, 4, 3, 6, 5, 4, 3, 5, 6]
BEDS = [610, 590, 605, 622, 580, 600, 611, 597, 603, 619, 588, 602, 609, 615]
DAYS = [date(2024 + m // 12, m % 12 + 1, 1) for m in range(14)]
MONTHS = [day.strftime("%b-%y") for day in DAYS]
UK = [day.strftime("%d/%m/%Y") for day in DAYS]
RATE = [1000 * f / b for f, b in zip(FALLS, BEDS, strict=True)]
SHARES = [0.91, 0.88, 0.93, 0.9, 0.87, 0.92, 0.9, 0.89, 0.94, 0.91, 0.9, 0.88, 0.92, 0.93]


def csv(*rows, mark=","):
    return "\n".join(mark.join(str(cell) for cell in row) for row in rows).encode()


def plain(head=("Month", "Falls")):
    return [head, *zip(MONTHS, FALLS, strict=True)]


def three(head=("Month", "Falls", "Bed days")):
    return [head, *zip(MONTHS, FALLS, BEDS, strict=True)]


WEEKS = [f"2024-{1 + w // 4:02}-{1 + 7 * (w % 4):02}" for w in range(16)]

RIGHT = {
    "a plain file": (csv(*plain()), "c", FALLS),
    "counts with bed days": (csv(*three()), "u", RATE),
    "a title and a blank row above the headings": (csv(["Falls on ward 4, 2024"], [], *plain()), "c", FALLS),
    "a title, its author and a date above the headings": (
        csv(["Falls"], ["Prepared by the quality team"], ["Report run:", "03/02/2025"], [], *plain()), "c", FALLS
    ),
    "a totals row at the bottom": (csv(*three(), ("Total", sum(FALLS), sum(BEDS))), "u", RATE),
    "an average and a footnote at the bottom": (
        csv(*plain(), ("Average", 4.4), (), ("Source: incident system",)), "c", FALLS
    ),
    "a sum with no word beside it": (csv(*plain(), ("", sum(FALLS))), "c", FALLS),
    "a subtotal in the middle": (csv(*plain()[:13], ("Total 2024", 50), *plain()[13:]), "c", FALLS),
    "headings that come again on each printed page": (csv(*plain()[:8], ("Month", "Falls"), *plain()[8:]), "c", FALLS),
    "% signs": (csv(("Week", "Seen in time"), *((d, f"{s:.0%}") for d, s in zip(UK, SHARES, strict=True))), "i",
                [100 * s for s in SHARES]),
    "% signs after a space": (
        csv(("Week", "Seen in time"), *((d, f"{100 * s:.0f} %") for d, s in zip(UK, SHARES, strict=True))), "i",
        [100 * s for s in SHARES],
    ),
    "n/a for a month": (csv(*plain()[:5], (MONTHS[4], "n/a"), *plain()[6:]), "c", [*FALLS[:4], np.nan, *FALLS[5:]]),
    "month-first dates throughout": (
        csv(("Date", "Falls"), *((f"{1 + i // 2:02}/{3 + 14 * (i % 2):02}/2024", f) for i, f in enumerate(FALLS))),
        "c", FALLS,
    ),
    "rows in the wrong order": (csv(plain()[0], *plain()[:0:-1]), "c", FALLS),
    "a notes column": (
        csv(("Month", "Falls", "Comments"), *((m, f, '"Rails, new"' if m == "May-24" else "") for m, f in plain()[1:])),
        "c", FALLS,
    ),
    "a column of rates beside the counts": (
        csv(("Month", "Falls", "Bed days", "Rate %"), *((m, f, b, f"{100 * f / b:.2f}%") for m, f, b in three()[1:])),
        "u", RATE,
    ),
    "two rows of headings": (csv(("", "Falls", "Bed days"), ("Month", "all", "all"), *three()[1:]), "u", RATE),
    "semicolons": (csv(*plain(), mark=";"), "c", FALLS),
    "cells pasted from a spreadsheet": (csv(*three(), mark="\t"), "u", RATE),
    "Excel's Unicode text": ("\ufeff" + csv(*plain(), mark="\t").decode()).encode("utf-16-le"),
    "blank rows between the years": (csv(*plain()[:13], (), *plain()[13:]), "c", FALLS),
    "dates across the sheet": (csv(["Measure", *MONTHS], ["Falls", *FALLS]), "c", FALLS),
    "dates across the sheet with a total at the end": (
        csv(["Measure", *MONTHS, "Total"], ["Falls", *FALLS, sum(FALLS)]), "c", FALLS
    ),
    "a list of the dates of events": (
        csv(["Date of fall with harm"], *([f"2024-{m:02}-{3 + m}"] for m in range(1, 13)), ["2025-02-01"], ["2025-02-20"]),
        "t", 13,
    ),
    "too few points": (csv(*plain()[:8]), "run", FALLS[:7]),
    "a workbook": (workbook([["Month", "Falls"], *map(list, zip(DAYS, FALLS, strict=True))]), "c", FALLS),
    "merged headings over two rows": (
        workbook({"Data": Page([["Falls report 2024", None, None], ["Month", "Ward 4", None], [None, "Falls", "Bed days"],
                                *map(list, zip(DAYS, FALLS, BEDS, strict=True)), ["Total", sum(FALLS), sum(BEDS)]],
                               merged=("A1:C1", "A2:A3", "B2:C2"))}), "u", RATE,
    ),
    "cells shown as percentages": (
        workbook([["Month", "Seen"], *[[d, Percent(s)] for d, s in zip(DAYS, SHARES, strict=True)]]), "i",
        [100 * s for s in SHARES],
    ),
    "formulas with stored results": (
        workbook([["Month", "Falls"], *[[d, Formula("A1+1", f)] for d, f in zip(DAYS, FALLS, strict=True)]]), "c", FALLS
    ),
    "a hidden column of last year's figures": (
        workbook({"S": Page([["Month", "Last year", "Falls"], *[[d, 9, f] for d, f in zip(DAYS, FALLS, strict=True)]],
                            hidden_columns=(1,))}), "c", FALLS,
    ),
    "a hidden sheet of lists": (
        workbook({"Lists": Page([["Ward 4"], ["Ward 5"]], hidden=True),
                  "Data": Page([["Month", "Falls"], *map(list, zip(DAYS, FALLS, strict=True))])}), "c", FALLS,
    ),
    "a table that does not start in the corner": (
        workbook([[], [None, None, "Month", "Falls"], *[[None, None, d, f] for d, f in zip(DAYS, FALLS, strict=True)]]),
        "c", FALLS,
    ),
    "w/c before each date": (csv(("Week", "Falls"), *((f"w/c {d}", f) for d, f in zip(UK, FALLS, strict=True))), "c", FALLS),
    "years and months in two columns": (
        csv(("Year", "Month", "Falls"), *((d.year if d.month == 1 else "", f"{d:%B}", f) for d, f in
                                          zip(DAYS, FALLS, strict=True))), "c", FALLS,
    ),
    "three columns of counts, one of them the total": (
        csv(("Month", "Late", "In time", "Total due"), *((m, f, 40 - f, 40) for m, f in plain()[1:])), "p",
        [2.5 * f for f in FALLS],
    ),
    "a column of times of day": (csv(("Month", "Time", "Falls"), *((m, "09:00", f) for m, f in plain()[1:])), "c", FALLS),
    "a row of targets above the figures": (csv(("Month", "Falls"), ("Target", 3), *plain()[1:]), "c", FALLS),
    "thousands with commas in quotation marks": (
        csv(("Month", "Visits"), *((m, f'"{1000 + 37 * f:,}"') for m, f in plain()[1:])), "i", [1000 + 37 * f for f in FALLS]
    ),
}  # fmt: skip
RIGHT["Excel's Unicode text"] = (b"\xff\xfe" + RIGHT["Excel's Unicode text"][2:], "c", FALLS)

SAYS = {
    "<5 in place of small counts": (csv(*plain()[:5], (MONTHS[4], "<5"), *plain()[6:]), "Row 6, column “Falls”, holds “<5”"),
    "stars in place of small counts": (csv(*plain()[:5], (MONTHS[4], "*"), *plain()[6:]), "withheld"),
    "month-first dates mixed in": (
        csv(("Date", "Falls"), ("13/01/2024", 3), ("01/14/2024", 4), ("02/03/2024", 5)),
        "month first, while 13/01/2024 in row 2 is day first",
    ),
    "dates that the spreadsheet turned round": (
        workbook([["Date", "Falls"], [date(2024, 2, 1), 3], ["02/13/2024", 4], [date(2024, 3, 2), 3]]),
        "perhaps the wrong way round",
    ),
    "a date without a year": (
        csv(("Month", "Falls"), ("Jan", 3), ("Feb 2024", 4), ("Mar 2024", 2)), "this month has no year"
    ),
    "a word where the first figure should be": (
        csv(("Month", "Falls"), (MONTHS[0], "none yet"), *plain()[2:]), "holds “none yet”: this is not a number"
    ),
    "week numbers": (csv(("Week", "Falls"), *((f"Wk {w}", f) for w, f in enumerate(FALLS, 1))), "week number"),
    "quarters": (
        csv(("Quarter", "Falls"), *((f"Q{1 + i % 4} {2020 + i // 4}", f) for i, f in enumerate(FALLS))), "this is a quarter"
    ),
    "dates as a spreadsheet stores them": (
        workbook([["Date", "Falls"], *[[45292 + 7 * w, f] for w, f in enumerate(FALLS)]]), "spreadsheet's own number"
    ),
    "a dash for none or not known": (csv(*plain()[:5], (MONTHS[4], "-"), *plain()[6:]), "may mean none, or not known"),
    "a number and a percentage in one cell": (
        csv(*plain()[:5], (MONTHS[4], "4 (3%)"), *plain()[6:]), "Row 6, column “Falls”, holds “4 (3%)”"
    ),
    "a broken formula": (workbook([["Month", "Rate"], *[[d, "#DIV/0!" if i == 3 else 2.5 + i % 3] for i, d in
                                                       enumerate(DAYS)]]), "Row 5"),
    "formulas that were never worked out": (
        workbook([["Month", "Falls"], *[[d, Formula("A1+1")] for d in DAYS]]), "figures"
    ),
    "one row for each patient": (
        csv(("NHS number", "Date", "Falls"), ("943 476 5919", "2024-01-02", 1), ("943 476 5870", "2024-01-03", 1)),
        "identify people",
    ),
    "one row for each event": (
        csv(("Date", "Harm"), *((f"2024-{1 + i % 6:02}-01", i % 3) for i in range(400))), "Count them by week or month first"
    ),
    "the same month twice": (csv(*plain(), (MONTHS[2], 4)), "already in row"),
    "% signs on some figures only": (
        csv(("Week", "Seen"), (UK[0], "91%"), (UK[1], "88"), (UK[2], "93%")), "some figures in this column have a % sign"
    ),
    "a comma inside a number": (csv(*plain()[:5], (MONTHS[4], "1,204"), *plain()[6:]), "comma inside a number"),
    "decimal commas": (csv(("Datum", "Wert"), ("01.02.2024", "3,5"), ("01.03.2024", "4,5"), mark=";"), "3.5"),
    "no dates at all": (csv(("Ward", "Falls"), ("Ward A", 3), ("Ward B", 4)), "No dates were found"),
    "an empty file": (b"", "nothing in it"),
    "an empty workbook": (workbook([[]]), "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), "picture"),
    "half a workbook": (workbook([["Month", "Falls"], ["Jan 2024", 3]])[:300], "damaged"),
}  # fmt: skip


def test_there_are_at_least_forty_of_them():
    assert len(RIGHT) + len(SAYS) >= 40


@pytest.mark.parametrize("name", RIGHT)
def test_it_gives_the_right_chart(name):
    content, kind, expected = RIGHT[name]
    frame = read_table(read_sheets(content, "figures")[0])
    proposal = propose(frame)
    assert proposal.kind == kind
    chart = make_chart(frame, kind)
    if isinstance(expected, int):
        assert chart.table["value"].notna().sum() == expected
    else:
        np.testing.assert_allclose(chart.table["value"], expected, rtol=1e-9)
    assert chart.reading()


@pytest.mark.parametrize("name", SAYS)
def test_it_says_what_to_fix(name):
    content, words = SAYS[name]
    with pytest.raises(DataProblem) as caught:
        read_table(read_sheets(content, "figures")[0])
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "Traceback" not in str(caught.value)


def test_withheld_counts_can_be_left_as_gaps_and_that_is_said():
    content, _ = SAYS["<5 in place of small counts"]
    frame = read_table(read_sheets(content)[0], withheld="gap")
    assert frame["value"].isna().tolist() == [False] * 4 + [True] + [False] * 9
    assert any("1 withheld figure was left as a gap" in line for line in frame.attrs["found"])


def test_whatever_is_left_out_is_said_by_row():
    content, _, _ = RIGHT["an average and a footnote at the bottom"]
    found = " ".join(find_table(read_sheets(content)[0]).found)
    assert "Row 16 (“Average”) was left out" in found
    assert "Row 18 (“Source: incident system”) was left out" in found


def test_merged_headings_are_joined():
    content, _, _ = RIGHT["merged headings over two rows"]
    assert find_table(read_sheets(content)[0]).headings == ("Month", "Ward 4 – Falls", "Ward 4 – Bed days")


def test_month_first_dates_are_turned_round_and_said():
    content, _, _ = RIGHT["month-first dates throughout"]
    frame = read_table(read_sheets(content)[0])
    assert f"{frame['date'].iloc[1]:%d %B}" == "17 January"
    assert any("month first" in line for line in frame.attrs["found"])


def test_hidden_columns_and_rows_are_said():
    content = workbook({"S": Page([["Month", "Old", "Falls"], *[[d, 9, f] for d, f in zip(DAYS, FALLS, strict=True)]],
                                  hidden_columns=(1,), hidden_rows=(4, 5))})  # fmt: skip
    found = " ".join(read_table(read_sheets(content)[0]).attrs["found"])
    assert "Columns hidden in the spreadsheet were not used: “Old”" in found
    assert "2 rows are hidden" in found


def test_a_workbook_with_two_sheets_gives_both_and_says_which_were_hidden():
    rows = [["Month", "Falls"], *map(list, zip(DAYS, FALLS, strict=True))]
    sheets = read_sheets(
        workbook({"Ward 4": Page(rows), "Ward 5": Page(rows), "Lists": Page(rows, hidden=True)})
    )
    assert [sheet.name for sheet in sheets] == ["Ward 4", "Ward 5"]
    assert "“Lists”" in sheets[0].found[0]


def test_a_valid_nhs_number_is_refused_whatever_its_heading():
    numbers = ["9434765919", "9434765870", "9434765838"]
    with pytest.raises(DataProblem, match="NHS numbers"):
        guess_roles(
            find_table(read_sheets(csv(("Ref", "Date", "n"), *((n, "2024-01-02", 1) for n in numbers)))[0])
        )


def test_a_long_table_gives_one_series_for_each_indicator():
    rows = [
        (m, name, f, "lower", 4) for name in ("Falls", "Ulcers") for m, f in zip(MONTHS, FALLS, strict=True)
    ]
    series = read_all(read_sheets(csv(("Month", "Indicator", "Value", "Better", "Target"), *rows))[0])
    assert list(series) == ["Falls", "Ulcers"]
    assert series["Ulcers"].attrs["target"] == 4
    assert series["Ulcers"].attrs["better"] == "lower"
    assert series["Ulcers"]["value"].tolist() == FALLS


def test_one_spoiled_indicator_does_not_spoil_the_others():
    rows = [(m, name, "oops" if (name, m) == ("B", "May-24") else f) for name in "AB" for m, f in plain()[1:]]
    series = read_all(read_sheets(csv(("Month", "Indicator", "Value"), *rows))[0])
    assert series["A"]["value"].tolist() == FALLS
    assert "“oops”" in str(series["B"])


@pytest.mark.slow
def test_a_million_rows_are_answered_with_a_sentence():
    days = np.datetime_as_string(np.datetime64("2021-01-01") + np.arange(1_000_000) % 1400)
    content = ("date,harm\n" + "\n".join(f"{day},1" for day in days)).encode()
    with pytest.raises(DataProblem, match="1,000,000 rows and 1,400 different dates"):
        read_table(read_sheets(content)[0])


@pytest.mark.parametrize("heading", ["E-mail", "Email", "e mail", "Work e-mail"])
def test_an_address_column_is_refused_however_its_heading_is_written(heading):
    data = csv((heading, "Date", "Falls"), ("a@b.example", "2024-01-02", 1), ("c@d.example", "2024-01-03", 1))
    with pytest.raises(DataProblem, match="seems to identify people"):
        read_table(read_sheets(data, "people")[0])
