"""The public series carry the figures, the sources and the cautions that they should."""

import json
from pathlib import Path

import pandas as pd
import pytest

import improve.data
from improve.data import describe, england_emergency, semmelweis_monthly, semmelweis_yearly

HERE = Path(improve.data.__file__).parent
SERIES = {
    "semmelweis_monthly": semmelweis_monthly,
    "semmelweis_yearly": semmelweis_yearly,
    "england_emergency": england_emergency,
}


def test_the_yearly_table_adds_up_to_the_published_totals():
    totals = semmelweis_yearly().groupby("clinic")[["births", "deaths"]].sum()
    assert totals.loc[1].tolist() == [20_042, 1_989]
    assert totals.loc[2].tolist() == [17_791, 691]
    assert round(100 * 691 / 17_791, 2) == 3.88


def test_the_monthly_series_has_98_months_and_a_missing_december():
    clinic = semmelweis_monthly()
    assert len(clinic) == 99
    assert clinic["births"].notna().sum() == 98
    assert clinic.loc[clinic["births"].isna(), "date"].tolist() == [pd.Timestamp("1841-12-01")]


def test_months_before_and_from_june_1847_add_up_to_the_known_sums():
    clinic = semmelweis_monthly().dropna()
    before = clinic[clinic["date"] < "1847-06-01"]
    after = clinic[clinic["date"] >= "1847-06-01"]
    assert (len(before), before["births"].sum(), before["deaths"].sum()) == (76, 19_571, 2_060)
    assert (len(after), after["births"].sum(), after["deaths"].sum()) == (22, 6_595, 142)


def test_monthly_and_yearly_births_disagree_and_the_package_says_so():
    monthly = semmelweis_monthly()
    births = monthly.groupby(monthly["date"].dt.year)["births"].sum()
    yearly = semmelweis_yearly().query("clinic == 1").set_index("year")["births"]
    assert (births.loc[1841:1846] < yearly).all()
    assert (births[1843], yearly[1843]) == (2_871, 3_060)
    for name in ("semmelweis_monthly", "semmelweis_yearly"):
        assert any("Never mix" in caution for caution in describe(name)["cautions"])


def test_deaths_in_1842_disagree_between_the_series_as_the_caution_says():
    monthly = semmelweis_monthly()
    yearly = semmelweis_yearly().query("clinic == 1 and year == 1842")
    assert monthly.loc[monthly["date"].dt.year == 1842, "deaths"].sum() == 521
    assert yearly["deaths"].tolist() == [518]
    assert any("521 against 518" in caution for caution in describe("semmelweis_monthly")["cautions"])


def test_deaths_never_exceed_births():
    assert (semmelweis_monthly().dropna().eval("deaths <= births")).all()
    assert (semmelweis_yearly().eval("deaths <= births")).all()


def test_england_has_36_months_in_order_and_parts_within_wholes():
    england = england_emergency()
    assert england["date"].tolist() == list(pd.date_range("2016-04-01", "2019-03-01", freq="MS"))
    assert (england["over_4h_type1"] <= england["over_4h_all"]).all()
    assert (england["attendances_type1"] <= england["attendances_all"]).all()
    assert (england["admissions_type1"] <= england["admissions_all"]).all()
    assert (england["over_4h_all"] <= england["attendances_all"]).all()


@pytest.mark.parametrize("name", SERIES)
def test_each_field_of_each_series_is_described_with_its_unit(name):
    about = describe(name)
    assert [field["name"] for field in about["schema"]["fields"]] == SERIES[name]().columns.tolist()
    assert all(
        field["unit"] and field["title"] and field["description"] for field in about["schema"]["fields"]
    )
    assert about["cautions"]


@pytest.mark.parametrize("name", SERIES)
def test_each_table_carries_its_title_source_and_licence(name):
    attrs = SERIES[name]().attrs
    assert set(attrs) == {"title", "source", "licence"}
    assert all(attrs.values())


def test_the_data_package_names_just_the_files_beside_it():
    package = json.loads((HERE / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    assert {resource["path"] for resource in package["resources"]} == {
        path.name for path in HERE.glob("*.csv")
    }
    assert {resource["name"] for resource in package["resources"]} == set(SERIES)


def test_changing_a_description_changes_nothing_for_the_next_reader():
    describe("semmelweis_yearly")["title"] = "spoilt"
    assert "Vienna" in describe("semmelweis_yearly")["title"]


def test_changing_a_table_changes_nothing_for_the_next_reader():
    table = semmelweis_yearly()
    table["births"] = 0
    assert semmelweis_yearly()["births"].sum() == 20_042 + 17_791


def test_an_unknown_series_is_named_with_those_there_are():
    with pytest.raises(KeyError, match="semmelweis_monthly"):
        describe("semelweis")
