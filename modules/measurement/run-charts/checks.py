"""The checks of the run chart notebooks: each knows the right answer, sealed, and the slips that people make.

Where a number comes from a simulation, the neighbouring whole numbers within its wobble are accepted too.
"""

from itertools import pairwise

import numpy as np

from improve.charts import rules
from improve.charts.chance import chance_of_run
from improve.data import england_emergency
from improve.interact import Feedback, choice, function, value

AS_SHARE = (
    "That is a share of one, or it has been rounded away. Give it in per cent, as the machine shows it."
)


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


# ---- plot ------------------------------------------------------------

plot = [
    value(
        "plot/median",
        places=1,
        question="What is the median of the 15 values?",
        answer="Ye7dS609IspZD3ii.lviCVOpBIulvrVKJcDRsHkH7",
        wrong={
            "p3Qh-SgF9Npd87_h.q91H9YcxBc0oB7hhuJkRcQl9": (
                "That is the mean: the sum divided by how many there are. The median is the value in the "
                "middle when a copy of the values is sorted."
            ),
            "3CMjr4-ys7mhlNZa.JoLEt3awg7TZoKaLXRh9cmXv": (
                "It looks as if the missing week went in as a zero. Nobody counted that week. A missing value"
                " is not a nought: leave it out."
            ),
            "HcAmBQme-U-KFFbZ.HrfIwGLXQGMnvtIO6wPgA6rG": (
                "That is the value in the middle of the list in time order. Sort a copy first."
            ),
            "bgL1ZWbbH2okNcw8.-CmoMOaZAlk4xBLeh3ZV-Lr1": (
                "That is halfway between the lowest and the highest value. The median is the middle value of "
                "the sorted list."
            ),
        },
        hint=(
            "Sort a copy of the values, leave the missing week out, and count in from both ends to the middle"
            " one. The slider helps: look for as many dots above as below."
        ),
    ),
    choice(
        "plot/order",
        question=(
            "A colleague sends you the same values, drawn as a chart but sorted from smallest to largest."
            " What can no longer be found from it?"
        ),
        options={
            "a": "The median",
            "b": "Runs and crossings",
            "c": "The highest value",
            "d": "How many values are above the line",
        },
        answer="rGiiJ-imgsS2HVAc.JkOoDZDBZx-nqiPu_DeNtleN",
        wrong={
            "2cMfY1EBREu4ywnl.oGwO--U0fYLGeBhHc8K3PyLV": (
                "Sorting is just how the median is found: it is still there, in the middle."
            ),
            "HIR_A0Yp24r8ea8s.eAQhHeJld_6btP7kDoydhWnq": (
                "It is still there, at the right-hand end. What has gone is when it happened."
            ),
            "56yzPfP8F0peePO0.XnvOIS7fdDaEwzsRaLJ56Ojr": (
                "Sorting moves dots sideways, not up or down, so that number is the same."
            ),
        },
    ),
    value(
        "plot/baseline-median",
        places=2,
        unit="%",
        question="The median of all months before May 1847, in per cent.",
        answer="0KDdswaaRTh24HnD.kRJ-q3jXhjlYwjGCzB0LHo1E",
        wrong={
            "z-XV0d_BlcaNE-Bc.IMXKaou04J5lkNYJOgvlDQ8L": (
                "That is the median of all 98 months, before and after. A line meant to test a change is "
                "fixed from the time before it."
            ),
            "GUmrjoIRq_uPTx6E.RIWnDVLwb19LTrk3ZmpRh2-n": (
                "That includes May 1847. Washing began in the middle of that month, so it belongs to "
                "neither side. Use the months strictly before it."
            ),
            "54nhBWb_n2gBNAzy.FKqbSL_PFl7kaZna00-uCaLV": (
                "That is the mean of the monthly percentages. A run chart uses the median."
            ),
            "ORmgfCdT4VzroKKm.96MvY4eE3zTWh-xhHwzYxkJR": (
                "That is all deaths divided by all births, a kind of mean. The line on a run chart is "
                "the median of the monthly values."
            ),
            "uhJNhjF9i78qKdoL.D-Wm9VWllgNuZ5Bazvn8MZIy": "That is a share of one. Use the column `per_cent`.",
            "C5amZwku0fButm6A.V_hAWUYbdUxOCzMiVqotPPo7": (
                "That is the year of the worked example. Start from the first month in the table."
            ),
            "sxP10QG9DJ4K51_G.krC-GLrRJgYSN41kyeEjKyyz": (
                "That is the median number of deaths. Months with more births have more deaths, so use the "
                "percentage."
            ),
        },
        hint=(
            "Choose the rows whose date is before 1847-05-01, take the column `per_cent`, and ask for its"
            " median. A missing month is left out by itself."
        ),
    ),
    Made(
        "plot/england-chart",
        complaints=(
            (
                lambda chart: not hasattr(chart, "table") or not hasattr(chart, "rules"),
                "This step asks for a chart: what `run_chart(...)` gives back.",
            ),
            (lambda chart: len(chart.table) != 36, "All 36 months belong on this chart."),
            (
                lambda chart: _draws(chart, "over_4h_type1"),
                (
                    "Those are counts of people who waited. A busy month has more of everything, so divide by"
                    " the attendances: use `denominator`."
                ),
            ),
            (
                lambda chart: _draws(chart, "over_4h_type1", "attendances_type1", per=1),
                "Those are shares of one. The reader of a chart expects a percentage: look at `per`.",
            ),
            (
                lambda chart: _draws(chart, "over_4h_all", "attendances_all"),
                "Those are all types of department together. Use the columns for type 1.",
            ),
            (
                lambda chart: _draws(chart, "over_4h_type1", "attendances_all"),
                (
                    "The two columns are not of the same departments: type 1 waits over attendances of all"
                    " types."
                ),
            ),
            (
                lambda chart: not _draws(chart, "over_4h_type1", "attendances_type1"),
                "The values drawn are not the percentage of type 1 attendances over four hours.",
            ),
            (
                lambda chart: _line_is(chart, np.mean, 12),
                (
                    "The line is a mean. The line of a run chart is the median: leave `centre` out and let"
                    " the chart find it."
                ),
            ),
            (
                lambda chart: _line_is(chart, np.median, 36),
                (
                    "The line is the median of all the months, the later ones too. Fix it from the first"
                    " part: look at `baseline`."
                ),
            ),
            (
                lambda chart: not _line_is(chart, np.median, 12),
                "The line is not the median of the first 12 months.",
            ),
            (
                lambda chart: chart.rules.name == "anhoej",
                (
                    "The chart is judged by Anhøj's rules, which are used when nothing else is said. This"
                    " step asks for another set: look at `rules`."
                ),
            ),
            (
                lambda chart: chart.rules.name != "perla",
                "The chart is judged by a set that was not asked for.",
            ),
        ),
        praise="Values, line and rule set are as asked, and the chart says so itself.",
    ),
]


def _draws(chart, numerator, denominator=None, per=100):
    """Tell whether the chart's values are these columns of England's table."""
    table = england_emergency()
    expected = table[numerator] if denominator is None else per * table[numerator] / table[denominator]
    return len(chart.table) == len(expected) and np.allclose(chart.table["value"], expected)


def _line_is(chart, middle, months):
    values = chart.table["value"].to_numpy()
    return np.allclose(chart.table["centre"], middle(values[:months]))


# ---- apply ------------------------------------------------------------

apply = [
    value(
        "apply/useful",
        places=0,
        question="How many useful points are there?",
        answer="Yz0uSF7EcbJDDY-t.I9dxfM6edD5Gz60zJqqSgBik",
        wrong={
            "FIiBJYf41PxW2v6j.vH4xSvO58MGLvDndlMJhiKl7": (
                "That counts the dots on the median. They are on neither side, so they are not useful points."
            ),
            "oDWDuuoi2gTo-gPa.R4Kx27ZW_9fC0KcF4MDUh_i-": (
                "Close. Either the week in which nobody counted is still in, or one of the dots on the median"
                " is. There are two dots on the line."
            ),
            "JejfAYaSobkRFa__.KHUhzoS6BVdOERqfSDcZuB9r": (
                "That is every week in the table. Leave out the week in which nobody counted, and the dots "
                "that are exactly on the median."
            ),
            "hjfB6ukNe8l6jCXR.Uwxftei0paSlB_fBbOhhndt-": (
                "That is how many dots are on the line. Useful points are the others."
            ),
        },
        hint="Count the weeks that have a value, then take away those whose value equals the median.",
    ),
    value(
        "apply/longest-run",
        places=0,
        question="How many points are in the longest run?",
        answer="ZMAZSHoDe8saI0GD.9U-egR1tQOxVQUXlby2zAzmc",
        wrong={
            any_of(
                "xCnd7fXx5pCt-aKO.B7GmwLVPqbSnSpZrhpcway04", "WRAvAXsXEqsBKxyz.GN0C2G8eXwGTtcJ8aF5oSjZp"
            ): (
                "You let a dot on the median, or the missing week, end the run. Step over both: the run goes"
                " on after them."
            ),
            "bE4xwRaOVIe1vmMp.IOUtzx8_6MWS543x9xn-splD": (
                "Either you counted a dot on the median as part of the run, or your line is the mean. A dot"
                " on the median is on neither side. It does not end the run, and it does not lengthen it."
            ),
            "cDO_cBJoD6-AL4JU.vRu-RC6pi7ta_WAaWv4J9a4U": (
                "You counted every week from the first of the run to the last, the missing one and the one on"
                " the line too."
            ),
            "Yye1bMgR6kwaDPMD.Wrb8O-AlV9zEHB_XglF_6nKk": (
                "It looks as if you counted the steps between the points. Count the points."
            ),
        },
        hint=(
            "Write above, below or on under each week. Strike out the weeks that are on the line or missing."
            " Then count the longest row of the same word."
        ),
    ),
    value(
        "apply/crossings",
        places=0,
        question="How many crossings are there?",
        answer="76KE6bgjE61Kfs2M.xguQk1V8nMMSfOcAfnwll6IH",
        wrong={
            "KFCj8C_gNKp5yfGM.l6NCvI3yK2vKbbuqJ7W8MLAJ": (
                "That is the number of runs. A crossing lies between two runs, so there is one fewer."
            ),
            "LprgHw-9bO2uD7pK.-oRDg47PQg4cqPP2wUh1ShkB": (
                "Either each touch of the line was counted as a crossing, or your line is the mean. A dot on"
                " the median is stepped over: it is a crossing only when the next useful point is on the"
                " other side."
            ),
            "BFGMrOPvJyk8mSIg.gLlzBl5fpFXVxg78aKA4cgkX": (
                "Coming to the line and leaving it were both counted. Step over the dots on the line, then"
                " count the changes of side."
            ),
        },
        hint=(
            "Strike out the weeks that are on the line or missing. Then count how often the side changes from"
            " one remaining week to the next."
        ),
    ),
    value(
        "apply/trend",
        places=0,
        question="How many points are in the longest trend?",
        answer="LIwuzCpZl97VSuiO.zKnnmBheGGA-f4iarOVGBh3m",
        wrong={
            "UtD6WPoVE_DvWpSd.tdigtXV1mAeJ0f4ztwa1-5X9": (
                "That is the number of steps. A trend is counted in points, and there is one more point than "
                "steps."
            ),
            "9z8LoeoN1p7J_Ije.PL7dr5rgsgEKZhbJsGcsoHdc": (
                "The repeated value was counted. When two neighbours are equal, leave the repeat out."
            ),
            "yQK_21PAUhseezIO.Ge6cgm440oAx_WhZp-rY3j9G": (
                "You let the two equal values end the trend. Some tools do, and say so. The rule used here"
                " leaves the repeat out and goes on."
            ),
            "TFtYlK1sTgmq7oRK.Vn7-Pj7qL0NoBN1rOsSqxZgN": (
                "That is further than the values rise without a fall, or the repeat was counted. Check where "
                "the first fall comes."
            ),
        },
        hint=(
            "Look for the longest stretch with no fall in it (or no rise), leave out the repeated value, and"
            " count the points."
        ),
    ),
    value(
        "apply/across-the-median",
        places=0,
        question="How many points are in the run that passes through December 1845?",
        answer="911_J6N-0lDryrAN.8EFsnO1rxL6kvcKoWZDBvPRP",
        wrong={
            "mk-xHr10Lr5K0VSP.XwlCNQQZb1UCDccs4ys5mBfH": (
                "You let December end the run. It is on the line: step over it, and the months before it"
                " belong to the same run."
            ),
            "C17oVrYy3yTvZt34.IsuAVEI2BIwiZvhElggdkGOM": (
                "That is the part before December. December is on the line and does not end the run: go on."
            ),
            "RAHnez9FgjkCbqOA.FjTHw1HQ6o5sSURzZp39GdUE": (
                "You counted December. It is on the line, so it belongs to neither side: step over it."
            ),
            "Rwyr-Crc6obVkXGg.XbhDs-iOX_wwIYbrAFAf7SPJ": (
                "It looks as if you counted the steps between the points. Count the points."
            ),
            "qextvkZZkxvLLdU_.dV1aOEafRYa2TLt4eUM489FQ": (
                "That is the longest run of all, in 1842 and 1843. This question is about the one around "
                "December 1845."
            ),
        },
        hint=(
            "Start at the first month above the line and stop before the next one below it. Leave December"
            " out of the count."
        ),
    ),
]


def _sides(values, centre, on_line=0, missing=0):
    """Sides as +1 and -1; what to call a point on the line and a missing one is up to the caller."""
    sides = []
    for point in values:
        if np.isnan(point):
            sides.append(missing)
        elif point == centre:
            sides.append(on_line)
        else:
            sides.append(1 if point > centre else -1)
    return sides


def _runs(sides, breaks=False):
    """Lengths of the runs; with `breaks` a zero ends a run."""
    lengths, before = [], None
    for side in sides:
        if side == 0:
            before = None if breaks else before
        elif side == before:
            lengths[-1] += 1
        else:
            lengths, before = [*lengths, 1], side
    return lengths


def _run_by(**how):
    breaks = how.pop("breaks", False)
    return lambda values, centre: max(_runs(_sides(values, centre, **how), breaks), default=0)


def _last_run(values, centre):
    lengths = _runs(_sides(values, centre))
    return lengths[-1] if lengths else 0


def _forgets_the_end(values, centre):
    """The longest of the runs that ended: what comes of comparing only when a side changes."""
    return max(_runs(_sides(values, centre))[:-1], default=0)


def _plain(rng):
    return rng.normal(50, 10, int(rng.integers(8, 40))).round(2).tolist(), 50.005


def _with_ties(rng):
    return rng.integers(3, 8, int(rng.integers(15, 40))).astype(float).tolist(), 5.0


def _with_gaps(rng):
    values, centre = _with_ties(rng)
    holes = rng.random(len(values)) < 0.15
    return [float("nan") if hole else value for value, hole in zip(values, holes, strict=True)], centre


SERIES = {"no ties": _plain, "dots on the line": _with_ties, "dots on the line and gaps": _with_gaps}


def _count_changes(sides):
    return sum(a != b for a, b in pairwise(sides))


def _crossings_by_neighbours(values, centre):
    """Only neighbours on opposite sides: what comes of multiplying each deviation by the next."""
    sides = _sides(values, centre)
    return sum(a * b < 0 for a, b in pairwise(sides))


apply += [
    function(
        "apply/longest-run-code",
        against=lambda values, centre: int(rules.longest_run(values, centre)),
        examples=SERIES,
        wrong={
            "on the line counts as below": (
                _run_by(on_line=-1, missing=-1),
                (
                    "It behaves like the worked example: a dot on the line, or a missing one, is counted as"
                    " below."
                ),
            ),
            "on the line counts as above": (
                _run_by(on_line=1, missing=0),
                "It counts a dot on the line as above: look at >= where you mean >.",
            ),
            "on the line counts as below, gaps skipped": (
                _run_by(on_line=-1, missing=0),
                (
                    "It counts a dot on the line as below: look at <= where you mean <, or at an `else` that"
                    " takes in too much."
                ),
            ),
            "a dot on the line ends the run": (
                _run_by(breaks=True),
                (
                    "It lets a dot on the line, or a missing one, end the run. Step over it without touching"
                    " the counters or the side you remember."
                ),
            ),
            "the last run": (
                _last_run,
                "It gives back the last run, not the longest. Keep the longest so far.",
            ),
            "the end is forgotten": (
                _forgets_the_end,
                (
                    "It forgets the run that goes on to the end of the series. Compare with the longest after"
                    " the loop too, or at every point."
                ),
            ),
            "the number of runs": (
                lambda values, centre: len(_runs(_sides(values, centre))),
                "It counts how many runs there are. Asked for is how many points the longest one has.",
            ),
            "steps": (
                lambda values, centre: max(max(_runs(_sides(values, centre)), default=0) - 1, 0),
                "It is one too small each time: count the points of a run, not the steps between them.",
            ),
        },
        hint="Try it by hand on a short series, and watch what happens at a value equal to the centre.",
    ),
    function(
        "apply/crossings-code",
        against=lambda values, centre: int(rules.crossings(values, centre)),
        examples=SERIES,
        wrong={
            "runs": (
                lambda values, centre: len(_runs(_sides(values, centre))),
                "It counts the runs. A crossing lies between two runs.",
            ),
            "touching": (
                lambda values, centre: _count_changes(_sides(values, centre)),
                (
                    "It counts coming to the line and leaving it as well. Step over dots on the line, and"
                    " over gaps."
                ),
            ),
            "neighbours only": (
                _crossings_by_neighbours,
                (
                    "It compares only direct neighbours, so it misses a crossing that goes by way of a dot on"
                    " the line or a gap. Compare each useful point with the useful point before it."
                ),
            ),
            "on the line counts as below": (
                lambda values, centre: _count_changes(_sides(values, centre, on_line=-1, missing=-1)),
                "It counts a dot on the line, or a missing one, as below.",
            ),
            "on the line counts as below, gaps skipped": (
                lambda values, centre: max(len(_runs(_sides(values, centre, on_line=-1))) - 1, 0),
                "It counts a dot on the line as below: look at <= where you mean <.",
            ),
            "on the line counts as above": (
                lambda values, centre: max(len(_runs(_sides(values, centre, on_line=1))) - 1, 0),
                "It counts a dot on the line as above: look at >= where you mean >.",
            ),
        },
        hint="Make a list of the sides of the useful points first. Then compare each with the one before it.",
    ),
]


def _trend_by(values, ties="skip", count=1):
    """Longest row that only rises or only falls; ties skipped, ending it, or counted as one more point."""
    longest = steps = direction = 0
    for before, now in pairwise(values):
        step = (now > before) - (now < before)
        if step == 0 and ties == "skip":
            continue
        if step == 0 and ties == "end":
            steps = direction = 0
        elif step == direction or (step == 0 and direction):
            steps += 1
        else:
            steps, direction = abs(step), step
        longest = max(longest, steps)
    return longest + count


apply += [
    function(
        "apply/trend-code",
        against=_trend_by,
        examples={
            "no ties": lambda rng: rng.permutation(int(rng.integers(6, 30))).astype(float).tolist(),
            "ties": lambda rng: rng.integers(1, 7, int(rng.integers(12, 40))).astype(float).tolist(),
            "long rises with ties": lambda rng: np.cumsum(rng.integers(0, 3, 15)).astype(float).tolist(),
        },
        wrong={
            "steps": (
                lambda values: _trend_by(values, count=0),
                "It counts steps. A trend is counted in points, and there is one more point than steps.",
            ),
            "a tie ends it": (
                lambda values: _trend_by(values, "end"),
                (
                    "It lets two equal neighbours end the trend. Some tools do, and say so. Here the repeat"
                    " is left out and the trend goes on."
                ),
            ),
            "a tie counts": (
                lambda values: _trend_by(values, "count"),
                "It counts the repeated value as one more point. Leave the repeat out.",
            ),
            "rises only": (
                lambda values: _rises_only(values),
                "It sees rows that rise and misses rows that fall.",
            ),
        },
        hint="Drop the repeats first, and the rest is simpler: then every step goes up or down.",
    ),
]


def _rises_only(values):
    kept = [value for i, value in enumerate(values) if i == 0 or value != values[i - 1]]
    longest = current = 1
    for before, now in pairwise(kept):
        current = current + 1 if now > before else 1
        longest = max(longest, current)
    return longest


# ---- estimate ------------------------------------------------------------

FIXED_LINE = (
    "That is the rate around a fixed line, where runs are commoner. The question is about each chart's own"
    " median."
)

estimate = [
    value(
        "estimate/run-of-six",
        places=0,
        unit="%",
        question="Own median, nothing changed: what percentage of charts hold a run of 6 or more?",
        answer=any_of(
            "grVyc3UnHqZayCmA._LKy229vTF_SEyCm8Iwwcsa7",
            "L0NkGuSPLY1KmfwK.c-XltuLIcHmxC5FZriv8n9QU",
            "s3fOC_IM11JopjVD.b0VyURWmyCbd2Oo_YUql2T-B",
        ),
        wrong={
            any_of(
                "tmwcbuU0nmzGTyHV.cR0FaHa30XBL1h9un1Dnn9tk", "bbH6xdRwqCNjeu8o.Y97ZS2_YmBWLzDWGCM2nEHJU"
            ): FIXED_LINE,
            any_of(
                "yRCCkwj0_A2i2G2c.BZjo2Tu13qmiEUpK4lOqM9Cn", "HFoNzBHYsvKw2xle.7prJTE64exn6zpRU3D-hXc8I"
            ): "That is for a run of seven or more. Read the bar to its left.",
            "XmqFQPR0i6VbA0E6.5GQmcgIojaTuhJkUE_fhYeqz": (
                "That is for a run of exactly that length, or for 20 points. The rule says that length or"
                " more."
            ),
            "BRTuneaJrYrzKzp_.Bum7ZITkjbilmzuvucHueCDM": "That is for 20 points. Set the machine to 24.",
            any_of(
                "mmOTiCp8VT8XSEJ5.EJnozDSLpM0atNH4LAmX3Pos", "fAxCRO002NKN7kk0._oPFWjMMuOjiWEVLjy7SEatc"
            ): "That is for 36 points. Set the machine to 24.",
            any_of(
                "Nc2By9x_CVBZ9SOz.a6yHKb2q4FwK_itIzyEScr2w", "zejKgWD9B8oE6vUa.RoQBR0sH0nPgR_iKHVl56b8e"
            ): "That is for eight or more, or for charts of 12 points. Check both.",
            any_of(
                "KonQ8wYAPBBa6kwZ.GJkB1yQ8pvkmnKJVOtlCs50z", "SfdHYsy7j12SdqnR.TErEoxIIXDBLhRKH-1l_sn7P"
            ): "That is the trend rule for five points. Set the machine to runs.",
            any_of(
                "mcD1B6U4y7wogsXB.uNqe0kGlnOQW-TE-emfD9W6d",
                "DNdlAvkFkKzOvnjQ.hzi7IFjZbul8YE9B7iunLDCq",
                "n-svjzTxdqcREK9O.TnIt1OMDnKXKa3edpMDRdx6v",
            ): "That is the percentage of charts without such a run. Asked for are those with one.",
            "jP8AlhelaFbuvPxV.G2WFHmjTe6EUCC8su_W8VpqD": AS_SHARE,
        },
        hint="Set points to 24, the rule to runs, the line to the chart's own median. Read the bar 6+.",
    ),
    value(
        "estimate/run-of-seven",
        places=0,
        unit="%",
        question="Own median: 7 or more?",
        answer=any_of(
            "vogJnCCCSWavFpeI.aROp8aDJfHi1CP5pZYmTCIhS", "saY3OG5MtFN-I8lx.2zZNEpT7GJMf6XBprCop1O0p"
        ),
        wrong={
            any_of(
                "5Rmoi5VvJyzwEIap.Hf9nCXuqIRWDC7IM6d85VcCq", "q-zCtkyu6m0ML5Ka.bpAHuthS5sJe8vY_AEELt2GY"
            ): FIXED_LINE,
            any_of(
                "NAwryILwXnH8XpRP.Ai4dIVcvNTxcvIjQq5XJ7YjM", "IJAilshhQaNfjDar.ABQc2wjEWSyD1bIzYtzQ6WEC"
            ): "That is the bar to the left, for a run one point shorter.",
            any_of(
                "JUn35skBSrjT210n.sg8SqC9ajofkgTqVLhDk7ylM", "Oqm8J6-Dyk-AKzM7.lba-Mf4ln2ebF9e3-KP8y8Ah"
            ): "That is for eight or more. One point shorter, please.",
            "AHFKa_a_hoY2tvUw.ri1gR4Ch9XCzBu7SPC6TwNeA": "That is for 20 points. Set the machine to 24.",
            "0p3Af4ZzbkAHsHoX.eljusE4uTIHi2fKPaecUhSq7": "That is for 36 points. Set the machine to 24.",
            any_of(
                "dm1yWln4nHwqxrqN.O9NBzkGX20DKghQCai1FmPVe", "DD8IsvW7qODv0R6J.WlyF3XV1jXSQiDt7SgB6r4DE"
            ): "That is the percentage of charts without such a run. Asked for are those with one.",
            "f49lClPzvIsvL-tZ.BpaLm0Rnr2OqdeDyY3Vl2VmZ": AS_SHARE,
        },
        hint="Set points to 24, the rule to runs, the line to the chart's own median. Read the bar 7+.",
    ),
    value(
        "estimate/run-of-eight",
        places=0,
        unit="%",
        question="Own median: 8 or more?",
        answer=any_of(
            "e41rJT5M9-REhhOY.P7aR9RtjIOoWq0Psj_GKM2z-", "0lji2JJ78waeKC9L.zzIcJHTix2GCFUPqXhxlTd_C"
        ),
        wrong={
            "8BJ9jRrGQ-PGcJ4s.wolxDWJRb6F01RlnZk23F2QC": FIXED_LINE,
            any_of(
                "zL83SwxSd2IcKWRn.gsajpPDah9T8kp3bSQHS5Yh2", "7J9e0WKLu4AU53gO.EESijtRDJgfavXDM4gwjvUEd"
            ): (
                "That is for seven or more around the own median, or for 36 points. Check the bar and the "
                "number of points."
            ),
            any_of(
                "It-xjxuEefOob5hA.xqtP2Zr9blf6hJh614pg-K_M", "YEifclyMsJ3QEYPn.r8SuDcqwqWEPkLkUE--GnHTF"
            ): "That is the percentage of charts without such a run. Asked for are those with one.",
            "ka3-iVx3aBgMRZN2.BLpJddPEI2WzSNTsyzYtgNnX": AS_SHARE,
        },
        hint="Set points to 24, the rule to runs, the line to the chart's own median. Read the bar 8+.",
    ),
    value(
        "estimate/fixed-line",
        places=0,
        unit="%",
        question="A fixed line this time: what percentage of charts hold a run of 7 or more?",
        answer=any_of(
            "XEEDvidwHkk0Aa4n.MoI1iTD95-0EuUUQuhk7KgIO", "FdAtPlNvuDKpPZ3-.nBt4on57zZBPqHRGU2PaKWeg"
        ),
        wrong={
            any_of(
                "gJa4a2FGEA21W7aX.4OjsKTUEAuSftugmU8KgXn1-", "M42caGEFZNcXAMnM.Lk4DqWmKGlEg8mR0eG9iP62Y"
            ): "That is around each chart's own median. Set the line to a fixed line.",
            any_of(
                "HE5eFSh_Llabc9hy.6fIRpf82CDPNk-2UlbL_akeG",
                "046mlCOkckElo_MX.X7pHLZLTBLIC_MigcWkCFU8_",
                "spfxXIArIcewLJwf.5YHPtIJTEthPxvbJNWf6McTs",
            ): "That is for six or more around a fixed line. One point longer, please.",
            "rlDDELqOUaWvlWo4.FGShmuiA8CWBTPhb3RLTc8Bf": (
                "That is for eight or more around a fixed line. One point shorter, please."
            ),
            any_of(
                "6-SuXMyKvSQQTwig.BjeWrdGTaAEoR8hTQtjsMcAL", "bbvGVIc3lDPmOu93.gOr16O4SaoV5EjTms_cUmfGx"
            ): "That is for 20 points. Set the machine to 24.",
            any_of(
                "HTZ15b1J-wJ-Kdgc.uO85nl65IB7tYiJ7gqQdgCsY", "dU8gmTMu7UH6QRsT.1xwP7qqcuG49B7rd3Nxuh1Lv"
            ): "That is for 36 points. Set the machine to 24.",
            "BEh9QUSWb3YYnpnI.s8YMFkawEWFTu2nOSX-_xpHa": AS_SHARE,
        },
        hint="Set points to 24, the rule to runs, the line to a fixed line. Read the bar 7+.",
    ),
    value(
        "estimate/trend-of-five",
        places=0,
        unit="%",
        question="The trend rule: in what percentage of charts do 5 or more points in a row rise, or fall?",
        answer=any_of(
            "8vhdlbAYS3Rbtmow.qv5smoSrTbb0nGMvLqIbxA3h",
            "obYIhrMhLoY40zDy.Rb2V9Yszwx8PiFEy5wlX02cd",
            "MHP5gxMJD0ODxQEX.MPoxgC3eWUoV6_ZcpQKrG0iN",
            "_BbfcL5i_j5BlG5J.W6MZJ9i1McGyU77fPW_e_mh_",
        ),
        wrong={
            any_of(
                "6hjo8XumwLsQqJXs.EfNkz_El-MFms1HF0DT5qEwa", "V0wz6xZuiJyaXnfB.WRiqvruUo_lCIDqc7XiyVwUw"
            ): "That is for a trend of six. The question counts points, not steps: read the bar 5+.",
            "7F8TpPr4SxlD1Zv_.-B8_SizIuMcO5LRZQF7HEbZV": "That is for a trend of seven. Read the bar 5+.",
            any_of(
                "zhE0sIHw09N73gtD.F8h4qe91JBcrKcmuOnZDgZky",
                "8MrikZXjXao7J9wy.g29pym0sz50zBqZOKKrKSzbq",
                "U9aXn0cwM8tCFiyk.Vc__mgwfn7-cuektipETpPck",
            ): "That is a run of six on one side. Set the rule to a trend.",
            "nqoasJccQ0OirFJl.ii34xZcHHVSytSMPpAYhulm_": "That is for 12 points. Set the machine to 24.",
            any_of(
                "f0H781KTTiWJbGFt.uDSY0HQchG9-pcj3dKVxeDkT", "fhq6DBO2CBJ5yqQZ.UNu9iXt-6Tbjehkk8raDXq19"
            ): "That is for 20 points. Set the machine to 24.",
            any_of(
                "2DSpexewmEC15CBe.XOvOZ2H8v8aleyRxm11Rhd3W", "kP5fbd32XXFQN41J.YZhQnlJ5k7_HHVEGvJe_nfXl"
            ): "That is for 36 points. Set the machine to 24.",
            "IzeV8lgwCBiB2iFf.U8k3NzhaLcIdJrJA1IJefAQO": AS_SHARE,
        },
        hint="Set points to 24 and the rule to a trend. Read the bar 5+.",
    ),
    value(
        "estimate/trend-of-six",
        places=0,
        unit="%",
        question="And 6 or more points in a row rising, or falling?",
        answer=any_of(
            "IL1XDdZmc22Lw0jD.y8lNFXY-fCUlJS2mKHQV7gy-", "SctD3sgBhd25xttK.EDzmgFUWPPUkRl4AU4HHhq4B"
        ),
        wrong={
            any_of(
                "x1IurZG9qw93ed2w.xO0ZQhmoEx8OSUBeoyXq8VUZ",
                "SSEaM1eiSl4L3hPK.m3JuCaXnRQK9OJ_PszzW__kB",
                "nyjA-9JpxpRVryfu.XTKhjU-TCM41FhZTg-VB2IxQ",
                "XAiKkch95wl4tv65.6dJgxBbszQVLPpyonY0AeFfw",
            ): "That is one point fewer. One more point in a row makes a large difference: look again.",
            "kaJ-gR5PpkolAsVr.WjrKvz18YRLaWXupmYw-EhXs": (
                "That is one point too many. If you thought of steps: count points."
            ),
            any_of(
                "PSmFrCOXj9QEKaIl.SsNadLOqh5hV9DS5OyN6Cocv",
                "22RlefXSbLyJQcmJ.XnT-iTV-SXNm6HH9BrXL5Nya",
                "WTXFR9bmiLDNTxV_.CdiWhqbxCKnWdfuEpOn9oBT9",
            ): "That is a run of six on one side. Set the rule to a trend.",
            "K9M3VZrC-OpCWqrx.uLkxtkJC_r8OPqIXyhUnjKOI": "That is for 36 points. Set the machine to 24.",
            "EDe1Blqf32QsYi9C.De7zwKgAzk9QzkFoOtBipagQ": "That is for 20 points. Set the machine to 24.",
            "g_uKVBYVMJwvImCv.XtMHMujwkqUE4TDpmzIlrLZt": "That is for 12 points. Set the machine to 24.",
            "dCpDw0ccTYL8F4PR.MW6tZhvzmvS5DVr3V0H6qrVh": AS_SHARE,
        },
        hint="Set points to 24 and the rule to a trend. Read the bar 6+.",
    ),
]


def _percent(points, length, line="own"):
    return 100 * chance_of_run(length, points, line)


def _within_wobble(expected, got):
    """Equal within four standard errors of a percentage from 10,000 charts, and a little for rounding."""
    spread = 100 * np.sqrt(max(expected, 0.3) / 100 * (1 - min(expected, 99.7) / 100) / 10_000)
    return abs(expected - float(got)) <= 4 * spread + 0.05


estimate += [
    function(
        "estimate/false-alarm-code",
        against=_percent,
        examples={
            "24 points": lambda rng: (24, int(rng.integers(5, 8))),
            "36 points": lambda rng: (36, int(rng.integers(6, 9))),
        },
        same=_within_wobble,
        n=3,
        wrong={
            "fixed line": (
                lambda points, length: _percent(points, length, "fixed"),
                (
                    "It gives the rate around a fixed line. Each chart is to be judged by its own median: one"
                    " for each row, with keepdims=True."
                ),
            ),
            "longer than": (
                lambda points, length: _percent(points, length + 1),
                "It counts runs longer than `length`. The rule says that length or more: >= and not >.",
            ),
            "exactly": (
                lambda points, length: _percent(points, length) - _percent(points, length + 1),
                "It counts charts whose longest run is exactly `length`. The rule says that length or more.",
            ),
            "without": (
                lambda points, length: 100 - _percent(points, length),
                "It gives the percentage of charts without such a run.",
            ),
            "a share": (
                lambda points, length: _percent(points, length) / 100,
                "It gives a share of one. Multiply by 100 for per cent.",
            ),
        },
        hint=(
            "Draw the charts, take each row's median, find each row's longest run, and take the mean of "
            "`runs >= length`. With fewer than 10,000 charts a right answer may miss by chance."
        ),
    ),
    function(
        "estimate/exact-run",
        against=lambda n, k: chance_of_run(k, n, "fixed"),
        examples=lambda rng: (int(rng.integers(4, 40)), int(rng.integers(3, 10))),
        wrong={
            "own median": (
                lambda n, k: chance_of_run(k, n, "own"),
                (
                    "That is the chance around the chart's own median. Here each toss is independent of the"
                    " others."
                ),
            ),
            "longer than": (
                lambda n, k: chance_of_run(k + 1, n, "fixed"),
                (
                    "It gives the chance of a run longer than k. The rule says k or more, so the runs that do"
                    " not count have k - 1 at most."
                ),
            ),
            "exactly": (
                lambda n, k: chance_of_run(k, n, "fixed") - chance_of_run(k + 1, n, "fixed"),
                "It gives the chance that the longest run is exactly k.",
            ),
            "one side": (
                lambda n, k: _one_side(n, k),
                "It gives the chance of a run on one chosen side. A run may be on either side.",
            ),
            "without": (
                lambda n, k: 1 - chance_of_run(k, n, "fixed"),
                "It gives the chance of no such run. Take it from one.",
            ),
            "half the sequences": (
                lambda n, k: 1 - (1 - chance_of_run(k, n, "fixed")) / 2,
                (
                    "Half of the sequences are missing. The first run may lie above or below, so there are"
                    " two sequences of length 1, four of length 2 (for a long enough k), and so on."
                ),
            ),
        },
        hint=(
            "Count the sequences for n = 1, 2, 3 by hand and compare with what your recursion gives. Then"
            " divide by 2 ** n and take it from one."
        ),
    ),
    value(
        "estimate/baseline-length",
        places=0,
        question="The smallest baseline in the list with a false-alarm rate of at most 4.2%",
        answer="g_9ZiykNKwLR7y89.XkyJoP6CIfa4ToCm7Ehfzfxx",
        wrong={
            "ZyoE1cTLTwtoKVNN.40juIEwozKsSCVhMH-bn09-3": (
                "With so short a baseline the rate is well above that: see the table in part 4."
            ),
            "W0paVU-320Cm0mvN.gqqKN2LMSnPRSTZwNymn0ZUx": (
                "Nearly. Its rate is about 4.5%, above the mark. Use more charts to see it clearly."
            ),
            "fbsn8-8WffoOeSIF.luXaI-9SeDHNpAyiK1lEsxkZ": (
                "That keeps to the mark, but a shorter one in the list does too."
            ),
            "3Cz_KIAZkCZoIzHe.rZ2Pn23C3eYr6RYJ26s-RyXE": (
                "That keeps to the mark, but a shorter one in the list does too."
            ),
            "5eZUeRsWTiqsvmJu.QGZ6zr4hAUDU3odQzsFGiiw0": (
                "That keeps to the mark, but a shorter one in the list does too."
            ),
        },
        hint="Choose from the list. Judge only the 12 later points, around the median of the earlier ones.",
    ),
    value(
        "estimate/vienna-memory",
        places=2,
        question="Lag-1 autocorrelation of the monthly percentage, January 1841 to April 1847",
        answer="CaGH4prR1ZaHl7jI.ICQJ1rQ1uFMmB9KrHhNiglVQ",
        wrong={
            "s6L7coOmeyGAyFOW.HTKR9fd_Me14RsYMlE3ZDv_A": (
                "That is the correlation of the pairs, with a mean of its own for each end (`corrcoef`, "
                "`autocorr`). Use one mean and divide by the sum of all squares."
            ),
            "hddyz-BfDLYrLH-8.bKocX28ycpSasu2Ah5K6ml35": (
                "That is for all 98 months. The fall of 1847 makes neighbours look alike. Stop at April 1847."
            ),
            "o3mJ4XB3k8qq0jxJ.hcgIBvOD7hzTp8tdxrX1wmt9": "The mean was not subtracted.",
            "ipT0PXeIcANGEI3I.yCtyc-4cKG6ZKTX5sTKhyce0": (
                "That is for the number of deaths. Use the percentage."
            ),
        },
        hint="d = values - mean; then the sum of d[1:] * d[:-1] over the sum of d ** 2.",
    ),
]


def _one_side(n, k):
    """The chance of k or more heads in a row among n fair tosses."""
    without = [1]
    for m in range(1, n + 1):
        without.append(sum(without[m - j - 1] for j in range(min(k, m))) + (1 if m < k else 0))
    return 1 - without[n] / 2**n


# ---- tell ------------------------------------------------------------

CAUSE = (
    "because", "cause", "due to", "effect", "led to", "reduc", "improv", "success", "saved", "thanks",
    "worked", "works", "prove", "impact", "result", "benefit", "cured", "prevent",
)  # fmt: skip


def _months(notes):
    import pandas as pd

    return [pd.to_datetime(str(date), errors="coerce") for date in notes]


def _texts(notes):
    return " | ".join(str(text) for text in notes.values()).casefold()


tell = [
    choice(
        "tell/transition",
        question="Washing began around the middle of May 1847. Where does that month belong?",
        options={
            "a": "To the time before: most of its deaths had begun before the washing",
            "b": "To the time after: the washing had begun",
            "c": "To neither: show it, say so, and leave it out of both",
            "d": "Off the chart: delete it",
        },
        answer="bSNq10WmfD-IijL_._SKHtcQQ5WIBHsbirwGyVdSL",
        wrong={
            "sGWUuXyZUlUd0gj1.-PJpVo2W1zhN2i9kQACYS8Gh": (
                "Part of the month was after. In the baseline it would mix the change into the line that is"
                " meant to judge the change."
            ),
            "QQDtEfdg6aPxDf7K.cBWOEXJbSbA6RcJLzxK9rl1L": (
                "Part of the month was before, and the exact day is not known. Counted as after, it blurs the"
                " comparison."
            ),
            "zLg7qxuL8Rkx7F4o.RaSHNwbHzblkUVXOvT-cmZmc": (
                "A month that disappears leaves a reader to wonder why. Show it and say how it was treated."
            ),
        },
    ),
    choice(
        "tell/sentence",
        question="Which sentence tells the Vienna chart fairly?",
        options={
            "a": "Hand washing cut deaths from 10.5% to 2.1%.",
            "b": (
                "From June 1847 all 22 months lay below the old median. Washing began in May. The chart"
                " cannot say why the level changed."
            ),
            "c": "Deaths averaged 10.5% before and 2.2% after, a significant difference.",
            "d": "Monthly deaths varied so much that nothing can be concluded.",
        },
        answer="ajDt9vvmdj5OpwMe.JHH9-VHBjOg6QRhvf2t_UAXT",
        wrong={
            "_NjGI8d6ylMMWS-p.zG4ns5X3CXAIgzLM0DUdQu29": (
                "That names a cause. The chart shows that the level changed and when. Other things changed"
                " too: deaths had already been low from December 1846 to March 1847."
            ),
            "yimnYoKWiPqwvZiK.xRiq4WwbRfBjcgeLzrmSKFK_": (
                "Two averages throw the order away, and with it the low winter just before and the rise in"
                " April. And the word significant belongs to a test that nobody did here."
            ),
            "K5CyKzpH016z56s5.IyfWhfmeyljIuaIKesA8WYs9": (
                "The months did vary. But 22 in a row on one side, when the longest such row before was"
                " eight, is more than that variation would make."
            ),
        },
    ),
    Made(
        "tell/notes",
        complaints=(
            (
                lambda notes: not isinstance(notes, dict),
                'This step asks for a dictionary, such as {"1846-12-01": "what happened"}.',
            ),
            (
                lambda notes: any(month is None or month != month for month in _months(notes)),
                'Each key is a date in quotation marks, such as "1846-12-01".',
            ),
            (
                lambda notes: not all(isinstance(text, str) and text.strip() for text in notes.values()),
                "Each note needs a few words in quotation marks.",
            ),
            (
                lambda notes: any(word in _texts(notes) for word in CAUSE),
                (
                    "One of your notes speaks of an effect or a cause. A note on a chart says what happened,"
                    " and leaves the reader to look. (This check only looks for certain words. You may know"
                    " better.)"
                ),
            ),
            (
                lambda notes: (1847, 5) not in [(month.year, month.month) for month in _months(notes)],
                "There is no note for the month in which the washing began.",
            ),
            (
                lambda notes: any(len(str(text)) > 60 for text in notes.values()),
                "One of your notes is longer than 60 characters. On a chart it would cover the dots.",
            ),
        ),
        praise="It has a note for the right month, and no word in it claims an effect.",
    ),
]

# ---- choose ------------------------------------------------------------

choose = [
    value(
        "choose/dashboard",
        places=0,
        question=(
            "A board looks at 40 indicators, each with 24 points around its own median. Nothing has changed "
            "anywhere. The rule is a run of six or more. About how many indicators will give a false alarm?"
        ),
        answer=any_of(
            "JJcFTZmzLnJsxtrS.X6jK8alDDZ6vl1uSvepJT5lI", "WZ-Zk3Lp3zLEhViw.2scBWdU-wB-bxqw-Zgfd-4F-"
        ),
        wrong={
            "XgLaD80V-FL3ChV8.MvRCw49Uu17qHNy3jfZ6n1Bp": (
                "That is what a run one point longer would give. Look at the length in the question."
            ),
            any_of(
                "s3GdPTwk-R5tb_4B.bbujcZeZafW4f2cSJqn0WW1O", "h2-hbW44UQhGK-dN.PK89QNWV3tS638hfnaZoxz5U"
            ): "That is for a fixed line. Each chart here has its own median.",
            "JgkIXTaAu4jhECne.7FTWpt1ehMVvrt3AbGVq60bz": (
                "A rule that never fires on noise would never fire at all. Multiply the rate you found by 40."
            ),
            "tZTcormnZGgQbtVe.DITjxy_1IQGwavv5U2iyF1dT": (
                "That is the percentage of charts. How many of 40 is it?"
            ),
            "i7CdZQk3RwbLS6d7.cD9nxxB4GGdIuFNhX0Gtqwet": (
                "The percentage was taken of the 24 points. It is a percentage of charts, and there are 40."
            ),
            "ktt11H4onT8LHwDW.OCDfUKZ78tjIv_Njn08Vcp7U": (
                "That is the trend rule. The question is about a run."
            ),
            "DVUxjvCLTtAiT_06.Y8BfCIbx0v8FzSVn6LVzGQoj": (
                "That is what a run two points longer would give. Look at the length in the question."
            ),
        },
        hint=(
            "Take the rate that you found for this length around the chart's own median. What is that"
            " percentage of 40?"
        ),
    ),
    choice(
        "choose/season",
        question=(
            "On the England chart the long runs above the line fall in both winters. What does the signal"
            " tell you?"
        ),
        options={
            "a": "Something lasting changed in the departments each autumn",
            "b": "The months are not random around the line, and a yearly season is enough to do that",
            "c": "The rule set is faulty and another should be chosen",
            "d": "It is a false alarm: these dots are noise",
        },
        answer="6vuCwE5c0fase1uh.qkyZZMhq_0saLuKEjqUmzAnG",
        wrong={
            "Ot_zkpKMUDcHZR9o.MPjBa0mXD0Jv-6D7DV4912B3": (
                "What rises each winter and falls each spring is not a lasting change. Compare each month"
                " with the same month a year before."
            ),
            "r9rjDqibfiJkkHO4.w7GquULfJ5cfqP1ZX-169go4": (
                "The rule did what it says. Changing the rule until a chart looks right is choosing the"
                " answer."
            ),
            "TjxMuk5mjDbMBHeq.NX0fpt55Z7695aYS5mEA1L1t": (
                "Noise would not line up with the calendar two years running. The pattern is real. The"
                " question is what it is a pattern of."
            ),
        },
    ),
    choice(
        "choose/statement",
        question="Which line belongs under a run chart?",
        options={
            "a": "A significant shift was detected (p < 0.05).",
            "b": "Anhøj's rules, chosen before looking. Median of these 24 months; dots on it skipped.",
            "c": "Standard run chart rules were applied.",
            "d": "Three rule sets were tried; the one that shows the change is given.",
        },
        answer="nRYX9HSvFgTlKzfv.9YIwI7AdEa6w5WWEGK58xbrx",
        wrong={
            "ScDWIDm9oTR9tPuQ.hOVA20rjGlMzBzkwQe5_cQ0f": (
                "Run rules do not give that p-value, and the reader still does not know which rule was used."
            ),
            "_iCXyGgnOgxH_uZQ.hFO69-KzAfmqMVmeP8DnKAdI": (
                "There is no standard: six, seven, eight and nine are all in print. Name the set."
            ),
            "ZY7LU1aC7EhyAqph.F6__miwWeaGukyGo09nacEkM": (
                "Trying several and keeping the one that fires raises the false-alarm rate above any of them."
                " Choose first, then look."
            ),
        },
    ),
    value(
        "choose/anhoej-limit",
        places=0,
        question="The longest run that Anhøj's rules let pass, for the months before May 1847",
        answer="CG_qcGPyunG5fORA.RONdquIaghg4WK1dILlSDnGi",
        wrong={
            "CnzqFJGiMK71i4aC.0TAAKVANDXYHNSSI4tUkrtXZ": (
                "That is the logarithm alone, rounded. Anhøj's limit adds three."
            ),
            "gdomPjsA8XSxOOt6.qvVdlw0zmSQc3Vdc1Zty7j3L": (
                "Either that is the first length that would be a signal (a signal is strictly longer than the"
                " limit), or all 98 months went in."
            ),
            "l6ZdbjXTYXCii_3k.bljnEW4WmO0QJQgDHXTkIEcG": "That is the limit for crossings.",
            "5ONyb9-0c8UFWVF0.9kzxu8qY62cAq0nG4QAafSc6": (
                "That is the limit for 24 useful points. It grows slowly with their number."
            ),
            "blvr0lipd5K0JELT.CuQtPGDZuZyFBWY9cWCeKIE2": (
                "That is for fewer points, or another set's fixed length."
            ),
            "rUahFAQl5tNbrLcf.7qzb3tOaKFlK0xkdnGSAUwFL": (
                "That is the number of useful points. Put it into the rule: log2(n) + 3, rounded."
            ),
            "19qoQfAUZ5nBnQj3.RKRVU9Vj3iqyWS8GfSze7FhN": (
                "That looks like the natural logarithm, or a limit without the three. Use np.log2."
            ),
        },
        hint="Count the useful points, take the logarithm to base 2, round it, add three.",
    ),
    value(
        "choose/board-pack",
        places=0,
        question="Expected number of 40 indicators with a run of six or more, 36 points, own median",
        answer="rAYjqaUoES8EQtNw.LJa36tOQCApA3q-3v4Bu_TL2",
        wrong={
            "lcSuoKtFC1hChiD9.pSgE_nTaZkZjaIZvMghPha2u": "That is for 24 points. The pack has 36.",
            "F_xYHPpxCiJ7Xyig.nceI8TfG4Az5NbpoLV9_FGE-": "That is for a fixed line.",
            "W3QvPRuuqH3LpcB8.sQl8hYv_RNARRQRJp8YDGzFA": "That is the percentage. How many of 40 is it?",
            "z0Rpd3DWKyGRnDPo.OJ-COYh-7CkD-KwlaQMCMDPp": "That is for a run of seven.",
            "6x_3R76iA6m1msbC.iw2QDDVDi7gqJUwoG4wivPwd": (
                "It looks as if the percentage was taken of the 36 points. Take it of the 40 indicators."
            ),
        },
        hint="Take the row for 36 points and the column for a run of six; then that percentage of 40.",
    ),
    value(
        "choose/board-pack-anhoej",
        places=0,
        question="The same under Anhøj's set",
        answer="grKBTTZi1HOW_IvM.T8LWKB81-RDNSIxCeyLiGEfW",
        wrong={
            "jd31c9GNdq8CtqpB.UzCNQf622Vdr6b6aoRttjsrM": "That is for a fixed line.",
            "aPdLM_dw3uTov-qM.u8CGQ3-peII_Bweoy4_aBRgA": "That is the percentage. How many of 40 is it?",
            "gruYt53raZVbPZgw.ygo5egdCUDsjmZwGlmct_r_a": (
                "That is for 24 points, or for the run rule alone. The set has two rules."
            ),
            "YX0ssymsatvFYw6o.H5NyhzDULHpJAVsrZG1e04Jq": (
                "Even a strict set fires on some noise. Multiply the rate by 40 and round."
            ),
        },
        hint="Take the row for 36 points and the column for Anhøj's set; then that percentage of 40.",
    ),
    value(
        "choose/sliding-baseline",
        places=0,
        question="Windows of 12 months for which all 22 later months lie below the median",
        answer="9cPJNqMoHe74nlav.4AiqRFXKie54R-c2l_8QY-6V",
        wrong={
            "ARtSAaTl3crsqH2w.KYvWsZJt53q-mEZ5oENAXw2V": (
                "That is every window, or it comes from the mean of each window and not its median. A few"
                " fail."
            ),
            "D4cNUZkiihin9kkp.lpGnHIYkO3T8hv4N4I4fY0-R": (
                "That looks like windows of 24 months, for which none fails. Use 12."
            ),
            "BXTJ26qxxEuEph_a.R9TfVDecwDjKVIwLP_CaRXQ8": "That is the number of windows that fail.",
            "CTC5M_No_8sl6XWj.HF0qDOtpGNUfDdGiIi4McRPd": "May 1847 is in one of your windows. Stop at April.",
            "LS_lj5jozK079U2L.bjMCgBEKMBAde6N99jjUIxj_": (
                "May 1847 is among your later months. Start at June."
            ),
        },
        hint=(
            "For each start from 0 to 63 take 12 neighbouring months with data, their median, and ask whether"
            " every later month is below it."
        ),
    ),
]

checks = [*plot, *apply, *estimate, *tell, *choose]
