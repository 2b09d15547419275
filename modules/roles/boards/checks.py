"""The checks of the notebooks on boards: sealed answers, and a diagnosis for each known slip.

The reference functions that a learner's code is held against stand in `improve.boardroom`, or below.
"""

from itertools import pairwise

import numpy as np

from improve import boardroom
from improve.interact import choice, function, value

KINDS = {"a": "Planning", "b": "Control", "c": "Improvement", "d": "Assurance"}

# ---- explain -------------------------------------------------------

explain = [
    choice(
        "explain/which-flips",
        question=("Four numbers, all perfectly steady. Which changes its colour most often?"),
        options={
            "a": "Its target is two SDs from the mean",
            "b": "Its target is one SD from the mean",
            "c": "Its target is the mean itself",
            "d": "All alike, as all are steady",
        },
        answer="0147ZsvO7D0O8ZNM.b8Ga896K1_KR1LYUw1JZwSev",
        wrong={
            "HLKVWiwt5C5-bEWG.vqQATn4HV9x_-3UAtjiEOKpv": (
                "Set the picture to 2 SDs and deal a few times. How often does it reach the dotted line?"
            ),
            "qIINhC7gkYX0P8cr.S7pPraW1UL43Jy0zu1wuJkeN": (
                "It flips, and another one flips more. Move the dotted line and watch."
            ),
            "tAiHIPDAJRlq2Di5.niVZsaigFIuRxsIfQ4gCZGPj": (
                "The wobble is alike. What differs is where the dotted line cuts it."
            ),
        },
    ),
    value(
        "explain/changes",
        question=(
            "A steady number meets its target with a chance of 80% each month. How many changes between "
            "met and missed do you expect in 12 months, on average (one decimal)?"
        ),
        answer="yCyw1g4tbw_JHLTw.gRUP-4_tXwE9kmLT0OHMR1nC",
        places=1,
        wrong={
            "nUK2_UE4WNKYZQfM.Ozrm3lgQzkh0Mrd87lzmGYt8": (
                "That takes 12 pairs of neighbours. Count the pairs in 12 months on your fingers."
            ),
            "k-2tBsBXV63uzLCd.CH0VrQ32QWWvtx6QWAqRQAyp": (
                "That counts only one way, such as met and then missed. The other way is a change as well."
            ),
            "GfTDdSmP5fsRVhKW.WiYGSbSaqRY-Wen3Aq-Xmebc": (
                "That is how many months you expect to miss the target. Ask how often the colour changes."
            ),
            "cQt1zxlKSYQIpwk6.TTaG7MhEKkqFRgtS7D_VJ6Ab": (
                "That multiplies pairs by the chance of missing. For a change, one must be met and its "
                "neighbour missed."
            ),
        },
        hint=(
            "Two neighbours differ if the first is met and the second missed, or the other way round. "
            "Multiply by the number of pairs."
        ),
    ),
    choice(
        "explain/always-green",
        question=("A number has been green for 36 months. What do you know?"),
        options={
            "a": "That it is steady",
            "b": "That care is good",
            "c": ("That its target lies on the easy side of where it moves"),
            "d": "That it has improved",
        },
        answer="EzdGdSHS5kpP-EwO.LNxW2qwgO6N1Iwg8gYlO0F9-",
        wrong={
            "md9ZdYInXVnrvZ_e.HRojZlg5soH8OjzX468ObIXw": (
                "It could fall by half of its distance to the target and stay green. The colour cannot show "
                "it."
            ),
            "6KFzvuqlAZEPO7aZ.LjrJ4rNZmZfyS1mEFP3AJ2Gd": "Good against what? Who set the target, and where?",
            "r_qoNdKnt7G8fnD1.5RumNR59-DC1j4PpXqVAPyEF": (
                "Green at the beginning, and green at the end. What has the colour told about the way "
                "between?"
            ),
        },
    ),
    value(
        "explain/noise",
        question=(
            "In this notebook's pack the colours asked for 159 explanations in the last year. 119 of them"
            " were about numbers in which nothing had happened. How many per cent is that (to a whole "
            "number)?"
        ),
        unit="%",
        answer="X7fKLRyijbvR29Pd.3VP7ZoJszLaGzpT_QPSG8khx",
        places=0,
        wrong={
            "8NvDzNTnk2SFoRCQ.5HG-RyoxUs77NwgSMv5ilPsZ": (
                "That is the share about numbers that did have a story. Ask for the others."
            ),
            "q_fkOS6QyNWpqY73.XWRuBfg680fGBamsQTbwKVrj": (
                "That is a count. Divide it by all the explanations."
            ),
            "TwkVWFR9zfMgWvmn.xWzPIPjhDDPK6h9RpSdlF-I1": (
                "You divided the other way round. The part comes first, the whole after it."
            ),
            "wNbnvfKEDwAnPYlc.acUt6-zLvhrVVi8YeGaOqBqi": (
                "That is the share of the numbers. Ask for the share of the explanations."
            ),
        },
        hint=("Divide the explanations about nothing by all explanations."),
    ),
    function(
        "explain/colour-code",
        against=lambda value, target, good: str(boardroom.colours([value], [target], [good])[0]),
        examples={
            "higher is better": lambda rng: (*_near(rng), "high"),
            "lower is better": lambda rng: (*_near(rng), "low"),
            "exactly on target": lambda rng: (80.0, 80.0, "low"),
            "far off": lambda rng: (60.0, 80.0, "high"),
        },
        wrong={
            "one way": (
                lambda value, target, good: _band(target - value, target),
                "That treats every measure as if higher were better. What of falls?",
            ),
            "no band": (
                lambda value, target, good: (
                    "green" if (value - target) * (1 if good == "high" else -1) >= 0 else "red"
                ),
                "Where is amber? It is missed, but by 2% of the target or less.",
            ),
            "on target": (
                lambda value, target, good: _band(
                    ((target - value) if good == "high" else (value - target)) + 1e-9, target
                ),
                "A value that is exactly the target has met it.",
            ),
        },
        hint="Work out how far it falls short, in the direction that is worse; compare with 0, then with the band.",
    ),
    function(
        "explain/changes-code",
        against=lambda met: sum(a != b for a, b in pairwise(met)),
        examples={
            "a year": lambda rng: (rng.choice([True, False], 12).tolist(),),
            "three years": lambda rng: (rng.choice([True, False], 36, p=[0.8, 0.2]).tolist(),),
            "never changes": lambda rng: ([True] * 10,),
        },
        wrong={
            "one way": (
                lambda met: sum(a and not b for a, b in pairwise(met)),
                "That counts changes one way only. From missed to met is a change as well.",
            ),
            "misses": (
                lambda met: sum(not m for m in met),
                "That counts the months that missed, and not the changes.",
            ),
            "neighbours alike": (
                lambda met: sum(a == b for a, b in pairwise(met)),
                "That counts neighbours that are alike.",
            ),
        },
        hint="Go through the pairs of neighbours and count those that differ.",
    ),
]


def _near(rng):
    target = float(rng.integers(40, 90))
    return round(target * float(rng.uniform(0.95, 1.05)), 1), target


def _band(short, target):
    return "green" if short <= 0 else "amber" if short <= boardroom.AMBER * target else "red"


# ---- interpret ----------------------------------------------------

interpret = [
    value(
        "interpret/limit",
        question=(
            "A number has a mean of 50 and a mean moving range of 5 (the usual step from one month to the"
            " next). The limits are the mean plus and minus 2.66 times that range. What is the upper "
            "limit (one decimal)?"
        ),
        answer="u7oWLISKZ0VjgIPI.MdcSf3OnNYMinO9tA_i770ID",
        places=1,
        wrong={
            "IT6wfNJAA3ZDAKDD.XwSrB6TNDxRgK1pecwfmaH4y": (
                "You took three ranges. The rule takes 2.66 of them."
            ),
            "lUCL2PVU4P1YRzkl.tf9k1PLmTpjObqQR-k1G0hFB": "That is the lower limit. Ask for the other side.",
            "iQ8vvIi4lVQ5EclL.PT88Qmrou7I9vaOAUe6P38YQ": "That adds one range. The rule adds 2.66 of them.",
            "_38r79Viy5srJt4X.LbqIfBUe3XFNKbAqYJ8FCYkq": "That is the distance. Add it to the mean.",
        },
        hint="Multiply the range by 2.66, and add the mean.",
    ),
    value(
        "interpret/expected",
        question=(
            "A pack has 60 steady items with two years each. On about 16 of 100 such charts some rule "
            "fires by luck. On how many of the 60 do you expect it (to a whole number)?"
        ),
        answer="V110sFMDqdqbcuzR.0GylJWhNZUt3PiSFjeLeV02T",
        places=0,
        wrong={
            "zVj0wPc_C6hyQry5.NgTRvN1aqgvUXPHr_k5RersE": "That is of 100 charts. This pack has fewer.",
            "VEv35BOTK857T9Tb.EtEt1lw52rREwLVZIoqKW2Vl": (
                "You divided the items by the share. Take the share of the items."
            ),
            "ug2j_qk9_DV4vRp2.NNZAazt0BoXbeSP2w1XzTT9J": (
                "That would need rules that never fire by luck. There are none."
            ),
            "cCDn_uh_8gBfQwCp.hJoZiHOV8A-mVIioTaR91bb8": (
                "That is the number of months. Ask how many charts."
            ),
        },
        hint="Take 16 of each 100, for 60.",
    ),
    choice(
        "interpret/note",
        question=(
            "A number drops sharply, and stays down. In the month of the drop there is a note: “new "
            "system for counting”. Your verdict?"
        ),
        options={
            "a": "No change",
            "b": "Better or worse, whichever way is good",
            "c": "Definition changed",
            "d": "Seasonal",
        },
        answer="x4B9745qUgwC8jcN.a73SPcyAr_QTBjidmVYbUSyx",
        wrong={
            "Xt9DeNEN1ian5X9c._V23pxdhLMQZoTxN970FqrJS": (
                "Something did change, and the chart shows when. The note offers a reason."
            ),
            "zbWa88-JNxsUQyPe.p8S-FyDaJ01psNP8mTueWM2Y": (
                "That takes the number for the care. What else started in that very month?"
            ),
            "ludA19UFYRJ-9c_9.i_LJKGY66TlFukldoDtVz-Fl": "A season comes back each year. Does this?",
        },
    ),
    choice(
        "interpret/steady",
        question=(
            "A number misses its target each month for three years. No signal. What would you say to the "
            "board?"
        ),
        options={
            "a": "It is under control, so we may leave it",
            "b": ("It will go on like this until the work or the target is changed"),
            "c": "Ask for an explanation of the last month",
            "d": "Wait for a signal",
        },
        answer="D_TEluK9fyceYib4.5QUS6GajA7-RAwN9tNU68re7",
        wrong={
            "_gY4ooBkYxa-zu5o.mq2spw6OjikEwQu5QdATLF0b": (
                "Steady, yes. Would you tell the people who wait that it may be left?"
            ),
            "L6k9C3PMKilR-4Vp.Aw7mtTVMGwwMaX25MpmVkHHv": (
                "The last month is like the 35 before. What could be special about it?"
            ),
            "KK5Nm24znp_FwaPe.S9bsSTdu7csm0ixk3KVddn3f": (
                "Steady numbers may give none for years. What will the board do meanwhile?"
            ),
        },
    ),
    choice(
        "interpret/lone",
        question=(
            "One of 30 charts has a single dot just outside a limit. Nothing else says that anything "
            "happened. What is sensible?"
        ),
        options={
            "a": "Treat it as proof, and act",
            "b": "Delete the dot",
            "c": ("Ask whoever does the work whether they noticed anything, and look at the next months"),
            "d": "Draw wider limits",
        },
        answer="JR5OEh3JfhiH_kZM.zCrhts4CpWFoBIPBXPSfwSIi",
        wrong={
            "woaG3oDm3QmD4dFD.u6NnggKZW2ZO1d4o42VbQehc": (
                "With 30 charts a lone dot is what luck gives. What would cost little and tell you more?"
            ),
            "n8lMzq2D1DXR53ok.CbWMa4YCXFgqi8lix4eFPrGi": (
                "Then nobody could ever learn from it. Keep it, and say what you did."
            ),
            "dfdzLZihDhRSOOZ6.0asHVKBGMYyRMKxTK0W6uIOY": (
                "Lines that move whenever they are crossed say nothing at all."
            ),
        },
    ),
    function(
        "interpret/outside-code",
        against=lambda values: _outside(values),
        examples={
            "another level half-way": lambda rng: (_months(rng, moved=True),),
            "steady": lambda rng: (_months(rng, moved=False),),
        },
        wrong={
            "ordinary SD": (
                lambda values: [
                    n
                    for n, v in enumerate(values, start=1)
                    if abs(v - np.mean(values)) > 3 * np.std(values, ddof=1)
                ],
                "That uses the ordinary standard deviation, which the change makes wider. Use moving ranges.",
            ),
            "counts from 0": (
                lambda values: [n - 1 for n in _outside(values)],
                "Your months are counted from 0. Count the first month as 1.",
            ),
            "above only": (
                lambda values: [n for n in _outside(values) if values[n - 1] > np.mean(values)],
                "That looks above only. A month may lie below the lower limit.",
            ),
        },
        hint="Mean, then the mean of the steps without their sign, then the months further away than 2.66 times that.",
    ),
]


def _outside(values):
    reach = 2.66 * np.mean(np.abs(np.diff(values)))
    return [n for n, value in enumerate(values, start=1) if abs(value - np.mean(values)) > reach]


def _months(rng, moved):
    months = rng.normal(50, 1.2, 24)
    if moved:  # half-way to another level: the ordinary standard deviation then hides what moving ranges show
        months[12:] += 7
    return months.round(1).tolist()


# ---- question -----------------------------------------------------

question = [
    choice(
        "question/first",
        question=(
            "“Since our new pathway, readmissions fell from 12.1% in March to 10.4% in May.” What do you "
            "ask first?"
        ),
        options={
            "a": "What did it cost?",
            "b": "Who led it?",
            "c": ("What did the other months look like, and what did places without the pathway do?"),
            "d": "Can we have it everywhere?",
        },
        answer="Y7A6TyjXgcq5fusc.IlncNMwgY0THIH1QL2Ks9odY",
        wrong={
            "LoI1-4R1MT49gwBR.7_qyn1_uqO95JkJiAL5S9m4_": (
                "Worth asking, once it is clear that there is something to pay for."
            ),
            "qrLax8xLuUtVeBn3.NCuAaC9iJFacM9-w3sQudJuC": "Praise can wait. Is there anything to praise yet?",
            "tbhzE9WyRB52DeLl.YqOaEAhEfOc7yukao_QzLWab": (
                "Before it goes anywhere: is a difference between two months more than luck?"
            ),
        },
    ),
    choice(
        "question/season",
        question=(
            "“Vaccination week worked: sickness fell from January to June.” The chart shows the same fall"
            " each year. What is the better comparison?"
        ),
        options={
            "a": ("June with the June before, and the one before that"),
            "b": "January with the average of the year",
            "c": "This hospital with the best hospital",
            "d": "The week before with the week after",
        },
        answer="VGN8cRSu_8XyTYZI.2QjtCMI1Yom-_JRipbU9Z8Uj",
        wrong={
            "tfEKjgGyLpyM5Mbs.yL5xXB8K4wPSXkKi-kVT45B_": (
                "January is high each year, so it looks bad beside any average."
            ),
            "CoxUnjZztz9RFVLp.h9bp2I8t66gPyspgTR3J6-Q5": (
                "The best one was chosen because it is best. And it has winters, too."
            ),
            "BQAGn2DTVevPO5JR._Z8DQJiwQ0_7mVQooSg1DsK0": (
                "Two weeks wobble more than two months. And what of the season?"
            ),
        },
    ),
    choice(
        "question/worst",
        question=(
            "The five wards with most falls got a visit. Next quarter four of the five had fewer. Which "
            "doubt comes first?"
        ),
        options={
            "a": "Five wards are too few to count",
            "b": ("Wards that are worst in one quarter look better in the next, visit or not"),
            "c": "Visits are disliked",
            "d": "Falls are not important enough",
        },
        answer="Njv0OzVNP1G5svnM.q2aUtboO1AukRk1ug_capW5c",
        wrong={
            "IH33zKE3mgK22h_Y.L7_3iiaZAt7A5gTlPbQOfpZX": (
                "With fifty it would look the same. How were the five chosen?"
            ),
            "YVFZTRcnRG89fAmU.j8-btN-J7P4JhevO2WLDHTEo": (
                "Perhaps. Does it bear on whether the visits worked?"
            ),
            "dETsRkHLzNQ150CB.xsuCRbFi-lnjGotALscRjqly": (
                "They are to those who fall. How were these wards chosen?"
            ),
        },
    ),
]

# ---- plan -----------------------------------------------------------

plan = [
    choice(
        "plan/beds",
        question=("“How many more people over 85 will live here in ten years, and what will they need?”"),
        options=KINDS,
        answer="B9iMbXFE4svZWFfq.RSUHUqE4CUhVbQUrOr3cwiTH",
        wrong={
            "9LaFRkKdBJqazcAc.gbmjXouHiBAesC2qxinQjk1e": (
                "Nothing is running yet that could be held steady. It is about what will be needed."
            ),
            "XWDo4SnUpK2wUAra.9gbbPD4aAdFBwApPF8eUaFfU": (
                "There is no process to test a change on. Which of the four looks ahead?"
            ),
            "TnpLOE1PwRpdPPWx.T78gu6LrrXp-sIORaT5oBs1L": (
                "Nobody is asked to check a claim. Which of the four looks ahead?"
            ),
        },
    ),
    choice(
        "plan/infections",
        question=("“Infections jumped last week. Who noticed, and what did they do that day?”"),
        options=KINDS,
        answer="dhEl6YSusAjBTK9J.nJABzmm5QwoULme2VAXWufcQ",
        wrong={
            "sNrMQsAS2U6TsoB7.9R9J0fiXT50NILvhqueh0DhW": (
                "It is not about next year's needs. It is about this week's work."
            ),
            "VqlE1_3RZhNyF3g3.GDZEB-QCZKpRshsvRChvWWox": (
                "A change might be tested later. First: was the jump seen, and met?"
            ),
            "qxXA1hyRMmdpl7Xf.-_c3QtiYYMdejHMWL0uVecW6": (
                "Nobody doubts the number. The question is who has the work in hand."
            ),
        },
    ),
    choice(
        "plan/handover",
        question=("“You tested five ways of handing over. What did the third one teach you?”"),
        options=KINDS,
        answer="LYMyA4GdvIZnzVuC.CWSYUb_L3Cj4cqw68R0rjJwx",
        wrong={
            "Ny4cJmJPGdBMPhZH.pzW0raES9OM2_gojZiq2IzTr": (
                "What people will need is known. Somebody is trying out how to meet it."
            ),
            "gAXC4JKHQFDstFeH.zQcsQ6a4-qvKPUe4-EXv_dV1": (
                "Keeping steady what one has is another thing. Here somebody changes the work on purpose."
            ),
            "FjbXr_MdwZt9dZk6.u8caZB7BKUhx5pcBhL60iYr4": (
                "The board is not checking up on them. It asks what was learned."
            ),
        },
    ),
    choice(
        "plan/audit",
        question=(
            "“The internal auditors looked at fifty records. Do the waits that we report stand in them?”"
        ),
        options=KINDS,
        answer="D69pl1noJr2g-lhU.O7RcGfJHMCj0juCPqv471gmk",
        wrong={
            "YRSTOYxidNoQWGi-.31P0YqXHx5q5V01ab7Ec_SQb": (
                "Nothing is being decided about the future here. Somebody compares what was said with what is"
                " so."
            ),
            "znlA3ROSlL988Jcw.HN8GSxA9MRVF4igZhMb849no": (
                "It could help with that. But the question is whether what the board is told is true."
            ),
            "klXz0-Y0k7CyqDxN.FF1c89P5pKEvafEQWxg8DG24": (
                "No change is being tested. Two sources are held side by side."
            ),
        },
    ),
]

# ---- practise -------------------------------------------------------

practise = [
    choice(
        "practise/visit",
        question=("You visit a ward as a director. Which question will bring back most?"),
        options={
            "a": "Are you meeting your targets?",
            "b": ("What do you send upwards that nobody seems to use?"),
            "c": "Is everything all right?",
            "d": "Have you thought of a huddle?",
        },
        answer="qNzs45pqOf8HMmnJ.QwQXQ9ADsGcT_672g13oyHf9",
        wrong={
            "VYvt0gkUmdsKKzuJ.bfLQyjeYkO1Kwdz5raYe4o6G": (
                "You can read that on page nine. What can only they tell you?"
            ),
            "Vq7xCA0ny586f831.g6LqYb2CuCCvMIUxAnPTAQwk": (
                "Most people answer yes to a director. What could they not answer with yes?"
            ),
            "6uyKPRo0t0B1uAqJ.I1d56PdK8gsupLEZoW-BIavh": (
                "That is an answer dressed up as a question. What would you need to know first?"
            ),
        },
    ),
    choice(
        "practise/count",
        question=("Your board agrees to stop asking about noise. Which count will show whether it did?"),
        options={
            "a": "Items with a chart",
            "b": "People who liked the training",
            "c": (
                "Explanations asked for in a meeting, and for how many there was a signal or a steady "
                "shortfall"
            ),
            "d": "Red items",
        },
        answer="ayhItsOtHwf5UU3B.3MBGIuv7NVOdGLNDzHSZwVgq",
        wrong={
            "mckDj6ehi014feCC.xULEFnhddQ5NymiWqIR3iOCK": (
                "That counts the paper. One may have all the charts and ask as before."
            ),
            "Lo_napxp2pcow0Ud.U5UqOoZAXDB_IhZRcIA6AgVm": (
                "People may like it and change nothing. What would somebody in the room hear?"
            ),
            "H_WcyN7BX9WOotNd.QdYF0dB0EXCwt7mdvmxmERk-": (
                "That depends on targets and luck. What does the board itself do?"
            ),
        },
    ),
    function(
        "practise/noise-code",
        against=lambda explanations, verdicts: sum(
            count for name, count in explanations.items() if verdicts.get(name) == "no change"
        ),
        examples={
            "a pack": lambda rng: _tally(rng),
            "nothing steady": lambda rng: ({"A": 3, "B": 2}, {"A": "worse", "B": "seasonal"}),
        },
        wrong={
            "all": (
                lambda explanations, verdicts: sum(explanations.values()),
                "That counts all explanations. Only those about numbers with no change are of noise.",
            ),
            "items": (
                lambda explanations, verdicts: sum(verdict == "no change" for verdict in verdicts.values()),
                "That counts the items. Each item may have been asked about many times.",
            ),
            "the others": (
                lambda explanations, verdicts: sum(
                    count for name, count in explanations.items() if verdicts.get(name) != "no change"
                ),
                "Those are the explanations about numbers that had a story.",
            ),
        },
        hint="Go through the items; where the verdict is no change, add up how often it was asked about.",
    ),
]


def _tally(rng):
    names = list("ABCDEFGH")
    explanations = {name: int(rng.integers(1, 12)) for name in names}
    verdicts = dict(zip(names, rng.choice(boardroom.VERDICTS[:3], len(names)).tolist(), strict=True))
    verdicts["A"], verdicts["B"] = "no change", "worse"
    return explanations, verdicts


# ---- the extension --------------------------------------------------

extension = [
    value(
        "interpret/any-of-many",
        answer="VoZkeduBPUi50vrU.gqTAcU2sQqHfWTWSXLEU5Be4",
        places=0,
        wrong={
            "MxoEa_MOSeANKZgN.LoL0apLPCdm4ToJIm7eN2v4c": (
                "That is 20 times 16. It is an expected number of charts, times 100, and no chance can be "
                "above 100."
            ),
            "fUGURK1jIfTRxcJ3.PnkhCbB9-jhZn387zZ_-v9qX": "That is the chance for one chart. There are 20.",
            "HUBlTlqm7lFstRxD.dqL5q7eHYA4MwvFuekfsOc1P": (
                "That is the chance that not one of them fires. Ask for the other."
            ),
        },
        hint=("First work out the chance that not one of the 20 fires."),
    ),
    value(
        "explain/stable-share",
        answer="XR2FTVV_SAlYfEuR.wEVHwYc42hC9QC6z_X_V4DYJ",
        places=0,
        wrong={
            "ROrBC4va3VmFibsZ.fV1W93MeICu_mhmn38WxNyyX": (
                "That is the share of the real changes that are found. Ask: of the signals, how many are "
                "real?"
            ),
            "S9tSblX28YMEhfIp.akpEGyVLwjeyNYQhnZgOSNv9": (
                "That is how many of the numbers have a story, before you looked. How does a signal change "
                "it?"
            ),
            "-lbj1IdkvhAkY3zT.lP3tgGfFoHmElQ7GWQ81_cbt": (
                "That is the share of false alarms among the signals. Ask for the others."
            ),
        },
        hint=("Of 100 such numbers, count the signals from those with a story and from those without."),
    ),
]

checks = [*explain, *interpret, *question, *plan, *practise, *extension]
