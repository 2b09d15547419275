"""Writes the bites' questions as Anki decks; a card keeps its identity, so a new edition updates a learner's deck."""

import hashlib
import random
from pathlib import Path

import genanki
from markdown_it import MarkdownIt

from course.catalogue import Catalogue, Module
from course.catalogue.modules import Question

ALL = "better-care"
CHANGED = 0.0  # the decks' own time: the same questions give the same cards, whenever they are written

inline = MarkdownIt("js-default").renderInline

CARD = genanki.Model(
    1_604_221_801,  # chosen once; Anki knows the kind of card by it
    "Better Care, Made Routine: question",
    fields=[{"name": name} for name in ("Question", "Options", "Answer", "Explained", "From")],
    templates=[
        {
            "name": "Choose",
            "qfmt": "<p>{{Question}}</p>{{Options}}",
            "afmt": "{{FrontSide}}<hr id=answer><p><b>{{Answer}}</b></p>{{Explained}}<p><small>{{From}}</small></p>",
        }
    ],
    css=".card { font: 20px system-ui, sans-serif; max-width: 40rem; margin: 1rem auto; padding: 0 1rem; }",
)


def questions(module: Module) -> list[Question]:
    """Return the questions that are worth meeting again: those of the module's bite."""
    return [question for question in module.questions if "bite" in question.shown]


def write(course: Catalogue, into: Path) -> list[Path]:
    """Write one deck for each module, and one with all of them; return their paths."""
    into.mkdir(parents=True, exist_ok=True)
    decks = {module.id: deck(module) for module in course.modules.values()}
    packages = {name: [one] for name, one in decks.items()} | {ALL: list(decks.values())}
    paths = []
    for name, parts in packages.items():
        path = into / f"{name}.apkg"
        genanki.Package(parts).write_to_file(str(path), timestamp=CHANGED)
        paths.append(path)
    return paths


def deck(module: Module) -> genanki.Deck:
    """Return a module's deck."""
    made = genanki.Deck(number(module.key), f"Better Care, Made Routine::{module.title}")
    for question in questions(module):
        made.add_note(note(module, question))
    return made


def note(module: Module, question: Question) -> genanki.Note:
    """Return a question as a note, its options in an order of its own so that the right one is not always first."""
    name = f"{module.key}/{question.id}"
    options = list(question.options)
    random.Random(name).shuffle(options)
    right = next(option for option in options if option.right)
    listed = "".join(f"<li>{inline(option.text)}</li>" for option in options)
    explained = "".join(
        f"<li>{inline(option.text)}: {inline(option.because)}</li>" for option in options if not option.right
    )
    return genanki.Note(
        model=CARD,
        fields=[
            inline(question.text),
            f"<ol type=A>{listed}</ol>",
            inline(right.text),
            f"<p>{inline(right.because)}</p><ul>{explained}</ul>",
            module.title,
        ],
        guid=genanki.guid_for(name),
        tags=[module.strand, module.id],
    )


def number(name: str) -> int:
    """Return a deck's number, which Anki wants below 2**31; it depends on the name alone."""
    return 1 << 30 | int(hashlib.sha256(name.encode()).hexdigest()[:7], 16)
