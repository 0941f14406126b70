"""Do several readings become one score without pretending to be surer than they are?"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Estimate, Outcome
from kamnb.scoring.combine import (
    between_variance,
    chance_below,
    combine,
    combine_weighted,
    fuse,
    to_score,
    why_missing,
)

Make = Callable[..., Estimate]
readings = st.lists(
    st.builds(lambda m, sd: Estimate(m, sd**2, 10), st.floats(0, 100), st.floats(1, 40)),
    min_size=1,
    max_size=6,
)


def width(estimate: Estimate) -> float:
    score = to_score(estimate)
    assert score.low is not None and score.high is not None
    return score.high - score.low


def test_opinion_80_and_records_30_never_become_a_narrow_55(estimate: Make) -> None:
    clash = fuse([estimate(80, 8), estimate(30, 11)])
    calm = fuse([estimate(56, 8), estimate(54, 11)])
    assert 45 < clash.mean < 65
    assert width(clash) >= 60
    assert width(calm) <= 25
    low, high = to_score(clash).low, to_score(clash).high
    assert low <= 33 and high >= 77


def test_the_clash_stays_wide_however_sure_each_reading_is(estimate: Make) -> None:
    score = to_score(fuse([estimate(80, 0.5), estimate(30, 0.5)]))
    assert score.low <= 30 and score.high >= 80


def test_rough_evidence_wins_no_weight_by_being_far_off(estimate: Make) -> None:
    """Records with three times the error of opinion have a quarter of the weight, however far off they lie."""
    for record in (45, 20):
        found = fuse([estimate(80, 8), estimate(record, 24)])
        assert [weight for weight, _, _ in found.parts] == pytest.approx([0.75, 0.25])
    near = fuse([estimate(80, 8), estimate(70, 24)])
    assert not near.parts and 77 < near.mean < 80


def test_what_each_reading_says_by_itself_stays_sure_when_they_differ_in_how_much(estimate: Make) -> None:
    """People say 60, records 20: both lie below 75, and that they differ is no doubt about it."""
    found = fuse([estimate(60, 6), estimate(20, 10)])
    assert chance_below(found, 75) > 0.97
    assert to_score(found).high < 75 and to_score(found).low < 20
    assert found.variance == pytest.approx(sum(w * (v + (m - found.mean) ** 2) for w, m, v in found.parts))


@pytest.mark.parametrize("n", [2, 3, 5])
def test_more_evidence_that_agrees_narrows(estimate: Make, n: int) -> None:
    fewer = fuse([estimate(60, 12)] * (n - 1))
    assert fuse([estimate(60, 12)] * n).variance < fewer.variance


def test_surer_evidence_narrows_and_weighs_more(estimate: Make) -> None:
    vague = combine([estimate(60, 15), estimate(70, 15)])
    sure = combine([estimate(60, 15), estimate(70, 10)])
    assert sure.variance < vague.variance
    assert sure.mean > vague.mean


def test_without_clash_it_is_the_precision_weighted_mean(estimate: Make) -> None:
    found = combine([estimate(60, 10, 7), estimate(66, 20, 5)])
    assert found.mean == pytest.approx((60 / 100 + 66 / 400) / (1 / 100 + 1 / 400))
    assert found.variance == pytest.approx(1 / (1 / 100 + 1 / 400))
    assert found.n == 12


def test_between_variance_of_dersimonian_and_laird_by_hand() -> None:
    # w = 1/100 each, centre 55, q = 2 * 625 / 100 = 12.5; scale = 0.02 - 0.0002 / 0.02 = 0.01
    assert between_variance(np.array([80.0, 30.0]), np.array([100.0, 100.0])) == pytest.approx(1150)
    assert between_variance(np.array([50.0, 52.0]), np.array([100.0, 100.0])) == 0.0
    assert between_variance(np.array([50.0]), np.array([100.0])) == 0.0


def test_the_prior_is_weak_pulls_to_the_middle_and_speaks_only_with_evidence(estimate: Make) -> None:
    alone, pulled = combine([estimate(90, 10)]), fuse([estimate(90, 10)])
    assert alone.mean == 90
    assert 84 < pulled.mean < 90
    assert pulled.variance < alone.variance
    assert fuse([Estimate.none(Outcome.NO_DATA)]).mean is None
    assert fuse([estimate(20, 10)]).mean > 20


@given(readings)
def test_the_combined_mean_lies_between_inputs_and_prior(given_readings: list[Estimate]) -> None:
    means = [e.mean for e in given_readings]
    found = combine(given_readings)
    assert min(means) - 1e-9 <= found.mean <= max(means) + 1e-9
    prior = threshold("prior_mean")
    with_prior = fuse(given_readings)
    assert min([*means, prior]) - 1e-9 <= with_prior.mean <= max([*means, prior]) + 1e-9


@given(readings)
def test_combining_is_sound_in_any_order(given_readings: list[Estimate]) -> None:
    one, other = fuse(given_readings), fuse(given_readings[::-1])
    assert one.mean == pytest.approx(other.mean) and one.variance == pytest.approx(other.variance)
    assert one.variance > 0
    score = to_score(one)
    assert 0 <= score.low <= score.score <= score.high <= 100


@given(readings)
def test_variance_is_never_below_that_of_plain_pooling(given_readings: list[Estimate]) -> None:
    plain = 1 / sum(1 / e.variance for e in given_readings)
    assert combine(given_readings).variance >= plain - 1e-9


def test_what_is_missing_counts_as_nothing_not_as_zero(estimate: Make) -> None:
    alone = fuse([estimate(70, 10)])
    missing = [Estimate.none(o) for o in (Outcome.NO_DATA, Outcome.NOT_ASKED, Outcome.TOO_FEW)]
    assert fuse([estimate(70, 10), *missing]) == alone


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ((Outcome.NOT_ASKED, Outcome.TOO_FEW, Outcome.NO_DATA), Outcome.TOO_FEW),
        ((Outcome.NOT_ASKED, Outcome.NO_DATA), Outcome.NO_DATA),
        ((Outcome.NOT_ASKED, Outcome.NOT_APPLICABLE), Outcome.NOT_ASKED),
        ((Outcome.NOT_APPLICABLE,), Outcome.NOT_APPLICABLE),
        ((), Outcome.NO_DATA),
    ],
)
def test_why_there_is_no_number(outcomes: tuple[Outcome, ...], expected: Outcome) -> None:
    assert why_missing(outcomes) == expected
    found = combine(Estimate.none(o) for o in outcomes)
    assert (found.outcome, found.mean, to_score(found).score) == (expected, None, None)


def test_a_score_is_clipped_and_its_interval_is_ninety_per_cent(estimate: Make) -> None:
    score = to_score(estimate(60, 10))
    assert (score.score, score.low, score.high) == pytest.approx((60, 60 - 16.4485, 60 + 16.4485), abs=1e-3)
    edge = to_score(Estimate(104.0, 100.0, 3))
    assert (edge.score, edge.high) == (100, 100) and edge.low < 100
    assert repr(score) == "Score(60 of 100, 44–76, n=20)"


def test_chance_below_a_target(estimate: Make) -> None:
    assert chance_below(estimate(75, 10), 75) == pytest.approx(0.5)
    assert chance_below(estimate(62.1845, 10), 75) == pytest.approx(0.90, abs=1e-4)
    assert chance_below(Estimate.none(Outcome.NO_DATA), 75) is None


def test_s4_weighs_one_half_and_each_of_its_parts_one_eighth(instrument: Instrument) -> None:
    weights = {c.id: c.weight for c in instrument.clauses()}
    assert weights["S4"] == 0.5
    assert [weights[f"S4{x}"] for x in "abcd"] == [0.125] * 4
    assert {w for key, w in weights.items() if not key.startswith("S4")} == {1.0}
    assert sum(c.weight for c in instrument.area("strategy").clauses) == 7


def test_weights_of_s4_move_the_areas_score(instrument: Instrument, estimate: Make) -> None:
    clauses = instrument.area("strategy").clauses
    weights = [c.weight for c in clauses]

    def area(low: str) -> float:
        return combine_weighted([estimate(20 if c.id == low else 90, 8) for c in clauses], weights).mean

    assert area("S1") == pytest.approx(90 - 70 / 7)
    assert area("S4") == pytest.approx(90 - 70 / 14)
    assert area("S4a") == pytest.approx(90 - 70 / 56)


def test_an_areas_errors_are_partly_shared(estimate: Make) -> None:
    found = combine_weighted([estimate(50, 10)] * 4, [1.0] * 4)
    rho = threshold("shared_error")
    assert found.variance == pytest.approx(100 * (rho + (1 - rho) / 4))


def test_a_missing_clause_widens_the_area(estimate: Make) -> None:
    none = Estimate.none(Outcome.NO_DATA)
    whole = combine_weighted([estimate(50, 10)] * 4, [1.0] * 4)
    gap = combine_weighted([*[estimate(50, 10)] * 3, none], [1.0] * 4)
    assert gap.mean == pytest.approx(50) and gap.variance > whole.variance


def test_an_area_of_which_less_than_half_is_known_has_no_score(estimate: Make) -> None:
    none = Estimate.none(Outcome.NO_DATA)
    assert combine_weighted([estimate(50, 10), none, none], [1.0] * 3).outcome == Outcome.TOO_FEW
    assert combine_weighted([estimate(50, 10), none], [1.0] * 2).measured
    assert combine_weighted([none, none], [1.0] * 2).outcome == Outcome.NO_DATA
    asked = combine_weighted([Estimate.none(Outcome.NOT_ASKED)] * 2, [1.0] * 2)
    assert asked.outcome == Outcome.NOT_ASKED


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 2)), min_size=1, max_size=8))
def test_an_area_lies_between_its_clauses(parts: list[tuple[float, float]]) -> None:
    found = combine_weighted([Estimate(m, 100.0, 5) for m, _ in parts], [w for _, w in parts])
    means = [m for m, _ in parts]
    assert min(means) - 1e-9 <= found.mean <= max(means) + 1e-9
    assert math.isfinite(found.variance) and found.variance <= 100 + 1e-9
