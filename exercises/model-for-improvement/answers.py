"""Answers to this assignment that its tests must accept, and mistakes that they must catch. Never handed out."""

POINTS = 12  # that the tests give
WRITTEN = "my-cycle"  # the cell that a tutor marks
NOT_TESTED = {"my-ward"}  # cells that the tests do not need

# The lines by which the written part is marked: this module's own, not the common ones.
RUBRIC = [
    "Prediction stated",
    "Data over time",
    "Learning distinct from success",
    "Next test scaled to belief",
]

# Words that stand in the source's solutions or hidden tests, and in nothing that a learner receives.
SECRETS = [
    "words_in_field",
    "enough_checks",
    "arrows_to_the_aim",
    "one direction only",
    "pscd - pd",
    "could a poster whose words",
    "what was expected is not said",
    "a clerk fills them on Fridays",
]

# By the solution cell's name: another way of doing it that is right.
ANOTHER_WAY = {
    "aim-gaps": """
EFFORT = ("raise", "train", "educate", "remind", "launch", "promote")


def aim_gaps(aim):
    text = {k: str(aim.get(k) or "").strip() for k in ("what", "for_whom", "measured_how")}
    lacking = {k for k, words in text.items() if not words}
    if text["what"].lower().split(" ")[0] in EFFORT:
        lacking.add("what")
    try:
        if not abs(aim["baseline"] - aim["target"]) > 0:
            lacking.add("how_much")
    except (KeyError, TypeError):
        lacking.add("how_much")
    later = as_day(aim.get("by_when"))
    if not (later and later > as_day(aim["starts"])):
        lacking.add("by_when")
    return lacking
""",
    "drivers-without-idea": """
def drivers_without_idea(diagram):
    starts = {to for idea in diagram["ideas"] for to in idea["leads_to"]}
    drivers = {d["id"]: d["leads_to"] for d in diagram["drivers"]}
    while True:
        more = starts | {to for d in starts if d in drivers for to in drivers[d]}
        if more == starts:
            return set(drivers) - starts
        starts = more
""",
    "ideas-without-measure": """
def ideas_without_measure(diagram):
    ids = pd.Series([m["id"] for m in diagram["measures"]], dtype=object)
    return {i["id"] for i in diagram["ideas"] if not ids.isin(i["measures"]).any()}
""",
    "orphans": """
def orphans(diagram):
    good = {"aim"}
    for _ in range(100):
        for box in diagram["drivers"] + diagram["ideas"]:
            if good.intersection(box["leads_to"]):
                good.add(box["id"])
    for idea in diagram["ideas"]:
        good.update("measure " + m for m in idea["measures"])
    lost = {box["id"] for box in diagram["drivers"] + diagram["ideas"] if box["id"] not in good}
    return lost.union(m["id"] for m in diagram["measures"] if "measure " + m["id"] not in good)
""",
    "prediction-errors": """
def prediction_errors(log):
    t = pd.DataFrame(log).astype({"predicted": float})
    return (100 * t.done / t.checks.replace(0, np.nan) - t.predicted).to_numpy()
""",
    "chance-of-miss": """
def chance_of_miss(predicted, done, checks):
    spread = np.array([1.0])
    for _ in range(checks):
        spread = np.convolve(spread, [1 - predicted / 100, predicted / 100])
    away = np.abs(np.arange(checks + 1) - checks * predicted / 100)
    return spread[away > away[done] - 1e-6].sum()
""",
    "call": """
def call(done, checks, baseline, reason):
    spread = np.array([1.0])
    for _ in range(checks):
        spread = np.convolve(spread, [1 - baseline / 100, baseline / 100])
    if reason == "broke":
        return "abandon"
    if checks < 40:
        return "adapt"
    if done <= checks * baseline / 100:
        return "abandon"
    return "adapt" if reason == "unclear" or spread[done:].sum() >= 0.1 else "adopt"
""",
    "calls": """
calls = {4: "adopt", 3: "adapt", 2: "abandon", 1: "abandon"}
""",
    "found": """
found = {n: set() for n in range(1, 13)}
for letter, numbers in {
    "p": [1, 3, 7, 10, 12],
    "s": [1, 4, 5, 6, 7, 9, 10],
    "c": [1, 5, 7, 8],  # one fewer than in the key: 80% will do
    "d": [1, 3, 6, 8, 10, 12],
}.items():
    for n in numbers:
        found[n].add(letter)
""",
}

# What people do get wrong: the solution cell, its text, the test cells that it loses, and words of the message
# that should help.
WRONG = {
    "takes blanks for words": (
        "aim-gaps",
        """
def aim_gaps(aim):
    gaps = [k for k in ("what", "for_whom", "measured_how") if not aim.get(k)]
    if (aim.get("what") or " x").lower().strip().split(" ")[0] in EFFORT:
        gaps.append("what")
    a, b = aim.get("baseline"), aim.get("target")
    if not (is_number(a) and is_number(b)) or a == b:
        gaps.append("how_much")
    day = as_day(aim.get("by_when"))
    return gaps if day is not None and day > as_day(aim["starts"]) else [*gaps, "by_when"]
EFFORT = {"raise", "train", "educate", "remind", "launch", "promote"}
""",
        {"aim-words"},
        "hold only spaces",
    ),
    "is content with what staff will do": (
        "aim-gaps",
        """
def aim_gaps(aim):
    gaps = [k for k in ("what", "for_whom", "measured_how") if not (aim.get(k) or "").strip()]
    a, b = aim.get("baseline"), aim.get("target")
    if not (is_number(a) and is_number(b)) or a == b:
        gaps.append("how_much")
    day = as_day(aim.get("by_when"))
    return gaps if day is not None and day > as_day(aim["starts"]) else [*gaps, "by_when"]
""",
        {"aim-words"},
        "Training is what staff do",
    ),
    "takes zero for nothing": (
        "aim-gaps",
        """
def aim_gaps(aim):
    gaps = [k for k in ("what", "for_whom", "measured_how") if not (aim.get(k) or "").strip()]
    first = (aim.get("what") or "x").lower().split()[:1]
    if set(first) & {"raise", "train", "educate", "remind", "launch", "promote"}:
        gaps.append("what")
    a, b = aim.get("baseline"), aim.get("target")
    if not a or not b or a == b:
        gaps.append("how_much")
    day = as_day(aim.get("by_when"))
    return gaps if day is not None and day > as_day(aim["starts"]) else [*gaps, "by_when"]
""",
        {"aim-numbers-and-days"},
        "Zero is a number",
    ),
    "takes any words for a day": (
        "aim-gaps",
        """
def aim_gaps(aim):
    gaps = [k for k in ("what", "for_whom", "measured_how") if not (aim.get(k) or "").strip()]
    first = (aim.get("what") or "x").lower().split()[:1]
    if set(first) & {"raise", "train", "educate", "remind", "launch", "promote"}:
        gaps.append("what")
    a, b = aim.get("baseline"), aim.get("target")
    if not (is_number(a) and is_number(b)) or a == b:
        gaps.append("how_much")
    return gaps if aim.get("by_when") else [*gaps, "by_when"]
""",
        {"aim-numbers-and-days"},
        "Soon is not a day",
    ),
    "sees only ideas that lead to a driver directly": (
        "drivers-without-idea",
        """
def drivers_without_idea(diagram):
    direct = {to for idea in diagram["ideas"] for to in idea["leads_to"]}
    return [d["id"] for d in diagram["drivers"] if d["id"] not in direct]
""",
        {"driver-has-idea"},
        "through another driver",
    ),
    "counts a measure that is not there": (
        "ideas-without-measure",
        'def ideas_without_measure(diagram): return [i["id"] for i in diagram["ideas"] if not i["measures"]]',
        {"idea-has-measure"},
        "no measure called lamps",
    ),
    "wants every measure that is named to be there": (
        "ideas-without-measure",
        """
def ideas_without_measure(diagram):
    there = {m["id"] for m in diagram["measures"]}
    return [i["id"] for i in diagram["ideas"] if not i["measures"] or set(i["measures"]) - there]
""",
        {"idea-has-measure"},
        "of which one is there",
    ),
    "takes an arrow to nowhere for an arrow": (
        "orphans",
        """
def orphans(diagram):
    named = {m for i in diagram["ideas"] for m in i["measures"]}
    boxes = [b["id"] for b in diagram["drivers"] + diagram["ideas"] if not b["leads_to"]]
    return boxes + [m["id"] for m in diagram["measures"] if m["id"] not in named]
""",
        {"nothing-hangs-in-the-air"},
        "ends nowhere",
    ),
    "looks one arrow ahead only, and is deceived by a ring": (
        "orphans",
        """
def orphans(diagram):
    boxes = diagram["drivers"] + diagram["ideas"]
    there = {"aim"} | {b["id"] for b in boxes if set(b["leads_to"]) & ({"aim"} | {c["id"] for c in boxes})}
    named = {m for i in diagram["ideas"] for m in i["measures"]}
    lost = [b["id"] for b in boxes if not there & set(b["leads_to"])]
    return lost + [m["id"] for m in diagram["measures"] if m["id"] not in named]
""",
        {"nothing-hangs-in-the-air"},
        "lead to each other, and to nothing else",
    ),
    "forgets measures that nobody names": (
        "orphans",
        """
def orphans(diagram):
    boxes = [b["id"] for b in diagram["drivers"] + diagram["ideas"]]
    return [b for b in boxes if "aim" not in ahead(diagram, b)]
""",
        {"nothing-hangs-in-the-air"},
        "ends nowhere",
    ),
    "takes no prediction for a prediction that was right": (
        "prediction-errors",
        """
def prediction_errors(log):
    return [100 * r["done"] / r["checks"] - r["predicted"] if r["predicted"] and r["checks"] else 0 for r in log]
""",
        {"errors-of-a-log"},
        "no prediction, no error",
    ),
    "takes a prediction of none at all for no prediction": (
        "prediction-errors",
        """
def prediction_errors(log):
    return [100 * r["done"] / r["checks"] - r["predicted"] if r["predicted"] and r["checks"] else None for r in log]
""",
        {"errors-of-a-log"},
        "A prediction of 0% is a prediction",
    ),
    "takes predicted minus seen": (
        "prediction-errors",
        """
def prediction_errors(log):
    return [
        None if r["predicted"] is None or not r["checks"] else r["predicted"] - 100 * r["done"] / r["checks"] for r in log
    ]
""",
        {"errors-of-a-log"},
        "Seen minus predicted",
    ),
    "looks in one direction only": (
        "chance-of-miss",
        """
def chance_of_miss(predicted, done, checks):
    p = predicted / 100
    share = [math.comb(checks, k) * p**k * (1 - p) ** (checks - k) for k in range(checks + 1)]
    return sum(share[: done + 1]) if done < checks * p else sum(share[done:])
""",
        {"misses-and-luck"},
        "every result is at least as far away",
    ),
    "gives the chance of exactly this result": (
        "chance-of-miss",
        """
def chance_of_miss(predicted, done, checks):
    p = predicted / 100
    return math.comb(checks, done) * p**done * (1 - p) ** (checks - done)
""",
        {"misses-and-luck"},
        "every result is at least as far away",
    ),
    "goes by the numbers alone": (
        "call",
        """
def call(done, checks, baseline, reason):
    p = baseline / 100
    luck = sum(math.comb(checks, k) * p**k * (1 - p) ** (checks - k) for k in range(done, checks + 1))
    if checks >= 40 and done <= checks * p:
        return "abandon"
    return "adopt" if checks >= 40 and luck < 0.1 else "adapt"
""",
        {"call-by-rule"},
        "does not save a broken reason",
    ),
    "adopts after ten checks": (
        "call",
        """
def call(done, checks, baseline, reason):
    p = baseline / 100
    luck = sum(math.comb(checks, k) * p**k * (1 - p) ** (checks - k) for k in range(done, checks + 1))
    if reason == "broke" or (checks >= 40 and done <= checks * p):
        return "abandon"
    return "adopt" if reason == "held" and luck < 0.1 else "adapt"
""",
        {"call-by-rule"},
        "too few to adopt",
    ),
    "leaves the seen number out of luck": (
        "call",
        """
def call(done, checks, baseline, reason):
    p = baseline / 100
    luck = sum(math.comb(checks, k) * p**k * (1 - p) ** (checks - k) for k in range(done + 1, checks + 1))
    if reason == "broke" or (checks >= 40 and done <= checks * p):
        return "abandon"
    return "adopt" if reason == "held" and checks >= 40 and luck < 0.1 else "adapt"
""",
        {"call-by-rule"},
        "Count the seen number itself too",
    ),
    "adopts the poster because nine of ten were done": (
        "calls",
        'calls = {1: "adopt", 2: "abandon", 3: "adapt", 4: "adopt"}',
        {"calls-1-and-2"},
        "could a poster whose words",
    ),
    "wants to try the second signature again": (
        "calls",
        'calls = {1: "abandon", 2: "adapt", 3: "adapt", 4: "adopt"}',
        {"calls-1-and-2"},
        "what the signature does to the hour",
    ),
    "adopts after seven of ten and tests for ever": (
        "calls",
        'calls = {1: "abandon", 2: "abandon", 3: "adopt", 4: "adapt"}',
        {"calls-3-and-4"},
        "too few to adopt",
    ),
    "takes every record for a prediction": (
        "found",
        """
found = {1: "pscd", 2: "p", 3: "pd", 4: "ps", 5: "psc", 6: "psd", 7: "psc", 8: "pcd", 9: "ps", 10: "psd", 11: "p", 12: "pcd"}
""",
        {"predicted-and-small"},
        "a hope cannot turn out wrong",
    ),
    "takes steps for a chain, and before and after for data over time": (
        "found",
        """
found = {1: "pscd", 2: "", 3: "pcd", 4: "scd", 5: "sc", 6: "sd", 7: "pscd", 8: "cd", 9: "scd", 10: "psd", 11: "c", 12: "pcd"}
""",
        {"chain-and-data"},
        "steps of a plan are no tests",
    ),
    "finds every criterion everywhere": (
        "found",
        'found = dict.fromkeys(range(1, 13), "pscd")',
        {"predicted-and-small", "chain-and-data"},
        "before and after are two times",
    ),
}
