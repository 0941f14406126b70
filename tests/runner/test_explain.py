"""`kamnb explain`: a run's references are traced in both languages, and a slip is met with a guess."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kamnb.errors import UsageError
from kamnb.model import Diagnosis
from kamnb.paths import demo_client
from kamnb.runner.explain import explain_ref, lines
from kamnb.runner.record import hash_inputs


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, demo_diagnosis: Diagnosis) -> tuple[Path, Path]:
    """A data folder with a copy of the demo, and a reports folder with a run of it."""
    root = tmp_path_factory.mktemp("explain")
    shutil.copytree(demo_client(), root / "data" / "demo")
    run = root / "reports" / "demo" / "20260930T000000Z-aaaa"
    run.mkdir(parents=True)
    (run / "diagnosis.json").write_text(demo_diagnosis.to_json(), encoding="utf-8")
    (run / "record.json").write_text(
        json.dumps({"inputs": hash_inputs(root / "data" / "demo")}), encoding="utf-8"
    )
    (run.parent / "latest").write_text(run.name, encoding="utf-8")
    return root / "data", root / "reports"


def text_of(ref: str, places: tuple[Path, Path], lang: str = "en") -> str:
    """What the terminal shows."""
    return "\n".join(lines(explain_ref("demo", ref, "", *places), lang))


def test_an_indicator_is_told_from_sentence_to_rows(places: tuple[Path, Path]) -> None:
    told = text_of("plans_alive", places)
    for part in (
        "In the report:",
        "the value is the same",
        "accounts.csv",
        "SHA-256",
        "account_id + period",
        "Clause S4",
    ):
        assert part in told


@pytest.mark.parametrize(
    "ref",
    ["S4", "strategy", "plans_alive", "plan_coverage", "S1.1", "s1-leadership-agenda", "opinion_record"],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_is_told_in_both_languages(ref: str, lang: str, places: tuple[Path, Path]) -> None:
    told = text_of(ref, places, lang)
    assert len(told) > 120 and "{" not in told
    for quote in quotes_in(places[1]):
        told = told.replace(quote, "")
    assert any("\u4e00" <= c <= "\u9fff" for c in told) == (lang == "zh")


def quotes_in(reports: Path) -> list[str]:
    """What interviewees said stays in their own language."""
    written = next((reports / "demo").glob("*/diagnosis.json")).read_text(encoding="utf-8")
    return [quote["text"] for finding in json.loads(written)["findings"] for quote in finding["quotes"]]


def test_inputs_that_changed_are_said(places: tuple[Path, Path], tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(places[0], data)
    plans = data / "demo" / "plans.csv"
    rows = plans.read_text(encoding="utf-8-sig").splitlines()
    plans.write_text("\n".join(rows[: len(rows) // 2]) + "\n", encoding="utf-8")
    told = text_of("plans_alive", (data, places[1]))
    assert "have changed since the run: plans.csv" in told and "not what the report says" in told
    broken = data / "demo" / "survey.csv"
    broken.write_text("respondent_id\n", encoding="utf-8")
    assert "error(s), so no rows are shown" in text_of("plans_alive", (data, places[1]))
    assert "not at hand" in text_of("plans_alive", (tmp_path, places[1]))


def test_wrong_calls_are_clear_errors(places: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError, match="Did you mean plans_alive"):
        explain_ref("demo", "plan_alive", "", *places)
    with pytest.raises(UsageError) as caught:
        explain_ref("demo", "plans_alive", "nosuch", *places)
    assert caught.value.key == "no-run"
