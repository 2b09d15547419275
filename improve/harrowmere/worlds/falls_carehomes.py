"""Falls in 44 care homes over two years, where some take up a programme that helps only where staff stay."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pandas as pd

from .. import making

NAME = "falls_carehomes"
HOMES, MONTHS, START = 44, 24, 13  # the programme starts in month 13
LOW_TURNOVER_ADOPTERS, HIGH_TURNOVER_ADOPTERS = 9, 5
LOW_TURNOVER_OTHERS = 19
TURNOVER_LIMIT = 35.0  # % of staff leaving in a year
INJURY_RATIO = 0.75  # where turnover is below the limit
REPORTING_RATIO = 1.30  # all recorded falls, in every adopting home
CULTURE_GAIN = 8.0
MISSING, BAD_MONTH_WEIGHT = 0.08, 3.0
FALLS, INJURIES = 7.0, 1.6  # recorded falls and falls with injury for each 1,000 occupied bed-days
BETWEEN_HOMES = 0.25  # SD of a home's own level, on the log scale


def falls_carehomes(seed: int | None = None, *, null: bool = False, table: str | None = None) -> pd.DataFrame:
    """Occupied bed-days, recorded falls and falls with injury, by home and month.

    Parameters
    ----------
    seed : int, optional
        Left out, the documented seed.
    null : bool
        True: the programme does nothing, to falls, to reporting or to culture; months go missing by chance alone.
    table : {"months", "adaptations", "adaptations_key"}
        The months; or 40 invented entries of an adaptation log, and their key. The log has no seed.

    Returns
    -------
    pandas.DataFrame
        1,056 rows. In months whose return is missing the counts are missing and the bed-days are there.

    Examples
    --------
    >>> homes = falls_carehomes()
    >>> homes["home"].nunique(), homes.loc[homes["adopter"], "home"].nunique()
    (44, 14)
    """
    seed, table = making.seed_for(NAME, seed), making.table_for(NAME, table)
    if table != "months":
        log = pd.read_csv(files(__package__) / "adaptations.csv")
        key = [name for name in log if name.startswith("key_")]
        log = log[["entry", *key]] if table == "adaptations_key" else log.drop(columns=key)
        return making.labelled(log, NAME, seed, null, table)
    return making.labelled(_months(seed, null)[0], NAME, seed, null)


def _months(seed: int, null: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the months as the homes return them, and the same months with nothing missing."""
    homes_rng, counts_rng, missing_rng = making.streams(seed, 3)
    homes = _homes(homes_rng)
    shape = (HOMES, MONTHS)
    on = homes["adopter"].to_numpy()[:, None] & (np.arange(1, MONTHS + 1) >= START) & (not null)
    helped = on & (homes["turnover"].to_numpy() < TURNOVER_LIMIT)[:, None]
    level = homes.pop("level").to_numpy()[:, None] / 1000
    days = np.rint(homes["beds"].to_numpy()[:, None] * 30.4 * counts_rng.uniform(0.84, 0.98, shape)).astype(
        int
    )

    injuries_mean = days * level * INJURIES * np.where(helped, INJURY_RATIO, 1.0)
    all_mean = days * level * FALLS * np.where(on, REPORTING_RATIO, 1.0)
    injuries = counts_rng.poisson(injuries_mean)
    others = counts_rng.poisson(all_mean - injuries_mean)
    gain = CULTURE_GAIN * on
    culture = np.rint(homes.pop("culture_before").to_numpy()[:, None] + gain).astype(int)

    frame = homes.loc[homes.index.repeat(MONTHS)].reset_index(drop=True)
    frame.insert(1, "date", np.tile(making.months(MONTHS), HOMES))
    frame["programme"] = np.tile(np.arange(1, MONTHS + 1) >= START, HOMES) & frame["adopter"]
    frame["culture"] = culture.ravel()
    frame["occupied_bed_days"] = days.ravel()
    frame["falls"] = pd.array((injuries + others).ravel(), dtype="Int64")
    frame["injurious_falls"] = pd.array(injuries.ravel(), dtype="Int64")
    bad = _bad_months(injuries, injuries_mean)
    whole = frame.assign(bad_month=bad.ravel())
    gone = missing_rng.random(shape) < _chance_missing(bad, null)
    frame.loc[gone.ravel(), ["falls", "injurious_falls"]] = pd.NA
    return frame, whole


def _homes(rng: np.random.Generator) -> pd.DataFrame:
    """Draw the homes: adopters are a random set, with the turnover each group was given."""
    low = LOW_TURNOVER_ADOPTERS + LOW_TURNOVER_OTHERS
    turnover = np.where(np.arange(HOMES) < low, rng.uniform(16, 34, HOMES), rng.uniform(36, 58, HOMES))
    adopter = np.zeros(HOMES, dtype=bool)
    adopter[:LOW_TURNOVER_ADOPTERS] = True
    adopter[low : low + HIGH_TURNOVER_ADOPTERS] = True
    order = rng.permutation(HOMES)
    return pd.DataFrame(
        {
            "home": making.codes("H", HOMES),
            "beds": rng.integers(24, 61, HOMES),
            "adopter": adopter[order],
            "turnover": turnover[order].round(1),
            "level": np.exp(rng.normal(0, BETWEEN_HOMES, HOMES)),
            "culture_before": rng.normal(62, 9, HOMES).clip(35, 88),
        }
    )


def _bad_months(injuries: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Mark the third of all months with the most falls with injury for what was to be expected there."""
    surprise = (injuries - mean) / np.sqrt(mean)
    return surprise > np.quantile(surprise, 2 / 3)


def _chance_missing(bad: np.ndarray, null: bool) -> np.ndarray:
    weight = np.ones(bad.shape) if null else np.where(bad, BAD_MONTH_WEIGHT, 1.0)
    return MISSING * weight / weight.mean()


def table(seed=None, null=False, table=None) -> pd.DataFrame:
    return falls_carehomes(seed, null=null, table=table)


def planted(seed=None) -> making.Planted:
    whole = _months(making.seed_for(NAME, seed), null=False)[1]
    return making.Planted(
        words=(
            f"{LOW_TURNOVER_ADOPTERS + HIGH_TURNOVER_ADOPTERS} of {HOMES} homes take up the programme from month "
            f"{START}. Where fewer than {TURNOVER_LIMIT:.0f}% of staff leave in a year "
            f"({LOW_TURNOVER_ADOPTERS} of them), falls with injury come down to {INJURY_RATIO} of what they were. "
            f"In the other {HIGH_TURNOVER_ADOPTERS} nothing happens to injuries.",
            f"All recorded falls rise by {REPORTING_RATIO - 1:.0%} in every adopting home, because people there report "
            f"more: the culture score goes up by {CULTURE_GAIN:.0f}. More reports here mean more openness, "
            "and not more falls.",
            f"{MISSING:.0%} of monthly returns are missing, and a bad month (the worst third for falls with injury) is "
            f"{BAD_MONTH_WEIGHT:.0f} times as likely to be missing as another.",
            "Beds, season and a home's own level change nothing else. Nothing happens in the homes that did not adopt.",
            "In the adaptation log the core is the weekly huddle with a review of each fall; who leads it is form. "
            "Dropping the review halves the effect, and so does meeting half as often or less; without a huddle nothing is "
            "left of it.",
        ),
        values={
            "injury_ratio_low_turnover": INJURY_RATIO,
            "injury_ratio_high_turnover": 1.0,
            "turnover_limit": TURNOVER_LIMIT,
            "reporting_ratio": REPORTING_RATIO,
            "culture_gain": CULTURE_GAIN,
            "missing": MISSING,
            "bad_month_weight": BAD_MONTH_WEIGHT,
        },
        key=whole,
    )
