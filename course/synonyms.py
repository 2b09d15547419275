"""Reads from the glossary which names mean one thing, so that a search for either finds the same pages.

>>> names("A body that helps. Also called: AHSN, health innovation network; related: hub. Since 2023.")
['AHSN', 'health innovation network']
>>> names("What helps or hinders. Also called: barrier or enabler, facilitator; what improvers put into a diagram.")
['barrier', 'enabler', 'facilitator']
"""

import re
from pathlib import Path

GLOSSARY = re.compile(r"^`{3,}\{glossary\}\n(.*?)^`{3,}", re.MULTILINE | re.DOTALL)
CALLED = re.compile(r"Also called: (.*?)\.(?:\s|$)", re.DOTALL)
SEE = re.compile(r"^See (\{term\}`[^`]+`)")
ROLE = re.compile(r"\{\w+\}`([^`<]*?)\s*(?:<[^`>]*>)?`")
LONGEST = 5  # words: what is longer is an explanation and not a name
# an explanation begins so, and a name does not
COMMENT = (
    "related", "what ", "its ", "the share", "compare", "short for", "a ", "an ", "when ", "often ", "until ", "before "
)  # fmt: skip


def groups(root: Path) -> list[list[str]]:
    """Return, for each entry of the glossary that has other names, its term and those names."""
    page = root / "book" / "glossary.md"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    found: dict[str, list[str]] = {}
    for block in GLOSSARY.findall(text):
        for entry in re.split(r"\n{2,}(?=\S)", block.strip()):
            term, _, meaning = entry.partition("\n")
            meaning = " ".join(meaning.split())
            if same := SEE.match(meaning):
                found.setdefault(plain(same[1]), [plain(same[1])]).append(plain(term))
            else:
                found.setdefault(plain(term), [plain(term)]).extend(names(meaning))
    return [list(dict.fromkeys(group)) for group in found.values() if len(set(group)) > 1]


def names(meaning: str) -> list[str]:
    """Return what a definition says that the thing is also called."""
    called = CALLED.search(meaning + " ")
    if not called:
        return []
    found = []
    for part in called[1].split(";"):
        part = re.sub(r"^\s*(?:in (?:implementation )?research,?|in software,?|written)\s+", "", part)
        if part.strip().lower().startswith(COMMENT):
            continue
        part = re.sub(r"\([^)]*\)", "", plain(part))
        found += re.split(r", | or ", re.sub(r"(?i)( in software| in plain .*|[\"“”])", "", part))
    found = [" ".join(name.split()) for name in found]
    return [
        name
        for name in found
        if name and len(name.split()) <= LONGEST and not name.lower().startswith(COMMENT)
    ]


def plain(text: str) -> str:
    """Return text without Markdown's roles.

    >>> plain("{term}`run charts <run chart>` and {term}`noise`")
    'run charts and noise'
    """
    return ROLE.sub(r"\1", text).strip()
