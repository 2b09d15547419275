"""From the figures in a project to a chart again, by the choices that were recorded; and from a frame to figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .measuring import ChartChoices, DataSeries
from .model import Project
from .problems import ProjectProblem

if TYPE_CHECKING:
    import pandas as pd

    from improve.charts import Chart


def series_from(
    frame: pd.DataFrame, id: str, *, name="", measure="", source="", invented=False
) -> DataSeries:
    """Return a series for a project from a frame as `improve.data.read_csv` gives it.

    Parameters
    ----------
    frame : DataFrame
        Columns `date` and `value`, and where given `denominator` and `note`.
    id, name, measure, source : str
        Its id, what it is called, the id of its measure, where the figures come from.
    invented : bool
        True where the figures are simulated.

    Raises
    ------
    ProjectProblem
        When a column is missing or a figure cannot stand.

    Examples
    --------
    >>> from improve.data import read_csv
    >>> series = series_from(read_csv("date,value\\n2025-01-06,11\\n2025-01-13,\\n"), "drinks")
    >>> [(point.date.isoformat(), point.value) for point in series.points]
    [('2025-01-06', 11.0), ('2025-01-13', None)]
    """
    import pandas as pd
    from pydantic import ValidationError

    for column in ("date", "value"):
        if column not in frame.columns:
            raise ProjectProblem(
                f"The figures have no column “{column}”. Read them with improve.data.read_csv."
            )
    wanted = [column for column in ("date", "value", "denominator", "note") if column in frame.columns]
    rows = frame[wanted].astype(object).where(frame[wanted].notna(), None).to_dict("records")
    for row in rows:
        row["date"] = None if row["date"] is None else pd.Timestamp(row["date"]).date()
    try:
        return DataSeries(id=id, name=name, measure=measure, source=source, invented=invented, points=rows)
    except ValidationError as refusal:
        from .files import _sentence

        reasons = [_sentence(fault) for fault in refusal.errors(include_url=False)]
        raise ProjectProblem(reasons) from None


def frame_of(series: DataSeries) -> pd.DataFrame:
    """Return the figures of a series as a frame with columns date, value, denominator and note."""
    import pandas as pd

    points = series.points
    frame = pd.DataFrame(
        {
            "date": pd.DatetimeIndex([point.date for point in points]).as_unit("us"),
            "value": pd.array([point.value for point in points], dtype="Float64").to_numpy(
                float, na_value=float("nan")
            ),
            "denominator": pd.array([point.denominator for point in points], dtype="Float64").to_numpy(
                float, na_value=float("nan")
            ),
            "note": pd.Series([point.note or None for point in points], dtype=object),
        }
    )
    frame.attrs = {"title": series.name or series.id, "source": series.source}
    return frame


def redraw(project: Project, id: str) -> Chart:
    """Draw a chart of the project again from its recorded choices.

    Parameters
    ----------
    project : Project
    id : str
        The id of the chart.

    Returns
    -------
    improve.charts.Chart

    Raises
    ------
    ProjectProblem
        When there is no such chart or series, or the figures and choices make no chart.

    Examples
    --------
    >>> points = [{"date": f"2025-01-{day:02}", "value": day % 5} for day in range(1, 13)]
    >>> project = Project(data=[{"id": "d", "points": points}], charts=[{"id": "c", "data": "d"}])
    >>> redraw(project, "c").signals[0].n_obs
    12
    """
    from improve.charts import RULE_SETS, run_chart

    choices = project.find("charts", id)
    if choices is None:
        raise ProjectProblem(f"There is no chart “{id}” in this project.")
    series = project.find("series", choices.data)
    if series is None:
        raise ProjectProblem(
            f"The chart “{choices.title or id}” has no figures: there is no series “{choices.data}”."
        )
    frame = frame_of(series)
    measure = project.find("measures", series.measure)
    rules = RULE_SETS[choices.rules]
    try:
        if choices.shift or choices.trend:
            rules = rules.with_lengths(shift=choices.shift, trend=choices.trend)
        return run_chart(
            frame,
            denominator="denominator" if frame["denominator"].notna().any() else None,
            per=choices.per or 1,
            rules=rules,
            baseline=choices.baseline_points or choices.baseline_before,
            phases=list(choices.phases) or None,
            centre=choices.centre,
            target=choices.target,
            exclude=list(choices.exclude) or None,
            notes=_notes(choices) or None,
            title=choices.title or None,
            measure=(measure.name if measure else "") or series.name or None,
            unit=(measure.unit if measure else "") or None,
        )
    except ValueError as refusal:
        raise ProjectProblem(f"The chart “{choices.title or id}” cannot be drawn. {refusal}") from None


def drawable(project: Project) -> list[tuple[ChartChoices, Chart | None, str]]:
    """Return each chart of a project with the chart drawn, or with the reason why it cannot be."""
    drawn = []
    for choices in project.charts:
        try:
            drawn.append((choices, redraw(project, choices.id), ""))
        except ProjectProblem as problem:
            drawn.append((choices, None, str(problem)))
    return drawn


def _notes(choices) -> dict:
    """Return the notes of a chart by date; two notes on one day are joined, since a chart has one place for both."""
    by_date: dict = {}
    for note in choices.notes:
        by_date[note.date] = f"{by_date[note.date]}; {note.text}" if note.date in by_date else note.text
    return by_date
