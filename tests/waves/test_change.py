"""Has an estimate changed by more than chance? Friday Pulse's rule, t and normal, verdicts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamnb.evidence.survey import group_estimate
from kamnb.model import Estimate, Outcome
from kamnb.stats.intervals import mean_interval
from kamnb.waves.change import Verdict, change, change_of_means, difference, together

RULE = ((10, 66, "stable"), (10, 70, "rising"), (100, 66, "rising"))
"""Friday Pulse: so many answers in each wave, from 56 to this, at 90 %."""


def mean_of(score: float, n: int, sd: float) -> Estimate:
    """A mean of n answers that spread by sd."""
    return Estimate(score, sd**2 / n, n)


def told(sd: float) -> list[str | None]:
    """What does the function say to the three cases of the rule?"""
    return [change_of_means(mean_of(56, n, sd), mean_of(to, n, sd)).verdict() for n, to, _ in RULE]


@pytest.mark.parametrize("sd", [13.0, 15.0, 18.0])
def test_friday_pulse_s_rule_holds_where_answers_spread_by_13_to_18_points(sd: float) -> None:
    assert told(sd) == [verdict for _, _, verdict in RULE]


@pytest.mark.parametrize("sd", [12.8, 18.1])
def test_friday_pulse_s_rule_fails_outside(sd: float) -> None:
    assert told(sd) != [verdict for _, _, verdict in RULE]


def test_friday_pulse_s_rule_holds_for_the_survey_s_own_estimates() -> None:
    """Answers that spread by 13 points, with the spread that small groups borrow."""
    for n, to, verdict in RULE:
        shape = np.resize([-1.0, 1.0], n) * 13 * np.sqrt((n - 1) / n)
        before, after = (group_estimate(centre + shape, None) for centre in (56.0, float(to)))
        assert change_of_means(before, after).verdict() == verdict


def test_a_whole_population_that_answers_needs_no_test() -> None:
    answers = np.array([40.0, 60.0, 50.0, 70.0, 30.0] * 4)
    before, after = group_estimate(answers, 20), group_estimate(answers + 2, 20)
    assert change_of_means(before, after).verdict() == Verdict.RISING


def test_welch_s_interval_is_that_of_one_sample_where_the_other_is_known() -> None:
    answers = np.array([52.0, 61.0, 48.0, 70.0, 66.0, 59.0])
    value, low, high = mean_interval(answers)
    found = change_of_means(Estimate(0.0, 0.0, 10**6), Estimate(value, answers.var(ddof=1) / 6, 6))
    assert (found.low, found.high) == pytest.approx((low, high))


def test_null_means_move_in_one_test_of_ten() -> None:
    rng = np.random.default_rng(7)
    moved = 0
    for _ in range(4000):
        pair = [rng.normal(56, 20, 12) for _ in range(2)]
        e = [Estimate(float(x.mean()), float(x.var(ddof=1)) / 12, 12) for x in pair]
        moved += change_of_means(*e).verdict() != Verdict.STABLE
    assert 0.085 < moved / 4000 < 0.115


@given(
    st.floats(0, 100),
    st.floats(0, 100),
    st.floats(0.1, 400),
    st.floats(0.1, 400),
    st.integers(2, 500),
    st.integers(2, 500),
)
def test_turned_round_it_says_the_opposite(
    a: float, b: float, va: float, vb: float, na: int, nb: int
) -> None:
    one = change_of_means(Estimate(a, va, na), Estimate(b, vb, nb))
    two = change_of_means(Estimate(b, vb, nb), Estimate(a, va, na))
    opposite = {"rising": "falling", "falling": "rising", "stable": "stable"}
    assert two.verdict() == opposite[str(one.verdict())]
    assert one.p == pytest.approx(two.p)
    assert (one.low, one.high) == pytest.approx((-two.high, -two.low))  # type: ignore[operator]
    assert (one.verdict() == "stable") == (one.low <= 0 <= one.high)  # type: ignore[operator]


def test_what_is_not_measured_has_no_change() -> None:
    few = Estimate.none(Outcome.TOO_FEW, 3)
    found = change_of_means(Estimate(50.0, 9.0, 20), few)
    assert (found.points, found.verdict(), found.outcome) == (None, None, Outcome.TOO_FEW)
    assert change(Estimate.none(Outcome.NO_DATA)).verdict() is None


def test_error_that_both_share_cancels_but_never_all_of_it() -> None:
    a, b = Estimate(40.0, 100.0, 9), Estimate(50.0, 100.0, 9)
    assert difference(a, b).variance == 200
    assert difference(a, b, 90).variance == pytest.approx(20)
    assert (difference(a, b, 100).variance or 0) > 0


def test_a_q_takes_the_place_of_p() -> None:
    found = change(Estimate(10.0, 25.0, 9))
    assert found.verdict() == Verdict.RISING and found.verdict(0.2) == Verdict.STABLE


def test_readings_that_agree_are_surer_and_those_that_do_not_are_less_sure() -> None:
    one, same, other = Estimate(20.0, 25.0, 9), Estimate(20.0, 25.0, 9), Estimate(0.0, 25.0, 9)
    assert together([one, same]).variance == pytest.approx(12.5)
    apart = together([one, other])
    assert (apart.mean, apart.variance) == (pytest.approx(10), pytest.approx(12.5 * 8))
    assert change(apart).verdict() == Verdict.STABLE


def test_readings_that_went_one_way_by_different_lengths_still_went_that_way() -> None:
    found = together([Estimate(-57.0, 16.0, 90), Estimate(-18.0, 100.0, 30), Estimate(-46.0, 144.0, 8)])
    assert change(found).verdict() == Verdict.FALLING


def test_no_reading_is_no_change() -> None:
    assert together([Estimate.none(Outcome.TOO_FEW, 2)]).outcome == Outcome.TOO_FEW
    assert together([]).outcome == Outcome.NO_DATA
