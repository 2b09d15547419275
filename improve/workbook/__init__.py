"""The project workbook: one improvement project from aim to report, filled in, drawn and shared with no code.

>>> from improve.workbook import Desk
>>> desk = Desk()
>>> desk.put(("title",), "Falls on Ward 7")
''
>>> desk.project.title
'Falls on Ward 7'
"""

from .desk import Answer, Desk

__all__ = ["Answer", "Desk", "workbook"]


def workbook():
    """Return the workbook, to stand as the last expression of a cell."""
    from .bench import Workbook

    return Workbook()
