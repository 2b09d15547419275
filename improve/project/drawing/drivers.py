"""The driver diagram: aim, primary drivers, secondary drivers, change ideas, and the gaps between them.

What is missing is drawn too, with a broken line: a driver that nobody has an idea for is the most useful thing
that a driver diagram can show.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from improve.palette import LIGHT

from ..dates import long_date
from ..model import Project
from .svg import NARROW, SIZE, WIDE, Drawing, Sheet, height_of, sentence, wrap

SMALL = 12
PAD = 8
GAP = 10  # between boxes in a column
COLUMNS = ("Aim", "Primary drivers", "Secondary drivers", "Change ideas")


@dataclass(eq=False)
class Node:
    """A box: what it says, and what hangs on it."""

    kind: int  # its column: 0 aim, 1 primary, 2 secondary, 3 change idea
    name: str
    small: str = ""
    ghost: bool = False
    children: list[Node] = field(default_factory=list)
    also: list[Node] = field(default_factory=list)  # further boxes that it hangs on
    y: float = 0  # set by the layout: top and height of the box
    h: float = 0
    x: float = 0


def draw_drivers(project: Project, measures: bool = True) -> Drawing:
    """Draw the driver diagram.

    Parameters
    ----------
    project : Project
    measures : bool
        Whether boxes also say by which measures they are followed; the words always do.

    Returns
    -------
    Drawing

    Examples
    --------
    >>> drawing = draw_drivers(Project(driver_diagram={"primary": [{"id": "p", "name": "Reliable rounds"}]}))
    >>> print(drawing.alt)
    Aim: not written yet.
    Primary driver: Reliable rounds. No secondary driver or change idea yet.
    """
    title = f"Driver diagram: {project.title}" if project.title else "Driver diagram"
    alt = "\n".join(_in_words(project))
    wide, narrow = (_tree(project, measures) for _ in range(2))
    return Drawing(_wide(wide, title, alt), _narrow(narrow, title, alt), title, alt)


def aim_in_words(project: Project) -> str:
    """Return the aim as one sentence, the team's own where there is one."""
    aim = project.charter.aim
    if aim.statement:
        return sentence(aim.statement)
    what = " ".join(
        filter(None, [aim.what, aim.for_whom and f"for {aim.for_whom}", aim.where and f"in {aim.where}"])
    )
    if aim.target is not None:
        start = (
            f"from {_with_unit(aim.baseline, aim.unit[:1] == '%' and '%')} "
            if aim.baseline is not None
            else ""
        )
        what += f"{':' if what else ''} {start}to {_with_unit(aim.target, aim.unit)}"
    if aim.by_when:
        what += f", by {long_date(aim.by_when)}"
    return sentence(what[:1].upper() + what[1:])


def _with_unit(number: float, unit: str) -> str:
    return f"{number:g}{unit}" if str(unit).startswith("%") else f"{number:g} {unit or ''}".rstrip()


# ------------------------------------------------------------------------------------------------ what hangs on what


def _tree(project: Project, measures: bool = True) -> Node:
    diagram = project.driver_diagram
    names = {measure.id: measure.name or measure.id for measure in project.measures if measures}
    aim = Node(0, aim_in_words(project) or "No aim is written yet", ghost=not aim_in_words(project))
    nodes: dict[str, Node] = {}
    for driver in diagram.primary:
        nodes[driver.id] = Node(1, driver.name or "(no name)", _measured(driver, names))
        aim.children.append(nodes[driver.id])
    loose = Node(1, "Not linked to a primary driver yet", ghost=True)
    for driver in diagram.secondary:
        node = nodes[driver.id] = Node(2, driver.name or "(no name)", _measured(driver, names))
        primary = {d.id for d in diagram.primary}
        _hang(node, [nodes[id] for id in driver.primary if id in primary], loose)
    for idea in diagram.change_ideas:
        node = Node(3, idea.name or "(no name)", _measured(idea, names))
        _hang(node, [nodes[id] for id in idea.drivers if id in nodes], loose)
    if loose.children:
        aim.children.append(loose)
    _mark_gaps(aim)
    return aim


def _measured(thing, names: dict[str, str]) -> str:
    known = [names[id] for id in thing.measures if id in names]
    return f"Measured by: {'; '.join(known)}" if known else ""


def _hang(node: Node, holders: list[Node], loose: Node) -> None:
    first, *more = dict.fromkeys(holders) or [loose]
    first.children.append(node)
    node.also = more


def _mark_gaps(aim: Node) -> None:
    if not aim.children:
        aim.children.append(Node(1, "No primary driver yet", ghost=True))
    for primary in aim.children:
        for secondary in primary.children:
            if secondary.kind == 2 and not secondary.children and not _served(aim, secondary):
                secondary.children.append(Node(3, "No change idea yet", ghost=True))
        if not primary.children and not primary.ghost and not _served(aim, primary):
            primary.children.append(Node(3, "No change idea yet", ghost=True))


def _served(aim: Node, node: Node) -> bool:
    """True where something that hangs elsewhere in the diagram also serves this box."""
    return any(node in other.also for other in _all(aim))


def _all(node: Node) -> list[Node]:
    return [node, *(other for child in node.children for other in _all(child))]


# ------------------------------------------------------------------------------------------------ in words


def _in_words(project: Project) -> list[str]:
    diagram = project.driver_diagram
    tree = _tree(project)
    lines = ["Aim: not written yet." if tree.ghost else f"Aim: {tree.name}"]
    for node in _all(tree)[1:]:
        if node.ghost:
            continue
        kind = ("", "Primary driver", "Secondary driver", "Change idea")[node.kind]
        lines.append(" ".join([f"{kind}: {sentence(node.name)}", *_more_words(tree, node)]))
    if not diagram.primary and not diagram.secondary and not diagram.change_ideas:
        lines.append("No drivers or change ideas yet.")
    return lines


def _more_words(tree: Node, node: Node) -> list[str]:
    words = []
    holders = [other for other in _all(tree) if node in other.children] + node.also
    named = [holder.name for holder in holders if not holder.ghost and holder.kind]
    if named:
        words.append(sentence(f"It is meant to move: {'; '.join(named)}"))
    elif node.kind > 1:
        words.append("It is not linked to a driver yet.")
    if node.small:
        words.append(sentence(node.small))
    if node.kind == 1 and all(child.ghost for child in node.children) and not _served(tree, node):
        words.append("No secondary driver or change idea yet.")
    if node.kind == 2 and all(child.ghost for child in node.children) and not _served(tree, node):
        words.append("No change idea yet.")
    return words


# ------------------------------------------------------------------------------------------------ side by side

_WIDTH, _SPACE = 204.0, 44.0


def _wide(aim: Node, title: str, alt: str) -> str:
    sheet = Sheet(WIDE)
    top = 34.0
    for column, heading in enumerate(COLUMNS):
        if column == 2 and not any(node.kind == 2 for node in _all(aim)):
            continue
        sheet.words([heading], _left(column), 4, size=SIZE, bold=True, fill=LIGHT.quiet)
    height = _place(aim, top)
    for node in _all(aim):
        for child in node.children:
            _connect(sheet, node, child)
    second = [(holder, node) for node in _all(aim) for holder in node.also]
    for number, (holder, node) in enumerate(second):
        _connect(sheet, holder, node, aside=8 + 5 * (number % 3))
    for node in _all(aim):
        _box(sheet, node)
    bottom = top + height + 4
    if second:
        note = ["An arrow points at what is to be moved. Broken line: it is meant to move this driver too."]
        bottom += sheet.words(note, 2, bottom + 4, size=SMALL, fill=LIGHT.quiet) + 6
    return sheet.svg(bottom, title, alt, "drivers-wide")


def _left(column: int) -> float:
    return 2 + column * (_WIDTH + _SPACE)


def _place(node: Node, top: float) -> float:
    """Set where a box and all that hangs on it stand; return the height they take."""
    node.x, node.h = _left(node.kind), _box_height(node, _WIDTH)
    below = top
    for child in node.children:
        below += _place(child, below) + GAP
    height = max(node.h, below - GAP - top if node.children else 0)
    if node.children and height > below - GAP - top:
        _shift(node.children, (height - (below - GAP - top)) / 2)
    node.y = top + (height - node.h) / 2
    return height


def _shift(nodes: list[Node], by: float) -> None:
    for node in nodes:
        node.y += by
        _shift(node.children, by)


def _box_height(node: Node, width: float) -> float:
    name, small = _lines(node, width)
    return height_of(name) + (height_of(small, SMALL) + 3 if small else 0) + 2 * PAD


def _lines(node: Node, width: float) -> tuple[list[str], list[str]]:
    inner = width - 2 * PAD
    return wrap(node.name, inner, SIZE, bold=node.kind < 2), wrap(node.small, inner, SMALL, most=4)


def _box(sheet: Sheet, node: Node, width: float = _WIDTH) -> None:
    name, small = _lines(node, width)
    if node.ghost:
        sheet.box(node.x, node.y, width, node.h, stroke=LIGHT.warm, dashed=True)
        sheet.words(name, node.x + PAD, node.y + PAD - 2, fill=LIGHT.warm, italic=True)
        return
    heavy = {0: 2.4, 1: 1.8}.get(node.kind, 1.0)
    fill = {0: LIGHT.accent, 3: LIGHT.wash}.get(node.kind, LIGHT.paper)
    ink = LIGHT.on_accent if node.kind == 0 else LIGHT.ink
    stroke = LIGHT.accent if node.kind < 2 else LIGHT.quiet
    sheet.box(
        node.x, node.y, width, node.h, fill=fill, stroke=stroke, line=heavy, round=12 if node.kind == 3 else 3
    )
    taken = sheet.words(name, node.x + PAD, node.y + PAD - 2, bold=node.kind < 2, fill=ink)
    sheet.words(small, node.x + PAD, node.y + PAD + taken + 1, size=SMALL, fill=LIGHT.quiet)


def _connect(sheet: Sheet, holder: Node, child: Node, aside: float = 0) -> None:
    """Draw the line from what moves to what is moved, its arrow at the driver; second links stand aside, broken."""
    start, end = (child.x, child.y + child.h / 2), (holder.x + _WIDTH, holder.y + holder.h / 2)
    if aside:
        start, end = (start[0], start[1] + aside), (end[0], end[1] + aside)
    middle = end[0] + _SPACE / 2 + aside
    sheet.line(
        [start, (middle, start[1]), (middle, end[1]), end],
        stroke=LIGHT.quiet if aside else LIGHT.line,
        dashed=bool(aside) or child.ghost,
    )
    sheet.tip(*end, "left", fill=LIGHT.quiet)


# ------------------------------------------------------------------------------------------------ one below another

_INDENT = 18.0


def _narrow(aim: Node, title: str, alt: str) -> str:
    sheet = Sheet(NARROW)
    bottom = _stack(sheet, aim, 2, 2)
    return sheet.svg(bottom + 2, title, alt, "drivers-narrow")


def _stack(sheet: Sheet, node: Node, depth_x: float, top: float) -> float:
    """Draw a box and, indented below it, all that hangs on it; return where they end."""
    width = NARROW - depth_x - 2
    label = "" if node.ghost else COLUMNS[node.kind].removesuffix("s")
    if label:
        top += sheet.words([label], depth_x, top, size=SMALL, fill=LIGHT.quiet)
    node.x, node.y = depth_x, top
    shown = Node(node.kind, node.name, node.small, node.ghost)
    if node.also:
        shown.small = "; ".join(
            [*([node.small] if node.small else []), "Also moves: " + ", ".join(o.name for o in node.also)]
        )
    shown.x, shown.y, shown.h = depth_x, top, 0.0
    node.h = shown.h = _box_height(shown, width)
    _box(sheet, shown, width)
    bottom = top + node.h
    rail = depth_x + _INDENT / 2
    for child in node.children:
        before = bottom
        bottom = _stack(sheet, child, depth_x + _INDENT, before + GAP)
        middle = child.y + child.h / 2
        sheet.line(
            [(rail, node.y + node.h), (rail, middle), (child.x, middle)],
            stroke=LIGHT.line,
            dashed=child.ghost,
        )
    return bottom
