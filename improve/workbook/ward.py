"""Harrowmere's ward inside a project: each move in the simulator is written into the project as cycle, data and chart.

The simulator's own record lies in the project file, so a reload continues in the same week with the same luck.
Everything here takes a project and gives a new one.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from improve.harrowmere.worlds.ward import GAME_WEEKS, SCALES, WardSim
from improve.harrowmere.worlds.ward_ideas import WARD
from improve.harrowmere.worlds.ward_sim import ward_sim
from improve.project import Project, ProjectProblem, change

RECORD = "ward_sim"  # where the record lies in `project.aside`
FIRST_MONDAY = date(2026, 1, 5)  # of week 1; an invented calendar, the same for every ward
MEASURE, SERIES, CHART = "pain", "ward", "ward-chart"
SCALE_WORDS = {"bay": "one bay, a quarter of the ward", "half": "half the ward", "ward": "the whole ward"}
CHART_WORDS = {"bay": "one bay", "half": "half the ward", "ward": "the whole ward"}
MOST_MOVES = 500
_DAMAGED = (ValueError, TypeError, KeyError, AttributeError, OverflowError, ArithmeticError)

INTRODUCTION = (
    "Harrowmere is an invented place. On its ward, a nurse should assess a new patient's pain within an hour of "
    "admission. Each week 20 admissions are checked. Twelve weeks are already measured; you have 24 weeks to try "
    "changes. The staff have four ideas. Some help, some do not, and every test costs goodwill."
)


def monday(week: int) -> date:
    """Return the first day of a week of the game.

    Examples
    --------
    >>> monday(1), monday(-11)
    (datetime.date(2026, 1, 5), datetime.date(2025, 10, 13))
    """
    return FIRST_MONDAY + timedelta(weeks=week - 1)


def has_ward(project: Project) -> bool:
    """Tell whether a ward goes with the project."""
    return RECORD in project.aside


def ward_of(project: Project) -> WardSim:
    """Return the ward of the project, at the moment where it was left.

    Raises
    ------
    ProjectProblem
        When there is none, or its record cannot be read.
    """
    record = project.aside.get(RECORD)
    if record is None:
        raise ProjectProblem("No ward goes with this project. Start one in part 1.")
    try:
        if len(record["moves"]) > MOST_MOVES:
            raise ValueError("too long")
        return WardSim.from_record(record)
    except _DAMAGED:
        raise ProjectProblem(
            "The record of the ward in this file is damaged, so the ward cannot go on from here. Your cycles, figures "
            "and charts are still in the project. You may start a new ward with a new project."
        ) from None


def start(project: Project, seed: int | None = None) -> Project:
    """Return the project with a ward: its measure, twelve weeks of figures, a chart, and the staff's four ideas.

    Parameters
    ----------
    project : Project
    seed : int, optional
        The number of the ward. The same number has the same luck.

    Raises
    ------
    ProjectProblem
        When the project holds work of a real place, or has a ward already.

    Examples
    --------
    >>> project = start(Project())
    >>> len(project.data[0].points), project.invented
    (12, True)
    """
    if has_ward(project):
        raise ProjectProblem("A ward goes with this project already. Its weeks go on in part 7.")
    if not project.invented and (
        project.data or project.pdsa or project.measures or project.charter != Project().charter
    ):
        raise ProjectProblem(
            "This project already holds work, and it is not marked as practice. Invented figures must not mix with real "
            "ones. Download this project first, then start with an empty one."
        )  # fmt: skip
    ward = ward_sim(seed)
    document = project.model_dump(mode="json")
    ids = {thing.id for things in project.named().values() for thing in things}
    if ids & {MEASURE, SERIES, CHART, *(_idea_id(key) for key in ward.ideas)}:
        raise ProjectProblem(
            "Something in this project already has a name that the ward needs. Start with an empty one."
        )
    document["driver_diagram"]["change_ideas"] += [
        {"id": _idea_id(key), "name": title, "measures": [MEASURE], "source": "the ward's staff (invented)"}
        for key, title in ward.ideas.items()
    ]
    parts = {
        "title": project.title or "Pain assessed within an hour, on a ward in Harrowmere",
        "invented": True,
        "driver_diagram": document["driver_diagram"],
        "measures": [*document["measures"], _measure()],
        "data": [*document["data"], _series(ward, [])],
        "charts": [*document["charts"], _chart()],
    }
    return _kept(change(project, **parts), ward)


def run_test(
    project: Project, idea: str, prediction: str, *, weeks: int, scale: str, asked: bool, why: str = ""
):
    """Run a test on the ward; return the project and what the ward says.

    Nothing is run without a prediction, during another test, or when goodwill is too low: the words say so and
    the project comes back unchanged.
    """
    ward = ward_of(project)
    reply = ward.test(idea, prediction=prediction, weeks=weeks, scale=scale, asked=asked, why=why)
    if reply.cycle is None:
        return project, reply.words
    document = project.model_dump(mode="json")
    cycle = reply.cycle
    document["pdsa"].append(_cycle(cycle, document["pdsa"]))
    return _after(project, document, ward), reply.words


def decide(project: Project, decision: str, *, surprise: str = "", why: str = "", next_step: str = ""):
    """Close the test: adopt, adapt or abandon; return the project and what the ward says."""
    ward = ward_of(project)
    reply = ward.decide(decision, learned=surprise)
    if reply.cycle is None:
        return project, reply.words
    document = project.model_dump(mode="json")
    cycle = reply.cycle
    for entry in document["pdsa"]:
        if entry["id"] == _cycle_id(cycle.number):
            entry.update(decision=decision, surprise=surprise, why=why, next=next_step)
    if decision == "adopt":
        _began(document, monday(cycle.first_week if cycle.scale == "ward" else cycle.last_week + 1))
    return _after(project, document, ward), reply.words


def wait(project: Project, weeks: int):
    """Let weeks go by with nothing new; return the project and what the ward says."""
    ward = ward_of(project)
    reply = ward.wait(weeks)
    return _after(project, project.model_dump(mode="json"), ward), reply.words


def stop(project: Project, idea: str):
    """Take an adopted idea out again; return the project and what the ward says."""
    ward = ward_of(project)
    if idea not in ward.in_place:
        return project, (f"Idea {idea} is not in place.",)
    reply = ward.stop(idea)
    return _after(project, project.model_dump(mode="json"), ward), reply.words


def undecided(ward: WardSim) -> Any:
    """Return the row of the test that waits for a decision, or None."""
    log = ward.log
    return log.iloc[-1] if len(log) and not log.iloc[-1]["decision"] else None


def weeks_left(ward: WardSim) -> int:
    return GAME_WEEKS - ward.week


def recent(ward: WardSim) -> float:
    """Return the mean of the last four weeks, in per cent of checks."""
    return float(ward.weeks.tail(4)["value"].mean())


def standing(ward: WardSim) -> str:
    """Say in a sentence or two where the ward stands."""
    in_place = ", ".join(
        f"{key} ({'whole ward' if share == 1 else f'{share:.0%} of the ward'})"
        for key, share in ward.in_place.items()
    )
    return (
        f"Week {ward.week} of {GAME_WEEKS}. In the last four weeks pain was assessed in time in {recent(ward):.0f}% of "
        f"checks. Goodwill: {ward.goodwill:.0f} of 100. Ideas in place: {in_place or 'none'}."
    )


def _after(project: Project, document: dict, ward: WardSim) -> Project:
    """Return the project with the figures of the weeks that went by, and what happened in them on the chart."""
    seen = max(
        (point.date for series in project.data if series.id == SERIES for point in series.points),
        default=None,
    )
    document["data"] = [
        _series(ward, entry["points"]) if entry["id"] == SERIES else entry for entry in document["data"]
    ]
    _note_events(document, ward, seen)
    changed = change(project, data=document["data"], charts=document["charts"], pdsa=document["pdsa"])
    return _kept(changed, ward)


def _kept(project: Project, ward: WardSim) -> Project:
    return change(project, aside={**project.aside, RECORD: ward.record()})


def _idea_id(key: str) -> str:
    return f"idea-{key.lower()}"


def _cycle_id(number: int) -> str:
    return f"ward-{number}"


def _measure() -> dict[str, Any]:
    return {
        "id": MEASURE,
        "name": "Pain assessed within an hour of admission",
        "kind": "process",
        "unit": "%",
        "better": "higher",
        "definition": {
            "source": "The ward's weekly check of admissions (invented).",
            "sampling": f"{WARD.checks} admissions each week.",
            "how_often": "every week",
        },
    }


def _series(ward: WardSim, points: list[dict]) -> dict[str, Any]:
    notes = {point["date"]: point["note"] for point in points}
    rows = ward.weeks.to_dict("records")
    return {
        "id": SERIES,
        "name": "Pain assessed in time, weekly",
        "measure": MEASURE,
        "source": f"Harrowmere ward simulator, ward number {ward.seed} (invented)",
        "invented": True,
        "points": [
            {
                "date": monday(row["week"]).isoformat(),
                "value": int(row["done"]),
                "denominator": int(row["checks"]),
                "note": notes.get(monday(row["week"]).isoformat(), ""),
            }
            for row in rows
        ],
    }


def _chart() -> dict[str, Any]:
    return {
        "id": CHART,
        "data": SERIES,
        "title": "Pain assessed within an hour, a ward in Harrowmere",
        "per": 100,
        "baseline_before": FIRST_MONDAY.isoformat(),
    }


def _cycle(cycle, log: list[dict]) -> dict[str, Any]:
    same = [entry["id"] for entry in log if entry["change_idea"] == _idea_id(cycle.idea)]
    weeks = cycle.last_week - cycle.first_week + 1
    span = f"{weeks} week{'s' * (weeks != 1)}"
    checks = round(WARD.checks * SCALES[cycle.scale])
    prediction = f"{cycle.prediction.rstrip('.')}. Because: {cycle.why}" if cycle.why else cycle.prediction
    return {
        "id": _cycle_id(cycle.number),
        "title": f"Idea {cycle.idea} in {CHART_WORDS[cycle.scale]} for {span}",
        "change_idea": _idea_id(cycle.idea),
        "follows": same[-1] if same else "",
        "prediction": prediction,
        "predicted_on": (monday(cycle.first_week) - timedelta(days=3)).isoformat(),
        "plan": "Staff were asked first." if cycle.asked else "Staff were not asked first.",
        "scale": f"{SCALE_WORDS[cycle.scale]}, {span}",
        "started_on": monday(cycle.first_week).isoformat(),
        "ended_on": (monday(cycle.last_week) + timedelta(days=6)).isoformat(),
        "measures": [MEASURE],
        "done": f"As planned: {checks} checks a week in the test.",
        "result": f"{cycle.observed:.0f}% of the checks in the test; the ward in the weeks before: {cycle.before:.0f}%.",
    }


def _chart_of(document: dict) -> dict[str, Any] | None:
    return next((entry for entry in document["charts"] if entry["id"] == CHART), None)


def _events(ward: WardSim) -> list[tuple[date, str]]:
    """Return what happened on the ward, with the first Monday on which it could be seen."""
    events, week, tests, open_test = [], 0, 0, {}
    for move in ward.record()["moves"]:
        if move["move"] == "test":
            tests, open_test = tests + 1, move
            events.append(
                (monday(week + 1), f"Test {tests}: idea {move['idea']}, {CHART_WORDS[move['scale']]}")
            )
        elif move["move"] == "decide" and move["decision"] == "adopt":
            events.append((monday(week + 1), f"Idea {open_test['idea']} adopted on the whole ward"))
        elif move["move"] == "stop":
            events.append((monday(week + 1), f"Idea {move['idea']} taken out again"))
        week += move.get("weeks", 0)
    return events


def _note_events(document: dict, ward: WardSim, seen: date | None) -> None:
    """Date on the chart what happened since the last week seen: a chart takes no note from after its last point."""
    chart = _chart_of(document)
    if chart is None or seen is None:
        return
    for day, text in _events(ward):
        if seen < day <= monday(ward.week):
            add_note(chart["notes"], day, text)


def add_note(notes: list[dict], day: date, text: str) -> None:
    """Add a dated note in place; a second one of the same day joins the first, since a chart shows one a day.

    Examples
    --------
    >>> notes = []
    >>> for text in ("A adopted", "Test 3"):
    ...     add_note(notes, date(2026, 2, 16), text)
    >>> notes
    [{'date': '2026-02-16', 'text': 'A adopted; Test 3'}]
    """
    same = next((note for note in notes if note["date"] == day.isoformat()), None)
    if same is None:
        notes.append({"date": day.isoformat(), "text": text})
    else:
        same["text"] = "; ".join(part for part in (same["text"], text) if part)


def _began(document: dict, day: date) -> None:
    """Mark the first adoption as the change that the chart is to test."""
    chart = _chart_of(document)
    if chart is not None and not chart["change_began"]:
        chart["change_began"] = day.isoformat()
