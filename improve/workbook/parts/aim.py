"""Part 2: the problem, and an aim that says what, for whom, how much and by when."""

from __future__ import annotations

from improve.project.theory import Aim, Charter

from .. import look
from ..desk import Desk
from ..fields import form
from ..pieces import column, heading, words
from . import Panel

NUMBERS = ["unit", "baseline", "target", "by_when"]


def aim(desk: Desk) -> Panel:
    """Return the panel of part 2."""
    place = ("charter", "aim")
    return Panel(
        column(
            words("Start with the problem, in the words of somebody who meets it."),
            form(desk, ("charter",), Charter, ["problem", "why_it_matters"]),
            heading("The aim"),
            words("Fill in the pieces; the sentence is made from them."),
            form(desk, place, Aim, ["what", "for_whom", "where"]),
            form(
                desk, place, Aim, ["measure", *NUMBERS],
                measure="Which measure will tell? (Add measures in part 5.)",
                unit="The unit of the two numbers, such as % of patients",
            ),
            form(desk, place, Aim, ["statement"], statement="Or the aim in your own words, if you prefer them"),
            heading("Why it should work, and for whom it might not"),
            form(desk, ("charter",), Charter, ["rationale", "available_knowledge", "alignment", "equity"]),
        ),
        ("charter",),
        in_words,
        "beside",
    )  # fmt: skip


def in_words(project) -> str:
    """Return the aim as one sentence in HTML, with gaps where something is missing."""
    given = project.charter.aim
    unit = f" {given.unit}" if given.unit and given.unit[0] != "%" else given.unit
    begin, end = (
        f"{number:g}{unit}" if number is not None else "…" for number in (given.baseline, given.target)
    )
    by = f"{given.by_when.day} {given.by_when:%B %Y}" if given.by_when else "…"
    sentence = f"{given.what or '…'}, for {given.for_whom or '…'} in {given.where or '…'}: from {begin} to {end} by {by}."
    sentence = sentence[:1].upper() + sentence[1:]
    own = look.paragraph(f"In your own words: {given.statement}") if given.statement else ""
    return f'<section class="said" aria-label="The aim"><p><strong>{look.escape(sentence)}</strong></p>{own}</section>'
