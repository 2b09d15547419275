"""Settings of the nbgrader course whose root is this folder; nbgrader reads them when started from here.

Nothing outside the folder is read or written, unless a tutor points the exchange elsewhere.
"""

import os

c = get_config()  # noqa: F821  (nbgrader puts it there)

here = os.path.dirname(os.path.abspath(__file__))

c.CourseDirectory.course_id = "better-care"
c.CourseDirectory.root = here
c.CourseDirectory.db_url = os.environ.get("COURSE_GRADEBOOK") or "sqlite:///" + os.path.join(
    here, "gradebook.db"
)

# Where work is handed out and in. On a shared JupyterHub this is a folder that every user can reach.
c.Exchange.root = os.environ.get("COURSE_EXCHANGE", os.path.join(here, "exchange"))

# Of work in the exchange, only what the student's own account handed in is collected.
c.ExchangeFactory.collect = "course.grading.exchange.OwnedCollect"

# What a learner finds in place of an answer.
c.ClearSolutions.code_stub = {"python": 'raise NotImplementedError("Not tried yet")'}
c.ClearSolutions.text_stub = "*Not tried yet*"

# A cell that has not finished after a minute is stopped and counts as failed; the rest goes on.
c.Execute.timeout = 60

# History stays in memory, and the kernel keeps its own start-up notices to itself.
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]

# Work that comes as a download from a learning platform: `ada_run-charts.ipynb`, or with more in the middle,
# `Ada Low_10023_assignsubmission_file_run-charts.ipynb`. What comes before the first `_` is the student's id.
c.FileNameCollectorPlugin.named_regexp = (
    r"(?:.*[/\\])?(?P<student_id>[^/\\_]+)_(?:[^/\\]*_)?(?P<file_id>[^/\\_]+)\.ipynb$"
)

# Work that comes late. With these settings it costs nothing; `course grading time due` says the rule in words.
c.AssignLatePenalties.plugin_class = "course.grading.lateness.Lateness"
c.Lateness.grace_minutes = 0  # so late costs nothing
c.Lateness.per_day_percent = 0  # of the points earned, for each day begun
c.Lateness.most_percent = 100  # no more than this is taken off
c.Lateness.zero_after_days = 0  # no points at all after so many days; 0: never

# The safe grader (`course grading run`) writes feedback itself. nbgrader's own command, if used, leaves hidden tests out.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
