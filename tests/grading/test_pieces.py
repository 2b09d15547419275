"""The pieces on our side of the jail: values that cross, files taken in, cells recognised, words made safe."""

import json
import os
import subprocess
import sys

import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.grading import batch, build, clean, examine, intake, rebuild, run, sources, values, worker
from improve.marking import cohort_rng, figure_data
from tests.grading import small

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.dates()
    | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner)
        | st.dictionaries(st.text() | st.integers(), inner, max_size=4)
    ),
    max_leaves=20,
)


def across(value):
    return values.decode(json.loads(json.dumps(values.encode(value), allow_nan=False)))


def same(one, other):
    if isinstance(one, float):
        return type(other) is float and (one == other or (one != one and other != other))
    if isinstance(one, list | tuple):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


@given(PLAIN)
def test_plain_data_cross_with_their_exact_types(value):
    surrogates = "surrogates not allowed"
    try:
        json.dumps(value, default=str).encode()
    except UnicodeEncodeError:
        pytest.skip(surrogates)
    assert same(value, across(value))


def test_tables_arrays_and_times_cross_with_their_types():
    frame = pd.DataFrame(
        {"n": [1, 2], "x": [0.5, np.nan], "t": ["a", None], "when": pd.to_datetime(["2024-01-01", "2024-02-01"]),
         "kind": pd.Categorical(["u", "v"]), "maybe": pd.array([1, None], dtype="Int64")},
        index=pd.Index(["p", "q"], name="who"),
    )  # fmt: skip
    pd.testing.assert_frame_equal(across(frame), frame)
    pd.testing.assert_series_equal(across(frame["x"]), frame["x"])
    for array in (
        np.arange(6).reshape(2, 3),
        np.array([1.5, np.inf]),
        np.array(["2024-01-01"], dtype="M8[D]"),
        np.array([True]),
    ):
        back = across(array)
        assert (back.dtype, back.shape) == (array.dtype, array.shape)
        np.testing.assert_array_equal(back, array)
    for scalar in (
        np.int64(3),
        np.float32(0.5),
        np.bool_(True),
        pd.Timestamp("2024-01-01 10:00"),
        pd.Timedelta("3D"),
    ):
        back = across(scalar)
        assert (type(back), back) == (type(scalar), scalar)


def test_a_subclass_arrives_as_the_plain_type():
    class Sly(float):
        def __eq__(self, other):
            return True

        __hash__ = float.__hash__

    assert type(across(Sly(1.5))) is float
    assert across(Sly(1.5)) != 2


@pytest.mark.parametrize(
    "form",
    [["x"], ["i", 5], ["i", "0x" + "f" * 9_000], ["A", "|O", [1], ["raw", "00"]], ["A", "<f8", [10**9], ["raw", ""]], {}, "text", 1.5,  # noqa: E501
     ["l", 3], ["held", 0, "function", "x"], ["np", "<m8[s]", ["i", "0x1"]], ["d", [[["l", []], None]]], [["l"]],
     ["la", [1.5]], ["la", ["A", "<f8", [1, 1], ["raw", "00" * 8]]], ["la", ["A", "<f8", [2], ["raw", "00" * 8]]],
     ["lf", [1.5]], ["lf", ["one"]], ["lf", "1.5"], ["li", ["0xg"]], ["li", [None]], ["f", 1.5], ["f", "one"], ["s", 1]],
    ids=str,
)  # fmt: skip
def test_what_is_no_message_of_ours_is_refused(form):
    with pytest.raises(values.BadMessage):
        values.decode(form)


@pytest.mark.parametrize(
    "array", [np.array([1.5, np.nan]), np.array([1, 2]), np.array([True, False])], ids=str
)
def test_a_list_of_an_arrays_numbers_arrives_as_a_list_of_them(array):
    back = across(list(array))
    assert type(back) is list
    assert [type(number) for number in back] == [type(number) for number in array]
    np.testing.assert_array_equal(back, array)


@pytest.mark.parametrize("many", [[np.float64(1.5)] * 4, [1.5] * 4, [7] * 4, ["a"] * 4, [1, "a", 2.5, None]])
def test_what_holds_too_many_items_is_refused(many, monkeypatch):
    form = values.encode(many)
    assert values.decode(form) == many
    monkeypatch.setattr(values, "MOST_ITEMS", 3)
    with pytest.raises(values.BadMessage):
        values.decode(form)


@pytest.mark.parametrize(
    ("cell", "becomes"),
    [
        ("x = 1", "x = 1\n"),
        ("  x = 1", "  X = 1"),
        ("%time x", "%TIME X"),
        ("x = 1\n!ls", "X = 1\n!LS"),
        ("sum?", "SUM?"),
        ("await f()", "await f()\n"),
        ("a \x00", "A \x00"),
    ],
)
def test_only_what_is_no_python_is_looked_at_for_magics(cell, becomes):
    assert worker._as_python(str.upper, cell) == becomes


def test_what_is_nested_too_deeply_is_refused():
    form = None
    for _ in range(200):
        form = ["l", [form]]
    with pytest.raises(values.BadMessage):
        values.decode(form)


# ---------------------------------------------------------------- intake


def take(tmp_path, most=10**6):
    plan = small.assignment()["plan"]
    marks = [text for cell in plan for text in (cell["grade_id"], cell["id"]) if text]
    return intake.take(tmp_path, "ada", "small", "small", marks, most)


def test_a_renamed_file_is_known_by_its_cells(tmp_path):
    folder = tmp_path / "ada" / "small"
    small.write(folder, small.submission(), "small (1)")
    (folder / "pandas.py").write_text("raise SystemExit")
    taken = take(tmp_path)
    assert taken.content == small.submission()
    assert "small (1)" in taken.warnings[0]


@pytest.mark.parametrize("kind", ["link", "folder link", "hard link", "pipe", "folder", "large", "absent"])
def test_only_a_regular_file_of_moderate_size_is_taken(tmp_path, kind):
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(small.submission())
    folder = tmp_path / "ada" / "small"
    folder.mkdir(parents=True)
    file = folder / "small.ipynb"
    if kind == "link":
        file.symlink_to(secret)
    elif kind == "folder link":
        folder.rmdir()
        (tmp_path / "real").mkdir()
        (tmp_path / "real" / "small.ipynb").write_bytes(b"{}")
        folder.symlink_to(tmp_path / "real")
    elif kind == "hard link":
        os.link(secret, file)
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    elif kind == "large":
        file.write_bytes(b" " * 2_000_000)
    taken = take(tmp_path)
    assert taken.content is None
    assert len(taken.reason.split()) >= 5


# ---------------------------------------------------------------- rebuilding


def rebuilt(content):
    return rebuild.rebuild(rebuild.read(content), small.assignment()["plan"])


def answer(made):
    return next(cell["text"] for cell in made.cells if cell["role"] == "answer")


@pytest.mark.parametrize(
    "change",
    [
        lambda book: [cell.update(metadata={}) for cell in book["cells"]],
        lambda book: [(cell.update(metadata={}), cell.pop("id")) for cell in book["cells"]],
        lambda book: book["cells"].reverse(),
        lambda book: book["cells"][1].update(cell_type="raw"),
        lambda book: book.update(nbformat=3, worksheets=[{"cells": book.pop("cells")}]),
        lambda book: book["cells"].insert(0, book["cells"].pop(2)),
        lambda book: book["cells"].pop(2),
        lambda book: book["cells"].insert(1, {**book["cells"][1], "source": "def double(x):\n    return 7"}),
        lambda book: [cell["metadata"].get("nbgrader", {}).update(schema_version=1, points=99) for cell in book["cells"]],
        lambda book: book["cells"].extend([None, 3, {"cell_type": "code"}, {"source": 5}]),
    ],
    ids=["no metadata", "no metadata, no ids", "reversed", "raw", "old format", "moved test", "no test", "copied", "schema", "rubbish"],  # noqa: E501
)  # fmt: skip
def test_the_answer_is_found_and_the_course_order_restored(change):
    made = rebuilt(small.submission(change=change))
    assert answer(made) == small.GOOD
    assert [cell["plan"] for cell in made.cells if "plan" in cell] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"cells": 3}', b'{"cells": []}', b"\xff\xfe\x00", b"[" * 100_000, b"PK\x03\x04"],
)
def test_what_is_no_notebook_is_refused_in_words(content):
    with pytest.raises(rebuild.Unreadable) as refused:
        rebuild.read(content)
    assert len(str(refused.value).split()) >= 5


def test_a_byte_order_mark_and_a_lone_surrogate_are_no_fault():
    assert answer(rebuilt(b"\xef\xbb\xbf" + small.submission())) == small.GOOD
    odd = small.submission().replace(b"Because two.", b"\\ud800 two")
    assert (
        "two" in next(cell.text for cell in rebuild.read(odd) if "two" in cell.text).encode("utf-8").decode()
    )


# ---------------------------------------------------------------- words made safe


@pytest.mark.parametrize(
    "bad",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>x</a>", "<svg onload=alert(1)>",  # noqa: E501
     "<a href='java&#10;script:alert(1)'>x</a>", "<iframe srcdoc='<script>1</script>'>", "<p style='background:url(//x)'>", "<<script>x",  # noqa: E501
     "<a href=' javascript:1'>", "<meta http-equiv=refresh content='0;//x'>", "<form action=//x><button>", "<base href=//x>"],  # noqa: E501
)  # fmt: skip
def test_nothing_that_runs_or_calls_out_is_left(bad):
    from tests.hostile.case import scripts_in

    for text in (clean.markup(bad), clean.markup(bad * 3 + "<p>after"), clean.markdown(bad)):
        assert scripts_in(text) is None, text
        assert "style=" not in text or "&lt;" in text
    assert clean.markup("<table><tr><td colspan='2'>a &amp; b</td></tr></table>") == (
        '<table><tr><td colspan="2">a &amp; b</td></tr></table>'
    )


# ---------------------------------------------------------------- building


def test_a_secret_that_reaches_the_release_stops_the_build(tmp_path, monkeypatch):
    small.write_source(tmp_path)
    file = tmp_path / "source" / "small" / "small.ipynb"
    book = json.loads(file.read_text(encoding="utf-8"))
    book["cells"][0]["metadata"]["note"] = (
        "    return 2 * x"  # as when an author keeps a copy in a cell's metadata
    )
    file.write_text(json.dumps(book), encoding="utf-8")
    with pytest.raises(build.Leak, match="return 2"):
        build.release("small", tmp_path, run.course_at(tmp_path).settings)
    assert not (tmp_path / "release" / "small").exists()
    monkeypatch.setattr(build, "secrets_in", lambda *_: [])
    build.release("small", tmp_path, run.course_at(tmp_path).settings)
    assert "return 2" in (tmp_path / "release" / "small" / "small.ipynb").read_text(encoding="utf-8")


def test_a_cohorts_secret_gives_its_own_number_again_and_again(tmp_path):
    name = next(name for name in build.names() if build.has_cohort(name))
    numbers = []
    for secret in ("one secret of a cohort", "one secret of a cohort", "another secret, longer"):
        file = build.build_source(name, tmp_path, secret=secret) / f"{name}.ipynb"
        text = file.read_text(encoding="utf-8")
        numbers.append(next(line for line in text.split("\n") if "COHORT = " in line))
        assert secret not in text
    assert numbers[0] == numbers[1] != numbers[2]
    with pytest.raises(build.CannotBuild, match="too short"):
        build.build_source(name, tmp_path, secret="short")


def test_a_private_exercise_comes_before_the_public_one(tmp_path):
    private = tmp_path / "private" / "run-charts"
    private.mkdir(parents=True)
    (private / "run-charts.ipynb").write_text(
        '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    )
    built = build.build_source("run-charts", tmp_path / "root", overlay=tmp_path / "private")
    assert json.loads((built / "run-charts.ipynb").read_text())["cells"] == []


def test_two_cohorts_draw_different_numbers_and_a_figure_is_data():
    draws = [cohort_rng(cohort, part).integers(10**9) for cohort in (0, 1) for part in ("a", "b")]
    assert len(set(map(int, draws))) == 4
    import plotly.graph_objects as go

    assert figure_data(go.Figure(go.Scatter(y=[1, 2])))["data"][0]["y"] == [1, 2]


def test_the_plan_leaves_to_the_student_only_what_an_answer_defines():
    plan = small.assignment()["plan"]
    assert [cell["names"] for cell in plan] == [[], ["double"], [], []]
    assert [cell["role"] for cell in plan] == ["ours", "answer", "test", "answer"]


def test_a_test_is_run_again_beside_the_hidden_ones_only_if_a_later_cell_needs_what_it_named():
    def cell(name, source, role="test"):
        return {"name": name, "source": source, "role": role, "type": "code"}

    plan = [
        cell("helps", "def close(a, b):\n    return abs(a - b) < 1\nassert close(f(1), 1)"),
        cell("alone", "share = f(2)\nassert share < 3"),
        cell("", "limit = 4", "ours"),
        cell("uses", "assert close(f(3), limit)"),
    ]
    assert examine.tests_that_prepare(plan) == {"helps"}
    plan[3]["source"] += "\nassert share"
    assert examine.tests_that_prepare(plan) == {"helps", "alone"}


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("sheets[0]", False),
        ("'words'", False),
        ("", False),
        ("draw(1)", True),
        ("del x", True),
    ],
)
def test_a_cell_of_ours_that_only_shows_something_is_not_run_on_our_side(source, needed):
    def cell(role, source):
        return {"name": "", "source": source, "role": role, "type": "code"}

    plan = [cell("ours", "sheets = [draw(2)]"), cell("ours", source), cell("test", "assert f(1) == 1")]
    assert (1 in examine.needed_by_tests(plan)) is needed


# ---------------------------------------------------------------- what is loaded


def without_pandas(answer):
    """An assignment whose own cells import nothing, and a submission of it."""
    book = nbformat.v4.new_notebook(cells=[
        small.cell("def made():\n    ### BEGIN SOLUTION\n    return []\n    ### END SOLUTION", "made", solution=True),
        small.cell(
            "import fractions\nfound = made()\nassert type(found).__name__ == 'DataFrame', type(found).__name__\n"
            "### BEGIN HIDDEN TESTS\nassert found['n'].sum() == 6\n### END HIDDEN TESTS",
            "test", grade=True, locked=True, points=1,
        ),
    ])  # fmt: skip
    plan, metadata = sources.read_plan(book)
    bare = {"name": "bare", "notebook": "bare", "plan": plan, "files": {}, "metadata": metadata}
    book.cells[0].source = answer
    book.cells[1].source = plan[1]["released"]
    return bare, batch.Submission("one", nbformat.writes(book).encode())


def test_only_what_learners_are_given_is_loaded_and_no_import_of_a_test():
    bare, _ = without_pandas("")
    assert rebuild.libraries(bare["plan"]) == []
    assert rebuild.libraries(small.assignment()["plan"]) == ["pandas"]
    cells = [
        "import numpy as np, math\nfrom improve import charts",
        "%magic\nfrom .here import there",
        "no python (",
    ]
    plan = [{"type": "code", "role": "ours", "released": cell} for cell in cells]
    assert rebuild.libraries(plan) == ["improve", "improve.charts", "math", "numpy"]


def test_a_learner_may_use_pandas_where_the_assignment_does_not(a_jail):
    answer = "import pandas as pd\n\ndef made():\n    return pd.DataFrame({'n': [1, 2, 3]})"
    bare, submission = without_pandas(answer)
    [outcome] = batch.grade_batch(bare, [submission])
    assert outcome["status"] == "ok", outcome.get("reason")
    assert outcome["tests"]["test"]["score"] == 1, outcome["tests"]


def test_the_grader_starts_without_pandas():
    """It takes a third of a second and 25 MB in each of its processes."""
    asked = "import sys, course.grading.marker; print('pandas' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
