"""``python -m course.grading …``: the same commands as ``course grading …``, without loading the rest of the course."""

from course.grading.cli import app

app()
