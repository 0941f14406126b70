"""Are waiting times with cases still open those of Kaplan and Meier's estimate, as published and as statsmodels finds?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamnb.stats.waiting import median_wait, still_waiting

TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
"""Weeks in remission of 42 children with leukaemia: Freireich et al. 1963, as in Kalbfleisch & Prentice."""


def test_remissions_of_freireich_1963() -> None:
    weeks, shares, sums = still_waiting(TREATED, RELAPSED)
    assert list(weeks) == [6, 7, 10, 13, 16, 22, 23]
    assert shares == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    assert shares * np.sqrt(sums) == pytest.approx(
        [0.076, 0.087, 0.096, 0.107, 0.114, 0.128, 0.135], abs=6e-4
    )
    assert median_wait(TREATED, RELAPSED)[0] == 23
    assert median_wait(PLACEBO, [1] * 21)[0] == 8


@pytest.mark.filterwarnings("ignore::RuntimeWarning:statsmodels")
@pytest.mark.parametrize("seed", range(8))
def test_statsmodels_finds_the_same_shares_and_the_same_bounds_of_the_median(seed: int) -> None:
    from statsmodels.duration.survfunc import SurvfuncRight

    rng = np.random.default_rng(seed)
    days, ended = rng.integers(1, 40, 61), rng.random(61) < 0.75
    theirs = SurvfuncRight(days, ended)
    moments, shares, _ = still_waiting(days, ended)
    assert shares == pytest.approx(theirs.surv_prob[np.isin(theirs.surv_times, moments)])
    value, low, high = median_wait(days, ended, level=0.95)
    assert value == theirs.quantile(0.5)
    assert (low, high) == pytest.approx(theirs.quantile_ci(0.5, alpha=0.05, method="cloglog"))


def test_an_open_case_lengthens_the_wait_and_a_fresh_one_says_nothing() -> None:
    assert median_wait([1, 2, 3, 4, 5], [1] * 5)[0] == 3
    assert median_wait([1, 2, 3, 4, 5, 60, 60], [1] * 5 + [0, 0])[0] == 4
    assert median_wait([1, 2, 3, 4, 5, 0, 0], [1] * 5 + [0, 0])[0] == 3


def test_half_not_reached_is_no_number_and_no_upper_bound_is_infinite() -> None:
    assert all(map(math.isnan, median_wait([1, 2, 9, 9, 9], [1, 1, 0, 0, 0])))
    assert all(map(math.isnan, median_wait([], [])))
    assert median_wait([1, 2, 3, 9, 9], [1, 1, 1, 0, 0])[2] == math.inf


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=1, max_size=40))
def test_the_median_lies_in_its_interval(cases: list[tuple[int, bool]]) -> None:
    value, low, high = median_wait([d for d, _ in cases], [e for _, e in cases])
    assert math.isnan(value) or low <= value <= high


def test_a_missing_time_is_left_out() -> None:
    assert median_wait([1, 2, 3, math.nan], [1, 1, 1, 0]) == median_wait([1, 2, 3], [1, 1, 1])
