"""Is the aim one that can be met or missed: what, for whom, how much, by when, told by which measure?"""

import re
from collections.abc import Iterator

from ..model import Project
from .finding import Finding

_PLACE = ("charter", "aim")
_AWARENESS = re.compile(
    r"\b(rais(?:e|es|ing)|increase\w*|increasing|improve\w*|improving|build\w*|create\w*|creating)\s+(\w+\s+)?awareness\b",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(promot\w+|encourag\w+|explor\w+|support\w*|embed\w*|optimis\w+|best practice)\b", re.IGNORECASE
)
_MONTH = r"jan\w*|feb\w*|march|apr\w*|may|june|july|aug\w*|sept\w*|oct\w*|nov\w*|dec\w*"
_DATE = re.compile(
    rf"\b(19|20|21)\d\d\b|\b({_MONTH})\s+\d|\d\s+({_MONTH})\b|\bby\s+({_MONTH})\b|\bwithin\s+\w+\s+(day|week|month|year)",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"\b(for|of|among|in)\b.*\b(patients?|people|residents?|women|men|children|carers?|staff|colleagues|families|"
    r"babies|mothers|wards?|homes?|practices?)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d|\b(half|halve|double|twice|a third|a quarter|none|zero|all|every)\b", re.IGNORECASE)


def aim_findings(project: Project) -> Iterator[Finding]:
    """Yield what could be stronger in the aim."""
    aim = project.charter.aim
    text = " ".join(filter(None, [aim.statement, aim.what]))
    if not text:
        yield Finding(
            "no aim", _PLACE, "There is no aim yet.",
            "Everything else in the project hangs on it: what to measure, what to try, when to stop.",
            "Write one rough sentence now: what should get better, for whom, by how much, by when. You can change it.",
            "E59",
        )  # fmt: skip
        return
    yield from _wording(text)
    yield from _amount_and_date(aim, text)
    yield from _for_whom_and_measure(aim)


def _wording(text: str) -> Iterator[Finding]:
    if _AWARENESS.search(text):
        yield Finding(
            "awareness", _PLACE, "The aim is to raise awareness, which nobody can see or count.",
            "People can be aware and do the same as before, so you could never tell whether you had succeeded.",
            "Ask: if they were aware, what would a visitor see them do? Make that the aim.",
            "E59",
        )  # fmt: skip
    elif (soft := _SOFT.search(text)) and not _AMOUNT.search(_DATE.sub("", text)):
        yield Finding(
            "soft words", _PLACE, f"“{soft[0].capitalize()}” can mean many things.",
            "An aim that cannot be missed cannot be met either.",
            "Say what will be different for a patient, a carer or a colleague, and how many of them.",
            "E59",
        )  # fmt: skip


def _amount_and_date(aim, text: str) -> Iterator[Finding]:
    if aim.target is None and not _AMOUNT.search(_DATE.sub("", aim.statement)):
        yield Finding(
            "no number", _PLACE, "The aim does not say how much.",
            "Without a number the team cannot agree whether it is there. "
            "In a review of 120 projects 98% reported improvement, and 27% met an aim with a number in it.",
            "Put in where you are now and the number you want to reach. A rough baseline is better than none.",
            "E59",
        )  # fmt: skip
    if aim.by_when is None and not _DATE.search(text):
        yield Finding(
            "no date", _PLACE, "The aim has no date.",
            "A date decides how fast to test, and when to look back honestly.",
            "Choose a day to look at the chart together, say three to six months from now.",
            "E59",
        )  # fmt: skip
    if aim.target is not None and aim.baseline is None:
        yield Finding(
            "no baseline", _PLACE, "The aim says where to go and not where you are.",
            "The same target can be a small step or out of reach; only the baseline tells which.",
            "Measure for a few weeks before you change anything, even by hand on ten cases a week.",
        )  # fmt: skip
    if aim.target is not None and aim.target == aim.baseline:
        yield Finding(
            "no change", _PLACE, "The target is the same as the baseline.",
            "Holding a gain is a fair aim; if you want a change, one of the two numbers is not what you meant.",
            "Check both numbers. To hold a gain, say so in the sentence.",
        )  # fmt: skip


def _for_whom_and_measure(aim) -> Iterator[Finding]:
    if not aim.for_whom and not _SOMEBODY.search(aim.statement):
        yield Finding(
            "for nobody", _PLACE, "The aim does not say for whom.",
            "Whom you count decides what you find, and whom you may leave out.",
            "Name the group and the place: which patients, which wards, homes or practices.",
            "E59",
        )  # fmt: skip
    if not aim.measure:
        yield Finding(
            "no measure", _PLACE, "No measure is linked to the aim.",
            "Then everybody will judge by the cases they remember.",
            "Choose the one measure that would tell you, add it to the measures, and link it to the aim.",
            "E34",
        )  # fmt: skip
