"""The cell of the synthesis: a plain table in a run, sliders by hand that solve again; no browser needed."""

from __future__ import annotations

import json

import pytest

from kamnb.findings.what_if import solve_again
from kamnb.instrument.load import load_instrument
from kamnb.paths import notebooks
from kamnb.text.load import LANGUAGES
from kamnb.workbook.record import Recorder
from kamnb.workbook.show import Shown
from kamnb.workbook.synthesis import SynthesisPaper
from kamnb.workbook.what_if import Panel, usual_changes


@pytest.fixture
def paper(demo, demo_diagnosis, tmp_path):
    """The synthesis of the demo in a run."""
    form = json.loads(demo_diagnosis.to_json())
    recorder = Recorder(tmp_path, "synthesis")
    return SynthesisPaper(demo, load_instrument(), recorder, "en", False, demo_diagnosis, form)


def by_hand(paper):
    return SynthesisPaper(**{**vars(paper), "interactive": True})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_a_run_it_is_a_plain_table_that_is_not_recorded(paper, lang, tmp_path):
    shown = SynthesisPaper(**{**vars(paper), "lang": lang}).what_if()
    assert isinstance(shown, Shown)
    table = next(b for b in shown.blocks if b["kind"] == "table")
    assert len(table["rows"]) == len(usual_changes(paper.diagnosis)) > 5
    assert all(row[0]["text"][lang] in repr(shown) for row in table["rows"])
    assert "<table" in shown._repr_html_() and not list(tmp_path.rglob("*.json"))


def test_a_named_change_is_answered_even_by_hand(paper):
    shown = by_hand(paper).what_if({"days90": 0.0})
    fell = solve_again(paper.diagnosis, {"days90": 0.0}).steps
    table = next(b for b in shown.blocks if b.get("id") == "what-if")
    assert [row[0]["ref"] for row in table["rows"]] == [step.remedy for step in fell]


def test_nothing_changed_says_so(paper):
    assert "The roadmap stays as it is." in repr(paper.answer(solve_again(paper.diagnosis)))


def test_a_slider_solves_again_and_shows_what_moves(paper):
    panel = by_hand(paper).what_if()
    assert isinstance(panel, Panel) and panel.answer.steps == ()
    panel.days["days90"].value = 20
    assert panel.answer == solve_again(paper.diagnosis, {"days90": 20.0}) and panel.answer.steps
    (shown,) = panel.out.outputs
    assert shown["data"]["text/plain"] == repr(paper.answer(panel.answer))
    panel.name.value, panel.times.value = "R", 3.0
    assert panel.answer == solve_again(paper.diagnosis, {"days90": 20.0}, {"R": 3.0})
    panel.days["days90"].value, panel.times.value = 60, 1.0
    assert panel.answer.steps == ()


def test_the_paper_has_the_cell():
    cells = json.loads((notebooks() / "06_synthesis.ipynb").read_text(encoding="utf-8"))["cells"]
    assert ["synthesis.what_if()"] in [c["source"] for c in cells]
