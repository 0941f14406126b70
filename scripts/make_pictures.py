"""The pictures of the demo's report: README's, and docs/gallery.md with every page. Needs pdftoppm (Debian: poppler-utils).

Run it after `make demo`: `.venv/bin/python scripts/make_pictures.py`. It writes docs/pictures/report.<lang>.png,
docs/pictures/gallery/<lang>-<n>.webp (twelve pages a sheet) and docs/gallery.md. A folder of slide pictures made
beside the run (deck.<lang>/*.png) goes into the gallery too. One argument: the reports folder, default reports/.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from kamnb.runner.report import find_run

ROOT = Path(__file__).resolve().parent.parent
PICTURES, GALLERY = ROOT / "docs" / "pictures", ROOT / "docs" / "pictures" / "gallery"
CHOSEN = {"zh": (1, 3, 4, 10, 27, 32), "en": (1, 3, 4, 11, 30, 35)}
"""Pages that README shows: cover, summary, scorecard, an area, accounts, the roadmap."""
COLUMNS, ROWS, WIDTH = 4, 3, 380
GREY, GAP = (107, 119, 133), 8
TITLES = {"zh": "中文", "en": "English"}


def read_pages(pdf: Path) -> list[Image.Image]:
    """Every page of a PDF as a picture."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", "80", "-png", str(pdf), str(Path(folder) / "p")]
        subprocess.run(command, check=True, capture_output=True)
        return [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("*.png"))]


def lay(pages: list[Image.Image], columns: int, width: int) -> Image.Image:
    """Pages side by side on grey."""
    height = round(width * pages[0].height / pages[0].width)
    rows = -(-len(pages) // columns)
    sheet = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), GREY)
    for i, page in enumerate(pages):
        small = page.resize((width, height), Image.Resampling.LANCZOS)
        sheet.paste(small, (GAP + i % columns * (width + GAP), GAP + i // columns * (height + GAP)))
    return sheet


def write_readme_picture(pages: list[Image.Image], lang: str) -> None:
    """The chosen pages in one small PNG, whose palette keeps the rare colours: a warning must not turn red."""
    chosen = [pages[n - 1] for n in CHOSEN[lang]]
    sheet = lay(chosen, 3, 400).quantize(256, method=Image.Quantize.MAXCOVERAGE)
    sheet.save(PICTURES / f"report.{lang}.png", optimize=True)


def write_sheets(pages: list[Image.Image], name: str) -> list[str]:
    """All pages, a dozen a sheet; the files' names."""
    names, many = [], COLUMNS * ROWS
    for n, start in enumerate(range(0, len(pages), many), 1):
        names.append(f"{name}-{n}.webp")
        lay(pages[start : start + many], COLUMNS, WIDTH).save(GALLERY / names[-1], quality=36, method=6)
    return names


def main() -> None:
    """Write README's pictures and the gallery."""
    run = find_run("demo", reports=Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "reports")
    GALLERY.mkdir(parents=True, exist_ok=True)
    for old in GALLERY.glob("*.webp"):
        old.unlink()
    lines = [
        "# Every page of the demo's report",
        "",
        "Made by `scripts/make_pictures.py` after `make demo`.",
        "",
    ]
    for lang, title in TITLES.items():
        pages = read_pages(run / f"report.{lang}.pdf")
        write_readme_picture(pages, lang)
        lines += [f"## {title}: report.{lang}.pdf, {len(pages)} pages", ""]
        lines += picture_lines(write_sheets(pages, lang), f"report.{lang}.pdf")
        slides = [Image.open(p).convert("RGB") for p in sorted((run / f"deck.{lang}").glob("*.png"))]
        if slides:
            lines += [f"## {title}: deck.{lang}.pptx, {len(slides)} slides", ""]
            lines += picture_lines(write_sheets(slides, f"deck-{lang}"), f"deck.{lang}.pptx")
    (ROOT / "docs" / "gallery.md").write_text("\n".join(lines), encoding="utf-8")


def picture_lines(names: list[str], what: str) -> list[str]:
    """The sheets as Markdown."""
    found = []
    for n, name in enumerate(names, 1):
        found += [f"![{what}, sheet {n}](pictures/gallery/{name})", ""]
    return found


if __name__ == "__main__":
    main()
