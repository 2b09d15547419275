"""predict() computes and shows nothing before a guess is committed, and keeps the first guess."""

import plotly.graph_objects as go
import pytest

from improve.interact import Journal, predict


@pytest.fixture
def calls():
    return []


@pytest.fixture
def asked(calls, journal):
    def reveal():
        calls.append("revealed")
        return "It fell."

    return predict("fall", "Did it fall?", choices=["yes", "no"], reveal=reveal, journal=journal)


def everything_in(prediction):
    """All that the panel holds and would send to a browser."""
    seen, waiting = [], [prediction.panel]
    while waiting:
        widget = waiting.pop()
        seen.append(str(widget.get_state()))
        waiting += getattr(widget, "children", ())
    return " ".join(seen)


def test_nothing_is_computed_or_shown_before_a_guess(asked, calls):
    assert calls == []
    assert asked.text == ""
    assert "fell" not in everything_in(asked)


def test_the_reveal_stands_under_the_guess(asked, calls):
    asked.commit("no")
    assert calls == ["revealed"]
    assert asked.text == "Your guess: no.\n\nIt fell."
    assert "It fell." in everything_in(asked)


def test_the_button_commits_what_is_chosen(asked, journal):
    choices, button = asked.panel.children[1:3]
    choices.value = "yes"
    button.click()
    assert journal.predictions == {"fall": "yes"}
    assert choices.disabled
    assert button.disabled


def test_the_button_alone_asks_for_a_guess(asked, calls):
    asked.panel.children[2].click()
    assert "Make a guess first" in asked.text
    assert calls == []


def test_nothing_is_chosen_to_start_with(asked):
    assert asked.panel.children[1].value is None


def test_a_second_guess_replaces_nothing(asked, calls, journal):
    asked.commit("no").commit("yes")
    assert asked.guess == "no"
    assert journal.predictions == {"fall": "no"}
    assert calls == ["revealed"]
    assert "first guess stands: no" in asked.text


@pytest.mark.parametrize("blank", [None, ..., "", " "])
def test_a_blank_is_no_guess(asked, calls, blank):
    assert asked.commit(blank).guess is None
    assert calls == []


def test_a_guess_that_is_no_option_is_asked_again(asked, calls):
    assert "Choose one of these: yes, no." in asked.commit("perhaps").text
    assert calls == []


@pytest.mark.parametrize("guess", ["12", 12, 12.0, " 12 "])
def test_a_number_within_bounds_is_taken(guess):
    asked = predict("n", "How many?", between=(0, 50), reveal=lambda: "7", journal=Journal())
    assert asked.commit(guess).guess == "12"


@pytest.mark.parametrize("guess", [0, 50, "49.5"])
def test_the_bounds_are_within(guess):
    asked = predict("n", "How many?", between=(0, 50), reveal=lambda: "7", journal=Journal())
    assert asked.commit(guess).guess is not None


@pytest.mark.parametrize("guess", [-1, 51, "many", True, float("nan"), [3]])
def test_a_number_out_of_bounds_is_asked_again(guess):
    asked = predict("n", "How many?", between=(0, 50), reveal=lambda: "7", journal=Journal())
    assert "Guess a number from 0 to 50." in asked.commit(guess).text
    assert asked.guess is None


def test_a_number_box_starts_empty_so_that_no_start_pulls_the_guess():
    asked = predict("n", "How many?", between=(0, 50), reveal=lambda: "7", journal=Journal())
    assert asked.panel.children[1].value == ""
    assert asked.panel.children[1].description == "Your guess, 0 to 50"


def test_running_the_cell_again_keeps_the_first_guess_and_shows_the_reveal(asked, journal):
    asked.commit("no")
    again = predict("fall", "Did it fall?", choices=["yes", "no"], reveal=lambda: "It fell.", journal=journal)
    assert again.text == "Your guess: no.\n\nIt fell."


def test_a_figure_is_revealed_with_its_reading_and_without_plotly_s_code(journal):
    figure = go.Figure(go.Scatter(y=[1, 2]), layout={"meta": {"alt": "Two points.", "reading": "It rose."}})
    asked = predict("rise", "?", choices=["a", "b"], reveal=lambda: figure, journal=journal).commit("a")
    (output,) = asked.panel.children[-1].children[0].outputs
    assert set(output["data"]) == {"application/vnd.plotly.v1+json", "text/plain"}
    assert output["data"]["text/plain"] == "Two points."
    assert "It rose." in asked.text
    assert len(str(output)) < 20_000


def test_a_reveal_that_fails_is_a_sentence(journal):
    asked = predict("bad", "?", choices=["a", "b"], reveal=lambda: 1 / 0, journal=journal).commit("a")
    assert "This cannot be shown. ZeroDivisionError: division by zero" in asked.text
    assert "Traceback" not in everything_in(asked)


def test_what_a_reveal_prints_is_shown_too(journal):
    asked = predict(
        "loud", "?", choices=["a", "b"], reveal=lambda: print("by the way"), journal=journal
    ).commit("a")
    assert "by the way" in everything_in(asked)


def test_markup_in_a_question_or_a_reveal_is_shown_as_text(journal):
    asked = predict("x", "<b>q</b>", choices=["a", "b"], reveal=lambda: "<script>r</script>", journal=journal)
    asked.commit("a")
    html = asked.panel.children[0].value + asked.panel.children[-1].children[1].value
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "wrong",
    [{}, {"choices": ["a", "b"], "between": (0, 1)}, {"choices": ["a"]}, {"between": (1, 1)}],
)
def test_a_prediction_without_something_to_choose_from_is_refused(wrong):
    with pytest.raises(ValueError, match=r"choices|between"):
        predict("x", "?", reveal=lambda: "", journal=Journal(), **wrong)


def test_a_guess_that_is_brought_back_opens_the_reveal(asked, journal):
    saved = Journal()
    saved.predict("fall", "yes")
    journal.restore(saved.to_json())
    assert asked.text == "Your guess: yes.\n\nIt fell."
    assert asked.panel.children[1].value == "yes"
