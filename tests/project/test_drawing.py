"""The drawings: whole SVG, in words too, nothing outside its box, nothing that runs."""

import re
import xml.etree.ElementTree as ET

import pytest

from improve.palette import LIGHT
from improve.project import Project, draw_chart, draw_drivers, draw_process, draw_ramp, redraw
from improve.project.drawing.svg import clip, text_width, wrap

from .conftest import HOSTILE, with_texts

SVG = "{http://www.w3.org/2000/svg}"
DRAW = {
    "drivers": draw_drivers,
    "process": draw_process,
    "ramp": draw_ramp,
    "chart": lambda p: draw_chart(redraw(p, "reach-chart")),
}
KINDS = pytest.mark.parametrize("kind", DRAW)
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze " * 6


def both(project, kind) -> list[ET.Element]:
    drawing = DRAW[kind](project)
    return [ET.fromstring(drawing.svg), ET.fromstring(drawing.narrow)]


@KINDS
def test_a_drawing_has_a_title_and_a_description_that_it_points_to(kind, whole):
    for svg in both(whole, kind):
        title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
        assert svg.get("role") == "img"
        assert svg.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
        assert title.text
        assert len(desc.text) > 80


def test_no_two_drawings_share_an_id(whole):
    ids = [e.get("id") for kind in DRAW for svg in both(whole, kind) for e in svg.iter() if e.get("id")]
    assert len(ids) == len(set(ids)) == 16


@KINDS
@pytest.mark.parametrize("text", ["", LONG, HOSTILE, "水" * 200, "W" * 300])
def test_everything_stands_inside_the_sheet(kind, text, whole):
    project = with_texts(whole, text[:300]) if text else whole
    for svg in both(project, kind):
        _, _, width, height = map(float, svg.get("viewBox").split())
        for box in svg.findall(f"{SVG}rect")[1:]:
            x, y, w, h = (float(box.get(name)) for name in ("x", "y", "width", "height"))
            assert x >= 0
            assert y >= 0
            assert x + w <= width + 0.1
            assert y + h <= height + 0.1
        for words in svg.findall(f"{SVG}text"):
            bold = words.get("font-weight") == "600"
            long = text_width(words.text or "", float(words.get("font-size")), bold)
            start = {"start": 0, "middle": -long / 2, "end": -long}[words.get("text-anchor")]
            left = float(words.get("x")) + start
            assert left >= -1, words.text
            assert left + long <= width + 2, words.text
            assert 0 < float(words.get("y")) <= height, words.text


@KINDS
def test_nothing_typed_becomes_markup(kind, whole):
    project = with_texts(whole, HOSTILE)
    drawing = DRAW[kind](project)
    for source in (drawing.svg, drawing.narrow):
        tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(source).iter()}
        assert tags <= {"svg", "title", "desc", "rect", "text", "path", "polygon", "circle"}
        names = {name for element in ET.fromstring(source).iter() for name in element.attrib}
        assert not any(name.startswith("on") or "href" in name for name in names)
    assert "<script" not in drawing.html()
    assert "<img" not in drawing._repr_html_()


@KINDS
def test_letters_are_large_enough_to_read_on_a_phone(kind, whole):
    narrow = both(whole, kind)[1]
    assert float(narrow.get("viewBox").split()[2]) == 360
    assert min(float(words.get("font-size")) for words in narrow.iter(f"{SVG}text")) >= 11


@KINDS
def test_every_colour_comes_from_the_palette(kind, whole):
    allowed = {getattr(LIGHT, name) for name in LIGHT.__dataclass_fields__}
    drawing = DRAW[kind](whole)
    assert set(re.findall(r"#[0-9a-f]{6}", drawing.svg + drawing.narrow)) <= allowed


@KINDS
def test_an_empty_project_is_drawn_too(kind):
    if kind != "chart":
        for svg in both(Project(), kind):
            assert svg.findall(f"{SVG}text")


def test_gaps_are_drawn_with_a_broken_line_and_words(whole):
    svg = both(whole, "drivers")[0]
    assert "No change idea yet" in [words.text for words in svg.iter(f"{SVG}text")]
    assert any(box.get("stroke-dasharray") for box in svg.iter(f"{SVG}rect"))


def test_the_driver_diagram_in_words_holds_every_name_and_link(whole):
    alt = draw_drivers(whole).alt
    for thing in (
        *whole.driver_diagram.primary,
        *whole.driver_diagram.secondary,
        *whole.driver_diagram.change_ideas,
    ):
        assert thing.name.rstrip("”?") in alt
    assert (
        "It is meant to move: The last person to move the table puts it back; Tables that roll and stay."
        in alt
    )
    assert "It is meant to move: Patients and families know that they may ask. No change idea yet." in alt


def test_an_idea_that_serves_two_drivers_is_drawn_once_with_a_second_line(whole):
    svg = both(whole, "drivers")[0]
    words = [text.text for text in svg.iter(f"{SVG}text")]
    assert words.count("A mark on the floor") == 1
    assert any(line.get("stroke-dasharray") for line in svg.iter(f"{SVG}path"))


def test_links_that_cross_and_circle_do_not_stop_the_drawing():
    diagram = {
        "primary": [{"id": "p"}, {"id": "q"}],
        "secondary": [{"id": "s", "primary": ["p", "q", "p"]}, {"id": "t", "primary": ["q", "p", "gone"]}],
        "change_ideas": [{"id": "i", "drivers": ["s", "t", "p"]}, {"id": "j", "drivers": ["t", "s", "gone"]}],
    }
    steps = [
        {"id": "a", "branches": [{"to": "b"}, {"to": "a"}]},
        {"id": "b", "branches": [{"to": "a"}, {"to": "gone"}]},
    ]
    project = Project(driver_diagram=diagram, process_map={"steps": steps})
    assert draw_drivers(project).svg
    assert draw_process(project).svg


def test_the_process_map_counts_hand_offs_and_waits(whole):
    assert (
        draw_process(whole).alt.split("\n")[-1]
        == "7 steps, 4 hand-offs; 42 minutes of work and 40 minutes of waiting."
    )


def test_each_decision_has_a_sign_and_a_word_of_its_own(whole):
    words = [text.text for text in both(whole, "ramp")[0].iter(f"{SVG}text")]
    assert [words.count(word) for word in ("Adopt", "Adapt", "Abandon")] == [1, 2, 1]


def test_a_long_chain_goes_on_in_a_further_row():
    project = Project(pdsa=[{"id": str(at), "title": f"Test {at}", "decision": "adapt"} for at in range(11)])
    words = [text.text for text in both(project, "ramp")[0].iter(f"{SVG}text")]
    assert words.count("continued below") == 2


def test_a_missing_prediction_is_shown_as_missing():
    assert "Predicted: not recorded." in draw_ramp(Project(pdsa=[{"id": "a", "title": "Test"}])).alt


def test_signal_points_differ_in_shape_and_not_only_in_colour(whole):
    svg = both(whole, "chart")[0]
    assert len(svg.findall(f"{SVG}polygon")) == 12
    assert redraw(whole, "reach-chart").table["signal"].sum() == 12


def test_a_chart_of_constants_gaps_and_one_point_is_drawn():
    from improve.charts import run_chart

    for values in ([5], [5, 5, 5], [1, None, 3], [-4, 0, 1e9], [0.001, 0.002, 0.0015]):
        assert ET.fromstring(draw_chart(run_chart(values)).svg) is not None


def test_wrapping_keeps_every_word_and_every_width():
    lines = wrap(LONG, 100)
    assert "".join(lines).replace(" ", "") == LONG.replace(" ", "")
    assert all(text_width(line) <= 100 for line in lines)


def test_clipping_never_gives_more_than_was_asked_for():
    assert all(len(clip("one two three four", length)) <= length + 1 for length in range(2, 20))
