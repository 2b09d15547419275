"""Answers to this assignment that its tests must accept, and mistakes that they must catch. Never handed out."""

POINTS = 10  # that the tests give
WRITTEN = "my-rounds"  # the cell that a tutor marks
NOT_TESTED: set[str] = set()  # cells that the tests do not need

# Words that stand in the source's solutions or hidden tests, and in nothing that a learner receives.
SECRETS = [
    "questions_asked",
    "grrrr",
    "oooww",
    "pairs_of_codes",
    "rest_of_them",
    "taken_places",
    "wish_list",
    "these tests meet mentors who are too full",
    "that is not what I meant to bring",
]

# By the solution cell's name: another way of doing it that is right.
ANOTHER_WAY = {
    "open-rate": """
def open_rate(codes):
    kept = pd.Series(list(codes), dtype=object)
    kept = kept[kept.isin(["open", "closed", "leading"])]
    return float((kept == "open").mean()) if len(kept) else None
""",
    "stages": """
stages = {1: "goal", 2: "reality", 3: "reality", 4: "reality", 5: "options"}  # 5 differs from the key: 80% will do
stages.update({6: "options", 7: "options", 8: "will", 9: "will", 10: "will"})  # and so does 8
""",
    "kappa": """
def kappa(first, second):
    n, agreed, expected = len(first), 0, 0
    for code in {*first, *second}:
        agreed += sum(a == b == code for a, b in zip(first, second, strict=True)) / n
        expected += sum(a == code for a in first) * sum(b == code for b in second) / n**2
    if expected == 1:
        return None
    return 1 - (1 - agreed) / (1 - expected)
""",
    "sizes": """
def sizes(n):
    for sets in range(n // 5, 0, -1):
        made = [n // sets + (k < n % sets) for k in range(sets)]
        if max(made) <= 7:
            return made
    return None
""",
    "points": """
def points(group):
    table, total = pd.DataFrame(group), 0
    for trait in ("role", "sector"):
        values = table[trait].to_numpy()
        total += np.triu(values[:, None] != values[None, :]).sum()
    return int(total)
""",
    "too-full": """
def too_full(chosen, places):
    counted = pd.Series(list(chosen.values()), dtype=object).value_counts()
    return {mentor for mentor in places if counted.get(mentor, 0) > places[mentor]}
""",
    "both-rather": """
def both_rather(chosen, likes, ranks, places):
    pairs = set()
    for mentor, order in ranks.items():
        held = {one for one, at in chosen.items() if at == mentor}
        room = len(held) < places[mentor]
        for place, learner in enumerate(order):
            listed = likes[learner] + [None]
            if mentor in likes[learner] and listed.index(mentor) < listed.index(chosen[learner]):
                if room or held & set(order[place + 1 :]):
                    pairs.add((learner, mentor))
    return pairs
""",
}

# What people do get wrong: the solution cell, its text, the test cells that it loses, and words of the message
# that should help.
WRONG = {
    "divides by all turns": (
        "open-rate",
        """
def open_rate(codes):
    asked = [c for c in codes if c in ("open", "closed", "leading")]
    return list(codes).count("open") / len(codes) if asked else None
""",
        {"rate-of-questions"},
        "Advice is no question",
    ),
    "does not count leading questions": (
        "open-rate",
        """
def open_rate(codes):
    asked = [c for c in codes if c in ("open", "closed")]
    if not asked:
        return 0 if "leading" in codes else None
    return asked.count("open") / len(asked)
""",
        {"rate-of-questions"},
        "A leading question is a question too",
    ),
    "says nought where nothing was asked": (
        "open-rate",
        """
def open_rate(codes):
    asked = [c for c in codes if c in ("open", "closed", "leading")]
    return asked.count("open") / max(len(asked), 1)
""",
        {"rate-of-nothing"},
        "there is no rate",
    ),
    "takes nought for nothing": (
        "open-rate",
        """
def open_rate(codes):
    asked = [c for c in codes if c in ("open", "closed", "leading")]
    return asked.count("open") / len(asked) if asked.count("open") else None
""",
        {"rate-of-questions", "rate-of-nothing"},
        "the rate is nought",
    ),
    "takes what was tried and where things are for ways": (
        "stages",
        """
stages = {1: "goal", 2: "reality", 3: "options", 4: "options", 5: "options"}
stages |= {6: "options", 7: "options", 8: "options", 9: "will", 10: "will"}
""",
        {"stages-first"},
        "how it is now",
    ),
    "goes back to goals and forth to the will": (
        "stages",
        """
stages = {1: "goal", 2: "reality", 3: "reality", 4: "reality", 5: "reality"}
stages |= {6: "goal", 7: "reality", 8: "will", 9: "will", 10: "goal"}
""",
        {"stages-second"},
        "still about ways",
    ),
    "gives plain agreement": (
        "kappa",
        """
def kappa(first, second):
    if len(set(first) | set(second)) == 1:
        return None
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first)
""",
        {"kappa-value", "kappa-none"},
        "by chance 0.5",
    ),
    "takes all codes as equally likely": (
        "kappa",
        """
def kappa(first, second):
    codes = len(set(first) | set(second))
    agreed = sum(a == b for a, b in zip(first, second, strict=True)) / len(first)
    return None if codes == 1 else (agreed - 1 / codes) / (1 - 1 / codes)
""",
        {"kappa-value", "kappa-none"},
        "how often each of the two used each code",
    ),
    "divides by nought and calls it full agreement": (
        "kappa",
        """
def kappa(first, second):
    n = len(first)
    agreed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    expected = sum(list(first).count(c) * list(second).count(c) for c in set(first) | set(second)) / n**2
    return 1.0 if expected == 1 else (agreed - expected) / (1 - expected)
""",
        {"kappa-none"},
        "Both gave one code to everything",
    ),
    "gives up where one of the two used one code": (
        "kappa",
        """
def kappa(first, second):
    if len(set(first)) == 1 or len(set(second)) == 1:
        return None
    n = len(first)
    agreed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    expected = sum(list(first).count(c) * list(second).count(c) for c in set(first) | set(second)) / n**2
    return (agreed - expected) / (1 - expected)
""",
        {"kappa-none"},
        "but not the same",
    ),
    "fills sets of six and leaves the rest over": (
        "sizes",
        """
def sizes(n):
    return [6] * (n // 6) + ([n % 6] if n % 6 else [])
""",
        {"sizes-fit"},
        "each set has 5, 6 or 7",
    ),
    "lets eight people be two sets of four": (
        "sizes",
        """
def sizes(n):
    sets = max(-(-n // 7), 1)
    return [n // sets + (k < n % sets) for k in range(sets)]
""",
        {"sizes-fit"},
        "cannot form sets of 5 to 7",
    ),
    "counts each pair twice": (
        "points",
        """
def points(group):
    return sum((a["role"] != b["role"]) + (a["sector"] != b["sector"]) for a in group for b in group)
""",
        {"points-of-a-set"},
        "They differ in role and share a sector",
    ),
    "counts kinds and not pairs": (
        "points",
        """
def points(group):
    return len({p["role"] for p in group}) + len({p["sector"] for p in group}) - 2
""",
        {"points-of-a-set"},
        "Take each pair once",
    ),
    "calls a mentor full who is just full": (
        "too-full",
        """
def too_full(chosen, places):
    return [m for m in places if list(chosen.values()).count(m) >= places[m] > 0]
""",
        {"places-are-kept"},
        "One place, one learner",
    ),
    "forgets mentors with no places": (
        "too-full",
        """
def too_full(chosen, places):
    return [m for m in places if places[m] and list(chosen.values()).count(m) > places[m]]
""",
        {"places-are-kept"},
        "0 places is none",
    ),
    "asks the learner only": (
        "both-rather",
        """
def both_rather(chosen, likes, ranks, places):
    return [(l, m) for l in likes for m in likes[l][: likes[l].index(chosen[l]) if chosen[l] else None]]
""",
        {"pairs-who-both-rather"},
        "but M would not",
    ),
    "forgets learners who have nobody": (
        "both-rather",
        """
def both_rather(chosen, likes, ranks, places):
    found = []
    for l, now in chosen.items():
        for m in likes[l][: likes[l].index(now)] if now else []:
            held = [o for o in chosen if chosen[o] == m]
            if len(held) < places[m] or any(ranks[m].index(l) < ranks[m].index(o) for o in held):
                found.append((l, m))
    return found
""",
        {"pairs-who-both-rather"},
        "anybody on the list",
    ),
    "forgets free places": (
        "both-rather",
        """
def both_rather(chosen, likes, ranks, places):
    found = []
    for l, now in chosen.items():
        for m in likes[l][: likes[l].index(now) if now else None]:
            held = [o for o in chosen if chosen[o] == m]
            if any(ranks[m].index(l) < ranks[m].index(o) for o in held):
                found.append((l, m))
    return found
""",
        {"pairs-who-both-rather"},
        "a mentor with a free place would take",
    ),
}
