"""Prints the one-page sheets of a built site as PDF, one side of A4 each, for people who hand out paper."""

from pathlib import Path

from course.catalogue import Catalogue
from course.packs import printing

FOLDER = "downloads/sheets"


def write(course: Catalogue, site: Path) -> tuple[list[Path], list[str]]:
    """Print each module's sheet into the site's downloads; return the files, and a sentence for each that failed."""
    pages = {
        f"modules/{module.key}/sheet.html": f"{FOLDER}/{module.id}.pdf" for module in course.modules.values()
    }
    problems = printing.to_pdf(site, pages)
    return [site / name for name in pages.values() if (site / name).is_file()], problems
