"""keep(): take one's work away as a file and bring it back, because a free notebook server forgets."""

from __future__ import annotations

import base64
import re
from html import escape
from typing import Any

from .journal import JOURNAL, Journal, JournalProblem
from .output import paragraphs
from .sharing import made

EXPLANATION = (
    "Binder forgets. When you close this page, or leave it alone for about ten minutes, "
    "everything you did here is gone. Download your work before you go: one small file with your guesses, "
    "notes and answers. It stays on your own computer. Next time, open the notebook, run its cells and "
    "choose the file here."
)


def keep(name: str, *, journal: Journal = JOURNAL) -> Keep:
    """Show a panel to download everything done so far as one file, and to bring such a file back.

    Parameters
    ----------
    name : str
        Start of the file's name, such as "run-charts".
    journal : Journal
        What is saved and filled.

    Returns
    -------
    Keep
        Shows itself as the last expression of a cell; `.bring_back(content)` does what choosing a file does.
    """
    return Keep(name, journal)


class Keep:
    """A download link that is always up to date, and a button to choose a saved file.

    Attributes
    ----------
    text : str
        What was said about the last file that was chosen.
    """

    def __init__(self, name: str, journal: Journal) -> None:
        import ipywidgets

        self._name, self._journal = file_name(name), journal
        self._link, self._said = made(ipywidgets.HTML), made(ipywidgets.HTML)
        self.text = ""
        upload = ipywidgets.FileUpload(
            accept=".json",
            multiple=False,
            description="Bring work back",
            tooltip="Choose a file that you downloaded here before",
            layout={"width": "16rem"},
        )
        upload.observe(self._uploaded, names="value")
        explained = made(ipywidgets.HTML, paragraphs(EXPLANATION))
        self.panel = ipywidgets.VBox([explained, self._link, upload, self._said])
        self._refresh("changed")
        # a notebook may show this panel twice, at its start and at its end: each listens for itself
        journal.listen(f"keep {self._name} {id(self)}", self._refresh)

    def bring_back(self, content: bytes | str) -> str:
        """Bring saved work back and say in a sentence what came, or why the file was refused."""
        try:
            self.text = self._journal.restore(content)
        except JournalProblem as problem:
            self.text = str(problem)
        self._said.value = paragraphs(self.text, role="status")
        return self.text

    def _uploaded(self, change: Any) -> None:
        for file in change["new"]:
            self.bring_back(bytes(file["content"]))

    def _refresh(self, event: str) -> None:
        content = base64.b64encode(self._journal.to_json(self._name).encode("ascii")).decode("ascii")
        self._link.value = (
            f'<a download="{escape(self._name)}.json" href="data:application/json;base64,{content}"'
            ' style="font-weight: 600; text-decoration: underline">'
            f"Download my work ({escape(self._journal.count())})</a>"
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.panel._repr_mimebundle_(**kwargs)


def file_name(name: str) -> str:
    """Return a name that every computer takes.

    Examples
    --------
    >>> file_name("Run charts: ../my work")
    'run-charts-my-work'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "my-work"
