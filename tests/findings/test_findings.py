"""Findings stand only on evidence, null data gives none, remedies come only with findings, and the JSON has its shape."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd

from kamnb.findings.json_form import diagnosis_form
from kamnb.findings.recommend import PHASES
from kamnb.instrument.checks import asked
from kamnb.instrument.load import load_instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Diagnosis
from kamnb.paths import demo_client
from kamnb.pipeline import measure_area, read_client, synthesise
from kamnb.sources.client import build_client

PEOPLE = (
    ("firm", "executive", "other", 8),
    ("firm", "manager", "other", 20),
    ("firm", "manager", "their_supervisor", 8),
    ("firm", "frontline", "account_manager", 12),
    ("firm", "frontline", "other", 60),
    ("account", "manager", "other", 18),
)


def survey(truth: float, seed: int, spread: float = 0.7) -> pd.DataFrame:
    """Answers of a company whose every clause is `truth` of 100, to the items that each person is asked."""
    rng, rows = np.random.default_rng(seed), []
    for side, level, role, n in PEOPLE:
        for i in range(n):
            row: dict[str, object] = {
                "respondent_id": f"{side}{level}{role}{i}",
                "side": side,
                "level": level,
                "role": role,
            }
            for item in load_instrument().items():
                if asked(item, side, level, role):
                    answer = float(np.clip(round(1 + truth / 25 + rng.normal(0, spread)), 1, 5))
                    row[item.id] = 6 - answer if item.reversed else answer
            rows.append(row)
    return pd.DataFrame(rows)


def diagnose_survey(frame: pd.DataFrame) -> Diagnosis:
    """The diagnosis of a client of whom only a survey is known."""
    client = build_client(None, {"survey": frame})
    return synthesise([measure_area(client, a.id) for a in load_instrument().areas])


def kinds(diagnosis: Diagnosis) -> list[str]:
    """The kinds of a diagnosis' findings."""
    return [f.kind for f in diagnosis.findings]


def test_a_healthy_company_of_pure_noise_comes_out_clean() -> None:
    found = [diagnose_survey(survey(88, seed)) for seed in range(6)]
    gaps = sum(kinds(d).count("gap") for d in found)
    differences = sum(kinds(d).count("level_gap") + kinds(d).count("disagreement") for d in found)
    assert gaps <= 0.1 * 53 * len(found)
    assert differences <= 1


def test_a_sick_company_is_found_sick_and_a_better_one_less_so() -> None:
    low, middle, high = (kinds(diagnose_survey(survey(t, 3))).count("gap") for t in (15, 45, 88))
    assert low >= 50
    assert low >= middle > high


def test_permuted_levels_kill_every_level_gap() -> None:
    frame = survey(60, 1)
    top = frame["level"].eq("executive")
    frame.loc[top, [c for c in frame.columns if c.endswith(".1") and c[0] in "SOF"]] = 5.0
    assert kinds(diagnose_survey(frame)).count("level_gap") >= 5
    firm = frame["side"].eq("firm") & frame["role"].eq("other")
    anchors = [f"{k}.1" for k in ["S1", "S2", "S7", "O3", "O4", "O6", "M6", "R3", "R4", "F1", "F2", "F5"]]
    rng, left = np.random.default_rng(0), 0
    for _ in range(5):
        mixed = frame.copy()
        order = rng.permutation(int(firm.sum()))
        mixed.loc[firm, anchors] = frame.loc[firm, anchors].to_numpy()[order]
        left += kinds(diagnose_survey(mixed)).count("level_gap")
    assert left <= 2


def test_agreement_that_it_is_worthless_is_a_low_score_and_a_finding() -> None:
    found = diagnose_survey(survey(5, 2, spread=0.4))
    clause = found.clauses["S1"]
    assert clause.result.perception.agreement is not None and clause.result.perception.agreement > 0.8
    assert clause.result.perception.survey.mean is not None and clause.result.perception.survey.mean < 5
    assert {f.id for f in found.findings if f.kind == "agreement"} == {"S1-agreement", "F1-agreement"}


def test_a_finding_rests_on_evidence_and_is_sure_enough(demo_diagnosis: Diagnosis) -> None:
    assert len(demo_diagnosis.findings) > 20
    for f in demo_diagnosis.findings:
        assert f.evidence, f.id
        assert f.id.startswith(f.clause + "-") and f.severity in (1, 2, 3)
        if f.kind == "gap":
            assert f.probability is not None and f.probability >= threshold("finding_probability")
            assert not demo_diagnosis.clauses[f.clause].readings_disagree
    assert len({f.id for f in demo_diagnosis.findings}) == len(demo_diagnosis.findings)


def test_the_demo_s_planted_weaknesses_are_found(demo_diagnosis: Diagnosis) -> None:
    ids = {f.id for f in demo_diagnosis.findings}
    wanted = {
        "O3-process-serves-approval",
        "M5-short-term-individual-pay",
        "M8-still-fire-chief",
        "R1-hospitality-only",
    }
    wanted |= {
        "P1-disagreement-opinion-record",
        "S4-disagreement-opinion-record",
        "S1-level-gap-executive-frontline",
    }
    wanted |= {"R3-level-gap-firm-account", "I7-strength", "O1-strength"}
    assert wanted <= ids


def test_remedies_come_only_with_findings_and_prerequisites_come_along(demo_diagnosis: Diagnosis) -> None:
    called = {r for f in demo_diagnosis.findings for r in f.remedies}
    chosen = {r.id: r for r in demo_diagnosis.recommendations}
    assert called <= set(chosen)
    for r in demo_diagnosis.recommendations:
        assert r.findings and set(r.requires) <= set(chosen)
        assert r.id in called or any(r.id in other.requires for other in demo_diagnosis.recommendations)
    order = [PHASES.index(r.phase) for r in demo_diagnosis.recommendations]
    assert order == sorted(order)
    assert diagnose_survey(survey(95, 1, spread=0.2)).recommendations == ()


def test_the_client_s_word_on_a_finding_is_kept_and_a_withdrawn_one_calls_for_nothing() -> None:
    status = {"O3-process-serves-approval": {"status": "withdrawn", "reason": "the log was of a test system"}}
    frame = survey(10, 4)
    client = build_client(None, {"survey": frame}, {"findings": status})
    found = synthesise([measure_area(client, "organization")])
    finding = next(f for f in found.findings if f.clause == "O3")
    assert (finding.status, finding.status_reason) == ("withdrawn", "the log was of a test system")
    assert all("O3-process-serves-approval" not in r.findings for r in found.recommendations)


def walk(value: object, path: str = "") -> list[tuple[str, object]]:
    """Every leaf of the JSON with its path."""
    if isinstance(value, dict):
        return [x for k, v in value.items() for x in walk(v, f"{path}.{k}")]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [x for v in value for x in walk(v, path + "[]")]
    return [(path, value)]


def test_the_json_has_the_contract_s_shape(demo_diagnosis: Diagnosis) -> None:
    form = json.loads(demo_diagnosis.to_json())
    assert {
        "instrument",
        "client",
        "as_of",
        "wave",
        "currency",
        "clauses",
        "areas",
        "findings",
        "causes",
    } <= set(form)
    assert {"recommendations", "figures", "value_at_stake", "holes", "received"} <= set(form)
    assert set(form["areas"]) == {a.id for a in load_instrument().areas}
    assert len(form["clauses"]) == 53
    for clause in form["clauses"].values():
        assert {"score", "low", "high", "outcome", "coverage", "perception", "evidence", "judgement"} <= set(
            clause
        )
        assert {"readings_disagree", "headline"} <= set(clause)
        assert {"score", "low", "high", "n", "agreement", "by_level"} <= set(clause["perception"])
        assert {"executive", "manager", "frontline"} <= set(clause["perception"]["by_level"])
        assert clause["headline"] != clause["readings_disagree"]
        assert (clause["score"] is None) == (clause["outcome"] != "measured")
        for e in clause["evidence"]:
            assert {"indicator", "value", "unit", "score", "low", "high", "n", "source"} <= set(e)
    for f in form["findings"]:
        assert set(f["text"]) == {"zh", "en"}
        assert f["kind"] in ("gap", "disagreement", "level_gap", "agreement", "strength", "data")
    for r in form["recommendations"]:
        assert {"id", "clauses", "phase", "effort", "gain", "owner_role", "requires", "text"} <= set(r)
        assert set(r["text"]) == {"zh", "en"}
    assert [set(r) for r in form["received"]] == [{"table", "file", "rows", "dropped"}] * len(
        form["received"]
    )


def test_the_json_is_rounded_and_names_nobody(demo_diagnosis: Diagnosis) -> None:
    text = demo_diagnosis.to_json()
    client = read_client(demo_client())
    names = [*client.frame("accounts")["name"].dropna(), *client.frame("managers")["name"].dropna()]
    assert len(names) > 60 and not [n for n in names if n in text]
    ids = [*client.frame("accounts")["account_id"], *client.frame("managers")["manager_id"]]
    values = {v for _, v in walk(diagnosis_form(demo_diagnosis)) if isinstance(v, str)}
    assert not values & set(ids)
    scores = [
        v
        for path, v in walk(json.loads(text))
        if path.endswith((".score", ".low", ".high")) and v is not None
    ]
    assert all(
        round(float(v), 1) == v for path, v in walk(json.loads(text)["areas"]) if path.endswith("score") and v
    )
    assert len(scores) > 300


def test_no_group_below_the_minimum_is_written(demo_diagnosis: Diagnosis) -> None:
    frame = survey(50, 7)
    few = frame[
        ~frame["level"].eq("executive") | frame.index.isin(frame.index[frame["level"].eq("executive")][:3])
    ]
    form = json.loads(diagnose_survey(few).to_json())
    for clause in form["clauses"].values():
        groups = [g for g in clause["perception"]["by_level"].values() if g]
        assert all(g["n"] >= 5 for g in groups)
        assert clause["perception"]["by_level"]["executive"] is None
