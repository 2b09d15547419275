"""The checks that teach: each finds its slip, leaves good work alone, and says why and what to do."""

import pytest

from improve.project import Project, review
from improve.project.reviewing.drivers import weak
from improve.project.theory import ChangeIdea

GOOD_AIM = {
    "what": "a drink within reach", "for_whom": "all patients", "measure": "reach", "unit": "%", "baseline": 55,
    "target": 80, "by_when": "2025-06-30",
}  # fmt: skip
GOOD_CYCLE = {
    "id": "c", "title": "Tape in one bay", "prediction": "4 of 6", "predicted_on": "2025-03-10", "scale": "one bay",
    "started_on": "2025-03-11", "ended_on": "2025-03-11", "result": "2 of 5", "surprise": "Taken for a cleaning mark.",
    "decision": "adapt", "next": "Print a cup on it.",
}  # fmt: skip
GOOD_DEFINITION = {
    "counted": "cups in reach",
    "out_of": "beds checked",
    "included": "all",
    "source": "ticks",
    "how_often": "weekly",
}


def found(part=None, **parts) -> list[str]:
    return [finding.name for finding in review(Project(**parts), part)]


def aim(**fields) -> list[str]:
    return found("charter", charter={"aim": {**GOOD_AIM, **fields}}, measures=[{"id": "reach"}])


def cycles(*changes) -> list[str]:
    return found("pdsa", pdsa=[{**GOOD_CYCLE, "id": str(at), **fields} for at, fields in enumerate(changes)])


def diagram(primary=(), secondary=(), ideas=()) -> list[str]:
    parts = {"primary": primary, "secondary": secondary, "change_ideas": ideas}
    return found("driver_diagram", driver_diagram=parts, measures=[{"id": "m"}])


# ------------------------------------------------------------------------------------------------ aims


def test_an_aim_with_all_its_parts_has_no_findings():
    assert aim() == []


def test_a_good_aim_in_one_sentence_has_only_its_measure_left():
    sentence = "80% of patients on Ward 7 have a drink within reach by 30 June 2025, from 55% now."
    assert found("charter", charter={"aim": {"statement": sentence}}) == ["no measure"]


@pytest.mark.parametrize(
    ("missing", "name"),
    [
        ({"target": None}, "no number"),
        ({"by_when": None}, "no date"),
        ({"baseline": None}, "no baseline"),
        ({"measure": ""}, "no measure"),
        ({"for_whom": ""}, "for nobody"),
        ({"target": 55}, "no change"),
    ],
)  # fmt: skip
def test_each_missing_part_of_an_aim_is_found_by_itself(missing, name):
    assert aim(**missing) == [name]


@pytest.mark.parametrize(
    "text",
    ["Raise awareness of sepsis", "raising staff awareness of falls", "To increase awareness among staff"],
)
def test_awareness_is_not_an_aim(text):
    assert "awareness" in found(charter={"aim": {"statement": text}})


def test_soft_words_are_found_only_where_no_amount_stands_by():
    assert "soft words" in found(
        charter={"aim": {"statement": "Promote good hydration on the ward in 2025."}}
    )
    assert "soft words" not in found(
        charter={"aim": {"statement": "Support 20 more carers on the ward in 2025."}}
    )


def test_a_year_is_not_an_amount():
    assert "no number" in found(charter={"aim": {"statement": "Fewer falls for our patients by March 2026."}})


@pytest.mark.parametrize(
    "date", ["by March", "by 3 May", "within six months", "in 2026", "before the end of 2025"]
)
def test_a_date_in_words_counts_as_a_date(date):
    assert "no date" not in found(charter={"aim": {"statement": f"Halve falls for patients {date}."}})


def test_an_empty_project_is_asked_for_an_aim_and_nothing_else():
    assert found() == ["no aim"]


# ------------------------------------------------------------------------------------------------ drivers


def test_a_whole_diagram_has_no_findings():
    primary = [
        {"id": "p", "name": "Somebody owns it"},
        {"id": "q", "name": "The kit fits", "measures": ["m"]},
    ]
    secondary = [{"id": "s", "name": "The last person acts", "primary": ["p"]}]
    ideas = [
        {"id": "i", "name": "A mark on the floor", "drivers": ["s"], "measures": ["m"]},
        {"id": "j", "name": "Mend the wheels", "drivers": ["q"], "measures": ["m"]},
    ]
    assert diagram(primary, secondary, ideas) == []


def test_a_driver_without_a_change_idea_is_found():
    primary = [{"id": "p", "name": "A", "measures": ["m"]}, {"id": "q", "name": "B", "measures": ["m"]}]
    ideas = [{"id": "i", "name": "A mark", "drivers": ["p"], "measures": ["m"]}]
    assert diagram(primary, (), ideas) == ["driver without idea"]


def test_a_driver_without_a_measure_is_found():
    primary = [{"id": "p", "name": "A"}, {"id": "q", "name": "B", "measures": ["m"]}]
    ideas = [
        {"id": "i", "name": "A mark", "drivers": ["p"]},
        {"id": "j", "name": "B mark", "drivers": ["q"], "measures": ["m"]},
    ]
    assert diagram(primary, (), ideas) == ["driver without measure", "idea without measure"]


def test_an_idea_that_hangs_on_nothing_is_found():
    assert "idea adrift" in diagram(ideas=[{"id": "i", "name": "A mark", "measures": ["m"]}])


def test_a_driver_that_is_an_action_is_found():
    assert "driver is an action" in diagram([{"id": "p", "name": "Train all staff"}])
    assert "driver is an action" not in diagram([{"id": "p", "name": "Trained staff on every shift"}])


def test_a_single_driver_is_found():
    primary = [{"id": "p", "name": "A", "measures": ["m"]}]
    assert diagram(primary, (), [{"id": "i", "name": "A mark", "drivers": ["p"], "measures": ["m"]}]) == [
        "one cause"
    ]


def test_ideas_that_are_all_training_are_found():
    ideas = [
        {"id": "i", "name": "Teach the bundle"},
        {"id": "j", "name": "Study day", "kind": "training or education"},
    ]
    (finding,) = [
        f for f in review(Project(driver_diagram={"change_ideas": ideas})) if f.name == "only weak ideas"
    ]
    assert finding.what == "All change ideas are training or teaching."
    assert finding.misconception == "E62"


def test_one_idea_that_changes_the_work_is_enough():
    ideas = [{"id": "i", "name": "Teach the bundle"}, {"id": "j", "name": "A tray with all parts in it"}]
    assert "only weak ideas" not in diagram(ideas=ideas)


@pytest.mark.parametrize(
    ("idea", "is_weak"),
    [
        ({"name": "Posters in the corridor"}, True),
        ({"name": "E-mail reminder"}, True),
        ({"name": "Default order of the right dose"}, False),
        ({"name": "Training room becomes a quiet room", "kind": "layout or equipment"}, False),
        ({"name": "New policy", "kind": "policy or guideline"}, True),
    ],
)  # fmt: skip
def test_what_counts_as_a_weak_idea(idea, is_weak):
    assert weak(ChangeIdea(id="i", **idea)) is is_weak


def test_tests_without_a_theory_are_found():
    assert "no theory" in found("driver_diagram", pdsa=[GOOD_CYCLE])


def test_a_link_to_nothing_is_found():
    assert found("control_plan", control_plan={"measure": "gone"}) == ["link to nothing"]


# ------------------------------------------------------------------------------------------------ measures and figures


def measures(*fields) -> list[str]:
    return found(
        "measures", measures=[{"id": str(at), "name": "M", **more} for at, more in enumerate(fields)]
    )


def test_a_family_of_defined_measures_has_no_findings():
    assert (
        measures(
            *({"kind": kind, "definition": GOOD_DEFINITION} for kind in ("outcome", "process", "balancing"))
        )
        == []
    )


def test_a_measure_without_a_definition_is_found():
    assert measures({"kind": "balancing"}) == ["no operational definition"]


def test_gaps_in_a_definition_are_named():
    project = Project(
        measures=[
            {"id": "m", "kind": "balancing", "definition": {**GOOD_DEFINITION, "source": "", "how_often": ""}}
        ]
    )
    (finding,) = review(project, "measures")
    assert finding.what == "The definition of “m” does not say where the figures come from and how often."


def test_missing_members_of_the_family_are_found():
    assert measures({"kind": "outcome", "definition": GOOD_DEFINITION}) == [
        "no balancing measure",
        "no process measure",
    ]
    assert measures({"kind": "process", "definition": GOOD_DEFINITION}) == [
        "no balancing measure",
        "no outcome measure",
    ]


def test_a_percentage_without_its_denominator_is_found():
    definition = {**GOOD_DEFINITION, "out_of": ""}
    assert measures({"kind": "balancing", "unit": "%", "definition": definition}) == ["no denominator"]


def test_incident_reports_are_not_taken_for_events():
    definition = {**GOOD_DEFINITION, "source": "Datix"}
    assert measures({"kind": "balancing", "definition": definition}) == ["reports as events"]


def series(values, **fields) -> dict:
    points = [
        {"date": f"2025-{1 + at // 28:02}-{1 + at % 28:02}", **value} for at, value in enumerate(values)
    ]
    return {"id": "d", "name": "Falls", "source": "ward book", "points": points, **fields}


def test_figures_enough_to_read_have_no_findings():
    assert found("data", data=[series([{"value": 5, "denominator": 20}] * 12)]) == []


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (series([{"value": 5}] * 9), "few points"),
        (series([{"value": 1, "denominator": 4}] * 12), "small denominators"),
        (series([{"value": 5}] * 12, source=""), "no source"),
        (series([{"value": 5}] * 12, name="Rolling 12-month falls"), "rolling figures"),
    ],
)  # fmt: skip
def test_weak_figures_are_found(data, name):
    assert found("data", data=[data]) == [name]


# ------------------------------------------------------------------------------------------------ charts


def chart(values=None, **choices) -> list[str]:
    values = [{"value": 5 + at % 3} for at in range(30)] if values is None else values
    made = {"id": "c", "data": "d", "notes": [{"date": "2025-01-15", "text": "Marks in all bays"}], **choices}
    return found("charts", data=[series(values)], charts=[made])


def test_a_chart_with_its_median_fixed_before_the_change_has_no_findings():
    assert chart(change_began="2025-01-15", baseline_before="2025-01-15") == []


def test_a_median_of_all_points_around_a_change_is_found():
    assert chart(change_began="2025-01-15") == ["change in its own baseline"]


def test_a_baseline_that_reaches_into_the_change_is_found():
    assert chart(change_began="2025-01-15", baseline_before="2025-01-20") == ["change in its own baseline"]
    assert chart(change_began="2025-01-15", baseline_points=15) == ["change in its own baseline"]
    assert chart(change_began="2025-01-15", baseline_points=14) == []


def test_phases_have_medians_of_their_own_and_are_left_alone():
    assert chart(change_began="2025-01-15", phases=["2025-01-15"]) == []


def test_the_day_of_the_first_adopted_cycle_stands_in_for_the_change():
    cycle = {**GOOD_CYCLE, "started_on": "2025-01-14", "ended_on": "2025-01-15", "decision": "adopt"}
    project = Project(
        pdsa=[cycle],
        data=[series([{"value": at % 3} for at in range(30)])],
        charts=[{"id": "c", "data": "d"}],
    )
    (finding,) = [f for f in review(project, "charts") if f.name == "change in its own baseline"]
    assert "15 January 2025" in finding.what
    assert finding.misconception == "E30"


def test_a_short_baseline_is_found():
    assert chart(change_began="2025-01-06", baseline_before="2025-01-06") == ["short baseline"]


@pytest.mark.parametrize(
    ("choices", "name"),
    [
        ({"notes": []}, "no dates of change"),
        ({"phases": ["2025-01-05", "2025-01-10", "2025-01-20"]}, "many phases"),
        ({"exclude": ["2025-01-07"]}, "left out in silence"),
        ({"centre": 6, "target": 6}, "target as centre line"),
        ({"conclusion": "This proves that marks work."}, "cause claimed"),
        ({"conclusion": "The marks had no effect."}, "no signal is not no effect"),
        ({"data": "gone"}, "link to nothing"),
    ],
)  # fmt: skip
def test_choices_that_mislead_are_found(choices, name):
    assert name in chart(**choices)


def test_an_excluded_point_with_a_reason_is_left_alone():
    notes = [{"date": "2025-01-07", "text": "Closed for norovirus"}]
    assert chart(exclude=["2025-01-07"], notes=notes) == []


def test_a_chart_that_cannot_be_drawn_is_a_finding_and_not_a_failure():
    assert "chart cannot be drawn" in chart(notes=[{"date": "1999-01-01", "text": "too early"}])


# ------------------------------------------------------------------------------------------------ cycles


def test_a_chain_of_good_cycles_has_no_findings():
    assert cycles({}, {}) == []


def test_a_single_cycle_is_found():
    assert cycles({}) == ["single cycle"]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"prediction": ""}, "no prediction"),
        ({"predicted_on": "2025-03-12"}, "prediction after the result"),
        ({"predicted_on": "2025-03-11", "started_on": "2025-03-10"}, "prediction after the start"),
        ({"predicted_on": None}, "prediction without date"),
        ({"prediction": "It will get better."}, "prediction without number"),
        ({"result": ""}, "no result"),
        ({"surprise": ""}, "no surprise"),
        ({"decision": None}, "no decision"),
        ({"next": ""}, "no next step"),
        ({"started_on": "2025-03-12", "predicted_on": "2025-03-01"}, "ended before it began"),
    ],
)  # fmt: skip
def test_each_slip_in_a_cycle_is_found_by_itself(fields, name):
    assert cycles(fields, {}) == [name]


def test_a_prediction_on_the_day_of_the_test_is_in_time():
    assert cycles({"predicted_on": "2025-03-11"}, {}) == []


def test_nobody_is_asked_to_add_a_prediction_after_the_result():
    project = Project(pdsa=[{**GOOD_CYCLE, "prediction": ""}])
    (finding,) = [f for f in review(project) if f.name == "no prediction"]
    assert finding.do.startswith("Do not add one now.")


def test_a_cycle_that_is_still_planned_is_not_asked_for_its_result():
    planned = {
        "ended_on": None,
        "result": "",
        "surprise": "",
        "decision": None,
        "next": "",
        "started_on": None,
    }
    assert cycles({}, planned) == []


def test_a_first_test_everywhere_is_found():
    assert cycles({"scale": "all wards"}, {}) == ["first test too large"]
    assert cycles({}, {"scale": "all wards"}) == []


def test_a_log_in_which_everything_worked_is_found():
    assert cycles(*[{"decision": "adopt"}] * 3) == ["all adopted"]


# ------------------------------------------------------------------------------------------------ the rest


def test_a_strategy_names_what_it_lacks():
    (finding,) = review(
        Project(strategies=[{"id": "s", "name": "Champions", "actor": "nurse"}]), "strategies"
    )
    assert (
        finding.what
        == "“Champions” does not give its action, target, timing, dose, outcome and justification."
    )


def test_a_barrier_that_no_strategy_answers_is_found():
    context = {"determinants": [{"id": "d", "name": "No time", "effect": "hinders"}]}
    assert found("context", context=context, strategies=[{"id": "s"}]) == ["barrier without strategy"]
    assert found("context", context=context, strategies=[{"id": "s", "addresses": ["d"]}]) == []


def test_names_of_the_older_cfir_are_found():
    context = {"determinants": [{"id": "d", "cfir_construct": "Leadership engagement"}]}
    assert found("context", context=context) == ["name of 2009"]


def test_an_adaptation_that_touches_the_core_must_be_watched():
    whole = {"when": "during implementation", "planned": "planned", "who": "team", "what": "content", "level": "ward",
             "nature": "left out", "fidelity": "inconsistent", "goal": "time"}  # fmt: skip
    assert found("adaptations", adaptations=[whole]) == ["core changed unwatched"]
    assert found("adaptations", adaptations=[{**whole, "fidelity": "consistent"}]) == []
    assert found("adaptations", adaptations=[{"description": "Shorter"}]) == ["adaptation with gaps"]


def test_people_without_patients_or_a_sponsor_are_found():
    assert found("people", people={"roles": [{"role": "nurse", "part": "lead"}]}) == [
        "no patients or carers",
        "no sponsor",
    ]


def test_something_adopted_needs_a_control_plan():
    cycle = {**GOOD_CYCLE, "decision": "adopt"}
    assert found("control_plan", pdsa=[cycle]) == ["gain without guard"]
    plan = {"owner": "ward clerk", "measure": "m", "trigger": "a run", "response": "look"}
    assert found("control_plan", pdsa=[cycle], control_plan=plan, measures=[{"id": "m"}]) == []


def test_a_story_of_success_only_is_found():
    assert found("story", story={"what_worked": "The mark."}) == ["only success"]
    assert found("story", story={"what_worked": "The mark.", "what_did_not_work": "Not known yet."}) == []


def test_a_map_that_nobody_watched_and_that_has_no_waits_is_found():
    steps = [{"id": str(at), "name": "Step", "who": "nurse"} for at in range(3)]
    assert found("process_map", process_map={"steps": steps}) == ["not watched", "no waits"]


@pytest.mark.parametrize(
    "text",
    [
        "NHS no 999 000 0018",
        "9990000018",
        "DOB: 1/2/1950",
        "Mrs Jones in bed 4",
        "Patient John Smith",
        "Hospital number: H123456",
    ],
)
def test_what_may_identify_a_patient_is_found_first(text):
    project = Project(pdsa=[{**GOOD_CYCLE, "result": f"We saw {text}."}])
    assert review(project)[0].name == "may identify a person"
    assert review(project)[0].where == "PDSA log, entry 1, result"


@pytest.mark.parametrize(
    "text",
    ["Call 020 7946 0000", "patient safety", "1,234,567,890 steps", "the patient was seen by a Ward Sister"],
)
def test_harmless_words_are_not_taken_for_patient_data(text):
    assert "may identify a person" not in found(story={"learned": text})


def test_every_finding_says_where_what_why_and_what_to_do(whole):
    projects = [
        Project(),
        whole,
        Project(
            charter={"aim": {"statement": "Raise awareness"}}, pdsa=[{"id": "a"}], measures=[{"id": "m"}]
        ),
    ]
    for finding in (finding for project in projects for finding in review(project)):
        for words in (finding.what, finding.why, finding.do):
            assert words[-1] in ".?", words
            assert "!" not in words
        assert finding.where[0].isupper()


def test_the_example_has_room_to_learn_from_and_no_patient_data(whole):
    assert [finding.name for finding in review(whole)] == ["driver without idea", "barrier without strategy"]
