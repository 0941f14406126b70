"""What stands behind a reference: sentence, finding, clause, readings, indicator, tables, rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import kamnb
from kamnb.instrument.load import Instrument, find_indicators
from kamnb.model import Diagnosis, Measurement
from kamnb.paths import demo_client
from kamnb.sources.client import ClientData, build_client
from kamnb.sources.contract import load_contract
from kamnb.trace import explain
from kamnb.trace.chain import indicator_link
from kamnb.trace.noted import noting
from kamnb.trace.refs import all_figures, all_indicators, find_ref, known_refs
from kamnb.trace.rows import PERSONAL, trace_rows


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, demo_diagnosis: Diagnosis) -> Path:
    """A run of the demo, as far as a trace needs it."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "diagnosis.json").write_text(demo_diagnosis.to_json(), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def form(run: Path) -> dict[str, Any]:
    return json.loads((run / "diagnosis.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_every_id_that_stands_in_the_report_can_be_asked_for(
    instrument: Instrument, form: dict[str, Any]
) -> None:
    known = known_refs(instrument, form)
    wanted = [*form["clauses"], *form["areas"], *(f["id"] for f in form["findings"])]
    wanted += [r["id"] for r in form["recommendations"]] + [i.id for i in instrument.items()]
    wanted += [e["indicator"] for c in form["clauses"].values() for e in c["evidence"]]
    wanted += [ref for f in form["findings"] for ref in f["evidence"]]
    wanted += list(all_figures())
    assert len(wanted) > 300 and [w for w in wanted if w not in known] == []


@pytest.mark.parametrize(
    ("given", "kind", "id"),
    [
        ("S3", "clause", "S3"),
        ("s3", "clause", "S3"),
        ("S", "area", "strategy"),
        ("survey S1.1", "item", "S1.1"),
        ("survey:S1", "clause", "S1"),
        ("#zh-strategy-plan_coverage", "figure", "plan_coverage"),
        ("PLANS_ALIVE", "indicator", "plans_alive"),
    ],
)
def test_names_are_taken_as_people_write_them(
    given: str, kind: str, id: str, instrument: Instrument, form: dict[str, Any]
) -> None:
    found = find_ref(instrument, form, given)
    assert (found.kind, found.id) == (kind, id)


def test_a_finding_is_traced_to_every_piece_of_its_evidence(run: Path, form: dict[str, Any]) -> None:
    finding = next(f for f in form["findings"] if any(e in f["evidence"] for e in ("plans_alive",)))
    found = kamnb.explain(run, finding["id"], demo_client())
    indicators = [e for e in finding["evidence"] if ":" not in e]
    assert [i["id"] for i in found["indicators"]] == indicators
    assert all(i["same"] for i in found["indicators"])
    assert found["sentences"][1] == finding["text"] and found["clauses"][0]["id"] == finding["clause"]
    assert {t["table"] for t in found["indicators"][0]["tables"]} >= set(found["indicators"][0]["needs"])


def test_every_indicator_of_the_demo_comes_out_the_same_and_names_what_it_needs(
    demo: ClientData, form: dict[str, Any], instrument: Instrument
) -> None:
    for indicator in find_indicators("strategy") + find_indicators("foundations"):
        link = indicator_link(instrument, form, indicator, demo, {})
        assert link["same"], indicator.id
        read = {t["table"] for t in link["tables"] if t["read"]}
        assert set(indicator.needs) <= read, indicator.id
        for table in link["tables"]:
            rows = table["rows"]
            assert rows["n"] <= table["rows_received"] or not table["rows_received"]
            if table["table"] in PERSONAL:
                assert rows["ids"] == [] and rows["scope"] in ("counts", "none")


def test_no_person_s_id_is_listed(run: Path) -> None:
    people = set(pd.read_csv(demo_client() / "managers.csv", dtype=str)["manager_id"])
    people |= set(pd.read_csv(demo_client() / "survey.csv", dtype=str)["respondent_id"])
    people |= set(pd.read_csv(demo_client() / "interviews.csv", dtype=str)["interview_id"])
    told = json.dumps(
        [explain(run, ref, demo_client()) for ref in ("M2", "M5", "S1.1", "I2")], ensure_ascii=False
    )
    listed = {f'"{p}"' for p in people}
    assert len(people) > 100 and not [p for p in listed if p in told]


def test_personal_tables_are_tables_of_the_contract() -> None:
    assert set(PERSONAL) <= set(load_contract().tables)


def test_without_inputs_the_chain_ends_at_the_indicator(run: Path) -> None:
    found = explain(run, "plans_alive")
    assert found["inputs"]["state"] == "absent" and found["notes"]
    assert found["indicators"][0]["tables"] == [] and found["indicators"][0]["same"] is None


def test_an_item_of_few_answers_tells_no_number(tmp_path: Path) -> None:
    (tmp_path / "client.yml").write_text("as_of: 2026-09-30\nname: a\n", encoding="utf-8")
    frame = pd.DataFrame(
        {
            "respondent_id": range(9),
            "side": "firm",
            "level": "manager",
            "S3.1": [3, 4, 2, 4] + [None] * 5,
            "F1.1": 4,
        }
    )
    frame.to_csv(tmp_path / "survey.csv", index=False)
    assert explain(tmp_path, "S3.1")["item"]["answers"] is None
    assert explain(tmp_path, "F1.1")["item"]["answers"] == 9


def requests() -> ClientData:
    """Three requests, one of them two years old."""
    days = pd.to_datetime(["2026-09-01", "2024-09-01", "2026-08-01"])
    frame = pd.DataFrame(
        {"request_id": ["R1", "R2", "R3"], "manager_id": "M1", "department": "it", "requested_on": days}
    )
    return build_client(None, {"resource_requests": frame})


def test_rows_of_a_window_are_those_that_the_indicator_cut_out() -> None:
    client = noting(requests())
    client.in_window(client.frame("resource_requests"), "requested_on", 12)
    found = trace_rows(client, "resource_requests")
    assert (found["scope"], found["n"], found["ids"]) == ("window", 2, ["R1", "R3"])
    assert found["windows"] == [{"column": "requested_on", "months": 12}]


def test_rows_that_were_numbered_anew_are_not_taken_for_the_table_s() -> None:
    client = noting(requests())
    frame = client.frame("resource_requests").sort_values("requested_on").reset_index(drop=True)
    client.in_window(frame, "requested_on", 12)
    found = trace_rows(client, "resource_requests")
    assert (found["scope"], found["n"]) == ("table", 3)


def test_a_noting_client_answers_as_the_client_does() -> None:
    plain = requests()
    client = noting(plain)
    assert client.has("resource_requests", "department") and not client.has("plans")
    pd.testing.assert_frame_equal(client.frame("resource_requests"), plain.frame("resource_requests"))
    assert client.lazy("resource_requests").collect().shape[0] == 3
    assert client.reads.tables == ["resource_requests"]
    assert client.reads.columns == {"resource_requests": {"department"}}


def test_a_value_that_came_out_otherwise_is_said(run: Path, form: dict[str, Any], tmp_path: Path) -> None:
    other = json.loads(json.dumps(form))
    evidence = next(e for e in other["clauses"]["S4"]["evidence"] if e["indicator"] == "plans_alive")
    evidence["value"] = 0.5
    (tmp_path / "diagnosis.json").write_text(json.dumps(other), encoding="utf-8")
    found = explain(tmp_path, "plans_alive", demo_client())
    assert found["indicators"][0]["same"] is False
    assert "plans_alive" in found["notes"][0]["en"]


def test_indicators_are_known_by_id(instrument: Instrument) -> None:
    found = all_indicators(instrument)
    assert len(found) > 60 and all(isinstance(i.id, str) and i.id == key for key, i in found.items())
    assert not [i for i in found.values() if isinstance(i.measure, Measurement)]
