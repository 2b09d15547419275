"""Harrowmere's ward inside part 7: choose an idea, predict, run some weeks, then adopt, adapt or abandon."""

from __future__ import annotations

from typing import Any

from improve.project import ProjectProblem, draw_chart, redraw

from .. import look, ward
from ..desk import Desk
from ..making import made
from ..pieces import button, column, heading, html, row, words

SCALES = [
    ("One bay (5 of 20 checks)", "bay"),
    ("Half the ward (10 of 20)", "half"),
    ("The whole ward", "ward"),
]
DECISIONS = [
    ("not decided yet", ""),
    ("Adopt: the whole ward has it from now on", "adopt"),
    ("Adapt: stop, and test it anew", "adapt"),
    ("Abandon: stop it", "abandon"),
]

READ_FIRST = "Write your reading first, in twelve words or more. After looking, nobody can know what they would have said."

DIFFER = "Where does your reading differ, and what in the figures could have told you?"


def on_the_ward(desk: Desk) -> Any:
    """Return the ward as it stands: its chart, what it said last, and the next move."""
    try:
        sim = ward.ward_of(desk.project)
    except ProjectProblem as problem:
        return html(look.said([str(problem)]))
    said = html()

    def move(result: tuple) -> None:
        project, answer = result
        if project == desk.project:
            said.value = look.said(answer)  # nothing was run: what was typed stays
        else:
            desk.take(project, answer)

    waiting = ward.undecided(sim)
    if waiting is not None:
        turn = _decide(desk, waiting, move, said)
    elif sim.over:
        turn = _over()
    else:
        turn = column(_try(desk, sim, move, said), _quiet_weeks(desk, sim, move), *_stop(desk, sim, move))
    return column(words(ward.standing(sim)), html(_chart(desk)), said, turn)


def _over() -> Any:
    """Return the end of the game: a reading of one's own first, then what was planted."""
    import ipywidgets

    from improve import harrowmere

    reading = made(ipywidgets.Textarea, description="What did each idea do, as far as you can tell?", rows=3)
    answer = html()

    def show() -> None:
        truth = harrowmere.truth(ward.RECORD, reading=reading.value)
        planted = [words for words in truth.words if "lite world" not in words]  # this is the other one
        answer.value = look.said([*planted, DIFFER] if truth.unlocked else [READ_FIRST])

    return column(
        words(
            "The 24 weeks are over. Look at the log and the chart: what did you learn, and what would you do next? "
            "Write it in part 8. Then give your reading here, and see what was planted."
        ),
        column(reading, kind="wb-field"),
        row(button("See what was planted", show, main=True)),
        answer,
        kind="wb-entry",
    )


def _chart(desk: Desk) -> str:
    try:
        return draw_chart(redraw(desk.project, ward.CHART)).html()
    except ProjectProblem as problem:
        return look.said([str(problem)])


def _try(desk: Desk, sim, move, said) -> Any:
    import ipywidgets

    idea = made(
        ipywidgets.Dropdown,
        options=[("not chosen yet", ""), *[(f"{key}. {text}", key) for key, text in sim.ideas.items()]],
        description="Which idea would you test?",
    )
    prediction = made(
        ipywidgets.Textarea,
        description=f"What do you expect to see? Give a number: of late it was {ward.recent(sim):.0f}% of checks.",
        rows=2,
        continuous_update=False,
    )
    why = made(ipywidgets.Text, description="Why do you expect that?", continuous_update=False)
    scale = made(ipywidgets.Dropdown, options=SCALES, description="How large a test?")
    weeks = made(
        ipywidgets.Dropdown,
        options=[count for count in (1, 2, 3, 4, 6, 8, 12) if count <= ward.weeks_left(sim)],
        value=min(2, ward.weeks_left(sim)),
        description="For how many weeks?",
    )
    asked = made(
        ipywidgets.Checkbox, description="The staff who will do it are asked first", indent=False, value=False
    )

    def run() -> None:
        if not idea.value:
            said.value = look.wrong("Choose an idea first.")
            return
        move(
            ward.run_test(
                desk.project, idea.value, prediction.value.strip(),
                weeks=weeks.value, scale=scale.value, asked=asked.value, why=why.value.strip(),
            )
        )  # fmt: skip

    controls = [column(control, kind="wb-field") for control in (idea, prediction, why, scale, weeks, asked)]
    return column(
        heading("Your next test"), *controls, row(button("Run the test", run, main=True)), kind="wb-entry"
    )


def _decide(desk: Desk, waiting, move, said) -> Any:
    import ipywidgets

    surprise = made(
        ipywidgets.Textarea,
        description="What surprised you? How did it differ from the prediction?",
        rows=2,
        continuous_update=False,
    )
    decision = made(ipywidgets.Dropdown, options=DECISIONS, description="Adopt, adapt or abandon?")
    why = made(ipywidgets.Text, description="Why this decision?", continuous_update=False)
    after = made(ipywidgets.Text, description="What is the next test or step?", continuous_update=False)

    def close() -> None:
        if not decision.value:
            said.value = look.wrong("Decide first: adopt, adapt or abandon. Abandoning is a result.")
            return
        move(
            ward.decide(
                desk.project, decision.value,
                surprise=surprise.value.strip(), why=why.value.strip(), next_step=after.value.strip(),
            )
        )  # fmt: skip

    told = (
        f"Test {waiting['number']}, idea {waiting['idea']}. You predicted: {waiting['prediction']} "
        f"In the test: {waiting['observed']:.0f}% of checks; on the ward in the weeks before: {waiting['before']:.0f}%."
    )
    controls = [column(control, kind="wb-field") for control in (surprise, decision, why, after)]
    return column(
        heading("Study and act"),
        words(told),
        *controls,
        row(button("Close the cycle", close, main=True)),
        kind="wb-entry",
    )


def _quiet_weeks(desk: Desk, sim, move) -> Any:
    import ipywidgets

    weeks = made(
        ipywidgets.Dropdown,
        options=[count for count in (1, 2, 4, 8, 12) if count <= ward.weeks_left(sim)],
        description="Or let some weeks go by with nothing new",
    )
    return column(
        column(weeks, kind="wb-field"),
        row(button("Wait", lambda: move(ward.wait(desk.project, weeks.value)))),
        kind="wb-entry",
    )


def _stop(desk: Desk, sim, move) -> list[Any]:
    presses = [
        button(f"Take idea {key} out again", lambda key=key: move(ward.stop(desk.project, key)))
        for key in sim.in_place
    ]
    return [row(*presses)] if presses else []
