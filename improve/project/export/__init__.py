"""What leaves a project: a one-page summary, a report in the order of SQUIRE 2.0, a case for the case library.

The pages hold everything they need. They ask for nothing from any network, run no script, and show whatever was
typed as text.
"""

from .cases import case, case_yaml
from .squire import report_html
from .summary import summary_html

__all__ = ["case", "case_yaml", "report_html", "summary_html"]
