"""Says what is wrong with a workshop plan: minutes, steps, polls, materials, outcomes. One sentence for each fault."""

import re
import sys
from itertools import pairwise
from pathlib import Path

from course import yaml_lines
from course.packs.plan import Plan, handouts_in
from course.workshop import BREAK, LENGTHS, first_line, form
from course.yaml_lines import ManifestError

LONGEST_WITHOUT_BREAK = 90
SHORTEST_BREAK = 5
WORDS_A_MINUTE = 130  # a calm reader in a room
MOST_SPEECH = 0.8  # of a block
FIELD = {30: "in_30", 60: "minutes", 120: "in_120"}


def faults(path: Path) -> list[str]:
    """Return what is wrong with a ``workshop.md``, each as a sentence; nothing if a pack can be made from it."""
    plan = Plan(path)
    try:
        plan.activities  # noqa: B018 - read now, so that what follows can rely on it
    except ManifestError as error:
        return error.problems
    found = [
        *_minutes(plan),
        *_steps(plan),
        *_polls(plan),
        *_materials(plan),
        *_outcomes(plan),
        *_slides(plan),
        *_speech(plan),
    ]
    return [f"{path}, line {first_line(path)}: {sentence}" for sentence in found]


def _minutes(plan: Plan) -> list[str]:
    found = []
    for length in LENGTHS:
        total = sum(activity.minutes_in(length) for activity in plan.activities)
        if total != length:
            found.append(
                f"the activities take {total} minutes; the plan is for {length}. Change a {FIELD[length]}: line."
            )
        pauses = [b.minutes for b in form(plan.activities, length) if b.activity.title == BREAK]
        if length > LONGEST_WITHOUT_BREAK and max(pauses, default=0) < SHORTEST_BREAK:
            found.append(
                f"the form of {length} minutes has no block called {BREAK} of {SHORTEST_BREAK} minutes or more."
            )
    titles = [activity.title for activity in plan.activities]
    return found + [
        f"two activities are called “{t}”." for t in sorted({t for t in titles if titles.count(t) > 1})
    ]


def _steps(plan: Plan) -> list[str]:
    found = []
    for activity in plan.activities:
        if activity.title == BREAK:
            continue
        start, minutes = (activity.start, activity.minutes) if activity.minutes else (0, activity.in_120)
        steps, name = activity.steps, f"“{activity.title}”"
        if not steps:
            found.append(f"{name}: no step has a time (**{start}–…**).")
            continue
        if steps[0][0] != start or steps[-1][1] != start + minutes:
            found.append(
                f"{name}: its steps run from {steps[0][0]} to {steps[-1][1]}; "
                f"the block runs from {start} to {start + minutes}."
            )
        found += [
            f"{name}: between minute {a[1]} and minute {b[0]} of its steps something is missing or said twice."
            for a, b in pairwise(steps)
            if a[1] != b[0]
        ]
        found += [f"{name}: the step {a}–{b} takes no time." for a, b in steps if b <= a]
        found += [
            f"{name}: {len(steps)} steps do not fit into {activity.minutes_in(length)} minutes (form of {length})."
            for length in LENGTHS
            if 0 < 2 * activity.minutes_in(length) < len(steps)
        ]
    return found


def _polls(plan: Plan) -> list[str]:
    numbers = [poll.number for poll in plan.polls]
    found = []
    if numbers != list(range(1, len(numbers) + 1)):
        found.append(f"the polls are numbered {numbers}; they should be 1, 2, 3 … in order.")
    found += [
        f"Poll {p.number} has one answer only; part answers with “ · ”."
        for p in plan.polls
        if len(p.options) < 2
    ]
    for activity in plan.activities:
        text = " ".join([activity.materials, activity.body, activity.when_late])
        named = {
            n for group in re.findall(r"Polls? (\d+(?:(?:, | and | to )\d+)*)", text) for n in _numbers(group)
        }
        found += [
            f"“{activity.title}” names Poll {n}, which has no line “**Poll {n}.** *Question?* answer · answer”."
            for n in sorted(named - set(numbers))
        ]
    return found


def _materials(plan: Plan) -> list[str]:
    if not plan.bring:
        return ["“Things to bring” is no list of “- **For each person:** …; …” lines."]
    found = []
    brought = [n for line in plan.bring if line.size for n in line.handouts]
    used = {
        n
        for a in plan.activities
        for text in (a.materials, a.say, a.body, a.screen or "")
        for n in handouts_in(text)
    }
    for n in sorted({*brought, *used, *plan.handouts}):
        if n not in plan.handouts:
            found.append(f"Handout {n} is named, but there is no heading “## Handout {n}. …”.")
        if brought.count(n) != 1:
            found.append(
                f"Handout {n} stands {brought.count(n)} times under “Things to bring”; once is right."
            )
        if n not in used:
            found.append(f"Handout {n} is used in no activity.")
    found += [
        f"{name} is offered to download, but is not beside the page."
        for name in plan.downloads
        if not (plan.path.parent / name).is_file()
    ]
    return found


def _outcomes(plan: Plan) -> list[str]:
    stated = (
        yaml_lines.field(plan.path.with_name("module.yml"), "outcomes")
        if plan.path.with_name("module.yml").is_file()
        else []
    )
    known = {outcome["id"] for outcome in stated or []}
    named = [(a.title, outcome) for a in plan.activities for outcome in a.outcomes]
    if not named:
        return ["no activity says which outcomes of the module it works on (outcomes: [id, …])."]
    return [
        f"“{title}” works on “{outcome}”, which is no outcome in module.yml."
        for title, outcome in named
        if outcome not in known
    ]


def _slides(plan: Plan) -> list[str]:
    headings = [line.lstrip("#").strip() for line in re.findall(r"^#{2,4} .+$", plan.text, re.M)]
    return [
        f"“{a.title}” shows “{name}”, but no heading begins so."
        for a in plan.activities
        for name in a.show
        if not any(heading.startswith(name) for heading in headings)
    ]


def _speech(plan: Plan) -> list[str]:
    """What is read out must fit into its block in every form, with time left in which people do something."""
    found = []
    for length in LENGTHS:
        for block in form(plan.activities, length):
            spoken = len(block.activity.spoken.split()) / WORDS_A_MINUTE
            if spoken > MOST_SPEECH * block.minutes:
                found.append(
                    f"“{block.activity.title}”: to read its words aloud takes about {spoken:.1f} of its "
                    f"{block.minutes} minutes (form of {length}). Say less, or give it more time."
                )
    return found


def _numbers(text: str) -> list[int]:
    return [n for a, _, b in re.findall(r"(\d+)( to (\d+))?", text) for n in range(int(a), int(b or a) + 1)]


if __name__ == "__main__":
    problems = [problem for name in sys.argv[1:] for problem in faults(Path(name))]
    print("\n".join(problems) or "no faults")
    sys.exit(bool(problems))
