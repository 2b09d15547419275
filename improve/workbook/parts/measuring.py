"""Parts 5 and 6: measures with operational definitions; figures brought in and charts drawn from recorded choices."""

from __future__ import annotations

from improve.project import Project, caution, draw_chart
from improve.project.charting import drawable
from improve.project.measuring import ChartChoices, ChartNote, DataSeries, Measure, OperationalDefinition

from .. import look
from ..desk import SHAPE, Desk
from ..fields import field, form
from ..figures import add_chart, add_figures
from ..making import made
from ..pieces import button, column, entries, heading, html, row, upload, words
from ..ward import add_note
from . import Panel

RULES = "Which rules should read it? Say which, and keep to them."


def measures(desk: Desk) -> Panel:
    """Return the panel of part 5."""

    def one(id: str):
        place = ("measures", id)
        return column(
            form(desk, place, Measure, ["name", "kind", "unit", "better", "target"]),
            form(
                desk, (*place, "definition"), OperationalDefinition, list(OperationalDefinition.model_fields)
            ),
            form(desk, place, Measure, ["equity"]),
        )

    return Panel(
        column(
            words(
                "A few measures, each defined so that two people would count the same: one that patients would care about "
                "(outcome), one of whether the change is done (process), one of what might get worse (balancing)."
            ),
            entries(desk, ("measures",), "measures", "measure", "measure", one, most=40),
        ),
        ("measures",),
    )


def charts(desk: Desk) -> Panel:
    """Return the panel of part 6."""
    return Panel(
        column(
            *[_choices(desk, chart.id, number) for number, chart in enumerate(desk.project.charts, start=1)],
            *([heading("Figures in this project")] if desk.project.data else []),
            *[_series(desk, series) for series in desk.project.data],
            heading("Bring in figures"),
            _bring_in(desk),
        ),
        ("data", "charts"),
        drawn_charts,
        "above" if desk.project.charts else "below",
    )


def _bring_in(desk: Desk):
    import ipywidgets

    said = html()
    names = [(measure.name or measure.id, measure.id) for measure in desk.project.measures]
    about = {
        "name": made(ipywidgets.Text, description="What are the figures called?", continuous_update=False),
        "measure": made(
            ipywidgets.Dropdown,
            options=[("not chosen yet", ""), *names],
            description="Which measure are they of?",
        ),
        "source": made(
            ipywidgets.Text, description="Where do they come from, and when?", continuous_update=False
        ),
    }
    pasted = made(
        ipywidgets.Textarea,
        description="Paste dates and numbers with their headings, straight from a spreadsheet",
        placeholder="date, value, out of",
        rows=5,
    )

    def take(content: bytes | str, file: str = "") -> None:
        given = {key: control.value for key, control in about.items()}
        project, found, taken = add_figures(desk.project, content, file, **given)
        if taken:
            project, _ = add_chart(project, project.data[-1].id)
            desk.take(project, (*found, "They are drawn as a run chart."))
        else:
            said.value = look.said(found)

    return column(
        html(look.caution([caution.IN_SHORT, "Counts by week or month only: never a row for each patient."])),
        *[column(control, kind="wb-field") for control in about.values()],
        column(pasted, kind="wb-field"),
        row(
            button("Take these figures", lambda: take(pasted.value), main=True),
            upload(
                "Or open a CSV or Excel file",
                ".csv,.tsv,.txt,.xlsx,.xls,.ods",
                lambda name, data: take(data, name),
            ),
        ),
        said,
    )


def _series(desk: Desk, series: DataSeries):
    place = ("data", series.id)
    said = html()
    known = [point.value for point in series.points if point.value is not None]
    days = f", {series.points[0].date:%d %b %Y} to {series.points[-1].date:%d %b %Y}" if series.points else ""

    def chart() -> None:
        project, _ = add_chart(desk.project, series.id)
        desk.take(project)

    def remove() -> None:
        said.value = look.wrong(desk.remove(place, "series"))

    return column(
        words(f"{series.name or series.id}: {len(known)} figures{days}."),
        form(desk, place, DataSeries, ["name", "measure", "source"], measure="Which measure are they of?"),
        row(button("Draw another chart of these", chart), button("Remove these figures", remove)),
        said,
        kind="wb-entry",
    )


def _choices(desk: Desk, id: str, number: int):
    place = ("charts", id)
    said = html()

    def remove() -> None:
        said.value = look.wrong(desk.remove(place, "charts"))

    return column(
        heading(f"Chart {number}: the choices behind it"),
        form(
            desk, place, ChartChoices,
            ["title", "data", "per", "rules", "baseline_before", "baseline_points", "target", "change_began"],
            data="Which figures?", rules=RULES, per="Multiply by: 100 for per cent, 1000 for a rate",
            baseline_before="Fix the median on the points before this day …",
            baseline_points="… or on the first so many points",
        ),
        heading("What happened when"),
        _notes(desk, place),
        form(desk, place, ChartChoices, ["conclusion"], conclusion="What you conclude from it, in your own words"),
        row(button(f"Remove chart {number}", remove)),
        said,
        kind="wb-entry",
    )  # fmt: skip


def _notes(desk: Desk, chart: tuple):
    """Return the dated notes of a chart, and a way to add one: a note needs its date from the start."""
    import ipywidgets

    place, said = (*chart, "notes"), html()

    def act(problem: str) -> None:
        said.value = look.wrong(problem)

    def remove(at: int) -> None:
        act(desk.remove((*place, at)))

    listed = [
        column(
            field(desk, (*place, at), ChartNote, "date", "Day"),
            field(desk, (*place, at), ChartNote, "text", "What happened"),
            row(button(f"Remove note {at + 1}", lambda at=at: remove(at))),
            kind="wb-note",
        )
        for at in range(len(desk.get(place)))
    ]
    day = made(ipywidgets.DatePicker, description="Day of something new")
    text = made(ipywidgets.Text, description="What happened then?", continuous_update=False)

    def add() -> None:
        if day.value is None or not text.value.strip():
            act("A note needs a day and a few words.")
            return
        notes = desk.get(place)
        add_note(notes, day.value, text.value.strip())
        act(desk.put(place, notes, SHAPE))

    new = column(
        column(day, kind="wb-field wb-short"),
        column(text, kind="wb-field"),
        row(button("Add this note", add)),
        kind="wb-note",
    )
    return column(*listed, new, said)


def drawn_charts(project: Project) -> str:
    """Return every chart of the project drawn, each with its reading, in HTML."""
    if not project.charts:
        return look.paragraph("A chart is drawn here once there are figures.", "quiet")
    return "".join(_drawn(choices, chart, problem) for choices, chart, problem in drawable(project))


def _drawn(choices: ChartChoices, chart, problem: str) -> str:
    if chart is None:
        return look.said([problem])
    return f'{draw_chart(chart).html()}<div class="reading">{_reading(chart)}</div>'


def _reading(chart) -> str:
    return "".join(look.paragraph(block) for block in chart.reading().split("\n\n"))
