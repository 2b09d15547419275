"""The pages for the team: the plan to say aloud, the run sheet, slides, cards, polls, lists, the truth, the forms."""

import re
from functools import lru_cache
from importlib.resources import files

import yaml

from course.packs import slides as deck
from course.packs.desk import Desk, Page, no_breaks
from course.packs.words import Writer
from course.workshop import BREAK, WRITTEN, Block, minute

MODE_FIELD = {"online": "online", "hybrid": "hybrid", "no-tech": "no_tech"}
MODE_NAME = {
    "online": "Online",
    "hybrid": "In a room and online at once",
    "no-tech": "No laptops and no wifi",
}
MODE_LEAD = {"online": "Online.", "hybrid": "Both at once.", "no-tech": "Without laptop"}
TIME_WORDS = re.compile(
    r"\b(?:(?:the|this|a|one|two|three|four|five|six|seven|eight|nine|ten|half an|\d+) )?(?:minutes?|hour)\b(?![^<]*>)"
)
KNOWN = (
    "At a glance",
    "The day before",
    "The hour",
    "Handout",
    "What may be adapted",
    "Other forms",
    "Afterwards",
    "One page",
)
ANSWERED = 0.4  # of those who came, in the example of what cards can tell


def facilitator(desk: Desk, page: Page) -> str:
    """The plan to run the hour from."""
    writer, here = desk.writer(), {block.activity.title for block in desk.blocks}
    intro = re.sub(r"(?s)\A---\n.*?\n---\n", "", desk.plan.sections[""])
    intro = re.sub(r"^# .+$|^```\{cell\} \d+\n```$", "", intro, flags=re.M)
    found = re.split(r"\n\s*\n", desk.plan.section("Other forms"))
    leads = ("**Twelve people", "**Sixty people", "**If something breaks")
    breaks = "\n\n".join(paragraph.strip() for paragraph in found if paragraph.strip().startswith(leads))
    return desk.draw(
        "facilitator.html",
        page,
        writer,
        intro=(_marked if desk.moved else str)(writer.html(intro)),
        blocks=[block(desk, b, writer) for b in desk.blocks],
        half=writer.html(desk.plan.paragraph("Half an hour", "Other forms")),
        breaks=writer.html(breaks),
        left_out=[a.title for a in desk.plan.activities if a.title not in here and a.minutes],
        mode=writer.html(desk.plan.paragraph(MODE_LEAD[desk.order.mode], "Other forms"))
        if desk.order.mode in MODE_LEAD
        else "",
        mode_name=MODE_NAME.get(desk.order.mode),
        adapt=desk.adapt(writer),
    )


def block(desk: Desk, block: Block, writer: Writer) -> dict:
    """A block as its template wants it."""
    activity, mark = block.activity, _marked if desk.order.length != WRITTEN else str
    mode = getattr(activity, MODE_FIELD[desk.order.mode]) if desk.order.mode in MODE_FIELD else None
    texts = ("purpose", "materials", "listen_for", "wrong_answers", "when_late")
    return {
        **{name: writer.html(getattr(activity, name)) for name in texts if activity.title != BREAK},
        "title": activity.title,
        "clock": block.clock,
        "minutes": block.minutes,
        "written": activity.minutes,
        "changed": block.changed,
        "shorter": block.changed and block.minutes < activity.minutes,
        "guest": activity.guest,
        "at": f"{desk.at(block.start)} to {desk.at(block.end)}" if desk.order.start else "",
        "outcomes": [desk.source.outcomes[o] for o in activity.outcomes],
        "say": mark(writer.html(activity.say)),
        "body": mark(writer.html(block.body)),
        "mode": writer.html(mode) if mode else "",
    }


def run_sheet(desk: Desk, page: Page) -> str:
    """One table of blocks that the clock reads, and one line for each step."""
    writer = desk.writer()
    rows = [
        {
            "minute": f"{minute(a)}–{minute(b)}",
            "at": desk.at(a),
            "title": block.activity.title,
            "what": what,
            "first": n == 0,
        }
        for block, n, a, b, what in desk.steps(writer)
    ]
    return desk.draw("run-sheet.html", page, blocks=desk.blocks, rows=rows, clock=True)


def team(desk: Desk, page: Page) -> str:
    """Pre-brief and debrief lists around the plan's own."""
    writer = desk.writer()
    after = no_breaks(desk.plan.section("Afterwards"))
    return desk.draw(
        "team.html",
        page,
        writer,
        before=writer.html(no_breaks(desk.plan.section("The day before"))),
        after=writer.html(after),
    )


def role_cards(desk: Desk, page: Page) -> str:
    """What each role does in every workshop, and in this one."""
    writer = desk.writer()
    shared = shared_roles()
    own = {role.name: role for role in desk.plan.roles}
    cards = []
    for name in [*shared, *(name for name in own if name not in shared)]:
        role = own.get(name)
        cards.append(
            {
                "name": name,
                "particular": bool(role),
                **shared.get(name, {}),
                "note": writer.line(role.note) if role else "",
                "own_before": writer.line(role.before) if role else "",
                "own_during": writer.line(role.during) if role else "",
            }
        )
    return desk.draw("role-cards.html", page, writer, roles=cards, blocks=desk.blocks)


def polls(desk: Desk, page: Page) -> str:
    """The polls of this form."""
    writer = desk.writer()
    found = [
        {
            "number": p.number,
            "activity": p.activity,
            "minute": minute(at),
            "question": writer.line(p.question),
            "options": list(map(writer.line, p.options)),
        }
        for p, at in desk.polls()
    ]
    return desk.draw("polls.html", page, writer, polls=found)


def prose(desk: Desk, page: Page, titles: list[str]) -> str:
    """Sections of the plan as they stand."""
    writer = desk.writer()
    parts = [
        {"title": writer.timed(title), "html": writer.html(no_breaks(desk.plan.sections[title]))}
        for title in titles
    ]
    return desk.draw("prose.html", page, writer, parts=parts)


def truth(desk: Desk, page: Page) -> str:
    """What hosts know and participants must not."""
    truth = [title for title in desk.plan.sections if title.startswith("The truth")]
    more = [
        title for title in desk.plan.sections if title and title not in truth and not title.startswith(KNOWN)
    ]
    return prose(desk, page, truth + more)


def guest(desk: Desk, page: Page) -> str:
    """The page of whoever runs one activity."""
    return prose(desk, page, [title for title in desk.plan.sections if title.startswith("One page")])


def entry(desk: Desk, page: Page) -> str:
    """The sheet for paper results."""
    return desk.draw("entry.html", page, rows=desk.lines())


def feedback(desk: Desk, page: Page) -> str:
    """A form to copy, and what such forms can tell."""
    writer, people = desk.writer(), desk.order.people
    some = max(2, round(ANSWERED * people))
    own = desk.plan.paragraph("Feedback that people give", "Afterwards", lead=True)
    return desk.draw(
        "feedback.html",
        page,
        writer,
        own=writer.html(own),
        some=some,
        rest=people - some,
        share=round(100 * some / people),
        bound=round(100 * (1 - 0.05 ** (1 / some))),
    )


def slides(desk: Desk, page: Page, template: str = "slides.html") -> str:
    """The deck."""
    writer = desk.writer()
    found = deck.slides(desk.source, desk.order, desk.blocks, writer)
    return desk.draw(template, page, slides=found)


def flipchart(desk: Desk, page: Page) -> str:
    """The deck's words, for paper."""
    return slides(desk, page, "flipchart.html")


@lru_cache(maxsize=1)
def shared_roles() -> dict[str, dict]:
    """Return what each role does in every workshop."""
    return yaml.safe_load((files("course") / "packs" / "roles.yml").read_text(encoding="utf-8"))


def _marked(html: str) -> str:
    return TIME_WORDS.sub(lambda found: f"<mark>{found[0]}</mark>", html)
