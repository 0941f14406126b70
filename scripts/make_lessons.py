"""The lessons' notebooks in notebooks/training, made from kamnb/training/lessons: `python scripts/make_lessons.py`."""

from __future__ import annotations

from pathlib import Path

from kamnb.text.load import LANGUAGES
from kamnb.training.notebooks import write_notebooks

FOLDER = Path(__file__).resolve().parent.parent / "notebooks" / "training"

if __name__ == "__main__":
    for old in FOLDER.glob("*.ipynb"):
        old.unlink()
    for path in write_notebooks(FOLDER, LANGUAGES):
        print(path.name)
