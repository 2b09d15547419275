"""A health-check for a network: five features, what members say of each, and where they disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

# The five names are those of the Health Foundation's report of 2014; the questions are ours.
FEATURES = {
    "common purpose": "Can each member say in one sentence what the network is for, and is it the same sentence?",
    "cooperative structure": "Do members shape what it does, and is somebody paid to look after it?",
    "critical mass": "Are enough of the people here who would have to act, and does coming give them something?",
    "collective intelligence": "Do members show each other results that are not flattering, and use them?",
    "community building": "Would members ring each other up between meetings?",
}
WORDS = {0: "no", 1: "hardly", 2: "mostly", 3: "yes"}
APART = 2  # answers this far apart are a reason to talk


def health_check(answers: Mapping[str, Sequence[int]]) -> pd.DataFrame:
    """Lay out what members answered, feature by feature, with what to do about it first.

    Parameters
    ----------
    answers : mapping of str to sequence of int
        For each feature the answers of some members: 0 no, 1 hardly, 2 mostly, 3 yes.

    Returns
    -------
    DataFrame
        One row for each feature: `lowest`, `middle`, `highest`, `talk about`; the features that need a talk first.

    Raises
    ------
    ValueError
        When a feature is missing or an answer is not 0, 1, 2 or 3.

    Notes
    -----
    There is no total. A network with a purpose and no members is not half healthy.

    Examples
    --------
    >>> said = dict.fromkeys(FEATURES, [3, 3, 2]) | {"critical mass": [3, 0, 2]}
    >>> health_check(said).index[0]
    'critical mass'
    """
    if missing := [name for name in FEATURES if not len(answers.get(name, ()))]:
        raise ValueError(f"No answer for: {', '.join(missing)}.")
    rows = {}
    for name in FEATURES:
        given = sorted(answers[name])
        if not set(given) <= set(WORDS):
            raise ValueError(f"An answer is 0, 1, 2 or 3; {name} has {given}.")
        middle = given[(len(given) - 1) // 2]
        apart = given[-1] - given[0] >= APART
        why = (
            "members see it differently" if apart else "members agree that it is weak" if middle <= 1 else ""
        )
        rows[name] = {"lowest": given[0], "middle": middle, "highest": given[-1], "talk about": why}
    table = pd.DataFrame(rows).T
    order = sorted(
        table.index, key=lambda name: (not table.loc[name, "talk about"], table.loc[name, "middle"])
    )
    return table.loc[order]
