"""How fast is the product against the plain way? Each row pairs two commands and gives their ratio, not seconds to live by.

Run it with `make bench`. Every pair is run in turn, so that a slow machine slows both.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

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


ROWS: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "demo: product / papermill one by one + nbconvert": (run_product, run_plain),
}


def main() -> None:
    """Print one line a row: medians and the median of the pairs' ratios (above 1: the product is faster)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    for name, (ours, theirs) in ROWS.items():
        pairs = [(seconds(ours), seconds(theirs)) for _ in range(runs)]
        a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(theirs / ours for ours, theirs in pairs)
        print(f"{name}: {a:.1f} s against {b:.1f} s, ratio {ratio:.2f} (median of {runs} pairs)")


if __name__ == "__main__":
    main()
