"""What must be said? Findings from scores, gaps and readings that clash; each with its evidence."""

from __future__ import annotations

from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Bilingual, Clause, ClauseResult, ClientFacts, Finding
from kamnb.scoring.combine import chance_below, to_score
from kamnb.scoring.gaps import Gap
from kamnb.stats.disclosure import shown_levels
from kamnb.text.load import both
from kamnb.text.numbers import both_number


def evidence_ids(clause: ClauseResult) -> tuple[str, ...]:
    """Which pieces of evidence stand behind a clause? `survey:S1`, `interviews:S1`, `judgement:S1`, indicator ids."""
    parts = [
        ("survey", clause.perception.survey),
        ("interviews", clause.perception.interviews),
        ("judgement", clause.judgement.estimate),
    ]
    said = tuple(f"{kind}:{clause.clause}" for kind, estimate in parts if estimate.measured)
    return said + tuple(i.indicator for i in clause.indicators if i.score.measured)


def target_of(facts: ClientFacts, clause: Clause) -> float:
    """Which score does the client aim for? Its own for the clause, else for the area, else the registered one."""
    return facts.targets.get(clause.id, facts.targets.get(clause.area, threshold("target_score")))


def severity(points: float) -> int:
    """How bad is a gap of so many points? 1 to 3."""
    return 1 + (points >= threshold("severity_2_gap")) + (points >= threshold("severity_3_gap"))


def gap_finding(
    instrument: Instrument, facts: ClientFacts, clause: Clause, found: ClauseResult
) -> Finding | None:
    """Is a clause probably below its target? A finding only where it is surely enough so."""
    target = target_of(facts, clause)
    probability = chance_below(found.fused, target)
    if probability is None or probability < threshold("finding_probability"):
        return None
    score = to_score(found.fused)
    values = {
        "score": shown(score.score),
        "low": shown(score.low),
        "high": shown(score.high),
        "target": both_number(target),
        "n": both_number(score.n),
    }
    base = f"clauses.{clause.id}.finding"
    return Finding(
        f"{clause.id}-{clause.finding}",
        clause.id,
        "gap",
        severity(target - (score.score or 0.0)),
        probability,
        instrument.text(clause.area, f"{base}.title", **values),
        instrument.text(clause.area, f"{base}.text", **values),
        evidence_ids(found),
        clause.remedies,
    )


def shown(value: float | None) -> Bilingual:
    """A score or points as printed: rounded first as the written form keeps them, so that text and table agree."""
    return both_number(None if value is None else round(value, 1))


def strength_finding(
    instrument: Instrument, facts: ClientFacts, clause: Clause, found: ClauseResult, clash: bool
) -> Finding | None:
    """Is a clause probably at or above its target, with more than opinion to show for it?"""
    probability = chance_below(found.fused, target_of(facts, clause))
    backed = found.record.measured or found.judgement.estimate.measured
    if probability is None or 1 - probability < threshold("strength_probability") or clash or not backed:
        return None
    score = to_score(found.fused)
    values = {
        "score": shown(score.score),
        "low": shown(score.low),
        "high": shown(score.high),
    }
    return Finding(
        f"{clause.id}-strength",
        clause.id,
        "strength",
        1,
        1 - probability,
        both("findings", "strength.title", clause=instrument.title(clause.id)),
        instrument.text(clause.area, f"clauses.{clause.id}.strength", **values),
        evidence_ids(found),
    )


def difference_finding(instrument: Instrument, gap: Gap, found: ClauseResult, minimum: int) -> Finding:
    """What is said of a tested difference between readings, levels or sides?"""
    kinds = {"reading": "disagreement", "level": "level_gap", "side": "level_gap"}
    key = f"{gap.kind}.{'higher' if gap.points > 0 else 'lower'}"
    values: dict[str, object] = {
        "clause": instrument.title(gap.clause),
        "points": shown(abs(gap.points)),
        "low": shown(abs(gap.low) if gap.points > 0 else abs(gap.high)),
        "high": shown(abs(gap.high) if gap.points > 0 else abs(gap.low)),
        "first": both("groups", gap.first),
        "second": both("groups", gap.second),
        **group_values(gap, found, minimum),
    }
    return Finding(
        f"{gap.clause}-{kinds[gap.kind].replace('_', '-')}-{gap.first}-{gap.second}",
        gap.clause,
        kinds[gap.kind],
        severity(abs(gap.points)),
        1 - gap.q,
        both("findings", f"{key}.title", **values),
        both("findings", f"{key}.text", **values),
        evidence_ids(found),
        instrument.clause(gap.clause).remedies,
    )


def group_values(gap: Gap, found: ClauseResult, minimum: int) -> dict[str, Bilingual]:
    """Which two numbers does a difference set against each other? Rounded as the written form keeps them.

    Of two readings the points between them too: they stand in a table beside the text.
    """
    if gap.kind == "reading":
        first, second = found.perception.combined, found.record
    elif gap.kind == "side":
        first, second = found.perception.by_side["firm"], found.perception.by_side["account"]
    else:
        shown = shown_levels(found.perception.by_level, minimum)
        first, second = shown[gap.first], shown[gap.second]
    a, b = (round(e.mean or 0.0, 1) for e in (first, second))
    points = {"points": both_number(abs(a - b))} if gap.kind == "reading" else {}
    return {"a": both_number(a), "b": both_number(b), **points}


def agreement_finding(instrument: Instrument, clause: Clause, found: ClauseResult) -> Finding | None:
    """Do people agree that KAM is worth nothing? Only for the clauses of consensus, and only beyond chance."""
    p = found.perception
    if not clause.consensus or p.agreement is None or p.agreement_critical is None or p.reject is None:
        return None
    if p.agreement < p.agreement_critical or p.reject < threshold("worthless_affirmation"):
        return None
    values = {
        "clause": instrument.title(clause.id),
        "share": both_number(100 * p.reject),
        "agreement": both_number(p.agreement, 2),
    }
    return Finding(
        f"{clause.id}-agreement",
        clause.id,
        "agreement",
        3,
        None,
        both("findings", "agreement.title", **values),
        both("findings", "agreement.text", **values),
        evidence_ids(found),
        clause.remedies,
    )
