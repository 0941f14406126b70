"""The slope of ranks: known numbers, what must not move it, and what chance alone gives."""

from __future__ import annotations

from math import atanh, sqrt, tanh

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from kamnb.causes.estimate import Slope, interval, rank_slope, shows, varies


def slope(*args: object, **more: object) -> Slope:
    """A slope that is there."""
    found = rank_slope(*args, **{"draws": 999, **more})  # type: ignore[arg-type]
    assert found is not None
    return found


def drawn(seed: int, n: int = 20, k: int = 3) -> np.ndarray:
    """Some columns of chance."""
    return np.random.default_rng(seed).standard_normal((k, n))


def test_without_controls_it_is_spearman_s_correlation() -> None:
    for seed in range(5):
        x, y, _ = drawn(seed)
        found = slope(x, y, draws=4999)
        assert found.effect == pytest.approx(spearmanr(x, y).statistic)
        assert found.p == pytest.approx(spearmanr(x, y).pvalue, abs=0.03)
        assert (found.n, found.held) == (20, 0)


def test_with_one_control_it_is_the_partial_correlation_of_ranks() -> None:
    x, y, z = drawn(3)
    a, b, c = (spearmanr(p, q).statistic for p, q in ((x, y), (x, z), (y, z)))
    found = slope(x, y + 2 * z, z)
    c = spearmanr(y + 2 * z, z).statistic
    a = spearmanr(x, y + 2 * z).statistic
    assert found.effect == pytest.approx((a - b * c) / sqrt((1 - b**2) * (1 - c**2)))
    assert found.held == 1


def test_the_interval_by_hand() -> None:
    half = 1.6448536 * sqrt((1 + 0.5**2 / 2) / 17)
    assert interval(0.5, 20) == pytest.approx((tanh(atanh(0.5) - half), tanh(atanh(0.5) + half)))
    low, high = interval(1.0, 10)
    assert 0.9 < low < high < 1


def test_ten_managers_show_only_what_is_above_point_eight() -> None:
    assert shows(10, 2, 0.05, 0.8) == pytest.approx(tanh((1.959964 + 0.841621) / sqrt(5)), abs=1e-6)
    assert shows(10, 2, 0.05, 0.8) > 0.8
    assert [shows(n, 2, 0.05, 0.8) for n in (8, 20, 40, 400)] == sorted(
        (shows(n, 2, 0.05, 0.8) for n in (8, 20, 40, 400)), reverse=True
    )
    assert shows(4, 2, 0.05, 0.8) == 1.0


def test_the_size_that_shows_is_found_four_times_in_five() -> None:
    rng, n = np.random.default_rng(1), 30
    r, found = shows(n, 0, 0.05, 0.8), 0
    for _ in range(300):
        x = rng.standard_normal(n)
        y = r * x + sqrt(1 - r**2) * rng.standard_normal(n)
        found += slope(x, y, draws=199).p <= 0.05
    assert 0.68 < found / 300 < 0.9


def test_a_common_cause_held_constant_leaves_nothing() -> None:
    rng = np.random.default_rng(2)
    z = rng.standard_normal(200)
    x, y = z + 0.4 * rng.standard_normal((2, 200))
    assert slope(x, y).effect > 0.7
    assert abs(slope(x, y, z).effect) < 0.25


def test_kinds_are_compared_with_their_own_only() -> None:
    rng = np.random.default_rng(4)
    kind = np.repeat(["department", "region"], 12)
    x, y = rng.standard_normal((2, 24))
    far = np.where(kind == "region", 100.0, 0.0)
    assert slope(x + far, y + far).effect > 0.5
    moved, plain = slope(x + far, y - 3 * far, strata=kind), slope(x, y, strata=kind)
    assert (moved.effect, moved.p) == pytest.approx((plain.effect, plain.p))


def test_chance_alone_is_called_unlikely_as_often_as_said() -> None:
    unlikely = 0
    for seed in range(400):
        x, y, z = drawn(seed, 12)
        unlikely += slope(x, y, z, draws=199, seed=seed).p <= 0.1
    assert 0.06 < unlikely / 400 < 0.145


def test_permuted_labels_kill_it() -> None:
    rng = np.random.default_rng(6)
    x = rng.standard_normal(40)
    y = x + 0.5 * rng.standard_normal(40)
    assert slope(x, y).p < 0.01
    again = [slope(x, rng.permutation(y)).p for _ in range(40)]
    assert np.mean(np.array(again) <= 0.1) <= 0.25


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(8, 30))
def test_turning_the_effect_round_turns_the_sign_only(seed: int, n: int) -> None:
    x, y, z = drawn(seed, n)
    one, other = slope(x, y, z, draws=99), slope(x, -y, z, draws=99)
    assert other.effect == pytest.approx(-one.effect)
    assert (other.low, other.high) == pytest.approx((-one.high, -one.low))
    assert -1 <= one.low <= one.effect <= one.high <= 1 and 0 < one.p <= 1


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_only_the_order_of_values_counts(seed: int) -> None:
    x, y, z = drawn(seed, 15)
    one, other = slope(x, y, z, draws=99), slope(np.exp(x), y**3, 5 * z - 1, draws=99)
    assert (other.effect, other.p) == pytest.approx((one.effect, one.p))


def test_the_same_data_give_the_same_numbers() -> None:
    x, y, z = drawn(9)
    assert slope(x, y, z, seed=5) == slope(x, y, z, seed=5)


def test_too_few_units_or_nothing_left_give_nothing() -> None:
    x, y, z = drawn(1, 5)
    assert rank_slope(x, y, np.column_stack([z, x * y])) is None
    assert rank_slope(np.ones(10), drawn(1, 10)[0]) is None
    z = drawn(2, 12)[0]
    assert rank_slope(z, drawn(3, 12)[0], z) is None


def test_what_hardly_varies() -> None:
    assert varies([1, 1, 1, 1, 1, 0, 0, 0], 0.1, 3)
    assert not varies([1, 1, 1, 1, 1, 1, 0, 0], 0.1, 3)
    assert not varies([0.30, 0.31, 0.29, 0.305], 0.02, 3)
    assert varies([0.1, 0.5, 0.3, 0.2], 0.02, 3)
    assert not varies([1.0], 0.0, 0)
