"""The kinds of chart: what each is called, what its centre line is, and what it is for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """Words for one kind of chart."""

    title: str
    centre: str
    purpose: str
    runs: bool = True  # False where neighbouring points are not independent, so run rules make no sense


KINDS = {
    "run": Kind("Run chart", "median", "any measure over time"),
    "i": Kind("Individuals (XmR) chart", "mean", "one measured value at a time"),
    "mr": Kind("Moving range chart", "mean", "how much values change from one to the next", runs=False),
    "ip": Kind("I′ chart", "mean", "means of groups of varied size"),
    "c": Kind("c chart", "mean", "counts of events with a constant opportunity"),
    "u": Kind("u chart", "mean", "events for each unit of exposure, such as falls per bed-day"),
    "up": Kind("u′ chart", "mean", "event rates that vary more than their exposure explains"),
    "p": Kind("p chart", "mean", "the proportion of cases with a feature"),
    "pp": Kind("p′ chart", "mean", "proportions that vary more than their denominators explain"),
    "t": Kind("t chart", "centre line", "time between rare events"),
    "g": Kind("g chart", "median", "cases between rare events"),
    "xbar": Kind("x-bar chart", "mean", "means of groups of measurements"),
    "s": Kind("s chart", "mean", "standard deviations of groups of measurements"),
    "ewma": Kind("EWMA chart", "mean", "small lasting shifts, by a weighted moving average", runs=False),
    "cusum": Kind("CUSUM chart", "zero", "small lasting shifts, by cumulative sums", runs=False),
}
