"""The pages for participants: what to expect, and the handouts. Nothing else of the plan reaches them."""

import re

from course.packs.desk import Desk, Page

LOW, MANY_ROWS = 265, 12  # the height in pixels of a chart that shares its sheet with a table of many rows


def participants(desk: Desk, page: Page) -> str:
    """What to expect, what to have, how people treat each other."""
    writer = desk.writer()
    here = list(dict.fromkeys(o for block in desk.blocks for o in block.activity.outcomes))
    items = [
        item
        for line in desk.plan.bring
        if line.whom == "each person"
        for item in line.items
        if "Handout" not in item
    ]
    return desk.draw(
        "participants.html",
        page,
        writer,
        outcomes=[desk.source.outcomes[o] for o in here],
        blocks=desk.blocks,
        items=map(writer.line, items),
        next=writer.html(desk.plan.paragraph("Where people go next", "Afterwards")),
    )


def handouts(desk: Desk, page: Page) -> str:
    """The handouts, each on a sheet of its own."""
    writer = desk.writer()
    found = [
        {
            "number": number,
            "title": title,
            "html": _lower(writer.html(_last_break(desk.plan.section(f"Handout {number}.")))),
        }
        for number, title in sorted(desk.plan.handouts.items())
    ]
    return desk.draw("handouts.html", page, writer, handouts=found)


def _last_break(text: str) -> str:
    """Return a handout's text without the break that ends it; breaks inside it stay."""
    return re.sub(r'<div class="page-break"[^\n]*</div>\s*\Z', "", text.rstrip())


def _lower(html: str) -> str:
    """Return a handout with its charts lower where a long table shares their sheet, so that one sheet is enough."""
    sheets = re.split(r'(?=<div class="page-break")', html)
    return "".join(
        re.sub(r'min-height: \d+px" data-height="\d+"', f'min-height: {LOW}px" data-height="{LOW}"', sheet)
        if _rows(sheet) > MANY_ROWS
        else sheet
        for sheet in sheets
    )


def _rows(html: str) -> int:
    return re.sub(r"(?s)<details.*?</details>", "", html).count("<tr")
