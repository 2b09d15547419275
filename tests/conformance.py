"""Hold improve.charts against every reference case in a folder: ``python -m tests.conformance FOLDER``.

One line is printed for each case and, last, ``N agree, M disagree``. The exit status is 0 only if none
disagree.

The format of a case is the contract: `chart` and `tool` say what to compute, `options` how, `input` from
what. Every number in `output`, `runs` and `summary` is compared; a key that this program does not compute is
named on the line. An option it does not know is named too, and ignored. A case whose tool refused its data
agrees where we refuse them.
"""

import json
import math
import sys
from pathlib import Path

from tests.conforming import funnels, nhs, qcc, qicharts

TOLERANCE = 1e-9
RECIPES = {
    "qicharts2": qicharts,
    "NHSRplotthedots": nhs,
    "qcc": qcc,
    "qcc rules": qcc,
    "FunnelPlotR": funnels,
}


def main(arguments: list[str]) -> int:
    """Check every case in a folder and report; return the exit status."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("Usage: python -m tests.conformance FOLDER (a folder of reference cases, one JSON file each)")
        return 2
    paths = sorted(Path(arguments[0]).glob("*.json"))
    agree = 0
    for path in paths:
        ok, line = check_file(path)
        agree += ok
        print(line)
    print(f"{agree} agree, {len(paths) - agree} disagree")
    return 0 if paths and agree == len(paths) else 1


def check_file(path: Path) -> tuple[bool, str]:
    """Recompute one case; say whether it agrees, and a line about it."""
    try:
        case = json.loads(path.read_text(encoding="utf-8"))
        differences, remarks = check(case)
    except Exception as problem:  # an unforeseen case must not hide the others
        return False, f"disagree  {path.stem}: {type(problem).__name__}: {problem}"
    said = "; ".join(differences[:3] or remarks)
    return not differences, f"{'disagree' if differences else 'agree'}  {path.stem}" + (
        f": {said}" if said else ""
    )


def check(case: dict) -> tuple[list[str], list[str]]:
    """Return the differences from the reference, and remarks on what was not compared or not known."""
    recipe = RECIPES.get(case["tool"]) or RECIPES.get(case["tool"].split()[0])
    if recipe is None:
        return [f"the tool {case['tool']!r} is not known here"], []
    options = {name.replace(".", "_"): value for name, value in (case.get("options") or {}).items()}
    remarks = [f"option {name!r} ignored" for name in options if name not in recipe.OPTIONS]
    refused = None
    try:
        ours = recipe.compute(case["chart"], options, case["input"])
    except ValueError as problem:
        refused = str(problem)
    if "error" in case:
        return ([], remarks) if refused else ([f"{case['tool']} refused this: {case['error'][:60]}"], remarks)
    if refused:
        return [f"refused: {refused}"], remarks
    differences = []
    for part in ("output", "runs", "summary"):
        if part in case:
            tolerance = recipe.tolerance(case["chart"])
            compare(case[part], ours.get(part), part, tolerance, differences, remarks, recipe.NOT_COMPARED)
    return differences, remarks


def compare(theirs, ours, where, tolerance, differences, remarks, skip) -> None:
    """Walk through both results together and note every difference."""
    if isinstance(theirs, dict):
        for key, value in theirs.items():
            if key in skip:
                continue
            if not isinstance(ours, dict) or key not in ours:
                remarks.append(f"{where}.{key} not compared")
            else:
                compare(value, ours[key], f"{where}.{key}", tolerance, differences, remarks, skip)
    elif isinstance(theirs, list) and isinstance(ours, list):
        if len(theirs) != len(ours):
            differences.append(f"{where} has {len(ours)} values, not {len(theirs)}")
        for i, (a, b) in enumerate(zip(theirs, ours, strict=False), start=1):
            compare(a, b, f"{where}[{i}]", tolerance, differences, remarks, skip)
    elif not same(theirs, ours, tolerance):
        differences.append(f"{where} is {ours!r}, not {theirs!r}")


def same(theirs, ours, tolerance: float) -> bool:
    """Say whether two plain values agree; a missing number is null or NaN."""
    if _missing(theirs) or _missing(ours):
        return _missing(theirs) and _missing(ours)
    if isinstance(theirs, bool) or isinstance(ours, bool) or isinstance(theirs, str) or isinstance(ours, str):
        return theirs == ours
    return math.isclose(theirs, ours, rel_tol=tolerance, abs_tol=1e-12 + tolerance * 1e-3)


def _missing(value) -> bool:
    return value is None or (isinstance(value, float) and not math.isfinite(value))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
