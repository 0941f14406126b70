"""Do sums, counts and money lead to what they are made of, and does a tile say what is missing instead of zero?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kamnb.instrument.load import Instrument
from kamnb.model import Diagnosis
from kamnb.pipeline import measure_area, synthesise
from kamnb.report.build import build_document, read_form
from kamnb.report.summary import kpis
from kamnb.sources.client import build_client

Form = dict[str, Any]


@pytest.fixture(scope="module")
def run(demo_diagnosis: Diagnosis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's diagnosis as a run leaves it."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "diagnosis.json").write_text(demo_diagnosis.to_json(), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def form(run: Path) -> Form:
    """The demo's written form."""
    return read_form(run)


@pytest.fixture(scope="module")
def untold(instrument: Instrument) -> Form:
    """The written form of a client of whom nothing is known."""
    client = build_client(None, {})
    return json.loads(synthesise([measure_area(client, a.id) for a in instrument.areas]).to_json())


@pytest.fixture(scope="module")
def entries(run: Path) -> dict[str, Form]:
    """The lineage's entries by id."""
    return {e["id"]: e for e in build_document(run)["lineage"]["entries"]}


def test_each_tile_of_the_summary_leads_to_an_entry(run: Path, entries: dict[str, Form]) -> None:
    summary = build_document(run)["chapters"][0]
    tiles = next(b for b in summary["blocks"] if b["kind"] == "kpis")["items"]
    assert [t["lineage"] for t in tiles] == [f"lineage-{n}" for n in ("whole", "gaps", "clashes", "answers")]
    assert summary["sources"] == ["lineage-whole"] and {t["lineage"] for t in tiles} <= set(entries)


def test_sums_are_made_of_what_the_diagnosis_says(
    form: Form, entries: dict[str, Form], instrument: Instrument
) -> None:
    assert entries["lineage-whole"]["parts"] == [f"lineage-{a.prefix}" for a in instrument.areas]
    strategy = instrument.area("strategy")
    assert entries["lineage-S"]["parts"] == [f"lineage-{c.id}" for c in strategy.clauses]
    gaps = {f["clause"] for f in form["findings"] if f["kind"] == "gap"}
    assert set(entries["lineage-gaps"]["parts"]) == {f"lineage-{g}" for g in gaps}
    clashes = [k for k, c in form["clauses"].items() if c["readings_disagree"]]
    assert entries["lineage-clashes"]["parts"] == [f"lineage-{k}" for k in clashes]
    lines = [line["en"] for line in entries["lineage-answers"]["readings"]]
    assert len(lines) == 3 and all(str(n) in "".join(lines) for n in (9, 40, 180))


def test_money_leads_to_its_components_and_these_to_their_indicators(
    run: Path, form: Form, entries: dict[str, Form]
) -> None:
    known = [c for c in form["value_components"] if c["mid"] is not None]
    assert known and entries["lineage-value"]["parts"] == [f"lineage-value-{c['id']}" for c in known]
    for c in known:
        parts = entries[f"lineage-value-{c['id']}"]["parts"]
        assert parts == [f"lineage-{p}" for p in (c["clause"], *c["indicators"])]
    value = next(c for c in build_document(run)["chapters"] if c["id"] == "value")
    assert value["sources"] == ["lineage-value"]
    table = next(b for b in value["blocks"] if b.get("id") == "value-components")
    linked = [{c["lineage"] for c in row if c.get("lineage")} for row in table["rows"]]
    names = [f"lineage-value-{c['id']}" if c["mid"] is not None else None for c in form["value_components"]]
    assert linked == [{n} if n else set() for n in names] + [{"lineage-value"}]


def test_a_tile_without_a_number_says_what_is_missing(untold: Form) -> None:
    for tile in kpis(untold)["items"]:
        for lang in ("zh", "en"):
            assert not any(c.isdigit() for c in tile["value"][lang]) and tile["note"][lang]
            assert "\u2013" not in tile["note"][lang]
        assert tile["tone"] in (None, "muted")


def test_too_few_areas_are_counted(untold: Form, form: Form) -> None:
    areas = {**untold["areas"], "strategy": form["areas"]["strategy"]}
    told = kpis({**untold, "areas": areas})["items"][0]["note"]
    assert "1" in told["en"] and "7" in told["en"] and told["zh"].startswith("7")


def test_of_a_group_that_is_held_back_nothing_is_counted() -> None:
    from kamnb.report.summary import response_tile

    survey = {"respondents": {"executive": None, "manager": 10}, "invited": {"executive": 9, "manager": 40}}
    tile = response_tile({"survey": survey})
    assert tile["value"]["en"].startswith("25") and "40" in tile["note"]["en"]
    assert "49" not in tile["note"]["en"]


def test_an_area_of_too_few_clauses_is_not_said_to_have_too_few_people(form: Form) -> None:
    from kamnb.report.blocks import score_with_interval

    area = {**form["areas"]["strategy"], "score": None, "outcome": "too_few"}
    clause = {**form["clauses"]["S1"], "score": None, "outcome": "too_few"}
    assert "clauses" in score_with_interval(area)["en"] and "clauses" not in score_with_interval(clause)["en"]
