"""From a client folder to a diagnosis: the table of contents of the whole computation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from kamnb.causes.decide import chance_lowest, decide
from kamnb.causes.measure import measure_causes
from kamnb.evidence.disclosure import heard
from kamnb.evidence.indicators import measure_indicator
from kamnb.evidence.interviews import count_interviews
from kamnb.evidence.names import without_names
from kamnb.evidence.quotes import read_quotes
from kamnb.evidence.survey import invited
from kamnb.findings.anonymity import protect
from kamnb.findings.find import (
    agreement_finding,
    difference_finding,
    gap_finding,
    strength_finding,
    target_of,
)
from kamnb.findings.quoted import with_quotes
from kamnb.findings.recommend import recommend
from kamnb.findings.roadmap import healthy_clauses, plan_roadmap, with_plan
from kamnb.findings.value_at_stake import value_at_stake, with_value
from kamnb.instrument.load import Instrument, find_indicators, load_instrument
from kamnb.model import (
    Area,
    AreaResult,
    ClauseResult,
    ClauseScore,
    ClientFacts,
    Diagnosis,
    Estimate,
    Finding,
    Hole,
    Outcome,
    Received,
    SurveyQuality,
)
from kamnb.scoring.clause import judge_again, measure_clause
from kamnb.scoring.combine import combine_weighted, to_score
from kamnb.scoring.gaps import Gap, control, level_gaps, reading_gap, side_gap
from kamnb.scoring.sensitivity import area_sensitivity
from kamnb.sources.check import read_client as read_folder
from kamnb.sources.client import ClientData
from kamnb.sources.published import read_published

ROOTS = "foundations"
"""The area whose result carries what the client's units show of causes."""
KINDS = ("gap", "agreement", "disagreement", "level_gap", "strength", "data")


def read_client(folder: Path | str, reports: Path | None = None) -> ClientData:
    """What did the client give? Reads and checks a client folder, with what earlier waves have shown of groups.

    Earlier waves lie in its waves/ and in `reports`, the folder of its runs. Raises InputError with every problem of
    every table at once.
    """
    client = read_folder(Path(folder), load_instrument().items())
    as_of = client.settings.as_of.isoformat()
    return replace(client, published=read_published(Path(folder), client.name, as_of, reports))


def diagnose(folder: Path | str) -> Diagnosis:
    """How healthy is a company's key account management? The whole diagnosis, without notebooks.

    The same two functions as in the notebooks: measure_area for each area, then synthesise.
    Raises InputError when the folder has errors; missing tables are outcomes, not errors.
    """
    client = read_client(folder)
    return synthesise([measure_area(client, area.id) for area in load_instrument().areas])


def measure_area(client: ClientData, area: str) -> AreaResult:
    """What do people say, records show and the consultant judge in one area? KeyError for an unknown area."""
    instrument = load_instrument()
    survey = heard(client)
    found = [measure_indicator(client, i) for i in find_indicators(area)]
    clauses = tuple(
        measure_clause(client, clause, survey, tuple(i for i in found if i.clause == clause.id))
        for clause in instrument.area(area).clauses
    )
    quality = survey.quality if survey else SurveyQuality({}, invited(client))
    causes = measure_causes(client) if area == ROOTS else ()
    quotes = read_quotes(client, [c.clause for c in clauses])
    return AreaResult(area, client_facts(client, quality), clauses, causes, quotes)


def judge_area(client: ClientData, result: AreaResult) -> AreaResult:
    """What does an area's result come to after another judgement? Nothing is measured again."""
    facts = client_facts(client, result.facts.survey)
    return replace(result, facts=facts, clauses=tuple(judge_again(client, c) for c in result.clauses))


def client_facts(client: ClientData, quality: SurveyQuality) -> ClientFacts:
    """What may a report say of the client besides its results?"""
    s, j = client.settings, client.judgement
    return ClientFacts(
        client.name,
        {str(k): text for k, text in s.name.items()},
        s.industry or "",
        s.currency,
        s.as_of.isoformat(),
        s.wave or "",
        {k: float(v) for k, v in (s.targets or {}).items()},
        s.anonymity.minimum,
        tuple(Received(r.table, r.file, int(r.rows), dict(r.dropped)) for r in client.received),
        quality,
        count_interviews(client),
        {
            k: {"status": f.status, "reason": without_names(client, f.reason or "")}
            for k, f in j.findings.items()
        },
        {
            k: {str(lang): without_names(client, text) for lang, text in v.items()}
            for k, v in j.commentary.items()
        },
        tuple(client.assumptions),
        bool(s.made_up),
        {k: float(v) for k, v in s.capacity.model_dump(exclude_none=True).items()},
        {k: float(v) for k, v in sorted(s.priorities.items())},
        {str(k): float(v) for k, v in sorted(s.assumptions.items())},
    )


def synthesise(results: Sequence[AreaResult], holes: Iterable[Hole] = ()) -> Diagnosis:
    """What do the areas say together? Tested gaps, findings, remedies; groups below the minimum are not shown.

    An area without a result (its notebook failed) has outcome `no_data`. Raises ValueError without any result.
    """
    if not results:
        raise ValueError("synthesise needs at least one area's result")
    results = protect(results)
    instrument, facts = load_instrument(), results[0].facts
    found = {c.clause: c for r in results for c in r.clauses}
    gaps = tested_gaps(instrument, found, facts.minimum)
    clash = {g.clause for g in gaps if g.kind == "reading"}
    clauses = {
        c.id: ClauseScore(
            found[c.id],
            to_score(found[c.id].fused),
            {k: to_score(e) for k, e in found[c.id].perception.by_level.items()},
            c.id in clash,
            target_of(facts, c),
            facts.minimum,
        )
        for c in instrument.clauses()
        if c.id in found
    }
    stake = value_at_stake(instrument, facts, found)
    findings = ranked(with_value(all_findings(instrument, facts, found, gaps, clash), stake))
    findings = tuple(with_quotes(findings, (q for r in results for q in r.quotes)))
    recommendations = recommend(instrument, findings, healthy_clauses(clauses))
    roadmap = plan_roadmap(recommendations, facts.capacity, facts.priorities)
    areas = {a.id: area_estimate(a, found) for a in instrument.areas}
    coverage = {a.id: area_coverage(a, found) for a in instrument.areas}
    coverage["whole"] = sum(coverage.values()) / len(coverage)
    whole = combine_weighted(list(areas.values()), [1.0] * len(areas))
    return Diagnosis(
        facts,
        instrument.version,
        clauses,
        {key: to_score(e) for key, e in areas.items()},
        coverage,
        to_score(whole),
        findings,
        with_plan(recommendations, roadmap),
        tuple(holes),
        decide(e for r in results for e in r.causes),
        chance_lowest(areas),
        roadmap,
        stake,
        area_sensitivity(instrument.areas, {k: c.fused for k, c in found.items()}, areas),
    )


def tested_gaps(instrument: Instrument, found: dict[str, ClauseResult], minimum: int) -> list[Gap]:
    """Which differences stand? Readings on every clause; levels on the anchors; sides where both were asked the mirror item."""
    readings = control(reading_gap(c) for c in found.values())
    anchors = [c.id for c in instrument.clauses() if c.anchor and c.id in found]
    levels = control(
        [g for a in anchors for g in level_gaps(found[a], minimum)]
        + [side_gap(found[a], minimum) for a in anchors]
    )
    return [g for g in readings if g.real] + widest(g for g in levels if g.real)


def widest(gaps: Iterable[Gap]) -> list[Gap]:
    """Which difference of a clause is told where several stand? The widest of its levels, and of its sides."""
    found: dict[tuple[str, str], Gap] = {}
    for gap in gaps:
        key = (gap.clause, gap.kind)
        if key not in found or abs(gap.points) > abs(found[key].points):
            found[key] = gap
    return list(found.values())


def all_findings(
    instrument: Instrument,
    facts: ClientFacts,
    found: dict[str, ClauseResult],
    gaps: list[Gap],
    clash: set[str],
) -> list[Finding]:
    """Every finding, the gravest first, with the client's word on it where it was given."""
    measured = [(instrument.clause(key), c) for key, c in found.items()]
    given = [gap_finding(instrument, facts, c, r) for c, r in measured if c.id not in clash]
    given += [agreement_finding(instrument, c, r) for c, r in measured]
    given += [difference_finding(instrument, g, found[g.clause], facts.minimum) for g in gaps]
    given += [strength_finding(instrument, facts, c, r, c.id in clash) for c, r in measured]
    order = [c.id for c in instrument.clauses()]
    kept = [with_status(f, facts) for f in given if f is not None]
    return sorted(kept, key=lambda f: (KINDS.index(f.kind), -f.severity, order.index(f.clause), f.id))


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest first, and of equally grave ones of a kind those with the most money at stake."""
    return tuple(sorted(findings, key=lambda f: (KINDS.index(f.kind), -f.severity, -(f.value or 0.0))))


def with_status(finding: Finding, facts: ClientFacts) -> Finding:
    """What does the client's owner of the data say of a finding? Accepted, disputed, withdrawn or nothing yet."""
    said = facts.findings_status.get(finding.id)
    if said is None:
        return finding
    return Finding(**{**vars(finding), "status": said["status"], "status_reason": said["reason"]})


def area_estimate(area: Area, found: dict[str, ClauseResult]) -> Estimate:
    """How healthy is an area? The weighted mean of its clauses; `no_data` where it was not measured."""
    none = Estimate.none(Outcome.NO_DATA)
    return combine_weighted(
        [found[c.id].fused if c.id in found else none for c in area.clauses], [c.weight for c in area.clauses]
    )


def area_coverage(area: Area, found: dict[str, ClauseResult]) -> float:
    """How much of what could be known of an area is known? 0–1, weighted by clause."""
    total = sum(c.weight for c in area.clauses)
    return sum(c.weight * found[c.id].coverage for c in area.clauses if c.id in found) / total
