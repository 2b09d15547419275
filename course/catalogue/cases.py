"""A case as data: where and when, its figures each with a source, what worked, what did not, and its limits."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from course.catalogue.plain import Confidence, Key, Plain, Slug, Words

THE_DOCUMENT = "the source document"  # the one source that is not an entry of book/references.bib


class Figure(Plain):
    value: Words
    what: Words
    source: Annotated[Words, Field(description=f"Name a key of book/references.bib, or “{THE_DOCUMENT}”")]
    confidence: Confidence


class Case(Plain):
    """The front matter of ``book/cases/<id>.md``."""

    page: Path
    id: Slug
    title: Words
    place: Words
    years: Annotated[Words, Field(coerce_numbers_to_str=True)]
    setting: Words
    sources: Annotated[list[Words], Field(min_length=1)]
    modules: Annotated[list[Key], Field(min_length=1)]
    words: list[Words]
    figures: list[Figure]
    worked: Words
    did_not_work: Annotated[Words, Field(description="Say what did not work, or exactly: not reported")]
    limits: Annotated[Words, Field(description="Say what this case cannot show")]
