"""Which chart fits the figures, and why, in plain words; what each choice takes for granted."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from improve.charts import guards
from improve.charts.kinds import KINDS

ENOUGH_FOR_LIMITS = 12  # below this limits would be little more than guesses; NHS tools warn here too
RARE = 0.5  # share of zeros from which events are rare

EXPOSURE = re.compile(
    r"\b(?:bed ?days?|obds?|patient ?days?|resident ?days?|occupied|days|hours?|exposure|line ?days?|"
    r"catheter ?days?|person ?years?|doses|miles)\b"
)
BETWEEN = re.compile(
    r"\b(?:days?|hours?|weeks?|time)\b.*\b(?:between|since|to next)\b|\btime to\b|\binterval\b"
)
CASES_BETWEEN = re.compile(r"\b(?:between|since)\b")
COUNTED = re.compile(
    r"\b(?:count|number|falls?|infections?|incidents?|complaints?|deaths?|events?|errors?|ulcers?|cases?|"
    r"admissions?|arrests?|near misses|harms?|injur\w+|breaches|cancellations?)\b"
)
RATIO = re.compile(
    r"\b(?:rate|per cent|percent|percentage|proportion|share|ratio|mean|average|median|score)\b|%"
)

ASSUMES = {
    "run": "It assumes only that the points are in time order and that one does not drive the next. It has no limits, "
    "so it will not judge a single odd point.",
    "i": "It assumes that every value rests on about as much work as the next, that neighbouring values are not tied "
    "to each other, and that the values are not heavily lopsided, as waiting times often are.",
    "p": "It assumes that each case either has the feature or has not, that cases are independent, and that nothing "
    "but chance differs from one period to the next.",
    "pp": "As a p chart, but it measures how much more than chance the periods differ and widens the limits by that. "
    "If the extra spread is a fault in the counting, the limits hide it.",
    "u": "It assumes that events are independent of each other, that one case can have several, and that the exposure "
    "(such as bed days) is counted well.",
    "up": "As a u chart, but it measures how much more than chance the periods differ and widens the limits by that. "
    "If the extra spread is a fault in the counting, the limits hide it.",
    "c": "It assumes that the opportunity for events is about the same in every period: about as many patients, beds "
    "or hours. If that changes, give it as a denominator and use a u chart.",
    "t": "It assumes that each value is the time from one rare event to the next, and that the chance of an event is "
    "the same all the time.",
    "g": "It assumes that each value is the number of cases from one rare event to the next, and that every case "
    "carries about the same risk.",
}
ORDER = tuple(ASSUMES)


@dataclass(frozen=True)
class Proposal:
    """The chart proposed for some figures.

    Attributes
    ----------
    kind : str
        A key of `improve.charts.kinds.KINDS`.
    why : str
        The reason, for somebody who has not heard of these charts.
    alternatives : tuple of (str, str)
        The other kinds that can be drawn from these figures, each with what it assumes.
    cautions : tuple of str
        What would give a better chart than any of these.
    per : int
        Multiplier: 100 for per cent, 1000 for a rate per thousand.
    """

    kind: str
    why: str
    alternatives: tuple[tuple[str, str], ...]
    cautions: tuple[str, ...] = ()
    per: int = 1

    @property
    def title(self) -> str:
        """The name of the proposed chart."""
        return KINDS[self.kind].title


def propose(frame: pd.DataFrame) -> Proposal:
    """Propose a chart for a table of dates and values.

    Parameters
    ----------
    frame : DataFrame
        As from `improve.data.read_table`: date, value and perhaps denominator. Headings in `attrs` are used.

    Raises
    ------
    ValueError
        When there are no values.

    Examples
    --------
    >>> frame = pd.DataFrame({"value": [41, 44, 39] * 8, "denominator": [50, 52, 47] * 8})
    >>> proposal = propose(frame)
    >>> proposal.kind, proposal.per
    ('p', 100)
    """
    facts = _Facts.of(frame)
    possible = facts.possible()
    if facts.n < ENOUGH_FOR_LIMITS:
        kind, why = "run", _short(facts.n)
    elif facts.out_of:
        kind, why = _with_denominator(frame, facts, possible)
    else:
        kind, why = _without_denominator(facts, possible)
    others = tuple((other, ASSUMES[other]) for other in ORDER if other in possible and other != kind)
    return Proposal(kind, why, others, tuple(_cautions(facts, kind)), multiplier(frame, kind))


def assumes(frame: pd.DataFrame, kind: str) -> str:
    """Say what a kind of chart takes for granted, and where these figures speak against it."""
    facts = _Facts.of(frame)
    words = [ASSUMES[kind]]
    if kind == "c" and facts.out_of and facts.spread_of_denominator > 0.25:
        words.append("Here the denominators differ by more than a quarter, so that does not hold.")
    if kind in ("i", "run") and facts.out_of:
        words.append("Points with few cases behind them count as much as those with many.")
    if kind in ("p", "u") and _is_wide(frame, kind):
        words.append(
            "Here the points vary far more than chance explains, so too many will lie outside the limits."
        )
    if kind != "run" and facts.n < ENOUGH_FOR_LIMITS:
        words.append(f"With {facts.n} values its limits are first guesses.")
    if kind == "t" and not facts.between:
        words.append("Check that your values are times between events; they are not named so.")
    if kind == "g" and not facts.between:
        words.append("Check that your values are numbers of cases between events; they are not named so.")
    if kind in ("i", "c", "u", "p") and facts.zeros >= RARE:
        words.append("Here most values are 0, so the limits mean little.")
    return " ".join(words)


@dataclass(frozen=True)
class _Facts:
    """What can be told from the figures and their headings."""

    n: int
    y: np.ndarray
    top: str
    bottom: str
    out_of: bool
    whole: bool
    larger: bool  # a value larger than its denominator
    zeros: float
    percent: bool
    events: bool
    spread_of_denominator: float

    @classmethod
    def of(cls, frame: pd.DataFrame) -> _Facts:
        value = frame["value"].to_numpy(dtype=float)
        known = ~np.isnan(value)
        bottom = None
        if "denominator" in frame and frame["denominator"].notna().any():
            bottom = frame["denominator"].to_numpy(dtype=float)
            known &= bottom > 0
        y = value[known]
        if not len(y):
            raise ValueError("There are no values to chart.")
        headings = frame.attrs.get("headings", {})
        spread = 0.0
        if bottom is not None:
            spread = float(np.ptp(bottom[known]) / bottom[known].mean())
        return cls(
            n=len(y),
            y=y,
            top=_plain(headings.get("value", "")),
            bottom=_plain(headings.get("denominator", "")),
            out_of=bottom is not None,
            whole=bool((y == np.round(y)).all() and (y >= 0).all()),
            larger=bool(bottom is not None and (y > bottom[known]).any()),
            zeros=float((y == 0).mean()),
            percent=bool(frame.attrs.get("percent", False))
            or bool(RATIO.search(_plain(headings.get("value", "")))),
            events=bool(frame.attrs.get("events", False)),
            spread_of_denominator=spread,
        )

    @property
    def between(self) -> bool:
        return self.events or bool(BETWEEN.search(self.top) or CASES_BETWEEN.search(self.top))

    def possible(self) -> set[str]:
        """Return the kinds that can be drawn at all."""
        kinds = {"run", "i"}
        if self.out_of and (self.y >= 0).all():
            kinds |= {"u", "up"} | (set() if self.larger else {"p", "pp"})
        if not self.out_of and (self.y > 0).all():
            kinds.add("t")
        if self.whole:
            kinds |= {"c"} | (set() if self.out_of else {"g"})
        return kinds


def _plain(text: str) -> str:
    return re.sub(r"[_/–-]", " ", str(text).casefold())


def _short(n: int) -> str:
    points = "Only 1 value is" if n == 1 else f"Only {n} values are"
    return (
        f"{points} known. Limits set from so few would be guesses, so a run chart shows the points and their median. "
        f"From {ENOUGH_FOR_LIMITS} values on a chart with limits is worth having."
    )


def _with_denominator(frame, facts: _Facts, possible: set[str]) -> tuple[str, str]:
    bottom = f"“{frame.attrs['headings']['denominator']}”" if facts.bottom else "the denominator"
    if not facts.whole:
        return "i", (
            f"There is a denominator, but the values are not whole counts, so chance cannot be worked out from {bottom}. "
            "An individuals (XmR) chart takes its limits from how much the points differ from one to the next."
        )
    events = facts.larger or bool(EXPOSURE.search(facts.bottom))
    if events:
        reason = (
            "some values are larger than their denominators"
            if facts.larger
            else f"{bottom} is a time at risk"
        )
        kind, why = (
            "u",
            (
                f"These are events counted against an exposure that varies: {reason}, so one case can have several events. "
                "A u chart shows the rate, with limits that are wider where the exposure is smaller."
            ),
        )
    else:
        kind, why = (
            "p",
            (
                f"Each value is a number of cases out of {bottom}, so this is a proportion. A p chart shows it as a "
                "percentage, with limits that are wider where there were fewer cases."
            ),
        )
    if _is_wide(frame, kind):
        prime = {"p": "pp", "u": "up"}[kind]
        spread = guards.overdispersion(_plain_chart(frame, kind))
        title = KINDS[prime].title.removesuffix(" chart")
        return prime, (
            f"{why} But the points vary {spread:.1f} times as much as chance alone explains, as they often do with large "
            f"denominators, and most would lie outside such limits. A {title} chart measures that extra variation and "
            "allows for it."
        )
    return kind, why


def _plain_chart(frame, kind: str):
    from improve.charts import p_chart, u_chart

    make = p_chart if kind == "p" else u_chart
    data = frame[["value", "denominator"]]
    return make(data, "value", None, "denominator", per=1)


def _is_wide(frame, kind: str) -> bool:
    """Tell whether a p or u chart of these figures would cry wolf."""
    try:
        chart = _plain_chart(frame, kind)
    except ValueError:
        return False
    spread = guards.overdispersion(chart)
    outside = chart.table["beyond"].sum() / max(chart.table["value"].notna().sum(), 1)
    return spread is not None and spread >= guards.OVERDISPERSED and outside >= guards.WIDE_SHARE


def _without_denominator(facts: _Facts, possible: set[str]) -> tuple[str, str]:
    if facts.events or BETWEEN.search(facts.top):
        if "t" in possible:
            return "t", (
                "Each value is the time since the event before. Such times are very uneven, so a t chart changes their "
                "scale before it sets limits. A long time is good news when the event is harm."
            )
        return ("g" if "g" in possible else "i"), (
            "Each value is the time since the event before, and some are 0, which a t chart cannot take. "
            "Times of day as well as dates would give a t chart."
        )
    if CASES_BETWEEN.search(facts.top) and "g" in possible:
        return "g", (
            "Each value is the number of cases since the event before. A g chart is made for such counts: "
            "it suits events so rare that most months would show 0."
        )
    if facts.percent:
        return "i", (
            "These are rates or percentages without the numbers behind them, so an individuals (XmR) chart takes its "
            "limits from how much the points differ from one to the next."
        )
    if facts.whole and (COUNTED.search(facts.top) or facts.y.mean() < 20) and _like_counts(facts.y):
        return "c", (
            "These are counts, and they vary about as much as counted events do by chance alone. A c chart uses that "
            "to set its limits."
        )
    if facts.whole and COUNTED.search(facts.top):
        return "i", (
            "These are counts, but they do not vary as counted events do by chance alone. An individuals (XmR) chart "
            "takes its limits from how much the points really differ from one to the next."
        )
    return "i", (
        "Each point is one measured value. An individuals (XmR) chart takes its limits from how much the points differ "
        "from one to the next, and needs no assumption about how they are spread."
    )


def _like_counts(y: np.ndarray) -> bool:
    """Tell whether neighbouring counts differ about as much as Poisson counts of that mean do."""
    mean = y.mean()
    if mean == 0 or len(y) < 2:
        return False
    sigma = np.abs(np.diff(y)).mean() / 1.128
    return bool(0.5 <= sigma / np.sqrt(mean) <= 1.5)


def _cautions(facts: _Facts, kind: str) -> list[str]:
    found = []
    if kind not in ("t", "g") and facts.zeros >= RARE and facts.n >= 3:
        found.append(
            f"{facts.zeros:.0%} of the values are 0. For such rare events the time or the number of cases between them "
            "says more: list the dates of the events in one column and bring that."
        )
    if facts.percent and not facts.out_of and facts.n >= 3:
        found.append(
            "If you can get the counts behind the percentages (how many, out of how many), bring those: the limits then "
            "allow for small numbers."
        )
    if kind == "c":
        found.append("If the number of patients or bed days changes, bring it as a denominator.")
    if kind in ("p", "pp") and facts.y.mean() < 5 and facts.zeros < RARE:
        found.append("The counts are small (below 5 on average). Longer periods would give a steadier chart.")
    return found


def multiplier(frame: pd.DataFrame, kind: str) -> int:
    """Return what a rate is multiplied by to be read easily: 100 for proportions, 1 to 100,000 for event rates."""
    if "denominator" not in frame or kind in ("c", "t", "g"):
        return 1
    facts = _Facts.of(frame)
    if kind in ("p", "pp") or (
        kind in ("i", "run") and not facts.larger and not EXPOSURE.search(facts.bottom)
    ):
        return 100
    centre = np.nansum(frame["value"]) / max(np.nansum(frame["denominator"]), 1e-12)
    return next((per for per in (1, 100, 1000, 10_000, 100_000) if centre * per >= 1), 100_000)
