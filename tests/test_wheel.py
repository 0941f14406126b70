"""The wheel alone is enough: built from the checkout, installed nowhere near it, it runs the demo from an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

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


def test_the_wheel_runs_the_demo_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed), "KAMNB_LANG": "en"}
    command = [sys.executable, "-m", "kamnb.cli", "demo", "--formats", "html", "--lang", "en"]
    told = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    home = tmp_path / "reports" / "demo"
    run = home / (home / "latest").read_text(encoding="utf-8").strip()
    assert (run / "report.en.html").stat().st_size > 100_000
    assert {p.name for p in home.iterdir()} == {"latest", run.name}
