"""A new area is one folder with three files: no registration, and the report has its chapter."""

from __future__ import annotations

from pathlib import Path

import pytest

import kamnb.areas
from kamnb.instrument.checks import check_area
from kamnb.instrument.load import load_instrument
from kamnb.paths import demo_client
from kamnb.pipeline import diagnose
from kamnb.report.build import build_document
from kamnb.runner.report import render_run

AREA = """
id: toy
prefix: X
order: 9
clauses:
  X1:
    tables: [survey]
    items: [{id: X1.1, side: firm, levels: [manager]}]
    finding: no-play
    remedies: [x1-play]
remedies:
  x1-play: {clauses: [X1], phase: days90, effort: 3, months_to_effect: 1, owner_role: head_of_kam, gain: {low: 1, high: 2}}
"""
TEXT = """
area:
  title: {word} toy
  question: {word} question
  introduction: {word} introduction
  people: {word} people
  records: {word} records
  disagreement: {word} disagreement
  follows: {word} follows
clauses:
  X1:
    title: {word} play
    meaning: {word} meaning
    items: {{X1.1: {word} statement}}
    rubric: {{1: {word} a, 2: {word} b, 3: {word} c, 4: {word} d, 5: {word} e}}
    finding: {{title: {word} finding, text: "{word} {{score}}"}}
    strength: {word} strength
    learn_more: {word} learn more
    no_records: {word} no records
remedies:
  x1-play: {{title: {word} t, text: {word} x, first_step: {word} f, measure: {word} m}}
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An area folder outside the package that is looked at too."""
    folder = tmp_path / "areas" / "toy"
    folder.mkdir(parents=True)
    (folder / "area.yml").write_text(AREA, encoding="utf-8")
    for lang, word in (("zh", "新"), ("en", "new")):
        (folder / f"text.{lang}.yml").write_text(TEXT.format(word=word), encoding="utf-8")
    monkeypatch.setattr(kamnb.areas, "__path__", [*kamnb.areas.__path__, str(folder.parent)])
    return folder


def test_an_area_of_three_files_is_found_and_sound(toy: Path) -> None:
    assert len(list(toy.iterdir())) == 3
    instrument = load_instrument()
    assert [a.id for a in instrument.areas][-1] == "toy"
    assert list(check_area(instrument, instrument.area("toy"))) == []


def test_its_answers_make_a_score_and_its_chapter_stands_in_the_report(toy: Path, tmp_path: Path) -> None:
    client = tmp_path / "clients" / "small"
    client.mkdir(parents=True)
    (client / "client.yml").write_text("as_of: 2026-09-30\nname: {zh: 小, en: Small}\n", encoding="utf-8")
    rows = [f"r{i},firm,manager,{1 + i % 2}" for i in range(12)]
    (client / "survey.csv").write_text(
        "\n".join(["respondent_id,side,level,X1.1", *rows]) + "\n", encoding="utf-8"
    )
    diagnosis = diagnose(client)
    assert diagnosis.clauses["X1"].score.score is not None
    run = tmp_path / "run"
    run.mkdir()
    (run / "diagnosis.json").write_text(diagnosis.to_json(), encoding="utf-8")
    chapters = {c["id"]: c for c in build_document(run)["chapters"]}
    assert chapters["toy"]["title"] == {"zh": "新 toy", "en": "new toy"}
    render_run(run, ("html",), ("en",))
    page = (run / "report.en.html").read_text(encoding="utf-8")
    assert "new introduction" in page and "新 introduction" in page


def test_without_it_nothing_is_left(tmp_path: Path) -> None:
    assert "toy" not in [a.id for a in load_instrument().areas]
    assert demo_client().name == "demo"
