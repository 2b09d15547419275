"""All that the course holds, by key: what every product starts from."""

from pathlib import Path

from course.catalogue.cards import ReadingCard
from course.catalogue.cases import Case
from course.catalogue.modules import Module, Planned, Strand, StrandPage, Taking
from course.catalogue.opportunities import Opportunities
from course.catalogue.pathways import Pathway, Step, Take
from course.catalogue.plain import Plain
from course.catalogue.promises import Promise
from course.catalogue.roles import Aim, Role

# the page on which each dose begins; the longer doses begin with the lesson and go on in its notebooks
PAGES = {"bite": "bite", "workshop": "workshop"}


class Catalogue(Plain):
    """The plan of modules, those that are ready by ``strand/id``, and the library around them."""

    root: Path
    strands: dict[str, Strand]
    modules: dict[str, Module]
    strand_pages: dict[str, StrandPage] = {}
    pathways: dict[str, Pathway] = {}
    cases: dict[str, Case] = {}
    cards: dict[str, ReadingCard] = {}
    opportunities: Opportunities | None = None
    promises: dict[str, Promise] = {}
    roles: dict[str, Role] = {}
    aims: dict[str, Aim] = {}
    sources: frozenset[str] = frozenset()  # the keys of book/references.bib

    def planned(self, key: str) -> Planned:
        """Return what the plan says of a module, ready or not.

        Raises
        ------
        KeyError
            If the course has no such module.
        """
        strand, _, slug = key.partition("/")
        found = next((m for m in self.strands[strand].modules if m.id == slug), None)
        if found is None:
            raise KeyError(key)
        return found

    def module_keys(self) -> list[str]:
        """Return every module, ready or not, in reading order."""
        return [f"{name}/{m.id}" for name, strand in self.strands.items() for m in strand.modules]

    def title_of(self, key: str) -> str:
        """Return the title of a module, ready or not."""
        return self.planned(key).title

    def module_at(self, folder: Path) -> Module:
        """Return the module that lives in ``folder``."""
        return next(m for m in self.modules.values() if m.folder == folder)

    def taking(self, key: str) -> Taking | None:
        """Return the minutes of a module's doses: its own where it is ready, the planned ones until then."""
        return self.modules[key].doses if key in self.modules else self.planned(key).minutes

    def page_of(self, key: str, dose: str = "foundation") -> str:
        """Return the page, from the root and without ending, on which a dose of a module begins."""
        return f"modules/{key}/{PAGES.get(dose, 'lesson')}"

    def minutes_of(self, piece: Take | Step | Pathway) -> int:
        """Return how long a thing to do, a step or a whole pathway takes, as the sum of what it is made of."""
        if isinstance(piece, Pathway):
            return sum(self.minutes_of(step) for step in piece.steps)
        if isinstance(piece, Step):
            return sum(self.minutes_of(take) for take in piece.takes)
        if piece.minutes:
            return piece.minutes
        taking = self.taking(piece.module)
        return (taking and taking.of(piece.dose)) or 0

    def modules_in(self, pathway: Pathway) -> list[str]:
        """Return the modules that a pathway takes, each once, in its order."""
        taken = (take.module for step in pathway.steps for take in step.takes if take.module)
        return list(dict.fromkeys(taken))
