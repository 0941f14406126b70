"""What of the areas' results may be seen? Applied once, before anything is found, written or rendered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kamnb.model import AreaResult, ClauseResult, Estimate, Outcome, SurveyQuality
from kamnb.stats.disclosure import LEADERS, LEADERSHIP, shown_levels


def protect(results: Sequence[AreaResult]) -> list[AreaResult]:
    """The results without any group of people below the minimum. Nothing behind this sees more.

    Who speaks for the firm at all was decided where answers were read (kamnb.evidence), so that no total holds what
    is taken out here.
    """
    return [protect_area(result) for result in results]


def protect_area(result: AreaResult) -> AreaResult:
    """One area's result as it may be seen."""
    minimum = result.facts.minimum
    facts = replace(result.facts, survey=protect_survey(result.facts.survey, minimum))
    clauses = tuple(protect_clause(clause, minimum) for clause in result.clauses)
    return replace(result, facts=facts, clauses=clauses)


def protect_clause(clause: ClauseResult, minimum: int) -> ClauseResult:
    """One clause: only groups that are shown; where there are too few people their number is not told."""
    p = clause.perception
    seen = replace(
        p,
        survey=unless_few(p.survey, minimum),
        interviews=unless_few(p.interviews, minimum),
        combined=unless_few(p.combined, minimum),
        by_level=shown_levels(p.by_level, minimum),
        by_side={side: unless_few(e, minimum) for side, e in p.by_side.items()},
    )
    return replace(clause, perception=seen)


def unless_few(estimate: Estimate, minimum: int) -> Estimate:
    """An estimate of what people say, or that there were too few of them, however many."""
    if estimate.measured and estimate.n >= minimum:
        return estimate
    return Estimate.none(Outcome.TOO_FEW if estimate.measured else estimate.outcome)


def protect_survey(quality: SurveyQuality, minimum: int) -> SurveyQuality:
    """Who was invited and who answered, in groups that may be shown: leaders as one where either are too few.

    A group of whom too few answered looks like one of whom nobody did.
    """
    answered, invited = quality.respondents, quality.invited
    few = [k for k in LEADERS if answered.get(k, 0) < minimum and (answered.get(k) or invited.get(k))]
    if answered and few:
        answered, invited = merged(answered), merged(invited)
    large = {k: n for k, n in answered.items() if n >= minimum}
    return replace(quality, respondents=large, invited=dict(invited))


def merged(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts with the leaders as one, first."""
    leaders = [counts[k] for k in LEADERS if k in counts]
    rest = {k: n for k, n in counts.items() if k not in LEADERS}
    return {**({LEADERSHIP: sum(leaders)} if leaders else {}), **rest}
