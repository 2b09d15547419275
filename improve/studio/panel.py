"""The studio's panel: figures in, a proposed chart with reasons, marks, reading, record, and files to take away."""

from __future__ import annotations

from typing import Any

from improve.charts import RULE_SETS
from improve.charts.kinds import KINDS

from . import pieces
from .boards import ORDERS, board, board_csv, board_html, cards
from .drawing import svg
from .exporting import holds_counts, to_csv, without_small_numbers
from .making import make_chart, rule_sets_for
from .panel_data import DataPanel
from .panel_marks import MarksPanel
from .proposing import ASSUMES, assumes, propose
from .report import _record, data_table, figure, reading, report_html

AUDIENCES = {"the team": "team", "a board": "board", "an analyst": "analyst"}
BETTER = {"neither": "neither", "higher is better": "higher", "lower is better": "lower"}
MOST_ROWS_SHOWN = 1000
PER = {"as it reads best": 0, "for each one": 1, "per 100": 100, "per 1,000": 1000, "per 10,000": 10_000,
       "per 100,000": 100_000}  # fmt: skip


class Studio:
    """The chart studio as a panel; `chart` and `board` hold what is showing now."""

    def __init__(self) -> None:
        import ipywidgets

        self.frame, self.proposal, self.chart, self.board, self._frames = None, None, None, None, {}
        self._quiet = False
        self.data = DataPanel(self._on_frame, self._on_many, self._on_nothing)
        self.choices = ChartChoices(self._draw)
        self.marks = MarksPanel(self._draw)
        self.audience = pieces.choice("Reading for", AUDIENCES)
        self.small = ipywidgets.Checkbox(
            description="Hide counts under 5 in everything I take away", indent=False, value=False
        )
        self.drawn, self.said, self.taken = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.HTML()
        self.one = ipywidgets.VBox(
            [
                self.choices.panel,
                self.drawn,
                self.marks.panel,
                self.choices.more,
                ipywidgets.HTML("<h2>4. What it says</h2>"),
                self.audience,
                self.said,
                ipywidgets.HTML("<h2>5. Take it away</h2>"),
                self.small,
                self.taken,
            ]
        )
        self.many = BoardPanel(self._open)
        self.panel = ipywidgets.VBox(
            [ipywidgets.HTML(pieces.LOOK), self.data.panel, self.one, self.many.panel]
        )
        self.panel.add_class("studio")
        self.audience.observe(lambda _: self._tell(), names="value")
        self.small.observe(lambda _: self._tell(), names="value")
        self._on_nothing()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.panel._repr_mimebundle_(**kwargs)

    # What came ------------------------------------------------------------------------------------------

    def _on_nothing(self) -> None:
        self.chart = self.board = self.frame = None
        pieces.show(self.one, False)
        pieces.show(self.many.panel, False)

    def _on_frame(self, frame) -> None:
        self.frame, self.board = frame, None
        self.proposal = propose(frame)
        self._quiet = True
        self.marks.clear()
        self.choices.offer(frame, self.proposal)
        self._quiet = False
        pieces.show(self.many.panel, False)
        pieces.show(self.one, True)
        self._draw()

    def _on_many(self, frames) -> None:
        self._frames, self.frame, self.chart = frames, None, None
        pieces.show(self.one, False)
        pieces.show(self.many.panel, True)
        self.many.show(frames)
        self.board = self.many.board

    def _open(self, name: str) -> None:
        """Open one series of a board as a chart of its own."""
        self._on_frame(self._frames[name])
        pieces.show(self.many.panel, True)

    # What is drawn --------------------------------------------------------------------------------------

    def _draw(self) -> None:
        if self._quiet or self.frame is None:
            return
        try:
            self.chart = make_chart(self.frame, marks=self.marks.marks, **self.choices.values())
        except ValueError as problem:
            self.chart = None
            self.drawn.value = pieces.words(f"This cannot be drawn. {problem}", role="alert", kind="wrong")
            self.said.value = self.taken.value = ""
            return
        self.choices.explain(self.frame, self.proposal)
        self.marks.offer(self.chart)
        self.drawn.value = figure(self.chart)
        self._tell()

    def _tell(self) -> None:
        """Write the reading, the record and the links for the chart that is drawn."""
        if self.chart is None:
            return
        why = self.choices.why_words
        found = self.frame.attrs.get("found", ())
        self.said.value = (
            f'<div role="status">{reading(self.chart, self.audience.value)}</div>'
            f"<details><summary>Record: every choice that made this chart</summary>{_record(self.chart, why, ())}</details>"
            f"<details><summary>The data with limits and signals</summary>{_table(self.chart)}</details>"
        )
        shown = without_small_numbers(self.chart) if self.small.value else self.chart
        said = shown.extra.get("hidden_note", "")
        if self.small.value and not said:
            said = "There are no counts under 5." if holds_counts(self.chart) else (
                "These values are not counts, so nothing was hidden."
            )  # fmt: skip
        self.taken.value = pieces.words(said, role="status", kind="care" if said else "") + self._links(
            shown, why, found
        )

    def _links(self, chart, why: str, found) -> str:
        stem = pieces.file_stem(chart.title or chart.measure)
        links = (
            pieces.link("Report (HTML, opens offline)", f"{stem}.html", "text/html",
                        report_html(chart, self.audience.value, found, why)),
            pieces.link("Drawing (SVG)", f"{stem}.svg", "image/svg+xml", svg(chart), "data-drawing"),
            pieces.picture_button("Picture (PNG)", f"{stem}.png"),
            pieces.link("Data with limits and signals (CSV)", f"{stem}.csv", "text/csv", to_csv(chart)),
        )  # fmt: skip
        return f'<div class="take">{"".join(links)}</div><p class="quiet">Made on this machine; nothing was sent.</p>'


def _table(chart) -> str:
    """Return the data as a table, or say where it is when it is too long for a page."""
    if len(chart.table) <= MOST_ROWS_SHOWN:
        return data_table(chart)
    return f"<p>There are {len(chart.table):,} points: they are in the CSV file below.</p>"


class ChartChoices:
    """The second step: the proposed chart and why, and every choice that can be made otherwise."""

    def __init__(self, on_change) -> None:
        import ipywidgets

        self._on_change, self._quiet, self.why_words = on_change, False, ""
        self.why = ipywidgets.HTML()
        self.kind = pieces.choice("Chart", ["run"], width="32rem")
        self.rules = pieces.choice("Rule set", ["anhoej"], width="24rem")
        self.rules_words = ipywidgets.HTML()
        self.better = pieces.choice("Which direction is better?", BETTER)
        self.per = pieces.choice("Rate", PER)
        self.target = pieces.text_box("Target (a number, or leave it blank)")
        self.title = pieces.text_box("Title", "what the chart says, in a few words", "35rem")
        self.measure = pieces.text_box("What is measured")
        self.unit = pieces.text_box("Unit")
        self.more = ipywidgets.VBox(
            [
                self.title,
                pieces.row(self.better, self.target, self.per),
                pieces.row(self.measure, self.unit),
            ]
        )
        self.panel = ipywidgets.VBox(
            [
                ipywidgets.HTML("<h2>2. Which chart?</h2>"),
                self.why,
                pieces.row(self.kind, self.rules),
                self.rules_words,
            ]
        )
        self.kind.observe(self._kind_changed, names="value")
        for control in (self.rules, self.better, self.per, self.target, self.title, self.measure, self.unit):
            control.observe(lambda _: self._changed(), names="value")

    def offer(self, frame, proposal) -> None:
        """Offer the charts that these figures allow, the proposed one chosen."""
        self._quiet = True
        kinds = [proposal.kind, *(kind for kind, _ in proposal.alternatives)]
        self.kind.options = [(_named(kind, kind == proposal.kind), kind) for kind in kinds]
        self.kind.value = proposal.kind
        for control in (self.target, self.title, self.measure, self.unit):
            control.value = ""
        self.per.value, self.better.value = 0, frame.attrs.get("better") or "neither"
        if frame.attrs.get("target") is not None:
            self.target.value = f"{frame.attrs['target']:g}"
        self._offer_rules()
        pieces.show(self.per, "denominator" in frame)
        self._quiet = False

    def _offer_rules(self) -> None:
        names = rule_sets_for(self.kind.value)
        kept = self.rules.value if self.rules.value in names else names[0]
        self.rules.options = [(RULE_SETS[name].label, name) for name in names]
        self.rules.value = kept

    def _kind_changed(self, _) -> None:
        if self._quiet:
            return
        self._quiet = True
        self._offer_rules()
        self._quiet = False
        self._on_change()

    def _changed(self) -> None:
        if not self._quiet:
            self._on_change()

    def values(self) -> dict:
        """Return the choices as arguments of `make_chart`.

        Raises
        ------
        ValueError
            If the target is not a number.
        """
        return {
            "kind": self.kind.value,
            "rules": self.rules.value,
            "better": self.better.value,
            "per": self.per.value or None,
            "target": self._target(),
            "title": self.title.value.strip(),
            "measure": self.measure.value.strip(),
            "unit": self.unit.value.strip(),
        }

    def _target(self) -> float | None:
        from improve.data.number_cells import parse_number

        if not self.target.value.strip():
            return None
        number = parse_number(self.target.value)
        if number is None:
            raise ValueError(
                f"The target “{self.target.value.strip()[:40]}” is not a number. Write it in digits, such as 95."
            )
        return number

    def explain(self, frame, proposal) -> None:
        """Say why this chart was proposed, or what the learner's own choice takes for granted."""
        kind = self.kind.value
        title = KINDS[kind].title
        if kind == proposal.kind:
            self.why_words = proposal.why
            text = f"Proposed: {title}. {proposal.why} {ASSUMES[kind]}"
        else:
            self.why_words = f"chosen by hand in place of the proposed {proposal.title}"
            text = f"You chose: {title} (proposed was: {proposal.title}). {assumes(frame, kind)}"
        self.why.value = (
            f'<div role="status"><p>{pieces.plain(text)}</p>{pieces.bullets(proposal.cautions)}</div>'
        )
        self.rules_words.value = (
            f'<p class="quiet">A signal is: {pieces.plain(RULE_SETS[self.rules.value].in_words())}'
            f"{'' if kind == 'run' else '; or a point beyond the limits'}.</p>"
        )


class BoardPanel:
    """The board: small charts with verdicts, their order, and files to take away."""

    def __init__(self, on_open) -> None:
        import ipywidgets

        self._on_open, self._frames, self.board, self._quiet = on_open, {}, None, False
        self.order = pieces.choice("In the order of", {words: name for name, words in ORDERS.items()})
        self.rules = pieces.choice(
            "Rule set", [(RULE_SETS[name].label, name) for name in RULE_SETS], "nhs", "21rem"
        )
        self.better = pieces.choice("Better, where the file does not say", BETTER)
        self.title = pieces.text_box("Title of the page", "Board page", "24rem")
        self.small = ipywidgets.Checkbox(description="Hide counts under 5 in what I take away", indent=False)
        self.drawn, self.taken = ipywidgets.HTML(), ipywidgets.HTML()
        self.one = pieces.choice("Open one as a chart", ["…"], width="24rem")
        self.panel = ipywidgets.VBox(
            [
                ipywidgets.HTML(
                    "<h2>The board</h2><p>Each verdict looks at the latest point of a chart. It sums the chart up and does "
                    "not replace it. Columns named “target” and “better” (higher or lower) are used where a file "
                    "has them.</p>"
                ),
                pieces.row(self.order, self.rules, self.better),
                self.drawn,
                self.one,
                self.title,
                self.small,
                self.taken,
            ]
        )
        for control in (self.rules, self.better):
            control.observe(lambda _: self._make(), names="value")
        for control in (self.order, self.title, self.small):
            control.observe(lambda _: self._draw(), names="value")
        self.one.observe(self._chosen, names="value")

    def show(self, frames) -> None:
        """Make the board of some series."""
        self._frames = frames
        self._quiet = True
        names = [name for name, frame in frames.items() if hasattr(frame, "columns")]
        self.one.options = ["…", *names]
        self.one.value = "…"
        self._quiet = False
        self._make()

    def _make(self) -> None:
        if not self._frames:
            return
        self.board = board(self._frames, rules=self.rules.value, better=self.better.value)
        self._draw()

    def _draw(self) -> None:
        if self.board is None:
            return
        by, small, title = self.order.value, self.small.value, self.title.value.strip() or "Board page"
        self.drawn.value = pieces.words(self.board.summary, role="status", kind="lead") + cards(
            self.board, by
        )
        links = (
            pieces.link("Board page (HTML, opens offline)", f"{pieces.file_stem(title)}.html", "text/html",
                        board_html(self.board, by, title, small)),
            pieces.link("Verdicts (CSV)", f"{pieces.file_stem(title)}.csv", "text/csv", board_csv(self.board, by, small)),
        )  # fmt: skip
        self.taken.value = f'<div class="take">{"".join(links)}</div>'

    def _chosen(self, change) -> None:
        if not self._quiet and change["new"] != "…":
            self._on_open(change["new"])


def _named(kind: str, proposed: bool) -> str:
    return f"{KINDS[kind].title}{' (proposed)' if proposed else ''}: {KINDS[kind].purpose}"
