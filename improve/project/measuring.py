"""What is measured, the figures themselves, and the choices that draw them as charts."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from .fields import (
    Count,
    Day,
    Id,
    Length,
    Line,
    Link,
    Multiplier,
    Number,
    Part,
    Words,
    _as_day,
    ask,
    ask_day,
    ask_list,
    ask_number,
    choose,
)


def _a_day(value) -> date:
    day = _as_day(value)
    if day is None:
        raise ValueError("There is no date here.")
    return day


PointDay = Annotated[date, BeforeValidator(_a_day)]


class OperationalDefinition(Part):
    """What two people need in order to count the same things and get the same number."""

    counted: Words = ask("What exactly is counted or timed (the numerator)?")
    out_of: Words = ask("Out of what (the denominator)? Say “none” where there is none.")
    included: Words = ask("Who or what is included?")
    excluded: Words = ask("Who or what is left out, and why?")
    source: Words = ask("Where do the figures come from?")
    sampling: Words = ask("All of them, or a sample? How is the sample chosen?")
    how_often: Line = ask("How often is it measured?")
    collected_by: Line = ask("Which role collects it?")


class Measure(Part):
    """One measure of the family: outcome, process or balancing."""

    id: Id
    name: Line = ask("Its name.")
    kind: Literal["outcome", "process", "balancing"] | None = choose("Outcome, process or balancing?")
    unit: Line = ask("Its unit, such as % or falls per 1,000 bed-days.")
    better: Literal["higher", "lower"] | None = choose("Which way is better?")
    target: Number = ask_number("A target, where there is one.")
    definition: OperationalDefinition = OperationalDefinition()
    equity: Words = ask("For which groups is it also looked at separately?")


class Point(Part):
    """One figure of a series."""

    date: PointDay
    value: Number = None
    denominator: Number = None
    note: Line = ""


class DataSeries(Part):
    """Figures in time order. Counts and totals only: never a row for each patient."""

    id: Id
    name: Line = ask("What the series is called.")
    measure: Link = ask("The id of the measure it belongs to.")
    source: Line = ask("Where the figures come from, and when they were taken.")
    invented: bool = Field(default=False, strict=True, description="True where the figures are simulated.")
    points: tuple[Point, ...] = ask_list("The figures.", 2_000)


class ChartNote(Part):
    """What happened when."""

    date: PointDay
    text: Line = ""


class ChartChoices(Part):
    """Every choice that shapes a run chart, so that it can be drawn again exactly."""

    id: Id
    data: Link = ask("The id of the series.")
    title: Line = ask("The title.")
    per: Multiplier = ask_number("Multiplier: 100 for per cent, 1000 for a rate.")
    rules: Literal["anhoej", "perla", "nhs"] = "anhoej"
    shift: Length = ask_number("A length of shift other than the rule set's own.")
    trend: Length = ask_number("A length of trend other than the rule set's own.")
    baseline_points: Count = ask_number("Fix the median on the first so many points …")
    baseline_before: Day = ask_day("… or on the points before this date.")
    phases: tuple[PointDay, ...] = ask_list("Dates at which a new phase starts.", 20)
    centre: Number = ask_number("A centre line set by hand.")
    target: Number = ask_number("A target line.")
    exclude: tuple[PointDay, ...] = ask_list("Dates shown but not counted.", 200)
    notes: tuple[ChartNote, ...] = ask_list("What happened when.", 100)
    change_began: Day = ask_day("When did the change that this chart is to test begin?")
    conclusion: Words = ask("What you conclude from it, in your own words.")
