"""Writes a second folder of cases: the same threats in other forms, each as a few lines changed in an honest notebook.

    python -m tests.hostile.variants FOLDER && python -m tests.hostile FOLDER

Files that a repository cannot hold (pipes, hard links, null bytes) are made here, too.
"""

# ruff: noqa: E501 (an attack is kept as one text)

import copy
import json
import os
import shutil
import sys
from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[1] / "hostile_cases"
HONEST, ANSWER, TEST, ESSAY = "h00_honest", "median-solution", "median-tests", "explain"
RIGHT = "def run_median(s):\n    return float(s.median())"
WRONG = "def run_median(s):\n    return 0.0"

# name: (what it does, points or None for quarantine, the answer, cells before it, cells after the tests)
IN_CODE = {
    "c30_always_equal": ("a float that equals everything", 0, """
class Any(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __hash__ = float.__hash__
def run_median(s): return Any(1)""", [], []),
    "c31_equal_array": ("an array subclass whose comparison is always true", 0, """
import numpy as np
class Yes(np.ndarray):
    def __eq__(self, other): return np.bool_(True)
    def __array_ufunc__(self, *a, **k): return np.bool_(True)
def run_median(s): return np.zeros(()).view(Yes)""", [], []),
    "c32_equal_object": ("an object of the student's own with __eq__, __float__, __bool__ and __reduce__", 0, """
class Yes:
    def __eq__(self, other): return True
    def __float__(self): return 2.0
    def __reduce__(self): return (exec, ("raise SystemExit",))
def run_median(s): return Yes()""", [], []),
    "c33_patched_builtins": ("builtins, operators and the worker's own modules patched", 0, WRONG, [
        "import builtins, operator, json, sys\nbuiltins.float = lambda x: 2.0\noperator.eq = lambda *a: True\n"
        "for name, module in list(sys.modules.items()):\n"
        "    if name.startswith('course'):\n"
        "        for part in list(vars(module)):\n"
        "            if part in ('encode', 'send', 'receive', '_obey', 'serve'): setattr(module, part, lambda *a, **k: None)",
    ], []),
    "c34_answers_on_the_channel": ("writes answers of its own on every file number from 0 to 20", 0, WRONG, [
        "import os, json\nfor text in ('{\"value\": [\"f\", \"2.0\"]}', '{\"found\": {}}'):\n"
        "    data = text.encode(); data = len(data).to_bytes(4, 'big') + data\n"
        "    for number in range(21):\n        try: os.write(number, data)\n        except OSError: pass",
    ], []),
    "c35_forged_by_memory": ("patches `values.encode` found through the garbage collector", 0, WRONG, [
        "import gc, types\nfor thing in gc.get_objects():\n"
        "    if isinstance(thing, types.FunctionType) and thing.__name__ in ('encode', '_encode_scalar') "
        "and 'grading' in thing.__module__:\n        thing.__code__ = (lambda *a, **k: ['f', '2.0']).__code__",
    ], []),
    "c36_not_a_number": ("NaN, whose comparisons are all false", 0, "def run_median(s):\n    return float('nan')", [], []),
    "c37_test_redefined": ("defines names of the tests: pd, waits, assert helpers", 0, WRONG, [], [
        "pd = waits = None\nimport sys\nsys.modules['pandas'] = None"]),
    "c38_main_replaced": ("replaces the module __main__ and the shell's namespace", 0, WRONG, [
        "import sys, types\nmain = types.ModuleType('__main__'); main.run_median = lambda s: 2.0\n"
        "sys.modules['__main__'] = main\nget_ipython().user_ns['run_median'] = lambda s: 2.0"], []),
    "c39_complex_and_huge": ("a number too large to cross", 0, "def run_median(s):\n    return 1 << (1 << 20)", [], []),
    "d30_generator_without_end": ("a generator without end as the answer", 0, """
def run_median(s):
    while True:
        yield 2.0""", [], []),
    "d31_recursion": ("recursion without end, in the answer and in __repr__", 0, """
class Deep:
    def __repr__(self): return repr(self)
Deep()
def run_median(s): return run_median(s)""", [], []),
    "d32_nested_answer": ("lists a thousand deep", 0, """
def run_median(s):
    found = []
    for _ in range(1000): found = [found]
    return found""", [], []),
    "d33_sleeps": ("an answer that sleeps for an hour: no work, so no loop to be blamed", None, """
import time
def run_median(s): time.sleep(3600)""", [], []),
    "d34_catches_everything": ("a loop that catches whatever stops it", 0, """
def run_median(s):
    while True:
        try:
            while True: pass
        except BaseException: pass""", [], []),
    "d35_ends_itself": ("os._exit in the answer", 0, "import os\ndef run_median(s):\n    os._exit(0)", [], []),
    "d36_closes_everything": ("closes sys.stdout and every file number after the answer", None, RIGHT, [], [
        "import sys, os\nsys.stdout.close()\nsys.stderr = None\nos.closerange(0, 200)"]),
    "d37_threads": ("threads that go on for ever, an atexit hook, and a __del__ that loops", 4, RIGHT, [
        "import threading, atexit, time\n"
        "def idle():\n    while True: time.sleep(0.01)\n"
        "for _ in range(200):\n    try: threading.Thread(target=idle, daemon=False).start()\n    except RuntimeError: break\n"
        "atexit.register(idle)\nclass Last:\n    def __del__(self): idle()\nlast = Last()"], []),
    "d38_signals": ("ignores every signal and asks to be stopped", 4, RIGHT, [
        "import signal, os\nfor number in range(1, 65):\n    try: signal.signal(number, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\n"
        "for target in (0, -1, 1, os.getppid()):\n    try: os.kill(target, signal.SIGTERM)\n    except OSError: pass"], []),
    "d39_huge_repr": ("a repr of 50 MB and 100,000 outputs", 4, RIGHT, [], [
        "class Big:\n    def __repr__(self): return 'z' * 50_000_000\nBig()",
        "from IPython.display import display\nfor n in range(100_000): display(n)"]),
    "d40_many_files": ("fills its disk with files, pipes and links", 4, RIGHT, [
        "import os\nfor n in range(200_000):\n    try:\n        os.mkfifo(f'p{n}') if n % 2 else os.symlink('/etc/passwd', f'l{n}')\n"
        "    except OSError: break\n"
        "try:\n    for n in range(100): open(f'b{n}', 'wb').write(b'x' * (1 << 20))\nexcept OSError: pass"], []),
    "d41_regular_expression": ("a pattern that takes centuries, in one call of C", 0, """
import re
def run_median(s): return re.match(r'(a+)+$', 'a' * 60 + 'b')""", [], []),
    "d42_fakes_the_limit": ("says of itself that it was out of time", 0, """
import sys
def run_median(s):
    for name, module in list(sys.modules.items()):
        if hasattr(module, 'OutOfTime'): raise module.OutOfTime
    raise SystemExit""", [], []),
    "d43_pretends_a_long_answer": ("announces four gigabytes on the channel and goes silent", None, RIGHT, [], [
        "import os, time\nfor number in range(3, 60):\n    try: os.write(number, b'\\x00\\xff\\xff\\xff' + b'[' * 10)\n"
        "    except OSError: pass"]),
    "d44_trickles": ("sends its answer a byte at a time", None, RIGHT, [], [
        "import os, time\nopen_ones = []\nfor number in range(3, 60):\n    try: os.fstat(number); open_ones.append(number)\n"
        "    except OSError: pass\n"
        "for n in range(10**6):\n    for number in open_ones:\n        try: os.write(number, b'\\x00' if n < 2 else b' ')\n"
        "        except OSError: pass\n    time.sleep(0.02)"]),
    "l30_proc": ("looks through /proc, /sys and every folder for the grader", 0, WRONG, [], [
        "import os, glob\nfor path in ('/proc', '/proc/self/environ', '/proc/1/root', '/sys', '/work', '/root', '/etc/passwd', "
        "'/dev/shm', '/var/tmp', '/run'):\n    try: print(path, os.listdir(path) if os.path.isdir(path) else open(path).read())\n"
        "    except OSError as no: print(path, type(no).__name__)\nprint(dict(os.environ))"]),
    "l31_trace": ("ptrace, process_vm_readv, pidfd, namespaces, sockets of every family", 0, WRONG, [], [
        "import ctypes, os\nc = ctypes.CDLL(None, use_errno=True)\n"
        "for number in (101, 310, 434, 438, 272, 308, 165, 41, 53, 321, 425, 319, 57, 58, 59):\n"
        "    print(number, c.syscall(number, 16, 1, 0, 0, 0, 0), ctypes.get_errno())",
        "import socket\nfor kind in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, 40):\n"
        "    try: socket.socket(kind, socket.SOCK_STREAM); print('OPEN', kind)\n    except OSError as no: print(kind, no)"]),
    "l32_frames": ("prints frames, globals, garbage and the linecache of whoever calls it", 0, """
import sys, gc, linecache
def run_median(s):
    frame, found = sys._getframe(), []
    while frame:
        found.append((frame.f_code.co_filename, {k: repr(v)[:200] for k, v in frame.f_locals.items()}))
        frame = frame.f_back
    print(found, list(linecache.cache), [o for o in gc.get_objects() if type(o) is str and 'HIDDEN' in o][:5])
    raise ValueError(str(found))""", [], []),
    "l33_remembers_for_later": ("keeps what hidden tests send and shows it in its next cell and at its end", 4, """
import atexit
seen = []
def run_median(s):
    seen.append(list(s)); open('/tmp/seen', 'a').write(str(list(s)))
    return float(s.median())
class Tell:
    def __del__(self): print(seen)
tell = Tell()
atexit.register(lambda: print(seen))""", [], ["print(open('/tmp/seen').read(), seen)\ndel tell"]),
    "l34_in_the_message": ("a wrong answer whose error tells every input", 0, """
def run_median(s):
    raise ValueError(f'Hint: {list(s)}')""", [], []),
    "l35_slow_by_value": ("answers the hidden input late, so that time would tell", 0, """
import time
def run_median(s):
    if max(s) > 1000:
        while True: pass
    return float(s.median())""", [], []),
    "t30_outputs_that_run": ("widgets, scripts, frames, pictures that run, in every form that a notebook has", 4, RIGHT, [], [
        "from IPython.display import display\n"
        "bad = '<script>document.title=\"XSS\"</script><img src=x onerror=\"document.title=1\"><iframe srcdoc=\"&lt;script&gt;1\">'\n"
        "for mime in ('text/html', 'image/svg+xml', 'application/javascript', 'text/markdown', 'text/latex', 'application/pdf',\n"
        "             'application/vnd.jupyter.widget-view+json', 'application/vnd.bokehjs_exec.v0+json', 'image/png', 'text/x',\n"
        "             'application/vnd.plotly.v1+json', 'TEXT/HTML', 'text/html; charset=x'):\n"
        "    display({mime: bad, 'text/plain': bad}, raw=True)\n"
        "display({'application/vnd.plotly.v1+json': {'data': [{'type': 'scatter', 'y': [1], 'name': bad, 'text': [bad]}],\n"
        "         'layout': {'title': {'text': '<a href=\"javascript:document.title=1\">x</a>' + bad}}}}, raw=True)"]),
    "t31_plotly_as_html": ("a chart as its own page, with script", 4, RIGHT, [], [
        "import plotly.express as px\nfrom IPython.display import HTML\nHTML(px.line([1, 2]).to_html())"]),
    "h30_own_types": ("numbers as numpy gives them", 4, "import numpy as np\ndef run_median(s):\n    return np.median(s)", [], []),
    "h31_async_and_magics": ("await, magics, shell commands and a help request beside the answer", 4, RIGHT, [
        "import asyncio\nawait asyncio.sleep(0)", "%matplotlib inline\n%timeit -n1 -r1 1+1", "!pip install pandas", "pd.Series?"], []),
    "h32_locale_and_clock": ("sets locale, clock zone, decimal context, options and seeds", 4, RIGHT, [
        "import locale, time, os, decimal, random\nimport numpy as np, warnings\nos.environ['TZ'] = 'Asia/Tokyo'; time.tzset()\n"
        "try: locale.setlocale(locale.LC_ALL, '')\nexcept locale.Error: pass\n"
        "decimal.getcontext().prec = 2\npd.set_option('mode.copy_on_write', True)\nrandom.seed(1); np.random.seed(1)\n"
        "warnings.simplefilter('error')"], []),
    "h33_class_with_call": ("the answer is an object that can be called", 4, """
class Median:
    def __call__(self, s): return float(s.median())
run_median = Median()""", [], []),
}  # fmt: skip


def _plain(text: str, number: int) -> dict:
    return {"cell_type": "code", "id": f"own{number}", "metadata": {}, "source": text, "outputs": [],
            "execution_count": None}  # fmt: skip


def _cell(book: dict, name: str) -> dict:
    return next(
        cell for cell in book["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == name
    )


def with_code(book: dict, answer: str, before: list[str], after: list[str]) -> dict:
    """Return an honest notebook with another answer and more cells."""
    made = copy.deepcopy(book)
    _cell(made, ANSWER)["source"] = answer.strip("\n")
    place = made["cells"].index(_cell(made, ANSWER))
    made["cells"][place:place] = [_plain(text, number) for number, text in enumerate(before)]
    place = made["cells"].index(_cell(made, TEST)) + 1
    made["cells"][place:place] = [_plain(text, 50 + number) for number, text in enumerate(after)]
    return made


def _tagged(book):
    for cell in book["cells"]:
        cell["metadata"] |= {"tags": ["skip-execution", "raises-exception", "nbgrader-skip"], "deletable": True,
                             "jupyter": {"source_hidden": True}}  # fmt: skip
    _cell(book, ANSWER)["source"] = WRONG
    _cell(book, TEST)["metadata"]["nbgrader"] |= {"points": 99, "grade": False, "solution": True}
    _cell(book, TEST)["source"] = "pass"


def _test_becomes_answer(book):
    _cell(book, ANSWER)["source"] = WRONG
    test = _cell(book, TEST)
    book["cells"].append({**copy.deepcopy(test), "id": "other", "source": "assert True"})
    test["cell_type"] = "raw"


def _answers_swapped(book):
    _cell(book, ANSWER)["source"] = WRONG
    essay, test = _cell(book, ESSAY), _cell(book, TEST)
    essay["metadata"]["nbgrader"]["grade_id"], test["metadata"]["nbgrader"]["grade_id"] = TEST, ESSAY


def _odd_metadata(book):
    for cell in book["cells"]:
        about = cell["metadata"].get("nbgrader")
        if about:
            about |= {
                "points": "NaN",
                "schema_version": [3],
                "checksum": {"a": None},
                "cell_type": 7,
                "remove": True,
            }
        cell["outputs"], cell["execution_count"] = {"a": 1}, "x"
    book["metadata"] = {
        "kernelspec": {"name": "../../bin/sh", "language": 5},
        "widgets": "x",
        "celltoolbar": None,
    }
    book["nbformat_minor"] = 10**30


def _markdown_tricks(book):
    _cell(book, ESSAY)["source"] = (
        "[x](javascript:document.title='XSS') ![p](http://127.0.0.1:1/p.png) ![q](attachment:q.svg)\n\n<javascript:alert(1)>\n\n"
        "[y]: data:text/html,<script>document.title='XSS'</script>\n[y]\n\n<a href=\"jav&#x09;ascript:document.title='XSS'\">z</a>\n"
        "<svg><script>document.title='XSS'</script></svg><math><mtext></p><style><img src onerror=\"document.title='XSS'\">\n\n"
        "```html\n<script>document.title='XSS'</script>\n```\n\n"
        "$\\href{javascript:document.title='XSS'}{x}$ $$\\require{html}\\style{x}{y}$$ <details open ontoggle=\"document.title='XSS'\">\n"
        "&lt;script&gt;document.title='XSS'&lt;/script&gt; &amp;lt;img src=x onerror=document.title='XSS'&amp;gt;\n\n{{ 7*7 }} {% include 'x' %}"
    )  # fmt: skip
    _cell(book, ESSAY)["attachments"] = {"q.svg": {"image/svg+xml": "<svg onload=\"document.title='XSS'\"/>"}}


def _old_format(book):
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    book |= {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": book.pop("cells"), "metadata": {}}]}


def _many_cells(book):
    book["cells"] += [_plain("pass", 100 + number) for number in range(3000)]


# name: (what it does, points or None, what changes the notebook)
IN_NOTEBOOK = {
    "c40_tags_and_points": ("tags, points and roles changed in every cell", 0, _tagged),
    "c41_test_as_answer": ("the test made raw, and a copy that always holds", 0, _test_becomes_answer),
    "c42_names_swapped": ("the essay named as the test, and the test as the essay", 0, _answers_swapped),
    "m30_odd_metadata": ("metadata of the wrong types everywhere", 4, _odd_metadata),
    "m31_old_format": ("a notebook of the third format", 4, _old_format),
    "m32_reversed": ("all cells in reverse order", 4, lambda book: book["cells"].reverse()),
    "m33_all_twice": ("every cell twice", 4, lambda book: book["cells"].extend(copy.deepcopy(book["cells"]))),
    "m34_three_thousand_cells": ("three thousand cells more", 4, _many_cells),
    "t32_markdown_tricks": ("script in links, formulas, attachments and entities of the essay", 4, _markdown_tricks),
}  # fmt: skip

# name: (what it does, points or None, what makes the bytes of the file from an honest one's)
IN_BYTES = {
    "m40_utf16": ("UTF-16 with its mark", 4, lambda text: text.encode("utf-16")),
    "m41_crlf": ("lines that end as in Windows, in the file and in every source", 4,
                 lambda text: text.replace("\\n", "\\r\\n").replace("\n", "\r\n").encode()),
    "m42_null_bytes": ("filled up with null bytes, as by a failed disk", None, lambda text: text.encode()[:900] + b"\0" * 4000),
    "m43_deep": ("JSON a hundred thousand deep", None, lambda text: b'{"cells":' + b"[" * 100_000),
    "m44_huge": ("thirty megabytes of spaces", None, lambda text: text.encode() + b" " * (30 << 20)),
    "m45_big_numbers": ("a number of a million digits in the metadata", None,
                        lambda text: text.replace('"metadata": {}', '"metadata": {"n": ' + "9" * 1_000_000 + "}", 1).encode()),
    "m46_keys_twice": ("two lists of cells in one object", None, lambda text: text.rstrip().rstrip("}").encode() + b', "cells": []}'),
    "m47_html_page": ("the platform's login page saved as the notebook", None, lambda text: b"<!doctype html><title>Log in</title>"),
    "m48_zip": ("a zip with the notebook's name", None, lambda text: b"PK\x03\x04" + bytes(range(256)) * 8),
}  # fmt: skip


def _pipe(folder: Path, file: Path) -> None:
    os.mkfifo(file)


def _hard_link(folder: Path, file: Path) -> None:
    shutil.copyfile(SHIPPED / "cases" / HONEST / "ex1.ipynb", folder / "first")
    os.link(folder / "first", file)


def _folder(folder: Path, file: Path) -> None:
    file.mkdir()
    (file / "ex1.ipynb").write_text("{}")


def _odd_names(folder: Path, file: Path) -> None:
    shutil.copyfile(SHIPPED / "cases" / HONEST / "ex1.ipynb", folder / "ex1 <script>'\"\n..%2f(2).IPYNB")


def _modules(folder: Path, file: Path) -> None:
    book = json.loads((SHIPPED / "cases" / HONEST / "ex1.ipynb").read_text(encoding="utf-8"))
    file.write_text(json.dumps(with_code(book, WRONG, [], [])), encoding="utf-8")
    for name in (
        "numpy.py",
        "json.py",
        "sitecustomize.py",
        "conftest.py",
        "nbgrader_config.py",
        "usercustomize.py",
    ):
        (folder / name).write_text("import sys\nsys.exit(0)\n")
    (folder / "ipython_config.py").write_text("c.InteractiveShellApp.exec_lines = ['assert_ = 1']")


# name: (what it does, points or None, what makes the folder)
IN_FOLDER = {
    "m50_pipe": ("a named pipe with the notebook's name", None, _pipe),
    "m51_hard_link": ("a hard link", None, _hard_link),
    "m52_folder": ("a folder with the notebook's name", None, _folder),
    "m53_odd_name": ("a file name with markup, quotes, a line end and dots", 4, _odd_names),
    "c50_modules_beside": ("modules and settings beside the notebook", 0, _modules),
}  # fmt: skip


def write(folder: Path) -> list[str]:
    """Write the cases, their manifest and the source; return the names of the cases."""
    honest = SHIPPED / "cases" / HONEST / "ex1.ipynb"
    text = honest.read_text(encoding="utf-8")
    book = json.loads(text)
    shutil.copytree(SHIPPED / "source", folder / "source")
    shutil.copytree(honest.parent, folder / "cases" / HONEST)
    manifest = {HONEST: {"klass": "honest", "threat": "control", "must": "4 points", "honest_score": 4}}
    for name, (threat, points, *how) in (IN_CODE | IN_NOTEBOOK | IN_BYTES | IN_FOLDER).items():
        place = folder / "cases" / name
        place.mkdir()
        file = place / "ex1.ipynb"
        if name in IN_CODE:
            file.write_text(json.dumps(with_code(book, *how)), encoding="utf-8")
        elif name in IN_NOTEBOOK:
            made = copy.deepcopy(book)
            how[0](made)
            file.write_text(json.dumps(made), encoding="utf-8")
        elif name in IN_BYTES:
            file.write_bytes(how[0](text))
        else:
            how[0](place, file)
        must = "the points, or quarantine with a reason"
        manifest[name] = {"klass": "variant", "threat": threat, "must": must, "honest_score": points}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    return sorted(manifest)


if __name__ == "__main__":
    print(f"{len(write(Path(sys.argv[1])))} cases")
