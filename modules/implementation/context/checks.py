"""The checks of the notebooks on context and determinants: sealed answers, and a diagnosis for each known slip.

A comment such as E77 above a check names the common error, in the course's own list, that it is there to catch.
"""

from collections import Counter

import numpy as np

from improve.determinants import CONSTRUCTS, RATINGS, SHORT
from improve.interact import Feedback, choice, function, value
from improve.interact.answers import is_blank
from improve.qualitative import cohen_kappa

KINDS = {
    "a": "The thing",
    "b": "The work of getting it used",
    "c": "An outcome: is it used?",
    "d": "An outcome: does it help?",
    "e": "Context",
}
DETERMINANTS = {key: name.capitalize() for key, name in zip("abcde", CONSTRUCTS, strict=True)}

# ---- what the learner coded -------------------------------------------------


class Coding:
    """The learner's own codes for the voices: enough of them, used alike enough to go on with.

    It is given a list of (the learner's code, the consensus), one for each voice shown.
    """

    question = "Code the voices above first; this looks at them."
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
        if len({mine for mine, _ in pairs}) == 1:
            return self._not_yet("You gave one code to every voice, so it cannot tell voices apart.")
        found = cohen_kappa(*zip(*pairs, strict=True), labels=list(CONSTRUCTS))
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
        parted = Counter(pair for pair in pairs if pair[0] != pair[1])
        if not parted:
            return "nowhere."
        (mine, theirs), _ = parted.most_common(1)[0]
        return (
            f"most often you said {SHORT[mine]} where the consensus is {SHORT[theirs]}. "
            f"{SHORT[mine].capitalize()}: {CONSTRUCTS[mine][2]}. {SHORT[theirs].capitalize()}: {CONSTRUCTS[theirs][2]}."
        )


# ---- separate ---------------------------------------------------------------

separate = [
    choice(
        "separate/visit",
        question="A pharmacist visits each ward and helps nurses to fill in the tablets page.",
        options=KINDS,
        answer="e6KveU6a9KoMsWDh.DEe1D94j43DxZPNfTRIJf4uo",
        wrong={
            "VbdjofC7CZSIf7C6.vO0CyMVtUJeTjmxQOOUJxRRB": (
                "Whom does the visit help at once, the patient or the nurse?"
            ),
            "4N8yhIjz2d2ABEOG.yomT-HGzji9khnprtJSGlvZ4": (
                "Nothing is counted here. Somebody does something so that the plan is made."
            ),
            "uPQ2tsekflI4boS7.uQMKiYWXe3p5ov6iA4bCHSoV": "Nobody has looked yet at how patients fare.",
            "JOcoMYq0sTHKUgKJ.XnLwi5aAgd6hID0bWz8HfBSy": (
                "Context would be there anyhow. This visit was arranged for the plan."
            ),
        },
    ),
    choice(
        "separate/third-day",
        question="On the third day at home somebody rings and goes through the plan.",
        options=KINDS,
        answer="PupsLoy-cRUQcoSO.mBZYXvm7h1Rq4e6vp0toztzc",
        wrong={
            "wTBB57f0opeaeo3o.cZWwJFoBvAxMbA7sftN2v_UY": (
                "It looks like a reminder. But it goes to the person at home: whom is it meant to help?"
            ),
            "eYb6hjstaKHOqrqT.wL2Vwn4R69U8m5AB49ILpjVr": (
                "It could be counted how often they ring. What is described is the call."
            ),
            "gR4EPvARDUCpOZw_.5KlF_je3jF9HLT_qGg7oyZa1": (
                "It may help, and that would have to be counted. What is described is the call."
            ),
            "T30-bF3Or4B3nFar.HPiQ7nq2qxvCwQEtMG3tCjhM": (
                "It is not there anyhow. It is part of what came with the plan."
            ),
        },
    ),
    choice(
        "separate/nine-of-ten",
        question="Of people whose first language is English 9 of 10 had a plan, of others 3 of 10.",
        options=KINDS,
        answer="PcACeuHm0RD-Hnfr.rfhnMM1mnVghXSjVTWqzysS8",
        wrong={
            "QC-bWjcU6rhtNnYy.Lw28rMVXp7YbbIan6ARcKrPT": (
                "The plan is the thing. This is a count of who got one."
            ),
            "RCs5rTAsDAIFGQ5D.KQkKObWdirkzg-VpCk3a6b8q": (
                "Nobody does anything here. It is a count, and an unfair one."
            ),
            "7nnAyDGHy_-2POtR.E5uW9h4lDpzt9lOX2bj72P_p": (
                "It does not say how people fared who had a plan. It says who had one."
            ),
            "v6FKfjwFblRskUjV.H1ywJLiPxjdDghrviS-cJH1J": (
                "What lies behind it may be in the context (an interpreter, say). The count itself is about"
                " the plan."
            ),
        },
    ),
    choice(
        "separate/moved-desk",
        question="Long before the plan came, the ward clerk's desk stood beside the nurses' station.",
        options=KINDS,
        answer="RqKGuGPWfhsAhMIu.iSq7uewsZSSL7wP80ltqKqrt",
        wrong={
            "uNpAztvxQYDJlUN_.y4gKMxqZICDPAA_AuMCRKaxw": "The desk does no patient good by itself.",
            "e_U-iAgKL86powoZ.x9Rawbjw_LeAShJNdSINHxgI": (
                "It would be, had it been moved for the plan. When did it get there?"
            ),
            "-TXD1cwnXYedhl6P.GypQ-4UQpahqnddb-1R5hBHm": "Nothing is counted here.",
            "9YmkwtqPWCVhuUl7.kNp9nju_Hx3saGWec4FcuFOl": "Nothing is said about how patients fare.",
        },
    ),
]

# ---- classify ---------------------------------------------------------------

classify = [
    # E73
    choice(
        "classify/count",
        question=(
            "A commissioner asks: “Tell us in a year whom it reached, which wards took it up and "
            "whether it lasted.”"
        ),
        options={
            "a": "A process model",
            "b": "A determinant framework, such as CFIR",
            "c": "An evaluation framework, such as RE-AIM",
            "d": "A classic theory",
        },
        answer="YeSwGnDdwGwUYC02.RyQHTnpqz4bwlO5EBE4DCqVe",
        wrong={
            "3PlH0dXg0BNr3bF7.vAssSSJ8i32mPD4ICLEGhxFy": (
                "That would give steps. The question is what to count at the end."
            ),
            "4P8FskgretZuPn7m.xyFEnuJubTQWIujJ77DSEVRp": (
                "That would list what helps and hinders. It would not say what to count."
            ),
            "hQwwJNBXfKe-yivW.__Td4mySoSyniqfmZ099cos4": (
                "That would explain why people move. Here somebody wants numbers."
            ),
        },
    ),
    # E71
    choice(
        "classify/steps",
        question="“We have never done this. Which steps, in which order?”",
        options={
            "a": "A process model",
            "b": "A determinant framework, such as CFIR",
            "c": "An evaluation framework, such as RE-AIM",
            "d": "An implementation theory",
        },
        answer="c17U6Ipv9wfOAONS.7VUwI6PhAHaFzqS7eD1fSINp",
        wrong={
            "7YyQUQZAMcIwFxsM.cInMPKjVsJNTlD4HGRvSRwDV": (
                "It has domains and constructs, and no order among them."
            ),
            "WUHwK1b83e7LGrwi.SDw35pawcZ7I72J6rpk1nMVN": (
                "It helps to know early what will be counted. It gives no order of work."
            ),
            "Tm0rFURjcijMBfnt.MzNV7uJNQ5xSTEbpbn_OX3ff": (
                "It explains why such work takes or fails. It was not made as a list of steps."
            ),
        },
    ),
    choice(
        "classify/not-steps",
        question=(
            "A project plan says: “We follow CFIR from step 1, the innovation, to step 5, the process.”"
            " What is wrong?"
        ),
        options={
            "a": "CFIR begins with the outer setting",
            "b": "CFIR is a list of places to look, and has no steps",
            "c": "CFIR has 48 steps",
            "d": "CFIR may be used by researchers only",
        },
        answer="zC4zwOtcHgcqLpR0.Fzg1DSA7nKNdfYSElCiTMuVa",
        wrong={
            "xFfcj5NmvYp75QAg.ChUPH4UeSvePA2sxipJIJ_dB": (
                "Any of the five may be looked at first. So what is the number 1 doing there?"
            ),
            "UeoxvB5j70XISyuv.ia2Ul127Ec--lxRczvgv3Yp7": (
                "It has 48 constructs. Is a construct something that one does after another?"
            ),
            "eW7yNJTUWzZWHjce.KpYAHbO0zUqvYU9lwIdmFm8o": (
                "Anybody may use it. Look at the word that comes twice in the plan's sentence."
            ),
        },
    ),
]

# ---- map --------------------------------------------------------------------

mapping = [
    choice(
        "map/boxes",
        question=(
            "“Forty-one boxes. I counted them on a night shift. Nine of them ask about the same thing "
            "in other words.”"
        ),
        options=DETERMINANTS,
        answer="28WST71JdxeWXTZ-.jyuyFBsktpVAtqCsgdlrCNCr",
        wrong={
            "_TCaG9_BEEjCSZvQ.DN8YhdUQgiUbv6e8yEDuPn8y": (
                "A night shift is mentioned. What would have to change for this nurse: the shift, or "
                "something else?"
            ),
            "0iHNyMzqjqRsH3_P.AUhep_7d1kss-joc_Tp-k51V": "No leader is spoken of.",
            "BPuSjPNHOuL49mwM.21MTZC560ywcL7eDrhJk8ogi": (
                "A patient may be bored by it as well. Who speaks here, and about what?"
            ),
            "zosbyBKH3Bp0WFAF.T0oyaukTTB9c2aCmDpqKqvUi": (
                "It would be, if somebody asked for a figure. The boxes are in the plan itself."
            ),
        },
    ),
    choice(
        "map/two-names",
        question="“Our manager wrote two names on the whiteboard: who starts the plan and who checks it.”",
        options=DETERMINANTS,
        answer="rsAAwvdqKUBc9Aog.hOuRgU7GyHQxV5OFQ0poHTx9",
        wrong={
            "2rjjhloOg_HCsgdt.j84VJhCBVeByePKZFGyRoRTL": (
                "It became clearer who does it. The form stayed as it was."
            ),
            "3QSNFwGNeBNma0Fo.5zlU08jPB6kd8Mcznb2accUb": (
                "No person or hour was added. What did somebody do?"
            ),
            "EDkpt4vjbAiTrSkI.rglCbRukEdKWWnlAFrmIhlYW": "No patient is asked here.",
            "WNIzXsnRojs-bEoO.glsYON-UZwfXDodQHP8euGNi": (
                "A whiteboard can hold figures. This one holds names. Whose doing was it?"
            ),
        },
    ),
    choice(
        "map/stairs",
        question=(
            "“The nurse asked what I was afraid of at home, and it was the stairs, not the heart. So "
            "the plan began with the stairs.”"
        ),
        options=DETERMINANTS,
        answer="7LgNxinPMRu7Tw8v.FMjNeJeTPTlS1q-LF8vseTj2",
        wrong={
            "YgTCrjyTYY459irZ.fHdFXS32QWmyaZE7nwb3MjC9": (
                "The form allowed it, that is true. What did the nurse do?"
            ),
            "J5bo0b-D4c1xv0uG.t-INv6sdI4ataOoFRiQwTSbc": (
                "It took a minute or two. Is that what this patient tells of?"
            ),
            "LUDiDrO_T0-YirS4.XhhL3kRfq43PFx9Ub6rnfxuq": (
                "Perhaps a leader made room for it. The voice does not say so."
            ),
            "NzeUTJTGqhDmJ9C5.iYGQksQPQyHm3FCXBVr-edfP": "Nobody counted anything here.",
        },
    ),
    choice(
        "map/region",
        question=(
            "“Somebody in the trust sends the figure to somebody at the region. I asked who looks at "
            "it, and I was given three names, and none of the three knew.” Which level could change "
            "what the region asks for?"
        ),
        options={
            "a": "Team",
            "b": "Organisation",
            "c": "Commissioner",
            "d": "Nation (a national or regional body)",
        },
        answer="X6paeA2eBwpp9J4D.Cc8mqqQF-YLdRobLPEFOqKR3",
        wrong={
            "FzIYpHXC-x4_h-_G.EYnJW31dU_ouiFd4rTV-H6UL": (
                "The team can stop wondering. Can it stop the asking?"
            ),
            "rFRkw2Q-ohc2ZdyJ.OvLq8LmU_7Z4tameDJmvnqLE": "The trust passes it on. Who wants it?",
            "YxgEexbzsgI5YOY-._zE0oKlKeyqcwo8jIuSsx6Qg": (
                "Those who plan and pay locally are not named. Who receives the figure?"
            ),
        },
    ),
    value(
        "map/kappa",
        question=(
            "Two coders agree on 16 of 20 voices. Luck alone would give 40%. What is kappa (two decimals)?"
        ),
        answer="duP7vDxOG9QjPdcF.pjSob3b25-ydOYQelnazoiiP",
        places=2,
        wrong={
            "U6vN0h4_co6yS9mq.GfTRGvcafuK_MCsGSU9EScb2": (
                "That is the share on which they agree. Take the luck off."
            ),
            "1UFJ5F9mTcHG33hP.sOfVN3HwGyOeVDv2bhnzoenG": (
                "That is the agreement less the luck. Divide it by what there was to gain beyond luck."
            ),
            "yNSlpakNpRH5R9bs.Yq_AjEJepqQG7b0mc6OD_uiE": (
                "You divided luck by agreement. Which part of what luck left open did they agree on?"
            ),
        },
        hint="(agreement − luck) ÷ (1 − luck).",
    ),
    choice(
        "map/narrow",
        question="The same kappa, now from 200 voices in place of 20. What changes?",
        options={
            "a": "The coders are more often right",
            "b": "The interval is narrower",
            "c": "Kappa is higher",
            "d": "Less of the agreement is luck",
        },
        answer="oAMnoJ6mW8323G-v.nVycv-sVwazoJqSVYj99b6Dd",
        wrong={
            "CrXRWlQlcKsx93HG.D1M8_fjguTB6zy__rnh7Vv8Y": (
                "They may still share a mistake. More voices do not tell."
            ),
            "Xj4GpXY4WFtw6Ulf.hJJ-RhqFyXKyHIMtiBjOl_zK": (
                "It was said to be the same. What else comes with an estimate?"
            ),
            "KStnJDndVoN3QptQ.cbixLF5AcW-P7xPiHQ1QI7qd": (
                "Luck depends on how often each code is used, and not on how many voices there are."
            ),
        },
    ),
]

# ---- prioritise -------------------------------------------------------------

prioritise = [
    choice(
        "prioritise/same-everywhere",
        question=(
            "Which of the five is rated nearly the same in wards where the plan took hold and in the "
            "others, and is a hindrance?"
        ),
        options=DETERMINANTS,
        answer="WaBydJ3YEUr1BjMQ.LN1n0C31qU9n9cNyFbvA-eqB",
        wrong={
            "lFMvjFGeIGtzHPd2.h3MB1nwbcIYbX9qEfOrZLx_5": "Look at its two bars: one points each way.",
            "-HfViOH7sUVO_K4y.8tQ_fnFLwzwFM4_1wrHfEtjW": "Its two bars point in opposite directions.",
            "Tm1KXALML1GYWKvG.tAF5r_oOEQC4dofw2oJx4nyE": (
                "Where the plan took hold it helps, and elsewhere it does not. That is a difference."
            ),
            "Hkj2KXHKWG5AuzWq.dZoN1nYOxfZL3S51t8BQ3tNr": (
                "The same everywhere, yes. But does it hold plans back, or push them?"
            ),
        },
    ),
    value(
        "prioritise/gap",
        question=(
            "Available resources: mean rating +1.5 where the plan took hold, and −1.7 where it did not."
            " How wide is the gap, in rating points (one decimal)?"
        ),
        answer="oZaoXVkW-5oEeIMP.5dX6JytSKpzF4ejUsnCV5blk",
        places=1,
        wrong={
            "_eoBH2JwHxc2sw2r.92A_PuBZrpXWetiFqe-NJIoV": (
                "You added the two. How far is it from one to the other?"
            ),
            "CcOMnrkKbtniY8mt.EfRNSVqtew4CtUUrIDkVjMvy": (
                "You left out a sign. One stands above nought and one below."
            ),
            "aDyarR3AD8Rq8Sya.pspXkjcF9-plzJiNKso8IXwG": (
                "The size is right. Take the low wards from the high ones, and not the other way round."
            ),
            "nQIZavz9vUsCUAMh.pi8ExrEbOpbAjII7t3_62ypF": (
                "That is half of it. How far is it from one to the other?"
            ),
        },
        hint="High minus low; mind the signs.",
    ),
    choice(
        "prioritise/winners",
        question="You may visit four wards. Which four tell you most about what to act on?",
        options={
            "a": "The four best",
            "b": "The four worst",
            "c": "Two where it took hold and two where it did not",
            "d": "The four nearest",
        },
        answer="UQlFG-O9nq5_f6JK.JEGM2vR7XHzRV3CqYl2dP2uH",
        wrong={
            "ACwAfnMNjAZq_SgS.8NJPF-VVLFLNsEkujNqCpbgu": (
                "All four might have something that the poor wards have as well. How would you notice?"
            ),
            "bQtSfi3wL_kBuMCg.uohXNYCXKm7wzJ_ek289rAlJ": (
                "You will hear much that hinders. Does it hinder less elsewhere?"
            ),
            "9n7lF89_GZVijna6.FBfu0CzxWUwwwoEZe4DzFBDL": "That saves petrol. What if they are all alike?",
        },
    ),
    value(
        "prioritise/luck",
        question=(
            "Luck alone makes 22.4% of constructs seem to tell four sites apart. You rate 40 "
            "constructs. How many false suspects do you expect (to a whole number)?"
        ),
        answer="fuPFrps4AiyATiPB.daz2mMwDSgrKt8pTJEimPi5A",
        places=0,
        wrong={
            "dGnX5YEXbqog8fq2.RU3Z4LU3oIqt7z8b27B2I8S1": "That is the percentage. Of how many constructs?",
            "FWv5jIFVQHwo0Yds.zUsZyTg6gh3VfJBBqt6LvIyD": (
                "Is that for one construct, or for a few? You rate many."
            ),
            "7xCdc9GHsZCemYG3.Bu8wVZJ4PXxgqvAHgqd6i6If": (
                "You have taken a percentage of ten, or of sites. Take it of the constructs."
            ),
            "fEdUyrNPn4RMmBBY.kCSxLMgoYrZlUE05ZLf-3Q85": (
                "Those are the ones that luck leaves alone. The others were asked for."
            ),
        },
        hint="A percentage of the constructs that you rate.",
    ),
    choice(
        "prioritise/verdict",
        question=(
            "A determinant tells wards apart, is strong on yours, and your team could change half of it"
            " this month. What do you do?"
        ),
        options={
            "a": "Leave it until all of it can be changed",
            "b": "Act on your half, and pass the other half up with examples",
            "c": "Pass all of it up, since part of it is above you",
            "d": "Rate it again with more coders",
        },
        answer="_3FIho396-OVTR_z.5cWBKb-FIJA59ljr4wsMVijf",
        wrong={
            "BQIjsPFyxjzDs98R.7IKmaQJII4KKXcHynQYUWBxF": (
                "All of it may never be yours. What could be better by next month?"
            ),
            "cqT4VNlMJU0C8_Q2.VsaW9LhEw6LU_zn3lksxn7G1": (
                "Then nothing happens on your ward for now. Part of it is in your hands."
            ),
            "WmEqekkfBNBx9kuV.HZ7P8uK48c0urTatdPk7rVB8": (
                "You know enough to try something. What would another rating change?"
            ),
        },
    ),
]

# ---- tailor -----------------------------------------------------------------

tailor = [
    # E77
    choice(
        "tailor/try",
        question="Your suspect: nobody asks the patient. Which is most likely to touch it?",
        options={
            "a": "A second course on how the form is filled in",
            "b": "A monthly chart of the number of plans",
            "c": "Two patients rewrite the first page with you, and three people try it",
            "d": "A champion's badge",
        },
        answer="c9I85oEm7_CD-n5I.zYucIyFT9d5DVopsMN92orFh",
        wrong={
            "zSFhW05EvdwV65TK.xoBua_RrRcIsBtwgroGIzjxs": (
                "That is for people who cannot fill it in. Is that what you found?"
            ),
            "Ty8xKBHP_4uk1q3i.NH70uG54WRu-CgC7MD5KqLql": (
                "More plans may be made, with nobody asked. What would have to change?"
            ),
            "UjqYq-BgheMuHEqm.vzR5V0QE_v11C1SdQ5fcLs4g": (
                "A person with a badge may do much. The badge by itself does not put a question to a patient."
            ),
        },
    ),
    choice(
        "tailor/seen",
        question="Which is a question for a short readiness check, if your suspect is resources?",
        options={
            "a": "“Do you feel that you have enough time? (1 to 5)”",
            "b": "“Is there a room, free today, in which to sit down with a family?”",
            "c": "“Are resources important for change? (1 to 5)”",
            "d": "“Is your ward ready? (yes or no)”",
        },
        answer="fsIcRdIiRvy3aESw.GNxWX1r5NlBOXMgWp4gsob0k",
        wrong={
            "eh3cBALOpH3C_UeR.wybSs443PYhIroiFDQW82eek": (
                "You know what nearly everybody will say. Ask about something that can be seen."
            ),
            "TSonhPy4VnGG23hi.SdK-nM_v490Vp3pRsEH0cN0U": (
                "Everybody agrees, everywhere. So the answer tells nothing about this ward."
            ),
            "AhzxCCdn39t7X4f-.WPfqWL7rpcjnCjteeMjTAOUx": (
                "For what, and how would anybody know? Ask about one thing that can be seen."
            ),
        },
    ),
    choice(
        "tailor/next",
        question=(
            "You tried it on one ward for four weeks. What do you count to know whether your work "
            "touched the determinant, and whether it matters?"
        ),
        options={
            "a": "Only whether people are back in hospital",
            "b": "Only how many came to the training",
            "c": (
                "Whether the determinant moved, whether plans are made, and then whether people fare better"
            ),
            "d": "How satisfied the staff are",
        },
        answer="gsTFvlWQCaarL1cB.3KcyM6mP2U6dGWE6gY6HpDlJ",
        wrong={
            "dnGws0jXcFfpGTd1.UtsvcgGHdOcWrbTYEpk1hDgw": (
                "That is what matters in the end. In four weeks on one ward it will hardly move, and would "
                "not say why."
            ),
            "ui6E2FxPqvwh8NeZ.oKSF_jE7glmePOvOcTtDXCgi": "They came. What happened on the ward afterwards?",
            "1K9oTxVWnb-QHCG7.SNkAtEs6uBzjCcAvxwLE4zTO": (
                "Worth knowing. It says nothing about plans or patients."
            ),
        },
    ),
]

# ---- code -------------------------------------------------------------------


def gap_of(high, low):
    """The mean rating of the one group less that of the other."""
    return float(np.mean(high) - np.mean(low))


def steady_of(high, low):
    """The smallest gap that is left when each site is left out in turn."""
    without_high = [gap_of(np.delete(high, n), low) for n in range(len(high))]
    return min([*without_high, *(gap_of(high, np.delete(low, n)) for n in range(len(low)))])


def kappa_of(first, second):
    return float(cohen_kappa(first, second).kappa)


def agreed(first, second):
    return float(np.mean(np.array(first) == np.array(second)))


def alike_luck(first, second):
    """The slip of giving every code the same luck."""
    codes = len(set(first) | set(second))
    return (agreed(first, second) - 1 / codes) / (1 - 1 / codes)


def not_divided(first, second):
    found = cohen_kappa(first, second)
    return found.agreement - found.expected


def shuffled(ratings, high):
    """The share of all ways of calling as many sites high that give a gap at least as wide."""
    from itertools import combinations

    values, size = np.array(ratings, dtype=float), int(np.sum(high))
    seen = abs(values[np.array(high, dtype=bool)].mean() - values[~np.array(high, dtype=bool)].mean())
    wide = [
        abs(values[list(some)].mean() - np.delete(values, list(some)).mean()) >= seen - 1e-9
        for some in combinations(range(len(values)), size)
    ]
    return float(np.mean(wide))


def _one_sided(ratings, high):
    from itertools import combinations

    values, flags = np.array(ratings, dtype=float), np.array(high, dtype=bool)
    seen = values[flags].mean() - values[~flags].mean()
    wide = [
        values[list(some)].mean() - np.delete(values, list(some)).mean() >= seen - 1e-9
        for some in combinations(range(len(values)), int(flags.sum()))
    ]
    return float(np.mean(wide))


def _wider_only(ratings, high):
    from itertools import combinations

    values, flags = np.array(ratings, dtype=float), np.array(high, dtype=bool)
    seen = abs(values[flags].mean() - values[~flags].mean())
    wide = [
        abs(values[list(some)].mean() - np.delete(values, list(some)).mean()) > seen + 1e-9
        for some in combinations(range(len(values)), int(flags.sum()))
    ]
    return float(np.mean(wide))


def _ratings(rng, many=4):
    return rng.choice(RATINGS, many).tolist()


def _codes(rng, many=12):
    """Two coders who mostly agree, and use three codes unequally."""
    first = rng.choice(["leaders", "resources", "pressure"], many, p=[0.6, 0.3, 0.1])
    second = np.where(rng.random(many) < 0.6, first, rng.choice(["leaders", "resources", "pressure"], many))
    first[:2], second[:2] = ["leaders", "resources"], ["resources", "resources"]
    return first.tolist(), second.tolist()


def _six_sites(rng):
    ratings = rng.permutation([-2, -2, -1, 0, 1, 2]).tolist()
    return ratings, [True, True, True, False, False, False]


code = [
    function(
        "prioritise/gap-code",
        against=gap_of,
        examples={
            "as many sites on both sides": lambda rng: (_ratings(rng), _ratings(rng)),
            "more sites on one side": lambda rng: (_ratings(rng, 5), _ratings(rng, 2)),
        },
        wrong={
            "low first": (
                lambda high, low: gap_of(low, high),
                "That is low minus high: the sign is turned round.",
            ),
            "sums": (
                lambda high, low: float(sum(high) - sum(low)),
                "That takes sums. With more sites on one side, sums cannot be compared.",
            ),
            "size only": (
                lambda high, low: abs(gap_of(high, low)),
                "That throws the sign away. It matters which side is helped.",
            ),
        },
        hint="The mean of the one list, less the mean of the other.",
    ),
    function(
        "prioritise/steady-code",
        against=steady_of,
        examples=lambda rng: (_ratings(rng, 5), _ratings(rng, 4)),
        wrong={
            "nothing left out": (gap_of, "That is the gap with all sites in. Leave each out in turn."),
            "high only": (
                lambda high, low: min(gap_of(np.delete(high, n), low) for n in range(len(high))),
                "That leaves out sites on the high side only. The low side has sites, too.",
            ),
            "largest": (
                lambda high, low: -steady_of(low, high),
                "That is the widest gap that turns up. The narrowest shows how much hangs on one site.",
            ),
        },
        hint="Make a list of all gaps with one site left out, on either side, and take the smallest.",
    ),
    function(
        "map/kappa-code",
        against=kappa_of,
        examples=_codes,
        wrong={
            "agreement": (agreed, "That is the share on which they agree, with the luck still in it."),
            "luck alike": (
                alike_luck,
                "That gives each code the same luck. A code that both use often is agreed on by luck more often.",
            ),
            "not divided": (not_divided, "Divide by what luck left open, which is one less the luck."),
        },
        hint=(
            "Luck: for each code, the share that one gave it times the share that the other did; add them up."
        ),
    ),
]

# ---- the extension ----------------------------------------------------------

extension = [
    value(
        "prioritise/splits",
        answer="2bT4U_YnBNJ4CYKy.65Nh9_LMQu0_HJVKeqP8SJeQ",
        places=0,
        wrong={
            "QFjVEP8CSkOvzCOg.HmohtLf8v-2dTB5Yxd04XGWA": (
                "That lets any number of sites be high. Six of the twelve are."
            ),
            "dprD5kG7yeItsP32.OJFwRAItrFrhVjodlwyoVEWe": (
                "That counts the order in which six are chosen. Order does not matter here."
            ),
            "d3US3exihY-VCFUx.lpfEJKjAXgzifBNuD5VSo1JM": (
                "That counts a split and its mirror image as one. Here they are two: which half is called "
                "high matters."
            ),
        },
        hint="In how many ways can six be chosen from twelve?",
    ),
    function(
        "prioritise/shuffle-code",
        against=shuffled,
        examples=_six_sites,
        wrong={
            "one side": (
                _one_sided,
                "That counts one direction only. A gap as wide the other way would have struck you as well.",
            ),
            "wider": (
                _wider_only,
                "Count the gaps that are just as wide, too; the one that you saw is among them.",
            ),
        },
        hint=(
            "Go through all ways of choosing which sites are high; in what share is the gap at least as wide?"
        ),
    ),
    value(
        "prioritise/five-of-five",
        answer="6mLvSFnbfl7j3bkX.AVG5hAXpt_hlwL1blo4e9iPw",
        places=1,
        wrong={
            "2w4EkDvlfPBHuamw.R6S0oAoUZAv7pm7nQNqfUn2S": (
                "That is the chance for one construct. You look at five."
            ),
            "ENzUf5ym4hSlw81a.xmV_0GtshRTB48ZuR56-If7o": (
                "That is the chance that none of the five does. Its opposite was asked."
            ),
            "7qBXIsjUsx_zQ7YE.DxeHnLg4FXOp681UYdvWpKME": (
                "You multiplied by five, which counts double when two do. Use one less the chance of none."
            ),
        },
        hint="One less the chance that none of the five is that far apart, in per cent.",
    ),
    value(
        "map/prevalence",
        answer="pKNaZaxi6S1CxIUK.PI_ODAO2itekxP9yoTaz5tS3",
        places=2,
        wrong={
            "dZ5z_xnYD1B8b0ZR.gilmaJeOQoOI54fu2SnEKw_2": "That is the share on which they agree.",
            "TAWNDGfWoWvHnn6j.nysqFA5OLYftRf0tkd6mB45_": (
                "That holds where both codes are used equally often. Here one is used far more."
            ),
            "2fZLIqB1_Oz2Gg96.2r6HZv-83ahZylG3eITG06Lt": (
                "That is the luck by itself. Take it off, and divide."
            ),
        },
        hint="Work out the luck from how often each coder uses each code.",
    ),
]

checks = [Coding("map/coding"), *separate, *classify, *mapping, *prioritise, *tailor, *code, *extension]
