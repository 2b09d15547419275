"""Answers to this assignment that its tests must accept, and mistakes that they must catch. Never handed out."""

POINTS = 10  # that the tests give
WRITTEN = "my-gap"  # the cell that a tutor marks
NOT_TESTED = set()  # cells that the tests do not need

# Words that stand in the source's solutions or hidden tests, and in nothing that a learner receives.
SECRETS = [
    "still_there",
    "as_it_is",
    "needless",
    "RAIMIARMAIMR",
    "wktsdwkt",
    "a stated policy, a score",
    "the essay says mixed",
    "35 of 58 were offered",
]

# By the solution cell's name: another way of doing it that is right.
ANOTHER_WAY = {
    "left-after": """
def left_after(shares):
    return 100 * np.cumprod(shares)
""",
    "gains": """
def gains(shares, points):
    s = np.asarray(shares, dtype=float)
    return [100 * np.prod(np.where(np.arange(s.size) == n, np.minimum(1, s + points / 100), s)) - 100 * s.prod()
            for n in range(s.size)]
""",
    "too-little-too-much": """
def too_little_too_much(with_reason, treated, both):
    return [100 - 100 * both / whole for whole in (with_reason, treated)]
""",
    "kinds": """
kinds = {1: "Research", 2: "Audit", 3: "improvement", 4: "implementation research ", 5: "improvement", 6: "audit",
         7: "research", 8: "Implementation research", 9: "audit", 10: "improvement", 11: "improvement",
         12: "research"}
""",
    "changes": """
changes = {1: "W", 2: "k", 3: "t", 4: "d", 5: "d", 6: "w", 7: "k", 8: "d"}
""",
}

# What people do get wrong: the solution cell, its text, the test cells that it loses, and words of the message
# that should help.
WRONG = {
    "takes every loss from the first hundred": (
        "left-after",
        "def left_after(shares): return list(100 - 100 * np.cumsum(1 - np.array(shares)))",
        {"left-worked", "left-any"},
        "of those who are still there",
    ),
    "gives each share by itself": (
        "left-after",
        "def left_after(shares): return [100 * share for share in shares]",
        {"left-worked", "left-any"},
        "of those who are still there",
    ),
    "is written for six steps": (
        "left-after",
        "def left_after(shares): return [100 * math.prod(shares[: n + 1]) for n in range(min(6, len(shares)))]",
        {"left-any"},
        "numbers, and there should be",
    ),
    "rounds to whole people on the way": (
        "left-after",
        "def left_after(shares): return [round(p) for p in 100 * np.cumprod(shares)]",
        {"left-worked", "left-any"},
        "53",
    ),
    "raises a step beyond 100%": (
        "gains",
        "def gains(s, points): return [100 * math.prod(s) * points / 100 / x for x in s]",
        {"gains-at-the-top"},
        "beyond 100%",
    ),
    "gives the new end and not the gain": (
        "gains",
        "def gains(s, points): return [100 * math.prod(s) * min(1, x + points / 100) / x for x in s]",
        {"gains-with-room", "gains-at-the-top"},
        "take the old end away",
    ),
    "takes the points for the gain": (
        "gains",
        "def gains(s, points): return [min(points, 100 - 100 * x) for x in s]",
        {"gains-with-room", "gains-at-the-top"},
        "Raise one step",
    ),
    "raises the step by a part of itself": (
        "gains",
        "def gains(s, points): return [100 * math.prod(s) * (min(1, x * (1 + points / 100)) / x - 1) for x in s]",
        {"gains-with-room", "gains-at-the-top"},
        "Raise one step",
    ),
    "divides both by those treated": (
        "too-little-too-much",
        "def too_little_too_much(r, t, b): return 100 * (r - b) / t, 100 * (t - b) / t",
        {"too-little"},
        "Of those with a reason",
    ),
    "divides both by those with a reason": (
        "too-little-too-much",
        "def too_little_too_much(r, t, b): return 100 * (r - b) / r, 100 * (t - b) / r",
        {"too-much"},
        "Of those treated",
    ),
    "gives what went well": (
        "too-little-too-much",
        "def too_little_too_much(r, t, b): return 100 * b / r, 100 * b / t",
        {"too-little", "too-much"},
        "no reason",
    ),
    "gives the two in the other order": (
        "too-little-too-much",
        "def too_little_too_much(r, t, b): return 100 * (t - b) / t, 100 * (r - b) / r",
        {"too-little", "too-much"},
        "were not treated",
    ),
    "calls all counting audit and all the rest research": (
        "kinds",
        'kinds = {n: "audit" if n in (2, 3, 5, 6, 9, 10) else "research" for n in range(1, 13)}',
        {"kinds-1-to-6", "kinds-7-to-12"},
        "the plan is known to work",
    ),
    "takes implementation research for improvement": (
        "kinds",
        """
kinds = dict.fromkeys(range(1, 13), "improvement")
kinds.update({n: "research" for n in (1, 7, 12)} | {n: "audit" for n in (2, 6, 9)})
""",
        {"kinds-7-to-12"},
        "for others",
    ),
    "takes audit for improvement": (
        "kinds",
        """
kinds = {n: "improvement" for n in (2, 3, 5, 6, 9, 10)}
kinds.update({n: "research" for n in (1, 7, 12)} | {n: "implementation research" for n in (4, 8, 11)})
""",
        {"kinds-1-to-6"},
        "a second look",
    ),
    "trusts whatever has a source": (
        "changes",
        'changes = {n: "s" if n == 4 else "k" for n in range(1, 9)}',
        {"changes-1-to-4", "changes-5-to-8"},
        "the essay says",
    ),
    "sees dropped doubt everywhere": (
        "changes",
        'changes = {n: "k" if n in (2, 7) else "d" for n in range(1, 9)}',
        {"changes-1-to-4", "changes-5-to-8"},
        "Look again",
    ),
}
