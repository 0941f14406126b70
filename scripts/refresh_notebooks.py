"""The stored outputs of the working papers: none, but the plain text of cells marked for nbval, for the demo.

Run it after a change that moves the demo's scores: `.venv/bin/python scripts/refresh_notebooks.py`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

MARK = "nbval-check-output"
FOLDER = Path(__file__).resolve().parent.parent / "notebooks"


def plain(outputs: list[Any]) -> list[Any]:
    """Which outputs are stored? Plain text only."""
    found = [o for o in outputs if "text/plain" in o.get("data", {})]
    return [
        nbformat.v4.new_output("execute_result", {"text/plain": o["data"]["text/plain"]}, execution_count=1)
        for o in found
    ]


def refresh(path: Path) -> None:
    """Run one paper for the demo and store what is to be stored."""
    paper = nbformat.read(path, 4)
    run = nbformat.read(path, 4)
    with tempfile.TemporaryDirectory() as work:
        for cell in run.cells:
            if "parameters" in cell.metadata.get("tags", []):
                cell.source += f"\nwork = {work!r}"
        NotebookClient(run, timeout=600, resources={"metadata": {"path": str(FOLDER)}}).execute()
    for cell, done in zip(paper.cells, run.cells, strict=True):
        if cell.cell_type == "code":
            marked = MARK in cell.metadata.get("tags", [])
            cell.outputs = plain(done.outputs) if marked else []
            cell.execution_count = (
                1 if cell.outputs else None
            )  # nbval takes a cell without a number for one not run
    path.write_text(nbformat.writes(paper) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    for each in sorted(FOLDER.glob("[0-9][0-9]_*.ipynb")):
        refresh(each)
