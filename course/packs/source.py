"""A module's workshop, read and run once, from which packs of every length and mode are made."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from course.catalogue import Module
from course.packs import cells
from course.packs.plan import Plan


@dataclass
class Source:
    """What a pack is made from. Nothing is read or run before it is needed, and nothing twice."""

    module: Module
    root: Path
    trust_build: bool = (
        False  # the library may have changed since a page was built; only the build itself knows
    )

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.module.folder / "workshop.md")

    @cached_property
    def shown(self) -> list[str]:
        """What each code cell of the plan shows, as HTML: as the site's build has it, or else run now."""
        executed = self.root / "_build" / "jupyter_execute" / "modules" / self.module.key / "workshop.ipynb"
        if self.trust_build and (found := cells.ready(self.plan.cells, executed)) is not None:
            return found
        return cells.run(self.plan.cells, self.module.folder)

    @cached_property
    def outcomes(self) -> dict[str, str]:
        return {outcome.id: outcome.text for outcome in self.module.outcomes}
