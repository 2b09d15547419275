"""Draws one student's page of feedback from the gradebook and the autograded notebook: no script, nothing from elsewhere."""

import html
import json
from functools import lru_cache
from pathlib import Path

import mistune
from nbgrader.api import Grade, Gradebook
from sqlalchemy.orm import undefer

from course.grading import clean, notebook, practice, rebuild, rubric
from course.grading.gradebook import names_of_cells
from improve.interact.feedback import NOT_YET, PASSED, Feedback

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
LOOK = """
:root{color-scheme:light dark}
body{font:1.05rem/1.55 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.2rem}
table{border-collapse:collapse;display:block;overflow-x:auto}
th,td{text-align:left;padding:.3rem .7rem .3rem 0;vertical-align:top}
th{border-bottom:2px solid}td{border-bottom:1px solid #8886}td.n,th.n{text-align:right;white-space:nowrap}
pre{overflow-x:auto;background:#8881;padding:.6rem .8rem;border-radius:.3rem;white-space:pre-wrap;overflow-wrap:anywhere}
.say{border-left:.25rem solid #2a7;padding:.2rem .8rem;margin:.6rem 0}.say.no{border-color:#b52}
.part{margin:1.2rem 0}.small{font-size:.92rem}img{max-width:100%}
"""

_draw = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])


def page(gradebook: Gradebook, assignment: str, name: str, student: str, autograded: dict) -> str:
    """Return the page as HTML."""
    submission = gradebook.find_submission(assignment, student)
    book = next(book for book in submission.notebooks if book.name == name)
    names = names_of_cells(gradebook, assignment, name)
    of_book = gradebook.db.query(Grade).filter(Grade.notebook_id == book.id)
    # nbgrader would ask for each grade's points by a question of its own
    grades = {names[grade.cell_id]: grade for grade in of_book.options(undefer(Grade.max_score))}
    comments = {names[comment.cell_id]: comment.comment for comment in book.comments}
    rows, cells = [], []
    for cell in autograded["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        grade = grades.get(about.get("grade_id"))
        if grade is not None and grade.max_score:
            rows.append(_row(about["grade_id"], grade))
        cells.append(_cell(cell, about, grade, comments.get(about.get("grade_id"))))
    waits = any(grade.needs_manual_grade for grade in grades.values())
    total = f"{_points(book.score)} of {_points(book.max_score)} points"
    if waits:
        total += " so far. A tutor has still to mark a part of it"
    late = book.late_submission_penalty
    after = f"<p>Taken off because it was late: {_points(late)}.</p>" if late else ""
    title = f"{html.escape(assignment)}: feedback for {html.escape(student)}"
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{LOOK}</style></head><body><main>'
        f"<h1>{title}</h1><p><strong>{total}.</strong></p>{after}"
        '<table><caption class="small">Points by part</caption><thead><tr><th scope="col">part</th>'
        f'<th scope="col" class="n">points</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
        f"<h2>Your notebook</h2>{''.join(cells)}</main></body></html>"
    )


def _points(number: float | None) -> str:
    return f"{number or 0:g}"


def _row(name: str, grade) -> str:
    words = html.escape(name.replace(rubric.BETWEEN, ": ").replace("-", " "))
    return f'<tr><td>{words}</td><td class="n">{_given(grade)}</td></tr>'


def _given(grade) -> str:
    waits = grade.needs_manual_grade and grade.manual_score is None
    return f"{'waits for a tutor' if waits else _points(grade.score)} of {_points(grade.max_score)}"


def _cell(cell: dict, about: dict, grade, comment: str | None) -> str:
    test = about.get("grade") and not about.get("solution") and cell["cell_type"] == "code"
    text = rebuild.without_hidden(cell["source"]) if test else cell["source"]
    text = rubric.without_scheme(text) if about.get("task") else text
    said = (
        f'<div class="say"><strong>Comment.</strong> {clean.markup(_draw(comment))}</div>' if comment else ""
    )
    if cell["cell_type"] != "code":
        marked = f"<p><strong>{_given(grade)}</strong></p>" if about.get("task") and grade is not None else ""
        return f'<div class="part">{_markdown(text)}{marked}{said}</div>'
    shown = [_output(output) for output in cell.get("outputs", [])]
    if test:
        held = grade is not None and not grade.needs_manual_grade and grade.score == grade.max_score
        words = Feedback(about["grade_id"], PASSED, "All checks held.").verdict if held else ""
        if grade is not None and not held:
            why = " ".join(output.get("evalue", "") for output in cell.get("outputs", []))
            words = Feedback(about["grade_id"], NOT_YET, why or "See your tutor's mark.").verdict
        mark = f"<strong>{html.escape(about['grade_id'])}.</strong> {html.escape(words)}"
        again = "" if held else _practice(cell["metadata"])
        shown = [f'<div class="say{"" if held else " no"}">{mark}{again}</div>']
    body = "".join(shown)
    return f'<div class="part"><pre><code>{html.escape(text)}</code></pre>{body}{said}</div>'


def _practice(metadata: dict) -> str:
    """Say where the step can be practised, and what the check there says to the mistakes it knows: the same words."""
    found = practice.for_test(metadata)
    if found is None:
        return ""
    said = "".join(f"<li>{html.escape(words)}</li>" for words in found.mistakes)
    listed = f"<p>What it says to the usual mistakes; one may be yours:</p><ul>{said}</ul>" if said else ""
    module = html.escape(found.module.replace("-", " "))
    return (
        f'<details class="small"><summary>Practise this step, without marks</summary><p>In the practice of the module '
        f"“{module}” the check <code>{html.escape(found.check)}</code> answers at once.</p>{listed}</details>"
    )


@lru_cache(maxsize=256)  # our own cells are the same on every student's page
def _markdown(text: str) -> str:
    return clean.markup(_draw(text.replace("&lt;", "<").replace("&amp;", "&")))


def _output(output: dict) -> str:
    if output["output_type"] == "stream":
        return f"<pre>{html.escape(output['text'])}</pre>"
    if output["output_type"] == "error":
        return f'<div class="say no"><strong>{html.escape(output["ename"])}.</strong> {html.escape(output["evalue"])}</div>'
    data = output["data"]
    if "text/html" in data:
        return clean.markup(data["text/html"])
    for mime in ("image/png", "image/jpeg"):
        if mime in data:
            return f'<img alt="A picture that your cell drew" src="data:{mime};base64,{html.escape(data[mime])}">'
    return f"<pre>{html.escape(data.get('text/plain', ''))}</pre>" if "text/plain" in data else ""


def write(gradebook: Gradebook, root: Path, assignment: str, name: str, student: str) -> Path | None:
    """Write the page of one student to ``feedback/student/assignment``; None when nothing was graded yet."""
    graded = root / "autograded" / student / assignment / f"{name}.ipynb"
    if not graded.is_file():
        return None
    content = json.loads(graded.read_text(encoding="utf-8"))
    file = root / "feedback" / student / assignment / f"{name}.html"
    notebook.write(file, page(gradebook, assignment, name, student, content))
    return file
