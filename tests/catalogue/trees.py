"""Small courses, made by the course's own skeleton, that a test may spoil; and large ones, for their size."""

import shutil
from pathlib import Path

from course import catalogue, new_module, settings
from course.catalogue import Catalogue

FIRST, SECOND = "people/listening", "people/asking"

PATHWAY = """\
---
pathway:
  title: A short way
  for: [anyone]
  aim: Listen, and then ask.
  repeats: weekly
  steps:
    - label: Week 1
      title: Listen
      day: 0
      takes:
        - {module: people/listening, dose: foundation}
        - {activity: Talk about it, minutes: 15}
    - label: Week 2
      title: Ask
      day: 7
      takes:
        - {module: people/asking, dose: bite}
        - {module: people/asking, dose: workshop}
      product: A question
  claims: {minutes: 130, tolerance: 10}
  left_out: Everything else.
---
# A short way

```{pathway}
```
"""

CASE = """\
---
case:
  title: The quiet ward
  place: A town
  years: 2019
  setting: One ward
  sources: [Somebody2019]
  modules: [people/listening]
  words: [listening]
  figures:
    - {value: 12 beds, what: on the ward, source: Somebody2019, confidence: S}
    - {value: 3 weeks, what: of listening, source: the source document, confidence: doc}
  worked: People said more.
  did_not_work: not reported
  limits: One ward, and nobody counted before.
---
# The quiet ward

```{case-facts}
```
"""

CARDS = """\
cards:
  - id: somebody
    title: On listening
    authors: A. Somebody
    year: 2019
    source: Somebody2019
    claim: Listening helps.
    method: They listened.
    change_my_mind: A trial that finds nothing.
    modules: [people/listening]
    how_checked: abstract seen
"""

OFFERS = """\
report:
  counts:
    - {what: courses, count: 49}
offers:
  - id: evening-class
    name: An evening class
    provider: A college
    kind: short course
    roles: [managers, nurses]
    hours: 20
    cost: free
    entry: none
    status: listed in the report
    source: the report
    checked: 2026-11-22
    confidence: S
  - id: fellowship
    name: A fellowship
    provider: A trust
    kind: fellowship
    roles: [nurses]
    cost: unknown
    entry: professional registration
    status: listed in the report
    source: the report
    checked: 2026-11-22
    confidence: K
"""

PROMISES = """\
promises:
  - id: R01
    what: listening is taught
    who: everyone
    source: REP
    kept_by: [people/listening, "book/pathways/short.md#a-short-way"]
  - id: R02
    what: mentors are found
    who: students
    source: REP
    cannot: A course cannot appoint anybody.
  - id: D01
    what: asking is taught well
    who: everyone
    source: DPIC
    kept_by: [people/coproduction]
  - id: S01
    what: a film
    who: everyone
    source: SOM
    kept_by: [book/cases/quiet.md]
    not_yet: The film is not made.
"""

STRAND = "---\nstrand: {id: people}\n---\n# People\n\n```{strand-modules}\n```\n"
BIBLIOGRAPHY = (
    "@misc{Somebody2019,\n  author = {Somebody, Ann},\n  title = {On listening},\n  year = {2019}\n}\n"
)

LIBRARY = {
    "book/pathways/short.md": PATHWAY,
    "book/cases/quiet.md": CASE,
    "book/reading-cards.yml": CARDS,
    "book/opportunities.yml": OFFERS,
    "book/promises.yml": PROMISES,
    "book/strands/people.md": STRAND,
    "book/references.bib": BIBLIOGRAPHY,
}


def plan_only(folder: Path) -> Catalogue:
    """Return a course that holds the plan and nothing else."""
    (folder / "modules").mkdir(parents=True)
    shutil.copy(settings.ROOT / "modules/modules.yml", folder / "modules/modules.yml")
    return catalogue.load(folder)


def small(folder: Path) -> Path:
    """Return a course of two modules, with one thing of each kind in its library."""
    course = plan_only(folder)
    for key in (FIRST, SECOND):
        new_module.make(course, key, key.partition("/")[2].capitalize())
    for path, text in LIBRARY.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def large(folder: Path, count: int) -> Path:
    """Return a course of many modules, each with a long quiz and a full hour, as those that are published have."""
    course = plan_only(folder)
    for number in range(count):
        strand = list(course.strands)[number % len(course.strands)]
        made = new_module.make(course, f"{strand}/synthetic-{number}", f"Synthetic module {number}")
        quiz = (made / "quiz.yml").read_text(encoding="utf-8")
        head, questions, body = quiz.partition("questions:\n")
        copies = [body.replace("- id: ", f"- id: q{n}-") for n in range(5)]
        (made / "quiz.yml").write_text(head + questions + "".join(copies), encoding="utf-8")
    return folder
