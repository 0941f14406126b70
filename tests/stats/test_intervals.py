"""Are the 90 % intervals those of the literature, and honest at the edges?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from kamnb.stats.intervals import (
    bootstrap_interval,
    clean,
    finite_population,
    mean_interval,
    median_interval,
    share_interval,
)

numbers = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40)


@pytest.mark.parametrize(("successes", "n"), [(0, 5), (1, 5), (3, 7), (50, 100), (100, 100), (7, 2000)])
def test_wilson_against_statsmodels(successes: int, n: int) -> None:
    low, high = proportion_confint(successes, n, alpha=0.10, method="wilson")
    assert share_interval(successes, n) == pytest.approx((successes / n, low, high), abs=1e-12)


def test_wilson_of_nothing_is_no_number() -> None:
    assert all(math.isnan(x) for x in share_interval(0, 0))


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_interval_and_the_interval_in_zero_to_one(case: tuple[int, int]) -> None:
    value, low, high = share_interval(*case)
    assert 0 <= low <= value + 1e-12 and value - 1e-12 <= high <= 1
    assert high > low


@given(st.integers(1, 100), st.integers(2, 20))
def test_more_of_the_same_narrows_a_share(n: int, times: int) -> None:
    _, low, high = share_interval(n // 2, n)
    _, lower, higher = share_interval(n // 2 * times, n * times)
    assert higher - lower < high - low


def test_mean_against_statsmodels() -> None:
    values = np.array([3.0, 7.5, 1.0, 9.0, 4.0, 4.5])
    low, high = DescrStatsW(values).tconfint_mean(alpha=0.10)
    assert mean_interval(values) == pytest.approx((values.mean(), low, high))


def test_mean_of_none_of_one_and_with_gaps() -> None:
    assert all(math.isnan(x) for x in mean_interval([]))
    value, low, high = mean_interval([4.0, math.nan])
    assert value == 4.0 and math.isnan(low) and math.isnan(high)
    assert mean_interval([1.0, math.nan, 3.0]) == mean_interval([1.0, 3.0])


@given(numbers)
def test_a_mean_lies_in_its_interval(values: list[float]) -> None:
    value, low, high = mean_interval(values)
    assert low <= value <= high


def test_whoever_asked_all_has_no_spread() -> None:
    assert finite_population(9, 9) == 0.0
    assert mean_interval([1, 2, 3, 4], population=4) == (2.5, 2.5, 2.5)


def test_more_answers_than_people_is_no_error() -> None:
    assert finite_population(12, 9) == 0.0


@pytest.mark.parametrize("population", [None, 0, 1])
def test_an_unknown_population_changes_nothing(population: int | None) -> None:
    assert finite_population(7, population) == 1.0


@given(st.integers(1, 200), st.integers(2, 400))
def test_the_correction_lies_between_none_and_all(n: int, population: int) -> None:
    factor = finite_population(n, population)
    assert 0 <= factor <= 1
    assert finite_population(n + 1, population) <= factor


def test_a_population_narrows_the_mean_by_cochrans_factor() -> None:
    values = [2.0, 5.0, 9.0, 4.0]
    _, low, high = mean_interval(values)
    _, lower, higher = mean_interval(values, population=10)
    assert (higher - lower) / (high - low) == pytest.approx(math.sqrt(6 / 9))


@pytest.mark.parametrize("interval", [median_interval, lambda x: bootstrap_interval(x, np.median)])
def test_bootstrap_of_nothing_of_one_and_of_equal_values(interval) -> None:
    assert all(math.isnan(x) for x in interval([]))
    assert interval([3.0]) == (3.0, 3.0, 3.0)
    assert interval([2.0] * 9) == (2.0, 2.0, 2.0)


def test_bootstrap_is_seeded_and_median_drops_gaps() -> None:
    values = np.random.default_rng(1).lognormal(size=60)
    assert bootstrap_interval(values, np.mean, seed=3) == bootstrap_interval(values, np.mean, seed=3)
    assert bootstrap_interval(values, np.mean, seed=3) != bootstrap_interval(values, np.mean, seed=4)
    assert median_interval([1.0, math.nan, 2.0, 3.0])[0] == 2.0


def test_bootstrap_draws_whole_rows() -> None:
    rows = np.column_stack([np.arange(1.0, 31), 2 * np.arange(1.0, 31)])
    ratio = bootstrap_interval(rows, lambda x: x[:, 1].sum() / x[:, 0].sum())
    assert ratio == pytest.approx((2.0, 2.0, 2.0))


@given(numbers)
def test_a_median_lies_in_its_interval(values: list[float]) -> None:
    value, low, high = median_interval(values)
    assert low <= high
    assert min(values) <= low and high <= max(values)
    assert min(values) <= value <= max(values)


def test_bootstrap_of_a_mean_is_as_wide_as_theory_says() -> None:
    values = np.random.default_rng(0).normal(size=200)
    _, low, high = bootstrap_interval(values, np.mean, draws=2000)
    _, lower, higher = mean_interval(values)
    assert high - low == pytest.approx(higher - lower, rel=0.1)


def test_nine_in_ten_intervals_hold_the_truth() -> None:
    rng = np.random.default_rng(7)
    held = [
        low <= 0.3 <= high
        for _, low, high in (share_interval(rng.binomial(40, 0.3), 40) for _ in range(3000))
    ]
    assert np.mean(held) == pytest.approx(0.90, abs=0.03)
    samples = (mean_interval(rng.normal(5, 2, 12)) for _ in range(3000))
    assert np.mean([low <= 5 <= high for _, low, high in samples]) == pytest.approx(0.90, abs=0.02)


def test_a_large_sample_keeps_its_own_median() -> None:
    values = np.random.default_rng(2).lognormal(size=20_000)
    assert median_interval(values)[0] == np.median(values)


def test_clean_flattens_and_drops_gaps() -> None:
    assert clean([[1, None], [3, float("nan")]]).tolist() == [1.0, 3.0]
