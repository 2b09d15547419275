"""A board's pack of numbers, read twice: by the colour of each month, and as charts with the truth to score against.

>>> round(colour_changes(0.5), 1)
9.8
"""

from .desk import VerdictDesk
from .drawing import many_small, traffic_lights
from .judging import VERDICTS, Score, planted, score
from .pack import AMBER, RULES, asked, chart, colour_changes, colours, pack, table_of

__all__ = [
    "AMBER",
    "RULES",
    "VERDICTS",
    "Score",
    "VerdictDesk",
    "asked",
    "chart",
    "colour_changes",
    "colours",
    "many_small",
    "pack",
    "planted",
    "score",
    "table_of",
    "traffic_lights",
]
