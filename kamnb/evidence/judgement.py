"""What does the consultant judge? The blind rubric level as a 0–100 estimate, with its reason kept."""

from __future__ import annotations

from kamnb.evidence.interviews import coders
from kamnb.evidence.names import without_names
from kamnb.instrument.thresholds import threshold
from kamnb.model import Estimate, Judgement, Outcome
from kamnb.sources.client import ClientData

STEP = 25
"""Points between two rubric levels: 1 is 0, 5 is 100."""


def judge_clause(client: ClientData, clause: str) -> Judgement:
    """What does the consultant judge of a clause? Only a blind level is fused; a later level is only shown.

    One without its reason is not finished and does not count yet.
    A level within its step is uncertain by STEP/√12; an assumed one more; one by the interviews' coder counts less.
    """
    override = next((o for o in client.judgement.overrides if o.clause == clause), None)
    score, why = (override.score, without_names(client, override.reason)) if override else (None, "")
    given = client.judgement.clauses.get(clause)
    if given is None:
        return Judgement(Estimate.none(Outcome.NO_DATA), override=score, override_reason=why)
    by = given.by or ""
    counted = None if given.is_open else given.level_blind
    return Judgement(
        judgement_estimate(counted, given.confirmed, by in coders(client, clause)),
        given.level_blind,
        given.level,
        without_names(client, " ".join(t for t in (given.reason, given.changed) if t)),
        tuple(str(e) for e in given.evidence or ()),
        by,
        bool(given.confirmed),
        score,
        why,
    )


def judgement_estimate(level: int | None, confirmed: bool, own_coding: bool) -> Estimate:
    """What is a blind level on 0–100, and how sure?"""
    if level is None:
        return Estimate.none(Outcome.NO_DATA)
    validity = threshold("judgement_validity_sd" if confirmed else "judgement_assumed_sd")
    variance = STEP**2 / 12 + validity**2
    factor = threshold("judgement_own_coding_factor") if own_coding else 1.0
    return Estimate(float(STEP * (level - 1)), variance * factor, 1)
