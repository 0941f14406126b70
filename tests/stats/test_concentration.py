"""Concentration and the whale curve against published and hand-computed numbers."""

from __future__ import annotations

import numpy as np
import pytest

from kamnb.stats.concentration import (
    gini,
    given_back,
    herfindahl,
    shares,
    top_share,
    whale_curve,
    whale_order,
)

# cases, price, orders, visits, deliveries, miles each, expedited
SPRING_DISTRIBUTION = np.array(
    [
        [2_080, 14.40, 15, 2, 10, 14, 0],
        [8_750, 14.16, 25, 3, 30, 4, 0],
        [60_800, 13.20, 30, 6, 60, 3, 0],
        [31_800, 13.92, 25, 2, 40, 8, 0],
        [3_900, 12.96, 30, 3, 20, 40, 1],
    ]
)


def spring_distribution_income() -> np.ndarray:
    cases, price, orders, visits, deliveries, miles, expedited = SPRING_DISTRIBUTION.T
    serving = 100 * orders + 80 * visits + 2 * deliveries * miles + 0.50 * cases + 300 * expedited
    return cases * (price - 12) - serving


def test_horngren_spring_distribution_whale_curve():
    income = spring_distribution_income()
    assert income.round(2).tolist() == [2_012, 11_545, 38_720, 41_856, -3_346]
    assert income.sum() == pytest.approx(90_787)
    assert whale_order(income).tolist() == [3, 2, 1, 0, 4]
    assert (100 * whale_curve(income)).round(1).tolist() == [46.1, 88.8, 101.5, 103.7, 100.0]
    assert given_back(income) == pytest.approx(3_346 / 94_133)


def test_a_whale_curve_without_profit_has_no_shares():
    assert np.isnan(whale_curve([5.0, -7.0])).all()
    assert given_back([5.0, -7.0]) == pytest.approx(1.4)
    assert np.isnan(given_back([-1.0, -2.0]))


def test_herfindahl_of_equal_and_of_unequal_shares():
    assert herfindahl([1, 1, 1, 1]) == pytest.approx(0.25)
    assert herfindahl([50, 30, 20]) == pytest.approx(0.38)
    assert herfindahl([7]) == 1


def test_gini_of_equal_and_of_unequal_shares():
    assert gini([2, 2, 2]) == pytest.approx(0)
    assert gini([0, 0, 9]) == pytest.approx(2 / 3)
    assert gini([1, 2, 3, 4]) == pytest.approx(0.25)


def test_credit_balances_hold_no_share():
    assert shares([60, 40, -10]).tolist() == [0.6, 0.4, 0.0]
    assert top_share([60, 30, 10, -5], 2) == pytest.approx(0.9)


def test_nothing_gives_no_number():
    assert np.isnan([herfindahl([]), gini([0, 0]), top_share([np.nan], 3), given_back([])]).all()
