"""The pictures that README shows: pages of the demo's report. Needs pdftoppm (Debian: poppler-utils).

Run it after `make demo`: `.venv/bin/python scripts/make_pictures.py`. Writes docs/pictures/report.<lang>.png.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.image import imread

from kamnb.runner.report import find_run

ROOT = Path(__file__).resolve().parent.parent
PAGES = (1, 3, 4, 7, 15, 20)


def read_pages(pdf: Path) -> list:
    """The chosen pages as pictures."""
    with tempfile.TemporaryDirectory() as folder:
        for page in PAGES:
            target = str(Path(folder) / f"{page:03d}")
            command = [
                "pdftoppm",
                "-r",
                "70",
                "-png",
                "-singlefile",
                "-f",
                str(page),
                "-l",
                str(page),
                str(pdf),
                target,
            ]
            subprocess.run(command, check=True, capture_output=True)
        return [imread(path) for path in sorted(Path(folder).glob("*.png"))]


def main() -> None:
    """Lay the pages side by side, one picture a language."""
    run = find_run("demo", reports=ROOT / "reports")
    for lang in ("zh", "en"):
        pages = read_pages(run / f"report.{lang}.pdf")
        height, width = pages[0].shape[:2]
        columns = 3
        rows = -(-len(pages) // columns)
        figure = Figure(figsize=(columns * width / 150, rows * height / 150), facecolor="#6b7785")
        for i, page in enumerate(pages):
            axes = figure.add_axes(
                (
                    i % columns / columns + 0.004,
                    1 - (i // columns + 1) / rows + 0.004,
                    1 / columns - 0.008,
                    1 / rows - 0.008,
                )
            )
            axes.imshow(page)
            axes.axis("off")
        figure.savefig(ROOT / "docs" / "pictures" / f"report.{lang}.png", dpi=100)


if __name__ == "__main__":
    main()
