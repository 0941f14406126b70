"""The chapter on causes: every claim in words, roots, and whether people are the greatest obstacle."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kamnb.causes.claims import load_claims
from kamnb.instrument.load import Instrument
from kamnb.model import Diagnosis
from kamnb.report.causes import (
    FIGURE,
    cause_blocks,
    map_series,
    paths_of,
    people_claim,
    without_map,
)
from kamnb.report.summary import summary_blocks
from kamnb.text.load import LANGUAGES

MAP = {"kind": "figure", "id": FIGURE}
OTHER = {"kind": "figure", "id": "level_ladder"}


@pytest.fixture
def form(demo_diagnosis: Diagnosis) -> dict[str, Any]:
    """The demo's diagnosis as written."""
    return json.loads(demo_diagnosis.to_json())


def with_outcomes(form: dict[str, Any], outcome: str) -> dict[str, Any]:
    """The same diagnosis with one outcome for all claims."""
    told = {"effect": 0.5, "low": 0.2, "high": 0.7, "reason": "", "outcome": outcome}
    return {**form, "causes": [{**c, **told} for c in form["causes"]]}


def table_of(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """The table of claims."""
    return next(b for b in blocks if b["kind"] == "table")


def bullets(blocks: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The root paths."""
    return [item for b in blocks if b["kind"] == "bullets" for item in b["items"]]


def test_the_demo_s_diagnosis_carries_every_claim(form: dict[str, Any]) -> None:
    assert [(c["from"], c["to"]) for c in form["causes"]] == [(c.cause, c.effect) for c in load_claims()]
    keys = {"from", "to", "unit", "effect", "low", "high", "p", "n", "outcome"}
    for c in form["causes"]:
        assert keys <= set(c)
        assert c["outcome"] in ("consistent", "contrary", "no_variation", "cannot_tell")
        assert (c["effect"] is None) == (c["p"] is None)
        assert c["effect"] is None or c["n"] >= 8 and c["low"] <= c["effect"] <= c["high"]
    assert form["people"]["area"] == "manager" and 0 <= form["people"]["lowest_probability"] <= 1


def test_every_claim_is_a_row_in_every_language(instrument: Instrument, form: dict[str, Any]) -> None:
    found = table_of(cause_blocks(instrument, form, []))
    assert len(found["rows"]) == 18
    for row, c in zip(found["rows"], form["causes"], strict=True):
        assert all(cell["text"][lang].strip() for cell in row for lang in LANGUAGES)
        assert c["from"] in row[0]["text"]["en"] and c["to"] in row[0]["text"]["zh"]


@pytest.mark.parametrize(("outcome", "rows"), [("consistent", 1), ("contrary", 1), ("cannot_tell", 0)])
def test_the_board_s_chapter_has_the_claims_that_are_told_and_no_empty_table(
    instrument: Instrument, form: dict[str, Any], outcome: str, rows: int
) -> None:
    silent = with_outcomes(form, "no_variation")["causes"]
    told = with_outcomes(form, outcome)["causes"][3]
    blocks = cause_blocks(instrument, {**form, "causes": [*silent[:3], told, *silent[4:]]}, [], whole=False)
    tables = [b for b in blocks if b["kind"] == "table"]
    assert [len(b["rows"]) for b in tables] == [1] * rows
    assert all(told["from"] in b["rows"][0][0]["text"]["zh"] for b in tables)


def test_missing_tables_are_named_in_the_reader_s_words(instrument: Instrument, form: dict[str, Any]) -> None:
    lacking = {**form["causes"][2], "effect": None, "outcome": "cannot_tell", "reason": "missing"}
    lacking["missing"] = ["touchpoints", "managers"]
    row = table_of(cause_blocks(instrument, {**form, "causes": [lacking]}, []))["rows"][0]
    assert row[3]["text"]["en"] == "–"
    assert row[4]["text"]["zh"].endswith("缺少客户互动记录、大客户经理")


@pytest.mark.parametrize("outcome", ["consistent", "contrary", "no_variation", "cannot_tell"])
def test_each_outcome_has_its_words_and_none_says_proven(
    instrument: Instrument, form: dict[str, Any], outcome: str
) -> None:
    blocks = cause_blocks(instrument, with_outcomes(form, outcome), [])
    words = {cell[4]["text"]["zh"] for cell in table_of(blocks)["rows"]}
    assert len(words) == 1 and "证明" not in words.pop()
    said = str([r[4]["text"]["en"] for r in table_of(blocks)["rows"]])
    assert "prove" not in said


def test_roots_follow_the_claims_that_are_not_spoken_against(
    instrument: Instrument, form: dict[str, Any]
) -> None:
    weak = [
        {**form["findings"][0], "kind": "gap", "status": None, "clause": c}
        for c in ("F2", "M6", "O2", "F5", "M8")
    ]
    given = {**with_outcomes(form, "consistent"), "findings": weak}
    assert paths_of(given) == [("F2", "M6", "O2"), ("F5", "M8")]
    told = bullets(cause_blocks(instrument, given, []))
    assert len(told) == 2 and "F2" in told[0]["zh"] and "O2" in told[0]["zh"]
    assert told != bullets(cause_blocks(instrument, {**with_outcomes(given, "cannot_tell")}, []))
    assert paths_of(with_outcomes(given, "contrary")) == []
    withdrawn = [{**f, "status": "withdrawn" if f["clause"] == "F5" else None} for f in weak]
    assert paths_of({**given, "findings": withdrawn}) == [("F2", "M6", "O2")]


def test_the_map_shows_what_the_table_says(instrument: Instrument, form: dict[str, Any]) -> None:
    found = map_series(instrument, form)
    assert [e["outcome"] for e in found["edges"]] == [c["outcome"] for c in form["causes"]]
    roots = {name for path in paths_of(form) for name in path}
    assert {n["id"] for n in found["nodes"] if n["root"]} == roots
    for node in found["nodes"]:
        assert node["score"] == form["clauses"][node["id"]]["score"]


def test_the_map_stands_here_and_nowhere_else(instrument: Instrument, form: dict[str, Any]) -> None:
    assert without_map([OTHER, MAP]) == [OTHER]
    blocks = cause_blocks(instrument, form, [OTHER, MAP])
    assert MAP in blocks and OTHER not in blocks


def people(form: dict[str, Any], chance: float | None) -> dict[str, Any]:
    """The same diagnosis with another probability."""
    return {**form, "people": {"area": "manager", "lowest_probability": chance}}


def test_people_are_said_to_be_the_obstacle_as_surely_as_the_scores_say(
    instrument: Instrument, form: dict[str, Any]
) -> None:
    said = {c: people_claim(instrument, people(form, c)) for c in (0.95, 0.5, 0.05, None)}
    assert said[None] is None
    assert len({text["zh"] for text in said.values() if text}) == 3
    assert "不足以判断" in (said[0.5] or {})["zh"] and "不一致" in (said[0.05] or {})["zh"]


def test_summary_and_chapter_say_the_same_of_people(instrument: Instrument, form: dict[str, Any]) -> None:
    for chance in (0.95, 0.5, 0.05):
        given = people(form, chance)
        claim = people_claim(instrument, given)
        for blocks in (summary_blocks(instrument, given), cause_blocks(instrument, given, [])):
            assert claim in [b["text"] for b in blocks if b["kind"] == "callout"]


def test_without_a_result_of_the_foundations_the_chapter_says_so(
    instrument: Instrument, form: dict[str, Any]
) -> None:
    blocks = cause_blocks(instrument, {**form, "causes": []}, [])
    assert blocks[0]["kind"] == "callout" and not bullets(blocks)


def test_a_claim_whose_interval_lies_on_the_other_side_says_so_and_so_does_its_path(
    instrument: Instrument, form: dict[str, Any]
) -> None:
    weak = [{**form["findings"][0], "kind": "gap", "status": None, "clause": c} for c in ("F2", "M6", "O2")]
    claims = [{**c, "outcome": "cannot_tell", "reason": "weak", "missing": []} for c in form["causes"]]
    claims = [{**c, "effect": 0.1, "low": -0.2, "high": 0.4} for c in claims]
    at = next(i for i, c in enumerate(claims) if (c["from"], c["to"]) == ("F2", "M6"))
    claims[at] |= {"effect": -0.7, "low": -0.9, "high": -0.1}
    blocks = cause_blocks(instrument, {**form, "causes": claims, "findings": weak}, [])
    words = [row[4]["text"] for row in table_of(blocks)["rows"]]
    assert [i for i, text in enumerate(words) if "the other way" in text["en"] and "相反" in text["zh"]] == [
        at
    ]
    (told,) = bullets(blocks)
    assert (
        "F2 → M6 the data lean the other way" in told["en"] and "F2 → M6 的估计方向与判断相反" in told["zh"]
    )
