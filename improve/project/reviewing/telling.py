"""Does the story tell what others could learn from, the disappointments too?"""

from collections.abc import Iterator

from ..model import Project
from .finding import Finding


def story_findings(project: Project) -> Iterator[Finding]:
    """Yield what could be stronger in the story."""
    story = project.story
    told = any((story.summary, story.what_worked, story.learned, story.conclusions))
    if told and not story.what_did_not_work:
        yield Finding(
            "only success", ("story", "what_did_not_work"), "The story does not say what did not work.",
            "Other teams will try the same dead ends. It is the most useful line of the case.",
            "Write one thing that failed or cost more than it gave. If you cannot tell yet, write: not known yet.",
        )  # fmt: skip
    if story.conclusions and not story.limitations:
        yield Finding(
            "no limitations", ("story", "limitations"), "There are conclusions and no limitations.",
            "Readers who find the limits themselves will doubt the rest.",
            "Say what this work cannot show: one place, short time, who measured, what else happened.",
        )  # fmt: skip
