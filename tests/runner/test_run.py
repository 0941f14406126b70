"""A run is published whole or not at all, a failed area is a stated hole, and what was run is what is reported."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from kamnb.errors import InputError, UsageError
from kamnb.paths import demo_client, notebooks
from kamnb.pipeline import diagnose
from kamnb.report.names import account_names
from kamnb.runner.kept import NOTE
from kamnb.runner.report import find_run, render_run
from kamnb.runner.run import Run, run_client

ANSWERS = {
    "respondent_id": [f"r{i}" for i in range(20)],
    "side": "firm",
    "level": "manager",
    "S3.1": 2,
    "O2.1": 2,
    "F1.1": 2,
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run of the demo, English HTML only."""
    return run_client(
        "demo", demo_client().parent, tmp_path_factory.mktemp("reports"), formats=("html",), languages=("en",)
    )


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


def test_a_run_leaves_what_the_contract_lists(demo: Run) -> None:
    assert demo.code == 0 and not demo.holes
    home = demo.folder.parent
    assert (home / "latest").read_text(encoding="utf-8").strip() == demo.folder.name
    assert {p.name for p in home.iterdir()} == {"latest", demo.folder.name}
    names = {p.name for p in demo.folder.iterdir()}
    assert names == {
        "report.en.html",
        "external",
        "diagnosis.json",
        "names.json",
        "blocks",
        "notebooks",
        "record.json",
    }
    assert [p.name for p in (demo.folder / "external").iterdir()] == ["report.en.html"]
    assert len(list((demo.folder / "notebooks").glob("*.ipynb"))) == 7
    record = json.loads((demo.folder / "record.json").read_text(encoding="utf-8"))
    assert {"inputs", "versions", "parameters", "seed", "timings", "clock"} <= set(record)
    assert len(record["inputs"]["ledger.csv"]) == 64
    assert str(demo.folder.parent.parent) not in json.dumps(record)


def test_the_notebooks_arrive_at_the_same_diagnosis(demo: Run) -> None:
    assert (demo.folder / "diagnosis.json").read_text(encoding="utf-8") == diagnose(demo_client()).to_json()


def test_the_external_report_names_no_account_and_no_manager(demo: Run) -> None:
    names = json.loads((demo.folder / "names.json").read_text(encoding="utf-8"))
    assert len(account_names(names)) == 60
    names = set(names.values())
    people = pd.read_csv(demo_client() / "managers.csv", dtype=str)["name"].dropna()
    page = (demo.folder / "external" / "report.en.html").read_text(encoding="utf-8")
    assert "touchpoint_ladder" not in page  # the total of meals and gifts is for the client's own eyes
    assert not [n for n in [*names, *people] if n in page]
    assert [n for n in names if n in (demo.folder / "report.en.html").read_text(encoding="utf-8")]


def test_papers_are_executed_with_the_run_s_parameters(demo: Run) -> None:
    for path in (demo.folder / "notebooks").glob("*.ipynb"):
        paper = nbformat.read(path, 4)
        code = [c for c in paper.cells if c.cell_type == "code"]
        assert all(c.execution_count for c in code)
        assert not [o for c in code for o in c.outputs if o.output_type == "error"]
        assert paper.metadata.papermill.parameters.interactive is False


def test_rendering_again_gives_the_same_bytes(demo: Run) -> None:
    paths = [demo.folder / "report.en.html", demo.folder / "external" / "report.en.html"]
    before = [p.read_bytes() for p in paths]
    (demo.folder / NOTE).unlink()
    assert find_run("demo", reports=demo.folder.parent.parent) == demo.folder
    render_run(demo.folder, ("html",), ("en",))
    assert [p.read_bytes() for p in paths] == before


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
