"""Who comes, in the words they use of themselves, and what they come for: what "Find your way" proposes from."""

from typing import Annotated

from pydantic import Field

from course.catalogue.plain import Dose, Key, Plain, Slug, Words


class Suggestion(Plain):
    """A module to begin with, ready or not, and why this reader in particular might."""

    module: Key
    why: Words


class Role(Plain):
    """People with one kind of work. A module is for them if an audience in its ``module.yml`` has one of ``audiences``."""

    id: Slug
    title: Words
    words: Annotated[list[Words], Field(min_length=1)]  # what they call themselves
    wants: Annotated[Words, Field(description="Say in a sentence what they usually want")]
    audiences: Annotated[list[Words], Field(min_length=1)]
    first: Annotated[list[Suggestion], Field(min_length=1)]
    pathways: Annotated[list[Slug], Field(min_length=1)]
    dose: Dose | None = None  # where they mostly want one kind of thing, such as a workshop to run


class Aim(Plain):
    """Something that people come for. Modules of its strands serve it, those in ``first`` before the others."""

    id: Slug
    title: Words
    words: list[Words] = []
    strands: list[Slug] = []
    first: list[Key] = []
    pathways: list[Slug] = []
    dose: Dose | None = None


class Roles(Plain):
    """``book/roles.yml``."""

    roles: list[Role]
    aims: list[Aim]
