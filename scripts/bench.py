"""How fast is the product against the plain way? Each row pairs two commands and gives their ratio, not seconds to live by.

Run it with `make bench`. Every pair is run in turn, so that a slow machine slows both.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench_data import make_client

ROOT = Path(__file__).resolve().parent.parent
PAPERS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def call(*command: str) -> None:
    """Run a command quietly; a failure ends the bench."""
    subprocess.run([sys.executable, "-m", *command], check=True, cwd=ROOT, capture_output=True)


def run_product(folder: Path) -> None:
    """The demo client by the product: seven papers, the report in both languages and both formats."""
    call("kamnb.cli", "run", "demo", "--data", str(ROOT / "client_data"), "--reports", str(folder))


def run_plain(folder: Path) -> None:
    """The same papers by plain papermill, one after another, then each to HTML by nbconvert."""
    for paper in PAPERS:
        made = folder / paper.name
        common = [
            "-p",
            "client",
            "demo",
            "-p",
            "data",
            str(ROOT / "client_data"),
            "-p",
            "work",
            str(folder / "work"),
        ]
        call("papermill", str(paper), str(made), *common, "-y", "{interactive: false}", "--no-progress-bar")
        call("nbconvert", "--to", "html", str(made))


def seconds(run: Callable[[Path], None]) -> float:
    """How long does one run take, in a folder of its own that is removed after it?"""
    folder = Path(tempfile.mkdtemp(prefix="kamnb-bench"))
    start = time.perf_counter()
    try:
        run(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return time.perf_counter() - start


PAIRS: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "demo: product / papermill one by one + nbconvert": (run_product, run_plain),
}


def rows(side: str, folder: Path, *questions: str) -> dict[str, Any]:
    """What do the questions about rows take on one side, in a process of its own?"""
    command = [sys.executable, str(ROOT / "scripts" / "bench_rows.py"), side, str(folder), *questions]
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def check_values(ours: dict[str, float | None], theirs: dict[str, float | None]) -> None:
    """Do both sides say the same where both give a value? A difference ends the bench."""
    both = {name: (ours[name], value) for name, value in theirs.items() if value is not None}
    wrong = {
        n: (a, b)
        for n, (a, b) in both.items()
        if a is None or not math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9)
    }
    if wrong:
        sys.exit(f"the product and bare SQL differ: {wrong}")


def compare_rows(runs: int, ledger: int, others: int) -> None:
    """All questions about rows: the product against bare SQL, its growth over ten times the rows, and pandas."""
    folder = ROOT / ".cache" / "bench"
    small, large = (make_client(folder, ledger // n, others // n) for n in (10, 1))
    for home in (small, large):
        rows("product", home, "crm_collecting")  # checks the files once
    found = [(rows("product", large), rows("sql", large)) for _ in range(runs)]
    ratio = statistics.median(ours["seconds"] / theirs["seconds"] for ours, theirs in found)
    ours, theirs = (
        statistics.median(side["seconds"] for side in sides) for sides in zip(*found, strict=True)
    )
    check_values(found[0][0]["values"], found[0][1]["values"])
    peak = max(one["peak_mb"] for one, _ in found)
    size = f"{ledger:,} ledger lines, {others:,} events, {others:,} contacts"
    print(
        f"{found[0][0]['questions']} indicators on {size}: {ours:.1f} s against {theirs:.1f} s in bare SQL, "
        f"{ratio:.2f} times (median of {runs} pairs), peak {peak:,.0f} MB"
    )
    tenth = statistics.median(rows("product", small)["seconds"] for _ in range(runs))
    print(f"the same on a tenth: {tenth:.1f} s; ten times the rows take {ours / tenth:.1f} times as long")
    plain = rows("pandas", large)
    same = rows("product", large, *plain["values"])
    print(
        f"{len(plain['values'])} of them in pandas: {plain['seconds']:.1f} s and {plain['peak_mb']:,.0f} MB, "
        f"the product {same['seconds']:.1f} s: {plain['seconds'] / same['seconds']:.1f} times faster"
    )


def compare_scoring(runs: int) -> None:
    """Scoring, causes and roadmap of the demo client, beside the time that its indicators take."""
    command = [sys.executable, str(ROOT / "scripts" / "bench_scoring.py"), str(ROOT / "client_data" / "demo")]
    told = [
        json.loads(subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout)
        for _ in range(runs)
    ]
    ours, base = (statistics.median(one[name] for one in told) for name in ("scoring", "indicators"))
    print(
        f"scoring, causes and roadmap: {ours:.1f} s on top of {base:.1f} s of indicators, {ours / base:.2f} times"
    )


def compare_judgement(runs: int) -> None:
    """A judgement saved on the card until the score is drawn again, beside measuring the area again."""
    told = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(prefix="kamnb-bench") as work:
            folder = shutil.copytree(ROOT / "client_data" / "demo", Path(work) / "demo")
            command = [sys.executable, str(ROOT / "scripts" / "bench_judgement.py"), str(folder), "strategy"]
            done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
            told.append(json.loads(done.stdout))
    ours, base = (statistics.median(one[name] for one in told) for name in ("judged", "measured"))
    ratio = statistics.median(one["measured"] / one["judged"] for one in told)
    print(
        f"judgement saved and its score drawn again: {1000 * ours:.0f} ms, the area measured again {1000 * base:.0f} ms, "
        f"{ratio:.0f} times faster (median of {runs})"
    )


def time_report(runs: int) -> None:
    """The demo's report again: from nothing, after one format was lost, and where nothing has changed."""
    folder = Path(tempfile.mkdtemp(prefix="kamnb-bench"))
    try:
        run_product(folder)
        files = {p: p.suffix for p in folder.rglob("*") if p.suffix in (".html", ".pdf", ".pptx", ".xlsx")}
        for name, lost in (
            ("every file", set(files.values())),
            ("HTML in both languages", {".html"}),
            ("slides and workbook", {".pptx", ".xlsx"}),
            ("nothing", set[str]()),
        ):
            took = []
            for _ in range(runs):
                for path, suffix in files.items():
                    if suffix in lost:
                        path.unlink()
                start = time.perf_counter()
                call("kamnb.cli", "report", "demo", "--reports", str(folder))
                took.append(time.perf_counter() - start)
            made = sum(suffix in lost for suffix in files.values())
            print(
                f"report, {name} to render: {statistics.median(took):.1f} s, {made} of {len(files)} files (median of {runs})"
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Print one line a row: medians and the median of the pairs' ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=["run", "report", "rows", "scoring", "judgement"])
    parser.add_argument("--ledger", type=int, default=10_000_000)
    parser.add_argument("--others", type=int, default=1_000_000, help="events, and contacts")
    given = parser.parse_args()
    for name, (ours, theirs) in PAIRS.items() if given.only in (None, "run") else ():
        pairs = [(seconds(ours), seconds(theirs)) for _ in range(given.runs)]
        a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(theirs / ours for ours, theirs in pairs)
        print(f"{name}: {a:.1f} s against {b:.1f} s, {ratio:.2f} times faster (median of {given.runs} pairs)")
    if given.only in (None, "report"):
        time_report(given.runs)
    if given.only in (None, "scoring"):
        compare_scoring(given.runs)
    if given.only in (None, "judgement"):
        compare_judgement(given.runs)
    if given.only in (None, "rows"):
        compare_rows(given.runs, given.ledger, given.others)


if __name__ == "__main__":
    main()
