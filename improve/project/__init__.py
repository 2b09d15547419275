"""The project file that travels with a learner: one open document, from the first two lines to the control plan.

>>> from improve.project import Project, load, review, save
>>> project = Project(title="Falls on Ward 7", charter={"aim": {"statement": "Fewer falls by Easter."}})
>>> load(save(project))[0] == project
True
>>> review(project)[0].what
'The aim does not say how much.'

`load` and `save` keep it, `recover` reads what it can of a damaged file, `change` changes a part and checks it,
`review` says what could be stronger, `draw_drivers`, `draw_process`, `draw_ramp` and `redraw` draw it, and
`summary_html`, `report_html` and `case` share it.
"""

from . import caution
from .charting import frame_of, redraw, series_from
from .drawing import Drawing, draw_chart, draw_drivers, draw_process, draw_ramp
from .export import case, case_yaml, report_html, summary_html
from .files import change, load, recover, save
from .model import FORMAT, VERSION, Project
from .problems import ProjectProblem
from .published import schema
from .reviewing import Finding, review

__all__ = [
    "FORMAT",
    "VERSION",
    "Drawing",
    "Finding",
    "Project",
    "ProjectProblem",
    "case",
    "case_yaml",
    "caution",
    "change",
    "draw_chart",
    "draw_drivers",
    "draw_process",
    "draw_ramp",
    "example",
    "frame_of",
    "load",
    "recover",
    "redraw",
    "report_html",
    "review",
    "save",
    "schema",
    "series_from",
    "summary_html",
]


def example() -> Project:
    """Return an invented project with every part filled in, to look at and to take apart.

    Examples
    --------
    >>> example().invented
    True
    """
    from pathlib import Path

    return load(Path(__file__).with_name("example.json"))[0]
