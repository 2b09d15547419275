"""What the chart tests share: the reference cases and the Semmelweis series in them."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

settings.register_profile("charts", deadline=None, max_examples=50)  # shared machines are slow now and then
settings.load_profile("charts")

REFERENCE = Path(__file__).parents[1] / "reference"


def case(name: str) -> dict:
    """Read one reference case by the start of its name."""
    (path,) = REFERENCE.glob(f"cases/{name}_*.json")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def semmelweis() -> pd.DataFrame:
    """Births and deaths in the first clinic, Vienna, January 1841 to March 1849."""
    given = case("q92")["input"]
    return pd.DataFrame({"date": pd.to_datetime(given["x"]), "deaths": given["y"], "births": given["n"]})
