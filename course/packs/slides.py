"""What stands on the slides: the task of each block, its polls, and the charts that it shows."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from course.packs.order import Order, said
from course.packs.source import Source
from course.packs.words import Writer
from course.workshop import BREAK, Block

CELL = re.compile(r"```\{cell\} (\d+)\n```")
FIGURE = re.compile(r'<figure class="chart".*?</figure>', re.S)
TABLE = re.compile(r"<table.*?</table>", re.S)
HOUSE = """<ul>
<li>Nobody is tested.</li>
<li>What people say stays here; what they learn may leave.</li>
<li>No patient, no colleague and no team by name.</li>
<li>You may step out, and you may write in place of speaking.</li>
</ul>"""
MOST_ROWS = 12  # a longer table cannot be read from the last row


@dataclass(frozen=True)
class Slide:
    kind: str  # title, task, poll, chart, break, close
    title: str
    html: str
    notes: str = ""


def slides(source: Source, order: Order, blocks: list[Block], writer: Writer) -> list[Slide]:
    """Return the deck: handouts while people work, then the polls, and what is revealed last of all."""
    module = source.module
    day = f"<p>{said(order.start)}</p>" if order.start else ""
    found = [
        Slide(
            "title",
            module.title,
            f"<p>{escape(module.promise)}</p>{day}<p class='minutes'>{order.length} minutes</p>",
        ),
        Slide("title", "How we treat each other", HOUSE),
    ]
    for block in blocks:
        activity = block.activity
        notes = writer.html(activity.say)
        if activity.title == BREAK:
            found.append(Slide("break", f"Break: {block.minutes} minutes", writer.html(activity.say)))
            continue
        task = writer.html(activity.screen) if activity.screen else asked(notes)
        minutes = f"<p class='minutes'>{block.minutes} minutes</p>"
        found.append(Slide("task", activity.title, task + minutes, notes))
        shown = [(name, *_charts(source, name)) for name in activity.show]
        found += [
            slide
            for name, heading, html in shown
            if name.startswith("Handout")
            for slide in _each(heading, html)
        ]
        for poll in source.plan.polls:
            if poll.activity == activity.title:
                options = "".join(f"<li>{writer.line(option)}</li>" for option in poll.options)
                question = f"<p>{writer.line(poll.question)}</p><ol class='letters'>{options}</ol>"
                found.append(Slide("poll", f"Poll {poll.number}", question))
        found += [
            slide
            for name, heading, html in shown
            if not name.startswith("Handout")
            for slide in _each(heading, html)
        ]
    return found


def asked(said_html: str) -> str:
    """Return what people are asked to do: the sentences with a “please” in them, for plans that say no more."""
    sentences = re.findall(r"[^.?>]*\b[Pp]lease\b[^.?<]*[.?]", said_html)
    return "".join(f"<p>{sentence.strip()}</p>" for sentence in sentences[:3])


def _charts(source: Source, name: str) -> tuple[str, list[str]]:
    """Return the full heading that begins so, and the charts under it (short tables, if it has no chart)."""
    pattern = re.compile(rf"^(#{{2,4}}) ({re.escape(name)}.*)$", re.M)
    found = pattern.search(source.plan.text)
    if not found:
        return name, []
    level = len(found[1])
    rest = source.plan.text[found.end() :]
    end = re.search(rf"^#{{2,{level}}} ", rest, re.M)
    shown = "".join(source.shown[int(n)] for n in CELL.findall(rest[: end.start()] if end else rest))
    charts = FIGURE.findall(shown)
    return found[2], charts or [t for t in TABLE.findall(shown) if t.count("<tr") <= MOST_ROWS]


def _each(heading: str, charts: list[str]) -> list[Slide]:
    tall: Callable[[str], str] = lambda html: re.sub(r'data-height="\d+"', 'data-height="500"', html)  # noqa: E731
    return [Slide("chart", heading, tall(chart)) for chart in charts]
