"""What is collected from nbgrader's exchange: the owner's own work, whatever name another put on theirs."""

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course.grading import exchange, run
from tests.grading import small


@pytest.fixture
def collected(tmp_path, monkeypatch):
    """Put folders into an exchange, each with a real owner; say what is collected from it, by student."""

    def collect(**folders):
        root = tmp_path / "root"
        small.write_source(root)
        inbound = tmp_path / "exchange" / "small" / "inbound"
        inbound.mkdir(parents=True)
        owners = {}
        for number, (name, owner) in enumerate(folders.values()):
            folder = inbound / f"{name}+small+2027-03-0{number + 1} 10:00:00 UTC+x{number}"
            small.write(folder, small.submission(why=f"By {owner}."))
            (folder / "timestamp.txt").write_text(f"2027-03-0{number + 1} 10:00:00 UTC", encoding="utf-8")
            owners[str(folder)] = owner
        monkeypatch.setattr(exchange, "owner", owners.get)
        collector = exchange.OwnedCollect.__new__(exchange.OwnedCollect)
        settings = Config(run.course_at(root).settings)
        settings.CourseDirectory.assignment_id = "small"
        settings.Exchange.root = str(tmp_path / "exchange")
        collector.__init__(coursedir=CourseDirectory(config=settings), config=settings)
        collector.init_src()
        return {record["username"]: record["filename"] for record in collector.src_records}

    return collect


def test_a_later_hand_in_under_anothers_name_does_not_replace_their_own(collected):
    found = collected(own=("ada", "ada"), forged=("ada", "ben"), his=("ben", "ben"))
    assert set(found) == {"ada", "ben"}
    assert found["ada"].endswith("+x0"), "Ada's own, though Ben's came later"


def test_of_somebodys_own_the_last_counts(collected):
    assert collected(first=("ada", "ada"), second=("ada", "ada"))["ada"].endswith("+x1")


def test_work_under_the_name_of_somebody_who_handed_in_nothing_is_left_where_it_is(collected):
    assert collected(forged=("ada", "ben"), his=("ben", "ben"), nobodys=("ada", None)).keys() == {"ben"}
