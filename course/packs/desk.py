"""What every page of a pack needs: the plan in one form, a writer for its words, templates, and the order."""

import re
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, select_autoescape

from course import settings
from course.packs import diary, entry
from course.packs.library import Library
from course.packs.order import MODES, Order, minute_of, said
from course.packs.source import Source
from course.packs.words import Writer
from course.workshop import WRITTEN, form

TEMPLATES = Environment(
    loader=ChoiceLoader(
        [FileSystemLoader(str(files("course") / part / "templates")) for part in ("packs", "site")]
    ),
    autoescape=select_autoescape(),
    trim_blocks=True,
)
BREAK_DIV = re.compile(r'^<div class="page-break".*</div>\s*$', re.M)


@dataclass(frozen=True)
class Page:
    """A page of the pack as the index tells of it."""

    file: str
    name: str
    what: str
    hosts: bool = True
    pdf: str = ""


class Desk:
    """One order for one workshop, with everything that its pages are written from."""

    def __init__(self, source: Source, order: Order, assets_at: str):
        self.assets_at = assets_at
        self.source, self.order, self.plan = source, order, source.plan
        self.module, self.settings = source.module, settings.load(source.root)
        self.blocks = form(self.plan.activities, order.length)
        self.moved = minute_of(self.plan, self.blocks) if order.length != WRITTEN else None
        self.unknown: list[str] = []

    def session(self) -> diary.Session:
        words = (
            f"{self.module.promise}\n{self.order.people} people, {self.order.named}. Print the day before."
        )
        return diary.Session(self.module.key, self.module.title, self.order.start, self.order.length, words)

    def writer(self) -> Writer:
        page = f"modules/{self.module.key}/"
        library = Library(self.source.root / "book" / "references.bib")
        writer = Writer(self.source.shown, library, self.moved, self.order.site, page)
        writer.unknown = self.unknown
        return writer

    def draw(self, template: str, page: Page, writer: Writer | None = None, **more) -> str:
        return TEMPLATES.get_template(template).render(
            name=page.name,
            file=page.file.removesuffix(".html"),
            hosts=page.hosts,
            module=self.module,
            order=self.order,
            settings=self.settings,
            said=said,
            modes=MODES,
            at=self.at,
            assets=self.assets_at,
            sources=writer.library.listed() if writer else "",
            **more,
        )

    def at(self, minutes: float) -> str:
        return f"{self.order.start + timedelta(minutes=minutes):%H:%M}" if self.order.start else ""

    def adapt(self, writer: Writer) -> str:
        return writer.html(no_breaks(self.plan.section("What may be adapted")))

    def steps(self, writer: Writer):
        """Every step of every block: what is done, without what is said and asked there."""
        for block in self.blocks:
            texts = re.split(r"\*\*[\d½]+–[\d½]+", block.body)[1:]
            for n, (a, b) in enumerate(block.steps):
                yield block, n, a, b, writer.line(first_paragraph(texts[n]))
            if not block.steps:
                yield block, 0, block.start, block.end, writer.line(block.activity.say)

    def polls(self) -> list[tuple]:
        """The polls of this form, each with the minute at which it is asked."""
        blocks = {block.activity.title: block for block in self.blocks}
        return [(p, blocks[p.activity].steps[p.step][0]) for p in self.plan.polls if p.activity in blocks]

    def lines(self) -> list[entry.Line]:
        return entry.lines(self.plan, self.blocks, self.order.people)


def no_breaks(text: str) -> str:
    return BREAK_DIV.sub("", text)


def first_paragraph(text: str) -> str:
    """Return the first paragraph of a step, without what closes its time (“.**”, “. Cycle 1.**”)."""
    text = re.sub(r"\n\d+\.\s*\Z", "", text)  # the number of the step that follows
    text = re.sub(r"\A[.:]?\s*\*\*\s*", "", text)
    text = re.sub(r"\A[.:]\s*([^*\n]+?)\*\*\s*", r"**\1** ", text)
    return " ".join(re.split(r"\n\s*\n|\n\d+\. ", text.strip())[0].split())
