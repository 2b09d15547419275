"""note(): a place to write an answer in one's own words, kept in the journal as it is typed."""

from __future__ import annotations

from typing import Any

from .journal import JOURNAL, Journal
from .output import paragraphs
from .sharing import made


def note(id: str, prompt: str, *, journal: Journal = JOURNAL) -> Note:
    """Show a prompt and a box to write in.

    Parameters
    ----------
    id : str
        Names the note in the journal.
    prompt : str
        What to write about.
    journal : Journal
        Where the text is kept.

    Returns
    -------
    Note
        Shows itself as the last expression of a cell; `.write(text)` does what typing does.
    """
    return Note(id, prompt, journal)


class Note:
    """A prompt with a text box that writes into the journal."""

    def __init__(self, id: str, prompt: str, journal: Journal) -> None:
        import ipywidgets

        self.id, self._journal = id, journal
        # Kept with every pause in typing: a reader may go straight from the box to the download link.
        self._box = made(
            ipywidgets.Textarea,
            description="Your words",
            value=journal.notes.get(id, ""),
            placeholder="Write here. Nobody marks this.",
            rows=4,
            layout={"width": "min(100%, 40rem)"},
            whole_label=True,
        )
        self._box.observe(lambda change: journal.write(id, change["new"]), names="value")
        self.panel = ipywidgets.VBox([made(ipywidgets.HTML, paragraphs(prompt)), self._box])
        journal.listen(f"note {id}", self._restore)

    @property
    def text(self) -> str:
        return self._box.value

    def write(self, text: str) -> Note:
        """Write text in the box, in place of what was there."""
        self._box.value = text
        return self

    def _restore(self, event: str) -> None:
        if event == "restored":
            self._box.value = self._journal.notes.get(self.id, "")

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.panel._repr_mimebundle_(**kwargs)
