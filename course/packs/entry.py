"""The sheet into which a room's paper results are written, and how it is read back."""

import csv
import io
from dataclasses import astuple, dataclass
from pathlib import Path

from course.packs.plan import Plan
from course.workshop import Block

HEADER = ("what", "answer", "planned", "count")


@dataclass(frozen=True)
class Line:
    what: str
    answer: str = ""
    planned: str = ""
    count: str = ""


def lines(plan: Plan, blocks: list[Block], people: int) -> list[Line]:
    """Return a line for everything that a workshop's team counts."""
    here = {block.activity.title for block in blocks}
    found = [
        Line("People who came", planned=str(people)),
        Line("People who were asked for a card"),
        Line("Cards that came back"),
    ]
    found += [
        Line(f"Poll {poll.number}: {_words(poll.question)}", _words(option))
        for poll in plan.polls
        if poll.activity in here
        for option in poll.options
    ]
    found += [Line(f"Minutes: {block.activity.title}", planned=str(block.minutes)) for block in blocks]
    return found


def as_csv(found: list[Line]) -> bytes:
    """Return the sheet as CSV; the mark at its beginning tells a spreadsheet that its letters are UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(astuple(line) for line in found)
    return text.getvalue().encode("utf-8-sig")


def read(path: Path) -> list[Line]:
    """Read a filled sheet, CSV or XLSX.

    Raises
    ------
    ValueError
        With a sentence, if it is no such sheet or holds a count that is no number.
    """
    rows = _rows(path)
    if not rows or tuple(str(cell).strip().lower() for cell in rows[0][:4]) != HEADER:
        raise ValueError(f"{path.name} is no entry sheet: its first line should be {', '.join(HEADER)}.")
    found = []
    for number, row in enumerate(rows[1:], start=2):
        cells = [str(cell).strip().removesuffix(".0") for cell in [*row, "", "", "", ""][:4]]
        if cells[3] and not cells[3].isdigit():
            raise ValueError(
                f"{path.name}, line {number}: “{cells[3]}” is no count. Write a whole number, or leave it empty."
            )
        if any(cells):
            found.append(Line(*cells))
    return found


def told(found: list[Line]) -> list[str]:
    """Say what a filled sheet holds, in sentences; a share never stands without its number."""
    said, polls = [], {}
    for line in found:
        if line.what.startswith("Poll "):
            polls.setdefault(line.what, []).append(line)
    counts = {line.what: int(line.count) for line in found if line.count and not line.answer}
    came = counts.get("People who came")
    for what, answers in polls.items():
        total = sum(int(line.count) for line in answers if line.count)
        if not total:
            said.append(f"{what}: nothing was entered.")
            continue
        shares = ", ".join(
            f"{line.answer} {line.count or '–'}"
            + (f" ({100 * int(line.count) / total:.0f}%)" if line.count else "")
            for line in answers
        )
        said.append(
            f"{what}: {shares}. {total} answered"
            + (f" of {came} who came." if came else "; how many came is not entered.")
        )
    asked, back = counts.get("People who were asked for a card"), counts.get("Cards that came back")
    if asked and back is not None:
        said.append(f"Cards: {back} of {asked} came back ({100 * back / asked:.0f}%).")
    for line in found:
        if line.what.startswith("Minutes: ") and line.count:
            over = int(line.count) - int(line.planned or 0)
            said.append(
                f"{line.what.removeprefix('Minutes: ')}: {line.count} minutes, planned {line.planned} ({over:+d})."
            )
    if not said:
        said.append("Nothing was entered yet.")
    return said


def _rows(path: Path) -> list[list]:
    if path.suffix.lower() == ".xlsx":
        from python_calamine import CalamineWorkbook

        return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def _words(markdown: str) -> str:
    return markdown.replace("*", "").strip()
