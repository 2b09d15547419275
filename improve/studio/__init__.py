"""The chart studio: from a spreadsheet to a chart with its reading, record and exports, and a board of many.

Everything but `studio()` is a plain function. Nothing is stored and nothing leaves the machine.

>>> import pandas as pd
>>> frame = pd.DataFrame({"date": pd.date_range("2024-01-01", periods=24, freq="MS"), "value": [5, 7] * 12})
>>> proposal = propose(frame)
>>> chart = make_chart(frame, proposal.kind)
>>> svg(chart)[:4]
'<svg'
"""

from .boards import Board, BoardRow, board, board_csv, board_html, frames_of
from .drawing import sparkline, svg
from .exporting import SMALL, to_csv, without_small_numbers
from .making import make_chart, rule_sets_for, words_for
from .marks import KINDS_OF_MARK, Marks, read_marks
from .proposing import ASSUMES, Proposal, assumes, propose
from .report import report_html

__all__ = [
    "ASSUMES",
    "KINDS_OF_MARK",
    "SMALL",
    "Board",
    "BoardRow",
    "Marks",
    "Proposal",
    "assumes",
    "board",
    "board_csv",
    "board_html",
    "frames_of",
    "make_chart",
    "propose",
    "read_marks",
    "report_html",
    "rule_sets_for",
    "sparkline",
    "studio",
    "svg",
    "to_csv",
    "without_small_numbers",
    "words_for",
]


def studio():
    """Return the panel of the chart studio, to stand as the last expression of a cell."""
    from .panel import Studio

    return Studio()
