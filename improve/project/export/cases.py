"""A case for the case library: what others could use, and compulsorily what did not work."""

import json
from typing import Any

from ..charting import drawable
from ..drawing.drivers import aim_in_words
from ..model import Project
from ..problems import ProjectProblem
from ..reviewing.privacy import privacy_findings

FORMAT, VERSION = "improve-case", 1
LEAST = 12  # letters: “not known yet” is the shortest answer that says something


def case(project: Project, *, checked: bool = False) -> dict[str, Any]:
    """Return the project as a case for the case library, as plain values.

    Parameters
    ----------
    project : Project
    checked : bool
        True when a person has looked at every text that may identify somebody and found that it does not.

    Returns
    -------
    dict
        Empty fields are left out. `what_did_not_work` is always there. No series of figures and no reflection.

    Raises
    ------
    ProjectProblem
        While the case does not say what did not work, has no title, or may identify a person.

    Examples
    --------
    >>> case(Project(title="Falls", story={"what_did_not_work": "Not known yet."}))["what_did_not_work"]
    'Not known yet.'
    >>> case(Project(title="Falls"))
    Traceback (most recent call last):
        ...
    improve.project.problems.ProjectProblem: A case needs a line on what did not work. It is what other teams look for \
first. If you cannot tell yet, write: not known yet.
    """
    _refuse(project, checked)
    aim, story = project.charter.aim, project.story
    fields = {
        "format": FORMAT,
        "version": VERSION,
        "title": project.title,
        "invented": project.invented or any(series.invented for series in project.data),
        "setting": project.context.setting,
        "problem": project.charter.problem,
        "aim": aim_in_words(project),
        "baseline": aim.baseline,
        "target": aim.target,
        "unit": aim.unit,
        "by_when": aim.by_when.isoformat() if aim.by_when else None,
        "drivers": [driver.name for driver in project.driver_diagram.primary],
        "change_ideas": [_filled({"name": i.name, "kind": i.kind}) for i in project.driver_diagram.change_ideas],
        "tests": _tests(project),
        "results": _results(project),
        "what_worked": story.what_worked,
        "what_did_not_work": story.what_did_not_work,
        "learned": story.learned,
        "what_helped_or_hindered": [_filled({"name": d.name, "domain": d.domain, "effect": d.effect})
                                    for d in project.context.determinants],
        "adaptations": [a.description for a in project.adaptations if a.description],
        "must_stay": project.spread.core,
        "may_differ": project.spread.form,
        "limitations": story.limitations,
        "funding": story.funding,
    }  # fmt: skip
    return _filled(fields)


def _refuse(project: Project, checked: bool) -> None:
    reasons = []
    if not project.title:
        reasons.append("A case needs a title.")
    if len(project.story.what_did_not_work) < LEAST:
        reasons.append(
            "A case needs a line on what did not work. It is what other teams look for first. "
            "If you cannot tell yet, write: not known yet."
        )
    if not checked:
        reasons += [f"{finding.where}: {finding.what} {finding.do}" for finding in privacy_findings(project)]
    if reasons:
        raise ProjectProblem(reasons)


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _tests(project: Project) -> dict[str, int]:
    if not project.pdsa:
        return {}
    decisions = [cycle.decision for cycle in project.pdsa]
    return {
        "cycles": len(decisions),
        **{word: decisions.count(word) for word in ("adopt", "adapt", "abandon")},
    }


def _results(project: Project) -> list[dict[str, Any]]:
    """Return what each chart shows: how many points, by which rules, whether they give a signal; no figures."""
    return [
        _filled(
            {
                "measure": chart.measure,
                "points": len(chart.table),
                "rule_set": chart.rules.label,
                "signal": chart.signal,
                "conclusion": chosen.conclusion,
            }
        )
        for chosen, chart, _ in drawable(project)
        if chart is not None
    ]


def case_yaml(project: Project, *, checked: bool = False) -> str:
    """Return the case as YAML text.

    Parameters
    ----------
    project : Project
    checked : bool
        As for `case`.

    Raises
    ------
    ProjectProblem
        As for `case`.

    Examples
    --------
    >>> print(case_yaml(Project(title="Falls", story={"what_did_not_work": "Not known yet."})))
    format: "improve-case"
    version: 1
    title: "Falls"
    invented: false
    what_did_not_work: "Not known yet."
    <BLANKLINE>
    """
    return "\n".join(_yaml(case(project, checked=checked), "")) + "\n"


def _yaml(fields: dict[str, Any], indent: str) -> list[str]:
    """Write fields as YAML: scalars as JSON writes them, which is YAML too and leaves nothing to guess."""
    lines = []
    for name, value in fields.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}:", *_yaml(value, indent + "  ")]
        elif isinstance(value, list):
            lines.append(f"{indent}{name}:")
            for item in value:
                if isinstance(item, dict):
                    first, *rest = _yaml(item, indent + "    ")
                    lines += [f"{indent}  - {first.strip()}", *rest]
                else:
                    lines.append(f"{indent}  - {_scalar(item)}")
        else:
            lines.append(f"{indent}{name}: {_scalar(value)}")
    return lines


def _scalar(value: Any) -> str:
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return json.dumps(value, ensure_ascii=False)
