"""What a page says to a reader: its running text, how old a reader must be for it, and what its pictures say."""

import re
from pathlib import Path

from bs4 import BeautifulSoup

# not running text, or not the author's words
ASIDE = (
    "script, style, template, table, figure, form, details, math, pre, h1, h2, h3, h4, .prev-next-area, footer, "
    ".explore-still, .explore-where"
)


def article(path: Path):
    """Return the article of a built page."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").find("article")


def running_text(path: Path) -> list[str]:
    """Return the paragraphs and list items of a built page, without questions, tables and charts."""
    page = article(path)
    for aside in page.select(ASIDE):
        aside.decompose()
    blocks = [
        " ".join(block.get_text().split()) for block in page.select("p, li") if not block.find(["p", "li"])
    ]
    return [block for block in blocks if block]


def reading_age(blocks: list[str]) -> float:
    """Return the reading age in years: the Coleman-Liau grade and the five years before the first grade.

    Grade = 0.0588 L - 0.296 S - 15.8, with L letters and S sentences to a hundred words. It needs no syllables, so it
    judges English words of any dialect the same.

    References
    ----------
    Coleman M, Liau TL (1975). A computer readability formula designed for machine scoring. Journal of Applied
    Psychology 60(2), 283-284.

    >>> round(reading_age(["The cat sat on the mat."]), 1) < 5
    True
    """
    text = " ".join(block if block.endswith((".", "?", "!", ":")) else f"{block}." for block in blocks)
    words = re.findall(r"[A-Za-z’']+", text)
    sentences = [part for part in re.split(r"[.?!:]+(?:\s|$)", text) if part.strip()]
    letters = 100 * sum(map(len, words)) / len(words)
    return 0.0588 * letters - 0.296 * 100 * len(sentences) / len(words) - 15.8 + 5


def alternatives(path: Path) -> list[str]:
    """Return the text alternative of each chart on a built page; a state that a control can reach counts too."""
    page = article(path)
    return [figure.get("aria-label", "") for figure in page.select("figure.chart")] + [
        image.get("alt", "") for image in page.select("img")
    ]
