"""Context, strategies, adaptations, people, and what happens after the end."""

from collections.abc import Iterator

from ..learning import Adaptation
from ..model import Project
from .finding import Finding, called, listed

_PROCTOR = ("actor", "action", "target", "timing", "dose", "outcome", "justification")
_OLD_CFIR = {"leadership engagement": "high-level leaders or mid-level leaders",
             "patient needs and resources": "innovation recipients, need; or recipient-centeredness"}  # fmt: skip
_FRAME = ("when", "planned", "who", "what", "level", "nature", "fidelity")


def implementation_findings(project: Project) -> Iterator[Finding]:
    """Yield what could be stronger in context, strategies, adaptations, people and control plan."""
    yield from _context(project)
    for at, strategy in enumerate(project.strategies):
        missing = [name for name in _PROCTOR if not getattr(strategy, name)]
        if missing:
            yield Finding(
                "strategy not specified", ("strategies", at), f"{called(strategy)} does not give its {listed(missing)}.",
                "Nobody could repeat it, or say afterwards whether it was done.",
                "Fill the seven in: actor, action, target, timing, dose, outcome, justification.",
            )  # fmt: skip
    for at, adaptation in enumerate(project.adaptations):
        yield from _adaptation(at, adaptation)
    yield from _people(project)
    yield from _after(project)


def _context(project: Project) -> Iterator[Finding]:
    answered = {id for strategy in project.strategies for id in strategy.addresses}
    for at, determinant in enumerate(project.context.determinants):
        place = ("context", "determinants", at)
        if determinant.effect == "hinders" and project.strategies and determinant.id not in answered:
            yield Finding(
                "barrier without strategy", place, f"No strategy answers {called(determinant)}.",
                "Strategies chosen by habit often leave the main barrier standing.",
                "Choose a strategy for it, or say that it is accepted and why.",
            )  # fmt: skip
        newer = _OLD_CFIR.get(determinant.cfir_construct.lower())
        if newer:
            yield Finding(
                "name of 2009", (*place, "cfir_construct"),
                f"“{determinant.cfir_construct}” is a name from the CFIR of 2009.",
                "Mixing the two versions makes projects hard to compare.",
                f"In the version of 2022 this is {newer}.",
                "E72",
            )  # fmt: skip


def _adaptation(at: int, adaptation: Adaptation) -> Iterator[Finding]:
    place = ("adaptations", at)
    missing = [name for name in _FRAME if not getattr(adaptation, name)]
    if not adaptation.goal and not adaptation.reasons:
        missing.append("why")
    if missing:
        yield Finding(
            "adaptation with gaps", place, f"The record does not give {listed(missing)} (FRAME has eight aspects).",
            "Adaptations decide what travels. Half a record cannot be learned from later.",
            "Fill in what you know today; “not known” is an answer.",
        )  # fmt: skip
    if adaptation.fidelity == "inconsistent" and not adaptation.effect:
        yield Finding(
            "core changed unwatched", place, "This changes what makes the intervention work, and no effect is recorded.",
            "The name may stay while the benefit goes.",
            "Watch one measure closely for the next weeks, or undo it.",
        )  # fmt: skip


def _people(project: Project) -> Iterator[Finding]:
    roles = project.people.roles
    if not roles:
        return
    parts = {person.part for person in roles}
    if "patient or carer partner" not in parts and not project.people.coproduction:
        yield Finding(
            "no patients or carers", ("people",), "No patient or carer has a part in the project.",
            "Those who live with the problem see causes that staff walk past.",
            "Ask two people, pay and thank them, and give them something to decide.",
            "E103",
        )  # fmt: skip
    if "sponsor" not in parts:
        yield Finding(
            "no sponsor", ("people",), "There is no sponsor.",
            "Sooner or later something needs a yes from somebody with influence.",
            "Ask a leader who cares about this to give ten minutes a week to your chart.",
        )  # fmt: skip


def _after(project: Project) -> Iterator[Finding]:
    plan = project.control_plan
    adopted = any(cycle.decision == "adopt" for cycle in project.pdsa)
    wanted = {
        "an owner": plan.owner,
        "a measure": plan.measure,
        "a trigger": plan.trigger,
        "a response": plan.response,
    }
    missing = [words for words, text in wanted.items() if not text]
    if adopted and missing:
        begun = len(missing) < len(wanted)
        yield Finding(
            "gain without guard", ("control_plan",),
            f"The control plan lacks {listed(missing)}." if begun else "Something was adopted and there is no control plan.",
            "Gains tend to fade when the project team leaves.",
            "Name a role that owns it, a measure that is still watched, a signal that calls for action, and the action.",
        )  # fmt: skip
