"""Figures into the project: pasted cells or a spreadsheet become a series, or sentences say what is in the way."""

from __future__ import annotations

from improve.data import DataProblem, Roles, find_table, guess_roles, read_csv, read_sheets, read_table
from improve.project import Project, ProjectProblem, change, series_from

from .desk import new_id

BLANK = "There is nothing here yet. Paste two columns, dates and numbers, with their headings."


def add_figures(
    project: Project,
    content: bytes | str,
    file: str = "",
    *,
    name: str = "",
    measure: str = "",
    source: str = "",
) -> tuple[Project, tuple[str, ...], bool]:
    """Return the project with a new series, and what was read; or as it was, and why it was refused.

    Parameters
    ----------
    project : Project
    content : bytes or str
        What is in a CSV file or a workbook, or pasted cells.
    file : str
        The file's name, for words.
    name, measure, source : str
        What the series is called, the id of its measure, where the figures come from.

    Returns
    -------
    Project
    tuple of str
        Plain sentences.
    bool
        Whether the figures were taken in.

    Examples
    --------
    >>> project, words, taken = add_figures(Project(), "week,done,out of\\n2026-01-05,11,20\\n2026-01-12,13,20\\n")
    >>> taken, project.data[0].points[1].denominator
    (True, 20.0)
    >>> add_figures(Project(), "week,done\\n2026-01-05,eleven\\n")[1][0][:47]
    'Row 2, column “done”, holds “eleven”: this is n'
    """
    if not content.strip():
        return project, (BLANK,), False
    try:
        frame = _read(content, file)
        id = new_id(project, "series")
        series = series_from(
            frame, id, name=name or file.rsplit(".", 1)[0], measure=measure, source=source or file
        )
        changed = change(
            project, data=[*project.model_dump(mode="json")["data"], series.model_dump(mode="json")]
        )
    except DataProblem as problem:
        return project, tuple(str(problem).split("\n")), False
    except ProjectProblem as problem:
        return project, tuple(problem.reasons), False
    return changed, tuple(frame.attrs.get("found", ())), True


def _read(content: bytes | str, file: str):
    """Read text by the strict contract, else a table as spreadsheets hold them, where it leaves no choice open."""
    text = content if isinstance(content, bytes) else content.rstrip("\n") + "\n"
    try:
        return read_csv(text)
    except DataProblem as strict:
        try:
            table = find_table(read_sheets(content, file)[0])
            roles = guess_roles(table)
            if len(roles.values) < 2:
                return read_table(table, roles)
        except DataProblem as problem:
            raise problem if _is_workbook(content) else strict from None
    raise ProjectProblem(_several(roles))


def _is_workbook(content: bytes | str) -> bool:
    return isinstance(content, bytes) and content.startswith((b"PK", b"\xd0\xcf"))


def _several(roles: Roles) -> str:
    names = ", ".join(f"“{name}”" for name in roles.values[:6])
    return (
        f"There are several columns of numbers: {names}. Bring one at a time: call it “value”, and the column that it is "
        "out of, if there is one, “out of”."
    )


def add_chart(project: Project, series: str) -> tuple[Project, str]:
    """Return the project with a run chart of a series, and the chart's id.

    A series with denominators is shown in per cent where its measure's unit is one.
    """
    found = project.find("series", series)
    measure = project.find("measures", found.measure)
    id = new_id(project, "chart")
    chart = {"id": id, "data": series, "title": (measure.name if measure else "") or found.name}
    shares = any(point.denominator for point in found.points)
    if shares and all((point.value or 0) <= (point.denominator or 0) for point in found.points):
        chart["per"] = 100
    return change(project, charts=[*project.model_dump(mode="json")["charts"], chart]), id
