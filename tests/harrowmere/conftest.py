"""A master seed for each run, drawn at random and printed, from which every test takes its seeds."""

import os
import secrets

import pytest

NAME = "HARROWMERE_SEED"
MASTER = int(os.environ.get(NAME) or secrets.randbits(32))


@pytest.fixture(scope="session")
def master():
    return MASTER


@pytest.fixture(autouse=True)
def say_the_seed():
    """Print the seed where a failing test shows it."""
    print(f"To run this again with the same seeds: {NAME}={MASTER}")


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"Harrowmere proof: {NAME}={MASTER}")
