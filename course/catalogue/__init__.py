"""Reads everything that authors write as data, once, and gives plain, validated objects to whoever makes something of it."""

from course.catalogue.cards import ReadingCard, ReadingCards
from course.catalogue.cases import Case, Figure
from course.catalogue.loading import find, load
from course.catalogue.modules import (
    FILES,
    Doses,
    Module,
    Option,
    Outcome,
    Planned,
    Question,
    Quiz,
    Strand,
    Taking,
    Vocabulary,
)
from course.catalogue.opportunities import Offer, Opportunities
from course.catalogue.pathways import Pathway, Step, Take
from course.catalogue.plain import WORKSHOP_MINUTES, Plain
from course.catalogue.promises import Promise, Promises
from course.catalogue.roles import Aim, Role, Roles, Suggestion
from course.catalogue.whole import Catalogue

__all__ = [
    "FILES",
    "WORKSHOP_MINUTES",
    "Aim",
    "Case",
    "Catalogue",
    "Doses",
    "Figure",
    "Module",
    "Offer",
    "Opportunities",
    "Option",
    "Outcome",
    "Pathway",
    "Plain",
    "Planned",
    "Promise",
    "Promises",
    "Question",
    "Quiz",
    "ReadingCard",
    "ReadingCards",
    "Role",
    "Roles",
    "Step",
    "Strand",
    "Suggestion",
    "Take",
    "Taking",
    "Vocabulary",
    "find",
    "load",
]
