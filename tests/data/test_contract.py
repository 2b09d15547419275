"""The page that learners read about their own data says what the code does."""

import re
from pathlib import Path

import numpy as np
import pytest

from improve.data import DataProblem, read_csv
from improve.data.columns import NAMES
from improve.data.date_cells import long_date, parse_date
from improve.data.files import LARGEST
from improve.data.number_cells import MISSING, parse_number

PAGE = (Path(__file__).parents[2] / "book" / "your-own-data.md").read_text(encoding="utf-8")


def section(title):
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)[1]


def table(title):
    """The rows of the table in a section, without its head."""
    rows = [line for line in section(title).splitlines() if line.startswith("|")][2:]
    return [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows]


def test_each_example_file_on_the_page_is_read():
    examples = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert [len(read_csv(example)) for example in examples] == [3, 3]


def test_the_headings_on_the_page_are_those_that_are_understood():
    assert {row[0]: tuple(row[2].split(", ")) for row in table("Four columns that are understood")} == NAMES


@pytest.mark.parametrize(("written", "read"), table("Dates"))
def test_each_date_on_the_page_is_read_as_it_says(written, read):
    assert long_date(parse_date(written).when) == read


@pytest.mark.parametrize(("written", "read"), table("Numbers"))
def test_each_number_on_the_page_is_read_as_it_says(written, read):
    assert parse_number(written) == float(read)


def test_each_word_for_a_gap_on_the_page_is_one():
    words = re.search(r"The words (.*?) mean the same", section("Gaps"), re.DOTALL)[1]
    said = {word.strip().casefold() for word in re.split(r",|\band\b", " ".join(words.split()))}
    assert said <= MISSING
    assert len(said) == 7


@pytest.mark.parametrize("row", table("What is refused, and why"), ids=lambda row: row[1])
def test_each_cell_that_the_page_calls_refused_is_refused_in_its_column(row):
    for cell in row[1].replace("`", "").split(" or "):
        last = f"{cell},3" if row[0] == "date" else f'2024-01-02,"{cell}"'
        with pytest.raises(DataProblem) as caught:
            read_csv(f"date,value\n2024-01-01,1\n{last}\n")
        assert [(problem.row, problem.column) for problem in caught.value.problems] == [(3, row[0])]


def test_a_blank_is_a_gap_and_not_a_zero():
    assert np.isnan(read_csv("date,value\n2024-01-01,\n2024-01-02,1\n")["value"].iloc[0])


def test_the_largest_file_is_as_the_page_says():
    assert f"{LARGEST // 1_000_000} megabytes" in section("The file itself")
