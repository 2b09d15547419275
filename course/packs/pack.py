"""Makes one pack: every page and file that a team needs to run one workshop in one form, as names and bytes."""

import csv
import io
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from course import frontend
from course.packs import diary, entry, faults, team_pages, their_pages
from course.packs.desk import Desk, Page
from course.packs.order import WRITTEN_FOR, Order, OrderError, copies
from course.packs.source import Source
from course.packs.words import plain
from course.workshop import minute
from improve import palette

REVEAL = ("dist/reset.css", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js", "LICENSE")
COLOURS = f":root {{\n{palette.css_variables('light')}\n--face: {palette.FONT};\n}}\n"
PRINTED = (
    "facilitator.html",
    "run-sheet.html",
    "handouts.html",
    "role-cards.html",
    "feedback.html",
    "entry.html",
    "truth.html",
    "guest.html",
    "flipchart.html",
)


def make(source: Source, order: Order, printed: bool = False, assets_at: str = "assets/") -> dict[str, bytes]:
    """Return all files of a pack by their names; the shared ``assets/`` come from :func:`assets`.

    Raises
    ------
    OrderError
        If the plan's minutes, materials or outcomes do not hold, or it uses what a pack cannot show.
    """
    found = faults.faults(source.plan.path)
    if found:
        raise OrderError("\n".join(found))
    return whole(Desk(source, order, assets_at), printed)


@lru_cache(maxsize=2)
def assets(root: Path) -> dict[str, bytes]:
    """Return the styles and scripts that every pack carries, so that no page asks another host."""
    own, static = files("course") / "packs" / "assets", root / "book" / "_static"
    node = frontend.packages(root)
    reveal = Path(str(files("sphinx_revealjs"))) / "_static" / "revealjs"
    found = {
        f"assets/{name}": (COLOURS.encode() + (own / name).read_bytes())
        for name in ("pack.css", "slides.css")
    }
    found |= {f"assets/{name}": (own / name).read_bytes() for name in ("pack.js", "slides.js")}
    found |= {
        f"assets/{name}": (static / name).read_bytes() for name in ("house.js", "clock.js", "clock.css")
    }
    found["assets/house-data.js"] = frontend.house_data(root).encode()
    found |= {
        f"assets/vendor/{name}": (node / path).read_bytes()
        for path, name in frontend.VENDORED.items()
        if "plotly" in name
    }
    return found | {f"assets/reveal/{Path(name).name}": (reveal / name).read_bytes() for name in REVEAL}


def whole(desk: Desk, printed: bool) -> dict[str, bytes]:
    """Return all files of a pack; every page is written by the function of its name."""
    pages = listed(desk, printed)
    found = {page.file: _writer_of(page)(desk, page) for page in pages}
    found["index.html"] = index(desk, pages)
    found["run-sheet.csv"] = run_sheet(desk)
    found["entry.csv"] = entry.as_csv(desk.lines())
    if desk.plan.polls:
        found["polls.txt"] = polls_text(desk).encode()
    if desk.order.start:
        found["workshop.ics"] = diary.calendar([desk.session()])
    found |= {f"data/{name}": (desk.module.folder / name).read_bytes() for name in desk.plan.downloads}
    if desk.unknown:
        raise OrderError(
            f"{desk.plan.path}: a pack cannot show {', '.join(sorted(set(desk.unknown)))}; "
            "use Markdown, code cells, notes, cite, download and term."
        )
    return {
        name: content if isinstance(content, bytes) else content.encode() for name, content in found.items()
    }


def listed(desk: Desk, printed: bool) -> list[Page]:
    """Return the pages of a pack in the order of its index; a plan without polls or a guest has no page for them."""
    paper = desk.order.mode == "no-tech"
    wanted = [
        Page(
            "facilitator.html",
            "The facilitator's plan",
            "what to say, what good looks like, traps, minute by minute",
        ),
        Page("run-sheet.html", "Run sheet and clock", "one line for each step; a clock for the producer"),
        Page("flipchart.html", "Flip-chart sheets", "in place of slides")
        if paper
        else Page(
            "slides.html", "Slides", "tasks, polls and charts; press S for notes, F for the full screen"
        ),
        Page(
            "team.html",
            "Pre-brief and debrief",
            "lists for the team: the day before, the quarter before, afterwards",
        ),
        Page("role-cards.html", "Role cards", "one for each member of the team"),
        Page("polls.html", "Polls", "ready to paste or to read aloud"),
        Page("truth.html", "The truth", "keep it out of sight; participants must not have it"),
        Page("guest.html", "One page for a guest", "for whoever runs one activity"),
        Page("entry.html", "Entry sheet", "counts and true minutes, from paper into a spreadsheet"),
        Page("feedback.html", "Feedback form", "to copy; with what such forms can tell"),
        Page("participants.html", "For participants", "to send with the invitation", hosts=False),
        Page("handouts.html", "Handouts", "each begins a new sheet", hosts=False),
    ]
    return [
        Page(
            p.file,
            p.name,
            p.what,
            p.hosts,
            f"pdf/{p.file.removesuffix('.html')}.pdf" if printed and p.file in PRINTED else "",
        )
        for p in wanted
        if (p.file != "polls.html" or desk.plan.polls)
        and (p.file != "guest.html" or desk.plan.section("One page for a guest"))
    ]


def index(desk: Desk, pages: list[Page]) -> str:
    """Return the first page: what is here and for whom, copies, things to bring, what must not be changed."""
    writer = desk.writer()
    bring = [
        {
            "whom": line.whom,
            "count": line.sets(desk.order.people),
            "items": "; ".join(map(writer.line, line.items)),
        }
        for line in desk.plan.bring
    ]
    return desk.draw(
        "index.html",
        Page("index.html", f"{desk.module.title}: a workshop", ""),
        writer,
        pages=pages,
        bring=bring,
        copies=copies(desk.plan, desk.order.people),
        data=desk.plan.downloads,
        usual=desk.order.people in WRITTEN_FOR,
        adapt=desk.adapt(writer),
    )


def run_sheet(desk: Desk) -> bytes:
    """Return the run sheet as a spreadsheet reads it."""
    text, writer = io.StringIO(), desk.writer()
    sheet = csv.writer(text)
    sheet.writerow(
        ["from minute", "to minute", "from", "to", "block", "step", "what happens", "if you are late"]
    )
    for block, n, a, b, what in desk.steps(writer):
        late = " ".join(block.when_late.split()) if n == 0 else ""
        sheet.writerow(
            [f"{a:g}", f"{b:g}", desk.at(a), desk.at(b), block.activity.title, n + 1, plain(what), late]
        )
    return text.getvalue().encode("utf-8-sig")


def polls_text(desk: Desk) -> str:
    """Return the polls as text to paste."""
    blocks = []
    for poll, at in desk.polls():
        options = [f"{chr(65 + n)}. {option}" for n, option in enumerate(poll.options)]
        blocks.append("\n".join([f"Poll {poll.number} (minute {minute(at)})", poll.question, *options]))
    return "\n\n".join(blocks).replace("*", "") + "\n"


def _writer_of(page: Page) -> Callable[[Desk, Page], str]:
    """Return the function that writes a page: it has the page's name."""
    name = page.file.removesuffix(".html").replace("-", "_")
    return getattr(team_pages if page.hosts else their_pages, name)
