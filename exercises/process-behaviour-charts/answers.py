"""Answers to this assignment that its tests must accept, and mistakes that they must catch. Never handed out."""

POINTS = 12  # that the tests give
WRITTEN = "my-page"  # the cell that a tutor marks
NOT_TESTED = {"draw", "weighed", "my-chart"}  # cells that the tests do not need

# Words that stand in the source's solutions or hidden tests, and in nothing that a learner receives.
SECRETS = ["mean_range", "The factor for that is 3.145", "ends_only", '"A": "p"', "from_the_start", "Priya"]

# By the solution cell's name: another way of doing it that is right.
ANOTHER_WAY = {
    "xmr-limits": """
def xmr_limits(values):
    s = pd.Series(values, dtype="float64")
    sigma = s.diff().abs().mean() / 1.1283791670955126  # the exact constants
    return pd.Series([s.mean(), s.mean() - 3 * sigma, s.mean() + 3 * sigma, 3.26653 * s.diff().abs().mean()])
""",
    "in-shift": """
def in_shift(z):
    side = pd.Series(np.sign(z))
    row = (side != side.shift()).cumsum()
    return ((side != 0) & (side.groupby(row).transform("size") >= 7)).to_numpy()
""",
    "in-trend": """
def in_trend(z):
    way = pd.Series(np.sign(np.diff(z)))
    long = (way != 0) & (way.groupby((way != way.shift()).cumsum()).transform("size") >= 6)
    steps = np.flatnonzero(long)
    return set(steps) | set(steps + 1)
""",
    "two-of-three": """
def two_of_three(z):
    z = np.asarray(z)
    flagged = np.zeros(len(z), dtype=bool)
    for k in range(2, len(z)):
        for way in (1, -1):
            three = way * z[k - 2 : k + 1]
            if (three > 0).all() and np.sum(three > 2) > 1:
                flagged[k - 2 : k + 1] |= three > 2
    return flagged.tolist()
""",
    "p-prime": """
def p_prime(counts, sizes):
    t = pd.DataFrame({"c": list(counts), "n": list(sizes)})
    p = t.c.sum() / t.n.sum()
    t["s"] = (p * (1 - p) / t.n) ** 0.5
    wide = ((t.c / t.n - p) / t.s).diff().abs().mean() * np.sqrt(np.pi) / 2
    return p, wide, (p - 3 * t.s * wide).clip(lower=0), (p + 3 * t.s * wide).clip(upper=1)
""",
    "g-limits": """
def g_limits(cases):
    m = np.mean(cases)
    return np.array([pd.Series(cases).median(), m + 3 * (m + m**2) ** 0.5])
""",
    "choice": """
choice = dict(zip("HGFEDCBA", ["i", "xbar", "t", "c", "g", "u", "pp", "p"]))
""",
    "new-limits-from": """
def new_limits_from(values, baseline, noted, wanted):
    if not wanted or noted is None:
        return None
    gap = np.asarray(values) - np.mean(values[:baseline])
    for start in range(baseline, len(values) - 7):
        row = gap[start:]
        begins = start == baseline or gap[start - 1] * row[0] <= 0
        if begins and ((row > 0).all() or (row < 0).all()):
            return np.int64(start) if 0 <= start - noted <= 3 else None
    return None
""",
}

# What people do get wrong: the solution cell, its text, the test cells that it loses, and words of the message
# that should help.
WRONG = {
    "sets limits by the ordinary standard deviation": (
        "xmr-limits",
        """
def xmr_limits(values):
    m, s = np.nanmean(values), np.nanstd(values, ddof=1)
    return m, m - 3 * s, m + 3 * s, 3.267 * np.nanmean(np.abs(np.diff(values)))
""",
        {"xmr-simple", "xmr-gaps"},
        "lower limit",
    ),
    "uses 2.66 with the median moving range": (
        "xmr-limits",
        """
def xmr_limits(values):
    m, r = np.nanmean(values), np.nanmedian(np.abs(np.diff(values)))
    return m, m - 2.66 * r, m + 2.66 * r, 3.267 * r
""",
        {"xmr-simple", "xmr-gaps"},
        "The factor for that is 3.145",
    ),
    "takes three mean moving ranges for three sigma": (
        "xmr-limits",
        """
def xmr_limits(values):
    m, r = np.nanmean(values), np.nanmean(np.abs(np.diff(values)))
    return m, m - 3 * r, m + 3 * r, 3.267 * r
""",
        {"xmr-simple", "xmr-gaps"},
        "moving ranges are 2",
    ),
    "joins what lies on both sides of a gap": (
        "xmr-limits",
        """
def xmr_limits(values):
    v = np.array([x for x in values if x == x])
    m, r = v.mean(), np.abs(np.diff(v)).mean()
    return m, m - 2.66 * r, m + 2.66 * r, 3.267 * r
""",
        {"xmr-gaps"},
        "moving ranges are 2 and 2",
    ),
    "lets a gap spoil the mean": (
        "xmr-limits",
        """
def xmr_limits(values):
    m, r = np.mean(values), np.mean(np.abs(np.diff(values)))
    return m, m - 2.66 * r, m + 2.66 * r, 3.267 * r
""",
        {"xmr-gaps"},
        "yours is nan",
    ),
    "calls six in a row a shift": (
        "in-shift",
        """
def in_shift(z):
    side = pd.Series(np.sign(z))
    row = (side != side.shift()).cumsum()
    return ((side != 0) & (side.groupby(row).transform("size") >= 6)).to_numpy()
""",
        {"in-shift-flags"},
        "Six in a row are not seven",
    ),
    "skips a point on the mean, as on a run chart": (
        "in-shift",
        """
def in_shift(z):
    found, row, last = [], [], 0
    for i, side in enumerate(np.sign(z)):
        if side == 0:
            continue
        row = [*row, i] if side == last else [i]
        last = side
        if len(row) >= 7:
            found.extend(row)
    return found
""",
        {"in-shift-flags"},
        "on neither side and ends the row",
    ),
    "flags only from the seventh point on": (
        "in-shift",
        """
def in_shift(z):
    found, row, last = [], 0, 0
    for i, side in enumerate(np.sign(z)):
        row = row + 1 if side == last and side else 1
        last = side
        if side and row >= 7:
            found.append(i)
    return found
""",
        {"in-shift-flags"},
        "Positions 1 to 7",
    ),
    "counts seven steps in place of seven points": (
        "in-trend",
        """
def in_trend(z):
    way = pd.Series(np.sign(np.diff(z)))
    long = (way != 0) & (way.groupby((way != way.shift()).cumsum()).transform("size") >= 7)
    return set(np.flatnonzero(long)) | set(np.flatnonzero(long) + 1)
""",
        {"in-trend-flags"},
        "Seven points rise",
    ),
    "skips equal neighbours in a trend": (
        "in-trend",
        """
def in_trend(z):
    found = set()
    for first in range(len(z)):
        for last in range(first + 6, len(z)):
            steps = np.diff(z[first : last + 1])
            for way in (1, -1):
                if (way * steps >= 0).all() and np.sum(way * steps > 0) >= 6:
                    found.update(range(first, last + 1))
    return found
""",
        {"in-trend-flags"},
        "Two equal neighbours end the row",
    ),
    "lets the third point lie on the other side": (
        "two-of-three",
        """
def two_of_three(z):
    found = set()
    for i in range(len(z) - 2):
        for way in (1, -1):
            far = [i + k for k in range(3) if way * z[i + k] > 2]
            if len(far) >= 2:
                found.update(far)
    return found
""",
        {"two-of-three-flags"},
        "lies on the other side",
    ),
    "flags the third point as well": (
        "two-of-three",
        """
def two_of_three(z):
    found = set()
    for i in range(len(z) - 2):
        three = np.array(z[i : i + 3])
        if (min(three) > 0 or max(three) < 0) and np.sum(np.abs(three) > 2) >= 2:
            found.update(range(i, i + 3))
    return sorted(found)
""",
        {"two-of-three-flags"},
        "Positions 1 and 3 are far",
    ),
    "averages the shares": (
        "p-prime",
        """
def p_prime(counts, sizes):
    share, sizes = np.asarray(counts) / np.asarray(sizes), np.asarray(sizes)
    p = share.mean()
    s = np.sqrt(p * (1 - p) / sizes)
    w = np.abs(np.diff((share - p) / s)).mean() / 1.128
    return p, w, np.maximum(p - 3 * s * w, 0), np.minimum(p + 3 * s * w, 1)
""",
        {"p-prime-sigma-z", "p-prime-limits"},
        "sum of the counts",
    ),
    "takes the ordinary standard deviation of z": (
        "p-prime",
        """
def p_prime(counts, sizes):
    share, sizes = np.asarray(counts) / np.asarray(sizes), np.asarray(sizes)
    p = np.sum(counts) / sizes.sum()
    s = np.sqrt(p * (1 - p) / sizes)
    w = np.std((share - p) / s, ddof=1)
    return p, w, np.maximum(p - 3 * s * w, 0), np.minimum(p + 3 * s * w, 1)
""",
        {"p-prime-sigma-z", "p-prime-limits"},
        "sigma z",
    ),
    "forgets sigma z in the limits": (
        "p-prime",
        """
def p_prime(counts, sizes):
    share, sizes = np.asarray(counts) / np.asarray(sizes), np.asarray(sizes)
    p = np.sum(counts) / sizes.sum()
    s = np.sqrt(p * (1 - p) / sizes)
    w = np.abs(np.diff((share - p) / s)).mean() / 1.128
    return p, w, np.maximum(p - 3 * s, 0), np.minimum(p + 3 * s, 1)
""",
        {"p-prime-limits"},
        "one for each size",
    ),
    "does not cut the limits at 0 and 1": (
        "p-prime",
        """
def p_prime(counts, sizes):
    share, sizes = np.asarray(counts) / np.asarray(sizes), np.asarray(sizes)
    p = np.sum(counts) / sizes.sum()
    s = np.sqrt(p * (1 - p) / sizes)
    w = np.abs(np.diff((share - p) / s)).mean() / 1.128
    return p, w, p - 3 * s * w, p + 3 * s * w
""",
        {"p-prime-limits"},
        "one for each size",
    ),
    "uses the limit of a c chart": (
        "g-limits",
        "def g_limits(cases): return np.median(cases), np.mean(cases) + 3 * np.mean(cases) ** 0.5",
        {"g-chart"},
        "The mean is 6",
    ),
    "puts the median into the formula": (
        "g-limits",
        """
def g_limits(cases):
    m = np.median(cases)
    return m, m + 3 * math.sqrt(m * (m + 1))
""",
        {"g-chart"},
        "put the median into the formula",
    ),
    "chooses p charts for whatever has a denominator": (
        "choice",
        'choice = {"A": "p", "B": "p", "C": "p", "D": "g", "E": "p", "F": "t", "G": "xbar", "H": "i"}',
        {"choice-of-counts"},
        "ordinary months would fall outside",
    ),
    "takes u wherever there are bed-days": (
        "choice",
        'choice = {"A": "p", "B": "pp", "C": "u", "D": "g", "E": "u", "F": "t", "G": "xbar", "H": "i"}',
        {"choice-of-counts"},
        "largest exposure divided by the smallest",
    ),
    "confuses days with cases between events": (
        "choice",
        'choice = {"A": "p", "B": "pp", "C": "u", "D": "t", "E": "c", "F": "g", "G": "xbar", "H": "i"}',
        {"choice-of-the-rest"},
        "days, or operations",
    ),
    "takes an individuals chart for everything": (
        "choice",
        'choice = dict.fromkeys("ABCDEFGH", "i")',
        {"choice-of-counts", "choice-of-the-rest"},
        "stop at the first line that fits",
    ),
    "draws new limits at any row of eight": (
        "new-limits-from",
        """
def new_limits_from(values, baseline, noted, wanted):
    side = np.sign(np.asarray(values) - np.mean(values[:baseline]))
    for start in range(baseline, len(values) - 7):
        if abs(side[start : start + 8].sum()) == 8:
            return start
""",
        {"rebase-sustained", "rebase-explained-and-wanted"},
        "The row has ended",
    ),
    "is content with seven": (
        "new-limits-from",
        """
def new_limits_from(values, baseline, noted, wanted):
    side = np.sign(np.asarray(values) - np.mean(values[:baseline]))
    start = len(values)
    while start > baseline and side[start - 1] == side[-1]:
        start -= 1
    row = len(values) - start >= 7 and side[-1] != 0
    return start if row and wanted and noted is not None and 0 <= start - noted <= 3 else None
""",
        {"rebase-sustained"},
        "Seven points are not enough",
    ),
    "accepts a change that came after the row began": (
        "new-limits-from",
        """
def new_limits_from(values, baseline, noted, wanted):
    side = np.sign(np.asarray(values) - np.mean(values[:baseline]))
    start = len(values)
    while start > baseline and side[start - 1] == side[-1]:
        start -= 1
    row = len(values) - start >= 8 and side[-1] != 0
    return start if row and wanted and noted is not None and abs(start - noted) <= 3 else None
""",
        {"rebase-explained-and-wanted"},
        "cannot explain it",
    ),
    "takes position 0 for no change": (
        "new-limits-from",
        """
def new_limits_from(values, baseline, noted, wanted):
    side = np.sign(np.asarray(values) - np.mean(values[:baseline]))
    start = len(values)
    while start > baseline and side[start - 1] == side[-1]:
        start -= 1
    row = len(values) - start >= 8 and side[-1] != 0
    return start if row and wanted and noted and 0 <= start - noted <= 3 else None
""",
        {"rebase-explained-and-wanted"},
        "Position 0 is a position too",
    ),
    "lets the row begin inside the baseline": (
        "new-limits-from",
        """
def new_limits_from(values, baseline, noted, wanted):
    side = np.sign(np.asarray(values) - np.mean(values[:baseline]))
    start = len(values)
    while start > 0 and side[start - 1] == side[-1]:
        start -= 1
    row = len(values) - start >= 8 and side[-1] != 0
    return start if row and wanted and noted is not None and 0 <= start - noted <= 3 else None
""",
        {"rebase-sustained"},
        "Count only the points after the baseline",
    ),
}
