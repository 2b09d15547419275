"""Race improve.charts against Python peers, and qicharts2 where R is present: 1,000 series of 36 points.

``python benchmarks/charts.py`` makes an environment for each peer under a temporary folder (its own versions of
everything), runs each tool on the same numbers, and prints seconds and ratios from this one run. Only limits and
signals are timed: no drawing, no importing. A peer that cannot be installed is named and left out.

Two races are run: run rules (Anhøj: longest run and crossings) on individuals charts, and the full NHS rules (beyond
limits, shift and trend of seven, two in three). Peers have no NHS set, so for the second race they get their nearest.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import numpy as np

from improve.charts import apply_rules, limits, rule_set, zones
from improve.charts.build import zone_marks

SERIES, POINTS, REPEATS = 1000, 36, 5

PEERS = {
    "clinical-qikit": """
from qikit.spc.compute import compute
races = {"runs": lambda y: compute("i", y), "nhs": None}
""",
    "pccpy": """
import pccpy
races = {
    "runs": lambda y: pccpy.imr_chart(y, tests=(1, 2), test_params={2: 9}),
    "nhs": lambda y: pccpy.imr_chart(y, tests=(1, 2, 3, 5), test_params={2: 7, 3: 7}),
}
""",
}
TIMER = """
import sys, time, warnings
import numpy as np
warnings.simplefilter("ignore")
table = np.load(sys.argv[1])
for name, race in races.items():
    if race is None:
        continue
    race(table[0])
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for row in table:
            race(row)
        best = min(best, time.perf_counter() - start)
    print(name, best)
"""
R_SCRIPT = """
suppressMessages(library(qicharts2)); y <- as.matrix(read.csv(commandArgs(TRUE)[1], header = FALSE))
t <- system.time(for (i in 1:nrow(y)) qic(y[i, ], chart = "i"))[["elapsed"]]; cat("runs", t, "\\n")
"""


def ours(table) -> dict[str, float]:
    """Time both races on improve.charts: all series in one two-dimensional pass."""
    nhs = rule_set("nhs")

    def runs():
        lines = limits.individuals(table)
        return zones.beyond(table, lines), apply_rules(table, lines.centre, "anhoej")

    def full():
        lines = limits.individuals(table)
        return (
            zones.beyond(table, lines),
            apply_rules(table, lines.centre, nhs),
            zone_marks(table, lines, nhs),
        )

    return {"runs": _best(runs), "nhs": _best(full)}


def _best(function) -> float:
    function()
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        function()
        best = min(best, time.perf_counter() - start)
    return best


def peer(name: str, folder: Path, table_file: Path) -> dict[str, float] | None:
    """Install a peer into an environment of its own and time it; None where it cannot be had."""
    home = folder / name
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", name], capture_output=True, check=False
    )
    if install.returncode:
        return None
    script = home / "race.py"
    script.write_text(PEERS[name] + TIMER, encoding="utf-8")
    return _results([python, script, table_file])


def qicharts2(folder: Path, table) -> dict[str, float] | None:
    """Time qicharts2 where R and the package are present."""
    if not shutil.which("Rscript"):
        return None
    data, script = folder / "table.csv", folder / "race.R"
    np.savetxt(data, table, delimiter=",")
    script.write_text(R_SCRIPT, encoding="utf-8")
    return _results(["Rscript", script, data])


def _results(command) -> dict[str, float] | None:
    run = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if run.returncode:
        return None
    return {name: float(seconds) for name, seconds in (line.split() for line in run.stdout.splitlines())}


def main() -> int:
    """Run the races and print seconds and ratios; return 0 if the aim of 10 times the fastest peer is met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS), help="which peers to race")
    chosen = parser.parse_args()
    table = np.random.default_rng(36).normal(50, 5, (SERIES, POINTS)).round(1)
    times = {"improve.charts": ours(table)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.npy"
        np.save(file, table)
        for name in chosen.peers:
            print(f"Installing and timing {name} …", file=sys.stderr)
            times[name] = peer(name, Path(folder), file)
        times["qicharts2 (R)"] = qicharts2(Path(folder), table)
    return report(times)


def report(times) -> int:
    """Print the table of times; say how many times as fast as the fastest peer we are."""
    print(f"{SERIES:,} series of {POINTS} points, limits and signals, best run, seconds")
    for name, found in times.items():
        words = (
            ", ".join(f"{race} {seconds:.4f}" for race, seconds in found.items())
            if found
            else "not available"
        )
        print(f"  {name:16} {words}")
    met = True
    for race in ("runs", "nhs"):
        rivals = {
            name: found[race]
            for name, found in times.items()
            if found and race in found and name not in ("improve.charts", "qicharts2 (R)")
        }
        if not rivals:
            print(f"{race}: no Python peer to compare with")
            continue
        fastest = min(rivals, key=rivals.get)
        ratio = rivals[fastest] / times["improve.charts"][race]
        met &= ratio >= 10
        print(f"{race}: {ratio:.0f} times as fast as the fastest Python peer ({fastest})")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
