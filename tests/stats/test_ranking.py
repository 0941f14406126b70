"""Rankings by several criteria reproduce published numbers, and keep the laws that any ranking should keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kamnb.stats.ranking import (
    CONSISTENT,
    average_ranks,
    entropy_weights,
    kendall_tau,
    min_max,
    places,
    priorities,
    rank_stability,
    topsis,
    weighted_sum,
)

DRINKS = [
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [1, 9, 4, 2, 1, 2, 1 / 2],
    [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [2, 9, 9, 3, 2, 3, 1],
]
TZENG_HUANG = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
AIRCRAFT = [
    [2.0, 1500, 20000, 5.5, 5, 9],
    [2.5, 2700, 18000, 6.5, 3, 5],
    [1.8, 2000, 21000, 4.5, 7, 7],
    [2.2, 1800, 20000, 5.0, 5, 5],
]


def test_saaty_drinks() -> None:
    found = priorities(DRINKS)
    assert found.weights.round(3) == pytest.approx([0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327])
    assert found.largest == pytest.approx(7.1766, abs=5e-5)
    assert found.index == pytest.approx((7.1766 - 7) / 6, abs=1e-5)
    assert found.ratio == pytest.approx(0.022, abs=5e-4)
    assert found.ratio < CONSISTENT


def test_tzeng_huang_topsis() -> None:
    found = topsis(TZENG_HUANG, [0.3, 0.4, 0.3])
    assert found.round(4) == pytest.approx([0.5037, 0.6581, 0.7482, 0.3340])


def test_hwang_yoon_aircraft_entropy_weights() -> None:
    found = entropy_weights(AIRCRAFT)
    # the book rounds the entropies to four places before it divides.
    assert found == pytest.approx([0.0649, 0.2055, 0.0133, 0.0829, 0.3570, 0.2764], abs=2e-3)


def test_comparisons_that_agree_give_their_weights_back() -> None:
    w = np.array([0.5, 0.3, 0.2])
    found = priorities(w[:, None] / w)
    assert found.weights == pytest.approx(w)
    assert (found.largest, found.ratio) == (pytest.approx(3), pytest.approx(0, abs=1e-12))


def test_comparisons_that_go_in_a_circle_are_inconsistent() -> None:
    circle = [[1, 5, 1 / 5], [1 / 5, 1, 5], [5, 1 / 5, 1]]
    assert priorities(circle).ratio > 1


def test_reciprocals_may_be_rounded_and_the_larger_entry_counts() -> None:
    rounded = [[1, 3, 7], [0.33, 1, 3], [0.14, 0.33, 1]]
    exact = [[1, 3, 7], [1 / 3, 1, 3], [1 / 7, 1 / 3, 1]]
    assert priorities(rounded).weights == pytest.approx(priorities(exact).weights)


def test_one_and_two_criteria_cannot_contradict_and_many_have_no_random_index() -> None:
    assert priorities([[1]]).weights == pytest.approx([1])
    assert (priorities([[1, 4], [1 / 4, 1]]).ratio, priorities([[1]]).ratio) == (0, 0)
    assert np.isnan(priorities(np.ones((16, 16))).ratio)


@pytest.mark.parametrize(
    "matrix", [[[1, 2], [2, 1]], [[1, 2]], [[1, -2], [-0.5, 1]], [[2, 1], [1, 2]], [[1, np.nan], [1, 1]], []]
)
def test_what_is_not_reciprocal_is_refused(matrix: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="comparisons must be"):
        priorities(matrix)


@pytest.mark.parametrize("rank", [weighted_sum, topsis])
def test_what_cannot_be_ranked_is_refused(rank) -> None:
    for values, weights in (
        ([[1, np.nan]], [1, 1]),
        ([[1, 2]], [1]),
        ([[1, 2]], [1, -1]),
        ([[1, 2]], [0, 0]),
    ):
        with pytest.raises(ValueError, match="must"):
            rank(values, weights)
    with pytest.raises(ValueError, match="not negative"):
        entropy_weights([[1, -1]])
    with pytest.raises(ValueError, match="concentration"):
        rank_stability([[1, 2]], [1, 1], 1, concentration=0)


def test_no_alternatives_and_identical_ones() -> None:
    none = np.empty((0, 2))
    assert len(weighted_sum(none, [1, 1])) == len(topsis(none, [1, 1])) == 0
    assert len(rank_stability(none, [1, 1], 1).chance) == 0
    same = np.full((4, 2), 3.0)
    assert topsis(same, [1, 1]) == pytest.approx([0.5] * 4)
    assert weighted_sum(same, [1, 1]) == pytest.approx([0] * 4)
    assert entropy_weights(same) == pytest.approx([0.5, 0.5])
    found = rank_stability(same, [1, 1], 1)
    assert found.chance == pytest.approx([0.25] * 4)
    assert found.rank == pytest.approx([2.5] * 4)


def test_less_can_be_better() -> None:
    cost = [[10, 1], [20, 1], [30, 1]]
    for rank in (weighted_sum, topsis):
        assert np.argmax(rank(cost, [1, 1], [False, True])) == 0


def test_places_tied_at_the_cut_are_shared() -> None:
    assert places(np.array([[5, 3, 3, 1]]), 2) == pytest.approx(np.array([[1, 0.5, 0.5, 0]]))
    assert average_ranks(np.array([[5, 3, 3, 1], [1, 2, 3, 4]])) == pytest.approx(
        np.array([[1, 2.5, 2.5, 4], [4, 3, 2, 1]])
    )


def test_a_place_that_hangs_on_the_weights_is_doubtful() -> None:
    # the first is best on all; the second and third swap places as soon as the weights cross one half.
    values = [[5, 5], [4, 2], [2, 4], [1, 1]]
    found = rank_stability(values, [0.5, 0.5], 2)
    assert found.chance[[0, 3]] == pytest.approx([1, 0])
    assert found.chance[1:3] == pytest.approx([0.5, 0.5], abs=0.05)
    firm = rank_stability(values, [0.6, 0.4], 2, concentration=1000)
    loose = rank_stability(values, [0.6, 0.4], 2, concentration=5)
    assert firm.chance[1] > 0.99 > loose.chance[1] > 0.5
    assert rank_stability(values, [1, 0], 2).chance == pytest.approx([1, 1, 0, 0])


def test_kendall_tau_agrees_with_scipy() -> None:
    from scipy.stats import kendalltau

    rng = np.random.default_rng(1)
    a, b = rng.integers(0, 9, 60), rng.integers(0, 9, 60)
    assert kendall_tau(a, b) == pytest.approx(kendalltau(a, b).statistic)
    assert np.isnan(kendall_tau([1, 1], [1, 2])) and np.isnan(kendall_tau([1], [1]))
    with pytest.raises(ValueError, match="same alternatives"):
        kendall_tau([1, 2], [1])


VALUES = arrays(float, st.tuples(st.integers(2, 8), st.just(3)), elements=st.integers(1, 9).map(float))
WEIGHTS = st.lists(st.floats(0.05, 1), min_size=3, max_size=3)


@given(VALUES, WEIGHTS, st.lists(st.floats(0.1, 1000), min_size=3, max_size=3))
def test_the_unit_of_a_criterion_does_not_matter(values, weights, units) -> None:
    for rank in (topsis, weighted_sum):
        assert rank(values * units, np.array(weights) * 7) == pytest.approx(rank(values, weights), abs=1e-9)
    assert entropy_weights(values * units) == pytest.approx(entropy_weights(values), abs=1e-6)


@given(VALUES, WEIGHTS)
def test_who_is_at_least_as_good_on_all_does_not_rank_lower(values, weights) -> None:
    better = np.vstack([values, values[0] + [0, 1, 2]])
    for rank in (topsis, weighted_sum):
        found = rank(better, weights)
        assert found[-1] >= found[0] - 1e-12
        assert ((found >= -1e-12) & (found <= 1 + 1e-12)).all()
    found = rank_stability(better, weights, 1, draws=50)
    assert found.chance[-1] >= found.chance[0]
    assert found.rank[-1] <= found.rank[0]


@settings(max_examples=50)
@given(VALUES, WEIGHTS, st.integers(0, 99), st.integers(1, 8))
def test_the_order_of_the_rows_does_not_matter(values, weights, seed, top) -> None:
    order = np.random.default_rng(seed).permutation(len(values))
    for rank in (topsis, weighted_sum):
        assert rank(values[order], weights) == pytest.approx(rank(values, weights)[order])
    found, moved = (rank_stability(v, weights, top, draws=50) for v in (values, values[order]))
    assert moved.chance == pytest.approx(found.chance[order])
    assert moved.rank == pytest.approx(found.rank[order])
    assert found.chance.sum() == pytest.approx(min(top, len(values)))
    assert found.rank.sum() == pytest.approx(len(values) * (len(values) + 1) / 2)


@given(st.lists(st.floats(0.05, 1), min_size=2, max_size=6), st.integers(0, 99))
def test_renaming_criteria_renames_their_weights(weights, seed) -> None:
    w = np.array(weights)
    noise = np.exp(np.random.default_rng(seed).normal(0, 0.3, (len(w), len(w))))
    upper = np.triu(w[:, None] / w * noise, 1)
    matrix = upper + np.eye(len(w)) + np.tril(1 / np.where(upper.T > 0, upper.T, 1), -1)
    order = np.random.default_rng(seed).permutation(len(w))
    found, moved = priorities(matrix), priorities(matrix[np.ix_(order, order)])
    assert moved.weights == pytest.approx(found.weights[order])
    assert moved.ratio == pytest.approx(found.ratio, abs=1e-9)


def test_large_tables_are_ranked_in_blocks() -> None:
    values = min_max(np.random.default_rng(0).normal(size=(20_000, 3)))
    found = rank_stability(values, [5, 3, 2], 100, draws=250)
    assert found.chance.sum() == pytest.approx(100)
