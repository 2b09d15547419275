"""Harrowmere: an invented health system to learn in, where what is true was planted and can be looked up.

Everything here is invented by open code from a seed; no person, place or figure in it is real. Three verbs::

    from improve import harrowmere

    harrowmere.datasets()                                   # what there is
    falls = harrowmere.load("falls_carehomes")              # a DataFrame, the same for everybody
    harrowmere.truth("falls_carehomes", reading="I see …")  # what was planted, once you have said what you see

Each dataset is also a function of its own, ``harrowmere.falls_carehomes(seed=7)``, and three are worlds that
remember what you did: ``ward_sim``, ``clinic_flow`` and ``commission_sim``. Nothing is imported until asked for.
"""

from importlib import import_module

WORLDS = (
    "falls_carehomes",
    "pph_maternity",
    "af_practices",
    "perinatal_bundle",
    "board_pack",
    "clinic_flow",
    "ward_sim",
    "medrounds_work",
    "voices",
    "sepsis_roll_out",
    "strategy_trial",
    "adopter_net",
    "decay",
    "commission_sim",
)
VERBS = {
    "load": "loading",
    "datasets": "catalogue",
    "describe": "catalogue",
    "dictionary": "catalogue",
    "truth": "truths",
}

__all__ = [*VERBS, *WORLDS]


def __getattr__(name):
    """Import the part that is asked for, and only that."""
    if name in VERBS:
        return getattr(import_module(f".{VERBS[name]}", __name__), name)
    if name in WORLDS:
        return getattr(import_module(f".worlds.{name}", __name__), name)
    raise AttributeError(f"improve.harrowmere has no {name!r}. It has: {', '.join(__all__)}.")


def __dir__():
    return sorted(__all__)
