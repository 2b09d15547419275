"""Holds the parts of the course against each other: names, minutes, questions, sources and promises."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from course import workshop
from course.catalogue.artefacts import find_artefact
from course.catalogue.cases import THE_DOCUMENT, Case
from course.catalogue.modules import Module
from course.catalogue.pathways import Pathway
from course.catalogue.plain import WORKSHOP_MINUTES
from course.catalogue.whole import Catalogue
from course.yaml_lines import where


def faults(course: Catalogue) -> list[str]:
    """Return a sentence for each fault between files that are each in order by themselves."""
    known = Known(course)
    return [
        *(fault for module in course.modules.values() for fault in _module(module, course, known)),
        *_cycles(course),
        *_strand_pages(course),
        *(fault for pathway in course.pathways.values() for fault in _pathway(pathway, course, known)),
        *(fault for case in course.cases.values() for fault in _case(case, known)),
        *_cards(course, known),
        *_opportunities(course),
        *_promises(course),
        *_roles(course, known),
    ]


class Known:
    """The names that other files may use: modules, and keys of the bibliography where the course has one."""

    def __init__(self, course: Catalogue):
        folders = (manifest.parent for manifest in (course.root / "modules").glob("*/*/module.yml"))
        self.modules = {*course.module_keys(), *("/".join(folder.parts[-2:]) for folder in folders)}
        self.sources = course.sources

    def module_fault(self, key: str) -> str | None:
        if key in self.modules:
            return None
        return f"{key} is not in modules/modules.yml, and no folder is called so. {_near(key, self.modules)}"

    def source_fault(self, source: str) -> str | None:
        if source in self.sources or not self.sources:
            return None
        return f"{source} is not in book/references.bib. {_near(source, self.sources)}"


def twice(path: Path, field: str, things: Iterable) -> Iterator[str]:
    """Tell of things in one list that have the same id."""
    seen = set()
    for n, thing in enumerate(things):
        if thing.id in seen:
            yield f"{where(path, field, n, 'id')}: a second “{thing.id}”. Give each its own id."
        seen.add(thing.id)


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), 1, 0.5)
    return f"Did you mean {near[0]}?" if near else "Mend the name, or add what it names."


def _module(module: Module, course: Catalogue, known: Known) -> Iterator[str]:
    manifest = module.folder / "module.yml"
    stands_in = "/".join(module.folder.parts[-2:])
    if module.key != stands_in:
        field = "id" if module.id != module.folder.name else "strand"
        yield f"{where(manifest, field)}: it calls itself {module.key}, but it stands in {stands_in}. Mend one of them."
    elif module.strand not in course.strands:
        yield (
            f"{where(manifest, 'strand')}: there is no strand “{module.strand}”. "
            f"{_near(module.strand, course.strands)} A new strand is added in modules/modules.yml."
        )
    if bool(module.app) != (module.folder / "app.ipynb").is_file():
        yield f"{where(manifest, 'app')}: app: and app.ipynb go together; one of them is missing. Add it, or drop the other."
    for field in ("builds_on", "pairs_with"):
        for n, key in enumerate(getattr(module, field)):
            if fault := known.module_fault(key):
                yield f"{where(manifest, field, n)}: {fault}"
    yield from twice(manifest, "outcomes", module.outcomes)
    yield from _quiz(module)
    yield from _workshop(module)


def _quiz(module: Module) -> Iterator[str]:
    manifest, quiz = module.folder / "module.yml", module.folder / "quiz.yml"
    outcomes = {outcome.id: n for n, outcome in enumerate(module.outcomes)}
    asked = {question.outcome for question in module.questions}
    for name, n in outcomes.items():
        if name not in asked:
            yield (
                f"{quiz}: outcome “{name}” has no question. Write one, or take the outcome out of "
                f"{where(manifest, 'outcomes', n)}."
            )
    for n, question in enumerate(module.questions):
        if question.outcome not in outcomes:
            place = where(quiz, "questions", n, "outcome")
            yield f"{place}: outcome “{question.outcome}” is not in module.yml. {_near(question.outcome, outcomes)}"
    ids = [question.id for question in module.questions]
    for n, name in enumerate(ids):
        if name in ids[:n]:
            yield f"{where(quiz, 'questions', n, 'id')}: two questions are called “{name}”. Give each its own id."


def _workshop(module: Module) -> Iterator[str]:
    """Add up the hour, and the half hour and the two hours where a plan gives them.

    What else a pack needs of a plan is looked at by ``course.packs.faults``, which ``course check`` calls too.
    """
    activities, path = module.activities, module.folder / "workshop.md"
    fields = {WORKSHOP_MINUTES: "minutes"}
    fields |= {30: "in_30"} if any(a.in_30 for a in activities) else {}
    fields |= {120: "in_120"} if any(a.in_120 for a in activities) else {}
    for length, field in fields.items():
        total = sum(a.minutes_in(length) for a in activities)
        if total != length:
            yield (
                f"{path}, line {workshop.first_line(path)}: the activities take {total} minutes; "
                f"the plan is for {length}. Change a {field}: line."
            )


def _cycles(course: Catalogue) -> Iterator[str]:
    graph = {key: set(module.builds_on) & set(course.modules) for key, module in course.modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring = error.args[1]
        module = course.modules[ring[1]]
        place = where(module.folder / "module.yml", "builds_on", module.builds_on.index(ring[0]))
        told = " builds on ".join(reversed(ring))
        yield f"{place}: builds_on runs in a ring: {told}. Take one of these relations out."


def _strand_pages(course: Catalogue) -> Iterator[str]:
    for stem, strand in course.strand_pages.items():
        if strand.id not in course.strands or strand.id != stem:
            place = where(strand.page, "id", key="strand")
            yield f"{place}: the page {stem}.md says strand {strand.id}. Both must be a strand of modules/modules.yml."


def _pathway(pathway: Pathway, course: Catalogue, known: Known) -> Iterator[str]:
    def at(*place):
        return where(pathway.page, *place, key="pathway")

    complete = True
    for s, step in enumerate(pathway.steps):
        for t, take in enumerate(step.takes):
            if not take.module:
                continue
            place = ("steps", s, "takes", t)
            if fault := known.module_fault(take.module):
                yield f"{at(*place, 'module')}: {fault}"
                complete = False
            elif take.module not in course.module_keys():
                complete = False  # its folder has faults of its own, told elsewhere
            elif (taking := course.taking(take.module)) is None:
                yield f"{at(*place, 'module')}: {take.module} has no minutes yet. Plan them in modules/modules.yml."
                complete = False
            elif not taking.of(take.dose):
                doses = ", ".join(name for name in (*taking.model_dump(exclude_none=True), "workshop"))
                yield f"{at(*place, 'dose')}: {take.module} has no {take.dose} dose. It has: {doses}."
                complete = False
    claim, total = pathway.claims, complete and course.minutes_of(pathway)
    if complete and claim and abs(total - claim.minutes) > claim.tolerance:
        yield (
            f"{at('claims', 'minutes')}: the steps take {total} minutes; the page claims {claim.minutes}, "
            f"give or take {claim.tolerance}. Change a step or the claim."
        )


def _case(case: Case, known: Known) -> Iterator[str]:
    def at(*place):
        return where(case.page, *place, key="case")

    for n, key in enumerate(case.modules):
        if fault := known.module_fault(key):
            yield f"{at('modules', n)}: {fault}"
    for n, source in enumerate(case.sources):
        if source != THE_DOCUMENT and (fault := known.source_fault(source)):
            yield f"{at('sources', n)}: {fault}"
    for n, figure in enumerate(case.figures):
        if figure.source != THE_DOCUMENT and (fault := known.source_fault(figure.source)):
            yield f"{at('figures', n, 'source')}: {fault} Or write: {THE_DOCUMENT}."


def _cards(course: Catalogue, known: Known) -> Iterator[str]:
    path = course.root / "book" / "reading-cards.yml"
    for n, card in enumerate(course.cards.values()):
        if fault := known.source_fault(card.source):
            yield f"{where(path, 'cards', n, 'source')}: {fault}"
        for m, key in enumerate(card.modules):
            if fault := known.module_fault(key):
                yield f"{where(path, 'cards', n, 'modules', m)}: {fault}"


def _opportunities(course: Catalogue) -> Iterator[str]:
    if course.opportunities:
        yield from twice(course.root / "book" / "opportunities.yml", "offers", course.opportunities.offers)


def _promises(course: Catalogue) -> Iterator[str]:
    path = course.root / "book" / "promises.yml"
    for n, promise in enumerate(course.promises.values()):
        for k, name in enumerate(promise.kept_by):
            if fault := find_artefact(course, name).fault:
                yield f"{where(path, 'promises', n, 'kept_by', k)}: {promise.id}: {fault}"


def _roles(course: Catalogue, known: Known) -> Iterator[str]:
    path = course.root / "book" / "roles.yml"
    for field, held in (("roles", course.roles), ("aims", course.aims)):
        for n, one in enumerate(held.values()):
            for m, first in enumerate(one.first):
                if fault := known.module_fault(getattr(first, "module", first)):
                    yield f"{where(path, field, n, 'first', m)}: {fault}"
            for m, name in enumerate(one.pathways):
                if name not in course.pathways:
                    near = _near(name, course.pathways)
                    yield f"{where(path, field, n, 'pathways', m)}: there is no book/pathways/{name}.md. {near}"
            for m, strand in enumerate(getattr(one, "strands", [])):
                if strand not in course.strands:
                    near = _near(strand, course.strands)
                    yield f"{where(path, field, n, 'strands', m)}: there is no strand “{strand}”. {near}"
