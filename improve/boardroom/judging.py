"""Verdicts on a pack, held against what was planted in it: what was found, what was missed, what was made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from improve import harrowmere

from .pack import asked, pack

VERDICTS = ("no change", "better", "worse", "definition changed", "seasonal")
FATES = {
    "stable": "no change",
    "improves": "better",
    "deteriorates": "worse",
    "definition changes": "definition changed",
    "seasonal": "seasonal",
}


def planted(seed: int | None = None) -> dict[str, str]:
    """Return what was planted in a pack: a verdict for each indicator.

    Examples
    --------
    >>> planted()["Length of stay"]
    'worse'
    """
    truth = harrowmere.truth("board_pack", tutor=True, seed=seed)
    return {name: FATES[fate] for name, fate in truth.values["fates"].items()}


@dataclass(frozen=True)
class Score:
    """Verdicts beside the truth, and beside what the colours would have asked for in a year."""

    right: int
    out_of: int
    made_up: tuple[str, ...]  # nothing happened, and the verdict says that something did
    missed: tuple[str, ...]  # something happened, and the verdict says no change
    misread: tuple[str, ...]  # something happened, and the verdict says something else
    asked_by_colour: int  # explanations of amber and red months in the last year
    of_noise: int  # of these, on indicators where nothing happened
    left_out: int  # indicators without a verdict

    @property
    def words(self) -> str:
        """Return the score in plain sentences."""
        told = [f"{self.right} of {self.out_of} verdicts agree with what was planted."]
        if self.left_out:
            told.append(f"{self.left_out} of the indicators still have no verdict.")
        for names, meaning in (
            (self.made_up, "Nothing happened, and you said that something did"),
            (self.missed, "Something happened, and you said no change"),
            (self.misread, "Something happened, and it was something else"),
        ):
            if names:
                told.append(f"{meaning}: {'; '.join(names)}.")
        told.append(
            f"The colours would have asked for {self.asked_by_colour} explanations in the last 12 months, "
            f"{self.of_noise} of them about indicators where nothing had happened. Your verdicts ask for "
            f"{len(self.made_up)} such conversations."
        )
        return "\n\n".join(told)


def score(verdicts: Mapping[str, str], seed: int | None = None) -> Score:
    """Hold verdicts against what was planted.

    Parameters
    ----------
    verdicts : mapping
        From indicator to one of `VERDICTS`. Indicators may be left out.
    seed : int, optional
        Which pack.

    Raises
    ------
    ValueError
        If an indicator or a verdict is not known.

    Examples
    --------
    >>> score({name: "no change" for name in planted()}).right
    14
    """
    truth = planted(seed)
    for name, verdict in verdicts.items():
        if name not in truth:
            raise ValueError(f"There is no indicator {name!r} in this pack.")
        if verdict not in VERDICTS:
            raise ValueError(f"{verdict!r} is no verdict here. Use one of: {', '.join(VERDICTS)}.")
    wrong = {name: verdict for name, verdict in verdicts.items() if verdict != truth[name]}
    counted = asked(pack(seed)).set_index("indicator")["explanations"]
    steady = [name for name, fate in truth.items() if fate == "no change"]
    return Score(
        right=len(verdicts) - len(wrong),
        out_of=len(verdicts),
        made_up=tuple(name for name in wrong if truth[name] == "no change"),
        missed=tuple(name for name, verdict in wrong.items() if verdict == "no change"),
        misread=tuple(
            name for name, verdict in wrong.items() if verdict != "no change" and truth[name] != "no change"
        ),
        asked_by_colour=int(counted.sum()),
        of_noise=int(counted[steady].sum()),
        left_out=len(truth) - len(verdicts),
    )
