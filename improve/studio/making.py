"""From figures and choices to a Chart: the one place where the studio's choices become arguments."""

from __future__ import annotations

import pandas as pd

from improve import charts
from improve.charts import RULE_SETS, Chart

from .marks import Marks

NO_NAME = {
    "",
    "denominator",
    "denom",
    "out of",
    "total",
    "n",
}  # headings that say nothing about what was counted
WITH_DENOMINATOR = {"p", "pp", "u", "up"}


def make_chart(
    frame: pd.DataFrame,
    kind: str,
    *,
    per: float | None = None,
    rules: str = "anhoej",
    better: str = "neither",
    target: float | None = None,
    baseline=None,
    marks: Marks | None = None,
    title: str = "",
    measure: str = "",
    unit: str = "",
) -> Chart:
    """Make a chart of one of the studio's kinds.

    Parameters
    ----------
    frame : DataFrame
        As from `improve.data.read_table`.
    kind : str
        "run", "i", "p", "pp", "u", "up", "c", "t" or "g".
    per : float, optional
        Multiplier of a rate; by default one that reads easily.
    marks : Marks, optional
        Phases, notes and points left out.
    title, measure, unit : str
        Words; by default from the headings.

    Raises
    ------
    ValueError
        If the figures or the choices cannot make this chart; the message says why and what to do.
    """
    from .proposing import ASSUMES, multiplier

    if kind not in ASSUMES:
        raise ValueError(f"There is no chart {kind!r} here. Use one of {', '.join(ASSUMES)}.")
    marks = marks or Marks()
    out_of = "denominator" in frame and kind in WITH_DENOMINATOR | {"run", "i"}
    if kind in WITH_DENOMINATOR and not out_of:
        raise ValueError(
            f"A {charts.kinds.KINDS[kind].title} needs a denominator: how many each value is out of."
        )
    per = (per or multiplier(frame, kind)) if out_of else 1
    named = words_for(frame, kind, per)
    choices = {
        "rules": rules,
        "target": target,
        "phases": marks.phases or None,
        "exclude": list(marks.left_out) or None,
        "baseline": marks.baseline if baseline is None else baseline,
        "notes": _notes(frame, marks),
        "title": title or None,
        "measure": measure or named[0],
        "unit": unit or named[1],
    }
    data = frame.drop(columns="note", errors="ignore")
    if kind != "run":
        choices["better"] = better
    if kind in ("run", "i"):
        make = charts.run_chart if kind == "run" else charts.i_chart
        return make(data, "value", "date", "denominator" if out_of else None, per=per, **choices)
    if kind in WITH_DENOMINATOR:
        make = charts.p_chart if kind in ("p", "pp") else charts.u_chart
        return make(
            data, "value", "date", "denominator", per=per, prime=kind.endswith("p") and kind != "p", **choices
        )
    return {"c": charts.c_chart, "t": charts.t_chart, "g": charts.g_chart}[kind](
        data, "value", "date", **choices
    )


def _notes(frame: pd.DataFrame, marks: Marks) -> dict:
    """Join the notes of the table and those marked in the studio; several on one day become one."""
    found: dict[pd.Timestamp, list[str]] = {}
    if "note" in frame:
        for when, text in zip(frame["date"], frame["note"], strict=True):
            if isinstance(text, str) and text.strip():
                found.setdefault(pd.Timestamp(when), []).append(text.strip())
    for when, text in marks.notes:
        found.setdefault(pd.Timestamp(when), []).append(text)
    return {when: "; ".join(dict.fromkeys(texts)) for when, texts in sorted(found.items())}


def words_for(frame: pd.DataFrame, kind: str, per: float = 1) -> tuple[str, str]:
    """Return the measure and its unit from the headings of a table.

    Examples
    --------
    >>> frame = pd.DataFrame({"value": [1.0], "denominator": [2.0]})
    >>> frame.attrs["headings"] = {"value": "Falls", "denominator": "Bed days"}
    >>> words_for(frame, "u", 1000)
    ('Falls', 'per 1,000 bed days')
    """
    headings = frame.attrs.get("headings", {})
    top = headings.get("value", "values")
    bottom = _lower(headings.get("denominator", ""))
    bottom = "" if bottom in NO_NAME else f" {bottom}"
    if "denominator" in frame and kind in WITH_DENOMINATOR | {"run", "i"}:
        if per == 100 and kind not in ("u", "up"):
            return top, f"% of{bottom}" if bottom else "%"
        return top, f"per {per:,.0f}{bottom}" if per != 1 or bottom else ""
    if frame.attrs.get("percent"):
        return top, "%"
    return top, "days" if frame.attrs.get("events") else ""


def _lower(text: str) -> str:
    """Write a heading as it stands inside a sentence; abbreviations keep their capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def rule_sets_for(kind: str) -> tuple[str, ...]:
    """Return the names of the rule sets that a kind of chart can be read with.

    Examples
    --------
    >>> rule_sets_for("run")
    ('anhoej', 'perla', 'nhs', 'nhs-2023')
    """
    return tuple(name for name, chosen in RULE_SETS.items() if kind != "run" or not chosen.needs_limits)
