"""What a funnel plot says in words, and what it cannot say: it never ranks and never blames."""

from . import words

AUDIENCES = ("team", "board", "analyst")
CROWDED = 0.2  # share of units beyond the 99.8% limits from which chance alone is a poor yardstick
FEW_UNITS = 8


def alt_text(funnel) -> str:
    """Describe the units, the centre and the units beyond the limits."""
    table = funnel.table
    far = _names(funnel, "beyond 99.8%")
    parts = [
        f"{funnel.title + '. ' if funnel.title else ''}Funnel plot of {funnel.measure}: {len(table)} units, "
        "sizes from "
        f"{table['denominator'].min():,g} to {table['denominator'].max():,g} ({funnel.size}).",
        f"Centre {_value(funnel, funnel.target)}; values from {_value(funnel, table['value'].min())} to "
        f"{_value(funnel, table['value'].max())}.",
        f"Beyond the 99.8% limits: {words.listed(far)}." if far else "No unit lies beyond the 99.8% limits.",
    ]
    return " ".join(parts)


def reading(funnel, audience: str = "team") -> str:
    """Return the reading for an audience, as paragraphs with a blank line between.

    Raises
    ------
    ValueError
        If there is no such audience.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"There is no audience {audience!r}. Use one of {words.listed(AUDIENCES)}.")
    shows = [_opening(funnel), *_beyond(funnel)]
    if audience == "analyst":
        shows.append(_numbers(funnel))
    cannot = [*_doubts(funnel), *_caution(funnel, audience)]
    return "\n\n".join([" ".join(shows), " ".join(cannot)])


def _opening(funnel) -> str:
    return (
        f"This funnel plot compares {len(funnel.table)} units on {funnel.measure}. The centre is "
        f"{_value(funnel, funnel.target)}. Limits are wide where a unit is small, because chance then plays "
        "a larger part."
    )


def _beyond(funnel) -> list[str]:
    far, near = _names(funnel, "beyond 99.8%"), _names(funnel, "beyond 95%")
    if not far and not near:
        return ["Every unit lies within the limits: differences of this size can come from chance alone."]
    found = []
    if far:
        verb = "lies" if len(far) == 1 else "lie"
        found.append(f"{words.listed(far)} {verb} beyond the 99.8% limits, which chance alone seldom gives.")
    if near:
        usual = max(1, round(0.05 * len(funnel.table)))
        verb = "lies" if len(near) == 1 else "lie"
        found.append(
            f"{words.listed(near)} {verb} between the 95% and the 99.8% limits; among {len(funnel.table)} "
            "units about "
            f"{usual} would by chance."
        )
    return found


def _doubts(funnel) -> list[str]:
    found = []
    far = (funnel.table["place"] == "beyond 99.8%").mean()
    if not funnel.adjusted and funnel.dispersion.tau2 > 0 and far >= CROWDED:
        found.append(
            f"{far:.0%} of the units lie beyond the 99.8% limits: units differ more than chance and this "
            "measure's "
            "case-mix allow for. Limits adjusted for that (adjust=True) are the fairer yardstick."
        )
    if funnel.adjusted and funnel.dispersion.tau2 == 0:
        found.append("Units differ no more than chance explains, so the adjustment changes nothing.")
    if len(funnel.table) < FEW_UNITS:
        found.append(
            f"With only {len(funnel.table)} units the centre and the spread between them are uncertain."
        )
    return found


def _caution(funnel, audience: str) -> list[str]:
    first = (
        "A place on this plot is not a rank and not a judgement: patients differ between units, and so does "
        "how "
        "events are counted. "
    )
    if audience == "board":
        return [
            first
            + "A unit beyond the limits deserves help to look into it: data first, then patients, then care."
        ]
    return [
        first + "Look into the data first, then the patients, then the care. A unit inside can still improve."
    ]


def _numbers(funnel) -> str:
    found = funnel.dispersion
    worst = funnel.table.loc[funnel.table["z"].abs().idxmax()]
    limits = "adjusted for overdispersion" if funnel.adjusted else "exact, for chance alone"
    return (
        f"Limits are {limits}. Overdispersion: phi {found.phi:.2f}, tau2 {found.tau2:.4g}. The largest "
        "score is "
        f"{worst['z']:.1f} ({worst['unit']}: {worst['numerator']:,g} against {worst['expected']:,.1f} "
        "expected, "
        f"a difference of {worst['excess']:+,.1f})."
    )


def _names(funnel, place: str) -> list[str]:
    return funnel.table["unit"][funnel.table["place"] == place].tolist()


def _value(funnel, value: float) -> str:
    return words.number(value, words.decimals_for(funnel.table["value"]), funnel.unit)
