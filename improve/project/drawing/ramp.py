"""The PDSA ramp: cycle after cycle, each building on what the last one taught."""

from improve.palette import LIGHT

from ..dates import short_date
from ..learning import Cycle
from ..model import Project
from .svg import NARROW, SIZE, WIDE, Drawing, Sheet, clip, height_of, sentence, wrap

SMALL = 12.5
PAD = 9
FEWEST, MOST = 3, 4  # cycles for which a row has room
RISE = 34.0  # by how much each cycle stands above the one before it
LONGEST = 130  # characters of a text that are drawn; the report holds the whole
DECISIONS = {"adopt": "Adopt", "adapt": "Adapt", "abandon": "Abandon", None: "No decision yet"}


def draw_ramp(project: Project) -> Drawing:
    """Draw the PDSA cycles as ramps, one for each change idea.

    Parameters
    ----------
    project : Project

    Returns
    -------
    Drawing

    Examples
    --------
    >>> cycle = {"id": "1", "title": "One nurse, one shift", "prediction": "4 of 5", "decision": "adapt"}
    >>> print(draw_ramp(Project(pdsa=[cycle])).alt)
    Cycle 1: One nurse, one shift. Predicted: 4 of 5. Result: not recorded. Decision: adapt.
    """
    title = f"PDSA cycles: {project.title}" if project.title else "PDSA cycles"
    ramps = ramps_of(project)
    alt = "\n".join(_in_words(ramps))
    return Drawing(_wide(ramps, title, alt), _narrow(ramps, title, alt), title, alt)


def ramps_of(project: Project) -> list[tuple[str, list[tuple[int, Cycle]]]]:
    """Return each change idea's cycles in the order they were run, numbered as in the log."""
    ideas = {idea.id: idea.name for idea in project.driver_diagram.change_ideas}
    ramps: dict[str, list[tuple[int, Cycle]]] = {}
    for number, cycle in enumerate(project.pdsa, start=1):
        ramps.setdefault(ideas.get(cycle.change_idea, ""), []).append((number, cycle))
    return [(name, _in_time(cycles)) for name, cycles in ramps.items()]


def _in_time(cycles: list[tuple[int, Cycle]]) -> list[tuple[int, Cycle]]:
    """Sort by date where every cycle has one; otherwise keep the order of the log."""
    if all(cycle.started_on for _, cycle in cycles):
        return sorted(cycles, key=lambda numbered: numbered[1].started_on)
    return cycles


def _in_words(ramps) -> list[str]:
    lines = []
    for name, cycles in ramps:
        if name:
            lines.append(sentence(f"Change idea: {name}"))
        for number, cycle in cycles:
            when = f", {short_date(cycle.started_on)}" if cycle.started_on else ""
            words = [f"Cycle {number}{when}: {sentence(cycle.title or 'no title')}"]
            words.append(sentence(f"Predicted: {cycle.prediction or 'not recorded'}"))
            words.append(sentence(f"Result: {cycle.result or 'not recorded'}"))
            if cycle.surprise:
                words.append(sentence(f"Surprise: {cycle.surprise}"))
            words.append(f"Decision: {cycle.decision or 'not recorded'}.")
            lines.append(" ".join(words))
    return lines or ["No cycles yet."]


# ------------------------------------------------------------------------------------------------ one box


def _texts(cycle: Cycle) -> list[tuple[str, str, bool]]:
    """Return what a box says below its title: label, text, and whether it is missing."""
    rows = [("Predicted", cycle.prediction), ("Found", cycle.result)]
    if cycle.surprise:
        rows.append(("Surprise", cycle.surprise))
    return [(label, clip(text, LONGEST) or "not recorded", not text) for label, text in rows]


def _box_lines(number: int, cycle: Cycle, width: float) -> list[tuple[list[str], float, bool, str]]:
    inner = width - 2 * PAD
    when = f" · {short_date(cycle.started_on)}" if cycle.started_on else ""
    parts = [(wrap(f"Cycle {number}{when}", inner, SMALL), SMALL, False, LIGHT.quiet)]
    parts.append(
        (wrap(clip(cycle.title or "(no title)", LONGEST), inner, SIZE, bold=True), SIZE, True, LIGHT.ink)
    )
    for label, text, missing in _texts(cycle):
        parts.append(
            (wrap(f"{label}: {text}", inner, SMALL), SMALL, False, LIGHT.warm if missing else LIGHT.ink)
        )
    return parts


def _box_height(number: int, cycle: Cycle, width: float) -> float:
    text = sum(height_of(lines, size) + 3 for lines, size, _, _ in _box_lines(number, cycle, width))
    return text + 2 * PAD + 26


def _box(sheet: Sheet, number: int, cycle: Cycle, x: float, y: float, width: float, height: float) -> None:
    sheet.box(x, y, width, height, stroke=LIGHT.quiet)
    at = y + PAD - 2
    for lines, size, bold, ink in _box_lines(number, cycle, width):
        at += sheet.words(lines, x + PAD, at, size=size, bold=bold, fill=ink) + 3
    _verdict(sheet, cycle.decision, x, y + height - 26, width)


def _verdict(sheet: Sheet, decision: str | None, x: float, y: float, width: float) -> None:
    """Draw the decision as a band with a sign of its own, so that it does not rest on colour."""
    fill = {"adopt": LIGHT.accent, "abandon": LIGHT.ink}.get(decision, LIGHT.wash)
    ink = LIGHT.on_accent if decision in ("adopt", "abandon") else LIGHT.ink
    sheet.box(x, y, width, 26, fill=fill, stroke=LIGHT.quiet, dashed=decision is None, round=3)
    cx, cy = x + PAD + 7, y + 13
    if decision == "adopt":
        sheet.line([(cx - 6, cy), (cx - 2, cy + 5), (cx + 6, cy - 5)], stroke=ink, line=2.4)
    elif decision == "abandon":
        sheet.line([(cx - 5, cy - 5), (cx + 5, cy + 5)], stroke=ink, line=2.4)
        sheet.line([(cx - 5, cy + 5), (cx + 5, cy - 5)], stroke=ink, line=2.4)
    elif decision == "adapt":
        sheet.line(
            [(cx - 6, cy + 4), (cx - 2, cy - 4), (cx + 2, cy + 4), (cx + 6, cy - 4)], stroke=ink, line=2.4
        )
    sheet.words([DECISIONS[decision]], cx + 14, y + 4, size=SIZE, bold=True, fill=ink)


# ------------------------------------------------------------------------------------------------ the ramps


def _nothing(width: float, title: str, alt: str, key: str) -> str:
    sheet = Sheet(width)
    sheet.box(2, 2, width - 4, 40, dashed=True, stroke=LIGHT.warm)
    sheet.words(["No cycles yet"], 12, 12, italic=True, fill=LIGHT.warm)
    return sheet.svg(44, title, alt, key)


def _wide(ramps, title: str, alt: str) -> str:
    if not ramps:
        return _nothing(WIDE, title, alt, "ramp-wide")
    sheet, y = Sheet(WIDE), 2.0
    columns = min(MOST, max(FEWEST, *(len(cycles) for _, cycles in ramps), 0))
    for name, cycles in ramps:
        if name:
            y += sheet.words(wrap(f"Change idea: {name}", WIDE - 8, SIZE, bold=True), 2, y, bold=True) + 6
        for start in range(0, len(cycles), columns):
            row = cycles[start : start + columns]
            y = _row(sheet, row, y, columns, more=start + columns < len(cycles)) + 18
    return sheet.svg(y - 10, title, alt, "ramp-wide")


def _row(sheet: Sheet, row, top: float, columns: int, more: bool) -> float:
    """Draw a few cycles, each a step higher than the one before; return where the row ends."""
    gap = 26.0
    width = (WIDE - 4 - gap * (columns - 1)) / columns
    height = max(_box_height(number, cycle, width) for number, cycle in row)
    lowest = top + RISE * (len(row) - 1)
    for at, (number, cycle) in enumerate(row):
        x, y = 2 + at * (width + gap), lowest - at * RISE
        _box(sheet, number, cycle, x, y, width, height)
        if at:
            sheet.line(
                [
                    (x - gap, y + RISE + 30),
                    (x - gap / 2, y + RISE + 30),
                    (x - gap / 2, y + 30),
                    (x - 7, y + 30),
                ]
            )
            sheet.tip(x, y + 30, "right")
    if more:
        x = 2 + (len(row) - 1) * (width + gap) + width
        sheet.words(["continued below"], x, top + height + 4, size=SMALL, fill=LIGHT.quiet, anchor="end")
    return lowest + height


def _narrow(ramps, title: str, alt: str) -> str:
    if not ramps:
        return _nothing(NARROW, title, alt, "ramp-narrow")
    sheet, y = Sheet(NARROW), 2.0
    width = NARROW - 4
    for name, cycles in ramps:
        if name:
            y += sheet.words(wrap(f"Change idea: {name}", width, SIZE, bold=True), 2, y, bold=True) + 8
        for at, (number, cycle) in enumerate(cycles):
            if at:
                sheet.line([(20, y), (20, y + 15)])
                sheet.tip(20, y + 22, "down")
                y += 22
            height = _box_height(number, cycle, width)
            _box(sheet, number, cycle, 2, y, width, height)
            y += height
        y += 20
    return sheet.svg(y - 14, title, alt, "ramp-narrow")
