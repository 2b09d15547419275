"""Hidden parts wait for the end of the notebook where that is the same as running them at their place, and else do not."""

import ast
import os
import warnings

import nbformat
import numpy as np
import pytest

from course.grading import examine, hidden, marker, rebuild, sources, state
from tests.grading import small
from tests.grading.classes import EXERCISES, ROOT

# ---------------------------------------------------------------- what is read, without running anything


def cell(source, role="test", name="", kind="code"):
    return {"name": name, "source": source, "role": role, "type": kind}


def with_hidden(shown, part, after=""):
    return f"{shown}\n### BEGIN HIDDEN TESTS\n{part}\n### END HIDDEN TESTS{after}"


@pytest.mark.parametrize("name", EXERCISES)
def test_the_hidden_parts_of_each_exercise_can_wait(name):
    file = ROOT / "exercises" / name / f"{name}.ipynb"
    plan, _ = sources.read_plan(nbformat.read(file, as_version=4))
    assert hidden.can_wait(plan), (
        "each submission would be run twice; what does a hidden part give to a later cell?"
    )


@pytest.mark.parametrize(
    ("source", "part"),
    [
        (with_hidden("assert f(1)", "assert f(2)\nassert f(3)"), "assert f(2)\nassert f(3)"),
        (with_hidden("assert f(1)", "assert f(2)", "\n\n"), "assert f(2)"),
        (with_hidden("", "assert f(2)"), "assert f(2)"),
        (with_hidden("assert f(1)", "assert f(2)", "\nassert f(4)"), None),
        (with_hidden(with_hidden("a = 1", "b = 2"), "c = 3"), None),
        (with_hidden("for n in range(3):\n    assert f(n)", "    assert f(-n)"), None),
        ("assert f(1)", None),
        ("assert f(1)\n### BEGIN HIDDEN TESTS\nassert f(2)", None),
    ],
)
def test_a_hidden_part_is_taken_apart_only_if_it_is_whole_and_last(source, part):
    found = hidden.at_the_end(source)
    assert (found.strip() if found else found) == part


def test_each_line_of_a_hidden_part_keeps_its_number():
    source = with_hidden("# two\n# lines\nassert f(1)", "assert f(2)\n\nassert f(3)")
    shown = {n: line for n, line in enumerate(source.split("\n"), 1) if line.startswith("assert")}
    part = hidden.at_the_end(source)
    assert [node.lineno for node in ast.parse(part).body] == [
        n for n, line in shown.items() if "f(1)" not in line
    ]


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("a = b", {"b"}),
        ("a = 1\nc = a + b", {"b"}),
        ("a = a + 1", {"a"}),
        ("a += 1", {"a"}),
        ("for n in some:\n    twice = 2 * n\n    print(twice)", {"some"}),
        ("[n for n in some if n > least]", {"some", "least"}),
        ("{key: value for key, value in pairs}\nkey", {"pairs", "key"}),
        ("def f(a, *b, c=d, **e):\n    return a, b, c, e, g, f", {"d", "g"}),
        ("h = lambda x: x + y", {"y"}),
        ("import numpy as np\nnp.mean(z)", {"z"}),
        ("with open(x) as file:\n    file.read()", {"x"}),
        ("(n := m)\nn", {"m"}),
        ("class A(B):\n    c = d\nA", {"B", "d"}),
        ("try:\n    f()\nexcept Odd:\n    pass", {"f", "Odd"}),
        ("del a", {"a"}),
        ("a: int = b", {"b"}),
        ("no python here", set()),
    ],
)
def test_what_a_cell_needs_is_what_it_reads_before_it_gives_it(source, needed):
    assert hidden.needs(source) == needed


@pytest.mark.parametrize(
    ("later", "can"),
    [
        ("assert close(f(3))", False),
        ("close = round\nassert close(f(3))", True),
        ("assert f(3) == 3", True),
        ("limit = 4\nassert f(limit) == limit", True),
        ("assert f(limit) == 3", False),
    ],
)
def test_nothing_waits_where_a_later_cell_needs_what_a_hidden_part_gives(later, can):
    plan = [
        cell(
            with_hidden(
                "assert f(1) == 1", "limit = 2\ndef close(x):\n    return x < limit\nassert close(f(1))"
            )
        ),
        cell("# a student's names are another's business\nclose", role="answer"),
        cell(later, role="ours"),
    ]
    assert hidden.can_wait(plan) is can


# ---------------------------------------------------------------- whether things are as they were

MADE = """
import random
import functools
import numpy as np
import pandas as pd
limit = 3
table = pd.DataFrame({"ward": ["a", "b"], "days": [1.0, 2.0]})
known = {"a": [1, 2]}
rng = np.random.default_rng(1)
def helper(x):
    return x + limit + len(known)
def answer(x, seen=[]):
    seen.append(x)
    return helper(x)
def counter():
    count = [0]
    def step():
        count[0] += 1
        return count[0]
    return step
step = counter()
def plain(x):
    return table["days"].mean() + helper(x)
half = functools.partial(plain, 2)
"""


@pytest.fixture(autouse=True)
def _all_as_it_was(monkeypatch):
    """Changes to what is the same for the whole process end with a test."""
    monkeypatch.setattr(os, "environ", dict(os.environ))
    with np.errstate(), warnings.catch_warnings():
        yield


def digests(names, change, made=MADE):
    space = {"__name__": "__main__"}
    exec(made, space)
    before = state.of(space, names)
    exec(change, space)
    return before, state.of(space, names)


@pytest.mark.parametrize(
    ("names", "change"),
    [
        (["table"], "table.loc[0, 'days'] = 9"),
        (["table"], "table['more'] = 1"),
        (["known"], "known['a'].append(3)"),
        (["helper"], "known['b'] = []"),
        (["plain"], "known['b'] = []"),
        (["half"], "known['b'] = []"),
        (["plain"], "table.iloc[0, 1] = 5"),
        (["answer"], "answer(1)"),
        (["step"], "step()"),
        (["plain"], "plain.calls = 1"),
        (["rng"], "rng.random()"),
        ([], "random.random()"),
        ([], "np.random.rand()"),
        ([], "np.seterr(all='raise')"),
        ([], "import warnings; warnings.simplefilter('error')"),
        ([], "import os; os.environ['SITE'] = 'Harrowmere'"),
        (["plain"], "def helper(x):\n    return 0"),
    ],
)
def test_what_changed_in_place_is_seen(names, change):
    before, after = digests(names, change)
    assert before is not None
    assert before != after


@pytest.mark.parametrize(
    ("names", "change"),
    [
        (["plain", "table", "known", "rng", "step", "half"], "pass"),
        (["table"], "known['b'] = 1"),
        (["plain"], "plain(1); half(); table.describe(); str(table); table['days'].sum()"),
        (["plain", "half"], "other = [1]; other.append(2)"),
        (["nowhere"], "limit"),
    ],
)
def test_what_did_not_change_is_as_it_was(names, change):
    before, after = digests(names, change)
    assert before is not None
    assert before == after


@pytest.mark.parametrize(
    "made",
    [
        "thing = (n for n in range(3))",
        "thing = open('/dev/null')",
        "class Ward:\n    beds = 3\nthing = Ward",
        "class Ward:\n    beds = 3\nthing = [Ward()]",
        "thing = lambda x: eval('x')",
        "thing = lambda: globals()['x']",
        "import functools\n@functools.lru_cache\ndef thing(x):\n    return x",
        f"import numpy as np\nthing = np.zeros({state.MOST_BYTES // 8 + 1})",
        "class Odd(dict):\n    def __reduce__(self):\n        raise ValueError\nthing = Odd()",
    ],
)
def test_what_cannot_be_told_is_not_said_to_be_as_it_was(made):
    assert digests(["thing"], "pass", made) == (None, None)


def test_a_file_that_was_written_is_seen(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before, after = digests([], "open('left.csv', 'w').write('1')")
    assert before != after


def places(*, made="count = 0\ndef counts():\n    global count\n    count += 1"):
    space = {"__name__": "__main__"}
    exec(made, space)
    return space, state.Places(space)


def test_names_are_put_back_to_what_they_named():
    space, kept = places()
    first = kept.keep(["count"])
    space["count"], space["later"] = 5, 6
    second = kept.keep(["count"])
    assert kept.back(first)
    assert (space["count"], "later" in space) == (0, False)
    assert kept.back(second)
    assert (space["count"], space["later"]) == (5, 6)


@pytest.mark.parametrize("call", ["counts()", "del count", "more = 1"])
def test_what_one_hidden_part_has_named_anew_the_next_one_would_have_seen(call):
    space, kept = places()
    first, second = kept.keep(["counts"]), kept.keep(["counts"])
    assert kept.back(first)
    exec(call, space)
    assert not kept.back(second)


# ---------------------------------------------------------------- in the jail

LATE = f"def double(x):\n    return helper(x) if x > {small.HIDDEN_INPUT - 1} else 2 * x"
KEPT = "factor = [2]\ndef double(x):\n    return factor[0] * x"
NAMED = "factor = 2\ndef double(x):\n    return factor * x"
COUNTS = "calls = []\ndef double(x):\n    calls.append(x)\n    return 2 * x if len(calls) < 3 else 0"


@pytest.mark.parametrize(
    ("double", "later", "score", "runs"),
    [
        (small.GOOD, "print(double(3))", 2, 1),
        ("def double(x):\n    return 4", "double(3)", 0, 1),
        (LATE, "def helper(x):\n    return 2 * x", 0, 1),
        (NAMED, "factor = 3", 2, 1),
        (NAMED, "del factor, double", 2, 1),
        (KEPT, "factor = [3]", 2, 1),
        (KEPT, "factor[0] = 3", 2, 2),
        (KEPT, "factor.append(3)", 2, 2),
        (COUNTS, "pass", 0, 1),
        (COUNTS, "double(1)", 0, 2),
        (small.GOOD, "open('left.txt', 'w').write('1')", 2, 2),
        (small.GOOD, "import os; os._exit(0)", None, 1),
        ("class Double:\n    def __call__(self, x):\n        return 2 * x\ndouble = Double()", "pass", 2, 2),
    ],
)
def test_the_marks_are_those_of_tests_run_at_their_place(grader, monkeypatch, double, later, score, runs):
    counted = []
    once = marker.Marker._in_a_child
    monkeypatch.setattr(marker.Marker, "_in_a_child", lambda *a: counted.append(1) or once(*a))
    submission = small.after_the_tests(double, later)
    outcome = grader(submission)
    assert len(counted) == runs
    monkeypatch.setattr(examine.Run, "judge", lambda _: None)
    at_its_place = grader(submission)
    for found in (outcome, at_its_place):
        assert found["tests"].get("double-test", {}).get("score") == score
        found.pop("seconds")
    assert outcome == at_its_place


def test_if_all_were_said_to_be_as_it_was_marks_would_be_wrong(grader, monkeypatch):
    monkeypatch.setattr(state, "of", lambda *_: b"as it was")
    assert grader(small.after_the_tests(KEPT, "factor[0] = 3"))["tests"]["double-test"]["score"] == 0


def test_a_hidden_part_that_ends_the_jail_is_judged_in_a_second_one(grader):
    double = f"def double(x):\n    import os\n    return 2 * x if x < {small.HIDDEN_INPUT} else os._exit(0)"
    outcome = grader(small.submission(double))
    assert (outcome["status"], outcome["tests"]["double-test"]["score"]) == ("ok", 0)


def test_what_an_examiner_told_before_it_was_ended_is_kept():
    shown = b'{"status": "ok"}\n'
    assert marker._told(shown + b'{"judged": {"a"', in_time=True) == ({"status": "ok"}, None)
    assert marker._told(shown + b'{"judged": {"a": 1}}\n', in_time=True) == ({"status": "ok"}, {"a": 1})
    assert marker._told(b'{"status"', in_time=True)[0]["status"] == "quarantine"
    assert "too long" in marker._told(b"", in_time=False)[0]["reason"]


def test_hidden_parts_are_compiled_once_for_all():
    ours = examine.Ours(small.assignment()["plan"])
    before = examine.compiled.cache_info().misses
    for one in ours.plan:
        if one["role"] == "test":
            examine.compiled(hidden.at_the_end(one["source"]))
            examine.compiled(rebuild.without_hidden(one["source"]))
    assert examine.compiled.cache_info().misses == before
