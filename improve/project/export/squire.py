"""A report in the order of SQUIRE 2.0, with honest gaps: what was not recorded is said to be not recorded.

References
----------
Ogrinc G et al. (2016). SQUIRE 2.0 (Standards for QUality Improvement Reporting Excellence): revised publication
guidelines from a detailed consensus process. BMJ Quality & Safety 25:986–992.
"""

from collections.abc import Callable
from html import escape

from .. import caution
from ..charting import drawable
from ..dates import long_date
from ..drawing import draw_chart, draw_drivers, draw_process, draw_ramp
from ..drawing.drivers import aim_in_words
from ..drawing.svg import sentence
from ..model import Project
from .page import bullets, gap, heading, invented, page, pairs, paragraphs, table

Writer = Callable[[Project], str]


def report_html(project: Project) -> str:
    """Return the report as HTML, its headings the 18 items of SQUIRE 2.0 in their order.

    Parameters
    ----------
    project : Project

    Returns
    -------
    str
        A page that opens offline. A section with nothing to say says "Not recorded", and what would stand there.
        The personal reflection is left out.

    Examples
    --------
    >>> report_html(Project(title="Falls")).count("Not recorded.")
    17
    """
    body = [
        heading(1, project.title or "A project without a title"),
        invented(project),
        '<p class="quiet">Headings follow SQUIRE 2.0 (Ogrinc and others, 2016). The report is made from the project '
        "file; it can only be as complete as that.</p>",
    ]
    number = 0
    for part, items in SECTIONS.items():
        body.append(heading(2, part))
        for title, prompt, write in items:
            number += 1
            body.append(heading(3, f"{number}. {title}"))
            body.append(write(project) or gap(prompt))
    body += [heading(2, "Before you share this"), bullets(caution.IN_FULL)]
    return page(f"Report: {project.title}" if project.title else "Report", body)


# ------------------------------------------------------------------------------------------------ title and abstract


def _title(project: Project) -> str:
    return paragraphs(project.title)


def _abstract(project: Project) -> str:
    story, charter = project.story, project.charter
    tested = f"{len(project.pdsa)} PDSA cycle{'s' * (len(project.pdsa) != 1)}" if project.pdsa else ""
    return pairs(
        [
            ("Problem", charter.problem),
            ("Aim", aim_in_words(project)),
            ("Methods", " ".join(sentence(text) for text in (project.evaluation.design, tested) if text)),
            (
                "Interventions",
                "; ".join(idea.name for idea in project.driver_diagram.change_ideas if idea.name),
            ),
            ("Results", story.summary),
            ("Conclusions", story.conclusions),
        ]
    )


# ------------------------------------------------------------------------------------------------ introduction


def _problem(project: Project) -> str:
    return paragraphs(project.charter.problem) + paragraphs(project.charter.why_it_matters)


def _knowledge(project: Project) -> str:
    return paragraphs(project.charter.available_knowledge)


def _rationale(project: Project) -> str:
    diagram = project.driver_diagram
    drawn = draw_drivers(project).html() if diagram.primary or diagram.change_ideas else ""
    return paragraphs(project.charter.rationale) + drawn


def _aims(project: Project) -> str:
    charter = project.charter
    measure = project.find("measures", charter.aim.measure)
    rows = [("Measure", measure.name if measure else ""), ("Serves", charter.alignment)]
    return paragraphs(aim_in_words(project)) + pairs(rows)


# ------------------------------------------------------------------------------------------------ methods


def _context(project: Project) -> str:
    context = project.context
    rows = [
        (d.name, d.domain or "", d.cfir_construct, d.effect or "", d.evidence) for d in context.determinants
    ]
    roles = [
        " – ".join(filter(None, [f"{p.role}{f' ({p.part})' if p.part else ''}", p.involved]))
        for p in project.people.roles
    ]
    return (
        paragraphs(context.setting)
        + table(
            "What helps and what hinders",
            ["What", "Domain (CFIR 2022)", "Construct", "Effect", "Evidence"],
            rows,
        )
        + (draw_process(project).html() if project.process_map.steps else "")
        + (f"<p>People:</p>{bullets(roles)}" if any(roles) else "")
        + paragraphs(project.people.coproduction)
    )


def _interventions(project: Project) -> str:
    diagram = project.driver_diagram
    drivers = {driver.id: driver.name for driver in (*diagram.primary, *diagram.secondary)}
    ideas = [
        (
            idea.name,
            "; ".join(drivers[id] for id in idea.drivers if id in drivers),
            idea.kind or "",
            idea.source,
        )
        for idea in diagram.change_ideas
    ]
    behaviours = [(b.who, b.what, b.barrier or "", b.evidence) for b in project.context.behaviours]
    return (
        table("Change ideas", ["Change", "Meant to move", "Kind", "Source"], ideas)
        + table("Behaviours that must change", ["Who", "What", "Barrier (COM-B)", "Evidence"], behaviours)
        + "".join(_strategy(strategy) for strategy in project.strategies)
    )


def _strategy(strategy) -> str:
    fields = ("definition", "actor", "action", "target", "timing", "dose", "outcome", "justification")
    rows = [(field.capitalize(), getattr(strategy, field) or "not recorded") for field in fields]
    return f"<p><strong>Strategy: {escape(strategy.name or strategy.id)}</strong></p>{pairs(rows)}"


def _study(project: Project) -> str:
    plan = project.evaluation
    return pairs(
        [
            ("Question", plan.question),
            ("Design", plan.design),
            ("Comparison", plan.comparison),
            ("Could it be something else?", plan.study_of_intervention),
        ]
    )


def _measures(project: Project) -> str:
    return "".join(_measure(measure) for measure in project.measures)


def _measure(measure) -> str:
    definition = measure.definition
    kind = f" ({measure.kind} measure)" if measure.kind else ""
    rows = [
        ("Counted", definition.counted or "not recorded"),
        ("Out of", definition.out_of or "not recorded"),
        ("Included", definition.included),
        ("Excluded", definition.excluded),
        ("Source", definition.source or "not recorded"),
        ("Sampling", definition.sampling),
        ("How often", definition.how_often or "not recorded"),
        ("Collected by", definition.collected_by),
        ("Looked at separately for", measure.equity),
    ]
    name = escape(f"{measure.name or measure.id}{kind}{f', {measure.unit}' if measure.unit else ''}")
    return f"<p><strong>{name}</strong></p>{pairs(rows)}"


def _analysis(project: Project) -> str:
    made = "".join(_record(chosen, chart) for chosen, chart, _ in drawable(project) if chart is not None)
    return paragraphs(project.evaluation.analysis) + made


def _record(chosen, chart) -> str:
    """Return the choices behind a chart; its notes stand beside the chart itself."""
    rows = [
        (row["choice"].capitalize(), str(row["value"])) for row in chart.record() if row["choice"] != "note"
    ]
    name = escape(chosen.title or chosen.id)
    return f"<p><strong>Choices made for the chart “{name}”</strong></p>{pairs(rows)}"


def _ethics(project: Project) -> str:
    return paragraphs(project.evaluation.ethics) + paragraphs(project.charter.equity)


# ------------------------------------------------------------------------------------------------ results


def _results(project: Project) -> str:
    evaluation, economics = project.evaluation, project.economics
    reaim = [
        (name.capitalize(), getattr(evaluation, name))
        for name in ("reach", "effectiveness", "adoption", "implementation", "maintenance")
    ]
    cost = [
        ("Whose costs", economics.perspective),
        ("Cost to set up", "" if economics.once is None else f"£{economics.once:,.0f}"),
        ("Cost for a year", "" if economics.yearly is None else f"£{economics.yearly:,.0f}"),
        ("Staff time", economics.staff_time),
        ("Gained", economics.benefits),
    ]
    return (
        paragraphs(project.story.summary)
        + (draw_ramp(project).html() if project.pdsa else "")
        + _cycles(project)
        + "".join(_chart(chosen, chart, why) for chosen, chart, why in drawable(project))
        + "".join(_adaptation(number, a) for number, a in enumerate(project.adaptations, start=1))
        + pairs(reaim)
        + pairs(cost)
    )


def _cycles(project: Project) -> str:
    rows = [
        (
            f"{number}. {cycle.title}",
            long_date(cycle.started_on) if cycle.started_on else "not recorded",
            cycle.prediction or "not recorded",
            cycle.result or "not recorded",
            cycle.surprise or "not recorded",
            f"{cycle.decision or 'not recorded'}{f': {cycle.why}' if cycle.why else ''}",
            cycle.next or "not recorded",
        )
        for number, cycle in enumerate(project.pdsa, start=1)
    ]
    heads = ["Cycle", "Began", "Predicted", "Result", "Surprise", "Decision", "Next"]
    return table("PDSA cycles", heads, rows)


def _chart(chosen, chart, why: str) -> str:
    if chart is None:
        return f'<p class="gap">{escape(why)}</p>'
    said = (
        f"<p><strong>The team concludes:</strong> {escape(chosen.conclusion)}</p>"
        if chosen.conclusion
        else ""
    )
    return draw_chart(chart).html() + chart.reading_html() + said


def _adaptation(number: int, adaptation) -> str:
    why = " ".join(sentence(text) for text in (adaptation.goal, adaptation.reasons) if text)
    rows = [
        ("When", adaptation.when),
        ("Planned", adaptation.planned),
        ("Who decided", adaptation.who),
        ("What was modified", adaptation.what),
        ("Level", adaptation.level),
        ("Nature", adaptation.nature),
        ("Fidelity", adaptation.fidelity),
        ("Why", why),
        ("Effect", adaptation.effect),
    ]
    filled = [(label, text or "not recorded") for label, text in rows]
    day = f", {long_date(adaptation.date)}" if adaptation.date else ""
    return (
        f"<p><strong>Adaptation {number}{day}:</strong> {escape(adaptation.description)}</p>{pairs(filled)}"
    )


# ------------------------------------------------------------------------------------------------ discussion


def _summary(project: Project) -> str:
    story = project.story
    return pairs(
        [
            ("What worked", story.what_worked),
            ("What did not work", story.what_did_not_work or "not recorded"),
            ("What was learned", story.learned),
        ]
        if any((story.what_worked, story.what_did_not_work, story.learned))
        else []
    )


def _interpretation(project: Project) -> str:
    return paragraphs(project.story.interpretation)


def _limitations(project: Project) -> str:
    return paragraphs(project.story.limitations)


def _conclusions(project: Project) -> str:
    plan, spread = project.control_plan, project.spread
    measure = project.find("measures", plan.measure)
    held = [
        ("Owner", plan.owner),
        ("Watched", ", ".join(filter(None, [measure.name if measure else "", plan.how_often]))),
        ("Calls for action", plan.trigger),
        ("Then", plan.response),
        ("New colleagues", plan.induction),
        ("Next review", long_date(plan.review_on) if plan.review_on else ""),
    ]
    further = [
        ("Must stay as it is", spread.core),
        ("May differ", spread.form),
        ("Where next", spread.where_next),
        ("Help needed", spread.support),
        ("Would make us stop", spread.stopping),
    ]
    return paragraphs(project.story.conclusions) + pairs(held) + pairs(further)


def _funding(project: Project) -> str:
    return paragraphs(project.story.funding)


SECTIONS: dict[str, list[tuple[str, str, Writer]]] = {
    "Title and abstract": [
        ("Title", "A title that says that this is about improving care.", _title),
        ("Abstract", "Problem, aim, methods, interventions, results, conclusions.", _abstract),
    ],
    "Introduction": [
        ("Problem description", "The local problem and what it means.", _problem),
        ("Available knowledge", "What is known already.", _knowledge),
        ("Rationale", "Why the changes should work: the theory.", _rationale),
        ("Specific aims", "What is to be achieved, by how much, by when.", _aims),
    ],
    "Methods": [
        ("Context", "What in the setting mattered at the start.", _context),
        ("Intervention(s)", "What was done, so that others could do it, and by whom.", _interventions),
        ("Study of the intervention(s)", "How you could tell that the change made the difference.", _study),
        ("Measures", "What was measured, how it was defined, and why.", _measures),
        ("Analysis", "How figures and words were made sense of.", _analysis),
        ("Ethical considerations", "Review, possible harms, conflicts of interest.", _ethics),
    ],
    "Results": [
        ("Results", "How the work went, what changed, what was unexpected, what is missing.", _results)
    ],
    "Discussion": [
        ("Summary", "The main findings, strengths and disappointments.", _summary),
        ("Interpretation", "How the result is explained, and what else could explain it.", _interpretation),
        ("Limitations", "What this work cannot show.", _limitations),
        ("Conclusions", "What follows, whether it will last, whether it should spread.", _conclusions),
    ],
    "Other information": [("Funding", "Who paid, and what part they had.", _funding)],
}
