"""The planner's panel: what staff know or guess goes in; a chart with bands, a reading and files come out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from improve.studio import pieces

from .drawing import NARROW, svg
from .exporting import report_html, to_csv
from .plan import LIMITS, WHOLE, Plan, PlanProblem
from .roll_out import CHANGES, simulate, what_binds
from .words import gain, reading

GROUPS = {
    "1. Where you are, and where you want to be": (
        ("live_now", "Sites live now"), ("target", "Sites live that you want, in all"), ("months", "Months until then"),
        ("start", "First month (year-month)"),
    ),
    "2. Who will start, and when": (
        ("invited", "New sites that will start (0: the gap)"), ("waves", "In how many waves"),
        ("between", "Months from one wave to the next"),
    ),
    "3. Who helps them": (
        ("facilitators", "Facilitators"), ("sites_each", "Sites that each can help at once"),
        ("leave_yearly", "Facilitators who leave in a year (%)"), ("replace", "Months until one is replaced"),
    ),
    "4. What a site needs, and what gets lost": (
        ("typical", "Months of help for a typical site"), ("slow", "Months for a slow site (1 in 10)"),
        ("drop_out", "Sites that start and give up (%)"), ("stop_yearly", "Live sites that stop in a year (%)"),
    ),
}  # fmt: skip
SHARES = {"leave_yearly", "drop_out", "stop_yearly"}
INTRO = (
    "Type what you know, and guess the rest: change a guess and see whether it matters. The example is invented, but for "
    "its size: seven teams that want to reach 44 further organisations in 30 months. Put in no names of people."
)


class Planner:
    """The roll-out planner as a panel; `result` holds what is showing now, or None while the plan has a fault."""

    def __init__(self, plan: Plan | None = None) -> None:
        import ipywidgets

        self.result, self.binds, self._quiet = None, [], False
        plan = plan or Plan(facilitators=7, sites_each=3)
        self.boxes = {}
        parts = [ipywidgets.HTML(pieces.LOOK + pieces.words(INTRO))]
        for heading, asked in GROUPS.items():
            for name, label in asked:
                self.boxes[name] = pieces.text_box(label, width="18rem")
                self.boxes[name].observe(lambda _: self._draw(), names="value")
            boxes = pieces.row(*(self.boxes[name] for name, _ in asked))
            parts += [ipywidgets.HTML(f"<h2>{heading}</h2>"), boxes]
        self.drawn, self.said, self.taken = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.HTML()
        outcome = ipywidgets.HTML("<h2>5. What could happen</h2>")
        self.panel = ipywidgets.VBox([*parts, outcome, self.drawn, self.said, self.taken])
        self.panel.add_class("studio")
        self.show(plan)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.panel._repr_mimebundle_(**kwargs)

    def show(self, plan: Plan) -> None:
        """Put a plan into the boxes and draw it."""
        self._quiet = True
        for name, box in self.boxes.items():
            value = getattr(plan, name)
            box.value = (
                f"{value:%Y-%m}" if name == "start" else f"{100 * value if name in SHARES else value:g}"
            )
        self._quiet = False
        self._draw()

    def plan(self) -> Plan:
        """Return the plan that is in the boxes.

        Raises
        ------
        PlanProblem
            With a sentence that names the box.
        """
        values = {name: self._read(name, box) for name, box in self.boxes.items()}
        return Plan(**values)

    def _read(self, name: str, box) -> Any:
        from improve.data.number_cells import parse_number

        text = box.value.strip()
        if name == "start":
            try:
                return date.fromisoformat(f"{text[:7]}-01")
            except ValueError:
                raise PlanProblem(f"“{box.description}” is {text[:20]!r}. Write it as 2027-04.") from None
        number = parse_number(text.rstrip("%"))
        if number is None:
            raise PlanProblem(f"“{box.description}” needs a number, and this is {text[:20]!r}.")
        if name in SHARES:
            return number / 100
        low, high, _ = LIMITS[name]
        if name in WHOLE and number == int(number) and low <= number <= high:
            return int(number)
        return number

    def _draw(self) -> None:
        if self._quiet:
            return
        try:
            plan = self.plan()
        except PlanProblem as problem:
            self.result = None
            self.drawn.value = pieces.words(
                f"This plan cannot be drawn. {problem}", role="alert", kind="wrong"
            )
            self.said.value = self.taken.value = ""
            return
        self.result = simulate(plan)
        self.binds = what_binds(plan)
        self.drawn.value = (
            f'<figure><div class="wide">{svg(self.result)}</div><div class="narrow">{svg(self.result, NARROW)}</div>'
            "<figcaption>Line: the middle run. Dark band: half of all runs. Pale band: eight in ten.</figcaption></figure>"
        )
        self.said.value = self._words()
        self.taken.value = self._links()

    def _words(self) -> str:
        first, *rest, promise = reading(self.result, self.binds)
        return (
            f'<div role="status">{pieces.words(first, kind="lead")}{"".join(map(pieces.words, rest))}</div>'
            f"{self._changes()}{pieces.words(promise, kind='care')}"
        )

    def _changes(self) -> str:
        now = float(self.result.live[:, -1].mean())
        rows = "".join(
            f'<tr><td>{pieces.plain(CHANGES[name])}</td><td class="n">{gain(sites - now)}</td>'
            f'<td class="n">{100 * chance:.0f}%</td></tr>'
            for name, chance, sites in self.binds
        )
        return (
            "<details><summary>If one thing were different</summary><div class='scroll' tabindex='0'><table>"
            "<tr><th>Change</th><th>Sites live, on average</th><th>Runs that reach the target</th></tr>"
            f"{rows}</table></div></details>"
        )

    def _links(self) -> str:
        page = report_html(self.result, self.binds)
        links = (
            pieces.link("Page with chart and guesses (HTML)", "roll-out-plan.html", "text/html", page),
            pieces.link("Numbers by month (CSV)", "roll-out-plan.csv", "text/csv", to_csv(self.result)),
            pieces.link(
                "Drawing (SVG)", "roll-out-plan.svg", "image/svg+xml", svg(self.result), "data-drawing"
            ),
            pieces.picture_button("Picture (PNG)", "roll-out-plan.png"),
        )
        return f'<div class="take">{"".join(links)}</div><p class="quiet">Made on this machine; nothing was sent.</p>'

    def change(self, **values: Any) -> Planner:
        """Put other values in, as typing in the boxes does."""
        self.show(replace(self.plan(), **values))
        return self
