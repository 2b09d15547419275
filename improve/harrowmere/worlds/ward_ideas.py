"""The ward of `ward_sim`: its process, the change ideas with what they truly do and cost, and its ways of answering."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Idea:
    """A change idea. `effect` is what it truly does; `needs` names an idea without which it does nothing."""

    title: str
    effect: float
    cost: float  # goodwill that a whole-ward roll-out takes when staff were asked
    says: str  # what the ward says when it sees the idea at work
    needs: str = ""


@dataclass(frozen=True)
class Process:
    """A process that is measured a few times every week."""

    measure: str
    unit: str
    baseline: float
    checks: int  # measurements each week
    spread: float  # SD of one measurement; 0 for a yes-or-no check
    ideas: dict[str, Idea]


WARD = Process(
    measure="pain assessed within an hour of admission",
    unit="% of checks",
    baseline=55.0,
    checks=20,
    spread=0.0,
    ideas={
        "A": Idea(
            "Put the pain chart in the admission pack, so that it is in the nurse's hand at the right moment",
            12.0,
            12.0,
            "It is there when I open the pack, so I do it while I am with the patient.",
        ),
        "B": Idea(
            "Put up a poster about pain in the staff room",
            0.0,
            8.0,
            "Nice poster. I could not tell you what it says.",
        ),
        "C": Idea(
            "Add a second form that the nurse in charge signs for every assessment",
            -5.0,
            15.0,
            "By the time I have found somebody to sign it, the hour is over.",
        ),
        "D": Idea(
            "Talk through missed assessments at the morning huddle",
            6.0,
            10.0,
            "It helps when we have the chart in front of us. Without it we talk in general.",
            needs="A",
        ),
    },
)

LITE = Process(
    measure="time spent looking for linen and equipment",
    unit="minutes a shift",
    baseline=34.0,
    checks=7,
    spread=6.0,
    ideas={
        "cupboard": Idea(
            "Lay out the cupboard: one place for each thing, the most used at hand height",
            -11.0,
            10.0,
            "I can find things in the dark now.",
        ),
        "hurry": Idea(
            "Ask everybody to hurry",
            0.0,
            15.0,
            "We were hurrying already. I dropped a pile of sheets.",
        ),
    },
)

FIRST_PREDICT = (
    "Before we start: what do you expect to see, and why? Write a prediction. Without one neither of us "
    "will learn much from what happens."
)
DECIDE_FIRST = (
    "We are still in the middle of your last test. Do we adopt it, adapt it or abandon it? Then the next."
)
NOTHING_TO_DECIDE = "There is no test to decide about just now."
NO_MORE_WEEKS = "The 24 weeks are over. Look at the log: what did you learn, and what would you do next time?"
TOO_TIRED = (
    "Not now, please. There have been a lot of changes and we are tired. Give us some quiet weeks first, and "
    "tell us what came of the last ones."
)
ASKED = "Thank you for asking us first. We said what might go wrong, and you listened."
NOT_ASKED = "Nobody asked us. The night shift found out from a note on the door."
DID_IT = "We did it as agreed."
THANKED = "Thank you for telling us what came of it. Most people who try things here never come back to say."
GOODWILL_SAYS = (
    (70, "People are still up for it."),
    (45, "People do what you ask, with a sigh."),
    (25, "Another change? People have begun to roll their eyes."),
    (0, "People have had enough for now."),
)
