"""The checks of the notebooks on aims, theory and small tests: sealed answers, and a diagnosis for each known slip.

A comment such as E59 above a check names the common error, in the course's own list, that it is there to catch.
"""

from math import comb

import numpy as np

from improve.charts import rules
from improve.harrowmere import ward_sim
from improve.interact import Feedback, choice, function, value
from improve.interact.sealing import opens
from improve.project import Project, ProjectProblem, review


def any_of(*sealed):
    """Accept each of several sealed answers."""
    return "+".join(sealed)


def blank(answer):
    return answer is ... or answer is None or (isinstance(answer, str) and not answer.strip())


class Made:
    """A check of something the learner made: the first complaint that fits is the one that is said."""

    question = "This step asks for code."

    def __init__(self, id, complaints, praise):
        self.id, self.complaints, self.praise = id, complaints, praise

    def judge(self, answer) -> Feedback:
        if blank(answer):
            return Feedback(self.id, "not tried", "")
        for fits, words in self.complaints:
            if fits(answer):
                return Feedback(self.id, "not yet", words)
        return Feedback(self.id, "passed", self.praise)


# ---- aim ------------------------------------------------------------

aim = [
    choice(  # E59
        "aim/missing",
        question=(
            "“By 31 March, 80% of discharge letters reach the GP within a day (now 64%).” Which of the five"
            " parts is missing?"
        ),
        options={
            "a": "What will be different",
            "b": "How much",
            "c": "By when",
            "d": "Measured how",
        },
        answer="Vyz_p67WFwUXmhqE.5y9ozXt5_HYxTjwQq1FZGqou",
        wrong={
            "4ULrl3qpzLQUHbw3.4q3__KRcNAN_z2ZguXv9lZML": (
                "It is there: a letter that reaches the GP within a day, which a visitor could see."
            ),
            "haLcrsmpuMeAhDwy.4KBXjmybwHr2lNe3wjd73V8c": (
                "Both numbers are there, the one today and the one to reach."
            ),
            "mjQ3hdXJYzWvwfGj.xuJp9yFGe3bEhHEoXsHjMqub": (
                "There is a day on which everybody will look. Go through the other parts one by one."
            ),
        },
    ),
    choice(  # E59
        "aim/activity",
        question="Which of these is an aim that could be missed?",
        options={
            "a": "Raise awareness of dehydration among all staff by 1 May",
            "b": "Give the sepsis training to all 300 staff by 30 June",
            "c": (
                "By 30 June, 9 in 10 people leaving Ward 6 can say what their new tablets are for (now 6 in 10,"
                " twenty asked each week)"
            ),
            "d": "Cut waits in the clinic significantly this year",
        },
        answer="RlMpGnf-FxpI7FBm.sExS1KJDFzk7Qxzkx4J61dDq",
        wrong={
            "rdlxm5N8VNkrX52t.sXyckXw7CIA6jbHyVbznEBCr": (
                "Nobody can see or count awareness. Ask what a visitor would see people do if they were aware."
            ),
            "NB8rOOvUDVCjEn2A.0I9t91VxcWvYjWg8l541CcK-": (
                "That has a number and a date, but it counts an activity. All 300 can be trained and no patient"
                " be better off."
            ),
            "NAiheSSHsMNarBs0.xcw08TXBowpqDj9nhC-EawBe": (
                "“Significantly” is not a number and “this year” is hardly a day. Each person will read it in"
                " their own way, so it cannot be missed."
            ),
        },
    ),
    choice(
        "aim/harm",
        question=(
            "A clinic aims for 95% of people to be called in within 15 minutes of booking in at the desk. Which"
            " measure would you add first, to see whether it hits the number and misses the point?"
        ),
        options={
            "a": "How many staff know about the aim",
            "b": "The same percentage, every day and not every week",
            "c": "How long people queue before they can book in, and wait after they are called in",
            "d": "The average number of minutes from booking in to being called",
        },
        answer="MM5wUHdMCOWn2h3p.898EPzD_javpn0TTlnJosfT0",
        wrong={
            "m35udje9pzHRrVWe._iKZja6IQfPG7W_tf4UWNgRj": (
                "Knowing about an aim helps nobody by itself, and it shows no harm."
            ),
            "T_nZyjUkqXHv7ulf.9eBP4ND3DmcSARAq5H32eviL": (
                "More points help you to see the same thing sooner. They cannot show you something else."
            ),
            "_mQyAXPHKnq4zZaK.f-PCe7sFYStaneMAeHzbg78Z": (
                "It looks at the same stretch of time in another way. The wait may have been moved to where this"
                " clock is not running."
            ),
        },
    ),
    Made(
        "aim/as-data",
        complaints=(
            (
                lambda plan: not isinstance(plan, dict),
                "This step asks for a dictionary, with names such as what and for_whom.",
            ),
            (
                lambda plan: _unreadable(plan) != "",
                "The project file cannot read it: a date goes as “2026-09-30”.",
            ),
            (lambda plan: "no aim" in _faults(plan), "There is no text in `what`: what will be different?"),
            (
                lambda plan: "awareness" in _faults(plan),
                "Awareness is in it. Ask what people would do if they were aware, and aim for that.",
            ),
            (
                lambda plan: "soft words" in _faults(plan),
                "There is a word in `what` that can mean many things. Say what a visitor would see.",
            ),
            (lambda plan: "for nobody" in _faults(plan), "It does not say for whom."),
            (
                lambda plan: "no number" in _faults(plan) or plan.get("target") is None,
                "It does not say how much: a target is a number.",
            ),
            (
                lambda plan: "no baseline" in _faults(plan),
                "Where are you now? It has a target and no baseline.",
            ),
            (lambda plan: "no change" in _faults(plan), "The target is the same as the baseline."),
            (
                lambda plan: "no date" in _faults(plan) or not plan.get("by_when"),
                "It has no day in `by_when`.",
            ),
            (lambda plan: "no measure" in _faults(plan), "It is not linked to a measure."),
        ),
        praise="All five parts are there. Whether it is worth doing is a question for people, not for a checker.",
    ),
]


def _unreadable(plan):
    """Say why the project file refuses an aim, or nothing."""
    try:
        _project(plan)
    except (ProjectProblem, ValueError, TypeError) as problem:
        return str(problem) or "?"
    return ""


def _project(plan):
    name = plan.get("measure")
    measures = [{"id": name, "name": name}] if isinstance(name, str) and name else []
    return Project(charter={"aim": plan}, measures=measures)


def _faults(plan):
    return [finding.name for finding in review(_project(plan), "charter")]


# ---- theory ------------------------------------------------------------


def drivers_without_idea(drivers, ideas):
    served = {driver for linked in ideas.values() for driver in linked}
    return [driver for driver in drivers if driver not in served]


def _theory(rng):
    letters = ["to hand", "why", "seen", "say", "time"]
    drivers = letters[: int(rng.integers(3, 6))]
    ideas = {}
    for number in range(int(rng.integers(2, 6))):
        count = int(rng.integers(0, 3))
        ideas[f"idea {number + 1}"] = [str(name) for name in rng.choice(drivers, count, replace=False)]
    return drivers, ideas


theory = [
    value(  # E60
        "theory/gaps",
        places=0,
        question="How many drivers have no change idea?",
        answer="LtERe3ivKKP1UKMS.30XGYUICGWHlXxPNstUQp5r2",
        wrong={
            "cX5kKjTZhb1a1aaC.YEnkIykPioOf7_nQYspeBgRa": (
                "That is how many ideas have no measure. It is a gap too, but another one."
            ),
            "meK6g7L7uG_O15Fr.PiOJOjQnWtDsLhhd29oB4sk7": (
                "That is how many ideas hang on no driver, or you have found one gap and there are more. Go down"
                " the column of drivers, not the column of ideas."
            ),
            "0r9_IxU5kBXmPk0j.xHhUvSABiD0-w80jlTmzP-Eb": (
                "That is every driver. Some of them have a line to an idea."
            ),
            "7J24hjVzf-tHk-Fc.KvenEXHjTLKbrEn41_Jh_he3": (
                "There are gaps. Take each driver in turn: does a line lead from it to an idea?"
            ),
        },
        hint="Take each box in the column of drivers and ask: does any line lead from it to an idea?",
    ),
    choice(  # E60
        "theory/action",
        question="Grace wants to add a box to the column of drivers. Which of these is a driver?",
        options={
            "a": "Train all receptionists to ring people up",
            "b": "Roll out the new booking system",
            "c": "People can come at a time when they are free",
            "d": "Audit missed appointments every month",
        },
        answer="983TfY37KR3BzSEF.brItYE25QaJwPIJuIyJF9cy-",
        wrong={
            "M3mRD4SpvMmzRCjJ.QLIdxSsSVmFphmZtfVpxe0vO": (
                "That is something to do. Ask “so that what?” The answer is the driver. A diagram of actions is a"
                " to-do list and cannot be tested."
            ),
            "l32nXY1Wrf3cHSVf.SNj5XtSTujr1RnoRTd2jciuh": (
                "A roll-out is a plan. It does not say what would be different for the people, so nothing could"
                " prove it wrong."
            ),
            "UXranMjFRPIS4CQM.yuv19nQEAyJNG9tq6JgQP8ru": (
                "Counting tells you how things are. It does not move them."
            ),
        },
    ),
    choice(  # E62
        "theory/weak",
        question=(
            "Grace's first four ideas are listed here. Which one changes the work itself, and does not only ask"
            " people to know more or try harder?"
        ),
        options={
            "a": "A poster: missed appointments cost us 40 hours a month",
            "b": "A text that can be answered with 1 to keep and 2 to change the appointment",
            "c": "Train receptionists to stress how much it matters to come",
            "d": "A letter to everybody who missed an appointment",
        },
        answer="Y02g-UUEhqt9FW4J.vag0S-tGI36WCi6o7Nl0mdy4",
        wrong={
            "ye19DulMhvCBndQv.F6RLddZjI6OKfKv12qkB_u2P": (
                "A poster asks people to care more. It is seen, too, by those who came. Such ideas are often"
                " needed and rarely enough."
            ),
            "DOPCaSriwQPz3fBT.8Od-PoRBLOVIgS3rDHUR7HQR": (
                "Training asks people to remember more and do more. The next day the work is as it was."
            ),
            "NLTcAJfJOlpcBsHS.5GV-qcwudz_d58I6BPpqwss9": (
                "A letter afterwards asks people to try harder. Coming or cancelling is no easier than "
                "before."
            ),
        },
    ),
    choice(  # E61
        "theory/cause",
        question=(
            "A colleague asked “why?” five times and arrived at one root cause: “People do not value what is"
            " free.” What is the best reply?"
        ),
        options={
            "a": "Good: one root cause means one solution. Let us charge for it",
            "b": "Ask “why?” a sixth time, until we reach the real root",
            "c": "There is never a cause, so let us just try things",
            "d": "Perhaps for some. What else would have to be true for people to come? Let us ask some who did not",
        },
        answer="Lb2CV9LBey0EUK-V.2oIVJcW4M7Xz3OHMv1Qbyy0g",
        wrong={
            "w0Yc_ljJ9SsEteCO.LzqgXEzMzCkk5d-_FwItxjQ0": (
                "One line of questions leads to one answer. Most trouble in care has several causes at once, and"
                " this one blames people."
            ),
            "NAdTq4nKa3QAzBcP.77IT18ccwR7V4jJn16UXZIl-": (
                "Depth is not the trouble. One line of questions leaves out every other line."
            ),
            "ouqq789btl_PgEzX.Hu39mxiu_1IrkpOherpCT9aO": (
                "Without a theory a test that fails teaches nothing, and one that works cannot be explained."
            ),
        },
    ),
    function(
        "theory/gaps-code",
        against=drivers_without_idea,
        examples={"random diagrams": _theory},
        wrong={
            "with idea": (
                lambda drivers, ideas: [d for d in drivers if d not in drivers_without_idea(drivers, ideas)],
                "It gives the drivers that do have an idea. The gaps are the others.",
            ),
            "adrift": (
                lambda drivers, ideas: [name for name, linked in ideas.items() if not linked],
                "It gives the ideas that hang on no driver. That is a gap of another kind.",
            ),
            "count": (
                lambda drivers, ideas: len(drivers_without_idea(drivers, ideas)),
                "It gives how many there are. Give back their names, in a list.",
            ),
            "first only": (
                lambda drivers, ideas: [
                    d for d in drivers if d not in {linked[0] for linked in ideas.values() if linked}
                ],
                "It looks only at the first driver of each idea. An idea can serve more than one.",
            ),
        },
        hint="Collect every driver that any idea names. Then keep, in order, the drivers that are not among them.",
    ),
]


# ---- plan ------------------------------------------------------------

FEATURES = {
    "c": "chain",
    "p": "prediction",
    "s": "small",
    "t": "over time",
    "w": "written up",
}
MISSED = {
    "c": "You left out the chain. A later test in it grew out of what an earlier one had shown.",
    "p": "You left out the prediction. Somebody said beforehand what they expected.",
    "s": "You left out small. The first test covered a small part only.",
    "t": "You left out over time. There is a count repeated at regular times.",
    "w": "You left out written up. A stranger can tell what was done, seen and decided.",
}
TOO_MUCH = {
    "c": (
        "You ticked the chain. One turn is not a chain, and neither is a chain that is only claimed: look for a"
        " later test that grew out of an earlier one."
    ),
    "p": "You ticked the prediction. A hope, a plan or a result is not one: look for what was expected, said before.",
    "s": "You ticked small. Look at how many people or places the first test covered.",
    "t": (
        "You ticked over time. A before and an after, or one figure a test, is not it: look for a count repeated at"
        " regular times."
    ),
    "w": "You ticked written up. Look whether it says, for the tests, what was done, what was seen and what was decided.",
}


class Appraisal:
    """Twelve records judged by five features: at least four of five features right in at least 80% of the records.

    Of each record the whole judgement is sealed, and so is each that is one feature off.
    """

    id = "plan/records"
    question = "This step is done in the panel of the records."
    fewest = 6

    def __init__(self, keys, near):
        self.keys, self.near = keys, near

    def look(self, record, ticked):
        """Return how many features agree (5, 4, or 3 for three or fewer) and what to say."""
        said = [("+" if letter in ticked else "-") + letter for letter in FEATURES]
        whole = ["".join(said)]
        if opens(self.keys[record], whole):
            return 5, "All five agree with the key."
        for letter in FEATURES:
            if opens(self.near[record][letter], whole):
                return 4, "Four of five agree. " + (TOO_MUCH if letter in ticked else MISSED)[letter]
        return 3, "Two or more of the five do not agree. Read it again, one question at a time."

    def judge(self, answer) -> Feedback:
        if blank(answer) or not answer:
            return Feedback(self.id, "not tried", "")
        if not isinstance(answer, dict) or not set(answer) <= set(self.keys):
            return Feedback(self.id, "not yet", "This step is done in the panel of the records.")
        agreed = sum(self.look(record, ticked)[0] >= 4 for record, ticked in answer.items())
        words = f"You agree with the key, in four features of five or better, on {agreed} of {len(answer)} records."
        if len(answer) < self.fewest:
            return Feedback(self.id, "not yet", f"{words} Judge at least {self.fewest}.")
        if agreed < 0.8 * len(answer):
            return Feedback(
                self.id,
                "not yet",
                f"{words} Two people who use these criteria well should agree on eight in ten. Look again at those"
                " where the panel said that two or more differ.",
            )
        return Feedback(self.id, "passed", words)


def prediction_error(predicted, observed):
    return sum(abs(p - o) for p, o in zip(predicted, observed, strict=True)) / len(predicted)


def _log(rng):
    n = int(rng.integers(3, 8))
    return rng.integers(40, 95, n).tolist(), rng.integers(40, 95, n).tolist()


def exact_interval(k, n):
    """Return the exact (Clopper–Pearson) 95% limits for k of n, as shares, by halving."""

    def at_most(k, p):
        return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))

    def halve(too_low):
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if too_low(middle) else (low, middle)
        return low

    lower = 0.0 if k == 0 else halve(lambda p: 1 - at_most(k - 1, p) < 0.025)
    upper = 1.0 if k == n else halve(lambda p: at_most(k, p) > 0.025)
    return lower, upper


def _wald(k, n):
    p = k / n
    half = 1.96 * (p * (1 - p) / n) ** 0.5
    return p - half, p + half


def _wilson(k, n):
    p, z = k / n, 1.96
    middle, half = p + z**2 / (2 * n), z * (p * (1 - p) / n + z**2 / (4 * n**2)) ** 0.5
    return (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)


def _near(expected, got, slack=5e-4):
    return len(got) == 2 and np.allclose(np.asarray(got, dtype=float), expected, atol=slack)


plan = [
    choice(  # E58
        "plan/prediction",
        question="Which of these is a prediction that a test can prove wrong?",
        options={
            "a": "We hope that the card will make a difference",
            "b": "We will put the card in all packs on Monday and count for two weeks",
            "c": "Things should get better, since everybody is behind it",
            "d": "7 of 10 or more will be done in time, because the card is in the nurse's hand; if not, fewer than 5",
        },
        answer="fdGr1htla4Plx28U.OGF4-jRq2z4dNMjX_55n_ms4",
        wrong={
            "6j_-5o2Ab5xiudqm.hRvXnQc3GHm7dsMASOyBiJDC": (
                "A hope cannot be wrong. What would you see, and how many times out of ten?"
            ),
            "HdYxz8BhBh9uvgcn.-Nf17FEKLwF0yJG6TRjPit3t": (
                "That is a plan: who does what and when. It does not say what you expect to find."
            ),
            "1UuzwhsEKvsIwf7y.yuxA-qOB3wYYw36zM-ECLzCR": (
                "“Better” has no number, and the reason is not about how the change works. Almost any result would"
                " fit."
            ),
        },
    ),
    choice(
        "plan/size",
        question=(
            "You are unsure whether an idea works, a mistake could hurt somebody, and half of the staff doubt it."
            " How large should the first test be?"
        ),
        options={
            "a": "One patient with one willing nurse, tomorrow",
            "b": "The whole ward for three months, so that the numbers are large enough",
            "c": "All six wards, so that nobody feels left out",
            "d": "No test: write a business case first",
        },
        answer="wCYxy6jNzw-E7C16.w0naDLxMJvZrfyRSpHjkxgWS",
        wrong={
            "yUHputNw-nKd4gCT.H0qwcNEV7GLVSvwq987wkvNi": (
                "Large numbers are for *how much*. You do not yet know *whether* it can be done, and a mistake would"
                " reach everybody."
            ),
            "w20I4tg0EwQNlX0K.di7nvU9fXoHEQOTGfLVb0Mjh": (
                "That is a roll-out. If it goes wrong, it goes wrong six times, and those who doubted will remember."
            ),
            "PoeOdncwQFxWse7p.awai0sa5u9OBmoY5q9poefED": (
                "A document cannot tell you what happens at the bedside. A very small test costs less."
            ),
        },
    ),
    choice(  # E58
        "plan/pdsa",
        question="Which of these teams used plan–do–study–act (PDSA) as it is meant?",
        options={
            "a": "It planned for a year, launched, audited once and called that a cycle",
            "b": "It ran four tests; before each it wrote what it expected, and each result changed the next test",
            "c": "It filled in the four boxes of the form afterwards, for the report",
            "d": "It did what was planned and checked that it had been done",
        },
        answer="ESKGoJnvVVY7gLZq.I0ug9Rd9J66LheJHq22uJrIF",
        wrong={
            "k2xVKcJbhnT3hqAU.OfcBTIxZddF9tPMvbnd24ZxC": (
                "That is a project plan with four headings. Nothing in it could be learned in time to matter."
            ),
            "igzqrFEHt3TWssQe.i0a5z0-28JzQpt_6PBoT58on": (
                "Afterwards everybody knew. A prediction that is written after the result predicts nothing."
            ),
            "AMhRHfRZJnScFGoW.gMRfhJAmbXOJWeuJ26Brr8wn": (
                "To check that a thing was done is not to study what it did, or why."
            ),
        },
    ),
    Appraisal(
        keys={
            "1": "sZjQib0m5LleSIKf.E1YqJI_h2dVZizs6kJV3_uU_",
            "2": "arSLe4M2z7Jd9C58.P3BPqHYjXS74qT5zbT-RLeF7",
            "3": "4UNhRqhwVMGvcNO_.fagVVdpYtWnJMz_b4DdI4MYM",
            "4": "Lb0JeSCwRfUMlvCD.v4eBXL9b6930mGu5w2OtXnV3",
            "5": "eaijAL7tjgVn-OpM.7zVqskIs9FGEmWJw7NszbCSK",
            "6": "dnqm3MBFp5yoLZi2.ltePW39wXTvBpTNiV9MxrH9W",
            "7": "ns9cww2U-2UALnHV.x0DuqD6GBXeXU_E01A-cSoy9",
            "8": "1vuHZmAddCZi1Vce.k2MXESRgDjoYOLCDwli_KdvE",
            "9": "etOsXFPR1eEZ_Yjw.74oZbRDIJ54A2MI8p8roTFfM",
            "10": "SccNPuuMD2WMUmlT.hjnCkMYUUkByCBw7CVhfojf7",
            "11": "a8q2HYg-ibixqfON.qq3340IaUSeqoYOX2edvKFMR",
            "12": "ZdFWAND8oWW67dMD.kbis8BX6N98aj4gZFwv3BBZL",
        },
        near={
            "1": {
                "c": "zc-D9icpELZkg-OJ.5kEu-bDQYearWscFvovW_B8r",
                "p": "8zCrH_MLWlXelk5k.1TYh3Rl9LeeiSFt6FqmLEgWz",
                "s": "C6pC7eM3vISZ8Ndv._50ZO1nbti_eT8dV8Z7C7dhB",
                "t": "yt5wGg9C70R5O8lw.hVKNsmVo-vFhokue4IG1q0mr",
                "w": "tusi_02Qy3WPrA83.b19AGDLH5bXaQZKgqaL_rvXU",
            },
            "2": {
                "c": "GF2voPXpYhTxFHmM.3niziWQdYJ0GhFYGgjQa9CsV",
                "p": "MFfspQG22ZejwPEd.RR43mP_uPOnFF1XaE83T30xV",
                "s": "rO7GAYkE-MRoXznF.okzqfi1YzbJNUU6B7Xi7FdYu",
                "t": "GRD0jtQCsgfYOnf_.ynkxEqhsWZrf0DLMJJ1_UHia",
                "w": "BlKUrE_0p70C3vrj.Cdh51Bjk6SJP3-1c1Y5NrZsm",
            },
            "3": {
                "c": "JW2Riob_9noSQABU.qhLisiB2ik1fC-yQ7lVfvxNk",
                "p": "YLKsQfZR3sCpPRxc.o138J9criu_nUmU0ErzQQ9w4",
                "s": "tBVLdeyMFaBqhXsq.hBTXn9EtnLonJcSW4Q9k-mFr",
                "t": "FvNhT4h0pFlgvOQu.M6t_CAujBtmt4wmDUlfn6huu",
                "w": "3nSvBLpACy3XoPxQ.N7woL-I_-gQh_VWfXy6sHtT0",
            },
            "4": {
                "c": "Tj9u515gThRx9Zxk.SnBAqgktfvgsOlbJbB6kyKoG",
                "p": "CIKPU-8ncCYsKHVD.jqL5xWXcgVlmiV-3Nl3oCY_A",
                "s": "SthCSXmWrP6EBAQR.h4uK26kmQLYtIKD0vzqaXuEA",
                "t": "Zyme91PkyoLR-okK.YTTbD3w6iL2ra0H630KwgbR_",
                "w": "qh3fOTkeD-h7gmDO.20JkcG7tIOEGC4A00qwG4Lwf",
            },
            "5": {
                "c": "Yf94OYYOMh6SbcdI.IGYGMwbv8R16DApkUM88k98W",
                "p": "1F8DGCwb_er5ZkxM.YrFYLddXjI8MPDD5Q4w5zBks",
                "s": "rJJ0E3MTlOQQYNus.IJIXI9uTB5cWWi8YuDPxezKM",
                "t": "icXcSFsA9SKFvlyF.wXmdjP5wwDlNYXOSPO9luyED",
                "w": "pTcemqFSwFTbiJrQ.x44MQ9kTnDuB0hcAjp5SMB3L",
            },
            "6": {
                "c": "cbtAqRsESEyh10Nj.j541E9SxfEC46VzWznTwvF0r",
                "p": "7HTTdfME3Q_UnJQX.tm6z8bm9olJFe4pPVIt_0WII",
                "s": "drEj2lyhyOOIUDWF.NDP7FtbHIvZaIvlDkNz_NFz0",
                "t": "OySDeuUJXplbAgTm.dreENGUOIAme6B06SiUKKd8w",
                "w": "6cPNX-dQm7rGZF4Y.MMpUYz3xrHMpvh-Xb6zz2hu2",
            },
            "7": {
                "c": "5zCrSOMWHCNCtek_.YsVbCJaKPssIzJcFtg0GhKRC",
                "p": "r-UnNwrI7NHZSK-2.dvzdj04q3CfdIEAuzzDs5rcw",
                "s": "nZ-6LlUVVrTsVdqT.oyvg5dzK6-KAtKbZtB5ZDQ2F",
                "t": "1gdMJTtgwwLiqdEd.03Fl4i2HAJCWZ5Yyocnb-WjR",
                "w": "0-BRoQ99cyNxtjIp.1BHw1A1EzCDdR6RHq1ktdfj6",
            },
            "8": {
                "c": "p9D0ESqXlEkKTX3b.px-54jUiDzI7QkLAwEvlgb3P",
                "p": "dBNLmrBcLBCwZaxk.RJ8uzbUJbLpBB7-EmlwrSzgJ",
                "s": "D_3tDZNGUJ4dgkpu.oDigqq7s5ZRX9_wnD1modgQH",
                "t": "RBRHowjZss7j01f1.tOorXu0anG5_zGAgQYsO_MzY",
                "w": "VLAmvWkOiDMKLUE0.w6C1p_CTZ_O1nJxm6lRza4ss",
            },
            "9": {
                "c": "ns9XrGzVmnJsMcco.C4C4a738kAOqGWsR6-TOBESX",
                "p": "uYzU2iQ6Ipuwz1mT.7M9s22fhG_idaZP161cL2RgJ",
                "s": "YnCMc0Lyyt8bi77q.gX8retIBGCNuSrLufToU417h",
                "t": "U3jmAGxtiWxTSw2q.4tnGK3ImQLQFVcGIuVWVAG_r",
                "w": "U2x7YYa3D4xt1M0i.H4gP8bZO53_xGRvvMs8JvTkj",
            },
            "10": {
                "c": "Eh2ZeKjv_wXxtLun.xDheccQv7hmDEdqvB0LR5I4O",
                "p": "GV7JHXLsJirxPBBs.ceKR3GW_GJBvzw8iO4RrWoHw",
                "s": "wiWOfdXaM5TEa7Jk.2Z_q9L4vW_Qe_2px2ex58xH6",
                "t": "p1ISdXYzH9XYkzNo.Y2RE605F1tkPiQvhN-vqfmqr",
                "w": "CXkK4bkIhEWdUx-0.udlfiSsow6YTmBfO2qwz8x3e",
            },
            "11": {
                "c": "KPMTjFZLIHHtQt1A.meBkOlpamP3TjgPCPo6a3Z2F",
                "p": "oFhV0d3oVs3aNJpS.GlWRsIRiv81TOeKa3xXzpm8v",
                "s": "pMNzY9GW7jeD8zi8.J2ermkk-aiJaPi9BClwQaTp_",
                "t": "qVCifLzFVQHj_Y2V.oYuETl_Zjlu2-F6aaPmlooSx",
                "w": "lqCTifdrbEkJW6vm.UI3TTZe-FSMg7anPxf4VKvn-",
            },
            "12": {
                "c": "P4rUsdM_bcCvKrn3.AhF4WBrBgZMUgItX_BH_tO06",
                "p": "M6y2U1Fz7DVNQUrO.NdpyhNLAPUuCaKhZrJ0Gkn_l",
                "s": "8v3eHBsJcflkU5HX.FX65uQ4jIybxE2npTPjBn-8U",
                "t": "Wmg4hWtuuCD_kKOQ.vj43z3ynXNCbgSE8euO2dWM3",
                "w": "af7FDgjDzx6g9V3s.6c6tfMAPSWSgLN2FK0QFOKfE",
            },
        },
    ),
    function(
        "plan/error-code",
        against=prediction_error,
        examples={"random logs": _log},
        wrong={
            "signed": (
                lambda p, o: sum(b - a for a, b in zip(p, o, strict=True)) / len(p),
                "Misses above and misses below cancel out in it. Take the size of each miss.",
            ),
            "signed the other way": (
                lambda p, o: sum(a - b for a, b in zip(p, o, strict=True)) / len(p),
                "It is an average of predicted minus observed, in which high and low misses cancel out.",
            ),
            "sum": (
                lambda p, o: sum(abs(a - b) for a, b in zip(p, o, strict=True)),
                "It is the sum of the misses. A longer log would look worse for that alone: divide.",
            ),
            "of the averages": (
                lambda p, o: abs(sum(p) - sum(o)) / len(p),
                "It compares the two averages. Take the miss of each cycle first, then average the misses.",
            ),
            "squares": (
                lambda p, o: sum((a - b) ** 2 for a, b in zip(p, o, strict=True)) / len(p),
                "It averages squares. That is another measure of error, and not in points any more.",
            ),
        },
        hint="For each cycle take the distance between the two numbers, without a sign. Then average the distances.",
    ),
    value(
        "plan/chance-error",
        places=0,
        unit="points",
        question="Expected miss, in points, of a right prediction of 67% when 40 checks are counted",
        answer="DsX6t4mQ75YZvNUp.ilEZtPflJHm750DtbbJhYA92",
        wrong={
            "ve5OQB-nDqNQ693e.D0fhtqnHngP6Iq2U4bWX9ELu": (
                "That is for 10 checks. The question is about four times as many."
            ),
            "N38k1c-Zk3tRtjqi.k1QTLgD-PXpd24NPu7eIPJtA": (
                "That is the standard deviation. The average distance is a little smaller."
            ),
            "s9yp-PjDEKldgi6X.fnxzoUA-y_6cdFqPNA_BnLTI": (
                "That is a share of one, or it takes a right prediction to have no miss. Chance alone makes one: give"
                " it in points."
            ),
            "4r2plhpZUMZRe1aA.O0IZn2oQd44E5_5MxIXw_dO2": (
                "That is for many more checks: twenty a week for twelve weeks."
            ),
        },
        hint="Weigh the distance |k/n − 0.67| of each possible count k by its binomial probability, and sum.",
    ),
    function(
        "plan/exact-code",
        against=exact_interval,
        examples={"counts": lambda rng: (int(rng.integers(1, 12)), int(rng.integers(20, 80)))},
        same=_near,
        n=12,
        wrong={
            "Wald": (
                _wald,
                (
                    "That is the textbook interval, estimate ± 1.96 standard errors. With three of 72 it goes below"
                    " nought."
                ),
            ),
            "Wilson": (
                _wilson,
                "That is Wilson's interval. It is a good one, but not the exact one asked for here.",
            ),
            "one-sided": (
                lambda k, n: _one_sided(k, n),
                "Each limit leaves 5% outside, so it is a 90% interval. Leave 2.5% at each end.",
            ),
            "per cent": (
                lambda k, n: tuple(100 * limit for limit in exact_interval(k, n)),
                "The limits are in per cent. Give them as shares between 0 and 1.",
            ),
        },
        hint=(
            "The lower limit is the share at which k or more has a chance of 2.5%; the upper limit is the one at"
            " which k or fewer has. Halve the distance until you have it."
        ),
    ),
    value(
        "plan/four-features",
        places=1,
        unit="%",
        question="Upper exact 95% limit for 3 of 72, in per cent",
        answer="uwfGh9gmixCeVIF1.00ghl1guMejzW-uBOk_bmuCk",
        wrong={
            "4ahfRmUC9YeCQ7yg.kgJXfbBuC87uvUHyJBOwY-6G": (
                "That is the textbook upper limit, estimate + 1.96 standard errors."
            ),
            "-qBb2DK4Opjw4j8p.-7UYXZPItUrYLC9DL_d2rHE1": (
                "That is Wilson's upper limit. Use your exact function."
            ),
            "eQInLVu2wEEkQ6Ul.9zizdbv6IS5jnH0WLRjIDwwU": "That is the lower limit.",
            "b_AY5CGu6UBvoQaq.DGZLErDbTHvvJ6epg2CbZ-mo": (
                "That is the percentage itself, without an interval."
            ),
            "8xJp8WN_p-KwQZ24.U2b2PjcjCLbsY_9i76Q-V_jY": "That is a share of one. Give it in per cent.",
        },
        hint="Take the second number that your function gives for 3 of 72, times 100.",
    ),
    value(
        "plan/best-weeks",
        places=0,
        question="Best number of weeks for a test in half of the ward",
        answer="vRRB4N7bwPnUWm0O.dXjoaIMYp-5jl5w6FWsQaws8",
        wrong={
            "IEhoxV4YouKn1PNv.4Vzftm8OhpT5f3XM_IpFpyNV": (
                "That is best for one bay, five checks a week. Half of the ward gives ten."
            ),
            "fto9oCinZ2XeBfz4.PYfTSwm9Q-VyCejhfZzBKiNe": "That is best for a test on the whole ward.",
            "VtQp3grYQ-lMS8IQ.oOn3JtYSsv1_810RCZj3dZfK": (
                "No test at all means to decide on the prior alone. A short test is worth more than that."
            ),
        },
        hint="Compute the value for each number of weeks from 0 to 23 with 10 checks a week, and take the largest.",
    ),
]


def _one_sided(k, n):
    """Return limits that leave 5% at each end."""
    shares = np.linspace(0, 1, 20_001)[1:-1]
    at_most = sum(comb(n, i) * shares**i * (1 - shares) ** (n - i) for i in range(k + 1))
    below = at_most - comb(n, k) * shares**k * (1 - shares) ** (n - k)
    return float(shares[1 - below < 0.05][-1]), float(shares[at_most > 0.05][-1])


# ---- run ------------------------------------------------------------

CALLS = {"a": "adopt", "b": "adapt", "c": "abandon"}


def at_least(k, n, chance):
    return sum(comb(n, i) * chance**i * (1 - chance) ** (n - i) for i in range(k, n + 1))


def _small_test(rng):
    n = int(rng.integers(5, 21))
    return int(rng.integers(1, n + 1)), n, round(float(rng.uniform(0.3, 0.9)), 2)


def _power(truth, checks, weeks, *, length=8, on_line="skip", wards=20_000):
    """Return the percentage of wards with a long enough run above the median of 12 baseline weeks."""
    rng = np.random.default_rng(8)
    old, new = rng.binomial(checks, 0.55, (wards, 12)), rng.binomial(checks, truth, (wards, weeks))
    line = np.median(old, axis=1, keepdims=True)
    sides = rules.sides(new, line)
    long = rules.run_lengths(sides, sides == 0 if on_line == "break" else None) >= length
    return 100 * float(np.mean((long & (new > line)).any(axis=1)))


def _within_wobble(expected, got):
    """Tell whether two percentages from 10,000 wards or more could be the same."""
    share = min(max(expected / 100, 0.01), 0.99)
    return abs(float(got) - expected) <= max(4.5 * 100 * (share * (1 - share) / 10_000) ** 0.5, 0.6)


run = [
    choice(
        "run/cycle-1",
        question="Cycle 1: adopt, adapt or abandon?",
        options=CALLS,
        answer="1nQdcV2o6njbd-g0.Eu9PXUdfifopMJ1bLPWdRjwn",
        wrong={
            "XIAdNFA5yDxjtTSL.3lQpzRFCMcULZraRj7iaOvs3": (
                "Eight of ten is promising, and so is the nurse's reason. But with nothing changed eight or more of"
                " ten come up in one test in ten, and only one bay on day shifts has tried it. Belief has grown, so"
                " the next test may be larger: not yet the whole ward."
            ),
            "fxQoZUqehxOQdKB7.61X6GDmi8DsG1M98Vzb004Q9": (
                "Nothing here speaks against it. The number was better than predicted and the reason held. Ten"
                " checks are few for proof and plenty for a reason to go on."
            ),
        },
    ),
    choice(
        "run/cycle-2",
        question="Cycle 2: adopt, adapt or abandon?",
        options=CALLS,
        answer="LFKO_XMVp2EL65zD.li9bSK22ReyfdgsHL5-fLNKJ",
        wrong={
            "nCGEhGyjsF71HLF-.TCFWVw8yQgjhu80k8Qw6y1OH": (
                "The number fell, and the people who did it say why: the step itself takes up the time."
            ),
            "0T9Ow9icZQScPl1J.fI0-WlUIngGfvwDuEHlHRhEW": (
                "To adapt, there must be a part worth keeping. Here the “because” itself broke: what was meant to"
                " catch misses makes them."
            ),
        },
    ),
    choice(
        "run/cycle-3",
        question="Cycle 3: adopt, adapt or abandon?",
        options=CALLS,
        answer="FLpSv6zPfk8ycIHF.TGeub2CPs2g5ycn8YNcOh3J4",
        wrong={
            "vsqIhOXlijwVtdPA.xV384Q-63Vi0KVt01INLyjtC": (
                "What would you change, and what would you still like to know? It has been through small tests, other"
                " shifts and other staff, the chart has its signal, and what might have got worse did not."
            ),
            "kPPi17BEsyG0FEF1.fuOWPLmuK4rz6nWJfmUGJKEl": (
                "The rule was chosen beforehand and has been met, and nobody wants to go back."
            ),
        },
    ),
    choice(
        "run/cycle-4",
        question="Cycle 4: adopt, adapt or abandon?",
        options=CALLS,
        answer="zWNAf5UHo-WeXhw8.3RI0zxI6NQINIn9R25FR8AEs",
        wrong={
            "AQGqWc1FkZlYOscj.N2z_mEUZAMLeIFDIoAp0Z85z": (
                "The number was as predicted, but not for the reason predicted. It hung on one person's reminders, and"
                " that person leaves. Without the reason you do not know what you would be adopting."
            ),
            "wN5Yl7PuyELo6i_w.dnVHJcnYqrTCaPWjpGeYbcik": (
                "The test did not show that the sheet fails: it never tested the sheet alone. And it found something"
                " that may work."
            ),
        },
    ),
    value(
        "run/power-61",
        places=0,
        unit="%",
        question="Of 100 wards that truly rise from 55% to 61%, how many show it?",
        answer=any_of(
            "ttidhxDten1XIKSa.pfHqMzDGcEb7TKtzus8T9JkM",
            "-xQxkxwkGRScpHhb.kb-r9SS_i9GIVov9zEC89aG5",
            "LDaXrwQxJoIzQK53.X3Nrp6uWP8tZluaFoZZmRSMx",
        ),
        wrong={
            any_of(
                "rYJqRWi-K0OJpkpt.Hl8z3ivWyeb1q4ufzHZjTaXF", "WPv9Vn9sCRJDvQDq.bhgy3OnpWrwv_Yv7IlhrG1g7"
            ): (
                "That is for the other way of counting: a week on the median ended the run. Set it to “stepped over”."
            ),
            any_of(
                "C015Jn_UvODCYrTq.ksX-i65cX-JmPYeG43T0YeqF",
                "wEdA48JFN5cffHrw.8tBquZtS6t3fwR8u_gX4K08Z",
                "GpYpI5y2wt1jyKRO.kfHCBHBaXC3-cTfw072pyKPq",
            ): ("That is how many miss it. How many show it?"),
            any_of(
                "WobmW4OfOhNOetsc.W8nKkSxNUl7XMWfg94pHo9bs", "qWxeTr4mibbpJDRa.8DdU6DcS4-oNktAqvJDyZg-a"
            ): ("That is for 24 weeks, or for 60 checks a week."),
            any_of(
                "YCetRRfNJLpSCBiX.gBvRIB1LZPIrhwHCCVp9S_bD", "dRSzgu8-PF8-4wL0.Y83qSuYc2pkNtRtN-tLEWxSU"
            ): ("That is for a run of six. The question is about eight."),
            "vTwxZ4_KiUeaGiTH.wF90fQ9morxnZ2Pfq7HeXOWJ": "That is a share of one. Give it out of 100.",
        },
        hint="Set the machine to 61, 20 checks, 12 weeks, a run of eight, weeks on the median stepped over.",
    ),
    value(
        "run/power-67",
        places=0,
        unit="%",
        question="Of 100 wards that truly rise from 55% to 67%, how many show it?",
        answer=any_of(
            "fQMW8RqIVjA3IsVw.Fvb6-glXRUNdUV8rWz0i45oE",
            "tytMz_Ja4DR9bgZO.SKGFBVVxf-zTLZAsglG3tgMz",
            "BJpGLnB-aiqW6WnU.sjmFgUoMdE7-oidATqueCqBr",
        ),
        wrong={
            any_of(
                "yOG_qChbZVyaJm7N.EUtwYnVsA2sS7vfIO_1Yd0aK",
                "7Vu9Tkj3ivW89Rd1.5WRaZ8_bb591Ovq01HS2uUNw",
                "lrx0LwmaExwdmoMT.bFbpp006dEZLUTr8jE37OKkJ",
            ): ("In that count a week on the median ends the run. Here it is stepped over."),
            any_of(
                "RQQ6ooZI9RhJSJ-h.cepmnRrUKYu0jEaqYog0U9_h",
                "cJbCcmqARKY9MfWS.Ni4ziB7cDkTM-YPYTAA-PjAi",
                "2xP3beENZchx5y7D.uMvwc2qhFAeFpDZNHe4RxQ44",
            ): ("That is how many do not show it."),
            any_of(
                "oSz6Znmuy_AJfady.Y0eMl8D33fbrAvRwnayHxAQp",
                "x3apIJ3h-SzAxD-Z.uR2cS6K8EM1WwXhjTvwyppIu",
                "Llw6A3uTKWfp76SR.6KK2pz_HvTyIZh0o4KiMWqRc",
            ): ("That is after 24 weeks. The question is about 12."),
            any_of(
                "AHGeuB2-n5_p89dj.f9mQ5NcawETQABA9vuW2Fd4i", "1GtMUSswe42A2n_4.S4AMJfCKb4FnBCnyHi5vjwcy"
            ): ("That is with a run of six. A rule of eight is stricter."),
            any_of(
                "TwWRusfYD0qm0GU2.FMpb334n7gyd-z0_EjmpI9pP",
                "wpP6ft_ibr-SU2VW.hsWB_w1PSuboMs2oDldbPxyN",
                "XCzKRfr2G3S131Rj.AXXJtQmC5liIyg3O7LzkjXC9",
            ): ("That is for a rise to 75%, or for 60 checks a week. Look at the other controls."),
            any_of(
                "otMTG-El2QTI__nj.bGOThJI5Obe8uL69eqb3Zh6N", "wwfRq_WkHOWY8QT1.Yo_6j6S0CivIMXiKn1FBJ72K"
            ): ("That is a share of one. Give it out of 100."),
        },
        hint="Set the machine to 67, 20 checks, 12 weeks, a run of eight, weeks on the median stepped over.",
    ),
    value(
        "run/false-alarm",
        places=0,
        unit="%",
        question="Of 100 wards in which nothing changes, how many show a run of eight above the line?",
        answer=any_of(
            "FxclOmbeQiCHf6Ym.jb_w2PSoBvmx8TgSbO3sgeDt", "aOlsZ2581rPnPyO3.bcjMdHnQHGLxXTEi6isZsoHQ"
        ),
        wrong={
            "qPGtBw3Hoi_0VUZM.z2wvIY1wCzouSHSUPKhB8NoA": (
                "That is with a week on the median ending the run, or with a baseline of 24 weeks. The question is"
                " about stepping over, and 12."
            ),
            any_of(
                "D7WCXJdDzDLwRDst.TfZDN4JjsaPbTK_6qWSf651u", "YjDVnxtBRaClz-Ak.r-VIysixgCeEgpYaaYGlwwVe"
            ): ("That is with 24 weeks, or with a run of six."),
            any_of(
                "sJ7QddbKrtAjU9RH.ionTpV_XrQBt2asrQz6h6SDI", "RAvhw3mzPUYD8d2m.dA0eDwM_4jI-5TVLPx-md-u-"
            ): ("That is how many stay quiet."),
            "9bbDN-jd37VQNPAj.02Rz6lOt95g8H9QryZo1O8RT": (
                "Even with nothing changed, luck makes some runs. Set the truth to 55 and look."
            ),
        },
        hint="Set the truth to 55: then nothing changes, and each run that is found is luck.",
    ),
    choice(
        "run/silence",
        question=(
            "A ward with 20 checks a week tried an idea for 12 weeks. No run of eight. The manager says: “So it does"
            " not work.” What do you say?"
        ),
        options={
            "a": "Right. No signal means no effect",
            "b": "It does work; the rule is too strict, so let us use a run of five",
            "c": "Half of all wards with a gain of 12 points would be as quiet. What did the people who did it see?",
            "d": "Let us go on until the run comes",
        },
        answer="6n4BsEkREFHS7V26.mJai9nErJiS5a2U4FD02mY4K",
        wrong={
            "fW769Oa8fXrtoJNg.-5-WWFosER20PTEToTnzzL7h": (
                "You saw how often a real gain stays unseen with so few checks. Silence is weak news, and a small one"
                " is missed by most."
            ),
            "Q1vJ2OxG1KLODLaH.1z2G84OHhP3kfKnwYGAKG_uT": (
                "A rule that is changed after looking finds what you want to find. Choose it beforehand."
            ),
            "f-hDwdEFjXdt4hH7.oLYGUpzy7RraDHoAh0o4Kl-U": (
                "If you go on until luck helps, luck will help in the end. Say beforehand how long."
            ),
        },
    ),
    function(
        "run/at-least-code",
        against=at_least,
        examples={"small tests": _small_test},
        wrong={
            "exactly": (
                lambda k, n, chance: comb(n, k) * chance**k * (1 - chance) ** (n - k),
                "It gives the chance of exactly k. Add those of k + 1 and more, up to n.",
            ),
            "more than": (
                lambda k, n, chance: at_least(k + 1, n, chance),
                "It leaves out k itself: it is the chance of more than k.",
            ),
            "at most": (
                lambda k, n, chance: 1 - at_least(k + 1, n, chance),
                "It gives the chance of k or fewer.",
            ),
            "fewer": (
                lambda k, n, chance: 1 - at_least(k, n, chance),
                "It gives the chance of fewer than k: one minus what is asked for.",
            ),
            "up to n - 1": (
                lambda k, n, chance: at_least(k, n, chance) - chance**n,
                "It stops one short of n. A range in Python leaves its last number out.",
            ),
            "per cent": (
                lambda k, n, chance: 100 * at_least(k, n, chance),
                "It is in per cent. Give a share between 0 and 1.",
            ),
        },
        hint="Add up, for i from k to n, comb(n, i) × chance to the power i × (1 − chance) to the power n − i.",
    ),
    function(
        "run/power-code",
        against=_power,
        examples={
            "20 checks": lambda rng: (float(rng.choice([0.61, 0.67, 0.75])), 20, 12),
            "longer": lambda rng: (float(rng.choice([0.67, 0.7])), 20, 24),
        },
        same=_within_wobble,
        n=1,
        wrong={
            "a share": (
                lambda truth, checks, weeks: _power(truth, checks, weeks) / 100,
                "It gives a share of one. Multiply by 100 for per cent.",
            ),
            "on the line ends it": (
                lambda truth, checks, weeks: _power(truth, checks, weeks, on_line="break"),
                "A week on the median ends the run in it. Here such a week is stepped over.",
            ),
            "nine": (
                lambda truth, checks, weeks: _power(truth, checks, weeks, length=9),
                "It asks for more than eight. Eight is enough: >= and not >.",
            ),
            "missed": (
                lambda truth, checks, weeks: 100 - _power(truth, checks, weeks),
                "It gives the percentage that misses the change.",
            ),
        },
        hint=(
            "Draw 12 old weeks at 55% and the new weeks at the true rate, take each ward's median of the old weeks,"
            " step over weeks on it, and count wards with a run of eight or more above it. Use 10,000 wards or more."
        ),
    ),
    value(
        "run/checks-needed",
        places=0,
        question="Smallest number of checks a week",
        answer="33uKXQwLRK1pJF45.1yBJUZvGRvZ2ZL4v5iXt-DuH",
        wrong={
            "AQa8Om6J2lwMh7WQ.TfR3GgDijEECLBjk_COtie39": (
                "Close, but power is still below 80% there, at about three in four."
            ),
            any_of(
                "Zo7H-hGZ-nNm1EPz.wWNyYXgjo0U0_RVoNjV6fR0R", "lv2TC8z-GKpT397A.U9MAvdwAA_WGvofITUt51KqO"
            ): ("That is enough, but a smaller number in the list is enough too."),
            any_of(
                "2Z7zde5cg8GSTYpJ.OOr3J3mTpGa5qzeVdO4GYNN2", "9FuPIjuRKP9ZJX4n.t_Qoq4FVRxfjIhTd1WYwKZ1v"
            ): ("There power is about a half to two thirds. Look further down."),
        },
        hint="Compute the power for a rise from 55% to 67% in 12 weeks for each number in the list.",
    ),
    value(
        "run/delay",
        places=0,
        question="Median number of weeks until the run of eight is complete, after a rise to 67%",
        answer=any_of(
            "WKpDS6S2rLZB20oO.-YuOlXLddUfDL5TKsaSxFh2l", "na8YwLVKu_8r-4T0.Xweu3HwEuQbyc2xYcVGcrtyd"
        ),
        wrong={
            any_of(
                "ptcvy7addZvWBOUF.dwrXClDvuTT95Tx-_H9PHhhb",
                "d5zVkpTiIdt9nIiN.SJKU6lRqOBtyNxM0NfgLvxM6",
                "qLzDVuVY5DhYMt9C.HneHzzC8cQo5lnYqC6Aa4t7l",
                "ABx2qqCExizGmrkg.-VrTESvhrP_DDrGvUE6QxlSn",
                "030EZR2pyys_6Rsv.3M7qKh3ieP1O1bkE-f0oOG4d",
                "ZyVLAHTFEBrdsSz-.ZHVKzW-l58LiNx0q3_H4wnLp",
            ): ("That is after a rise to 61%."),
            "7My-4yza2b-JIVtx.mw0ysgJdYYOL8v35o70DdOQ1": (
                "Eight weeks is the least it can take, and what most wards need after a rise to 75%."
            ),
        },
        hint="Take the row for 67% in the table: the week by which half of the wards have had the run.",
    ),
]


# ---- stop ------------------------------------------------------------


def stop_week(done, checks, weeks, needed):
    total = 0
    for week, right in enumerate(done, start=1):
        total += right
        if total + (weeks - week) * checks < needed:
            return week
    return 0


def _stop_week(done, checks, weeks, needed, *, first=1, equal=False, hopeful=True):
    total = 0
    for week, right in enumerate(done, start=first):
        total += right
        still = (weeks - (week + 1 - first)) * checks if hopeful else 0
        if total + still < needed or (equal and total + still == needed):
            return week
    return 0


def _trial(rng):
    checks, weeks = int(rng.integers(5, 11)), int(rng.integers(4, 9))
    done = rng.binomial(checks, float(rng.uniform(0.3, 0.9)), weeks).tolist()
    return done, checks, weeks, int(0.7 * checks * weeks)


def _seen(play, wards=20):
    """Play a learner's plan on some wards and return them."""
    played = []
    for seed in range(100, 100 + wards):
        ward = ward_sim(seed=seed)
        play(ward)
        played.append(ward)
    return played


def _fails(play):
    try:
        _seen(play, 1)
    except Exception:
        return True
    return False


stop = [
    choice(
        "stop/when",
        question="When is the best time to write down what would make you stop?",
        options={
            "a": "When the money runs out",
            "b": "Before the first test, beside the aim",
            "c": "When results begin to disappoint",
            "d": "Never: a stopping rule invites failure",
        },
        answer="hGSi_vWqGxmN2KeX.cle96fYHC7o9z2298cyZzfec",
        wrong={
            "KzCts9brhRT67bIO.4QHwy2Ft31kjf5JMn4KvCre7": (
                "Then somebody else stops you, and nothing has been learned from it."
            ),
            "vxgAcnqKKaTxr2Nd.uoBH4nKrHgGKq-j5nOgn5fz6": (
                "By then you know the result, and everybody has something to defend."
            ),
            "kL3FwcZuf67nAjb9.dABS1UOqD-X1AKrPVzi1ewXa": (
                "Without a rule most things go on because they have begun. They eat the time and goodwill of whatever"
                " comes next."
            ),
        },
    ),
    choice(
        "stop/reason",
        question="Which of these is a good reason to go on with a test?",
        options={
            "a": "We have put a year of work into it",
            "b": "The chief executive launched it",
            "c": "Staff will be disappointed if we stop",
            "d": "The next test could still change our minds, and it is worth what it costs",
        },
        answer="OZ82InRFDsxLGYmM.zkSjGV0HhlJmR_kG2tFy277q",
        wrong={
            "ybwD3fQwQCj0TaKB.YcggHP8p8Il9xtWIDJ8MQBJz": (
                "That work is spent whichever way you decide. Only what comes now counts: what is the next week worth?"
            ),
            "uJS7M-JxfFISJp8W.BD14SLVID_bwdKGkgyA4bh3Y": (
                "It explains why stopping is hard. It says nothing about whether the idea helps anybody."
            ),
            "w9YMaj5DTTbzfAoM.9xl54Y4kQyaknoKRrNxmTj20": (
                "Perhaps, so tell them what was learned. Going on with what does not help disappoints more."
            ),
        },
    ),
    choice(
        "stop/sentence",
        question="You must tell the board that the second signature has been stopped. Which sentence would you defend?",
        options={
            "a": "The project failed because staff did not engage",
            "b": (
                "We expected 8 of 10 and saw 4, and those who did it found that signing takes up the hour. We stopped"
                " after two weeks in one bay, and will test the pack next"
            ),
            "c": "It has been proved that signatures do not work",
            "d": "The project has been completed and lessons have been learned",
        },
        answer="MZJYjKHlVK8zrc2y.MVy0BpoP7r8SDOp7mRCd2WMH",
        wrong={
            "sFVloghB66Gu-D_q.3_1E73t0XZJEvqqCPgTDce97": (
                "It blames people for a design. They did it as agreed, and told you why it could not work."
            ),
            "rVDK5gCPddfuZ5f-.cvjlIMwM_LfhTX4KdbfHvt0R": (
                "Ten checks in one bay prove little. What carries weight is the broken reason."
            ),
            "et6_HrLPoGG1tBWJ._a37Uk2-zlNVFQqcIDfY82iH": (
                "Which lessons? Nobody can learn from it, or disagree with it."
            ),
        },
    ),
    choice(
        "stop/cost",
        question=(
            "The poster does no harm that anybody can see. Why take it down after the test has shown nothing?"
        ),
        options={
            "a": "It has been proved to be useless",
            "b": "It takes attention and goodwill which the next idea will need, and nobody can say what it does",
            "c": "There is no reason: leave it, it is free",
            "d": "Because posters are old-fashioned",
        },
        answer="CEJkhsJSgcu6cCFG.OKAJuN0f_0FqZ4stDgCav6EC",
        wrong={
            "PTJxlhJTIT0BDegF.33T3FEoSMSk_CdFBxoRhySmu": (
                "Not proved: so few checks cannot rule out a small gain. There is a better reason."
            ),
            "wQyWaeft75sRxvJ1.Ya1bzzD_0jXN9kOOfeNZWUAv": (
                "Look at the goodwill in the game. What hangs on the wall costs little; being asked for one thing more"
                " costs a good deal."
            ),
            "T29joqeq2Qsb5ZrF.wRFGwnyUmk4MJQ5oJjGDIUz5": (
                "Taste is not a reason. Ask what the test showed, and what it cost."
            ),
        },
    ),
    function(
        "stop/rule-code",
        against=stop_week,
        examples={"random tests": _trial},
        wrong={
            "from nought": (
                lambda done, checks, weeks, needed: (
                    stop_week(done, checks, weeks, needed) - 1
                    if stop_week(done, checks, weeks, needed)
                    else 0
                ),
                "Its weeks are counted from 0. The first week is week 1.",
            ),
            "too early": (
                lambda done, checks, weeks, needed: _stop_week(done, checks, weeks, needed, equal=True),
                "It stops when the number can still just be reached. Stop only when it is out of reach.",
            ),
            "no hope": (
                lambda done, checks, weeks, needed: _stop_week(done, checks, weeks, needed, hopeful=False),
                "It forgets the checks that are still to come. Suppose that they all come right.",
            ),
            "last week": (
                lambda done, checks, weeks, needed: weeks if stop_week(done, checks, weeks, needed) else 0,
                "It waits until the end. The use of the rule is that it tells you sooner.",
            ),
        },
        hint=(
            "Go week by week. Add what was done so far to all the checks that are still to come. If even that is less"
            " than needed, give back the week. If it never happens, give back 0."
        ),
    ),
    Made(
        "stop/plan-code",
        complaints=(
            (lambda play: not callable(play), "This step asks for a function that takes a ward."),
            (
                _fails,
                "Your plan stopped with an error on a fresh ward. Try it: `my_plan(ward_sim(seed=100))`.",
            ),
            (
                lambda play: any(len(ward.log) == 0 for ward in _seen(play, 1)),
                "Nothing was tested. A test without a prediction is not run: the ward asks for one first.",
            ),
            (
                lambda play: any((ward.log["decision"] == "").any() for ward in _seen(play, 5)),
                "At the end a test is still undecided. Each needs a decision.",
            ),
            (
                lambda play: any((ward.log["learned"].str.strip() == "").any() for ward in _seen(play, 5)),
                "Somewhere nobody was told what was learned. Telling people gives back goodwill, and it is fair.",
            ),
            (
                lambda play: all((ward.log["decision"] == "adopt").all() for ward in _seen(play)),
                (
                    "It adopts everything, whatever comes. Let the result decide, and stop something when it "
                    "should be."
                ),
            ),
            (
                lambda play: len({tuple(ward.log["decision"]) for ward in _seen(play)}) == 1,
                "It decides the same on every ward, so it does not look at the results. Use `observed`.",
            ),
            (
                lambda play: any(ward.goodwill < 45 for ward in _seen(play)),
                (
                    "On some ward goodwill ends below 45, where people do it with a roll of the eyes. Ask "
                    "first, and go smaller."
                ),
            ),
        ),
        praise="On twenty wards it asks first, looks at what it sees, and stops what should be stopped.",
    ),
    value(
        "stop/goodwill",
        places=0,
        question="Goodwill left after the launch plan, week 4, asked = False",
        answer="Biz21vTj-M8_7wf6.-vz1fWKP9PshbkQJkLLNAQbG",
        wrong={
            "3wtg5k-gr7nBvhFy.iRPWksMOGzTASruRw-J4DNi8": "That is what is left where the staff were asked.",
            "qB8Na2ocFtI4INGF.TyrD71f_hBobvel6Hjf-M42n": (
                "You left out what comes back in each week that goes by."
            ),
            "1s3vIKXy8tFDI3is.6X5xk-sWk4W_zcVV7bi-8uJo": (
                "It looks as if telling people was counted too. In the launch nobody was told what came of it."
            ),
        },
        hint="Play it: three tests of a week each on the whole ward, adopted with nothing learned, then a quiet week.",
    ),
]

checks = [*aim, *theory, *plan, *run, *stop]
