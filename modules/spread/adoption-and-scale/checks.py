"""The checks of the notebooks on spread and scale: sealed answers, and a diagnosis for each known slip.

A comment such as E91 names the common error, in the course's own list, that a check is there to catch.
"""

import numpy as np

from improve.harrowmere.worlds import adopter_net
from improve.interact import Feedback, choice, function, value
from improve.spread import Plan, bass_share, simulate

# The money of the plan in section 15: what is left of the document's £3.5 million is invented, and so are the prices.
BUDGET, FACILITATOR_YEAR, SITE_GRANT, WANTED = 2_750_000, 60_000, 30_000, 0.8


class Made:
    """A check of something the learner made: the first complaint that fits is the one that is said."""

    question = "This step asks for code."

    def __init__(self, id, complaints, praise):
        self.id, self.complaints, self.praise = id, complaints, praise

    def judge(self, answer) -> Feedback:
        if answer is ... or answer is None or (isinstance(answer, str) and not answer.strip()):
            return Feedback(self.id, "not tried", "")
        for fits, words in self.complaints:
            if fits(answer):
                return Feedback(self.id, "not yet", words)
        return Feedback(self.id, "passed", self.praise)


def cost(plan):
    """Pounds: facilitators for the whole time, and a grant for each site that is invited."""
    return plan.facilitators * FACILITATOR_YEAR * plan.months / 12 + plan.to_start * SITE_GRANT


def _other_guesses(plan):
    """Tell whether anything was changed that is not the planner's to choose."""
    given = Plan(facilitators=7, sites_each=3)
    mine = {"facilitators", "invited", "waves", "between", "start"}
    return any(getattr(plan, name) != getattr(given, name) for name in vars(given) if name not in mine)


BUDGET_CHECK = Made(
    "plan/budget",
    complaints=(
        (lambda plan: not isinstance(plan, Plan), "This step asks for a `Plan(...)`."),
        (
            _other_guesses,
            "Change only `facilitators`, `invited`, `waves` and `between`. The others are how sites and people are: a plan"
            " does not become better by wishing that sites were quicker.",
        ),
        (
            lambda plan: cost(plan) > BUDGET,
            (
                "It costs more than £2.75 million: facilitators at £60,000 a year for 30 months, and "
                "£30,000 for each site invited."
            ),
        ),
        (
            lambda plan: simulate(plan).chance < WANTED,
            (
                "It is within the money, and fewer than 80 runs in 100 reach 44. Look at what binds: "
                "`what_binds(my_plan)`."
            ),
        ),
    ),
    praise=(
        "It is within the money and reaches 44 in at least 80 runs of 100. Which guess would you ring "
        "somebody up about?"
    ),
)


# ---- code: a step on a network, a curve, a rate ----------------------------------------


def one_step(ties, has, needs):
    """Who has it after one step when `needs` contacts convince."""
    ties, has = np.asarray(ties, dtype=bool), np.asarray(has, dtype=bool)
    return has | (ties[:, has].sum(axis=1) >= needs)


def _network(rng):
    ties = adopter_net.network(rng)
    return ties, rng.random(len(ties)) < 0.1, int(rng.integers(1, 4))


def _same_people(expected, got):
    return np.array_equal(np.asarray(expected, dtype=bool), np.asarray(got))


def ratio(adopted, exposed, visited):
    """The pooled rate ratio, visited with visited and unvisited with unvisited."""
    adopted, exposed, visited = (np.asarray(x, dtype=bool) for x in (adopted, exposed, visited))
    above = below = 0.0
    for group in (False, True):
        here = visited == group
        one, other = here & exposed, here & ~exposed
        if here.any():
            above += (one & adopted).sum() * other.sum() / here.sum()
            below += (other & adopted).sum() * one.sum() / here.sum()
    return above / below


def _crude(adopted, exposed, visited):
    adopted, exposed = np.asarray(adopted, dtype=bool), np.asarray(exposed, dtype=bool)
    return adopted[exposed].mean() / adopted[~exposed].mean()


def _weeks(rng):
    visited = rng.random(400) < 0.5
    exposed = rng.random(400) < np.where(visited, 0.6, 0.2)
    return rng.random(400) < np.where(visited, 0.3, 0.1), exposed, visited


code = [
    function(
        "model/step-code",
        against=one_step,
        examples={"networks of 120": _network},
        same=_same_people,
        wrong={
            "forgets": (
                lambda ties, has, needs: ties[:, has].sum(axis=1) >= needs,
                "Those who had it already have lost it. Keep them: `has | …`.",
            ),
            "more than": (
                lambda ties, has, needs: has | (ties[:, has].sum(axis=1) > needs),
                "It asks for more than `needs` contacts. As many as `needs` are enough.",
            ),
            "all ties": (
                lambda ties, has, needs: has | (ties.sum(axis=1) >= needs),
                "It counts all contacts. Count only those who have it.",
            ),
        },
        hint="For each person count the contacts who have it: `ties[:, has].sum(axis=1)`.",
    ),
    function(
        "model/bass-code",
        against=bass_share,
        examples={
            "curves": lambda rng: (rng.uniform(0, 40, 8), rng.uniform(0.002, 0.1), rng.uniform(0.05, 0.8))
        },
        wrong={
            "only outside": (
                lambda t, p, q: 1 - np.exp(-p * t),
                "That is the pull from outside alone. Where is q?",
            ),
            "no division": (
                lambda t, p, q: 1 - np.exp(-(p + q) * t),
                "The part below the line is missing: 1 + (q / p) × exp(−(p + q) t).",
            ),
            "turned": (
                lambda t, p, q: bass_share(t, q, p),
                "p and q have changed places.",
            ),
        },
        hint="(1 − e) / (1 + (q / p) × e), with e = exp(−(p + q) t).",
    ),
    function(
        "model/ratio-code",
        against=ratio,
        examples={"weeks": _weeks},
        wrong={
            "crude": (
                _crude,
                (
                    "That is the crude ratio. Compare visited with visited, and unvisited with unvisited,"
                    " and pool."
                ),
            ),
            "upside down": (lambda a, e, v: 1 / ratio(a, e, v), "It is upside down: exposed over unexposed."),
            "visited only": (
                lambda a, e, v: _crude(a[v], e[v], v[v]),
                "That uses visited weeks only. The unvisited ones belong in the pool too.",
            ),
        },
        hint=(
            "Sum over the groups: cases exposed × time unexposed / time in all, over cases unexposed × "
            "time exposed / time in all."
        ),
    ),
]

words = [
    choice(  # E94
        "words/which",
        question="A royal college posts a guide to all of its members. What is that called?",
        options={
            "a": "Diffusion",
            "b": "Dissemination",
            "c": "Spread",
            "d": "Scale-up",
        },
        answer="U6dF_8JH3JhByOGk.yj2kxqh6TasZgLm7gB4EQhUy",
        wrong={
            "qGUtMWV8j4h9dHPg._9rIEkLykjiuywlJi-Q7GACy": (
                "Diffusion is what happens by itself. Here somebody sends something on purpose."
            ),
            "XRcKdl7b8bgikj3U.9FKEnyGxtFtk5nZW28qq64_w": (
                "Spread is others taking it up. So far it lies on a doormat."
            ),
            "8GTIo4c_D7vIUbAg.LR1JeFtzTZQ_TQ5IGmgNPX7Q": (
                "Scale-up changes what holds a practice in place, such as money, rules and records. A "
                "guide changes none of them."
            ),
        },
    ),
    choice(  # E89
        "words/third",
        question=(
            "A page says that a third of projects never leave their unit, and gives no source. What do "
            "you do with the number?"
        ),
        options={
            "a": "Use it, as it is on an official page",
            "b": "Use it, and say “about a third”",
            "c": "Leave it out, or print it with the words “no source found”",
            "d": "Use a half, to be on the safe side",
        },
        answer="L3fxEsJRT3WHRfMK.Mbkx6o0DgqNppSXyflxDaRNj",
        wrong={
            "JQsyT7C_N04fvxlS.MzEdZo0iOR-AHie7FT9k-Qri": (
                "A page can repeat a number that nobody ever counted. Ask which projects, counted by whom."
            ),
            "IiVsPo-KZYuG-8Ug.4kZ4qDL__pA_Hv44QuZL6pjJ": (
                "“About” makes a number sound careful. It does not give it a source."
            ),
            "VEBGpETeY_62op6a.AU0zdgEG4LC_Q40Q3bscpuBg": "That is a second number without a source.",
        },
    ),
]

model = [
    choice(  # E87
        "model/best-two",
        question="Two contacts are needed. Which six reach the most people in twelve steps?",
        options={
            "a": "The best connected",
            "b": "Six at random",
            "c": "Six spread evenly",
            "d": "One close group",
        },
        answer="A_c5zlwG329c3xIm.KyOZ3edQnlCXz0tM3sCTVdCj",
        wrong={
            "9sSsFZmUtTM4pjHR.4S34bODiMsDqyNaXup-wWi1f": (
                "Close, since by luck some of six stand near each other. Look again at the number after "
                "step 12."
            ),
            "Pn9wZaNhotq3LG0H.fhqYxnDXeLtwGUip6_NSx38j": (
                "They are best when one contact is enough. Needing two, most of them never meet in anybody."
            ),
            "vA8RzhxkrO50tluJ.iga-2J_EjuTpnyUeWctfT7W9": (
                "A close group gets going at once and can grow only at its edges."
            ),
        },
    ),
    value(
        "model/even-two",
        places=0,
        question=(
            "Six spread evenly, two contacts needed. How many of 100 people have it after twelve steps, "
            "on average?"
        ),
        unit="%",
        answer="aFm9Nzvo9mVhQONT.VWfyCz-xO6nO276k3ZRBveeC",
        wrong={
            "p9fg6GPYYtveHqWM.ylU1aG331YB_xbj_LuAOGvwW": (
                "That is with one contact. Set the rule to two contacts."
            ),
            "yWhpMomxFb6sujTe.7Frv07QAYdARFoQngoLcOzI5": "That is with three contacts. Set the rule to two.",
            "G8TsJeUFkC2d3vBO.awBcxxWGC2axD1du3_KUA1pL": (
                "That is one close group. Set the starters to spread evenly."
            ),
            "vIo85srk7MGfQiE_.SyW26rNfwrTdstj1jpCdlW6o": (
                "Those are six at random. Set the starters to spread evenly."
            ),
            "uQoIgZ8n8w9sUhtn.hAivIQrAoFkTtqobtjoeB7LX": "That is how many do not have it.",
        },
        hint="Set both controls and read the first number under the chart.",
    ),
    choice(  # E87
        "model/push",
        question=(
            "Six people, each in another place, are trained and supported for six steps. Three contacts "
            "are needed to join, two to carry on. What happens?"
        ),
        options={
            "a": "It grows slowly, as training takes time",
            "b": "It stays with the six while they are supported, and then ends",
            "c": "It takes off once 16% have it",
            "d": "It spreads from one of the six",
        },
        answer="DkAg4ojOx0mL3aXA.ZrlmiaqHpssNAjmFw75_68xq",
        wrong={
            "Mwu8btOyuRRLfqmw.w774wEohWgbN3q2D4VBhz7ZD": (
                "Nobody ever sees three who do it, so time does not help. Move the slider to the end."
            ),
            "MtwsK003F9RhL_R9.NzRry2YluIFrcqcjahzCnund": (
                "There is no magic share in the model, nor good evidence for one outside it."
            ),
            "T08CF2XpeiZ8vEI3.goTshwUC_cW6jn5XYstrkWKG": (
                "To pass it on, one of them would need company, and each was sent alone."
            ),
        },
    ),
    value(  # E91
        "model/window",
        places=0,
        question="From how many months on does the fitted ceiling have an upper end at all?",
        answer="5c-SmAxWjEKeXsjn.pudwzvxnGQnP4WyPg3QfTJwu",
        wrong={
            "8lh-5XGnBvsl5IlL.JAoKwHq8ffkKLogohyPvgko7": (
                "At ten months there is still no upper end. Read the second number of the range."
            ),
            "N0vieCjbfUghfYns.kQns-kTl3-IVkbotXvlIk0rg": (
                "There the best ceiling is near 100 by luck, but its range has no upper end."
            ),
            "1FULZN_XrW9syw0b.6jSc7UNvwyhTYG2f22mNY1BB": "Very close: at 14 months there is still none.",
            "IIyxufoloZf8Fa5E.-YGsYN3t0037pVUzCygZCaX7": "There it has one already. One month before?",
            "VevquNSBUf0yLn14.WhcWPmPlSrNf2DOq7cWjcdlo": "At eight months hardly anything is known.",
            "d3xexlF7beZWNTMu.iN4hw-cEwLY2Dh5Kkuh--M0Z": "Long before that. Move the control down again.",
        },
        hint="Move the control one month at a time and watch for the words “no upper end”.",
    ),
    choice(  # E91
        "model/curve-fits",
        question=(
            "Curves with ceilings of 60 and of 1,000 fit the first ten months nearly as well. What follows?"
        ),
        options={
            "a": "Take the middle, about 500",
            "b": "Take the one that fits best",
            "c": "Say that the ceiling cannot be told yet, and ask how many sites there are",
            "d": "Fit another kind of curve",
        },
        answer="a_la-nZLyG12L0NC.ZgRpfWT_kfZjjp7a1tjXxclI",
        wrong={
            "KbZpYfQNQ3WLdWQv.jRlaiQiV6QGpaskUgAUb-eM2": "The middle of two guesses is a third guess.",
            "ZUU2JZ9go8kFi_Tc.D5WBGQEFn0GX9T9KJQOz1gD8": (
                "It fits best by a hair, and a month later another one will."
            ),
            "xDEYRs9YHcVe0X8i.Ib2veJ5XagLmPvQyqvK3AWFY": (
                "Another formula would fit as well, with yet another ceiling. The data are what is missing."
            ),
        },
    ),
    choice(  # E90
        "model/visited",
        question=(
            "Practices with neighbours who have it adopt four times as often. Among visited practices it "
            "is 0.7 times, from 0.4 to 1.2. What does that say?"
        ),
        options={
            "a": "Neighbours put each other off",
            "b": "The visits explain what looked like contagion",
            "c": "There is no contagion anywhere",
            "d": "The first figure is right, as it uses all the data",
        },
        answer="7R5dyeImYr5conJ2.NDroaevqBmQ-jLc6WY21plLB",
        wrong={
            "tG6EMbPjkDigyeGr.oV4l_iDegwGGUTsa1H93jd0W": (
                "The limits reach above 1, so it may as well be nothing."
            ),
            "t0GXUP1o26d4m-5f.vJuuj1_vvFWzt9pi4KCib5VY": (
                "It says so for one programme, within wide limits. Elsewhere some has been found."
            ),
            "UKIl-HcbbjEtAewf.-DOQSrfIhcS-NVPA-el_zysk": (
                "Both use all the data. The first compares visited practices with unvisited ones and "
                "calls the difference neighbours."
            ),
        },
    ),
    value(  # E91
        "model/upper-end",
        places=0,
        question="The upper end of the ceiling from the first 20 weeks",
        answer="Cig-7sgR785dM13v.ri62CmoZtIPhh9a5f2qFpBxE",
        wrong={
            "3Z_RBbAMerk44VMa.TKuymPh26yHM146N1NrLFuYx": (
                "That is the best ceiling. The question is about the upper end of the range."
            ),
            "dqDpKTrznyLOzJzt.mSeZom8QrM_KeFTZJHKFhwfL": (
                "That is how many have adopted, which is the lower end."
            ),
            "8uw9aaPwjTLyTZcD.HAeMd6mIosL4yh-j5ZLbbu1K": "That is from 16 weeks. Use the first 20.",
            "gnaylKCk9mte8W8e.ycaq_r-RzAsO9bZYjkZzdMtf": "That is with a logistic curve. Use “bass”.",
        },
        hint="Fit the first 20 weeks and look at `.high`.",
    ),
    value(
        "model/rewired",
        places=0,
        question=(
            "Percentage points gained by a close group, two contacts, when one tie in five leads far and "
            "not none"
        ),
        answer="lwCyEenjS25Yr3rT.APUXjekkoBMiPlB4r6EBYqP3",
        wrong={
            "vJ3fY6EjXhy6TBUn.d5XNR5MtSwZ7xxaPFCllgMBj": (
                "That is what it reaches with no far ties. How much more is it with one in five?"
            ),
            "4tkmmSQuf4EKWeIO.cafuGsLjiWNgn5RS36w1fXeT": (
                "That is what it reaches with one in five. How much more is that than with none?"
            ),
            "0sAd86bO2YVFhlO-.A3RZblcY1Dydae5Oa7dEcBsL": "That is with two ties in five.",
            "XY29C3j8L2x6an4x.gLrJkUcgZVS4vEBDqeicz2fp": "That is with one tie in ten.",
        },
        hint="Subtract the share at rewired=0 from the share at rewired=0.2, with count=200.",
    ),
    value(  # E91
        "model/open-ends",
        places=0,
        question="Of 100 series of twelve months, how many leave the ceiling with no upper end?",
        answer="qFETOGujIQofCoaU.XF92mijN68rz0CUPy1KC3wHz",
        wrong={
            "V72-t7cAC2UcmXuJ.YD4UaAHIAAI-QR8IdlovCKoe": "That is how many put the best ceiling above 200.",
            "oTc5x34AalkhYlbM.EiLzX91p9m3WowV5f27Lco3d": (
                "That looks like sixteen months, or like the number of those above 200. Use twelve, and "
                "`.open_ended`."
            ),
            "KTuSb-huwTqRJBAs.7Ex5Rwt99zaWa5e9LzcIdFwu": "That is how many do have an upper end.",
        },
        hint="Count `.open_ended` over seeds 0 to 99.",
    ),
]

ready = [
    choice(
        "ready/weakest",
        question=(
            "A ward says: why 5, desire 5, know-how 4, skills and resources 0, keeping it 3. What do you "
            "talk about first?"
        ),
        options={
            "a": "Nothing: the average is good",
            "b": "More training, since know-how is not yet 5",
            "c": "Which hours, whose, and what will be left undone",
            "d": "Who will own it in a year",
        },
        answer="r3gS4FXVLWVzW1t8.ZHOHOlmfImgyn1UjYW33WDBi",
        wrong={
            "36a6JgOpCTsXFEdc.7M0DxpTjOtvutibfyo2VM-4Q": (
                "The five do not make up for each other, so an average hides the one that decides."
            ),
            "wEhIxJt-mMw1nkn5.rI4FgqhKmFhf-K_q-gK_UiNL": (
                "Training takes hours, and hours are what there are none of."
            ),
            "S5bVWDle-uQdXdLG.u_hZdfjM76EhGdVF0L2Xyqxg": (
                "A good question, and a later one. There is nothing to own while nobody has an hour."
            ),
        },
    ),
    choice(
        "ready/nasss-pump",
        question="A new make of the same pump, same buttons, in one ward. Domain: the technology.",
        options={
            "a": "simple",
            "b": "complicated",
            "c": "complex",
        },
        answer="qHDuA7DW8TaXPZxd.mV_WUomEp9iJf82vO2DDnkfi",
        wrong={
            "eApoKnvyZHg-vjrl.Nck6TLuxjAdT7zlBDXzCIomh": (
                "Complicated means several parts that have to fit together, such as a link to other "
                "systems. This one replaces like with like."
            ),
            "lUrQnlc3slYlBrgF.xH3uv_KIeVboot-wNsqs06IM": (
                "Complex means that it changes as it is used and cannot be foreseen. A known pump is "
                "about as plain as it gets."
            ),
        },
    ),
    choice(
        "ready/nasss-frail",
        question=(
            "Remote monitoring for people with several long-term conditions, some of whom have dementia "
            "and no family near. Domain: the condition."
        ),
        options={
            "a": "simple",
            "b": "complicated",
            "c": "complex",
        },
        answer="jO6PfBl6D4QguXwW.t2geLCb-p5zKLHbBX4r1Ftqs",
        wrong={
            "NHJSMGk17_BkWEZ6.jWnfoSnYQnKsSKkWStvdo5-z": (
                "Simple would be one well understood condition in people with much the same needs."
            ),
            "Zx0uCMTy7-UErivW.UIZlBPsinG-9Rt7Az1oWGyBg": (
                "Several conditions that add up would be complicated. Here needs change from week to week"
                " and depend on how people live."
            ),
        },
    ),
    choice(
        "ready/nasss-record",
        question=(
            "A link between two record systems in three hospitals, with a contract and known standards. "
            "Domain: the technology."
        ),
        options={
            "a": "simple",
            "b": "complicated",
            "c": "complex",
        },
        answer="ITjC3nAY_w4scz1k.VEXlJsCezlzuWy_ESU79jG69",
        wrong={
            "Kx77bjvgmL4f910_.pnsa-lhJnmuwaHGLHDzDQ6uV": (
                "Two systems, three sites and a contract are more than plug and play."
            ),
            "VT6O99EosaVU3Is3.D1qvquem5S24tvhDEVfZ9-Es": (
                "It has many parts, but they can be listed and planned for. Complex would be one whose "
                "make-up keeps changing."
            ),
        },
    ),
    choice(  # E88
        "ready/no",
        question="A home says no: it has no overlap between shifts. What is the best next step?",
        options={
            "a": "Send the film again",
            "b": "Ask what form could fit there, and be ready to hear that none does",
            "c": "Tell the commissioner",
            "d": "Offer a prize for the first ten homes",
        },
        answer="zx1IKhHQobDIgPJM.oYkc06EWyqp4xHgfUUNb4Cu2",
        wrong={
            "Y7BWVw6YPTrx_GKB.VdoxEXAfvjtZ5CFLAYCbFRtZ": (
                "The home knows what it is. The film has no minutes in it."
            ),
            "kEBLnyM_WGEJth3p.vLupsKfQ9rvpUog23JMZ4sUV": (
                "Pressure cannot make shifts overlap. It can make somebody sign a form."
            ),
            "9KLWS9W8Ws6nIsUV.DsC9_4ktHW1OU_clR5rq6l5f": "A prize goes to homes that could anyhow.",
        },
    ),
]

routes = [
    choice(
        "routes/fit",
        question=(
            "A simple, cheap, well tested change that anyone can see the use of. Which route would you "
            "try first?"
        ),
        options={
            "a": "A franchise with a yearly fee",
            "b": "A year-long collaborative",
            "c": "Telling people well, through those whom they trust, and counting",
            "d": "A mandate with fines",
        },
        answer="sxg7pech7sZm5Fgu.P1wRuhdfMji2_wRDdYrVGErk",
        wrong={
            "R6GgGQy4iv625w98.AXYYUSHMXBhsH0MinVNHaNIj": (
                "A fee and a standard are for what is hard to learn and easy to spoil."
            ),
            "LiQPHOC7ho9i7fvm.l8XAR4JCNL3kyXQzEqdQHNN0": (
                "A year of meetings is a lot to ask for what people could do on Monday."
            ),
            "kloG9dF7acYEDaFc.Bc7GUgzesZhSMiJPux1mwCyK": (
                "Where people see the use, force costs goodwill and buys little."
            ),
        },
    ),
    choice(
        "routes/null",
        question=(
            "A programme reached 93 hospitals, and deaths were 16% before and after. Which reading is fair?"
        ),
        options={
            "a": "Collaboration never works",
            "b": (
                "It reached hospitals; care changed little; more time and hands may have been needed, or "
                "the pathway may not be what decides"
            ),
            "c": "The trial must have been badly done",
            "d": "Staff did not try hard enough",
        },
        answer="rhKNy6CRyKqcMHgp.SipGyLf24Nz5Ozce_vGFum6V",
        wrong={
            "J6Mh1v48WC4JtULq.ofExDSZ-Ohv2nEGOWrJqLA8x": (
                "One programme found nothing. Others at scale kept an effect."
            ),
            "lrAE4XqiIj2C7eqY._-tg1ly9G2u1VqWSlacLrQpZ": (
                "It was a large randomised trial. Disliking a result is no fault in it."
            ),
            "b2Z9CZEro6aVDuGB.nmTzzQwNvVanZPwu-pqR7dV8": (
                "The evaluation found good will and too little time. Blame explains nothing here."
            ),
        },
    ),
]

plan = [
    value(
        "plan/finish",
        places=0,
        question="60 sites start and one in ten gives up before it is live. How many go live, on average?",
        answer="r5JmCELbiFCTKe1l.pU_sYG-4WL0QFLvoiJ7XsrD2",
        wrong={
            "f6BVFT-592SbgEyf.VRTe51HN2Omdnpr-xPFOAGWN": "That is how many give up.",
            "cZne6QZEIz49lgMn.vr0XI0f4atRFYK12dQFLZKdu": "Nobody gives up in that. Take one in ten away.",
            "t1ezZHJTANp3NS35.oblJK832WNEkRUubRjw-OptC": (
                "That takes the yearly stopping away as well. Only those who give up before they are live"
                " are asked for here."
            ),
            "fG2Gq5FRhgvJe_OQ.GByvVi_snPRdq-DUJyu-CE8s": (
                "That is how many are wanted, which is something else."
            ),
        },
        hint="Nine of ten of 60.",
    ),
    value(  # losses
        "plan/invite",
        places=0,
        question=(
            "Seven facilitators with three sites each. What is the smallest number invited, of 44, 48, 52"
            " and so on, with which nine runs in ten have 44 live?"
        ),
        answer="vP1tBaMhcsWkfcOH.Y5GarxJ_scLpR9a5u-gbN7h-",
        wrong={
            "wSe79SeFXubl3RnM.z4QAg3M2g3-YdF3efB0bPbJ9": "Nearly: 60 gets there in about 84 runs of 100.",
            "kBdrdPouADvlFBCA.kGy7tPPwEMd_me3f4fd3hSXX": "That is a coin toss: about 50 runs of 100.",
            "hHb1d6MqAfy1-OsB.rPM3VEkySOX21d8vWnTjDDn6": "That gets there in about 15 runs of 100.",
            "ETjqNEVnXy5TLcFv.A1DZuO-CvYu4WP6Tx3r9my1s": "With as many as are wanted it is next to nil.",
            "wAKOcR8WN7HrtQFX.ZZ_lAwpb_8nry5Ec-QWf5UVX": "Those are still fewer than are lost.",
            "pOfMPtuKYVZE9TG-.EPt8svVyMDT-U48_PrVA-X77": "That is enough, and so is a smaller number.",
        },
        hint="Move the control until the sentence under the chart says 90 or more.",
    ),
    choice(
        "plan/binds",
        question="Three facilitators, 60 invited. Ready sites wait for months. Which change helps most?",
        options={
            "a": "Inviting half as many again",
            "b": "More facilitators",
            "c": "Six months more",
            "d": "Letting every site start at once",
        },
        answer="nbzd01qgU1y-HOET.RiGXs_9_Pfl4P-F6nsDOqeeG",
        wrong={
            "kGd19KXU9ljJb7wj.ock8MZSj3zbWe4P3FWsnR_de": "They would join the queue and wait in it with the others.",
            "pauf8w50d5RsOfU4.FL_QDohmLiB2l-ed019wxhpA": (
                "It helps a little: the queue gets shorter by nine sites at a time."
            ),
            "5twVS5ZlzqRsvupO.RF69o7FHsZgNO5ROf_tP_KLn": (
                "They may start at once already, as far as there is somebody to help them."
            ),
        },
    ),
    choice(
        "plan/promise",
        question="The planner says 84 in 100. What do you tell the funder?",
        options={
            "a": "We shall have 44 sites",
            "b": "The chance is 84%, the computer worked it out",
            "c": (
                "On our guesses about five futures in six get there; these are the guesses; this would "
                "change them"
            ),
            "d": "Nothing, as it is only a model",
        },
        answer="cK9uHle6LGnw1hdz.CsrKFjAmN72qNs3DsF6rouG_",
        wrong={
            "e_S_o2zRKol82evq.l5CCLYXloHtHEtu5FyU4TfRu": (
                "One future in six says otherwise, and none of them holds a reorganisation."
            ),
            "bq8fZdWELHBxXmPk.B4QhdTyEIJfpYP21azvuI8GR": (
                "It worked out what follows from what you typed in. Say what that was."
            ),
            "kOLB6nK_QExT-GxU.z1s0T-ykA1jCZmSE7YoXUxX2": (
                "Then the funder hears no number, or somebody else's."
            ),
        },
    ),
    BUDGET_CHECK,
]

network = [
    choice(
        "network/first",
        question="Which feature of this network would you talk about first?",
        options={
            "a": "Common purpose, as it is named first",
            "b": "Critical mass, where answers go from 0 to 3",
            "c": "Community building, since all agree that it is fair",
            "d": "None: the total is 9 of 15",
        },
        answer="9V5cvZrH2PRKDVkt.wJk4n0FmYPM7haqvae9fD3Gl",
        wrong={
            "AyVrbYWcRzLiTjn8.C0MoIt6vFqJEjWdejE1HpkDE": (
                "Everybody says 3 there. It may well be what holds them together."
            ),
            "nFYUymHKT6UxnyKc.pqOHBag21bsFuzrXGYuPk7qb": (
                "They agree, and it is not bad. Begin where people see different networks."
            ),
            "6RBAtjh5PGg-jCKJ.ZjY6b3JSlm21uQfjp0JYVlbm": (
                "There is no total worth having. One feature at nought can stop all the rest."
            ),
        },
    ),
    value(
        "network/ties",
        places=0,
        question="The most ties that anybody has",
        answer="j2awLDQo_6RbQpU2.VbJKPlxvNNpT9LmrvSiS9tdB",
        wrong={
            "ZG6Sl1jG1MP9Ww5a.YDzsUHeyQ7vaWL6jS_wBaolC": "That is what they have on average.",
            "hcRshmUU_1rtk0S7.Ckb_3p54vmASpu_eokth2ZL2": "That is the fewest.",
            "aZ1SvTZqSvL7ID3V.4CNrV87rusCqs3xif-vlWPMU": "That is how many people share the top place.",
            "gN-GfUXAueVHy5tv.hx1Y7vrD2O156C7Sb-dW2gkb": (
                "Close. Count a person in both columns: `one` and `other`."
            ),
        },
        hint="Each tie stands in the table once. A person may be in either column.",
    ),
]

checks = [*words, *model, *code, *ready, *routes, *plan, *network]
