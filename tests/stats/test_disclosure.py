"""May a group be shown, and does anything smaller follow from what is shown?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamnb.model import Estimate, Outcome
from kamnb.stats.disclosure import dominated, shown_levels, speaking, taken_off, unalike

ANSWERS = st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0])
LEVELS = ("executive", "manager", "frontline", "unknown")


def moments(points: list[float]) -> tuple[int, float, float]:
    return len(points), float(np.mean(points)), float(np.square(points).sum())


def estimates(sizes: dict[str, int]) -> dict[str, Estimate]:
    return {
        level: Estimate(50.0, 9.0, n) if n else Estimate.none(Outcome.NO_DATA) for level, n in sizes.items()
    }


@given(st.fixed_dictionaries({level: st.integers(0, 12) for level in LEVELS}), st.integers(3, 8))
def test_what_is_hidden_is_none_or_enough(sizes: dict[str, int], minimum: int) -> None:
    """What the firm's score holds beyond the shown groups is made of people who are enough together, or of nobody."""
    shown = shown_levels(estimates(sizes), minimum)
    assert all(e.n >= minimum for e in shown.values())
    assert not ("leadership" in shown and {"executive", "manager"} & set(shown)) and "unknown" not in shown
    spoken = sum(sizes[level] for group in speaking(sizes, minimum) for level in group)
    beyond = spoken - sum(e.n for e in shown.values())
    assert beyond == 0 or beyond >= minimum


@given(st.lists(ANSWERS, min_size=5, max_size=12), st.integers(1, 4))
def test_nobody_s_answer_is_certain_and_no_few_stand_at_an_end(points: list[float], few: int) -> None:
    """Whatever the few are, their mean is open by 20 points and more: the others can have said anything."""
    found = unalike(points, few)
    n, total = len(found), found.sum()
    assert len(set(found)) > 1 and ((found >= 0) & (found <= 100)).all()
    low, high = max(0.0, (total - 100 * (n - few)) / few), min(100.0, total / few)
    assert high - low >= 20
    assert np.abs(found - points).sum() <= 25 * few


def test_only_groups_at_an_end_or_of_one_mind_are_counted_otherwise() -> None:
    assert list(unalike([100.0] * 5)) == [75, 100, 100, 100, 100]
    assert list(unalike([50.0] * 5)) == [25, 50, 50, 50, 50]
    assert list(unalike([0.0, 0, 25, 0, 0, 0], few=2)) == [25, 0, 25, 0, 0, 0]
    for fine in ([75.0, 100, 100, 100, 100], [50.0, 75, 50, 50, 50], [0.0, 100, 0, 0, 0]):
        assert list(unalike(fine)) == fine


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([90, 5, 5], True),
        ([40, 45, 15], True),
        ([40, 44, 16], False),
        ([20] * 5, False),
        ([0, 0], False),
        ([7], True),
    ],
)
def test_two_with_85_of_100_dominate(amounts: list[float], expected: bool) -> None:
    assert dominated(amounts) is expected


def test_one_who_is_gone_is_found_by_taking_off() -> None:
    seven = [75.0, 50, 50, 100, 25, 75, 0]
    for gone in range(7):
        rest = seven[:gone] + seven[gone + 1 :]
        assert taken_off(moments(seven), moments(rest)) == pytest.approx(seven[gone])


def test_what_nobody_can_have_answered_tells_of_nobody() -> None:
    before, after = [75.0, 50, 50, 100, 25, 75, 0], [25.0, 25, 25, 0, 0, 25]
    assert taken_off(moments(before), moments(after)) is None  # would be 275
    same_mean = (7, 50.0, 7 * 2500.0 + 9000)
    assert taken_off(same_mean, (6, 50.0, 6 * 2500.0)) is None  # would be 50 with a square of 11500
    assert taken_off((7, 50.0, float("nan")), (6, 50.0, float("nan"))) == 50
    assert taken_off((6, 50.0, 0.0), (6, 50.0, 0.0)) is None


@given(st.lists(ANSWERS, min_size=6, max_size=40), st.integers(1, 4))
def test_people_who_left_are_always_possible(points: list[float], leave: int) -> None:
    found = taken_off(moments(points), moments(points[leave:]), slack=1e-6)
    assert found == pytest.approx(np.mean(points[:leave]), abs=1e-6)
