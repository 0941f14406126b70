"""The chapters on the roadmap and on the value at stake print what the diagnosis says, and the summary the gist of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kamnb.findings.recommend import PHASES
from kamnb.instrument.load import Instrument
from kamnb.model import Diagnosis
from kamnb.report.area import area_blocks
from kamnb.report.blocks import clause_score, scorecard
from kamnb.report.roadmap import FIGURE, plan_series, planned, roadmap_blocks, unanswered
from kamnb.report.summary import answers, matters, summary_blocks
from kamnb.report.value import assumption_blocks, value_blocks, value_sentence, value_series

Form = dict[str, Any]


@pytest.fixture
def form(demo_diagnosis: Diagnosis) -> Form:
    """The demo's diagnosis as written; a fresh copy."""
    return json.loads(demo_diagnosis.to_json())


def tables(blocks: list[Form]) -> dict[str, Form]:
    return {b["id"]: b for b in blocks if b["kind"] == "table"}


def first_cells(table: Form) -> list[str]:
    return [row[0]["text"]["en"] for row in table["rows"]]


def test_each_remedy_stands_once_in_its_phase_or_among_those_left_out(form: Form) -> None:
    found = tables(roadmap_blocks(form))
    told = [title for id, table in found.items() if id.startswith("plan-") for title in first_cells(table)]
    assert sorted(told) == sorted(r["title"]["en"] for r in form["recommendations"])
    for phase in PHASES:
        assert first_cells(found[f"plan-{phase}"]) == [r["title"]["en"] for r in planned(form, phase)]
    left = [r for r in form["recommendations"] if r["left_out"]]
    assert first_cells(found["plan-left-out"]) == [r["title"]["en"] for r in left]


def test_the_commitments_are_signed_by_their_owners(form: Form) -> None:
    found = tables(roadmap_blocks(form))["commitments"]
    chosen = planned(form, PHASES[0])
    assert chosen and first_cells(found) == [r["title"]["en"] for r in chosen]
    assert all(row[3]["text"]["zh"] == row[4]["text"]["zh"] == "" for row in found["rows"])


def test_a_left_out_remedy_names_the_requirement_that_is_left_out(form: Form) -> None:
    titles = {r["id"]: r["title"]["zh"] for r in form["recommendations"]}
    rows = tables(roadmap_blocks(form))["plan-left-out"]["rows"]
    told = {row[0]["text"]["zh"]: row[4]["text"]["zh"] for row in rows}
    blocked = [r for r in form["recommendations"] if r["left_out"] == "prerequisite"]
    assert blocked
    for r in blocked:
        left = [
            q for q in r["requires"] if any(o["id"] == q and o["left_out"] for o in form["recommendations"])
        ]
        assert left and all(titles[q] in told[r["title"]["zh"]] for q in left)


def test_the_commitments_have_a_page_with_owner_first_step_measure_and_clauses(form: Form) -> None:
    blocks = roadmap_blocks(form, [{"kind": "figure", "id": FIGURE}])
    breaks = [i for i, b in enumerate(blocks) if b["kind"] == "pagebreak"]
    how = next(i for i, b in enumerate(blocks) if b.get("id") == "roadmap-how")
    assert len(breaks) == 1 and breaks[0] < how
    page = blocks[breaks[0] + 1 : how]
    cards = [b for b in page if b["kind"] == "remedy"]
    assert [c["id"] for c in cards] == [r["id"] for r in planned(form, "days90")] and len(cards) == 3
    assert all(b["kind"] != "remedy" for b in blocks[: breaks[0]] + blocks[how:])
    for card, r in zip(cards, planned(form, "days90"), strict=True):
        meta = " ".join(m["value"]["en"] for m in card["meta"])
        assert card["first_step"] == r["first_step"] and card["measure"] == r["measure"]
        assert all(c in meta for c in r["clauses"])
    assert "29 December 2026" in page[1]["text"]["en"]


def test_without_commitments_and_without_remedies_the_chapter_says_so(form: Form) -> None:
    later = [{**r, "left_out": r["left_out"] or "capacity"} for r in form["recommendations"]]
    kinds = [b["kind"] for b in roadmap_blocks({**form, "recommendations": later})]
    assert kinds[:3] == ["heading", "callout", "heading"] and "pagebreak" not in kinds
    assert len(roadmap_blocks({**form, "recommendations": []})) == 1
    everything = [{**r, "left_out": None} for r in form["recommendations"]]
    assert "plan-left-out" not in tables(roadmap_blocks({**form, "recommendations": everything}))


@pytest.mark.parametrize(("kept", "figure", "before"), [(6, True, True), (7, True, False), (6, False, False)])
def test_a_small_picture_of_the_roadmap_shares_its_page_with_how_it_was_chosen(
    form: Form, kept: int, figure: bool, before: bool
) -> None:
    fullest = max(PHASES, key=lambda phase: len(planned(form, phase)))
    given = [r for r in form["recommendations"] if r["phase"] == fullest and r["left_out"] is None][:kept]
    recorded = [{"kind": "figure", "id": FIGURE}] if figure else []
    ids = [b.get("id") for b in roadmap_blocks({**form, "recommendations": given}, recorded)]
    assert (ids.index("roadmap-how") < ids.index("roadmap-commitments")) is before


def test_the_figure_is_taken_from_what_was_recorded_and_draws_the_plan(form: Form) -> None:
    recorded = [{"kind": "figure", "id": FIGURE}, {"kind": "figure", "id": "value_at_stake"}]
    assert [b["id"] for b in roadmap_blocks(form, recorded) if b["kind"] == "figure"] == [FIGURE]
    assert [b["id"] for b in value_blocks(form, recorded) if b["kind"] == "figure"] == ["value_at_stake"]
    drawn = {p["id"]: p for p in plan_series(form)["phases"]}
    assert [len(drawn[p]["remedies"]) for p in PHASES] == [len(planned(form, p)) for p in PHASES]
    robust = [r["robust"] for p in drawn.values() for r in p["remedies"]]
    assert any(robust) and not all(robust)
    assert [row["id"] for row in value_series(form)["rows"]][-1] == "all"


def test_an_area_says_of_its_remedy_that_it_is_not_planned(form: Form, instrument: Instrument) -> None:
    found = tables(area_blocks(instrument, form, "it"))["it-remedies"]
    phases = {row[0]["ref"]: row[3]["text"]["en"] for row in found["rows"]}
    for r in form["recommendations"]:
        if r["id"] in phases:
            assert (phases[r["id"]] == "Not planned") == (r["left_out"] is not None)
    assert "Not planned" in phases.values()


def test_priorities_are_told_where_the_client_set_them(form: Form) -> None:
    form["roadmap"]["priorities"] = {"M6": 1.5, "S": 2.0}
    blocks = roadmap_blocks(form)
    how = next(i for i, b in enumerate(blocks) if b.get("id") == "roadmap-how")
    told = blocks[how + 2]["text"]
    assert "M6 × 1.5, S × 2" in told["zh"] and "M6 × 1.5, S × 2" in told["en"]


def test_the_summary_says_what_is_at_stake_and_three_things_of_the_first_ninety_days(
    form: Form, instrument: Instrument
) -> None:
    blocks = summary_blocks(instrument, form)
    text = json.dumps(blocks, ensure_ascii=False)
    for lang in ("zh", "en"):
        assert value_sentence(form)[lang] in text
    last = [b for b in blocks if b["kind"] == "bullets"][-1]
    assert len(last["items"]) == 3
    for item, r in zip(last["items"], planned(form, "days90"), strict=False):
        assert r["title"]["en"] in item["en"] and r["first_step"]["en"] in item["en"]


def test_the_summary_says_when_work_on_each_finding_that_matters_begins(
    form: Form, instrument: Instrument
) -> None:
    found = matters(form)
    assert len(found) == 3 and all(f["remedies"] for f in found)
    phases = dict(zip((f["id"] for f in found), ("days90", "year3", None), strict=True))
    of = {r: f["id"] for f in reversed(found) for r in f["remedies"]}
    form["recommendations"] = [
        {
            **r,
            "phase": phases[of[r["id"]]] or "year1",
            "left_out": None if phases[of[r["id"]]] else "capacity",
        }
        for r in form["recommendations"]
        if r["id"] in of
    ]
    text = answers(form, found)
    first, second, third = (f["clause"] for f in found)
    assert text and f"{first} in the first 90 days; {second} in years 2–3; {third} not planned." in text["en"]
    assert f"{first} 前 90 天启动；{second} 第二至三年启动；{third} 未排入路线图。" in text["zh"]
    assert text in [b.get("text") for b in summary_blocks(instrument, form)]
    assert answers({**form, "recommendations": []}, found) is None


def test_severe_findings_without_a_planned_remedy_are_named_by_their_clauses(form: Form) -> None:
    severe = {f["clause"] for f in form["findings"] if f["severity"] == 3 and f["remedies"]}
    nothing = [{**r, "left_out": "capacity"} for r in form["recommendations"]]
    assert severe and unanswered({**form, "recommendations": nothing}) == [
        c for c in form["clauses"] if c in severe
    ]
    everything = [{**r, "left_out": None} for r in form["recommendations"]]
    assert unanswered({**form, "recommendations": everything}) == []
    told = json.dumps(roadmap_blocks({**form, "recommendations": nothing}), ensure_ascii=False)
    assert "none of whose remedies is planned: " in told and "所需举措全部未排入的条款：" in told


def test_a_score_with_too_wide_an_interval_stands_in_brackets(form: Form, instrument: Instrument) -> None:
    clause = form["clauses"]["S3"]
    clause.update(score=41.0, low=10.0, high=80.0)
    rows = scorecard(instrument, form, "strategy", {"zh": "", "en": ""})["rows"]
    assert {r["ref"]: r["score_text"]["zh"] for r in rows}["S3"] == "(41)"
    clause.update(low=38.0, high=44.0)
    assert clause_score(clause)["en"] == "41" and clause_score({**clause, "score": None})["en"] == "–"


def test_of_equally_grave_findings_the_costliest_matters_first(form: Form) -> None:
    findings = [{**f, "severity": 3, "kind": "gap", "value": None} for f in form["findings"][:20]]
    dear = {**findings[-1], "value": 5e6}
    assert matters({**form, "findings": [*findings[:-1], dear]})[0]["id"] == dear["id"]


def test_the_components_and_assumptions_are_printed_with_the_client_s_own_marked(form: Form) -> None:
    own = [
        {**a, "value": 0.9} if a["id"] == "recoverable_price_high" else a for a in form["value_assumptions"]
    ]
    given = {**form, "value_assumptions": own}
    found = tables(value_blocks(given) + assumption_blocks(given))
    assert len(found["value-components"]["rows"]) == 5
    whose = {row[1]["text"]["en"]: row[4]["text"]["en"] for row in found["value-assumptions-table"]["rows"]}
    assert whose["recoverable_price_low/mid/high"] == "the company's"
    assert set(whose.values()) == {"the company's", "ours"} and len(whose) == 6


def test_an_open_component_is_named_and_a_null_value_is_no_zero(form: Form) -> None:
    null = {"low": None, "mid": None, "high": None}
    parts = [{**c, **null, "outcome": "no_data", "whole": None} for c in form["value_components"]]
    some = value_blocks({**form, "value_components": [parts[0], *form["value_components"][1:]]})
    assert any(b["kind"] == "callout" and "Price erosion" in b["text"]["en"] for b in some)
    none = {"outcome": "no_data", "at_risk": None, **null}
    empty = value_blocks({**form, "value_components": parts, "value_at_stake": none})
    assert [b["kind"] for b in empty] == ["paragraph", "callout", "table"]
    money = [c["text"]["en"] for row in tables(empty)["value-components"]["rows"] for c in row[3:]]
    assert set(money) == {"–", "no data"}


def test_without_room_the_summary_does_not_say_that_nothing_is_called_for(
    instrument: Instrument, form: Form
) -> None:
    def said() -> list[str]:
        return [b["text"]["en"] for b in summary_blocks(instrument, form) if b["kind"] == "paragraph"]

    assert not any("too few person-days" in text for text in said())
    for r in form["recommendations"]:
        r["left_out"] = "no_capacity"
    assert any("too few person-days" in text for text in said())
    form["recommendations"] = []
    assert any("No finding calls for action" in text for text in said())
