"""Answers to this assignment that its tests must accept, and mistakes that they must catch. Never handed out."""

POINTS = 10  # that the tests give
WRITTEN = "page-to-chair"  # the cell that a tutor marks
NOT_TESTED = {"sheets", "sheet-1", "sheet-2", "sheet-3", "sheet-4"}  # cells that the tests do not need

# Words that stand in the source's solutions or hidden tests, and in nothing that a learner receives.
SECRETS = [
    "falls_short",
    "drawn_from",
    "earlier != later",
    "missed_of",
    "held.made_up",
    "paicapciapci",
    "it looks ahead to what",
    "Letters sent within seven days:* a signal downwards",
]

# By the solution cell's name: another way of doing it that is right.
ANOTHER_WAY = {
    "colour": """
def colour(value, target, good):
    return str(boardroom.colours([value], [target], [good])[0])
""",
    "asked": """
def asked(met, last):
    found = {}
    for name in met:
        found[name] = [bool(hit) for hit in met[name]][len(met[name]) - last:].count(False)
    return found
""",
    "flips": """
def flips(months):
    return int(np.abs(np.diff(np.asarray(months, dtype=int))).sum())
""",
    "outside": """
def outside(values, baseline):
    first = np.array(values[:baseline])
    step = np.mean([abs(b - a) for a, b in pairwise(first)])
    low, high = first.mean() - 2.66 * step, first.mean() + 2.66 * step
    return (np.flatnonzero((np.array(values) < low) | (np.array(values) > high)) + 1).tolist()
""",
    "verdicts": """
verdicts = {name: "No change" for name in names}
verdicts.update({
    "Complaints received": "definition changed ", "Staff sickness": "better", "Length of stay": "Better",
    "Letters sent within seven days": "worse", "Vacant posts": "worse", "Statutory training up to date": "better",
})
""",
    "kinds": """
kinds = {1: "Planning", 2: "assurance", 3: "improvement ", 4: "control", 5: "assurance", 6: "planning",
         7: "control", 8: "Improvement", 9: "assurance", 10: "planning", 11: "control", 12: "control"}
""",
}

# What people do get wrong: the solution cell, its text, the test cells that it loses, and words of the message
# that should help.
WRONG = {
    "takes every measure for higher is better": (
        "colour",
        "def colour(v, t, good): return 'green' if v >= t else 'amber' if t - v <= 0.02 * t else 'red'",
        {"colour-low"},
        "Fewer is better",
    ),
    "takes every measure for lower is better": (
        "colour",
        "def colour(v, t, good): return 'green' if v <= t else 'amber' if v - t <= 0.02 * t else 'red'",
        {"colour-high"},
        "falls short by 1",
    ),
    "takes two points for two per cent": (
        "colour",
        """
def colour(v, t, good):
    short = t - v if good == "high" else v - t
    return "green" if short <= 0 else "amber" if short <= 2 else "red"
""",
        {"colour-high", "colour-low"},
        "2% of 90 is 1.8",
    ),
    "has no amber": (
        "colour",
        "def colour(v, t, good): return 'green' if (v >= t if good == 'high' else v <= t) else 'red'",
        {"colour-high", "colour-low"},
        "2% of 90 is 1.8",
    ),
    "counts all months": (
        "asked",
        "def asked(met, last): return {name: months.count(False) for name, months in met.items()}",
        {"asked-last"},
        "Only the last 2 months",
    ),
    "counts the months that met": (
        "asked",
        "def asked(met, last): return {name: sum(months[-last:]) for name, months in met.items()}",
        {"asked-last"},
        "Only the last 2 months",
    ),
    "counts only from met to missed": (
        "flips",
        "def flips(months): return sum(a and not b for a, b in pairwise(months))",
        {"flips-any"},
        "From missed to met",
    ),
    "counts the months that missed as changes": (
        "flips",
        "def flips(months): return months.count(False)",
        {"flips-any"},
        "changes once",
    ),
    "draws limits from all months": (
        "outside",
        """
def outside(values, baseline):
    v = np.array(values, dtype=float)
    reach = 2.66 * np.abs(np.diff(v)).mean()
    return [n for n, x in enumerate(v, start=1) if abs(x - v.mean()) > reach]
""",
        {"outside-worked", "outside-later"},
        "first four months draw the lines",
    ),
    "uses the ordinary standard deviation": (
        "outside",
        """
def outside(values, baseline):
    v = np.array(values[:baseline], dtype=float)
    return [n for n, x in enumerate(values, start=1) if abs(x - v.mean()) > 3 * v.std(ddof=1) * 1.2]
""",
        {"outside-later"},
        "mean of their moving ranges",
    ),
    "counts months from 0": (
        "outside",
        """
def outside(values, baseline):
    v = np.array(values[:baseline], dtype=float)
    reach = 2.66 * np.abs(np.diff(v)).mean()
    return [n for n, x in enumerate(values) if abs(x - v.mean()) > reach]
""",
        {"outside-worked", "outside-later"},
        "Limits 7.61 and 15.59",
    ),
    "calls everything no change": (
        "verdicts",
        'verdicts = dict.fromkeys(names, "no change")',
        {"stories-found"},
        "Called no change: 6",
    ),
    "reads each missed target as worse": (
        "verdicts",
        """
last = pack.groupby("indicator").tail(1).set_index("indicator")["status"]
verdicts = {name: "worse" if last[name] == "missed" else "better" for name in names}
""",
        {"stories-found", "nothing-made-up"},
        "a missed target is no signal",
    ),
    "takes the definition and the season for news": (
        "verdicts",
        """
verdicts = dict.fromkeys(names, "no change")
verdicts["Complaints received"] = "worse"
verdicts["Pressure ulcers that began here"] = "better"
verdicts["Agency spending"] = "worse"
""",
        {"stories-found"},
        "with another verdict: 2",
    ),
    "calls everything assurance": (
        "kinds",
        'kinds = dict.fromkeys(range(1, 13), "assurance")',
        {"kinds-1-to-6", "kinds-7-to-12"},
        "it looks ahead",
    ),
    "takes control for improvement": (
        "kinds",
        """
kinds = dict.fromkeys(range(1, 13), "improvement")
kinds.update(dict.fromkeys((1, 6, 10), "planning") | dict.fromkeys((2, 5, 9), "assurance"))
""",
        {"kinds-7-to-12"},
        "those who do the work notice",
    ),
}
