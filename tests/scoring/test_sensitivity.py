"""The share of draws in which an area comes last is what the errors say, and moves with the weights where they matter."""

from __future__ import annotations

import json
from dataclasses import replace
from math import sqrt

import pytest

from kamnb.instrument.thresholds import threshold
from kamnb.model import Area, Clause, Estimate, Outcome
from kamnb.report.ranking import ranking_blocks, ranking_sentence
from kamnb.scoring.sensitivity import area_sensitivity, sensitivity_form
from kamnb.stats.distributions import normal_below


def area(name: str, n: int = 1) -> Area:
    clauses = tuple(Clause(f"{name}{i}", name, (), (), "f", ()) for i in range(n))
    return Area(name, name, 1, "", clauses, ())


def answers(*given: tuple[Area, list[Estimate]]):
    areas = [a for a, _ in given]
    fused = {c.id: e for a, es in given for c, e in zip(a.clauses, es, strict=True)}
    known = {a.id: next((e for e in es if e.measured), Estimate.none(Outcome.NO_DATA)) for a, es in given}
    return area_sensitivity(areas, fused, known)


def test_with_one_clause_each_it_is_the_chance_that_one_normal_lies_below_the_other(estimate):
    found = answers((area("A"), [estimate(40, 6)]), (area("B"), [estimate(45, 8)]))
    assert found.worst["A"] == pytest.approx(normal_below(5 / 10), abs=0.025)
    assert found.worst["A"] + found.worst["B"] == pytest.approx(1)
    assert found.rank["A"] == pytest.approx(2 - found.worst["A"])


def test_sure_scores_of_even_clauses_leave_no_doubt_whatever_the_weights(estimate):
    sure = [estimate(30, 0.01)] * 3
    found = answers((area("A", 3), sure), (area("B", 3), [estimate(60, 0.01)] * 3))
    assert found.worst == {"A": 1.0, "B": 0.0} and found.rank == {"A": 1.0, "B": 2.0}
    assert 30 < found.whole[0] < found.whole[1] < 60


def test_weights_decide_where_the_clauses_of_an_area_lie_far_apart(estimate):
    uneven = [estimate(0, 0.01), estimate(100, 0.01)]
    found = answers((area("A", 2), uneven), (area("B", 2), [estimate(55, 0.01)] * 2))
    assert 0.55 < found.worst["A"] < 0.75


def test_shared_error_does_not_average_out(estimate):
    n, sd = 6, 10.0
    found = answers((area("A", n), [estimate(50, sd)] * n), (area("B", n), [estimate(46, 0.01)] * n))
    rho, uneven = threshold("shared_error"), 1 / n + (1 - 1 / n) / (n * threshold("weight_concentration") + 1)
    spread = sd * sqrt(rho + (1 - rho) * uneven)
    assert found.worst["A"] == pytest.approx(normal_below(-4 / spread), abs=0.025)


def test_what_was_not_measured_makes_it_less_sure(estimate):
    blank = Estimate.none(Outcome.NO_DATA)
    full = answers((area("A", 2), [estimate(40, 1)] * 2), (area("B"), [estimate(46, 1)]))
    half = answers((area("A", 2), [estimate(40, 1), blank]), (area("B"), [estimate(46, 1)]))
    assert half.worst["A"] < full.worst["A"] - 0.1


def test_nothing_is_said_of_fewer_than_two_areas(estimate):
    assert answers((area("A"), [estimate(40, 6)])) is None
    assert sensitivity_form(None) is None


def test_the_demo_s_ranking_is_written_and_told(instrument, demo_diagnosis):
    form = json.loads(demo_diagnosis.to_json())
    told = form["sensitivity"]["areas"]
    assert sum(a["worst"] for a in told.values()) == pytest.approx(1, abs=0.004)
    assert sum(a["mean_rank"] for a in told.values()) == pytest.approx(28, abs=0.05)
    first = max(told, key=lambda a: told[a]["worst"])
    sentence = ranking_sentence(instrument, form)
    assert instrument.text(first, "area.title")["zh"] in sentence["zh"]
    rows = next(b for b in ranking_blocks(instrument, form) if b["kind"] == "table")["rows"]
    assert len(rows) == len(told) and rows[0][0]["text"] == instrument.text(first, "area.title")


@pytest.mark.parametrize(
    ("shares", "words"),
    [((0.9, 0.1), "whatever the weights"), ((0.5, 0.45), "could also be"), ((0.3, 0.05), "do not tell")],
)
def test_the_sentence_fits_what_was_found(instrument, demo_diagnosis, shares, words):
    form = json.loads(demo_diagnosis.to_json())
    areas = zip(("strategy", "manager"), shares, strict=True)
    form["sensitivity"]["areas"] = {a: {"worst": w, "mean_rank": 1.0} for a, w in areas}
    assert words in ranking_sentence(instrument, form)["en"]


def test_several_that_may_be_the_weakest_are_told_as_alternatives(instrument, demo_diagnosis):
    form = json.loads(demo_diagnosis.to_json())
    shares = {"strategy": 0.45, "manager": 0.3, "it": 0.25}
    form["sensitivity"]["areas"] = {a: {"worst": w, "mean_rank": 1.0} for a, w in shares.items()}
    sentence = ranking_sentence(instrument, form)
    names = {a: instrument.text(a, "area.title") for a in shares}
    assert f'"{names["manager"]["en"]}" (30%) or "{names["it"]["en"]}" (25%)' in sentence["en"]
    assert f"“{names['manager']['zh']}”（30%）、“{names['it']['zh']}”（25%）" in sentence["zh"]


def test_an_older_diagnosis_says_nothing_of_it(instrument, demo_diagnosis):
    form = json.loads(replace(demo_diagnosis, sensitivity=None).to_json())
    assert ranking_sentence(instrument, form) is None
    form.pop("sensitivity")
    assert ranking_blocks(instrument, form) == []
