"""Figures to learn from, each with its source, units and licence; and a reader for figures of one's own."""

from .library import describe, england_emergency, semmelweis_monthly, semmelweis_yearly
from .own import read_csv
from .problems import DataProblem, Problem

__all__ = [
    "DataProblem",
    "Problem",
    "describe",
    "england_emergency",
    "read_csv",
    "semmelweis_monthly",
    "semmelweis_yearly",
]
