"""A series comes from its pathway: sessions in order, dates, and what is not ready yet named and not hidden."""

import zipfile
from datetime import datetime

import icalendar
import pytest

from course import workshop
from course.packs import parcel, series, shelf
from course.packs.order import Order, OrderError, when

from .conftest import COURSE, made

START = when("2027-02-03", "10:00")


@pytest.fixture(scope="module")
def five():
    found = series.read(COURSE, "five-sessions")
    return found, parcel.of_series(COURSE, found, Order(start=START), printed=False)


def test_the_five_sessions_and_the_spread_series_are_series_and_the_long_routes_are_not():
    assert {"five-sessions", "spread-series"} <= set(series.names(COURSE))
    assert "msc" not in series.names(COURSE)


def test_sessions_fall_on_their_days(five):
    found, _ = five
    days = [start.date().isoformat() for start in series.starts(found, START, 60)]
    assert days == ["2027-02-03", "2027-02-10", "2027-02-17", "2027-02-24", "2027-03-03"]


def test_two_sessions_of_one_day_follow_each_other_with_a_pause():
    one = series.Sitting("Morning", "", 0, ["a/b"], [], "", "")
    two = series.Sitting("Noon", "", 0, ["a/b"], [], "", "")
    starts = series.starts(series.Series("x", "", "", [one, two]), START, 60)
    assert starts[1] == datetime(2027, 2, 3, 11, 15)


def test_each_ready_session_has_its_pack_and_the_others_are_named(five):
    found, made = five
    cover = made.files["index.html"].decode()
    for sitting in found.sittings:
        assert sitting.label in cover
        for key in sitting.modules:
            place = f"{sitting.folder}-{key.partition('/')[2]}/index.html"
            assert (place in made.files) == (key in COURSE.modules)
            if key not in COURSE.modules:
                assert any(COURSE.title_of(key) in sentence for sentence in made.said)
    missing = [key for sitting in found.sittings for key in sitting.modules if key not in COURSE.modules]
    assert cover.count("not ready yet") == len(missing)


def test_the_calendar_of_a_series_holds_every_session_also_those_to_come(five):
    found, made = five
    events = icalendar.Calendar.from_ical(made.files["series.ics"]).walk("VEVENT")
    assert len(events) == len(found.sittings)
    missing = [s for s in found.sittings if not any(key in COURSE.modules for key in s.modules)]
    assert sum("not ready yet" in str(event["DESCRIPTION"]) for event in events) == len(missing)


def test_what_goes_beside_a_workshop_is_said(five):
    found, made = five
    beside = [text for sitting in found.sittings for text in sitting.beside]
    assert beside
    assert all(text.split(" (")[0] in made.files["index.html"].decode() for text in beside)


def test_the_site_offers_each_module_and_each_series_with_something_in_it(tmp_path):
    made = {path.name for path in shelf.fill(COURSE, tmp_path)}
    assert {f"{module.id}-workshop.zip" for module in COURSE.modules.values()} <= made
    assert "five-sessions-workshop.zip" in made
    assert all(path.stat().st_size < 3_000_000 for path in tmp_path.iterdir())


def test_the_zips_of_the_site_hold_the_charts_that_a_pack_made_by_hand_holds(tmp_path):
    shelf.fill(COURSE, tmp_path)
    for key in COURSE.modules:
        with zipfile.ZipFile(tmp_path / workshop.archive(COURSE.modules[key].id)) as zipped:
            for name in ("handouts.html", "slides.html", "truth.html"):
                by_hand = made(key).get(name, b"").count(b"<figure")
                offered = [zipped.read(n) for n in zipped.namelist() if n.endswith(f"60-minutes-room/{name}")]
                assert sum(page.count(b"<figure") for page in offered) == by_hand, (key, name)
    assert made("measurement/run-charts")["handouts.html"].count(b"<figure") == 6


def test_a_zip_is_made_again_only_when_what_it_is_made_from_has_changed(tmp_path, monkeypatch):
    shelf.fill(COURSE, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    (gone := tmp_path / "boards-workshop.zip").unlink()
    shelf.fill(COURSE, tmp_path)
    again = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert [path for path in before if again[path] != before[path]] == [gone]
    monkeypatch.setattr(shelf, "fingerprint", lambda root, patterns: "changed")
    shelf.fill(COURSE, tmp_path)
    assert all(path.stat().st_mtime_ns > again[path] for path in again)


def test_a_series_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(OrderError, match=r"no series “seven”.*five-sessions"):
        series.read(COURSE, "seven")


def test_a_module_that_is_planned_is_told_from_one_that_is_unknown():
    with pytest.raises(OrderError, match="There is no module “magic”"):
        parcel.find(COURSE, "magic")
    planned = next((key for key in COURSE.module_keys() if key not in COURSE.modules), None)
    if planned:
        with pytest.raises(OrderError, match="planned and not ready yet"):
            parcel.find(COURSE, planned)
