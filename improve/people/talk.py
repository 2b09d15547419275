"""What can be counted in a conversation: who talks, which questions, how long a silence is borne."""

from __future__ import annotations

import pandas as pd

CODES = {
    "open": "a question that the other can answer in their own way",
    "closed": "a question with a yes, a no, or one fact for an answer",
    "leading": "a question that carries its own answer: advice with a question mark",
    "advice": "says what to do, or what the coach did",
    "reflect": "gives back what was heard, in a few words",
    "frame": "sets up the time, the rules, or who decides",
}
QUESTIONS = ("open", "closed", "leading")


def talk_measures(turns: pd.DataFrame, code: str = "consensus") -> pd.DataFrame:
    """Count, for each conversation, what the coach did.

    Parameters
    ----------
    turns : pandas.DataFrame
        One row a turn: `conversation`, `speaker` ("coach" or "coachee"), `words`, `silence` (seconds after it) and a
        column of codes, blank for the coachee.
    code : str
        Which column of codes to count by.

    Returns
    -------
    pandas.DataFrame
        By conversation: turns of the coach; their share of all words; the share of their questions that are open (nan
        where they asked none); the share of their turns that are advice; the longest silence.

    Examples
    --------
    >>> turns = pd.DataFrame({
    ...     "conversation": 1, "speaker": ["coach", "coachee", "coach"], "words": ["What now?", "I wait.", "Do it."],
    ...     "silence": [4, None, 0], "code": ["open", None, "advice"]})
    >>> talk_measures(turns, "code").round(2).to_dict("records")
    [{'turns': 2, 'talk': 0.67, 'open': 1.0, 'advice': 0.5, 'silence': 4.0}]
    """
    rows = {}
    for number, talk in turns.groupby("conversation", sort=False):
        words = talk["words"].str.split().str.len()
        coach = talk[talk["speaker"] == "coach"]
        asked = coach[code].isin(QUESTIONS).sum()
        rows[number] = {
            "turns": len(coach),
            "talk": words[coach.index].sum() / words.sum(),
            "open": (coach[code] == "open").sum() / asked if asked else float("nan"),
            "advice": (coach[code] == "advice").mean(),
            "silence": coach["silence"].max(),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("conversation")
