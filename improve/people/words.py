"""The longer texts of the set former: what not to bring, how scores are made, an agreement and a log to take away."""

NO_PATIENTS = """<div class="care"><p><strong>Colleagues, not patients, and no more about them than is needed.</strong> A
number or initials, a role, a sector. No e-mail addresses, no dates of birth. Ask people before you put them
into a table, and tell them how the sets are made.</p><p>Your table is read by the computer that runs this
page. It is not stored there and goes nowhere else. If that computer is not yours (Binder, a shared server),
bring no names.</p></div>"""

HOW_SCORED = """<details><summary>How the score is made</summary><p>It counts pairs. Two people who sit in one set and have
different roles make one point; two who come from different sectors make one point. With a column “team” (or
“line manager”), two who sit together and are <em>not</em> of one team make three. Nothing else counts: not
seniority, not who likes whom, not whether somebody would be the only service user in the room. Look at that
yourself, and move people.</p><p>With role and sector alone the best possible score is always reached; that
is proved, not hoped. With teams as well it may be missed, and then the words say by how much at most.
Whether a mixed set learns more than another is not known: we know of no trial. It is what programmes ask
for, and what people say that they value.</p></details>"""

HOW_MATCHED = """<details><summary>How the matching is made</summary><p>Every learner gives every mentor points, and every
mentor every learner, by the weights above. <b>Skills:</b> for a learner, the share of what they want that
the mentor has; for a mentor, the share of what they have that is wanted. <b>Setting:</b> they share one.
<b>Hours:</b> what is offered over what is wanted. <b>Language:</b> the other speaks the one that is named
first. They must share a language and one skill at least, and not be of one team. Equal points go by lot;
the number of the lot is shown.</p><p>Learners then ask mentors in the order of their lists, and a full
mentor keeps those who suit best (Gale and Shapley, 1962). No learner and mentor are left who would both
rather have each other. Points are no measure of a good mentor: talk before you tell anybody a
name.</p></details>"""

AGREEMENT = """Our action learning set: what we agree

1. We meet every ___ weeks, for ___ minutes, at ___, until ___. Then we decide whether to go on.
2. Whoever has the turn owns the problem and the decision. The rest ask and listen.
3. We ask open questions. Advice only when it is asked for, and at the end.
4. What is said here stays here. What somebody learned may leave; whose it was may not.
   We break this only where somebody may come to harm, and we say so first.
5. No patient's and no colleague's name. Roles will do.
6. Every turn ends with: what I will do, by when, and how I will know. The next one begins with what came of it.
7. Whoever cannot come says so beforehand. With fewer than four we meet and talk, and count no turns.
8. Anybody may say "stop", and need not say why.
9. Who facilitates: ___   Who keeps the clock: ___
10. What each of us needs to take part well (breaks, captions, papers beforehand): ___
"""

LOG = ",".join(
    [
        "date",
        "whose turn (a label)",
        "the problem in one line",
        "the question that helped most",
        "what they will do",
        "by when",
        "what came of it",
    ]
)
LOG += "\n"
