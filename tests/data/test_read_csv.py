"""A learner's own file is read right, or refused in sentences that name the row, the column and the cure."""

import io
import pickle
import time
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from improve.data import DataProblem, read_csv


def refusal(source) -> str:
    with pytest.raises(DataProblem) as caught:
        read_csv(source)
    text = str(caught.value)
    assert text
    assert "Traceback" not in text
    return text


def first_problem(source):
    with pytest.raises(DataProblem) as caught:
        read_csv(source)
    return caught.value.problems[0]


def dates(*cells: str) -> list[str]:
    table = read_csv("date,value\n" + "".join(f'"{cell}",{n}\n' for n, cell in enumerate(cells)))
    return table["date"].dt.strftime("%Y-%m-%d").tolist()


def values(*cells: str) -> list[float]:
    rows = "".join(f'2024-01-{n:02},"{cell}"\n' for n, cell in enumerate(cells, 1))
    return read_csv("date,value\n" + rows)["value"].tolist()


def found(source) -> str:
    return " ".join(read_csv(source).attrs["found"])


# What is read


def test_a_plain_file_gives_dates_and_values():
    table = read_csv("date,value\n2024-01-01,3\n2024-02-01,4.5\n")
    assert table.columns.tolist() == ["date", "value"]
    assert table["date"].tolist() == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01")]
    assert table["value"].tolist() == [3.0, 4.5]


def test_denominators_and_notes_come_along():
    table = read_csv("Month,Numerator,Denominator,Comments\nJan 2024,3,120,new form\nFeb 2024,2,110,\n")
    assert table.columns.tolist() == ["date", "value", "denominator", "note"]
    assert table["denominator"].tolist() == [120.0, 110.0]
    assert table["note"].notna().tolist() == [True, False]
    assert table["note"].iloc[0] == "new form"


def test_headings_are_read_in_any_case_and_with_brackets_or_underscores():
    table = read_csv("DATE (week_commencing),Value (%)\n01/01/2024,5%\n")
    assert table["value"].tolist() == [5.0]


def test_the_only_other_column_is_the_value_whatever_it_is_called():
    assert read_csv("month,falls,note\n2024-01,3,x\n")["value"].tolist() == [3.0]


def test_two_columns_with_unknown_headings_are_dates_and_values():
    assert read_csv("when,falls\n2024-01-01,3\n")["value"].tolist() == [3.0]


def test_two_columns_need_no_headings_and_the_first_row_is_kept():
    table = read_csv("2024-01-01,3\n2024-02-01,4\n")
    assert table["value"].tolist() == [3.0, 4.0]
    assert "no row of headings" in table.attrs["found"][0]


def test_a_column_that_is_not_used_is_named():
    assert "Not used: “ward”" in found("date,value,ward\n2024-01-01,3,A\n")


def test_iso_dates_and_months_are_read():
    assert dates("2024-02-29", "2024-03", "2024-4-5", "2024-05-01T09:30", "2024-06-01 00:00:00") == [
        "2024-02-29",
        "2024-03-01",
        "2024-04-05",
        "2024-05-01",
        "2024-06-01",
    ]


def test_dates_in_figures_are_day_first():
    assert dates("01/02/2024", "2/3/2024", "03-04-2024", "04.05.2024", "05/06/24") == [
        "2024-02-01",
        "2024-03-02",
        "2024-04-03",
        "2024-05-04",
        "2024-06-05",
    ]


def test_dates_in_words_are_read():
    written = "Jan 2024", "February 2024", "1 Mar 2024", "1st April 2024", "May 2, 2024", "Mon 3 June 2024"
    assert dates(*written, "4-Jul-2024", "Aug-24", "2024 Sept", "1st of October 2024") == [
        "2024-01-01",
        "2024-02-01",
        "2024-03-01",
        "2024-04-01",
        "2024-05-02",
        "2024-06-03",
        "2024-07-04",
        "2024-08-01",
        "2024-09-01",
        "2024-10-01",
    ]


def test_years_stand_on_the_first_of_january_and_that_is_said():
    assert "1 January" in found("year,value\n1841,3\n1842,4\n")


def test_thousands_percentages_signs_and_exponents_are_numbers():
    assert values("1,234", "1 234 567", "-3", "+4", "1.5e3", ".5", "5.", "−2") == [
        1234, 1234567, -3, 4, 1500, 0.5, 5, -2,
    ]  # fmt: skip
    assert values("95%", "7.5 %".replace(" ", "")) == [95, 7.5]


def test_blank_and_not_recorded_cells_are_kept_as_missing():
    assert np.isnan(values("3", "", "n/a", "NaN", "#N/A", "not recorded", "4")).tolist() == [
        False, True, True, True, True, True, False,
    ]  # fmt: skip
    assert "2 values are missing (rows 3, 4) and are kept as gaps." in found(
        "date,value\n2024-01-01,3\n2024-01-02,\n2024-01-03,n/a\n"
    )


def test_a_denominator_of_zero_or_below_the_value_is_the_chart_s_business():
    assert read_csv("date,value,denominator\n2024-01-01,3,0\n2024-01-02,3,2\n")["denominator"].tolist() == [
        0,
        2,
    ]


def test_a_negative_value_is_a_value():
    assert values("-3", "2") == [-3, 2]


def test_rows_are_sorted_and_that_is_said():
    table = read_csv("date,value\n2024-03-01,3\n2024-01-01,1\n")
    assert table["value"].tolist() == [1, 3]
    assert any("sorted" in sentence for sentence in table.attrs["found"])


def test_rows_in_order_are_not_said_to_be_sorted():
    assert "sorted" not in found("date,value\n2024-01-01,3\n2024-03-01,1\n")


def test_trailing_and_inner_blank_rows_are_passed_over_but_counted():
    assert read_csv("date,value\n2024-01-01,3\n,\n\n2024-02-01,4\n,,\n\n\n")["value"].tolist() == [3, 4]
    assert first_problem("date,value\n2024-01-01,3\n,\n\n2024-02-01,x\n").row == 5


def test_a_row_number_is_the_spreadsheet_s_also_after_a_note_of_two_lines():
    problem = first_problem('date,value,note\n2024-01-01,3,"two\nlines"\n2024-01-02,x,\n')
    assert problem.row == 3


@pytest.mark.parametrize("mark", [";", "\t"])
def test_semicolons_and_tabs_may_part_the_columns(mark):
    text = "date,value,note\n2024-01-01,3.5,a\n2024-02-01,4,b\n".replace(",", mark)
    assert read_csv(text)["value"].tolist() == [3.5, 4]


def test_a_comma_in_one_heading_does_not_hide_the_semicolons():
    assert read_csv("date;falls, ward 4\n2024-01-01;3\n")["value"].tolist() == [3]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_is_read(ending):
    assert read_csv(f"date,value{ending}2024-01-01,3{ending}2024-02-01,4{ending}")["value"].tolist() == [3, 4]


def test_excel_s_byte_order_mark_is_passed_over():
    assert read_csv(b"\xef\xbb\xbfdate,value\r\n2024-01-01,3\r\n")["value"].tolist() == [3]


def test_excel_s_unicode_text_is_read():
    assert read_csv("date\tvalue\r\n2024-01-01\t3\r\n".encode("utf-16"))["value"].tolist() == [3]


def test_windows_letters_are_read():
    table = read_csv("date,value,note\n2024-01-01,3,café – £5\n".encode("cp1252"))
    assert table["note"].tolist() == ["café – £5"]


def test_a_path_an_open_file_bytes_and_text_give_the_same(tmp_path):
    text = "date,value\n2024-01-01,3\n"
    path = tmp_path / "falls.csv"
    path.write_text(text)
    sources = [
        path,
        str(path),
        io.StringIO(text),
        io.BytesIO(text.encode()),
        text.encode(),
        memoryview(text.encode()),
    ]
    for source in sources:
        pd.testing.assert_frame_equal(read_csv(source), read_csv(text))


def test_a_formula_in_a_note_is_only_text():
    assert read_csv("date,value,note\n2024-01-01,3,=1+1\n")["note"].tolist() == ["=1+1"]


def test_a_hundred_thousand_rows_are_read_in_seconds():
    start = date(1750, 1, 1)
    rows = "".join(f"{start + timedelta(n):%d/%m/%Y},{n},\n" for n in range(100_000))
    began = time.perf_counter()
    table = read_csv("date,value,note\n" + rows)
    assert time.perf_counter() - began < 10  # about one second on a quiet machine
    assert len(table) == 100_000
    assert table["value"].iloc[-1] == 99_999


def test_a_hundred_thousand_bad_rows_are_refused_in_ten_sentences_and_a_count():
    text = refusal("date,value\n" + "nonsense,1\n" * 100_000)
    assert len(text.splitlines()) == 12
    assert "100,000 problems" in text
    assert "99,990 more" in text


# What is said about dates that could be read in two ways


def test_a_date_read_day_first_is_named():
    said = found("date,value\n01/02/2024,3\n13/02/2024,3\n")
    assert "01/02/2024 is 1 February 2024" in said
    assert "month first" not in said


def test_a_file_that_could_be_month_first_throughout_is_warned_about():
    assert "could also be read month first" in found("date,value\n01/02/2024,3\n01/03/2024,3\n")


def test_american_dates_are_refused_by_row():
    problem = first_problem("date,value\n12/02/2024,3\n02/13/2024,4\n")
    assert (problem.row, problem.column, problem.value) == (3, "date", "02/13/2024")
    assert "month first" in problem.message


def test_a_mix_of_day_first_and_month_first_is_refused():
    assert "Row 3" in refusal("date,value\n13/02/2024,3\n02/13/2024,4\n")


# What is refused, and how


@pytest.mark.parametrize("content", [b"", b"\n\n", b" , \n", "", b"\xef\xbb\xbf", b"\x0b"])
def test_an_empty_file_is_called_empty(content):
    assert "empty" in refusal(content)


def test_a_header_alone_is_refused():
    assert "no rows" in refusal("date,value\n")


def test_one_column_is_refused():
    assert "only one column" in refusal("date\n2024-01-01\n2024-02-01\n")


def test_two_dates_in_one_row_are_refused_in_each_form():
    """A span in one cell, a second column of dates, a date where the value should be."""
    assert "two dates" in refusal("date,value\n01/01/2024 - 07/01/2024,3\n")
    assert "second date" in refusal("start,end\n2024-01-01,2024-01-07\n2024-01-08,2024-01-14\n")
    problem = first_problem("date,value\n2024-01-01,2024-01-07\n")
    assert (problem.row, problem.column) == (2, "value")
    assert "second date" in problem.message


def test_dates_laid_out_across_a_row_are_refused():
    assert "more than one date" in refusal("ward,Jan 2024,Feb 2024\nA,3,4\n")


def test_text_in_numbers_is_refused_by_row_and_column():
    problem = first_problem("month,falls\nJan 2024,3\nFeb 2024,twelve\n")
    assert (problem.row, problem.column, problem.value) == (3, "falls", "twelve")
    assert str(problem) == (
        "Row 3, column “falls”, holds “twelve”: this is not a number. "
        "Write it in digits, or leave the cell blank if there is no figure."
    )


def test_the_same_date_twice_is_refused_with_both_rows():
    text = refusal("month,falls\nJan 2024,3\nFeb 2024,4\nJanuary 2024,5\n")
    assert "Row 4" in text
    assert "already in row 2" in text


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("the first of May", "not a date"),
        ("January", "no year"),
        ("24-Jan", "no year"),
        ("Jan 24", "no year"),
        ("Jan", "no year"),
        ("45292", "1 January 2024"),
        ("2023/24", "financial year"),
        ("Q1 2024", "quarter"),
        ("2024-W05", "week"),
        ("Total", "totals"),
        ("31/02/2024", "no such day"),
        ("2024-13-01", "no such day"),
        ("0204-01-01", "year 204"),
        ("2024-01-01 25:00", "no such day"),
        ("=TODAY()", "formula"),
        ("########", "too narrow"),
        ("20240131", "not a date"),
        ("", "no date"),
    ],
)
def test_what_is_not_a_date_is_refused_with_its_reason(cell, said):
    problem = first_problem(f"date,value\n2024-01-01,1\n{cell},3\n")
    assert (problem.row, problem.column) == (3, "date")
    assert said in problem.message
    assert problem.cure


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("=B2/C2", "formula"),
        ("#DIV/0!", "error message"),
        ("####", "too narrow"),
        ("<5", "withheld"),
        ("*", "withheld"),
        ("fewer than 5", "withheld"),
        ("-", "none, or not known"),
        ("nil", "none, or not known"),
        ("inf", "size that can be charted"),
        ("1e999", "size that can be charted"),
        ("9" * 400, "size that can be charted"),
        ("3,5", "comma"),
        ("1,2345", "comma"),
        ("12 falls", "not a number"),
        ("1_000", "not a number"),
        ("0x10", "not a number"),
        ("١٢", "not a number"),
        ("%", "not a number"),
        ("True", "not a number"),
    ],
)
def test_what_is_not_a_number_is_refused_with_its_reason(cell, said):
    problem = first_problem(f'date,value\n2024-01-01,1\n2024-01-02,"{cell}"\n')
    assert (problem.row, problem.column) == (3, "value")
    assert said in problem.message
    assert problem.cure


def test_a_comma_in_a_number_without_quotation_marks_is_explained():
    text = refusal("date,value\n2024-01-01,1,234\n")
    assert "3 cells here and 2 columns" in text
    assert "comma inside a number" in text


def test_a_decimal_comma_among_semicolons_is_refused_and_never_multiplied():
    assert "decimal" in refusal("date;value\n2024-01-01;1,234\n2024-01-02;2,5\n")
    assert "decimal" in refusal("date;value\n2024-01-01;1.234\n2024-01-02;2.345\n")
    assert read_csv("date;value\n2024-01-01;1.234\n2024-01-02;2.5\n")["value"].tolist() == [1.234, 2.5]


def test_percent_signs_on_some_figures_only_are_refused():
    problem = first_problem("date,value\n2024-01-01,5%\n2024-01-02,6%\n2024-01-03,0.07\n")
    assert (problem.row, problem.value) == (4, "0.07")


def test_percentages_with_a_denominator_are_refused():
    assert "denominator" in refusal("date,value,denominator\n2024-01-01,5%,100\n")


def test_a_negative_denominator_is_refused():
    problem = first_problem("date,value,denominator\n2024-01-01,5,-100\n")
    assert (problem.row, problem.column) == (2, "denominator")


def test_several_problems_are_told_together_in_order_of_rows():
    with pytest.raises(DataProblem) as caught:
        read_csv("date,value\n2024-01-01,x\nyesterday,2\n2024-01-03,y\n")
    assert [problem.row for problem in caught.value.problems] == [2, 3, 4]
    assert str(caught.value).startswith("This file has 3 problems")


def test_two_columns_that_could_both_be_the_date_are_refused():
    assert "more than one column" in refusal("month,year,value\nJan,2024,3\n")
    assert "more than one column" in refusal("date,date,value\n2024-01-01,2024-01-02,3\n")


def test_the_plain_name_wins_over_another_that_could_be_meant():
    assert read_csv("date,month,value\n2024-01-05,Jan,3\n")["value"].tolist() == [3]


def test_headings_that_cannot_be_told_apart_are_named():
    text = refusal("when,falls,beds,ward\n2024-01-01,3,20,A\n")
    assert "“falls”" in text
    assert "date" in text


def test_figures_without_headings_in_three_columns_are_refused():
    assert "headings are needed" in refusal("2024-01-01,3,100\n2024-01-02,4,100\n")


def test_a_title_above_the_headings_is_refused():
    assert "stands alone" in refusal("Falls on ward 4,\ndate,value\n2024-01-01,3\n")


def test_a_column_of_blanks_is_refused():
    assert "no figures" in refusal("date,value\n2024-01-01,\n2024-01-02,\n")


def test_a_quotation_mark_that_never_closes_is_named_by_its_row():
    problem = first_problem('date,value,note\n2024-01-01,3,ok\n2024-01-02,4,"open\n2024-01-03,5,\n')
    assert problem.row == 3
    assert "quotation mark" in problem.message


def test_a_huge_cell_is_refused():
    assert "far too long" in refusal("date,value\n2024-01-01," + "9" * 200_000 + "\n")


@pytest.mark.parametrize("cell", ["T" * 100_000 + ":", "1/1/11 " * 15_000, "1,111" * 20_000, "-" * 100_000])
def test_a_long_cell_is_refused_at_once(cell):
    began = time.perf_counter()
    refusal(f'date,value\n"{cell}",1\n2024-01-01,"{cell}"\n')
    assert time.perf_counter() - began < 2


def test_an_object_that_cannot_be_read_is_a_sentence():
    class Odd:
        def read(self):
            return "date,value"

    assert "cannot be read" in refusal(Odd())


def test_nul_bytes_are_refused():
    assert "not a text file" in refusal(b"date,value\n2024-01-01,3\x00\n")
    assert "not a text file" in refusal("date,value\n2024-01-01,3\x00\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\x14\x00xl/workbook.xml", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"date,value\n2024-01-01,3\x81\x8d\n", "letters"),
        (b"\xff\xfed\x00a", "letters"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(content, said):
    assert said in refusal(content)


def test_a_missing_file_a_folder_and_an_impossible_name_are_sentences(tmp_path):
    assert "no file “falls.csv”" in refusal(str(tmp_path / "falls.csv"))
    assert "cannot be opened" in refusal(tmp_path)
    assert "cannot be opened" in refusal("a\x00b")
    assert "cannot be opened" in refusal("x" * 5000)
    assert "is not a file" in refusal(3)


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr("improve.data.files.LARGEST", 1000)
    for source in ("date,value\n" * 200, b"date,value\n" * 200, io.BytesIO(b"date,value\n" * 200)):
        assert "larger than" in refusal(source)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("improve.data.files.MOST_ROWS", 10)
    assert "more than 10 rows" in refusal("date,value\n" * 12)


def test_what_is_echoed_is_short_and_printable():
    problem = first_problem("date,value\n2024-01-01," + "\x1b[31m\u202e" + "x" * 500 + "\n")
    assert len(problem.value) <= 40
    assert problem.value.isprintable()


def test_a_refusal_survives_a_journey_between_processes():
    with pytest.raises(DataProblem) as caught:
        read_csv("date,value\n2024-01-01,x\n")
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert again.problems == caught.value.problems


# Whatever comes


def right_or_refused(source):
    """Any source gives a sound table or a refusal in words, and nothing else."""
    try:
        table = read_csv(source)
    except DataProblem as refused:
        problem = refused
    else:
        return sound(table)
    assert str(problem).strip()
    assert problem.problems


def sound(table):
    assert {"date", "value"} <= set(table.columns) <= {"date", "value", "denominator", "note"}
    assert len(table) > 0
    assert table["date"].is_monotonic_increasing
    assert table["date"].is_unique
    assert not np.isinf(table["value"]).any()
    assert table["value"].notna().any()
    assert table.attrs["found"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"date,value\n\x85")
def test_any_bytes_are_read_or_refused(content):
    right_or_refused(content)


CELLS = st.one_of(
    st.sampled_from(
        [
            "date",
            "value",
            "month",
            "denominator",
            "note",
            "2024",
            "Jan",
            "Jan 2024",
            "01/02/2024",
            "2024-01-01",
            "13/13/2024",
            "2024-01-01 10:00",
            "1,234",
            "1 234",
            "95%",
            "<5",
            "=A1",
            "-",
            "n/a",
            "1e400",
            "9" * 30,
            ";",
            '"',
            "'",
            "",
            "\n",
            "\r",
            "\ufeff",
        ]
    ),
    st.text(max_size=12),
    st.floats().map(str),
    st.dates().map(str),
    st.integers().map(str),
)


@settings(max_examples=250, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, max_size=5), max_size=8),
    mark=st.sampled_from(",;\t"),
    header=st.sampled_from(["", "date{0}value\n", "month{0}falls{0}denominator\n", "date{0}value{0}note\n"]),
)
def test_any_table_of_likely_cells_is_read_or_refused(rows, mark, header):
    text = header.format(mark) + "\n".join(mark.join(row) for row in rows) + "\n"
    right_or_refused(text)
    right_or_refused(text.encode("utf-8", "replace"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(min_value=date(1800, 1, 1), max_value=date(2100, 1, 1)),
            st.one_of(st.none(), st.floats(-1e9, 1e9), st.integers(-(10**9), 10**9)),
        ),
        min_size=1,
        max_size=20,
        unique_by=lambda row: row[0],
    ),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d-%b-%Y"]),
)
def test_what_was_written_is_what_is_read(rows, form):
    rows = [*rows, (date(1799, 1, 1), 1.0)]
    text = "date,value\n" + "".join(f"{day.strftime(form)},{'' if n is None else n}\n" for day, n in rows)
    table = read_csv(text)
    expected = sorted(rows)
    assert [when.date() for when in table["date"]] == [day for day, _ in expected]
    np.testing.assert_array_equal(table["value"], [np.nan if n is None else float(n) for _, n in expected])
