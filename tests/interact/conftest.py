"""Each test has a journal of its own and, where it asks for one, a module's folder with checks in it."""

import pytest

from improve.interact import Journal, seal

CHECKS = """
from statistics import mean, median

from improve.interact import choice, function, value

checks = [
    value(
        "plot/median",
        answer={median!r},
        places=1,
        wrong={{{mean!r}: "That is the mean."}},
        hint="Put the values in order first.",
        question="What is the median?",
    ),
    value("plot/share", answer={share!r}, places=1, question="What share?", unit="%"),
    value("choose/word", answer={word!r}, hint="It is a fruit."),
    choice(
        "tell/cause",
        answer={right!r},
        options={{"a": "It proves it.", "b": "It fits.", "c": "Neither."}},
        wrong={{{wrong!r}: "A chart alone proves no cause."}},
        question="What does the chart say?",
    ),
    function(
        "apply/median",
        against=median,
        examples={{
            "odd": lambda rng: rng.integers(0, 9, 7).tolist(),
            "even": lambda rng: rng.integers(0, 9, 8).tolist(),
        }},
        wrong={{"mean": (mean, "That behaves like the mean.")}},
        hint="Try it by hand on three values.",
    ),
]
"""


@pytest.fixture
def journal():
    return Journal()


@pytest.fixture(scope="session")
def checks_text():
    return CHECKS.format(
        median=seal(10.4, 1),
        mean=seal(12.1, 1),
        share=seal(15.7, 1),
        word=seal("apple"),
        right=seal("b"),
        wrong=seal("a"),
    )


@pytest.fixture
def module_folder(tmp_path, monkeypatch, checks_text):
    (tmp_path / "checks.py").write_text(checks_text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
