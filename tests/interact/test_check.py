"""check() says what is right and what to look at again, in words, and never how it is done."""

import numpy as np
import pandas as pd
import pytest

from improve.interact import ChecksProblem, check, choice, function, load_checks, seal, value
from improve.interact.answers import alike
from improve.interact.checking import judge


@pytest.fixture
def ask(module_folder, journal):
    return lambda id, answer: check(id, answer, journal=journal)


def test_a_right_number_passes_and_is_called_practice(ask, capsys):
    assert ask("plot/median", 10.4).passed
    assert capsys.readouterr().out == "plot/median: right. This is practice, not a mark.\n"


def test_a_known_wrong_number_gets_its_diagnosis(ask):
    assert "That is the mean." in ask("plot/median", 12.1).text


def test_another_wrong_number_gets_the_hint_and_the_places(ask):
    text = ask("plot/median", 3).text
    assert "Put the values in order first." in text
    assert "1 decimal place" in text


@pytest.mark.parametrize("id", ["plot/median", "choose/word", "tell/cause", "apply/median"])
@pytest.mark.parametrize("blank", [..., None, "", "  ", "...", [], {}])
def test_a_blank_is_not_tried_yet_and_counts_as_no_try(ask, journal, id, blank):
    assert ask(id, blank).status == "not tried"
    assert journal.checks == {}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (True, "True or False"),
        (np.True_, "True or False"),
        (float("nan"), "NaN"),
        (np.nan, "NaN"),
        (float("inf"), "infinite"),
        (10**400, "too large"),
        ("twelve", "in digits"),
        ([1, 2], "a list"),
        (np.array([1, 2]), "a ndarray"),
        (pd.NaT, "NaTType"),
        (pd.NA, "NAType"),
        (1j, "complex"),
        (print, "function"),
        (object(), "object"),
    ],
)
def test_what_is_not_one_number_is_said_in_a_sentence(ask, answer, said):
    feedback = ask("plot/median", answer)
    assert feedback.status == "not yet"
    assert said in feedback.text


def test_a_percent_sign_is_read_where_the_unit_is_percent_and_elsewhere_too_as_the_figure_before_it(ask):
    assert ask("plot/share", "15.7%").passed
    assert ask("plot/share", "15.7 %").passed
    assert not ask("plot/share", 0.157).passed


def test_a_word_passes_in_any_case_and_a_number_is_asked_back(ask):
    assert ask("choose/word", " Apple. ").passed
    assert "It is a fruit." in ask("choose/word", "pear").text
    assert "quotation marks" in ask("choose/word", 3).text


def test_a_choice_is_taken_by_its_key_or_its_text(ask):
    assert ask("tell/cause", "b").passed
    assert ask("tell/cause", "It fits.").passed
    assert "proves no cause" in ask("tell/cause", "a").text
    assert "Choose one of these: a, b, c." in ask("tell/cause", "d").text


def right(values):
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def test_a_right_function_passes_on_fresh_examples_of_each_kind(ask):
    text = ask("apply/median", right).text
    assert "all 60 random examples (odd; even)" in text


def test_a_half_right_function_is_told_which_half(ask):
    text = ask("apply/median", lambda values: sorted(values)[len(values) // 2]).text
    assert "odd: 30 of 30" in text
    assert "Given [" in text


def test_a_known_wrong_function_gets_its_diagnosis(ask):
    assert "behaves like the mean" in ask("apply/median", lambda values: sum(values) / len(values)).text


def test_a_wrong_function_is_never_told_what_the_right_one_gives(ask):
    text = ask("apply/median", lambda values: "always this").text
    assert "your function gave 'always this'" in text
    assert text.count("Given") == 1


def test_a_function_that_fails_is_told_its_error_and_no_trace(ask):
    text = ask("apply/median", lambda values: values["first"]).text
    assert "your function stopped with an error. TypeError" in text
    assert "Traceback" not in text
    assert "File" not in text


@pytest.mark.parametrize("failure", [SystemExit, RecursionError, KeyError, StopIteration])
def test_a_function_that_fails_in_any_way_gets_a_sentence(ask, failure):
    def failing(values):
        raise failure("no")

    assert failure.__name__ in ask("apply/median", failing).text


def test_a_function_that_takes_other_arguments_gets_a_sentence(ask):
    assert "TypeError" in ask("apply/median", lambda: 3).text


@pytest.mark.parametrize("nothing", [lambda values: None, lambda values: ...])
def test_a_function_left_empty_is_not_tried_yet(ask, nothing):
    assert ask("apply/median", nothing).status == "not tried"


def test_a_function_not_written_yet_is_not_tried_yet(ask):
    def later(values):
        raise NotImplementedError

    assert ask("apply/median", later).status == "not tried"


def test_a_number_where_a_function_is_asked_for_is_explained(ask):
    assert "without brackets" in ask("apply/median", 3).text


def test_a_function_that_changes_what_it_is_given_spoils_no_other_example():
    def spoiling(values):
        result = right(values)
        values.clear()
        return result

    step = function("a/b", against=right, examples=lambda rng: rng.integers(0, 9, 5).tolist())
    assert step.judge(spoiling).passed


def test_results_in_arrays_series_and_lists_are_compared_item_by_item():
    step = function("a/b", against=np.cumsum, examples=lambda rng: (rng.normal(size=6),))
    assert step.judge(lambda x: pd.Series(x).cumsum()).passed
    assert step.judge(lambda x: list(np.cumsum(x))).passed
    assert not step.judge(lambda x: np.cumsum(x)[:-1]).passed


def test_alike_tells_truth_values_from_numbers_and_takes_missing_as_equal():
    assert alike(True, np.True_)
    assert not alike(1, True)
    assert alike([1.0, float("nan")], np.array([1, np.nan]))
    assert alike({"a": (1, 2)}, {"a": [1, 2]})
    assert alike(pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1.0]}))
    assert not alike("1", 1)
    assert not alike([1], 1)


def test_a_result_that_cannot_even_be_shown_is_still_a_sentence():
    class Odd:
        def __repr__(self):
            raise RuntimeError

        def __eq__(self, other):
            raise RuntimeError

    step = function("a/b", against=sum, examples=lambda rng: rng.integers(0, 9, 3).tolist())
    assert "a Odd" in step.judge(lambda values: Odd()).text


def test_what_a_learner_s_function_prints_is_not_repeated_for_every_example(ask, capsys):
    def talking(values):
        print("again")
        return right(values)

    assert ask("apply/median", talking).passed
    assert "again" not in capsys.readouterr().out


def test_a_check_that_is_broken_itself_says_so(journal):
    step = function("a/b", against=lambda x: 1 / 0, examples=lambda rng: 1)
    feedback = judge(step, right, journal)
    assert "the fault is not yours" in feedback.text
    assert journal.checks == {}


def test_without_a_checks_file_a_sentence_is_printed(tmp_path, monkeypatch, capsys, journal):
    monkeypatch.chdir(tmp_path)
    assert check("plot/median", 3, journal=journal) is None
    assert "no file checks.py" in capsys.readouterr().out


def test_an_unknown_check_is_named_with_those_there_are(module_folder, capsys, journal):
    assert check("plot/mode", 3, journal=journal) is None
    assert "plot/median" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("1/0", "ZeroDivisionError"),
        ("x = 1", "no list named"),
        ("checks = (", "SyntaxError"),
        ("", "no list named"),
    ],
)
def test_a_broken_checks_file_is_a_sentence(tmp_path, monkeypatch, capsys, journal, content, said):
    (tmp_path / "checks.py").write_text(content)
    monkeypatch.chdir(tmp_path)
    assert check("plot/median", 3, journal=journal) is None
    assert said in capsys.readouterr().out


def test_an_id_used_twice_is_refused(tmp_path):
    path = tmp_path / "checks.py"
    path.write_text(
        "from improve.interact import choice\n"
        "one = choice('a/b', answer='x.y', options=['a', 'b'])\nchecks = [one, one]\n"
    )
    with pytest.raises(ChecksProblem, match="twice: a/b"):
        load_checks(path)


def test_reading_checks_leaves_no_file_behind(module_folder):
    load_checks(module_folder / "checks.py")
    assert [path.name for path in module_folder.iterdir()] == ["checks.py"]


def test_tries_are_counted_and_a_pass_stays_a_pass(ask, journal):
    for answer in (3, 10.4, 3):
        ask("plot/median", answer)
    assert journal.checks["plot/median"] == {"status": "passed", "tries": 3, "answer": "3"}


def test_no_code_of_a_learner_s_function_is_kept(ask, journal):
    ask("apply/median", right)
    assert journal.checks["apply/median"] == {"status": "passed", "tries": 1}


def test_a_question_is_answered_by_its_button(module_folder, journal):
    question = check("plot/median", journal=journal)
    box, button = question.panel.children[1:3]
    assert "What is the median?" in question.panel.children[0].value
    button.click()
    assert "Not tried yet" in question.text
    box.value = "12.1"
    button.click()
    assert "That is the mean." in question.text
    assert journal.checks["plot/median"]["tries"] == 1


def test_a_choice_question_starts_with_nothing_chosen(module_folder, journal):
    question = check("tell/cause", journal=journal)
    assert question.panel.children[1].value is None
    assert [text for text, _ in question.panel.children[1].options] == [
        "It proves it.",
        "It fits.",
        "Neither.",
    ]
    assert question.answer("b").passed


def test_a_question_that_needs_code_says_so(module_folder, journal):
    assert "asks for code" in check("apply/median", journal=journal).text


def test_what_a_learner_types_is_shown_as_text_and_never_run_as_html(module_folder, journal):
    question = check("plot/median", journal=journal)
    question.answer("<img src=x onerror=alert(1)>")
    assert "<img" not in question.panel.children[-1].value
    assert "&lt;img" in question.panel.children[-1].value


def test_options_may_be_a_plain_list():
    step = choice("a/b", answer=seal("no"), options=["yes", "no"])
    assert step.judge("no").passed
    assert step.judge("yes").status == "not yet"


def test_a_check_never_shows_the_answer_it_holds():
    step = value("a/b", answer=seal(42, 0), places=0, hint="Think of a guide.")
    assert "42" not in step.judge(41).text
    assert "42" not in repr(step).replace(step.answer, "")
