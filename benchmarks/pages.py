"""Weighs the course's pages and measures their speed beside the same pages built by a stock Jupyter Book, in one run.

``python benchmarks/pages.py`` (or ``make bench-pages``) needs the built site and chromium. It builds a stock Jupyter Book
from the sources of the same four pages (its own settings, theme and scripts; unknown directives fall away), serves both
with gzip, and prints for each page bytes, requests, largest contentful paint and Lighthouse's mobile scores: the median
of ``--repeat`` runs, and ours as a ratio of stock. Then the site is built in a scratch copy: cold, beside one parallel
pass of its notebooks, and again after one page was edited. ``--only pages`` or ``--only builds`` does half of it.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from course import frontend, serve
from course.site import execution

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "benchmarks" / "tools"
PAGES = {
    "welcome": "index",
    "text": "modules/measurement/run-charts/sheet",
    "chart": "modules/measurement/run-charts/bite",
    "explore": "modules/measurement/run-charts/lesson",
}
STOCK = """\
title: The same pages, stock
execute: {execute_notebooks: cache, timeout: 120}
parse: {myst_enable_extensions: [colon_fence, deflist, dollarmath, substitution, attrs_inline]}
only_build_toc_files: true
sphinx:
  config:
    # the course's renderers are installed here too: stock takes the HTML that plotly writes
    nb_mime_priority_overrides: [["html", "text/html", 0]]
"""
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--repeat", type=int, default=5)
    arguments.add_argument("--only", choices=["pages", "builds"])
    arguments.add_argument("--without-stock", action="store_true")
    arguments.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if chosen.only != "builds":
            ours = measure(chosen.site, chosen.repeat)
            stock = (
                {} if chosen.without_stock else measure(stock_book(Path(scratch) / "stock"), chosen.repeat)
            )
            show(ours, stock)
        if chosen.only != "pages":
            builds(Path(scratch) / "copy")


# ---- pages ----------------------------------------------------------------------------------------------------------


def stock_book(folder: Path) -> Path:
    """Build the four pages with Jupyter Book as it comes, and return where they are."""
    for name in PAGES.values():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / f"{name}.md", folder / f"{name}.md")
    for beside in (ROOT / PAGES["explore"]).parent.glob("*"):
        if beside.suffix in (".csv", ".py"):
            shutil.copyfile(beside, (folder / PAGES["explore"]).parent / beside.name)
    (folder / "_config.yml").write_text(STOCK, encoding="utf-8")
    chapters = "\n".join(f"  - file: {name}" for name in list(PAGES.values())[1:])
    (folder / "_toc.yml").write_text(
        f"format: jb-book\nroot: index\nchapters:\n{chapters}\n", encoding="utf-8"
    )
    run(["jupyter-book", "build", ".", "--quiet"], folder, PLOTLY_RENDERER="notebook")
    return folder / "_build" / "html"


def measure(site: Path, repeat: int) -> dict[str, dict[str, float]]:
    """Return, for each page that is there, the medians of what Lighthouse finds."""
    with serve.served(site) as address:
        return {
            kind: median([lighthouse(f"{address}{name}.html") for _ in range(repeat)])
            for kind, name in PAGES.items()
            if (site / f"{name}.html").is_file()
        }


def lighthouse(address: str) -> dict[str, float]:
    """Return bytes, requests, seconds to the largest paint, and the scores of one run on a slow phone."""
    if not (TOOLS / "node_modules").is_dir():
        run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], TOOLS, PUPPETEER_SKIP_DOWNLOAD="1")
    command = [
        frontend.program("node"),
        str(TOOLS / "node_modules" / "lighthouse" / "cli" / "index.js"),
        address,
        "--output=json",
        "--quiet",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    environment = os.environ | {"CHROME_PATH": shutil.which("chromium") or "chromium"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    report = json.loads(done.stdout)
    requests = report["audits"]["network-requests"]["details"]["items"]
    return {
        "KB": sum(item.get("transferSize", 0) for item in requests) / 1000,
        "requests": len(requests),
        "LCP s": report["audits"]["largest-contentful-paint"]["numericValue"] / 1000,
    } | {name: (report["categories"][name]["score"] or 0) * 100 for name in CATEGORIES}


def median(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def show(ours: dict, stock: dict) -> None:
    names = list(next(iter(ours.values())))
    print("page      whose  " + "".join(f"{name[:13]:>14}" for name in names))
    for kind, row in ours.items():
        print(f"{kind:<10}ours   " + "".join(f"{row[name]:14.1f}" for name in names))
        if kind in stock:
            print(f"{'':<10}stock  " + "".join(f"{stock[kind][name]:14.1f}" for name in names))
            ratios = (row[name] / stock[kind][name] if stock[kind][name] else float("nan") for name in names)
            print(f"{'':<10}ratio  " + "".join(f"{ratio:14.2f}" for ratio in ratios))


# ---- builds ---------------------------------------------------------------------------------------------------------


def builds(copy: Path) -> None:
    """Print what the site takes cold, what its notebooks alone take on all cores, and what one edited page takes."""
    leave = shutil.ignore_patterns(".venv", "_build", ".git", ".pytest_cache", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=leave, symlinks=True)
    notebooks = timed(lambda: notebooks_alone(copy))
    shutil.rmtree(copy / "_build", ignore_errors=True)
    cold = timed(lambda: build(copy))
    page = copy / "modules" / "measurement" / "run-charts" / "sheet.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    again = timed(lambda: build(copy))
    print(f"site, cold         {cold:7.1f} s")
    print(
        f"its notebooks once {notebooks:7.1f} s on {os.cpu_count()} cores: the site takes {cold / notebooks:.2f} times that"
    )
    print(f"one page edited    {again:7.1f} s")


def notebooks_alone(root: Path) -> None:
    from improve.interact import pages

    os.environ[pages.VARIABLE] = "1"
    found = sorted([root / "index.md", *root.glob("book/**/*.md"), *root.glob("modules/**/*.md")])
    execution.execute([path for path in found if execution.is_notebook(path)], root / "_build" / "alone")


def build(root: Path) -> None:
    run(["jupyter-book", "build", ".", "--quiet"], root, PYTHONPATH=str(root))


def timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run(command: list[str], folder: Path, **more: str) -> None:
    """Run a command of this environment; its own words are shown only if it fails."""
    command = [frontend.program(command[0]), *command[1:]]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=os.environ | more)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


if __name__ == "__main__":
    main()
