"""A report on one page of HTML that opens anywhere: one file, no script, no request, everything typed escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from improve.charts.kinds import KINDS

from .drawing import NARROW, WIDE, plain, svg
from .dress import look
from .exporting import COLUMNS, _cell, data_rows

# No script may run and nothing may be fetched, whatever a heading or a note holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

CSS = look("report.css")


def page(title: str, body: Iterable[str], css: str = "") -> str:
    """Return a whole page that may run nothing and fetch nothing."""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{plain(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{plain(title)}</title>\n<style>{CSS}{css}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body>\n</html>\n"
    )


def report_html(chart, audience: str = "team", found: Iterable[str] = (), why: str = "") -> str:
    """Return a report on one chart: drawing, reading, record and data.

    Parameters
    ----------
    chart : Chart
    audience : {"team", "board", "analyst"}
        For whom the reading is.
    found : iterable of str
        What was found in the file, in sentences.
    why : str
        Why this kind of chart was chosen.

    Examples
    --------
    >>> from improve.charts import run_chart
    >>> "<script" in report_html(run_chart([3, 1, 4], title="<script>alert(1)</script>"))
    False
    """
    title = chart.title or f"{chart.measure[:1].upper()}{chart.measure[1:]}"
    hidden = chart.extra.get("hidden_note")
    return page(
        title,
        [
            f"<h1>{plain(title)}</h1>",
            f'<p class="quiet">{plain(KINDS[chart.kind].title)} · {plain(chart.rules.label)} · reading for the '
            f"{plain(audience)}</p>",
            figure(chart),
            f'<p class="warn">{plain(hidden)}</p>' if hidden else "",
            "<h2>What it shows, and what it cannot</h2>",
            reading(chart, audience),
            "<h2>How it was made</h2>",
            _record(chart, why, found),
            "<h2>The data</h2>",
            data_table(chart),
            '<p class="quiet">Made with the chart studio of an open course, which keeps no copy and sends nothing.</p>',
        ],
    )


def figure(chart) -> str:
    """Return the drawing in two widths; a screen or a printer shows the one that fits."""
    return f'<figure><div class="wide">{svg(chart, WIDE)}</div><div class="narrow">{svg(chart, NARROW)}</div></figure>'


def reading(chart, audience: str) -> str:
    """Return the reading as paragraphs, the first of them larger."""
    blocks = chart.reading(audience).split("\n\n")
    return "".join(
        f'<p class="{"quiet" if i else "lead"}">{plain(text)}</p>' for i, text in enumerate(blocks)
    )


def _record(chart, why: str, found: Iterable[str]) -> str:
    rows = [("why this chart", why)] if why else []
    rows += [(row["choice"], row["value"]) for row in chart.record()]
    rows += [("file", sentence) for sentence in found]
    return f"<dl>{''.join(f'<dt>{plain(name)}</dt><dd>{plain(value)}</dd>' for name, value in rows)}</dl>"


def data_table(chart) -> str:
    """Return the points with their lines and signals as a table; columns in which nothing stands are left out."""
    rows = [dict(zip(COLUMNS, map(_shown, row), strict=True)) for row in data_rows(chart)]
    names = [
        name for name in COLUMNS if name not in ("measure", "unit") and any(row[name] != "" for row in rows)
    ]
    if chart.series.n_phases == 1:
        names.remove("phase")
    for name in ("left out", "signal"):
        if all(row[name] == "no" for row in rows):
            names.remove(name)
    if all(row["sets the lines"] == "yes" for row in rows):
        names.remove("sets the lines")
    head = "".join(f'<th scope="col">{plain(name)}</th>' for name in names)
    body = "".join(f"<tr>{''.join(_td(row[name]) for name in names)}</tr>" for row in rows)
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="The data"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _shown(value):
    """Write a figure as on paper; what is only dangerous in a spreadsheet stays as it was typed."""
    if isinstance(value, str):
        return value
    cell = _cell(value)
    return f"{cell:,.2f}".rstrip("0").rstrip(".") if isinstance(cell, float) else cell


def _td(cell) -> str:
    number = isinstance(cell, int) or re.fullmatch(r"-?[\d,]+(?:\.\d+)?", str(cell))
    text = f"{cell:,}" if isinstance(cell, int) else str(cell)
    return f'<td class="n">{plain(text)}</td>' if number else f"<td>{plain(text)}</td>"
