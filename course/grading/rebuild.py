"""Rebuilds a submission from the source: only the text of answers and of extra cells is the student's.

The file that was handed in is data of unknown quality: it is read leniently, and nothing in it but text is used. Order,
tests, points, tags and metadata are the source's. What cannot be matched for sure is not guessed: `Unreadable` says
why, in words for a tutor.
"""

import ast
import functools
import json
import re
from dataclasses import dataclass, field

BEGIN_HIDDEN, END_HIDDEN = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"  # nbgrader's own words
CODE, TEXT = "code", "markdown"


class Unreadable(Exception):
    """The submission cannot be graded by machine; the words tell a tutor why."""


@dataclass
class Cell:
    """A cell of a submission as it was found: its text, and what might say which cell of the source it is."""

    kind: str
    text: str
    cell_id: str | None
    grade_id: str | None


@dataclass
class Rebuilt:
    """The notebook that will be run: cells as dictionaries, in the order of the source, and what a tutor should know."""

    cells: list[dict] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


# ---------------------------------------------------------------- reading


def read(content: bytes) -> list[Cell]:
    """Return the cells of a notebook file, whoever wrote it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            text = content.decode("utf-16", "replace")
        else:
            try:
                text = content.decode("cp1252")
            except UnicodeDecodeError:
                raise Unreadable(f"The file is no text: byte {wrong.start} is not UTF-8.") from None
    if not text.strip():
        raise Unreadable("The file is empty. Ask for it again.")
    try:
        notebook = json.loads(text, strict=False)
    except json.JSONDecodeError as wrong:
        place = len(text[: wrong.pos].encode("utf-8", "replace"))
        raise Unreadable(
            f"The file is damaged at byte {place} of {len(content)} ({wrong.msg}); it may have been cut off by an "
            "upload. Ask for it again."
        ) from None
    except (RecursionError, MemoryError, ValueError):
        raise Unreadable("The file is built to be unreadable (nested too deeply, or too large).") from None
    if type(notebook) is not dict:
        raise Unreadable("The file is JSON, but no notebook. Ask for it again.")
    cells = notebook.get("cells")
    sheets = notebook.get("worksheets")
    if type(cells) is not list and type(sheets) is list and sheets and type(sheets[0]) is dict:
        cells = sheets[0].get("cells")  # notebooks before 2015
    if type(cells) is not list:
        raise Unreadable("The file is JSON, but no notebook: it has no list of cells. Ask for it again.")
    found = [_cell(cell) for cell in cells if type(cell) is dict]
    if not found:
        raise Unreadable("The notebook has no cells. Ask for it again.")
    return found


def _cell(cell: dict) -> Cell:
    source = cell.get("source", cell.get("input", ""))
    if type(source) is list:
        source = "".join(part for part in source if type(part) is str)
    text = source if type(source) is str else ""
    metadata = cell.get("metadata") if type(cell.get("metadata")) is dict else {}
    about = metadata.get("nbgrader") if type(metadata.get("nbgrader")) is dict else {}
    name, cell_id = about.get("grade_id"), cell.get("id")
    return Cell(
        kind=CODE if cell.get("cell_type") == CODE else TEXT,
        text=clean(text),
        cell_id=cell_id if type(cell_id) is str else None,
        grade_id=name if type(name) is str else None,
    )


def clean(text: str) -> str:
    """Return the text with what cannot be stored replaced: lone surrogates, null characters, odd line ends."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


def holds_parts_of(cells: list[Cell], plan: list[dict]) -> int:
    """Count how many cells of the plan the file holds: which notebook is it?"""
    names = {cell["grade_id"] for cell in plan if cell["grade_id"]}
    ids = {cell["id"] for cell in plan}
    return len(names & {cell.grade_id for cell in cells}) or len(ids & {cell.cell_id for cell in cells})


# ---------------------------------------------------------------- matching


def rebuild(cells: list[Cell], plan: list[dict]) -> Rebuilt:
    """Put the student's texts into the source's notebook.

    Parameters
    ----------
    cells : list of Cell
        What was handed in.
    plan : list of dict
        The source, cell by cell (see ``sources.plan``).
    """
    made = Rebuilt()
    owner = _owners(cells, plan, made.warnings)
    kept = {}
    for index, position in owner.items():
        kept.setdefault(position, []).append(index)
    answers = {}
    for position, indices in kept.items():
        if plan[position]["role"] != "answer":
            continue
        tried = [i for i in indices if not _same(cells[i].text, plan[position]["released"])] or indices
        answers[position] = tried[-1]
        if len(indices) > 1:
            made.warnings.append(
                f"The answer “{plan[position]['name']}” is there {len(indices)} times, copied with its cell; the last "
                "one that was changed counts."
            )
    missing = [p for p, cell in enumerate(plan) if cell["role"] == "answer" and p not in answers]
    expect_answers(missing, plan, cells, owner)
    extras = _extras(cells, plan, owner, answers)
    made.cells += extras.get(-1, [])
    for position, cell in enumerate(plan):
        before, after = extras.get((position, "before"), []), extras.get(position, [])
        made.cells += before
        if cell["role"] == "answer":
            index = answers.get(position)
            if index is None:
                made.warnings.append(
                    f"The answer cell “{cell['name']}” was missing; it was put back, unanswered."
                )
            text = cell["released"] if index is None else cells[index].text
            if index is not None and cells[index].kind != cell["type"]:
                made.warnings.append(f"The answer “{cell['name']}” had become a cell of another type.")
            made.cells.append({
                "role": "answer", "plan": position, "text": text, "absent": index is None,
                "unchanged": index is None or _same(text, cell["released"]),
            })  # fmt: skip
        else:
            made.cells.append({"role": cell["role"], "plan": position})
            if cell["role"] == "test" and position not in kept:
                made.warnings.append(f"The test cell “{cell['name']}” was missing; it was put back.")
        made.cells += after
    return made


def expect_answers(missing: list[int], plan: list[dict], cells: list[Cell], owner: dict[int, int]) -> None:
    """Refuse a notebook that would get a 0 because its answers were not recognised, rather than because they are wrong."""
    answers = [cell for cell in plan if cell["role"] == "answer"]
    if missing and len(missing) == len(answers):
        raise Unreadable(
            "None of the assignment's answer cells can be found in the notebook. It may be another notebook, or another "
            "program has removed what names the cells. Ask for the file as it was handed out."
        )
    unnamed = [
        i for i, cell in enumerate(cells) if i not in owner and cell.kind == CODE and cell.text.strip()
    ]
    nameless = not any(cell.grade_id for cell in cells)
    if missing and nameless and unnamed:
        names = ", ".join(f"“{plan[position]['name']}”" for position in missing[:5])
        raise Unreadable(
            f"Another program has removed what names the cells, and no cell can be recognised as {names}. Ask for the "
            "file as it was handed out, or mark it by hand."
        )


def _same(one: str, other: str) -> bool:
    return one.strip() == other.strip()


def _owners(cells: list[Cell], plan: list[dict], warnings: list[str]) -> dict[int, int]:
    """Say for each cell of the submission which cell of the source it is, where that is sure."""
    by_name = {cell["grade_id"]: p for p, cell in enumerate(plan) if cell["grade_id"]}
    by_id = {cell["id"]: p for p, cell in enumerate(plan)}
    owner = {i: by_name[cell.grade_id] for i, cell in enumerate(cells) if cell.grade_id in by_name}
    taken = set(owner.values())
    recovered = 0
    for i, cell in enumerate(cells):  # by the cell's own id
        position = by_id.get(cell.cell_id)
        if i not in owner and position is not None and position not in taken:
            owner[i] = position
            taken.add(position)
            recovered += plan[position]["grade_id"] is not None
    for i, cell in enumerate(cells):  # by its text, where the source has that text once
        if i in owner:
            continue
        alike = [p for p, c in enumerate(plan) if p not in taken and _same(c["released"], cell.text)]
        if len(alike) == 1 and cell.text.strip():
            owner[i] = alike[0]
            taken.add(alike[0])
            recovered += plan[alike[0]]["grade_id"] is not None
    for position, cell in enumerate(plan):  # an answer, by what it defines; else by its place
        if cell["role"] != "answer" or position in taken:
            continue
        free = [i for i, c in enumerate(cells) if i not in owner and c.text.strip()]
        defining = [
            i for i in free if cell["stub_names"] and set(cell["stub_names"]) <= assigned(cells[i].text)
        ]
        between = _between(free, position, owner, len(cells))
        candidates = defining[-1:] or ([] if cell["stub_names"] else between)
        same_kind = [i for i in candidates if cells[i].kind == cell["type"]] or candidates
        if len(same_kind) == 1:
            owner[same_kind[0]] = position
            taken.add(position)
            recovered += 1
    if recovered:
        warnings.append(
            f"The names of {recovered} cells were lost; the cells were recognised by id, text or place."
        )
    return owner


def _between(free: list[int], position: int, owner: dict[int, int], size: int) -> list[int]:
    earlier = [i for i, p in owner.items() if p < position]
    later = [i for i, p in owner.items() if p > position]
    low, high = max(earlier, default=-1), min(later, default=size)
    return [i for i in free if low < i < high]


def _extras(cells, plan, owner, answers) -> dict:
    """Cells of the student's own, each after the cell of the source that it followed."""
    extras: dict = {}
    last = -1
    for i, cell in enumerate(cells):
        position = owner.get(i)
        if position is not None and answers.get(position) == i:
            last = position
            continue
        extra = {"role": "extra", "type": cell.kind, "text": cell.text}
        if position is None:
            if cell.text.strip():
                extras.setdefault(last, []).append(extra)
        elif plan[position]["role"] == "answer":  # an earlier copy of an answer
            if not _same(cell.text, plan[position]["released"]):
                extras.setdefault((position, "before"), []).append(extra)
        else:
            last = position
            ours = plan[position]
            changed = (
                ours["role"] == "ours" and not ours["grade_id"] and not _same(cell.text, ours["released"])
            )
            if changed and cell.text.strip():  # our cell stays; the student's version of it runs after it
                extras.setdefault(position, []).append(extra)
    return extras


# ---------------------------------------------------------------- reading code without running it


def without_hidden(source: str) -> str:
    """Return a test's text as learners see it: without its hidden parts."""
    kept, hidden = [], False
    for line in source.split("\n"):
        if BEGIN_HIDDEN in line:
            hidden = True
        elif END_HIDDEN in line:
            hidden = False
        elif not hidden:
            kept.append(line)
    return "\n".join(kept)


@functools.lru_cache(1_000)  # our own cells are asked about again and again
def assigned(source: str, imports: bool = True) -> frozenset[str]:
    """Return the names that a cell gives to things at its top level (in branches and loops, too)."""
    try:
        tree = ast.parse(plain_python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset(re.findall(r"^(?:def|class)\s+(\w+)", source, flags=re.M))
    found: set[str] = set()

    class Names(ast.NodeVisitor):
        def visit_FunctionDef(self, node):
            found.add(node.name)
            for inner in ast.walk(node):
                if isinstance(inner, ast.Global):
                    found.update(inner.names)

        visit_AsyncFunctionDef = visit_FunctionDef

        def visit_ClassDef(self, node):
            found.add(node.name)

        def visit_Lambda(self, node):
            pass

        def visit_Name(self, node):
            if isinstance(node.ctx, ast.Store):
                found.add(node.id)

        def visit_Attribute(self, node):
            self.generic_visit(node)
            self._changed(node)

        def visit_Subscript(self, node):
            self.generic_visit(node)
            self._changed(node)

        def _changed(self, node):  # data["x"] = ... changes data
            if isinstance(node.ctx, ast.Store):
                while isinstance(node, ast.Attribute | ast.Subscript):
                    node = node.value
                if isinstance(node, ast.Name):
                    found.add(node.id)

        def visit_Import(self, node):
            if imports:
                found.update((a.asname or a.name).split(".")[0] for a in node.names)

        visit_ImportFrom = visit_Import

        def _comprehension(self, node):
            pass  # its variables are its own

        visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    Names().visit(tree)
    return frozenset(found)


def imports_of(source: str) -> str:
    """Return the import statements at the top level of a cell, as source."""
    try:
        tree = ast.parse(plain_python(source))
    except SyntaxError:
        return ""
    return "\n".join(ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))


def libraries(plan: list[dict]) -> list[str]:
    """Return what the cells of an assignment import that learners see; a test's imports are nobody's business.

    What ``from improve import charts`` brings may be a module or not: both names are in the list.
    """
    seen = "\n".join(
        imports_of(cell["released"]) for cell in plan if cell["type"] == "code" and cell["role"] != "test"
    )
    names = set()
    for step in ast.parse(seen).body:
        if isinstance(step, ast.Import):
            names |= {alias.name for alias in step.names}
        elif step.module and not step.level:
            names |= {step.module, *(f"{step.module}.{alias.name}" for alias in step.names)}
    return sorted(names)


def plain_python(source: str) -> str:
    """Return the source with lines that only a notebook understands (%magic, !command) turned into comments."""
    return re.sub(r"^(\s*)([%!])", r"\1pass  # \2", source, flags=re.M)
