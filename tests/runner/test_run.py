"""A run is published whole or not at all, a failed area is a stated hole, and what was run is what is reported."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from kamnb.errors import InputError, UsageError
from kamnb.paths import notebooks
from kamnb.runner.run import Run, run_client

ANSWERS = {
    "respondent_id": [f"r{i}" for i in range(20)],
    "side": "firm",
    "level": "manager",
    "S3.1": 2,
    "O2.1": 2,
    "F1.1": 2,
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A data folder with one small client."""
    folder = tmp_path / "data" / "small"
    folder.mkdir(parents=True)
    (folder / "client.yml").write_text("as_of: 2026-09-30\nname: {zh: 小, en: Small}\n", encoding="utf-8")
    pd.DataFrame(ANSWERS).to_csv(folder / "survey.csv", index=False)
    return folder.parent


def short_papers(tmp_path: Path, broken: str = "", code: str = "") -> Path:
    """The working papers with no more than their parameters, what they open and what they save; one may fail."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for path in sorted(notebooks().glob("*.ipynb")):
        paper = nbformat.read(path, 4)
        cells = [c for c in paper.cells if c.cell_type == "code"]
        kept = [c for c in cells[1:] if "workbook.open_" in c.source or ".save()" in c.source]
        if broken and path.name.startswith(broken):
            kept[0].source = code
        paper.cells = [cells[0], *kept]
        nbformat.write(paper, folder / path.name)
    return folder


def run_small(small: Path, tmp_path: Path, **more: object) -> Run:
    """Run the small client, English HTML only."""
    return run_client("small", small, tmp_path / "reports", formats=("html",), languages=("en",), **more)  # type: ignore[arg-type]


def test_a_failed_area_is_a_stated_hole(small: Path, tmp_path: Path) -> None:
    papers = short_papers(tmp_path, "02", "raise ValueError('no luck')")
    done = run_small(small, tmp_path, papers_folder=papers)
    assert done.code == 3
    assert [(h.area, h.notebook, h.error) for h in done.holes] == [
        ("organization", "02_organization", "ValueError: no luck")
    ]
    form = json.loads((done.folder / "diagnosis.json").read_text(encoding="utf-8"))
    assert form["areas"]["organization"]["outcome"] == "no_data"
    assert form["holes"][0]["area"] == "organization" and "O2" not in form["clauses"]
    assert form["clauses"]["S3"]["score"] is not None
    assert "working paper of this area failed" in (done.folder / "report.en.html").read_text(encoding="utf-8")
    kept = nbformat.read(done.folder / "notebooks" / "02_organization.ipynb", 4)
    assert any(o.output_type == "error" for c in kept.cells if c.cell_type == "code" for o in c.outputs)


@pytest.mark.parametrize("broken", ["00", "06"])
def test_without_intake_or_synthesis_nothing_is_published(small: Path, tmp_path: Path, broken: str) -> None:
    done = run_small(small, tmp_path, papers_folder=short_papers(tmp_path, broken, "1 / 0"))
    assert done.code == 4 and done.failure is not None
    assert done.failure.notebook.startswith(broken) and "ZeroDivisionError" in done.failure.error
    home = tmp_path / "reports" / "small"
    assert [p.name for p in home.iterdir()] == [".failed"]
    assert list(done.folder.glob(f"{broken}_*.ipynb"))


def test_wrong_calls_leave_nothing(small: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean lang"):
        run_small(small, tmp_path, parameters={"langg": "en"})
    with pytest.raises(UsageError):
        run_small(small, tmp_path, parameters={"work": "elsewhere"})
    with pytest.raises(UsageError):
        run_client("../small", small, tmp_path / "reports")
    (small / "small" / "survey.csv").write_text("respondent_id,side\nr1,firm\n", encoding="utf-8")
    with pytest.raises(InputError):
        run_small(small, tmp_path)
    assert not list((tmp_path / "reports").rglob("*.html"))
    assert not [p for p in (tmp_path / "reports").rglob("*") if p.is_file()]


def test_a_renderer_that_fails_publishes_nothing(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise OSError("disk full")

    monkeypatch.setitem(__import__("kamnb.runner.report", fromlist=["x"]).TOGETHER, "html", fail)
    with pytest.raises(OSError, match="disk full"):
        run_small(small, tmp_path, papers_folder=short_papers(tmp_path))
    assert not (tmp_path / "reports" / "small").exists()
