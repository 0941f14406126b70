"""Is agreement told from chance, and a team that answers as one from an honest one?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamnb.stats.agreement import UNIFORM_VARIANCE, alike_groups, critical_rwg, rwg

SIZES = (3, 5, 10)


@pytest.fixture(scope="module")
def by_chance() -> dict[int, np.ndarray]:
    """rwg of 10,000 groups of each size who answer at random on five points."""
    rng = np.random.default_rng(0)
    return {n: np.array([rwg(row) for row in rng.integers(1, 6, (10_000, n))]) for n in SIZES}


@pytest.mark.parametrize(("n", "share"), [(3, 0.241), (5, 0.062), (10, 0.006)])
def test_rwg_by_chance_reaches_seventy(by_chance: dict[int, np.ndarray], n: int, share: float) -> None:
    assert (by_chance[n] >= 0.70 - 1e-9).mean() == pytest.approx(share, abs=0.012)


@pytest.mark.parametrize(("n", "critical"), [(3, 0.833), (5, 0.750), (10, 0.506)])
def test_critical_values_are_the_published_percentiles(
    by_chance: dict[int, np.ndarray], n: int, critical: float
) -> None:
    assert critical_rwg(n) == pytest.approx(critical, abs=0.012)
    assert np.quantile(by_chance[n], 0.95) == pytest.approx(critical, abs=0.012)


def test_critical_values_fall_with_the_groups_size() -> None:
    found = [critical_rwg(n) for n in (3, 5, 10, 20, 50, 100)]
    assert found == sorted(found, reverse=True)
    assert math.isnan(critical_rwg(1))
    assert critical_rwg(10_000) == critical_rwg(500)


def test_stricter_levels_ask_for_more() -> None:
    assert critical_rwg(8, 0.01) > critical_rwg(8, 0.05) > critical_rwg(8, 0.20)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([4, 4, 4], 1.0),
        ([4, 5], 0.75),
        ([1, 5, 1, 5], 0.0),
        ([3, 4, 5, math.nan], 0.5),
        ([2, 2, 3, 3], 5 / 6),
    ],
)
def test_rwg_by_hand(answers: list[float], expected: float) -> None:
    assert rwg(answers) == pytest.approx(expected)


@pytest.mark.parametrize("answers", [[], [4], [4, math.nan]])
def test_one_person_does_not_agree(answers: list[float]) -> None:
    assert math.isnan(rwg(answers))


@given(st.lists(st.integers(1, 5), min_size=2, max_size=60))
def test_rwg_lies_between_none_and_all_and_ignores_order_and_direction(answers: list[int]) -> None:
    assert 0 <= rwg(answers) <= 1
    assert rwg(sorted(answers)) == pytest.approx(rwg(answers))
    assert rwg([6 - a for a in answers]) == pytest.approx(rwg(answers))


def test_the_null_is_that_of_uniform_answers() -> None:
    assert np.var([1, 2, 3, 4, 5]) == UNIFORM_VARIANCE


def team(rng: np.random.Generator, n: int, items: int, same: float) -> np.ndarray:
    """Answers of n people who give a common answer with chance `same`, else their own."""
    common = rng.integers(1, 6, items)
    own = rng.integers(1, 6, (n, items))
    return np.where(rng.random((n, items)) < same, common, own).astype(float)


def test_people_who_answer_as_one_are_found_among_others() -> None:
    rng = np.random.default_rng(3)
    crowd = team(rng, 60, 20, 0.3)
    assert alike_groups(crowd, 0.9, 5, 10) == []
    as_one = np.tile(rng.integers(1, 6, 20).astype(float), (6, 1))
    as_one[range(6), range(6)] = 6 - as_one[range(6), range(6)]
    assert alike_groups(np.vstack([crowd, as_one]), 0.9, 5, 10) == [6]


def test_too_few_people_or_too_few_common_items_are_no_group() -> None:
    as_one = np.full((4, 20), 4.0)
    assert alike_groups(as_one, 0.9, 5, 10) == []
    short = np.full((8, 20), np.nan)
    short[:, :9] = 4.0
    assert alike_groups(short, 0.9, 5, 10) == []


def test_groups_come_largest_first() -> None:
    first, second = np.full((5, 12), 2.0), np.full((8, 12), 5.0)
    assert alike_groups(np.vstack([first, second]), 0.9, 5, 10) == [8, 5]
