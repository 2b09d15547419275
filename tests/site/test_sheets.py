"""The one-page sheets, printed: one side of A4 each, in black and white as well as in colour."""

import os
import re

import pytest
from typer.testing import CliRunner

from course import catalogue, settings
from course.cli import app
from course.packs import printing
from course.sheets import FOLDER

MODULES = sorted(module.id for module in catalogue.load(settings.ROOT).modules.values())
A4 = (595, 842)  # points

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def printed(site):
    """All sheets, printed by the command, once."""
    if not printing.chromium():
        pytest.fail(printing.MISSING) if os.environ.get("CI") else pytest.skip(printing.MISSING)
    said = CliRunner().invoke(app, ["sheets", str(site)])
    assert said.exit_code == 0, said.output
    return site / FOLDER


@pytest.mark.parametrize("name", MODULES)
def test_a_sheet_is_one_side_of_a4(name, printed):
    content = (printed / f"{name}.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    width, height = map(float, re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", content).groups())
    assert (round(width), round(height)) == A4


def test_without_a_built_site_the_command_says_what_to_do(tmp_path):
    said = CliRunner().invoke(app, ["sheets", str(tmp_path)])
    assert said.exit_code == 1
    assert "make site" in said.stderr
