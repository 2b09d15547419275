"""The project: one document with every part of an improvement project, all of them optional.

>>> Project(title="Falls on Ward 7").version
2
"""

from typing import Literal

from pydantic import Field, JsonValue, model_validator

from .fields import Line, Part, ask, ask_list
from .implementing import Context, ControlPlan, Economics, Evaluation, People, Spread, Strategy
from .learning import Adaptation, Cycle, Story
from .measuring import ChartChoices, DataSeries, Measure
from .theory import Charter, DriverDiagram, ProcessMap

FORMAT = "improve-project"
VERSION = 2


class Project(Part):
    """An improvement project, from the first two lines to the control plan.

    Attributes
    ----------
    title : str
    invented : bool
        True where the project is practice on invented data; every drawing and export then says so.
    charter, driver_diagram, process_map, measures, data, charts, pdsa, context, strategies, adaptations, \
people, evaluation, economics, control_plan, spread, story
        The parts. Each may be empty.
    aside : dict
        What was found in a file and could not be placed, by where it stood. Kept, never drawn.

    Examples
    --------
    >>> project = Project(title="Falls on Ward 7", charter={"aim": {"statement": "Fewer falls."}})
    >>> project.charter.aim.statement
    'Fewer falls.'
    """

    format: Literal["improve-project"] = FORMAT
    version: Literal[2] = VERSION
    title: Line = ask("A short title.")
    invented: bool = Field(default=False, strict=True, description="True for practice on invented data.")
    charter: Charter = Charter()
    driver_diagram: DriverDiagram = DriverDiagram()
    process_map: ProcessMap = ProcessMap()
    measures: tuple[Measure, ...] = ask_list("Measures with operational definitions.", 40)
    data: tuple[DataSeries, ...] = ask_list("Series of figures.", 20)
    charts: tuple[ChartChoices, ...] = ask_list("Charts, by the choices that draw them.", 40)
    pdsa: tuple[Cycle, ...] = ask_list("The log of PDSA cycles.", 200)
    context: Context = Context()
    strategies: tuple[Strategy, ...] = ask_list("Implementation strategies.", 40)
    adaptations: tuple[Adaptation, ...] = ask_list("Adaptations, by FRAME.", 200)
    people: People = People()
    evaluation: Evaluation = Evaluation()
    economics: Economics = Economics()
    control_plan: ControlPlan = ControlPlan()
    spread: Spread = Spread()
    story: Story = Story()
    aside: dict[str, JsonValue] = Field(default={}, description="What a file held that has no place here.")

    @model_validator(mode="after")
    def _ids_are_used_once(self) -> "Project":
        for what, things in self.named().items():
            ids = [thing.id for thing in things]
            twice = sorted({id for id in ids if ids.count(id) > 1})
            if twice:
                raise ValueError(f"Two {what} share the id “{twice[0]}”. Give each its own.")
        return self

    def named(self) -> dict[str, tuple]:
        """Return everything that has an id, by kind; ids are used once within a kind."""
        diagram = self.driver_diagram
        return {
            "drivers": (*diagram.primary, *diagram.secondary),
            "change ideas": diagram.change_ideas,
            "steps": self.process_map.steps,
            "measures": self.measures,
            "series": self.data,
            "charts": self.charts,
            "cycles": self.pdsa,
            "determinants": self.context.determinants,
            "strategies": self.strategies,
        }

    def find(self, kind: str, id: str):
        """Return the thing with this id, or None.

        Parameters
        ----------
        kind : str
            A key of `named`, such as "measures".
        id : str

        Examples
        --------
        >>> Project(measures=[{"id": "falls", "name": "Falls"}]).find("measures", "falls").name
        'Falls'
        """
        return next((thing for thing in self.named()[kind] if thing.id == id), None)
