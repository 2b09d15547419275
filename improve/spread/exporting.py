"""A plan to take away: the numbers by month as CSV, and one page with chart, reading and guesses."""

from __future__ import annotations

from dataclasses import fields
from html import escape

from improve.palette import FONT, css_variables
from improve.studio.exporting import rows_of_csv

from .drawing import svg
from .plan import LIMITS, Plan
from .roll_out import CHANGES, Result
from .words import gain, month_after, reading

COLUMNS = ("month", "calendar month", "target", "1 in 10 below", "middle run", "1 in 10 above", "chance of the target",
           "sites waiting for help (mean)")  # fmt: skip
SHARES = {"drop_out", "stop_yearly", "leave_yearly"}


def to_csv(result: Result) -> str:
    """Return sites live by month as CSV, safe to open in a spreadsheet; the guesses stand below the months.

    Examples
    --------
    >>> from .roll_out import simulate
    >>> to_csv(simulate(Plan(months=3), runs=20)).splitlines()[1].split(",")[:3]
    ['0', 'April 2027', '44']
    """
    plan = result.plan
    low, middle, high = result.band(10, 50, 90)
    rows = [
        (m, month_after(plan.start, m), plan.target, low[m], middle[m], high[m], round(result.chances[m], 3),
         round(result.waiting[:, m].mean(), 1))
        for m in range(int(plan.months) + 1)
    ]  # fmt: skip
    return rows_of_csv(COLUMNS, [*rows, (), ("guesses put in",), *guesses(plan)])


def guesses(plan: Plan) -> list[tuple[str, object]]:
    """Return what was put into the plan, in words.

    Examples
    --------
    >>> guesses(Plan())[0]
    ('sites live that you want', 44)
    """
    rows: list[tuple[str, object]] = []
    for field in fields(plan):
        if field.name in LIMITS:
            value = getattr(plan, field.name)
            if field.name == "invited":
                value = plan.to_start
            rows.append((LIMITS[field.name][2], f"{100 * value:g}%" if field.name in SHARES else value))
    return [*rows, ("start", f"{plan.start:%B %Y}")]


def report_html(result: Result, binds, title: str = "Roll-out plan") -> str:
    """Return one page that opens offline: chart, reading, what would help, and the guesses behind it."""
    said = "".join(f"<p>{escape(words)}</p>" for words in reading(result, binds))
    now = float(result.live[:, -1].mean())
    helps = "".join(
        f"<tr><td>{escape(name)}: {escape(CHANGES[name])}</td><td>{gain(sites - now)}</td><td>{100 * chance:.0f}%</td></tr>"
        for name, chance, sites in binds
    )
    put_in = "".join(
        f"<tr><td>{escape(str(a))}</td><td>{escape(str(b))}</td></tr>" for a, b in guesses(result.plan)
    )
    return f"""<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{escape(title)}</title><style>:root {{ {css_variables("light")} }}
body {{ font: 16px/1.5 {FONT}; color: var(--ink); max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; }}
svg {{ max-width: 100%; height: auto; }} table {{ border-collapse: collapse; width: 100%; }}
td, th {{ border-bottom: 1px solid var(--faint); padding: .2rem .6rem .2rem 0; text-align: left; }}</style>
<h1>{escape(title)}</h1>{svg(result)}{said}
<h2>If one thing were different</h2>
<table><tr><th>Change</th><th>Sites live, on average</th><th>Runs that reach the target</th></tr>{helps}</table>
<h2>Guesses that were put in</h2><table>{put_in}</table>
<p>Made from {len(result.live)} runs. Nobody was asked anything by this page: ask the sites.</p></html>"""
