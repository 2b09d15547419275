"""explore() turns arguments into labelled controls, shows one result at a time and never a traceback."""

import plotly.graph_objects as go
import pytest

from improve.data import DataProblem
from improve.interact import explore


def drawn(n=3, kind="plain", flag=True):
    return go.Figure(
        go.Scatter(y=list(range(n))),
        layout={"meta": {"alt": f"{n} points, {kind}.", "reading": f"{n} points."}},
    )


@pytest.fixture
def panel():
    return explore(drawn, n=(1, 9), kind=["plain", "fancy"], flag=True)


def controls(panel):
    return panel.panel.children[0].children


def stage(panel):
    return panel.panel.children[1].children


def test_controls_are_a_slider_a_menu_and_a_tick_box_each_with_its_label(panel):
    kinds = [(type(control).__name__, control.description) for control in controls(panel)]
    assert kinds == [("IntSlider", "n"), ("Dropdown", "kind"), ("Checkbox", "flag")]


def test_a_slider_waits_until_it_is_let_go_and_shows_its_value(panel):
    slider = controls(panel)[0]
    assert slider.continuous_update is False
    assert slider.readout is True


def test_controls_start_at_the_function_s_defaults(panel):
    assert panel.values == {"n": 3, "kind": "plain", "flag": True}


def test_a_slider_without_a_default_starts_on_a_step_near_the_middle():
    assert explore(lambda n: str(n), n=(0, 10)).values == {"n": 5}
    assert explore(lambda n: str(n), n=(5, 60, 5)).values["n"] in (30, 35)
    assert explore(lambda p: str(p), p=(0.0, 1.0, 0.25)).values == {"p": 0.5}
    assert explore(lambda n: str(n), n=(0, 10, 20)).values == {"n": 0}


def test_underscores_in_a_name_are_spaces_in_its_label():
    assert (
        controls(explore(lambda number_of_points: "", number_of_points=(1, 9)))[0].description
        == "number of points"
    )


def test_moving_a_control_replaces_the_figure_and_never_piles_up(panel):
    for n in (4, 5, 6):
        panel.set(n=n)
        assert len(stage(panel)[0].outputs) == 1
    assert panel.text == "6 points."
    (output,) = stage(panel)[0].outputs
    assert output["data"]["text/plain"] == "6 points, plain."
    assert "3 points" not in str(output) + stage(panel)[1].value


def test_a_figure_goes_out_as_data_with_no_code_and_no_address(panel):
    (output,) = stage(panel)[0].outputs
    assert set(output["data"]) == {"application/vnd.plotly.v1+json", "text/plain"}
    assert "cdn" not in str(output)
    assert "<script" not in str(output)


def test_the_reading_is_announced_and_the_description_is_there_to_open(panel):
    html = stage(panel)[1].value
    assert 'aria-live="polite"' in html
    assert "<summary>Describe this chart in words</summary>" in html
    assert "3 points, plain." in html


def test_text_is_shown_as_text():
    panel = explore(lambda n: f"<b>{n}</b>", n=(1, 3))
    assert panel.text == "<b>2</b>"
    assert "&lt;b&gt;2" in stage(panel)[1].value


class PretendChart:
    def figure(self):
        return drawn(4)

    def reading(self, audience="team"):
        return "Nothing unusual."


def test_a_chart_is_shown_with_its_own_reading():
    panel = explore(lambda n: PretendChart(), n=(1, 3))
    assert panel.text == "Nothing unusual."
    assert len(stage(panel)[0].outputs) == 1


def test_an_error_is_one_sentence_and_takes_the_figure_away(panel):
    def fussy(n=3):
        if n > 5:
            raise DataProblem([])
        if n > 4:
            raise ValueError("Too many points for this.")
        return drawn(n)

    panel = explore(fussy, n=(1, 9))
    panel.set(n=5)
    assert panel.text == "This cannot be shown. Too many points for this."
    assert stage(panel)[0].outputs == ()
    assert 'role="alert"' in stage(panel)[1].value
    panel.set(n=4)
    assert panel.text == "4 points."
    assert 'role="alert"' not in stage(panel)[1].value


def test_an_error_of_any_kind_is_cut_to_a_sentence():
    panel = explore(lambda n: {}["x" * 5000], n=(1, 3))
    assert panel.text.startswith("This cannot be shown. KeyError: ")
    assert len(panel.text) < 400


def test_anything_else_is_shown_as_it_shows_itself():
    panel = explore(lambda n: {"n": n}, n=(1, 3))
    assert stage(panel)[0].outputs[0]["data"]["text/plain"] == "{'n': 2}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"n": "text"},
        {"n": (1,)},
        {"n": (3, 1)},
        {"n": []},
        {"n": (1, 9, 0)},
        {"n": ("a", "b")},
        {},
        {"m": (1, 2)},
    ],
)
def test_a_control_that_cannot_be_made_is_explained(wrong):
    with pytest.raises(ValueError, match=r"control"):
        explore(lambda n=1: "", **wrong)


def test_moving_a_control_that_is_not_there_is_explained(panel):
    with pytest.raises(ValueError, match="The controls are: n, kind, flag"):
        panel.set(m=3)


def test_a_menu_may_have_labels_apart_from_values():
    panel = explore(lambda rules: rules, rules=[("Anhøj", "anhoej"), ("NHS", "nhs")])
    assert panel.text == "anhoej"
