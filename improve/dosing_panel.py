"""The dose planner's panel: a table of roles and a few guesses in; bands, words and a table to take away out."""

from __future__ import annotations

import csv
import io
from typing import Any

from improve.data.number_cells import parse_number
from improve.dosing import COUNTY, DOSES, DosingError, Offer, Result, Role, reading, simulate
from improve.palette import LIGHT
from improve.studio import pieces

ASKED = (
    ("months", "Months", 1), ("facilitators", "Facilitators", 1), ("hours", "Hours each can give in a month", 1),
    ("leave", "People who leave in a year (%)", 100), ("facilitators_leave", "Facilitators who leave in a year (%)", 100),
    ("take_up", "Of those left, who open the bite in a month (%)", 100), ("attendance", "Booked people who come (%)", 100),
    ("foundation_cost", "Hours of teaching for one person: foundation", 1),
    ("practitioner_cost", "Hours of teaching: practitioner", 1), ("expert_cost", "Hours of teaching: expert", 1),
)  # fmt: skip
WHOLE = {"months", "facilitators"}
HEAD = ("role", "people", *DOSES)
INTRO = (
    "One line for each role: its name, how many people, and how many of them are meant to reach at least each dose. The "
    "example is invented. Put in roles, and no names of people."
)
KEY = "Line: the middle run. Band: eight runs of ten. Dashes: what is wanted."


class Planner:
    """The dose planner as a panel; `result` holds what is showing, or None while the plan has a fault."""

    def __init__(self, offer: Offer = COUNTY) -> None:
        import ipywidgets

        self.result: Result | None = None
        self.table = ipywidgets.Textarea(
            description=", ".join(HEAD),
            value="\n".join(",".join(map(str, (_quoted(r.name), r.heads, *r.wanted))) for r in offer.roles),
            continuous_update=False,
            layout={"width": "min(100%, 40rem)", "height": "9rem"},
        )
        self.boxes = {}
        for name, label, times in ASKED:
            self.boxes[name] = pieces.text_box(label, width="18rem")
            self.boxes[name].value = f"{getattr(offer, name) * times:g}"
        self.said = ipywidgets.HTML()
        for box in (self.table, *self.boxes.values()):
            box.observe(lambda _: self.draw(), names="value")
        self.panel = ipywidgets.VBox(
            [
                ipywidgets.HTML(pieces.LOOK + pieces.words(INTRO) + "<h2>1. Who, and how deep</h2>"),
                self.table,
                ipywidgets.HTML("<h2>2. What you know or guess</h2>"),
                pieces.row(*self.boxes.values()),
                ipywidgets.HTML("<h2>3. What could happen</h2>"),
                self.said,
            ]
        )
        self.panel.add_class("studio")
        self.draw()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.panel._repr_mimebundle_(**kwargs)

    def offer(self) -> Offer:
        """Return the plan that is in the boxes.

        Raises
        ------
        DosingError
            With a sentence that names the line or the box.
        """
        values = {}
        for name, label, times in ASKED:
            typed = self.boxes[name].value.strip()
            number = parse_number(typed.rstrip("%"))
            if number is None or (name in WHOLE and number != int(number)):
                kind = "a whole number" if name in WHOLE else "a number"
                raise DosingError(f"“{label}” needs {kind}, and this is {typed[:20]!r}.")
            values[name] = int(number) if name in WHOLE else number / times
        return Offer(roles=tuple(roles(self.table.value)), **values)

    def draw(self) -> None:
        """Play what is in the boxes, or say what is wrong with it."""
        try:
            offer = self.offer()
        except DosingError as problem:
            self.result = None
            self.said.value = pieces.words(
                f"This plan cannot be played. {problem}", role="alert", kind="wrong"
            )
            return
        self.result = simulate(offer)
        parts = []
        for dose, wanted in zip(DOSES, offer.wanted(), strict=True):
            if wanted:
                drawn = _svg(self.result, dose, int(wanted))
                parts.append(f"<h3>{dose.capitalize()}</h3>{drawn}{pieces.words(reading(self.result, dose))}")
        saved = self.result.by_month().to_csv()
        taken = pieces.link("Numbers by month (CSV)", "doses-by-month.csv", "text/csv", saved)
        self.said.value = (
            f'<div role="status">{pieces.words(KEY)}{"".join(parts)}</div><div class="take">{taken}</div>'
        )


def roles(text: str) -> list[Role]:
    """Read one role a line: name, people, bite, foundation, practitioner, expert; what is left out counts as none.

    Examples
    --------
    >>> roles("Porters, 40, 40, 6")[0].wanted
    (40, 6, 0, 0)
    """
    found = []
    for line, cells in enumerate(csv.reader(io.StringIO(text), skipinitialspace=True), 1):
        cells = [cell.strip() for cell in cells]
        if not any(cells) or tuple(cell.lower() for cell in cells) == HEAD:
            continue
        name, *typed = cells
        numbers = []
        for cell in typed:
            number = parse_number(cell) if cell else 0
            if number is None or number != int(number):
                raise DosingError(f"Line {line}: “{cell[:20]}” is no whole number. Write: {', '.join(HEAD)}.")
            numbers.append(int(number))
        if not 2 <= len(numbers) <= 5:
            raise DosingError(f"Line {line} has {len(numbers)} numbers. Write: {', '.join(HEAD)}.")
        found.append(Role(name or f"Line {line}", *numbers))
    return found


def _quoted(name: str) -> str:
    return f'"{name}"' if "," in name else name


def _svg(result: Result, dose: str, wanted: int) -> str:
    """Return the band, the middle run and what was wanted as a drawing; the words below it say the same."""
    table = result.by_month()
    low, middle, high = (table[f"{dose}, {word}"].tolist() for word in ("low", "middle", "high"))
    top, wide, tall = max(*high, wanted, 1), 320, 120

    def points(values, months):
        at = [
            (30 + m * (wide - 40) / max(len(low) - 1, 1), tall - 20 - v * (tall - 30) / top)
            for m, v in zip(months, values, strict=False)
        ]
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in at)

    months = range(len(low))
    band = points(high, months) + " " + points(low[::-1], reversed(months))
    line = points([wanted, wanted], (0, len(low) - 1))
    return (
        f'<svg viewBox="0 0 {wide} {tall}" width="100%" style="max-width:30rem" role="img" aria-label="People by month: '
        f'{middle[-1]} at the end, {wanted} wanted"><polygon points="{band}" fill="{LIGHT.faint}"/>'
        f'<polyline points="{line}" fill="none" stroke="{LIGHT.warm}" stroke-dasharray="5 4"/>'
        f'<polyline points="{points(middle, months)}" fill="none" stroke="{LIGHT.accent}" stroke-width="2.5"/>'
        f'<text x="26" y="14" font-size="11" text-anchor="end" fill="{LIGHT.quiet}">{top}</text>'
        f'<text x="{wide - 10}" y="{tall - 4}" font-size="11" text-anchor="end" fill="{LIGHT.quiet}">'
        f"month {len(low) - 1}</text></svg>"
    )
