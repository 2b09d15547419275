"""Figures: plain scatter traces with an alternative text, marks beyond colour, and harmless words."""

import json

import numpy as np
import pytest

from improve import palette
from improve.charts import labels, run_chart
from improve.charts.figure import PLOT_HEIGHT

SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@pytest.fixture(scope="module")
def chart(semmelweis):
    return run_chart(
        semmelweis,
        "deaths",
        "date",
        "births",
        per=100,
        baseline="1847-06-01",
        notes={"1847-05-15": "chlorine washing begins"},
        measure="maternal deaths",
        unit="% of births",
        title="First clinic, Vienna",
    )


def test_a_figure_is_plain_json_with_only_scatter_traces(chart):
    figure = chart.figure()
    assert {trace["type"] for trace in json.loads(json.dumps(figure.to_dict()))["data"]} == {"scatter"}
    assert "bdata" not in figure.to_json()


def test_the_alternative_text_says_the_data_the_lines_and_the_signal(chart):
    assert chart.figure().layout.meta == {"alt": chart.alt, "reading": chart.reading()}
    for words in (
        "First clinic, Vienna. Run chart of maternal deaths (% of births), January 1841 to March 1849",
        "98 values and 1 missing",
        "the highest 31.4% of births (December 1842)",
        "Median 10.5% of births",
        "22 points in a row below the median, June 1847 to March 1849",
        "May 1847, chlorine washing begins",
    ):
        assert words in chart.alt


def test_a_signal_differs_in_shape_and_in_grey_as_well_as_in_colour(chart):
    by_name = {trace.name: trace.marker for trace in chart.figure().data if trace.mode == "markers"}
    signal, plain = by_name["in a signal run"], by_name["points"]
    assert signal.symbol != plain.symbol
    assert signal.color != plain.color
    assert luminance(plain.color) - luminance(signal.color) > 0.1


def test_gaps_are_not_bridged(chart):
    line = next(trace for trace in chart.figure().data if trace.name == "values")
    assert line.y[11] is None
    assert not line.connectgaps


def test_lines_are_named_beside_them_and_there_is_no_legend(chart):
    figure = chart.figure()
    said = " ".join(note.text for note in figure.layout.annotations)
    for words in (
        "baseline<br>median<br>10.5%",
        "22 in a row below",
        "chlorine washing",
        "Maternal deaths (% of births)",
    ):
        assert words in said
    assert not any(trace.showlegend for trace in figure.data)


def test_a_baseline_is_solid_and_what_follows_it_dashed(chart):
    dashes = [trace.line.dash for trace in chart.figure().data if trace.name == "median"]
    assert dashes == ["solid", "dash"]


def test_what_a_learner_types_is_harmless_everywhere():
    chart = run_chart([1, 2, 3], title=SCRIPT, measure=SCRIPT, unit=SCRIPT, notes={1: SCRIPT})
    figure = chart.figure()
    for note in figure.layout.annotations:
        assert "<script" not in note.text
        assert "<img" not in note.text
    for trace in figure.data:
        assert not any("<img" in text for text in (trace.text or ()))
    assert "<script" not in chart.reading_html()
    assert "&lt;script&gt;" in chart.reading_html()


def test_a_notebook_shows_the_figure_and_the_reading_under_it(chart, monkeypatch):
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda thing, **how: shown.append(thing))
    chart._ipython_display_()
    assert type(shown[0]).__name__ == "Figure"
    assert shown[1]["text/html"].startswith('<p class="chart-reading">This run chart shows maternal deaths')
    assert repr(chart) == chart.reading()


def test_the_axis_starts_at_0_where_values_come_near_it_and_says_so_where_it_does_not():
    near, far = run_chart([0, 5, 9, 3]).figure(), run_chart([94, 95, 93, 96], unit="%").figure()
    assert near.layout.yaxis.range[0] == 0
    assert far.layout.yaxis.range[0] > 80
    assert far.layout.yaxis.range[1] <= 101
    assert any("does not start at 0" in note.text for note in far.layout.annotations)
    assert not any("does not start at 0" in note.text for note in near.layout.annotations)
    assert run_chart([-5, 4, 3]).figure().layout.yaxis.range[0] < -5


def test_many_notes_become_numbers_with_a_key_below():
    chart = run_chart(list(range(24)), notes={i: f"event {i}" for i in range(0, 24, 3)})
    said = [note.text for note in chart.figure().layout.annotations]
    assert "8" in said
    assert any("8. event 21" in text for text in said)


def test_notes_never_overlap_on_a_phone():
    notes = [
        (0.05, "new ward opens"),
        (0.1, "a much longer note about a rota"),
        (0.5, "flu"),
        (0.9, "audit of charts"),
    ]
    placed, height = labels.place_notes(notes)
    boxes = []
    for note in placed:
        width = max(map(len, note.lines)) * labels.CHARACTER
        left = note.where * labels.PHONE_PLOT - (width if note.anchor == "right" else 0)
        boxes.append(labels.Box(left, left + width, note.above, note.above + labels.LINE * len(note.lines)))
    assert height == max(box.top for box in boxes)
    assert not any(a.meets(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_labels_pushed_apart_keep_their_order():
    placed = labels.spread_labels([50, 10, 52], 30)
    assert placed[1] < placed[0] < placed[2]
    assert placed[2] - placed[0] >= 30 - 1e-6


def test_a_target_and_a_median_close_together_have_labels_apart():
    figure = run_chart([49, 51, 50, 48, 52] * 3, target=50.2).figure()
    low, high = figure.layout.yaxis.range
    beside = [note for note in figure.layout.annotations if note.x == 1 and note.xref == "paper"]
    pixels = [PLOT_HEIGHT * (note.y - low) / (high - low) + note.yshift for note in beside]
    assert len(beside) == 2
    assert abs(pixels[0] - pixels[1]) > 2 * labels.LINE


def luminance(colour: str) -> float:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_stands_out_enough_on_its_paper(theme):
    colours = palette.palette(theme)
    for text in ("ink", "quiet", "accent", "warm"):
        assert contrast(getattr(colours, text), colours.paper) >= 4.5, text
        assert contrast(getattr(colours, text), colours.wash) >= 4.5, text
    assert contrast(colours.line, colours.paper) >= 3
    assert contrast(colours.accent, colours.on_accent) >= 4.5


def test_a_figure_uses_only_colours_of_the_palette(chart):
    for theme in ("light", "dark"):
        figure = chart.figure(theme)
        used = {trace.marker.color for trace in figure.data} | {trace.line.color for trace in figure.data}
        used |= {note.font.color for note in figure.layout.annotations}
        assert used - {None} <= set(vars(palette.palette(theme)).values())


def test_the_stylesheet_gets_its_colours_from_the_palette():
    assert "--accent: #0f6b66;" in palette.css_variables("light")
    assert "--on-accent:" in palette.css_variables("dark")
    assert palette.dark_from_light()["#22303c"] == palette.DARK.ink
