"""``course workshop``: one command, one folder or zip, and a clear sentence for what cannot be had."""

import zipfile

import pytest
from typer.testing import CliRunner

from course import catalogue
from course.cli import app
from course.packs import printing

from .conftest import COURSE

RUN = CliRunner()


@pytest.fixture(autouse=True)
def course_is_read_once(monkeypatch):
    """The command reads the course each time; here it was read already."""
    monkeypatch.setattr(catalogue, "load", lambda root: COURSE)


def run(*words):
    return RUN.invoke(app, ["workshop", *map(str, words)])


def test_a_zip_with_one_workshop_opens_at_its_index(tmp_path):
    done = run("run-charts", "--out", tmp_path / "pack", "--zip", "--no-pdf", "--people", 30)
    assert done.exit_code == 0, done.output
    names = zipfile.ZipFile(tmp_path / "pack.zip").namelist()
    assert {"pack/index.html", "pack/assets/pack.css", "pack/data/workshop-digits.csv"} <= set(names)


def test_several_modules_get_a_folder_each(tmp_path):
    done = run("run-charts", "model-for-improvement", "--out", tmp_path / "two", "--no-pdf", "--length", 30)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "two/index.html").is_file()
    assert (tmp_path / "two/run-charts/run-sheet.html").is_file()
    assert (tmp_path / "two/model-for-improvement/run-sheet.html").is_file()


def test_a_series_says_what_is_not_ready(tmp_path):
    done = run("--series", "five-sessions", "--out", tmp_path / "five", "--no-pdf", "--date", "2027-02-03")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "five/series.ics").is_file()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["run-chart"], "There is no module “run-chart”"),
        (["run-charts", "--length", 45], "45 minutes is not made. Choose 30, 60 or 120"),
        (["run-charts", "--mode", "metaverse"], "no mode “metaverse”"),
        (["run-charts", "--people", 2], "2 people: a workshop needs 4 or more"),
        (["run-charts", "--people", 4000], "beyond 400"),
        (["run-charts", "--date", "3.2.2027"], "is no date. Write it as 2027-02-03"),
        (["run-charts", "--date", "2027-02-03", "--time", "ten"], "is no time of day"),
        (["run-charts", "--time", "10:00"], "A time needs a date"),
        (["run-charts", "--site", "my site"], "is no address of a site"),
        (["run-charts", "--series", "five-sessions"], "not both"),
        (["--series", "nine-sessions"], "no series “nine-sessions”"),
        ([], "Which workshop?"),
    ],
)
def test_a_bad_order_gets_a_sentence_and_nothing_is_written(tmp_path, words, says):
    done = run(*words, "--out", tmp_path / "pack", "--no-pdf")
    assert done.exit_code == 1
    assert says in done.output
    assert "Traceback" not in done.output
    assert not (tmp_path / "pack").exists()


def test_without_a_place_to_write_to_nothing_is_done():
    assert "Give --out FOLDER" in run("run-charts").output


def test_an_old_pack_is_never_mixed_with_a_new_one(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    done = run("run-charts", "--out", tmp_path, "--no-pdf")
    assert done.exit_code == 1
    assert "already there" in done.output


def test_without_chromium_the_pages_are_there_and_a_sentence_says_why_there_are_no_pdfs(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(printing, "chromium", lambda: None)
    done = run("run-charts", "--out", tmp_path / "pack")
    assert done.exit_code == 0
    assert "No PDFs were made" in done.output
    assert (tmp_path / "pack/handouts.html").is_file()
    assert ".pdf" not in (tmp_path / "pack/index.html").read_text(encoding="utf-8")


def test_results_are_read_back(tmp_path):
    run("run-charts", "--out", tmp_path / "pack", "--no-pdf")
    sheet = tmp_path / "pack/entry.csv"
    sheet.write_text(
        sheet.read_text(encoding="utf-8-sig").replace("Minutes: Welcome,,5,", "Minutes: Welcome,,5,8")
    )
    done = RUN.invoke(app, ["workshop-results", str(sheet)])
    assert "Welcome: 8 minutes, planned 5 (+3)." in done.output
    missing = RUN.invoke(app, ["workshop-results", str(tmp_path / "none.csv")])
    assert missing.exit_code == 1
    assert "is not there" in missing.output
