"""Many indicators on one page: a small chart and a verdict each, in the order of what needs attention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from improve.charts import Chart, Verdict, verdict
from improve.charts.kinds import KINDS
from improve.data import DataProblem, is_zip_of_files, read_all, read_sheets, unzip

from .drawing import plain, sparkline
from .dress import look
from .exporting import rows_of_csv, without_small_numbers
from .making import make_chart
from .proposing import propose
from .report import page

ORDERS = {"attention": "what needs attention", "name": "name", "given": "as in the file"}
TOO_SHORT = "Too few values for a verdict. Keep measuring."

BOARD_CSS = look("board.css")


@dataclass(frozen=True)
class BoardRow:
    """One indicator of a board.

    Attributes
    ----------
    name : str
    chart : Chart or None
        None where the indicator could not be read.
    verdict : Verdict or None
        None where there is no chart, or it is too short for one.
    words : str
        The verdict in words, or what is wrong.
    """

    name: str
    chart: Chart | None
    verdict: Verdict | None
    words: str

    @property
    def attention(self) -> int:
        """How much the indicator asks for attention: 6 where it could not be read, else as its verdict; -1 too short."""
        if self.chart is None:
            return 6
        return self.verdict.attention if self.verdict else -1


@dataclass(frozen=True)
class Board:
    """Indicators with their verdicts, in the order they were given."""

    rows: tuple[BoardRow, ...]
    rules: str = "nhs"

    def ordered(self, by: str = "attention") -> tuple[BoardRow, ...]:
        """Return the rows by "attention" (most first), by "name", or as "given"."""
        if by not in ORDERS:
            raise ValueError(f"A board cannot be sorted by {by!r}. Use one of {', '.join(ORDERS)}.")
        if by == "name":
            return tuple(sorted(self.rows, key=lambda row: row.name.casefold()))
        if by == "attention":
            return tuple(sorted(self.rows, key=lambda row: -row.attention))
        return self.rows

    @property
    def summary(self) -> str:
        """How many indicators say what, in a sentence."""
        signals = sum(bool(row.verdict) and row.verdict.variation != "common_cause" for row in self.rows)
        short = sum(row.chart is not None and row.verdict is None for row in self.rows)
        unread = sum(row.chart is None for row in self.rows)
        parts = [f"{signals} with a signal in the latest point"]
        ordinary = len(self.rows) - signals - short - unread
        parts += [f"{ordinary} with ordinary variation"]
        parts += [f"{short} too short to tell"] if short else []
        parts += [f"{unread} that could not be read"] if unread else []
        count = "1 indicator" if len(self.rows) == 1 else f"{len(self.rows)} indicators"
        return f"{count}: {', '.join(parts)}."


def frames_of(files: Mapping[str, bytes | str], *, withheld: str = "refuse") -> dict:
    """Read every series of some files (zipped folders too): a frame, or the problem that stands in its way, by name.

    Parameters
    ----------
    files : mapping of str to bytes or str
        Content by file name.

    Examples
    --------
    >>> list(frames_of({"falls.csv": "month,falls\\nJan 2024,3\\nFeb 2024,5\\n"}))
    ['falls']
    """
    found: dict = {}
    for name, content in files.items():
        if isinstance(content, bytes) and is_zip_of_files(content):
            try:
                found |= frames_of(unzip(content), withheld=withheld)
            except DataProblem as problem:
                found[_stem(name)] = problem
            continue
        try:
            sheets = read_sheets(content, name)
        except DataProblem as problem:
            found[_stem(name)] = problem
            continue
        for sheet in sheets:
            place = _stem(name) if len(sheets) == 1 else f"{_stem(name)}, {sheet.name}"
            for series, frame in _of_sheet(sheet, withheld).items():
                label = (
                    place
                    if series is None
                    else (f"{place}: {series}" if len(files) > 1 or len(sheets) > 1 else series)
                )
                found[label if label not in found else f"{label} ({len(found) + 1})"] = frame
    return found


def _of_sheet(sheet, withheld: str) -> dict:
    try:
        frames = read_all(sheet, withheld=withheld)
    except DataProblem as problem:
        return {None: problem}
    return {None: next(iter(frames.values()))} if len(frames) == 1 else frames


def _stem(name: str) -> str:
    base = str(name).replace("\\", "/").rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[0] or base or "file"


def board(
    frames: Mapping[str, pd.DataFrame | DataProblem],
    *,
    rules: str = "nhs",
    better: str | Mapping[str, str] = "neither",
    targets: Mapping[str, float] | None = None,
) -> Board:
    """Make a board: for each series the proposed chart, and a verdict on its latest point and its target.

    Parameters
    ----------
    frames : mapping of str to DataFrame or DataProblem
        As from `frames_of`.
    rules : str
        The rule set of all charts, so that verdicts can be compared.
    better : str or mapping
        Which direction is an improvement, for all or by name. `attrs["better"]` of a frame comes first.
    targets : mapping, optional
        Targets by name. `attrs["target"]` of a frame comes first.

    Examples
    --------
    >>> frame = pd.DataFrame({"date": pd.date_range("2024-01-01", periods=24, freq="MS"), "value": [5.5, 7.5] * 12})
    >>> board({"falls": frame}).rows[0].verdict.variation
    'common_cause'
    """
    return Board(
        tuple(_row(name, frame, rules, better, targets or {}) for name, frame in frames.items()), rules
    )


def _row(name: str, frame, rules: str, better, targets) -> BoardRow:
    if isinstance(frame, DataProblem):
        return BoardRow(name, None, None, str(frame.problems[0]) if frame.problems else str(frame))
    way = frame.attrs.get("better") or (better if isinstance(better, str) else better.get(name, "neither"))
    target = frame.attrs.get("target")
    target = targets.get(name) if target is None else target
    try:
        kind = propose(frame).kind
        kind = "i" if kind == "run" else kind
        way = way if way in ("higher", "lower") else "neither"
        chart = make_chart(frame, kind, rules=rules, better=way, target=target, title=name, measure=name)
    except ValueError as problem:
        return BoardRow(name, None, None, str(problem))
    if not chart.signals[-1].enough:
        return BoardRow(name, chart, None, TOO_SHORT)
    said = verdict(chart)
    words = said.words if said.assurance else said.words.partition(";")[0] + "."
    return BoardRow(name, chart, said, words)


def cards(made: Board, by: str = "attention", small: bool = False) -> str:
    """Return the board as a list in HTML, for a page or a panel."""
    return f'<ul class="board">{"".join(_card(row, small) for row in made.ordered(by))}</ul>'


def _card(row: BoardRow, small: bool) -> str:
    title = f"<h3>{plain(row.name)}</h3>"
    if row.chart is None:
        return f"<li>{title}<p><strong>Could not be read.</strong> {plain(row.words)}</p></li>"
    chart = without_small_numbers(row.chart) if small else row.chart
    symbol = row.verdict.svg(36) if row.verdict else ""
    return (
        f'<li>{title}{sparkline(chart)}<div class="said">{symbol}<p>{plain(row.words)}</p></div>'
        f'<p class="quiet">{plain(_latest(chart))}</p></li>'
    )


def _latest(chart) -> str:
    from improve.charts import words

    hidden = bool(chart.extra.get("hidden") is not None and chart.extra["hidden"][-1])
    known = chart.table["value"].notna().to_numpy().nonzero()[0]
    kind = KINDS[chart.kind].title
    aim = "" if chart.target is None else f" Target: {words.value_words(chart, chart.target)}."
    if hidden or not len(known):
        return f"{kind}. Latest value not shown.{aim}"
    at = known[-1]
    return f"{kind}. Latest: {words.value_words(chart, chart.table['value'].iloc[at])}, {words.place(chart, at)}.{aim}"


def board_html(made: Board, by: str = "attention", title: str = "Board page", small: bool = False) -> str:
    """Return the board as one page of HTML that opens offline and runs nothing."""
    label = next((row.chart.rules.label for row in made.rows if row.chart is not None), "")
    hidden = "Counts under 5 are left out of the drawings. " if small else ""
    return page(
        title,
        [
            f"<h1>{plain(title)}</h1>",
            f'<p class="lead">{plain(made.summary)}</p>',
            f'<p class="quiet">In the order of {plain(ORDERS[by])}. {plain(label)}. {hidden}A verdict sums up a chart and '
            "looks at its latest point: open the chart before you act on it. A signal does not say why.</p>",
            cards(made, by, small),
        ],
        BOARD_CSS,
    )


def board_csv(made: Board, by: str = "attention", small: bool = False) -> str:
    """Return the verdicts of a board as CSV."""
    return rows_of_csv(
        ("indicator", "chart", "latest date", "latest value", "centre", "lower limit", "upper limit", "target",
         "variation", "assurance", "attention", "in words"),
        _csv_rows(made.ordered(by), small),
    )  # fmt: skip


def _csv_rows(rows: Iterable[BoardRow], small: bool):
    for row in rows:
        if row.chart is None:
            yield (row.name, *[None] * 10, row.words)
            continue
        chart = without_small_numbers(row.chart) if small else row.chart
        known = row.chart.table["value"].notna().to_numpy().nonzero()[0]
        at = int(known[-1]) if len(known) else len(chart.table) - 1
        last = chart.table.iloc[at]
        hidden = chart.extra.get("hidden")
        value = "<5 or hidden" if hidden is not None and hidden[at] else float(last["value"])
        said = row.verdict
        yield (
            row.name, KINDS[chart.kind].title, f"{last['date']:%Y-%m-%d}", value, float(last["centre"]),
            float(last["lower"]), float(last["upper"]), chart.target,
            said.variation if said else "too short", said.assurance if said else None, row.attention, row.words,
        )  # fmt: skip
