"""Reads, without running anything, what the hidden parts of an assignment's tests ask for, and whether they can wait.

A hidden part that waits is run in the student's own jail once everything that will be shown has been taken from it. That
is the same as running it at its place if three things hold: it stands at the end of its cell, nothing later of ours reads
a name that it gives, and the student's things are as they were (``state`` looks at that in the jail).
"""

import ast
import builtins
import contextlib
import functools

from course.grading import rebuild


def has_hidden(source: str) -> bool:
    """Whether a test has a part that learners do not see."""
    return rebuild.without_hidden(source) != source


@functools.lru_cache(1_000)
def at_the_end(source: str) -> str | None:
    """Return the hidden part of a test, each line at its own number, if nothing that is shown comes after it."""
    before, begin, rest = source.partition(rebuild.BEGIN_HIDDEN)
    inside, end, after = rest.partition(rebuild.END_HIDDEN)
    if not (begin and end) or after.strip() or rebuild.BEGIN_HIDDEN in inside:
        return None
    head, _, _ = before.rpartition("\n")  # the rest of that line is the comment that names the hidden part
    tail = "\n".join(inside.split("\n")[1:-1])
    with contextlib.suppress(SyntaxError):
        for part in (head, tail):
            ast.parse(rebuild.plain_python(part))
        return "\n" * (before.count("\n") + 1) + tail
    return None


def can_wait(plan: list[dict]) -> bool:
    """Whether all hidden parts of an assignment may be run after its last cell, as far as our own cells go.

    A hidden part that changes a thing in place, for a later cell, is not seen: tests should not do that.
    """
    given: set[str] = set()  # names that hidden parts have given, and nothing since
    for cell in plan:
        if cell["type"] != "code" or cell["role"] == "answer":
            continue
        if needs(cell["source"]) & given:
            return False
        given -= rebuild.assigned(rebuild.without_hidden(cell["source"]))
        if cell["role"] == "test" and has_hidden(cell["source"]):
            part = at_the_end(cell["source"])
            if part is None:
                return False
            given |= rebuild.assigned(part)
    return True


def loaded(source: str) -> set[str]:
    """Return every name that a cell mentions."""
    try:
        tree = ast.parse(rebuild.plain_python(source))
    except SyntaxError:
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def needs(source: str) -> set[str]:
    """Return the names that a cell reads before it gives them to something itself; rather one too many."""
    reader = _Reader()
    with contextlib.suppress(SyntaxError):
        reader.visit(ast.parse(rebuild.plain_python(source)))
    return reader.needed


class _Reader(ast.NodeVisitor):
    """Goes through a cell in the order in which Python runs it."""

    def __init__(self):
        self.known, self.needed = set(dir(builtins)), set()

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Store):
            self.known.add(node.id)
        elif node.id not in self.known:
            self.needed.add(node.id)

    def visit_Assign(self, node):
        self._in_turn(node.value, *node.targets)

    def visit_AnnAssign(self, node):
        self._in_turn(node.value, node.target)

    def visit_NamedExpr(self, node):
        self._in_turn(node.value, node.target)

    def visit_AugAssign(self, node):
        if isinstance(node.target, ast.Name) and node.target.id not in self.known:
            self.needed.add(node.target.id)
        self._in_turn(node.value, node.target)

    def visit_For(self, node):
        self._in_turn(node.iter, node.target, *node.body, *node.orelse)

    def visit_Import(self, node):
        self.known |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}

    visit_ImportFrom = visit_Import

    def visit_FunctionDef(self, node):
        self._in_turn(*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults))
        self.known.add(node.name)
        self._with_names_of_its_own(_arguments(node.args), node.body)

    def visit_Lambda(self, node):
        self._in_turn(*node.args.defaults, *filter(None, node.args.kw_defaults))
        self._with_names_of_its_own(_arguments(node.args), [node.body])

    def visit_ClassDef(self, node):
        self._in_turn(*node.decorator_list, *node.bases)
        self._with_names_of_its_own(set(), node.body)
        self.known.add(node.name)

    def _comprehension(self, node):
        made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        steps = [part for loop in node.generators for part in (loop.iter, loop.target, *loop.ifs)]
        self._with_names_of_its_own(set(), [*steps, *made])

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def _in_turn(self, *nodes):
        for node in filter(None, nodes):
            self.visit(node)

    def _with_names_of_its_own(self, names, nodes):
        outside = set(self.known)
        self.known |= names
        self._in_turn(*nodes)
        self.known = outside


def _arguments(of: ast.arguments) -> set[str]:
    named = [*of.posonlyargs, *of.args, *of.kwonlyargs, *filter(None, (of.vararg, of.kwarg))]
    return {argument.arg for argument in named}


def hint_in(said: str, source: str) -> str:
    """Return the hint that the author wrote for learners, if the message ends in one: words that start with “Hint: ”.

    The rest of a hidden test's message is withheld, since it may hold inputs, or what a student's code made of them. So
    the hint must be, word for word, a text that stands in the test.
    """
    with contextlib.suppress(SyntaxError):
        for node in ast.walk(ast.parse(source)):
            text = (
                node.value.strip() if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            )
            if text.startswith("Hint: ") and text in said:
                return text
    return ""
