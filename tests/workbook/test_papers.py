"""What the working papers say that the report does not: whether anything is missing, and phases before the roadmap is solved."""

from __future__ import annotations

import json

import pytest

from kamnb.instrument.load import load_instrument
from kamnb.report.build import read_blocks
from kamnb.report.evidence import full_conclusions
from kamnb.text.load import LANGUAGES, both
from kamnb.workbook.area import AreaPaper
from kamnb.workbook.intake import IntakePaper
from kamnb.workbook.record import Recorder
from kamnb.workbook.synthesis import SynthesisPaper


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("without", [(), ("survey", "ledger")])
def test_the_intake_names_what_is_missing_or_says_that_nothing_is(
    demo, demo_diagnosis, tmp_path, lang, without
):
    form = json.loads(demo_diagnosis.to_json())
    form["received"] = [r for r in form["received"] if r["table"] not in without]
    paper = IntakePaper(demo, load_instrument(), Recorder(tmp_path, "intake"), lang, False, form)
    told = repr(paper.missing())
    assert (both("report", "unknown.no_tables")[lang] in told) is not bool(without)
    assert all(both("tables", name)[lang] in told for name in without)


def test_a_paper_of_one_area_tells_the_earliest_phase_and_not_a_plan_of_its_own(demo_diagnosis, instrument):
    form = json.loads(demo_diagnosis.to_json())
    planned = {r["id"]: r for r in form["recommendations"]}
    table = full_conclusions(instrument, form, "purpose")[-1]
    told = {row[0]["ref"]: row[-1]["text"] for row in table["rows"]}
    assert told and table["columns"][-1]["label"] == both("report", "columns.earliest")
    assert all(text == both("report", f"phases.{planned[id]['earliest']}") for id, text in told.items())
    assert any(planned[id]["earliest"] != planned[id]["phase"] for id in told)


def test_an_area_s_figure_of_word_and_record_follows_the_test_over_all_clauses(
    demo, demo_results, demo_diagnosis, instrument, tmp_path
):
    """An area's own paper tests its few clauses alone, so it may call a clash what the whole report does not."""
    for area in ("strategy", "it"):
        result = next(r for r in demo_results if r.area == area)
        AreaPaper(demo, instrument, Recorder(tmp_path, area), "en", False, area, result).clash()
    form = json.loads(demo_diagnosis.to_json())
    found = {c for c in form["clauses"] if form["clauses"][c]["readings_disagree"]}
    assert {"S3", "S4", "I1"} <= found
    form["clauses"]["S3"]["readings_disagree"] = False
    drawn = {p: p.read_bytes() for p in (tmp_path / "blocks").glob("*opinion_record*.svg")}
    assert len(drawn) == 4
    SynthesisPaper(demo, instrument, Recorder(tmp_path, "synthesis"), "en", False, None, form).clash()
    told = {
        a: [b["clash"] for b in read_blocks(tmp_path, a) or [] if "clash" in b] for a in ("strategy", "it")
    }
    assert told == {"strategy": [["S4"]], "it": [["I1"]]}
    again = {p.name for p, before in drawn.items() if p.read_bytes() != before}
    assert again == {f"strategy-opinion_record.{lang}.svg" for lang in LANGUAGES}
