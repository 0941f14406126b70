"""From a client's folder to a diagnosis, end to end: with everything, and with next to nothing."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import kamnb
from kamnb.errors import InputError
from kamnb.instrument.load import Instrument
from kamnb.model import AreaResult, Diagnosis, Hole, Outcome
from kamnb.paths import demo_client
from kamnb.pipeline import area_coverage, area_estimate, diagnose, measure_area, read_client, synthesise
from kamnb.report.build import build_document
from kamnb.sources.client import ClientData, build_client
from kamnb.workbook.results import fingerprint, read_result, write_result

SETTINGS = "as_of: 2026-09-30\nname: {zh: 甲, en: A}\n"


def folder_with(tmp_path: Path, *tables: str) -> Path:
    """A client of whom only these tables of the demo are known, with settings that say the least."""
    folder = tmp_path / "least"
    folder.mkdir()
    (folder / "client.yml").write_text(SETTINGS, encoding="utf-8")
    for table in tables:
        shutil.copy(demo_client() / f"{table}.csv", folder)
    return folder


def outcomes(diagnosis: Diagnosis) -> set[str]:
    return {str(c.score.outcome) for c in diagnosis.clauses.values()}


def assert_honest(diagnosis: Diagnosis, folder: Path) -> None:
    """No number without evidence, no finding without a number, and a report can be laid out."""
    for key, c in diagnosis.clauses.items():
        r = c.result
        readings = (r.perception.combined, r.record, r.judgement.estimate)
        assert c.score.outcome == Outcome.MEASURED or c.score.score is None, key
        assert (c.score.score is not None) == any(e.measured for e in readings), key
        assert 0 <= r.coverage <= 1
        for i in r.indicators:
            assert (i.value is None) == (i.outcome != Outcome.MEASURED), i.indicator
    for f in diagnosis.findings:
        assert f.evidence and diagnosis.clauses[f.clause].score.score is not None
    run = folder.parent / "run"
    run.mkdir()
    (run / "diagnosis.json").write_text(diagnosis.to_json(), encoding="utf-8")
    assert len(build_document(run)["chapters"]) >= 12


def test_the_demo_from_end_to_end(demo_diagnosis: Diagnosis, instrument: Instrument) -> None:
    d = demo_diagnosis
    assert list(d.areas) == [a.id for a in instrument.areas]
    assert all(s.outcome == Outcome.MEASURED for s in (*d.areas.values(), d.whole))
    assert list(d.clauses) == [c.id for c in instrument.clauses()] and len(d.clauses) == 53
    assert all(s.low <= s.score <= s.high for s in (*d.areas.values(), d.whole))
    assert min(s.score for s in d.areas.values()) < d.whole.score < max(s.score for s in d.areas.values())
    assert d.whole.high - d.whole.low < min(s.high - s.low for s in d.areas.values())
    assert 0.5 < d.coverage["whole"] < 1
    assert d.holes == ()


def test_the_demo_s_facts_are_those_of_its_folder(demo_diagnosis: Diagnosis) -> None:
    f = demo_diagnosis.facts
    assert (f.client, f.as_of, f.wave, f.currency, f.minimum) == (
        "demo",
        "2026-09-30",
        "2026-autumn",
        "CNY",
        5,
    )
    assert f.name["zh"].endswith("（虚构）") and f.interviews == 15
    assert f.survey.respondents == {"executive": 7, "manager": 31, "frontline": 109, "account": 17}
    assert f.survey.invited == {"executive": 9, "manager": 40, "frontline": 180, "account": 25}
    assert (f.survey.straight_liners, f.survey.speeders, f.survey.alike_groups) == (5, 4, 1)
    assert len(f.received) == 24
    dropped = {r.table: r.dropped for r in f.received if sum(r.dropped.values())}
    assert sum(dropped["touchpoints"].values()) == 2 and sum(dropped["contacts"].values()) == 3


def test_the_public_functions_are_the_pipeline_s() -> None:
    assert kamnb.diagnose is diagnose and kamnb.measure_area is measure_area
    assert kamnb.read_client is read_client and kamnb.synthesise is synthesise
    with pytest.raises(AttributeError):
        _ = kamnb.no_such_thing


def test_diagnose_is_measure_area_and_synthesise(demo_diagnosis: Diagnosis) -> None:
    assert diagnose(demo_client()).to_json() == demo_diagnosis.to_json()


def test_the_order_of_the_areas_does_not_matter(
    demo_results: list[AreaResult], demo_diagnosis: Diagnosis
) -> None:
    assert synthesise(demo_results[::-1]).to_json() == demo_diagnosis.to_json()


@pytest.mark.parametrize("table", ["survey", "accounts", "interviews"])
def test_one_table_is_enough(tmp_path: Path, table: str) -> None:
    folder = folder_with(tmp_path, table)
    found = diagnose(folder)
    assert_honest(found, folder)
    assert [r.table for r in found.facts.received] == [table]
    if table == "survey":
        assert sum(c.score.score is not None for c in found.clauses.values()) == 53
        assert {str(c.result.perception.interviews.outcome) for c in found.clauses.values()} == {"no_data"}
        assert all(f.kind != "strength" for f in found.findings)  # opinion alone makes no strength
        assert "disagreement" not in {f.kind for f in found.findings}
    if table == "interviews":
        assert {"measured", "too_few"} <= outcomes(found)
        assert found.facts.survey.respondents == {} and found.facts.interviews == 15


def test_accounts_alone_are_outcomes_not_zeros(tmp_path: Path) -> None:
    found = diagnose(folder_with(tmp_path, "accounts"))
    for key, c in found.clauses.items():
        assert c.result.perception.combined.outcome in (Outcome.NO_DATA, Outcome.NOT_ASKED), key
        assert c.result.judgement.estimate.outcome == Outcome.NO_DATA, key
        measured = [i for i in c.result.indicators if i.outcome == Outcome.MEASURED]
        assert {t for i in measured for t in i.tables} <= {"accounts"}, key
        if not measured:
            assert c.score.score is None and c.score.outcome != Outcome.MEASURED, key
    silent = [k for k, c in found.clauses.items() if c.score.score is None]
    assert len(silent) > 45
    assert found.whole.score is None and found.whole.outcome != Outcome.MEASURED
    form = json.loads(found.to_json())
    assert form["clauses"]["M5"]["score"] is None and form["areas"]["manager"]["score"] is None


def test_accounts_without_anything_in_them_are_no_data_throughout(instrument: Instrument) -> None:
    import pandas as pd

    client = build_client(None, {"accounts": pd.DataFrame({"account_id": ["A", "B"], "name": ["a", "b"]})})
    found = synthesise([measure_area(client, a.id) for a in instrument.areas])
    assert outcomes(found) <= {"no_data", "not_asked", "not_applicable", "too_few"}
    assert {str(s.outcome) for s in found.areas.values()} <= {"no_data", "too_few"}
    assert found.findings == () and found.recommendations == ()
    assert found.coverage["whole"] == 0


def test_nothing_at_all_is_an_error_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        diagnose(folder_with(tmp_path, "managers"))
    assert all(word in str(caught.value) for word in ("survey", "accounts", "interviews"))


def test_a_result_survives_writing_and_reading_exactly(
    demo: ClientData, demo_results: list[AreaResult], demo_diagnosis: Diagnosis, tmp_path: Path
) -> None:
    key = fingerprint(demo)
    for result in demo_results:
        write_result(tmp_path, result, key)
    again = [read_result(tmp_path, r.area, key) for r in demo_results]
    assert again == demo_results
    assert synthesise([r for r in again if r is not None]).to_json() == demo_diagnosis.to_json()
    assert read_result(tmp_path, "nowhere", key) is None
    assert read_result(tmp_path, "strategy", "other data") is None


def test_an_area_whose_notebook_failed_is_a_hole_not_a_zero(
    demo_results: list[AreaResult], demo_diagnosis: Diagnosis
) -> None:
    hole = Hole("manager", "03_manager_role", 4, "KeyError: 'grade'")
    found = synthesise([r for r in demo_results if r.area != "manager"], [hole])
    assert (found.areas["manager"].outcome, found.areas["manager"].score) == (Outcome.NO_DATA, None)
    assert found.coverage["manager"] == 0 and found.holes == (hole,)
    assert found.areas["strategy"] == demo_diagnosis.areas["strategy"]
    assert not [f for f in found.findings if f.clause.startswith("M")]
    form = json.loads(found.to_json())
    assert form["holes"] == [
        {"area": "manager", "notebook": "03_manager_role", "cell": 4, "error": "KeyError: 'grade'"}
    ]
    assert found.whole.high - found.whole.low > demo_diagnosis.whole.high - demo_diagnosis.whole.low


def test_one_area_alone_can_be_put_together(demo_results: list[AreaResult]) -> None:
    found = synthesise(demo_results[1:2])
    assert found.areas["strategy"].score is not None
    assert [k for k, s in found.areas.items() if s.score is not None] == ["strategy"]
    assert found.whole.outcome == Outcome.TOO_FEW


def test_no_result_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        synthesise([])


def test_an_unknown_area_is_a_key_error(demo: ClientData) -> None:
    with pytest.raises(KeyError):
        measure_area(demo, "cooking")


def test_area_scores_use_the_clauses_weights(demo_results: list[AreaResult], instrument: Instrument) -> None:
    area = instrument.area("strategy")
    found = {c.clause: c for r in demo_results for c in r.clauses}
    total = sum(c.weight * found[c.id].fused.mean for c in area.clauses)
    assert area_estimate(area, found).mean == pytest.approx(total / 7)
    assert area_coverage(area, {}) == 0
    assert area_coverage(area, found) == pytest.approx(
        sum(c.weight * found[c.id].coverage for c in area.clauses) / 7
    )


def test_a_client_s_target_decides_what_is_a_finding(demo_results: list[AreaResult]) -> None:
    low = [
        replace(r, facts=replace(r.facts, targets={a: 5.0 for a in ("strategy", "manager")}))
        for r in demo_results
    ]
    gone = {f.clause for f in synthesise(low).findings if f.kind == "gap"}
    low[0] = replace(low[0], facts=replace(low[0].facts, targets={"S5": 99.0}))
    assert not [c for c in gone if c[0] in "SM"]
    assert "S5" in {f.clause for f in synthesise(low).findings if f.kind == "gap"}


def test_a_smaller_minimum_is_the_client_s_choice_down_to_three(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "accounts")
    (folder / "client.yml").write_text(SETTINGS + "anonymity: {minimum: 2}\n", encoding="utf-8")
    with pytest.raises(InputError, match="minimum"):
        read_client(folder)
