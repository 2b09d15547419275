"""Four things a page can ask of a learner: to predict, to explore, to check and to write.

ipywidgets is imported only when a panel is drawn, so importing this package is quick and works without it.
"""

from .checking import check
from .checks import choice, function, value
from .exploring import explore
from .feedback import Feedback
from .finding import ChecksProblem, find_checks, load_checks
from .journal import JOURNAL, Journal, JournalProblem
from .keeping import keep
from .notes import note
from .predicting import predict
from .sealing import seal

__all__ = [
    "JOURNAL",
    "ChecksProblem",
    "Feedback",
    "Journal",
    "JournalProblem",
    "check",
    "choice",
    "explore",
    "find_checks",
    "function",
    "keep",
    "load_checks",
    "note",
    "predict",
    "seal",
    "value",
]
