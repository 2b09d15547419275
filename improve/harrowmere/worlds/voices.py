"""Sixty invented voices about one change in twelve places, coded twice; and who sat on the panel that spoke for users."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pandas as pd

from .. import making

NAME = "voices"
THEMES = ("time", "blame", "pride", "owner", "patient")
HIGH_SITES = ("S01", "S03", "S04", "S07", "S08", "S11")  # where the change took hold
DISTINGUISH = ("mid-level leaders", "available resources", "recipient-centeredness")
DO_NOT = ("innovation complexity", "performance-measurement pressure")
USERS = 8_000
# group, share of users, members of the panel, what they want first (of PRIORITIES)
GROUPS = (
    ("retired, living with a partner", 0.31, 7, "kind staff"),
    ("retired, living alone", 0.22, 4, "knowing the plan"),
    ("working age, no caring duties", 0.19, 3, "parking"),
    ("carers under 50", 0.13, 0, "getting an appointment"),
    ("English is not their first language", 0.11, 0, "getting an appointment"),
    ("people with a learning disability", 0.04, 0, "getting an appointment"),
)
PRIORITIES = ("kind staff", "knowing the plan", "parking", "getting an appointment", "food")
FIRST, REST = 0.62, 0.095  # chance of naming one's group's first priority, and each of the others
PANEL_TOP_THREE = ("kind staff", "knowing the plan", "parking")


def voices(seed: int | None = None, *, table: str | None = None) -> pd.DataFrame:
    """Excerpts from interviews and comments, all of them invented, with two coders' themes.

    Parameters
    ----------
    seed : int, optional
        The excerpts are written and have no seed; the survey of users has one.
    table : {"excerpts", "key", "sites", "panel", "users"}
        The 60 excerpts; their key (theme, deviant case, CFIR 2022 construct and rating); the 12 sites; the 14
        members of a panel; a survey of the 8,000 users they speak for.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> [len(voices(table=part)) for part in ("excerpts", "key", "sites", "panel", "users")]
    [60, 60, 12, 14, 8000]
    """
    seed, table = making.seed_for(NAME, seed), making.table_for(NAME, table)
    make = {"excerpts": _excerpts, "key": _key, "sites": _sites, "panel": _panel, "users": _users}[table]
    return making.labelled(make(seed), NAME, seed, False, table)


def _written() -> pd.DataFrame:
    return pd.read_csv(files(__package__) / "voices.csv", dtype=str, keep_default_na=False)


def _excerpts(seed: int) -> pd.DataFrame:
    written = _written()
    feeling = pd.to_numeric(written["feeling"]).astype("Int64")  # only patients and carers have one
    return written.drop(columns=[name for name in written if name.startswith("key_")]).assign(feeling=feeling)


def _key(seed: int) -> pd.DataFrame:
    written = _written()
    return pd.DataFrame(
        {
            "excerpt": written["excerpt"],
            "theme": written["key_theme"],
            "deviant": written["key_deviant"] == "yes",
            "domain": written["key_domain"],
            "construct": written["key_construct"],
            "rating": written["key_rating"].astype(int),
        }
    )


def _sites(seed: int) -> pd.DataFrame:
    sites = making.codes("S", 12)
    return pd.DataFrame(
        {"site": sites, "uptake": ["high" if site in HIGH_SITES else "low" for site in sites]}
    )


def _panel(seed: int) -> pd.DataFrame:
    groups = [name for name, _, members, _ in GROUPS for _ in range(members)]
    first = dict.fromkeys(groups)
    first.update({name: want for name, _, _, want in GROUPS})
    return pd.DataFrame(
        {
            "member": making.codes("M", len(groups)),
            "group": groups,
            "priority": [first[name] for name in groups],
        }
    )


def _users(seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    group = rng.choice(len(GROUPS), USERS, p=[share for _, share, _, _ in GROUPS])
    chance = np.full((len(GROUPS), len(PRIORITIES)), REST)
    chance[np.arange(len(GROUPS)), [PRIORITIES.index(want) for *_, want in GROUPS]] = FIRST
    named = (rng.random((USERS, 1)) > chance.cumsum(axis=1)[group, :-1]).sum(axis=1)
    return pd.DataFrame(
        {
            "user": making.codes("R", USERS),
            "group": np.array([row[0] for row in GROUPS])[group],
            "priority": np.array(PRIORITIES)[named],
        }
    )


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    if null:
        raise ValueError("The voices were written, not drawn, so there is no null variant of them.")
    return voices(seed, table=table)


def planted(seed=None) -> making.Planted:
    key = _written()
    deviant = key.loc[key["key_deviant"] == "yes", "excerpt"].item()
    seen = (key["coder_2"] == "blame").sum()
    return making.Planted(
        words=(
            "Five themes were written in: too little time (the commonest), fear of blame, pride, an unclear owner, and "
            f"the patient who was not asked. {deviant} contradicts the main theme: the busiest ward says that it does "
            "have the time.",
            f"The second coder rarely sees blame ({seen} of {(key['key_theme'] == 'blame').sum()} excerpts) and "
            "otherwise agrees. That is a difference of view to talk about, more than an error rate.",
            f"Sites where the change took hold ({', '.join(HIGH_SITES)}) differ from the others in "
            f"{', '.join(DISTINGUISH[:2])} and {DISTINGUISH[2]}. {DO_NOT[0].capitalize()} and {DO_NOT[1]} are spoken of "
            "just as strongly everywhere, so they do not tell the sites apart. Construct names are those of the "
            "CFIR of 2022.",
            "On the panel of fourteen there are no carers under 50, nobody whose first language is not English and "
            "nobody with a learning disability. What these groups want first, getting an appointment, is not among "
            "the panel's first three.",
        ),
        values={
            "themes": THEMES,
            "deviant": deviant,
            "coders_differ_on": "blame",
            "high_sites": HIGH_SITES,
            "distinguish": DISTINGUISH,
            "do_not": DO_NOT,
            "missing_from_panel": tuple(name for name, _, members, _ in GROUPS if members == 0),
            "their_priority": "getting an appointment",
        },
        key=key,
    )
