"""The checks of the process behaviour chart notebooks: each knows the right answer, sealed, and the known slips.

Where a number comes from a simulation, the neighbouring whole numbers within its wobble are accepted too.
"""

import numpy as np

from improve import harrowmere
from improve.charts import limits
from improve.data import semmelweis_monthly
from improve.interact import Feedback, choice, function, value

SHARE = "That is a share of one. Give it in per cent, as the machine shows it."


def any_of(*sealed):
    """Accept each of several sealed answers."""
    return "+".join(sealed)


class Made:
    """A check of something the learner made: the first complaint that fits is the one that is said."""

    question = "This step asks for code."

    def __init__(self, id, complaints, praise):
        self.id, self.complaints, self.praise = id, complaints, praise

    def judge(self, answer) -> Feedback:
        if answer is ... or answer is None or (isinstance(answer, str) and not answer.strip()):
            return Feedback(self.id, "not tried", "")
        for fits, words in self.complaints:
            if fits(answer):
                return Feedback(self.id, "not yet", words)
        return Feedback(self.id, "passed", self.praise)


# ---- construct ------------------------------------------------------------

construct = [
    value(
        "construct/mean-range",
        places=1,
        question="What is the mean moving range of the 14 weeks of calls?",
        answer="B-T6u6H4zCSdE4iW.OZrJZ6fIbABAO9gYSFPCnHqK",
        wrong={
            "LuW7qjdDk3GfDcwP.TgFZkUWiaNWtgQTB_iwkjZ3L": (
                "That is the median moving range, the one in the middle. Here the mean is asked for: add the"
                " ranges up and divide by how many there are."
            ),
            "bkVx9LSi0ewt_BJN.ZsEISovizQm-VCNpv2bQEFnu": (
                "You joined week 4 to week 6. Nobody counted in week 5, so there is no range across it:"
                " leave it out."
            ),
            any_of(
                "f6-WLh3FHNIbXmLa.cCt8ReKuaGAR-NG3aV_PgfD3",
                "7qTwlUJgXnPaQS1B.Eeh_j0Bwvg0kF6h4VoDYswyN+JV2OPF0VdbIR0sjo.tkKEKaxD1lIZNle3aXXeOKaM",
            ): (
                "The sum is right, and it is divided by too many. Count the ranges that exist, not the weeks"
                " or the steps on paper."
            ),
            "rNkOnJ1staYndKvY.TxUEWctxrUazaXfWJAdDMUV8": (
                "It looks as if the missing week went in as a nought. A week without a count is not a week"
                " without calls."
            ),
            "vI-cZIVgIkSDVnVL.O4j-2nFxbVTzRbeuNrSRCjuk": (
                "That is the ordinary standard deviation of the 13 values. A moving range is the difference"
                " between neighbours."
            ),
            any_of(
                "k5r9TQsqDC5ecGOB.emGzi4LmbPdAxq0Wghvv0CPi", "eICn9wukeyGxcPEq.1HsR9ZBXZE5xNTDgqHaypPhV"
            ): (
                "You kept the signs, so ups and downs cancelled. A moving range has no sign: a fall of two"
                " counts like a rise of two."
            ),
        },
        hint=("Write the difference under each pair of neighbouring weeks, without signs; then their mean."),
    ),
    value(
        "construct/upper-limit",
        places=1,
        question="What is the upper limit for the calls? (Mean 22.)",
        answer="nPFIxSO1-QogJD4g.owwaPdHe3FVM4E8U1ZA_s7ip",
        wrong={
            "1wDpEDCMHmBpWIrC.0HYtBaaCZ2bLeyPZKQneMY6H": (
                "That is the mean plus three ordinary standard deviations. These calls drift upwards, and"
                " the drift swells the standard deviation. Use the moving ranges."
            ),
            "a2MKpP-9tcudG8RJ.QdZspRmySmT8uzCPfSoCTrj7": (
                "That is 2.66 times the median moving range. 2.66 belongs to the mean one; the median has a"
                " number of its own, 3.145."
            ),
            "sqyMcG4_oUM5Ov8E.M0w4zI-GNOpObQqH130yjOfk": (
                "That is three mean moving ranges. Three sigma is a little less than that: multiply by 2.66."
            ),
            "wZTPYC2ks0hLntns.fN68cvwcMvwHHspJsbLMe9wv": (
                "A range across the missing week got in. It does not exist: leave it out of the mean."
            ),
            "2a19wsqPy15gfxyT.cMMrvacxAx73fW1sL5QQ6DGe": (
                "That is how far the limit lies from the mean. Now add the mean."
            ),
            "MjWaY_S6lqIKeF5p.J_3qxHWeYSOHq2SCAiygpxRr": ("That is the lower limit. The other one, please."),
            any_of(
                "proRgJKCV4v0O-S7.FogVylSKKlutIhx4Fvfcl4Ib", "3dzxcmffx4pWY_n6.Ei-jHZi9bacqqW2REL9RsfDF"
            ): (
                "3.267 gives the upper limit of a chart of the moving ranges themselves. For the values it"
                " is mean + 2.66 × mean moving range."
            ),
            "kAAf2aD67ATxSt1V.EFRtuLjfOs8Eet24Qwsd-hRl": (
                "That is two ordinary standard deviations. Limits lie three sigma out, by moving ranges."
            ),
            "BCKzP7LVzPGkvMKH.yvZcMLvTrrN1CqUTmVVOUIwF": (
                "The mean moving range is too small: divide the sum of the ranges by the number of ranges."
            ),
        },
        hint="Mean + 2.66 × mean moving range. Check the mean moving range first.",
    ),
    choice(
        "construct/antibiotic",
        question=(
            "1. Each day a ward writes down the minutes until the first antibiotic for that day's first"
            " patient with suspected sepsis."
        ),
        options={"a": "p chart", "b": "u chart", "c": "XmR chart", "d": "t chart"},
        answer="bLxwceyOsX3hWkLv.KhwLCTQy3DSRF6xFQBYAM_0p",
        wrong={
            "RDu0XGKq_bOIzy-e.15_lim8ns_1V2Nyd0zgFazwB": (
                "A p chart needs a yes or no for each case. Minutes are measured."
            ),
            "FZBaw549GHybT4fN._iE2sWLExn1cEDJCHm0xreub": (
                "A u chart is for counted events. Nothing is counted here: one time is measured a day."
            ),
            "kXZPavZXLUSprMBi.p-FVjcpAO9jQssXZPlFroNmK": (
                "The t in that name stands for the time between rare events. This is the time that a task"
                " takes, with one value every day."
            ),
        },
    ),
    choice(
        "construct/blood-pressure",
        question=(
            "2. Each week 50 to 75 people attend a clinic. How many of them had their blood pressure taken?"
        ),
        options={"a": "p chart", "b": "c chart", "c": "u chart", "d": "g chart"},
        answer="zrWOivqO71_KzSBt.AbNZgXkTpz1-s3GmpTBhTC1I",
        wrong={
            "bouSbDyIYX-Ouh7m.T4NN-Tpzo3F-Y-Y5xFjo0AUk": (
                "A plain count would go up in a busy week although nothing got better. The number who attend"
                " varies, so divide by it."
            ),
            "g1dlABK7sWT2bo1F.iHboMGsU_INqDS9E2pUsQtY9": (
                "There events are counted, and one case may have several. Here each person has it taken or"
                " not: it cannot be more than all of them."
            ),
            "v7i6QIjPaWAWYKaB.eiNz34hCiXtf6REeKRcctSCl": (
                "That is for something rare. Most people have their blood pressure taken."
            ),
        },
    ),
    choice(
        "construct/falls",
        question=(
            "3. A hospital counts about eight falls a month in 600 to 900 occupied bed-days. One patient may"
            " fall twice."
        ),
        options={"a": "p chart", "b": "c chart", "c": "XmR chart of the falls", "d": "u chart"},
        answer="ScMmMVRTmukSuu87.uwd7fWdQzcKZ1PicrOqz8XTF",
        wrong={
            "meFOIzj0w1JccGgI.YouZKlwht-5p2pWtBfSRo0Gr": (
                "In a proportion each case counts once, yes or no. A patient can fall twice, and a bed-day is"
                " not a case: events per exposure are a rate."
            ),
            "USao_wGOeYkJKHVP.ScLSBR5wbyXQ9eowLYPEXCLx": (
                "That would do if the bed-days were always about the same. They vary by half, and a full"
                " month would look worse for being full."
            ),
            "VijJlOQHrHtzEVVf.dSMdw8qjtCf_ae11LHdq8VM7": (
                "It would run, but it takes no account of the bed-days, and it forgets that these are counts."
            ),
        },
    ),
    choice(
        "construct/complaints",
        question=(
            "4. A service that is always open and always about as busy gets about six complaints a month."
        ),
        options={"a": "t chart", "b": "c chart", "c": "p chart", "d": "funnel plot"},
        answer="gKnHt0mfct_PU90d.ndkK2cv6Lv8a2SK0X7BCxL90",
        wrong={
            "FZLxo4eLgz7yoiE3.lhZUXbO33IUdi44szYKffTXZ": (
                "That is for rare events. Six a month are common enough to count by the month."
            ),
            "wE46VZyr_Srgjlmb.mGYN2zSAsZLQ04ZN5qZV3izi": (
                "A proportion of what? Nobody knows how many might have complained. The opportunity stays"
                " about the same, so the count itself will do."
            ),
            "k_CAPMk6IkJsdavo.sLrUtY7rQ8a_5oHEatpapQeW": (
                "That compares many places at one time. This is one place over time."
            ),
        },
    ),
    choice(
        "construct/line-infections",
        question=(
            "5. A unit has about four bloodstream infections from lines a year, and knows the day of each."
        ),
        options={
            "a": "c chart by month",
            "b": "p chart by month",
            "c": "XmR chart of the days between",
            "d": "t chart",
        },
        answer="mIjaJhAdjY3S4azk.c9dc7KGWNAQiVRtRpkPSiVId",
        wrong={
            "1Yz7apytvAa90bwQ.9vzNjNbXGKhsuvBHfgFeX3CS": (
                "Two months in three would be nought, and one infection would lie near the limit. Too few"
                " events for a count by month."
            ),
            "UrgE5aNNl7Hqvr01.EsHMPuMQftxLmC9c6RoRVfHy": (
                "With so few events nearly every month is 0%. Turn the question round: how long between them?"
            ),
            "cjBSU603UgaruREj.A-fnPzOwmDjFfI2a3BtlyhMa": (
                "Right question, wrong limits: times between events are skewed. Even limits would go below"
                " nought and raise alarms at long gaps."
            ),
        },
    ),
    choice(
        "construct/operations",
        question=(
            "6. The same for wound infections after hip replacement, about one in 80, with the number of"
            " operations since the last one known."
        ),
        options={"a": "g chart", "b": "u chart by month", "c": "p chart by month", "d": "x-bar and s chart"},
        answer="sqCsN55Ox90Uibc7.-1_nMd1UU0ahvvvPe3FJVuVN",
        wrong={
            "BEPKaRa0mj5XWlGZ.u0o-8uXUeKw_ECdsVFU8Z0e4": (
                "With 20 operations a month most months would be nought. A rate by month has nothing to work"
                " with."
            ),
            "7rE2ttdkYsBARNgI.PHIez5DZh7VvaXjCOuWfa5k6": (
                "The expected number a month is far below five, so most months are 0%. Count the cases"
                " between infections instead."
            ),
            "B5QWe6sQQwM0iL6c.N24YXIoMfviD-6_GAs2EgITG": (
                "That is for several measured values a point. Here cases are counted."
            ),
        },
    ),
    choice(
        "construct/attendances",
        question=(
            "7. A region with 15,000 emergency attendances a month: the share seen within four hours, about"
            " 85%."
        ),
        options={"a": "p chart", "b": "p′ chart", "c": "c chart", "d": "g chart"},
        answer="SS9Wdv2tLw02Ew8P.0y5IQXq3K4QKqMEP6D-Hy_iN",
        wrong={
            "_ln3EJg-MZI6PFkS.J8f6R0ZIiIDw2iGqJzgoIMip": (
                "With so many in each point those limits allow for hardly any ordinary change between months,"
                " and a large part of the points would lie outside."
            ),
            "Thaey-fN4n1QcP4M.3tA5gMEvLJwEzNRiAs0p1z2w": (
                "A count without its denominator goes up with every busy month."
            ),
            "OCpr3I38mlS6DsJI.lM7ACBZ_-j-T-TWaPIb6mnWz": (
                "That is for rare events. Two thousand a month wait longer."
            ),
        },
    ),
    choice(
        "construct/care-homes",
        question="8. Falls per bed in 44 care homes last year. Which homes stand out?",
        options={
            "a": "XmR chart, a point a home",
            "b": "u chart, a point a home",
            "c": "run chart",
            "d": "funnel plot",
        },
        answer="cWmd-BVIAfjSOFY-.qk4ycicOSIVFMpiwqjhawBzS",
        wrong={
            "obuxwRa0SPDRaQal.WEOr1qXGEY7HL69ewk8DSUHC": (
                "Moving ranges need an order in time. Homes have none: in another order the limits would be"
                " others."
            ),
            "kJb8p4vIVAEi-nke.ySdZxlJLtC5rIA7bBQRIw56e": (
                "Its limits are near, but its run rules need time order, which homes do not have. There is a"
                " plot made for this, with limits against size."
            ),
            "mLsnoS0bKTCpzZ3N.ZNlXF9cps8afn8Hvrmij48Gt": (
                "Runs and crossings mean something only in time order. Homes are not in any."
            ),
        },
    ),
    value(
        "construct/g-limit",
        places=0,
        question="What is the upper limit of the g chart, to the nearest whole operation?",
        answer="gR9TZroVeXOPOvkv.ofzvx3uEOveJb_RH6q4UHDBR",
        wrong={
            "OqdfgQNnsabLIjli.JUOJzcv6RhVqlJLHLmj2vxNt": (
                "Very near: you took the root of mean × mean. The formula has mean × (mean + 1)."
            ),
            "NVy8ZHsyvubg1QPe.DrIsLi9Omk7-KT6yy7KABxSa": (
                "That is the limit of a c chart, for counts in a fixed time. Counts until something happens"
                " spread far more: the root is of mean × (mean + 1)."
            ),
            "qVxlNtgiI3Js1JKX.D6EKZYZzcBA8P85v8jhKdWNZ": (
                "That is the XmR limit. It takes the counts for evenly spread; these are skewed."
            ),
            "Y655lVcSoGd4Z0BN.FI9awGY0umeLxud-0SOn9yZd": (
                "That is three ordinary standard deviations above the mean. A g chart takes its spread from"
                " the mean alone."
            ),
            "GVeCJ8ovXqzYdOSt.-Hjha5VSLhSdUBlP0GhKrBjT": "Now add the mean.",
            "5uLZhhPiCH_3Cb_E.kNZNB1l69L57__0UwcYqz3uC": (
                "You started from the median. The median is the line for runs; the limits come from the mean."
            ),
        },
        hint="60 × 61 is 3,660. Its root, times three, plus the mean.",
    ),
]


def _u_upper(events, exposure):
    events, exposure = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
    rate = events.sum() / exposure.sum()
    return rate + 3 * np.sqrt(rate / exposure)


def _u_of_mean_rates(events, exposure):
    events, exposure = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
    rate = (events / exposure).mean()
    return rate + 3 * np.sqrt(rate / exposure)


def _u_constant(events, exposure):
    events, exposure = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
    rate = events.sum() / exposure.sum()
    return np.full(len(events), rate + 3 * np.sqrt(rate / exposure.mean()))


def _u_as_p(events, exposure):
    events, exposure = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
    rate = events.sum() / exposure.sum()
    return rate + 3 * np.sqrt(rate * (1 - rate) / exposure)


def _u_as_c(events, exposure):
    mean = np.asarray(events, dtype=float).mean()
    return np.full(len(events), mean + 3 * np.sqrt(mean))


def _two_sigma(events, exposure):
    rate = np.sum(events) / np.sum(exposure)
    return rate + 2 * np.sqrt(rate / np.asarray(exposure, dtype=float))


def _exposures(rng):
    exposure = rng.integers(400, 1200, int(rng.integers(12, 30)))
    return rng.poisson(0.011 * exposure).tolist(), exposure.tolist()


def _arrays(rng):
    return tuple(np.array(part, dtype=float) for part in _exposures(rng))


construct += [
    function(
        "construct/u-code",
        against=_u_upper,
        examples={"arrays": _arrays},
        wrong={
            "mean of rates": (
                _u_of_mean_rates,
                (
                    "The centre line is the mean of the monthly rates, in which a small month counts as much"
                    " as a large one. Divide all events by all exposure."
                ),
            ),
            "constant": (
                _u_constant,
                (
                    "It gives one limit from the average exposure. The exposure varies, so each point has a"
                    " limit of its own: steps."
                ),
            ),
            "p": (
                _u_as_p,
                (
                    "That is the spread of a proportion, for cases that are yes or no. Events per exposure"
                    " have the rate itself over the exposure under the root."
                ),
            ),
            "c": (
                _u_as_c,
                ("That is a c chart: counts with no exposure. Here the bed-days vary, so a rate is needed."),
            ),
            "two": (_two_sigma, "Those are two-sigma lines. Limits lie three sigma out."),
            "lower": (
                lambda events, exposure: np.maximum(
                    2 * np.sum(events) / np.sum(exposure) - _u_upper(events, exposure), 0
                ),
                "Those are the lower limits.",
            ),
        },
        hint="First the rate: all events over all exposure. Then its root term for each exposure.",
    ),
]


# ---- derive ------------------------------------------------------------

derive = [
    value(
        "derive/sd-inflation",
        places=1,
        question="Set the shift to three sigma. What does the ordinary SD say, on average?",
        answer="qOH--k1ZkWSr7jxb.dbA1wQGbwWywBRiU7sfUfkvw",
        wrong={
            "LUXbZgllb5sd4TsI.4n_aVy0eXb6xXvclQ4fGHB3R": (
                "That is what the moving ranges say. The ordinary SD is the other number."
            ),
            "tW7dHmcheocHEOuk.3kcT77Vfyr9mPm-KzGZT0-7t": (
                "That is for a shift of two sigma. Set the slider to three."
            ),
            any_of(
                "WCXohTCymDqI08v_.Z4bbOmtlEzk-hVYGVNMWrKb4", "3OrcDl4yFEcnZi0_.g65srOWZzm94iePNtr260M6h"
            ): ("That is for a shift half a sigma off. Set the slider to three."),
            "jFS-xiRfObQirF79.jie3aALzlyR8zrsMxrK_d5_j": (
                "That is for a shift of four sigma. Set the slider to three."
            ),
            "lR3dffGxuYvzyw8c.pU59J8LA54gDAZAsi41e5MtB": (
                "That is the true sigma. The question is what the ordinary SD makes of it."
            ),
            "TN_hIxpmLdAaMchv.qkyoLZXoKJEmuFbgkQzQB0GO": (
                "That is the size of the shift. Read what the ordinary SD says, under the charts."
            ),
        },
        hint="Move the slider to 3 and read the words under the charts.",
    ),
    choice(
        "derive/why-ranges",
        question=(
            "In the calls of section 3 the ordinary SD is 4.3, and the moving ranges say sigma is 2.7. Why is"
            " the SD so much larger?"
        ),
        options={
            "a": "The SD divides by one less than the number of weeks",
            "b": "The later weeks are higher, and the SD counts that as spread in every week",
            "c": "Moving ranges leave the missing week out",
            "d": "The calls are not normally distributed",
        },
        answer="tJK7Vcsb0J8sHjtb.BFBIDb3jNGeomgHUA4phMAFB",
        wrong={
            "h8oJLlRGT7OC6wKJ.HD28v7qJRGZUeVabJkY2Ak_5": (
                "That changes it by a twentieth or so. Look at the first seven weeks and the last seven."
            ),
            "sawyko225gWYSZ9A.ztFsoVu8POVsKgXx7spVpcjL": (
                "The SD leaves it out as well. Look at the level of the weeks before it and after it."
            ),
            "oS_BjLSIqYB4nxiq.IXaEgtV3TMMUMFLMQw6HVBLK": (
                "Limits do not rest on an exact shape. Cover the first half of the row of numbers with your"
                " hand, then the second."
            ),
        },
    ),
    value(
        "derive/ten-points",
        places=0,
        question=(
            "What is the smallest number of points with which one of them can lie more than 3 SDs "
            "from the mean of all?"
        ),
        answer="BFqaHlCcsosb6Y6b.YvpqvZ-SOSOb0n--IxBv4skp",
        wrong={
            "4-eptDUfBHH99p_P.jaR0eIiAejQh3iWw7h7hhdyt": (
                "With that many the most is 2.85, which is less than three. Try one more step."
            ),
            "69RCexLqiAfWiU4p.czY4N5CJbQq9g_bwH01MnOFy": (
                "With that few it cannot even come near. Move the slider up."
            ),
            any_of(
                "ax675rIIVSEHkzaX.RjcF3a3HeuC7T9LWuKWl7xbW", "fHrRC42i2r0w5FlQ.KV4Zhofdr3MgZ_E-d7k4IbDU"
            ): ("It is possible with that many, and already with fewer."),
            "9lG5tSL0zrLcvk21.hhvWcfi-xyq_yarmVzN5n4Pa": (
                "That is the number of SDs. Asked for is the number of points."
            ),
        },
        hint="Put the disaster far away, then add a point at a time until the words say more than 3.",
    ),
]


def _ranges(values):
    return np.abs(np.diff(np.asarray(values, dtype=float)))


def _limits(values, width):
    mean = np.nanmean(values)
    return mean - width, mean, mean + width


def _by_ranges(values):
    return _limits(values, 2.66 * np.nanmean(_ranges(values)))


def _by_sd(values):
    return _limits(values, 3 * np.nanstd(values, ddof=1))


def _bridged(values):
    known = np.asarray(values, dtype=float)
    known = known[~np.isnan(known)]
    return _limits(values, 2.66 * _ranges(known).mean())


def _as_zero(values):
    return _by_ranges(np.nan_to_num(np.asarray(values, dtype=float)))


def _too_many(values):
    values = np.asarray(values, dtype=float)
    return _limits(values, 2.66 * np.nansum(_ranges(values)) / np.sum(~np.isnan(values)))


def _plain(rng):
    return np.cumsum(rng.normal(0, 1, int(rng.integers(12, 30)))) + rng.normal(50, 5, 1)


def _gaps(rng):
    values = _plain(rng) + rng.normal(0, 3, 1)
    values[rng.choice(np.arange(2, len(values) - 2), 2, replace=False)] = np.nan
    return values


def _wild(rng):
    """Moving ranges of which one or two are screened out the first time, and a third the second time."""
    values = rng.normal(20, 0.5, 25)
    values[int(rng.integers(3, 10))] += 40
    values[int(rng.integers(13, 22))] += 14.8
    return values


def _screen(values, again=False, limit=3.267, middle=np.mean):
    ranges = _ranges(values)
    kept = ranges[ranges < limit * middle(ranges)]
    if again:
        while len(kept) < len(ranges):
            ranges, kept = kept, kept[kept < limit * kept.mean()]
    return kept.mean()


derive += [
    function(
        "derive/limits-code",
        against=_by_ranges,
        examples={"no gaps": _plain, "gaps": _gaps},
        wrong={
            "ordinary SD": (
                _by_sd,
                (
                    "It uses the ordinary standard deviation. Every shift and drift swells that. Take the"
                    " moving ranges."
                ),
            ),
            "median": (
                lambda values: _limits(values, 2.66 * np.nanmedian(_ranges(values))),
                ("It multiplies the median moving range by 2.66, which belongs to the mean one. Never mix."),
            ),
            "median with its own": (
                lambda values: _limits(values, 3.145 * np.nanmedian(_ranges(values))),
                (
                    "3.145 times the median moving range is a sound choice, but this step asks for "
                    "the mean one."
                ),
            ),
            "three ranges": (
                lambda values: _limits(values, 3 * np.nanmean(_ranges(values))),
                "It goes three mean moving ranges out. Three sigma are 2.66 of them.",
            ),
            "range chart": (
                lambda values: _limits(values, 3.267 * np.nanmean(_ranges(values))),
                "3.267 is for a chart of the moving ranges themselves.",
            ),
            "bridged": (
                _bridged,
                (
                    "It takes the gaps out first, so the neighbours of a gap become neighbours of each other."
                    " A range next to a gap does not exist."
                ),
            ),
            "zero": (_as_zero, "It counts a missing value as 0."),
            "too many": (
                _too_many,
                ("It divides the sum of the moving ranges by the number of values. There are fewer ranges."),
            ),
            "not a number": (
                lambda values: (np.mean(values),) * 3 if np.isnan(np.mean(values)) else _by_ranges(values),
                (
                    "With a gap it gives back nan. Use the means that leave nan out, for values and "
                    "for ranges."
                ),
            ),
            "order": (
                lambda values: (_by_ranges(values)[1], _by_ranges(values)[0], _by_ranges(values)[2]),
                "The numbers are right and their order is not: lower limit, mean, upper limit.",
            ),
        },
        hint=("Differences of neighbours, without signs; a difference with a missing value is missing too."),
    ),
    function(
        "derive/screen-code",
        against=_screen,
        examples={"one or two wild points": _wild},
        wrong={
            "none": (lambda values: _ranges(values).mean(), "No range is left out yet."),
            "again and again": (
                lambda values: _screen(values, again=True),
                "It screens more than once. Once is what is asked, and what the tools do.",
            ),
            "2.66": (
                lambda values: _screen(values, limit=2.66),
                ("It uses 2.66, which is for the values. A single range is unusual above 3.267 mean ranges."),
            ),
            "points": (
                lambda values: _without_wild_points(values),
                ("It leaves out points beyond the limits. Screening leaves out ranges; all points stay."),
            ),
            "median": (
                lambda values: _screen(values, middle=np.median),
                "It compares the ranges with their median. The rule compares them with their mean.",
            ),
        },
        hint="Take the ranges and their mean; keep those not above 3.267 of it; take the mean again.",
    ),
]


def _without_wild_points(values):
    values = np.asarray(values, dtype=float)
    lower, _, upper = _by_ranges(values)
    return _ranges(values[(values > lower) & (values < upper)]).mean()


# ---- diagnose ------------------------------------------------------------

diagnose = [
    choice(
        "diagnose/which-mistake",
        question=(
            "A report on the same 36 weeks says: “No week is out of control. The nurse at the door made no"
            " difference.” Which mistakes must its chart have?"
        ),
        options={
            "a": "Limits from weeks 1 to 24, with screening",
            "b": "The change in the baseline, and ordinary SD limits",
            "c": "The gap bridged",
            "d": "2.66 times the median moving range",
        },
        answer="D4L97gJk-q5Tcc8s.KGJ1wFelkziBiydASAy0nmpm",
        wrong={
            "T-JH2E8x8ymhJ7pg.JLBzXNHHNEDSEoI52_Jhny_o": (
                "Set that up above: screening narrows the limits, and there are more signals, not none."
            ),
            "hfimEhNN6IuluSQt.NDJMoLbUVO3RxQjaQiYpXct7": (
                "Set that up above: the limits widen a little, and the long run is still there."
            ),
            "DtVZ8ZtfP5tHgnnU.Yb0I1zoiMrpn7V-3WhyjXA-3": (
                "Set that up above: the limits narrow, and there are more signals."
            ),
        },
    ),
    choice(
        "diagnose/vienna-remedy",
        question=(
            "On Vienna's p′ chart 3 of 76 months lie outside, and neighbouring months are alike (correlation"
            " 0.6). What is a fair reading?"
        ),
        options={
            "a": "The p′ chart has cured it: only three months were special",
            "b": "All 36 months of the p chart need an explanation of their own",
            "c": (
                "Wider limits cure the false alarms, but months that resemble the month before need "
                "knowledge of epidemics, not more rules"
            ),
            "d": "The births are too few for any chart",
        },
        answer="X_cULqvEaQzyuJ1Y.IWWxND9Yif4cjF7VADd6Ca6C",
        wrong={
            "orY_68Afhf93tMCQ.otRtCuO8c6XZpX5ryn80uNHh": (
                "It takes care of extra spread. It does not take care of memory from month to month, and the"
                " long runs on the same chart say that there is some."
            ),
            "t5QnbMedHLp1QD2t.yCddYXe188MA8EmB9qCAxqOp": (
                "Those limits allow only for the luck of the draw. Nearly half of all months cannot each be"
                " exceptional."
            ),
            "nkLiEneT_kGWFD5I.XtqnJEFSGFPCAuYW5YF1Mt8F": (
                "There are 200 to 340 births a month and about 27 deaths: plenty for a chart."
            ),
        },
    ),
    choice(
        "diagnose/england-remedy",
        question=(
            "On England's p′ chart seven months lie outside, all of them between December and March, and there is a"
            " slow rise."
            " What now?"
        ),
        options={
            "a": "Seven special causes: ask seven times what went wrong",
            "b": "Rebase each winter",
            "c": "Use the counts without the denominator",
            "d": (
                "Treat season and drift as what they are: compare each month with the same month "
                "before, or model them"
            ),
        },
        answer="1hCM4y_Vxjk-OCLV.XvHZQxjOPgecZ5tJSBlXd4Q2",
        wrong={
            "U3ipCX1PY5VqKlvU.IBNcNVuAxe-hJoRtSbMWI1NX": (
                "Winter comes every year. What comes every year is part of the process, even when it lies"
                " outside limits that know of no season."
            ),
            "k3P20w52JyA0sr4E.V03XMK2lgB2SWr_9kby97rCo": (
                "New lines each winter would make every winter look ordinary, also one that was not."
            ),
            "qAGRMP1hIkx5Z-bW.hfuhhgSIWm131cVjfD8Ro3w2": (
                "Then busy months look worse for being busy, and the season is still there."
            ),
        },
    ),
    choice(
        "diagnose/target",
        question=("The limits of a stable process run from 73% to 96%, and the target is 80%. What follows?"),
        options={
            "a": "Move the lower limit up to 80%",
            "b": "Investigate each month below 80%",
            "c": ("It will be met in some months and missed in others, until the process itself is changed"),
            "d": "It is stable, so no more is needed",
        },
        answer="vBi6yteUslZPv979.KM2YZRXS0pMEqu3_EiK8YBGo",
        wrong={
            "wOmmqwpraUqWt3_T.fb_Ek92FSl3Rd7qWOK6MRPCf": (
                "A limit says what the process does. Drawing it where we would like it to be does not make"
                " it so."
            ),
            "tHUMuc_bRDU_UBJd.ZlV1gCN_gv2LYoAHypc01BFh": (
                "The red months come from the same machine as the green ones. Looking for what was special"
                " about them finds stories."
            ),
            "BOlM0JrFlJmOP3_X.HTKMAPH_Kh8v18PnNZ7gTh9M": (
                "Stable means predictable. It can be predictably not good enough for patients."
            ),
        },
    ),
    value(
        "diagnose/memory",
        places=0,
        unit="%",
        question="24 points, likeness 0.7, limits only: what percentage of charts hold a false alarm?",
        answer=any_of(
            "d6aiZoWaqt0N2H4J._lyk3jij45Zeshb6Gw7QWJGI",
            "828kLe-_cLNyYvg5.ReKGMgpK0bDutmx0oxVqGMek",
            "QehALsFZcx1uMJeE.px5_mgB_nQtYyX4WPLWxKG_d",
            ("S3idCL4XHkHSjkgx.646Em9xRdfbUjuczMQ5nn6u_"),
        ),
        wrong={
            any_of(
                "0H_dajidxNycsziZ.-y8ZUeITMHkNl4XoWX67qSZH",
                "EyUuQvd8jILaVy5c.ERacERqzj0zeMVtcYCUoW95h",
                "s2VC7063nTJecNtV.0xwSkOsZx0vF06nlDEghJs1s",
                "CnnSR9pslrMNFBBj.5REVHDCTBf1fXv0hObXVeY26",
            ): ("That is for a likeness of 0.5. One step further."),
            any_of(
                "VexLlgl_JAInG0jG.dvXnjRPZjl2N_GAnPfRbRaua",
                "DxX0oP2-lcW9Citz.KX4mwJ3vIyYBJaAcZ3iOajkd",
                "JUBGyuKgMmjrrfKq.G71SL7yd-k9WDuWcerV_xQI4",
            ): ("That is for a likeness of 0.3. Two steps further."),
            any_of(
                "Pv-uwvshDfKE5T3i.hxzDlvomyFvZnKPKqTJCb88A",
                "x_KKl561CxpF4TMq.Fw0mIUSEnKkfoLjsufP1N2UT",
                "g9DkVy-3an7PgRdT.pmgnmEexaZRaN6Wdb8miszaz",
            ): ("That is for independent points. Set the likeness to 0.7."),
            any_of(
                "o6YFvvTqB21gMdSL.UyYea83O8bT1-YVF1IuuOJ_5",
                "w6HXpyaXhuvYtBYT.A44972oGp3EFiAgfAIFi7o7A",
                "9M-NQPsj3SbXQNTi.IucuPVnipCOD8DyxzWdD43ww",
            ): (
                "That is for 12 points, or the share of charts without an alarm. Set 24 points, and read the"
                " signal bar."
            ),
            any_of(
                "HE8yERYNhMlBnytL.T0TW9UmLzzA6dkHY9IHTdY91",
                "fE3oHc309AZABrbI.byzij6EC_aYfr2-VRh9o6q6x",
                "cxx5dbJUlyf2uFvZ.0Yxb3WGt2DmlT8ETl3luK5lj",
                "Bh4U7Hlg-CQLflPt.cjE8RxysENzLz76RrNYlFmME",
            ): ("That is for 36 points, or with four rules. Set 24 points and only the limits."),
            any_of(
                "nJ9YmfotNtvKDOWx.6lARLt84uoGSXoPu1CIqJAvb", "Ute15yRrwiieV1AA.0dIqe13XNRFBy9we0d3jw9bn"
            ): SHARE,
        },
        hint="Set points to 24, likeness to 0.7 and the rule to a dot outside. Read the upper bar.",
    ),
    value(
        "diagnose/four-rules",
        places=0,
        unit="%",
        question=("24 points, independent, all four rules: what percentage of charts hold a false alarm?"),
        answer=any_of(
            "9Af8zbGMVAxFVGJc.CQpfnNT9Ed6ZvVHkKTzXb3il",
            "IbRft680ZbSeayx5.aBjmvj9Q2b8EPiSsx4gTay-t",
            ("G0d5hvCuakAKCIKE.S5GxYSlCeUzbPVy1d6tbQ2Kg"),
        ),
        wrong={
            "Zx3K7Ca9m0Xk8pwE.qorMic4yCivXKm0DzOjtFKSr": (
                "That is for the limits alone. Set the rules to all four."
            ),
            any_of(
                "VeaaY7ulWrTpNRfA.rpstz8bT8RFdKFi1-EWuR2JM", "y-hF2h2T6X2c-VZz.kNtl1NZ9g0r-kAC-hP1sub9x"
            ): ("That is the run of seven by itself. Read the share for any of the four."),
            "evP6p9QaLaGlVQi_.JZNXLrd5-3z86SUkisEiHD9f": "That is for 12 points. Set 24.",
            any_of(
                "roJFJ7TeoVPZllbS.HTDb2_CvyVrkcGb2XthvbQyz",
                "RJCBE3O66pDAWMnZ.w6dkntGTjGB0Z2z-twF8CIrb",
                "gu4JsLUhZ-Lx2yKz.a-6qE-5nXqUVWgJ5U9micq31",
            ): ("That is for 36 points. Set 24."),
            any_of(
                "NFVJXUvXebBsWC2n.BeASjIz54vZJSLv-G9aETxvy",
                "dR2nbTEz7y2R01iI.9nReoiGDQmM4kcuNPlcmQPna",
                "HGghsjPZU7Ks43cW.CUDgCLSJ9x4GZWGJeAiumscs",
            ): ("That is the share of charts with no signal. Read the other bar."),
            any_of(
                "CJbVHGeyjg8W7TVM.ynVrNizGM0TRdPOtyLLzsPL1",
                "-9sXgvNOPjd64_H7.8ETFJ6t6n-Mu9d_xahPKJPKt",
                "1pEvhDQx42BhuBBF.cyzNB5dBoDuh5iMxPvjXpUoB",
            ): (
                "Either you added up the four rates (some charts break two rules, and count once), or"
                " the likeness is not 0."
            ),
            any_of(
                "pm02TrZDLA0Fzc2F.EXa9ftcmdjbJ1yp1txw78-hq", "-Fw0opw7TPRXb-4X.TKgpQVp07PoMhuNjPk49iXR-"
            ): SHARE,
        },
        hint="Set points to 24, likeness to 0 and the rules to four. Read the upper bar.",
    ),
]


def _z(events, cases):
    events, cases = np.asarray(events, dtype=float), np.asarray(cases, dtype=float)
    mean = events.sum() / cases.sum()
    return (events / cases - mean) / np.sqrt(mean * (1 - mean) / cases)


def _sigma_z(events, cases):
    return _ranges(_z(events, cases)).mean() / 1.128


def _z_of_mean_share(events, cases):
    events, cases = np.asarray(events, dtype=float), np.asarray(cases, dtype=float)
    mean = (events / cases).mean()
    z = (events / cases - mean) / np.sqrt(mean * (1 - mean) / cases)
    return _ranges(z).mean() / 1.128


def _own_errors(events, cases):
    events, cases = np.asarray(events, dtype=float), np.asarray(cases, dtype=float)
    share, mean = events / cases, events.sum() / cases.sum()
    return _ranges((share - mean) / np.sqrt(share * (1 - share) / cases)).mean() / 1.128


def _ranges_of_shares(events, cases):
    return _ranges(np.asarray(events, dtype=float) / np.asarray(cases, dtype=float)).mean() / 1.128


def _clinic(rng):
    cases = rng.integers(150, 900, int(rng.integers(15, 40))).astype(float)
    risk = np.clip(rng.normal(0.2, 0.05, len(cases)), 0.05, 0.6)
    return rng.binomial(cases.astype(int), risk).astype(float), cases


def _same(chart, expected):
    return len(chart.table) == len(expected) and np.allclose(chart.table["value"], expected, equal_nan=True)


def _vienna():
    table = semmelweis_monthly()
    return table[table["date"] < "1847-06-01"]


def _not_a_chart(chart):
    return not all(hasattr(chart, part) for part in ("table", "rules", "kind", "series"))


def _vienna_share(chart):
    table = _vienna()
    return 100 * table["deaths"] / table["births"]


diagnose += [
    function(
        "diagnose/sigma-z-code",
        against=_sigma_z,
        examples={"proportions": _clinic},
        wrong={
            "ordinary SD": (
                lambda events, cases: _z(events, cases).std(ddof=1),
                (
                    "It takes the ordinary SD of the z-scores. A shift or drift would swell it. Use their"
                    " moving ranges."
                ),
            ),
            "not divided": (
                lambda events, cases: _ranges(_z(events, cases)).mean(),
                "It gives the mean moving range of the z-scores. Divide by 1.128 to get their sigma.",
            ),
            "limits": (
                lambda events, cases: 2.66 * _ranges(_z(events, cases)).mean(),
                "That is three sigma. Sigma itself is the mean moving range over 1.128.",
            ),
            "mean of shares": (
                _z_of_mean_share,
                (
                    "The mean proportion counts a small month as much as a large one. Divide all events by"
                    " all cases."
                ),
            ),
            "own errors": (
                _own_errors,
                "Each point uses a standard error from its own proportion. Use the mean one for all.",
            ),
            "not standardised": (
                _ranges_of_shares,
                "It takes moving ranges of the proportions. Turn them into z-scores first.",
            ),
        },
        hint="Proportion, mean proportion, standard error for each point, z, ranges of z, mean, 1.128.",
    ),
    Made(
        "diagnose/prime-chart",
        complaints=(
            (_not_a_chart, "This step asks for a chart: what `p_chart(...)` gives back."),
            (
                lambda chart: len(chart.table) == 99,
                (
                    "That is the whole series. The months from June 1847 on belong to another "
                    "process: use `before`."
                ),
            ),
            (
                lambda chart: len(chart.table) < len(_vienna()) and len(chart.table) != 76,
                "Some months are missing. Use the whole table `before`.",
            ),
            (
                lambda chart: chart.kind in ("u", "up"),
                (
                    "That is a u chart, for events per exposure. A birth ends in a death of the "
                    "mother or not: p."
                ),
            ),
            (
                lambda chart: chart.kind == "i",
                "That is an XmR chart of the percentages: a fair remedy too, but p′ is asked for.",
            ),
            (
                lambda chart: chart.kind == "p",
                (
                    "Those limits allow for the luck of the draw alone, and 36 months lie outside: "
                    "look at `prime`."
                ),
            ),
            (lambda chart: chart.kind != "pp", "That is another kind of chart. Asked for is p′."),
            (
                lambda chart: chart.series.per == 1,
                "Those are shares of one. The reader expects a percentage: look at `per`.",
            ),
            (
                lambda chart: (
                    not (_same(chart, _vienna_share(chart)) or _same(chart, _vienna_share(chart).dropna()))
                ),
                "The values drawn are not the deaths as a percentage of the births.",
            ),
            (
                lambda chart: chart.rules.name == "anhoej",
                (
                    "The chart is judged by Anhøj's rules, which are used when nothing else is said: "
                    "look at `rules`."
                ),
            ),
            (
                lambda chart: chart.rules.name != "nhs",
                ("The chart is judged by a set that was not asked for."),
            ),
        ),
        praise="Values, kind of limits and rule set are as asked, and the record of the chart says so.",
    ),
]


# ---- rebase ------------------------------------------------------------

rebase = [
    choice(
        "rebase/blood-results",
        question="A. Blood results: new lines from July 2031?",
        options={
            "a": "Yes, and keep the old ones in sight with the reason",
            "b": "Yes, and take the old lines off so that the chart is clear",
            "c": "No: limits are never changed",
            "d": "No: wait for another year",
        },
        answer="yoGhrbruBfDc-fc4.XB_ZcI9rMalbHY_mnr2ERCMo",
        wrong={
            "ET7Kx7GgKdJVyCAR.OlKTdl-vB5LH1coBqY4ho3uy": (
                "Then nobody can see any more that it got faster, or check your decision."
            ),
            "CdMRYCQSa2jUdYX5.TR8GCVaDJksFPVB8hsdRpUrR": (
                "Lines from the time of the porters no longer say what to expect. Every month would be a"
                " signal, and a new problem would go unseen."
            ),
            "Tjw_fg5DsD2S7Rrf.MDkcmSDYxgZe1ywuSPDcPSg8": (
                "All four conditions hold, and there are 12 points. What would another year tell you?"
            ),
        },
    ),
    choice(
        "rebase/missed-appointments",
        question="B. Missed appointments: new lines from September 2031?",
        options={
            "a": "Yes: ten months are a long run",
            "b": "Yes: the old lines make the service look bad",
            "c": "No: keep the lines and find out what changed",
            "d": "No: ten months are too few for a signal",
        },
        answer="A9-9lPB6WHv9xb4s.oy6HaLjYZmSd0CkntcZez8kB",
        wrong={
            "oOsnp8S6d6B0Yydg.Xp_-9bE2bFUnT0ZoWocXr4EA": (
                "The run is the news, and new lines would switch it off. The first condition holds; the"
                " second does not."
            ),
            "8vofw4351j4HWQ1o.d4MQiriPVvonEGJMBobIKJ4S": (
                "That is the very reason for which lines must not move. The signal would go, the harm stay."
            ),
            "12pRjWgMFJyIsfof.3hz72CwliQdJlUqoMWHXFnKb": (
                "By this rule eight are enough. There is a signal. Something else is missing."
            ),
        },
    ),
    choice(
        "rebase/falls-assessments",
        question="C. Falls assessments: new lines from September 2031?",
        options={
            "a": "Yes: the signal is clear and the cause known",
            "b": "No: there is no signal",
            "c": "Yes, so that the improvement shows in the report",
            "d": "Not yet: nobody expects the new level to stay",
        },
        answer="PAOunFQHKTl71BXo.LVSFTGiTEJ-FGt3zwJX5Nf74",
        wrong={
            "99mWYlsiqZfVaLZx.XJG6IshQPYPeDVwTKlpu3klN": (
                "Two conditions hold. Read the third one again, and the nurse's contract."
            ),
            "FE9g5en7VwCcOJZT.9Ghmw0Y6U2QZJjvcWhZY_z6W": (
                "Ten months above the old mean are a signal by this rule."
            ),
            "qbNi0wLSot7OaFWq.-AKBuE8o2RncnmPQdZ_-9tMt": (
                "It shows already: it is the signal against the old lines. New lines would make a slip back"
                " look like bad news that nobody could foresee."
            ),
        },
    ),
]


def _rule(values, start, cause_known, will_stay, length=8, centre=np.mean):
    values = np.asarray(values, dtype=float)
    old, new = centre(values[:start]), values[start:]
    last = new[-length:]
    steady = len(new) >= length and (np.all(last > old) or np.all(last < old))
    return bool(steady and cause_known and will_stay)


def _mean_of_all(values, start, cause_known, will_stay):
    values = np.asarray(values, dtype=float)
    last = values[start:][-8:]
    steady = len(values) - start >= 8 and (np.all(last > values.mean()) or np.all(last < values.mean()))
    return bool(steady and cause_known and will_stay)


def _anywhere(values, start, cause_known, will_stay):
    """A run of eight somewhere after the start, even if it ended long ago."""
    values = np.asarray(values, dtype=float)
    old, new = values[:start].mean(), values[start:]
    found = any(np.all(new[i : i + 8] > old) or np.all(new[i : i + 8] < old) for i in range(len(new) - 7))
    return bool(found and cause_known and will_stay)


def _reaches_back(values, start, cause_known, will_stay):
    values = np.asarray(values, dtype=float)
    old, last = values[:start].mean(), values[-8:]
    return bool((np.all(last > old) or np.all(last < old)) and cause_known and will_stay)


def _one_way(values, start, cause_known, will_stay):
    values = np.asarray(values, dtype=float)
    last = values[start:][-8:]
    return bool(
        len(values) - start >= 8 and np.all(last > values[:start].mean()) and cause_known and will_stay
    )


def _on_counts(values, start, cause_known, will_stay):
    values = np.asarray(values, dtype=float)
    old, last = values[:start].mean(), values[start:][-8:]
    steady = len(values) - start >= 8 and (np.all(last >= old) or np.all(last <= old))
    return bool(steady and cause_known and will_stay)


SIGNS = np.array([-1.0, 1.0])


def _moved(rng, after=12, cause=True, stay=True, swing=4.0):
    """Values with a level that moves for good after 12 points, up or down."""
    step = rng.choice(SIGNS) * 9
    before = 50 + rng.permutation(np.repeat(SIGNS, 6)) * swing
    later = 50 + step + rng.uniform(-3, 3, after)
    return np.concatenate([before, later]), 12, cause, stay


def _came_back(rng):
    """A long run after the change that is over again by the end."""
    values, start, cause, stay = _moved(rng, after=14)
    values[-3:] = 100 - values[-3:]
    return values, start, cause, stay


def _short(rng, same=1.0):
    """Seven points since the change; those just before it lie on the same side, or with -1 on the other."""
    step = rng.choice(SIGNS) * 9
    side = same * np.sign(step)
    before = np.concatenate([np.full(6, 50 - side * 2.0), np.full(6, 50 + side * 2.0)])
    return np.concatenate([before, 50 + step + rng.uniform(-3, 3, 7)]), 12, True, True


def _small(rng):
    """A shift so small that a mean of all points lies in its midst."""
    step = rng.choice(SIGNS)
    before = 50 + rng.permutation(np.repeat(SIGNS, 3)) * 4.0
    return np.concatenate([before, 50 + step * rng.permutation(np.repeat([0.5, 5.0], 6))]), 6, True, True


def _touching(rng):
    values, start, cause, stay = _moved(rng)
    values[-int(rng.integers(2, 7))] = values[:start].mean()
    return values, start, cause, stay


rebase += [
    function(
        "rebase/rule-code",
        against=_rule,
        examples={
            "a level that moved": _moved,
            "the same, cause unknown": lambda rng: _moved(rng, cause=False),
            "the same, not expected to stay": lambda rng: _moved(rng, stay=False),
            "a run that is over": _came_back,
            "too few points since": _short,
            "too few, and the other side before": lambda rng: _short(rng, same=-1.0),
            "a small move": _small,
            "a point exactly on the old mean": _touching,
        },
        n=6,
        wrong={
            "any run": (
                lambda values, start, cause_known, will_stay: _rule(values, start, True, True),
                (
                    "It looks at the run alone. Without a known cause, or without a future, the old lines"
                    " stay."
                ),
            ),
            "cause only": (
                lambda values, start, cause_known, will_stay: _rule(values, start, cause_known, True),
                "It does not ask whether the level will stay.",
            ),
            "stay only": (
                lambda values, start, cause_known, will_stay: _rule(values, start, True, will_stay),
                "It does not ask whether the cause is known.",
            ),
            "anywhere": (
                _anywhere,
                "It accepts a run that is over. The signal must last up to the last point.",
            ),
            "reaches back": (
                _reaches_back,
                ("Its run of eight may begin before `start`. Points before the change say nothing about it."),
            ),
            "mean of all": (
                _mean_of_all,
                (
                    "It compares with the mean of all points, new ones too. Compare with the mean "
                    "before `start`."
                ),
            ),
            "one way": (_one_way, "It knows only a rise. A lasting fall counts too."),
            "on counts": (
                _on_counts,
                ("It lets a point exactly on the old mean belong to the run: look at >= where > is meant."),
            ),
            "seven": (
                lambda values, start, cause_known, will_stay: _rule(values, start, cause_known, will_stay, 7),
                "It is content with seven points. The rule says eight.",
            ),
        },
        hint=(
            "Take the mean before `start`; take the last eight values from `start` on; compare; then "
            "the two conditions."
        ),
    ),
    Made(
        "rebase/chart",
        complaints=(
            (_not_a_chart, "This step asks for a chart: what `p_chart(...)` gives back."),
            (
                lambda chart: len(chart.table) != 36,
                ("All 36 months belong on this chart, also the old ones."),
            ),
            (lambda chart: chart.kind != "p", "This is to be a p chart: losses out of births."),
            (
                lambda chart: chart.series.per == 1,
                "Those are shares of one. The reader expects a percentage: look at `per`.",
            ),
            (
                lambda chart: not _same(chart, _unit_share()),
                "The values drawn are not the losses as a percentage of the births.",
            ),
            (
                lambda chart: chart.series.n_phases == 1,
                "There is only one set of lines. New lines begin with a new phase: look at `phases`.",
            ),
            (
                lambda chart: chart.series.n_phases > 2,
                "There are more than two sets of lines. Only the way of counting changed, once.",
            ),
            (
                lambda chart: int(np.argmax(chart.series.phase == 2)) == 18,
                (
                    "The new lines begin in month 19, while weighing was still being learned. They "
                    "begin in month 25."
                ),
            ),
            (
                lambda chart: int(np.argmax(chart.series.phase == 2)) == 26,
                "Month 27 is when care changed. The question is about the counting: month 25.",
            ),
            (
                lambda chart: int(np.argmax(chart.series.phase == 2)) != 24,
                "The new lines do not begin in month 25, January 2033.",
            ),
            (
                lambda chart: not chart.series.excluded.any(),
                "The months of learning are still in the old limits: look at `exclude`.",
            ),
            (
                lambda chart: np.flatnonzero(chart.series.excluded).tolist() != list(range(18, 24)),
                "Not exactly the months 19 to 24 are left out: the list `learning` has them.",
            ),
            (
                lambda chart: chart.rules.name != "limits-or-eight",
                "The chart is judged by a set that was not asked for: look at `rules`.",
            ),
            (
                lambda chart: not chart.series.reasons[0][1].strip(),
                "The reason is not on record. Give `phases` a dictionary: the date, and why.",
            ),
            (
                lambda chart: len(chart.series.reasons[0][1].split()) < 3,
                "The reason is too short for somebody who was not there. A few words: what changed?",
            ),
            (
                lambda chart: (
                    not any(
                        word in chart.series.reasons[0][1].casefold()
                        for word in ("weigh", "measur", "count", "record", "scale", "guess")
                    )
                ),
                ("The reason does not say that the way of measuring changed. A reader will think care did."),
            ),
        ),
        praise=("Two sets of lines, the months of learning left out in the open, and the reason on record."),
    ),
]


def _unit_share():
    unit = harrowmere.pph_maternity(seed=4)
    return 100 * unit["losses_1500"] / unit["births"]


# ---- tamper ------------------------------------------------------------

tamper = [
    value(
        "tamper/variance",
        places=1,
        question=(
            "“Put it right”, over a long time: how many times the variance of the clinic that is left alone?"
        ),
        answer="i2kAzOO1MqGIGIQZ.3yzClE9I48a6iWOBHuH8_Z-Y",
        wrong={
            any_of(
                "pFLnU8u-Qug_fOAP.w7TbktiMOHupmVgRHEkt2HUw", "na46sBC_xDOF_-W2.cEY06i_Dg-DGUww-piapPPQM"
            ): (
                "Either that is for half corrections, or it is the ratio of the SDs. The machine gives the"
                " variance, which is the square of the SD. Choose “Put it right”."
            ),
            "dHzk01OGxD_WtBBG.cNpZCfOVzjTGzn8wFAwgo36R": "That would be the clinic that is left alone.",
            "1_q-i3GqWbPHS3jZ.8d5pQdPTNVdCYGhjbngtTNWZ": (
                "That is the square of the answer. The machine gives the variance as it is."
            ),
            "IxUX3ra5EwWK8j9M.GAs_5XQo0cs1f0U_lCxQ38RP": (
                "Less spread than leaving it alone? It is the other way round."
            ),
        },
        hint="Choose “Put it right” in the machine and read the words under the chart.",
    ),
    choice(
        "tamper/response",
        question=(
            "A stable process gives one poor result, inside the limits. The team would like fewer poor"
            " results. What is most likely to help?"
        ),
        options={
            "a": "Put the setting right after each poor result",
            "b": "Ask what was different about that day, and make a rule of it",
            "c": "Study how all the results come about, and change the process",
            "d": "Remind everybody to take more care",
        },
        answer="AKHVBNoeGPGUy21t.p3k38-xb8LWTJAIdRpXM2edC",
        wrong={
            "l_5qqfmtVP4s0PaR.lIRMLhY45iE-U4lkPsSt3ios": (
                "You have played that. It adds the luck of yesterday to the luck of today."
            ),
            "_pjZxdQ9An0-s8Ge.xejqy0xFVSp7b_-dZc2qNUOj": (
                "Something is different about every day. Inside the limits there is no sign that this"
                " difference mattered, and each new rule makes the work heavier."
            ),
            "GMiMgjC3c8WJ4NW6.ERvRE9jJf9-4_PnSnUFkoH_S": (
                "The next result will most likely be better by itself, and the reminder get the credit."
            ),
        },
    ),
    value(
        "tamper/half",
        places=1,
        question="Half of each error put right: variance of the results over variance of the luck",
        answer="Keaq2UwCy8kvTUCy.pgZmujzPNGHaoIql7fRG1uu1",
        wrong={
            "jB6I_-dXHQworlyn.PiWoiWozXpZn8pZyq8tfgYXA": (
                "That is for full corrections. This question is about half of each error."
            ),
            any_of(
                "_ZscaaM4t-EdezHU.FjN5ZidoIudhex3WG4osG05_", "qhrtdA36idkZVpBr.Pl-dKhb9c6H2mFXHyhUDu22R"
            ): ("That is the ratio of the SDs. Asked for is the ratio of the variances."),
            "Zt93PoipqIogOKkV.sdp5AyCNOuD-LWZJQqqMY6vs+tOjtzJZsJVIz0CMr.oxt5dqBU5oB1O2mfdIXFPhLU": (
                "That is the ratio the other way up."
            ),
            "vR1n0ykmyTgoBlQx.6xbUTaEHI2Z5G7IUJlvscPpp": (
                "That is close to leaving it alone. Did you pass the half on to `play`?"
            ),
            "JFn0fFLIwLPT8A39.aOB3-U551B53SokssolVERvs": (
                "That would be one half more. Simulate it: the start keeps a fading memory of all days before."
            ),
        },
        hint="Draw much luck, play it with one half, and divide the two variances (np.var).",
    ),
]


def _steer(luck, share=1.0, sign=-1.0):
    results, setting = [], 0.0
    for chance in luck:
        results.append(setting + chance)
        setting += sign * share * results[-1]
    return np.array(results)


def _from_zero(luck):
    results, before = [], 0.0
    for chance in luck:
        before = chance - before
        results.append(before)
    return np.array(results)


def _before_result(luck):
    """Sees today's luck before it happens."""
    return np.zeros(len(luck))


def _the_settings(luck):
    return np.concatenate([[0.0], -np.cumsum(_steer(luck))[:-1]])


tamper += [
    function(
        "tamper/rule-two-code",
        against=_steer,
        examples={"luck": lambda rng: rng.normal(0, 10, int(rng.integers(8, 40)))},
        wrong={
            "left alone": (lambda luck: np.array(luck, dtype=float), "Nothing is put right yet."),
            "from zero": (
                _from_zero,
                (
                    "It sets the next day from 0 and not from where the setting is now. That is rule three,"
                    " and it swings wider and wider."
                ),
            ),
            "last result": (
                lambda luck: np.cumsum(luck),
                "It aims at the last result: rule four. The setting moves by minus the error.",
            ),
            "wrong way": (
                lambda luck: _steer(luck, sign=1.0),
                "It moves the setting towards the error. Minus the error.",
            ),
            "half": (
                lambda luck: _steer(luck, 0.5),
                ("It puts half of each error right. Here it is all of it."),
            ),
            "foresight": (
                _before_result,
                ("It puts today's error right before it happened. The move counts from the next result on."),
            ),
            "the settings": (_the_settings, "It gives back the settings. Asked for are the results."),
        },
        hint="Keep the setting. Result = setting + luck; then take the result off the setting.",
    ),
]


# ---- the extension notebook ------------------------------------------------------------


def _near(expected, got):
    return abs(float(expected) - float(got)) <= 0.02


def _ewma(values, weight, start):
    level, found = start, []
    for point in values:
        level = weight * point + (1 - weight) * level
        found.append(level)
    return np.array(found)


def _late_ewma(values, weight, start):
    return np.concatenate([[start], _ewma(values, weight, start)[:-1]])


construct += [
    value(
        "construct/g-false-alarm",
        places=2,
        unit="%",
        question="Percentage of points of a steady process above the upper limit of a g chart",
        answer="bLGw6i9OSb1G5485.44Am8ZCAYrlo5CiKXBKne6Ms",
        wrong={
            any_of(
                "8tbrS8t6gcEUPbkE.YWskS4Bg5Niskgivx-8SJHE4+z65dZl_hFzMSAUhT.1XpyMec1fPhPe6c7KvL3Rdzv",
                "02_G0KI6Ng1TuKxI.dkSfb2LEokdG90KPO8iZtYtP",
            ): (
                "That is for a normal shape. Times and counts between events are skewed: use the exponential."
            ),
            "VOCoj8VieEqi3nro.WIAk9ODYTrEr4N5dAERdV0jS": (
                "That is the chance beyond three means. The limit is at the mean plus three sigma, and sigma"
                " is about as large as the mean."
            ),
            "-YtXBJAeNjHdcvTu.9YrskmWqP1JZMg4SdQgPFLWS": "That is the share below the limit.",
            "-xf31a72Mys5qUoF.dOsoyTCidsy3wULLcfDafDeL": SHARE,
        },
        hint="With a large mean, sigma is about the mean. So the limit is how many means from nought?",
    ),
]

derive += [
    function(
        "derive/d2-code",
        against=lambda n: limits.d2_d3(n)[0],
        examples=lambda rng: int(rng.integers(2, 9)),
        same=_near,
        n=4,
        wrong={
            "d3": (
                lambda n: limits.d2_d3(n)[1],
                "That is the standard deviation of the range, d3. Asked for is its mean.",
            ),
            "pairs": (
                lambda n: limits.d2_d3(2)[0],
                "It gives the factor for pairs whatever n is.",
            ),
            "one side": (
                lambda n: limits.d2_d3(n)[0] / 2,
                (
                    "It is half of what it should be: the range reaches from the smallest value to "
                    "the largest."
                ),
            ),
            "three sigma": (
                lambda n: 3 / limits.d2_d3(n)[0],
                "It gives three over d2. Asked for is d2 itself.",
            ),
            "one more": (
                lambda n: limits.d2_d3(n + 1)[0],
                "It is right for subgroups that are one larger.",
            ),
        },
        hint=(
            "On a grid from -8 to 8: one minus F to the n minus (1 minus F) to the n, times the step, summed."
        ),
    ),
    value(
        "derive/arl-run",
        places=0,
        question="Expected number of fair tosses until eight equal ones in a row",
        answer="t8ssOg30wit7gk_3.0Lb9lz4Bc_wcQvX9XfoTQckC",
        wrong={
            "PBfbisY3TA0dxsUs.E-HZRXVXEvENLofeVd6XlQ9E": (
                "That is two to the eighth. The equations give one less."
            ),
            "O_NJ2bDNXZb2ETiN.kw_Qu6UnXLayINpLi8I18Qq6": (
                "The first toss counts as well: it begins a run of one."
            ),
            "2w2oSMD_xsNPaIMS.qdcn_S8q263L2LeBq6y9oiMr": (
                "That is for eight heads. Here eight tails will do as well."
            ),
            any_of(
                "rTgU8fWvUZD4Y4yp.95GyBnCKntBuBiwlRU4rGTnf", "4ivq2f-CHX6SeLtw.vU2iQ-DJhUzpxCrE5iDkhLb1"
            ): ("That is for a run of seven."),
            any_of(
                "h44gMqr8xDTFNQij.Q0QfhtuaBBKD1w1CCV052KIu", "HR8T95pX4TRoLUJH.2NwDk_tkzH_RfzdS2DbkCNQh"
            ): ("That is for a run of nine."),
            "GN2q-B4WkgLY866i.lNQmoyJDsTZw4t21w9MjbXMd": ("That is the run length of three-sigma limits."),
        },
        hint="Try shorter runs by hand first: for a run of two it is three tosses.",
    ),
    value(
        "derive/width-with-memory",
        places=2,
        question="Width of XmR limits in true standard deviations, for a correlation of 0.6",
        answer="zAUNmMunQXErkfne.HEQNG5yr5pit7kB3xHO81Nz0",
        wrong={
            "ybI57vRY5MNV0nIb.vofj57zrxcRDikj85XL6Uj3M": (
                "The root is missing: the variance of a difference shrinks by that factor, the range "
                "by its root."
            ),
            "_-xHu1g20Mlg60WE.-mpEKuz6aDK1sORmuERk60zn": (
                "That is the root of the correlation. It is one minus the correlation."
            ),
            "t9O1FBLk2yuPIK-j.l9892jFbpBeWJyWhVIofmwY2": (
                "Upside down: ranges of neighbours that are alike are small, so the limits are too narrow."
            ),
            "RY7BNdp7mubT9YlN.wJLdq3LnClO9JQovHfJIlyM3": (
                "That is the standard deviation of the shocks. The moving range is of neighbouring values."
            ),
            "XCPf-nSmz_3c_OFI.uRa3QmK5Fg-NLpqwz3MGvKcP": "That is where they would lie without memory.",
        },
        hint="How much smaller is the mean moving range when neighbours are alike? Part 5 says it.",
    ),
    function(
        "derive/ewma-code",
        against=_ewma,
        examples=lambda rng: (
            rng.normal(10, 2, int(rng.integers(6, 20))),
            float(rng.choice([0.1, 0.2, 0.3, 0.4])),
            float(rng.normal(10, 2)),
        ),
        wrong={
            "swapped": (
                lambda values, weight, start: _ewma(values, 1 - weight, start),
                "The weights are swapped: `weight` belongs to the newest value.",
            ),
            "own start": (
                lambda values, weight, start: _ewma(values, weight, values[0]),
                "It starts from the first value. Start from `start`.",
            ),
            "late": (
                _late_ewma,
                "It is one value late: the first result has the first value in it.",
            ),
            "last only": (
                lambda values, weight, start: float(_ewma(values, weight, start)[-1]),
                "It gives back only the last one. Asked for is an array with one for each value.",
            ),
        },
        hint="Keep the level; at each value mix the value and the old level, and keep what comes out.",
    ),
]

diagnose += [
    value(
        "diagnose/expected-sigma-z",
        places=2,
        question=(
            "Expected sigma-z for 2,000 cases a month at 85%, with a real wobble of one percentage point"
        ),
        answer="k5R_Ru1DMjgRw9-n.i0rP7SwuvF5onKxCMmWY1X-F",
        wrong={
            "Wxs95aR46rVr_6SM.dqRDC10rdHF1ELLb5ruyI19w": (
                "That is its square, the variance of z. Take the root."
            ),
            "Xn61qa0p7X_xk_RN.bxE3Gf8h_B5aJHX5P4lsjxZS": "The one for counting itself is missing.",
            "Itvw81v4NxX90urM.GPqy33hXwnSfBwtwZWPhpR8R": ("That is for 15,000 cases. This trust has 2,000."),
            "Q6C_iOIIcXHm1ZvU.eKv8h_cgXQG42aBDcyFz1xjg": (
                "The wobble went in as 1. One percentage point is 0.01."
            ),
            "9WOQm3jblqGiCRoG.8sQyfL7XgrqLG30qMckVLqkM": "The wobble is not squared.",
        },
        hint="Put n = 2,000, tau = 0.01 and the mean proportion 0.85 into the formula of part 4.",
    ),
]

rebase += [
    value(
        "rebase/baseline-length",
        places=0,
        question="The smallest baseline in the list with a mean false-alarm rate below 0.5%",
        answer="VxPX8cERvioL-kAh.M4HiremFahPJPx29zCTNM15U",
        wrong={
            any_of(
                "mOt4cGVZHLEwgee_.00dI8SwYofi_UyeAbXImR1Q4",
                "geGDK2lBeZ_mugu4.8B5Q-YASplWcvWyWcbUmBuER",
                "3BDI2MwtsIgZBWkg.NSkGpoGVPqheurOVM4BGCZ1Q",
            ): ("With so short a baseline the mean rate is well above: see the table."),
            "MpW6ex87cV2xCY4R.66ucx5C48CWs87o9zqootLWI": (
                "Nearly. Its mean rate is about 0.54%. Use more teams to see it clearly."
            ),
            "U5OF-m_f65ZNlcE7.HmyfJ9GboPftUxMl_8Lp-3jG": (
                "That is below, but a shorter one in the list is too."
            ),
            "Eg6PYYOtWG10XO4s.qcRqkbbQkMyMJiswSMO-1iGk": "Choose from the list in the exercise.",
        },
        hint="Call `rates_after_baseline(m, 20_000)` for each and take the mean, in per cent.",
    ),
]

tamper += [
    value(
        "tamper/quarter",
        places=1,
        unit="%",
        question="By how many per cent is the SD larger when a quarter of each error is put right?",
        answer="AG1pLAtmuSriq7wc.CrBvUYD56UD_4KoBIiDQuUeR",
        wrong={
            "U_oh5VMvha2jWL9V.HWkijPHrErG3e-w-q17kwkl_": (
                "That is the variance. The standard deviation is its root."
            ),
            "y0GXUPQdJk93owpO.SFDb9QWFw3cEcGxr-doYsBYz": ("That is the share put right, not what it costs."),
            "zeaKFk2CbpN8Ps3p.K5U5KYPNHQokIiFzXU3QZFeH": "That is for half of each error.",
            "mdkhr4IP59usVfuk.IC2KptoB8YQNN6aLXGFadAxO": "That is for the whole of each error.",
            "PHtWx401M1gqZJQk.CUBp_wa5YbNUpNRmyzz8xfrD": (
                "That is how many times as large. By how many per cent larger is it?"
            ),
            "pUMi4jg5O6FiiWBK.kC-P8oiCHVBDJkrCfmuxAaw8": "That is a share of one. Give it in per cent.",
        },
        hint=("Put the quarter into the formula, take the root, take one away, and turn it into per cent."),
    ),
]

checks = [*construct, *derive, *diagnose, *rebase, *tamper]
