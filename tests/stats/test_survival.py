"""Survival against the leukaemia data of Freireich et al., against statsmodels, and by hand with late entry."""

from __future__ import annotations

import numpy as np
import pytest

from kamnb.stats.survival import (
    band_hazard,
    cumulative_hazard,
    kaplan_meier,
    nobody_left,
    number_at_risk,
    stays,
    survival_at,
)

WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_freireich_1963_kaplan_meier_of_6_mercaptopurine():
    curve = kaplan_meier(WEEKS, RELAPSE)
    assert curve.time.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.survival.round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert np.sqrt(curve.variance).round(4).tolist() == [
        0.0764,
        0.0869,
        0.0963,
        0.1068,
        0.1141,
        0.1282,
        0.1346,
    ]


def test_freireich_1963_exponential_hazard():
    """Cox & Oakes 1984: 9 relapses in 359 weeks."""
    found = band_hazard(WEEKS, RELAPSE, np.zeros(21), [0.0])
    assert (found.events[0], found.exposure[0]) == (9, 359)
    assert found.mean[0] == pytest.approx(9 / 359, rel=0.01)


def random_spells(n: int = 200) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    entry = rng.uniform(0, 3, n).round(1)
    return entry + rng.exponential(4, n).round(1) + 0.1, rng.random(n) < 0.6, entry


def test_statsmodels_gives_the_same_curve_and_errors_with_and_without_late_entry():
    from statsmodels.duration.survfunc import SurvfuncRight

    leave, event, entry = random_spells()
    for given in (None, entry):
        ours = kaplan_meier(leave, event, given)
        theirs = SurvfuncRight(leave, event.astype(int), entry=given)
        shown = np.isin(theirs.surv_times, ours.time)
        assert ours.survival == pytest.approx(theirs.surv_prob[shown])
        left = ours.survival > 0
        assert np.sqrt(ours.variance[left]) == pytest.approx(theirs.surv_prob_se[shown][left])


def test_log_log_band_by_hand():
    curve = kaplan_meier(WEEKS, RELAPSE)
    theta = 1.6448536 * np.sqrt(3 / (21 * 18)) / np.log(18 / 21)
    assert curve.low[0] == pytest.approx((18 / 21) ** np.exp(-theta))
    assert curve.high[0] == pytest.approx((18 / 21) ** np.exp(theta))
    assert (curve.low < curve.survival).all() and (curve.survival < curve.high).all()


def test_late_entry_by_hand_counts_nobody_before_being_watched():
    leave, event, entry = [2.0, 4.0, 5.0, 6.0], [True, True, False, True], [0.0, 3.0, 1.0, 1.0]
    curve = kaplan_meier(leave, event, entry)
    assert curve.at_risk.tolist() == [3, 3, 1]
    assert curve.survival.tolist() == pytest.approx([2 / 3, 4 / 9, 0])
    assert (curve.low[-1], curve.high[-1], curve.variance[-1]) == (0, curve.high[-2], 0)
    assert number_at_risk([1.0, 1.5, 3.5], leave, entry).tolist() == [1, 3, 3]


def test_a_spell_that_ends_before_it_is_seen_does_not_count():
    curve = kaplan_meier([1.0, 5.0, np.nan], [True, True, True], [2.0, 0.0, 0.0])
    assert (curve.time.tolist(), curve.at_risk.tolist()) == ([5.0], [1])
    assert len(kaplan_meier([], []).time) == 0


def test_while_nobody_has_left_the_lower_end_is_the_exact_binomial_one():
    curve = kaplan_meier([4.0, 5.0], [False, True])
    assert survival_at(curve, 3.0, 18) == (1.0, pytest.approx(0.05 ** (1 / 18)), 1.0)
    assert nobody_left(0) == 0
    assert survival_at(curve, 9.0, 1)[0] == 0


def test_the_band_covers_the_truth_as_often_as_it_says():
    rng, hits = np.random.default_rng(1), 0
    for _ in range(400):
        life, watched = rng.exponential(10, 60), rng.uniform(1, 8, 60)
        curve = kaplan_meier(np.minimum(life, watched), life <= watched)
        _, low, high = survival_at(curve, 3.0, 30)
        hits += low <= np.exp(-0.3) <= high
    assert 0.86 <= hits / 400 <= 0.94


def test_banded_hazard_by_hand_and_its_lean_on_the_whole():
    found = band_hazard([1.0, 3.0, 6.0], [True, False, True], [0.0, 0.0, 2.0], [0.0, 2.0])
    assert found.exposure.tolist() == [3.0, 5.0]
    assert found.events.tolist() == [1.0, 1.0]
    assert found.mean == pytest.approx(2 / (np.array([3, 5]) + 8 / 2.5))
    quiet = band_hazard([1.0, 3.0], [False, False], [0.0, 0.0], [0.0])
    assert 0 < quiet.mean[0] < 0.5


def test_staying_is_what_the_hazard_of_each_band_leaves():
    hazards, edges = np.array([[0.1, 0.02]]), np.array([0.0, 2.0])
    assert cumulative_hazard(hazards, edges, [1.0, 5.0]).tolist() == [pytest.approx([0.1, 0.26])]
    assert stays(hazards, edges, 1.0, [1.0, 4.0])[0] == pytest.approx(np.exp([-0.1, -0.16]))
