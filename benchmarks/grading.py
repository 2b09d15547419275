"""Race ``course grading run`` against stock ``nbgrader autograde``: the same class, the same machine, one after the other.

``python benchmarks/grading.py`` has 100 invented students hand in a real exercise (right, right in another way, blank,
and each known mistake in turn), grades them with both, and prints wall seconds, CPU seconds of the whole machine, and
peak memory summed over processes, each the median of three runs, with the ratios. Both write autograded notebooks and
marks; ours leaves out the pages of feedback that it draws unless told not to (7 ms a student), since ``autograde``
draws none. Both must give every student the same marks, or the race is void. Then it grades 10 to 1,000 with ours and
fits how time grows. ``--quick`` is for a short look.

What we save is what stock does around the answers: a kernel for each student, its imports, its end. What the answers
themselves take is the same for both. So the ratio falls as the answers do more, and one exercise does not speak for all.
The one that is raced if none is named, ``quality-gap``, asks for short functions, so that grading is timed and not the
answers; ``--exercise run-charts`` draws charts and simulates, and ``--exercise all`` races each in turn.

Both run in this environment, where jsonschema is held below 4.25. With the newer one, which pip gives by itself, stock took
6.3 seconds a submission in place of 2.5, and the ratios flattered us.

Memory is counted twice: with each page that processes share counted once (Linux: proportional set size), which is what
the machine gives, and with it counted in every process, which is what a list of processes shows.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs by its file name: it shares its invented class with the tests
TARGETS = {"wall": 12, "cpu": 8, "megabytes": 500}


@dataclass(frozen=True)
class Cost:
    """What one command took, all its processes together."""

    wall: float
    cpu: float
    megabytes: float
    megabytes_unshared: float


# ---------------------------------------------------------------- measuring a command


def measured(command: list[str], folder: Path) -> Cost:
    """Run a command and measure it, in a process of its own, so that nothing of an earlier run is counted."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", str(folder), *command],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout[-3000:] + done.stderr[-3000:])
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def measure(folder: str, command: list[str]) -> int:
    """Run the command, and print its cost as JSON."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}"}
    environment["PYTHONPATH"] = str(ROOT)
    log = tempfile.TemporaryFile()  # noqa: SIM115
    began, busy_before = time.monotonic(), busy()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    peak, own, over = [0, 0], [0.0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(os.getpid(), peak, own, over))
    watcher.start()
    code = process.wait()
    wall = time.monotonic() - began
    over.set()
    watcher.join()
    if code:
        log.seek(0)
        print(log.read().decode("utf-8", "replace"), f"exit code {code}")
        return 1
    cpu = busy() - busy_before - own[0]
    print(json.dumps(asdict(Cost(wall, cpu, peak[0] / 1024, peak[1] / 1024))))
    return 0


def busy() -> float:
    """Return the seconds that this machine's processors have worked since it started, for whomever.

    Asked of the machine and not of processes: when a jail is killed, the kernel tells nobody what those in it had used.
    """
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split()[1:11])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def _watch(parent: int, peak: list, own: list, over: threading.Event) -> None:
    """Look at the memory of all processes four times a second, and note what looking takes: no grader is charged for it."""
    while not over.wait(0.25):
        once, each = 0, 0
        for pid in _descendants(parent):
            with contextlib.suppress(OSError, ValueError):
                resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4
                share = resident
                with contextlib.suppress(OSError, TypeError):  # a student's process lets nobody look in
                    share = int(
                        re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1]
                    )
                once, each = once + share, each + resident
        peak[0], peak[1] = max(peak[0], once), max(peak[1], each)
        own[0] = time.thread_time()


def _descendants(parent: int) -> list[int]:
    """Return the process ids below one."""
    children: dict[int, list] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, todo = [], [parent]
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += below
    return found


# ---------------------------------------------------------------- the class


def made(name: str, size: int, place: Path) -> Path:
    """Make a grading root with a class that has handed in, not graded yet."""
    from course.grading import build, run
    from tests.grading.classes import class_of

    place.mkdir()
    shutil.copyfile(ROOT / "grading" / "nbgrader_config.py", place / "nbgrader_config.py")
    build.build_source(name, place)
    build.release(name, place, run.course_at(place).settings)
    class_of(name, place, size)
    return place


def ours(root: Path, name: str, workers: int) -> Cost:
    """Grade with the course's grader."""
    words = ["run", name, "--root", str(root), "--workers", str(workers), "--no-feedback"]
    return measured([sys.executable, "-m", "course.grading", *words], root)


def stock(root: Path, name: str) -> Cost:
    """Grade with nbgrader as it comes."""
    return measured([sys.executable, "-m", "nbgrader", "autograde", name], root)


def marks(root: Path, name: str) -> dict:
    """Return every mark in a gradebook."""
    from nbgrader.api import Gradebook

    from course.grading import run

    with Gradebook(run.course_at(root).db_url) as book:
        return {
            (submission.student.id, grade.cell.name): (grade.auto_score, grade.needs_manual_grade)
            for submission in book.assignment_submissions(name)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def written(root: Path, name: str, part: str) -> int:
    """Count the students of whom there is something in a folder of nbgrader's."""
    return len(list((root / part).glob(f"*/{name}/*.*")))


# ---------------------------------------------------------------- the races


def race(name: str, size: int, repeats: int, workers: int, folder: Path) -> bool:
    """Run both, ``repeats`` times in turn; print medians and ratios; return whether the targets are met."""
    fresh = made(name, size, folder / "fresh")
    costs: dict[str, list[Cost]] = {"ours": [], "stock": []}
    for number in range(repeats):
        places = {who: folder / f"{who}-{number}" for who in costs}
        for who, place in places.items():
            shutil.copytree(fresh, place)
            costs[who].append(ours(place, name, workers) if who == "ours" else stock(place, name))
            print(f"  run {number + 1}, {who}: {words(costs[who][-1])}", flush=True)
        if marks(places["ours"], name) != marks(places["stock"], name):
            sys.exit("The marks differ, so the race is void.")
        for place in places.values():
            assert written(place, name, "autograded") >= size, place
        for place in places.values():
            shutil.rmtree(place)
    shutil.rmtree(fresh)
    middle = {who: median(found) for who, found in costs.items()}
    print(f"{size} submissions of {name}, median of {repeats}; every mark is the same in both gradebooks")
    for who, found in middle.items():
        print(f"  {who:6} {words(found)}; {found.wall / size:.2f} s a submission")
    wall = middle["stock"].wall / middle["ours"].wall
    cpu = middle["stock"].cpu / middle["ours"].cpu
    memory = middle["ours"].megabytes
    print(f"  ours takes {wall:.1f} times less wall time (target {TARGETS['wall']}), {cpu:.1f} times less CPU time "
          f"(target {TARGETS['cpu']}) and {memory:.0f} MB (target below {TARGETS['megabytes']})")  # fmt: skip
    return wall >= TARGETS["wall"] and cpu >= TARGETS["cpu"] and memory < TARGETS["megabytes"]


def growth(name: str, sizes: list[int], workers: int, folder: Path) -> None:
    """Grade classes of several sizes with ours, and print how time grows."""
    print(f"Growth, ours alone, {workers} workers")
    costs = []
    for size in sizes:
        place = made(name, size, folder / f"class-{size}")
        costs.append(ours(place, name, workers))
        print(f"  {size:5} submissions: {words(costs[-1])}", flush=True)
        shutil.rmtree(place)
    for what in ("wall", "cpu"):
        seconds = np.array([getattr(cost, what) for cost in costs])
        slope, start = np.polyfit(sizes, seconds, 1)
        off = seconds - (start + slope * np.array(sizes))
        explained = 1 - np.sum(off**2) / np.sum((seconds - seconds.mean()) ** 2)
        words_ = f"{start:.1f} s + {slope:.3f} s a submission; R² {explained:.4f}"
        if len(sizes) > 2:
            bend = np.polyfit(np.log(sizes[1:]), np.log(np.maximum(seconds[1:] - start, 0.01)), 1)[0]
            words_ += f"; beyond the start, time grows as size to the power {bend:.2f} (1 is linear)"
        print(f"  {what}: {words_}")


def words(cost: Cost) -> str:
    """Say a cost."""
    return (
        f"{cost.wall:.1f} s wall, {cost.cpu:.1f} s CPU, "
        f"{cost.megabytes:.0f} MB ({cost.megabytes_unshared:.0f} MB with shared pages in each process)"
    )


def median(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(**{key: statistics.median(getattr(c, key) for c in costs) for key in asdict(costs[0])})


def main() -> int:
    """Run the races; return 0 if the targets are met."""
    if sys.argv[1:2] == ["--measure"]:
        return measure(sys.argv[2], sys.argv[3:])
    from tests.grading.classes import EXERCISES

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exercise", default="quality-gap", help="its name, or “all”")
    parser.add_argument("--size", type=int, default=100, help="how many hand in")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--growth", type=int, nargs="*", default=[10, 30, 100, 300, 1000], help="sizes; none to skip"
    )
    parser.add_argument("--quick", action="store_true", help="20 submissions, once, and growth from 5 to 40")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.size, chosen.repeats, chosen.growth = 20, 1, [5, 20, 40]
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors; before this began they were asked for {load:.1f} processors' work")
    if load > 0.5:
        print("The machine is busy with other work, so wall times say little; CPU times say more.")
    with tempfile.TemporaryDirectory(prefix="grading-benchmark-") as folder:
        names = EXERCISES if chosen.exercise == "all" else [chosen.exercise]
        won = [race(name, chosen.size, chosen.repeats, chosen.workers, Path(folder)) for name in names]
        if chosen.growth:
            growth(names[0], chosen.growth, chosen.workers, Path(folder))
    return 0 if all(won) else 1


if __name__ == "__main__":
    sys.exit(main())
