"""While a page is built, explore() and predict() hand over all that a reader could come to see, or say what is wrong."""

import itertools

import pandas as pd
import plotly.graph_objects as go
import pytest

from improve.interact import Journal, explore, predict
from improve.interact.pages import EXPLORE, MOST_STATES, PREDICT, VARIABLE


@pytest.fixture(autouse=True)
def a_page_is_built(monkeypatch):
    monkeypatch.setenv(VARIABLE, "1")


def drawn(n=3, kind="plain", flag=True):
    words = {"alt": f"{n} points, {kind}.", "reading": f"{n} points, flag {flag}."}
    return go.Figure(go.Scatter(y=list(range(n))), layout={"meta": words})


def content(panel, mime=EXPLORE):
    return panel._repr_mimebundle_()[mime]


def test_every_state_is_there_the_last_control_turning_fastest():
    found = content(explore(drawn, n=(1, 3), kind=["plain", "fancy"], flag=True))
    wanted = itertools.product((1, 2, 3), ("plain", "fancy"), (False, True))
    said = [(state["alt"], state["reading"]) for state in found["states"]]
    assert said == [(f"{n} points, {kind}.", f"{n} points, flag {flag}.") for n, kind, flag in wanted]
    assert [len(state["figure"]["data"][0]["y"]) for state in found["states"]] == [1] * 4 + [2] * 4 + [3] * 4


def test_each_control_says_what_it_is_called_what_it_offers_and_where_it_starts():
    found = content(explore(drawn, n=(1, 3), kind=[("Plain", "plain"), ("Fancy", "fancy")], flag=True))
    assert [(c["label"], c["kind"], c["options"], c["start"]) for c in found["controls"]] == [
        ("n", "slider", ["1", "2", "3"], 2),
        ("kind", "menu", ["Plain", "Fancy"], 0),
        ("flag", "tick", ["no", "yes"], 1),
    ]


def test_steps_that_are_no_whole_numbers_are_the_numbers_that_are_shown():
    found = content(explore(lambda p=0.3: repr(p), p=(0.0, 1.0, 0.1)))
    tenths = ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"]
    assert [state["reading"] for state in found["states"]] == tenths
    assert found["controls"][0]["start"] == 3


def test_a_figure_is_handed_over_without_its_template():
    (state, *_) = content(explore(drawn, n=(1, 3)))["states"]
    assert "template" not in state["figure"]["layout"]
    assert len(str(state)) < 1_000


def test_the_first_words_are_those_of_the_state_it_starts_at():
    assert explore(drawn, n=(1, 9)).text == "3 points, flag True."


@pytest.mark.parametrize(
    ("said", "function", "controls"),
    [
        ("has 4 controls", lambda a, b, c, d: "x", dict.fromkeys("abcd", True)),
        (rf"61 × 5 = 305 states.*most is {MOST_STATES}", lambda n, m: "x", {"n": (0, 60), "m": (1, 5)}),
        ("states.*longer step", lambda n: "x", {"n": (0, 10**9)}),
        (r"without a step.*p=\(0.0, 1.0, 0.1\)", lambda p: "x", {"p": (0.0, 1.0)}),
        ("starts at 24, which is not on one of its steps: 10, 15", lambda n=24: "x", {"n": (10, 60, 5)}),
        ("The state n=2 cannot be shown. ZeroDivisionError", lambda n: f"{1 / (n - 2)}", {"n": (1, 3)}),
        ("The state n=1 is a figure without words", lambda n: go.Figure(go.Scatter(y=[n])), {"n": (1, 3)}),
        ("The state n=1 has no words", lambda n: " ", {"n": (1, 3)}),
        ("The state n=1 is a DataFrame", lambda n: pd.DataFrame({"n": [n]}), {"n": (1, 3)}),
        ("some are text", lambda n: drawn() if n > 1 else "few", {"n": (1, 3)}),
    ],
)
def test_what_a_page_cannot_show_is_said_in_a_sentence(said, function, controls):
    with pytest.raises(ValueError, match=said):
        explore(function, **controls)


def test_a_figure_with_a_description_but_no_reading_is_refused():
    figure = go.Figure(go.Scatter(y=[1]), layout={"meta": {"alt": "One point."}})
    with pytest.raises(ValueError, match="without words"):
        explore(lambda n: figure, n=(1, 3))


def test_a_function_that_gives_something_else_each_time_is_refused():
    count = itertools.count()
    with pytest.raises(ValueError, match=r"came out differently.*fixed seed"):
        explore(lambda n: f"{n}: {next(count)}", n=(1, 3))


def test_a_question_carries_its_reveal_and_the_sentences_of_the_notebook(monkeypatch):
    asked = predict("n", "How many?", between=(0, 50), reveal=lambda: "7", journal=Journal())
    found = content(asked, PREDICT)
    assert found["reveal"] == {"reading": "7"}
    assert asked.text == "How many?"
    monkeypatch.delenv(VARIABLE)
    live = predict("n", "How many?", between=(0, 50), reveal=lambda: "7", journal=Journal())
    assert live.panel.children[1].description == found["sentences"]["label"]
    assert live.commit("").text == found["sentences"]["blank"]
    assert live.commit("51").text == found["sentences"]["outside"]
    assert live.commit("7").text.startswith(found["sentences"]["kept"].format(guess="7"))


def test_a_reveal_may_be_a_table_and_what_it_prints_is_kept():
    def reveal():
        print("by the way")
        return pd.DataFrame({"n": [7]})

    found = content(predict("n", "?", choices=["a", "b"], reveal=reveal), PREDICT)["reveal"]
    assert "<td>7</td>" in found["html"]
    assert found["reading"] == "by the way"


def test_a_reveal_that_fails_stops_the_build():
    with pytest.raises(
        ValueError, match=r"The reveal of predict\('bad'\) cannot be shown. ZeroDivisionError"
    ):
        predict("bad", "?", choices=["a", "b"], reveal=lambda: 1 / 0)


def test_without_a_page_the_same_call_gives_widgets(monkeypatch):
    monkeypatch.delenv(VARIABLE)
    assert hasattr(explore(drawn, n=(1, 3)), "panel")
