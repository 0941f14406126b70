"""Differences between mixes: against every possible deal, against an oracle, and against noise."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from kamnb.stats.mixes import (
    entropy,
    expected_information,
    mix_difference,
    mix_difference_interval,
    mutual_information,
    same_mix_chance,
)


def tabulate(rows: tuple[int, ...], columns: tuple[int, ...]) -> np.ndarray:
    """The table of two labellings."""
    table = np.zeros((max(rows) + 1, max(columns) + 1))
    np.add.at(table, (list(rows), list(columns)), 1)
    return table


def test_entropy_and_information_by_hand() -> None:
    assert entropy([1, 1, 1, 1]) == pytest.approx(np.log(4))
    assert entropy([7, 0]) == 0
    assert mutual_information([[5, 0], [0, 5]]) == pytest.approx(np.log(2))
    assert mutual_information([[2, 4], [3, 6]]) == pytest.approx(0, abs=1e-12)


def test_information_is_the_jensen_shannon_divergence_of_lin_1991() -> None:
    table = np.array([[6.0, 2, 1], [1, 5, 4]])
    weight, mixes = table.sum(axis=1) / table.sum(), table / table.sum(axis=1, keepdims=True)
    divergence = entropy(weight @ mixes) - sum(w * entropy(m) for w, m in zip(weight, mixes, strict=True))
    assert mutual_information(table) == pytest.approx(divergence)


def test_vinh_2010_expectation_is_the_mean_over_every_deal() -> None:
    rows, columns = (0, 0, 0, 1, 1, 2, 2), (0, 0, 0, 0, 1, 1, 2)
    dealt = [mutual_information(tabulate(rows, deal)) for deal in permutations(columns)]
    assert expected_information([3, 2, 2], [4, 2, 1]) == pytest.approx(np.mean(dealt))


def test_expectation_agrees_with_scikit_learn() -> None:
    cluster = pytest.importorskip("sklearn.metrics.cluster")
    table = np.random.default_rng(1).integers(0, 9, (7, 5))
    expected = cluster.expected_mutual_information(table.astype(float), int(table.sum()))
    assert expected_information(table.sum(axis=1), table.sum(axis=0)) == pytest.approx(expected)


def test_the_ends_of_the_scale() -> None:
    assert mix_difference([[8, 0, 0], [0, 8, 0], [0, 0, 8]]) == pytest.approx(1)
    assert mix_difference([[8], [5]]) == 0
    assert mix_difference([[8, 3]]) == 0
    assert np.isnan(mix_difference(np.zeros((2, 2))))
    assert mix_difference([[4, 4], [4, 4]]) < 0


def test_small_counts_of_one_mix_do_not_look_different() -> None:
    rng = np.random.default_rng(4)
    tables = [rng.multinomial(4, [0.5, 0.2, 0.1, 0.1, 0.1], 14) for _ in range(200)]
    assert np.mean([mix_difference(t) for t in tables]) == pytest.approx(0, abs=0.01)
    assert np.mean([mutual_information(t) / entropy(t.sum(axis=0)) for t in tables]) > 0.25
    assert np.mean([same_mix_chance(t, draws=99) <= 0.1 for t in tables]) == pytest.approx(0.1, abs=0.05)


def test_the_interval_holds_the_value_and_is_the_same_every_time() -> None:
    table = np.random.default_rng(2).multinomial(20, [0.4, 0.3, 0.3], 12)
    value, low, high = mix_difference_interval(table)
    assert low < value < high
    assert mix_difference_interval(table) == (value, low, high)
    assert np.isnan(mix_difference_interval([[3, 4]])[1])


def test_many_units_are_left_out_in_groups_as_kott_2001_does() -> None:
    rng = np.random.default_rng(5)
    mixes = rng.dirichlet([2, 2, 2], 400)
    table = np.array([rng.multinomial(20, mix) for mix in mixes])
    value, low, high = mix_difference_interval(table)
    parts = [mix_difference(rng.permutation(table)[:200]) for _ in range(60)]
    assert low < value < high
    assert (high - low) / (2 * 1.645) == pytest.approx(np.std(parts), rel=0.6)


def test_different_mixes_are_told_from_chance() -> None:
    assert same_mix_chance([[9, 1, 0], [0, 9, 1], [1, 0, 9]]) < 0.01
    assert same_mix_chance([[3, 3], [3, 3]]) > 0.5
    assert same_mix_chance(np.zeros((2, 2))) == 1
