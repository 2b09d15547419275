"""Charts over time that state their rules, show their signals and say what they cannot show.

>>> from improve.charts import run_chart
>>> run_chart([12, 15, 11, 14]).signal
False
"""

from .chart import Chart, RunSignals
from .counted import c_chart, p_chart, u_chart
from .funnel import Funnel, funnel_chart
from .individuals import i_chart, ip_chart, mr_chart
from .many import many_charts
from .memory import cusum_chart, ewma_chart
from .rare import g_chart, t_chart
from .rulesets import RULE_SETS, RuleSet, apply_rules, rule_set
from .run import run_chart
from .subgroups import s_chart, xbar_chart
from .verdicts import Verdict, assurance_type, point_type, verdict

__all__ = [
    "RULE_SETS",
    "Chart",
    "Funnel",
    "RuleSet",
    "RunSignals",
    "Verdict",
    "apply_rules",
    "assurance_type",
    "c_chart",
    "cusum_chart",
    "ewma_chart",
    "funnel_chart",
    "g_chart",
    "i_chart",
    "ip_chart",
    "many_charts",
    "mr_chart",
    "p_chart",
    "point_type",
    "rule_set",
    "run_chart",
    "s_chart",
    "t_chart",
    "u_chart",
    "verdict",
    "xbar_chart",
]
