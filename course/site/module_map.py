"""Draws the map of modules: one column in reading order, arcs for what helps before what, and a table that says the same."""

from dataclasses import dataclass
from textwrap import wrap

from docutils import nodes
from sphinx.application import Sphinx

from course.catalogue import Catalogue
from course.site.library import FromCatalogue
from course.site.publication import templates

COLUMN, WIDTH = 92, 384  # where the marks stand, and how wide the drawing is
LETTERS = 29  # of a title on one line
LINE, GAP, HEADING = 19, 17, 46  # heights
BULGE = 8, COLUMN - 14  # the flattest and the roundest arc


def setup(app: Sphinx) -> None:
    app.add_directive("module-map", ModuleMap)


class ModuleMap(FromCatalogue):
    """``module-map``: the drawing with its key, and the table."""

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", drawn(self.course, self.top), format="html")]


@dataclass(frozen=True)
class Row:
    """A strand's heading, or a module, at its height."""

    y: int
    lines: list[str]
    key: str = ""
    ready: bool = False

    @property
    def number(self) -> str:
        return self.key.replace("/", "-")


@dataclass(frozen=True)
class Arc:
    """A relation: ``first`` helps before ``second``, or goes well with it."""

    first: Row
    second: Row
    pairs: bool

    @property
    def path(self) -> str:
        high, low = self.first.y, self.second.y
        flattest, roundest = BULGE
        reach = COLUMN - 9 - min(roundest, flattest + abs(low - high) * 0.11)
        return f"M{COLUMN - 9} {high} C{reach:.0f} {high} {reach:.0f} {low} {COLUMN - 9} {low}"


def drawn(course: Catalogue, top: str) -> str:
    """Return the HTML of map and table."""
    rows, height = rows_of(course)
    helps, pairs = relations(course)
    at = {row.key: row for row in rows if row.key}
    arcs = [Arc(at[a], at[b], pairs=False) for a, b in helps] + [
        Arc(at[a], at[b], pairs=True) for a, b in pairs
    ]
    return templates.get_template("map.html").render(
        course=course, top=top, rows=rows, arcs=arcs, height=height, width=WIDTH, column=COLUMN, line=LINE,
        before={key: [a for a, b in helps if b == key] for key in at},
        beside={key: [a if b == key else b for a, b in pairs if key in (a, b)] for key in at},
    )  # fmt: skip


def relations(course: Catalogue) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what helps before what, and what goes well together: each pair once, in reading order."""
    keys = course.module_keys()
    place = {key: n for n, key in enumerate(keys)}
    ready = [course.modules[key] for key in keys if key in course.modules]
    helps = [(key, module.key) for module in ready for key in module.builds_on if key in place]
    pairs = {
        tuple(sorted((module.key, key), key=place.get))
        for module in ready
        for key in module.pairs_with
        if key in place
    }
    pairs -= {tuple(sorted(pair, key=place.get)) for pair in helps}
    return helps, sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]]))


def rows_of(course: Catalogue) -> tuple[list[Row], int]:
    """Return each heading and module with its place, and how high the whole is."""
    rows, y = [], 0
    for name, strand in course.strands.items():
        y += HEADING
        rows.append(Row(y, [strand.title]))
        y += 12
        for module in strand.modules:
            key = f"{name}/{module.id}"
            ready = key in course.modules
            lines = wrap(course.title_of(key) + ("" if ready else " (still to come)"), LETTERS)
            y += GAP + LINE // 2
            rows.append(Row(y, lines, key, ready))
            y += LINE * (len(lines) - 1) + LINE // 2
    return rows, y + GAP
