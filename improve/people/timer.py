"""The meeting of an action learning set: minutes for each person's turn, as a plan and as a clock that runs offline."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape

OPENING, CLOSING = 10, 10  # minutes: check in, and check out
STEPS = (  # parts of a turn, and their share of it
    ("presents: what is the problem, and what have you tried?", 0.25),
    ("is asked open questions; nobody advises", 0.50),
    ("says what they will do, by when, and how they will know", 0.15),
    ("rests; the set says what helped", 0.10),
)


@dataclass(frozen=True)
class Part:
    """One part of a meeting."""

    start: int
    minutes: int
    who: str
    what: str


def turns(
    people: int, minutes: int = 120, pause: int = 10, each: int | None = None
) -> tuple[list[Part], int]:
    """Return the plan of a meeting and the number of people who have a turn.

    Parameters
    ----------
    people : int
        In the set.
    minutes : int
        Of the whole meeting.
    pause : int
        Minutes of a break in the middle.
    each : int, optional
        Minutes of one turn; without it, everybody has one and the time is shared out.

    Examples
    --------
    >>> plan, turn_takers = turns(6, 180)
    >>> turn_takers, sum(part.minutes for part in plan)
    (6, 180)
    """
    left = minutes - OPENING - CLOSING - pause
    if each is None:
        each, takers = left // people, people
    else:
        takers = min(people, left // each)
    if takers < 1 or each < 15:
        raise ValueError(
            f"{minutes} minutes give {people} people {max(each, 0)} minutes each. A turn needs 15 at least: "
            "meet for longer, or let fewer people have a turn each time."
        )
    plan = [Part(0, OPENING, "everybody", "says how they are, and what came of last time's action")]
    for number in range(1, takers + 1):
        if pause and number == takers // 2 + 1 and takers > 1:
            plan.append(Part(_end(plan), pause, "everybody", "has a break"))
        plan += _turn(_end(plan), each, number)
    if pause and takers == 1:
        plan.append(Part(_end(plan), pause, "everybody", "has a break"))
    plan.append(
        Part(
            _end(plan),
            minutes - _end(plan),
            "everybody",
            "fills in the reflection log, and agrees the next date",
        )
    )
    return plan, takers


def clock_html(plan: list[Part]) -> str:
    """Return the plan as a list with a clock that is started by hand. It asks nothing of any other machine."""
    parts = [{"m": part.minutes, "t": f"{part.who} {part.what}"} for part in plan]
    rows = "".join(
        f"<li><b>{part.start} to {part.start + part.minutes} min</b> {escape(part.who)} {escape(part.what)}</li>"
        for part in plan
    )
    run = (
        "(function(b){var d=b.parentNode,p=JSON.parse(d.dataset.parts),s=d.querySelector('[data-now]'),"
        "l=d.querySelectorAll('li'),i=0,left=p[0].m*60;"
        "if(d.going){clearInterval(d.going);d.going=null;b.textContent='Start the clock again from the top';return}"
        "b.textContent='Stop the clock';var last=Date.now();"
        "function show(){s.textContent=Math.floor(left/60)+':'+('0'+Math.floor(left%60)).slice(-2)+' left: '+p[i].t;"
        "for(var k=0;k<l.length;k++){l[k].style.fontWeight=k===i?'700':'400'}}"
        "show();d.going=setInterval(function(){var now=Date.now();left-=(now-last)/1000;last=now;"
        "while(left<=0&&i<p.length-1){i++;left+=p[i].m*60}"
        "if(left<=0){clearInterval(d.going);d.going=null;s.textContent='The meeting is over.';return}show()},500)})(this)"
    )
    return (
        f"<div data-parts='{escape(json.dumps(parts), quote=True)}'>"
        '<button type="button" style="font:inherit;min-height:44px;padding:.3rem .9rem" '
        f'onclick="{escape(run, quote=True)}">'
        "Start the clock</button>"
        '<p data-now role="timer" style="font-size:1.3rem;margin:.5rem 0">The clock has not been started.</p>'
        f"<ol>{rows}</ol></div>"
    )


def _turn(start: int, each: int, number: int) -> list[Part]:
    made: list[Part] = []
    for what, share in STEPS[:-1]:
        made.append(Part(start, max(1, round(each * share)), f"Person {number}", what))
        start += made[-1].minutes
    made.append(Part(start, each - sum(part.minutes for part in made), f"Person {number}", STEPS[-1][0]))
    return made


def _end(plan: list[Part]) -> int:
    return plan[-1].start + plan[-1].minutes
