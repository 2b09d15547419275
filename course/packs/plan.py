"""Reads the rest of a workshop plan: its sections, polls, roles, handouts and the things to bring."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from course import workshop
from course.workshop import STEP, Activity

HEADING = re.compile(r"^## (.+)$", re.M)
FENCED = re.compile(r"^(`{3,}|:{3,}).*?^\1\s*$", re.M | re.S)
CELL = re.compile(r"^(`{3,})\{code-cell\}[^\n]*\n(.*?)^\1[ \t]*$", re.M | re.S)
POLL = re.compile(r"^.*\*\*Poll (\d+)\.\*\* \*([^*]+\?)\* (.+)$", re.M)
ROLE = re.compile(r"^\| \*\*([^*]+)\*\*([^|]*)\|([^|]*)\|([^|]*)\|\s*$", re.M)
BRING = re.compile(r"^- \*\*For (?:each |the )([a-z]+)(?: of (\d+))?:\*\* (.+)$", re.M)
NUMBERS = re.compile(r"Handouts? (\d+(?:(?:, | and | to )\d+)*)")
GROUP_SIZE = 4  # small rooms of three to five


@dataclass(frozen=True)
class Poll:
    """A question to everybody, with the answers to choose from."""

    number: int
    question: str
    options: list[str]
    activity: str
    step: int  # in the activity's steps, from 0


@dataclass(frozen=True)
class Role:
    name: str
    note: str
    before: str
    during: str


@dataclass(frozen=True)
class Bring:
    """A line of the things to bring: for each person, for each group of so many, or for the hosts."""

    whom: str
    size: int | None  # people who share one set; None for the hosts
    items: list[str]

    @property
    def handouts(self) -> list[int]:
        return [n for item in self.items for n in handouts_in(item)]

    def sets(self, people: int) -> int:
        """Return how many sets so many people need."""
        return -(-people // self.size) if self.size else 1


class Plan:
    """A ``workshop.md``, read once."""

    def __init__(self, path: Path):
        self.path = path
        self.cells: list[str] = []  # the code of each cell; in the text its number stands in its place
        self.text = CELL.sub(self._numbered, path.read_text(encoding="utf-8"))

    def _numbered(self, found: re.Match) -> str:
        self.cells.append(found[2])
        return f"```{{cell}} {len(self.cells) - 1}\n```"

    @cached_property
    def activities(self) -> list[Activity]:
        return workshop.activities(self.path)

    @cached_property
    def sections(self) -> dict[str, str]:
        """The text under each second-level heading, by heading; the text before the first is under ''."""
        hidden = FENCED.sub(
            lambda found: re.sub(r"[^\n]", " ", found.group()), self.text
        )  # "## " in code is none
        marks = [(0, 0, ""), *((m.start(), m.end(), m.group(1).strip()) for m in HEADING.finditer(hidden))]
        ends = [start for start, _, _ in marks[1:]] + [len(self.text)]
        return {title: self.text[begin:end] for (_, begin, title), end in zip(marks, ends, strict=True)}

    def section(self, beginning: str) -> str:
        """Return the text of the first section whose heading begins so, or ''."""
        return next((text for title, text in self.sections.items() if title.startswith(beginning)), "")

    def paragraph(self, beginning: str, section: str, lead: bool = False) -> str:
        """Return the paragraph of a section that opens with these bold words, with or without them; or ''."""
        found = re.search(
            rf"^\*\*{re.escape(beginning)}[^*]*\*\*(.*?)(?=\n\n|\Z)", self.section(section), re.M | re.S
        )
        return found.group(0 if lead else 1).strip() if found else ""

    @cached_property
    def handouts(self) -> dict[int, str]:
        """Each handout's title by its number."""
        found = (re.match(r"Handout (\d+)\. (.+)", title) for title in self.sections)
        return {int(m.group(1)): m.group(2) for m in found if m}

    @cached_property
    def polls(self) -> list[Poll]:
        return [
            Poll(
                int(number),
                question.strip(),
                [o.strip() for o in options.strip().removesuffix(".").split("·")],
                activity.title,
                step,
            )
            for activity in self.activities
            for number, question, options, step in _polls(activity.body)
        ]

    @cached_property
    def roles(self) -> list[Role]:
        table = self.section("At a glance").partition("### Who does what")[2]
        return [Role(*(part.strip() for part in row)) for row in ROLE.findall(table)]

    @cached_property
    def bring(self) -> list[Bring]:
        sizes = {"person": 1, "pair": 2, "trio": 3}
        return [
            Bring(
                f"each {whom}" if whom != "hosts" else "the hosts",
                None if whom == "hosts" else int(size) if size else sizes.get(whom, GROUP_SIZE),
                [item.strip() for item in items.split(";") if item.strip()],
            )
            for whom, size, items in BRING.findall(self.section("At a glance"))
        ]

    @cached_property
    def downloads(self) -> list[str]:
        return list(dict.fromkeys(re.findall(r"\{download\}`[^`]*<([^`>]+)>`", self.text)))


def handouts_in(text: str) -> list[int]:
    """Return the numbers of the handouts that a text names.

    >>> handouts_in("Handouts 1, 2 and 5; later Handout 4; Handouts 7 to 9")
    [1, 2, 5, 4, 7, 8, 9]
    """
    found: list[int] = []
    for group in NUMBERS.findall(text):
        for first, _, last in re.findall(r"(\d+)( to (\d+))?", group):
            found += range(int(first), int(last or first) + 1)
    return found


def _polls(body: str) -> list[tuple[str, str, str, int]]:
    return [(*m.groups(), max(len(STEP.findall(body[: m.end()])) - 1, 0)) for m in POLL.finditer(body)]
