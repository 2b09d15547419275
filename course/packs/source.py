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

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.module.folder / "workshop.md")

    @cached_property
    def shown(self) -> list[str]:
        """What each code cell of the plan shows, as HTML."""
        return cells.run(self.plan.cells, self.module.folder)

    @cached_property
    def outcomes(self) -> dict[str, str]:
        return {outcome.id: outcome.text for outcome in self.module.outcomes}
