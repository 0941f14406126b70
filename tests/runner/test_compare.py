"""`kamnb compare`: waves are found by every name, wrong ones are clear errors, and the folder appears whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

import kamnb.runner.compare as module
from kamnb.errors import InputError, UsageError
from kamnb.instrument.load import Instrument
from kamnb.report.build import build_document
from kamnb.report.waves import wave_series
from kamnb.runner.compare import area_lines, clause_lines, print_changes, run_compare
from kamnb.runner.earlier import compare_with_earlier
from kamnb.runner.find_wave import diagnose_tables, earlier_wave, find_wave, kept_wave
from kamnb.simulation import simulate
from kamnb.simulation.build import TABLES
from kamnb.simulation.options import Options
from kamnb.simulation.truth import draw_truth

YEAR = 365
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
KEPT = ("survey", "interviews", "accounts", "plans", "actions", "managers")
LIGHT = {"formats": ("html",), "languages": ("en",)}


def make_wave(folder: Path, seed: int, plant: Mapping[str, float], wave: str, days: int = 0) -> None:
    """Write a client's folder whose day and rows lie so many days back."""
    left = tuple(t for t in TABLES if t not in KEPT)
    simulate(folder, seed, plant, size="small", leave_out=left)
    yaml = YAML()
    settings = yaml.load((folder / "client.yml").read_text(encoding="utf-8"))
    settings["wave"] = wave
    settings["as_of"] = earlier_day(str(settings["as_of"]), days)
    with (folder / "client.yml").open("w", encoding="utf-8") as file:
        yaml.dump(settings, file)
    for path in folder.glob("*.csv") if days else ():
        text = path.read_text(encoding="utf-8")
        path.write_text(DAY.sub(lambda m: earlier_day(m.group(), days), text), encoding="utf-8")


def earlier_day(day: str, days: int) -> str:
    """A day so many days earlier."""
    return str((pd.Timestamp(day) - pd.Timedelta(days=days)).date())


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with `acme`: now, and a year ago below waves/; F5 was far worse then, all else was alike."""
    root = tmp_path_factory.mktemp("data")
    truth = {**draw_truth(Options(5)).clauses, "F5": 80.0}
    make_wave(root / "acme", 51, truth, "2026")
    make_wave(root / "acme" / "waves" / "2025", 52, {**truth, "F5": 15.0}, "2025", YEAR)
    return root


@pytest.fixture(scope="module")
def reports(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reports folder with two runs of this year and one of the year before, by their diagnosis.json alone."""
    home = tmp_path_factory.mktemp("reports") / "acme"
    for run, folder in (
        ("20251001T000000Z-aaaa", data / "acme" / "waves" / "2025"),
        ("20261001T000000Z-bbbb", data / "acme"),
    ):
        form = kept_wave("acme", "x", folder).form
        (home / run).mkdir(parents=True)
        (home / run / "diagnosis.json").write_text(json.dumps(form), encoding="utf-8")
    shutil.copytree(home / "20261001T000000Z-bbbb", home / "20261002T000000Z-cccc")
    (home / "latest").write_text("20261001T000000Z-bbbb\n", encoding="utf-8")
    return home.parent


def test_tables_of_two_years_are_compared_and_the_planted_rise_is_found(
    data: Path, tmp_path: Path, instrument: Instrument, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, found = run_compare("acme", "2025", "2026", data, tmp_path, **LIGHT)  # type: ignore[arg-type]
    assert folder == (tmp_path / "acme" / "compare-2025-2026").resolve()
    assert {p.name for p in folder.iterdir()} == {"comparison.json", "comparison.en.html", "blocks"}
    assert json.loads((folder / "comparison.json").read_text(encoding="utf-8")) == json.loads(
        json.dumps(found)
    )
    assert found["clauses"]["F5"]["change"] == "rising"
    assert [k for k, p in found["clauses"].items() if p["change"] == "falling"] == []
    assert found["commitments"]["all"]["kept"] + found["commitments"]["all"]["open"] > 0
    page = (folder / "comparison.en.html").read_text(encoding="utf-8")
    assert (
        "Commitments that fell due between the two waves" in page
        and "Did the signs precede lost accounts?" in page
    )
    print_changes(found, folder, "en")
    told = capsys.readouterr().out
    assert "F5" in told and "Rising" in told and str(folder) in told
    assert len(area_lines(instrument, found)) == sum(p["change"] is not None for p in found["areas"].values())
    assert clause_lines(instrument, found)[0]["en"].strip().startswith("F5")
    assert [r for r in wave_series(instrument, found)["rows"] if r["level"] == "clause"]


def test_a_second_comparison_takes_the_place_of_the_first_with_the_same_bytes(
    data: Path, tmp_path: Path
) -> None:
    folder, _ = run_compare("acme", "2025", "2026", data, tmp_path, **LIGHT)  # type: ignore[arg-type]
    before = {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    (folder / "stale.txt").write_text("x", encoding="utf-8")
    run_compare("acme", "2025", "2026", data, tmp_path, **LIGHT)  # type: ignore[arg-type]
    assert {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    assert [p.name for p in (tmp_path / "acme").iterdir()] == ["compare-2025-2026"]


def test_a_comparison_wears_the_client_s_brand_or_the_one_asked_for(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, ink in (("ours", "#4a1d5f"), ("other", "#5f1d1d")):
        (tmp_path / "templates" / name).mkdir(parents=True)
        look = f'colors: {{ink: "{ink}"}}\n'
        (tmp_path / "templates" / name / "brand.yml").write_text(look, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "data"
    shutil.copytree(data, home)
    with (home / "acme" / "client.yml").open("a", encoding="utf-8") as file:
        file.write("brand: ours\n")
    for brand, ink in (("", "#4a1d5f"), ("other", "#5f1d1d")):
        folder, _ = run_compare("acme", "2025", "2026", home, tmp_path / "r", ("html",), ("en",), brand)
        assert f"--ink: {ink}" in (folder / "comparison.en.html").read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="other"):
        run_compare("acme", "2025", "2026", home, tmp_path / "r", brand="none")


def test_a_renderer_that_fails_leaves_nothing(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise OSError("disk full")

    monkeypatch.setitem(module.RENDERERS, "html", fail)
    with pytest.raises(OSError, match="disk full"):
        run_compare("acme", "2025", "2026", data, tmp_path, **LIGHT)  # type: ignore[arg-type]
    assert not (tmp_path / "acme").exists()


@pytest.mark.parametrize(
    ("name", "run"),
    [
        ("20251001T000000Z-aaaa", "20251001T000000Z-aaaa"),
        ("latest", "20261001T000000Z-bbbb"),
        ("2026", "20261002T000000Z-cccc"),
        ("2025", "20251001T000000Z-aaaa"),
    ],
)
def test_a_wave_is_found_by_its_names(data: Path, reports: Path, name: str, run: str) -> None:
    found = find_wave("acme", name, data / "acme", reports)
    expected = json.loads((reports / "acme" / run / "diagnosis.json").read_text(encoding="utf-8"))
    assert found.form == expected
    assert found.name == (run if name == "latest" else name)


@pytest.mark.parametrize("name", ["nosuch", "../acme", "/etc", ".", "", "waves/2025"])
def test_what_is_no_wave_is_said_with_what_there_is(data: Path, reports: Path, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_wave("acme", name, data / "acme", reports)
    assert caught.value.key == "no-wave" and "2026" in str(caught.value)


def test_the_order_of_time_is_kept(data: Path, reports: Path) -> None:
    for pair in (("2026", "2025"), ("latest", "2026")):
        with pytest.raises(UsageError) as caught:
            run_compare("acme", *pair, data, reports)
        assert caught.value.key == "waves-order" and "2026-09-30" in str(caught.value)


def test_another_client_s_or_a_broken_diagnosis_is_refused(data: Path, reports: Path, tmp_path: Path) -> None:
    home = tmp_path / "acme" / "run1"
    home.mkdir(parents=True)
    form = json.loads(
        (reports / "acme" / "20251001T000000Z-aaaa" / "diagnosis.json").read_text(encoding="utf-8")
    )
    path = home / "diagnosis.json"
    path.write_text(json.dumps({**form, "client": {**form["client"], "id": "other"}}), encoding="utf-8")
    with pytest.raises(UsageError, match="'other', not of 'acme'"):
        run_compare("acme", "run1", "2026", data, tmp_path)
    for broken in ("{", "[]", "{}"):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(UsageError) as caught:
            run_compare("acme", "run1", "2026", data, tmp_path)
        assert caught.value.key == "wave-broken"


def test_an_empty_folder_and_tables_with_errors_are_told(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data / "acme", tmp_path / "acme")
    (tmp_path / "acme" / "waves" / "2024").mkdir()
    with pytest.raises(UsageError) as caught:
        run_compare("acme", "2024", "2026", tmp_path, tmp_path / "reports")
    assert caught.value.key == "wave-empty"
    (tmp_path / "acme" / "waves" / "2025" / "survey.csv").write_text("respondent_id\n", encoding="utf-8")
    with pytest.raises(InputError):
        run_compare("acme", "2025", "2026", tmp_path, tmp_path / "reports")
    assert not (tmp_path / "reports").exists()


def test_a_run_is_compared_with_the_wave_before_it(data: Path, reports: Path, tmp_path: Path) -> None:
    now = kept_wave("acme", "2026", data / "acme")
    assert now.tables is not None
    found = earlier_wave("acme", now.form, reports / "acme", data / "acme")
    assert found is not None and found.name == "20251001T000000Z-aaaa"
    kept = earlier_wave("acme", now.form, tmp_path / "none", data / "acme")
    assert kept is not None and kept.name == "2025" and kept.tables is not None
    assert earlier_wave("acme", kept.form, reports / "acme", data / "acme") is None
    (tmp_path / "diagnosis.json").write_text(json.dumps(diagnose_tables(now.tables)), encoding="utf-8")
    assert "waves" not in [c["id"] for c in build_document(tmp_path)["chapters"]]
    assert compare_with_earlier("acme", tmp_path, reports / "acme", data / "acme", now.tables)
    chapter = next(c for c in build_document(tmp_path)["chapters"] if c["id"] == "waves")
    figure = next(b for b in chapter["blocks"] if b["kind"] == "figure")
    assert all((tmp_path / name).exists() for name in figure["files"].values())
