"""Does a report on thin evidence say that it is thin, instead of saying that nothing is amiss?"""

from __future__ import annotations

import json
from typing import Any

import pytest

from kamnb.instrument.load import Instrument
from kamnb.model import Diagnosis
from kamnb.pipeline import measure_area, synthesise
from kamnb.report.area import conclusions
from kamnb.report.blocks import DASH, joined, say
from kamnb.report.causes import root_blocks, tell
from kamnb.report.chapters import (
    LEVELS,
    clash_blocks,
    clash_lead,
    levels_blocks,
    missing_indicators,
    scorecard_blocks,
)
from kamnb.report.evidence import people_blocks
from kamnb.report.summary import no_actions, no_findings
from kamnb.sources.client import build_client

Form = dict[str, Any]


@pytest.fixture(scope="module")
def form(demo_diagnosis: Diagnosis) -> Form:
    """The demo's written form."""
    return json.loads(demo_diagnosis.to_json())


@pytest.fixture(scope="module")
def untold(instrument: Instrument) -> Form:
    """The written form of a client of whom nothing is known."""
    client = build_client(None, {})
    return json.loads(synthesise([measure_area(client, a.id) for a in instrument.areas]).to_json())


def test_without_scores_the_summary_asks_for_data_and_counts_what_was_scored(
    form: Form, untold: Form
) -> None:
    total = len(untold["clauses"])
    assert no_findings(untold) == say("summary.findings_open", n="0", total=str(total))
    assert no_actions(untold) == say("summary.actions_open")
    assert no_actions({**form, "recommendations": []}) == say("summary.no_actions")


def test_word_against_record_does_not_announce_clauses_that_it_does_not_list(
    instrument: Instrument, form: Form, untold: Form
) -> None:
    same = {k: {**c, "readings_disagree": False} for k, c in form["clauses"].items()}
    some = {**same, "P1": {**same["P1"], "readings_disagree": True}}
    assert clash_lead({**form, "clauses": some}) == say("clash.lead")
    assert clash_lead({**form, "clauses": same}) == say("clash.lead_none")
    assert clash_blocks(instrument, untold, [])[0]["text"] == say("clash.none_both")
    calm = {**form, "clauses": same, "findings": []}
    assert clash_blocks(instrument, calm, [])[0]["text"] == say("clash.none")


def test_foundations_without_a_score_are_not_called_sound(instrument: Instrument, untold: Form) -> None:
    assert root_blocks(instrument, untold)[1]["text"] == tell("roots_open")


def test_nobody_heard_is_not_told_as_interviews(instrument: Instrument, untold: Form) -> None:
    assert people_blocks(instrument, untold, "purpose")[1]["text"] == say("area.no_voices")


def test_why_a_row_has_no_score_stands_in_it_once(instrument: Instrument, untold: Form) -> None:
    rows = scorecard_blocks(instrument, untold)[1]["rows"]
    assert {row["interval_text"]["en"] for row in rows} == {DASH["en"]}
    assert all(row["outcome_text"]["en"] for row in rows)


def test_a_table_of_which_no_column_is_named_stands_without_a_colon(
    instrument: Instrument, untold: Form
) -> None:
    wanted = [row[3]["text"]["en"] for row in missing_indicators(instrument, untold)[1]["rows"]]
    assert "programme" in wanted
    assert not [text for text in wanted if text.endswith((":", ": "))]


def test_no_blank_follows_a_full_width_full_stop() -> None:
    first, second = {"zh": "\u4e00\u3002", "en": "One."}, {"zh": "\u4e8c\u3002", "en": "Two."}
    assert joined(first, second) == {"zh": "\u4e00\u3002\u4e8c\u3002", "en": "One. Two."}


def test_a_chapter_names_the_clauses_on_which_views_differ_and_where_that_is_told(
    form: Form, instrument: Instrument
) -> None:
    blocks = conclusions(instrument, form, "strategy")
    on = {k: {f["clause"] for f in form["findings"] if f["kind"] == k} for k in ("disagreement", "level_gap")}
    assert {"S3", "S4"} <= on["disagreement"] and {"S1", "S2", "S7"} <= on["level_gap"]
    told = [b["text"]["en"] for b in blocks if b["kind"] == "paragraph"][-1]
    assert told == (
        "Word and record clash on S3 and S4: see [[clash]]. "
        "The levels or the two sides see S1, S2 and S7 differently: see [[evidence]]."
    )
    calm = {**form, "findings": [f for f in form["findings"] if f["kind"] == "strength"]}
    lead = [b["text"] for b in conclusions(instrument, calm, "it") if b["kind"] == "paragraph"]
    assert lead == [say("area.no_findings")] and any(
        b["kind"] == "finding" for b in conclusions(instrument, calm, "it")
    )


def test_a_picture_of_the_levels_without_a_difference_says_so(form: Form, instrument: Instrument) -> None:
    calm = {**form, "findings": [f for f in form["findings"] if f["kind"] != "level_gap"]}
    figure = {"kind": "figure", "id": LEVELS}
    assert levels_blocks(instrument, calm, []) == []
    assert levels_blocks(instrument, calm, [figure])[-1]["text"] == say("clash.levels_none")
    assert levels_blocks(instrument, form, [figure])[-1]["kind"] == "table"
