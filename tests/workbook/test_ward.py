"""The ward inside a project: its moves become cycles, figures and dated notes, and a file goes on where it was left."""

import pytest

from improve.project import Project, ProjectProblem, load, redraw, review, save
from improve.workbook import ward


@pytest.fixture
def project():
    return ward.start(Project(), seed=3)


def played(project):
    """Return the project after three tests, the second adopted."""
    for idea, scale, weeks, decision in (
        ("B", "bay", 2, "abandon"),
        ("A", "half", 4, "adopt"),
        ("D", "half", 4, "adapt"),
    ):
        project, _ = ward.run_test(
            project, idea, "60% of checks", weeks=weeks, scale=scale, asked=True, why="a hunch"
        )
        project, _ = ward.decide(
            project, decision, surprise="Less than I thought.", why="as seen", next_step="another"
        )
    return project


def test_a_ward_brings_twelve_weeks_a_chart_and_four_ideas_and_marks_the_project_invented(project):
    assert len(project.data[0].points) == 12
    assert project.charts[0].baseline_before == ward.monday(1)
    assert len(redraw(project, ward.CHART).table) == 12
    assert len(project.driver_diagram.change_ideas) == 4
    assert project.invented
    assert project.data[0].invented


def test_nothing_is_run_without_a_prediction(project):
    same, words = ward.run_test(project, "A", "", weeks=2, scale="bay", asked=True)
    assert same == project
    assert "what do you expect to see" in words[0]


def test_a_test_becomes_a_cycle_whose_prediction_is_dated_before_its_start(project):
    project, words = ward.run_test(
        project, "A", "65%", weeks=3, scale="half", asked=True, why="it is to hand"
    )
    cycle = project.pdsa[0]
    assert cycle.prediction == "65%. Because: it is to hand"
    assert cycle.predicted_on < cycle.started_on == ward.monday(1)
    assert cycle.decision is None
    assert len(project.data[0].points) == 15
    assert "You predicted: 65%" in words[0]


def test_a_second_test_waits_for_the_decision(project):
    project, _ = ward.run_test(project, "A", "65%", weeks=3, scale="half", asked=True)
    same, words = ward.run_test(project, "B", "70%", weeks=3, scale="half", asked=True)
    assert same == project
    assert "adopt it, adapt it or abandon it" in words[0]


def test_three_cycles_leave_a_log_that_a_review_finds_nothing_missing_in(project):
    project = played(project)
    assert [cycle.decision for cycle in project.pdsa] == ["abandon", "adopt", "adapt"]
    assert review(project, "pdsa") == []
    assert review(project, "charts") == []


def test_a_cycle_follows_the_last_one_of_the_same_idea(project):
    for scale in ("bay", "half"):
        project, _ = ward.run_test(project, "A", "60%", weeks=2, scale=scale, asked=True)
        project, _ = ward.decide(project, "adapt", surprise="none")
    assert [cycle.follows for cycle in project.pdsa] == ["", "ward-1"]


def test_an_adoption_is_dated_on_the_chart_once_a_week_with_it_was_seen(project):
    project, _ = ward.run_test(project, "A", "60%", weeks=2, scale="half", asked=True)
    project, _ = ward.decide(project, "adopt", surprise="none")
    assert "adopted" not in str(project.charts[0].notes)
    assert redraw(project, ward.CHART)
    project, _ = ward.wait(project, 1)
    assert project.charts[0].notes[-1].date == ward.monday(3) == project.charts[0].change_began
    assert project.charts[0].notes[-1].text == "Idea A adopted on the whole ward"


def test_two_events_of_one_day_share_a_note_so_that_none_is_lost(project):
    notes = played(project).charts[0].notes
    assert notes[-1].text == "Idea A adopted on the whole ward; Test 3: idea D, half the ward"
    assert len({note.date for note in notes}) == len(notes)


def test_a_note_that_the_learner_removed_does_not_come_back(project):
    project = played(project)
    plain = project.model_dump(mode="json")
    plain["charts"][0]["notes"] = []
    project, _ = ward.wait(Project.model_validate(plain), 2)
    assert project.charts[0].notes == ()


def test_saved_and_loaded_the_ward_goes_on_with_the_same_luck(project):
    project = played(project)
    back, notes = load(save(project))
    assert notes == []
    assert ward.wait(back, 4) == ward.wait(project, 4)


def test_the_ward_ends_after_24_weeks_and_says_so(project):
    project, _ = ward.wait(project, 24)
    assert len(project.data[0].points) == 36
    same, words = ward.wait(project, 1)
    assert same == project
    assert "24 weeks are over" in words[0]


def test_a_second_ward_and_a_ward_among_real_figures_are_refused(project):
    with pytest.raises(ProjectProblem, match="already"):
        ward.start(project)
    real = Project(title="Falls", data=[{"id": "falls", "points": [{"date": "2026-01-05", "value": 3}]}])
    with pytest.raises(ProjectProblem, match="must not mix"):
        ward.start(real)


@pytest.mark.parametrize(
    "record",
    [
        None, [], "x", {}, {"world": "ward_sim"}, {"world": "other", "seed": 1, "moves": []},
        {"world": "ward_sim", "seed": 1, "moves": [{"move": "__init__"}]},
        {"world": "ward_sim", "seed": 1, "moves": [{"move": "wait", "weeks": 1e400}]},
        {"world": "ward_sim", "seed": "x", "moves": []},
        {"world": "ward_sim", "seed": 1, "moves": [{"move": "wait", "weeks": 0}] * 100_000},
        {"world": "ward_sim", "seed": 1, "moves": [1]},
    ],
)  # fmt: skip
def test_a_damaged_record_is_told_in_a_sentence_and_the_rest_stays(project, record):
    damaged = project.model_copy(update={"aside": {ward.RECORD: record}})
    with pytest.raises(ProjectProblem, match=r"damaged|No ward"):
        ward.ward_of(damaged)
