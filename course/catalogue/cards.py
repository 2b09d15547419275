"""A reading card as data: what a source claims, how it knows, and what would change my mind."""

from typing import Annotated

from pydantic import Field

from course.catalogue.plain import Key, Plain, Slug, Words


class ReadingCard(Plain):
    id: Slug
    title: Words
    authors: Words
    year: Annotated[Words, Field(coerce_numbers_to_str=True)]
    source: Annotated[Words, Field(description="Name its key in book/references.bib")]
    claim: Words
    method: Words
    change_my_mind: Annotated[Words, Field(description="Say what would change your mind about the claim")]
    modules: list[Key] = []
    how_checked: Annotated[Words, Field(description="Say what was seen of the source, and where")]


class ReadingCards(Plain):
    """``book/reading-cards.yml``."""

    cards: list[ReadingCard]
