"""One clause: what people say, what records show, what the consultant judges, and the three together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kamnb.evidence.interviews import interview_estimate
from kamnb.evidence.judgement import judge_clause
from kamnb.evidence.survey import Survey, agreement, level_estimates, mean_of_groups, side_estimates
from kamnb.instrument.thresholds import threshold
from kamnb.model import Clause, ClauseResult, Estimate, IndicatorResult, Outcome, Perception
from kamnb.scoring.combine import combine, fuse
from kamnb.sources.client import ClientData


def measure_clause(
    client: ClientData, clause: Clause, survey: Survey | None, indicators: tuple[IndicatorResult, ...]
) -> ClauseResult:
    """What is known of one clause? Three readings, each 0–100 with its variance, and their fusion."""
    perception = perceive(client, clause, survey)
    record = records_together(indicators) if indicators else Estimate.none(Outcome.NOT_APPLICABLE)
    return judge_result(client, clause.id, perception, record, indicators)


def records_together(indicators: Sequence[IndicatorResult]) -> Estimate:
    """What do a clause's indicators show together? Where one alone was measured, nothing tells how far another would differ.

    Several measure that themselves; for one alone the registered spread (`indicator_alone_sd`) is taken.
    """
    together = combine(i.score for i in indicators)
    if together.variance is None or sum(i.score.measured for i in indicators) > 1:
        return together
    return replace(together, variance=together.variance + threshold("indicator_alone_sd") ** 2)


def judge_again(client: ClientData, found: ClauseResult) -> ClauseResult:
    """What is known of a clause after another judgement? The other two readings stay as they were measured."""
    return judge_result(client, found.clause, found.perception, found.record, found.indicators)


def judge_result(
    client: ClientData,
    clause: str,
    perception: Perception,
    record: Estimate,
    indicators: tuple[IndicatorResult, ...],
) -> ClauseResult:
    """What do two measured readings and the client's judgement come to? Fused score and coverage."""
    judgement = judge_clause(client, clause)
    fused = fuse([perception.combined, record, judgement.estimate])
    ways = [perception.survey, perception.interviews, judgement.estimate] + [record] * bool(indicators)
    coverage = sum(e.measured for e in ways) / len(ways)
    return ClauseResult(clause, perception, record, indicators, judgement, fused, coverage)


def perceive(client: ClientData, clause: Clause, survey: Survey | None) -> Perception:
    """What do people say of a clause? Survey and interviews together; fewer people than the minimum are too few."""
    interviews = interview_estimate(client, clause.id)
    if survey is None:
        none = Estimate.none(Outcome.NO_DATA)
        return Perception(none, interviews, combine([none, interviews]), {}, {})
    minimum = client.settings.anonymity.minimum
    levels = level_estimates(survey, clause)
    given = side_estimates(survey, clause, levels, minimum)
    sides = {k: v for k, v in given.items() if v.outcome != Outcome.NOT_ASKED}
    answered = [i for i in clause.items if i.id in survey.asked]
    whole = mean_of_groups(enough(sides, minimum))
    if whole.measured:
        whole = replace(whole, variance=(whole.variance or 0.0) + threshold("survey_validity_sd") ** 2)
    else:
        few = any(e.n for e in sides.values())
        whole = Estimate.none(
            Outcome.TOO_FEW if few else Outcome.NO_DATA if answered else Outcome.NOT_ASKED,
            sum(e.n for e in sides.values()),
        )
    rwg, critical, affirm, reject = agreement(survey, clause, minimum)
    return Perception(
        whole,
        interviews,
        combine([whole, interviews]),
        levels,
        sides,
        rwg,
        critical,
        affirm,
        reject,
    )


def enough(groups: dict[str, Estimate], minimum: int) -> list[Estimate]:
    """Which groups are large enough to speak?"""
    return [e for e in groups.values() if e.measured and e.n >= minimum]
