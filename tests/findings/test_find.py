"""Does each finding say what the numbers say, and only when they say it surely enough?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from kamnb.findings.find import (
    agreement_finding,
    difference_finding,
    evidence_ids,
    gap_finding,
    severity,
    strength_finding,
    target_of,
)
from kamnb.findings.recommend import recommend
from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import (
    ClauseResult,
    ClientFacts,
    Diagnosis,
    Estimate,
    Finding,
    Judgement,
    Outcome,
    Perception,
)
from kamnb.pipeline import with_status
from kamnb.scoring.combine import chance_below
from kamnb.scoring.gaps import Gap, level_gaps

NONE = Estimate.none(Outcome.NO_DATA)
Make = Callable[..., Estimate]


@pytest.fixture(scope="module")
def facts(demo_results) -> ClientFacts:
    """The demo's facts without targets of its own or words on findings."""
    return replace(demo_results[0].facts, targets={}, findings_status={})


def clause(fused: Estimate, record: Estimate = NONE, judged: Estimate = NONE, **people) -> ClauseResult:
    perception = Perception(
        fused, NONE, fused, people.pop("by_level", {}), people.pop("by_side", {}), **people
    )
    return ClauseResult("S1", perception, record, (), Judgement(judged), fused, 1.0)


@pytest.mark.parametrize("target", [75.0, 60.0])
def test_a_gap_is_told_from_the_stated_certainty_on(
    instrument: Instrument, facts: ClientFacts, estimate: Make, target: float
) -> None:
    facts, s1 = replace(facts, targets={"S1": target}), instrument.clause("S1")
    edge = target - 10 * 1.281552  # P(truth < target) = 0.90 there, at a standard error of 10
    told = gap_finding(instrument, facts, s1, clause(estimate(edge - 0.1, 10)))
    assert told is not None and told.probability is not None
    assert told.probability >= threshold("finding_probability") == 0.90
    assert gap_finding(instrument, facts, s1, clause(estimate(edge + 0.1, 10))) is None
    assert gap_finding(instrument, facts, s1, clause(NONE)) is None


def test_a_low_but_vague_score_is_no_finding(
    instrument: Instrument, facts: ClientFacts, estimate: Make
) -> None:
    assert gap_finding(instrument, facts, instrument.clause("S1"), clause(estimate(50, 30))) is None


def test_a_gap_s_words_hold_its_numbers(instrument: Instrument, facts: ClientFacts, estimate: Make) -> None:
    for c in instrument.clauses():
        told = gap_finding(instrument, facts, c, replace(clause(estimate(31, 5)), clause=c.id))
        assert told is not None and told.id == f"{c.id}-{c.finding}" and told.severity == 3
        for lang in ("zh", "en"):
            assert told.title[lang] and "{" not in told.text[lang] + told.title[lang]
        assert told.remedies == c.remedies


@pytest.mark.parametrize(("points", "expected"), [(0, 1), (19.9, 1), (20, 2), (34.9, 2), (35, 3), (75, 3)])
def test_severity_by_points(points: float, expected: int) -> None:
    assert severity(points) == expected


def test_targets_are_the_clauses_then_the_areas_then_the_registered(
    instrument: Instrument, facts: ClientFacts
) -> None:
    s1 = instrument.clause("S1")
    assert target_of(facts, s1) == threshold("target_score") == 75
    area = replace(facts, targets={"strategy": 60.0})
    assert target_of(area, s1) == 60
    assert target_of(replace(area, targets={"strategy": 60.0, "S1": 70.0}), s1) == 70


def test_a_strength_needs_more_than_opinion_and_no_clash(
    instrument: Instrument, facts: ClientFacts, estimate: Make
) -> None:
    s1, high = instrument.clause("S1"), estimate(90, 8)
    assert strength_finding(instrument, facts, s1, clause(high), False) is None
    backed = clause(high, record=estimate(88, 11))
    assert strength_finding(instrument, facts, s1, backed, True) is None
    assert strength_finding(instrument, facts, s1, clause(high, judged=estimate(90, 12)), False) is not None
    told = strength_finding(instrument, facts, s1, backed, False)
    assert told is not None and told.remedies == ()
    assert told.probability == pytest.approx(1 - chance_below(high, 75))
    middling = clause(estimate(78, 8), record=estimate(78, 11))
    assert strength_finding(instrument, facts, s1, middling, False) is None


def test_leadership_is_told_with_its_own_number_not_the_firm_s(
    instrument: Instrument, estimate: Make
) -> None:
    levels = {
        "executive": estimate(91, 3, 3),
        "manager": estimate(83, 3, 9),
        "frontline": estimate(40, 3, 60),
    }
    found = clause(estimate(55, 3), by_level=levels)
    gap = next(g for g in level_gaps(found, 5) if g is not None)
    told = difference_finding(instrument, gap, found, 5)
    assert told.id == "S1-level-gap-leadership-frontline"
    for lang in ("zh", "en"):
        assert "85" in told.text[lang] and "40" in told.text[lang] and "45" in told.text[lang]
        assert "55" not in told.text[lang] and "leadership" not in told.text["zh"]


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("kind", "names"), [("reading", ("opinion", "record")), ("side", ("firm", "account"))]
)
def test_a_difference_names_the_higher_first(
    instrument: Instrument, estimate: Make, kind: str, names: tuple[str, str], sign: int
) -> None:
    first, second = estimate(60 + 17 * sign, 4), estimate(60 - 17 * sign, 4)
    found = clause(first, record=second, by_side={"firm": first, "account": second})
    gap = Gap("S1", kind, *names, 34 * sign, min(25 * sign, 43 * sign), max(25 * sign, 43 * sign), 1e-6, 1e-5)
    told = difference_finding(instrument, gap, found, 5)
    assert told.kind == {"reading": "disagreement", "side": "level_gap"}[kind]
    for lang in ("zh", "en"):
        assert all(number in told.text[lang] for number in ("77", "43", "34", "25"))
    other = difference_finding(instrument, replace(gap, points=-gap.points), found, 5)
    assert other.title != told.title


def people_agree(agreement: float, reject: float, fused: Estimate) -> ClauseResult:
    return clause(fused, agreement=agreement, agreement_critical=0.3, affirm=0.05, reject=reject)


def test_agreement_on_the_wrong_thing_is_a_finding_only_for_consensus(
    instrument: Instrument, estimate: Make
) -> None:
    s1, low = instrument.clause("S1"), estimate(5, 8)
    told = agreement_finding(instrument, s1, people_agree(0.8, 0.9, low))
    assert told is not None and (told.id, told.kind, told.severity) == ("S1-agreement", "agreement", 3)
    assert "90" in told.text["en"] and "0.80" in told.text["en"]
    assert agreement_finding(instrument, s1, people_agree(0.2, 0.9, low)) is None
    assert agreement_finding(instrument, s1, people_agree(0.8, 0.4, low)) is None
    assert agreement_finding(instrument, instrument.clause("S2"), people_agree(0.8, 0.9, low)) is None
    assert agreement_finding(instrument, s1, clause(NONE)) is None
    assert [c.id for c in instrument.clauses() if c.consensus] == ["S1", "F1"]


def test_agreement_that_it_is_worthless_is_a_low_score_and_a_finding(
    make_survey, diagnose_survey: Callable[..., Diagnosis]
) -> None:
    of_one_mind = diagnose_survey(make_survey(lambda rng, item, n: rng.choice([1, 2], n, p=[0.7, 0.3])))
    found = {f.id for f in of_one_mind.findings}
    for key in ("S1", "F1"):
        assert of_one_mind.clauses[key].result.perception.agreement > 0.8
        assert of_one_mind.clauses[key].score.score < 15
        assert f"{key}-agreement" in found
    assert {"S1-no-consensus", "F1-no-shared-values"} <= found


def test_evidence_names_only_what_was_measured(demo_diagnosis: Diagnosis) -> None:
    for c in demo_diagnosis.clauses.values():
        ids = evidence_ids(c.result)
        measured = {i.indicator for i in c.result.indicators if i.outcome == Outcome.MEASURED}
        assert {i for i in ids if ":" not in i} == measured
        assert (f"survey:{c.result.clause}" in ids) == c.result.perception.survey.measured
        assert (f"judgement:{c.result.clause}" in ids) == c.result.judgement.estimate.measured


@pytest.mark.parametrize("status", ["accepted", "disputed", "withdrawn"])
def test_the_client_s_word_is_kept_and_only_a_withdrawn_finding_calls_for_nothing(
    instrument: Instrument, facts: ClientFacts, estimate: Make, status: str
) -> None:
    given = gap_finding(instrument, facts, instrument.clause("S1"), clause(estimate(30, 5)))
    assert given is not None
    said = replace(facts, findings_status={given.id: {"status": status, "reason": "checked with finance"}})
    kept = with_status(given, said)
    assert (kept.status, kept.status_reason) == (status, "checked with finance")
    assert replace(kept, status=None, status_reason="") == given
    assert bool(recommend(instrument, (kept,))) == (status != "withdrawn")
    assert with_status(given, facts) is given


def test_a_prerequisite_comes_along_with_the_finding_that_needs_it(instrument: Instrument) -> None:
    remedies = instrument.remedies()
    needy = [r for r in remedies.values() if r.requires]
    assert needy
    text = {"zh": "x", "en": "x"}
    for remedy in needy:
        finding = Finding("X-1", remedy.clauses[0], "gap", 1, 0.95, text, text, ("x",), (remedy.id,))
        chosen = {r.id: r for r in recommend(instrument, (finding,))}
        for needed in remedy.requires:
            assert chosen[needed].findings == ("X-1",)
        unasked = set(chosen) - {remedy.id}
        assert all(any(k in remedies[o].requires for o in chosen) for k in unasked)


@pytest.mark.parametrize("seed", range(4))
def test_a_healthy_company_seen_by_few_comes_out_clean_too(
    make_survey, diagnose_survey: Callable[..., Diagnosis], seed: int
) -> None:
    """Truth between 85 and 90 (also as consensus: all affirm, nearly as one), a small firm and fewer answers."""

    def healthy(rng: np.random.Generator, item, n: int) -> np.ndarray:
        one_mind = item.clause in ("S1", "F1")
        return rng.choice([2, 3, 4, 5], n, p=[0, 0, 0.5, 0.5] if one_mind else [0.03, 0.1, 0.25, 0.62])

    small = (
        ("firm", "executive", "other", 5),
        ("firm", "manager", "their_supervisor", 6),
        ("firm", "manager", "other", 6),
        ("firm", "frontline", "account_manager", 6),
        ("firm", "frontline", "other", 15),
        ("account", "manager", "other", 6),
    )
    found = [f.kind for f in diagnose_survey(make_survey(healthy, seed, small)).findings]
    assert found.count("gap") <= (1 - threshold("finding_probability")) * 53
    assert found.count("level_gap") + found.count("disagreement") <= 1
