"""In a real notebook: the reveal is in no output before the guess, and blanks run through to the end."""

import json
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

# The reveal is put together when it is called, so that its text is in no source either.
SETUP = """
from improve.data import read_csv
from improve.interact import check, explore, keep, note, predict
import plotly.graph_objects as go

def reveal():
    return "-".join(["the", "hidden", "ending"])

def figure(n=5):
    meta = {"alt": "A line.", "reading": f"{n} points"}
    return go.Figure(go.Scatter(y=list(range(n))), layout={"meta": meta})
"""


def run(folder, *cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in (SETUP, *cells)])
    where = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=where).execute()
    return notebook


def outputs(notebook):
    return json.dumps(
        [cell.get("outputs", []) for cell in notebook.cells] + [notebook.metadata.get("widgets", {})]
    )


GUESS = 'guess = predict("end", "How does it end?", choices=["well", "badly"], reveal=reveal)\nguess'


def test_the_reveal_is_in_no_output_before_the_guess_and_there_after_it(module_folder):
    before = outputs(run(module_folder, GUESS))
    assert "How does it end?" in before
    assert "the-hidden-ending" not in before
    assert "the-hidden-ending" in outputs(run(module_folder, GUESS, 'guess.commit("well")'))


def test_a_notebook_with_every_blank_left_blank_runs_to_the_end(module_folder):
    notebook = run(
        module_folder,
        'check("plot/median", ...)\ncheck("tell/cause", None)\ncheck("apply/median", ...)',
        'check("plot/median")',
        'note("why", "Why?")',
        'keep("run-charts")',
        "explore(figure, n=(2, 9))",
    )
    said = notebook.cells[1].outputs[0]["text"]
    assert said.count("not tried yet") == 3
    assert len(notebook.cells[1].outputs) == 1


def test_a_figure_in_a_panel_brings_no_copy_of_plotly_with_it(module_folder):
    written = outputs(run(module_folder, "explore(figure, n=(2, 9))"))
    assert "application/vnd.plotly.v1+json" in written
    assert len(written) < 100_000
    assert "cdn" not in written.lower()


def test_a_bad_file_shows_its_sentence_and_no_traceback(module_folder):
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "from improve.data import read_csv\nread_csv('date,value\\n2024-01-01,x\\n')"
            )
        ]
    )
    NotebookClient(notebook, timeout=120, kernel_name="python3", allow_errors=True).execute()
    (output,) = notebook.cells[0].outputs
    assert output["traceback"] == [
        "Row 2, column “value”, holds “x”: this is not a number. "
        "Write it in digits, or leave the cell blank if there is no figure."
    ]


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("improve", ["numpy", "pandas", "plotly", "ipywidgets"]),
        ("improve.data", ["plotly", "ipywidgets", "scipy"]),
        ("improve.interact", ["numpy", "pandas", "plotly", "ipywidgets", "scipy"]),
    ],
)
def test_importing_loads_only_what_is_used(module, heavy):
    code = f"import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
