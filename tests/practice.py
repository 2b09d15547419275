"""What the tests of every module's practice and extension notebooks share: reading, running and judging them."""

import ast
import json
import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from improve.interact import load_checks

MODULES = Path(__file__).parents[1] / "modules"


@dataclass(frozen=True)
class Practice:
    """The notebooks and checks of one module, found by its folder under modules/."""

    folder: str

    @property
    def path(self):
        return MODULES / self.folder

    @cached_property
    def checks(self):
        return load_checks(self.path / "checks.py")

    def read(self, name):
        return nbformat.read(self.path / name, as_version=4)

    def code_of(self, name, leave_out=()):
        cells = [cell for cell in self.read(name).cells if cell.cell_type == "code"]
        return [cell.source for cell in cells if not set(leave_out) & tags_of(cell)]

    def run(self, name, folder, leave_out=()):
        """Run a notebook in a copy of its folder, as a learner who fills in nothing; return it with outputs."""
        copy = folder / self.path.name
        shutil.copytree(self.path, copy)
        notebook = nbformat.read(copy / name, as_version=4)
        notebook.cells = [cell for cell in notebook.cells if not set(leave_out) & tags_of(cell)]
        return NotebookClient(
            notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(copy)}}
        ).execute()

    def run_by_a_busy_learner(self, name, folder):
        """Run a notebook, then commit every guess and put every control in every place.

        Returns the notebook, and what the panels said: a list of (cell id, words).
        Without this the reveals, which wait for a guess, would never be run by a test.
        """
        copy = folder / self.path.name
        shutil.copytree(self.path, copy)
        notebook = nbformat.read(copy / name, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.source = _with_panel_kept(cell.source, cell["id"])
        notebook.cells.insert(0, nbformat.v4.new_code_cell("_panels = {}"))
        notebook.cells.append(nbformat.v4.new_code_cell(OPERATE))
        NotebookClient(
            notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(copy)}}
        ).execute()
        return notebook, json.loads(notebook.cells.pop().outputs[-1].text.splitlines()[-1])

    def message_of(self, id, answer):
        feedback = self.checks[id].judge(answer)
        assert not feedback.passed, f"{id} lets a wrong answer pass"
        return feedback.message


OPERATE = """
def _operate():
    import json

    said = []
    for cell, panel in _panels.items():
        if type(panel).__name__ == "Exploration":
            for name, control in panel._controls.items():
                for place in _places(control):
                    panel.set(**{name: place})
                    said.append((cell, panel.text))
        else:
            guess = panel._choices[0] if panel._choices else 1
            said.append((cell, panel.commit(guess).text))
    print(json.dumps(said))


def _places(control):
    if hasattr(control, "_options_full"):
        return [value for _, value in control._options_full]
    return [control.min, control.max] if hasattr(control, "min") else [True, False]


_operate()
"""


def _with_panel_kept(source, id):
    """Keep the guess or the controls that a cell ends with, so that they can be operated later."""
    last = ast.parse(source).body[-1:]
    if not last or not isinstance(last[0], ast.Expr) or not isinstance(last[0].value, ast.Call):
        return source
    if getattr(last[0].value.func, "id", "") not in ("predict", "explore"):
        return source
    lines = source.splitlines()
    lines[last[0].lineno - 1] = f"_panels[{id!r}] = " + lines[last[0].lineno - 1]
    return "\n".join(lines)


def tags_of(cell):
    return set(cell.metadata.get("tags", []))


def printed(notebook):
    outputs = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
    return "".join(out.text for out in outputs if out.output_type == "stream" and out.name == "stdout")


def checked_ids(source):
    """Return the checks that a cell asks: with `check`, or by name where a panel of its own asks the question."""
    return re.findall(r'(?:check\(|find_checks\(\)\[)"([\w/-]+)"', source)


def has_number(text, number):
    """Tell whether a text gives a number away, in digits or, for small ones, in words."""
    words = ["nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    whole = float(number).is_integer()
    digits = f"{number:.0f}" if whole else f"{number:.2f}"
    spoken = [words[int(number)]] if whole and 3 < number < len(words) else []
    return any(
        re.search(rf"(?<![\w.,]){re.escape(form)}(?![\w,]|\.\d)", text.casefold())
        for form in [digits, *spoken]
    )
