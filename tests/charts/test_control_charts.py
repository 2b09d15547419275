"""Charts with limits: guards, verdicts, readings, records, many at once, funnels, and very long series."""

import json

import numpy as np
import pandas as pd
import pytest

from improve import charts
from improve.charts import guards, thin

MONTHS = pd.date_range("2022-01-01", periods=48, freq="MS")
STEADY = [52, 48, 55, 50, 47, 53, 49, 51, 46, 54, 50, 48, 51, 52, 49, 51, 47, 53, 50, 48, 54, 49, 51, 50]
FREAK = [*STEADY[:12], 90, *STEADY[13:]]


def monthly(values, **more) -> pd.DataFrame:
    return pd.DataFrame({"date": MONTHS[: len(values)], "value": values, **more})


EVERY_KIND = {
    "i": lambda: charts.i_chart(monthly(FREAK)),
    "mr": lambda: charts.mr_chart(monthly(FREAK)),
    "ip": lambda: charts.ip_chart(monthly([50 * v for v in STEADY], n=50)),
    "c": lambda: charts.c_chart(monthly(STEADY)),
    "u": lambda: charts.u_chart(monthly(STEADY, n=1000), per=1000),
    "up": lambda: charts.u_chart(monthly(STEADY, n=1000), per=1000, prime=True),
    "p": lambda: charts.p_chart(monthly(STEADY, n=100), per=100),
    "pp": lambda: charts.p_chart(monthly(STEADY, n=100), per=100, prime=True),
    "t": lambda: charts.t_chart(monthly(STEADY)),
    "g": lambda: charts.g_chart(monthly(STEADY)),
    "xbar": lambda: charts.xbar_chart(pd.DataFrame({"date": np.repeat(range(12), 4), "value": STEADY * 2})),
    "s": lambda: charts.s_chart(pd.DataFrame({"date": np.repeat(range(12), 4), "value": STEADY * 2})),
    "ewma": lambda: charts.ewma_chart(monthly(FREAK)),
    "cusum": lambda: charts.cusum_chart(monthly(FREAK)),
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_of_chart_has_a_table_a_figure_readings_and_a_record(kind):
    chart = EVERY_KIND[kind]()
    assert chart.kind == kind
    assert {"lower", "upper", "beyond", "signal_type"} <= set(chart.table)
    figure = json.loads(json.dumps(chart.figure().to_dict()))
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    assert figure["layout"]["meta"] == {"alt": chart.alt, "reading": chart.reading()}
    for audience in ("team", "board", "analyst"):
        assert "can" in chart.reading(audience)
    assert {"choice": "rule set", "value": chart.record()[4]["value"]} in chart.record()


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("values", [[5], [5, 6], [7] * 12, [None] * 3, [4, None, 6, 5]])
def test_small_odd_series_make_a_chart_or_a_sentence(kind, values):
    makers = {"i": charts.i_chart, "mr": charts.mr_chart, "c": charts.c_chart, "g": charts.g_chart}
    makers |= {"t": charts.t_chart, "ewma": charts.ewma_chart, "cusum": charts.cusum_chart}
    if kind not in makers:
        return
    chart = makers[kind](values)
    assert not chart.signal
    assert chart.reading()
    assert chart.figure().layout.meta["alt"]


def test_a_freak_value_is_beyond_the_limits_and_no_cause_is_named():
    chart = charts.i_chart(monthly(FREAK))
    assert chart.table["beyond"].sum() == 1
    assert "1 point lies beyond the limits (January 2023)" in chart.reading()
    assert "cannot say why" in chart.reading()
    assert "a change is the likely reason" not in chart.reading()


def test_screening_moving_ranges_is_an_option_and_is_on_record():
    plain, screened = charts.i_chart(FREAK), charts.i_chart(FREAK, screen=True)
    assert screened.table["upper"].iloc[0] < plain.table["upper"].iloc[0]
    assert {"choice": "moving ranges screened", "value": "yes"} in screened.record()
    assert {"choice": "moving ranges screened", "value": "no"} in plain.record()


def test_an_excluded_point_is_still_tested_against_the_limits():
    chart = charts.i_chart(FREAK, exclude=[12])
    assert chart.table["excluded"].iloc[12]
    assert chart.table["beyond"].iloc[12]
    assert chart.table["centre"].iloc[0] == pytest.approx(np.mean(np.delete(FREAK, 12)))


def test_rebasing_keeps_the_reason_on_record():
    chart = charts.i_chart(
        monthly([*STEADY, *[v - 20 for v in STEADY]]), phases={"2024-01-01": "new pathway"}
    )
    assert {"choice": "new phase", "value": "from January 2024: new pathway"} in chart.record()
    bare = charts.i_chart(monthly([*STEADY, *STEADY]), phases=["2024-01-01"])
    assert {"choice": "new phase", "value": "from January 2024: no reason given"} in bare.record()


def test_a_frozen_baseline_fixes_the_limits():
    values = [*STEADY[:12], *[v + 30 for v in STEADY[:12]]]
    chart = charts.i_chart(monthly(values), baseline=12)
    assert chart.table["centre"].iloc[-1] == pytest.approx(np.mean(STEADY[:12]))
    assert chart.signals[0].shift
    assert "a change is the likely reason" in chart.reading()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: charts.i_chart(STEADY[:6]), "Only 6 values set the limits"),
        (lambda: charts.i_chart(STEADY[:14]), "still trial limits"),
        (lambda: charts.i_chart([7] * 15), "Every value is the same"),
        (lambda: charts.c_chart([0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 1]), "of the values are 0"),
        (
            lambda: charts.p_chart(monthly([12600 + 300 * ((7 * i) % 5 - 2) for i in range(24)], n=15000)),
            "Use p′ limits",
        ),
        (lambda: charts.i_chart(monthly(list(50 + 10 * np.sin(np.arange(48) * np.pi / 6)))), "seasonal"),
        (
            lambda: charts.i_chart(np.cumsum([1, -1, 1, 1, 1, 1, -1, 1, -1, -1] * 3).tolist()),
            "resemble each other",
        ),
    ],
    ids=["short", "trial", "constant", "zeros", "large denominators", "season", "carry-over"],
)
def test_a_guard_speaks_up(make, words):
    chart = make()
    assert words in " ".join(chart.extra["doubts"])
    for audience in ("team", "board", "analyst"):
        assert words in chart.reading(audience)


def test_guards_are_quiet_about_steady_data():
    chart = charts.i_chart(monthly(STEADY))
    assert chart.extra["doubts"] == ()
    assert guards.overdispersion(charts.p_chart(monthly(STEADY, n=100))) < 1.5


@pytest.mark.parametrize(
    ("better", "target", "variation", "assurance"),
    [
        ("higher", 100, "special_cause_improvement", "consistent_fail"),
        ("lower", 100, "special_cause_concern", "consistent_pass"),
        ("lower", 5, "special_cause_concern", "consistent_fail"),
        ("neither", 50, "special_cause_neutral_high", None),
        ("higher", 50, "special_cause_improvement", "inconsistent"),
    ],
)
def test_a_verdict_puts_the_last_point_and_the_target_into_words(better, target, variation, assurance):
    chart = charts.i_chart(monthly([*STEADY[:-1], 75]), rules="nhs", better=better, target=target)
    found = charts.verdict(chart)
    assert (found.variation, found.assurance) == (variation, assurance)
    assert found.words.endswith(".")
    assert "<title>" in found.svg()
    assert 0 <= found.attention <= 5


def test_symbols_differ_in_shape_and_not_in_colour_alone():
    from improve.charts import symbols

    for group in (symbols.VARIATION, symbols.ASSURANCE):
        assert len({path for _, _, path in group.values()}) == len(group)


def test_the_older_and_the_newer_two_in_three_differ():
    steady = [50, 52, 48, 51, 49]
    values = [*steady, *steady, 70, 57.6, 54, *steady, *steady]
    old = charts.i_chart(values, rules="nhs-2023", screen=True)
    new = charts.i_chart(values, rules="nhs", screen=True)
    assert not old.table["in_zone"].any()
    assert new.table["in_zone"].sum() == 2


def test_western_electric_and_nelson_rules_need_limits():
    for name in ("western-electric", "nelson"):
        assert charts.i_chart(FREAK, rules=name).signal
        with pytest.raises(ValueError, match="need limits"):
            charts.run_chart(FREAK, rules=name)


def test_a_proportion_above_1_is_refused_with_the_chart_to_use():
    with pytest.raises(ValueError, match="use u_chart"):
        charts.p_chart(monthly([5, 12], n=10))
    with pytest.raises(ValueError, match="negative"):
        charts.c_chart([3, -1])
    with pytest.raises(ValueError, match="Use 'higher', 'lower' or 'neither'"):
        charts.i_chart([1, 2], better="up")
    with pytest.raises(ValueError, match="missing"):
        charts.i_chart([1, None], missing="refuse")
    with pytest.raises(ValueError, match="needs a chart with limits"):
        charts.verdict(charts.run_chart([1, 2]))


@pytest.mark.parametrize("rules", ["anhoej", "nhs", "nhs-2023", "western-electric", "nelson"])
def test_many_charts_agree_with_one_chart_at_a_time(rules):
    generator = np.random.default_rng(11)
    table = (
        generator.normal(50, 5, (30, 24))
        + np.where(np.arange(24) > 14, 6, 0) * (np.arange(30) % 3 == 0)[:, None]
    )
    table = table.round()
    long = pd.DataFrame(
        {"group": np.repeat(np.arange(30), 24), "date": np.tile(MONTHS[:24], 30), "value": table.ravel()}
    )
    together = charts.many_charts(long, rules=rules, better="higher", target=55).set_index("group")
    for name, rows in long.groupby("group"):
        chart = charts.i_chart(rows, rules=rules, better="higher", target=55)
        verdict, row = charts.verdict(chart), together.loc[name]
        assert row["signal"] == chart.signal
        assert row["n_beyond"] == chart.signals[0].n_beyond
        assert row["upper"] == pytest.approx(chart.table["upper"].iloc[-1])
        assert (row["variation"], row["assurance"]) == (verdict.variation, verdict.assurance)
        assert row["attention"] == verdict.attention


def test_many_charts_keep_each_series_own_dates():
    a = pd.DataFrame({"group": "A", "date": MONTHS[:12], "value": STEADY[:12]})
    b = pd.DataFrame({"group": "B", "date": MONTHS[:12] + pd.Timedelta(days=14), "value": STEADY[:12]})
    rows = charts.many_charts(pd.concat([a, b])).set_index("group")
    assert rows.loc["A", "upper"] == rows.loc["B", "upper"]
    with pytest.raises(ValueError, match="twice"):
        charts.many_charts(pd.concat([a, a]))


BRISTOL = pd.DataFrame(
    {
        "unit": [
            *("Bristol", "Leicester", "Leeds", "Oxford", "Guy's", "Liverpool", "Southampton"),
            *("Great Ormond St", "Newcastle", "Harefield", "Birmingham", "Brompton"),
        ],
        "operations": [143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301],
        "deaths": [41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31],
    }
)


def test_the_funnel_finds_the_excess_at_bristol():
    funnel = charts.funnel_chart(BRISTOL, "deaths", "operations", "unit", per=100, leave_out="Bristol")
    bristol = funnel.table.set_index("unit").loc["Bristol"]
    assert funnel.target == pytest.approx(11.2, abs=0.05)
    assert bristol["expected"] == pytest.approx(16.0, abs=0.05)
    assert bristol["excess"] == pytest.approx(25.0, abs=0.05)
    assert bristol["z"] == pytest.approx(6.62, abs=0.005)
    assert bristol["place"] == "beyond 99.8%"
    assert "Bristol lies beyond the 99.8% limits" in funnel.reading("board")
    assert "not a rank" in funnel.reading()


def test_adjusting_for_overdispersion_widens_the_funnel():
    plain = charts.funnel_chart(BRISTOL, "deaths", "operations", "unit")
    wide = charts.funnel_chart(BRISTOL, "deaths", "operations", "unit", adjust=True)
    assert wide.dispersion.tau2 > 0
    assert (wide.table["upper998"] > plain.table["upper998"]).all()
    assert {"choice": "limits", "value": "adjusted for overdispersion"} in wide.record()


@pytest.mark.parametrize("kind", ["proportion", "rate", "ratio"])
def test_a_funnel_is_drawn_with_scatter_traces_and_harmless_names(kind):
    units = BRISTOL.replace({"unit": {"Bristol": "<script>x</script>"}})
    funnel = charts.funnel_chart(units, "deaths", "operations", "unit", kind=kind, title="<b>x</b>")
    figure = json.loads(json.dumps(funnel.figure().to_dict()))
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    assert "<script" not in json.dumps([trace.get("text") for trace in figure["data"]])
    assert "<script" not in funnel.reading_html()
    assert figure["layout"]["meta"]["alt"] == funnel.alt


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"deaths": [999] + [1] * 11}, "more cases than its denominator"),
        ({"operations": [0] + [50] * 11}, "denominator of 0"),
        ({"deaths": ["?"] + [1] * 11}, "a blank or a word"),
        ({"deaths": [-1] + [1] * 11}, "below 0"),
        ({"deaths": [0] * 12}, "nothing to compare"),
    ],
)
def test_units_that_make_no_sense_are_refused_by_name(change, words):
    with pytest.raises(ValueError, match=words):
        charts.funnel_chart(BRISTOL.assign(**change), "deaths", "operations", "unit")


def test_a_very_long_series_is_thinned_for_drawing_and_never_for_testing():
    generator = np.random.default_rng(3)
    n = 20_000
    values = generator.normal(50, 5, n)
    values[12_345] = 200
    chart = charts.i_chart(values)
    drawn = sum(len(trace.x) for trace in chart.figure().data if trace.mode == "markers")
    assert len(chart.table) == n
    assert chart.table["beyond"].iloc[12_345]
    assert drawn < 5000
    assert 12_345 in thin.drawn(values, np.zeros(n, dtype=bool))
    assert len(chart.reading()) < 3000
