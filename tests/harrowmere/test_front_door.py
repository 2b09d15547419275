"""Loading, describing, the dictionary and the truth: the same for every dataset of Harrowmere."""

import json
import subprocess
import sys
from functools import cache

import pandas as pd
import pytest

from improve import harrowmere
from improve.harrowmere import catalogue
from improve.harrowmere.truths import FEWEST_WORDS

NAMES = harrowmere.datasets()
DATASETS = [name for name in NAMES if harrowmere.describe(name)["kind"] == "dataset"]
TABLES = [(name, table) for name in NAMES for table in harrowmere.describe(name)["tables"]]
READING = (
    "The line goes up after the spring and I suspect that the way of counting changed rather than the care."
)


@cache
def by_default(name, table):
    return harrowmere.load(name, table=table)


KINDS = {
    "integer": pd.api.types.is_integer_dtype,
    "number": pd.api.types.is_numeric_dtype,
    "boolean": pd.api.types.is_bool_dtype,
    "date": pd.api.types.is_datetime64_any_dtype,
    "string": lambda column: pd.api.types.is_string_dtype(column) or column.dtype == object,
}


def test_all_fourteen_are_there_and_each_is_a_function_too():
    assert len(NAMES) == 14
    assert tuple(NAMES) == harrowmere.WORLDS
    assert all(callable(getattr(harrowmere, name)) for name in NAMES)


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_every_table_holds_the_fields_that_are_described(name, table):
    frame = by_default(name, table)
    fields = harrowmere.describe(name)["tables"][table]["fields"]
    assert list(frame.columns) == [field["name"] for field in fields]
    for field in fields:
        column = frame[field["name"]]
        known = column.dropna().astype(int) if field["type"] == "integer" and column.hasnans else column
        assert KINDS[field["type"]](known), (field["name"], column.dtype)
        assert field["unit"]
        assert field["description"].endswith(".")
    assert len(frame) > 0


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_every_table_says_that_it_is_invented_and_from_which_seed(name, table):
    frame = by_default(name, table)
    about = harrowmere.describe(name)
    assert frame.attrs["source"] == "invented"
    assert frame.attrs["seed"] == about["seed"]
    assert frame.attrs["title"] == about["tables"][table]["title"]
    assert frame.attrs["note"] == about["note"]
    assert frame.attrs["table"] == table
    json.dumps(frame.attrs)


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_the_documented_seed_gives_the_same_rows_every_time(name, table):
    default = harrowmere.describe(name)["seed"]
    assert by_default(name, table).equals(harrowmere.load(name, seed=default, table=table))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "voices"])
def test_another_seed_gives_other_rows_and_the_null_others_again(name):
    one, other = harrowmere.load(name, seed=5), harrowmere.load(name, seed=6)
    assert not one.equals(other)
    null = harrowmere.load(name, seed=5, null=True)
    assert null.attrs["null"] is True
    assert list(null.columns) == list(one.columns)
    assert harrowmere.describe(name)["null"]


@pytest.mark.parametrize("name", DATASETS)
def test_the_function_gives_what_load_gives(name):
    assert getattr(harrowmere, name)(seed=3).equals(harrowmere.load(name, seed=3))


@pytest.mark.parametrize("seed", [-1, 1.5, "7", True])
def test_a_seed_that_is_none_is_refused(seed):
    with pytest.raises(ValueError, match="whole number"):
        harrowmere.load("pph_maternity", seed=seed)


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(KeyError, match="falls_carehomes"):
        harrowmere.load("falls")
    with pytest.raises(KeyError, match="visits"):
        harrowmere.load("af_practices", table="nothing")
    with pytest.raises(AttributeError, match="ward_sim"):
        harrowmere.nothing  # noqa: B018


def test_a_description_is_a_copy():
    harrowmere.describe("decay")["tables"].clear()
    assert harrowmere.describe("decay")["tables"]


@pytest.mark.parametrize("name", NAMES)
def test_a_description_gives_nothing_away(name):
    """None of the planted numbers that tell a story may stand in the note or the titles."""
    about = harrowmere.describe(name)
    text = json.dumps(about)
    assert about["modules"]
    assert len(about["note"].split()) >= 15
    for word in ("planted", "truth", "effect of", "ratio"):
        assert word not in text.replace("truth(", "")


def test_the_dictionary_has_a_row_for_every_field():
    rows = harrowmere.dictionary()
    assert len(rows) == sum(len(harrowmere.describe(n)["tables"][t]["fields"]) for n, t in TABLES)
    assert all(row.keys() == rows[0].keys() for row in rows)
    assert {row["dataset"] for row in rows} == set(NAMES)


def test_modules_named_are_the_curriculum_s():
    numbers = {"f": 2, "m": 2, "x": 7, "i": 5, "p": 3, "s": 2, "r": 5}
    known = {f"{strand}{number}" for strand, most in numbers.items() for number in range(1, most + 1)}
    assert all(set(harrowmere.describe(name)["modules"]) <= known for name in NAMES)


def test_the_data_package_is_valid_json_with_a_licence():
    package = json.loads((catalogue.HERE / "datapackage.json").read_text(encoding="utf-8"))
    assert package["source"] == "invented"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "reading", [None, ..., "", "  ", "It goes up.", "up " * 40, "1 2 3 4 5 6 7 8 9 10 11 12 13 14"]
)
def test_the_truth_stays_closed_without_a_reading_and_says_why(name, reading):
    closed = harrowmere.truth(name, reading=reading)
    assert not closed.unlocked
    assert closed.values == {}
    assert closed.key is None
    assert "Say first what you see" in repr(closed)


@pytest.mark.parametrize("name", NAMES)
def test_the_data_note_is_no_reading(name):
    assert not harrowmere.truth(name, reading=harrowmere.describe(name)["note"]).unlocked


@pytest.mark.parametrize("name", NAMES)
def test_the_truth_opens_to_a_reading_and_sets_it_beside_what_was_planted(name):
    opened = harrowmere.truth(name, reading=READING)
    assert opened.unlocked
    assert opened.values
    assert READING in repr(opened)
    assert opened.words == harrowmere.truth(name, tutor=True).words
    assert all(words.endswith((".", "part.", ")")) for words in opened.words), opened.words


def test_a_reading_of_twelve_words_is_enough():
    words = "we see losses recorded more often since summer because scales came in"
    assert len(words.split()) == FEWEST_WORDS
    assert harrowmere.truth("pph_maternity", reading=words).unlocked
    assert not harrowmere.truth("pph_maternity", reading=words.rsplit(" ", 1)[0]).unlocked


def test_a_reading_is_shown_as_text_and_never_as_markup():
    html = harrowmere.truth("decay", reading=READING + " <script>alert(1)</script>")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_key_follows_the_seed():
    one, other = (harrowmere.truth("perinatal_bundle", tutor=True, seed=seed) for seed in (1, 2))
    assert not one.key.equals(other.key)


def test_asking_what_there_is_imports_neither_pandas_nor_simpy():
    code = (
        "import sys; from improve import harrowmere; harrowmere.datasets(); harrowmere.dictionary(); "
        "print([name for name in ('numpy', 'pandas', 'simpy', 'plotly', 'ipywidgets') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_loading_a_dataset_does_not_import_simpy():
    code = (
        "import sys; from improve import harrowmere; harrowmere.load('decay'); print('simpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
