"""What was tried and what was learned: PDSA cycles, adaptations, the story."""

from typing import Literal

from .fields import Day, Id, Line, Link, Part, Words, ask, ask_day, ask_list, choose

Decision = Literal["adopt", "adapt", "abandon"]


class Cycle(Part):
    """One Plan-Do-Study-Act (PDSA) cycle: a prediction, a small test, what was learned, what is next."""

    id: Id
    title: Line = ask("What is tested, in a few words.")
    change_idea: Link = ask("The id of the change idea that it tests.")
    follows: Link = ask("The id of the cycle that it follows, where it is part of a chain.")
    question: Words = ask("What do you want to find out?")
    prediction: Words = ask("What do you expect to happen? Give a number if you can.")
    predicted_on: Day = ask_day("When did you write the prediction?")
    plan: Words = ask("Who does what, where and when? Roles, not names.")
    scale: Line = ask("How small: one patient, one shift, one ward …")
    started_on: Day = ask_day("When did the test start?")
    ended_on: Day = ask_day("When did you have the result?")
    measures: tuple[Link, ...] = ask_list("Ids of measures looked at.", 20)
    done: Words = ask("What was really done? Was it as planned?")
    result: Words = ask("What did you see? Give the numbers.")
    surprise: Words = ask("What surprised you? How did it differ from the prediction?")
    decision: Decision | None = choose("Adopt, adapt or abandon?")
    why: Words = ask("Why this decision?")
    next: Words = ask("What is the next test or step?")


class Adaptation(Part):
    """One change made to an intervention on its way, reported by the eight aspects of FRAME.

    References
    ----------
    Wiltsey Stirman S, Baumann AA, Miller CJ (2019). The FRAME: an expanded framework for reporting adaptations
    and modifications to evidence-based interventions. Implementation Science 14:58.
    """

    description: Words = ask("What was changed, in a sentence or two.")
    date: Day = ask_day("The date, where it is known.")
    when: (
        Literal["before the start", "during implementation", "during scale-up", "while sustaining"] | None
    ) = choose("1. When in the work was it made?")
    planned: Literal["planned", "unplanned"] | None = choose("2. Was it planned, or a reaction?")
    who: Line = ask("3. Which roles decided?")
    what: Literal["content", "context", "training and evaluation", "implementation and scale-up"] | None = (
        choose("4. What was modified?")
    )
    level: Line = ask(
        "5. At what level: a patient, a group, a clinician, a ward, the organisation, the system?"
    )
    nature: Line = ask(
        "6. Of what type: added, left out, shortened, re-ordered, another setting, other staff …?"
    )
    fidelity: Literal["consistent", "inconsistent", "not known"] | None = choose(
        "7. Is it consistent with what makes the intervention work?"
    )
    goal: Words = ask("8a. Why: what was the goal?")
    reasons: Words = ask("8b. Why: what in the context led to it?")
    effect: Words = ask("What happened then, also to those it was not meant for?")


class Story(Part):
    """What to tell others, and what to keep for oneself."""

    summary: Words = ask("What happened, from the start to now?")
    what_worked: Words = ask("What worked?")
    what_did_not_work: Words = ask("What did not work? If you cannot tell yet, write: not known yet.")
    learned: Words = ask("What did you learn that another team could use?")
    interpretation: Words = ask("How do you explain the result? What else could explain it?")
    limitations: Words = ask("What can this work not show?")
    conclusions: Words = ask("What follows, for whom?")
    funding: Words = ask("Who paid, and what part had they in the work?")
    reflection: Words = ask("What did this do to you? For yourself; exports leave it out.")
