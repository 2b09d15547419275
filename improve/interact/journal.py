"""The journal: everything a learner has guessed, written and answered in this session.

One journal belongs to one running notebook, and every notebook has a Python process of its own. That is why a
single default instance, `JOURNAL`, is safe here, and why no cell has to pass a journal about. Tests and other
programs make their own and pass it in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

FORMAT = "improve-journal"
VERSION = 1
LARGEST_FILE = 2_000_000  # bytes; a long course of notes is some tens of thousands
LONGEST_TEXT = 100_000  # characters in one entry


class JournalProblem(ValueError):
    """A saved file that cannot be brought back. Its text is one plain sentence."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass
class Journal:
    """What a learner has done so far.

    Attributes
    ----------
    predictions : dict of str to str
        First guess for each prediction. Later guesses never replace it.
    notes : dict of str to str
        Text written under each prompt.
    checks : dict of str to dict
        For each check: `status` ("passed" or "not yet"), `tries`, and `answer` where it is a plain value.

    Examples
    --------
    >>> journal = Journal()
    >>> journal.predict("median", "about 10")
    'about 10'
    >>> journal.predict("median", "no, 12")
    'about 10'
    """

    predictions: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    checks: dict[str, dict[str, Any]] = field(default_factory=dict)
    _listeners: dict[str, Callable[[str], None]] = field(default_factory=dict, repr=False, compare=False)

    def predict(self, id: str, guess: str) -> str:
        """Record a guess unless there is one, and return the guess that stands."""
        first = self.predictions.setdefault(id, guess)
        self._tell("changed")
        return first

    def write(self, id: str, text: str) -> None:
        """Record the text of a note; empty text removes it."""
        if text.strip():
            self.notes[id] = text
        else:
            self.notes.pop(id, None)
        self._tell("changed")

    def answer(self, id: str, status: str, answer: str | None = None) -> None:
        """Record one try at a check. A step that was passed once stays passed."""
        before = self.checks.get(id, {})
        entry: dict[str, Any] = {"status": status, "tries": before.get("tries", 0) + 1}
        if before.get("status") == "passed":
            entry["status"] = "passed"
        if answer is not None:
            entry["answer"] = answer
        self.checks[id] = entry
        self._tell("changed")

    def count(self) -> str:
        """Say how much there is, as in "2 guesses, 1 note and 4 answers"."""
        guesses = _count(len(self.predictions), "guess", "guesses")
        notes = _count(len(self.notes), "note", "notes")
        return f"{guesses}, {notes} and {_count(len(self.checks), 'answer', 'answers')}"

    def listen(self, name: str, listener: Callable[[str], None]) -> None:
        """Call `listener("changed")` after each change, `listener("restored")` after work is brought back.

        A cell that is run again makes its panel anew: under the same name it takes the old one's place.
        """
        self._listeners[name] = listener

    def _tell(self, event: str) -> None:
        for listener in list(self._listeners.values()):
            listener(event)

    def to_json(self, name: str = "my-work") -> str:
        """Write the journal as one JSON document."""
        document = {
            "format": FORMAT,
            "version": VERSION,
            "name": name,
            "saved": datetime.now().astimezone().isoformat(timespec="seconds"),
            "predictions": self.predictions,
            "notes": self.notes,
            "checks": self.checks,
        }
        return json.dumps(document, indent=1)

    def restore(self, content: bytes | str) -> str:
        """Bring saved work back into this journal and say in a sentence what came.

        The saved guess was made first, so it stands. A note written in both places is kept from both. A check
        that was tried in this session keeps this session's answer. Nothing changes when the file is refused.

        Raises
        ------
        JournalProblem
            When the file is not a whole, readable file saved by `keep`.
        """
        saved = _read(content)
        self.predictions.update(saved.predictions)
        for id, text in saved.notes.items():
            self.notes[id] = _join(text, self.notes.get(id, ""))
        for id, entry in saved.checks.items():
            self.checks.setdefault(id, entry)
        self._tell("restored")
        self._tell("changed")
        return f"Your work is back: {saved.count()}."


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def _join(saved: str, current: str) -> str:
    if not current.strip() or current.strip() == saved.strip() or saved in current:
        return current if saved in current else saved
    return f"{saved}\n\n(written later)\n{current}"


def _read(content: bytes | str) -> Journal:
    """Turn a saved file into a journal, or refuse it whole."""
    if len(content) > LARGEST_FILE:
        raise JournalProblem("This file is too large to be saved work, so it was not read.")
    try:
        text = content if isinstance(content, str) else bytes(content).decode("utf-8-sig")
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise JournalProblem(
            "This file cannot be read as saved work: it is damaged, cut short or another kind of file. "
            "Nothing was changed. Choose the .json file that the download link gave you."
        ) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise JournalProblem("This file was not saved by this course, so nothing was brought back.")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise JournalProblem("This file does not say which version it is, so nothing was brought back.")
    if version > VERSION:
        raise JournalProblem(
            "This file was saved by a newer version of the course. Open that version and bring it back there."
        )
    return Journal(
        predictions=_texts(document, "predictions"),
        notes=_texts(document, "notes"),
        checks=_entries(document),
    )


def _part(document: dict, name: str) -> dict:
    part = document.get(name, {})
    if not isinstance(part, dict):
        raise _damaged(name)
    return part


def _texts(document: dict, name: str) -> dict[str, str]:
    part = _part(document, name)
    if not all(_is_text(value) for value in part.values()):
        raise _damaged(name)
    return dict(part)


def _entries(document: dict) -> dict[str, dict[str, Any]]:
    part = _part(document, "checks")
    return {id: _entry(entry) for id, entry in part.items()}


def _entry(entry: Any) -> dict[str, Any]:
    if not isinstance(entry, dict) or entry.get("status") not in ("passed", "not yet"):
        raise _damaged("checks")
    tries = entry.get("tries", 1)
    if not isinstance(tries, int) or isinstance(tries, bool) or not 0 < tries < 1_000_000:
        raise _damaged("checks")
    clean = {"status": entry["status"], "tries": tries}
    if "answer" in entry:
        if not _is_text(entry["answer"]):
            raise _damaged("checks")
        clean["answer"] = entry["answer"]
    return clean


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _damaged(name: str) -> JournalProblem:
    return JournalProblem(f"The {name} in this file are damaged, so nothing was brought back.")


JOURNAL = Journal()
