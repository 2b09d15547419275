"""The process behaviour chart notebooks run untouched; their checks know right answers from known slips.

The right answers are worked out here from the data, never copied from the seals in checks.py.
"""

import ast
import itertools
import re
from functools import cache

import numpy as np
import pytest

from improve import harrowmere
from improve.charts import RuleSet, apply_rules, g_chart, i_chart, p_chart, u_chart
from improve.charts.limits import d2_d3, individuals, moving_ranges, rates
from improve.charts.rules import sides
from improve.charts.zones import some_of
from improve.data import semmelweis_monthly
from improve.interact.sealing import number_keys, opens
from tests.practice import Practice, checked_ids, has_number, printed

MODULE = Practice("measurement/process-behaviour-charts")
CHECKS, read, code_of, message_of = MODULE.checks, MODULE.read, MODULE.code_of, MODULE.message_of
NOTEBOOKS = ("practice.ipynb", "extension.ipynb")
OUTCOMES = {"construct", "derive", "diagnose", "rebase", "tamper"}

# ---- the figures, from the data ----------------------------------------

CALLS = np.array([17, 19, 21, 13, np.nan, 21, 19, 25, 24, 23, 24, 27, 29, 24])
GAPS = [23, 8, 28, 80, 71, 43, 87, 14, 63, 154, 101, 52, 106, 6, 71, 120, 7, 46]


def sd_with_shift(shift):
    """The ordinary SD of 24 points with a lasting shift halfway, on average, and what ranges make of sigma."""
    y = np.random.default_rng(8).normal(size=(20_000, 24))
    y[:, 12:] += shift
    return y.std(axis=1, ddof=1).mean(), moving_ranges(y).mean() / 1.128


def with_memory(points, phi, charts=20_000):
    shocks = np.random.default_rng(points).normal(size=(charts, points + 40))
    y = np.zeros_like(shocks)
    for t in range(1, points + 40):
        y[:, t] = phi * y[:, t - 1] + shocks[:, t]
    return y[:, 40:]


@cache
def false_alarms(points, phi=0.0, rules="limits"):
    """Percentage of charts of noise that break the limits, one other rule, or any of four."""
    y = with_memory(points, phi)
    lines = individuals(y)
    found = apply_rules(y, lines.centre, "nhs")
    outside = (y > lines.upper) | (y < lines.lower)
    outer = ((y > lines.upper2) | (y < lines.lower2)) & ~outside
    hits = {
        "limits": outside.any(axis=1),
        "run": found.shift,
        "trend": found.trend,
        "two": some_of(outer, sides(y, lines.centre), 2, 3).any(axis=1),
    }
    fired = np.any(list(hits.values()), axis=0) if rules == "four" else hits[rules]
    return 100 * float(fired.mean())


def furthest(points):
    """The most SDs from the mean of all that one of so many points can lie."""
    y = np.zeros(points)
    y[0] = 1
    return (y[0] - y.mean()) / y.std(ddof=1)


def mean_rate_after(baseline, teams=20_000):
    y = np.random.default_rng(baseline).normal(size=(teams, baseline + 20))
    lines = individuals(y[:, :baseline])
    new = y[:, baseline:]
    return 100 * float(((new > lines.upper[:, :1]) | (new < lines.lower[:, :1])).mean())


def tosses_until_a_run_of(length):
    """Solve E[j] = 1 + E[j + 1] / 2 + E[1] / 2 with E[length] = 0, after the first toss."""
    size = length - 1
    matrix, right = np.eye(size), np.ones(size)
    for j in range(size):
        matrix[j, 0] -= 0.5
        if j + 1 < size:
            matrix[j, j + 1] -= 0.5
    return 1 + np.linalg.solve(matrix, right)[0]


def steered_variance(share, days=400_000):
    luck, setting, results = np.random.default_rng(3).normal(size=days), 0.0, np.empty(days)
    for day, chance in enumerate(luck):
        results[day] = setting + chance
        setting -= share * results[day]
    return results.var() / luck.var()


def value_answers():
    """For each check of a number: the right answer, and the slips with what was done wrong."""
    known = CALLS[~np.isnan(CALLS)]
    ranges = moving_ranges(CALLS)
    steps, total, sd = np.nanmean(ranges), np.nansum(ranges), known.std(ddof=1)
    bridged, mean, gap_mean = np.abs(np.diff(known)).mean(), known.mean(), np.mean(GAPS)
    shifted = {shift: sd_with_shift(shift) for shift in (2, 2.5, 3, 3.5, 4)}
    half, quarter = 2 / (2 - 0.5), 2 / (2 - 0.25)
    wobble = {n: n * 0.01**2 / (0.85 * 0.15) for n in (2_000, 15_000)}
    return {
        "construct/mean-range": (
            steps,
            {
                "median": np.nanmedian(ranges),
                "bridged": bridged,
                "by the weeks": total / len(known),
                "by the steps": total / (len(known) - 1),
                "the gap as nought": np.abs(np.diff(np.nan_to_num(CALLS))).mean(),
                "ordinary SD": sd,
                "with signs": np.nanmean(np.diff(CALLS)),
            },
        ),
        "construct/upper-limit": (
            i_chart(CALLS.tolist()).table["upper"].iloc[0],
            {
                "ordinary SD": mean + 3 * sd,
                "median range": mean + 2.66 * np.nanmedian(ranges),
                "three ranges": mean + 3 * steps,
                "bridged": mean + 2.66 * bridged,
                "distance": 2.66 * steps,
                "lower": i_chart(CALLS.tolist()).table["lower"].iloc[0],
                "limit of the ranges": 3.267 * steps,
                "limit of the ranges, from the mean": mean + 3.267 * steps,
                "two SD": mean + 2 * sd,
                "too many": mean + 2.66 * total / len(known),
            },
        ),
        "construct/g-limit": (
            g_chart(GAPS).table["upper"].iloc[0],
            {
                "without the one": gap_mean + 3 * gap_mean,
                "as counts": gap_mean + 3 * np.sqrt(gap_mean),
                "XmR": i_chart(GAPS).table["upper"].iloc[0],
                "ordinary SD": gap_mean + 3 * np.std(GAPS, ddof=1),
                "distance": 3 * np.sqrt(gap_mean * (gap_mean + 1)),
                "from the median": np.median(GAPS) + 3 * np.sqrt(np.median(GAPS) * (np.median(GAPS) + 1)),
            },
        ),
        "construct/g-false-alarm": (
            100 * np.exp(-4),
            {
                "normal, one side": 0.135,
                "normal, both": 0.27,
                "three means": 100 * np.exp(-3),
                "below": 100 - 100 * np.exp(-4),
                "a share": np.exp(-4),
            },
        ),
        "derive/sd-inflation": (
            shifted[3][0],
            {
                "ranges": shifted[3][1],
                "two": shifted[2][0],
                "two and a half": shifted[2.5][0],
                "three and a half": shifted[3.5][0],
                "four": shifted[4][0],
                "true": 1.0,
                "the shift": 3,
            },
        ),
        "derive/ten-points": (
            next(points for points in range(2, 40) if furthest(points) > 3),
            {"ten": 10, "nine": 9, "twelve": 12, "thirteen": 13, "SDs": 3},
        ),
        "derive/arl-run": (
            tosses_until_a_run_of(8),
            {
                "power": 2**8,
                "without the first": tosses_until_a_run_of(8) - 1,
                "heads only": 2**9 - 2,
                "seven": tosses_until_a_run_of(7),
                "nine": tosses_until_a_run_of(9),
                "limits": 370,
            },
        ),
        "derive/width-with-memory": (
            3 * np.sqrt(1 - 0.6),
            {
                "no root": 3 * (1 - 0.6),
                "the correlation": 3 * np.sqrt(0.6),
                "upside down": 3 / np.sqrt(1 - 0.6),
                "the shocks": 3 * np.sqrt(1 - 0.6**2),
                "no memory": 3,
            },
        ),
        "diagnose/memory": (
            false_alarms(24, 0.7),
            {
                "half": false_alarms(24, 0.5),
                "a third": false_alarms(24, 0.3),
                "none": false_alarms(24),
                "12 points": false_alarms(12, 0.7),
                "36 points": false_alarms(36, 0.7),
                "a share": false_alarms(24, 0.7) / 100,
            },
        ),
        "diagnose/four-rules": (
            false_alarms(24, rules="four"),
            {
                "limits": false_alarms(24),
                "run": false_alarms(24, rules="run"),
                "12 points": false_alarms(12, rules="four"),
                "36 points": false_alarms(36, rules="four"),
                "without": 100 - false_alarms(24, rules="four"),
                "added up": sum(false_alarms(24, rules=rule) for rule in ("limits", "run", "trend", "two")),
                "a share": false_alarms(24, rules="four") / 100,
            },
        ),
        "diagnose/expected-sigma-z": (
            np.sqrt(1 + wobble[2_000]),
            {
                "square": 1 + wobble[2_000],
                "without counting": np.sqrt(wobble[2_000]),
                "15,000": np.sqrt(1 + wobble[15_000]),
                "points": np.sqrt(1 + 10_000 * wobble[2_000]),
                "not squared": np.sqrt(1 + 100 * wobble[2_000]),
            },
        ),
        "rebase/baseline-length": (
            next(points for points in (10, 20, 30, 50, 100, 200) if mean_rate_after(points) < 0.5),
            {"10": 10, "20": 20, "30": 30, "50": 50, "longer than needed": 200, "not in the list": 15},
        ),
        "tamper/variance": (
            2.0,
            {"half": half, "SD": np.sqrt(2), "alone": 1, "square": 4, "upside down": 0.5},
        ),
        "tamper/half": (
            half,
            {
                "full": 2,
                "SD": np.sqrt(half),
                "upside down": 1 / half,
                "alone": 1,
                "by feeling": 1.5,
            },
        ),
        "tamper/quarter": (
            100 * (np.sqrt(quarter) - 1),
            {
                "variance": 100 * (quarter - 1),
                "the share": 25,
                "half": 100 * (np.sqrt(half) - 1),
                "full": 100 * (np.sqrt(2) - 1),
                "times": np.sqrt(quarter),
                "a share": np.sqrt(quarter) - 1,
            },
        ),
    }


VALUES = value_answers()
CHOICES = {
    "construct/antibiotic": "c",
    "construct/blood-pressure": "a",
    "construct/falls": "d",
    "construct/complaints": "b",
    "construct/line-infections": "d",
    "construct/operations": "a",
    "construct/attendances": "b",
    "construct/care-homes": "d",
    "derive/why-ranges": "b",
    "diagnose/which-mistake": "b",
    "diagnose/vienna-remedy": "c",
    "diagnose/england-remedy": "d",
    "diagnose/target": "c",
    "rebase/blood-results": "a",
    "rebase/missed-appointments": "c",
    "rebase/falls-assessments": "d",
    "tamper/response": "c",
}


# ---- a learner's code, right and wrong ----------------------------------------


def my_limits(values):
    ranges = [abs(b - a) for a, b in itertools.pairwise(values)]
    width = 2.66 * np.nanmean(ranges)
    return np.nanmean(values) - width, np.nanmean(values), np.nanmean(values) + width


def screened_range(values):
    ranges = np.abs(np.diff(values))
    return ranges[ranges <= 3.267 * ranges.mean()].mean()


def u_upper(events, exposure):
    return rates(np.array(events) / np.array(exposure), exposure).upper


def my_sigma_z(events, cases):
    p = sum(events) / sum(cases)
    z = (events / cases - p) / (p * (1 - p) / cases) ** 0.5
    return np.abs(z[1:] - z[:-1]).mean() / 1.128


def rule_two(luck):
    return np.array(luck) - np.concatenate([[0.0], luck[:-1]])


def new_lines(values, start, cause_known, will_stay):
    if len(values) - start < 8:
        return False
    gaps = np.array(values[-8:]) - np.mean(values[:start])
    return bool(cause_known and will_stay and (gaps.min() > 0 or gaps.max() < 0))


def my_ewma(values, weight, start):
    found = [start]
    for value in values:
        found.append(found[-1] + weight * (value - found[-1]))
    return found[1:]


def simulated_d2(n):
    return np.ptp(np.random.default_rng().normal(size=(150_000, n)), axis=1).mean()


BEFORE = semmelweis_monthly().query("date < '1847-06-01'")
UNIT = harrowmere.pph_maternity(seed=4)
TWO_RULES = RuleSet(name="limits-or-eight", label="two rules", source="the notebook", shift=8)
REASON = "weighing has replaced guessing by eye"


def prime_chart(data=BEFORE, value="deaths", denominator="births", make=p_chart, **changes):
    choices = {"denominator": denominator, "per": 100, "rules": "nhs"}
    if make is not i_chart:
        choices["prime"] = True
    return make(data, value=value, **(choices | changes))


def rebased(**changes):
    choices = {
        "value": "losses_1500",
        "denominator": "births",
        "per": 100,
        "rules": TWO_RULES,
        "phases": {"2033-01-01": REASON},
        "exclude": UNIT["date"][18:24].tolist(),
    }
    make = changes.pop("make", p_chart)
    return make(UNIT.head(changes.pop("months", 36)), **(choices | changes))


RIGHT_CODE = {
    "derive/limits-code": my_limits,
    "derive/screen-code": screened_range,
    "derive/d2-code": simulated_d2,
    "derive/ewma-code": my_ewma,
    "construct/u-code": u_upper,
    "diagnose/sigma-z-code": my_sigma_z,
    "tamper/rule-two-code": rule_two,
    "rebase/rule-code": new_lines,
    "diagnose/prime-chart": prime_chart(),
    "rebase/chart": rebased(),
}
MADE_WRONG = {
    "diagnose/prime-chart": {
        "not a chart": 42,
        "all months": prime_chart(semmelweis_monthly()),
        "a few months": prime_chart(BEFORE.head(40)),
        "u chart": prime_chart(make=u_chart),
        "XmR": prime_chart(make=i_chart),
        "plain p": prime_chart(prime=False),
        "another kind": g_chart([1.0] * 77),
        "shares": prime_chart(per=1),
        "other values": prime_chart(BEFORE.assign(deaths=BEFORE["deaths"] / 2)),
        "default rules": prime_chart(rules="anhoej"),
        "another set": prime_chart(rules="nelson"),
    },
    "rebase/chart": {
        "not a chart": "a chart",
        "too short": rebased(months=30),
        "another kind": rebased(make=u_chart),
        "shares": rebased(per=1),
        "other values": rebased(value="weighed"),
        "one phase": rebased(phases=None),
        "three phases": rebased(phases={"2032-07-01": "learning", "2033-01-01": REASON}),
        "from month 19": rebased(phases={"2032-07-01": REASON}),
        "from month 27": rebased(phases={"2033-03-01": REASON}),
        "from another month": rebased(phases={"2032-12-01": REASON}),
        "learning counted": rebased(exclude=None),
        "not all left out": rebased(exclude=UNIT["date"][18:22].tolist()),
        "another set": rebased(rules="anhoej"),
        "no reason": rebased(phases=["2033-01-01"]),
        "too short a reason": rebased(phases={"2033-01-01": "weighing"}),
        "care, not counting": rebased(phases={"2033-01-01": "care got worse since then"}),
    },
}

FUNCTION_SLIPS = [
    (id, slip) for id, step in CHECKS.items() if hasattr(step, "against") for slip in step.wrong
]


# ---- the notebooks ----------------------------------------


@pytest.fixture(scope="module")
def visited(tmp_path_factory):
    """Both notebooks with every blank left blank; in the first every guess made and every control moved."""
    practice, said = MODULE.run_by_a_busy_learner("practice.ipynb", tmp_path_factory.mktemp("practice"))
    extension = MODULE.run("extension.ipynb", tmp_path_factory.mktemp("extension"))
    return {"practice.ipynb": practice, "extension.ipynb": extension, "said": said}


def test_every_guess_has_its_reveal_and_every_place_of_a_control_its_words(visited):
    cells = {cell for cell, _ in visited["said"]}
    shown = "\n".join(code_of("practice.ipynb"))
    assert len(cells) == len(re.findall(r"^(?:predict|explore)\(", shown, re.MULTILINE)) >= 20
    for cell, words in visited["said"]:
        assert len(words) > 20, cell
        assert "cannot be shown" not in words, f"{cell}: {words}"
        assert "Error" not in words, f"{cell}: {words}"


def test_the_demonstrations_say_the_numbers_of_the_curriculum(visited):
    said = "\n".join(words for _, words in visited["said"])
    for words in (
        "the ordinary SD says 1.42",
        "moving ranges say 1.04",
        "it cannot pass 2.85",
        "36 of 76, which is 47%",
        "sigma-z is 2.03",
        "All 36.",
        "lie outside. Sigma-z is 3.",
    ):
        assert words in said, words
    ratios = [float(found) for found in re.findall(r"the variance .* is ([\d.]+) times", said)]
    assert [round(ratio, 1) for ratio in sorted(ratios)] == [1.0, 1.3, 2.0]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_with_every_blank_left_blank_each_check_says_not_tried_yet(visited, name):
    asked = [id for source in code_of(name) for id in re.findall(r'check\("([\w/-]+)", ', source)]
    said = printed(visited[name])
    assert asked
    for id in asked:
        assert f"{id}: not tried yet" in said
    assert "not yet." not in said
    assert "right." not in said


def test_the_part_without_code_needs_nothing_from_the_code_tasks():
    kept = "\n".join(code_of("practice.ipynb", ["code-task"]))
    left_out = "\n".join(set(code_of("practice.ipynb")) - set(code_of("practice.ipynb", ["code-task"])))
    assert kept.count("check(") >= 25
    assert not re.search(r"=\s*\.\.\.|return \.\.\.", kept)
    assert code_of("practice.ipynb", ["code-task"])[-1].startswith("keep(")
    assert not (names_in(left_out, ast.Store) - names_in(kept, ast.Store)) & names_in(kept, ast.Load)


def names_in(source, context):
    """Return the names that a piece of code makes (ast.Store) or uses (ast.Load)."""
    nodes = list(ast.walk(ast.parse(source)))
    found = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, context)}
    if context is ast.Store:
        found |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        found |= {node.arg for node in nodes if isinstance(node, ast.arg)}
        found |= {
            alias.asname or alias.name
            for node in nodes
            for alias in getattr(node, "names", ())
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
    return found


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks_import_only_improve_from_our_packages(name):
    imported = set()
    for source in code_of(name):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module.split(".")[0])
    assert imported <= {
        "improve", "numpy", "pandas", "plotly", "ipywidgets", "textwrap", "itertools", "math",
    }  # fmt: skip


def test_the_minutes_of_the_sections_add_up_to_the_doses():
    sections = [
        re.search(r"^## \d+\. .*\((\d+) minutes\)", cell.source, re.MULTILINE)
        for cell in read("practice.ipynb").cells
        if cell.cell_type == "markdown"
    ]
    minutes = [int(section[1]) for section in sections if section]
    assert len(minutes) == 19
    assert (sum(minutes[:9]), sum(minutes[9:14]), sum(minutes)) == (50, 45, 150)


def test_the_minutes_of_the_extension_add_up_to_five_hours():
    table = read("extension.ipynb").cells[0].source
    minutes = [int(found) for found in re.findall(r"^\| \d+ \| .* \| (\d+) \|$", table, re.MULTILINE)]
    assert (len(minutes), sum(minutes)) == (9, 300)


def test_a_guess_is_committed_before_each_demonstration():
    """Each number of the curriculum that is shown in the part without code stands behind a guess."""
    sources = code_of("practice.ipynb", ["code-task"])
    guesses = [found for source in sources for found in re.findall(r'predict\(\s*"([\w-]+)"', source)]
    assert {
        "ordinary-sd",
        "sd-swells",
        "ten-points",
        "tampering",
        "vienna-outside",
        "england-outside",
        "memory",
        "wide-denominator",
        "g-outside",
        "t-outside",
    } <= set(guesses)
    assert len(guesses) == len(set(guesses))


# ---- the checks ----------------------------------------


def test_each_outcome_is_practised_in_the_part_without_code():
    asked = [id for source in code_of("practice.ipynb", ["code-task"]) for id in checked_ids(source)]
    assert {id.split("/")[0] for id in asked} == OUTCOMES


def test_each_outcome_is_practised_before_minute_fifty():
    cells = read("practice.ipynb").cells
    end = next(place for place, cell in enumerate(cells) if cell["id"] == "s9-stop")
    asked = [id for cell in cells[:end] if cell.cell_type == "code" for id in checked_ids(cell.source)]
    assert {id.split("/")[0] for id in asked} == OUTCOMES


def test_each_check_is_tested_here():
    assert set(VALUES) | set(CHOICES) | set(RIGHT_CODE) == set(CHECKS)


@pytest.mark.parametrize("id", VALUES)
def test_the_right_number_passes(id):
    assert CHECKS[id].judge(VALUES[id][0]).passed


@pytest.mark.parametrize("id", ["diagnose/memory", "diagnose/four-rules"])
def test_a_rate_from_any_batch_of_twenty_thousand_charts_passes(id):
    share = VALUES[id][0] / 100
    spread = 100 * np.sqrt(share * (1 - share) / 20_000)
    for wobble in (-2 * spread, 2 * spread):
        assert CHECKS[id].judge(VALUES[id][0] + wobble).passed


def test_the_algebra_of_tampering_is_what_a_simulation_gives():
    for share in (0.5, 1.0):
        assert abs(steered_variance(share, 100_000) - 2 / (2 - share)) < 0.03


@pytest.mark.parametrize("id", VALUES)
def test_a_known_slip_gets_its_own_diagnosis_and_no_diagnosis_is_idle(id):
    """Slips stand in the order of their diagnoses here, so that few seals need be tried: each costs 45 ms."""
    step, (right, slips) = CHECKS[id], VALUES[id]
    seals, place, said_to = list(step.wrong), 0, {}
    for slip, wrong in slips.items():
        keys = number_keys(float(wrong), step.places)
        while not opens(seals[place], keys):
            place += 1
            assert place < len(seals), f"{id}: {wrong} ({slip}) gets only the hint"
        said_to.setdefault(step.wrong[seals[place]], set()).update(keys)
    assert set(said_to) == set(step.wrong.values())
    everything = [key for keys in said_to.values() for key in keys]
    assert len(everything) == len(set(everything)), f"{id}: two diagnoses for one number"
    assert not set(everything) & set(number_keys(float(right), step.places))


@pytest.mark.parametrize("id", ["construct/upper-limit", "tamper/half"])
def test_a_learner_is_told_the_diagnosis(id):
    step, slips = CHECKS[id], VALUES[id][1]
    assert message_of(id, next(iter(slips.values()))).startswith(next(iter(step.wrong.values())))


@pytest.mark.parametrize("id", VALUES)
def test_feedback_on_a_number_never_holds_the_solution(id):
    right, _ = VALUES[id]
    answer = round(right, CHECKS[id].places)
    for text in [*CHECKS[id].wrong.values(), CHECKS[id].hint]:
        assert not has_number(text, answer), f"{id} gives {answer} away: {text}"


@pytest.mark.parametrize("id", CHOICES)
def test_the_right_option_passes_and_each_other_has_its_own_diagnosis(id):
    step = CHECKS[id]
    assert step.judge(CHOICES[id]).passed
    others = [key for key in step.options if key != CHOICES[id]]
    messages = [message_of(id, key) for key in others]
    assert len(set(messages)) == len(others) == len(step.wrong)
    for message in messages:
        assert step.options[CHOICES[id]].casefold() not in message.casefold()


@pytest.mark.parametrize("id", RIGHT_CODE)
def test_right_code_passes(id):
    feedback = CHECKS[id].judge(RIGHT_CODE[id])
    assert feedback.passed, feedback.text


def test_a_chart_without_the_missing_month_passes_too():
    assert CHECKS["diagnose/prime-chart"].judge(prime_chart(BEFORE.dropna())).passed


@pytest.mark.parametrize(("id", "slip"), FUNCTION_SLIPS, ids=lambda part: str(part))
def test_wrong_code_gets_its_own_diagnosis(id, slip):
    version, diagnosis = CHECKS[id].wrong[slip]
    assert diagnosis in message_of(id, version)


@pytest.mark.parametrize("id", MADE_WRONG)
def test_each_wrong_chart_gets_its_own_complaint_and_no_complaint_is_idle(id):
    reached = [message_of(id, wrong) for wrong in MADE_WRONG[id].values()]
    assert reached == [words for _, words in CHECKS[id].complaints]


def test_code_feedback_holds_no_code_that_solves_the_task():
    for id in RIGHT_CODE:
        texts = [words for _, words in getattr(CHECKS[id], "complaints", ())]
        texts += [words for _, words in getattr(CHECKS[id], "wrong", {}).values()]
        for text in [*texts, getattr(CHECKS[id], "hint", "")]:
            assert not re.search(r"\bdef |\breturn |\bfor \w+ in ", text), text


def test_no_answer_stands_in_readable_form_in_the_checks_file():
    tree = ast.parse((MODULE.path / "checks.py").read_text(encoding="utf-8"))
    sealed = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "answer"]
    texts = [part.value for node in sealed for part in ast.walk(node) if isinstance(part, ast.Constant)]
    assert len(sealed) == len(VALUES) + len(CHOICES)
    for text in texts:
        for part in text.split("+"):
            assert re.fullmatch(r"[\w-]{16}\.[\w-]{24}", part)


def test_the_range_of_pairs_has_the_constants_that_the_notebooks_print():
    d2, d3 = d2_d3(2)
    assert round(3 / d2, 2) == 2.66
    assert round(1 + 3 * d3 / d2, 3) == 3.267
