"""A trial of two implementation strategies against control in sixty practices, counted before and after."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import making

NAME = "strategy_trial"
ARMS = ("control", "feedback", "feedback and outreach")
GAIN = {"control": 0.01, "feedback": 0.05, "feedback and outreach": 0.09}
COST = {"control": 0.0, "feedback": 420.0, "feedback and outreach": 2_650.0}  # pounds a practice, invented
PER_ARM = 20
BASELINE, BASELINE_SD = 0.52, 0.08
DRIFT_SD = 0.03  # a practice's own change, beside its arm's
PATIENTS = (60, 220)
DETERMINANTS = (
    "available resources",
    "mid-level leaders",
    "innovation complexity",
    "recipient-centeredness",
    "knowledge of staff",
    "performance-measurement pressure",
)
STRATEGIES = (
    "audit and feedback",
    "educational meetings",
    "identify and prepare champions",
    "facilitation",
    "change the record system",
    "involve patients and families",
    "learning collaborative",
    "revise professional roles",
)
EXPERTS = 40
AGREEMENT = (1.6, 3.8)  # shape of the share of experts who endorse a pairing: mean 30%, wide


def strategy_trial(seed: int | None = None, *, null: bool = False, table: str | None = None) -> pd.DataFrame:
    """Patients and those given recommended care, before and after, in sixty practices in three arms.

    Parameters
    ----------
    seed : int, optional
        Left out, the documented seed.
    null : bool
        True: every arm gains what control gains.
    table : {"practices", "endorsements"}
        The trial; or how many of 40 invented experts endorse each strategy for each determinant.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> strategy_trial().groupby("arm").size().tolist()
    [20, 20, 20]
    """
    seed, table = making.seed_for(NAME, seed), making.table_for(NAME, table)
    make = {"practices": _practices, "endorsements": _endorsements}[table]
    return making.labelled(make(seed, null), NAME, seed, null, table)


def _practices(seed: int, null: bool) -> pd.DataFrame:
    lot_rng, care_rng, _ = making.streams(seed, 3)
    arm = lot_rng.permutation(np.repeat(ARMS, PER_ARM))
    gain = np.array([GAIN["control" if null else name] for name in arm])
    patients = care_rng.integers(PATIENTS[0], PATIENTS[1] + 1, (2, arm.size))
    before = care_rng.normal(BASELINE, BASELINE_SD, arm.size).clip(0.2, 0.8)
    after = (before + gain + care_rng.normal(0, DRIFT_SD, arm.size)).clip(0.02, 0.98)
    return pd.DataFrame(
        {
            "practice": making.codes("P", arm.size),
            "arm": arm,
            "patients_before": patients[0],
            "treated_before": care_rng.binomial(patients[0], before),
            "patients_after": patients[1],
            "treated_after": care_rng.binomial(patients[1], after),
            "cost": [COST[name] for name in arm],
        }
    )


def _endorsements(seed: int, null: bool) -> pd.DataFrame:
    rng = making.streams(seed, 3)[2]
    pairs = [(determinant, strategy) for determinant in DETERMINANTS for strategy in STRATEGIES]
    share = np.full(len(pairs), AGREEMENT[0] / sum(AGREEMENT)) if null else rng.beta(*AGREEMENT, len(pairs))
    frame = pd.DataFrame(pairs, columns=["determinant", "strategy"])
    return frame.assign(experts=EXPERTS, endorsed=rng.binomial(EXPERTS, share))


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    return strategy_trial(seed, null=null, table=table)


def planted(seed=None) -> making.Planted:
    return making.Planted(
        words=(
            "Over the trial care improves by "
            + ", ".join(
                f"{100 * GAIN[arm]:.0f} point{'s' if GAIN[arm] > 0.01 else ''} in {arm}" for arm in ARMS
            )
            + f". Against control, feedback is worth {100 * (GAIN[ARMS[1]] - GAIN[ARMS[0]]):.0f} points and feedback "
            f"with outreach {100 * (GAIN[ARMS[2]] - GAIN[ARMS[0]]):.0f}.",
            f"Practices differ at the start (SD {100 * BASELINE_SD:.0f} points) and each drifts by itself (SD "
            f"{100 * DRIFT_SD:.0f} points), so patients of one practice are not independent: count practices. Arms "
            "were drawn by lot; any difference between them at the start is chance.",
            "Invented experts endorse a pairing of strategy and determinant in about 30% of cases, widely scattered: a "
            "matching table is a prompt and not a prescription.",
        ),
        values={
            "gain_points": {arm: 100 * gain for arm, gain in GAIN.items()},
            "cost_a_practice": dict(COST),
        },
    )
