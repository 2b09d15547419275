"""Tables of people: what is read, and what is refused by row and column."""

import pytest

from improve.data import DataProblem
from improve.people import form_sets, match_mentors
from improve.people.tables import read_people

PEOPLE = "person,role,sector\nA1,nurse,acute\nA2,Nurse ,Social care\nA3,manager,acute\n"
MENTORS = (
    "code,skills,settings,hours,languages,capacity\nM1,charts; coaching,acute,2,English;Urdu,3\n"
    "M2,spread,social care / acute,1.5,English,1\n"
)
LEARNERS = "name,wants,setting,hours a month,language\nL1,Charts,acute,1,English\nL2,spread,acute,2,Urdu\n"


def test_a_table_is_read_and_what_was_taken_for_granted_is_said():
    people = read_people(PEOPLE.replace("sector", "setting").encode())
    assert people["role"].tolist() == ["nurse", "nurse", "manager"]
    assert people["person"].tolist() == ["A1", "A2", "A3"]
    assert "3 people were read." in people.attrs["found"]
    assert "“setting” was read as sector." in people.attrs["found"]


def test_cells_pasted_from_a_spreadsheet_and_a_table_without_labels_are_read():
    people = read_people("Role\tSector\tShoe size\nnurse\tacute\t5\n\ndoctor\tGP\t6\n")
    assert people["person"].tolist() == ["Person 1", "Person 2"]
    said = " ".join(people.attrs["found"])
    assert "numbered by their place" in said
    assert "Not used, and not kept: Shoe size" in said
    assert "shoe" not in " ".join(people.columns).casefold()


def test_mentors_and_learners_are_read_and_can_be_matched():
    mentors, learners = read_people(MENTORS, "mentors"), read_people(LEARNERS, "learners")
    assert mentors["skills"].tolist() == [("charts", "coaching"), ("spread",)]
    assert mentors["settings"].tolist()[1] == ("social care", "acute")
    found = match_mentors(learners, mentors)
    assert found.pairs[["learner", "mentor"]].values.tolist() == [["L1", "M1"]]
    assert found.unmatched["learner"].tolist() == ["L2"]  # the one who has the skill speaks no Urdu


def test_what_was_read_can_be_put_into_sets():
    rows = "\n".join(f"{n},{'nurse' if n % 2 else 'doctor'},{'acute' if n % 3 else 'GP'}" for n in range(12))
    assert form_sets(read_people(f"id,role,sector\n{rows}\n")).is_best


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        (
            "person,role\nA,nurse\n",
            "people",
            "Row 1: no column is called sector; the headings are “person”, “role”",
        ),
        ("role,profession,sector\na,b,c\n", "people", None),
        ("profession,job,sector\na,b,c\n", "people", "more than one column could hold the role"),
        ("role,sector\nnurse,\n", "people", "Row 2, column “sector”: nothing stands here"),
        (PEOPLE + "A1,doctor,GP\n", "people", "Row 5, column “person”, holds “A1”: row 2 has the same label"),
        ("role,sector,e-mail\nnurse,acute,x\n", "people", "column “e-mail”"),
        ("person,role,sector\na.b@nhs.example,nurse,acute\n", "people", "Row 2, column “person”"),
        ("person,role,sector\n943 476 5919,nurse,acute\n", "people", "looks like an NHS number"),
        ("role,sector\n", "people", "no rows under them"),
        ("", "people", "nothing in it"),
        (
            MENTORS.replace(",3\n", ",many\n"),
            "mentors",
            "Row 2, column “capacity”, holds “many”: this is not a number",
        ),
        (MENTORS.replace(",1.5,", ",0,"), "mentors", "Row 3, column “hours”, holds “0”"),
        (LEARNERS.replace("Charts", " ; "), "learners", "Row 2, column “wants”"),
    ],
)
def test_what_cannot_be_told_is_refused_by_row_and_column(text, kind, says):
    if says is None:
        assert read_people(text, kind)["role"].tolist() == ["a"]  # the plain name wins
        return
    with pytest.raises(DataProblem) as refused:
        read_people(text, kind)
    assert says.casefold() in str(refused.value).casefold()


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(DataProblem) as refused:
        read_people("role,sector\n,acute\nnurse,\n")
    assert [problem.row for problem in refused.value.problems] == [2, 3]


def test_more_people_than_can_be_handled_are_refused():
    with pytest.raises(DataProblem, match="2,000 at most"):
        read_people("role,sector\n" + "nurse,acute\n" * 2_001)
