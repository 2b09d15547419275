"""Learning that others offer, as data: who it is for, how long, what it costs, who may enter, when that was checked."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from course.catalogue.plain import Confidence, Plain, Slug, Words

Kind = Literal["university course", "short course", "fellowship", "online", "network", "free course"]
Cost = Literal["free", "paid", "unknown"]
Entry = Literal["none", "professional registration", "employment", "selection", "unknown"]


class Offer(Plain):
    id: Slug
    name: Words
    provider: Words
    kind: Kind
    roles: Annotated[list[Words], Field(min_length=1)]
    hours: Annotated[float, Field(gt=0)] | None = None
    cost: Cost
    entry: Entry
    place: Words | None = None
    name_now: Words | None = None
    status: Words
    source: Words
    checked: date
    confidence: Confidence
    notes: Words | None = None


class Count(Plain):
    """One count of the report: ``count`` things, ``of`` so many where it is a part."""

    what: Words
    count: Annotated[int, Field(ge=0)]
    of: Annotated[int, Field(gt=0)] | None = None
    note: Words | None = None


class Report(Plain):
    """The counts of the report on the education market, kept so that they can be computed again."""

    title: Words | None = None
    source: Words | None = None
    note: Words | None = None
    counts: list[Count] = []


class Opportunities(Plain):
    """``book/opportunities.yml``."""

    report: Report | None = None
    offers: list[Offer]
