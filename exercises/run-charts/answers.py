"""Answers to this assignment that its tests must accept, and mistakes that they must catch. Never handed out."""

POINTS = 10  # that the tests give
WRITTEN = "my-reading"  # the cell that a tutor marks
NOT_TESTED = {"draw", "my-chart"}  # cells that the tests do not need

# Words that stand in the source's solutions or hidden tests, and in nothing that a learner receives.
SECRETS = ["ended_by_the_median", "exact_shares", "Priya"]

# By the solution cell's name: another way of doing it that is right.
ANOTHER_WAY = {
    "useful-points": """
def useful_points(values):
    s = pd.Series(values, dtype="float64").dropna()
    return (s != s.median()).sum()
""",
    "longest-run": """
def longest_run(values):
    s = pd.Series(values, dtype="float64").dropna()
    above = s[s != s.median()] > s.median()
    return above.groupby((above != above.shift()).cumsum()).size().max() if len(above) else 0
""",
    "crossings": """
def crossings(values):
    v = np.array([x for x in values if x == x], dtype=float)
    away = v[v != np.median(v)] - np.median(v)
    return np.sum(away[:-1] * away[1:] < 0)
""",
    "signals": """
def signals(n_useful, longest, n_crossings):
    limit = np.round(np.log2(n_useful) + 3)
    return [np.bool_(longest > limit), np.less(n_crossings, fewest_crossings(n_useful))]
""",
    "false-alarm-rate": """
def false_alarm_rate(run_length, n_points, n_charts=2_000):
    rng = np.random.default_rng(20)
    order = rng.permuted(np.tile(np.repeat([-1, 1], n_points // 2), (n_charts, 1)), axis=1)
    current = np.ones(n_charts, dtype=int)
    longest = current.copy()
    for i in range(1, n_points):
        current = np.where(order[:, i] == order[:, i - 1], current + 1, 1)
        longest = np.maximum(longest, current)
    return np.mean(longest >= run_length)
""",
}

# What people do get wrong: the solution cell, its text, the test cells that it loses, and words of the message
# that should help.
WRONG = {
    "counts the points on the median as useful": (
        "useful-points",
        "def useful_points(values): return int(np.sum(~np.isnan(values)))",
        {"useful-points-simple", "useful-points-ties"},
        "lie on the median",
    ),
    "lets a missing point spoil the median": (
        "useful-points",
        "def useful_points(values): return int(np.count_nonzero(np.asarray(values) != np.median(values)))",
        {"useful-points-ties"},
        "missing point",
    ),
    "breaks the run at a point on the median": (
        "longest-run",
        """
def longest_run(values):
    best = now = last = 0
    for side in sides(values):
        now = 0 if side == 0 else now + 1 if side == last else 1
        last, best = side, max(best, now)
    return best
""",
        {"longest-run-ties"},
        "ends your run",
    ),
    "counts a point on the median as above it": (
        "longest-run",
        """
def longest_run(values):
    best = now = 0
    last = None
    for side in sides(values):
        above = side >= 0
        now = now + 1 if above == last else 1
        last, best = above, max(best, now)
    return best
""",
        {"longest-run-ties"},
        "two runs of 2",
    ),
    "counts the steps of a run and not its points": (
        "longest-run",
        """
def longest_run(values):
    best = now = 0
    useful = [side for side in sides(values) if side]
    for i in range(1, len(useful)):
        now = now + 1 if useful[i] == useful[i - 1] else 0
        best = max(best, now)
    return best
""",
        {"longest-run-simple", "longest-run-ties"},
        "Two points lie below",
    ),
    "counts a touch as a crossing": (
        "crossings",
        "def crossings(values): s = sides(values); return int((s[1:] != s[:-1]).sum())",
        {"crossings-ties"},
        "touches",
    ),
    "counts runs and not crossings": (
        "crossings",
        "def crossings(values): return len(list(groupby(side for side in sides(values) if side)))",
        {"crossings-simple", "crossings-ties"},
        "passes its median",
    ),
    "uses the limits of 24 points at every length": (
        "signals",
        "def signals(n, longest, n_crossings): return longest > 8, n_crossings < 8",
        {"signals-at-other-lengths"},
        "log2(12)",
    ),
    "fires at the limit and not beyond it": (
        "signals",
        "def signals(n, longest, k): return longest >= round(math.log2(n) + 3), k <= fewest_crossings(n)",
        {"signals-at-24", "signals-at-other-lengths"},
        "neither rule fires",
    ),
    "gives the two answers in the wrong order": (
        "signals",
        "def signals(n, longest, k): return k < fewest_crossings(n), longest > round(math.log2(n) + 3)",
        {"signals-at-24", "signals-at-other-lengths"},
        "unusually long",
    ),
    "counts around a line fixed in advance": (
        "false-alarm-rate",
        """
def false_alarm_rate(run_length, n_points, n_charts=2_000):
    rng = np.random.default_rng(3)
    noise = rng.normal(size=(n_charts, n_points)) > 0
    return np.mean([max(len(list(run)) for _, run in groupby(row)) >= run_length for row in noise])
""",
        {"false-alarms-elsewhere", "false-alarms-six-in-24"},
        "own median",
    ),
    "counts runs of exactly that length": (
        "false-alarm-rate",
        """
def false_alarm_rate(run_length, n_points, n_charts=2_000):
    rng = np.random.default_rng(3)
    return sum(longest_run(rng.normal(size=n_points)) == run_length for _ in range(n_charts)) / n_charts
""",
        {"false-alarms-elsewhere", "false-alarms-six-in-24"},
        "OR MORE",
    ),
    "gives a percentage in place of a share": (
        "false-alarm-rate",
        """
def false_alarm_rate(run_length, n_points, n_charts=2_000):
    rng = np.random.default_rng(3)
    return 100 * sum(longest_run(rng.normal(size=n_points)) >= run_length for _ in range(n_charts)) / n_charts
""",
        {"false-alarms-elsewhere", "false-alarms-six-in-24"},
        "between 0 and 1",
    ),
}
