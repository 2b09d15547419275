"""What the source documents ask for, row by row: where the course keeps it, that it is not here yet, or cannot be."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from course.catalogue.plain import Plain, Words

SOURCES = {
    "REP": "The report on the education market, and its proposals",
    "DPIC": "Developing People, Improving Care: condition 4",
    "WEA": "The West of England Academy",
    "Q": "The Q community's reading list",
    "SOM": "Somerset's proposal",
}


class Promise(Plain):
    id: Annotated[str, Field(pattern=r"^[A-Z]{1,2}\d{2}$")]
    what: Words
    who: Words
    source: Literal["REP", "DPIC", "WEA", "Q", "SOM"]
    kept_by: list[Words] = []
    not_yet: Words | None = None
    cannot: Words | None = None

    @model_validator(mode="after")
    def kept_or_owned_up_to(self):
        if not (self.kept_by or self.not_yet or self.cannot):
            raise ValueError(
                "names no artefact; list it in kept_by:, or say in a sentence not_yet: or cannot:"
            )
        return self


class Promises(Plain):
    """``book/promises.yml``."""

    promises: list[Promise]
