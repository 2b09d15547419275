"""What the team wants and why it should work: charter, aim, driver diagram, process map."""

from typing import Literal

from .fields import (
    Day,
    Id,
    Line,
    Link,
    Number,
    Part,
    Words,
    ask,
    ask_day,
    ask_list,
    ask_number,
    choose,
)

ChangeKind = Literal[
    "training or education",
    "poster or reminder",
    "policy or guideline",
    "checklist or form",
    "roles or staffing",
    "process or pathway",
    "layout or equipment",
    "digital default or automation",
    "other",
]


class Aim(Part):
    """What is to be achieved: what, for whom, how much, by when, and the measure that will tell."""

    statement: Words = ask("The aim in one sentence, in your own words.")
    what: Line = ask("What is to get better?")
    for_whom: Line = ask("For whom?")
    where: Line = ask("Where: which wards, homes or practices?")
    measure: Link = ask("The id of the measure that will tell.")
    unit: Line = ask("The unit of the two numbers, such as % of patients.")
    baseline: Number = ask_number("Where are we now? The number before any change.")
    target: Number = ask_number("How much: the number to reach.")
    by_when: Day = ask_day("By when?")


class Charter(Part):
    """Why this project, and what it is for."""

    problem: Words = ask("What is the problem here, and how do you know?")
    why_it_matters: Words = ask("What does it mean for patients, carers and staff?")
    available_knowledge: Words = ask("What is known already: studies, guidance, other teams?")
    rationale: Words = ask("Why should your changes work? The theory in a few sentences.")
    alignment: Words = ask("Which priority of your organisation or system does this serve?")
    equity: Words = ask("Who might be left out or harmed, and how will you notice?")
    aim: Aim = Aim()


class PrimaryDriver(Part):
    """A main part of the system that must change for the aim to be met."""

    id: Id
    name: Line = ask("A part of the system, such as “reliable handover”, not an action.")
    measures: tuple[Link, ...] = ask_list("Ids of measures that follow this driver.", 20)


class SecondaryDriver(Part):
    """Something smaller that moves one or more primary drivers."""

    id: Id
    name: Line = ask("What moves the primary driver?")
    primary: tuple[Link, ...] = ask_list("Ids of the primary drivers it moves.", 20)
    measures: tuple[Link, ...] = ask_list("Ids of measures that follow this driver.", 20)


class ChangeIdea(Part):
    """Something specific that can be tried next week."""

    id: Id
    name: Line = ask("What exactly would be done?")
    drivers: tuple[Link, ...] = ask_list("Ids of the drivers it is meant to move.", 20)
    measures: tuple[Link, ...] = ask_list("Ids of measures that would show whether it is done and works.", 20)
    kind: ChangeKind | None = choose("What kind of change is it?")
    source: Line = ask("Where does the idea come from?")


class DriverDiagram(Part):
    """A theory of how the aim will be reached, drawn so that it can be tested."""

    primary: tuple[PrimaryDriver, ...] = ask_list("Primary drivers.", 12)
    secondary: tuple[SecondaryDriver, ...] = ask_list("Secondary drivers.", 40)
    change_ideas: tuple[ChangeIdea, ...] = ask_list("Change ideas.", 100)


class Branch(Part):
    """A way on from a step, where it is not the next one in the list."""

    to: Link = ask("The id of the step it leads to.")
    when: Line = ask("In which case, such as “if the form is incomplete”.")


class Step(Part):
    """One step of the process as it is done."""

    id: Id
    name: Line = ask("What is done?")
    kind: Literal["start", "step", "decision", "end"] = "step"
    who: Line = ask("Which role does it? A role, never a name.")
    minutes: Number = ask_number("How long does the work itself take, in minutes?")
    wait_before: Number = ask_number("How long does the patient or the paper wait before it, in minutes?")
    trouble: Line = ask("What goes wrong here?")
    branches: tuple[Branch, ...] = ask_list("Other ways on from here.", 6)


class ProcessMap(Part):
    """The steps, waits and hand-offs of a process."""

    name: Line = ask("Which process, from where to where?")
    shows: Literal["as it is", "as it should be"] | None = choose(
        "Is this the process as it is, or as it should be?"
    )
    watched_on: Day = ask_day("When did somebody walk through it and watch?")
    steps: tuple[Step, ...] = ask_list("The steps in order.", 60)
