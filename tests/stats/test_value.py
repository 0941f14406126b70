"""Credibility against the Hachemeister data and annuities by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kamnb.stats.survival import band_hazard
from kamnb.stats.value import annuities, annuity_of_ages, between_variance, credibility

RATIOS = """
1738 1642 1794 2051 2079 2234 2032 2035 2115 2262 2267 2517
1364 1408 1597 1444 1342 1675 1470 1448 1464 1831 1612 1471
1759 1685 1479 1763 1674 2103 1502 1622 1828 2155 2233 2059
1223 1146 1010 1257 1426 1532 1953 1123 1343 1243 1762 1306
1456 1499 1609 1741 1482 1572 1606 1735 1607 1573 1613 1690"""
WEIGHTS = """
7861 9251 8706 8575 7917 8263 9456 8003 7365 7832 7849 9077
1622 1742 1523 1515 1622 1602 1964 1515 1527 1748 1654 1861
1147 1357 1329 1204 998 1077 1277 1218 896 1003 1108 1121
407 396 348 341 315 328 352 331 287 384 321 342
2902 3172 3046 3068 2693 2910 3275 2697 2663 3017 3242 3425"""


def table(text: str) -> np.ndarray:
    return np.array([[float(x) for x in line.split()] for line in text.strip().splitlines()])


def test_buhlmann_straub_on_hachemeister_1975():
    """Five states, twelve quarters; the published means, factors, premiums and variances."""
    found = credibility(table(RATIOS), table(WEIGHTS))
    assert found.own.round().tolist() == [2061, 1511, 1806, 1353, 1600]
    assert found.factor.round(4).tolist() == [0.9847, 0.9276, 0.8985, 0.7279, 0.9588]
    assert found.value.round().tolist() == [2055, 1524, 1793, 1443, 1603]
    assert (round(found.collective), round(found.between), round(found.within)) == (1684, 89639, 139120026)


def test_a_small_unit_leans_on_its_group_more_than_a_large_one():
    ratios = np.array([[0.30, 0.28, 0.32], [0.10, 0.12, 0.11], [0.9, 0.5, 0.1]])
    weights = np.array([[100.0] * 3, [100.0] * 3, [1.0] * 3])
    found = credibility(ratios, weights)
    assert found.factor[2] < found.factor[0]
    assert abs(found.value[0] - 0.30) < 0.01 < abs(found.value[2] - 0.50)
    assert found.variance[2] > found.variance[0]


def test_without_true_differences_all_are_the_group_and_its_mean_stays_unsure():
    ratios = np.array([[0.1, 0.3], [0.3, 0.1]])
    found = credibility(ratios, np.ones((2, 2)))
    assert found.between == 0 and found.factor.tolist() == [0, 0]
    assert found.value == pytest.approx([0.2, 0.2])
    assert found.variance == pytest.approx(found.within / 4)


def test_one_unit_leans_on_nothing_and_one_period_tells_nothing():
    alone = credibility([[0.2, 0.4]], [[1.0, 1.0]])
    assert (alone.value[0], alone.factor[0]) == (pytest.approx(0.3), 1)
    assert credibility([[0.2, np.nan]], [[1.0, 1.0]]) is None
    assert np.isnan(between_variance(np.array([0.1]), np.array([1.0]), 0.0))


def test_a_mean_known_better_replaces_that_of_the_periods():
    ratios, weights = np.array([[0.30, 0.28], [0.10, 0.12]]), np.full((2, 2), 100.0)
    found = credibility(ratios, weights, [0.2, np.nan])
    assert found.own == pytest.approx([0.2, 0.11])


def test_an_annuity_by_hand_pays_in_mid_year_while_the_account_stays():
    found = annuities(np.array([[0.05]]), np.array([0.0]), 4.0, 3, 0.10)
    years = np.array([0.5, 1.5, 2.5])
    assert found[0] == pytest.approx(np.exp(-0.05 * years) / 1.1**years)
    assert annuities(np.array([[0.0]]), np.array([0.0]), 0.0, 1, 0.0)[0] == pytest.approx([1.0])


def test_annuities_of_ages_are_the_same_twice_and_shorter_where_more_leave():
    few = band_hazard([5.0] * 50, [False] * 50, [0.0] * 50, [0.0, 2.0])
    many = band_hazard([2.0] * 50, [True] * 50, [0.0] * 50, [0.0, 2.0])
    worth = [annuity_of_ages(h, [1.0, 3.0], 3, 0.1, 200, np.random.default_rng(0)) for h in (few, few, many)]
    assert (worth[0][1.0] == worth[1][1.0]).all()
    assert worth[2][1.0].sum() < worth[0][1.0].sum()
