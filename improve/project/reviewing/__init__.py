"""Checks that teach: what in a project could be stronger, why it matters, and what to do next.

They look for the slips that reports of improvement work make most often. They never mark, and a project without
findings is not thereby a good one.

References
----------
Taylor MJ et al. (2014). Systematic review of the application of the plan–do–study–act method to improve quality
in healthcare. BMJ Quality & Safety 23:290–298.
Knudsen SV et al. (2019). Can quality improvement improve the quality of care? A systematic review of reported
effects and methodological rigor in plan-do-study-act projects. BMC Health Services Research 19:683.
Reed JE, Card AJ (2016). The problem with Plan-Do-Study-Act cycles. BMJ Quality & Safety 25:147–152.
"""

from ..model import Project
from .aims import aim_findings
from .charts import chart_findings
from .cycles import cycle_findings
from .drivers import driver_findings
from .figures import data_findings, measure_findings
from .finding import Finding
from .implementation import implementation_findings
from .privacy import privacy_findings
from .processes import process_findings
from .telling import story_findings

__all__ = ["Finding", "review"]

_CHECKS = (
    privacy_findings,
    aim_findings,
    driver_findings,
    process_findings,
    measure_findings,
    data_findings,
    chart_findings,
    cycle_findings,
    implementation_findings,
    story_findings,
)


def review(project: Project, part: str | None = None) -> list[Finding]:
    """Look through a project and say what could be stronger.

    Parameters
    ----------
    project : Project
    part : str, optional
        Only findings on this part, such as "charter" or "pdsa".

    Returns
    -------
    list of Finding
        Each with where, what, why and what to do; possible personal data first, then in the order of the project.

    Examples
    --------
    >>> project = Project(charter={"aim": {"statement": "Raise awareness of falls."}})
    >>> finding = review(project)[0]
    >>> finding.where, finding.what
    ('Charter, aim', 'The aim is to raise awareness, which nobody can see or count.')
    >>> [finding.name for finding in review(project)]
    ['awareness', 'no number', 'no date', 'for nobody', 'no measure']
    """
    findings = [finding for check in _CHECKS for finding in check(project)]
    return [finding for finding in findings if part is None or finding.part == part]
