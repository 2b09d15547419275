"""Results written on paper come back: counts with their numbers, true minutes beside the planned ones."""

import pytest

from course.packs import entry
from course.packs.entry import Line

from .conftest import made


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "entry.csv"
    path.write_bytes(made("measurement/run-charts")["entry.csv"])
    return path


def fill(path, **counts):
    """Write counts behind the lines that begin so."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    for beginning, count in counts.items():
        n = next(i for i, line in enumerate(lines) if line.startswith(beginning))
        lines[n] = lines[n] + str(count)
    path.write_text("\n".join(lines), encoding="utf-8")


def test_an_empty_sheet_says_that_nothing_was_entered(sheet):
    told = entry.told(entry.read(sheet))
    assert "nothing was entered" in told[0]


def test_a_filled_sheet_is_read_back_with_shares_and_their_numbers(sheet):
    fill(sheet, **{"People who came": 20, "People who were asked": 20, "Cards that": 9})
    fill(sheet, **{"Poll 1: How long is your longest run?,3 or fewer": 4})
    fill(sheet, **{"Poll 1: How long is your longest run?,4": 12, "Minutes: Welcome": 7})
    told = "\n".join(entry.told(entry.read(sheet)))
    assert "3 or fewer 4 (25%), 4 12 (75%)" in told
    assert "16 answered of 20 who came." in told
    assert "9 of 20 came back (45%)" in told
    assert "Welcome: 7 minutes, planned 5 (+2)" in told


def test_a_spreadsheet_is_read_as_well(tmp_path, monkeypatch):
    path = tmp_path / "entry.xlsx"
    path.write_bytes(b"")
    rows = [list(entry.HEADER), ["People who came", "", 24.0, 20.0], ["Minutes: Welcome", "", 5.0, 6.0]]
    monkeypatch.setattr(entry, "_rows", lambda given: rows)
    assert entry.read(path)[0] == Line("People who came", "", "24", "20")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda text: text.replace("what,answer", "name,answer"), "is no entry sheet"),
        (
            lambda text: text.replace("People who came,,24,", "People who came,,24,many"),
            "line 2: “many” is no count",
        ),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(sheet, spoil, says):
    sheet.write_text(spoil(sheet.read_text(encoding="utf-8-sig")), encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        entry.read(sheet)
