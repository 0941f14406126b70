"""The fact-check card without a browser: a status with its reason, and what follows for report and roadmap."""

from __future__ import annotations

import json

import pytest

from kamnb.findings.json_form import diagnosis_form
from kamnb.instrument.load import load_instrument
from kamnb.pipeline import synthesise
from kamnb.report.build import build_document
from kamnb.report.findings import finding_block
from kamnb.sources.judgement_file import read_judgement_file
from kamnb.widgets.finding_view import FindingView
from kamnb.workbook.record import Recorder
from kamnb.workbook.show import Shown
from kamnb.workbook.synthesis import SynthesisPaper


@pytest.fixture
def paper(firm, folder, tmp_path):
    """The synthesis of the firm, by hand."""
    diagnosis = synthesise(firm[1])
    recorder = Recorder(tmp_path / "work", "synthesis")
    given = (firm[0], load_instrument(), recorder, "en", True, diagnosis, diagnosis_form(diagnosis))
    return SynthesisPaper(*given, list(firm[1]), [], folder)


def lonely(paper) -> str:
    """A finding that alone calls for some remedy."""
    needed = {n for r in paper.form["recommendations"] for n in r["requires"]}
    calls = [r["findings"] for r in paper.form["recommendations"] if r["id"] not in needed]
    return next(f[0] for f in calls if len(f) == 1)


def test_a_status_needs_its_reason(paper, folder):
    card = paper.fact_check().card
    assert card.message == f"None of the {len(card.findings)} findings has been checked with the client yet."
    before = (folder / "judgement.yml").read_bytes()
    assert not card.save_status()
    assert card.message.splitlines() == ["Choose what the client says of the finding.", "Give the reason."]
    card.status, card.reason = "disputed", "  "
    assert not card.save_status() and card.message == "Give the reason."
    assert (folder / "judgement.yml").read_bytes() == before


def test_a_withdrawn_finding_takes_its_remedies_out_of_the_roadmap(paper, folder):
    card, before = paper.fact_check().card, {r["id"] for r in paper.form["recommendations"]}
    card.chosen = lonely(paper)
    card.status, card.reason = "withdrawn", "the plan was mislaid: it exists"
    assert card.save_status()
    gone = before - {r["id"] for r in paper.form["recommendations"]}
    assert gone and "No longer called for, and out of the roadmap: " in card.message
    assert read_judgement_file(folder).judgement.findings[card.chosen].status == "withdrawn"
    assert {f["id"]: f["status"] for f in paper.form["findings"]}[card.chosen] == "withdrawn"
    assert not [r for r in paper.form["recommendations"] if card.chosen in r["findings"]]
    assert card.clear_status() and "Called for again: " in card.message
    assert {r["id"] for r in paper.form["recommendations"]} == before
    assert "findings" not in (folder / "judgement.yml").read_text(encoding="utf-8")
    assert card.clear_status() and card.message == "Nothing is said of this finding yet."


@pytest.mark.parametrize("status", ["accepted", "disputed", "withdrawn"])
def test_the_report_shows_it(paper, status, tmp_path):
    card = paper.fact_check().card
    card.chosen = next(f["id"] for f in paper.form["findings"] if f["kind"] == "gap")
    card.status, card.reason = status, "said on the phone"
    assert card.save_status()
    (found,) = card.finding()
    assert found["status_text"]["en"].endswith(": said on the phone")
    paper.save()
    document = build_document(tmp_path / "work")
    assert "said on the phone" in json.dumps(document)
    external = json.dumps(build_document(tmp_path / "work", external=True))
    assert "said on the phone" not in external
    block = finding_block(paper.instrument, paper.form, card.findings[card.chosen], 1)
    assert block == found


def test_it_resumes_and_in_a_run_it_is_a_plain_table(paper, folder):
    view = paper.fact_check()
    assert isinstance(view, FindingView) and paper.fact_check() is view
    view.card.status, view.card.reason = "accepted", "agreed"
    assert view.card.save_status()
    fields = {**vars(paper), "interactive": False}
    fields.pop("card")
    run = SynthesisPaper(**fields)
    assert isinstance(run.fact_check(), Shown) and "agreed" in repr(run.fact_check()) == repr(view)
    fields = {**vars(run), "interactive": True}
    again = SynthesisPaper(**fields).fact_check().card
    assert again.message.startswith("Resumed from judgement.yml") and ": 1 of " in again.message
    assert again.chosen != view.card.chosen
