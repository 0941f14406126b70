"""The wheel alone is enough: built from the checkout, installed nowhere near it, it runs the demo from an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from kamnb.model import Diagnosis
from kamnb.paths import demo_client
from kamnb.report.names import account_names
from kamnb.runner.kept import NOTE
from kamnb.runner.report import find_run, render_run

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    made = subprocess.run([sys.executable, "-c", build], cwd=ROOT, check=True, capture_output=True, text=True)
    site = folder / "site"
    zipfile.ZipFile(folder / made.stdout.strip().splitlines()[-1]).extractall(site)
    return site


def test_the_wheel_carries_templates_notebooks_fonts_and_the_demo(installed: Path) -> None:
    shipped = installed / "kamnb" / "_shipped"
    assert len(list((shipped / "notebooks").glob("*.ipynb"))) == 7
    assert (shipped / "templates" / "default" / "brand.yml").exists()
    assert (shipped / "client_data" / "demo" / "client.yml").exists()
    assert (installed / "kamnb" / "fonts" / "OFL.txt").exists()
    for name in ("lesson.yml", "text.zh.yml", "text.en.yml", "checks.py"):
        assert (installed / "kamnb" / "training" / "lessons" / "thesis" / name).exists()


def test_the_wheel_finds_its_own_files_and_checks_the_demo(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed), "KAMNB_LANG": "en"}
    code = "import kamnb, kamnb.paths as p; print(kamnb.__file__); print(p.templates()); print(p.notebooks())"
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert all(line.startswith(str(installed)) for line in found.stdout.splitlines())
    told = subprocess.run(
        [sys.executable, "-m", "kamnb.cli", "check", "demo"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    assert "no errors" in told.stdout


@pytest.fixture(scope="module")
def ran(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one run of the demo by the wheel, from an empty folder, English HTML only."""
    folder = tmp_path_factory.mktemp("empty")
    environment = {**os.environ, "PYTHONPATH": str(installed), "KAMNB_LANG": "en"}
    command = [sys.executable, "-m", "kamnb.cli", "demo", "--formats", "html", "--lang", "en"]
    told = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    home = folder / "reports" / "demo"
    return home / (home / "latest").read_text(encoding="utf-8").strip()


def test_a_run_leaves_what_the_contract_lists(ran: Path) -> None:
    home = ran.parent
    assert {p.name for p in home.iterdir()} == {"latest", ran.name}
    names = {p.name for p in ran.iterdir()}
    assert names == {
        "report.en.html",
        "external",
        "diagnosis.json",
        "names.json",
        "blocks",
        "notebooks",
        "record.json",
    }
    assert [p.name for p in (ran / "external").iterdir()] == ["report.en.html"]
    assert (ran / "report.en.html").stat().st_size > 100_000
    assert len(list((ran / "notebooks").glob("*.ipynb"))) == 7
    assert json.loads((ran / "diagnosis.json").read_text(encoding="utf-8"))["holes"] == []
    record = json.loads((ran / "record.json").read_text(encoding="utf-8"))
    assert {"inputs", "versions", "parameters", "seed", "timings", "clock"} <= set(record)
    assert len(record["inputs"]["ledger.csv"]) == 64
    assert str(ran.parent.parent) not in json.dumps(record)


def test_the_notebooks_arrive_at_the_same_diagnosis(ran: Path, demo_diagnosis: Diagnosis) -> None:
    assert (ran / "diagnosis.json").read_text(encoding="utf-8") == demo_diagnosis.to_json()


def test_the_external_report_names_no_account_and_no_manager(ran: Path) -> None:
    names = json.loads((ran / "names.json").read_text(encoding="utf-8"))
    assert len(account_names(names)) == 60
    names = set(names.values())
    people = pd.read_csv(demo_client() / "managers.csv", dtype=str)["name"].dropna()
    page = (ran / "external" / "report.en.html").read_text(encoding="utf-8")
    assert "touchpoint_ladder" not in page  # the total of meals and gifts is for the client's own eyes
    assert not [n for n in [*names, *people] if n in page]
    assert [n for n in names if n in (ran / "report.en.html").read_text(encoding="utf-8")]


def test_papers_are_executed_with_the_run_s_parameters(ran: Path) -> None:
    for path in (ran / "notebooks").glob("*.ipynb"):
        paper = nbformat.read(path, 4)
        code = [c for c in paper.cells if c.cell_type == "code"]
        assert all(c.execution_count for c in code)
        assert not [o for c in code for o in c.outputs if o.output_type == "error"]
        assert paper.metadata.papermill.parameters.interactive is False


def test_rendering_again_gives_the_same_bytes(ran: Path) -> None:
    paths = [ran / "report.en.html", ran / "external" / "report.en.html"]
    before = [p.read_bytes() for p in paths]
    (ran / NOTE).unlink()
    assert find_run("demo", reports=ran.parent.parent) == ran
    render_run(ran, ("html",), ("en",))
    assert [p.read_bytes() for p in paths] == before
