"""The project on one page: for a wall, a huddle or a busy sponsor."""

from html import escape

from improve.palette import LIGHT

from ..charting import drawable
from ..dates import long_date, short_date
from ..drawing import draw_chart, draw_drivers
from ..drawing.drivers import aim_in_words
from ..drawing.svg import clip
from ..model import Project
from .page import bullets, gap, heading, invented, page, paragraphs, table

TEXT = 220  # characters of a text that have room here; the report holds the whole
CYCLES = 4  # the last so many
LARGEST_DIAGRAM = 6  # change ideas or secondary drivers that can be read when drawn in a third of a page

CSS = f"""
.two {{ display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.2rem; }}
.aim {{ border-left: 6px solid {LIGHT.accent}; padding-left: .6rem; font-weight: 600; }}
table {{ font-size: .85rem; }}
td:first-child {{ white-space: nowrap; }}
.two .drawing .wide {{ display: none; }} .two .drawing .narrow {{ display: block; }}
details {{ display: none; }}
@media screen and (max-width: 760px) {{ .two {{ display: block; }} }}
@media print {{
  @page {{ size: A4; margin: 11mm; }}
  body {{ font-size: 8.4pt; line-height: 1.25; }} td, th {{ padding: .1rem .3rem; }}
  h1 {{ font-size: 14pt; }} h2 {{ font-size: 10pt; margin: .5rem 0 .2rem; }}
  p, ul, table {{ margin: .15rem 0 .3rem; }} table {{ font-size: 7.6pt; }}
  .drawing {{ margin: .2rem 0; }} .drawing svg {{ max-height: 62mm; margin: 0 auto; }}
  .two .drawing svg {{ max-height: 50mm; }}
}}
"""


def summary_html(project: Project) -> str:
    """Return the one-page summary as HTML.

    Parameters
    ----------
    project : Project

    Returns
    -------
    str
        A page that opens offline and prints on one side of A4. Long texts are cut; the report holds the whole.

    Examples
    --------
    >>> "Not recorded." in summary_html(Project(title="Falls"))
    True
    """
    body = [
        heading(1, clip(project.title, 100) or "A project without a title"),
        invented(project),
        _aim(project),
        '<div class="two"><div>',
        _why(project),
        _people(project),
        "</div><div>",
        _chart(project),
        "</div></div>",
        _drivers(project),
        _cycles(project),
        '<div class="two"><div>',
        _told("What worked", project.story.what_worked),
        _told("What we learned", project.story.learned),
        "</div><div>",
        _told("What did not work", project.story.what_did_not_work),
        _next(project),
        "</div></div>",
    ]
    return page(project.title or "Project summary", body, CSS)


def _aim(project: Project) -> str:
    words = clip(aim_in_words(project), TEXT)
    return (
        f'<p class="aim">{escape(words)}</p>' if words else gap("The aim: what, for whom, how much, by when.")
    )


def _why(project: Project) -> str:
    return heading(2, "Why") + (paragraphs(clip(project.charter.problem, TEXT)) or gap())


def _people(project: Project) -> str:
    roles = [
        f"{person.role}{f' ({person.part})' if person.part else ''}" for person in project.people.roles[:6]
    ]
    return heading(2, "Who") + (bullets([clip(role, 60) for role in roles if role]) or gap())


def _chart(project: Project) -> str:
    drawn = [(choices, chart) for choices, chart, _ in drawable(project) if chart is not None]
    if not drawn:
        return heading(2, "The chart") + gap("No chart can be drawn yet.")
    aimed = {
        series.id
        for series in project.data
        if series.measure and series.measure == project.charter.aim.measure
    }
    choices, chart = next((pair for pair in drawn if pair[0].data in aimed), drawn[0])
    signal = "The run rules give a signal." if chart.signal else "The run rules give no signal."
    said = f"{chart.rules.label}. {signal} {clip(choices.conclusion, 160)}"
    return (
        heading(2, "The chart") + draw_chart(chart, notes=3).html() + f'<p class="quiet">{escape(said)}</p>'
    )


def _drivers(project: Project) -> str:
    diagram = project.driver_diagram
    if not diagram.primary:
        return heading(2, "What drives it") + gap()
    if max(len(diagram.secondary), len(diagram.change_ideas), len(diagram.primary)) <= LARGEST_DIAGRAM:
        return heading(2, "What drives it") + draw_drivers(project, measures=False).html()
    shown = [clip(driver.name, 80) for driver in diagram.primary[:8]]
    rest = f"{len(diagram.secondary)} secondary drivers and {len(diagram.change_ideas)} change ideas are in the report."
    return heading(2, "What drives it") + bullets([*shown, rest])


def _cycles(project: Project) -> str:
    if not project.pdsa:
        return heading(2, "What we tested") + gap()
    rows = [
        (
            short_date(cycle.started_on) if cycle.started_on else "",
            clip(cycle.title, 60),
            clip(cycle.prediction, 70) or "not recorded",
            clip(cycle.result, 70) or "not recorded",
            cycle.decision or "open",
        )
        for cycle in project.pdsa[-CYCLES:]
    ]
    shown = (
        f"The last {CYCLES} of {len(project.pdsa)} PDSA cycles"
        if len(project.pdsa) > CYCLES
        else "PDSA cycles"
    )
    return heading(2, "What we tested") + table(
        shown, ["Began", "Test", "Predicted", "Found", "Decision"], rows
    )


def _told(title: str, text: str) -> str:
    return heading(2, title) + (paragraphs(clip(text, TEXT)) or gap())


def _next(project: Project) -> str:
    plan = project.control_plan
    ahead = [cycle.next for cycle in project.pdsa if cycle.next][-1:]
    lines = [clip(text, 160) for text in ahead]
    if plan.owner:
        review = f"; reviewed on {long_date(plan.review_on)}" if plan.review_on else ""
        lines.append(clip(f"Watched by: {plan.owner}{review}", 120))
    return heading(2, "Next") + (bullets(lines) or gap())
