"""Answers to this assignment that its tests must accept, and mistakes that they must catch. Never handed out."""

POINTS = 10  # that the tests give
WRITTEN = "my-spread-plan"  # the cell that a tutor marks
NOT_TESTED = {"letters", "my-plan"}  # cells that the tests do not need

# Words that stand in the source's solutions or hidden tests, and in nothing that a learner receives.
SECRETS = ["enough_company", "like_with_like", "lonely_net", "queue_right", "Odile"]

# By the solution cell's name: another way of doing it that is right.
ANOTHER_WAY = {
    "one-step": """
def one_step(ties, has, needs, keeps):
    now = np.array(has, dtype=bool)
    met = np.array(ties)[:, now].sum(axis=1)
    return np.where(now, met >= keeps, met >= needs).astype(int)
""",
    "new-each-month": """
def new_each_month(p, q, ceiling, months):
    t = np.arange(months + 1)
    e = np.exp(-(p + q) * t)
    return np.diff(ceiling * (1 - e) / (1 + (q / p) * e))
""",
    "ratios": """
def ratios(adopted, exposed, visited):
    a, e, v = (np.array(x) for x in (adopted, exposed, visited))
    top = bottom = 0
    for g in set(v.tolist()):
        n1, n0 = ((v == g) & (e == 1)).sum(), ((v == g) & (e == 0)).sum()
        top += a[(v == g) & (e == 1)].sum() * n0 / (n1 + n0)
        bottom += a[(v == g) & (e == 0)].sum() * n1 / (n1 + n0)
    return a[e == 1].mean() / a[e == 0].mean(), top / bottom
""",
    "live-each-month": """
def live_each_month(opens, room, each, months):
    free, ends, left = [0] * room, [], list(enumerate(opens))
    for month in range(months):
        for item in list(left):
            free.sort()
            if item[1] <= month and free[0] <= month:
                free[0] = month + each
                ends.append(month + each)
                left.remove(item)
    return [sum(end <= month + 1 for end in ends) for month in range(months)]
""",
    "tangle": """
tangle = dict(zip("ABCDEF", ["Simple", "Complicated", "Complex"] * 2))
""",
}

# What people do get wrong: the solution cell, its text, the test cells that it loses, and words of the message
# that should help.
WRONG = {
    "forgets those who did it": (
        "one-step",
        """
def one_step(ties, has, needs, keeps):
    met = contacts_with_it(ties, has)
    return [1 if m >= needs and not h else 0 for m, h in zip(met, has)]
""",
        {"one-step-taking-up", "one-step-dropping"},
        "is right",
    ),
    "asks for more than needs": (
        "one-step",
        """
def one_step(ties, has, needs, keeps):
    met = contacts_with_it(ties, has)
    return [int(m >= keeps) if h else int(m > needs) for m, h in zip(met, has)]
""",
        {"one-step-taking-up", "one-step-dropping"},
        "is right",
    ),
    "nobody ever drops it": (
        "one-step",
        """
def one_step(ties, has, needs, keeps):
    met = contacts_with_it(ties, has)
    return [1 if h or m >= needs else 0 for m, h in zip(met, has)]
""",
        {"one-step-dropping"},
        "each needs one contact",
    ),
    "gives the total so far": (
        "new-each-month",
        """
def new_each_month(p, q, ceiling, months):
    t = np.arange(1, months + 1)
    e = np.exp(-(p + q) * t)
    return ceiling * (1 - e) / (1 + (q / p) * e)
""",
        {"new-each-month-outside-only", "new-each-month-bass"},
        "same share",
    ),
    "leaves the adopters' pull out": (
        "new-each-month",
        """
def new_each_month(p, q, ceiling, months):
    return -np.diff([ceiling * math.exp(-p * t) for t in range(months + 1)])
""",
        {"new-each-month-bass"},
        "peak",
    ),
    "turns the crude ratio upside down": (
        "ratios",
        """
def ratios(adopted, exposed, visited):
    a, e, v = (np.array(x) for x in (adopted, exposed, visited))
    top = bottom = 0
    for g in (0, 1):
        n1, n0 = ((v == g) & (e == 1)).sum(), ((v == g) & (e == 0)).sum()
        top += a[(v == g) & (e == 1)].sum() * n0 / (n1 + n0)
        bottom += a[(v == g) & (e == 0)].sum() * n1 / (n1 + n0)
    return a[e == 0].mean() / a[e == 1].mean(), top / bottom
""",
        {"ratios-crude"},
        "2 of 4",
    ),
    "gives the crude ratio twice": (
        "ratios",
        """
def ratios(adopted, exposed, visited):
    a, e = np.array(adopted), np.array(exposed)
    crude = a[e == 1].mean() / a[e == 0].mean()
    return crude, crude
""",
        {"ratios-pooled"},
        "half adopt",
    ),
    "is a month late": (
        "live-each-month",
        """
def live_each_month(opens, room, each, months):
    free, ends, left = [0] * room, [], list(enumerate(opens))
    for month in range(months):
        for item in list(left):
            free.sort()
            if item[1] <= month and free[0] <= month:
                free[0] = month + each
                ends.append(month + each)
                left.remove(item)
    return [sum(end <= month for end in ends) for month in range(months)]
""",
        {"live-with-room", "live-with-a-queue"},
        "end of month 1",
    ),
    "lets nobody wait": (
        "live-each-month",
        """
def live_each_month(opens, room, each, months):
    return [sum(o + each <= month + 1 for o in opens) for month in range(months)]
""",
        {"live-with-a-queue"},
        "wait until month 3",
    ),
    "takes many parts for complex": (
        "tangle",
        'tangle = dict(A="simple", B="complex", C="complex", D="simple", E="complicated", F="complex")',
        {"tangle-a-to-c"},
        "listed beforehand",
    ),
    "takes a merger for paperwork": (
        "tangle",
        'tangle = dict(A="simple", B="complicated", C="complex", D="simple", E="complicated", F="complicated")',
        {"tangle-d-to-f"},
        "shifting while you plan",
    ),
}
