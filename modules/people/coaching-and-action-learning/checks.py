"""The checks of the notebooks on coaching and action learning: sealed answers, and a diagnosis for each known slip.

A comment such as E96 above a check names the common error, in the course's own list, that it is there to catch.
"""

import math

import numpy as np

from improve.interact import Feedback, choice, function, value
from improve.interact.answers import is_blank
from improve.people import CODES
from improve.qualitative import cohen_kappa

# ---- what the learner coded -------------------------------------------------


class Coding:
    """The learner's own codes for the coach's turns: enough of them, used alike enough to go on with.

    It is given a list of (the learner's code, the consensus), one for each turn shown.
    """

    question = "Code the turns above first; this looks at them."
    FEWEST, ENOUGH = 12, 0.4

    def __init__(self, id):
        self.id = id

    def judge(self, answer) -> Feedback:
        if is_blank(answer) or isinstance(answer, str):
            return Feedback(self.id, "not tried", "")
        pairs = [(mine, theirs) for mine, theirs in answer if mine]
        if not pairs:
            return Feedback(self.id, "not tried", "")
        if len(pairs) < self.FEWEST:
            return self._not_yet(
                f"You have coded {len(pairs)}. Code {self.FEWEST} at least: kappa from fewer says little."
            )
        found = cohen_kappa(*zip(*pairs, strict=True), labels=list(CODES))
        if len({mine for mine, _ in pairs}) == 1:
            return self._not_yet("You gave one code to every turn, so it cannot tell turns apart.")
        if found.kappa < self.ENOUGH:
            return self._not_yet(f"{found.reading()} {self._where(pairs)}")
        return Feedback(
            self.id,
            "passed",
            f"{found.reading()} Alike enough to go on with. Look at where you part: {self._where(pairs)}",
        )

    def _not_yet(self, words) -> Feedback:
        return Feedback(self.id, "not yet", words)

    def _where(self, pairs) -> str:
        """Name the confusion that is most frequent, and what tells the two codes apart."""
        parted = [pair for pair in pairs if pair[0] != pair[1]]
        if not parted:
            return "nowhere."
        mine, theirs = max(set(parted), key=parted.count)
        return (
            f"most often you said {mine} where the consensus is {theirs}. "
            f"{mine.capitalize()}: {CODES[mine]}. {theirs.capitalize()}: {CODES[theirs]}."
        )


# ---- questions --------------------------------------------------------------

questions = [
    choice(
        "contrast/which",
        question="Four people want something from you. To whom do you offer fifteen minutes of coaching?",
        options={
            "a": "A new starter who asks where the resuscitation trolley stands",
            "b": "A team leader who has three ideas for the handover and cannot decide",
            "c": "A nurse who has told you that a colleague falsifies charts",
            "d": "A student who wants to know how you got your job",
        },
        answer="WZw-QEl5YvvXzxmp.me5y0OGLBHDPZjP91gWFxCPF",
        wrong={
            "zq_0vZaYL6Fh0FQI.RqLk8tG0NI6ZhFNCb3ORc3MG": (
                "That has one right answer, and it may be needed quickly. Tell, and show."
            ),
            "ajyzXw1khZRTGAOF.E3AryrVQlY-jiaNi40aX-ITR": (
                "That is not a problem to explore at leisure. Somebody may come to harm, and there is a "
                "way to raise it."
            ),
            "nJBOt-BVBdKYib3P.S22b8uEFW2tdmcMZrIlfBdw_": (
                "They want your experience. That is what a mentor is asked for, and coaching would hide "
                "it from them."
            ),
        },
    ),
    choice(
        "contrast/manager",
        question="You coach somebody whose work you also appraise. Which sentence do you say at the start?",
        options={
            "a": "“Forget that I am your manager.”",
            "b": "“Everything that you say stays between us.”",
            "c": "“The rota I decide. How the huddle is run, you decide. Today is about the huddle.”",
            "d": "“I have an idea, but I would like you to find it.”",
        },
        answer="lN9s-Pqe0J1N0ZoW.fsCFwUBvIeRY3v7z6zyG-l-Z",
        wrong={
            "K3r2aLfJ_yEAjVY0.H3fKelPp_9IgMzsCxDmv8Sz1": "They cannot, and neither can you next April.",
            "pFFmkSWtKZ7HmaVd.1Mnte03XBZe9GlCHEySuv-eZ": (
                "You cannot promise that. Some things a manager has to act on."
            ),
            "1aOUOJ16_PICPVrZ.oBGT-xeo_Qec-WPDhMUsHeFj": (
                "Then it is a guessing game with your idea as the prize."
            ),
        },
    ),
    choice(
        "ask/open",
        question="“The new form is a disaster.” Which question is open?",
        options={
            "a": "“Have you told the people who made it?”",
            "b": "“What makes it a disaster?”",
            "c": "“Is it too long?”",
            "d": "“Would it help to go back to the old one?”",
        },
        answer="hpWkE_hqp-8S_NWU._4FubRuLaWWzlpd40qfI7bep",
        wrong={
            "sheF4D-fRKEFld6W.jtxFUAIe45-TruzrwA_v8jUF": "Yes or no; and it hints that they should have.",
            "8L7wz2G6cd-HVEo4.q_jnVNmVSyzC9R0Qe1z2IMPC": (
                "It can be answered with one word, and you have chosen the fault for them."
            ),
            "Bhu0xBUTMifr_nIU.ypVIRsTJO47OjrKjfZ4BluAM": "That is your solution, asked as a question.",
        },
    ),
    value(
        "ask/rate",
        question=(
            "Conversation 4, by the consensus: of the registrar's coach's questions (open, closed, "
            "leading), what percentage is open?"
        ),
        places=0,
        unit="%",
        answer="PaKaG2rhYUchjlui.RMeVBxr3DxsnDJ0AWLodcLH-",
        wrong={
            "3HXC1amayVnPbLTa.xZ3IxwbL12IcOfqakqBDYmTh": (
                "That is open questions of all ten turns. Count only turns that are questions: open, "
                "closed and leading."
            ),
            "MNcUuSO7ojR7yP7u.QNPUHf94Bb8MwdBIacfua-CK": "That is the share of the turns that are advice.",
            "bfJtn03xKZ4W24Hz.BXGAxtxFO58jyiMdFl3GkpBj": (
                "You left one kind of question out. Open, closed and leading all count below the line."
            ),
            "wLt2QsfBuFN_JilO.Eq2gP35xdpN8e_jMoIQXj_wK": (
                "That is right as a share. Give it as a percentage."
            ),
        },
        hint=(
            "Find the turns coded open, closed or leading in conversation 4. How many are there, and how "
            "many of them are open?"
        ),
    ),
    choice(
        "ask/silence",
        question=(
            "In conversation 5 the coach says “Tell me how it is”, and fourteen seconds pass. What may be"
            " said of silence from these twelve conversations?"
        ),
        options={
            "a": "Silence makes better plans: long silences come before them",
            "b": "Nothing about its effect, since the conversations were invented to show it",
            "c": "Fourteen seconds is the right length",
            "d": "Coaches who wait are better coaches",
        },
        answer="wCPET6gtf04pAuA0.L-KQz26ThQIkqT4oMyWRKHTu",
        wrong={
            "J7Tk0zsxB3_c6-bX.FgrbCJxAut3pkxFr2BGqArTe": (
                "They do here, because we wrote them so. Invented talk can show what something looks "
                "like, and never what it does."
            ),
            "cjZhdmOn4WM9zkma.4D44nmsHMs19gBfYkvDolV-D": (
                "It is the longest that we wrote. Nobody measured anything."
            ),
            "xEygrXyhdEJ-3H-N.6Hg45WUyHwA6I7WTGFBkR0MX": (
                "That would have to be looked for in real coaches, and with a measure of better."
            ),
        },
    ),
    choice(
        "conduct/order",
        question="You have fifteen minutes and GROW. Eleven are over and you are still in Reality. What now?",
        options={
            "a": "Go on: Reality is where the truth is",
            "b": "Jump to your own idea, to save time",
            "c": "Say how much time is left, and ask what they want to do with it",
            "d": "Stop, and fix another hour",
        },
        answer="SEH0IRttnkh3huN-.KyPnOwaAY5DHWRTxx1U4i2Gf",
        wrong={
            "MuSapym6ULuQ7p4D.CgNrrw_cSB_lenH3U9BsPkwz": (
                "Perhaps; and they may leave understood and without a step. It is their time, so let them"
                " choose."
            ),
            "CW9ycbq5aCy4-peO.bvme6hTpqnIS2RFUSSRDVlS7": (
                "Then the minutes are saved and the thinking is lost."
            ),
            "JG_DQOFN5M93xMJr.2nUsxJy6gd0B-y1KHDrnut66": (
                "Four minutes are enough for “what is the first small thing?”. An hour that is promised "
                "in a busy week is often not found."
            ),
        },
    ),
    choice(  # E99
        "conduct/letters",
        question=(
            "Somebody says: “In CLEAR the C is for Contracting, and in OSCAR it is for Choices.” What do "
            "you answer?"
        ),
        options={
            "a": "Right, and that proves that CLEAR is the deeper one",
            "b": "Right; some expand OSCAR’s as Choices and Consequences, so say which version you use",
            "c": "Wrong: the C is for Coaching in both",
            "d": "Wrong: OSCAR’s C is for Commitment",
        },
        answer="HQ1bP60wt6HmcWVe.GkEBV1E11L-DHsU8X8X53p3g",
        wrong={
            "j3KHtGEXmB_Tqo9D.miv1i-mPh3Kois84Iim42RJA": (
                "Letters prove nothing. No good comparison of the two is known to us."
            ),
            "3w5jWizQ6fw_MPpY.UghvBE3p_LtCwD_RJz4xCoE9": (
                "CLEAR: contracting, listening, exploring, actions, review. OSCAR: outcome, situation, "
                "choices, actions, review."
            ),
            "tY02hEV3X6usvXqx.whk_h_JSTLk0mzzI564lMdq6": (
                "Commitment belongs to what GROW calls Will. OSCAR has Actions there."
            ),
        },
    ),
    choice(
        "sets/turn",
        question=(
            "In a set somebody says: “Could you not simply ask your director?” What does the facilitator do?"
        ),
        options={
            "a": "Writes it down as an action",
            "b": "Asks the speaker to put it as an open question",
            "c": "Thanks the speaker and asks for more such ideas",
            "d": "Asks whoever has the turn whether they will do it",
        },
        answer="UsNvJ5OddaOCsicz.DrFKyeg2sq5jNi8QTQI-XnC5",
        wrong={
            "kZRRDXgXTPH7KgJp.hPSwzgKNh9LQU8E-e_yR_2xp": (
                "The action belongs to whoever has the turn, and they have not chosen it."
            ),
            "gGR4WQafUeJEeo5M.Cu56ZeGfD6cw7Vr4nJxcTBhH": (
                "Then there will be six, and a person who defends themselves against six ideas."
            ),
            "1yzknLXryIIIPtlu.zc9AA6qkmrCIoAQIrzrzEryF": (
                "Now two people push. Whoever has the turn has to refuse in public, or say yes."
            ),
        },
    ),
    choice(
        "sets/nine",
        question="Nine people want sets of five to seven. What comes out?",
        options={
            "a": "One set of nine",
            "b": "A set of six and a set of three",
            "c": "A set of four and a set of five, with one more person wanted",
            "d": "It cannot be done, so nobody starts",
        },
        answer="trt5A8rX7CMqs02f.IMYLSwQtFdWjXomE-zzJLkfs",
        wrong={
            "eY4dPNthFRNnOof4.RL6a2RtLs_lzF6bu9DS7OBnw": (
                "Nobody would have a turn worth the name in two hours."
            ),
            "D2QrrQLnMfbqhCTd.3I9juajxLPLFGONmH_b52SQ0": "Three are a chat: when one is away, two are left.",
            "smrB_XfLfgSp-zHV.-y-aPXTYd1wl7Nu08XwBbH6M": (
                "A set of four works as long as all four come. Say so, and look for a tenth."
            ),
        },
    ),
    choice(
        "sets/claim",
        question="Your sets reach the best possible score for mix. Which sentence may stand in the report?",
        options={
            "a": "“Our people learned more for it.”",
            "b": "“No other sets of these sizes have more pairs who differ in role and sector.”",
            "c": "“The sets are fair.”",
            "d": "“Random sets would have been much worse.”",
        },
        answer="aXVihf602viCrB5-.lDQaJzrduPMkHbAhc-3k0Mbl",
        wrong={
            "XhJkEt5h9ZPw5xNX.bdd08Ihrl6_utQ4z_kDYGxEC": (
                "Nobody measured learning, and we know of no trial of mixed against unmixed sets."
            ),
            "ClRIAQTG50vC8vkU.H8GxXpmb_u9kTEa2bzMurvNR": (
                "The score does not know who is alone in a room. Look, and ask them."
            ),
            "38U0b_JpauioHV1u.mzhFzci6Dwr90voJF56Gt6G9": (
                "For 26 people random sets come within a tenth of it on average. Show the comparison instead."
            ),
        },
    ),
    choice(
        "choose/agree",
        question=(
            "Two coders call 90 of 100 turns “open”, each in their own way, and agree on 82 of 100. What "
            "does kappa say?"
        ),
        options={
            "a": "About 0.82, as they agree on 82%",
            "b": "About 0, since chance alone would make them agree on 82%",
            "c": "About 0.9, since both used the code nine times in ten",
            "d": "It cannot be worked out",
        },
        answer="Djsowei6oGeqvEm3.BQCmUz2WwhRTVcPSp9UaXWa7",
        wrong={
            "fSmo3jqMQiwqPmyU.AvYbGNxrn_g62_6j8ts9uO01": (
                "That is plain agreement. Two people who threw dice with nine sides out of ten “open” "
                "would agree as often."
            ),
            "xRQ373e_VOBxw1K1.F9bzM-SeL2nfT9uQhCEQAtNk": (
                "That is how often they used the code, and says nothing about whether they used it on the"
                " same turns."
            ),
            "A7VfCazfUHrale6n.TA1dfhiOl_3T0nnfTqP2FXM9": (
                "It can: 0.9 × 0.9 + 0.1 × 0.1 = 0.82 by chance, and 0.82 was found."
            ),
        },
    ),
    choice(
        "choose/high",
        question="Your kappa against the consensus is 0.95. What do you know?",
        options={
            "a": "You coach well",
            "b": "You use the codes nearly as these three coders did",
            "c": "Your coding is nearly perfect",
            "d": "The codes are the right ones",
        },
        answer="MENI_cbABbn1403A.i8b58HuFB431zSWl4YMo5TAp",
        wrong={
            "wSmG2Wbh8-HhbWvS.xl8_dma-6T9ogW8rqB0SyOof": (
                "You have coded other people’s turns. Nobody has heard you yet."
            ),
            "gxivTvex4iZ4sjI4.YZ6UUP1eZWjv5EULa2GVx5DZ": (
                "There is no perfect here. The consensus is what two coders settled on after talking, and"
                " they may share a blind spot."
            ),
            "ChVbSu_wnRMNzIt7.j1TEUZiH9evx5488I4i9CobG": (
                "Agreement shows that codes can be used alike. Whether they count what matters is another"
                " question."
            ),
        },
    ),
    choice(  # E96
        "choose/style",
        question=(
            "A course begins by sorting people into activists, reflectors, theorists and pragmatists, and"
            " then teaches each in their own way. What do you say?"
        ),
        options={
            "a": "Good: people learn better in their own style",
            "b": "The labels can start a talk; teaching to them has no good evidence behind it",
            "c": "The labels are fine, but there should be sixteen",
            "d": "Questionnaires are dangerous, so none should be used",
        },
        answer="hZyYrP27K3tD9V8W.QmMTpMxKZMrs0zc0IYmRO-WI",
        wrong={
            "JyXAmkhRdQtmUJMA.WMB714wh3Yzh1Hl-gDdGFnLH": (
                "It is widely believed: nine in ten educators, over 37 studies. Reviews looked for the "
                "evidence and did not find it."
            ),
            "VWTL4ZwRtYeWpcsI.IV0Co2Xjl_rMtXIuifkD9W22": (
                "More boxes do not mend the claim, which is that matching helps."
            ),
            "OXnS8KKLmpna2luT.3nwIuo1HG_NucXcF40EyEWmp": (
                "Too strong. As an opener, with its evidence shown, a questionnaire does no harm that we "
                "know of."
            ),
        },
    ),
    choice(
        "mentor/evidence",
        question=(
            "A would-be mentor shows a chart: 24 points, a change dated at point 13, the last nine points"
            " on one side of the median from before. No comparison. What do you write?"
        ),
        options={
            "a": "“Shows that the change worked”",
            "b": "“Shows nothing without a control group”",
            "c": (
                "“Shows that something changed about then; asks what else did, what failed, and who can "
                "confirm it”"
            ),
            "d": "“Shows too few points to say anything”",
        },
        answer="ycs7cZo2INqOveYj.Ookw7DBQFTGeVvUpjHQUegXa",
        wrong={
            "5ss_Id232vgwzNy7.CV8K_YgNPWubTgWid1pPmrLo": (
                "The chart says when, and never why. What else happened in those weeks?"
            ),
            "dMC2u7rTNj8y1wik.BxdIYPf0k0cSBAyqBqRiqH1J": (
                "A well-kept series is evidence that the process changed. It is weaker on the cause, and "
                "you can say so."
            ),
            "a4HF6wHGPbBoIKav.AokhV0ROIRhhJCo9MZ42V0ep": (
                "Twelve before and twelve after are enough for a run of nine to mean something."
            ),
        },
    ),
    choice(
        "mentor/places",
        question=(
            "After stable matching five of thirty learners have no mentor. A colleague says: “Then run it"
            " again with another lottery.” What is true?"
        ),
        options={
            "a": "It will find them mentors",
            "b": (
                "With the same lists the same five go without in every stable matching; another lottery "
                "breaks other ties, and makes no places"
            ),
            "c": "The five were the weakest",
            "d": "An unstable matching would be fairer",
        },
        answer="5Q7bWwDBcdP0qUcY.WONwsaGxNoDV4zpauVPCSMak",
        wrong={
            "c7fP1hys5oTtI8Jv.VcQ1ztBfp8rZ4XvKAJCcgoXd": (
                "Places are what is missing. A lottery only decides between equal points."
            ),
            "pWc0gYTT2m8WwqHB.BU2l9pT4H7f0fOzXGHY_e5j8": (
                "They were liked less by the points, for the skills and hours that they asked for. That "
                "is no judgement of people."
            ),
            "cRLO0gCJoEAjT1jq.ZHktqXMUrA3gDCYyONVXT7zx": (
                "Then a learner and a mentor who would both rather have each other are kept apart. You "
                "would have to tell them why."
            ),
        },
    ),
]

# ---- a learner's code -------------------------------------------------------

NAMES = list(CODES)


def open_rate(codes):
    """The share of questions that are open; nan where nothing was asked."""
    asked = [code for code in codes if code in ("open", "closed", "leading")]
    return asked.count("open") / len(asked) if asked else math.nan


def of_all_turns(codes):
    return list(codes).count("open") / len(codes) if len(codes) else math.nan


def without_leading(codes):
    asked = [code for code in codes if code in ("open", "closed")]
    return asked.count("open") / len(asked) if asked else math.nan


def nothing_is_zero(codes):
    rate = open_rate(codes)
    return 0.0 if math.isnan(rate) else rate


def a_talk(rng):
    return [str(code) for code in rng.choice(NAMES, int(rng.integers(1, 12)))]


def no_questions(rng):
    return [str(code) for code in rng.choice(["advice", "reflect", "frame"], int(rng.integers(1, 5)))]


def kappa(first, second):
    return cohen_kappa(first, second).kappa


def plain_agreement(first, second):
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first)


def evenly_by_chance(first, second):
    codes = len({*first, *second})
    return (plain_agreement(first, second) - 1 / codes) / (1 - 1 / codes)


def over_expected(first, second):
    found = cohen_kappa(first, second)
    return (found.agreement - found.expected) / found.expected


def two_coders(rng):
    n = int(rng.integers(6, 25))
    first = [str(code) for code in rng.choice(["open", "closed", "advice"], n, p=[0.5, 0.3, 0.2])]
    second = [code if rng.random() < 0.7 else str(rng.choice(["open", "closed", "advice"])) for code in first]
    first[:2] = second[:2] = ["open", "advice"]
    return first, second


def pairs_who_differ(people):
    return sum(
        a[trait] != b[trait]
        for i, a in enumerate(people)
        for b in people[i + 1 :]
        for trait in ("role", "sector")
    )


def both_ways(people):
    return 2 * pairs_who_differ(people)


def kinds(people):
    return len({p["role"] for p in people}) + len({p["sector"] for p in people})


def one_trait(people):
    return sum(a["role"] != b["role"] for i, a in enumerate(people) for b in people[i + 1 :])


def a_set(rng):
    roles, sectors = ["nurse", "doctor", "manager"], ["acute", "community"]
    size = int(rng.integers(2, 8))
    return [{"role": str(rng.choice(roles)), "sector": str(rng.choice(sectors))} for _ in range(size)]


def would_both_rather(learner, mentor, chosen, likes, ranks, places):
    """Whether this learner and this mentor would both rather have each other."""
    mine = chosen[learner]
    listed = likes[learner]
    if mentor not in listed or (mine is not None and listed.index(mentor) >= listed.index(mine)):
        return False
    held = [other for other, at in chosen.items() if at == mentor]
    return len(held) < places[mentor] or any(
        ranks[mentor].index(learner) < ranks[mentor].index(o) for o in held
    )


def asks_the_learner_only(learner, mentor, chosen, likes, ranks, places):
    listed, mine = likes[learner], chosen[learner]
    return mentor in listed and (mine is None or listed.index(mentor) < listed.index(mine))


def forgets_free_places(learner, mentor, chosen, likes, ranks, places):
    if not asks_the_learner_only(learner, mentor, chosen, likes, ranks, places):
        return False
    held = [other for other, at in chosen.items() if at == mentor]
    return any(ranks[mentor].index(learner) < ranks[mentor].index(other) for other in held)


def forgets_who_has_nobody(learner, mentor, chosen, likes, ranks, places):
    if chosen[learner] is None:
        return False
    return would_both_rather(learner, mentor, chosen, likes, ranks, places)


def a_market(rng):
    learners, mentors = ["L1", "L2", "L3", "L4"], ["M1", "M2", "M3"]
    likes = {one: [str(m) for m in rng.permutation(mentors)[: int(rng.integers(1, 4))]] for one in learners}
    ranks = {mentor: [str(one) for one in rng.permutation(learners)] for mentor in mentors}
    places = {mentor: int(rng.integers(1, 3)) for mentor in mentors}
    chosen, free = {}, dict(places)
    for one in learners:
        at = str(rng.choice(likes[one]))
        chosen[one] = at if free[at] and rng.random() < 0.7 else None
        if chosen[one]:
            free[at] -= 1
    return str(rng.choice(learners)), str(rng.choice(mentors)), chosen, likes, ranks, places


# ---- the extension ----------------------------------------------------------


def wilson_kappa(agreed, expected, n):
    """Wilson's limits for the share agreed, put on kappa's scale."""
    z = 1.96
    middle = (agreed + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(agreed * (1 - agreed) / n + z * z / (4 * n * n))
    return (middle - half - expected) / (1 - expected), (middle + half - expected) / (1 - expected)


def wald_kappa(agreed, expected, n):
    half = 1.96 * math.sqrt(agreed * (1 - agreed) / n)
    return (agreed - half - expected) / (1 - expected), (agreed + half - expected) / (1 - expected)


def not_rescaled(agreed, expected, n):
    return tuple(limit * (1 - expected) + expected for limit in wilson_kappa(agreed, expected, n))


def a_study(rng):
    n = int(rng.integers(10, 80))
    return int(rng.integers(n // 2, n + 1)) / n, float(rng.uniform(0.2, 0.45)), n


def fewest_alike(held, sets):
    """Pairs that share a role in the same set, at the least, when `held` people have it."""
    each, over = divmod(held, sets)
    return over * (each + 1) * each // 2 + (sets - over) * each * (each - 1) // 2


def all_in_one_set(held, sets):
    return held * (held - 1) // 2


def as_if_it_divided(held, sets):
    each = held / sets
    return sets * each * (each - 1) / 2


def a_role(rng):
    return int(rng.integers(1, 30)), int(rng.integers(2, 7))


def proposals(likes, ranks, places):
    """The stable matching that is best for every learner, as a dictionary."""
    free, chosen, asked = list(likes), dict.fromkeys(likes), dict.fromkeys(likes, 0)
    while free:
        learner = free.pop()
        if asked[learner] == len(likes[learner]):
            continue
        mentor = likes[learner][asked[learner]]
        asked[learner] += 1
        held = [other for other, at in chosen.items() if at == mentor]
        if len(held) < places[mentor]:
            chosen[learner] = mentor
            continue
        last = max(held, key=ranks[mentor].index)
        if ranks[mentor].index(learner) < ranks[mentor].index(last):
            chosen[last], chosen[learner] = None, mentor
            free.append(last)
        else:
            free.append(learner)
    return chosen


def first_come(likes, ranks, places):
    free, chosen = dict(places), {}
    for learner, listed in likes.items():
        chosen[learner] = next((mentor for mentor in listed if free[mentor]), None)
        if chosen[learner]:
            free[chosen[learner]] -= 1
    return chosen


def first_choice_or_none(likes, ranks, places):
    chosen = dict.fromkeys(likes)
    for mentor in places:
        asking = sorted((one for one in likes if likes[one][0] == mentor), key=ranks[mentor].index)
        for learner in asking[: places[mentor]]:
            chosen[learner] = mentor
    return chosen


def a_whole_market(rng):
    return a_market(rng)[3:]


code = [
    function(
        "ask/rate-code",
        against=open_rate,
        examples={"any talk": a_talk, "no questions": no_questions},
        same=lambda right, got: (
            (math.isnan(right) and math.isnan(float(got))) or abs(right - float(got)) < 1e-9
        ),
        wrong={
            "of all turns": (
                of_all_turns,
                ("You divide by all turns. Divide by the questions: open, closed and leading."),
            ),
            "no leading": (
                without_leading,
                ("A leading question is a question too, so it counts below the line."),
            ),
            "zero": (nothing_is_zero, "With no questions at all there is no rate: return math.nan, not 0."),
        },
        hint="Keep only open, closed and leading. What share of those is open?",
    ),
    function(
        "choose/kappa-code",
        against=kappa,
        examples=two_coders,
        wrong={
            "agreement": (
                plain_agreement,
                ("That is plain agreement. Take off what chance would give, and divide by what is left."),
            ),
            "even chance": (
                evenly_by_chance,
                (
                    "You took every code as equally likely. Chance depends on how often each coder used "
                    "each code."
                ),
            ),
            "divided by expected": (
                over_expected,
                ("Divide by one minus the expected agreement, not by the expected agreement."),
            ),
        },
        hint=(
            "Kappa is (agreed - expected) / (1 - expected). Expected: for each code, share of one times "
            "share of the other, added up."
        ),
    ),
    function(
        "sets/score-code",
        against=pairs_who_differ,
        examples=a_set,
        wrong={
            "both ways": (both_ways, "You count each pair twice: A with B is B with A."),
            "kinds": (kinds, "You count kinds. Count pairs of people who differ."),
            "one trait": (one_trait, "Role alone is half of it. A pair can differ in sector as well."),
        },
        hint="Take each two people once. Do they differ in role? In sector? Each counts one.",
    ),
    function(
        "mentor/blocking-code",
        against=would_both_rather,
        examples=a_market,
        n=80,
        wrong={
            "learner only": (
                asks_the_learner_only,
                ("You ask the learner. Would the mentor rather have them too?"),
            ),
            "free places": (
                forgets_free_places,
                ("A mentor with a free place would take anybody on the list."),
            ),
            "nobody": (
                forgets_who_has_nobody,
                ("A learner who has nobody would rather have anybody on their list."),
            ),
        },
        hint=(
            "Two questions: does the learner like this mentor better than what they have, and does the "
            "mentor have room or somebody they like less?"
        ),
    ),
    function(
        "choose/interval-code",
        against=wilson_kappa,
        examples=a_study,
        same=lambda right, got: np.allclose(right, got, atol=2e-4),
        wrong={
            "wald": (
                wald_kappa,
                (
                    "That is plus or minus 1.96 standard errors, which is nothing at full agreement. Use "
                    "Wilson's formula."
                ),
            ),
            "not rescaled": (not_rescaled, "These limits are for the agreement. Put them on kappa's scale."),
        },
        hint=(
            "First Wilson's limits for the share agreed, then (limit - expected) / (1 - expected) for both."
        ),
    ),
    function(
        "sets/bound-code",
        against=fewest_alike,
        examples=a_role,
        wrong={
            "together": (
                all_in_one_set,
                "That is the most, with everybody in one set. The least is when they are spread evenly.",
            ),
            "as if it divided": (
                as_if_it_divided,
                ("People come whole. Some sets have one more than others."),
            ),
        },
        hint="Spread them as evenly as you can: divmod(held, sets). Then count pairs in each set.",
    ),
    function(
        "mentor/matching-code",
        against=proposals,
        examples=a_whole_market,
        n=60,
        wrong={
            "first come": (
                first_come,
                (
                    "Whoever comes first keeps the place here. A mentor may let somebody go for one who suits"
                    " better."
                ),
            ),
            "first choice": (
                first_choice_or_none,
                ("A learner who is turned away asks the next on the list."),
            ),
        },
        hint=(
            "Learners ask in the order of their lists; a full mentor keeps those who rank best; whoever "
            "is turned away asks on."
        ),
    ),
]

checks = [Coding("ask/coding"), *questions, *code]
