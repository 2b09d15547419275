"""Many machines, played by worker processes on this one: the same outcomes, and a worker that is killed loses nothing."""

import json
import os
import signal
from dataclasses import asdict

import pytest
from distributed import Client, LocalCluster
from typer.testing import CliRunner

from course.grading import batch, build, cli, run, scheduling
from course.grading.limits import Limits
from tests.grading import small

LIMITS = Limits(cell_seconds=5, notebook_seconds=30, memory_mb=256)
KINDS = [
    small.submission(),
    small.submission("def double(x):\n    return x + x"),
    small.submission("def double(x):\n    return 4"),
    small.submission("def double(x:\n    return 2 * x"),
    small.submission()[:300],
    small.submission(why="*Not tried yet*"),
]


@pytest.fixture
def cluster(a_jail):
    """A scheduler and two worker processes on the loopback address, as `dask scheduler` and `dask worker` start them."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as made:
        yield made


@pytest.fixture
def root(tmp_path):
    place = tmp_path / "root"
    small.write_source(place)
    build.release("small", place, run.course_at(place).settings)
    return place


def handed_in(number):
    return [batch.Submission(f"s{n:02}", KINDS[n % len(KINDS)]) for n in range(number)]


def without_time(outcomes):
    return sorted(
        ({key: value for key, value in o.items() if key != "seconds"} for o in outcomes),
        key=lambda o: o["student"],
    )


def pids(cluster):
    with Client(cluster) as client:
        return list(client.run(os.getpid).values())


@pytest.mark.slow
def test_what_workers_send_back_is_what_this_machine_would_have_found(cluster):
    work = handed_in(12)
    there = list(scheduling.scheduler(cluster.scheduler_address, size=2)(small.assignment(), work, LIMITS))
    here = batch.grade_batch(small.assignment(), work, asdict(LIMITS))
    assert without_time(there) == without_time(here)
    assert {outcome["status"] for outcome in there} == {"ok", "quarantine"}


@pytest.mark.slow
def test_a_worker_that_is_killed_in_the_middle_loses_nothing_and_doubles_nothing(cluster, root):
    work = handed_in(24)
    for one in work:
        small.write(root / "submitted" / one.student / "small", one.content)
    victim = pids(cluster)[0]
    killed = []

    def kill(_student, _done, _of):
        if not killed:
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

    course = run.course_at(root)
    grade = scheduling.scheduler(cluster.scheduler_address, size=2)
    report = run.run(course, "small", limits=LIMITS, grade=grade, progress=kill)
    assert killed
    lines = (root / ".grader" / "small.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line)["student"] for line in lines) == [one.student for one in work], "each once"
    kinds = [(line.status, line.score, line.reason) for line in report.lines]
    assert len(kinds) == 24
    assert all(kinds[n] == kinds[n % len(KINDS)] for n in range(24)), "alike whoever graded it"
    assert [kind[:2] for kind in kinds[: len(KINDS)]] == [
        ("graded", 2), ("graded", 2), ("graded", 0), ("graded", 0), ("quarantined", None), ("graded", 2),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_submission_that_kills_each_worker_is_quarantined_and_nobody_else_is(cluster, monkeypatch):
    from dask import config

    work = handed_in(4)
    fatal = work[2].student
    with config.set({"distributed.scheduler.allowed-failures": 0}):
        cluster.scheduler.allowed_failures = 0
        monkeypatch.setattr(scheduling, "grade_there", _Fatal(fatal))
        outcomes = list(
            scheduling.scheduler(cluster.scheduler_address, size=2)(small.assignment(), work, LIMITS)
        )
    by_student = {outcome["student"]: outcome for outcome in outcomes}
    assert len(outcomes) == len(by_student) == 4
    assert by_student[fatal]["status"] == "quarantine"
    assert "died" in by_student[fatal]["reason"]
    assert {by_student[one.student]["status"] for one in work if one.student != fatal} == {"ok"}


class _Fatal:
    """Grades, but ends its worker's process at one student's notebook, as the kernel does when memory runs out."""

    __name__ = "fatal"

    def __init__(self, student):
        self.student = student

    def __call__(self, work):
        if any(one["student"] == self.student for one in json.loads(work)["submissions"]):
            os.kill(os.getpid(), signal.SIGKILL)
        return scheduling.grade_there(work)


@pytest.mark.slow
def test_the_command_grades_through_a_scheduler_and_says_when_there_is_none(cluster, root):
    small.write(root / "submitted" / "ada" / "small", small.submission())
    words = ["run", "small", "--root", str(root), "--scheduler"]
    done = CliRunner().invoke(cli.app, [*words, cluster.scheduler_address])
    assert done.exit_code == cli.DONE, done.output
    assert "2 of 5" in done.output


def test_without_a_scheduler_or_without_workers_a_run_ends_with_words():
    with pytest.raises(scheduling.Unreachable, match="No Dask scheduler answers"):
        list(scheduling.scheduler("tcp://127.0.0.1:9", patience=1)(small.assignment(), handed_in(1), LIMITS))
    with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None) as empty:
        grade = scheduling.scheduler(empty.scheduler_address, patience=1)
        with pytest.raises(scheduling.Unreachable, match="no worker"):
            list(grade(small.assignment(), handed_in(1), LIMITS))


def test_a_worker_with_another_version_of_the_grader_refuses():
    work = {"assignment": small.assignment(), "submissions": [], "limits": LIMITS.plain(), "code": "older"}
    with pytest.raises(scheduling.Differs, match="Install the same one"):
        scheduling.grade_there(json.dumps(work))


def test_a_worker_keeps_its_marker_and_takes_another_when_it_died(a_jail):
    work = json.dumps(
        {
            "assignment": small.assignment(),
            "submissions": [one.plain() for one in handed_in(1)],
            "limits": LIMITS.plain(),
            "code": scheduling.code(),
        }
    )
    try:
        scheduling.grade_there(work)
        (first,) = next(iter(scheduling._idle.values()))
        scheduling.grade_there(work)
        assert next(iter(scheduling._idle.values())) == [first], "the same one served twice"
        first.process.kill()
        first.process.wait()
        assert json.loads(scheduling.grade_there(work))[0]["status"] == "ok"
        assert next(iter(scheduling._idle.values())) != [first]
    finally:
        scheduling.end_idle()


@pytest.mark.parametrize(
    ("address", "open_"),
    [
        ("tcp://10.0.0.5:8786", True),
        ("grading.example.org:8786", True),
        ("tls://10.0.0.5:8786", False),
        ("tcp://127.0.0.1:8786", False),
        ("tcp://[::1]:8786", False),
        ("localhost:8786", False),
    ],
)
def test_work_that_would_travel_unencrypted_is_named(address, open_):
    assert scheduling.open_to_others(address) is open_
