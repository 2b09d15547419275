"""The shelf: a copy of the project in the browser's own storage, so that a reload or a lost server loses nothing kept.

A small script in the page does the storing. Python hands it the text in a hidden element, and it answers through a
hidden text box. It is told of as kept only when the script has read it back.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any

from . import look
from .desk import SHAPE, Answer, Desk
from .making import made
from .pieces import column, html

NOT_KEPT = (
    "Your work is not kept in this browser. What you do not download is lost when this page closes or the server "
    "stops."
)
ELSEWHERE = (
    "This workbook is also open in another tab or window of this browser, and that one has just kept its work here. "
    "Only the last one kept stays. Close one of the two, or download this project now."
)
REPLACED = "It stays until you fill in something here: then it is replaced."

SCRIPT = """<script>
(() => {
  if (window.improveShelf) return;
  window.improveShelf = true;
  const KEY = "improve-project-workbook", STAMP = {hour: "2-digit", minute: "2-digit", hour12: false};
  let last = "", box = null, count = 0, focused = 0;
  const answer = (said) => {
    box.value = JSON.stringify({...said, count: ++count});
    for (const name of ["input", "change"]) box.dispatchEvent(new Event(name, {bubbles: true}));
  };
  const found = () => {
    try {
      const kept = localStorage.getItem(KEY);
      localStorage.setItem(KEY + "-trial", "1");
      localStorage.removeItem(KEY + "-trial");
      answer({found: kept});
    } catch (refusal) { answer({refused: true}); }
  };
  const keep = (element) => {
    if (element.dataset.number === last) return;
    last = element.dataset.number;
    try {
      if (element.dataset.forget) { localStorage.removeItem(KEY); answer({forgotten: true}); return; }
      localStorage.setItem(KEY, element.dataset.text);
      if (localStorage.getItem(KEY) !== element.dataset.text) throw new Error();
      answer({kept: Number(last), at: new Date().toLocaleTimeString("en-GB", STAMP)});
    } catch (refusal) { answer({refused: true}); }
  };
  const look = () => {
    const here = document.querySelector(".wb-back textarea");
    if (!here) return;
    if (here !== box) { box = here; last = ""; found(); }
    const next = [...document.querySelectorAll(".wb [data-focus]")].pop();
    const number = next ? Number(next.dataset.focus) : 0;
    if (number > focused) { focused = number; next.focus({preventScroll: true}); next.scrollIntoView({block: "nearest"}); }
    const handed = document.querySelector(".wb-out [data-number]");
    if (handed) keep(handed);
  };
  new MutationObserver(look).observe(document.documentElement, {childList: true, subtree: true});
  let resting = 0;
  document.addEventListener("input", (event) => {  // who stops typing and stays in the box has it kept too
    const typing = event.target;
    if (typing === box || !typing.closest(".wb") || !typing.matches("textarea, input[type=text]")) return;
    clearTimeout(resting);
    resting = setTimeout(() => typing.dispatchEvent(new Event("change", {bubbles: true})), 2000);
  });
  window.addEventListener("storage", (event) => {
    if (box && event.key === KEY && event.newValue) answer({elsewhere: true});
  });
  look();
})();
</script>"""


class Shelf:
    """Keeps the desk's project in the browser, and brings it back when the page opens again.

    Attributes
    ----------
    panel : ipywidgets.VBox
        The words on what is kept, and the two hidden elements.
    kept : bool
        True where the browser has said that it holds the project as it stands.
    """

    def __init__(self, desk: Desk) -> None:
        import ipywidgets

        self._desk, self._number = desk, 0
        self._asked = False  # whether the browser has told what it holds: nothing is overwritten before
        self.kept = False
        self._damaged = ""
        self._words = html(look.paragraph(NOT_KEPT))
        self.said = html()
        self._recover = made(ipywidgets.Button, description="Recover what can be read")
        self._recover.on_click(lambda _: self._bring(self._desk.recover(self._damaged)))
        self._recover.add_class("wb-off")
        self._out = html()
        self._out.add_class("wb-out")
        self._back = made(ipywidgets.Textarea, continuous_update=True)
        self._back.add_class("wb-back")
        for hidden in (self._out, self._back):
            hidden.add_class("wb-off")
        self._back.observe(lambda change: self.hear(change["new"]), names="value")
        self.panel = column(self._words, self.said, self._recover, self._out, self._back)
        desk.listen(self._on_change)

    def hear(self, said: str) -> None:
        """Take in what the script in the page says."""
        try:
            heard = json.loads(said)
        except ValueError:
            return
        if not isinstance(heard, dict):
            return
        if "found" in heard:
            self._found(heard["found"])
        elif heard.get("kept") == self._number:
            self.kept = True
            self._say(f"Kept in this browser at {str(heard.get('at', ''))[:12]}.")
        elif "refused" in heard:
            self.kept = False
            self._say(f"This browser does not let pages keep anything. {NOT_KEPT}")
        elif "forgotten" in heard:
            self._say("Nothing of your work is left in this browser.")
        elif "elsewhere" in heard:
            self.said.value = look.said([ELSEWHERE])

    def forget(self) -> None:
        """Empty the desk and take the copy out of the browser."""
        self._desk.clear()
        self._number += 1
        self.kept = False
        self._out.value = f'<i data-number="{self._number}" data-forget="yes"></i>'

    def _found(self, text: Any) -> None:
        """Bring back what the browser held when the page opened; later it only asks for the text anew."""
        first, self._asked = not self._asked, True
        if first and isinstance(text, str) and text:
            self._bring(self._desk.open(text), text)
        elif self._desk.empty:
            self._say("This browser will keep your work on this computer as you go.")
        else:
            self._hand()

    def _bring(self, answer: Answer, text: str = "") -> None:
        if answer.opened:
            self.said.value = look.said(("This is your work as this browser kept it.", *answer.words[1:]))
            self._recover.add_class("wb-off")
            return
        self._damaged = text
        link = look.download(text, "damaged-project.json", "Download the copy as it is", "application/json")
        self.said.value = (
            look.said(("The copy in this browser could not be opened.", *answer.words, REPLACED)) + link
        )
        if answer.recoverable:
            self._recover.remove_class("wb-off")

    def _on_change(self, how: str) -> None:
        if how == SHAPE:
            self.said.value = ""
        if self._asked:
            self._hand()

    def _hand(self) -> None:
        """Hand the project to the script."""
        self._number += 1
        self.kept = False
        self._out.value = f'<i data-number="{self._number}" data-text="{escape(self._desk.text)}"></i>'

    def _say(self, words: str) -> None:
        self._words.value = look.paragraph(words)
