"""Figures come in by paste or file, or sentences say what is in the way."""

import io
import zipfile

from improve.project import Project, redraw
from improve.workbook.figures import add_chart, add_figures

PASTED = "week\tdone\tout of\n2026-01-05\t11\t20\n2026-01-12\t13\t20\n2026-01-19\t9\t20\n"


def test_cells_pasted_from_a_spreadsheet_become_a_series_and_a_chart_in_per_cent():
    project, words, taken = add_figures(Project(), PASTED, name="Checks", source="tick sheet")
    assert taken
    assert words
    project, id = add_chart(project, project.data[0].id)
    assert redraw(project, id).table["value"].round(6).tolist() == [55, 65, 45]
    assert project.data[0].source == "tick sheet"


def test_a_csv_file_gives_its_name_to_the_series():
    project, _, taken = add_figures(
        Project(), b"month,falls\nJan 2025,3\nFeb 2025,5\n", "falls on ward 4.csv"
    )
    assert taken
    assert project.data[0].name == "falls on ward 4"
    project, id = add_chart(project, project.data[0].id)
    assert project.find("charts", id).per is None


def test_two_series_have_ids_of_their_own():
    project, _, _ = add_figures(Project(), PASTED)
    project, _, taken = add_figures(project, PASTED)
    assert taken
    assert [series.id for series in project.data] == ["series-1", "series-2"]


def test_what_cannot_be_read_is_refused_by_row_and_column_and_changes_nothing():
    same, words, taken = add_figures(Project(), "week,done\n2026-01-05,eleven\n2026-01-12,12\n")
    assert not taken
    assert same == Project()
    assert "Row 2, column “done”, holds “eleven”" in words[0]


def test_nothing_pasted_is_answered_in_a_sentence():
    for blank in ("", "  \n ", b""):
        _, words, taken = add_figures(Project(), blank)
        assert not taken
        assert words[0].startswith("There is nothing here yet.")


def test_files_that_hold_no_figures_are_refused_in_sentences():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("evil.txt", "x")
    for content in (
        packed.getvalue(),
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"<html><script>1</script></html>",
        b"%PDF-1.7 x",
    ):
        same, words, taken = add_figures(Project(), content, "file.xlsx")
        assert not taken
        assert same == Project()
        assert all("Traceback" not in sentence for sentence in words)


def test_several_columns_of_numbers_are_not_chosen_between_in_silence():
    same, words, taken = add_figures(Project(), "week,done,checked\n2026-01-05,11,20\n2026-01-12,13,20\n")
    assert not taken
    assert same == Project()
    assert "“done”, “checked”" in words[0]
