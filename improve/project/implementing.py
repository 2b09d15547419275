"""Context and strategy, people, evaluation, cost, control and spread."""

from typing import Literal

from .fields import Day, Id, Line, Link, Number, Part, Words, ask, ask_day, ask_list, ask_number, choose


class Determinant(Part):
    """Something in the context that helps or hinders, placed in a domain of CFIR (2022)."""

    id: Id
    name: Line = ask("What helps or hinders?")
    domain: (
        Literal["innovation", "outer setting", "inner setting", "individuals", "implementation process"]
        | None
    ) = choose("Which domain of the Consolidated Framework for Implementation Research (2022)?")
    cfir_construct: Line = ask("Which construct, by its 2022 name?")
    effect: Literal["helps", "hinders", "both"] | None = choose("Does it help or hinder?")
    evidence: Words = ask("How do you know?")


class Behaviour(Part):
    """Who would have to do what differently, and what stands in the way (COM-B)."""

    who: Line = ask("Which role?")
    what: Line = ask("What would they do differently, when and where?")
    barrier: Literal["capability", "opportunity", "motivation"] | None = choose("What is mainly in the way?")
    evidence: Words = ask("How do you know?")


class Context(Part):
    """Where the work is done, and what there helps or hinders it."""

    setting: Words = ask("The place, its size, its staff, what else was going on.")
    determinants: tuple[Determinant, ...] = ask_list("What helps and what hinders.", 60)
    behaviours: tuple[Behaviour, ...] = ask_list("Behaviours that must change.", 40)


class Strategy(Part):
    """One implementation strategy, specified so that somebody else could repeat it.

    References
    ----------
    Proctor EK, Powell BJ, McMillen JC (2013). Implementation strategies: recommendations for specifying and
    reporting. Implementation Science 8:139.
    """

    id: Id
    name: Line = ask("Its name, from a published list where there is one.")
    definition: Words = ask("What it is, in a sentence.")
    actor: Line = ask("Which role carries it out?")
    action: Words = ask("What do they do?")
    target: Words = ask("Whom or what should it change?")
    timing: Line = ask("When in the work?")
    dose: Line = ask("How much, how often, how long?")
    outcome: Words = ask("Which implementation outcome should it move?")
    justification: Words = ask("Why this one: evidence, theory, practice?")
    addresses: tuple[Link, ...] = ask_list("Ids of the determinants it answers.", 20)


class Person(Part):
    """A role that matters to the project. There is no field for a name, and none should be typed."""

    role: Line = ask("The role, such as “ward sister”. Never the name of a patient.")
    part: (
        Literal["lead", "team", "sponsor", "patient or carer partner", "coach", "analyst", "stakeholder"]
        | None
    ) = choose("The part they play.")
    interest: Literal["high", "medium", "low"] | None = choose("How much does it matter to them?")
    influence: Literal["high", "medium", "low"] | None = choose("How much influence have they?")
    needs: Words = ask("What do they need from the project, and what worries them?")
    involved: Words = ask("How are they involved, from when, and how are they thanked or paid?")


class People(Part):
    """Who does the work, who decides, who is affected."""

    roles: tuple[Person, ...] = ask_list("Roles.", 60)
    coproduction: Words = ask("How do patients, carers and communities share in decisions?")


class Evaluation(Part):
    """How the team will know whether the change made the difference."""

    question: Words = ask("What must the evaluation answer?")
    design: Words = ask("Which design, and why is it enough for the decision?")
    comparison: Words = ask("Compared with what?")
    study_of_intervention: Words = ask("How will you tell that the change, and nothing else, did it?")
    analysis: Words = ask("How are figures and words analysed? Which rule set?")
    reach: Words = ask("Reach: what share of those meant to benefit, and who is missed?")
    effectiveness: Words = ask("Effectiveness: what changed, for better and for worse?")
    adoption: Words = ask("Adoption: what share of settings and staff took it up?")
    implementation: Words = ask("Implementation: was it done as intended, with what changes?")
    maintenance: Words = ask("Maintenance: does it last?")
    ethics: Words = ask("Ethics: what review was needed, what harm is possible, any conflict of interest?")


class Economics(Part):
    """What it takes and what it gives."""

    perspective: Line = ask("Whose costs are counted?")
    once: Number = ask_number("Cost to set up, in pounds.")
    yearly: Number = ask_number("Cost to run for a year, in pounds.")
    staff_time: Words = ask("Whose time, how much?")
    benefits: Words = ask("What is gained or freed, and can it be used?")


class ControlPlan(Part):
    """How the gain is watched once the project is over."""

    owner: Line = ask("Which role owns it?")
    measure: Link = ask("The id of the measure that is watched.")
    how_often: Line = ask("How often?")
    trigger: Words = ask("What signal calls for action?")
    response: Words = ask("What is done then?")
    induction: Words = ask("How do new colleagues learn it?")
    review_on: Day = ask_day("When is it next reviewed?")


class Spread(Part):
    """Whether, where and how the change should travel."""

    core: Words = ask("What must stay as it is, because it makes the change work?")
    form: Words = ask("What may differ from place to place?")
    where_next: Words = ask("Where next, and who there wants it?")
    support: Words = ask("What help will they need?")
    stopping: Words = ask("What would make you stop or let go?")
