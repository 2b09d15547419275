"""Reads the course below a folder, each file once, gathering every fault before it stops."""

import gc
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from course import yaml_lines
from course.catalogue import crosschecks
from course.catalogue.cards import ReadingCards
from course.catalogue.cases import Case
from course.catalogue.modules import FILES, Module, Plan, Planned, StrandPage, Taking
from course.catalogue.opportunities import Opportunities
from course.catalogue.pathways import Pathway
from course.catalogue.promises import Promises
from course.catalogue.roles import Roles
from course.catalogue.whole import Catalogue
from course.yaml_lines import ManifestError

ENTRY = re.compile(r"^\s*@\w+\s*\{\s*([^,\s]+)\s*,", re.MULTILINE)

M = TypeVar("M", bound=BaseModel)


def find(root: Path, name: str) -> Path | None:
    """Return the notebook that is served under a name: a module's practice, or the tool it teaches.

    Looks at the one module alone, so that a fault in another does not stand in a learner's way. A tool that belongs to no
    module stands in ``apps/`` under its own name.
    """
    if re.fullmatch(r"[a-z0-9-]+", name) and (own := root / "apps" / f"{name}.ipynb").is_file():
        return own
    for manifest in (root / "modules").glob("*/*/module.yml"):
        if manifest.parent.name == name:
            return manifest.parent / "practice.ipynb"
        if yaml_lines.field(manifest, "app") == name:
            return manifest.parent / "app.ipynb"
    return None


def load(root: Path) -> Catalogue:
    """Read and cross-check the course below ``root``.

    A part of the library that a copy of the course does not have is not missed.

    Raises
    ------
    ManifestError
        With a sentence for each fault: its file, its line and its cure.
    """
    with without_collection():
        return _load(root)


@contextmanager
def without_collection() -> Iterator[None]:
    """Spare the collector: reading makes very many small objects and hardly a cycle, and looking for some takes a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load(root: Path) -> Catalogue:
    problems: list[str] = []
    plan = yaml_lines.read(root / "modules" / "modules.yml", Plan)
    modules = _modules(root, problems)
    book = root / "book"
    cards = _optional(book / "reading-cards.yml", ReadingCards, problems)
    promises = _optional(book / "promises.yml", Promises, problems)
    people = _optional(book / "roles.yml", Roles, problems)
    pathways = _pages(book / "pathways", Pathway, "pathway", problems)
    course = Catalogue.model_construct(  # its parts are validated already, each where its line is known
        root=root,
        strands=_with_those_outside_the_plan(plan, modules),
        modules={module.key: module for module in modules},
        strand_pages=_pages(book / "strands", StrandPage, "strand", problems),
        pathways=dict(sorted(pathways.items(), key=lambda item: (item[1].order, item[1].title))),
        cases=_pages(book / "cases", Case, "case", problems),
        cards={card.id: card for card in cards.cards} if cards else {},
        opportunities=_optional(book / "opportunities.yml", Opportunities, problems),
        promises={promise.id: promise for promise in promises.promises} if promises else {},
        roles={role.id: role for role in people.roles} if people else {},
        aims={aim.id: aim for aim in people.aims} if people else {},
        sources=_sources(book / "references.bib"),
    )
    problems += crosschecks.twice(book / "reading-cards.yml", "cards", cards.cards if cards else [])
    problems += crosschecks.twice(book / "promises.yml", "promises", promises.promises if promises else [])
    for field in ("roles", "aims"):
        problems += crosschecks.twice(book / "roles.yml", field, getattr(people, field, []))
    problems += crosschecks.faults(course)
    if problems:
        raise ManifestError(problems)
    return course


def _modules(root: Path, problems: list[str]) -> list[Module]:
    """Return the modules that are whole, so that no fault is told twice and nothing is built on half of one."""
    whole = []
    for manifest in sorted((root / "modules").glob("*/*/module.yml")):
        folder = manifest.parent
        there = set(os.listdir(folder))
        absent = [name for name in FILES if name not in there]
        problems += [
            f"{folder / name} is missing. Every module needs it: see CONTRIBUTING.md." for name in absent
        ]
        module = _try(lambda: yaml_lines.read(manifest, Module, folder=folder), problems)  # noqa: B023
        if module is None or absent:
            continue
        questions = _try(lambda: module.questions, problems)  # noqa: B023
        activities = _try(lambda: module.activities, problems)  # noqa: B023
        if questions is not None and activities is not None:
            whole.append(module)
    return whole


def _with_those_outside_the_plan(plan: Plan, modules: list[Module]) -> dict[str, BaseModel]:
    """Return the strands, each with the modules that stand in its folder and not in the plan at its end."""
    strands = dict(plan.strands)
    for module in modules:
        strand = strands.get(module.strand)
        if strand is None or any(m.id == module.id for m in strand.modules):
            continue
        minutes = Taking(**module.doses.model_dump())
        extra = Planned(id=module.id, code=module.code, title=module.title, minutes=minutes)
        strands[module.strand] = strand.model_copy(update={"modules": [*strand.modules, extra]})
    return strands


def _pages(folder: Path, model: type[M], key: str, problems: list[str]) -> dict[str, M]:
    """Return what the pages of a folder hold under ``key`` in their front matter, by file name."""
    found = {}
    for page in sorted(folder.glob("*.md")):
        given = {} if key == "strand" else {"id": page.stem}  # a strand's page names its strand itself
        part = _try(lambda: yaml_lines.read(page, model, key, page=page, **given), problems)  # noqa: B023
        if part is not None:
            found[page.stem] = part
    return found


def _optional(path: Path, model: type[M], problems: list[str]) -> M | None:
    return _try(lambda: yaml_lines.read(path, model), problems) if path.is_file() else None


def _sources(bibliography: Path) -> frozenset[str]:
    text = bibliography.read_text(encoding="utf-8") if bibliography.is_file() else ""
    return frozenset(ENTRY.findall(text))


def _try(read: Callable[[], M], problems: list[str]) -> M | None:
    try:
        return read()
    except ManifestError as error:
        problems += error.problems
        return None
