"""The process map: steps from top to bottom, the waits between them, and every hand-off from role to role."""

from dataclasses import dataclass
from itertools import pairwise

from improve.palette import LIGHT

from ..model import Project
from ..theory import Step
from .svg import NARROW, SIZE, Drawing, Sheet, height_of, sentence, text_width, wrap

SMALL = 12
PAD = 9
WIDE_WIDTH = 640
LANE = 12  # between the lines of branches, at the right


@dataclass
class Stop:
    """A step and where it stands on the sheet."""

    number: int
    step: Step
    top: float = 0
    height: float = 0


def draw_process(project: Project) -> Drawing:
    """Draw the process map.

    Parameters
    ----------
    project : Project

    Returns
    -------
    Drawing

    Examples
    --------
    >>> steps = [{"id": "a", "name": "Ask", "who": "nurse", "minutes": 2}, {"id": "b", "name": "Pour", "who": "helper"}]
    >>> print(draw_process(Project(process_map={"steps": steps})).alt)
    Step 1, nurse: Ask. Work 2 minutes.
    Hand-off from nurse to helper.
    Step 2, helper: Pour.
    2 steps, 1 hand-off; 2 minutes of work and no wait recorded.
    """
    plan = project.process_map
    shows = f" ({plan.shows})" if plan.shows else ""
    title = f"Process map{shows}: {plan.name or project.title}".rstrip(": ")
    alt = "\n".join(_in_words(project))
    return Drawing(
        _drawn(plan.steps, WIDE_WIDTH, title, alt, "process-wide"),
        _drawn(plan.steps, NARROW, title, alt, "process-narrow"),
        title,
        alt,
    )


def minutes_in_words(minutes: float) -> str:
    """Return minutes in the unit a reader would use.

    Examples
    --------
    >>> minutes_in_words(1), minutes_in_words(90), minutes_in_words(2880)
    ('1 minute', '1 h 30 min', '2 days')
    """
    if minutes < 60 or minutes != int(minutes):
        return f"{minutes:g} minute" + ("" if minutes == 1 else "s")
    if minutes % 1440 == 0:
        days = int(minutes // 1440)
        return f"{days} day" + ("" if days == 1 else "s")
    hours, rest = divmod(int(minutes), 60)
    return f"{hours} h" + (f" {rest} min" if rest else "")


def hand_off(before: Step | None, step: Step) -> bool:
    """True where the work passes from one role to another."""
    return bool(before and before.who and step.who and before.who.lower() != step.who.lower())


def _in_words(project: Project) -> list[str]:
    steps = project.process_map.steps
    if not steps:
        return ["No steps yet."]
    numbers = {step.id: number for number, step in enumerate(steps, start=1)}
    lines, before = [], None
    for number, step in enumerate(steps, start=1):
        if step.wait_before:
            lines.append(f"Wait of {minutes_in_words(step.wait_before)}.")
        if hand_off(before, step):
            lines.append(f"Hand-off from {before.who} to {step.who}.")
        lines.append(" ".join(_step_words(number, step, numbers)))
        before = step
    return [*lines, _totals(steps)]


def _step_words(number: int, step: Step, numbers: dict[str, int]) -> list[str]:
    kind = {"decision": "Decision", "start": "Start", "end": "End"}.get(step.kind, "Step")
    who = f", {step.who}" if step.who else ""
    words = [f"{kind} {number}{who}: {sentence(step.name or 'no name')}"]
    if step.minutes:
        words.append(f"Work {minutes_in_words(step.minutes)}.")
    if step.trouble:
        words.append(sentence(f"Trouble: {step.trouble}"))
    return words + [sentence(text) for text in _branches(step, numbers)]


def _branches(step: Step, numbers: dict[str, int]) -> list[str]:
    return [
        f"{branch.when or 'Otherwise'}: go to {numbers[branch.to]}"
        for branch in step.branches
        if branch.to in numbers
    ]


def _totals(steps) -> str:
    offs = sum(hand_off(before, step) for before, step in pairwise(steps))
    work, wait = sum(step.minutes or 0 for step in steps), sum(step.wait_before or 0 for step in steps)
    waited = f"{minutes_in_words(wait)} of waiting" if wait else "no wait recorded"
    return (
        f"{len(steps)} step{'s' * (len(steps) != 1)}, {offs} hand-off{'s' * (offs != 1)}; "
        f"{minutes_in_words(work)} of work and {waited}."
    )


# ------------------------------------------------------------------------------------------------ the drawing


def _drawn(steps, width: float, title: str, alt: str, key: str) -> str:
    sheet = Sheet(width)
    if not steps:
        sheet.box(2, 2, width - 4, 40, dashed=True, stroke=LIGHT.warm)
        sheet.words(["No steps yet"], 12, 12, italic=True, fill=LIGHT.warm)
        return sheet.svg(44, title, alt, key)
    stops = [Stop(number, step) for number, step in enumerate(steps, start=1)]
    numbers = {stop.step.id: stop.number for stop in stops}
    jumps = [
        (stop, stops[numbers[b.to] - 1]) for stop in stops for b in stop.step.branches if b.to in numbers
    ]
    jumps = [(a, b) for a, b in jumps if b.number != a.number + 1]
    room = width - 6 - (LANE * (min(len(jumps), 4) + 1) if jumps else 0)
    y, before = 2.0, None
    for stop in stops:
        y = _arrow(sheet, before, stop.step, y, room) if before else y
        stop.top = y
        y = _step(sheet, stop, numbers, room, y)
        before = stop.step
    for lane, (start, end) in enumerate(jumps):
        _jump(sheet, start, end, 2 + room, lane % 4)
    lines = wrap(_totals(steps), width - 4, SMALL)
    y += 8 + sheet.words(lines, 2, y + 8, size=SMALL, fill=LIGHT.quiet)
    return sheet.svg(y + 4, title, alt, key)


def _step(sheet: Sheet, stop: Stop, numbers: dict[str, int], room: float, top: float) -> float:
    """Draw one step; return where it ends."""
    step = stop.step
    inner = room - 2 * PAD - 30
    head = wrap(
        " · ".join(filter(None, [step.who, minutes_in_words(step.minutes) if step.minutes else ""])),
        inner,
        SMALL,
    )
    name = wrap(step.name or "(no name)", inner, SIZE, bold=True)
    more = [line for text in _branches(step, numbers) for line in wrap("→ " + text, inner, SMALL)]
    trouble = wrap(f"Trouble: {step.trouble}", inner, SMALL) if step.trouble else []
    stop.height = height_of(head + more + trouble, SMALL) + height_of(name) + 2 * PAD
    ends, decides = step.kind in ("start", "end"), step.kind == "decision"
    sheet.box(
        2, top, room, stop.height,
        fill=LIGHT.wash if ends else LIGHT.paper,
        stroke=LIGHT.accent if decides else LIGHT.quiet,
        line=2.4 if decides else 1.2,
        round=16 if ends else 3,
    )  # fmt: skip
    middle = top + stop.height / 2
    if decides:
        sheet.shape([(19, middle - 15), (34, middle), (19, middle + 15), (4, middle)], fill=LIGHT.accent)
    else:
        sheet.dot(19, middle, 12, fill=LIGHT.ink)
    sheet.words(
        [str(stop.number)], 19, middle - 8.5, size=SMALL, bold=True, fill=LIGHT.on_accent, anchor="middle"
    )
    y = top + PAD - 2
    y += sheet.words(head, 38, y, size=SMALL, fill=LIGHT.quiet)
    y += sheet.words(name, 38, y, bold=True)
    y += sheet.words(more, 38, y, size=SMALL)
    sheet.words(trouble, 38, y, size=SMALL, fill=LIGHT.warm)
    return top + stop.height


def _arrow(sheet: Sheet, before: Step, step: Step, top: float, room: float) -> float:
    """Draw the way from one step to the next, with its wait and its hand-off; return where it ends."""
    labels = []
    if step.wait_before:
        labels.append((f"Wait {minutes_in_words(step.wait_before)}", True))
    if hand_off(before, step):
        labels.append((f"Hand-off: {before.who} to {step.who}", False))
    y = top + 6
    for text, wait in labels:
        lines = wrap(text, room - 70, SMALL, bold=True)
        tall = height_of(lines, SMALL) + 8
        wide = max(text_width(line, SMALL, bold=True) for line in lines) + 16
        sheet.box(
            40,
            y,
            wide,
            tall,
            stroke=LIGHT.warm if wait else LIGHT.ink,
            dashed=wait,
            round=tall / 2 if wait else 0,
        )
        sheet.words(lines, 48, y + 3, size=SMALL, bold=True, fill=LIGHT.warm if wait else LIGHT.ink)
        y += tall + 5
    bottom = max(y, top + 20)
    sheet.line([(19, top), (19, bottom - 7)])
    sheet.tip(19, bottom, "down")
    return bottom


def _jump(sheet: Sheet, start: Stop, end: Stop, right: float, lane: int) -> None:
    """Draw a branch as a line down or up the right side."""
    x = right + LANE * (lane + 1)
    leave, arrive = start.top + start.height * 0.7, end.top + end.height * 0.3
    sheet.line([(right, leave), (x, leave), (x, arrive), (right + 7, arrive)], stroke=LIGHT.accent)
    sheet.tip(right, arrive, "left", fill=LIGHT.accent)
