"""Answers to this assignment that its tests must accept, and mistakes that they must catch. Never handed out."""

POINTS = 10  # that the tests give
WRITTEN = "my-place"  # the cell that a tutor marks
NOT_TESTED = set()  # cells that the tests do not need

# Words that stand in the source's solutions or hidden tests, and in nothing that a learner receives.
SECRETS = [
    "took_hold = [",
    "by_chance",
    "everything, many",
    "twuhcwtucwht",
    "VONPRNVOPNRV",
    "feedback to the home, so that",
    "staffing belongs to the place",
    "the deputy sits in on one plan",
]

# By the solution cell's name: another way of doing it that is right.
ANOTHER_WAY = {
    "gaps": """
def gaps(ratings):
    def mean(name, side):
        return np.mean([r for n, s, r in ratings if n == name and s == side])
    return {name: mean(name, "high") - mean(name, "low") for name, _, _ in ratings}
""",
    "kappa": """
def kappa(first, second):
    a, b = np.array(first), np.array(second)
    luck = sum((a == code).mean() * (b == code).mean() for code in set(first) | set(second))
    return None if np.isclose(luck, 1) else ((a == b).mean() - luck) / (1 - luck)
""",
    "as-wide": """
def as_wide(ratings, high):
    r, flags = np.array(ratings, dtype=float), np.array(high, dtype=bool)
    k = flags.sum()
    gap = lambda m: abs(r[m].mean() - r[~m].mean())
    found = []
    for some in itertools.combinations(range(len(r)), int(k)):
        mask = np.zeros(len(r), dtype=bool)
        mask[list(some)] = True
        found.append(gap(mask) > gap(flags) - 1e-9)
    return np.mean(found)
""",
    "sorts": """
sorts = {1: "T", 2: "w", 3: "u", 4: "h ", 5: "c", 6: "w", 7: "w", 8: "u", 9: "c", 10: "w", 11: "h", 12: "t"}
""",
    "domains": """
domains = {1: "Innovation", 2: "outer", 3: "inner", 4: "individuals ", 5: "process", 6: "inner", 7: "innovation",
           8: "outer", 9: "individuals", 10: "inner", 11: "process", 12: "inner"}
""",
}

# What people do get wrong: the solution cell, its text, the test cells that it loses, and words of the message
# that should help.
WRONG = {
    "takes sums for means": (
        "gaps",
        """
def gaps(ratings):
    found = {}
    for name, side, number in ratings:
        found[name] = found.get(name, 0) + (number if side == "high" else -number)
    return found
""",
        {"gaps-worked", "gaps-uneven"},
        "mean",
    ),
    "takes low less high": (
        "gaps",
        """
def gaps(ratings):
    def mean(name, side):
        return np.mean([r for n, s, r in ratings if n == name and s == side])
    return {name: mean(name, "low") - mean(name, "high") for name, _, _ in ratings}
""",
        {"gaps-worked", "gaps-uneven"},
        "less the low",
    ),
    "gives the share agreed": (
        "kappa",
        "def kappa(first, second): return sum(a == b for a, b in zip(first, second)) / len(first)",
        {"kappa-worked", "kappa-edges"},
        "Take the luck off",
    ),
    "gives every code the same luck": (
        "kappa",
        """
def kappa(first, second):
    codes = len(set(first) | set(second))
    if codes == 1:
        return None
    agreed = sum(a == b for a, b in zip(first, second)) / len(first)
    return (agreed - 1 / codes) / (1 - 1 / codes)
""",
        {"kappa-worked", "kappa-edges"},
        "A code that both use often",
    ),
    "forgets that kappa may not exist": (
        "kappa",
        """
def kappa(first, second):
    n = len(first)
    luck = sum(first.count(c) * second.count(c) for c in set(first)) / n**2
    return 1.0 if luck == 1 else (sum(a == b for a, b in zip(first, second)) / n - luck) / (1 - luck)
""",
        {"kappa-edges"},
        "return None",
    ),
    "counts one direction only": (
        "as-wide",
        """
def as_wide(ratings, high):
    r, flags = np.array(ratings, dtype=float), np.array(high, dtype=bool)
    def gap(some):
        return r[list(some)].mean() - np.delete(r, list(some)).mean()
    seen = r[flags].mean() - r[~flags].mean()
    return np.mean([gap(s) >= seen - 1e-9 for s in itertools.combinations(range(len(r)), int(flags.sum()))])
""",
        {"as-wide-worked", "as-wide-uneven"},
        "in both directions",
    ),
    "counts wider gaps only": (
        "as-wide",
        """
def as_wide(ratings, high):
    r, flags = np.array(ratings, dtype=float), np.array(high, dtype=bool)
    def gap(some):
        return abs(r[list(some)].mean() - np.delete(r, list(some)).mean())
    seen = abs(r[flags].mean() - r[~flags].mean())
    return np.mean([gap(s) > seen + 1e-9 for s in itertools.combinations(range(len(r)), int(flags.sum()))])
""",
        {"as-wide-worked", "as-wide-uneven"},
        "Count all ways",
    ),
    "calls half of the homes high, whatever was said": (
        "as-wide",
        """
def as_wide(ratings, high):
    r, flags = np.array(ratings, dtype=float), np.array(high, dtype=bool)
    def gap(some):
        return abs(r[list(some)].mean() - np.delete(r, list(some)).mean())
    seen = abs(r[flags].mean() - r[~flags].mean())
    return np.mean([gap(s) >= seen - 1e-9 for s in itertools.combinations(range(len(r)), len(r) // 2)])
""",
        {"as-wide-uneven"},
        "One of four homes",
    ),
    "calls everything that is done the thing": (
        "sorts",
        'sorts = {n: dict(enumerate("ttuhcttucthht", 1))[n] for n in range(1, 13)}',
        {"sorts-1-to-6", "sorts-7-to-12"},
        "Look again",
    ),
    "takes use for help": (
        "sorts",
        'sorts = dict(enumerate("twhhcwthcwht", start=1)) | {5: "w", 9: "w"}',
        {"sorts-1-to-6", "sorts-7-to-12"},
        "it counts",
    ),
    "puts everything about the home into inner": (
        "domains",
        'domains = {n: {2: "outer", 8: "outer"}.get(n, "inner") for n in range(1, 13)}',
        {"domains-1-to-6", "domains-7-to-12"},
        "the plan itself",
    ),
    "blames people": (
        "domains",
        'domains = {n: "individuals" for n in range(1, 13)}',
        {"domains-1-to-6", "domains-7-to-12"},
        "Look again at",
    ),
}
