"""Figures to learn from, each with its source, units and licence; and a reader for figures of one's own."""

from .library import describe, england_emergency, semmelweis_monthly, semmelweis_yearly
from .own import read_csv
from .own_tables import read_all, read_table
from .problems import DataProblem, Problem
from .roles import Roles, guess_roles
from .sheets import Sheet, is_zip_of_files, read_sheets, unzip
from .tables import Table, find_table

__all__ = [
    "DataProblem",
    "Problem",
    "Roles",
    "Sheet",
    "Table",
    "describe",
    "england_emergency",
    "find_table",
    "guess_roles",
    "is_zip_of_files",
    "read_all",
    "read_csv",
    "read_sheets",
    "read_table",
    "semmelweis_monthly",
    "semmelweis_yearly",
    "unzip",
]
