"""The written form of a diagnosis: diagnosis.json, in the contract's shape, rounded and in a fixed order."""

from __future__ import annotations

import json
from typing import Any

from kamnb.causes.form import causes_form, people_form
from kamnb.findings.plan_form import plan_form, roadmap_form, value_form
from kamnb.instrument.digest import indicator_digests, indicator_marks, item_digests
from kamnb.instrument.load import load_instrument
from kamnb.model import (
    ClauseScore,
    Diagnosis,
    Estimate,
    Finding,
    IndicatorResult,
    Recommendation,
    Score,
)
from kamnb.scoring.combine import to_score
from kamnb.scoring.sensitivity import sensitivity_form

SCHEMA = 1


def tenth(value: float | None) -> float | None:
    """A score as it is written: to 0.1."""
    return None if value is None else round(value, 1) + 0.0


def six(value: Any) -> Any:
    """A value as it is written: numbers to six significant digits, everything inside likewise."""
    if isinstance(value, bool) or value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {k: six(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [six(v) for v in value]
    return six(value.item())


def score_form(score: Score) -> dict[str, Any]:
    """A score with its interval, as written."""
    return {"score": tenth(score.score), "low": tenth(score.low), "high": tenth(score.high)}


def estimate_form(estimate: Estimate) -> dict[str, Any]:
    """An estimate with its interval and n, as written; null where there is none."""
    return {**score_form(to_score(estimate)), "n": estimate.n}


def indicator_form(found: IndicatorResult) -> dict[str, Any]:
    """One piece of evidence from the records, as written."""
    return {
        "indicator": found.indicator,
        "value": six(found.value),
        "unit": found.unit,
        **score_form(to_score(found.score)),
        "value_low": six(found.low),
        "value_high": six(found.high),
        "n": found.n,
        "outcome": found.outcome,
        "source": ", ".join(found.tables),
        "anchor_source": found.source,
    }


def clause_form(clause: ClauseScore) -> dict[str, Any]:
    """One clause, as written."""
    p, j = clause.result.perception, clause.result.judgement
    levels: dict[str, Any] = dict.fromkeys(("executive", "manager", "frontline"))
    levels |= {k: {**score_form(s), "n": s.n} for k, s in clause.levels.items()}
    return {
        **score_form(clause.score),
        "outcome": clause.score.outcome,
        "coverage": round(clause.result.coverage, 3),
        "target": clause.target,
        "perception": {
            **estimate_form(p.combined),
            "outcome": p.combined.outcome,
            "agreement": six(p.agreement),
            "by_level": levels,
            "account": account_form(clause),
            "survey": estimate_form(p.survey),
            "interviews": estimate_form(p.interviews),
        },
        "record": {**estimate_form(clause.result.record), "outcome": clause.result.record.outcome},
        "evidence": [indicator_form(i) for i in clause.result.indicators],
        "judgement": {
            **score_form(to_score(j.estimate)),
            "level_blind": j.level_blind,
            "level": j.level,
            "confirmed": j.confirmed,
            "override": j.override,
            "override_reason": j.override_reason,
            "reason": j.reason,
        },
        "readings_disagree": clause.readings_disagree,
        "headline": not clause.readings_disagree,
    }


def account_form(clause: ClauseScore) -> dict[str, Any] | None:
    """The account side's rating, as written: null where it was not asked or is too small to show."""
    found = clause.result.perception.by_side.get("account")
    if found is None or not found.measured or found.n < clause.minimum:
        return None
    return estimate_form(found)


def finding_form(finding: Finding) -> dict[str, Any]:
    """One finding, as written."""
    return {
        "id": finding.id,
        "clause": finding.clause,
        "kind": finding.kind,
        "severity": finding.severity,
        "probability": None if finding.probability is None else round(finding.probability, 3),
        "title": finding.title,
        "text": finding.text,
        "evidence": list(finding.evidence),
        "remedies": list(finding.remedies),
        "status": finding.status,
        "status_reason": finding.status_reason,
        "value": six(finding.value),
        "quotes": [{"group": q.group, "text": q.text} for q in finding.quotes],
    }


def recommendation_form(r: Recommendation) -> dict[str, Any]:
    """One recommendation, as written, with its title, text, first step and measure in every language."""
    return {
        "id": r.id,
        "clauses": list(r.clauses),
        "phase": r.phase,
        "effort": r.effort,
        "months_to_effect": r.months_to_effect,
        "gain": {"low": r.gain[0], "high": r.gain[1]},
        "owner_role": r.owner_role,
        "requires": list(r.requires),
        "findings": list(r.findings),
        **r.words,
        **six(plan_form(r)),
    }


def instrument_form(version: str) -> dict[str, Any]:
    """What was asked and how was it scored, as written: the version, hashes of items and anchors, the indicators' marks."""
    instrument = load_instrument()
    return {
        "version": version,
        "items": item_digests(instrument),
        "indicators": indicator_digests(instrument),
        "marks": indicator_marks(instrument),
    }


def diagnosis_form(d: Diagnosis) -> dict[str, Any]:
    """The whole diagnosis as plain values."""
    facts = d.facts
    return {
        "schema": SCHEMA,
        "instrument": instrument_form(d.version),
        "client": {
            "id": facts.client,
            "name": facts.name,
            "industry": facts.industry,
            "made_up": facts.made_up,
        },
        "as_of": facts.as_of,
        "wave": facts.wave,
        "currency": facts.currency,
        "anonymity": {"minimum": facts.minimum},
        "clauses": {key: clause_form(c) for key, c in d.clauses.items()},
        "areas": {
            key: {**score_form(s), "outcome": s.outcome, "coverage": round(d.coverage[key], 3)}
            for key, s in d.areas.items()
        },
        "whole": {
            **score_form(d.whole),
            "outcome": d.whole.outcome,
            "coverage": round(d.coverage["whole"], 3),
        },
        "findings": [finding_form(f) for f in d.findings],
        "causes": causes_form(d.causes),
        "people": people_form(d.people_lowest),
        "sensitivity": sensitivity_form(d.sensitivity),
        "recommendations": [recommendation_form(r) for r in d.recommendations],
        "figures": [
            {"id": i.indicator, "series": six(i.series)}
            for c in d.clauses.values()
            for i in c.result.indicators
            if i.series is not None
        ],
        "roadmap": six(roadmap_form(d.roadmap, facts.as_of)),
        **six(value_form(d.stake)),
        "holes": [vars(h) for h in d.holes],
        "received": [vars(r) for r in facts.received],
        "survey": vars(facts.survey),
        "interviews": facts.interviews,
        "assumptions": list(facts.assumptions),
        "commentary": facts.commentary,
    }


def diagnosis_json(d: Diagnosis) -> str:
    """diagnosis.json as text: UTF-8, two blanks, a final line break."""
    return json.dumps(diagnosis_form(d), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
