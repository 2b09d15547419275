"""Parts 8 and 9: the story, and what leaves the workbook: the file, a page, a report, a case."""

from __future__ import annotations

from typing import Any

from improve.project import Project, ProjectProblem, case_yaml, caution, report_html, summary_html
from improve.project.implementing import ControlPlan
from improve.project.learning import Story

from .. import look
from ..desk import Desk
from ..fields import form
from ..making import made
from ..pieces import column, heading, html, words
from . import Panel

YOURS = (
    "One page for the wall or a meeting, a report in the order of SQUIRE 2.0 (the published guideline for reporting "
    "improvement work), and a case for the case library. The first two open in any browser, with no network, and print."
)

LOOKED = "I have looked at every text named here, and nobody can be known by it."


def story(desk: Desk) -> Panel:
    """Return the panel of part 8."""
    return Panel(
        column(
            words("What you would tell a colleague over tea, with what did not work in it."),
            form(desk, ("story",), Story, list(Story.model_fields)),
            heading("Keeping what works"),
            words(
                "A control plan, once something was adopted: who looks, how often, and what they do if it slips."
            ),
            form(
                desk,
                ("control_plan",),
                ControlPlan,
                list(ControlPlan.model_fields),
                measure="Which measure is watched?",
            ),
        ),
        ("story", "control_plan"),
    )


def share(desk: Desk) -> Panel:
    """Return the panel of part 9."""
    return Panel(
        column(
            html(look.caution(caution.IN_FULL)),
            heading("The project file"),
            words("Everything you have put in. It is the only one that this workbook can open again."),
            html(f"<p>{project_link(desk)}</p>"),
            heading("To read and to share"),
            words(YOURS),
            _exports(desk),
        ),
        tuple(Project.model_fields),
    )


def project_link(desk: Desk) -> str:
    """Return the link to the project file as it stands."""
    return look.download(desk.text, f"{_stem(desk)}.json", "Download my project", "application/json")


def _exports(desk: Desk) -> Any:
    """Return the links to what can be shared; a case that may identify somebody waits until a person has looked."""
    import ipywidgets

    project, stem = desk.project, _stem(desk)
    links = [
        look.download(summary_html(project), f"{stem}-summary.html", "One-page summary", "text/html"),
        look.download(report_html(project), f"{stem}-report.html", "Report (SQUIRE 2.0)", "text/html"),
    ]
    shown = html()
    looked = made(ipywidgets.Checkbox, description=LOOKED, indent=False, value=False)

    def show() -> str:
        link, problem = _case(project, stem, looked.value)
        shown.value = (
            "<ul>" + "".join(f"<li>{one}</li>" for one in (*links, link or look.escape(problem))) + "</ul>"
        )
        return problem

    asked = bool(show()) and bool(_case(project, stem, True)[0])
    looked.observe(lambda _: show(), names="value")
    return column(shown, *([looked] if asked else []))


def _case(project: Project, stem: str, checked: bool) -> tuple[str, str]:
    """Return the link to the case, or why there is none yet."""
    try:
        text = case_yaml(project, checked=checked)
    except ProjectProblem as problem:
        return "", f"The case for the library is not ready. {' '.join(problem.reasons)}"
    return look.download(text, f"{stem}-case.yml", "Case for the library", "text/yaml"), ""


def _stem(desk: Desk) -> str:
    from improve.interact.keeping import file_name

    return file_name(desk.project.title) if desk.project.title.strip() else "my-project"
