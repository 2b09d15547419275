"""The checks of the notebooks on quality and the gap: sealed answers, and a diagnosis for each known slip.

The reference functions that a learner's code is held against stand in `improve.foundations`, or below.
"""

from collections.abc import Mapping

import numpy as np

from improve import foundations as pipe
from improve.interact import choice, function, value

KINDS = {"a": "Research", "b": "Audit", "c": "Improvement", "d": "Implementation research"}
CHANGES = {
    "a": "It was passed on with care",
    "b": "The doubt was dropped",
    "c": "What is counted has changed",
    "d": "The source was lost",
    "e": "The source was turned round",
}

# ---- classify -------------------------------------------------------

classify = [
    choice(
        "classify/unread",
        question="“My scan was on Monday. The result lay unread until I rang, three weeks later.”",
        options={"a": "Safe", "b": "Timely", "c": "Efficient", "d": "Person-centred"},
        answer="oz9fY5tsvdLhX8tU.G5muj6Spj7SXIQtzAJYNBV94",
        wrong={
            "TXhw_q9vv-7Lckmw.a3mJ4D1ZLGAr1hUdl5CYScP3": (
                "It may end in harm. But what the writer tells of is not harm by the care; it is a number"
                " of weeks."
            ),
            "idH9PrEyAlaMSI8u.Dm9y_jIyTP1hsk_qeJ_UdJXC": (
                "Nothing was done twice or thrown away. What was lost is something else, and the patient "
                "had it to give."
            ),
            "VKwY0w3A7kDuNtho.-ugZcL6qEApOyOoANup9wJJf": (
                "It was unkind, too. Which domain tells you what to count first?"
            ),
        },
    ),
    choice(
        "classify/bus",
        question=(
            "“The evening clinic is good. But the last bus to our side of town goes at six, so those of us"
            " without a car cannot use it.”"
        ),
        options={"a": "Equitable", "b": "Timely", "c": "Effective", "d": "Efficient"},
        answer="tKj5f8G0MK86R9nE.FtyfkEqVRn3Gd8aPBAsNJ004",
        wrong={
            "K4sd20UbE1jkz3TZ.qj2wT4JUSY16t_mcfwgmwbqG": (
                "The clock is in it, but nobody waits too long. Ask who can come, and who cannot."
            ),
            "Leoh6CZVizAPFlmj.fRwjn6x-tJG2tc7XsUJVmKmT": (
                "The writer says that the clinic is good. For those who get there, it works."
            ),
            "qnXzcpynumCbdSVm.d1FjaF6d9US1D_6dWRKlwsyK": (
                "No time or money is wasted here. Ask whom the good clinic leaves out."
            ),
        },
    ),
    choice(
        "classify/questions",
        question="“In one morning four people asked me the same twenty questions, each on a new form.”",
        options={"a": "Safe", "b": "Timely", "c": "Equitable", "d": "Efficient"},
        answer="22dnkBPGSUJDA-q_.dnUufgtL2D8zbRWD-h7oc1h3",
        wrong={
            "D-REDs0YJDsO01GV.yvlXPf8uMHcfNLmE_0Ov4C16": (
                "Asking again can even catch a mistake. What does the letter complain of: harm, or "
                "something else?"
            ),
            "tpvJRc923NIhOibg.hkR0pyEFW3L6GyBMjO9r6-8j": (
                "The morning was long, but the writer was not kept from care. What was used up, and by "
                "how many people?"
            ),
            "TmG8iftQYKjpagHM.UYqKMq5tVAoctxXhcWAYwALI": (
                "Nothing says that others are asked less often. What was done four times?"
            ),
        },
    ),
]

# ---- distinguish ----------------------------------------------------

distinguish = [
    choice(
        "distinguish/fridges",
        question=(
            "Each week the fridge temperatures of nine wards are compared with the limits that the "
            "pharmacy has set."
        ),
        options=KINDS,
        answer="w6zVAtza1PVKjdiF.BZuJjkXgO45qpxMQWhmIlM8r",
        wrong={
            "VgX6ii_hFDdySn6n.IAClXUYuon1MrzC2GFwN5bc_": (
                "Nobody elsewhere learns anything about medicines from it. For whom is the answer?"
            ),
            "VUNtr2xVwd-lhoYV.n27NVHvxNxf4elEMvJpD1LWO": (
                "Something may be put right afterwards. In what is described, is any work changed, or is "
                "it compared?"
            ),
            "wH_lPiQlYK_S5-0d.xyLbmky2QfSqcKPiPpPz3rS2": (
                "It is not about how a practice comes to be used, and it is for these nine wards. What "
                "are they compared with?"
            ),
        },
    ),
    choice(
        "distinguish/honey",
        question=(
            "In twelve hospitals, drawn by lot, burns get either a new dressing or the usual one. Which "
            "heals faster?"
        ),
        options=KINDS,
        answer="3Nl6Uwr4RITOhi76.QI3SQtv5iLqEP1CmNg3OG-qN",
        wrong={
            "sxjZACwhc_srUFkE.wU8ZZ1PpYfYiFUNlcx-qw7Hj": (
                "There is no standard to meet: nobody knows yet which is better."
            ),
            "4ZGPLarSAmJv6K00.JJsNB551Xn88qTu5HWMrQ0aM": (
                "It is not there to make these twelve better now. For whom is the answer?"
            ),
            "LiIk_Nv-8CoboIis.75RcDhqpRKpWqoiJRxihBkg3": (
                "That would need a dressing already known to work. What is in doubt here?"
            ),
        },
    ),
    choice(
        "distinguish/wheelchairs",
        question=(
            "Porters keep the wheelchairs by the lift for a week, then by the door for a week, and plot the"
            " minutes they spend looking for one."
        ),
        options=KINDS,
        answer="EJE3wbGl7cwQl1i6.hsVI83PcZVG0oVSMN8SbLhJC",
        wrong={
            "sRrcRJ7fOhYmdGjd.Mc3VxnFGqN4pH7bIJBdG2vt8": (
                "They compare, as researchers do. But it is for their own building, and they will go on "
                "changing it as they learn."
            ),
            "Il4OndHqkrm8plzA.PdcdIa5iHnlhZdbjiO9soBXX": "Where is the standard that they measure against?",
            "vI6YHIT5MEuLArTA.Jr0HSbzs10xS7SjSvkeNKYk5": (
                "Is there a proven practice whose use is studied, for people elsewhere?"
            ),
        },
    ),
    choice(
        "distinguish/dropped",
        question=(
            "Interviews in twenty practices: why did some give up a stop-smoking pathway that works, "
            "and others"
            " not? The report is meant for practices everywhere."
        ),
        options=KINDS,
        answer="HN_QdtRn4CoGHj9_.4Td1W71dAAFD98yAdFUNIACw",
        wrong={
            "ewQm4Ioy7G-EsQNh.KZlDf6ynUbmIgBnX36s-rQR2": (
                "Close: it is meant for others, and it makes new knowledge. But is the pathway in doubt, "
                "or its use?"
            ),
            "HQ116Y0YLqsJX4Vt.wOb5CdMjiTODcIKxyKPl-D5V": (
                "No practice is held against a standard. They are asked for reasons."
            ),
            "kpXgLY8_kyrcuptc.hOaE4lOXwqfBMljQvLRhUQpG": (
                "Nothing is changed in the twenty practices. For whom is the answer?"
            ),
        },
    ),
]

# ---- explain --------------------------------------------------------

explain = [
    value(
        "explain/end",
        question=(
            "Six steps: 80, 90, 70, 95, 90 and 85%, each of those who came through the step before. Of 100"
            " people, how many come out (to a whole person)?"
        ),
        answer="pbPM2qSPNaX8gOtl.kdPhoc8HS2bo6vwCbk9geTKV",
        places=0,
        wrong={
            "bPKDOYY8ictim3G2.kP2cAd32FdBYJAhcxiS6kgj3": (
                "That is the average of the six shares. People have to get through all of them, one after"
                " another."
            ),
            "dpDZFfRcT0CmlZuO.q65ZN9VkhEQ1g5DHHv4Oe83q": (
                "You took all the losses from 100. Each later step sees fewer people than 100, and so "
                "loses fewer."
            ),
            "ZdKDeG5dqH7r5kfB.sQ7tCVBLxAUwQAltuql_LBH4": (
                "That is the weakest step by itself. The others lose people, too."
            ),
            "tpy02QIi5khDt5k7.f2kZZDVe85ZBw3WzrWacdRQa": (
                "Is that a share, between 0 and 1? The question asks for people of 100."
            ),
        },
        hint="Multiply: of 100, so many are left after step 1; of those, so many after step 2; and so on.",
    ),
    value(
        "explain/more",
        question=(
            "In the same pipe, step 3 is mended from 70 to 80%. How many more people of 100 come out (one"
            " decimal)?"
        ),
        answer="0tM56HUPvdbeuY8g.tb95mmNhaAoFGO16iBtkIiCh",
        places=1,
        wrong={
            "ANI2OeuVddpdtBm1.rlTW0cIAF0ZuGhsHsxLo1RVY": (
                "Ten more of those who reach step 3 go on. What happens to them at the steps after it, "
                "and how many reach it?"
            ),
            "woyA63NmgE-j4UE8.EgWtbv9_HFusywebreHwgNiF": (
                "That is how many come out now. How many more is it than before?"
            ),
            "mvlS2_gWCOicXPdx.OgerG1gKpqWCWLg7x9h5kK0T": (
                "That is the rise in per cent of what it was. The question asks for people of 100."
            ),
            "aBzlz5f5Th3FP6kB.Zgo-nZaWNRXtBwPA-ez9UCiq": (
                "You took a tenth of 70. Work out both pipes and take one from the other."
            ),
        },
        hint="Work out how many come out before and after, and take one from the other.",
    ),
    choice(
        "explain/which-step",
        question=(
            "You may add ten points to one step of a pipe at 90, 60, 85, 85, 90 and 45%, each for the same"
            " effort. Which brings most people to the end?"
        ),
        options={"a": "Step 1 (90%)", "b": "Step 2 (60%)", "c": "Step 5 (90%)", "d": "Step 6 (45%)"},
        answer="FqmSrmn2ybPsKElP.b7OeIjnfGxJ5EkdyDou02V3n",
        wrong={
            "PuKT3MH67MEoWzVt.06vVXJzi_R8odDmEso--3Qey": (
                "Many more would enter. How many of them survive a step of 60 and one of 45?"
            ),
            "LC1Nqsb3zea1Mq-5.lkshCtOq9Ryv1FzwQVH9NM3M": (
                "A good place, and second best. Which share would grow by a larger part of itself?"
            ),
            "HnvsNkyv8iUy5zDj.Oq4aKsmO8G3u8WQhsKLwOIWw": (
                "From 90 to 100 multiplies the end by 1.11. Look for a step where ten points multiply it "
                "by more."
            ),
        },
    ),
    value(
        "explain/underuse",
        question=(
            "15,760 children had a recorded reason for an operation that the evidence supports; 2,144 of them"
            " had it. What percentage did not (to a whole number)?"
        ),
        unit="%",
        answer="-blVOuoM1j5V_77K.yiAywOrlTD30Uqq7h-Dg9-Zy",
        places=0,
        wrong={
            "enOS2pdGk-zDltUR.XB2XcY8tYibtqYXU25qmcUa8": (
                "That is the share who did have it. The question asks for the others."
            ),
            "sYy90MuUD_pPsEOp.ACRqeeZEyx7hyucJqTw7H43J": (
                "That divides by all operations. Here the whole is the children with a reason."
            ),
            "4BuYutrzkytCoUIu.Q4s3MDayeJBn_h5m1I_oh7Cp": (
                "That is the share of operations without such a reason, which is overuse. Here the whole "
                "is children with a reason."
            ),
            "TkNKfTM9TT_U5UKu.O1AsgWU4pdgP6PnABesZFeaB": (
                "That is how many children. Divide by all who had a reason."
            ),
        },
        hint="First find how many did not have it, then divide by all who had a reason.",
    ),
    choice(
        "explain/not-all-underuse",
        question="Why is it not right to call all of these children underuse?",
        options={
            "a": "Because the operation is done too often elsewhere",
            "b": "Because some families, told of gains and risks, will have chosen to wait",
            "c": "Because 2,144 is a large number",
            "d": "Because the study is a British one",
        },
        answer="D5lOkqL7GcN7unXn.9P0RqKFXsmq33Avu2kwELbZU",
        wrong={
            "8N0t-cJKpHf4DgUT.F8RtqD-Lj-sR0g4GE4aEm26C": (
                "Too much in one place and too little in another can both be true. One does not excuse "
                "the other."
            ),
            "Llza97YzLSuQulK8.3G6-pSAhMMYesxV5YpLHEUUu": (
                "Large or small, it is a part of 15,760. What might be good about not operating?"
            ),
            "uVYdLUzcebfNzk8D.E-Ps-tjcvVVgkPtPsKaXuQnv": (
                "The country matters for using the number elsewhere. It does not change what the number "
                "means at home."
            ),
        },
    ),
    value(
        "explain/fold",
        question=(
            "Operations a year for each 1,000 children went from 8.1 in one district to 27.6 in another. "
            "How many times as often is that (one decimal)?"
        ),
        answer="_RY44abQcxTNXWFP.aF5OhmnJzlGTkzoHu3ohVcEr",
        places=1,
        wrong={
            "fNP7iWE9oLAIFbe0.wM8A2PstkiDvEtXqAXyfEwWH": (
                "That is the difference. “Times as often” asks you to divide."
            ),
            "kUW6I59JRbVKDRlD.IOawTElYkt5N6A8WEO9PYKCo": "You divided the other way round.",
            "wN--C8vjP6R3XLZq.e_vpSF-tTiwe1Mc-u2COJBZL": (
                "That is how many times *more*, which leaves out the first time. “Times as often” keeps it."
            ),
            "MsFD_yqKb49INsgb.tRepqb0c6a_xP-HDFlA3cZcI": (
                "Is that in per cent? The question asks how many times."
            ),
        },
        hint="Divide the high rate by the low one.",
    ),
    function(
        "explain/through-code",
        against=lambda shares: 100 * pipe.through(shares),
        examples=lambda rng: (rng.uniform(0.2, 1.0, int(rng.integers(2, 8))).round(2).tolist(),),
        wrong={
            "mean": (
                lambda shares: 100 * float(np.mean(shares)),
                "That behaves like the average of the shares.",
            ),
            "losses": (
                lambda shares: 100 * (1 - sum(1 - share for share in shares)),
                "That takes every loss from the first 100. Later steps see fewer people.",
            ),
            "smallest": (lambda shares: 100 * min(shares), "That gives the weakest step alone."),
            "a share": (
                lambda shares: pipe.through(shares),
                "That gives a share; the task asks for people of 100.",
            ),
        },
        hint="It should give 53.1 or so for six steps of 0.9, and work for any number of steps.",
    ),
    function(
        "explain/best-step-code",
        against=lambda shares, points: int(np.argmax(np.round(pipe.worth(shares, points), 9))),
        examples={
            "steps with room": lambda rng: (_apart(rng, 0.3, 0.8), 10),
            "a step that is nearly full": lambda rng: (_nearly_full(rng), 20),
        },
        wrong={
            "first": (lambda shares, points: 0, "That always names the first step."),
            "largest": (
                lambda shares, points: int(np.argmax(shares)),
                "That names the strongest step. Which one multiplies the end by most?",
            ),
            "from one": (
                lambda shares, points: 1 + int(np.argmax(np.round(pipe.worth(shares, points), 9))),
                "You count steps from 1. The task counts them from 0, as Python does.",
            ),
        },
        hint="Try each step in turn: raise it, never beyond 1, and see how many come out.",
    ),
]


def _apart(rng, low, high):
    """Shares that differ by at least three points, in no order."""
    shares = np.linspace(low, high, 6) + rng.uniform(-0.02, 0.02, 6)
    return rng.permutation(shares).round(3).tolist()


def _nearly_full(rng):
    """One share close to 1, the others below it but with room, and no two alike: of two weakest steps either is right."""
    return rng.permutation([0.97, *rng.choice(np.arange(50, 79), 3, replace=False) / 100]).tolist()


# ---- appraise -------------------------------------------------------

appraise = [
    choice(
        "appraise/adults",
        question=(
            "Link b: “only 55% of US adults receive care consistent with current recommendations”. "
            "Compared with its source, link a:"
        ),
        options=CHANGES,
        answer="b0_wfUFOTBEpEahv.1G22WyGnzRT2MLrFl93O6xr1",
        wrong={
            "07mq-6OrT05j_oHN.eJrRgyIlTIRJLYtzcX5eeHWk": (
                "It is polite (“one report suggests”). But 55% of what, here and there?"
            ),
            "htEXZR6rFKhPP0V5.9WP6r9oZ2rni7wbp9YE6mMmE": (
                "“Suggests” is still in doubt. Look at what the percentage is of."
            ),
            "bavcNpBCN_R3fJ9m.meTo0AHX9cAAWJ9eMCzxdheW": (
                "“One report” can be followed in the article's list. Compare the two percentages."
            ),
            "bdp52ZWefBtjXQvJ.ZOFEbZl9yhnw-YOfwhejEbwR": (
                "It does not say the opposite of its source. It says something close to it."
            ),
        },
    ),
    choice(
        "appraise/challenge",
        question=(
            "Link d: three round numbers that add to 100, the same for three decades. Compared with "
            "studies such as link a:"
        ),
        options=CHANGES,
        answer="LV792uADVz8CcTZF.40_5OV8UngxQ438r6vcAmuYt",
        wrong={
            "3dYDf-TXjHh7nz82.5_r70HU18Jv15Fryn48JmilN": (
                "Link a has an interval, and a range from 10.5 to 78.7. Where are they now?"
            ),
            "6wFhS-5Dwy4bfCKo.K6ZGqkKXQocyQMee-1qAq9Wf": (
                "It speaks of care, as link a does. What became of intervals, places and years?"
            ),
            "GYCKimIWQEN_ZyvM.BjI7OydKiD96RO8UaWwvZJJL": (
                "The paper is open, with a list of its sources. What happened to how sure they are?"
            ),
            "NK5R7QycKD1dpTh3.gBxJY6tesvgFXgnI91Mx6BIu": (
                "The studies do not say the opposite. They say less, with more care."
            ),
        },
    ),
    choice(
        "appraise/announced",
        question="Link e: the university's news about link d. Compared with link d:",
        options=CHANGES,
        answer="4k_XlcU-hZLiV-8y.1sUl38gyO-kd14sACRCyYEJf",
        wrong={
            "2FG566pKEeX2zmHx.JozyPvlKuSOmDWKDU72c30J4": (
                "Look for “on average” and “some form of”. Are they there in both?"
            ),
            "Oe3L-Imo1aWwRqH-.Z5eKdV3URLA1fsKL7F3-yc2D": (
                "Compare word by word: 60% of what, 30% of what, 10% of what?"
            ),
            "6B1wM7HjOlNc6rCE.osVc6VgZFDwN6YsW-ta_BRKC": "It names the paper and leads to it.",
            "l66_Hi8Kq1tAwKN_.hjAJfcnurW9EjC6PJ4oA54rh": (
                "It says what its source says. (Whether the source is right is another question.)"
            ),
        },
    ),
    choice(
        "appraise/website",
        question=(
            "From the chain of the 17 years, link f: a website gives 17 years as a fact, and names link "
            "e, a review, as its only source."
        ),
        options=CHANGES,
        answer="6rMBZq0k5MGPuaAx.IFR5EBhOResyIDnKI4i1bLd8",
        wrong={
            "14MCVjWMG5stCDfR.O04zRYzHdlE-aWvcKVC6NnXP": "What does link e find about such numbers?",
            "y4ESKaM-5tBezOG4.djgt5lLjy3wFTG-6rizxiefy": (
                "True as far as it goes. But was there a number in link e to be sure or unsure of?"
            ),
            "SEIqY6DWOEbW-5X1.aR8_xQEXKjE36D7JGf64yESy": (
                "That happens as well: it now speaks of harm. But compare the message of link e with the "
                "use that is made of it."
            ),
            "1QzmUHpLecuNslGi.RJ5ukxQZisNmDxF1UFCZlw7n": "The page names it, and you can read it. Do.",
        },
    ),
    function(
        "appraise/origin-code",
        against=lambda rests_on, link: _origin(rests_on, link),
        examples={
            "chains": lambda rng: _chain(rng),
            "a link that rests on nothing": lambda rng: (_chain(rng)[0], "a"),
        },
        wrong={
            "one step": (
                lambda rests_on, link: rests_on[link] or link,
                "That goes back one step and stops. Does that link rest on another?",
            ),
            "itself": (lambda rests_on, link: link, "That gives back the link that it was given."),
        },
        hint="While a link rests on another one, go to that one. Stop at the link that rests on nothing.",
    ),
    value(
        "appraise/survivors",
        answer="vXT4_8gjZ4zMAQYC.ZC_3vfUtqOlkZILBfCH7wZOr",
        places=0,
        wrong={
            "hNyrsjqLtAmorPsP.tSZiNB0zCXJNzHQm5a3dPpCI": (
                "That is the average of all, had you waited for all. Take those who got there within 25 "
                "years."
            ),
            "cb3NFDXrdV9htUmy.6JXsZ1MgleROLE5lt7LgCZjO": (
                "That is the median of all, and the year in which you looked. Average the times of those "
                "who got there."
            ),
            "TnbAj4Iv6lR5s5dx.GS_vcYpvIu5loQAsWlcO6w1w+o9dDOS47eFhZiQg5.Moq-Axg6pgOQZxIg5fF7JlFX": (
                "Half of 25 would be right if as many arrived late as early. Do they?"
            ),
            "2JtfPHaTuxLx_yWx.ROEKe4HrojJYVZsPxmc0AEh9": (
                "You have halved the average of all. Take only the times below 25 years."
            ),
        },
        hint="Deal many times, keep those below 25 years, and average them.",
    ),
]


def _origin(rests_on: Mapping[str, str], link: str) -> str:
    while rests_on[link]:
        link = rests_on[link]
    return link


def _chain(rng):
    """A chain of links, each resting on an earlier one or on nothing, and the last link."""
    names = "abcdefgh"[: int(rng.integers(4, 9))]
    rests_on = {"a": "", "b": "a"}
    for n, name in enumerate(names[2:], start=2):
        rests_on[name] = names[int(rng.integers(1, n))]
    return rests_on, names[-1]


# ---- formulate ------------------------------------------------------

formulate = [
    value(
        "formulate/search",
        question="With any two words of the list, how many of the six projects can you find at most?",
        answer="fj_aM9nOMe4g_3UH.0pYkyhdUt_u12fNPMOrqLDZd",
        places=0,
        wrong={
            "n3GsWV6n7A1O4tIN.s_584rYLHzGJj4t_6F4coACD": (
                "One word can do that. Add a second from another group of people."
            ),
            "JWVf0-fJlG3q28gp.g-pZkNKbER-RPJ1ihvp-dLBQ": (
                "There is a better pair. Try one word of the researchers with one of the patients."
            ),
            "VHwVK-MzN6X6T5R2.ODCQFTgHAtf9IGD1TBkZ4hHM": (
                "No pair does that, which is the point. Read how many are missed under the list."
            ),
            "uvBRCYzHVZf2r3pQ.JmWCfqfl2g1f29naWh9r09zy": (
                "Read the count again: projects, not hits. A project that both words find counts once."
            ),
        },
        hint="Put the first menu on one word, and go through the second.",
    ),
    choice(
        "formulate/missing",
        question=(
            "“Among people discharged from Ward 6, does a phone call on day two raise the share who "
            "know their"
            " new tablets, told by ten calls a week?” Which part is missing?"
        ),
        options={
            "a": "Who",
            "b": "What good looks like",
            "c": "Compared with what, and by when",
            "d": "Told by what",
        },
        answer="7-_8UKV6Yr27CXM-.5ULIMDGnXnjmC63amfb68y0v",
        wrong={
            "Gb6fsqu7W21uROHT.IA6fWtnaFFL6WIe09DqbjDSH": "They are named: people discharged from one ward.",
            "vtPirbbHl4W_CIic.6z-URsWbjThgI5NjHF-djqzi": "It is there: knowing one's new tablets.",
            "6bwjzVZ1nizSgDJH.dEIBMvTjLwbnn8QFLS_THfO8": (
                "Ten calls a week will tell. Go through the remaining parts."
            ),
        },
    ),
    choice(
        "formulate/level",
        question=(
            "On all twelve wards of a hospital, letters to GPs wait for one office that is open until "
            "three. Who owns this leak?"
        ),
        options={
            "a": "Each ward: it should write faster",
            "b": "The organisation, which decides about the office",
            "c": "The GPs, who could ask",
            "d": "The nation, which should have one system",
        },
        answer="oAEpURQkDEQlOuio.TihED8z0whou9e_Ncc_ybHAQ",
        wrong={
            "iJuazVTGpT2xwp-k.q13BLs_-SXEBV8p0D9cqjbth": (
                "A letter that is written by two still waits if the queue is long. Twelve wards would "
                "mend the wrong step."
            ),
            "zIiZDsz-64pHSSoX.1iBjKkBusUNj_HIGrLhsgRHG": (
                "They cannot ask for what they do not know of. Who can change the hours?"
            ),
            "70945FD476DeQoB1.PXecB8Sew3gMvS7qxUNhGksM": (
                "It might help one day. Somebody much nearer can do something this month."
            ),
        },
    ),
    function(
        "formulate/search-code",
        against=lambda texts, words: [
            text for text in texts if any(word.casefold() in text.casefold() for word in words)
        ],
        examples={
            "several words": lambda rng: (_texts(rng), ["pulse", "Anticoag", "blood"]),
            "capital letters": lambda rng: (_texts(rng), ["PULSE"]),
        },
        wrong={
            "all words": (
                lambda texts, words: [t for t in texts if all(w.casefold() in t.casefold() for w in words)],
                "That wants every word in one text. Any one of them is enough.",
            ),
            "case": (
                lambda texts, words: [t for t in texts if any(w in t for w in words)],
                "That misses a word when capitals differ: “Pulse” and “pulse” are the same word.",
            ),
            "first word": (
                lambda texts, words: [t for t in texts if words[0].casefold() in t.casefold()],
                "That looks for the first word only.",
            ),
        },
        hint="Keep a text when any of the words is in it, capitals or not; keep the order of the texts.",
    ),
]


def _texts(rng):
    all_texts = [
        "Pulse checks at the flu clinic",
        "Uptake of oral anticoagulants",
        "a talk about blood thinners",
        "Falls on Ward 4",
        "PULSE and blood pressure",
        "Anticoagulation after discharge",
        "Warm packs for sore shoulders",
    ]
    return rng.permutation(all_texts).tolist()


# ---- the extension --------------------------------------------------

extension = [
    value(
        "explain/lower-bound",
        answer="EFqbboX1hngegxAP.qBYEjbWN8HnLmjAjJilYQ64K",
        places=0,
        wrong={
            "R4ieaA1WjJ3zyFrX.H_TdDkTQIN2xOJ6L2zKAF8Ym": (
                "That is the product, which holds if who is lost at one step says nothing about the next."
            ),
            "oQwazxb0gr92fet1.LbOxOdXIkbrpdw_6xcXy9p3E": (
                "That is the most that can come out, when the same people are lost each time. The least "
                "was asked."
            ),
            "IbG8KXHd53toh6A7.ak48k0ozxNUUctlVSsXTfnw_": (
                "It would be that low with larger losses. Add up the losses, as if nobody were lost twice."
            ),
        },
        hint="Suppose that nobody is lost at two steps. How many are lost altogether?",
    ),
    value(
        "explain/groups",
        answer="2kEIAlKY1B4a8ooN._VISEbpCI20kx35ty4qsKF10",
        places=0,
        wrong={
            "3UryKSdsBP2-2WeE.trYVb44YG2LwXtNaslouDJ43": (
                "That compares the two groups at the first step alone."
            ),
            "P2ruZU51pE_URTQM.nPh6FJRmxXbLaOtzdv35akmw": (
                "That is what comes out in the second group. Divide by what comes out in the first."
            ),
            "aOstakO1GiKDTeP6.b9Rz_C_7LbfVUjLK_38YKuAJ": "You divided the other way round.",
            "gXGT5Hxu2Doxkida.pYS_YpuMwGSLbMN88XKwLneh": (
                "That is the difference between the two, in people of 100. A ratio was asked, in per cent."
            ),
        },
        hint="Work out both ends, then the second as a percentage of the first.",
    ),
    value(
        "explain/error",
        answer="JvI9VqA-ZsQP38Zt.Uwn74D7US3d_ZN0t-7Hkw82d",
        places=0,
        wrong={
            "NXgYm-6g8MF9kyj-.6MDJinKj15AplZ5J-vKVuKRG": (
                "That is the standard error of one step. Six steps add their relative variances."
            ),
            "J-mNV_kcM0S8q0sq.OgkGNE_MjsLRUsbBJwgCCnIB": (
                "That would hold if you had watched 20 people from end to end. It is not far off, and it "
                "is another design."
            ),
            "Br06GgUBey0KlpAe.HSUbkTzkBHzEibmPK3_qwGT0": (
                "That is the relative error, in per cent of the product. Multiply it by the product."
            ),
            "61WXcDsX3OMU1-wP.QbxVVe4odagOs2Qua_qSRVIz": (
                "You added the six standard errors. Independent errors add as squares."
            ),
        },
        hint=(
            "Relative variance of each step is (1 − p) / (n p). Add six of them, take the root, multiply "
            "by the product."
        ),
    ),
    value(
        "explain/chance-fold",
        answer="kQAxbKpSAAKIf_I6.pTdRi_0CA__6-LCyIsFOSM-D",
        places=1,
        wrong={
            "RazCFiKbt5SFlJcZ.VqaNBadNkTGty9eDKjno-nye": (
                "All districts have the same true rate, but a year's count is not the rate."
            ),
            "0nhe0k5T8rdZDlIK.UNGrRRyYEvGq1CCDAKegxyq9": (
                "That is what was seen in Italy. What was asked is what chance alone gives."
            ),
            "mSvyi-th4EQ_YUXI.Me3Ml-JihkKVU1ahuevMjLKI": (
                "That compares two districts, or one with the average. With 21 you compare the most "
                "extreme two."
            ),
        },
        hint=(
            "Deal 21 counts, divide the highest by the lowest, and do that a few thousand times; give the"
            " median."
        ),
    ),
]

checks = [*classify, *distinguish, *explain, *appraise, *formulate, *extension]
