"""What every manifest's model shares: no unknown field, nothing that changes after it was read, words that are not empty."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Key = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]  # a module: strand/id
Minutes = Annotated[int, Field(gt=0)]

# S seen at its source, C computed here, K general knowledge, doc stated by a source document
Confidence = Literal["S", "C", "K", "doc"]
Dose = Literal["bite", "foundation", "practitioner", "expert", "workshop"]

WORKSHOP_MINUTES = 60


class Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))
